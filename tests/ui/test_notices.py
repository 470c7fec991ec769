"""What the app says arrives as one notice each, with the one thing that can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtTest import QTest

from onrecord.domain.contact import Contact
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.ids import new_id
from onrecord.errors import Refused
from onrecord.services.attach_files import Pasted
from onrecord.services.edit_record import edit_record
from onrecord.services.open_dispute import open_dispute
from onrecord.ui.jobs import Job
from onrecord.ui.notices import Notice, NoticeBus
from onrecord.ui.shell.room import Room

Wait = Callable[[Callable[[], Any]], None]


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


def test_what_was_offered_with_a_change_goes_with_it_when_it_is_undone(
    room: Room, dispute: str, wait: Wait, undo: Callable[[], None]
) -> None:
    def offered() -> list[str]:
        return [bar.action.text() for bar in room.window.notices.bars() if bar.action is not None]

    room.desk.show_dispute(dispute)
    room.desk.log_contact("call")
    wait(lambda: room.window.contact.isAncestorOf(room.window.focusWidget()))
    QTest.keyClicks(room.window.focusWidget(), "They will look into it")
    room.window.contact.save()
    wait(lambda: sorted(offered()) == ["Undo", "Write the confirmation now"])
    other = open_dispute(room.vault, "Brightwave (sample)", "No refund").result
    room.session.do(lambda: edit_record(room.vault, Dispute, other, title="Not said"))
    undo()
    wait(lambda: room.vault.get(Dispute, other).title != "Not said")
    assert sorted(offered()) == ["Undo", "Write the confirmation now"]
    undo()
    wait(lambda: not offered())
    assert not room.vault.count(Contact, "trashed_at = ''")


def test_a_problem_goes_when_the_same_thing_goes_well(room: Room, wait: Wait) -> None:
    """Not when something else does."""
    full = [True]

    def save(_job: Job) -> None:
        if full:
            raise Refused("There is no room in that folder.", "folder")

    def told() -> list[str]:
        return [bar.label.text() for bar in room.window.notices.bars()]

    room.session.job("Saving", save)
    wait(lambda: told() == ["There is no room in that folder."])
    came: list[bool] = []
    room.session.do(lambda: None, lambda _none: came.append(True))
    wait(lambda: came)
    assert told() == ["There is no room in that folder."]
    full.clear()
    room.session.job("Saving", save)
    wait(lambda: not told())


def test_a_problem_stays_when_the_same_goes_well_with_another(room: Room, wait: Wait) -> None:
    full = [True]

    def save(letter: str) -> None:
        def work(_job: Job) -> str:
            if full:
                raise Refused("There is no room in that folder.", "folder")
            return letter

        room.session.job("Saving", work, saved.append)

    saved: list[str] = []
    first, second = new_id(), new_id()
    save(first)
    wait(room.window.notices.bars)
    full.clear()
    save(second)
    wait(lambda: saved == [second])
    assert [bar.label.text() for bar in room.window.notices.bars()] == [
        "There is no room in that folder."
    ]
    save(first)
    wait(lambda: not room.window.notices.bars())


def test_a_problem_told_by_a_view_goes_too(room: Room, wait: Wait) -> None:
    full, session = [True], room.session

    def save() -> None:
        if full:
            raise Refused("There is no room in that folder.", "folder")

    def attempt() -> None:
        session.do(save, failed=lambda error: session.notices.error(str(error)))

    attempt()
    wait(lambda: len(room.window.notices.bars()) == 1)
    full.clear()
    attempt()
    wait(lambda: not room.window.notices.bars())


def test_each_file_that_is_refused_is_told_and_stays_so_when_another_is_added(
    room: Room, wait: Wait
) -> None:
    def told() -> list[str]:
        return [b.label.text() for b in room.window.notices.bars() if b.kind == "error"]

    room.desk.attach([Pasted("one.pdf", b""), Pasted("two.pdf", b"")])
    wait(told)
    assert [words.split()[0] for words in told()] == ["two.pdf", "one.pdf"]
    added: list[object] = []
    room.desk.attach([Pasted("bill.txt", b"Bill")], then=added.append)
    wait(lambda: added)
    assert room.vault.count(Evidence) == 1
    assert [words.split()[0] for words in told()] == ["two.pdf", "one.pdf"]
