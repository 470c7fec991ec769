"""Words that are offered below a line while it is typed; anything else can be typed too."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate

from onrecord.ui.design.labels import set_look


def offer(edit: QLineEdit, words: Iterable[str] = ()) -> QStringListModel:
    """Offers ``words`` wherever they hold what is typed; the model takes others later."""
    model = QStringListModel(list(words), edit)
    completer = QCompleter(model, edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    edit.setCompleter(completer)
    popup = QListView()
    completer.setPopup(popup)
    popup.setItemDelegate(QStyledItemDelegate(popup))  # its own ignores the looks of the items
    set_look(popup, "look", "offers")
    return model
