"""The packet's real pages, made again a moment after each change, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from onrecord.errors import KnownError, WorkerFailed
from onrecord.ui.design import Body, Muted, Rule, Space, theme
from onrecord.ui.desk import Desk
from onrecord.ui.packet.marking_tools import MarkingTools
from onrecord.ui.viewer.page_loader import PageLoader, Tile, TileReady
from onrecord.ui.viewer.page_tools import PageTools
from onrecord.ui.viewer.pages_view import PagesView
from onrecord.ui.viewer.skeleton import SkeletonPage

if TYPE_CHECKING:
    from onrecord.packet.outcome import BuildReport

_DRAWN_MS = 60
"""Until the view has said which pages it wants drawn; these come before all that waits."""
_LARGE = 32 << 20
"""Bytes of a PDF whose documents are not held twice while it is made."""
_PAPERS = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}


@dataclass(frozen=True)
class PreviewMade:
    report: Any  # BuildReport


@dataclass(frozen=True)
class PreviewFailed:
    sentence: str


class PreviewSource:
    """The live preview of one packet, for a loader's thread."""

    def __init__(self, workshop: Any, packet_id: str) -> None:
        self._workshop = workshop
        self._packet_id = packet_id
        self._live: Any = None
        self.stopped = False

    def open(self) -> None:
        """Nothing yet, or, after a page stopped the worker, everything again."""
        if self._live is not None:
            self.close()
            self.update()

    def update(self, seen: tuple[tuple[str, int], ...] | None = None, *, anew: bool = True) -> Any:
        from onrecord.services.live_preview import LivePreview

        if self._live is None:
            self._live = LivePreview(self._workshop, self._packet_id, lambda: self.stopped)
        return self._living(lambda live: live.update(seen, anew=anew))

    def rest(self) -> None:
        """Lets go of the documents; what needs them afterwards brings them back."""
        if self._live is not None:
            self._live.rest()

    def get_on(self, seen: tuple[tuple[str, int], ...]) -> int:
        """Makes some of the pages that wait; how many still do."""
        return self._living(lambda live: live.get_on(seen)) if self._live is not None else 0

    def _living(self, work: Callable[[Any], Any]) -> Any:
        try:
            return work(self._live)
        except WorkerFailed:
            self.close()
            raise

    def tile(self, tile: Tile) -> Any:
        if self._live is None:
            self.update()
        assert self._live is not None
        return self._live.page(tile.page, tile.scale)

    def close(self) -> None:
        if self._live is not None:
            self._live.close()
            self._live = None


class PreviewPanel(QWidget):
    made = Signal(object)  # PreviewMade
    failed = Signal(object)  # PreviewFailed
    asked = Signal()
    """The pages are to be made anew: until ``made`` or ``failed`` they are those of before."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source: PreviewSource | None = None
        self._loader: PageLoader | None = None
        self._edition = 0
        self._changes = self._answered = 0
        self._resting = self._missed = False
        self._left = -1  # pages that waited when some were made last; -1 after a change
        self._shown_first: tuple[tuple[str, int], ...] = ()
        self._sizes: dict[tuple[str, int], tuple[float, float]] = {}
        self._keys: list[tuple[str, int]] = []
        self.report: BuildReport | None = None
        self.pages = PagesView(self, selectable=False)
        self.pages.setAccessibleName(self.tr("The pages as they will see them"))
        self.tools = PageTools(self.pages, self, typed=False)
        self.state = Muted("", self, wrap=False)
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem = Body("", self)
        self.problem.set_tone("danger")
        self.waiting = SkeletonPage(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.waiting)
        self.stack.addWidget(self.pages)
        self._soon = QTimer(self)  # once for all that is told of one change
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._update)
        self._further = QTimer(self)
        self._further.setSingleShot(True)
        self._further.setInterval(_DRAWN_MS)
        self._further.timeout.connect(self._get_on)
        row = QHBoxLayout()
        row.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        row.addWidget(self.tools, 1)
        self.marking = MarkingTools(self)
        row.addWidget(self.marking)
        wrong = QHBoxLayout()
        wrong.setContentsMargins(Space.L, 0, Space.L, 0)
        wrong.addWidget(self.problem)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(wrong)
        column.addWidget(Rule(self))
        column.addWidget(self.stack, 1)
        tools = self.tools.layout()
        assert isinstance(tools, QHBoxLayout)
        tools.insertWidget(4, self.state)
        self.tools.room_made.connect(self._say_state_again)
        self.problem.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < theme.current().metrics.px(560)
        self.marking.set_narrow(narrow)

    def _say_state_again(self) -> None:
        self._say_state(self.state.text())

    def _say_state(self, words: str) -> None:
        """Beside the page's number, and never over it."""
        self.state.setText(words)
        self.state.setVisible(bool(words) and self.tools.has_room_for(self.state))

    # ---------------------------------------------------------------- one packet

    def start(self, packet_id: str) -> None:
        """Show the pages of this packet, from the start."""
        self.stop()
        self.problem.hide()
        self.waiting.setText(self.tr("Setting the pages…"))
        self.stack.setCurrentWidget(self.waiting)
        self._source = PreviewSource(self._desk.session.workshop, packet_id)
        self._loader = PageLoader(self._source, self)
        self._loader.tile_ready.connect(self._measure)
        self._loader.start()
        self._update()

    def stop(self) -> None:
        """Let go of the pages, and of the worker that holds the documents."""
        self._soon.stop()
        self._further.stop()
        self._resting = self._missed = False
        self.report = None
        self._sizes.clear()
        self._edition = 0
        self.pages.clear()
        if self._source is not None:
            self._source.stopped = True
        if self._loader is not None:
            self._loader.close()
            self._loader.deleteLater()
            self._loader = None

    def rest(self) -> None:
        """The PDF is about to be made, which takes the memory that the pages here took. What was
        drawn stays, and what changes is shown after ``wake``."""
        if self._loader is not None and self.report is not None and self.report.length > _LARGE:
            self._resting = True
            self._missed = self._soon.isActive() or self._further.isActive()
            self._soon.stop()
            self._further.stop()
            # Twice behind all that waits: pages that come in meanwhile are drawn first.
            self._loader.call("rest", lambda _source: None, self._let_go, urgent=False)

    def _let_go(self, _none: None) -> None:
        if self._resting and self._loader is not None:
            self._loader.call(
                "rest", lambda source: source.rest(), lambda _none: None, urgent=False
            )

    def wake(self) -> None:
        self._resting, missed = False, self._missed
        self._missed = False
        if missed:
            self.refresh()

    @property
    def is_running(self) -> bool:
        return self._loader is not None

    def refresh(self) -> None:
        """Something of the packet may have changed; the pages follow at once. Who is told while
        they are set is served next, with all that changed until then."""
        if self._resting:
            self._missed = True
        elif self._loader is not None:
            self._soon.start(0)
            self.asked.emit()

    @property
    def is_current(self) -> bool:
        """Whether no pages are awaited; some of them may still be made."""
        return self._loader is None or not (
            self._soon.isActive() or self._answered != self._changes
        )

    def go_to_page(self, page: int) -> None:
        if page:
            self.pages.go_to_page(page)

    def _update(self) -> None:
        if self._loader is None:
            return
        if self.report is not None:
            self._say_state(self.tr("updating…"))
        self._changes, self._left = self._changes + 1, -1
        self._ask(self._in_view(), urgent=True, anew=self.report is None)

    def _in_view(self) -> tuple[tuple[str, int], ...]:
        """The page in view and those beside it are made before others."""
        at = self.pages.current_page
        return tuple(key for key in self._keys[max(0, at - 2) : at + 1] if key[1])

    def _ask(
        self, seen: tuple[tuple[str, int], ...] | None, *, urgent: bool, anew: bool = True
    ) -> None:
        """``anew``: also where nothing of the packet changed, to show pages made meanwhile."""
        assert self._loader is not None
        self._shown_first = seen or ()
        of = self._changes
        self._loader.call(
            "update",
            lambda source: source.update(seen, anew=anew),
            lambda answer: self._updated(answer, of),
            lambda error: self._not_made(error, of),
            urgent=urgent,
        )

    def _get_on(self) -> None:
        """Some of the pages that wait, after those in view were drawn."""
        if self._resting:
            self._missed = True
        if self._loader is None or self._resting:
            return
        seen, of = self._in_view(), self._changes
        self._loader.call(
            "get_on",
            lambda source: source.get_on(seen),
            lambda left: self._got_on(left, of),
            lambda error: self._not_made(error, of),
            urgent=False,
        )

    def _got_on(self, left: int, of: int) -> None:
        """Shown when all are made, or when one looks where some are not. ``of``: the change by
        which they had to be made; a later one is shown first."""
        if of != self._changes or self._soon.isActive():
            return
        if self.report is None or not self.report.waiting:
            return
        seen, came_further = self._in_view(), left < self._left
        self._left = left
        if not left or not set(seen) <= set(self._shown_first):
            self._ask(seen, urgent=False)
        elif came_further:
            self._get_on()
        else:  # what cannot be made has to be told
            self._ask(None, urgent=False)

    def _updated(self, answer: tuple[Any, str], of: int) -> None:
        report, paper = answer
        self._answered = max(of, self._answered)
        self.problem.hide()
        if report is self.report:  # nothing that is printed changed
            self._left = report.waiting
            self._say_state(self.tr("updating…") if report.waiting else "")
            self.made.emit(PreviewMade(report))
            if report.waiting:
                self._further.start()
            return
        first = self.report is None
        self.report = report
        self._edition += 1
        self._say_state(self.tr("drawing…") if first else "")
        ids = {e["label"]: e["id"] for e in report.manifest.get("exhibits", ())}
        self._keys = [
            (ids.get(p.exhibit_label, ""), p.exhibit_page or 0)
            if p.kind in ("copy", "image", "redacted")
            else ("", 0)
            for p in report.pages
        ]
        plain = _PAPERS.get(paper, _PAPERS["a4"])
        sizes = [self._sizes.get(key, plain) if key[1] else plain for key in self._keys]
        assert self._loader is not None
        if first:
            self.pages.show_pages(self._loader, sizes, whole_only=True)
            self.stack.setCurrentWidget(self.pages)
        self._loader.forget_before(self._edition)
        self.pages.show_edition(sizes, self._edition)
        self.made.emit(PreviewMade(report))
        if report.waiting:
            self._say_state(self.tr("updating…"))
            if self._left == 0:  # all were made, and these cannot be: that has to be told
                self._ask(None, urgent=False)
            else:
                self._left = report.waiting
                self._further.start()

    def _not_made(self, error: KnownError, of: int) -> None:
        self._answered = max(of, self._answered)  # one of before may end after a later one
        self._say_state("")
        self.problem.setText(str(error))
        self.problem.show()
        self.waiting.setText("")
        self.failed.emit(PreviewFailed(str(error)))

    def _measure(self, ready: TileReady) -> None:
        """A copied page has the size it had: known when its picture comes."""
        tile = ready.tile
        if tile.edition == self._edition == 1:
            self._say_state("")
        if tile.edition != self._edition or tile.page > len(self._keys):
            return
        key = self._keys[tile.page - 1]
        size = (ready.image.width() / tile.scale, ready.image.height() / tile.scale)
        known = self.pages.size_of(tile.page)
        if max(abs(size[0] - known[0]), abs(size[1] - known[1])) > 2:
            self.pages.set_page_size(tile.page, size)
            if key[1]:
                self._sizes[key] = size
