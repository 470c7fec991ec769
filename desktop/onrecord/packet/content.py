"""What one bundle prints, resolved: plain data, JSON-able, nothing looked up later.

The service fills it from the vault, the worker sets it as pages. What is not in here is not
printed, so a revision frozen as this data gives the same bytes whenever it is exported.

Dates are texts that carry their own precision: ``2026``, ``2026-03``, ``2026-03-14``,
``2026-03-14T14:21``, a range ``2011-05/2011-09``, or empty for unknown (``onrecord.domain.when``); they are local time, since the worker that prints
them has no zone files. Only ``frozen_at`` is an instant, UTC, ending in ``Z``.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, Protocol

from onrecord.domain.packet_options import Pictures
from onrecord.errors import Refused
from onrecord.packet.letter import LetterContent, Paper

Ground = Literal["documented", "noted_with_reference", "noted", "admitted", "recalled", ""]
Part = Literal[
    "cover",
    "index",
    "chronology",
    "issues",
    "contact_log",
    "claims",
    "hashes",
    "letter",
    "brief",
    "proof",
    "document",
    "documents",
]
"""``document`` and ``documents`` say where those stand (``domain.packet_order``)."""
ReferenceState = Literal["unknown", "given", "none", "refused"]
PromiseState = Literal["open", "kept", "broken", "withdrawn"]

ALL_PARTS: tuple[Part, ...] = (
    "cover",
    "index",
    "chronology",
    "issues",
    "contact_log",
    "claims",
    "hashes",
)


@dataclass(frozen=True)
class Party:
    """A side as it is printed. ``address`` may have several lines."""

    name: str = ""
    legal_entity: str = ""  # the company's registered name, where it differs from ``name``
    address: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""  # "represented by ...", "account holder", company number


@dataclass(frozen=True)
class Reference:
    """A number to quote: ``Reference("Account", "0012 3456 78")``."""

    kind: str
    value: str


@dataclass(frozen=True)
class Frozen:
    """What was fixed when Export was pressed."""

    revision: int = 1
    frozen_at: str = ""  # UTC instant
    dated: str = ""  # ``frozen_at`` as a local date, printed; empty: the day in UTC
    app_version: str = ""
    custody_length: int = 0
    custody_head: str = ""  # 64 hex characters
    library_versions: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Cite:
    """A pointer to what proves a statement.

    ``label`` names an exhibit ("A3") or a contact ("C2"). ``page`` counts the pages of the
    original document from 1, as its owner knows it; it is printed as a page of the bundle.
    ``rect`` is the box on it that a link leads to (``onrecord.domain.rect``), or empty; of a
    picture in thousandths of its sides, since it lies on a sheet of its own here.
    """

    label: str
    page: int | None = None
    rect: str = ""


@dataclass(frozen=True)
class Version:
    """What the other side says of the same event, printed beside it."""

    when: str = ""
    words: str = ""
    citations: tuple[Cite, ...] = ()
    side: Literal["mine", "theirs"] = "theirs"


@dataclass(frozen=True)
class ChronologyRow:
    """One dated statement, already worded as firmly as its ground allows."""

    when: str
    words: str
    ground: Ground = ""
    ground_words: str = ""  # the reason: "Noted at 14:31 that day, with reference"
    citations: tuple[Cite, ...] = ()
    kind: Literal["fact", "contact", "silence"] = "fact"  # silence: "13 days without a word"
    other: Version | None = None
    typed: bool = False  # what happened, in a person's own words
    step: bool = False  # a step on the way up, such as the complaint and their answer
    elsewhere: bool = False  # with another company than the packet is about


@dataclass(frozen=True)
class Said:
    """What one side said; ``quoted`` means word for word, otherwise it is a paraphrase."""

    words: str
    quoted: bool = False


@dataclass(frozen=True)
class PromiseRow:
    """What they said would happen, and by when."""

    words: str
    due: str = ""
    state: PromiseState = "open"


@dataclass(frozen=True)
class ContactRow:
    """One call, message, letter or visit."""

    label: str  # "C1"
    when: str
    zone: str = ""
    channel: str = "call"
    direction: Literal["out", "in", ""] = ""  # out: I contacted them
    who: str = ""  # "Priya (id 7731), billing team"
    company: str = ""  # another than the one complained about; ``who`` names it, too
    address: str = ""  # number called or address written to
    reference: str = ""
    reference_state: ReferenceState = "unknown"  # not used where ``reference`` says it
    duration: int | None = None  # seconds
    hold: int | None = None  # seconds of it on hold
    theirs: tuple[Said, ...] = ()
    mine: tuple[Said, ...] = ()
    promises: tuple[PromiseRow, ...] = ()
    offers: tuple[str, ...] = ()
    outcome: str = ""
    written_at: str = ""  # when the note was made, local like ``when``, by this computer's clock
    attempt: bool = False  # nobody was reached
    citations: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class ClaimRow:
    """One amount asked for. ``minor`` is exact and totalled per currency.

    Where ``minor`` is None the figure is rough: ``amount_text`` is printed and not totalled.
    """

    words: str
    currency: str = ""  # ISO 4217
    minor: int | None = None
    amount_text: str = ""
    citations: tuple[Cite, ...] = ()
    formula: str = ""  # how a figure that was worked out came about, in words and numbers
    original: str = ""  # the same in the currency of the purchase, "US$268.94"; never totalled
    undisputed: bool = False  # what I agree I owe: apart from what is asked for


@dataclass(frozen=True)
class CreditRow:
    """Money that came back, on the day that is known."""

    when: str
    words: str
    currency: str
    minor: int
    citations: tuple[Cite, ...] = ()
    original: str = ""


@dataclass(frozen=True)
class IssueRow:
    """A point on which the sides differ: what each says, and what bears it out."""

    title: str
    mine: str = ""
    theirs: str = ""
    mine_citations: tuple[Cite, ...] = ()
    their_citations: tuple[Cite, ...] = ()

    @property
    def citations(self) -> tuple[Cite, ...]:
        return self.mine_citations + self.their_citations


@dataclass(frozen=True)
class BrokenRow:
    """A promise that was not kept: what, by when, and what shows that it was made."""

    words: str
    due: str = ""
    citations: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class Brief:
    """The one page for who has two minutes: what happened in five lines at most, and what was
    promised and not done."""

    lines: tuple[ChronologyRow, ...] = ()
    broken: tuple[BrokenRow, ...] = ()


@dataclass(frozen=True)
class ProofRow:
    """One thing that has to come before the recipient takes it, and what shows that it did."""

    words: str
    when: str = ""
    note: str = ""
    reference: str = ""
    citations: tuple[Cite, ...] = ()


@dataclass(frozen=True)
class OwnWords:
    """The user's own words for a field of the recipient's form. Kept with the revision, and printed
    in no bundle."""

    code: str
    words: str


@dataclass(frozen=True)
class Settled:
    """What the check asked about, and why it is right as it is. Kept with the revision, and
    never printed."""

    asked: str
    reason: str


@dataclass(frozen=True)
class Turn:
    """Page ``page`` of a document (from 1; 0: every other) turned clockwise by ``by`` degrees."""

    page: int
    by: int


@dataclass(frozen=True)
class Mark:
    """Where a page of a text begins, as its owner knows it: after how many characters that are
    neither space nor control (``packet.ink``). The text is broken into other pages here. With a
    ``rect`` it is a part of that page, as a ``Cite`` names it, that goes on ``until`` there."""

    page: int
    after: int
    until: int = 0
    rect: str = ""


@dataclass(frozen=True)
class Drawn:
    """What is drawn on the copy of a page, or taken out of it. ``rects`` are boxes
    (``onrecord.domain.rect``) on the page as it is shown; of a picture in thousandths of its
    sides. ``words``: what a note says."""

    page: int
    kind: Literal["black_out", "crop", "circle", "highlight", "arrow", "note"]
    rects: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Seen:
    """Words that a machine read in the picture of a page, none of its own: of each its box in
    thousandths of the page's sides (``onrecord.domain.rect``), a space, and the word."""

    page: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exhibit:
    """A document placed in the bundle. Matched by ``id``, never by file name."""

    id: str
    label: str  # "A1"
    title: str = ""
    caption: str = ""
    when: str = ""
    source: str = ""
    kind: str = ""
    media_type: str = ""
    file_name: str = ""
    length: int = 0  # bytes
    sha256: str = ""
    sha256_of: Literal["original", "copy"] = "original"  # copy: something was removed from it
    pages: tuple[int, ...] | None = None  # pages taken, counted from 1; None: all
    page_count: int = 0  # of the original; 0 where it is not known
    theirs: bool = False  # helps the other side, and is in all the same
    password: str = ""  # opens the document; never printed
    text: str | None = None  # extracted text, for documents that are set as text
    marks: tuple[Mark, ...] = ()  # pages of such a text that are cited
    cut: str = ""  # why not all of ``text`` is here, one sentence; printed and told
    smaller: bool = False  # some pages are set smaller, so that their stamps cover nothing
    image_copy: bool = False  # its pages are pictures of the pages
    problem: str = ""  # why its pages cannot be shown, one sentence; a sheet says so
    drawn: tuple[Drawn, ...] = ()  # what is marked or blacked out on its pages
    turns: tuple[Turn, ...] = ()  # pages that stand upright only when turned
    signed: bool = False  # the file bears a signature, which no copy can prove
    seen: tuple[Seen, ...] = ()  # of pages without text: laid behind them, to be found


class _Citing(Protocol):
    @property
    def citations(self) -> tuple[Cite, ...]: ...


@dataclass(frozen=True)
class SentPage:
    """Where a page of a document stands in what was sent; ``page`` None is its title sheet."""

    page: int | None
    at: int


@dataclass(frozen=True)
class SentExhibit:
    """A document of a bundle that was sent before."""

    id: str
    label: str
    title: str = ""
    pages: tuple[SentPage, ...] = ()


@dataclass(frozen=True)
class Before:
    """The bundle that was sent before and is not renumbered: this one goes on behind it."""

    dated: str = ""  # local date it was made
    last_page: int = 0
    exhibits: tuple[SentExhibit, ...] = ()


@dataclass(frozen=True)
class Along:
    """A file that goes beside the bundle, under ``name``: the original of a document as it is, or a
    ``copy`` of it in a kind that every portal takes. ``whole``: nothing was taken from it here."""

    id: str
    label: str
    name: str
    form: Literal["original", "copy"] = "original"
    whole: bool = True
    length: int = 0  # bytes of the original
    sha256: str = ""  # of the original


@dataclass(frozen=True)
class Options:
    """How the bundle is printed, where it differs from the usual.

    ``large``: large print. ``grey``: no colour. ``flat``: no links, notes or layers. ``pictures``:
    how pictures are made smaller (``domain.packet_options``). ``volume_pages`` and
    ``volume_bytes``: the most of one file, 0 for no limit. ``first_page``: printed on the first.
    """

    large: bool = False
    grey: bool = False
    flat: bool = False
    pictures: Pictures = ""
    volume_pages: int = 0
    volume_bytes: int = 0
    first_page: int = 1


@dataclass(frozen=True)
class BundleContent:
    """The whole of one bundle, in print order."""

    title: str
    subtitle: str = ""
    paper: Paper = "a4"
    language: str = "en"
    complainant: Party = field(default_factory=Party)
    counterparty: Party = field(default_factory=Party)
    references: tuple[Reference, ...] = ()
    ask: str = ""  # what I ask for
    summary: str = ""  # what happened, in a few lines
    frozen: Frozen = field(default_factory=Frozen)
    chronology: tuple[ChronologyRow, ...] = ()
    contact_log: tuple[ContactRow, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    credits: tuple[CreditRow, ...] = ()
    issues: tuple[IssueRow, ...] = ()
    tried: tuple[str, ...] = ()  # channels, attempts, how often passed on: a sentence each
    exhibits: tuple[Exhibit, ...] = ()
    parts: tuple[Part, ...] = ALL_PARTS
    hidden: tuple[str, ...] = ()  # words that are blacked out wherever they stand
    sample: bool = False
    letter: LetterContent | None = None
    brief: Brief | None = None
    proof: tuple[ProofRow, ...] = ()
    settled: tuple[Settled, ...] = ()
    form: tuple[OwnWords, ...] | None = None  # None: of a version that did not keep them
    kept_out: tuple[str, ...] = ()  # ids of documents that were left out on purpose
    options: Options = field(default_factory=Options)
    before: Before = field(default_factory=Before)
    along: tuple[Along, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    """Our own words in ``language`` by the English ones, before those that ship with the app."""

    def cites(self, *, printed: bool = False) -> tuple[Cite, ...]:
        """Every source a row points to, each place once; ``printed``: of the parts that are."""
        brief = self.brief or Brief()
        rows: dict[Part, Sequence[_Citing]] = {
            "chronology": self.chronology,
            "issues": self.issues,
            "contact_log": self.contact_log,
            "claims": (*self.claims, *self.credits),
            "brief": (*brief.lines, *brief.broken),
            "proof": self.proof,
        }
        told = [each for part, each in rows.items() if not printed or part in self.parts]
        found = [c for each in told for row in each for c in row.citations]
        if not printed or "chronology" in self.parts:
            found += [c for row in self.chronology if row.other for c in row.other.citations]
        return tuple(dict.fromkeys(found))


def to_json(content: BundleContent) -> dict[str, Any]:
    """``content`` as plain JSON data."""
    return typing.cast("dict[str, Any]", _encode(content))


def from_json(data: Mapping[str, Any]) -> BundleContent:
    """Bundle content from JSON data; what is missing takes its default.

    Raises Refused, with the path of the field, for a wrong type or a field we do not know.
    """
    return typing.cast("BundleContent", _decode(BundleContent, data, ""))


def _encode(value: Any) -> Any:
    kind = typing.cast("type[Any]", type(value))
    if kind in _PLAIN:
        return value
    names = _names(kind)
    if names is not None:
        return {name: _encode(getattr(value, name)) for name in names}
    if isinstance(value, list | tuple):
        return [_encode(item) for item in typing.cast("list[Any]", value)]
    if isinstance(value, Mapping):
        items = typing.cast("Mapping[str, Any]", value).items()
        return {key: _encode(item) for key, item in items}
    return value


_PLAIN = frozenset((str, int, float, bool, types.NoneType))


@cache
def _names(cls: type[Any]) -> tuple[str, ...] | None:
    """The fields of a record; None for what is no record."""
    if not dataclasses.is_dataclass(cls):
        return None
    return tuple(field.name for field in dataclasses.fields(cls))


@cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _decode(kind: Any, value: Any, path: str) -> Any:
    if type(value) is kind and kind in _PLAIN:
        return value
    if dataclasses.is_dataclass(kind):
        return _decode_record(typing.cast("type[Any]", kind), value, path)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        return _decode(next(a for a in args if a is not types.NoneType), value, path)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise _wrong(path, "a list")
        items = typing.cast("list[Any]", value)
        return tuple(_decode(args[0], item, f"{path}[{n}]") for n, item in enumerate(items))
    if origin is Literal:
        if value not in args:
            raise _wrong(path, "one of " + ", ".join(repr(a) for a in args))
        return value
    if origin is Mapping:
        if not isinstance(value, Mapping):
            raise _wrong(path, "a table of texts")
        table = typing.cast("Mapping[str, Any]", value)
        return {key: _decode(str, item, f"{path}.{key}") for key, item in table.items()}
    # Not isinstance above: a bool is an int in Python, never here.
    raise _wrong(path, {str: "a text", int: "a whole number", bool: "true or false"}[kind])


def _decode_record(cls: type[Any], value: Any, path: str) -> Any:
    if not isinstance(value, Mapping):
        raise _wrong(path or "bundle", "a record")
    table = typing.cast("Mapping[str, Any]", value)
    hints = _hints(cls)
    for name in table:
        if name not in hints:
            raise Refused(
                f'The bundle has a field this version does not know: "{name}".',
                f"{path}.{name}" if path else name,
            )
    found: dict[str, Any] = {}
    for f in dataclasses.fields(cls):
        where = f"{path}.{f.name}" if path else f.name
        if f.name in table:
            found[f.name] = _decode(hints[f.name], table[f.name], where)
        elif f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING:
            raise Refused(f'The bundle lacks "{where}".', where)
    return cls(**found)


def _wrong(path: str, wanted: str) -> Refused:
    return Refused(f'The bundle\'s "{path}" must be {wanted}.', path)
