"""An error of ours in what Qt calls back costs one report, never the program."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot


class Broken(QStringListModel):
    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        rows: list[str] = []
        return rows[index.row()]


class BrokenPicture(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        {}["nothing"]


def test_an_error_raised_while_a_list_is_painted_is_told(qtbot: QtBot) -> None:
    view = QListView()
    qtbot.addWidget(view)
    model = Broken(view)
    model.setStringList(["a row"])
    view.setModel(model)
    with qtbot.captureExceptions(), pytest.raises(IndexError):
        view.grab()


def test_an_error_raised_in_a_painted_widget_is_told(qtbot: QtBot) -> None:
    picture = BrokenPicture()
    qtbot.addWidget(picture)
    with qtbot.captureExceptions(), pytest.raises(KeyError, match="nothing"):
        picture.grab()
