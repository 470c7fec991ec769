"""One page as it is painted: its pictures or why there are none, selected words, a framed part."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from onrecord.ui.design import TextStyle, theme
from onrecord.ui.viewer.page_loader import Tile
from onrecord.ui.viewer.skeleton import paint_skeleton

Picture = tuple[Tile, QImage | None]
"""A part of a page, and what has come of it."""


def paint_page(
    painter: QPainter,
    rect: QRect,
    pictures: Sequence[Picture],
    ratio: float,
    *,
    stand_in: QImage | None,
    failed: str,
    selected: Sequence[QRectF],
    box: QRectF | None,
) -> None:
    """At ``rect`` of the view. ``stand_in`` is the page at another size, until all has come;
    ``failed`` one sentence, where it cannot be shown. ``ratio`` as in ``Cutting``."""
    th = theme.current()
    painter.fillRect(rect, Qt.GlobalColor.white)
    if failed:
        painter.setPen(QColor("#5b6169"))
        painter.setFont(th.font(TextStyle.BODY))
        words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(rect.adjusted(24, 24, -24, -24), int(words), failed)
    else:
        _paint_pictures(painter, rect, pictures, ratio, stand_in)
    chosen = QColor(th.roles.accent)
    chosen.setAlpha(70)
    for mark in selected:
        painter.fillRect(mark, chosen)
    if box is not None:
        chosen.setAlpha(36)
        painter.fillRect(box, chosen)
        painter.setPen(QPen(QColor("#1f5f8b"), 2))  # on paper, which is white in the dark too
        painter.drawRect(box)
    painter.setPen(QPen(th.colour("line"), 1))
    painter.drawRect(rect.adjusted(-1, -1, 0, 0))


def _paint_pictures(
    painter: QPainter,
    rect: QRect,
    pictures: Sequence[Picture],
    ratio: float,
    stand_in: QImage | None,
) -> None:
    if any(image is None for _, image in pictures):
        if stand_in is not None:
            painter.drawImage(rect, stand_in)
        elif all(image is None for _, image in pictures):
            paint_skeleton(painter, rect)
    for tile, image in pictures:
        if image is None:
            continue
        if tile.whole:
            painter.drawImage(rect, image)
        else:
            place = QRectF(
                rect.x() + tile.x / ratio,
                rect.y() + tile.y / ratio,
                tile.width / ratio,
                tile.height / ratio,
            )
            painter.drawImage(place, image)
