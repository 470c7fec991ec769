"""Import by commands: looked at first, then taken in once."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.importing.files import messages, written
from test_cli import Shell, shell

__all__ = ["shell"]

LOG = "Date,Spoke to someone,Ref\n03/04/2026,Priya,4471-K\nnever,Sam,\n"


@pytest.fixture
def dispute(shell: Shell) -> str:
    return shell.json(
        "dispute", shell.vault, "add", "--company", "Northline (sample)", "--what", "Charged"
    )["id"]


def test_a_table_is_looked_at_then_taken_in(shell: Shell, dispute: str, tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", LOG)
    shell.run("import", shell.vault, dispute, path, status=1)
    options = ("--order", "dmy", "--column", "who=Spoke to someone")
    looked = shell.json("import", shell.vault, dispute, path, *options, "--look")
    assert (looked["kind"], looked["new"], looked["problems"]) == ("contacts", 1, 1)
    assert looked["rows"][0]["dated"] == "2026-04-03"
    assert not shell.json("contact", shell.vault, "list")
    done = shell.json("import", shell.vault, dispute, path, *options)
    assert done["taken"] == 1 and done["evidence_id"]
    (contact,) = shell.json("contact", shell.vault, "list")
    assert contact["reference"] == "4471-K"
    shell.run("import", shell.vault, dispute, path, *options, status=1)


def test_a_column_that_is_taken_for_nothing_is_named(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    path = written(tmp_path, "log.csv", "Date,Who,Mood\n16/03/2026,Priya,cross\n")
    shell.run("import", shell.vault, dispute, path, "--look")
    assert "Not taken in: Mood." in shell.errors


def test_messages_of_a_number(shell: Shell, dispute: str, tmp_path: Path) -> None:
    path = written(
        tmp_path, "sms.xml",
        messages(
            ("02079460123", "2026-03-16T14:21", "in", "Refund soon"),
            ("07700900123", "2026-03-16T20:00", "in", "Dinner?"),
        ),
    )  # fmt: skip
    done = shell.json(
        "import", shell.vault, dispute, path, "--kind", "messages", "--number", "020 7946 0123"
    )
    assert (done["taken"], done["evidence_id"]) == (1, "")


def test_a_column_that_is_not_there_is_said(shell: Shell, dispute: str, tmp_path: Path) -> None:
    path = written(tmp_path, "log.csv", LOG)
    shell.run("import", shell.vault, dispute, path, "--column", "who=Nobody", status=1)
    shell.run("import", shell.vault, dispute, path, "--column", "colour=Ref", status=1)
