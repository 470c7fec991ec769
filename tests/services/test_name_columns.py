"""A bank's table whose columns nobody knows: named once, read from then on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.money import Money
from onrecord.errors import Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.log_contact import log_contact
from onrecord.services.name_columns import layouts, look_at_table, name_columns
from onrecord.services.read_documents import read_documents
from onrecord.services.views.matches import statement_rows
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

# Two columns of figures and headings in words of the bank's own: what is the amount?
BANK = (
    "Konto 4471\nWann;Wer;Was es kostete;Danach da\n"
    "2026-02-02;NORTHLINE TELECOM;-84,20;115,80\n"
    "2026-03-16;NORTHLINE REFUND;84,20;200,00\n"
)


@pytest.fixture
def workshop(vault: Vault) -> Iterator[Workshop]:
    made = Workshop(vault)
    yield made
    made.reader.close()
    made.importer.close()


def added(workshop: Workshop, dispute: str, text: str, name: str = "konto.csv") -> str:
    (id,) = attach_files(workshop.vault, [Pasted(name, text.encode())], dispute_id=dispute).added
    read_documents(workshop.vault, workshop.reader)
    return id


def test_the_columns_are_shown_named_and_the_rows_read(
    workshop: Workshop, vault: Vault, dispute: str
) -> None:
    id = added(workshop, dispute, BANK)
    assert statement_rows(vault, dispute).unread == ((id, "konto"),)
    look = look_at_table(workshop, id)
    assert look.columns == ("Wann", "Wer", "Was es kostete", "Danach da")
    assert look.examples[2] == ("-84,20", "84,20")
    with pytest.raises(Refused, match="holds the day"):
        name_columns(vault, id, look_at_table(workshop, id, {2: "amount"}))
    look = look_at_table(workshop, id, {0: "date", 1: "words", 2: "amount"})
    assert (look.count, look.left_out) == (2, 0)
    assert look.rows[0] == "2026-02-02  -84.20  NORTHLINE TELECOM"
    change = name_columns(vault, id, look)
    read_documents(vault, workshop.reader)
    rows = statement_rows(vault, dispute)
    assert not rows.unread
    (statement,) = rows.statements
    assert [m.words for m in statement.movements] == ["NORTHLINE TELECOM", "NORTHLINE REFUND"]
    assert statement.question is not None and statement.question.about == "currency"
    vault.undo(change)
    assert not layouts(vault)


def test_the_next_statement_of_the_bank_is_read_without_being_asked_about(
    workshop: Workshop, vault: Vault, dispute: str
) -> None:
    first = added(workshop, dispute, BANK)
    other = added(workshop, dispute, "a;b;c\nx;y;z\n", "list.csv")
    look = look_at_table(workshop, first, {0: "date", 1: "words", 2: "amount"})
    name_columns(vault, first, look)
    later = added(
        workshop, dispute,
        "Konto 4471\nWann;Wer;Was es kostete;Danach da\n2026-04-01;EXAMPLE STORES;-12,00;9,00\n",
        "april.csv",
    )  # fmt: skip
    rows = statement_rows(vault, dispute)
    assert {one.evidence_id for one in rows.statements} == {first, later}
    assert [id for id, _name in rows.unread] == [other]
    assert look_at_table(workshop, later).roles == {0: "date", 1: "words", 2: "amount"}


def test_paid_out_and_paid_in_may_be_two_columns_and_a_table_may_have_no_heading(
    workshop: Workshop, vault: Vault, dispute: str
) -> None:
    id = added(workshop, dispute, "2026-02-02,A,84.20,,10.00\n2026-03-16,B,,84.20,94.20\n")
    look = look_at_table(workshop, id, {0: "date", 1: "words", 2: "out", 3: "in"})
    assert look.columns == ("",) * 5
    name_columns(vault, id, look)
    read_documents(vault, workshop.reader)
    (statement,) = statement_rows(vault, dispute).statements
    assert [m.flow for m in statement.movements] == ["out", "in"]
    with pytest.raises(Refused, match="either one column"):
        name_columns(vault, id, look_at_table(workshop, id, {0: "date", 2: "amount", 3: "in"}))
    with pytest.raises(Refused, match="No row can be read"):
        name_columns(vault, id, look_at_table(workshop, id, {1: "date", 2: "out"}))


def test_a_wrong_guess_is_put_right(workshop: Workshop, vault: Vault, dispute: str) -> None:
    """The balance stands under "Amount": what was said counts before what was found."""
    id = added(workshop, dispute, "Date,Amount,Kosten\n2026-02-02,115.80,84.20\n")
    (statement,) = statement_rows(vault, dispute, "EUR").statements
    assert len(statement.movements) == 1
    name_columns(vault, id, look_at_table(workshop, id, {0: "date", 2: "amount"}))
    read_documents(vault, workshop.reader)
    from onrecord.services.answer_statement import answer_statement

    answer_statement(vault, id, "currency", "EUR")
    (statement,) = statement_rows(vault, dispute, "EUR").statements
    assert statement.movements[0].amount == Money(8420, "EUR")


def test_a_table_that_calls_were_taken_from_is_not_asked_about(
    vault: Vault, dispute: str, workshop: Workshop
) -> None:
    id = added(workshop, dispute, "Date,With,Words\n2026-01-05,Zoë,Soon\n", "log.csv")
    assert statement_rows(vault, dispute).unread == ((id, "log"),)
    log_contact(vault, ContactEntry(dispute_ids=(dispute,), evidence_ids=(id,)))
    assert not statement_rows(vault, dispute).unread
