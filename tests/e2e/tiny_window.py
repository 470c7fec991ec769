"""A small window for trying the harness itself: what is done to it, it says."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Tiny window")
        self.setAcceptDrops(True)
        self.said = QLabel(sys.argv[-1] if sys.argv[1:] else "nothing yet")
        self.field = QLineEdit()
        self.field.setAccessibleName("Reference")
        self.secret = QLineEdit()
        self.secret.setAccessibleName("Passphrase")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        button = QPushButton("Say it")
        button.clicked.connect(lambda: self.said.setText(self.field.text() + self.secret.text()))
        ask = QPushButton("Ask")
        ask.clicked.connect(self.ask)
        table = QTableWidget(3, 2)
        table.setAccessibleName("Calls")
        for row in range(3):
            for column in range(2):
                table.setItem(row, column, QTableWidgetItem(f"row {row} column {column}"))
        page = QWidget()
        layout = QVBoxLayout(page)
        for widget in (self.said, self.field, self.secret, button, ask, table):
            layout.addWidget(widget)
        self.setCentralWidget(page)
        for keys, act in (
            ("Ctrl+L", self.log),
            ("Ctrl+Shift+V", self.paste),
            ("Ctrl+R", self.renew),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def log(self) -> None:
        self.said.setText("logged")

    def renew(self) -> None:
        """As locking does: a fresh process takes over."""
        subprocess.Popen([sys.executable, __file__, "renewed"], start_new_session=True)
        self.close()

    def ask(self) -> None:
        dialog = QDialog(self)
        dialog.setWindowTitle("Sure?")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok, dialog)
        buttons.accepted.connect(dialog.accept)
        dialog.exec()
        self.said.setText("answered")

    def paste(self) -> None:
        data = QApplication.clipboard().mimeData()
        image = QApplication.clipboard().image()
        names = ", ".join(url.fileName() for url in data.urls())
        self.said.setText(f"image {image.width()}" if data.hasImage() else f"files {names}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.said.setText("dropped " + ", ".join(url.fileName() for url in event.mimeData().urls()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = Window()
    window.resize(500, 400)
    window.show()
    sys.exit(application.exec())
