"""What was typed, as the thing it names: by title, label or the beginning of an id."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import NotFound, Refused

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def find_dispute(vault: Vault, typed: str) -> str:
    """A dispute by id, by the beginning of its id, or by its title."""
    rows = vault.query(
        "SELECT id FROM dispute WHERE title = ? COLLATE NOCASE AND trashed_at = ''", [typed]
    )
    if len(rows) > 1:
        raise Refused(f"More than one dispute is called {typed}; give the beginning of its id.")
    return rows[0]["id"] if rows else find_id(vault, "dispute", typed, "dispute")


def find_evidence(vault: Vault, typed: str, dispute_id: str = "") -> str:
    """A document by its title or file name, in the dispute where one is given, or by its id."""
    inside = " AND id IN (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?2)"
    rows = vault.query(
        "SELECT id FROM evidence WHERE (title = ?1 COLLATE NOCASE OR file_name = ?1 COLLATE NOCASE)"
        + (inside if dispute_id else " AND trashed_at = ''"),
        [typed, dispute_id] if dispute_id else [typed],
    )
    if not rows and typed:  # a file's name without its ending
        named = vault.query(
            "SELECT id, file_name FROM evidence WHERE instr(lower(file_name), lower(?1)) = 1"
            + (inside if dispute_id else " AND trashed_at = ''"),
            [typed, dispute_id] if dispute_id else [typed],
        )
        rows = [r for r in named if Path(r["file_name"]).stem.casefold() == typed.casefold()]
    if len(rows) > 1:
        raise Refused(f"More than one document is called {typed}; give the beginning of its id.")
    return rows[0]["id"] if rows else find_id(vault, "evidence", typed, "document")


def find_exhibit(vault: Vault, packet_id: str, typed: str) -> str:
    """A document by its label in the packet, its title or file name in the dispute, or its id."""
    from onrecord.services.views.packet_detail import packet_detail

    detail = packet_detail(vault, packet_id)
    labels = [d.evidence_id for d in detail.exhibits if d.label and d.label == typed.upper()]
    if labels:
        return labels[0]
    # What went to the trash meanwhile still has its place, and can be named to be left out.
    gone = vault.query(
        "SELECT e.id FROM packet_exhibit x JOIN evidence e ON e.id = x.evidence_id"
        " WHERE x.packet_id = ?1 AND e.trashed_at != ''"
        " AND (e.title = ?2 COLLATE NOCASE OR e.file_name = ?2 COLLATE NOCASE)",
        [packet_id, typed],
    )
    if len(gone) == 1:
        return gone[0]["id"]
    return find_evidence(vault, typed, detail.packet.dispute_id)


def find_spots(vault: Vault, dispute_id: str, typed: Sequence[str]) -> list[Any]:
    """Places as typed: bill.pdf, or bill.pdf:2 for its second page."""
    from onrecord.services.cite import Spot

    made: list[Any] = []
    for one in typed:
        name, colon, page = one.rpartition(":")
        if not (colon and page.isascii() and page.isdigit()):
            name, page = one, ""
        made.append(Spot(find_evidence(vault, name, dispute_id), int(page) if page else None))
    return made


def find_id(vault: Vault, table: str, typed: str, name: str) -> str:
    """The whole id of which the beginning was typed; ``name`` is what a person calls the thing."""
    if len(typed) >= 4 and not set(typed) - set("0123456789abcdef"):
        rows = vault.query(f"SELECT id FROM {table} WHERE id LIKE ? LIMIT 2", [typed + "%"])
        if len(rows) == 1:
            return rows[0]["id"]
        if rows:
            raise Refused(f"More than one {name} begins with {typed}; give more of its id.")
    raise NotFound(f"There is no {name} {typed} in this vault.")


def find_company(vault: Vault, dispute_id: str, company: str) -> str:
    """The company a line of steps is against, by name; empty for the one it began with."""
    from onrecord.services.companies import company_named

    if not company:
        return ""
    found = company_named(vault, company)
    if found is None:
        raise NotFound(f"There is no company {company} in this vault.")
    return found.id


def find_recipient(vault: Vault, who: str, name: str = "") -> Any:
    """Who a packet is for: a rung of the company, a body of the directory by its id, or whoever one
    of the user's own sets of parts is for."""
    from onrecord.domain.packet import PROFILES, PacketProfile
    from onrecord.services.agency_directory import directory
    from onrecord.services.packet_for import Recipient

    known = who.replace("-", "_")
    if known in PROFILES:
        return Recipient(profile=known, name=name)
    sets = vault.find(PacketProfile, "id = ? OR name = ? COLLATE NOCASE", [who, who], limit=1)
    if sets and directory(vault).get(who) is None:
        return Recipient(set_id=sets[0].id, name=name)
    return Recipient(agency_id=who, name=name)


def find_sector(typed: str, *, one: bool = False) -> str:
    """What it is about, as the rules know it; ``one`` takes no group of them. Raises Refused with
    the list."""
    from onrecord.domain.agency_words import SECTORS
    from onrecord.domain.eligibility import sectors_of

    by_words = {words.casefold(): code for code, words in SECTORS.items()}
    said = by_words.get(typed.strip().casefold(), typed)
    found = sectors_of(said)
    if said == "any" or not found or (one and len(found) > 1):
        known = ", ".join(code for code in SECTORS if code != "any")
        raise Refused(f'There is no sector "{typed}"; choose one of {known}.', "sector")
    return next(iter(found)) if len(found) == 1 else said


def currency_of(typed: str) -> str:
    """A currency as typed, in its three capital letters; empty stays empty."""
    code = typed.strip().upper()
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Refused("Write a currency as three letters, such as GBP.")
    return code
