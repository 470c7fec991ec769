"""Who is it for? The bodies that fit first, then the company's own rungs, then a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.design import (
    Button,
    Field,
    LinkButton,
    Muted,
    QuietButton,
    Space,
    TextStyle,
    Title,
    icons,
    theme,
    under_head,
)
from onrecord.ui.design.labels import may_break
from onrecord.ui.design.rows import Index, mirrored, paint_state

_ICONS = {"body": "ladder", "company": "company", "court": "dispute", "own": "packet"}


@dataclass(frozen=True)
class RecipientAsked:
    """Fields as in ``packet_for.Recipient``."""

    agency_id: str = ""
    profile: str = ""
    name: str = ""
    set_id: str = ""
    company_id: str = ""


class RecipientPage(QWidget):
    chosen = Signal(object)  # RecipientAsked
    closed = Signal()
    keep_asked = Signal(object)  # str, a name for the set of parts
    drop_asked = Signal(object)  # str, the id of a set of parts
    help_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[Any, ...] = ()
        self._others: tuple[Any, ...] = ()
        self._none_fits = False
        self.heading = Title(self.tr("Who is it for?"), self)
        self.done = Button(self.tr("Done"), self, shortcut="Esc", on_click=self.closed.emit)
        self.hint = Muted(
            self.tr(
                "Say where it happened and what it is about, and the bodies that could help"
                " stand here."
            ),
            self,
        )
        self.say_where = QuietButton(
            self.tr("Who can help"), self, icon="help", on_click=self.help_asked.emit
        )
        self.list = QListWidget(self)
        self.list.setProperty("look", "sidebar")
        self.list.setAccessibleName(self.heading.text())
        self.list.setItemDelegate(_WholeWords(self.list))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.list.currentRowChanged.connect(lambda _row: self._offer_drop())
        self.drop = LinkButton(self.tr("Remove this set"), self, icon="trash", on_click=self._drop)
        self.drop.hide()
        self.name = QLineEdit(self)
        self.name.returnPressed.connect(self._named)
        self.name.setPlaceholderText(self.tr("A name, then Enter"))
        self.name_field = Field(self.tr("Somebody &else"), self.name, self)
        self.keep = QLineEdit(self)
        self.keep.returnPressed.connect(self._keep)
        self.keep.setPlaceholderText(self.tr("A name for the set, then Enter"))
        self.keep_field = Field(self.tr("&Keep these parts for other packets"), self.keep, self)
        self.advice = Muted(self.tr("Not legal advice."), self)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        foot.setSpacing(Space.S)
        foot.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.name_field, self.keep_field, self.advice):
            foot.addWidget(widget)
        above = QVBoxLayout()
        above.setContentsMargins(Space.L, 0, Space.L, 0)
        above.addWidget(self.hint)
        above.addWidget(self.say_where, 0, Qt.AlignmentFlag.AlignLeft)
        column = under_head(self, self.heading, self.done)
        column.addLayout(above)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.setFocusProxy(self.list)
        theme.follow(self._fill)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where it is low, the choices and the name for somebody else keep their room."""
        px = theme.current().metrics.px
        self.list.setMinimumHeight(px(64))
        self.keep_field.setVisible(self.height() >= px(340))
        low = self.height() < px(260)
        self.hint.setVisible(self._none_fits and not low)
        self.say_where.setToolTip(self.hint.text() if low else "")
        self.advice.setVisible(not low)

    def show_choices(
        self, choices: tuple[Any, ...], others: tuple[Any, ...], present: RecipientAsked
    ) -> None:
        """``RecipientChoice`` of ``services.views.recipients``. Whom it is for at ``present``, or
        the first of the kind that was asked for, is chosen, so that Enter does not change it."""
        self._choices, self._others = choices, others
        self._none_fits = not any(one.kind == "body" for one in choices)
        self.say_where.setVisible(self._none_fits)
        self._make_room()
        self.name.setText("" if present.agency_id else present.name)
        self.name.setCursorPosition(0)
        self._fill()
        self.list.setCurrentRow(self._row_for(present))
        self.list.setFocus()

    def _row_for(self, present: RecipientAsked) -> int:
        """That of the body; else of the kind of packet; else the first."""
        rows = [n for n in range(self.list.count()) if self._at(n) is not None]
        of_kind = [n for n in rows if self._at(n).profile == present.profile]
        of_kind = [n for n in of_kind if not self._at(n).set_id]
        if present.agency_id:
            of_kind = [n for n in rows if self._at(n).agency_id == present.agency_id]
        elif present.name:  # somebody named is no body of the directory
            of_kind.sort(key=lambda n: _is_other(self._at(n), present.name))
        return next(iter([*of_kind, *rows]), -1)

    def names(self) -> list[str]:
        """Of the choices in view, in order."""
        found = [self._at(n) for n in range(self.list.count())]
        return [one.name for one in found if one is not None]

    def choose(self, name: str) -> None:
        """As a click on the choice of this name does."""
        for n in range(self.list.count()):
            one = self._at(n)
            if one is not None and one.name == name:
                self.list.setCurrentRow(n)
                self._take(self.list.item(n))
                return

    def _at(self, row: int) -> Any:
        return self.list.item(row).data(Qt.ItemDataRole.UserRole)

    def _fill(self) -> None:
        self.list.clear()
        heads = {
            "body": self.tr("Bodies that fit"),
            "company": self.tr("At the company"),
            "court": self.tr("Court"),
            "own": self.tr("My own sets"),
        }
        for kind, words in heads.items():
            of_kind = [one for one in self._choices if one.kind == kind]
            if of_kind:
                self._head(words)
            for one in of_kind:
                self._add(one)
        if self._others:
            self._head(self.tr("Other bodies"))
        for one in self._others:
            self._add(one)

    def _head(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.current().font(TextStyle.SMALL_STRONG))
        self.list.addItem(item)

    def _add(self, one: Any) -> None:
        item = QListWidgetItem(f"{one.name}\n{one.note}" if one.note else one.name)
        item.setIcon(icons.icon(_ICONS[one.kind], "muted"))
        item.setData(Qt.ItemDataRole.UserRole, one)
        item.setToolTip(f"{one.name}\n{one.note}")
        self.list.addItem(item)

    def _take(self, item: QListWidgetItem) -> None:
        """A click, and Enter; where a system sends both for one click, the second is none."""
        one = item.data(Qt.ItemDataRole.UserRole)
        if one is not None and self.list.isEnabled():
            self.list.setEnabled(False)
            name = self.name.text().strip() if one.kind == "own" else ""
            self.chosen.emit(
                RecipientAsked(one.agency_id, one.profile, name, one.set_id, one.company_id)
            )

    def settled(self) -> None:
        """The choice was taken, or refused: another can be made."""
        self.list.setEnabled(True)

    def _own_set(self) -> Any:
        """The user's own set that is marked in the list; None for another choice."""
        row = self.list.currentRow()
        one = self._at(row) if row >= 0 else None
        return one if one is not None and one.kind == "own" else None

    def _offer_drop(self) -> None:
        one = self._own_set()
        self.drop.setVisible(one is not None)
        self.drop.setAccessibleDescription(one.name if one is not None else "")

    def _drop(self) -> None:
        one = self._own_set()
        if one is not None:
            self.drop_asked.emit(one.set_id)

    def _named(self) -> None:
        if self.name.text().strip():
            self.chosen.emit(RecipientAsked(name=self.name.text().strip()))

    def _keep(self) -> None:
        if self.keep.text().strip():
            self.keep_asked.emit(self.keep.text().strip())
            self.keep.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            if self.list.currentRow() >= 0:
                self._take(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self._drop()
        else:
            super().keyPressEvent(event)


class _WholeWords(QStyledItemDelegate):
    """A choice with all its words: its name and, below it, whether it is time. Nothing is cut."""

    _WRAPS = int(Qt.TextFlag.TextWordWrap)

    def __init__(self, view: QListWidget) -> None:
        super().__init__(view)
        self._view = view

    def _parts(self, index: Index) -> tuple[Any, str, str]:
        one = index.data(Qt.ItemDataRole.UserRole)
        if one is None:
            return None, str(index.data()), ""
        return one, may_break(one.name), may_break(one.note)

    def _boxes(self, wide: int, index: Index) -> tuple[QRect, QRect, QRect]:
        """Of the icon, the name and the note, in a row that begins at 0, 0."""
        one, name, note = self._parts(index)
        th = theme.current()
        if one is None:
            left, style = Space.L, TextStyle.SMALL_STRONG
        else:
            left, style = Space.L + th.metrics.px(16) + Space.S, TextStyle.BODY
        room = QRect(left, Space.S, max(40, wide - left - Space.M), 10_000)
        upper = QFontMetrics(th.font(style)).boundingRect(room, self._WRAPS, name)
        lower = QRect(left, upper.bottom() + 1, room.width(), 0)
        if note:
            below = room.translated(0, lower.y() - room.y())
            lower = QFontMetrics(th.font(TextStyle.SMALL)).boundingRect(below, self._WRAPS, note)
        first = QFontMetrics(th.font(style)).height()
        side = th.metrics.px(16)
        icon = QRect(Space.L, Space.S + (first - side) // 2, side, side)
        for box in (upper, lower):
            box.setLeft(left)
            box.setWidth(room.width())
        return icon, upper, lower

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        wide = self._view.viewport().width()
        return QSize(wide, self._boxes(wide, index)[2].bottom() + 1 + Space.S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: QRect = option.rect  # pyright: ignore
        direction: Qt.LayoutDirection = option.direction  # pyright: ignore
        one, name, note = self._parts(index)
        icon, upper, lower = (
            mirrored(option, box.translated(row.topLeft()))
            for box in self._boxes(row.width(), index)
        )
        th = theme.current()
        chosen = one is not None and paint_state(
            painter, option, row.adjusted(Space.S, 1, -Space.S, -1)
        )
        if one is not None:
            icons.icon(_ICONS[one.kind], "muted").paint(painter, icon)
        left = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
        flags = self._WRAPS | int(left) | int(Qt.AlignmentFlag.AlignAbsolute)
        quiet = th.roles.on_selection if chosen else th.roles.muted
        ink = quiet if one is None else th.roles.on_selection if chosen else th.roles.text
        painter.save()
        painter.setPen(QColor(ink))
        painter.setFont(th.font(TextStyle.SMALL_STRONG if one is None else TextStyle.BODY))
        painter.drawText(upper, flags, name)
        if note:
            painter.setPen(QColor(quiet))
            painter.setFont(th.font(TextStyle.SMALL))
            painter.drawText(lower, flags, note)
        painter.restore()


def _is_other(choice: Any, name: str) -> bool:
    """Whether a choice is not the company that a recipient's name begins with."""
    company = choice.name.rpartition(": ")[0]
    return bool(choice.agency_id) or not (company and name.startswith(company))
