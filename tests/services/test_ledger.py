"""Money that moved goes on record once, for the right thing, and shows on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import cli
from onrecord.domain.ledger import LedgerEntry
from onrecord.errors import NotFound, Refused
from onrecord.services.answer_statement import answer_statement, not_this_row
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.claim_lines import add_claim, edit_claim
from onrecord.services.ledger import record_by_hand, record_row
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.views.matches import statement_rows
from onrecord.services.views.money import money
from onrecord.services.worked_out_lines import add_interest, add_pro_rata
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault
from services.conftest import PASSPHRASE


def add_statement(workshop: Workshop, dispute: str, text: str) -> str:
    file = Pasted("account.csv", text.encode())
    (id,) = attach_files(workshop.vault, [file], dispute_id=dispute).added
    read_documents(workshop.vault, workshop.reader, [id])
    return id


def test_a_row_is_recorded_once_and_only_when_all_is_said(workshop: Workshop, dispute: str) -> None:
    vault = workshop.vault
    paper = add_statement(workshop, dispute, "Date,Text,Amount\n03/04/2026,N,84.20\n")
    with pytest.raises(Refused, match="leaves open"):
        record_row(vault, dispute, paper, 1)
    answer_statement(vault, paper, "order", "dmy")
    answer_statement(vault, paper, "currency", "gbp")
    with pytest.raises(Refused, match="to you or by you"):
        record_row(vault, dispute, paper, 1)
    with pytest.raises(NotFound, match="no row 2"):
        record_row(vault, dispute, paper, 2, came_back=True)
    record_row(vault, dispute, paper, 1, came_back=True)
    assert vault.find(LedgerEntry)[0].dated == "2026-04-03"
    with pytest.raises(Refused, match="already"):
        record_row(vault, dispute, paper, 1, came_back=True)


def test_an_answer_that_is_none_is_refused_and_one_can_be_taken_back(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    paper = add_statement(workshop, dispute, "Date,Text,Amount (GBP)\n03/04/2026,N,84.20\n")
    for about, answer in (("order", "ydm"), ("currency", "pounds"), ("colour", "red")):
        with pytest.raises(Refused):
            answer_statement(vault, paper, about, answer)
    change = answer_statement(vault, paper, "order", "mdy")
    assert statement_rows(vault, dispute).statements[0].question is None
    vault.undo(change)
    assert statement_rows(vault, dispute).statements[0].question is not None


def test_a_row_that_is_not_it_comes_back_with_undo(workshop: Workshop, dispute: str) -> None:
    vault = workshop.vault
    add_claim(vault, dispute, "charge", "84.20", "GBP")
    paper = add_statement(
        workshop, dispute, "Date,Text,Debit,Credit (GBP)\n16 Mar 2026,N,,£84.20\n"
    )
    assert len(statement_rows(vault, dispute).matches) == 1
    change = not_this_row(vault, dispute, paper, 1)
    assert statement_rows(vault, dispute).matches == ()
    vault.undo(change)
    assert len(statement_rows(vault, dispute).matches) == 1


def test_a_row_recorded_in_one_dispute_is_not_suggested_in_another(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    other = open_dispute(vault, "Southern Power (sample)", "Another matter").result
    for one in (dispute, other):
        add_claim(vault, one, "charge", "84.20", "GBP")
    text = "Date,Text,Debit,Credit (GBP)\n16 Mar 2026,N,,£84.20\n"
    paper = add_statement(workshop, dispute, text)
    attach_files(vault, [Pasted("account.csv", text.encode())], dispute_id=other)
    assert len(statement_rows(vault, other).matches) == 1
    record_row(vault, dispute, paper, 1)
    assert statement_rows(vault, other).matches == ()


def test_nothing_is_recorded_for_what_belongs_to_another_dispute(
    vault: Vault, dispute: str
) -> None:
    other = open_dispute(vault, "Southern Power (sample)", "Another matter").result
    line = add_claim(vault, other, "charge", "84.20", "GBP").result
    with pytest.raises(NotFound, match="another dispute"):
        record_by_hand(vault, dispute, "84.20", "2026-03-16", "GBP", claim_line_id=line)
    for amount, dated, path in (("0", "2026", "amount"), ("-5", "2026", "amount"), ("5", "", "dated")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            record_by_hand(vault, dispute, amount, dated, "GBP")
        assert refused.value.path == path
    assert vault.count(LedgerEntry) == 0


def test_a_figure_that_is_changed_by_hand_loses_the_formula_that_gave_another(
    vault: Vault, dispute: str
) -> None:
    line = add_pro_rata(
        vault, dispute, "no internet", "30", "March 2026", "3 March 2026 to 11 March 2026", "GBP"
    ).result
    (view,) = money(vault, dispute).lines
    assert (view.kind, view.amount_minor) == ("pro_rata", 871)
    edit_claim(vault, line, "GBP", words="no internet for nine days")
    assert money(vault, dispute).lines[0].formula
    edit_claim(vault, line, "GBP", amount="9")
    assert (money(vault, dispute).lines[0].formula, money(vault, dispute).lines[0].kind) == (
        "", "charge",
    )  # fmt: skip


def test_what_cannot_be_worked_out_names_its_field(vault: Vault, dispute: str) -> None:
    line = add_claim(vault, dispute, "charge", "84.20", "GBP").result
    for percent, source, since, until, path in (
        ("x", "contract", "", "4 March 2026", "percent"),
        ("8", "contract", "", "4 March 2026", "since"),
        ("8", " ", "3 March 2026", "4 March 2026", "source"),
        ("8", "contract", "soon", "4 March 2026", "since"),
        ("8", "contract", "4 March 2026", "3 March 2026", "until"),
    ):
        with pytest.raises(Refused) as refused:
            add_interest(vault, line, percent, source, since, until)
        assert refused.value.path == path
    with pytest.raises(Refused) as refused:
        add_pro_rata(vault, dispute, "x", "30", "March 2026", "1 April 2026", "GBP")
    assert refused.value.path == "without"
    with pytest.raises(Refused, match="Write the days"):  # mid-March has no first day to count from
        add_pro_rata(vault, dispute, "x", "30", "March 2026", "mid-March 2026", "GBP")


def test_the_command_line_says_what_came_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, phrase = tmp_path / "Cli.onrecord", tmp_path / "phrase.txt"
    phrase.write_text(PASSPHRASE + "\n", "utf-8")
    made, _ = Vault.create(folder, PASSPHRASE, work_factor=4, memory=None)
    with made:
        id = open_dispute(made, "Northline Telecom (sample)", "Charged after cancelling").result
        line = add_claim(made, id, "charge", "84.20", "GBP").result
        record_by_hand(made, id, "40", "2026-03-16", "GBP", claim_line_id=line)
    words = ["dispute", str(folder), "show", id, "--passphrase-file", str(phrase)]
    assert cli.run([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["balances"][0]["owed"] == {"minor": 4420, "currency": "GBP"}
    assert told["ledger"][0]["amount_minor"] == 4000
    assert cli.run(words) == 0
    assert "Came back: £40.00; still owed: £44.20" in capsys.readouterr().out
