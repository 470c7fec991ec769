"""The date printed on a document is found, with its place; what may be two days is left open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.domain.evidence import Evidence
from onrecord.domain.rect import read_rect
from onrecord.intake.reader import Reader
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.printed_date import PrintedDate, printed_dates
from onrecord.services.read_documents import read_documents
from onrecord.vault.vault import Vault


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader(size=1)
    yield made
    made.close()


def offered(vault: Vault, reader: Reader, text: str) -> tuple[PrintedDate, ...]:
    return printed_dates(vault, read(vault, reader, text))


def read(vault: Vault, reader: Reader, text: str) -> Evidence:
    (id,) = attach_files(vault, [Pasted("bill.txt", text.encode())]).added
    read_documents(vault, reader, [id])
    return vault.get(Evidence, id)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Bill date: 16 January 2026\nDue date: 3 February 2026", "2026-01-16"),
        ("Invoice Date\n01/16/2026\nDue date 02/03/2026", "2026-01-16"),
        ("Statement date Mar 5, 2026", "2026-03-05"),
        ("Invoice date 03/04/2026\nDue 17/04/2026", "2026-04-03"),  # the other date tells
        ("Issued 16-Jan-26", "2026-01-16"),
        ("Rechnungsdatum: 03.04.2026", "2026-04-03"),
        ("Date de facture : 3 août 2026", "2026-08-03"),
        ("Fecha de emisión: 3 de marzo de 2026", "2026-03-03"),
        ("Data fattura 16/01/2026", "2026-01-16"),
        ("Factuurdatum 3 mrt 2026", "2026-03-03"),
        ("請求日 2026年3月14日", "2026-03-14"),
        ("Dear Sam,\nBerlin, den 16. Januar 2026\nyou owe us", "2026-01-16"),
    ],
)
def test_the_day_of_issue_is_found_as_it_is_written_in_several_countries(
    vault: Vault, reader: Reader, printed: str, day: str
) -> None:
    (one,) = offered(vault, reader, f"Northline Telecom (sample)\n{printed}\nTotal 84.20\n")
    assert (one.days, one.page) == ((day,), 1)


def test_what_may_be_two_days_is_both(vault: Vault, reader: Reader) -> None:
    (one,) = offered(vault, reader, "Invoice date 03/04/2026\nTotal 84.20\n")
    assert (one.label, one.raw) == ("Invoice date", "03/04/2026")
    assert one.days == ("2026-04-03", "2026-03-04")


def test_its_place_on_the_page_is_known(vault: Vault, reader: Reader) -> None:
    document = read(vault, reader, "Northline (sample)\n\nBill date: 16 January 2026\n")
    (one,) = printed_dates(vault, document)
    box = read_rect(one.rect)
    assert box is not None
    (page,) = vault.index.pages(document.id)
    inside = [w[0] for w in page.words if box.x0 <= w[1] and w[3] <= box.x1 and box.y0 <= w[2]]
    assert inside == ["16", "January", "2026"]


@pytest.mark.parametrize(
    "printed", ["Due date: 16 January 2026", "Payment due 16/01/2026", "Bill date 31/31/2026", ""]
)
def test_another_date_is_not_taken_for_it(vault: Vault, reader: Reader, printed: str) -> None:
    assert offered(vault, reader, f"Northline\n{printed}\n") == ()


@pytest.mark.parametrize(
    "answered",
    [
        "Thank you for your letter dated 3 March 2026 and the bill issued on 1 March 2026.",
        "Ihre Rechnung vom 03.03.2026 haben wir geprüft.",
    ],
)
def test_the_date_of_a_letter_that_is_answered_is_not_that_of_the_answer(
    vault: Vault, reader: Reader, answered: str
) -> None:
    (one,) = offered(vault, reader, f"Northline (sample)\n\n14 March 2026\n\n{answered}\n")
    assert one.days == ("2026-03-14",)


def test_a_long_gap_in_a_text_costs_nothing(vault: Vault, reader: Reader) -> None:
    gap = " " * 8_000  # by its third power it would take an hour
    (one,) = offered(vault, reader, f"{gap}x\nRef. 7   Date: 16 January 2026\n")
    assert one.days == ("2026-01-16",)


def test_nothing_is_set_by_itself_and_a_date_of_the_users_is_left_alone(
    vault: Vault, reader: Reader
) -> None:
    document = read(vault, reader, "Bill date: 16 January 2026\n")
    assert document.dated == "" and printed_dates(vault, document)
    edit_record(vault, Evidence, document.id, dated="January 2026")
    assert printed_dates(vault, vault.get(Evidence, document.id)) == ()
