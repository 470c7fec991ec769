"""The date printed on a document, to be offered for its own: never taken without a click."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.evidence import Evidence
from onrecord.domain.month_names import month_of
from onrecord.domain.rect import around
from onrecord.intake.day_order import orders_of, readings

if TYPE_CHECKING:
    from onrecord.vault.index import IndexedPage
    from onrecord.vault.vault import Vault

_PAGES = 2
_MOST_TEXT = 20_000
_MOST_OFFERED = 2
_ISSUED = (
    "bill date", "billing date", "date of bill", "date of this bill", "invoice date",
    "date of invoice", "statement date", "date of statement", "date of issue", "issue date",
    "date issued", "date of letter", "letter date", "receipt date",
    "rechnungsdatum", "datum der rechnung", "ausstellungsdatum", "belegdatum",
    "date de facture", "date de la facture", "date de facturation",
    "date d'émission", "date d’émission", "fecha de factura",
    "fecha factura", "fecha de la factura", "fecha de emisión", "fecha de expedición",
    "data fattura", "data della fattura", "data di emissione", "data emissione",
    "data de emissão", "data da fatura", "data da emissão", "factuurdatum", "datum factuur",
    "faktureringsdatum", "fakturadatum", "fakturadato", "発行日", "請求日", "开票日期",
)  # fmt: skip
_PLAIN = (
    "date", "datum", "fecha", "data", "dato", "日付", "日期", "dated:", "issued", "issued on",
    "rechnung vom", "ausgestellt am", "facture du", "émise le", "émis le", "fattura del",
)  # fmt: skip
"""Only where a line or a column begins: a letter names the date of the one it answers so."""
_BEGINS = r"(?:^[ \t]?|(?<=[ \t]{2})|(?<=\|)|(?<=\|[ \t]))"
_NUMBERS = r"\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)"
_EAST = r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
_NAME = r"[^\W\d_]{3,10}\.?"
_DATE = (
    rf"(?:{_NUMBERS}|{_EAST}|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?: of| de)?[ -]?{_NAME},?(?: de)?"
    rf"[ -]\d{{2,4}}(?!\d)|{_NAME} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_BETWEEN = r"[ \t]*[:.\-–]?\s{0,12}(?:(?:am|le|il|den|on|the)\s)?(?:[^\W\d_]{2,10},?\s)?"
_ANY_NUMBERS = re.compile(rf"(?<![\d./-])(?:{_NUMBERS})")
_ALONE = re.compile(
    rf"^[ \t]*(?:[^\W\d_][^\W\d_ .-]{{2,24}}, ?)?(?:den |le |the |on )?(?P<day>{_DATE})[ \t.]*$",
    re.IGNORECASE | re.MULTILINE,
)


def _labelled(labels: Sequence[str], before: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
    return re.compile(
        rf"{before}(?P<label>{names}){_BETWEEN}(?P<day>{_DATE})", re.IGNORECASE | re.MULTILINE
    )


_FORMS = (
    _labelled(_ISSUED, r"(?<![\w-])"),
    _labelled(_PLAIN, _BEGINS),
    _ALONE,
)


@dataclass(frozen=True)
class PrintedDate:
    """``days`` are stored dates, several where day and month can be either; ``label`` is what
    stands before it, ``raw`` as it is printed, ``rect`` where (empty where that is not known)."""

    label: str
    raw: str
    days: tuple[str, ...]
    page: int
    rect: str = ""


def printed_dates(vault: Vault, evidence: Evidence) -> tuple[PrintedDate, ...]:
    """What may be the date of a document whose date nobody has set: the days named as those of
    issue, else one named as its date, else one that stands alone as at the head of a letter."""
    sent = evidence.media_type == "message/rfc822" and evidence.dated  # as its mail says
    if "dated" in evidence.set_by_user or evidence.read_state != "read" or sent:
        return ()
    pages = vault.index.pages(evidence.id, _PAGES)
    orders = _orders("\n".join(page.text[:_MOST_TEXT] for page in pages))
    for form in _FORMS:
        found: dict[tuple[str, ...], PrintedDate] = {}
        for page in pages:
            for one in _on_page(page, form, orders):
                found.setdefault(one.days, one)
        offered = [one for one in found.values() if one.days != (evidence.dated[:10],)]
        if found:
            return tuple(offered[: 1 if form is _ALONE else _MOST_OFFERED])
    return ()


def _on_page(
    page: IndexedPage, form: re.Pattern[str], orders: tuple[str, ...]
) -> Iterator[PrintedDate]:
    for found in form.finditer(page.text[:_MOST_TEXT]):
        raw = found["day"]
        if days := _days(raw, orders):
            label = " ".join((found.groupdict().get("label") or "").split())
            yield PrintedDate(label, raw, days, page.number, _rect(page, raw))


def _days(raw: str, orders: tuple[str, ...]) -> tuple[str, ...]:
    """The days it can be: of 03/04/2026 one where the other dates of the document tell which."""
    plain = re.sub(r" ?[年月] ?", "-", raw).replace("日", "")
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th|er|º)(?!\w)| (?:of|de)(?= )", "", plain)
    words = re.findall(r"[^\W\d_]{3,}", plain)
    if words:
        month = month_of(words[0])
        if month is None:
            return ()
        numbers = re.findall(r"\d+", plain)
        if len(numbers) != 2:
            return ()
        plain = f"{numbers[1].zfill(4) if len(numbers[1]) > 2 else '20' + numbers[1]}-{month}-{numbers[0]}"
    read = readings(plain)
    if "." in raw and "dmy" in read:  # where dots are used the day comes first
        return (read["dmy"],)
    fitting = [read[order] for order in orders if order in read] or [
        day for order, day in read.items() if order != "ymd" or len(set(read.values())) == 1
    ]
    return tuple(dict.fromkeys(fitting))


def _orders(text: str) -> tuple[str, ...]:
    """In which order day and month stand in all dates of figures, where that is settled."""
    found = [
        read for raw in _ANY_NUMBERS.findall(text) if "." not in raw and (read := readings(raw))
    ]
    orders = orders_of(found)
    return orders if len(orders) == 1 else ()


def _rect(page: IndexedPage, raw: str) -> str:
    """Around the words of the page that are it."""
    wanted = raw.split()
    words = [str(word[0]) for word in page.words]
    for at in range(len(words) - len(wanted) + 1):
        here = words[at : at + len(wanted)]
        if here[:-1] == wanted[:-1] and here[-1].rstrip(".,;") == wanted[-1].rstrip(".,;"):
            box = around([word[1:5] for word in page.words[at : at + len(wanted)]])
            return box.text() if box is not None else ""
    return ""
