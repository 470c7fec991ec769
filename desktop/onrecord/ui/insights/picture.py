"""The charts in view as one picture, drawn in the light theme whatever the window has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from onrecord.services.views.insights import Chart, Figure
from onrecord.ui.design import Space, TextStyle, theme
from onrecord.ui.design.palette import LIGHT
from onrecord.ui.insights.painting import Look, chart_height, paint_chart

WIDTH = 760
SCALE = 2
_MOST = 16_000  # pixels of height; more is no picture any more


def picture_of(title: str, figures: Sequence[Figure], charts: Sequence[Chart], note: str) -> bytes:
    """A PNG file."""
    th = theme.current()
    look = Look(LIGHT, th.font(TextStyle.BODY), th.font(TextStyle.STRONG), th.font(TextStyle.SMALL))
    head, sub = th.font(TextStyle.HEADING), th.font(TextStyle.TITLE)
    inner = WIDTH - 2 * Space.XL
    height = Space.XL + _high(head)
    height += (_wrapped(note, look.small, inner) + Space.S) if note else 0
    height += len(figures) * (_high(look.body) + Space.XS) + Space.L
    for chart in charts:
        height += Space.L + _high(sub) + Space.XS + chart_height(chart, look)
        height += _wrapped(chart.note, look.small, inner) if chart.note else 0
    height = min(round(height + Space.XL), _MOST)
    image = QImage(WIDTH * SCALE, height * SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.raised))
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    y = float(Space.XL)
    y = _line(painter, title, head, LIGHT.text, y)
    if note:
        y = _line(painter, note, look.small, LIGHT.muted, y) + Space.S
    for figure in figures:
        words = f"{figure.title}: {figure.words} ({figure.of})"
        y = _line(painter, words, look.body, LIGHT.text, y) + Space.XS
    y += Space.L
    for chart in charts:
        y = _line(painter, chart.title, sub, LIGHT.text, y + Space.L) + Space.XS
        if chart.note:
            y = _line(painter, chart.note, look.small, LIGHT.muted, y)
        high = chart_height(chart, look)
        paint_chart(painter, chart, QRectF(Space.XL - Space.S, y, inner + 2 * Space.S, high), look)
        y += high
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    return bytes(buffer.data().data())


def _line(painter: QPainter, text: str, font: QFont, colour: str, y: float) -> float:
    """Wrapped text; returns where the next thing begins."""
    inner = WIDTH - 2 * Space.XL
    high = _wrapped(text, font, inner)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(
        QRectF(Space.XL, y, inner, high),
        Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap,
        text,
    )
    return y + high


def _wrapped(text: str, font: QFont, width: float) -> float:
    room = QRectF(0, 0, width, 10_000)
    return QFontMetricsF(font).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() + 2


def _high(font: QFont) -> float:
    return QFontMetricsF(font).height()
