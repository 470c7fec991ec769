"""A box whose words do not fit on a line goes on in the next; what it says stays the same."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from onrecord.ui.design import CheckBox

WORDS = "Opens with a passphrase only"


def test_it_is_higher_where_it_is_narrow_and_never_cut(qtbot: QtBot) -> None:
    box = CheckBox(WORDS)
    qtbot.addWidget(box)
    wide = box.sizeHint()
    narrow = wide.width() * 2 // 3
    assert box.minimumSizeHint().width() < narrow
    assert box.heightForWidth(wide.width()) < box.heightForWidth(narrow)
    box.resize(narrow, box.heightForWidth(narrow))
    assert box.text() == box.accessibleName() == WORDS
