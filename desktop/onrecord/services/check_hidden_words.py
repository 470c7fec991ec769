"""What the words that are blacked out everywhere take with them, and what is nearly the same and
stays; which files it keeps back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from onrecord.domain.same_words import Plain, holds, without
from onrecord.packet.content import BundleContent, to_json
from onrecord.packet.hiding import SIGN
from onrecord.services.black_out_typed import said_in
from onrecord.services.check_line import CheckLine
from onrecord.services.check_recipient import Judged
from onrecord.services.drawn_marks import says
from onrecord.services.packet_options import packet_options
from onrecord.services.private_words import pages_in
from onrecord.services.searched_files import clean_originals

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_SHOWN = 3
_LABELS = 8


def hidden_word_lines(j: Judged) -> Iterator[CheckLine]:
    """Asks about one's own name, and about longer words that hold what is blacked out."""
    if j.content is None or not j.content.hidden or j.only_holding:
        return
    yield from _own_name(j.content)
    yield from _longer(j, j.content)
    yield from _kept_back(j, j.content)


def _own_name(content: BundleContent) -> Iterator[CheckLine]:
    """Nobody can answer a complaint of "Sam [removed]"."""
    name = content.complainant.name
    found = tuple(words for words in content.hidden if holds(name, words))
    if found:
        parts = {"cover": "on the cover", "letter": "in the letter"}
        places = [words for part, words in parts.items() if part in content.parts]
        where = " and ".join(
            [", ".join(places), "in the message"] if places else ["in the message"]
        )
        yield CheckLine(
            "ask",
            f"Your own name is blacked out with {_quoted(found)}: {where} this comes from"
            f" “{without(name, found, SIGN)}”.",
            "Show it again, or say why nobody is to see it.",
            act="show_again",
            key=f"own_name:{','.join(found)}",
            found=found,
        )


def _longer(j: Judged, content: BundleContent) -> Iterator[CheckLine]:
    """ "Quillfeathers" stays where "Quillfeather" is blacked out."""
    found: dict[str, str] = {}  # as it is first written, by its small letters
    where: list[str] = []
    first = ""
    for label, evidence, pages in pages_in(j.vault, j.packet):
        by_page = _longer_in(j.vault, evidence.id, content.hidden)
        for page in pages:
            if longer := by_page.get(page):
                where.append(f"{label} page {page}")
                first = first or evidence.id
                found.update({w.casefold(): w for w in longer if w.casefold() not in found})
    own = Plain("\n".join(said_in(to_json(_own_pages(content)))))
    if longer := _longer_than(own, content.hidden):
        where.append("the packet’s own pages")
        found.update({w.casefold(): w for w in longer if w.casefold() not in found})
    if found:
        words = tuple(found.values())
        more = f" and {len(where) - _SHOWN} more" if len(where) > _SHOWN else ""
        one = len(words) == 1
        yield CheckLine(
            "ask",
            f"{_quoted(words)} {'holds' if one else 'hold'} what you blacked out, and"
            f" {'is' if one else 'are'} in full view: {', '.join(where[:_SHOWN])}{more}.",
            f"Black {'it' if one else 'them'} out too, or say why {'it' if one else 'they'} may be"
            " seen.",
            first,
            act="black_out",
            key=f"longer:{','.join(sorted(found))}",
            found=words,
        )


def _kept_back(j: Judged, content: BundleContent) -> Iterator[CheckLine]:
    """Files that stay here although nothing of their pages was blacked out."""
    if not packet_options(j.vault, j.packet.id).originals:
        return
    gone = {one.id for one in content.along if one.form == "original"}
    clean = clean_originals(j.vault, [one.id for one in content.exhibits], content.hidden)
    kept = [
        one
        for one in content.exhibits
        if not (clean.get(one.id, True) or one.id in gone or says(j.vault, one.id, content.hidden))
    ]
    if kept:
        shown = [one.label for one in kept[:_LABELS]]
        shown += [f"{len(kept) - _LABELS} more"] if len(kept) > _LABELS else []
        listed = " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
        several = len(kept) > 1
        yield CheckLine(
            "tip",
            f"The original file{'s' if several else ''} of {listed} {'do' if several else 'does'} not"
            " go along: what you blacked out stands there unseen, or the file cannot be searched.",
            "If it may be read all the same, tick it under What goes along.",
            kept[0].id,
            key=f"kept_back:{','.join(one.id for one in kept)}",
            weight=-1,
        )


def _own_pages(content: BundleContent) -> BundleContent:
    """What is printed of the packet itself; nothing of its documents but how they are called."""
    named = tuple(replace(one, text=None, seen=(), password="") for one in content.exhibits)
    return replace(content, exhibits=named, hidden=(), settled=(), kept_out=(), words={})


_Known = dict[str, tuple[int, dict[int, tuple[str, ...]]]]
_known: WeakKeyDictionary[Vault, _Known] = WeakKeyDictionary()


def _longer_in(
    vault: Vault, evidence_id: str, hidden: tuple[str, ...]
) -> dict[int, tuple[str, ...]]:
    """By page; looked for once as long as both stay the same."""
    text = vault.index.text(evidence_id)
    mark, known = hash((text, hidden)), _known.setdefault(vault, {})
    if evidence_id not in known or known[evidence_id][0] != mark:
        plain = [Plain(page) for page in text.split("\f")]
        pages = {n: _longer_than(page, hidden) for n, page in enumerate(plain, 1)}
        known[evidence_id] = mark, {n: found for n, found in pages.items() if found}
    return known[evidence_id][1]


def _longer_than(text: Plain, hidden: Sequence[str]) -> tuple[str, ...]:
    """What holds one of the ``hidden`` words and is not blacked out itself."""
    found = [longer for words in hidden for longer in text.nearby(words)]
    return tuple(one for one in found if not any(holds(one, words) for words in hidden))


def _quoted(words: Sequence[str]) -> str:
    """“a”, “b” and “c”; of many the first."""
    quoted = [f"“{one}”" for one in words[:_SHOWN]]
    if len(words) > _SHOWN:
        quoted.append(f"{len(words) - _SHOWN} more")
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
