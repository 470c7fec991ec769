"""Where a dispute is and what it is about, in plain words kept as the codes of the directory."""

from __future__ import annotations

import contextlib

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from onrecord.domain.agency import ANY_SECTOR
from onrecord.domain.agency_words import CARDS, SECTORS
from onrecord.domain.matter import OTHER_CARD
from onrecord.domain.place import place_names, place_words, typed_place
from onrecord.ui.design import offer


def place_edit(parent: QWidget) -> QLineEdit:
    """A place typed freely; those of the directory are offered by their names."""
    edit = QLineEdit(parent)
    offer(edit, place_names())
    return edit


def show_place(text: str) -> str:
    """``Vermont`` for ``US-VT``; what we have no name for as it was written."""
    return place_words(text)


def read_place(text: str) -> str:
    """The code of a place that is named; anything else as typed."""
    plain = " ".join(text.split())
    with contextlib.suppress(ValueError):
        return typed_place(plain) or plain
    return plain.upper() if len(plain) < 7 else plain


def keep_choice(box: QComboBox, code: str) -> None:
    """A code the list does not have is added to it, so that it is shown and never lost."""
    if code and box.findData(code) < 0:
        box.addItem(code, code)


def _without_article(words: str) -> str:
    """``Mobile phone`` of ``a mobile phone``, so that it is found under its letter."""
    first, _, rest = words.partition(" ")
    name = rest if first in ("a", "an", "the") else words
    return name[:1].upper() + name[1:]


def sector_box(parent: QWidget) -> QComboBox:
    """What a dispute is about, for the rules; the first entry is "not said"."""
    box = QComboBox(parent)
    box.addItem(box.tr("not said"), "")
    named = {code: _without_article(words) for code, words in SECTORS.items() if code != ANY_SECTOR}
    for code, name in sorted(named.items(), key=lambda pair: (pair[0] == "other", pair[1])):
        box.addItem(name, code)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def card_box(parent: QWidget) -> QComboBox:
    """Which card was used; the first entry is "not said"."""
    box = QComboBox(parent)
    box.addItem(box.tr("not said"), "")
    for code, name in CARDS.items():
        box.addItem(name, code)
    box.addItem(box.tr("Another card"), OTHER_CARD)
    return box
