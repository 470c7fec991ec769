"""A document is read while a person already works on it: neither loses anything."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.read_documents import read_documents
from onrecord.services.trash import trash_items
from onrecord.services.undo_change import undo_change
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

LETTER = b"Final bill\n\nNorthline Telecom (sample)\nInvoice date: 16 March 2026\n"


@pytest.fixture
def letter(vault: Vault, dispute: str) -> str:
    added = attach_files(vault, [Pasted("letter.txt", LETTER)], dispute_id=dispute)
    return added.outcomes[0].evidence_id


def test_a_title_typed_while_its_pages_are_put_into_the_index_is_kept(
    vault: Vault, workshop: Workshop, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = vault.index.put_document

    def typed_meanwhile(*page: Any, **more: Any) -> None:
        put(*page, **more)
        edit_record(vault, Evidence, letter, title="Their last word")

    monkeypatch.setattr(vault.index, "put_document", typed_meanwhile)
    read_documents(vault, workshop.reader)
    read = vault.get(Evidence, letter)
    assert (read.title, read.read_state) == ("Their last word", "read")


def test_what_was_done_before_it_was_read_can_be_undone_after(
    vault: Vault, workshop: Workshop, letter: str
) -> None:
    before = vault.get(Evidence, letter).title
    titled = edit_record(vault, Evidence, letter, title="Their last word")
    thrown = trash_items(vault, [(Evidence, letter)])
    read_documents(vault, workshop.reader, [letter])
    undo_change(vault, thrown)
    assert not vault.get(Evidence, letter).trashed_at
    undo_change(vault, titled)
    evidence = vault.get(Evidence, letter)
    assert (evidence.title, evidence.read_state) == (before, "read")
