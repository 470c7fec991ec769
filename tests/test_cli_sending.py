"""Sending by commands alone: a folder of it, where to, that it went, and what came back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.domain.fact import Fact
from onrecord.services.facts import add_fact
from onrecord.vault.vault import Vault
from packet.papers import paper, says
from test_cli import PASSPHRASE, Shell, shell

__all__ = ["shell"]


@pytest.fixture
def dispute(shell: Shell, tmp_path: Path) -> str:
    id = shell.json(
        "dispute", shell.vault, "add", "--company", "Northline Telecom (sample)",
        "--what", "Charged after I cancelled",
    )["id"]  # fmt: skip
    (tmp_path / "bill.pdf").write_bytes(paper([says("Bill of March")]))
    shell.run("attach", shell.vault, id, tmp_path / "bill.pdf")
    return id


def test_a_packet_goes_out_and_its_history_says_so(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    out = tmp_path / "To send"
    made = shell.json("export", shell.vault, dispute, out, "--folder", "--remind")
    assert sorted(p.name for p in out.iterdir()) == sorted(made["files"])
    assert "Charged after I cancelled.pdf" in made["files"]
    sheet = shell.json("send", shell.vault, "show", dispute)
    assert sheet["id"] == made["id"]
    assert sheet["sheets"] == (made["page_count"] + 1) // 2
    shell.run("send", shell.vault, "mail", dispute, tmp_path / "draft.eml")
    assert b"X-Unsent: 1" in (tmp_path / "draft.eml").read_bytes()
    (tmp_path / "receipt.txt").write_text("Taken at the counter.")
    sent = shell.json(
        "send", shell.vault, "record", dispute, "--way", "post", "--day", "3 March 2026",
        "--proof", tmp_path / "receipt.txt",
    )  # fmt: skip
    shell.run("send", shell.vault, "reply", sent["id"], "--reference", "C-55")
    (row,) = shell.json("send", shell.vault, "history", dispute)
    assert (row["way"], row["reference"], row["proof"]) == ("post", "C-55", "receipt")
    assert "acknowledged as C-55" in shell.run("send", shell.vault, "history", dispute)


def test_there_is_nothing_to_send_before_an_export(shell: Shell, dispute: str) -> None:
    shell.run("send", shell.vault, "show", dispute, status=1)
    assert "export it first" in shell.errors


def test_what_was_sent_stays_and_what_comes_next_is_not_mistaken_for_it(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    made = shell.json("export", shell.vault, dispute, tmp_path / "a.pdf")
    shell.run("send", shell.vault, "record", dispute, "--way", "hand")
    first = made["packet_id"]
    shell.run("export", shell.vault, dispute, tmp_path / "x.pdf", "--grayscale", status=1)
    assert "new version" in shell.errors
    packet = shell.json("packet", shell.vault, "revise", first)["id"]
    shell.run("send", shell.vault, "record", dispute, "--way", "email", status=1)
    assert "the newest packet" in shell.errors, "the older PDF is not taken for it"
    shell.run("export", shell.vault, dispute, tmp_path / "b.pdf", "--grayscale")
    (row,) = shell.json("send", shell.vault, "history", dispute)
    assert row["way"] == "hand"
    listed = {one["id"]: one for one in shell.json("packet", shell.vault, "list", dispute)}
    assert [len(listed[id]["bundles"]) for id in (first, packet)] == [1, 1]
    again = tmp_path / "again.pdf"
    shell.run("packet", shell.vault, "save", made["id"], again)
    assert again.read_bytes() == (tmp_path / "a.pdf").read_bytes()
    whole = shell.json("packet", shell.vault, "save", made["id"], tmp_path / "all", "--folder")
    assert "CHECK.txt" in whole["files"]
    assert sorted(p.name for p in (tmp_path / "all").iterdir()) == sorted(whole["files"])


def test_a_folder_that_holds_something_is_left_alone(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Keep me.")
    shell.run("export", shell.vault, dispute, tmp_path / "mine", "--folder", status=1)
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_pdfs_of_a_folder_are_counted_and_gone_on_from(shell: Shell, tmp_path: Path) -> None:
    pdfs = tmp_path / "pdfs" / "deeper"
    pdfs.mkdir(parents=True)
    for number, turn in enumerate((0, 90, 180, 270)):
        (pdfs / f"{number}.pdf").write_bytes(paper([says("One"), says("Two")], Rotate=turn))
    (pdfs / "broken.PDF").write_bytes(b"%PDF-1.7 and no more")
    (pdfs / "secret.pdf").write_bytes(paper([says("One")], password="open me"))
    kept = tmp_path / "kept.jsonl"
    found = shell.json("prove", tmp_path / "pdfs", "--jobs", "1", "--keep", kept)
    assert found["states"] == {"opened": 4, "closed": 1, "password": 1}
    assert found["reached"] and found["failures"] == []
    assert {c["id"]: (c["right"], c["all"]) for c in found["counts"]}["stamped right"] == (4, 4)
    lines = kept.read_text().splitlines()
    assert len(lines) == 6
    # What is kept is not looked at again: a line that says otherwise is believed.
    spoiled = json.loads(lines[0]) | {"looks": [1]}
    kept.write_text("\n".join([*lines[1:], json.dumps(spoiled), '{"path": "half a li']))
    again = shell.json("prove", tmp_path / "pdfs", "--jobs", "1", "--keep", kept, status=1)
    assert [failure["id"] for failure in again["failures"]] == [spoiled["path"]]


def test_a_dispute_goes_to_an_adviser_and_comes_back_changed(
    shell: Shell, dispute: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.services.hand_over.WORK_FACTOR", 4)
    phrase = tmp_path / "adviser.txt"
    phrase.write_text("another five plain words\n")
    theirs = tmp_path / "Adviser.onrecord"
    given = ("--new-passphrase-file", phrase)
    shell.run("hand-over", shell.vault, dispute, theirs, *given, "--merge")
    with Vault.open(theirs, "another five plain words", memory=None) as other:
        add_fact(other, dispute, "They took the money", "2026-03-02")
    opened = ("--their-passphrase-file", phrase)
    (line,) = shell.json("take-back", shell.vault, theirs, *opened)
    assert (line["kind"], line["taken"]) == ("added", False)
    (line,) = shell.json("take-back", shell.vault, theirs, *opened, "--take", line["id"])
    assert line["taken"]
    shell.run("take-back", shell.vault, theirs, *opened)
    assert "Nothing was changed." in shell.errors
    with Vault.open(shell.vault, PASSPHRASE, memory=None) as mine:
        assert [fact.words for fact in mine.find(Fact)] == ["They took the money"]
