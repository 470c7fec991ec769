"""Random long sessions: changes, failures, undo, redo, locking and crashes, against a plain model."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle as Things
from hypothesis.stateful import (
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from onrecord.domain.change import Change
from onrecord.domain.dispute import Dispute
from onrecord.domain.housekeeping import Setting
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault
from vault.conftest import PASSPHRASE, WORK_FACTOR

State = dict[str, str]
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


class LongSession(RuleBasedStateMachine):
    disputes: Any = Things("disputes")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.memory = Memory(self.folder / "computer")
        self.vault, _ = Vault.create(
            self.folder / "v", PASSPHRASE, work_factor=WORK_FACTOR, memory=self.memory
        )
        self.there: State = {}
        self.theme = ""
        self.undoable: list[tuple[Change, State]] = []
        self.redoable: list[tuple[Change, State]] = []
        self.entries = 0

    def did(self, change: Change, before: State) -> None:
        if change.touched:
            self.undoable.append((change, before))
            self.redoable.clear()

    @rule(target=disputes, titles=st.lists(words, min_size=1, max_size=3))
    def add(self, titles: list[str]) -> Any:
        before = dict(self.there)
        with self.vault.change("Added") as tx:
            added = [tx.insert(Dispute(title=title)) for title in titles]
        self.there |= {one.id: one.title for one in added}
        self.did(tx.change, before)
        return multiple(*(one.id for one in added))

    @rule(id=disputes, title=words, again=st.none() | words)
    def retitle(self, id: str, title: str, again: str | None) -> None:
        if id in self.there:
            before = dict(self.there)
            with self.vault.change("Changed") as tx:
                tx.patch(Dispute, id, title=title)
                if again is not None:
                    tx.patch(Dispute, id, title=again)
            self.there[id] = title if again is None else again
            self.did(tx.change, before)

    @rule(id=consumes(disputes))
    def remove(self, id: str) -> None:
        if id in self.there:
            before = dict(self.there)
            with self.vault.change("Removed") as tx:
                tx.remove(Dispute, id)
            del self.there[id]
            self.did(tx.change, before)

    @rule(value=words)
    def set_theme(self, value: str) -> None:
        with self.vault.change("Theme") as tx:
            tx.put(Setting(id="theme", value=value))
        self.theme = value

    @rule(title=words)
    def fail(self, title: str) -> None:
        try:
            with self.vault.change("Never") as tx:
                for id in self.there:
                    tx.remove(Dispute, id)
                tx.insert(Dispute(title=title))
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    @precondition(lambda self: self.undoable)
    @rule(steps=st.integers(1, 4))
    def undo(self, steps: int) -> None:
        for _ in range(min(steps, len(self.undoable))):
            change, before = self.undoable.pop()
            self.redoable.append((self.vault.undo(change), dict(self.there)))
            self.there = dict(before)

    @precondition(lambda self: self.redoable)
    @rule(steps=st.integers(1, 4))
    def redo(self, steps: int) -> None:
        for _ in range(min(steps, len(self.redoable))):
            undone, after = self.redoable.pop()
            self.undoable.append((self.vault.undo(undone), dict(self.there)))
            self.there = dict(after)

    @rule(settle=st.booleans())
    def lock_and_unlock(self, settle: bool) -> None:
        if settle:
            self.vault.checkpoint()
        self.vault.close()
        self.unlock(self.vault.path)

    @rule()
    def crash(self) -> None:
        # What lies on the disk at this moment is what a killed process leaves.
        left = self.folder / f"after crash {len(list(self.folder.iterdir()))}"
        shutil.copytree(self.vault.path, left)
        memory = (self.folder / "computer").exists() and shutil.copytree(
            self.folder / "computer", self.folder / "remembered", dirs_exist_ok=True
        )
        self.vault.close()
        if memory:  # what locking told the computer did not happen either
            shutil.copytree(memory, self.folder / "computer", dirs_exist_ok=True)
        else:
            shutil.rmtree(self.folder / "computer", ignore_errors=True)
        self.unlock(left)

    def unlock(self, path: Path) -> None:
        self.vault = Vault.open(path, PASSPHRASE, memory=self.memory)
        assert self.vault.warnings == []
        self.undoable.clear()
        self.redoable.clear()

    @invariant()
    def it_holds_what_was_saved_and_nothing_else(self) -> None:
        if hasattr(self, "vault"):
            assert {one.id: one.title for one in self.vault.find(Dispute)} == self.there
            if self.theme:
                assert self.vault.get(Setting, "theme").value == self.theme
            length = self.vault.custody_head().length
            assert length >= self.entries
            self.entries = length

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            report = self.vault.verify()
            self.vault.close()
            shutil.rmtree(self.folder)
            assert report.problems == ()


TestLongSessions = LongSession.TestCase
TestLongSessions.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
