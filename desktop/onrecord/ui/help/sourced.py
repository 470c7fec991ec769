"""Sentences with what they rest on beside them: those of one source share one line for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from onrecord.ui.design import Body, Muted
from onrecord.ui.design.discard import discard


class Sourced(QWidget):
    """``lines`` are the ``Line`` of the services. The tool tip of a source says all of it.
    ``apart``: each sentence in a line of its own."""

    def __init__(self, lines: Iterable[Any], parent: QWidget, *, apart: bool = False) -> None:
        super().__init__(parent)
        self._apart = apart
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._parts: list[QWidget] = []
        self.show_lines(lines)

    def show_lines(self, lines: Iterable[Any]) -> None:
        for part in self._parts:
            discard(part)
        self._parts = []
        for them in _grouped(self, lines):
            about = source_words(self, them[-1])
            body = Body(("\n" if self._apart else " ").join(line.words for line in them), self)
            self._add(body)
            if about:
                note = Muted(about, self, selectable=True)
                note.setToolTip(whole_source(self, them[-1]))
                note.setAccessibleName(f"{about}. {whole_source(self, them[-1])}")
                if them[-1].unverified:
                    note.set_tone("warning")
                self._add(note)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._column.addWidget(part)

    def text(self) -> str:
        """All that is shown."""
        return "\n".join(part.text() for part in self._parts if isinstance(part, Body | Muted))


def _grouped(view: QWidget, lines: Iterable[Any]) -> list[list[Any]]:
    """Those after one another with one source; what rests on none joins what comes after it."""
    groups: list[list[Any]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and source_words(view, last) in ("", source_words(view, line)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def source_words(view: QWidget, line: Any) -> str:
    """``Ofcom's statement of 8 July 2025, as of July 2025``; others of the same are counted."""
    if not line.source:
        return ""
    first, *others = line.source.split("; ")
    first = first.removeprefix("https://").removeprefix("http://").removesuffix("/")
    first = first.partition(" (a page of ")[0].removeprefix("www.")
    if len(first) > 44:
        first = f"{first[:41]}…"
    if others:
        more = view.tr("{0} and 1 more") if len(others) == 1 else view.tr("{0} and {1} more")
        first = more.format(first, len(others))
    said = f"{first}, {line.as_of}" if line.as_of else first
    if line.mine:
        return view.tr("Yours: {0}").format(said)
    return view.tr("Unverified: {0}").format(said) if line.unverified else said


def whole_source(view: QWidget, line: Any) -> str:
    """Every source, how old they are, and where to check."""
    pieces = [view.tr("Source: {0}").format(line.source), line.as_of]
    return "\n".join(piece for piece in pieces if piece)
