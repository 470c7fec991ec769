"""What is known of a dispute, what would help to know more of it, and what a body means for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from onrecord.domain.agency import Agency, Basis
from onrecord.domain.deadline import Deadline, Start, Starts
from onrecord.domain.money import Money
from onrecord.domain.place import Place

_UNKNOWN_PLACE = Place()
CARD = "card_network"
"""The question of which card it is; its answer is a code of ``agency_words.CARDS``, or"""
OTHER_CARD = "other"
"""none of these."""


@dataclass(frozen=True)
class Matter:
    """What is known of a dispute. ``answers`` are the user's own, by the code of a ``Question``
    that is answered yes or no; ``claimed`` is what is asked for, ``price`` what it cost.
    ``with_bodies`` are ids of the bodies that have the complaint and have not decided yet.
    """

    today: date
    place: Place = _UNKNOWN_PLACE
    sector: str = ""
    starts: Starts = field(default_factory=dict[str, tuple[Start, ...]])
    claimed: Money | None = None
    price: Money | None = None
    company_country: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict[str, bool])
    with_bodies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """What the user could say so that more is known. ``code`` is ``place``, ``region``,
    ``sector``, ``paid:WAY`` of ``eligibility.WAYS_PAID``, ``first_complaint``,
    ``complained:CONTACT``, ``in_writing``, ``company_country``, ``price``, ``card_network``, a code of
    ``agency_words.CONDITIONS`` (``:AGENCY`` behind it where it is that body's own), or
    ``event:CODE`` of ``agency_words.EVENTS``. ``why`` is what it is asked for.
    """

    code: str
    why: str


@dataclass(frozen=True)
class Option:
    """What one entry of the directory means for a dispute; every text is a plain sentence.

    ``why`` gives the reasons of the verdict; ``first`` what must come first; ``ask`` what the user
    should find out; ``unlocks`` when the company's time is over; ``expires`` the first time limit
    for bringing it; ``deadlines`` all that can be named. ``unverified``: a figure it rests on is.
    ``opened``: the door was locked, and this is why it is open now, since ``opened_on`` where the
    day is known. ``grounds`` is what a sentence of these rests on, where it is a rule.
    ``to_say`` is what nobody said and would help, but does not decide whether they can help: days
    that a time of theirs runs from, and which card it is. ``pressing`` are days that a time of mine
    runs from at a body that has the complaint already.
    """

    agency: Agency
    verdict: str
    why: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    unlocks: Deadline | None = None
    expires: Deadline | None = None
    deadlines: tuple[Deadline, ...] = ()
    costs: tuple[str, ...] = ()
    asks_for: tuple[str, ...] = ()
    will_not: tuple[str, ...] = ()
    general: bool = False
    unverified: bool = False
    questions: tuple[Question, ...] = ()
    opened: str = ""
    grounds: Mapping[str, Basis] = field(default_factory=dict[str, Basis])
    to_say: tuple[Question, ...] = ()
    opened_on: date | None = None
    pressing: tuple[Question, ...] = ()
