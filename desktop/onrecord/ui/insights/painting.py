"""Draws a chart of bars from the roles of a theme, on the screen or into a picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from onrecord.services.views.insights import Bar, Chart
from onrecord.ui.design.palette import Roles
from onrecord.ui.design.tokens import Radius, Space


@dataclass(frozen=True)
class Look:
    """The colours and fonts to draw with; lengths are pixels."""

    roles: Roles
    body: QFont
    strong: QFont
    small: QFont

    @property
    def row(self) -> float:
        """Height of a bar with its words."""
        return QFontMetricsF(self.body).height() + QFontMetricsF(self.small).height() + Space.M


def chart_height(chart: Chart, look: Look) -> float:
    """Of the bars and what explains their two tones."""
    return len(chart.bars) * look.row + (_legend_height(look) if has_legend(chart) else 0)


def has_legend(chart: Chart) -> bool:
    return bool(chart.part) and any(bar.part is not None for bar in chart.bars)


def row_at(chart: Chart, look: Look, y: float) -> int:
    """The number of the bar at a height, -1 for none."""
    number = int(y // look.row) if y >= 0 else -1
    return number if number < len(chart.bars) else -1


def paint_chart(
    painter: QPainter, chart: Chart, rect: QRectF, look: Look, *, current: int = -1
) -> None:
    """``current`` is the bar with the keyboard's focus."""
    most = max((bar.value for bar in chart.bars), default=0.0) or 1.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # One room for all of these words, so that all bars begin and end alike.
    small = QFontMetricsF(look.small)
    behind = max((small.horizontalAdvance(bar.of) for bar in chart.bars), default=0.0) + 2
    behind = min(behind, rect.width() * 0.4)
    for number, bar in enumerate(chart.bars):
        place = QRectF(rect.x(), rect.y() + number * look.row, rect.width(), look.row)
        tones = _tones(bar, look.roles, split=has_legend(chart))
        _paint_row(painter, bar, place, look, bar.value / most, behind, tones)
        if number == current:
            painter.setPen(QPen(QColor(look.roles.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), Radius.SMALL, Radius.SMALL)
    if has_legend(chart):
        y = rect.y() + len(chart.bars) * look.row
        _paint_legend(painter, chart, QRectF(rect.x(), y, rect.width(), _legend_height(look)), look)


def _paint_row(
    painter: QPainter,
    bar: Bar,
    place: QRectF,
    look: Look,
    share: float,
    behind: float,
    tones: tuple[QColor, QColor],
) -> None:
    """Name and figure above, the bar below them, how many are behind it at the right."""
    roles, inside = look.roles, place.adjusted(Space.S, Space.XS, -Space.S, -Space.XS)
    top = QFontMetricsF(look.body).height()
    words = QFontMetricsF(look.strong)
    room = min(words.horizontalAdvance(bar.words) + 2, inside.width() * 0.6)
    right = QRectF(inside.right() - room, inside.y(), room, top)
    left = QRectF(inside.x(), inside.y(), inside.width() - room - Space.M, top)
    _write(painter, bar.label, left, look.body, roles.text, Qt.AlignmentFlag.AlignLeft)
    _write(painter, bar.words, right, look.strong, roles.text, Qt.AlignmentFlag.AlignRight)
    below = inside.y() + top + 2
    height = QFontMetricsF(look.small).height()
    note = QRectF(inside.right() - behind, below, behind, height)
    _write(painter, bar.of, note, look.small, roles.muted, Qt.AlignmentFlag.AlignRight)
    track = QRectF(
        inside.x(), below + height * 0.28, inside.width() - behind - Space.M, height * 0.5
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(roles.sunken))
    painter.drawRoundedRect(track, Radius.SMALL, Radius.SMALL)
    whole, part = tones
    long = max(3.0, track.width() * share) if bar.value else 0.0
    painter.setBrush(whole)
    painter.drawRoundedRect(QRectF(track.x(), track.y(), long, track.height()), 3, 3)
    if bar.part and bar.value:
        painter.setBrush(part)
        told = long * min(1.0, bar.part / bar.value)
        painter.drawRoundedRect(QRectF(track.x(), track.y(), told, track.height()), 3, 3)


def _tones(bar: Bar, roles: Roles, *, split: bool) -> tuple[QColor, QColor]:
    """Of the whole and of the part; pale where few things are behind it. In a chart that tells
    parts apart the whole is grey on every line."""
    accent = QColor(roles.accent)
    whole = QColor(roles.control_line) if split else QColor(roles.accent)
    if bar.few:
        whole, accent = _between(whole, roles), _between(accent, roles)
    return whole, accent


def _between(colour: QColor, roles: Roles) -> QColor:
    """Half way to the ground it stands on."""
    ground = QColor(roles.raised)
    return QColor(
        (colour.red() + ground.red()) // 2,
        (colour.green() + ground.green()) // 2,
        (colour.blue() + ground.blue()) // 2,
    )


def _legend_height(look: Look) -> float:
    return QFontMetricsF(look.small).height() + Space.S


def _paint_legend(painter: QPainter, chart: Chart, rect: QRectF, look: Look) -> None:
    side = QFontMetricsF(look.small).height() * 0.6
    x, y = rect.x() + Space.S, rect.y() + (rect.height() - side) / 2
    for words, colour in (
        (chart.part, look.roles.accent),
        (chart.whole, look.roles.control_line),
    ):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(x, y, side, side), 2, 2)
        room = QFontMetricsF(look.small).horizontalAdvance(words) + 2
        place = QRectF(x + side + Space.XS, rect.y(), room, rect.height())
        _write(painter, words, place, look.small, look.roles.muted, Qt.AlignmentFlag.AlignLeft)
        x += side + Space.XS + room + Space.L


def _write(
    painter: QPainter, text: str, rect: QRectF, font: QFont, colour: str, side: Qt.AlignmentFlag
) -> None:
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)
