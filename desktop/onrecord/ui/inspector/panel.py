"""What every panel of the inspector shares: one record in view, read afresh when it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.change import Change
from onrecord.domain.times import parse_utc
from onrecord.domain.when import When
from onrecord.errors import KnownError, NotFound
from onrecord.ui.design import (
    Chip,
    Field,
    FlowLayout,
    Label,
    LinkButton,
    Muted,
    Rule,
    ScrollArea,
    Space,
    TextStyle,
    theme,
)
from onrecord.ui.design.discard import discard
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.fold import Fold
from onrecord.ui.inspector.saver import Saver


class Panel(QWidget):
    """A subclass makes its widgets in ``column``, says how it is read (``query``, run off the GUI
    thread) and how it is shown (``fill``)."""

    TABLES: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.id = ""
        self.savers: list[Saver] = []
        inside = QWidget(self)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(Space.L, Space.XS, Space.L, Space.L)
        self.column.setSpacing(Space.M)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self.foot.setSpacing(Space.S)
        self.area = ScrollArea(inside, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        self.foot_rule = Rule(self)
        whole.addWidget(self.foot_rule)
        whole.addLayout(self.foot)
        desk.session.changed.connect(self._changed)

    def query(self, vault: Any, id: str) -> Any:
        raise NotImplementedError

    def fill(self, found: Any) -> None:
        raise NotImplementedError

    def show_id(self, id: str) -> None:
        """Show another record; what was typed for the one before is saved first."""
        if id != self.id:
            self.save_now()
            self.id = id
        self.refresh()

    def refresh(self) -> None:
        if not self.id:
            return
        vault, id = self._desk.vault, self.id

        def query() -> tuple[str, Any]:
            try:
                return id, self.query(vault, id)
            except NotFound:
                return id, None

        self._desk.session.ask(query, self._came, self, "panel")

    def _came(self, found: tuple[str, Any]) -> None:
        id, value = found
        if id != self.id:
            return
        if value is None:
            self.id = ""
            self._desk.select("", ())
        else:
            self.fill(value)

    def edit_first(self) -> None:
        """With the cursor in the first field there is."""
        if self.savers:
            self.lead_to(self.savers[0].first)

    def lead_to(self, field: Field) -> None:
        """With the cursor in this field, and the field in view."""
        for fold in self.findChildren(Fold):
            if fold.isAncestorOf(field):
                fold.open_alone()
        field.control.setFocus()
        QTimer.singleShot(0, field, lambda: self.area.ensureWidgetVisible(field))

    def save_now(self) -> None:
        for saver in self.savers:
            saver.save()

    def minimumSizeHint(self) -> QSize:
        """As wide as its widest field: it scrolls up and down only."""
        size = super().minimumSizeHint()
        inside = self.area.widget()
        bar = self.area.verticalScrollBar().sizeHint().width()
        wide = inside.minimumSizeHint().width() + bar if inside is not None else 0
        return size.expandedTo(QSize(wide, 0))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.save_now()

    def _changed(self, change: Change) -> None:
        if self.isVisible() and change.tables() & self.TABLES:
            self.refresh()

    def do(
        self,
        verb: Callable[[], Change],
        then: Callable[[Change], None] | None = None,
        *,
        failed: Callable[[KnownError], None] | None = None,
        say: bool = False,
    ) -> None:
        self._desk.session.do(verb, then, self, failed=failed, say=say)


_CHIP = 32
"""Characters of a chip: two stand side by side in the details."""


class ChipRow(QWidget):
    """Things that belong to what is shown, each with a cross, and a way to add one."""

    def __init__(
        self,
        title: str,
        parent: QWidget,
        *,
        add: str = "",
        on_remove: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_remove = on_remove
        self.title = Label(title, self, style=TextStyle.SMALL_STRONG)
        self.menu = QMenu(self)
        self.add = LinkButton(add, self, icon="add", menu=self.menu) if add else None
        self._box = QWidget(self)
        self._flow = FlowLayout(self._box, gap=Space.XS)
        self.chips: list[Chip] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.title)
        column.addWidget(self._box)
        if self.add is not None:
            column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.hide()

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """(key, words) pairs."""
        self.show_roles([(key, words, "") for key, words in pairs])

    def show_roles(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """(key, name, role): of a long name the end is left out, of a role nothing."""
        for chip in self.chips:
            self._flow.removeWidget(chip)
            discard(chip)
        self.chips = []
        for key, name, role in rows:
            most = max(_CHIP - len(role), _CHIP // 2)
            short = name if len(name) <= most else f"{name[: most - 2].rstrip()}…"
            words = f"{short}, {role}" if role else short
            chip = Chip(words, self._box, key=key, removable=self._on_remove is not None)
            chip.setToolTip(f"{name}, {role}" if role else name)
            chip.removed.connect(lambda removed: self._removed(removed.key))
            self._flow.addWidget(chip)
            chip.show()
            self.chips.append(chip)
        self._box.setVisible(bool(rows))
        self._box.updateGeometry()

    def _removed(self, key: str) -> None:
        if self._on_remove is not None:
            self._on_remove(key)


class HistoryList(QWidget):
    """What the history holds of one thing, the newest first."""

    MOST = 30

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)
        self._lines: list[QWidget] = []

    def show_rows(self, rows: Sequence[Any]) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            discard(line)
        self._lines = []
        for row in rows[: self.MOST]:
            line = Muted(f"{day_and_clock(row.at)}: {row.words}", self)
            self._column.addWidget(line)
            self._lines.append(line)


def day_and_clock(utc: str, *, short: bool = False) -> str:
    """A UTC instant by this computer's zone: ``3 March 2026, 14:02``; ``short``: ``3 Mar``."""
    if not utc:
        return ""
    when = When.of_minute(parse_utc(utc).astimezone())
    return when.short() if short else when.words()


def note_edit(parent: QWidget, lines: int = 3) -> QPlainTextEdit:
    """A few lines of text; Tab goes on to the next field."""
    edit = _NoteEdit(parent)
    edit.set_lines(lines)
    return edit


def how_firmly(panel: Panel, *said: QWidget) -> QVBoxLayout:
    """The part of a panel that says how firmly the thing stands, below a rule."""
    part = QVBoxLayout()
    part.setSpacing(2)
    part.addWidget(Rule(panel))
    part.addSpacing(Space.S)
    title = panel.tr("How firmly it stands")
    part.addWidget(Label(title, panel, style=TextStyle.SMALL_STRONG))
    for widget in said:
        part.addWidget(widget)
    panel.column.addLayout(part)
    return part


class _NoteEdit(QPlainTextEdit):
    """Grows with what is written, up to three times its first height."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = 3
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._sizes)
        theme.follow(self._sizes)

    def set_lines(self, lines: int) -> None:
        self._rows = lines
        self._sizes()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._sizes()

    def _sizes(self) -> None:
        th = theme.current()
        self.setFont(th.font(TextStyle.BODY))
        used = int(self.document().size().height())
        rows = max(self._rows, min(used, 3 * self._rows))
        full = rows == used or used <= rows
        self.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if full else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self.setFixedHeight(rows * self.fontMetrics().lineSpacing() + th.metrics.px(20))
