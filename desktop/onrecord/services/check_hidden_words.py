"""What the words that are blacked out everywhere take with them, and what they leave."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.domain.same_words import holds, without
from onrecord.packet.hiding import SIGN
from onrecord.services.check_line import CheckLine
from onrecord.services.check_recipient import Judged


def hidden_word_lines(j: Judged) -> Iterator[CheckLine]:
    """Asks about one's own name."""
    yield from _own_name(j)


def _own_name(j: Judged) -> Iterator[CheckLine]:
    """Nobody can answer a complaint of "Sam [removed]"."""
    name = j.content.complainant.name if j.content is not None else ""
    found = tuple(w for w in j.content.hidden if holds(name, w)) if j.content is not None else ()
    if j.content is not None and found:
        parts = {"cover": "on the cover", "letter": "in the letter"}
        places = [words for part, words in parts.items() if part in j.content.parts]
        where = " and ".join(
            [", ".join(places), "in the message"] if places else ["in the message"]
        )
        said = " and ".join(f"“{words}”" for words in found)
        yield CheckLine(
            "ask",
            f"Your own name is blacked out with {said}: {where} this comes from"
            f" “{without(name, found, SIGN)}”.",
            "Show it again, or say why nobody is to see it.",
            act="show_again",
            key=f"own_name:{','.join(found)}",
            found=found,
        )
