"""Every day that matters, of one dispute or of all: by rule, by promise, by the company's own
stated time, by hand; and apart from them what I plan to do.

What follows from a rule, a promise or a stated time is worked out when it is looked at. A row is
kept only where the user set a day, or said of a computed one that it was met or does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency
from onrecord.domain.agency_words import EVENTS, LIMITS
from onrecord.domain.contact import Contact, Promise
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.deadline import Deadline, Start, Starts, first_of, time_to
from onrecord.domain.diary import DiaryDeadline, PlannedAction
from onrecord.domain.dispute import Dispute
from onrecord.domain.eligibility import ONE_FOR_EACH
from onrecord.domain.eligibility import who_can_help as judge
from onrecord.domain.matter import Matter, Option
from onrecord.domain.money import Money
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.spoken_due import parse_due
from onrecord.domain.track import NO_BODY, StageEvent, Track
from onrecord.domain.when import When
from onrecord.services.agency_directory import agencies
from onrecord.services.letters.sent_notices import SentNotice, sent_notices
from onrecord.services.views.said_got import came
from onrecord.services.who_can_help import matter_of
from onrecord.services.working_days import working_days

if TYPE_CHECKING:
    from onrecord.domain.deadline import WorkingDay
    from onrecord.vault.vault import Vault

_BRING = (LIMITS["refer_by"][1], LIMITS["dispute_by"][1])
_UNSEEN = LIMITS["furnisher_notified"][1]
"""What they do among themselves: their answer to me says nothing of it."""
_FEEDBACK = LIMITS["feedback_by"][1]
_OF_THEIR_ANSWER = (_FEEDBACK, LIMITS["formal_complaint_by"][1])
"""What runs from the answer to a complaint that went through that body."""
SETTLED = ("met", "missed", "dropped", "done")
AT_A_BODY = frozenset(
    {"complaint_sent", "complaint_served", "complaint_received", "body_notice", "filed",
     "case_opened"}
)  # fmt: skip

# Whoever has many disputes waits for those only that can have a date.
_MAY_HAVE_DATES = (
    "(place != '' AND sector != '')"
    " OR (place != '' AND id IN (SELECT dispute_id FROM letter WHERE state = 'sent'))"
    " OR id IN (SELECT dispute_id FROM deadline) OR id IN (SELECT dispute_id FROM planned_action)"
    " OR id IN (SELECT dispute_id FROM dispute_person WHERE authority_expires != '')"
    " OR id IN (SELECT t.dispute_id FROM track t JOIN counterparty c ON c.id = t.counterparty_id"
    " WHERE c.stated_response != '')"
)
_HAS_PROMISE = " OR id IN (SELECT dispute_id FROM promise WHERE due != '')"


@dataclass(frozen=True)
class DueRow:
    """One day that matters.

    ``kind`` is rule, promise, company (the time they state themselves), authority, hand or plan;
    ``who`` has to act: me, company or body. ``key`` names it as long as what it is counted from
    stays; ``record`` is the row that holds it, ("", "") where it is only computed. ``outcome``
    says what became of it; ``opens`` is whose door its end opens.
    """

    key: str
    kind: str
    dispute_id: str
    title: str
    words: str
    who: str
    said: str
    earliest: date | None = None
    latest: date | None = None
    computed: str = ""
    source: str = ""
    as_of: str = ""
    addresses: tuple[str, ...] = ()
    firm: bool = True
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    state: str = "open"
    outcome: str = ""
    record: tuple[str, str] = ("", "")
    track_id: str = ""
    opens: str = ""
    since: date | None = None
    """The first day it may be counted from."""
    time_to: str = "answer"
    """Where it opens a door, what the company has its time for (``domain.deadline.time_to``)."""

    @property
    def unsure(self) -> bool:
        """It is not certain, and ``said`` does not say so itself."""
        return not self.firm and "(unverified)" not in self.said

    @property
    def end(self) -> date | None:
        """The day it counts to: the earliest it can be where I act, the latest where they do."""
        return self.earliest if self.who == "me" else self.latest

    def days_left(self, today: date) -> int | None:
        return (self.end - today).days if self.end else None

    def status(self, today: date) -> str:
        """``settled``, ``unknown``, ``unlocked`` (a wait is over), ``overdue``, ``today`` or
        ``ahead``."""
        if self.state != "open":
            return "settled"
        left = self.days_left(today)
        if left is None:
            return "unknown"
        if self.opens:
            return "unlocked" if left <= 0 else "ahead"
        return "overdue" if left < 0 else "today" if left == 0 else "ahead"

    def in_words(self, today: date) -> str:
        """``in 26 days``, ``today``, ``3 days ago``."""
        left = self.days_left(today)
        if left is None:
            return ""
        if left == 0:
            return "today"
        days = "1 day" if abs(left) == 1 else f"{abs(left)} days"
        return f"in {days}" if left > 0 else f"{days} ago"


def deadlines(vault: Vault, dispute_id: str, today: date | None = None) -> tuple[DueRow, ...]:
    """Of one dispute, what is open and nearest first, what is settled last; no plans."""
    return _sorted(_of_dispute(vault, vault.get(Dispute, dispute_id), today, agencies(vault)))


def plans(vault: Vault, dispute_id: str) -> tuple[DueRow, ...]:
    """What I mean to do myself, the nearest first."""
    dispute = vault.get(Dispute, dispute_id)
    rows = vault.find(PlannedAction, "dispute_id = ?", [dispute_id], order="dated, rowid")
    return _sorted(_plan(dispute, one) for one in rows)


def all_deadlines(
    vault: Vault,
    today: date | None = None,
    *,
    with_plans: bool = False,
    with_promises: bool = True,
    of: str = "",
) -> tuple[DueRow, ...]:
    """Across all open disputes, or that with the id ``of``, and what closed ones are still owed,
    the nearest first; those that are settled are left out."""
    found: list[DueRow] = []
    chosen = _MAY_HAVE_DATES + (_HAS_PROMISE if with_promises else "")
    where = f"? IN ('', id) AND trashed_at = '' AND state != 'closed' AND ({chosen})"
    disputes = vault.find(Dispute, where, [of], order="rowid")
    known = agencies(vault) if disputes else ()
    for dispute in disputes:
        found += _of_dispute(vault, dispute, today, known)
        if with_plans:
            found += plans(vault, dispute.id)
    if with_promises:  # closing settles no promise
        owed = "id IN (SELECT dispute_id FROM promise WHERE state = 'open' AND due != '')"
        closed = f"? IN ('', id) AND trashed_at = '' AND state = 'closed' AND {owed}"
        for dispute in vault.find(Dispute, closed, [of], order="rowid"):
            found += _promises(vault, dispute)
    return _sorted(
        row for row in found if row.state == "open" and (with_promises or row.kind != "promise")
    )


def nearest(rows: Iterable[DueRow], today: date) -> DueRow | None:
    """What is overdue, the newest first; then what is still to come; then a wait that is over."""
    dated = [row for row in rows if row.state == "open" and row.end]
    late = [row for row in dated if row.status(today) == "overdue"]
    if late:
        return max(late, key=lambda row: row.end or date.min)
    ahead = [row for row in dated if row.end and row.end >= today]
    if ahead:
        return min(ahead, key=lambda row: row.end or date.max)
    return max(dated, key=lambda row: row.end or date.min, default=None)


def _of_dispute(
    vault: Vault, dispute: Dispute, today: date | None, known: Sequence[Agency]
) -> list[DueRow]:
    day = today or date.today()
    tracks = vault.find(Track, "dispute_id = ?", [dispute.id], order="rowid")
    found = [*_promises(vault, dispute, tracks), *_authorities(vault, dispute, day)]
    for number, track in enumerate(tracks):
        matter = matter_of(vault, dispute.id, day, track_id=track.id)
        notices = sent_notices(vault, dispute.id, track.id, first=number == 0)
        starts = _own(vault, matter.starts, track, first=number == 0)
        matter = replace(matter, starts=_with_notices(starts, notices))
        is_working_day = working_days(matter.place)
        rows = [
            *_by_rule(
                dispute,
                track,
                [one for one in tracks if one.counterparty_id == track.counterparty_id],
                matter,
                known,
                is_working_day,
                {s.id: n.rule for n in notices for s in n.starts},
            )
        ]
        rows += _stated(vault, dispute, track, matter.starts, is_working_day)
        found += [_answered(row, matter.starts) for row in rows]
    return _with_kept(found, dispute, _kept(vault, dispute.id))


def _own(vault: Vault, starts: Starts, track: Track, *, first: bool) -> Starts:
    """Of what only may be a complaint, the contacts with the party of this track."""
    parties = [track.counterparty_id, "" if first else track.counterparty_id]
    rows = vault.query("SELECT id FROM contact WHERE counterparty_id IN (?, ?)", parties)
    theirs = {row["id"] for row in rows}

    def with_them(start: Start) -> bool:
        return not start.assumed or start.id in theirs

    return {code: kept for code, one in starts.items() if (kept := tuple(filter(with_them, one)))}


def _with_notices(starts: Starts, notices: Sequence[SentNotice]) -> Starts:
    """What was sent counts beside what a step says, the earliest first."""
    found = {code: list(one) for code, one in starts.items()}
    for notice in notices:
        for start in notice.starts:
            found.setdefault(start.event, []).append(start)
    return {
        code: tuple(sorted(one, key=lambda start: start.when.sort_key))
        for code, one in found.items()
    }


# -------------------------------------------------------------------- by rule


def _by_rule(
    dispute: Dispute,
    track: Track,
    lines: Sequence[Track],
    matter: Matter,
    known: Sequence[Agency],
    is_working_day: WorkingDay | None,
    noticed: Mapping[str, str],
) -> Iterator[DueRow]:
    """Only where place and sector say which rules are meant, and the clock has started; the rules
    of a notice that was sent (``noticed``, by letter) are meant whatever the sector says, and no
    other rule counts from that letter. ``lines`` are those against the same company."""
    if not matter.place.country or not (matter.sector or noticed):
        return
    options = [
        option
        for option in judge(known, matter, is_working_day)
        if option.agency.id in (track.agency_id, *noticed.values())
        or (matter.sector and may_be_with(option))
    ]
    if track.agency_id and (since := _since_it_was_filed(matter)) is not matter:
        theirs = [one for one in known if one.id == track.agency_id]
        again = {one.agency.id: one for one in judge(theirs, since, is_working_day)}
        options = [again.get(option.agency.id, option) for option in options]
    bodies = {
        option.agency.id
        for option in options
        for one in option.deadlines
        if one.start and one.start.event in AT_A_BODY
    }
    with_body = track.agency_id == NO_BODY or any(
        option.agency.id == track.agency_id for option in options
    )
    for option in options:
        for number, one in enumerate(option.deadlines):
            if one.earliest:
                letter_rule = noticed.get(one.start.id, "") if one.start else ""
                if letter_rule and letter_rule != option.agency.id:
                    continue
                if _of_another_notice(one, option, track, lines):
                    continue
                if one.what == _FEEDBACK and option.agency.id != track.agency_id:
                    continue  # asked of an answer to a complaint that went through that body
                if one.what in _OF_THEIR_ANSWER and _before_it_was_filed(one, matter.starts):
                    continue
                asked = one.start is not None and one.start.event in AT_A_BODY
                if asked and with_body and option.agency.id != track.agency_id:
                    continue  # the complaint is with another body, whose clock this is not
                open_which = asked and not with_body and len(bodies) > 1
                row = _rule_row(
                    dispute, track, option, one, _limit_name(number, one, matter.starts),
                    body=option.agency.called if open_which else "",
                )  # fmt: skip
                at_them = option.agency.id == track.agency_id and option.agency.kind != "notice"
                yield _brought(row, matter.starts) if at_them and one.what in _BRING else row
        if option.unlocks and option.unlocks.earliest and option.verdict != "expired":
            row = _rule_row(dispute, track, option, option.unlocks, "wait", opens=True)
            yield replace(row, time_to=time_to(matter.starts, option.unlocks))


def _limit_name(number: int, one: Deadline, starts: Starts) -> str:
    """Part of the key of a row. Where each wrong charge has a day of its own, with that day, so
    that what was said of one charge does not count for another when a day is added."""
    start = one.start
    if start is None or start.event not in ONE_FOR_EACH or len(starts.get(start.event, ())) < 2:
        return f"limit{number}"
    return f"limit@{start.when.text[:10]}@{one.latest}"


def _since_it_was_filed(matter: Matter) -> Matter:
    """With the answers to a complaint at a body, where there are any, and none from before it."""
    filed = first_of(matter.starts, "filed")
    brought = filed.when.first_day if filed else None
    answers = matter.starts.get("company_response", ())
    later = tuple(
        one for one in answers if brought and one.when.last_day and one.when.last_day >= brought
    )
    if not later or len(later) == len(answers):
        return matter
    return replace(matter, starts={**matter.starts, "company_response": later})


def _before_it_was_filed(one: Deadline, starts: Starts) -> bool:
    """Whether the answer it runs from came before the complaint was with the body."""
    filed = first_of(starts, "filed")
    day = one.start.when.last_day if one.start else None
    brought = filed.when.first_day if filed else None
    return day is not None and brought is not None and day < brought


def _brought(row: DueRow, starts: Starts) -> DueRow:
    """Of the time to bring it to a body: whether it is with them, and came there in time."""
    filed = first_of(starts, "filed")
    day = filed.when.last_day if filed else None
    if filed is None or day is None or row.latest is None or day > row.latest:
        return row
    return replace(row, state="met", outcome=f"You brought it to them on {filed.when.words()}.")


def _of_another_notice(one: Deadline, option: Option, track: Track, lines: Sequence[Track]) -> bool:
    """A notice is given under one rule: that of the body its line of steps is with. An answer names
    no line: it counts on that of the notice, else on the first against the company."""
    start = one.start
    if start is None or start.event not in ("notice_given", "notice_received"):
        return False
    if start.table:
        return start.table == StageEvent.TABLE and option.agency.id != track.agency_id
    own = next((line for line in lines if line.agency_id == option.agency.id), lines[0])
    return own.id != track.id


def may_be_with(option: Option) -> bool:
    """Whether a complaint may be with that body, of this place and for this kind of matter."""
    return option.verdict != "cannot" and not option.agency.coverage.everywhere


def _rule_row(
    dispute: Dispute, track: Track, option: Option, one: Deadline, name: str, *,
    opens: bool = False, body: str = "",
) -> DueRow:  # fmt: skip
    agency = option.agency
    doubts = one.doubts
    if body:
        doubts = (*doubts, f"Only if your complaint is with {body}.")
    addresses = [s.address for s in one.basis.sources if s.address] if one.basis else []
    addresses += [page.address for page in agency.pages[:1]]
    words = f"{agency.called} takes it from then" if opens else f"{one.what}{one.holds}"
    started = one.start.event if one.start else ""
    return DueRow(
        key=f"{agency.id}:{name}:{started}:{one.start.id if one.start else ''}:{track.id}",
        kind="rule",
        dispute_id=dispute.id,
        title=dispute.title,
        words=words if opens else f"{words} ({agency.called})",
        who="company" if opens else one.who,
        said=one.says(),
        earliest=one.earliest,
        latest=one.latest,
        computed=one.rule,
        source=one.source or agency.name,
        as_of=one.as_of or agency.revised.isoformat(),
        addresses=tuple(dict.fromkeys(addresses)),
        firm=one.firm and not body,
        doubts=doubts,
        notes=one.notes,
        track_id=track.id,
        opens=agency.called if opens else "",
        since=one.start.when.first_day if one.start else None,
    )


# -------------------------------------------------------------------- by what they said


def _stated(
    vault: Vault,
    dispute: Dispute,
    track: Track,
    starts: Starts,
    is_working_day: WorkingDay | None,
) -> Iterator[DueRow]:
    """The time the company gives itself, from the day we first complained."""
    party = vault.find(Counterparty, "id = ?", [track.counterparty_id], limit=1)
    start = first_of(starts, "first_complaint")
    if not party or not party[0].stated_response.strip() or start is None:
        return
    company = party[0]
    made: list[date] = []
    for day in (start.when.first_day, start.when.last_day):
        try:
            due = parse_due(company.stated_response, day, is_working_day).when
        except (ValueError, OverflowError):
            return
        if due.first_day is None or due.last_day is None:
            return
        made += [due.first_day, due.last_day]
    first, last = min(made), max(made)
    doubts = (start.assumed,) if start.assumed else ()
    if first != last:
        doubts = (*doubts, "The day it is counted from is known only roughly.")
    yield DueRow(
        key=f"stated:{track.id}:{start.id}",
        kind="company",
        dispute_id=dispute.id,
        title=dispute.title,
        words=f"{company.name} said they answer by then",
        who="company",
        said=_span_words(first, last),
        earliest=first,
        latest=last,
        computed=f"“{company.stated_response.strip()}” from {start.when.day.words()}, "
        f"when {EVENTS['first_complaint']}",
        source=f"What {company.name} says of itself",
        firm=not doubts,
        doubts=doubts,
        track_id=track.id,
        since=start.when.first_day,
    )


def _promises(vault: Vault, dispute: Dispute, tracks: Sequence[Track] = ()) -> Iterator[DueRow]:
    """Each on the line of steps against whoever promised it; what I said I got is settled here,
    though its promise stays open until a statement shows the money."""
    rows = vault.find(
        Promise,
        "dispute_id = ? AND due != '' AND contact_id NOT IN"
        " (SELECT id FROM contact WHERE trashed_at != '')",
        [dispute.id],
        order="due, rowid",
    )
    sources = {
        contact.id: contact
        for contact in vault.find(
            Contact,
            "id IN (SELECT contact_id FROM promise WHERE dispute_id = ?)",
            [dispute.id],
        )
    }
    noted = came(vault, [dispute.id]) if rows else frozenset[str]()
    for one in rows:
        when, source = When(one.due), sources.get(one.contact_id)
        state = {"open": "open", "kept": "met", "broken": "open"}.get(one.state, "dropped")
        outcome = "" if one.state == "open" else one.state
        if one.id in noted and state == "open":
            state, outcome = "met", "You noted that you got it."
        party = source.counterparty_id if source else ""
        amount = (
            Money(one.amount_minor, one.currency).words()
            if one.amount_minor is not None and one.currency
            else ""
        )
        told = f"They promised it in the {source.kind} of {When(source.dated).words()}" if (
            source
        ) else "They promised it"  # fmt: skip
        yield DueRow(
            key=f"promise:{one.id}",
            kind="promise",
            dispute_id=dispute.id,
            title=dispute.title,
            words=", ".join(p for p in (amount, one.words) if p) or "What they promised",
            who="company",
            said=when.words(),
            earliest=when.first_day,
            latest=when.last_day,
            computed=told,
            source=f"ref {source.reference}" if source and source.reference else "",
            state=state,
            outcome=outcome,
            record=(Promise.TABLE, one.id),
            track_id=next((t.id for t in tracks if party and t.counterparty_id == party), ""),
        )


def _authorities(vault: Vault, dispute: Dispute, today: date) -> Iterator[DueRow]:
    links = vault.find(DisputePerson, "dispute_id = ? AND authority_expires != ''", [dispute.id])
    for link in links:
        when = When(link.authority_expires)
        ends = "ended" if (when.last_day or date.max) < today else "ends"
        yield DueRow(
            key=f"authority:{link.id}",
            kind="authority",
            dispute_id=dispute.id,
            title=dispute.title,
            words=f"The authority of {vault.get(Person, link.person_id).name or 'the helper'} {ends}",
            who="me",
            said=when.words(),
            earliest=when.first_day,
            latest=when.last_day,
            computed="As the letter of authority says",
        )


# -------------------------------------------------------------------- what became of it


def _answered(row: DueRow, starts: Starts) -> DueRow:
    """Of a time the company has: whether an answer came, and how much of it was left."""
    final = ("final_response", "deadlock")
    answers = [
        start
        for code in (final if row.opens else (*final, "company_response"))
        for start in starts.get(code, ())
        if start.when.first_day and start.when.first_day >= (row.since or date.min)
    ]
    if row.who != "company" or not answers or row.latest is None or row.earliest is None:
        return row
    if row.words.startswith(_UNSEEN):
        return replace(row, state="dropped", outcome="Nothing on record says when they did.")
    answer = min(answers, key=lambda start: start.when.sort_key)
    said = answer.when.words()
    last, first = answer.when.last_day, answer.when.first_day
    if row.opens or first is None or last is None:
        return replace(row, state="met", outcome=f"Their last word came on {said}."
                       if row.opens else f"They answered on {said}.")  # fmt: skip
    if last <= row.earliest:
        left = (row.earliest - last).days
        days = "1 day" if left == 1 else f"{left} days"
        return replace(row, state="met", outcome=f"They answered on {said}, in time, {days} left.")
    if first > row.latest:
        late = (first - row.latest).days
        days = "1 day" if late == 1 else f"{late} days"
        return replace(row, state="missed", outcome=f"They answered on {said}, {days} late.")
    return replace(row, state="met", outcome=f"They answered on {said}.")


def _kept(vault: Vault, dispute_id: str) -> list[DiaryDeadline]:
    return vault.find(DiaryDeadline, "dispute_id = ?", [dispute_id], order="due, rowid")


def _with_kept(
    found: list[DueRow], dispute: Dispute, kept: Sequence[DiaryDeadline]
) -> list[DueRow]:
    """What was said of a computed day counts for it; what was set by hand stands by itself."""
    said = {row.rule_id: row for row in kept if row.rule_id}
    made = [
        replace(row, state=one.state, record=(DiaryDeadline.TABLE, one.id))
        if (one := said.get(row.key))
        else row
        for row in found
    ]
    shown = {row.key for row in found}
    return [*made, *(_by_hand(dispute, row) for row in kept if row.rule_id not in shown)]


def _by_hand(dispute: Dispute, one: DiaryDeadline) -> DueRow:
    when = When(one.due)
    said = when.words()
    return DueRow(
        key=f"hand:{one.id}",
        kind=one.kind,
        dispute_id=dispute.id,
        title=dispute.title,
        words=one.words,
        who="me" if one.kind == "hand" else "company",
        said=said if one.firm else f"{said} (unverified)",
        earliest=when.first_day,
        latest=when.last_day,
        computed=one.computed or "You set this day",
        source=one.source,
        as_of=one.as_of,
        firm=one.firm,
        state=one.state,
        record=(DiaryDeadline.TABLE, one.id),
        track_id=one.track_id,
    )


def _plan(dispute: Dispute, one: PlannedAction) -> DueRow:
    when = When(one.dated)
    return DueRow(
        key=f"plan:{one.id}",
        kind="plan",
        dispute_id=dispute.id,
        title=dispute.title,
        words=one.words,
        who="me",
        said=when.words() if one.dated else "no day set",
        earliest=when.first_day,
        latest=when.last_day,
        computed="You plan this yourself",
        state=one.state,
        record=(PlannedAction.TABLE, one.id),
    )


def _span_words(first: date, last: date) -> str:
    if first == last:
        return When.of_day(first).words()
    return f"between {When.of_day(first).words()} and {When.of_day(last).words()}"


def _sorted(rows: Iterable[DueRow]) -> tuple[DueRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.state != "open", row.end or date.max)))
