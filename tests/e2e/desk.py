"""The other programs on the private screen: a file manager to drag from, a clipboard, a camera.

One JSON line in, one out, like ``driver.py``; a process of its own, so that what it offers crosses
the X server as it does between any two programs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QThread, QUrl, Signal
from PySide6.QtGui import QColor, QDrag, QEnterEvent, QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

FILES_SIZE = 48  # pixels: small, in a corner, so that it hides little of the window under test


class Files(QLabel):
    """Some files in a file manager, to be dragged away with the left button."""

    def __init__(self) -> None:
        super().__init__("files")
        self.urls: list[QUrl] = []
        self.state = ""  # "", "pointed at", "over <action>", "taken <action>"
        self.setWindowFlags(
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFixedSize(FILES_SIZE, FILES_SIZE)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.state = "pointed at"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self.urls:
            drag = QDrag(self)
            data = QMimeData()
            data.setUrls(self.urls)
            drag.setMimeData(data)
            self.urls = []
            drag.actionChanged.connect(self.is_over)
            self.state = f"taken {drag.exec(Qt.DropAction.CopyAction).name}"

    def is_over(self, action: Qt.DropAction) -> None:
        self.state = f"over {action.name}"


class Requests(QThread):
    came = Signal(object)

    def run(self) -> None:
        for line in sys.stdin:
            self.came.emit(json.loads(line))


class Desk(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.files = Files()
        self.requests = Requests(self)
        self.requests.came.connect(self.answer)
        self.requests.start()

    def answer(self, request: dict[str, Any]) -> None:
        commands: dict[str, Callable[[dict[str, Any]], Any]] = {
            "offer": self.offer,
            "drag_state": lambda request: self.files.state,
            "hide": self.hide,
            "copy_files": self.copy_files,
            "copy_image": self.copy_image,
            "copy_text": self.copy_text,
            "clipboard_text": lambda request: QGuiApplication.clipboard().text(),
            "picture": self.picture,
        }
        value = commands[request["do"]](request)
        print(json.dumps({"value": value}), flush=True)

    def offer(self, request: dict[str, Any]) -> list[int]:
        self.files.urls = [QUrl.fromLocalFile(path) for path in request["paths"]]
        self.files.state = ""
        self.files.move(*request["at"])
        self.files.show()
        middle = self.files.geometry().center()
        return [middle.x(), middle.y()]

    def hide(self, request: dict[str, Any]) -> None:
        self.files.hide()

    def copy_files(self, request: dict[str, Any]) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in request["paths"]])
        QGuiApplication.clipboard().setMimeData(data)

    def copy_image(self, request: dict[str, Any]) -> None:
        image = QImage(request["width"], request["height"], QImage.Format.Format_RGB32)
        image.fill(QColor(request["colour"]))
        QGuiApplication.clipboard().setImage(image)

    def copy_text(self, request: dict[str, Any]) -> None:
        QGuiApplication.clipboard().setText(request["text"])

    def picture(self, request: dict[str, Any]) -> list[int]:
        screen = QGuiApplication.primaryScreen()
        corner, size = QPoint(0, 0), screen.size()
        image = screen.grabWindow(0, corner.x(), corner.y(), size.width(), size.height()).toImage()
        if not image.save(request["path"]):
            raise OSError(f"cannot write {request['path']}")
        return [image.width(), image.height()]


def main() -> int:
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    desk = Desk()
    desk.requests.finished.connect(application.quit)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
