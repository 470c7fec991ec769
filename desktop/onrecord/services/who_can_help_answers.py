"""What the user says because the rules of a body ask for it: kept where it belongs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.agency import ANY_SECTOR
from onrecord.domain.agency_words import CARDS, EVENTS, SECTORS
from onrecord.domain.asking import TURNED
from onrecord.domain.change import Change
from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.eligibility import ONE_FOR_EACH, sectors_of
from onrecord.domain.evidence import Evidence
from onrecord.domain.matter import CARD, OTHER_CARD
from onrecord.domain.matter_answer import NOT_KNOWN, MatterAnswer, of_one_company
from onrecord.domain.money import Money
from onrecord.domain.place import typed_place
from onrecord.domain.typed_amount import read_amount
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.services.derive import stored_date
from onrecord.services.edit_record import edit_record
from onrecord.services.own_currency import own_currency
from onrecord.services.record_stage import record_stage

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def answer(
    vault: Vault, dispute_id: str, code: str, said: str, *, counterparty_id: str = "",
    track_id: str = "",
) -> Change:  # fmt: skip
    """``code`` is that of a ``Question``; ``said`` what was typed or chosen (``yes``, ``no``, a
    date, an amount, a place, a card), or ``NOT_KNOWN``. "no" to when one complained is "not yet".
    ``counterparty_id`` is the company it is about. Raises Refused for what cannot be read."""
    kind, _, about = code.partition(":")
    if said == NOT_KNOWN:
        return _keep(vault, dispute_id, code, NOT_KNOWN, counterparty_id)
    if kind in ("place", "region"):
        return edit_record(vault, Dispute, dispute_id, "Said where it was", place=place_code(said))
    if kind == "sector":
        return _sector(vault, dispute_id, said)
    if kind == "company_country":
        chosen = counterparty_id or vault.get(Dispute, dispute_id).counterparty_id
        place = place_code(said)
        return edit_record(vault, Counterparty, chosen, "Said where they are", place=place)
    if kind == "first_complaint" and said != "no":
        return record_stage(
            vault, dispute_id, "asked", dated=said, track_id=track_id,
            evidence_id=_their_own_words(vault, dispute_id, stored_date(said, "said")),
        )  # fmt: skip
    if kind == "complained" and said == "yes":
        return _complained(vault, dispute_id, about, track_id)
    if kind == "price":
        return _keep(vault, dispute_id, code, _price(vault, dispute_id, said))
    if kind == CARD:
        return _keep(vault, dispute_id, code, _card(said))
    if kind == "event" and said != "no":
        if about not in EVENTS:
            raise Refused(f'"{about}" is nothing our rules count from.', "code")
        return _keep(vault, dispute_id, code, _days(about, said), counterparty_id)
    if said not in ("yes", "no"):
        raise Refused("Answer yes or no.", "said")
    return _keep(vault, dispute_id, code, said, counterparty_id)


def take_back(vault: Vault, dispute_id: str, code: str, *, counterparty_id: str = "") -> Change:
    """The question is open again, for the company it was asked of. What has a row of its own (a
    place, a step) stays."""
    with vault.change("Took back an answer") as tx:
        for row in _kept(vault, dispute_id, code, counterparty_id):
            tx.remove(MatterAnswer, row.id)
    return tx.change


def answers_of(vault: Vault, dispute_id: str, company_id: str = "") -> dict[str, str]:
    """What was answered, by code, in the order of the answers; of ``company_id``, where it is
    given, what is not about another."""
    rows = vault.find(MatterAnswer, "dispute_id = ?", [dispute_id], order="rowid")
    first = vault.get(Dispute, dispute_id).counterparty_id if company_id else ""
    return {
        row.code: row.value
        for row in rows
        if not company_id
        or not of_one_company(row.code)
        or (row.counterparty_id or first) in ("", company_id)
    }


def answer_words(code: str, value: str) -> str:
    """An answer as it is shown."""
    if value == NOT_KNOWN:
        return "I do not know"
    kind = code.partition(":")[0]
    if kind in ("event", "first_complaint"):
        return "not yet" if value == "no" else "; ".join(one.words() for one in days_of(value))
    if kind == "price":
        return price_of(value).words()
    if kind == CARD:
        return CARDS.get(value, "another card")
    yes = (value == "yes") != (kind in TURNED)
    return "yes" if yes else "no"


def days_of(value: str) -> tuple[When, ...]:
    """The days an answer holds."""
    return tuple(When(one) for one in value.split(";"))


def _days(event: str, said: str) -> str:
    """The day of an event; several where each wrong charge or payment has its own."""
    parts = [one for one in re.split(r"\s*(?:;|\n)\s*", said.strip(" ;")) if one]
    if event in ONE_FOR_EACH and len(parts) > 1:
        return ";".join(sorted({stored_date(one, "said") for one in parts}))
    return stored_date(said, "said")


def price_of(value: str) -> Money:
    """The amount an answer holds."""
    minor, currency = value.split()
    return Money(int(minor), currency)


def place_code(said: str, field: str = "said") -> str:
    """The code of a place named in words or as a code. Raises Refused, which names the field."""
    try:
        code = typed_place(said)
    except ValueError as error:
        raise Refused(str(error), field) from None
    if not code:
        raise Refused("Write a country or a state, such as Ireland, Vermont or US-VT.", field)
    return code


def _sector(vault: Vault, dispute_id: str, said: str) -> Change:
    by_words = {words.casefold(): code for code, words in SECTORS.items()}
    code = by_words.get(said.strip().casefold(), said.strip())
    if code == ANY_SECTOR or not sectors_of(code):
        raise Refused("Choose what it is about from the list.", "said")
    return edit_record(vault, Dispute, dispute_id, "Said what it is about", sector=code)


def _card(said: str) -> str:
    by_words = {words.casefold(): code for code, words in CARDS.items()}
    plain = " ".join(said.split()).casefold()
    code = by_words.get(plain, plain)
    if code not in CARDS and code != OTHER_CARD:
        codes = ", ".join(CARDS)
        raise Refused(f"Say one of {codes} or {OTHER_CARD}.", "said")
    return code


_REPLY = re.compile(r"(?:re|aw|antw|rif|rv|sv) ?:")
_COMPLAINT = re.compile(
    r"complain|beschwerde|reklamation|réclamation|plainte|reclamaci|queja|klacht|reclamo"
)
"""What calls itself a complaint, in the languages of the papers we know."""


def _their_own_words(vault: Vault, dispute_id: str, day: str) -> str:
    """The id of the one email or paper of that very day that calls itself a complaint and is no
    reply; else of the one email of that day that is neither a reply nor from a house that
    replied. Empty where there is none or more than one."""
    papers = vault.find(
        Evidence,
        "id IN (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?) AND trashed_at = ''"
        " AND kind IN ('email', 'letter', 'other')",
        [dispute_id],
    )
    replies = [one for one in papers if _REPLY.match(one.title.casefold())]
    that_day = [one for one in papers if one.dated[:10] == day[:10] and one not in replies]
    own = [one for one in that_day if _COMPLAINT.search(one.title.casefold())]
    if not own and replies:
        theirs = {_house(one.source) for one in replies}
        own = [one for one in that_day if one.kind == "email" and _house(one.source) not in theirs]
    return own[0].id if len(own) == 1 else ""


def _house(source: str) -> str:
    """Whose post it is: ``shop.example`` of ``Help <help@shop.example>``, as of their noreply."""
    return source.rpartition("@")[2].strip(" >").casefold()


def _complained(vault: Vault, dispute_id: str, contact_id: str, track_id: str) -> Change:
    contact = vault.get(Contact, contact_id)
    return record_stage(
        vault, dispute_id, "asked", dated=contact.dated, reference=contact.reference,
        contact_id=contact_id, track_id=track_id,
    )  # fmt: skip


def _price(vault: Vault, dispute_id: str, said: str) -> str:
    usual = own_currency(vault, dispute_id)
    try:
        price = read_amount(said, usual)
    except ValueError as error:
        raise Refused(str(error), "said") from None
    return f"{price.minor} {price.currency}"


def _about(vault: Vault, dispute_id: str, code: str, company_id: str) -> str:
    """The company an answer names: none where it is about the whole, or about the first."""
    first = vault.get(Dispute, dispute_id).counterparty_id
    return company_id if of_one_company(code) and company_id != first else ""


def _kept(vault: Vault, dispute_id: str, code: str, company_id: str) -> list[MatterAnswer]:
    about = _about(vault, dispute_id, code, company_id)
    where = "dispute_id = ? AND code = ? AND counterparty_id = ?"
    return vault.find(MatterAnswer, where, [dispute_id, code, about], order="rowid")


def _keep(vault: Vault, dispute_id: str, code: str, value: str, company_id: str = "") -> Change:
    kind = code.partition(":")[0]
    if kind in TURNED and value in ("yes", "no"):
        value = "no" if value == "yes" else "yes"
    about = _about(vault, dispute_id, code, company_id)
    known = _kept(vault, dispute_id, code, company_id)
    with vault.change("Answered a question") as tx:
        if known:
            row = tx.patch(MatterAnswer, known[0].id, value=value)
        else:
            made = MatterAnswer(
                dispute_id=dispute_id, code=code, value=value, counterparty_id=about
            )
            row = tx.insert(made)
    return replace(tx.change, result=row.id)
