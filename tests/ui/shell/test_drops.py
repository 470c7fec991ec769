"""Files can be dropped on a dispute in the list, on the form for a call, and over any field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from onrecord.domain.contact import Contact, ContactEvidence
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.services.open_dispute import open_dispute
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]
COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    made = tmp_path / "bill.txt"
    made.write_text("a bill")
    return made


def drop(files: Sequence[Path], onto: QWidget, at: QPoint) -> None:
    """Dragged in, moved and let go; what is not wanted is refused as Qt would refuse it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    enter = QDragEnterEvent(at, COPY, data, LEFT, NONE)
    QApplication.sendEvent(onto, enter)
    assert enter.isAccepted()
    move = QDragMoveEvent(at, COPY, data, LEFT, NONE)
    QApplication.sendEvent(onto, move)
    assert move.isAccepted()
    QApplication.sendEvent(onto, QDropEvent(QPointF(at), COPY, data, LEFT, NONE))


def middle_of(room: Room, dispute: str) -> QPoint:
    sidebar = room.window.sidebar
    for number in range(sidebar.model.rowCount()):
        index = sidebar.model.index(number)
        place = sidebar.model.place(index)
        if place is not None and place.id == dispute:
            return sidebar.list.visualRect(index).center()
    raise AssertionError("not in the list")


def test_files_on_a_dispute_in_the_list_are_kept_in_it(
    room: Room, wait: Wait, dispute: str, bill: Path
) -> None:
    other = open_dispute(room.vault, "Southline (sample)", "Not delivered").result
    room.desk.show_dispute(other)
    room.window.sidebar.refresh()
    wait(lambda: room.window.sidebar.model.rowCount() == 5)
    view = room.window.sidebar.list
    drop([bill], view.viewport(), middle_of(room, dispute))
    assert not view.target.isValid(), "the frame goes when it was let go"
    wait(lambda: room.vault.find(DisputeEvidence))
    assert [one.dispute_id for one in room.vault.find(DisputeEvidence)] == [dispute]
    assert room.desk.place.id == other


def test_files_on_the_list_beside_the_disputes_go_to_to_sort(
    room: Room, wait: Wait, dispute: str, bill: Path
) -> None:
    room.desk.show_dispute(dispute)
    room.window.sidebar.refresh()
    wait(lambda: room.window.sidebar.model.rowCount() == 4)
    view = room.window.sidebar.list
    drop([bill], view.viewport(), QPoint(20, view.viewport().height() - 5))
    wait(lambda: room.vault.find(Evidence))
    assert not room.vault.find(DisputeEvidence)


def test_files_on_the_form_for_a_call_belong_to_that_call(
    room: Room, wait: Wait, dispute: str, bill: Path
) -> None:
    room.desk.show_dispute(dispute)
    room.desk.log_contact()
    form = room.window.contact
    drop([bill], form, QPoint(40, 40))
    wait(lambda: form.documents.value())
    wait(lambda: "1" in form.note.more["documents"].text() or form.documents.list.count() == 1)
    form.note.agent.setText("Priya")
    form.save()
    wait(lambda: not form.is_open and room.vault.find(Contact))
    (link,) = room.vault.find(ContactEvidence)
    assert link.evidence_id == room.vault.find(Evidence)[0].id
    assert [one.dispute_id for one in room.vault.find(DisputeEvidence)] == [dispute]


def test_a_file_dragged_over_a_field_is_kept_and_not_typed(
    room: Room, dispute: str, bill: Path
) -> None:
    room.desk.show_dispute(dispute)
    room.desk.log_contact()
    field = room.window.contact.note.agent
    handle = room.window.windowHandle()
    assert handle is not None
    for files, takes in ((True, False), (False, True)):
        data = QMimeData()
        if files:
            data.setUrls([QUrl.fromLocalFile(str(bill))])
        else:
            data.setText("Priya")
        enter = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NONE)
        QApplication.sendEvent(handle, enter)
        assert field.acceptDrops() is takes
