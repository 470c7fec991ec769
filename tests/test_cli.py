"""The command line as a script sees it: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from onrecord import cli
from onrecord.__main__ import COMMANDS
from onrecord.domain.evidence import Evidence
from onrecord.services.sample.build_sample import build_sample
from onrecord.services.trash import trash_items
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault
from packet.papers import paper, says

PASSPHRASE = "five plain words for tests"


class Shell:
    """Runs commands in a vault whose passphrase costs little."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.vault = folder / "Mine.onrecord"
        self.phrase = folder / "phrase.txt"
        self.phrase.write_text(PASSPHRASE + "\n", "utf-8")
        self._capsys = capsys

    def run(self, *words: str | Path, status: int = 0) -> str:
        arguments = [*map(str, words), "--passphrase-file", str(self.phrase)]
        self._capsys.readouterr()
        found = cli.run(arguments)
        said = self._capsys.readouterr()
        self.errors = said.err
        assert found == status, said.err
        return said.out

    def json(self, *words: str | Path, status: int = 0) -> Any:
        return json.loads(self.run(*words, "--json", status=status))


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    made = Shell(tmp_path, capsys)
    Vault.create(made.vault, PASSPHRASE, work_factor=4, memory=None)[0].close()
    return made


def test_the_main_job_by_commands_alone(shell: Shell, tmp_path: Path) -> None:
    dispute = shell.json(
        "dispute", shell.vault, "add", "--company", "Northline Telecom (sample)", "--what",
        "Charged after cancelling", "--currency", "gbp", "--want", "Pay it back", "--account",
        "0012 3456 78",
    )["id"]  # fmt: skip
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "bill.txt").write_text("Invoice. Total due 84.20", "utf-8")
    (papers / "note.txt").write_text("What I wrote down.", "utf-8")
    rows = shell.json("attach", shell.vault, dispute, papers, "--wait")
    assert {(row["name"], row["state"], row["problem"]) for row in rows} == {
        ("papers/bill.txt", "added", ""), ("papers/note.txt", "added", ""),
    }  # fmt: skip
    contact = shell.json(
        "contact", shell.vault, "add", "--dispute", dispute[:8], "--when", "1 March 2026 14:21",
        "--zone", "Europe/London", "--who", "Priya", "--team", "billing", "--minutes", "24",
        "--hold", "17", "--reference", "4471-K", "--them", "It shows as cancelled.", "--me",
        "Why was I billed?", "--promise", "the money back;14 March 2026;84.20", "--document",
        rows[0]["id"],
    )["id"]  # fmt: skip
    shown = shell.json("contact", shell.vault, "show", contact)
    assert (shown["duration_s"], shown["reference"], shown["company"]) == (
        1440, "4471-K", "Northline Telecom (sample)",
    )  # fmt: skip
    assert [line["side"] for line in shown["lines"]] == ["them", "me"]
    assert shown["promises"][0] | {"id": ""} == shown["promises"][0] | {
        "id": "", "due": "2026-03-14", "amount_minor": 8420, "currency": "GBP",
    }  # fmt: skip
    assert [row["id"] for row in shell.json("contact", shell.vault, "list")] == [contact]
    head = shell.json("dispute", shell.vault, "show", "charged AFTER cancelling")
    assert (head["id"], head["documents"], head["contacts"]) == (dispute, 2, 1)
    assert "84.20" in head["standing"]
    out = tmp_path / "out.pdf"
    made = shell.json("export", shell.vault, dispute, out)
    assert out.read_bytes().startswith(b"%PDF-")
    assert made["page_count"] > 4
    first = out.read_bytes()
    again = shell.json("export", shell.vault, dispute, out)
    assert (again["again"], again["id"]) == (True, made["id"])
    assert out.read_bytes() == first
    assert shell.json("verify", shell.vault)["ok"]
    evidence = shell.json("evidence", shell.vault, "list", "--search", "invoice")
    assert [row["file_name"] for row in evidence] == ["bill.txt"]
    copy = tmp_path / "copy.txt"
    shell.run("extract", shell.vault, evidence[0]["id"], copy)
    assert copy.read_text("utf-8") == "Invoice. Total due 84.20"
    detail = shell.json("evidence", shell.vault, "show", evidence[0]["id"], "--text")
    assert "Total due" in detail["text"]
    assert "password" not in detail


def test_a_dispute_is_closed_thing_by_thing_and_opened_again(shell: Shell) -> None:
    id = shell.json(
        "dispute", shell.vault, "add", "--company", "Northline Telecom (sample)", "--what",
        "Charged after cancelling", "--currency", "NZD", "--want", "Pay back 481.85", "--want",
        "Say sorry",
    )["id"]  # fmt: skip
    told = shell.json(
        "dispute", shell.vault, "close", id, "--got", "pay back 481.85;481.85", "--refused", "2",
        "--got", "Service payment;100.00", "--worked", "the ombudsman", "--on", "3 November 2025",
    )  # fmt: skip
    assert [(i["words"], i["state"], i["got"], i["currency"]) for i in told["items"]] == [
        ("Pay back 481.85", "got", 48185, "NZD"),
        ("Say sorry", "refused", None, ""),
        ("Service payment", "got", 10000, "NZD"),
    ]
    assert told["closure"]["dated"] == "2025-11-03"
    assert "581.85" in told["closure"]["outcome"]
    assert "closed" in json.dumps(shell.json("dispute", shell.vault, "list"))
    shell.json("dispute", shell.vault, "close", id, "--got", "Say sorry")
    shell.run("dispute", shell.vault, "reopen", id)
    shell.run("dispute", shell.vault, "reopen", id, status=1)
    assert shell.errors.strip() == "This dispute is open."
    shell.run("dispute", shell.vault, "close", id, "--got", ";3", status=1)
    assert "by its words or its number" in shell.errors


def test_the_law_on_recording_is_said_for_two_places(shell: Shell) -> None:
    told = shell.json("recording", "Texas", "US-CA")
    assert told["strictest"] == "all" and "California" in told["headline"]
    assert any("https://" in line for line in told["rules"])
    assert "Not legal advice" in shell.run("recording", "Spain", "NZ")


def test_what_has_no_dispute_is_in_to_sort(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", "utf-8")
    (row,) = shell.json("attach", shell.vault, "-", path)
    contact = shell.json("contact", shell.vault, "add", "--no-reference", "--company", "X")["id"]
    found = shell.json("evidence", shell.vault, "list", "--dispute", "-")
    assert [one["id"] for one in found] == [row["id"]]
    assert found[0]["read_state"] == "waiting"
    found = shell.json("contact", shell.vault, "list", "--dispute", "-")
    assert [(one["id"], one["reference_state"]) for one in found] == [(contact, "none")]


def test_a_refused_file_ends_in_status_one_and_the_rest_is_kept(
    shell: Shell, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "empty.pdf"
    good.write_text("good", "utf-8")
    bad.touch()
    rows = shell.json("attach", shell.vault, "-", good, bad, tmp_path / "gone.pdf", status=1)
    assert [row["state"] for row in rows] == ["added", "refused", "refused"]
    assert shell.errors.startswith("empty.pdf is empty: there is nothing in it to keep.")


def test_data_goes_out_and_comes_in(shell: Shell, tmp_path: Path) -> None:
    id = shell.run(
        "dispute", shell.vault, "add", "--company", "Hotel (sample)", "--what", "Kept it"
    ).strip()
    file = tmp_path / "one.json"
    assert shell.json("data", "export", shell.vault, file)["id"] == id
    assert shell.run("data", "import", shell.vault, file, status=1) == ""
    assert shell.errors == "This dispute is in the vault already, perhaps in the trash.\n"
    other = tmp_path / "Other.onrecord"
    Vault.create(other, PASSPHRASE, work_factor=4, memory=None)[0].close()
    assert shell.json("data", "import", other, file)["id"] == id
    assert [row["id"] for row in shell.json("dispute", other, "list")] == [id]
    file.write_text(file.read_text("utf-8").replace('"kind": "company"', '"kind": 7'), "utf-8")
    shell.run("data", "import", other, file, status=1)
    assert "counterparty[0].kind" in shell.errors


def test_one_goes_back_to_an_earlier_state(shell: Shell) -> None:
    assert shell.json("snapshots", shell.vault, "list") == []
    words = ("dispute", shell.vault, "add", "--company", "Hotel (sample)", "--what")
    first = shell.json(*words, "Kept the deposit")["id"]
    (row,) = shell.json("snapshots", shell.vault, "list")
    assert (row["disputes"], row["problem"]) == (1, "")
    shell.json(*words, "Lost my bag")
    assert [one["id"] for one in shell.json("snapshots", shell.vault, "show", row["id"])] == [first]
    assert shell.json("snapshots", shell.vault, "restore", row["id"])["changed"] > 0
    assert [one["id"] for one in shell.json("dispute", shell.vault, "list")] == [first]
    listed = shell.run("snapshots", shell.vault, "list")
    assert "2 disputes, 0 documents" in listed
    shell.run("snapshots", shell.vault, "restore", "2020-01-01T000000Z.db", status=1)
    assert shell.errors == "There is no snapshot 2020-01-01T000000Z.db in this vault.\n"


def test_lists_are_for_people_without_json(shell: Shell) -> None:
    with Workshop(Vault.open(shell.vault, PASSPHRASE, memory=None)) as workshop:
        id = build_sample(workshop)
    assert "It is 3 days late." in shell.run("dispute", shell.vault, "list")
    shown = shell.run("dispute", shell.vault, "show", id)
    assert "Asked for: £84.20" in shown
    assert "Next: Put the broken promise" in shown
    assert "ref 4471-K" in shell.run("contact", shell.vault, "list")
    assert "Bank statement" in shell.run("evidence", shell.vault, "list", "--dispute", id)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["dispute", "{vault}", "show", "0" * 16], 1, "There is no dispute 0000000000000000"),
        (["evidence", "{vault}", "show", "%"], 1, "There is no document %"),
        (["extract", "{vault}", "x", "y"], 1, "There is no document x"),
        (["export", "{vault}", "none", "y.pdf"], 1, "There is no dispute none"),
        (["dispute", "{vault}/missing", "list"], 1, "There is no vault at"),
        (["contact", "{vault}", "add", "--when", "some day"], 1, "Write a date like"),
        (["contact", "{vault}", "add", "--promise", "x;;5"], 1, "in which currency"),
        (["contact", "{vault}", "add", "--zone", "Mars/Base"], 1, "There is no time zone Mars"),
        (["contact", "{vault}", "add", "--zone", "+99:99"], 1, "There is no time zone +99"),
        (["contact", "{vault}", "add", "--minutes", "nan"], 1, "in minutes"),
        (["contact", "{vault}", "add", "--hold", "1e300"], 1, "in minutes"),
        (["contact", "{vault}", "add", "--reference", "1", "--no-reference"], 2, "Give one of"),
        (["contact", "{vault}", "add", "--kind", "fax"], 2, "'fax' is not one of"),
        (["dispute", "{vault}", "add"], 2, "Missing option '--company'"),
        (["attach", "{vault}", "-"], 2, "Missing argument"),
        (["create", "{vault}"], 1, "There is already something at"),
        (["nonsense", "{vault}"], 2, "No such command"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    shell: Shell, words: list[str], status: int, said: str
) -> None:
    filled = [word.replace("{vault}", str(shell.vault)) for word in words]
    assert shell.run(*filled, status=status) == ""
    assert said in shell.errors
    assert "Traceback" not in shell.errors
    if status == 1:
        assert shell.errors.count("\n") == 1


def test_options_may_stand_between_the_vault_and_the_command(shell: Shell) -> None:
    file = f"--passphrase-file={shell.phrase}"
    assert cli.run(["dispute", str(shell.vault), "--json", file, "list"]) == 0
    shell.run("dispute", shell.vault, "--json", status=2)
    assert "Missing command" in shell.errors


def test_a_wrong_passphrase_is_one_sentence(shell: Shell) -> None:
    shell.phrase.write_text("not it\n", "utf-8")
    shell.run("dispute", shell.vault, "list", status=1)
    assert shell.errors.count("\n") == 1
    shell.phrase.write_text("\n", "utf-8")
    shell.run("dispute", shell.vault, "list", status=1)
    assert "The passphrase is empty" in shell.errors
    shell.phrase.unlink()
    shell.run("dispute", shell.vault, "list", status=1)
    assert "cannot be read" in shell.errors


def test_the_passphrase_comes_from_standard_input_or_is_said_to_be_needed(
    shell: Shell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSPHRASE + "\n"))
    assert cli.run(["dispute", str(shell.vault), "list", "--json", "--passphrase-file", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert cli.run(["dispute", str(shell.vault), "list"]) == 1
    assert "--passphrase-file" in capsys.readouterr().err


def test_our_own_faults_show_no_traceback_unless_asked(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(Vault, "open", staticmethod(fail))
    monkeypatch.delenv("ONRECORD_DEBUG", raising=False)
    shell.run("dispute", shell.vault, "list", status=1)
    assert "Something went wrong inside OnRecord" in shell.errors
    assert "a secret detail" not in shell.errors
    monkeypatch.setenv("ONRECORD_DEBUG", "1")
    shell.run("dispute", shell.vault, "list", status=1)
    assert "a secret detail" in shell.errors


def test_create_prints_the_recovery_code_once(tmp_path: Path) -> None:
    phrase = tmp_path / "phrase.txt"
    phrase.write_text(PASSPHRASE, "utf-8")
    path = tmp_path / "New.onrecord"
    made = subprocess.run(
        [sys.executable, "-m", "onrecord", "create", str(path), "--json", "--passphrase-file",
         str(phrase)],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    said = json.loads(made.stdout)
    assert made.stderr == ""
    vault = Vault.open_with_recovery_code(path, said["recovery_code"], memory=None)
    assert vault.vault_id == said["id"]
    vault.close()


def test_a_vault_opens_by_the_code_of_its_recovery_sheet_as_it_is_typed(
    shell: Shell, tmp_path: Path
) -> None:
    dispute = shell.json("dispute", shell.vault, "add", "--company", "X", "--what", "Y")["id"]
    with Vault.open(Path(shell.vault), PASSPHRASE) as vault:
        code = vault.new_recovery_code(work_factor=4)
    shell.phrase.write_text(code.lower().replace("-", " ") + "\n", "utf-8")
    assert [row["id"] for row in shell.json("dispute", shell.vault, "list")] == [dispute]


def test_every_command_is_known_to_the_start_and_every_leaf_can_print_json() -> None:
    assert set(cli.commands.commands) == COMMANDS

    def leaves(command: Any) -> list[Any]:
        inner = getattr(command, "commands", None)
        return [command] if inner is None else [x for c in inner.values() for x in leaves(c)]

    for leaf in leaves(cli.commands):
        assert {"json", "passphrase_file"} <= {p.name for p in leaf.params}, leaf.name
        assert leaf.help, leaf.name


def test_the_command_line_loads_neither_window_nor_parser() -> None:
    program = (
        "import sys; from onrecord import cli; cli.run(['--help']);"
        "print(*sorted(n for n in ('PySide6', 'pikepdf', 'typst', 'sqlite_utils', 'jsonschema')"
        " if n in sys.modules), file=sys.stderr)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stderr.split() == []


def test_without_a_display_the_window_is_refused_in_a_sentence(tmp_path: Path) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display here")
    found = subprocess.run(
        [sys.executable, "-m", "onrecord", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    assert found.returncode == 1
    assert found.stderr.startswith("There is no display")


def test_a_document_that_came_later_is_said_to_be_missing_and_taken_in_anew(
    shell: Shell, tmp_path: Path
) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("The first.", "utf-8")
    two.write_text("The second.", "utf-8")
    dispute = shell.json("dispute", shell.vault, "add", "--company", "X", "--what", "Y")["id"]
    shell.run("attach", shell.vault, dispute, one)
    first = shell.json("export", shell.vault, dispute, tmp_path / "a.pdf")
    assert first["not_in_packet"] == []
    (late,) = shell.json("attach", shell.vault, dispute, two)
    again = shell.json("export", shell.vault, dispute, tmp_path / "b.pdf")
    assert again["not_in_packet"] == [late["id"]]
    assert "1 document came after this packet was made and is not in it" in shell.errors
    anew = shell.json("export", shell.vault, dispute, tmp_path / "c.pdf", "--new")
    assert (anew["not_in_packet"], anew["page_count"]) == ([], first["page_count"] + 2)


def test_an_export_takes_what_is_named_in_the_order_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.pdf").write_bytes(paper([says(f"one{n}") for n in (1, 2, 3)]))
    for name in ("two", "three"):
        (tmp_path / f"{name}.txt").write_text(f"Words of {name}.", "utf-8")
    files = [tmp_path / name for name in ("one.pdf", "two.txt", "three.txt")]
    dispute = shell.json("dispute", shell.vault, "add", "--company", "X", "--what", "Y")["id"]
    rows = shell.json("attach", shell.vault, dispute, *files, "--wait")
    ids = {row["name"]: row["id"] for row in rows}
    out = tmp_path / "out.pdf"

    def held(*options: str) -> list[str]:
        shell.json("export", shell.vault, dispute, out, *options)
        with pypdfium2.PdfDocument(out.read_bytes()) as document:
            text = " ".join(page.get_textpage().get_text_range() for page in document)
        found = re.findall("Words of (two|three)|(one[123])", text)
        return [a or b for a, b in found]

    assert sorted(held()) == ["one1", "one2", "one3", "three", "two"]
    assert held("--first", "three.txt", "--first", "two.txt", "--pages", "one.pdf=3,1") == [
        "three", "two", "one3", "one1",
    ]  # fmt: skip
    assert held("--without", "A1") == ["two", "one3", "one1"]  # what was said before is kept
    assert held("--only", "ONE", "--only", ids["three.txt"][:8], "--pages", "one=2") == [
        "one2", "three",
    ]  # fmt: skip
    assert held("--only", "two.txt", "--profile", "supervisor") == ["two"]
    for options, status, words in (
        (("--without", "A9"), 1, "There is no document A9"),
        (("--pages", "one.pdf=7"), 1, "There is no page 7"),
        (("--pages", "one.pdf"), 2, "DOC=PAGES"),
        (("--only", "one.pdf", "--without", "one.pdf"), 1, "both left out and put in"),
        (("--only", "one.pdf", "--first", "two.txt"), 1, "not among the only"),
        (("--profile", "judge"), 2, "judge"),
    ):
        shell.run("export", shell.vault, dispute, out, *options, status=status)
        assert words in shell.errors


def test_a_document_in_the_trash_can_be_left_out_of_an_export(shell: Shell, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"Words of {name}.", "utf-8")
    dispute = shell.json("dispute", shell.vault, "add", "--company", "X", "--what", "Y")["id"]
    rows = shell.json("attach", shell.vault, dispute, tmp_path / "one.txt", tmp_path / "two.txt")
    out = tmp_path / "out.pdf"
    shell.json("export", shell.vault, dispute, out)
    with Vault.open(Path(shell.vault), PASSPHRASE) as vault:
        trash_items(vault, [(Evidence, rows[0]["id"])])
    shell.run("export", shell.vault, dispute, out, status=1)
    assert "Put it back, or leave it out." in shell.errors
    assert shell.json("export", shell.vault, dispute, out, "--without", "one.txt")["problems"] == []


def test_a_protected_document_stops_an_export_until_its_password_is_given(
    shell: Shell, tmp_path: Path
) -> None:
    locked, word = tmp_path / "locked.pdf", tmp_path / "word.txt"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(locked, encryption=pikepdf.Encryption(user="hunter2", owner="o"))
    dispute = shell.json("dispute", shell.vault, "add", "--company", "X", "--what", "Y")["id"]
    (row,) = shell.json("attach", shell.vault, dispute, locked, "--wait")
    assert "password-protected" in row["problem"]
    shell.run("export", shell.vault, dispute, tmp_path / "a.pdf", status=1)
    assert "Give its password." in shell.errors
    for typed, status, said in (("wrong", 1, "does not open"), ("hunter2", 0, "")):
        word.write_text(typed + "\n", "utf-8")
        shell.run("evidence", shell.vault, "password", row["id"], "--file", word, status=status)
        assert said in shell.errors
    assert shell.json("export", shell.vault, dispute, tmp_path / "a.pdf")["problems"] == []


def test_a_name_cannot_write_on_the_terminal(shell: Shell, tmp_path: Path) -> None:
    bad = tmp_path / "a\x1b[31m\nb.txt"
    try:
        bad.write_text("words", "utf-8")
    except OSError:
        pytest.skip("this system has no such names")
    assert "\x1b" not in shell.run("attach", shell.vault, "-", bad)
    assert len(shell.run("evidence", shell.vault, "list").strip().splitlines()) == 1
    assert shell.json("evidence", shell.vault, "list")[0]["file_name"] == bad.name


def test_help_names_every_command_in_a_whole_sentence_and_the_exit_statuses(shell: Shell) -> None:
    said = shell.run("--help")
    for name in COMMANDS:
        (line,) = [one for one in said.splitlines() if one.startswith(f"  {name} ")]
        assert line.endswith("."), line
        assert not line.endswith("..."), line
    for status in ("0 when", "1 when", "2 when"):
        assert status in said


def test_the_help_of_each_group_names_its_commands_in_whole_sentences(shell: Shell) -> None:
    for name in ("agency", "contact", "dispute", "evidence", "packet", "send", "snapshots"):
        _, listed = shell.run(name, "--help").split("Commands:\n")
        for line in listed.splitlines():
            assert line.endswith(".") and not line.endswith("..."), f"{name}: {line}"
