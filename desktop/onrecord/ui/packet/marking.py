"""Drawing on the copies in a packet: from a box on a page of the preview to a mark in the vault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from onrecord.domain.rect import Rect, read_rect
from onrecord.ui.design import announce
from onrecord.ui.desk import Desk
from onrecord.ui.packet.marking_panel import (
    ChangeAsked,
    CircleAsked,
    HideAsked,
    MarkingPanel,
    PageAsked,
    TakeOffAsked,
    WordsAsked,
)
from onrecord.ui.packet.marking_tools import MarkingTools, ToolChosen
from onrecord.ui.packet.open_packet import OpenPacket
from onrecord.ui.packet.preview_panel import PreviewPanel
from onrecord.ui.viewer.page_box import BoxDrawn
from onrecord.ui.viewer.text_selection import turned, turned_back

if TYPE_CHECKING:
    from onrecord.domain.change import Change
    from onrecord.packet.outcome import BuildReport
    from onrecord.services.black_out_typed import HiddenWords
    from onrecord.services.views.packet_marks import PacketMarks

_SHOWN = ("copy", "image", "redacted")


@dataclass(frozen=True)
class Spot:
    """A box on a page of a document, as a mark keeps it."""

    evidence_id: str
    page: int
    rect: str


class Marking(QObject):
    """The tools, the panel and the pages of one editor."""

    opened = Signal()
    """The panel is wanted in view."""
    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        packet: OpenPacket,
        preview: PreviewPanel,
        tools: MarkingTools,
        panel: MarkingPanel,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk, self._packet, self._preview = desk, packet, preview
        self.tools, self.panel = tools, panel
        self._by_key: BoxDrawn | None = None
        self._moving: Any = None  # MarkRow
        tools.chosen.connect(self._tool_chosen)
        tools.list_asked.connect(self.open)
        preview.pages.box_drawn.connect(self._drawn)
        preview.pages.box_settled.connect(self._settled)
        panel.hide_asked.connect(self._hide)
        panel.words_asked.connect(self._hide_words)
        panel.take_off_asked.connect(self._take_off)
        panel.page_asked.connect(self._show_page)
        panel.circle_asked.connect(self._circle)
        panel.change_asked.connect(self._change)
        panel.closed.connect(self.close)
        packet.shown.connect(self._packet_shown)
        self._is_open = False

    # ---------------------------------------------------------------- opening

    def open(self) -> None:
        """Show what is marked and what could be."""
        self._is_open = True
        self.panel.show_found(None)
        self._say_how()
        self.load()
        self.opened.emit()

    def open_at(self, evidence_id: str, tool: str = "black_out") -> None:
        """Show the first page of a document that is in, with this tool in hand."""
        self.open()
        self._show_page(PageAsked(evidence_id, 0))
        self.take(tool)

    def close(self) -> None:
        self.leave()
        self.closed.emit()

    def leave(self) -> None:
        """Something else stands in the panel's place: no tool is in hand any more."""
        if self._is_open:
            self._is_open = False
            self.take("")

    def take(self, kind: str) -> None:
        """Have this tool in hand: the next box on a page is drawn with it."""
        self.tools.take(kind)
        self._tool_chosen(ToolChosen(kind))

    def load(self) -> None:
        vault, packet_id = self._desk.vault, self._packet.id

        def query() -> tuple[PacketMarks, list[Any]]:
            from onrecord.services.private_words import private_in_packet
            from onrecord.services.views.packet_marks import marks_of_packet

            return marks_of_packet(vault, packet_id), private_in_packet(vault, packet_id)

        def done(answer: tuple[PacketMarks, list[Any]]) -> None:
            if packet_id == self._packet.id:
                self.panel.show_marks(answer[0])
                self.panel.show_found(answer[1])

        self._desk.session.ask(query, done, self, "marks")

    def _packet_shown(self, _shown: object) -> None:
        self.tools.setVisible(not self._packet.fixed)
        if self._is_open:
            self.load()

    # ---------------------------------------------------------------- drawing

    def _tool_chosen(self, chosen: ToolChosen) -> None:
        pages = self._preview.pages
        on = bool(chosen.kind) and not self._packet.fixed
        self._moving, pages.box.is_kept = None, False
        if chosen.kind and not on:
            self.tools.take("")
        pages.show_box(0, None)
        pages.set_drawing(on)
        self._by_key = None
        if on:
            if not self._is_open:
                self.open()
            pages.setFocus()
        self._say_how()

    def _say_how(self) -> None:
        words = {
            "black_out": self.tr(
                "Draw a box over what is to go, or place it with the arrow keys (Shift changes its"
                " size) and press Return."
            ),
            "crop": self.tr("Draw a box around what is to stay of the page."),
            "note": self.tr("Draw a box where the note is to stand."),
        }.get(self.tools.kind, "")
        if self.tools.kind and not words:
            words = self.tr("Draw a box around what is meant.")
        self.panel.say_how(words)

    # ---------------------------------------------------------------- changing

    def _change(self, asked: ChangeAsked) -> None:
        if asked.what == "words":
            self._change_words(asked.mark)
        else:
            self.move(asked.mark)

    def _change_words(self, mark: Any) -> None:
        vault = self._desk.vault
        words, ok = QInputDialog.getText(
            self._preview, self.tr("Note"), self.tr("What the note says"), text=mark.words
        )
        if not ok or not words.strip():
            return

        def verb() -> Change:
            from onrecord.services.mark_page import change_mark

            return change_mark(vault, mark.id, words=words.strip())

        self._do(verb)

    def move(self, mark: Any) -> None:
        """Its box on the page, to be pulled or placed with the arrow keys, then Return."""
        pages = self._preview.pages
        place = place_of(self._preview.report, mark, pages.size_of)
        if place is None:
            return
        self.take("")
        self._moving = mark
        pages.box.is_kept = True
        pages.set_drawing(True)
        pages.show_box(*place)
        pages.setFocus()
        self.panel.say_how(
            self.tr(
                "Pull the box or one of its corners, or use the arrow keys (Shift changes its size)"
                " and press Return."
            )
        )

    def _moved(self, drawn: BoxDrawn) -> None:
        mark, vault = self._moving, self._desk.vault
        size = self._preview.pages.size_of(drawn.page)
        assert drawn.rect is not None
        spot = spot_on(self._preview.report, drawn.page, drawn.rect, size)
        if spot is None or (spot.evidence_id, spot.page) != (mark.evidence_id, mark.page):
            self._desk.session.notices.info(self.tr("A mark stays on its page."))
            self.move(mark)
            return
        self.take("")

        def verb() -> Change:
            from onrecord.services.black_out import redraw_mark

            return redraw_mark(vault, mark.id, spot.rect)

        self._do(verb, self._told)

    def _drawn(self, drawn: BoxDrawn) -> None:
        """A box by key waits for Return."""
        self._by_key = drawn if drawn.rect is not None else None

    def _settled(self, drawn: BoxDrawn) -> None:
        if drawn.rect is not None and self._moving is not None:
            self._moved(drawn)
            return
        if drawn.rect is None or not self.tools.kind:
            return
        size = self._preview.pages.size_of(drawn.page)
        spot = spot_on(self._preview.report, drawn.page, drawn.rect, size)
        self._preview.pages.show_box(0, None)
        if spot is None:
            self._desk.session.notices.info(
                self.tr("Only documents are marked. Change this page under Options or where it is"
                        " on record.")
            )  # fmt: skip
            return
        self.mark(self.tools.kind, spot)

    def mark(self, kind: str, spot: Spot) -> None:
        vault, packet_id = self._desk.vault, self._packet.id
        reason = self.panel.reason.text().strip()
        words = ""
        if kind == "note":
            words, ok = QInputDialog.getText(
                self._preview, self.tr("Note"), self.tr("What the note says")
            )
            if not ok or not words.strip():
                return

        def verb() -> Any:
            if kind == "black_out":
                from onrecord.services.black_out import black_out_box

                return black_out_box(
                    vault, packet_id, spot.evidence_id, spot.page, [spot.rect], reason
                )
            from onrecord.services.mark_page import Mark, mark_page

            return mark_page(
                vault, packet_id, Mark(kind, spot.evidence_id, spot.page, (spot.rect,), words)
            )

        self._do(verb, self._told)

    def _told(self, made: Any) -> None:
        change = getattr(made, "change", made)
        announce(self._preview, change.words)

    # ---------------------------------------------------------------- the panel

    def hide(self, found: tuple[Any, ...]) -> None:
        """Black these out everywhere in the packet."""
        vault, packet_id = self._desk.vault, self._packet.id

        def verb() -> Change:
            from onrecord.services.private_words import black_out_private

            return black_out_private(vault, packet_id, found)

        self._do(verb)

    def _hide(self, asked: HideAsked) -> None:
        self.hide(asked.found)

    def hide_words(self, words: str, reason: str = "") -> None:
        vault, packet_id = self._desk.vault, self._packet.id

        def verb() -> HiddenWords:
            from onrecord.services.black_out_typed import black_out_typed

            return black_out_typed(vault, packet_id, [words], reason)

        def done(made: HiddenWords) -> None:
            self.panel.said("")
            session, change = self._desk.session, made.change

            def undo() -> None:
                session.undo.undo_this(change)

            if made.sentence:
                session.notices.warning(made.sentence, self.tr("Undo"), undo)
            elif change.touched:
                session.notices.done(change.words, undo)

        self._desk.session.do(verb, done, self, failed=lambda e: self.panel.said(str(e)))

    def _hide_words(self, asked: WordsAsked) -> None:
        self.hide_words(asked.words, asked.reason)

    def _take_off(self, asked: TakeOffAsked) -> None:
        vault, ids = self._desk.vault, asked.ids

        def verb() -> Change:
            from onrecord.services.mark_page import remove_marks

            return remove_marks(vault, ids)

        self._do(verb)

    def _circle(self, asked: CircleAsked) -> None:
        box = asked.box
        self.mark("circle", Spot(box.evidence_id, box.page, box.rect))

    def _show_page(self, asked: PageAsked) -> None:
        report = self._preview.report
        if report is None:
            return
        ids = _labels(report)
        for number, record in enumerate(report.pages, 1):
            here = ids.get(record.exhibit_label) == asked.evidence_id and record.kind in _SHOWN
            if here and asked.page in (0, record.exhibit_page):
                self._preview.go_to_page(number)
                return

    def _do(
        self,
        verb: Callable[[], Any],
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Any], None] | None = None,
    ) -> None:
        def done(made: Any) -> None:
            if then is not None:
                then(made)

        self._desk.session.do(verb, done, self, failed=failed, say=True)


def spot_on(
    report: BuildReport | None, page: int, rect: Rect, size: tuple[float, float]
) -> Spot | None:
    """A box on page ``page`` (from 1, of the preview, which is of this ``size``) on the document's
    own page; None where that is not a page of a document."""
    if report is None or not 1 <= page <= len(report.pages):
        return None
    record = report.pages[page - 1]
    evidence_id = _labels(report).get(record.exhibit_label, "")
    if record.kind not in _SHOWN or not evidence_id or record.exhibit_page is None:
        return None
    if record.turned:
        own = size if record.turned == 180 else (size[1], size[0])
        corners = [turned_back(p, own, record.turned) for p in (rect[:2], rect[2:])]
        xs, ys = zip(*corners, strict=True)
        rect = Rect(min(xs), min(ys), max(xs), max(ys))
    x, y, across, down = record.frame or (0.0, 0.0, 1.0, 1.0)
    box = Rect(
        max(0.0, (rect.x0 - x) / across), max(0.0, (rect.y0 - y) / down),
        (rect.x1 - x) / across, (rect.y1 - y) / down,
    )  # fmt: skip
    if box.x1 <= box.x0 or box.y1 <= box.y0:
        return None
    return Spot(evidence_id, record.exhibit_page, box.text())


def place_of(
    report: BuildReport | None, mark: Any, size_of: Callable[[int], tuple[float, float]]
) -> tuple[int, Rect] | None:
    """The other way round: the page of the preview and the box there of a mark (``MarkRow``)."""
    rect = read_rect(mark.rect)
    if report is None or rect is None:
        return None
    ids = _labels(report)
    for number, record in enumerate(report.pages, 1):
        here = ids.get(record.exhibit_label), record.exhibit_page
        if here != (mark.evidence_id, mark.page) or record.kind not in _SHOWN:
            continue
        x, y, across, down = record.frame or (0.0, 0.0, 1.0, 1.0)
        box = (
            x + rect.x0 * across, y + rect.y0 * down, x + rect.x1 * across, y + rect.y1 * down
        )  # fmt: skip
        size = size_of(number)
        own = size if record.turned in (0, 180) else (size[1], size[0])
        return number, Rect(*turned(box, own, record.turned))
    return None


def _labels(report: BuildReport) -> dict[str, str]:
    return {e["label"]: e["id"] for e in report.manifest.get("exhibits", ())}
