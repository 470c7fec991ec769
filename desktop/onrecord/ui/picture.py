"""A document's small picture as a sheet on the desk: fitted, edged, or its kind's icon."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from onrecord.ui.design import Radius, icons, theme


def document_picture(
    image: QImage | None, icon: str, width: int, height: int, widget: QWidget
) -> QPixmap:
    """``width`` by ``height`` in device-independent pixels, sharp on the screen of ``widget``."""
    ratio = widget.devicePixelRatioF()
    made = QPixmap(round(width * ratio), round(height * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_document(painter, QRect(0, 0, width, height), image, icon)
    painter.end()
    return made


def paint_document(painter: QPainter, box: QRect, image: QImage | None, icon: str) -> None:
    """Centred in ``box``; a hairline keeps white paper apart from a white window."""
    th = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if image is not None and not image.isNull():
        room = box.adjusted(1, 1, -1, -1)
        size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, max(1, size.width()), max(1, size.height()))
        place.moveCenter(room.center())
        painter.drawImage(place, image)
        painter.setPen(QPen(QColor(th.roles.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
    else:
        side = min(box.width(), box.height(), max(18, box.height() // 2))
        if box.height() > 2 * th.metrics.icon:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(th.roles.sunken))
            painter.drawRoundedRect(box, Radius.SMALL, Radius.SMALL)
        mark = QRect(0, 0, side, side)
        mark.moveCenter(box.center())
        icons.paint(painter, icon, mark, th.roles.muted)
    painter.restore()
