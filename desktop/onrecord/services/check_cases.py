"""What is too much in one case only: by email, or for the network of the card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.domain.agency_words import CARDS, CASES
from onrecord.domain.matter import CARD
from onrecord.domain.matter_answer import NOT_KNOWN
from onrecord.services.check_line import Act, CheckLine
from onrecord.services.check_recipient import Judged
from onrecord.services.fit_row import FitRow
from onrecord.services.who_can_help_answers import answers_of


def case_lines(j: Judged) -> Iterator[CheckLine]:
    """A tip for each case: another way may be taken, and the bank may take more."""
    if j.agency is None:
        return
    missed = [row for row in j.fit.rows if row.state == "depends"]
    mailed = [row for row in missed if row.case == "by_email"]
    if mailed:
        yield CheckLine(
            "tip",
            f"As an email it has {_listed([row.actual for row in mailed])};"
            f" {j.agency.called} takes {_listed([row.limit for row in mailed])} {CASES['by_email']}.",
            "Send it by post, or make it smaller.",
            act=_smaller(mailed),
            weight=-1,
            key="limit:by_email",
        )
    of_cards = [row for row in missed if row.case in CARDS]
    if not of_cards:
        return
    card = answers_of(j.vault, j.packet.dispute_id).get(CARD, "")
    has = _listed(list(dict.fromkeys(row.actual for row in of_cards)))
    if card in CARDS:
        yield CheckLine(
            "tip",
            f"{CARDS[card]} takes {_listed([row.limit for row in of_cards])}; the packet has {has}.",
            "Make it smaller, or ask your bank what it takes.",
            act=_smaller(of_cards),
            weight=-1,
            key="limit:card",
        )
        return
    known = card == NOT_KNOWN
    each = _listed([f"{CARDS[row.case]} {row.limit}" for row in of_cards])
    yield CheckLine(
        "tip",
        f"The packet has {has}, and some cards take less: {each}.",
        "Make it smaller, or ask your bank what it takes."
        if known
        else "Say which card it is, or ask your bank what it takes.",
        act=_smaller(of_cards) if known else "card",
        weight=-1,
        key="limit:card",
    )


def _smaller(rows: Sequence[FitRow]) -> Act:
    return "reduce" if any(row.most for row in rows) else "pages"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
