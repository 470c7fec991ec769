"""Blacking out and marking by commands alone."""

from __future__ import annotations

import json
from pathlib import Path

from packet.papers import holds, paper, says, text_of
from test_cli import Shell, shell

__all__ = ["shell"]


def started(shell: Shell, tmp_path: Path) -> str:
    dispute = shell.json(
        "dispute", shell.vault, "add", "--company", "Northline Telecom (sample)", "--what",
        "Charged after cancelling",
    )["id"]  # fmt: skip
    bill = tmp_path / "bill.pdf"
    bill.write_bytes(
        paper([says("Account no. 4471 0098 2213") + says("jo@mail.example", (72, 500)),
               says("4471-0098-2213")])
    )  # fmt: skip
    shell.run("attach", shell.vault, dispute, bill, "--wait")
    return shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]


def test_what_is_found_is_hidden_and_gone_from_the_file(shell: Shell, tmp_path: Path) -> None:
    packet = started(shell, tmp_path)
    found = shell.json("packet", shell.vault, "private", packet)
    assert [(x["kind"], x["words"]) for x in found] == [
        ("account_number", "4471 0098 2213"), ("email", "jo@mail.example"),
    ]  # fmt: skip
    hidden = shell.json("packet", shell.vault, "hide", packet, "--found", "account_number")
    assert hidden["hidden"] == ["4471 0098 2213"]
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    out = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, out, "--packet", packet)
    data = out.read_bytes()
    shown = json.loads((tmp_path / "out.manifest.json").read_text("utf-8"))
    assert not holds(data, "4471 0098 2213")
    assert not holds(data, "4471-0098-2213")
    page = next(p["number"] for p in shown["pages"] if p["kind"] == "redacted")
    assert "jo@mail.example" in text_of(data, page)


def test_a_box_is_drawn_listed_and_taken_off(shell: Shell, tmp_path: Path) -> None:
    packet = started(shell, tmp_path)
    made = shell.json(
        "packet", shell.vault, "mark", packet, "A1", "1", "60", "120", "400", "150",
        "--reason", "not needed",
    )  # fmt: skip
    assert (made["everywhere"], made["more_pages"]) == (["4471 0098 2213"], 1)
    shell.run("packet", shell.vault, "mark", packet, "A1", "2", "60", "120", "400", "150",
              "--as", "note", "--words", "After I cancelled")  # fmt: skip
    rows = shell.json("packet", shell.vault, "marks", packet)
    assert [(r["kind"], r["page"]) for r in rows] == [
        ("note", 2), ("black_out", 0), ("black_out", 1)
    ]  # fmt: skip
    gone = [word for row in rows for word in ("--take-off", row["id"])]
    assert shell.json("packet", shell.vault, "marks", packet, *gone) == []
    shell.run("packet", shell.vault, "marks", packet)
    assert "Nothing is marked" in shell.errors


def test_what_is_wrong_is_said_in_a_sentence(shell: Shell, tmp_path: Path) -> None:
    packet = started(shell, tmp_path)
    shell.run("packet", shell.vault, "mark", packet, "A1", "9", "1", "1", "5", "5", status=1)
    assert "This document has no page 9." in shell.errors
    shell.run("packet", shell.vault, "hide", packet, status=2)
    assert "--found with one of" in shell.errors


def test_words_that_stand_nowhere_are_named_and_the_others_hidden(
    shell: Shell, tmp_path: Path
) -> None:
    packet = started(shell, tmp_path)
    hide = ("packet", shell.vault, "hide", packet)
    shell.run(*hide, "4471 0098 2214", "Bluebell", status=1)
    assert "These words stand nowhere in this packet." in shell.errors
    assert shell.json("packet", shell.vault, "marks", packet) == []
    said = shell.run(*hide, "447100982213", "4471 0098 2214")
    assert said.strip() == "447100982213"
    assert shell.errors.strip() == (
        "“4471 0098 2214” stands nowhere in this packet and was not blacked out; the rest was."
        " Check how it is written."
    )
    shell.run(*hide, "447100982213", "charged after", "Northline", "Telecom")
    assert len(shell.json("packet", shell.vault, "marks", packet)) == 4


def test_a_mark_gets_another_box_and_a_note_other_words(shell: Shell, tmp_path: Path) -> None:
    packet = started(shell, tmp_path)
    box = ("60", "120", "400", "150")
    note = shell.json("packet", shell.vault, "mark", packet, "A1", "2", *box, "--as", "note",
                      "--words", "After I cancelled")["id"]  # fmt: skip
    rows = shell.json("packet", shell.vault, "marks", packet, "--say", note, "After 3 February",
                      "--move", note, "70", "120", "400", "150")  # fmt: skip
    assert (rows[0]["words"], rows[0]["rect"]) == ("After 3 February", "70 120 400 150")
    hidden = shell.json("packet", shell.vault, "mark", packet, "A1", "1", "60", "700", "90", "720")
    assert hidden["everywhere"] == []
    rows = shell.json("packet", shell.vault, "marks", packet, "--move", hidden["id"], *box)
    assert {(r["words"], r["everywhere"]) for r in rows if r["kind"] == "black_out"} == {
        ("Account no. 4471 0098 2213", False), ("4471 0098 2213", True),
    }  # fmt: skip


def test_a_set_of_parts_is_kept_listed_used_and_removed(shell: Shell, tmp_path: Path) -> None:
    packet = started(shell, tmp_path)
    kept = shell.json("packet", shell.vault, "sets", "--keep", packet, "Short and plain")
    assert [one["name"] for one in kept] == ["Short and plain"]
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    for who in ("short and plain", kept[0]["id"]):
        made = shell.json("packet", shell.vault, "new", dispute, "--for", who, "--name", "Anna")
        newest = shell.json("packet", shell.vault, "list", dispute)[0]
        assert (newest["id"], newest["recipient"]) == (made["id"], "Anna")
        again = shell.json("packet", shell.vault, "sets", "--keep", made["id"], "Again")
        assert {tuple(one["parts"]) for one in again} == {tuple(kept[0]["parts"])}
        assert shell.json("packet", shell.vault, "sets", "--drop", "Again") == kept
    assert shell.json("packet", shell.vault, "sets", "--drop", "short and plain") == []
    shell.run("packet", shell.vault, "sets", "--drop", "short and plain", status=1)
