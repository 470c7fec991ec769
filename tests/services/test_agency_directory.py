from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain.agency_override import AgencyOverride
from onrecord.domain.change import Change
from onrecord.domain.contact import Contact, DisputeContact
from onrecord.domain.dispute import ClaimLine, Dispute
from onrecord.domain.place import parse_place
from onrecord.domain.track import StageEvent, Track
from onrecord.errors import NewerFormat, NotFound, Refused
from onrecord.services.agency_directory import (
    agency_body,
    bundled_agencies,
    correct_agency,
    directory,
    forget_correction,
    read_update,
    take_update,
)
from onrecord.services.who_can_help import matter_of, who_can_help
from onrecord.services.working_days import working_days
from onrecord.vault.vault import Vault


def body(id: str, **changed: Any) -> dict[str, Any]:
    return {**agency_body(None, id), **changed}


def update(folder: Path, *entries: dict[str, Any], **changed: Any) -> Path:
    made = folder / "update.json"
    whole = {"format": "onrecord-agencies", "version": 1, "agencies": list(entries), **changed}
    made.write_text(json.dumps(whole), "utf-8")
    return made


def taken_in(vault: Vault, file: Path) -> Change:
    return take_update(vault, read_update(file))


def test_the_directory_that_ships_is_there_without_a_vault() -> None:
    found = directory()
    assert len(found) == len(bundled_agencies()) == 45
    assert {entry.origin for entry in found.values()} == {"bundled"}


def test_the_users_own_entry_wins_and_can_be_taken_back(vault: Vault) -> None:
    mine = body("nz-tdr", name="TDR, as they told me on the phone", revised="2020-01-01")
    correct_agency(vault, mine)
    entry = directory(vault)["nz-tdr"]
    assert (entry.origin, entry.agency.name) == ("mine", "TDR, as they told me on the phone")
    assert entry.set_aside is not None
    assert entry.set_aside.name == "Telecommunications Dispute Resolution"
    assert entry.newer, "the one that ships was gone over after it"
    assert agency_body(vault, "nz-tdr") == mine
    forget_correction(vault, "nz-tdr")
    assert directory(vault)["nz-tdr"].origin == "bundled"
    with pytest.raises(NotFound):
        forget_correction(vault, "nz-tdr")


def test_the_user_can_add_a_body_with_little(vault: Vault) -> None:
    own = {
        "format": "onrecord-agency",
        "version": 1,
        "id": "my-building-society",
        "revised": "2026-11-21",
        "name": "The complaints board of my building society",
        "kind": "ombudsman",
        "bases": {
            "mine": {
                "sources": [{"words": "their leaflet", "address": ""}],
                "as_of": "2026-10",
                "valid_from": None,
                "valid_to": None,
                "confidence": "medium",
            }
        },
        "coverage": {
            "everywhere": False,
            "places": [{"country": "GB", "regions": []}],
            "each_region": False,
        },
        "covers": [{"sectors": ["mortgage"], "basis": "mine"}],
    }
    assert correct_agency(vault, own).result == "my-building-society"
    assert directory(vault)["my-building-society"].agency.covers[0].basis.as_of == "2026-10"


def test_an_own_entry_is_part_of_the_history_and_can_be_undone(vault: Vault) -> None:
    before = vault.custody_head().length
    change = correct_agency(vault, body("us-cfpb", name="Mine"))
    assert vault.custody_head().length == before + 1
    vault.undo(change)
    assert directory(vault)["us-cfpb"].origin == "bundled"


def test_an_update_takes_the_place_of_what_ships_until_something_newer_does(
    vault: Vault, folder: Path
) -> None:
    taken_in(vault, update(folder, body("us-cfpb", name="Newer", revised="2027-03-01")))
    entry = directory(vault)["us-cfpb"]
    assert (entry.origin, entry.agency.name) == ("update", "Newer")
    assert agency_body(vault, "us-cfpb")["name"] == "Newer"
    taken_in(vault, update(folder, body("us-cfpb", name="Older", revised="2019-03-01")))
    assert directory(vault)["us-cfpb"].origin == "bundled"


def test_the_users_own_wins_over_an_update(vault: Vault, folder: Path) -> None:
    correct_agency(vault, body("us-cfpb", name="Mine"))
    taken_in(vault, update(folder, body("us-cfpb", name="Newer", revised="2027-03-01")))
    entry = directory(vault)["us-cfpb"]
    assert (entry.origin, entry.agency.name, entry.newer) == ("mine", "Mine", True)
    assert entry.set_aside is not None
    assert entry.set_aside.name == "Newer"


def test_a_single_entry_can_be_imported_too(vault: Vault, folder: Path) -> None:
    file = folder / "one.json"
    file.write_text(json.dumps(body("nz-tdr", revised="2027-01-01", name="New")), "utf-8")
    assert taken_in(vault, file).words == "Took in 1 entry of the directory"
    assert directory(vault)["nz-tdr"].agency.name == "New"


def spoiled(id: str, *path: Any, value: Any = None, drop: bool = False) -> dict[str, Any]:
    """An entry with one thing wrong."""
    made = json.loads(json.dumps(agency_body(None, id)))
    at = made
    for step in path[:-1]:
        at = at[step]
    if drop:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return made


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        (spoiled("uk-fos", "waits", 0, "amount", value="eight"), "agencies[1].waits[0].amount"),
        (spoiled("uk-fos", "waits", 0, "unit", value="moons"), "agencies[1].waits[0].unit"),
        (spoiled("uk-fos", "waits", 0, "basis", value="hearsay"), "agencies[1].waits[0].basis"),
        (spoiled("uk-fos", "waits", 0, "basis", drop=True), "agencies[1].waits[0]"),
        (spoiled("uk-fos", "kind", value="king"), "agencies[1].kind"),
        (spoiled("uk-fos", "revised", value="2026-02-30"), "agencies[1].revised"),
        (spoiled("uk-fos", "pages", 0, "address", value="javascript:x"), "agencies[1].pages[0].address"),
        (spoiled("uk-fos", "covers", 0, "sectors", 0, value="magic"), "agencies[1].covers[0].sectors[0]"),
        (spoiled("uk-fos", "extra", value=1), "agencies[1]"),
        (spoiled("us-vt-cap", "attachments", "files", "value", value=-1), "agencies[1].attachments.files.value"),
        (spoiled("uk-fos", "bases", "main", "as_of", value="2026-13"), "agencies[1].bases.main.as_of"),
        (spoiled("uk-fos", "bases", "main", "sources", value=[]), "agencies[1].bases.main.sources"),
        (agency_body(None, "nz-tdr"), "agencies[1].id"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_wrong_entry_is_refused_by_the_name_of_its_field_and_nothing_is_taken_in(
    vault: Vault, folder: Path, entry: dict[str, Any], path: str
) -> None:
    with pytest.raises(Refused) as refused:
        taken_in(vault, update(folder, agency_body(None, "nz-tdr"), entry))
    assert refused.value.path == path
    assert path in str(refused.value)
    assert vault.count(AgencyOverride) == 0


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": "something else"}', "\0"])
def test_a_file_that_is_something_else_is_refused(vault: Vault, folder: Path, text: str) -> None:
    file = folder / "other.json"
    file.write_text(text, "utf-8")
    with pytest.raises(Refused, match="not an update"):
        taken_in(vault, file)
    with pytest.raises(Refused, match="cannot be read"):
        taken_in(vault, folder / "missing.json")


def test_an_update_of_a_newer_version_is_refused(vault: Vault, folder: Path) -> None:
    with pytest.raises(NewerFormat):
        taken_in(vault, update(folder, version=2))
    with pytest.raises(NewerFormat):
        taken_in(vault, update(folder, body("nz-tdr", version=2)))


def test_working_days_are_those_of_the_place() -> None:
    scotland, england = working_days(parse_place("GB-SCT")), working_days(parse_place("GB-EAW"))
    assert scotland is not None
    assert england is not None
    second = date(2026, 1, 2)
    assert (scotland(second), england(second)) == (False, True)
    zealand = working_days(parse_place("NZ"))
    assert zealand is not None
    assert not zealand(date(2026, 2, 6)), "Waitangi Day"
    assert working_days(parse_place("")) is None
    assert working_days(parse_place("ZZ")) is None


def test_who_can_help_follows_from_the_vault(vault: Vault, dispute: str) -> None:
    track = vault.find(Track, "dispute_id = ?", [dispute])[0]
    with vault.change("Set") as tx:
        tx.patch(Dispute, dispute, place="IE", sector="mobile")
        tx.insert(StageEvent(track_id=track.id, kind="asked", dated="2026-04-01"))
        tx.insert(ClaimLine(dispute_id=dispute, amount_minor=2599, currency="EUR"))
    matter = matter_of(vault, dispute, date(2026, 4, 8))
    assert matter.claimed is not None
    assert (matter.claimed.minor, matter.claimed.currency) == (2599, "EUR")
    found = {option.agency.id: option for option in who_can_help(vault, matter)}
    comreg = found["ie-comreg"]
    assert comreg.verdict == "later"
    assert comreg.unlocks is not None
    # Ten working days from 1 April 2026; Easter Monday, 6 April, is a holiday.
    assert comreg.unlocks.day == date(2026, 4, 16)
    assert any("15.00" in cost for cost in comreg.costs)


def test_a_call_starts_the_clock_where_no_step_is_on_record(vault: Vault, dispute: str) -> None:
    call = Contact(kind="call", direction="out", dated="2026-04-10")
    with vault.change("Set") as tx:
        tx.patch(Dispute, dispute, place="GB", sector="mobile")
        tx.insert(call)
        tx.insert(DisputeContact(dispute_id=dispute, contact_id=call.id))
    matter = matter_of(vault, dispute, date(2026, 4, 11))
    found = {option.agency.id: option for option in who_can_help(vault, matter)}
    unlocks = found["uk-comms-ombudsman"].unlocks
    assert unlocks is not None
    assert unlocks.day == date(2026, 5, 22)
    assert not unlocks.firm
    assert unlocks.start is not None
    assert (unlocks.start.table, unlocks.start.id) == ("contact", call.id)
