"""A page whose picture has not come yet is not taken for an empty one."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from onrecord.ui.viewer.skeleton import SkeletonPage, paint_skeleton


def shades(picture: QImage) -> set[str]:
    points = [(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)]
    return {picture.pixelColor(x, y).name() for x, y in points}


def test_grey_lines_stand_on_the_sheet(qapp: object) -> None:
    sheet = QImage(300, 424, QImage.Format.Format_RGB32)
    sheet.fill(QColor("white"))
    painter = QPainter(sheet)
    paint_skeleton(painter, QRect(0, 0, 300, 424))
    painter.end()
    assert len(shades(sheet)) > 1


def test_it_says_what_is_being_done_and_goes_when_nothing_is(qtbot: QtBot) -> None:
    page = SkeletonPage()
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.setText("Setting the pages…")
    assert page.accessibleName() == "Setting the pages…"
    assert len(shades(page.grab().toImage())) > 2
    page.setText("")
    assert len(shades(page.grab().toImage())) == 1
