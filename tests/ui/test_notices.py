"""What the app says arrives as one notice each, with the one thing that can be done."""

from __future__ import annotations

from PySide6.QtCore import QObject

from onrecord.ui.notices import Notice, NoticeBus


def test_a_change_is_told_with_undo_and_a_problem_with_what_to_do(qapp: QObject) -> None:
    bus, told, undone = NoticeBus(qapp), [], []
    bus.raised.connect(told.append)
    bus.done("Moved to trash", undo=lambda: undone.append(True))
    bus.done("Saved")
    bus.error("The folder is full. Free some space and try again.")
    assert [(n.kind, n.text, n.action_words) for n in told] == [
        ("success", "Moved to trash", "Undo"),
        ("success", "Saved", ""),
        ("error", "The folder is full. Free some space and try again.", ""),
    ]
    told[0].action()
    assert undone == [True]
    assert isinstance(told[0], Notice)
