"""The questions behind ``eligibility.Question``, as they are put to the user, one at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.domain.agency import Agency
from onrecord.domain.agency_words import EVENTS
from onrecord.domain.eligibility import ONE_FOR_EACH
from onrecord.domain.matter import CARD, Option, Question

_DATES = {
    "statement_sent": "When was the statement with the error sent?",
    "first_wrong_statement_sent": "When was the first statement with the error sent?",
    "transaction": "When was the payment made?",
    "purchase": "When did you buy it?",
    "event": "When did it happen?",
    "expected_delivery": "When should it have been delivered?",
    "knowledge": "When did you find out?",
    "breach": "When was the agreement broken?",
    "refund_due": "When did the refund become due?",
    "disrupted_flight": "When was the flight?",
    "damaged_baggage": "When did you get the damaged baggage?",
    "delayed_baggage": "When did you get the delayed baggage?",
    "debt_notice": "When did you get their first letter about the debt?",
    "letter_before_claim": "When did you send a letter that says you will claim?",
    "case_opened": "When was your case opened?",
    "hearing": "When is the hearing?",
}
_YES_NO = {
    "paid:bank_transfer": "Did you pay by bank transfer?",
    "paid:credit_card": "Did you pay with a credit card?",
    "paid:debit_card": "Did you pay with a debit card?",
    "in_writing": "Did you complain to {company} in writing?",
    "accredited_company": "Is {company} a member of {body}?",
    "no_court_action": "Have you begun a court case about it?",
    "direct_payment_chain": "Did the card pay {company} directly, with no payment service between?",
}
TURNED = frozenset({"no_court_action"})
"""Where the question asks for the opposite of what has to be so."""


@dataclass(frozen=True)
class Asked:
    """``kind`` says how it is answered: ``place``, ``country``, ``sector``, ``date``, ``amount``,
    ``card`` or ``yes_no``. ``why`` is the rule it is asked for, and ``body`` whose; ``several``: each wrong
    charge has a day of its own."""

    code: str
    words: str
    kind: str
    why: str = ""
    body: str = ""
    several: bool = False


def asked(question: Question, agency: Agency | None, company: str, complaint: str = "") -> Asked:
    """``complaint`` names the contact that may have been one ("call of 3 March 2026")."""
    code, _, about = question.code.partition(":")
    body = agency.called if agency else ""
    them = company or "the company"

    def made(words: str, kind: str) -> Asked:
        return Asked(question.code, words, kind, question.why, body, about in ONE_FOR_EACH)

    if code == "place":
        return made("Where did it happen, or where do you live?", "place")
    if code == "region":
        return made("In which part of the country was it?", "place")
    if code == "sector":
        return made("What kind of thing is it about?", "sector")
    if code == "first_complaint":
        return made(f"When did you first complain to {them}?", "date")
    if code == "complained":
        return made(f"Did you complain to {them} in your {complaint or 'call'}?", "yes_no")
    if code == "company_country":
        return made(f"In which country is {them}?", "country")
    if code == "price":
        return made("What did it cost?", "amount")
    if code == CARD:
        return made("Which card is it?", "card")
    if code == "event":
        return made(_DATES.get(about, f"On which day was it that {EVENTS[about]}?"), "date")
    words = _YES_NO[question.code if code == "paid" else code]
    return made(words.format(company=them, body=body), "yes_no")


def wanted(options: Iterable[Option], known: frozenset[str]) -> list[tuple[Question, Agency]]:
    """What to ask, in this order: where and what; what a time of mine runs from with a body that has
    the complaint; how it was paid; whether one complained; then what the most useful bodies ask
    for. Nothing for a body that cannot help anyway, and nothing in
    ``known``."""
    found: dict[str, tuple[Question, Agency]] = {}
    pressing: set[str] = set()
    for option in options:
        for question in option.pressing:
            if question.code not in known:
                found.setdefault(question.code, (question, option.agency))
                pressing.add(question.code)
        if option.verdict in ("cannot", "expired"):
            continue
        for question in option.questions:
            if question.code not in known:
                found.setdefault(question.code, (question, option.agency))
    order = list(found.values())
    return sorted(
        order,
        key=lambda pair: _rank(
            "pressing" if pair[0].code in pressing else pair[0].code.partition(":")[0]
        ),
    )


def _rank(code: str) -> int:
    first = ("place", "sector", "pressing", "paid", "first_complaint", "complained")
    return first.index(code) if code in first else len(first)
