"""Our own icons, in the colours of the theme, sharp at every scale.

Each is an SVG of ``resources/icons`` on a 24-unit grid with one colour, ``currentColor``. It is
drawn afresh for the size, the colour and the device pixel ratio asked for, and kept.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from onrecord.bundled import resource
from onrecord.ui.design import theme


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    return frozenset(file.stem for file in resource("icons").glob("*.svg"))


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """``size`` in device-independent pixels, ``colour`` as ``#rrggbb``."""
    svg = _source(name).replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    side = max(1, round(size * ratio))
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, role: str = "text", size: int | None = None, *, pad: int = 0) -> QIcon:
    """A ``QIcon`` in a colour role. Ask again when the theme changes: it does not follow.

    ``role`` is a field of ``Roles``, or a colour as ``#rrggbb``. ``pad`` is empty space at the
    left and right, because Qt sets the words of a button very close to its icon.
    """
    th = theme.current()
    side = size or th.metrics.icon
    colour = role if role.startswith("#") else str(getattr(th.roles, role))
    result = QIcon()
    for ratio in _ratios():
        plain = _padded(pixmap(name, colour, side, ratio), pad)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
            result.addPixmap(plain, mode)
        faint = _padded(pixmap(name, th.roles.faint, side, ratio), pad)
        result.addPixmap(faint, QIcon.Mode.Disabled)
    return result


def _padded(picture: QPixmap, pad: int) -> QPixmap:
    if not pad:
        return picture
    ratio = picture.devicePixelRatio()
    wide = QPixmap(picture.size() + QSize(round(2 * pad * ratio), 0))
    wide.fill(Qt.GlobalColor.transparent)
    wide.setDevicePixelRatio(ratio)
    painter = QPainter(wide)
    painter.drawPixmap(pad, 0, picture)
    painter.end()
    return wide


def paint(painter: QPainter, name: str, box: QRect, colour: str) -> None:
    """Draw into ``box``, centred, as large as its shorter side."""
    side = min(box.width(), box.height())
    ratio = painter.device().devicePixelRatio()
    place = QRect(0, 0, side, side)
    place.moveCenter(box.center())
    painter.drawPixmap(place.topLeft(), pixmap(name, colour, side, ratio))


def _ratios() -> list[float]:
    screens = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    return sorted(screens | {1.0, 2.0})
