"""Files of a packet that were saved: to drag into a web page or a mail, or to copy as files.

Only what stands on the disk already can be dragged: nothing is written for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from onrecord.domain.file_size import size_words
from onrecord.ui.design import Label, Muted, QuietButton, Space, announce, icons, set_look, theme


def mime_of_files(paths: Sequence[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


class FileRow(QFrame):
    """One file by its name; dragged out of the window once it is saved."""

    gone = Signal()
    """It was to be dragged, and is not where it was saved any more."""

    def __init__(self, name: str, size: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self._pressed: QPoint | None = None
        self.picture = QLabel(self)
        self.name = Label(name, self, elide=True)
        self.size_words = Label(size, self, muted=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(self.picture)
        row.addWidget(self.name, 1)
        row.addWidget(self.size_words)
        self.setAccessibleName(f"{name}, {size}" if size else name)
        set_look(self, "look", "surface")
        theme.follow(self._dress)

    def set_path(self, path: Path | None) -> None:
        self.path = path
        if path is not None:
            self.name.setText(path.name)
            self.name.setToolTip(str(path))
        self.setCursor(
            Qt.CursorShape.OpenHandCursor if path is not None else Qt.CursorShape.ArrowCursor
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self.path is None:
            return
        if self.path.is_file():
            self._pressed = event.position().toPoint()
        else:  # the folder was moved, the stick was pulled
            self.gone.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self.path is None:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if far < QApplication.startDragDistance():
            return
        self._pressed = None
        drag = QDrag(self)
        drag.setMimeData(mime_of_files([self.path]))
        side = theme.current().metrics.px(32)
        drag.setPixmap(icons.icon("document").pixmap(side))
        drag.exec(Qt.DropAction.CopyAction)

    def _dress(self) -> None:
        side = theme.current().metrics.icon
        self.picture.setPixmap(icons.icon("document").pixmap(side))


class OutFiles(QWidget):
    """The files, and below them what can be done with those that are saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[FileRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        self.hint = Muted("", self)
        self.copy = QuietButton(
            self.tr("Copy the files"), self, icon="copy", on_click=self._copy,
            hint=self.tr("Then paste them where files are chosen, or into a mail"),
        )  # fmt: skip
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(self._column)
        column.addLayout(foot)
        self._settle()

    def show_files(self, files: Sequence[tuple[str, int]]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = [FileRow(name, self._size(length), self) for name, length in files]
        for row in self.rows:
            self._column.addWidget(row)
            row.gone.connect(self._gone)
        self._settle()

    def show_saved(self, paths: Sequence[Path]) -> None:
        """Where they were saved, in their order; none: nowhere yet."""
        for number, row in enumerate(self.rows):
            row.set_path(paths[number] if number < len(paths) else None)
        self._settle()

    def saved(self) -> list[Path]:
        return [row.path for row in self.rows if row.path is not None and row.path.is_file()]

    def _gone(self) -> None:
        """What is no longer there is not offered; said once, where one looks."""
        for row in self.rows:
            if row.path is not None and not row.path.is_file():
                row.set_path(None)
        self._settle()
        there = self.tr("Not all of it is where it was saved any more. Save it again.")
        self.hint.setText(there)
        announce(self, there)

    def _settle(self) -> None:
        there, one = bool(self.saved()), len(self.rows) == 1
        self.copy.setVisible(there)
        self.copy.setText(self.tr("Copy the file") if one else self.tr("Copy the files"))
        if one:
            drag = self.tr("Drag it from here into the web page or your mail.")
            save = self.tr("Save it first. Then drag it from here into the web page or your mail.")
        else:
            drag = self.tr("Drag them from here into the web page or your mail.")
            save = self.tr(
                "Save them first. Then drag them from here into the web page or your mail."
            )
        self.hint.setText(drag if there else save)

    def _copy(self) -> None:
        if any(row.path is not None and not row.path.is_file() for row in self.rows):
            self._gone()
        else:
            QApplication.clipboard().setMimeData(mime_of_files(self.saved()))

    def _size(self, length: int) -> str:
        if not length:  # not known before it is made
            return ""
        return size_words(length)
