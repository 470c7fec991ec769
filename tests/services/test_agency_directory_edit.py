"""A figure of the directory as the user knows it: theirs counts, is marked, and can go back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.domain.agency_figures import figure_at, figures
from onrecord.domain.agency_override import AgencyOverride
from onrecord.domain.change import Change
from onrecord.errors import NotFound, Refused
from onrecord.services.agency_directory import (
    agency_body,
    directory,
    read_update,
    take_update,
)
from onrecord.services.agency_directory_diff import update_changes
from onrecord.services.agency_directory_edit import (
    NEW_FIGURES,
    add_body,
    add_figure,
    correct_figure,
    undo_figure,
)
from onrecord.services.views.directory import entry_view
from onrecord.services.views.help import help_view
from onrecord.services.who_can_help_answers import answer
from onrecord.vault.vault import Vault

DAY = date(2026, 11, 22)
CISAS, WAIT = "uk-cisas", "waits[1]"
CHARGEBACK = "card-chargeback"


def says(vault: Vault, id: str, path: str) -> str:
    found = figure_at(directory(vault)[id].agency, path)
    return found.words if found else ""


def correct(vault: Vault, value: str = "5", unit: str = "weeks") -> None:
    correct_figure(vault, CISAS, WAIT, value, unit=unit, source="their letter of 3 May", today=DAY)


def test_a_corrected_figure_counts_and_says_where_the_user_read_it(vault: Vault) -> None:
    before = says(vault, CISAS, WAIT)
    correct(vault)
    assert says(vault, CISAS, WAIT).startswith("5 weeks") and before.startswith("6 weeks")
    entry = directory(vault)[CISAS]
    line = figure_at(entry.agency, WAIT)
    assert entry.origin == "mine" and entry.set_aside and line and line.basis
    assert line.basis.sources[0].words == "their letter of 3 May"
    assert line.basis.as_of == "2026-11-22" and line.basis.valid_from == date(2026, 4, 8)
    assert says(vault, CISAS, "waits[0]").startswith("8 weeks")


def test_one_figure_goes_back_to_ours_and_with_the_last_the_entry(vault: Vault) -> None:
    ours = directory(vault)[CISAS].agency
    correct(vault)
    correct_figure(
        vault, CISAS, "pages[0]", "https://example.org/complain", source="their letter", today=DAY
    )
    undo_figure(vault, CISAS, WAIT)
    assert says(vault, CISAS, WAIT).startswith("6 weeks")
    assert says(vault, CISAS, "pages[0]") == "https://example.org/complain"
    undo_figure(vault, CISAS, "pages[0]")
    assert directory(vault)[CISAS].origin == "bundled"
    assert directory(vault)[CISAS].agency == ours
    with pytest.raises(NotFound):
        undo_figure(vault, CISAS, WAIT)


def test_a_correction_can_be_undone_and_moves_the_dates(vault: Vault, dispute: str) -> None:
    answer(vault, dispute, "place", "United Kingdom")
    answer(vault, dispute, "sector", "mobile")
    answer(vault, dispute, "first_complaint", "20 October 2026")

    def opens() -> str:
        return next(c.status for c in help_view(vault, dispute, DAY).cards if c.id == CISAS)

    assert opens() == "later, from 1 December 2026"
    change = correct_figure(vault, CISAS, WAIT, "40", unit="days", source="a letter", today=DAY)
    assert opens() == "later, from 29 November 2026"
    (card,) = [c for c in help_view(vault, dispute, DAY).cards if c.id == CISAS]
    assert card.unlocks and card.unlocks.mine and card.unlocks.source == "a letter"
    assert card.why[1].words == "They deal with a mobile phone." and not card.why[1].mine
    vault.undo(change)
    assert opens() == "later, from 1 December 2026"


@pytest.mark.parametrize(
    ("path", "value", "unit", "source", "at"),
    [
        (WAIT, "soon", "weeks", "x", "value"),
        (WAIT, "", "weeks", "x", "value"),
        (WAIT, "5", "moons", "x", "value"),
        (WAIT, "5", "weeks", " ", "source"),
        ("pages[0]", "cedr.com", "", "x", "value"),
        ("asks_for", "all", "", "x", "value"),
    ],
)
def test_what_cannot_be_a_figure_is_refused_by_its_field(
    vault: Vault, path: str, value: str, unit: str, source: str, at: str
) -> None:
    with pytest.raises(Refused) as refused:
        correct_figure(vault, CISAS, path, value, unit=unit, source=source)
    assert refused.value.path == at
    assert vault.count(AgencyOverride) == 0


def test_every_figure_that_says_how_it_is_corrected_can_be(vault: Vault) -> None:
    typed = {"length": "7", "money": "12.00", "count": "9", "bytes": "18 MB", "yes_no": "yes",
             "address": "https://example.org/", "words": "As they told me.",
             "choice": "required"}  # fmt: skip
    tried = 0
    for id, entry in directory().items():
        changes: list[Change] = []
        for line in figures(entry.agency):
            if line.kind:
                unit = "weeks" if line.kind == "length" else ""
                change = correct_figure(
                    vault, id, line.path, typed[line.kind], unit=unit, source="a call", today=DAY
                )
                changes.append(change)
                tried += 1
        corrected = directory(vault)[id]
        if corrected.origin == "mine":
            assert figure_at(corrected.agency, "name") is not None
        for change in reversed(changes):  # with those of all bodies it would take twice as long
            vault.undo(change)
    assert tried > 200


def test_a_body_of_ones_own_is_found_and_completed(vault: Vault, dispute: str) -> None:
    id = add_body(
        vault,
        "Isle Consumer Office (sample)",
        "Ireland",
        "mobile",
        "https://example.org",
        today=DAY,
    ).result
    assert id == "my-ie-isle-consumer-office-sample"
    answer(vault, dispute, "place", "Ireland")
    answer(vault, dispute, "sector", "mobile")
    (card,) = [c for c in help_view(vault, dispute, DAY).cards if c.id == id]
    assert card.verdict == "now" and card.origin == "mine"
    for what, value in (("wait", "10"), ("fee", "25.00 EUR"), ("refer_by", "6"), ("pages", "30"),
                        ("narrative", "2000"), ("files", "3"), ("bytes", "10 MB"),
                        ("note", "Open on Mondays.")):  # fmt: skip
        unit = "weeks" if what == "wait" else "months" if what == "refer_by" else ""
        add_figure(vault, id, what, value, unit=unit, source="their leaflet", today=DAY)
    said = {line.path: line.words for line in figures(directory(vault)[id].agency)}
    assert said["waits[0]"].startswith("10 weeks") and said["amounts[0]"] == "€25.00"
    assert said["attachments.bytes_total"] == "10 MB" and said["notes[0]"] == "Open on Mondays."
    assert set(NEW_FIGURES) == {"wait", "fee", "refer_by", "pages", "narrative", "files", "bytes",
                                "note"}  # fmt: skip
    again = add_body(vault, "Isle Consumer Office (sample)", "IE", "mobile", "", today=DAY)
    assert again.result == f"{id}-2" and again.words == "Added Isle Consumer Office (sample)"
    assert entry_view(vault, id).alone and card.alone


def test_the_kind_of_a_body_of_ones_own_is_used(vault: Vault, dispute: str) -> None:
    answer(vault, dispute, "place", "Ireland")
    answer(vault, dispute, "sector", "mobile")
    made = {
        kind: add_body(vault, f"Isle {kind} (sample)", "Ireland", "mobile", "", kind=kind).result
        for kind in ("report_only", "court", "ombudsman")
    }
    cards = {card.id: card for card in help_view(vault, dispute, DAY).cards}
    mine = [id for id in cards if id in made.values()]
    assert mine == [made["ombudsman"], made["court"], made["report_only"]]
    assert cards[made["court"]].profile == "small_claims"
    assert cards[made["court"]].kind == "a court or tribunal"


@pytest.mark.parametrize(
    ("name", "place", "sector", "page", "at"),
    [
        ("", "Ireland", "mobile", "", "name"),
        ("A body", "Atlantis", "mobile", "", "place"),
        ("A body", "Ireland", "everything", "", "sector"),
        ("A body", "Ireland", "mobile", "example.org", "page"),
    ],
)
def test_a_body_without_what_it_needs_is_refused(
    vault: Vault, name: str, place: str, sector: str, page: str, at: str
) -> None:
    with pytest.raises(Refused) as refused:
        add_body(vault, name, place, sector, page)
    assert refused.value.path == at


def test_an_update_is_told_figure_by_figure_before_it_is_taken(
    vault: Vault, tmp_path: Path
) -> None:
    newer = agency_body(None, CISAS)
    newer["revised"] = "2027-02-01"
    newer["waits"][1]["amount"] = 4
    older = agency_body(None, "uk-fos")
    older["revised"] = "2020-01-01"
    older["name"] = "Another name"
    same = agency_body(None, "uk-rail-ombudsman")
    fresh = agency_body(None, "ie-comreg") | {"id": "ie-new", "name": "A new body"}
    source = tmp_path / "update.json"
    data = {"format": "onrecord-agencies", "version": 1, "agencies": [newer, older, same, fresh]}
    source.write_text(json.dumps(data), "utf-8")
    bodies = read_update(source)
    assert vault.count(AgencyOverride) == 0
    found = {one.id: one for one in update_changes(vault, bodies)}
    assert {id: one.state for id, one in found.items()} == {
        CISAS: "changed", "uk-fos": "older", "uk-rail-ombudsman": "same", "ie-new": "new",
    }  # fmt: skip
    (wait,) = found[CISAS].figures
    assert wait.before.startswith("6 weeks") and wait.after.startswith("4 weeks")
    assert wait.path == WAIT and not wait.about
    change = take_update(vault, bodies)
    assert says(vault, CISAS, WAIT).startswith("4 weeks")
    assert directory(vault)["uk-fos"].origin == "bundled"
    vault.undo(change)
    assert says(vault, CISAS, WAIT).startswith("6 weeks") and "ie-new" not in directory(vault)


def test_an_update_does_not_take_the_place_of_the_users_own(vault: Vault, tmp_path: Path) -> None:
    correct(vault)
    newer = agency_body(None, CISAS) | {"revised": "2027-02-01"}
    newer["waits"][1]["amount"] = 4
    source = tmp_path / "update.json"
    source.write_text(json.dumps(newer), "utf-8")
    (one,) = update_changes(vault, read_update(source))
    assert one.state == "yours"
    take_update(vault, read_update(source))
    assert says(vault, CISAS, WAIT).startswith("5 weeks")
    undo_figure(vault, CISAS, WAIT)
    assert says(vault, CISAS, WAIT).startswith("4 weeks")


def test_a_wrong_update_is_refused_by_its_field(vault: Vault, tmp_path: Path) -> None:
    wrong = agency_body(None, CISAS)
    wrong["waits"][1]["amount"] = "four"
    source = tmp_path / "update.json"
    data = {"format": "onrecord-agencies", "version": 1, "agencies": [wrong]}
    source.write_text(json.dumps(data), "utf-8")
    with pytest.raises(Refused) as refused:
        read_update(source)
    assert refused.value.path == "agencies[0].waits[1].amount"


def test_a_figure_of_the_users_own_in_an_entry_of_ours_is_taken_out_again(vault: Vault) -> None:
    ours = directory(vault)[CISAS].agency
    before = {line.path for line in figures(ours)}
    add_figure(vault, CISAS, "note", "Closed on Fridays.", source="their page", today=DAY)
    add_figure(vault, CISAS, "bytes", "10 MB", source="their page", today=DAY)
    add_figure(vault, CISAS, "narrative", "900", source="their page", today=DAY)
    mine = [line.path for line in figures(directory(vault)[CISAS].agency)]
    new = [path for path in mine if path not in before]
    assert len(new) == 3
    for path in reversed(new):
        undo_figure(vault, CISAS, path)
    assert directory(vault)[CISAS].agency == ours
    assert directory(vault)[CISAS].origin == "bundled"


@pytest.mark.parametrize("value", ["1.2.3 MB", ". MB", "\N{SUPERSCRIPT TWO} MB"])
def test_a_size_that_is_none_is_refused(vault: Vault, value: str) -> None:
    with pytest.raises(Refused) as refused:
        add_figure(vault, CISAS, "bytes", value, source="their page", today=DAY)
    assert refused.value.path == "value"


def test_a_fee_of_none_is_corrected_and_put_back_in_words(vault: Vault) -> None:
    assert says(vault, CISAS, "amounts[0]") == "nothing"
    for value, words in (("25.00", "£25.00"), ("free", "nothing"), ("12 EUR", "€12.00")):
        correct_figure(vault, CISAS, "amounts[0]", value, source="their letter", today=DAY)
        assert says(vault, CISAS, "amounts[0]") == words
    undo_figure(vault, CISAS, "amounts[0]")
    assert directory(vault)[CISAS].origin == "bundled"


def test_a_correction_of_one_figure_leaves_the_others_to_what_is_known_now(vault: Vault) -> None:
    correct_figure(vault, "uk-comms-ombudsman", "waits[1]", "4", source="their leaflet", today=DAY)
    newer = agency_body(None, "uk-comms-ombudsman")
    newer["revised"] = "2026-12-01"
    newer["time_limits"][0]["amount"] = 9
    newer["waits"].insert(0, json.loads(json.dumps(newer["waits"][0])) | {"amount": 10})
    newer["bases"]["earlier"] = json.loads(
        json.dumps(newer["bases"][newer["waits"][0]["basis"]])
    ) | {"valid_from": "2020-01-01", "valid_to": "2020-12-31"}
    newer["waits"][0]["basis"] = "earlier"
    take_update(vault, {"uk-comms-ombudsman": newer})
    entry = directory(vault)["uk-comms-ombudsman"]
    assert entry.origin == "mine" and entry.newer
    assert entry.agency.time_limits[0].amount == 9
    assert [one.amount for one in entry.agency.waits] == [10, 8, 4]
    undo_figure(vault, "uk-comms-ombudsman", "waits[2]")
    assert directory(vault)["uk-comms-ombudsman"].origin == "update"


def _sentences(vault: Vault) -> list[str]:
    return [one.words for one in directory(vault)[CHARGEBACK].agency.notes]


def _with_a_new_note_first() -> dict[str, Any]:
    newer = json.loads(json.dumps(agency_body(None, CHARGEBACK))) | {"revised": "2026-12-24"}
    newer["notes"].insert(0, newer["notes"][0] | {"words": "A new note of ours."})
    newer["notes"].append(newer["notes"][0] | {"words": "Another new note of ours."})
    return newer


def test_a_note_the_user_added_takes_the_place_of_no_new_note_of_ours(vault: Vault) -> None:
    before = _sentences(vault)
    add_figure(vault, CHARGEBACK, "note", "Ask for Priya.", source="a call", today=DAY)
    assert _sentences(vault) == [*before, "Ask for Priya."]
    take_update(vault, {CHARGEBACK: _with_a_new_note_first()})
    ours = ["A new note of ours.", *before, "Another new note of ours."]
    assert _sentences(vault) == [*ours, "Ask for Priya."]
    undo_figure(vault, CHARGEBACK, f"notes[{len(ours)}]")
    assert _sentences(vault) == ours and directory(vault)[CHARGEBACK].origin == "update"


def test_a_note_the_user_corrected_stays_in_place_of_the_one_it_corrects(vault: Vault) -> None:
    before = _sentences(vault)
    at = len(before) - 1
    for words in ("No appeal here.", "My bank knows no appeal."):  # corrected twice
        correct_figure(vault, CHARGEBACK, f"notes[{at}]", words, source="a call", today=DAY)
    take_update(vault, {CHARGEBACK: _with_a_new_note_first()})
    mine = [*before[:-1], "My bank knows no appeal."]
    assert _sentences(vault) == ["A new note of ours.", *mine, "Another new note of ours."]
    undo_figure(vault, CHARGEBACK, f"notes[{at + 1}]")
    assert _sentences(vault)[at + 1] == before[-1]
    assert directory(vault)[CHARGEBACK].origin == "update"
