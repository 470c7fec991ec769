"""A body or statute of the directory: who could help, by which rules, and how we know.

Every figure rests on a ``Basis``: where it was read, how old that is, from and until when it is in
force, and how far to trust it. What is not known is None; nothing here is legal advice. Entries
are data by ``schemas/agency.schema.json``; ``agency_from_plain`` takes one that was validated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from onrecord.domain.money import Money
from onrecord.domain.when import When
from onrecord.errors import Refused

T = TypeVar("T")

ANY_SECTOR = "any"
NOT_LEGAL_ADVICE = "Not legal advice. Check the date and the address beside each rule."


@dataclass(frozen=True)
class Source:
    """A page, or a statute or publication by name; one of the two is not empty."""

    words: str = ""
    address: str = ""

    @property
    def site_only(self) -> bool:
        """A page of that site was read, and its full address was not kept."""
        return self.address.removesuffix("/").count("/") == 2

    def says(self) -> str:
        """``Ofcom's statement of 8 July 2025 (a page of www.ofcom.org.uk)``."""
        host = self.address.partition("://")[2].removesuffix("/")
        where = f"a page of {host}" if host and self.site_only else self.address
        return f"{self.words} ({where})" if self.words and where else self.words or where


@dataclass(frozen=True)
class Basis:
    """What a figure rests on. ``as_of`` is When text, empty where no date is known; then
    ``as_of_note`` may say more. Both ends of its validity are days it is in force on."""

    sources: tuple[Source, ...]
    confidence: str
    as_of: str = ""
    as_of_note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def verified(self) -> bool:
        """False where the confidence is low: shown as unverified, and never a firm date."""
        return self.confidence != "low"

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day, as far as is known."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def age(self) -> str:
        """``as of July 2025``, or what is known of its age without a date."""
        if self.as_of:
            return f"as of {When(self.as_of).words()}"
        return self.as_of_note or "date not known"


@dataclass(frozen=True)
class Figure(Generic[T]):
    """A value with what it rests on."""

    value: T
    basis: Basis


@dataclass(frozen=True)
class PlaceRule:
    """A country (ISO 3166-1), or those of its regions (ISO 3166-2 without the country)."""

    country: str
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """Where it works. ``each_region``: each region has one of its own; this is the general entry."""

    places: tuple[PlaceRule, ...] = ()
    everywhere: bool = False
    each_region: bool = False


@dataclass(frozen=True)
class Covers:
    """Codes of ``agency_words.SECTORS`` it deals with."""

    sectors: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True)
class Closed:
    """It has closed; ``instead`` are ids of what to use in its place."""

    on: date
    last_complaint_on: date | None
    instead: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True)
class Page:
    """An address to open in a browser; ``use`` is a code of ``agency_words.PAGES``."""

    use: str
    address: str
    basis: Basis


@dataclass(frozen=True)
class SubmitWay:
    """A way to send it; ``accepted`` None where that is not stated or differs."""

    way: str
    accepted: bool | None
    basis: Basis
    to: str = ""
    note: str = ""


@dataclass(frozen=True)
class OtherLength:
    """Another length that a source states for the same wait."""

    amount: int
    unit: str
    words: str


@dataclass(frozen=True)
class Wait:
    """How long the company has, from ``event``, before they take it.

    ``amount`` None: only an event of ``early_if`` opens the door. ``sectors`` empty: for all.
    """

    amount: int | None
    unit: str
    early_if: tuple[str, ...]
    basis: Basis
    sectors: tuple[str, ...] = ()
    only_if: str = ""
    also_stated: tuple[OtherLength, ...] = ()
    event: str = "first_complaint"


@dataclass(frozen=True)
class Condition:
    """A code of ``agency_words.CONDITIONS``: what else has to be so."""

    code: str
    basis: Basis


@dataclass(frozen=True)
class TimeLimit:
    """A time within which somebody has to act; ``kind`` is a code of ``agency_words.LIMITS``.

    ``events`` is what it is counted from; with several, the source does not say which one counts.
    ``before``: counted back. ``must_be``: ``sent`` or ``received`` by then, empty if not stated.
    """

    kind: str
    amount: int | None
    unit: str
    events: tuple[str, ...]
    basis: Basis
    before: bool = False
    must_be: str = ""
    places: tuple[PlaceRule, ...] = ()
    only_if: str = ""
    sooner: str = ""
    later: str = ""
    note: str = ""


@dataclass(frozen=True)
class AmountRule:
    """Money in their rules, in minor units; ``what`` is a code of ``agency_words.AMOUNTS``."""

    what: str
    minor: int
    currency: str
    basis: Basis
    places: tuple[PlaceRule, ...] = ()
    note: str = ""

    def words(self) -> str:
        """``£35.00``, or ``nothing`` for a fee of none."""
        if self.what == "fee" and not self.minor:
            return "nothing"
        return Money(self.minor, self.currency).words()


@dataclass(frozen=True)
class FilePart:
    """So many files of one kind."""

    of: str
    files: int


@dataclass(frozen=True)
class Attachments:
    """What may go with it; sizes in bytes; each None where it is not stated."""

    files: Figure[int] | None = None
    file_parts: Figure[tuple[FilePart, ...]] | None = None
    bytes_each: Figure[int] | None = None
    bytes_total: Figure[int] | None = None
    pages: Figure[int] | None = None
    pages_each: Figure[int] | None = None
    formats: Figure[tuple[str, ...]] | None = None
    refused: Figure[tuple[str, ...]] | None = None
    pdf: Figure[str] | None = None
    images: Figure[bool] | None = None
    order: Figure[str] | None = None
    copies: Figure[int] | None = None
    photo_is_file: Figure[bool] | None = None
    screenshots_show: Figure[tuple[str, ...]] | None = None


@dataclass(frozen=True)
class CaseLimits:
    """What may go with it in one case only; ``case`` is a code of ``agency_words.CASES``."""

    case: str
    limits: Attachments


@dataclass(frozen=True)
class AsksFor:
    """Codes of ``agency_words.ASKS``, in the order they ask."""

    items: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True)
class Expected:
    """A code of ``agency_words.EXPECTED``: it has to be there, and is not flagged as private."""

    what: str
    basis: Basis
    note: str = ""


@dataclass(frozen=True)
class Forbidden:
    """A code of ``agency_words.FORBIDDEN``; ``where`` is ``anywhere`` or ``story``, the free text."""

    what: str
    where: str
    basis: Basis


@dataclass(frozen=True)
class Sentence:
    """Plain words of ours, with what they rest on. Of the user's own, ``instead_of`` are those of
    ours they stand in place of; empty where they were added."""

    words: str
    basis: Basis
    instead_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Agency:
    """One entry of the directory. ``revised`` is when it was last gone over."""

    id: str
    revised: date
    name: str
    kind: str
    coverage: Coverage
    covers: tuple[Covers, ...]
    short_name: str = ""
    closed: Closed | None = None
    pages: tuple[Page, ...] = ()
    submit: tuple[SubmitWay, ...] = ()
    company_first: Figure[str] | None = None
    final_answer: Figure[bool] | None = None
    waits: tuple[Wait, ...] = ()
    conditions: tuple[Condition, ...] = ()
    time_limits: tuple[TimeLimit, ...] = ()
    amounts: tuple[AmountRule, ...] = ()
    attachments: Attachments = Attachments()
    attachments_if: tuple[CaseLimits, ...] = ()
    narrative_characters: Figure[int] | None = None
    form_minutes: Figure[int] | None = None
    form_can_be_saved: Figure[bool] | None = None
    can_add_later: Figure[bool] | None = None
    settles_single_cases: Figure[bool] | None = None
    words_go_to_company: Figure[bool] | None = None
    public_record: Figure[str] | None = None
    languages: Figure[tuple[str, ...]] | None = None
    asks_for: AsksFor | None = None
    expects: tuple[Expected, ...] = ()
    forbids: tuple[Forbidden, ...] = ()
    will_not: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


class _Based(Protocol):
    @property
    def basis(self) -> Basis: ...


B = TypeVar("B", bound=_Based)


def in_force(rules: Iterable[B], day: date) -> tuple[B, ...]:
    """Those of several dated rules that hold on a day, in their order."""
    return tuple(rule for rule in rules if rule.basis.in_force(day))


def agency_from_plain(plain: Mapping[str, Any]) -> Agency:
    """The entry a validated JSON object means. Raises Refused naming the field for what a schema
    cannot say: a basis that is not there, a day that does not exist.
    """
    return _Reader(plain).agency()


class _Reader:
    """Reads one entry, with its bases at hand."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self._plain = plain
        self._bases = {name: _basis(name, one) for name, one in plain["bases"].items()}

    def agency(self) -> Agency:
        plain, coverage = self._plain, self._plain["coverage"]
        made: dict[str, Any] = {
            "id": plain["id"],
            "revised": _day(plain["revised"], "revised"),
            "name": plain["name"],
            "kind": plain["kind"],
            "short_name": plain.get("short_name", ""),
            "coverage": Coverage(
                _places(coverage["places"]), coverage["everywhere"], coverage["each_region"]
            ),
            "attachments": self._attachments(plain.get("attachments", {}), "attachments"),
            "attachments_if": tuple(
                CaseLimits(case, self._attachments(one, f"attachments_if.{case}"))
                for case, one in plain.get("attachments_if", {}).items()
            ),
        }
        for name, cls in _LISTS.items():
            made[name] = tuple(
                self._row(cls, one, f"{name}[{number}]")
                for number, one in enumerate(plain.get(name, ()))
            )
        for name, cls in (("closed", Closed), ("asks_for", AsksFor)):
            if plain.get(name) is not None:
                made[name] = self._row(cls, plain[name], name)
        for one in fields(Agency):
            if one.name not in made and one.name not in ("closed", "asks_for"):
                made[one.name] = self._figure(plain.get(one.name), one.name)
        return Agency(**made)

    def _attachments(self, plain: Mapping[str, Any], path: str) -> Attachments:
        return Attachments(
            **{name: self._figure(one, f"{path}.{name}") for name, one in plain.items()}
        )

    def _figure(self, plain: Mapping[str, Any] | None, path: str) -> Figure[Any] | None:
        if plain is None:
            return None
        value: Any = plain["value"]
        if path.endswith(".file_parts"):
            value = tuple(FilePart(**part) for part in value)
        elif isinstance(value, list):
            value = tuple(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        return Figure(value, self._named(plain, path))

    def _row(self, cls: type[Any], plain: Mapping[str, Any], path: str) -> Any:
        made: dict[str, Any] = {"basis": self._named(plain, path)}
        for name, value in plain.items():
            if name == "places":
                made[name] = _places(value)
            elif name == "also_stated":
                made[name] = tuple(OtherLength(**other) for other in value)
            elif name in ("on", "last_complaint_on"):
                made[name] = _day(value, f"{path}.{name}") if value else None
            elif name != "basis":
                made["events" if name == "from" else name] = (
                    tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]
                )
        if cls is Wait:
            made["unit"] = made["unit"] or ""
        return cls(**made)

    def _named(self, plain: Mapping[str, Any], path: str) -> Basis:
        found = self._bases.get(plain["basis"])
        if found is None:
            raise _wrong(f"{path}.basis", "there is no basis of this name")
        return found


_LISTS: dict[str, type[Any]] = {
    "covers": Covers,
    "pages": Page,
    "submit": SubmitWay,
    "waits": Wait,
    "conditions": Condition,
    "time_limits": TimeLimit,
    "amounts": AmountRule,
    "expects": Expected,
    "forbids": Forbidden,
    "will_not": Sentence,
    "notes": Sentence,
}


def _basis(name: str, plain: Mapping[str, Any]) -> Basis:
    path = f"bases.{name}"
    as_of = plain["as_of"] or ""
    try:
        When(as_of)
    except ValueError:
        raise _wrong(f"{path}.as_of", "this is not a date") from None
    first, last = plain["valid_from"], plain["valid_to"]
    made = Basis(
        tuple(Source(**source) for source in plain["sources"]),
        plain["confidence"],
        as_of,
        plain.get("as_of_note", ""),
        _day(first, f"{path}.valid_from") if first else None,
        _day(last, f"{path}.valid_to") if last else None,
    )
    if made.valid_from and made.valid_to and made.valid_from > made.valid_to:
        raise _wrong(f"{path}.valid_to", "it ends before it begins")
    return made


def _places(plain: Sequence[Mapping[str, Any]]) -> tuple[PlaceRule, ...]:
    return tuple(PlaceRule(one["country"], tuple(one["regions"])) for one in plain)


def _day(text: str, path: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong(path, "there is no such day") from None


def _wrong(path: str, why: str) -> Refused:
    return Refused(f"The entry is wrong at {path}: {why}.", path)
