"""What judging, building and verifying a bundle answer: plain data, JSON-able, parser-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal, cast

Method = Literal["copy", "flatten", "keep", "import", "image"]
"""How a page gets in: copied, with fields and notes drawn into it; the same after pdfium drew them;
copied with fields and notes as stamps that show their picture and do nothing; copied after pdfium
rewrote the file; or as a picture, labelled as such."""


Spot = Literal["right", "left", "middle", "top right", "top left", "top middle", "below"]
"""Where on a page its stamp stands: at the foot or at the top, or below the page's own content,
which is set a little smaller for it."""
SPOTS: tuple[Spot, ...] = ("right", "left", "middle", "top right", "top left", "top middle")
"""Where nothing is changed, first choice first."""

VERDICT_FORM = 8
"""Raised with every change of what a verdict says: older ones are then worked out again."""


@dataclass(frozen=True)
class Verdict:
    """How to take the pages of one file, found out by trying and looking.

    It holds for ``engine``, the versions of the libraries that it was tried with.
    """

    engine: str = ""
    page_count: int = 0  # 0: the pages are made by us from text or an image, or are not to be had
    method: Method = "copy"
    exceptions: Mapping[int, Method] = field(default_factory=dict[int, Method])  # by page, from 1
    wrapped: tuple[int, ...] = ()  # pages whose content leaves its graphics state open
    problems: tuple[str, ...] = ()
    mended: bool = False  # compressed data breaks off and is to be written anew
    sound: bool = False  # of a picture: its data was read to the end and can go in as it is
    spots: Mapping[int, Spot] = field(default_factory=dict[int, Spot])  # where not lower right
    large_spots: Mapping[int, Spot] = field(default_factory=dict[int, Spot])  # in large print
    barely: tuple[int, ...] = ()  # pages with hardly a word of their own over a picture
    unmapped: tuple[int, ...] = ()  # pages whose fonts say nothing or wrong of what letters are
    undrawn: tuple[int, ...] = ()  # pages that lack letters of what is filled in on them

    def spot_of(self, page: int, *, large: bool = False) -> Spot:
        return (self.large_spots if large else self.spots).get(page, "right")

    def method_of(self, page: int) -> Method:
        return self.exceptions.get(page, self.method)

    def to_json(self) -> dict[str, Any]:
        found = asdict(self)
        found["exceptions"] = {str(page): method for page, method in self.exceptions.items()}
        found["spots"] = {str(page): spot for page, spot in self.spots.items()}
        found["large_spots"] = {str(page): spot for page, spot in self.large_spots.items()}
        return found

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Verdict:
        return Verdict(
            engine=data["engine"],
            page_count=data["page_count"],
            method=data["method"],
            exceptions={int(page): method for page, method in data["exceptions"].items()},
            wrapped=tuple(data["wrapped"]),
            mended=data["mended"],
            sound=data["sound"],
            spots={int(page): spot for page, spot in data["spots"].items()},
            large_spots={int(page): spot for page, spot in data.get("large_spots", {}).items()},
            problems=tuple(data["problems"]),
            barely=tuple(data.get("barely", ())),
            unmapped=tuple(data.get("unmapped", ())),
            undrawn=tuple(data.get("undrawn", ())),
        )


@dataclass(frozen=True)
class Problem:
    """Something of the bundle that is not as it was asked for; one sentence says what."""

    words: str
    exhibit: str = ""  # label
    page: int | None = None  # of the document, from 1
    stops: bool = False  # a page that was chosen could not be included


@dataclass(frozen=True)
class PageRecord:
    """One page of the bundle. ``label`` is what is printed on it beside its number.

    ``frame``: where a place (u, v) of the document's page lies on this one, (x + u * across, y + v *
    down), both from the top left of the sheet as it is shown; of a picture u and v are thousandths of
    its sides. None: the same place. ``boxes`` are blackened on it and ``gone`` are the words, letters
    and figures only, that it does not hold any more; these never leave the vault."""

    number: int  # from 1; printed on the page, and the page of the PDF
    label: str = ""  # "A1 · p. 3"; empty on pages we set ourselves
    exhibit_label: str = ""
    exhibit_page: int | None = None  # of the document, from 1
    kind: Literal["front", "divider", "copy", "image", "redacted", "sheet"] = "front"
    frame: tuple[float, float, float, float] | None = None
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    gone: tuple[str, ...] = ()
    turned: int = 0  # degrees clockwise, after what ``frame`` says

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> PageRecord:
        frame: Any = data.get("frame")
        boxes: Any = data.get("boxes", ())
        more: dict[str, Any] = {
            "frame": tuple(frame) if frame else None,
            "boxes": tuple(tuple(box) for box in boxes),
            "gone": tuple(data.get("gone", ())),
        }
        return PageRecord(**{**data, **more})


@dataclass(frozen=True)
class LinkRecord:
    """One link: from where, to what it says it leads, and the page where that is."""

    page: int
    address: str  # "x-exhibit:A1#3"
    target: int


@dataclass(frozen=True)
class Volume:
    """One file of a bundle that is in several: the numbers printed on its first and last page,
    and where its bytes lie in all of them, one file behind another."""

    first: int
    last: int
    offset: int = 0
    length: int = 0
    sha256: str = ""


MOST_SMALLER = 8


@dataclass(frozen=True)
class BuildReport:
    """What was built. ``left_out`` never leaves the vault: per exhibit label, words that
    only its pages left out contain. ``parts``: first and last page of each part we set.
    ``first_page`` is printed on the first page; ``volumes`` is empty where there is one file."""

    page_count: int
    length: int = 0  # bytes
    sha256: str = ""
    pages: tuple[PageRecord, ...] = ()
    links: tuple[LinkRecord, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    manifest: Mapping[str, Any] = field(default_factory=dict[str, Any])
    parts: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    first_page: int = 1
    volumes: tuple[Volume, ...] = ()
    pictures: tuple[int, int] = (0, 0)
    """Bytes of the documents' pictures before and after they were made smaller."""
    waiting: int = 0
    """Of a preview: pages that are grey until a later round makes them."""
    layout: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Of a preview: where our own pages came to stand, to be given to the export (``typeset``)."""
    smaller: tuple[int, ...] = ()
    """Places of the pages, from 1, whose pictures were made smaller: what lost most comes first,
    and at most ``MOST_SMALLER`` of them."""

    def of_volume(self, volume: Volume) -> BuildReport:
        """The same of one of its files only."""
        pages = tuple(p for p in self.pages if volume.first <= p.number <= volume.last)
        labels = {page.exhibit_label for page in pages}
        return replace(
            self,
            page_count=len(pages),
            length=volume.length,
            sha256=volume.sha256,
            pages=pages,
            links=tuple(x for x in self.links if volume.first <= x.page <= volume.last),
            left_out={label: w for label, w in self.left_out.items() if label in labels},
            first_page=volume.first,
            volumes=(),
        )

    def to_json(self) -> dict[str, Any]:
        # Not ``asdict``, which copies a thousand pages deeply and takes half as long as setting them.
        return vars(self) | {
            "pages": [vars(page) for page in self.pages],
            "links": [vars(link) for link in self.links],
            "problems": [vars(problem) for problem in self.problems],
            "left_out": {label: list(words) for label, words in self.left_out.items()},
            "volumes": [vars(volume) for volume in self.volumes],
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> BuildReport:
        return BuildReport(
            page_count=data["page_count"],
            length=data["length"],
            sha256=data["sha256"],
            pages=tuple(map(PageRecord.from_json, data["pages"])),
            links=tuple(LinkRecord(**link) for link in data["links"]),
            problems=tuple(Problem(**problem) for problem in data["problems"]),
            left_out={label: tuple(words) for label, words in data["left_out"].items()},
            manifest=data["manifest"],
            parts={part: (first, last) for part, (first, last) in data["parts"].items()},
            first_page=data["first_page"],
            volumes=tuple(Volume(**volume) for volume in data["volumes"]),
            pictures=tuple(data.get("pictures", (0, 0))),
            smaller=tuple(data.get("smaller", ())),
            waiting=data.get("waiting", 0),
            layout=_layout(data.get("layout")),
        )


def _layout(told: Any) -> dict[str, Any]:
    """A layout as ``typeset`` tells it; empty where it is anything else, since it goes on to another
    process that reads documents."""
    if not isinstance(told, dict):
        return {}
    found = cast("dict[str, Any]", told)
    of, numbers = found.get("of"), found.get("numbers")
    if not isinstance(of, str) or not isinstance(numbers, dict):
        return {}
    entries = cast("dict[str, Any]", numbers)
    for value in entries.values():
        many = cast("list[Any]", value) if isinstance(value, list) else [value]
        if not all(type(one) is int and one > 0 for one in many):
            return {}
    return {"of": of, "numbers": entries}


@dataclass(frozen=True)
class Check:
    """One thing that was looked at in the finished file."""

    name: str
    ok: bool
    words: str


@dataclass(frozen=True)
class VerifyReport:
    """Whether the finished file is what it should be; nothing goes out where ``ok`` is false."""

    ok: bool
    problems: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> VerifyReport:
        return VerifyReport(
            ok=data["ok"],
            problems=tuple(data["problems"]),
            checks=tuple(Check(**check) for check in data["checks"]),
        )
