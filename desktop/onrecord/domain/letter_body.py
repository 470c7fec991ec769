"""The body of a letter: blocks of runs, as plain data, with fields that stay linked to the vault.

A run with a ``field`` shows what the vault says now; one whose ``field`` has no value yet is a
blank and reads ``[what is missing]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

KINDS = ("paragraph", "bullet", "number")
OPEN, CLOSE = "\ue000", "\ue001"
"""What a template writes around the key of a field; no keyboard types them."""


@dataclass(frozen=True)
class Run:
    """Text in one style. ``field`` is the key of the fact it shows, ``blank`` when there is none
    yet and ``text`` only names it."""

    text: str
    bold: bool = False
    italic: bool = False
    field: str = ""
    blank: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or one item of a list; a run may hold line breaks."""

    runs: tuple[Run, ...] = ()
    kind: str = "paragraph"

    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Body:
    """``limit`` is the most characters a form takes, 0 where there is none."""

    blocks: tuple[Block, ...] = ()
    limit: int = 0

    def to_json(self) -> dict[str, object]:
        """Plain data; what is not set is left out."""
        made: dict[str, object] = {
            "blocks": [
                {"kind": block.kind, "runs": [_plain(run) for run in block.runs]}
                for block in self.blocks
            ]
        }
        return {**made, "limit": self.limit} if self.limit else made

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Body:
        """The body ``to_json`` wrote; what this version does not know becomes plain text."""
        blocks: list[Block] = []
        for one in cast("list[dict[str, Any]]", plain.get("blocks") or []):
            kind = str(one.get("kind", "paragraph"))
            runs = tuple(
                Run(
                    str(run.get("text", "")),
                    bool(run.get("bold")),
                    bool(run.get("italic")),
                    str(run.get("field", "")),
                    bool(run.get("blank")),
                )
                for run in cast("list[dict[str, Any]]", one.get("runs") or [])
            )
            blocks.append(Block(runs, kind if kind in KINDS else "paragraph"))
        return cls(tuple(blocks), int(plain.get("limit") or 0))

    def text(self) -> str:
        """As it is copied into a form or a mail: a blank line between paragraphs, ``-`` and
        numbers before the items of a list."""
        out: list[str] = []
        number = 0
        for before, block in zip((None, *self.blocks), self.blocks, strict=False):
            number = number + 1 if block.kind == "number" else 0
            mark = {"bullet": "- ", "number": f"{number}. "}.get(block.kind, "")
            listed = block.kind != "paragraph" and before is not None
            gap = "\n" if listed and before and before.kind == block.kind else "\n\n"
            out.append((gap if out else "") + mark + block.text().rstrip())
        return "".join(out).strip()

    def blanks(self) -> tuple[str, ...]:
        """What is still missing, in the order of the letter, each named once."""
        found = [r.text.strip("[]") for b in self.blocks for r in b.runs if r.blank]
        return tuple(dict.fromkeys(found))

    def keys(self) -> frozenset[str]:
        """The fields it shows."""
        return frozenset(r.field for b in self.blocks for r in b.runs if r.field)

    def unlinked(self) -> Body:
        """The same words as plain text: a letter that was sent follows nothing any more."""
        return Body(
            tuple(
                replace(b, runs=tuple(replace(r, field="", blank=False) for r in b.runs))
                for b in self.blocks
            ),
            self.limit,
        )

    def filled(self, values: Mapping[str, str], labels: Mapping[str, str]) -> Body:
        """With every linked field as the vault has it now. A field the vault no longer knows
        keeps its words and is linked no more."""
        return Body(
            tuple(
                replace(block, runs=tuple(_filled(run, values, labels) for run in block.runs))
                for block in self.blocks
            ),
            self.limit,
        )


def _filled(run: Run, values: Mapping[str, str], labels: Mapping[str, str]) -> Run:
    if not run.field:
        return run
    if run.field not in values:
        return replace(run, field="", blank=run.blank)
    value = values[run.field]
    if value:
        return replace(run, text=value, blank=False)
    return replace(run, text=f"[{labels.get(run.field, run.field)}]", blank=True)


def _plain(run: Run) -> dict[str, object]:
    made: dict[str, object] = {"text": run.text}
    if run.bold:
        made["bold"] = True
    if run.italic:
        made["italic"] = True
    if run.field:
        made["field"] = run.field
    if run.blank:
        made["blank"] = True
    return made


_PIECES = re.compile(rf"{OPEN}([^{CLOSE}]*){CLOSE}|(\*\*)|(?<![\w])(_)(?=\S)|(?<=\S)(_)(?![\w])")


def parse_body(rendered: str, values: Mapping[str, str], labels: Mapping[str, str]) -> Body:
    """The body a rendered template means.

    Paragraphs stand between blank lines; ``-`` and ``1.`` begin the items of a list; ``**`` and
    ``_`` turn bold and italic on and off. What a field holds is put in afterwards and so never
    read as a mark.
    """
    blocks: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n+", rendered.strip("\n")):
        kind, lines = "paragraph", list[str]()
        for line in chunk.split("\n"):
            item = re.match(r"\s*(-|\d+\.)\s+(?=\S)", line)
            if item:
                _close(blocks, kind, lines, values, labels)
                kind = "bullet" if item[1] == "-" else "number"
                lines = [line[item.end() :]]
            elif line.strip():
                lines.append(line.strip())
        _close(blocks, kind, lines, values, labels)
    return Body(tuple(blocks))


def _close(
    blocks: list[Block],
    kind: str,
    lines: list[str],
    values: Mapping[str, str],
    labels: Mapping[str, str],
) -> None:
    text = "\n".join(lines).strip()
    if text:
        blocks.append(Block(_runs(text, values, labels), kind))


def _runs(text: str, values: Mapping[str, str], labels: Mapping[str, str]) -> tuple[Run, ...]:
    runs: list[Run] = []
    bold = italic = False
    at = 0
    for piece in _PIECES.finditer(text):
        if piece.start() > at:
            runs.append(Run(text[at : piece.start()], bold, italic))
        at = piece.end()
        if piece[2]:
            bold = not bold
        elif piece[3] or piece[4]:
            italic = not italic
        elif piece[1].startswith("?"):  # a gap that only the writer can fill
            runs.append(Run(f"[{piece[1][1:]}]", bold, italic, blank=True))
        else:
            runs.append(_filled(Run("", bold, italic, field=piece[1]), values, labels))
    if at < len(text):
        runs.append(Run(text[at:], bold, italic))
    return tuple(runs)


def one_line(rendered: str, values: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """A rendered template as one line of plain text: the subject."""
    body = parse_body(rendered, values, labels)
    return " ".join(" ".join(block.text() for block in body.blocks).split())
