"""Money that came back, calls that were passed on, the order of a day, who I am: by commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import cli
from test_cli import Shell, shell

__all__ = ["shell"]

CSV = "Date,Description,Debit,Credit,Currency\n" + (
    "16/02/2026,NORTHLINE (sample),84.20,,GBP\n16/03/2026,NORTHLINE (sample) REFUND,,84.20,GBP\n"
)


@pytest.fixture
def dispute(shell: Shell) -> str:
    return shell.json(
        "dispute", shell.vault, "add", "--company", "Northline (sample)", "--what",
        "Charged after I cancelled", "--currency", "GBP", "--sector", "Internet access",
    )["id"]  # fmt: skip


def called(shell: Shell, dispute: str, when: str, *more: str) -> str:
    return shell.json(
        "contact", shell.vault, "add", "--dispute", dispute, "--when", when, *more
    )["id"]  # fmt: skip


def test_a_row_of_a_statement_keeps_a_promise(shell: Shell, dispute: str, tmp_path: Path) -> None:
    call = called(shell, dispute, "01.03.2026 14:21", "--promise", "money back;14 March 2026;84.20")
    promise = shell.json("contact", shell.vault, "show", call)["promises"][0]["id"]
    (tmp_path / "bank.csv").write_text(CSV, "utf-8")
    shell.run("attach", shell.vault, dispute, tmp_path / "bank.csv")
    rows = shell.json("money", shell.vault, "rows", dispute)
    (back,) = [row for row in rows if row["flow"] == "in"]
    assert back["amount"]["minor"] == 8420 and back["recorded"] == ""
    made = shell.json(
        "money", shell.vault, "record", dispute, "--row", "bank", str(back["number"]),
        "--promise", promise,
    )  # fmt: skip
    assert shell.json("contact", shell.vault, "show", call)["promises"][0]["state"] == "kept"
    rows = shell.json("money", shell.vault, "rows", dispute)
    assert [row["recorded"] for row in rows if row["flow"] == "in"] == [made["id"]]
    shell.run("money", shell.vault, "take-out", made["id"])
    assert shell.json("contact", shell.vault, "show", call)["promises"][0]["state"] == "open"
    claim = shell.json("amount", shell.vault, dispute, "TV", "84.20")["id"]
    said = shell.json(
        "money", shell.vault, "record", dispute, "--amount", "40", "--when", "March 2026",
        "--for", claim, "--document", "bank.csv",
    )  # fmt: skip
    assert said["balances"][0]["owed"]["minor"] == 4420
    shell.run("money", shell.vault, "record", dispute, status=2)


def test_a_day_as_people_say_it_never_keeps_a_call_off_the_record(
    shell: Shell, dispute: str
) -> None:
    call = called(
        shell, dispute, "4 March 2026 14:21",
        "--promise", "Supervisor will call;Friday;", "--promise", "A refund;within 14 days;84.20",
        "--promise", "It comes;when the moon is full;", "--offer", "Half of it;Friday;42.10",
    )  # fmt: skip
    shown = shell.json("contact", shell.vault, "show", call)
    assert [(p["words"], p["due"]) for p in shown["promises"]] == [
        ("Supervisor will call, “Friday”", "2026-03-06"),
        ("A refund, “within 14 days”", "2026-03-18"),
        ("It comes, “when the moon is full”", ""),
    ]
    assert [o["expires"] for o in shown["offers"]] == ["2026-03-06"]
    called(shell, dispute, "unknown", "--promise", "Supervisor will call;Friday;")
    assert shell.errors.startswith("“Friday” names no day that is known")


def test_rupees_are_read_where_the_dispute_is_in_rupees(shell: Shell, dispute: str) -> None:
    shell.run("amount", shell.vault, dispute, "Router", "Rs. 590", status=1)
    assert "Write the code, as in INR 590" in shell.errors
    in_rupees = shell.json(
        "dispute", shell.vault, "add", "--company", "Elm Broadband (sample)", "--what",
        "No connection", "--currency", "INR",
    )["id"]  # fmt: skip
    for typed in ("Rs. 29,400", "590 rupees"):
        shell.json("amount", shell.vault, in_rupees, "Fee", typed)
    asked = shell.json("dispute", shell.vault, "show", in_rupees)["asked"]
    assert asked == [{"minor": 2999000, "currency": "INR"}]


def test_calls_of_one_thread_are_joined_and_parted_and_a_day_put_in_order(
    shell: Shell, dispute: str
) -> None:
    first = called(shell, dispute, "1 March 2026", "--reference", "4471-K")
    second = called(shell, dispute, "1 March 2026", "--reference", "X-2")
    made = shell.json("contact", shell.vault, "join", second, first)
    assert made["thread"]
    assert shell.json("contact", shell.vault, "show", first)["thread_id"] == made["thread"]
    assert shell.json("contact", shell.vault, "join", second, "--part")["thread"] == ""
    shell.run("contact", shell.vault, "join", second, status=2)
    put = shell.json("dispute", shell.vault, "order", dispute, second, "earlier")
    assert put["order"] == [second, first]
    shell.run("dispute", shell.vault, "order", dispute, second, "earlier", status=1)
    assert "first thing of that day" in shell.errors


def test_what_i_am_and_by_which_letter(shell: Shell, dispute: str, tmp_path: Path) -> None:
    (tmp_path / "authority.txt").write_text("I let Sam act for me.", "utf-8")
    paper = shell.json("attach", shell.vault, dispute, tmp_path / "authority.txt")[0]["id"]
    said = shell.json(
        "dispute", shell.vault, "me", dispute, "--role", "helper", "--letter", "authority",
        "--scope", "this account", "--until", "31.12.2026", "--name", "Sam Roe (sample)",
    )  # fmt: skip
    assert (said["role"], said["letter"], said["until"]) == ("helper", paper, "2026-12-31")
    assert said["name"] == "Sam Roe (sample)"
    shell.json(
        "dispute", shell.vault, "person", dispute, "Jo Roe (sample)", "--role", "account_holder"
    )
    assert shell.json("dispute", shell.vault, "me", dispute, "--role", "none")["role"] == ""


def test_a_sector_that_is_none_is_refused_with_the_list(shell: Shell, dispute: str) -> None:
    listed = [one["id"] for one in shell.json("agency", shell.vault, "sectors")]
    assert "shopping" in listed
    for words in (
        ("dispute", shell.vault, "add", "--company", "X (sample)", "--what", "Lost"),
        ("agency", shell.vault, "add", "--name", "X (sample)", "--place", "DE"),
    ):
        shell.run(*words, "--sector", "parcel", status=1)
        assert "shopping" in shell.errors and "parcel" in shell.errors
    assert len(shell.json("dispute", shell.vault, "list")) == 1


def test_an_export_says_what_still_asks(shell: Shell, dispute: str, tmp_path: Path) -> None:
    made = shell.json("export", shell.vault, dispute, tmp_path / "out.pdf", "--for", "formal")
    asked = [
        line for line in shell.json("packet", shell.vault, "check", made["packet_id"])["lines"]
        if line["level"] == "ask"
    ]  # fmt: skip
    assert asked and {one["key"] for one in made["asks"]} == {one["key"] for one in asked}


def test_help_of_a_command_needs_no_vault_and_is_a_whole_line(shell: Shell) -> None:
    assert "--reference-refused" in shell.run("contact", "add", "--help")
    assert "--row" in shell.run("money", "record", "-h")
    for name, group in cli.commands.commands.items():
        for inner in getattr(group, "commands", ()):
            said = shell.run(name, "--help")
            (line,) = [one for one in said.splitlines() if one.startswith(f"  {inner} ")]
            assert line.endswith(".") and not line.endswith("..."), line
