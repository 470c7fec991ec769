"""Who can help, the steps on the way up, and the directory, by commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.services.agency_directory import agency_body
from packet.papers import text_of
from test_cli import Shell, shell

__all__ = ["shell"]

FCC = "us-fcc-informal"


@pytest.fixture
def dispute(shell: Shell) -> str:
    return shell.json(
        "dispute", shell.vault, "add", "--company", "Northline (sample)", "--what",
        "Disputed TV charges", "--currency", "USD",
    )["id"]  # fmt: skip


def test_the_rules_ask_and_the_answers_name_who_can_help(shell: Shell, dispute: str) -> None:
    asked = shell.json("answer", shell.vault, dispute)
    assert asked["question"]["code"] == "place" and asked["answered"] == []
    shell.run("answer", shell.vault, dispute, "place", "Nowhere at all", status=1)
    assert "such as" in shell.errors
    shell.json("answer", shell.vault, dispute, "place", "Vermont")
    asked = shell.json("answer", shell.vault, dispute, "sector", "tv")
    assert asked["question"]["code"] == "first_complaint"
    cards = shell.json("agencies", shell.vault, dispute)
    assert cards[0]["id"] == FCC and cards[0]["verdict"] == "now"
    assert all(c["verdict"] not in ("cannot", "expired") for c in cards)
    every = shell.json("agencies", shell.vault, dispute, "--all")
    (court,) = [c for c in every if c["id"] == "uk-small-claims"]
    assert court["verdict"] == "cannot" and court["why"][0]["words"]
    said = shell.run("agencies", shell.vault, dispute)
    assert "Not legal advice." in said and "as of" in said


@pytest.mark.parametrize(
    ("typed", "name"), [("TX", "Texas"), ("Austin, TX", "Texas"), ("Dublin, Ireland", "Ireland")]
)
def test_where_it_happened_is_read_alike_in_a_new_dispute_and_in_an_answer(
    shell: Shell, dispute: str, typed: str, name: str
) -> None:
    words = ("dispute", shell.vault, "add", "--company", "Elm Rail (sample)", "--what", "A delay")
    opened = shell.json(*words, "--place", typed)["id"]
    answered = shell.json("answer", shell.vault, dispute, "place", typed)["answered"]
    assert shell.json("answer", shell.vault, opened)["answered"] == answered
    assert [one["said"] for one in answered] == [name]


@pytest.mark.parametrize(
    ("typed", "said"), [("DE", "may be Delaware or Germany"), ("Nowhere", "such as Ireland")]
)
def test_a_place_that_names_none_or_may_be_two_opens_no_dispute(
    shell: Shell, typed: str, said: str
) -> None:
    words = ("dispute", shell.vault, "add", "--company", "Elm Rail (sample)", "--what", "A delay")
    shell.run(*words, "--place", typed, status=1)
    assert said in shell.errors
    assert shell.json("dispute", shell.vault, "list") == []


def test_where_nobody_takes_it_that_is_said_with_what_to_do(shell: Shell, dispute: str) -> None:
    for code, said in (("place", "India"), ("sector", "internet")):
        shell.run("answer", shell.vault, dispute, code, said)
    said = shell.run("agencies", shell.vault, dispute)
    assert said.startswith("Nobody in the directory takes this now.")
    assert "add it with agency add, and a packet can be made for it." in said
    shell.run("answer", shell.vault, dispute, "place", "Vermont")
    assert "Nobody" not in shell.run("agencies", shell.vault, dispute)


def test_where_no_ombudsman_or_regulator_is_known_that_is_said_beside_the_others(
    shell: Shell, dispute: str
) -> None:
    none = "The directory holds no ombudsman or regulator for this"
    shell.run("answer", shell.vault, dispute, "place", "England")
    assert none not in shell.run("agencies", shell.vault, dispute)
    shell.run("answer", shell.vault, dispute, "sector", "air travel")
    said = shell.run("agencies", shell.vault, dispute)
    assert "uk-small-claims" in said
    assert f"{none} (air travel, England), but there may be one." in said
    assert "add it with agency add, and a packet can be made for it." in said
    shell.run("answer", shell.vault, dispute, "sector", "electricity")
    assert none not in shell.run("agencies", shell.vault, dispute)
    shell.run("answer", shell.vault, dispute, "sector", "air travel")
    shell.run(
        "agency", shell.vault, "add", "--name", "Sky Settlers (sample)", "--place",
        "United Kingdom", "--sector", "air travel",
    )  # fmt: skip
    assert none not in shell.run("agencies", shell.vault, dispute)


def test_a_complaint_served_on_the_company_gives_it_thirty_days(shell: Shell, dispute: str) -> None:
    for code, said in (("place", "Vermont"), ("sector", "tv")):
        shell.run("answer", shell.vault, dispute, code, said)
    shell.json("stage", shell.vault, dispute, "asked", "--when", "September 2016")
    sent = shell.json(
        "stage", shell.vault, dispute, "escalated", "--when", "2016-10-20", "--body", FCC,
        "--reference", "1283196",
    )  # fmt: skip
    served = shell.json(
        "stage", shell.vault, dispute, "served", "--when", "24 October 2016", "--body", FCC
    )
    assert served["track"] == sent["track"]
    assert served["effect"] == ["They must answer (FCC): 23 November 2016."]
    (track,) = shell.json("tracks", shell.vault, dispute)
    assert (track["body"], track["rung"]) == ("FCC", "ombudsman")
    assert [one["reference"] for one in track["events"]] == ["", "1283196", ""]
    assert "ref 1283196" in shell.run("tracks", shell.vault, dispute)
    step = shell.json("dispute", shell.vault, "show", dispute)["next_step"]
    assert step["rule"] == "begin"  # nothing is in it yet
    shell.json("contact", shell.vault, "add", "--dispute", dispute, "--when", "1 October 2016")
    step = shell.json("dispute", shell.vault, "show", dispute)["next_step"]
    assert step["rule"] == "unanswered" and "FCC" in step["words"]
    assert "23 November 2016" in step["why"] and "1283196" in step["why"]
    shell.json(
        "stage", shell.vault, dispute, "answered", "--when", "28 October 2016", "--body", FCC
    )
    step = shell.json("dispute", shell.vault, "show", dispute)["next_step"]
    assert step["rule"] != "unanswered"
    shell.run("stage", shell.vault, dispute, "served", "--body", "no-such", status=1)
    shell.run("stage", shell.vault, dispute, "vanished", status=1)


def test_a_figure_is_corrected_and_goes_back(shell: Shell) -> None:
    def wait() -> tuple[str, bool]:
        found = shell.json("agency", shell.vault, "show", "uk-cisas")
        (row,) = [one for one in found["rows"] if one["path"] == "waits[1]"]
        return row["line"]["words"], row["mine"]

    assert wait()[0].startswith("6 weeks") and not wait()[1]
    where = ("uk-cisas", "waits[1]")
    shell.run(
        "agency", shell.vault, "correct", *where, "5", "--unit", "weeks", "--source", "a letter"
    )
    assert wait()[0].startswith("5 weeks") and wait()[1]
    assert "yours" in shell.run("agency", shell.vault, "show", "uk-cisas")
    shell.run("agency", shell.vault, "back", *where)
    assert wait()[0].startswith("6 weeks") and not wait()[1]


def test_an_update_is_looked_at_and_then_taken_in(shell: Shell, tmp_path: Path) -> None:
    newer = agency_body(None, "uk-cisas")
    newer["revised"], newer["waits"][1]["amount"] = "2027-02-01", 4
    source = tmp_path / "update.json"
    data = {"format": "onrecord-agencies", "version": 1, "agencies": [newer]}
    source.write_text(json.dumps(data), "utf-8")
    (looked,) = shell.json("agency", shell.vault, "import", source, "--look")
    assert looked["state"] == "changed" and looked["figures"][0]["path"] == "waits[1]"
    (again,) = shell.json("agency", shell.vault, "import", source, "--look")
    assert again == looked
    shell.run("agency", shell.vault, "import", source)
    (done,) = shell.json("agency", shell.vault, "import", source, "--look")
    assert done["state"] == "same"
    newer["waits"][1]["amount"] = "four"
    source.write_text(json.dumps(data), "utf-8")
    shell.run("agency", shell.vault, "import", source, status=1)
    assert "agencies[0].waits[1].amount" in shell.errors


def test_a_body_of_ones_own_is_listed(shell: Shell) -> None:
    id = shell.json(
        "agency", shell.vault, "add", "--name", "Isle Office (sample)", "--place", "Ireland",
        "--sector", "mobile",
    )["id"]  # fmt: skip
    listed = {row["id"]: row for row in shell.json("agencies", shell.vault)}
    assert listed[id]["origin"] == "mine" and listed[FCC]["origin"] == "bundled"


def test_another_company_of_a_dispute_has_its_own_steps_and_its_own_packet(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    """As its help says: steps with --company, and a packet for that body is about it."""
    words = ("dispute", shell.vault, "company", dispute)
    added = shell.json(*words, "Swift Collections (sample)", "--as", "debt_buyer")
    assert added["id"]
    shell.run(*words, "Northline (sample)", status=1)
    assert "already" in shell.errors
    shell.run(*words, "", status=1)
    shell.json(
        "stage", shell.vault, dispute, "asked", "--when", "1 March 2026", "--body", FCC,
        "--company", "Swift Collections (sample)",
    )  # fmt: skip
    tracks = shell.json("tracks", shell.vault, dispute)
    assert [one["company"] for one in tracks if one["body"] == "FCC"] == [
        "Swift Collections (sample)"
    ]
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", FCC)["id"]
    target = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, target, "--packet", packet)
    cover = text_of(target.read_bytes(), 1)
    assert "Swift Collections (sample)" in cover and "Northline (sample)" not in cover


def test_of_two_disputes_with_one_title_the_id_says_which(shell: Shell, dispute: str) -> None:
    shell.json(
        "dispute", shell.vault, "add", "--company", "Elm Rail (sample)", "--what",
        "disputed tv charges",
    )  # fmt: skip
    shell.run("dispute", shell.vault, "show", "Disputed TV charges", status=1)
    assert "More than one dispute is called Disputed TV charges" in shell.errors
    assert "give the beginning of its id" in shell.errors
    assert shell.json("dispute", shell.vault, "show", dispute[:8])["id"] == dispute
