"""How many files, pages and bytes a recipient takes, always or in one case, beside what there is.

A case is a way to send it, or a card network. Which card it is the user says; while that is not
known, the strictest of the networks are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency, Attachments, Figure
from onrecord.domain.agency_words import CARDS, CASES
from onrecord.domain.file_size import limit_words, size_words
from onrecord.domain.matter import CARD, OTHER_CARD
from onrecord.services.fit_row import FitRow, Measured, files_words, fit_row, pages_words
from onrecord.services.mail_size import packed
from onrecord.services.who_can_help_answers import answers_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_LIMITS = (("files",), ("bytes_total", "bytes_each"), ("pages", "pages_each"))


def limit_rows(rules: Attachments, known: Measured) -> Iterator[FitRow]:
    """What is limited by a number."""
    about = "about " if known.about else ""
    if rules.files is not None:
        over = max(0, known.files - rules.files.value)
        if rules.files.value == 0:
            yield fit_row(
                "files", "Files", rules.files, "they take none with the form", "note",
                "Keep the PDF for when they ask for it",
            )  # fmt: skip
        else:
            count = files_words(known.files)
            yield fit_row(
                "files", "Files", rules.files, files_words(rules.files.value), over, count
            )
    if rules.bytes_each is not None:
        largest, most = known.largest or known.length, rules.bytes_each.value
        row = fit_row(
            "bytes_each", "Size of each file", rules.bytes_each, limit_words(most),
            max(0, largest - most), f"{about}{size_words(largest, most)}", "reduce", "split",
        )  # fmt: skip
        yield replace(row, most=most)
    if rules.bytes_total is not None:
        most = rules.bytes_total.value
        row = fit_row(
            "bytes_total", "Size in all", rules.bytes_total, limit_words(most),
            max(0, known.length - most), f"{about}{size_words(known.length, most)}", "reduce",
        )  # fmt: skip
        yield replace(row, most=most)
    if rules.pages is not None:
        over = max(0, known.pages - rules.pages.value)
        yield fit_row(
            "pages", "Pages", rules.pages, pages_words(rules.pages.value), over,
            f"{about}{pages_words(known.pages)}", "pages", "take_out",
        )  # fmt: skip
    if rules.pages_each is not None:
        longest, most = known.longest or known.pages, rules.pages_each.value
        yield fit_row(
            "pages_each", "Pages of each file", rules.pages_each, pages_words(most),
            max(0, longest - most), f"{about}{pages_words(longest)}", "pages", "take_out",
        )  # fmt: skip


def case_rows(agency: Agency, known: Measured, answers: Mapping[str, str]) -> Iterator[FitRow]:
    """What holds in one case only; nothing of it has to be so. ``answers`` are the user's, by the
    code of the question."""
    for case, limits in cases(agency, answers):
        there = _as_mail(known) if case == "by_email" else known
        for row in limit_rows(limits, there):
            yield replace(
                row,
                code=f"{row.code}:{case}",
                rule=f"{row.rule}, {CASES[case]}",
                state="depends" if row.state in ("misses", "unclear") else row.state,
                act="",
                also="",
                case=case,
            )


def cases(agency: Agency, answers: Mapping[str, str]) -> Iterator[tuple[str, Attachments]]:
    """The cases that may be so, each with its limits: of the networks the one that is known, else
    the strictest figures of all."""
    by_card = {one.case: one.limits for one in agency.attachments_if if one.case in CARDS}
    for one in agency.attachments_if:
        if one.case not in CARDS:
            yield one.case, one.limits
    card = answers.get(CARD, "")
    if card in by_card:
        yield card, by_card[card]
    elif card != OTHER_CARD:
        yield from _strictest(by_card)


def of_the_card(vault: Vault, dispute_id: str, agency: Agency) -> list[Attachments]:
    """What the network of the card takes, where the user said which it is."""
    card = answers_of(vault, dispute_id).get(CARD, "")
    return [one.limits for one in agency.attachments_if if card in CARDS and one.case == card]


def _strictest(by_card: Mapping[str, Attachments]) -> Iterator[tuple[str, Attachments]]:
    found: dict[str, dict[str, Figure[int]]] = {}
    for names in _LIMITS:  # what holds for all files together holds for each
        every = [(name, *pair) for name in names for pair in _of(by_card, name)]
        if every:
            name, card, figure = min(every, key=lambda one: one[2].value)
            found.setdefault(card, {})[name] = figure
    for card, figures in found.items():
        yield card, replace(Attachments(), **figures)


def _of(by_card: Mapping[str, Attachments], name: str) -> Iterable[tuple[str, Figure[int]]]:
    every = ((card, getattr(limits, name)) for card, limits in by_card.items())
    return [(card, figure) for card, figure in every if figure is not None]


def _as_mail(known: Measured) -> Measured:
    """As the whole of an email counts, printed: with a page for the mail itself, and its files
    packed as a mail packs them."""
    return replace(
        known,
        pages=known.pages + 1,
        length=packed(known.length),
        largest=packed(known.largest),
        longest=known.longest + 1 if known.longest else 0,
    )
