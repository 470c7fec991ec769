"""Numbers that should not go out: what the recipient forbids, what becomes public, what nobody needs.

What a recipient expects is not flagged. What is blacked out in the packet already is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from onrecord.domain.agency import Agency
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.evidence import Evidence
from onrecord.domain.packet import PacketExhibit
from onrecord.domain.packet_mark import PacketMark
from onrecord.domain.page_ranges import parse_pages
from onrecord.domain.private_numbers import KINDS, PrivateNumber, private_numbers
from onrecord.domain.rect import Rect, read_rect
from onrecord.domain.same_words import Plain, squashed
from onrecord.packet.content import BundleContent
from onrecord.services.arrange_exhibits import has_own_pages
from onrecord.services.check_line import Act, CheckLine
from onrecord.services.check_recipient import Judged
from onrecord.services.drawn_marks import hidden_by, packet_marks
from onrecord.services.form_sheet import STORY

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_ALWAYS = ("card_number", "identity_number", "birth_date")
"""Seldom needed by anybody; a number of an account mostly is."""
_EXPECTS = {
    "identity_proof": ("identity_number", "birth_date"),
    "account_number": ("account_number",),
}
_PUBLIC = ("yes", "likely")
_WRITTEN: dict[str, Act] = {"The cover": "text", "The letter": "open_letter", "A caption": "text"}
"""What the packet's own pages say that is written in the packet itself."""


def number_lines(j: Judged) -> Iterator[CheckLine]:
    """One line for each document and kind of number, naming its pages."""
    forbidden = _forbidden(j.agency, "anywhere")
    if j.only_holding and not forbidden:
        yield from _story(j)
        return
    public = _public(j)
    accounts = [
        row.value
        for row in j.vault.find(
            AccountRef, "dispute_id = ? AND kind = 'account'", [j.packet.dispute_id]
        )
        if row.value
    ]
    expected = _expected(j.agency)
    marks = packet_marks(j.vault, j.packet.id)
    unread: list[Evidence] = []
    guessed: list[Evidence] = []
    for row in j.rows:
        evidence = j.documents.get(row.evidence_id)
        if not row.included or evidence is None or evidence.trashed_at:
            continue
        seen: dict[str, list[tuple[int, str]]] = {}
        for page, number in _numbers(j.vault, row, evidence, accounts, marks):
            seen.setdefault(number.kind, []).append((page, number.text))
        for kind, found in seen.items():
            if kind in expected and kind not in forbidden:
                continue
            if kind == "account_number" and not (kind in forbidden or public):
                continue
            yield _line(j, evidence, kind, found, kind in forbidden, public)
        if forbidden and not seen and _unread(j.vault, evidence):
            unread.append(evidence)
        elif forbidden and not seen and j.vault.index.seen_numbers(evidence.id):
            guessed.append(evidence)
    if guessed:
        names = _list([_named(one) for one in guessed]) if len(guessed) > 1 else _named(guessed[0])
        yield CheckLine(
            "tip", f"The words in {names} were read in a picture, and a number may be read wrongly.",
            "Look at the pages yourself.", guessed[0].id, key="guessed", weight=1,
        )  # fmt: skip
    if unread:
        names = _list([_named(one) for one in unread]) if len(unread) > 1 else _named(unread[0])
        yield CheckLine(
            "tip", f"No words can be read in {names}, so no number can be found there.",
            "Look at the pages yourself.", unread[0].id, key="unread", weight=1,
        )  # fmt: skip
    if j.content is not None:
        yield from _own_words(j, j.content, forbidden, expected, marks)
    yield from _story(j)


def _line(
    j: Judged, evidence: Evidence, kind: str, found: list[tuple[int, str]], forbidden: bool, public: bool
) -> CheckLine:  # fmt: skip
    pages = list(dict.fromkeys(page for page, _ in found))
    where = f" on page {pages[0]}" if len(pages) == 1 else f" on pages {_list(pages)}"
    if not has_own_pages(evidence):
        where = ""
    words = tuple(dict.fromkeys(text for _, text in found))
    said = f"{_named(evidence)} shows {_a(kind)}{where}"
    if forbidden and j.agency is not None:
        why = f"{said}; {j.agency.called} does not want it."
    elif public:
        why = f"{said}; what you send here can become public."
    else:
        why = f"{said}; they do not need it."
    asks = (
        forbidden
        or kind == "identity_number"  # hard to take back once it is out
        or (public and (kind in _ALWAYS or kind == "account_number"))
    )
    return CheckLine(
        "ask" if asks else "tip",
        why,
        "Black it out on the copy.",
        evidence.id,
        act="black_out",
        also="pages" if evidence.page_count > 1 else "",
        key=f"number:{kind}:{evidence.id}",
        found=words,
        holds=forbidden,
        weight=0,
    )


def _numbers(
    vault: Vault,
    row: PacketExhibit,
    evidence: Evidence,
    accounts: list[str],
    marks: list[PacketMark],
) -> Iterator[tuple[int, PrivateNumber]]:
    pages = vault.index.text(evidence.id).split("\f")
    wanted = set(range(1, len(pages) + 1))
    if has_own_pages(evidence) and row.pages.strip():
        try:
            wanted = set(parse_pages(row.pages, evidence.page_count))
        except ValueError:  # said by a line of its own
            return
    for number, text in enumerate(pages, 1):
        if number not in wanted:
            continue
        numbers = _numbers_on(vault, evidence.id, number, text, accounts)
        for found in _open(text, numbers, marks, evidence.id, number):
            yield number, found


_Known = dict[tuple[str, int], tuple[int, tuple[PrivateNumber, ...]]]
_known: WeakKeyDictionary[Vault, _Known] = WeakKeyDictionary()
"""By document and page; gone with the vault, since it is what documents say."""


def _numbers_on(
    vault: Vault, evidence_id: str, page: int, text: str, accounts: list[str]
) -> tuple[PrivateNumber, ...]:
    """A page is read through once, not at every change of the packet."""
    mark = hash((text, *accounts))
    known, key = _known.setdefault(vault, {}), (evidence_id, page)
    if key not in known or known[key][0] != mark:
        known[key] = mark, tuple(private_numbers(text, accounts))
    return known[key][1]


def _open(
    text: str,
    numbers: Sequence[PrivateNumber],
    marks: list[PacketMark],
    evidence_id: str = "",
    page: int = 0,
) -> list[PrivateNumber]:
    """Those of the numbers in a text that stay to be read: not within what is blacked out
    everywhere, and not all under boxes on this page. A box hides what stands in its own place
    only, so there have to be as many under boxes as stand on the page."""
    if not numbers or not marks:
        return list(numbers)
    plain = Plain(text)
    spans = [span for words in hidden_by(marks) for span in plain.find(words)]
    left: list[PrivateNumber] = []
    for one in numbers:
        letters = [n for n in range(one.start, one.end) if text[n].isalnum()]
        if not all(any(start <= n < end for start, end in spans) for n in letters):
            left.append(one)
    boxed = _apart(marks, evidence_id, page) if page else []
    return [
        one
        for one in left
        if sum(len(words.find(one.text)) for words in boxed) < max(1, len(plain.find(one.text)))
    ]


def _apart(marks: list[PacketMark], evidence_id: str, page: int) -> list[Plain]:
    """What stood under the black boxes of a page; of boxes that overlap, the first counts."""
    taken: list[Rect] = []
    found: list[Plain] = []
    for mark in marks:
        here = mark.evidence_id == evidence_id and mark.page == page
        if mark.kind != "black_out" or not here or not mark.words:
            continue
        boxes = [box for box in map(read_rect, mark.rects) if box is not None]
        if boxes and not any(_overlap(box, other) for box in boxes for other in taken):
            taken += boxes
            found.append(Plain(mark.words))
    return found


def _overlap(one: Rect, other: Rect) -> bool:
    across = min(one.x1, other.x1) > max(one.x0, other.x0)
    return across and min(one.y1, other.y1) > max(one.y0, other.y0)


def _own_words(
    j: Judged,
    content: BundleContent,
    forbidden: set[str],
    expected: set[str],
    marks: list[PacketMark],
) -> Iterator[CheckLine]:
    """What the packet itself says: letter, summary, what happened, captions."""
    own = [r.value for r in content.references if r.kind == "Account"]
    accounts = own if "account_number" in forbidden else []
    for where, text in _texts(content):
        kinds: dict[str, list[str]] = {}
        for one in _open(text, private_numbers(text, accounts), marks):
            if one.kind not in expected:
                kinds.setdefault(one.kind, []).append(one.text)
        for kind, found in kinds.items():
            named = kind in forbidden and j.agency is not None
            yield CheckLine(
                "ask" if named or _public(j) else "tip",
                f"{where} holds {_a(kind)}"
                + (f"; {j.agency.called} does not want it." if named and j.agency else "."),
                "Take it out of the text, or black it out.",
                act="black_out",
                also=_WRITTEN.get(where, ""),
                key=f"number:{kind}:{where}",
                found=tuple(dict.fromkeys(found)),
                holds=named,
            )


def _texts(content: BundleContent) -> Iterator[tuple[str, str]]:
    yield (
        "The cover",
        "\n".join(
            (content.title, content.ask, content.summary, *(r.value for r in content.references))
        ),
    )
    yield "What happened", "\n".join(row.words for row in content.chronology)
    if content.letter is not None:
        said = "\n".join("".join(r.text for r in b.runs) for b in content.letter.blocks)
        yield "The letter", said
    log = [
        " ".join((row.outcome, *(s.words for s in (*row.theirs, *row.mine))))
        for row in content.contact_log
    ]
    yield "The log of calls", "\n".join(log)
    yield (
        "Where you disagree",
        "\n".join(f"{i.title}\n{i.mine}\n{i.theirs}" for i in content.issues),
    )
    yield "A caption", "\n".join(f"{e.title}\n{e.caption}" for e in content.exhibits)


def _story(j: Judged) -> Iterator[CheckLine]:
    """What may not stand in the free text of their form."""
    forbidden = _forbidden(j.agency, "story")
    field = _told(j)
    if not forbidden or field is None or j.agency is None or j.content is None:
        return
    plain = squashed(field)
    me = j.content.complainant
    known = {
        "own_name": [me.name],
        "contact_details": [*me.address.splitlines()[:1], *me.note.splitlines()[:1], me.email],
        "account_number": [r.value for r in j.content.references if r.kind == "Account"],
    }
    said = {
        "own_name": "your name",
        "contact_details": "how to reach you",
        "account_number": "your account number",
    }
    for kind, values in known.items():
        found = [v for v in values if len(squashed(v)) > 3 and squashed(v) in plain]
        if kind in forbidden and found:
            yield CheckLine(
                "ask", f"What you say in their form holds {said[kind]}; {j.agency.called} does not"
                " want it there.", "Take it out of that field; it has its own.", act="sheet",
                key=f"story:{kind}", found=tuple(found),
            )  # fmt: skip
    numbers = [n for n in private_numbers(field) if n.kind in forbidden]
    if numbers:
        yield CheckLine(
            "ask", f"What you say in their form holds {_a(numbers[0].kind)}.",
            "Take it out of that field.", act="sheet", key=f"story:{numbers[0].kind}",
            found=tuple(n.text for n in numbers), holds=True,
        )  # fmt: skip


def _told(j: Judged) -> str | None:
    if j.sheet is None:
        return None
    limited = next((f for f in j.sheet.fields if f.limit is not None), None)
    field = limited or next((f for f in j.sheet.fields if f.code == STORY), None)
    return field.text if field is not None else None


def _forbidden(agency: Agency | None, where: str) -> set[str]:
    return {f.what for f in agency.forbids if f.where == where} if agency is not None else set()


def _expected(agency: Agency | None) -> set[str]:
    if agency is None:
        return set()
    return {kind for one in agency.expects for kind in _EXPECTS.get(one.what, ())}


def _public(j: Judged) -> bool:
    record = j.agency.public_record if j.agency is not None else None
    return j.packet.profile == "small_claims" or (record is not None and record.value in _PUBLIC)


def _unread(vault: Vault, evidence: Evidence) -> bool:
    return evidence.read_state == "read" and not vault.index.text(evidence.id).strip()


def _a(kind: str) -> str:
    words = KINDS[kind]
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def _named(evidence: Evidence) -> str:
    return f"“{evidence.title or evidence.file_name}”"


def _list(items: Sequence[object]) -> str:
    return f"{', '.join(map(str, items[:-1]))} and {items[-1]}"
