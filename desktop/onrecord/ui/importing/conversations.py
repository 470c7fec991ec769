"""With whom the messages of a file were exchanged; only those marked are taken in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from onrecord.domain.when import When
from onrecord.services.importing.plan_import import Conversation
from onrecord.ui.design import Muted, Space, theme


class Conversations(QWidget):
    """``chosen`` when the person marks one or takes a mark off."""

    chosen = Signal(object)  # None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Whose messages to take in"))
        self.list.setUniformItemSizes(True)
        self.hint = Muted(
            self.tr(
                "A file like this holds everybody you write with. Mark only those this is about; "
                "the others are not kept."
            ),
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.hint)
        column.addWidget(self.list)
        self._keys: tuple[str, ...] = ()
        self.list.itemChanged.connect(lambda _item: self.chosen.emit(None))
        self._was = Qt.CheckState.Unchecked
        self.list.itemPressed.connect(self._pressed)
        self.list.itemClicked.connect(self._clicked)
        theme.follow(self._refresh)

    def show_all(self, found: Sequence[Conversation]) -> None:
        """Marks are set once, on those of known companies, and then are the person's."""
        keys = tuple(one.key for one in found)
        if keys == self._keys:
            return
        self._keys = keys
        was = self.list.blockSignals(True)
        self.list.clear()
        for one in found:
            count = (
                self.tr("1 message")
                if one.count == 1
                else self.tr("{0} messages").format(f"{one.count:,}")
            )
            span = When(one.first).short() if one.first else ""
            if one.last != one.first:
                span += f" – {When(one.last).short()}"
            name = one.name if one.name == one.number else f"{one.name} ({one.number})"
            item = QListWidgetItem(", ".join(p for p in (name, count, span) if p), self.list)
            item.setData(Qt.ItemDataRole.UserRole, one.key)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked if one.company else Qt.CheckState.Unchecked)
        self.list.setCurrentRow(0)
        self.list.blockSignals(was)
        self._refresh()

    def _pressed(self, item: QListWidgetItem) -> None:
        self._was = item.checkState()

    def _clicked(self, item: QListWidgetItem) -> None:
        """A click on the words turns the mark too; one on the mark has turned it already."""
        if item.checkState() == self._was:
            on = self._was == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    @property
    def keys(self) -> set[str]:
        """Of the conversations marked."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return {
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        }

    def _refresh(self) -> None:
        px = theme.current().metrics.px
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, px(30)))
        self.list.setFixedHeight(px(30) * max(2, min(5, self.list.count())) + 4)
