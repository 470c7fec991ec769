"""What was done can be taken back and put forward again, in order, until the lock."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject

from onrecord.domain.change import Change
from onrecord.ui.undo import UndoStack, UndoState


class Vault:
    """Puts changes back when ``answer`` is called, as the vault thread does, or fails."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Change, Callable[[Change], None]]] = []
        self.undone: list[str] = []

    def perform(self, change: Change, then: Callable[[Change], None]) -> None:
        self.waiting.append((change, then))

    def answer(self) -> None:
        change, then = self.waiting.pop(0)
        self.undone.append(change.words)
        then(Change(f"Undid: {change.words}"))


@pytest.fixture
def vault() -> Vault:
    return Vault()


@pytest.fixture
def stack(qapp: QObject, vault: Vault) -> UndoStack:
    return UndoStack(vault.perform, qapp)


def test_the_last_change_is_undone_first_and_redone_last(stack: UndoStack, vault: Vault) -> None:
    stack.push(Change("Added 3 documents"))
    stack.push(Change("Filed them"))
    assert stack.undo_words == "Filed them"
    stack.undo()
    stack.undo()
    vault.answer()
    vault.answer()
    assert vault.undone == ["Filed them", "Added 3 documents"]
    assert (stack.can_undo, stack.redo_words) == (False, "Added 3 documents")
    stack.redo()
    vault.answer()
    assert (stack.undo_words, stack.redo_words) == ("Added 3 documents", "Filed them")


def test_a_new_change_ends_what_could_be_redone(stack: UndoStack, vault: Vault) -> None:
    stack.push(Change("Renamed"))
    stack.undo()
    vault.answer()
    stack.push(Change("Moved to trash"))
    assert not stack.can_redo


def test_a_change_made_while_an_undo_is_under_way_cannot_be_lost_by_redo(
    stack: UndoStack, vault: Vault
) -> None:
    stack.push(Change("Renamed"))
    stack.undo()
    stack.push(Change("Typed a note"))
    vault.answer()
    assert not stack.can_redo
    assert stack.undo_words == "Typed a note"


def test_undo_waits_for_what_is_still_being_saved_and_takes_that_back(
    stack: UndoStack, vault: Vault
) -> None:
    stack.push(Change("Renamed"))
    stack.expect()
    assert (stack.can_undo, stack.undo_words) == (True, "")
    stack.undo()
    assert not vault.waiting
    stack.push(Change("Moved to trash"))
    stack.came()
    vault.answer()
    assert vault.undone == ["Moved to trash"]
    assert stack.undo_words == "Renamed"


def test_the_undo_of_what_could_not_be_saved_takes_nothing_else_back(
    stack: UndoStack, vault: Vault
) -> None:
    stack.push(Change("Renamed"))
    stack.expect()
    stack.undo()
    stack.came(failed=True)
    assert not vault.waiting
    assert stack.undo_words == "Renamed"


def test_the_undo_of_an_older_notice_undoes_that_change_and_no_other(
    stack: UndoStack, vault: Vault
) -> None:
    trashed = Change("Moved to trash")
    stack.push(trashed)
    stack.push(Change("Typed a note"))
    stack.undo_this(trashed)
    stack.undo_this(trashed)
    vault.answer()
    assert vault.undone == ["Moved to trash"]
    assert vault.waiting == []
    assert stack.undo_words == "Typed a note"


def test_a_change_that_cannot_be_undone_does_not_stand_in_the_way(
    stack: UndoStack, vault: Vault
) -> None:
    stack.push(Change("First"))
    stack.push(Change("Second"))
    stack.undo()
    vault.waiting.clear()
    stack.undo()
    vault.answer()
    assert vault.undone == ["First"]


def test_the_lock_forgets_everything(stack: UndoStack, vault: Vault) -> None:
    told: list[UndoState] = []
    stack.changed.connect(told.append)
    stack.push(Change("First"))
    stack.clear()
    assert told[0] == UndoState(True, False, "First", "")
    assert told[-1] == UndoState(False, False, "", "")
