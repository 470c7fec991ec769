"""Who could help with a dispute, as it is shown: each body with its reasons, its days, its cost,
and beside every figure where it was read and how old that is; and the one question to ask next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency, Basis
from onrecord.domain.agency_figures import figures
from onrecord.domain.agency_words import ASKS, KINDS, LIMITS, SECTOR_GROUPS, SECTORS
from onrecord.domain.asking import Asked, asked, wanted
from onrecord.domain.contact import Contact
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.eligibility import TOLD_BY_HAND, sectors_of
from onrecord.domain.eligibility import who_can_help as judge
from onrecord.domain.held import Held, held_by
from onrecord.domain.known_deciders import knows_a_decider
from onrecord.domain.matter import Option, Question
from onrecord.domain.packet_profile import profile_for
from onrecord.domain.place import place_words
from onrecord.domain.track import StageEvent, Track
from onrecord.domain.useful_first import deciders_first
from onrecord.domain.when import When
from onrecord.services.agency_directory import Entry, directory
from onrecord.services.who_can_help import matter_of
from onrecord.services.who_can_help_answers import answer_words, answers_of
from onrecord.services.working_days import working_days

if TYPE_CHECKING:
    from onrecord.domain.deadline import Deadline
    from onrecord.vault.vault import Vault

BEST = 3
_BRINGING = (LIMITS["refer_by"][1], LIMITS["dispute_by"][1])


@dataclass(frozen=True)
class Line:
    """A sentence with where it was read, how old that is, and the address to check it at; all
    empty where no rule is behind it. ``mine``: the user wrote it in place of ours."""

    words: str
    source: str = ""
    as_of: str = ""
    address: str = ""
    unverified: bool = False
    mine: bool = False


@dataclass(frozen=True)
class HelpCard:
    """One body. ``verdict`` is one of ``eligibility.VERDICTS``, ``status`` the same in words with
    its day, or that they have the complaint already. ``asks_for`` is a sentence; ``profile`` the kind of packet it gets. ``origin`` is
    ``mine``, ``update`` or ``bundled``; ``newer``: ours was gone over after the user's was written.
    """

    id: str
    name: str
    kind: str
    verdict: str
    status: str
    why: tuple[Line, ...] = ()
    first: tuple[Line, ...] = ()
    ask: tuple[Line, ...] = ()
    unlocks: Line | None = None
    expires: Line | None = None
    days: tuple[Line, ...] = ()
    costs: tuple[Line, ...] = ()
    asks_for: tuple[Line, ...] = ()
    will_not: tuple[Line, ...] = ()
    how: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    page: Line | None = None
    profile: str = "regulator"
    origin: str = "bundled"
    newer: bool = False
    revised: str = ""
    general: bool = False
    unverified: bool = False
    track_id: str = ""
    """The line of steps on which the complaint is with them already."""
    alone: bool = False
    """The user's own entry, with none of ours behind it."""
    by: tuple[Line, ...] = ()
    """What I have to do by a day, beside bringing it to them."""
    to_say: tuple[Asked, ...] = ()
    """Days that a time of theirs runs from and nobody said."""


@dataclass(frozen=True)
class Answered:
    """What was asked and said; ``code`` takes it back or changes it."""

    code: str
    words: str
    said: str
    kind: str


@dataclass(frozen=True)
class HelpView:
    """``cards`` are in the order of their use; ``best`` those to show first, ``rest`` the others.
    ``question`` is the next one to ask, ``more_questions`` how many follow. ``companies`` are
    those with a line of steps of their own, as (id, name); ``counterparty_id`` the one it is for.
    """

    dispute_id: str
    title: str
    company: str
    place: str
    sector: str
    counterparty_id: str
    companies: tuple[tuple[str, str], ...]
    question: Asked | None
    more_questions: int
    answered: tuple[Answered, ...]
    cards: tuple[HelpCard, ...]
    knows_a_decider: bool = True
    """Whether the directory holds an ombudsman or regulator for such a matter there."""

    @property
    def best(self) -> tuple[HelpCard, ...]:
        """None before it is known where it was and what it is about."""
        if not self.place or not self.sector:
            return ()
        open_ones = [card for card in self.cards if card.verdict not in ("cannot", "expired")]
        return tuple(open_ones[:BEST])

    def nobody(self, add_it: str) -> str:
        """What is said in place of bodies and of a question; empty where there is either.
        ``add_it`` says how a body of one's own is added there."""
        if self.best or self.question is not None:
            return ""
        if self.place and self.sector:
            return (
                "Nobody in the directory takes this now. A bill, the contract or their last answer "
                f"often names who does: {add_it}, and a packet can be made for it."
            )
        return "Say where it was and what it is about; then those who can help stand here."

    def no_decider(self, add_it: str) -> str:
        """What is said beside those who help in another way, where no ombudsman or regulator is
        known; empty where one is."""
        if self.knows_a_decider or not self.place or not self.sector or self.nobody(add_it):
            return ""
        about = self.sector.removeprefix("a ").removeprefix("an ")
        return (
            f"The directory holds no ombudsman or regulator for this ({about}, {self.place}), but"
            " there may be one. A bill, the contract or their last answer often names it:"
            f" {add_it}, and a packet can be made for it."
        )

    @property
    def rest(self) -> tuple[HelpCard, ...]:
        shown = {card.id for card in self.best}
        return tuple(card for card in self.cards if card.id not in shown)


def help_view(
    vault: Vault, dispute_id: str, today: date | None = None, *, counterparty_id: str = ""
) -> HelpView:
    """``counterparty_id`` is the company it is for; by default the one the dispute began with.
    Raises NotFound."""
    day = today or date.today()
    dispute = vault.get(Dispute, dispute_id)
    companies = _companies(vault, dispute_id)
    chosen = counterparty_id or dispute.counterparty_id
    several = len(companies) > 1
    matter = matter_of(vault, dispute_id, day, counterparty_id=chosen if several else "")
    entries = directory(vault)
    options = judge(
        (entry.agency for entry in entries.values()), matter, working_days(matter.place)
    )
    known = answers_of(vault, dispute_id, chosen if several else "")
    company = dict(companies).get(chosen) or _name(vault, chosen)
    queue = wanted(options, frozenset(known))
    settled = bool(matter.place.country and matter.sector)
    if not settled:
        queue = [pair for pair in queue if pair[0].code in ("place", "sector")]
    tracks = vault.find(Track, "dispute_id = ? AND agency_id != ''", [dispute_id], order="rowid")
    tracks = [one for one in tracks if not several or one.counterparty_id == chosen]
    with_them = {track.agency_id: track.id for track in reversed(tracks)}
    steps = "track_id IN (SELECT id FROM track WHERE dispute_id = ? AND agency_id != '')"
    held = held_by(tracks, vault.find(StageEvent, steps, [dispute_id]))
    return HelpView(
        dispute_id,
        dispute.title,
        company,
        place_words(dispute.place) if matter.place.country else "",
        _sector_words(matter.sector),
        chosen,
        companies if several else (),
        _asked(vault, queue[0], company) if queue else None,
        max(len(queue) - 1, 0),
        _answered(vault, dispute, chosen, company, entries, known),
        tuple(
            _card(
                option,
                entries[option.agency.id],
                day,
                with_them.get(option.agency.id, ""),
                held.get(option.agency.id),
                tuple(
                    _asked(vault, (one, option.agency), company)
                    for one in option.to_say
                    if one.code not in known
                ),
            )
            for option in deciders_first(options)
        ),
        knows_a_decider(options, matter),
    )


def _card(
    option: Option,
    entry: Entry,
    day: date,
    track_id: str,
    held: Held | None,
    to_say: tuple[Asked, ...],
) -> HelpCard:
    agency = option.agency
    pages = [page for page in agency.pages if page.use in ("complain", "find")]

    def lines(words: Iterable[str]) -> tuple[Line, ...]:
        return tuple(line(one, option.grounds.get(one), entry) for one in words)

    shown = [one for one in figures(agency) if one.group in ("way", "files")]
    return HelpCard(
        agency.id,
        agency.name,
        KINDS[agency.kind],
        option.verdict,
        status_words(option, held),
        lines(option.why),
        lines(option.first),
        lines(option.ask),
        day_line(option.unlocks, entry) if option.unlocks and option.verdict != "now" else None,
        day_line(option.expires, entry) if option.expires and held is None else None,
        _days(option, entry),
        lines(option.costs),
        _asks_for(agency, entry),
        tuple(line(one.words, one.basis, entry) for one in agency.will_not),
        tuple(line(f"{one.label}: {one.words}", one.basis, entry) for one in shown),
        tuple(line(one.words, one.basis, entry) for one in agency.notes if one.basis.in_force(day)),
        line(pages[0].address, pages[0].basis, entry) if pages else None,
        profile_for(agency),
        entry.origin,
        entry.newer,
        When.of_day(agency.revised).words(),
        option.general,
        option.unverified,
        track_id,
        entry.alone,
        tuple(
            day_line(one, entry, whole=True)
            for one in option.deadlines
            if one.who == "me"
            and one.earliest
            and one.what not in _BRINGING
            and one.start
            and one.start.event in TOLD_BY_HAND
        ),
        to_say,
    )


def status_words(option: Option, held: Held | None = None) -> str:
    """``now, until 28 April 2027``; ``later, from 28 April 2026``; ``perhaps``; ``too late``. Of a
    body that has the complaint, ``has it since 2 May 2026``, whatever the verdict."""
    if held is not None:
        has = "has decided it" if held.decided else "has it"
        return has if held.decided or not held.since.text else f"{has} since {held.since.words()}"
    verdict = option.verdict
    if verdict == "later" and option.unlocks and option.unlocks.earliest:
        return f"later, from {option.unlocks.says()}"
    if verdict == "now" and option.expires and option.expires.day:
        return f"now, until {option.expires.says()}"
    return {"expired": "too late", "cannot": "cannot help"}.get(verdict, verdict)


def day_line(deadline: Deadline, entry: Entry, *, whole: bool = False) -> Line:
    """A day with how it came about; the ``whole`` of it says what has to be done by then, and all
    that makes it less certain."""
    if not whole:
        said = f"{deadline.says()}, {deadline.rule}."
        return line(f"{said[:1].upper()}{said[1:]}", deadline.basis, entry)
    said = f"{deadline.what}: {deadline.says()}, {deadline.rule}."
    extra = [one for one in (*deadline.doubts, *deadline.notes) if one != "The rule is unverified."]
    return line(" ".join((said, *extra)), deadline.basis, entry)


def _days(option: Option, entry: Entry) -> tuple[Line, ...]:
    found = (*option.deadlines, *((option.unlocks,) if option.unlocks else ()))
    return tuple(day_line(one, entry, whole=True) for one in found)


def line(words: str, basis: Basis | None, entry: Entry | None = None) -> Line:
    """``words`` with what they rest on."""
    if basis is None:
        return Line(words)
    addresses = [source.address for source in basis.sources if source.address]
    return Line(
        words,
        "; ".join(source.says() for source in basis.sources),
        _age(basis),
        addresses[0] if addresses else "",
        not basis.verified,
        entry is not None and is_mine(entry, basis),
    )


def _age(basis: Basis) -> str:
    """``as of July 2025, in force from 8 April 2026``."""
    said = [basis.age()]
    if basis.valid_from:
        said.append(f"in force from {When.of_day(basis.valid_from).words()}")
    if basis.valid_to:
        said.append(f"in force until {When.of_day(basis.valid_to).words()}")
    return ", ".join(said)


def is_mine(entry: Entry, basis: Basis) -> bool:
    """Whether the user wrote a figure that rests on this: in an entry of theirs, and not in the
    one that theirs stands in place of."""
    if entry.origin != "mine":
        return False
    ours = entry.set_aside
    return ours is None or all(one.basis != basis for one in figures(ours))


def _asks_for(agency: Agency, entry: Entry) -> tuple[Line, ...]:
    asks = agency.asks_for
    if asks is None:
        return ()
    return (line("; ".join(ASKS[item] for item in asks.items), asks.basis, entry),)


def _companies(vault: Vault, dispute_id: str) -> tuple[tuple[str, str], ...]:
    rows = vault.query(
        "SELECT c.id AS id, c.name AS name, min(t.rowid) AS first FROM track t"
        " JOIN counterparty c ON c.id = t.counterparty_id WHERE t.dispute_id = ?"
        " GROUP BY c.id ORDER BY first",
        [dispute_id],
    )
    return tuple((row["id"], row["name"]) for row in rows)


def _name(vault: Vault, counterparty_id: str) -> str:
    found = vault.find(Counterparty, "id = ?", [counterparty_id], limit=1)
    return found[0].name if found else ""


def _sector_words(said: str) -> str:
    if not sectors_of(said):
        return ""
    plain = " ".join(said.split()).casefold()
    return said if plain in SECTOR_GROUPS else SECTORS[plain.replace(" ", "_")]


def _asked(vault: Vault, pair: tuple[Question, Agency], company: str) -> Asked:
    question, agency = pair
    kind, _, about = question.code.partition(":")
    complaint = ""
    if kind == "complained":
        contact = vault.get(Contact, about)
        complaint = f"{contact.kind} of {When(contact.dated).words()}"
    return asked(question, agency, company, complaint)


def _answered(
    vault: Vault, dispute: Dispute, company_id: str, company: str, entries: dict[str, Entry],
    known: dict[str, str],
) -> tuple[Answered, ...]:  # fmt: skip
    found: list[Answered] = []
    if dispute.place:
        found.append(Answered("place", "Where it was", place_words(dispute.place), "place"))
    if dispute.sector:
        said = _sector_words(dispute.sector) or dispute.sector
        found.append(Answered("sector", "What it is about", said, "sector"))
    firm = vault.find(Counterparty, "id = ?", [company_id], limit=1)
    if firm and firm[0].place:
        put = asked(Question("company_country", ""), None, company)
        found.append(Answered(put.code, put.words, place_words(firm[0].place), put.kind))
    for code, value in known.items():
        kind, _, about = code.partition(":")
        if kind == "complained" and not vault.count(Contact, "id = ?", [about]):
            continue
        entry = entries.get(about) if kind == "accredited_company" else None
        question = Question(code, "")
        put = asked(question, entry.agency, company) if entry else None
        put = put or _asked(vault, (question, next(iter(entries.values())).agency), company)
        found.append(Answered(code, put.words, answer_words(code, value), put.kind))
    return tuple(found)
