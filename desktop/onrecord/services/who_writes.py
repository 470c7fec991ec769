"""Who writes for whom: the account holder's own name, or somebody with a letter of authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.when import When
from onrecord.services.edit_people import complainant

if TYPE_CHECKING:
    from onrecord.domain.agency import Agency
    from onrecord.vault.vault import Vault

_ACTS = ("helper", "executor")


@dataclass(frozen=True)
class Writing:
    """``part`` is what the writer is here (``person.ROLES``, or empty). ``holder`` is the account
    holder where that is another; ``joint`` the other holders of the account. ``authority`` is set
    for who acts for another: its document, what it covers, until when."""

    writer: Person | None = None
    part: str = ""
    holder: Person | None = None
    joint: tuple[Person, ...] = ()
    authority: DisputePerson | None = None

    @property
    def acts(self) -> bool:
        """For somebody else, and so needs to be allowed to."""
        return self.part in _ACTS

    def words(self, day: date | None = None) -> str:
        """``I write for Jane Doe, the account holder, with written authority.`` Of an authority
        that has ended by ``day`` nothing is claimed."""
        name = _name(self.holder)
        if self.part == "executor":
            return f"I write as executor of {name or 'the account holder'}."
        if self.part == "helper":
            said = f"I write for {name}, the account holder" if name else (
                "I write for the account holder"
            )  # fmt: skip
            own = self.authority
            last = When(own.authority_expires).last_day if own is not None else None
            ended = day is not None and last is not None and last < day
            shown = own is not None and own.authority_evidence_id and not ended
            until = (
                f", which holds until {When(own.authority_expires).words()}"
                if own is not None and own.authority_expires
                else ""
            )
            return f"{said}, with written authority{until}." if shown else f"{said}."
        if self.joint:
            names = " and ".join(_name(one) for one in self.joint if _name(one))
            return f"I hold the account together with {names}." if names else ""
        return ""


def who_writes(vault: Vault, dispute_id: str) -> Writing:
    """As the people of the dispute say it."""
    me = complainant(vault, dispute_id)
    links = vault.find(DisputePerson, "dispute_id = ?", [dispute_id], order="rowid")
    mine = [one for one in links if me is not None and one.person_id == me.id]
    part = next((one for one in mine if one.role != "complainant"), None)
    others = [one for one in links if one not in mine]
    # To a joint holder the one who is called the account holder is another holder.
    holding = {"joint_holder"}
    if part is not None and part.role == "joint_holder":
        holding.add("account_holder")
    return Writing(
        me,
        part.role if part else "",
        _first(vault, others, "account_holder"),
        tuple(
            person
            for one in others
            if one.role in holding and (person := _person(vault, one.person_id))
        ),
        part if part is not None and part.role in _ACTS else None,
    )


def signatories(writing: Writing, agency: Agency | None) -> tuple[str, ...]:
    """Who else signs the letter: the other holders, where the body wants them to."""
    if agency is None or not any(e.what == "other_holder_signature" for e in agency.expects):
        return ()
    return tuple(name for one in writing.joint if (name := _name(one)))


def _first(vault: Vault, links: list[DisputePerson], role: str) -> Person | None:
    return next((_person(vault, one.person_id) for one in links if one.role == role), None)


def _person(vault: Vault, id: str) -> Person | None:
    found = vault.find(Person, "id = ?", [id], limit=1)
    return found[0] if found else None


def _name(person: Person | None) -> str:
    return (person.name or person.name_on_bill).strip() if person is not None else ""
