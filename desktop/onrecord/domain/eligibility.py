"""Who could help with a dispute, who cannot and why, what must come first, and until when.

Each answer is one of: ``now``, ``later`` (something must come first), ``perhaps`` (too little is
known to say), ``expired`` and ``cannot``. Nothing is claimed beyond the directory: what it does not
say is left open, and what it says with low confidence never closes a door.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from onrecord.domain.agency import ANY_SECTOR, Agency, Basis, TimeLimit, Wait, in_force
from onrecord.domain.agency_figures import limit_words
from onrecord.domain.agency_words import (
    AMOUNTS,
    ASKS,
    CARDS,
    COMPANY_FIRST,
    CONDITIONS,
    EVENTS,
    LIMITS,
    OPENERS,
    SECTOR_GROUPS,
    SECTORS,
)
from onrecord.domain.deadline import (
    ANSWERS,
    Deadline,
    Start,
    Starts,
    WorkingDay,
    first_of,
    length_words,
    limit_deadline,
    time_to,
    wait_for,
)
from onrecord.domain.matter import CARD, Matter, Option, Question
from onrecord.domain.money import Money
from onrecord.domain.place import says, within
from onrecord.domain.when import When

VERDICTS = ("now", "perhaps", "later", "expired", "cannot")
_KIND_ORDER = ("ombudsman", "regulator", "notice", "mediation", "court", "report_only")
_FILING = ("refer_by", "dispute_by")
_MUST_ASK_FIRST = ("required", "required_in_writing", "letter_before_claim")

_ASKED_BY = {"letter_before_claim": "event:letter_before_claim"}
"""How the user is asked when it happened; what is not here by its own name."""

WAYS_PAID = ("bank_transfer", "credit_card", "debit_card")
_BOUGHT = frozenset(
    {
        "shopping",
        "subscription",
        "misleading",
        "scam",
        "air_travel",
        "rail",
        "vehicle",
        "moving",
        "other",
    }
)
"""What a person says it is about who may, by how it was paid, be helped by the bank or card too."""

OF_ONE_BODY = frozenset({"accredited_company"})
"""Conditions that mean another thing with each body."""

TOLD_BY_HAND = frozenset(
    {"statement_sent", "first_wrong_statement_sent", "transaction", "purchase", "event",
     "expected_delivery", "knowledge", "breach", "refund_due", "disrupted_flight",
     "damaged_baggage", "delayed_baggage", "debt_notice", "letter_before_claim"}
)  # fmt: skip
"""Events that no step of a track and no contact says, so that the user is asked for the day."""

TOLD_BY_A_BODY = frozenset({"case_opened", "hearing"})
"""Events that a body which has the complaint tells, and no step says."""

ONE_FOR_EACH = frozenset({"statement_sent", "first_wrong_statement_sent", "transaction"})
"""Of these, that each wrong charge or payment has its own, with its own time to dispute it."""


def who_can_help(
    agencies: Iterable[Agency], matter: Matter, is_working_day: WorkingDay | None = None
) -> tuple[Option, ...]:
    """An option for each entry, the most useful first; the order of the entries is no matter."""
    judged = [option_of(agency, matter, is_working_day) for agency in agencies]
    own = {
        option.agency.kind
        for option in judged
        if option.verdict != "cannot" and _is_of_a_region(option.agency)
    }
    return tuple(
        sorted(
            (_general(option, own) for option in judged),
            key=_order,
        )
    )


def option_of(agency: Agency, matter: Matter, is_working_day: WorkingDay | None = None) -> Option:
    """What one entry means for a dispute."""
    judge = _Judge(agency, matter, is_working_day)
    return judge.option()


class _Judge:
    """Goes through one entry; reasons gather as it goes."""

    def __init__(self, agency: Agency, matter: Matter, is_working_day: WorkingDay | None) -> None:
        self._agency = agency
        self._matter = matter
        self._is_working_day = is_working_day
        self._cannot: list[str] = []
        self._why: list[str] = []
        self._first: list[str] = []
        self._unknown: list[str] = []
        self._ask: list[str] = []
        self._rests_on: list[Basis] = []
        self._questions: list[Question] = []
        self._grounds: dict[str, Basis] = {}
        self._unlocks: Deadline | None = None
        self._opened = ""
        self._opened_on: date | None = None
        self._expired = False
        self._locked = False
        self._limits = [
            (limit, made)
            for limit in agency.time_limits
            if not limit.places or within(matter.place, limit.places) is not False
            if (made := limit_deadline(limit, matter.starts, is_working_day))
        ]
        self._limits += [
            (limit, made)
            for limit, _ in self._limits
            for start in _others(limit, matter.starts)
            if (made := limit_deadline(limit, {start.event: (start,)}, is_working_day))
        ]

    def option(self) -> Option:
        agency = self._agency
        self._closed()
        self._place()
        self._sector()
        self._conditions()
        self._amounts()
        if not self._cannot:
            self._door()
        expires = self._expiry()
        return Option(
            agency,
            self._verdict(),
            tuple(self._cannot or self._why),
            tuple(self._first),
            (*self._unknown, *self._ask),
            self._unlocks,
            expires,
            tuple(made for _, made in self._limits),
            self._costs(),
            tuple(ASKS[item] for item in (agency.asks_for.items if agency.asks_for else ())),
            tuple(sentence.words for sentence in agency.will_not),
            agency.coverage.each_region,
            any(not basis.verified for basis in self._rests_on),
            tuple(self._questions),
            self._opened,
            self._grounds,
            self._to_say(),
            self._opened_on,
            self._pressing(),
        )

    def _say(self, where: list[str], words: str, basis: Basis | None = None) -> None:
        where.append(words)
        if basis is not None:
            self._grounds[words] = basis

    def _wonder(self, code: str, why: str) -> None:
        self._questions.append(Question(code, why))

    def _verdict(self) -> str:
        if self._cannot:
            return "cannot"
        if self._expired:
            return "expired"
        if self._unknown:
            return "perhaps"
        if self._locked:
            return "later"
        return "perhaps" if self._ask else "now"

    def _closed(self) -> None:
        closed, today = self._agency.closed, self._matter.today
        if closed and closed.on <= today:
            said = f"It closed on {When.of_day(closed.on).words()}."
            self._say(self._cannot, said, closed.basis)
        elif closed and closed.last_complaint_on and closed.last_complaint_on < today:
            last = When.of_day(closed.last_complaint_on).words()
            self._say(self._cannot, f"It takes no new complaints since {last}.", closed.basis)

    def _place(self) -> None:
        coverage, place = self._agency.coverage, self._matter.place
        if coverage.everywhere:
            return
        where = says(coverage.places)
        inside = within(place, coverage.places)
        if inside is None:
            region = place.country and any(r.country == place.country for r in coverage.places)
            what = "which part of the country" if region else "which country"
            self._unknown.append(f"Say {what} it happened in. They work in {where}.")
            self._wonder("region" if region else "place", f"They work in {where}.")
        elif not inside:
            self._cannot.append(f"They work in {where} only.")
        elif not coverage.each_region:
            self._why.append(f"They work in {where}.")

    def _sector(self) -> None:
        day = self._matter.today
        covered = in_force(self._agency.covers, day)
        sectors = [sector for one in covered for sector in one.sectors]
        if ANY_SECTOR in sectors:
            basis = next(one.basis for one in covered if ANY_SECTOR in one.sectors)
            self._say(self._why, f"They deal with {SECTORS[ANY_SECTOR]}.", basis)
            self._rests_on.extend(one.basis for one in covered if ANY_SECTOR in one.sectors)
            return
        mine = sectors_of(self._matter.sector)
        said = ", ".join(SECTORS[sector] for sector in sectors)
        if not mine:
            self._unknown.append(f"Say what it is about. They deal with {said}.")
            self._wonder("sector", f"They deal with {said}.")
            return
        shared = [sector for sector in sectors if sector in mine] or self._paid(sectors, mine)
        if shared is None:
            self._unknown.append(f"Say how you paid. They deal with {said}.")
            return
        if not shared:
            only = covered[0].basis if covered else None
            self._say(self._cannot, f"They deal only with {said}.", only)
            return
        bases = [one.basis for one in covered if set(shared) & set(one.sectors)]
        said = ", ".join(SECTORS[sector] for sector in shared)
        self._say(self._why, f"They deal with {said}.", bases[0])
        self._rests_on.extend(bases)

    def _paid(self, sectors: list[str], mine: frozenset[str]) -> list[str] | None:
        """What they deal with by the way it was paid; None where that was not said. Of what was
        bought, a notice to the bank or card issuer; of a scam, whoever answers for the bank."""
        scam = "scam" in mine
        if not mine & _BOUGHT or not (scam or self._agency.kind == "notice"):
            return []
        reached = {
            way: [one for one in (way, "bank_account" if scam else "") if one in sectors]
            for way in WAYS_PAID
        }
        ways = [way for way, found in reached.items() if found]
        said = {way: self._matter.answers.get(f"paid:{way}") for way in ways}
        if paid := next((way for way in ways if said[way]), None):
            return reached[paid]
        if any(self._matter.answers.get(f"paid:{way}") for way in WAYS_PAID):
            return []
        open_ways = [way for way in ways if said[way] is None]
        for way in open_ways[:1]:
            self._wonder(f"paid:{way}", f"They deal with {SECTORS[reached[way][0]]}.")
        return None if open_ways else []

    def _conditions(self) -> None:
        matter = self._matter
        for condition in in_force(self._agency.conditions, matter.today):
            code = condition.code
            if code in OF_ONE_BODY:
                code = f"{code}:{self._agency.id}"
            answer = matter.answers.get(code, matter.answers.get(condition.code))
            if condition.code == "company_in_other_country" and matter.company_country:
                countries = {rule.country for rule in self._agency.coverage.places}
                answer = (
                    matter.company_country in countries
                    and matter.company_country != matter.place.country
                )
            said = CONDITIONS[condition.code]
            if answer is None:
                self._say(self._ask, said, condition.basis)
                asked = "company_country" if code == "company_in_other_country" else code
                self._wonder(asked, said)
            elif not answer:
                self._say(self._cannot, said, condition.basis)

    def _amounts(self) -> None:
        matter = self._matter
        for rule in in_force(self._agency.amounts, matter.today):
            limit = Money(rule.minor, rule.currency)
            said = f"{AMOUNTS[rule.what]} {limit.words()}."
            mine = matter.claimed if rule.what == "claim_limit" else matter.price
            if rule.what == "fee":
                continue  # see _costs
            if rule.places and within(matter.place, rule.places) is not True:
                continue
            if rule.what == "award_limit":
                self._say(self._why, said, rule.basis)
                continue
            if mine is None or mine.currency != rule.currency:
                if rule.what != "claim_limit":
                    self._say(self._ask, said, rule.basis)
                    self._wonder("price", said)
                continue
            over = mine.minor > rule.minor
            if over if rule.what != "price_over" else not over:
                if rule.basis.verified:
                    self._say(self._cannot, said, rule.basis)
                else:
                    self._say(self._ask, f"{said} This is unverified.", rule.basis)

    def _door(self) -> None:
        """Whether the company was asked, and has had its time."""
        agency, matter = self._agency, self._matter
        rule = agency.company_first
        event = agency.waits[0].event if agency.waits else "first_complaint"
        if rule and rule.value == "letter_before_claim":
            event = "letter_before_claim"
        asked = first_of(matter.starts, event)
        answered = event == "first_complaint" and any(code in matter.starts for code in ANSWERS)
        if rule and asked is None and not answered:
            if rule.value in _MUST_ASK_FIRST:
                self._rests_on.append(rule.basis)
                self._say(self._first, COMPANY_FIRST[rule.value], rule.basis)
                self._wonder(_ASKED_BY.get(event, event), COMPANY_FIRST[rule.value])
                self._locked = True
            elif rule.value in ("usual", "encouraged"):
                self._say(self._why, COMPANY_FIRST[rule.value], rule.basis)
        elif rule and rule.value == "required_in_writing":
            self._in_writing(rule.basis)
        self._wait()

    def _in_writing(self, basis: Basis) -> None:
        said, answer = COMPANY_FIRST["required_in_writing"], self._matter.answers.get("in_writing")
        if answer is None:
            self._say(self._ask, said, basis)
            self._wonder("in_writing", said)
        elif not answer:
            self._say(self._first, said, basis)
            self._locked = True

    def _wait(self) -> None:
        sectors = sectors_of(self._matter.sector)
        waits = _waits_for(self._agency.waits, sectors)
        if not waits:
            return
        for wait in self._agency.waits:
            if wait.only_if and wait.amount and (not wait.sectors or sectors & set(wait.sectors)):
                length = length_words(wait.amount, wait.unit)
                self._say(self._why, f"The company has {length} {wait.only_if}.", wait.basis)
        today = self._matter.today
        basis = waits[-1].basis
        self._rests_on.append(basis)
        opened = [
            start
            for event in waits[-1].early_if
            if (start := first_of(self._matter.starts, event))
            and (start.when.first_day is None or start.when.first_day <= today)
        ]
        if opened:
            start = opened[0]
            on = f" on {start.when.day.words()}" if start.when.text else ""
            self._locked = False
            self._first.clear()
            self._opened = f"The way is open: {EVENTS[start.event]}{on}."
            self._opened_on = start.when.last_day
            self._say(self._why, self._opened, basis)
            return
        self._unlocks = wait_for(waits, self._matter.starts, self._is_working_day)
        early = " or ".join(OPENERS.get(e, EVENTS[e]) for e in waits[-1].early_if)
        if self._unlocks is None:
            self._locked = True
            self._say(self._first, f"It opens as soon as {early}.", basis)
            return
        basis = self._unlocks.basis or basis
        state = self._unlocks.state(today)
        do = time_to(self._matter.starts, self._unlocks)
        if state in ("passed", "today"):
            start = self._unlocks.start
            said = f"Their time to {do} was over {self._unlocks.on()}."
            self._opened = start.granted(said) if start else said
            self._opened_on = self._unlocks.latest
            self._say(self._why, self._opened, basis)
            if start and start.assumed:
                self._ask.append(start.whether())
                self._wonder(f"complained:{start.id}", start.whether())
            return
        length = length_words(waits[-1].amount or 0, waits[-1].unit)
        sooner = f", or less if {early}" if early else ""
        if state == "perhaps_passed":
            said = f"Their time to {do} ends {self._unlocks.says()}{sooner}."
            start = self._unlocks.start
            self._say(self._ask, start.granted(said) if start else said, basis)
        elif state == "unknown":
            self._locked = True
            self._say(self._first, f"The company has {length} to answer{sooner}.", basis)
            event = waits[-1].event
            self._wonder(_ASKED_BY.get(event, event), f"The company has {length} to answer.")
        else:
            self._locked = True
            said = f"The company has until {self._unlocks.says()} to {do}{sooner}."
            start = self._unlocks.start
            self._say(self._first, start.granted(said) if start else said, basis)
            if start and start.assumed:
                self._wonder(f"complained:{start.id}", start.whether())

    def _expiry(self) -> Deadline | None:
        """The first limit for bringing it. A limit closes the door only when it surely passed: one
        we trust, without condition, by its latest reading."""
        today = self._matter.today
        filing = [(limit, made) for limit, made in self._limits if limit.kind in _FILING]
        waived = any(limit.only_if for limit, _ in filing)
        for limit, one in filing:
            state = one.state(today)
            if (
                state == "passed"
                and one.firm
                and not waived
                and _not_all_over(limit, filing, today)
            ):
                since = one.start.when.day.words() if one.start else ""
                said = f"For what counts from {since} it had to be brought by {one.says()}."
                self._say(self._why, said, one.basis)
            elif state == "passed" and one.firm and not waived:
                self._expired = True
                self._say(self._why, f"It had to be brought by {one.says()}.", one.basis)
            elif state in ("passed", "perhaps_passed"):
                said = f"It may be too late: the time limit was {one.says()}."
                self._say(self._ask, said, one.basis)
                self._ask_day(limit)  # another day it runs from may be later
            elif state == "unknown":
                self._ask_day(limit)
        known = [one for _, one in filing if one.earliest]
        ahead = [one for one in known if one.state(today) != "passed"]
        found = min(ahead or known, key=lambda one: one.earliest or date.max, default=None)
        if found and found.basis:
            self._rests_on.append(found.basis)
        return found

    def _ask_day(self, limit: TimeLimit) -> None:
        """The days a time limit runs from that nobody said."""
        if not limit.amount:
            return
        length = length_words(limit.amount, limit.unit)
        for event in limit.events:
            if event in TOLD_BY_HAND and event not in self._matter.starts:
                said = f"They take it within {length} of the day {EVENTS[event]}."
                self._wonder(f"event:{event}", said)

    def _to_say(self) -> tuple[Question, ...]:
        """What other times of theirs run from, where nobody said the day; and which card it is."""
        starts = self._matter.starts
        found: dict[str, list[str]] = {}  # a day is asked for once, whatever runs from it
        for limit, made in self._limits:
            if limit.kind in _FILING or made.earliest:
                continue
            for event in limit.events:
                if event in TOLD_BY_HAND and event not in starts:
                    length = length_words(limit.amount or 0, limit.unit)
                    why = f"{made.what} within {length} of the day {EVENTS[event]}."
                    found.setdefault(f"event:{event}", []).append(why)
        days = [Question(code, " ".join(why)) for code, why in found.items()]
        if not self._cannot and any(one.case in CARDS for one in self._agency.attachments_if):
            days.append(Question(CARD, "Each card limits the papers that a bank can hand in."))
        return tuple(days)

    def _pressing(self) -> tuple[Question, ...]:
        """What a time of mine with a body that has the complaint runs from, and nobody said."""
        if self._agency.id not in self._matter.with_bodies:
            return ()
        return tuple(
            Question(f"event:{event}", f"{made.what} {limit_words(limit)}.")
            for limit, made in self._limits
            if LIMITS[limit.kind][0] == "me" and limit.kind not in _FILING and not made.earliest
            for event in limit.events
            if event in TOLD_BY_A_BODY and event not in self._matter.starts
        )

    def _costs(self) -> tuple[str, ...]:
        place = self._matter.place
        rules = [
            rule
            for rule in in_force(self._agency.amounts, self._matter.today)
            if rule.what == "fee"
        ]
        fees = [rule for rule in rules if not rule.places or within(place, rule.places) is True]
        if not fees and any(within(place, rule.places) is None for rule in rules):
            depends = "What it costs depends on the region."
            if place.country:
                self._wonder("region", depends)
            return (depends,)
        if not fees:
            return ("What it costs is not in our directory.",)
        said: list[str] = []
        for rule in fees:
            cost = f"{AMOUNTS['fee']} {rule.words()}"
            self._say(said, f"{cost} {rule.note}." if rule.note else f"{cost}.", rule.basis)
        return tuple(said)


def _others(limit: TimeLimit, starts: Starts) -> tuple[Start, ...]:
    """The days, beside the first, that another wrong charge has its own time from."""
    if limit.kind != "dispute_by" or not ONE_FOR_EACH.issuperset(limit.events):
        return ()
    return tuple(
        start
        for event in limit.events
        for start in starts.get(event, ())
        if start is not first_of(starts, event)
    )


def _not_all_over(limit: TimeLimit, filing: list[tuple[TimeLimit, Deadline]], today: date) -> bool:
    return any(one.state(today) != "passed" for other, one in filing if other is limit)


def sectors_of(said: str) -> frozenset[str]:
    """The codes a dispute's sector means; none where it is not one of our words."""
    plain = " ".join(said.split()).casefold()
    if plain in SECTOR_GROUPS:
        return frozenset(SECTOR_GROUPS[plain])
    code = plain.replace(" ", "_")
    return frozenset({code} if code in SECTORS and code != ANY_SECTOR else ())


def _waits_for(waits: tuple[Wait, ...], sectors: frozenset[str]) -> list[Wait]:
    """The versions of the wait that is for this sector; else of the one for all; a variant that
    holds only on a condition stays out."""
    plain = [wait for wait in waits if not wait.only_if]
    special = [wait for wait in plain if sectors & set(wait.sectors)]
    return special or [wait for wait in plain if not wait.sectors]


def _is_of_a_region(agency: Agency) -> bool:
    return any(rule.regions for rule in agency.coverage.places) and not agency.coverage.each_region


def _general(option: Option, kinds_of_a_region: set[str]) -> Option:
    """Of a general entry, that there is a better one."""
    if not option.general or option.verdict == "cannot":
        return option
    said = "There is an entry for your region." if option.agency.kind in kinds_of_a_region else (
        "Each region has one of its own; look for yours."
    )  # fmt: skip
    return replace(option, why=(*option.why, said))


def _order(option: Option) -> tuple[object, ...]:
    agency = option.agency
    settles = agency.settles_single_cases
    sectors = {sector for one in agency.covers for sector in one.sectors}
    expires = option.expires.earliest if option.expires else None
    return (
        VERDICTS.index(option.verdict),
        bool(settles and not settles.value),
        option.general,
        ANY_SECTOR in sectors,
        _KIND_ORDER.index(agency.kind),
        expires or date.max,
        agency.name,
        agency.id,
    )
