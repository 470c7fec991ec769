"""What a drop or the clipboard brings, as sources for attaching: paths, else one picture."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from onrecord.services.gathering import Pasted


def can_keep(data: QMimeData) -> bool:
    """Whether it holds local files or a picture."""
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


def sources_of(data: QMimeData) -> list[Path | Pasted]:
    """Paths of local files, else the picture as a PNG named by this moment."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return list(paths)
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    from onrecord.services.gathering import Pasted

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType]
    name = datetime.now().strftime("Pasted picture %Y-%m-%d %H.%M.%S.png")
    return [Pasted(name, bytes(buffer.data().data()))]
