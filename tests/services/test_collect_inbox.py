"""What arrived while the vault was locked."""

from __future__ import annotations

from onrecord.domain.contact import Contact, ContactLine, Promise
from onrecord.domain.contact_entry import ContactEntry, Promised, Said
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.collect_inbox import collect_inbox
from onrecord.services.stored import original_chunks
from onrecord.services.views.to_sort import to_sort
from onrecord.vault.inbox import seal_to_inbox
from onrecord.vault.vault import Vault


def seal(vault: Vault, kind: str, header: dict[str, object], data: bytes = b"") -> None:
    seal_to_inbox(vault.path, vault.keyring.inbox_public_key, kind, header, [data])


def test_notes_and_documents_come_into_to_sort_and_leave_the_inbox(vault: Vault) -> None:
    entry = ContactEntry(
        dated="2026-03-01T14:21", zone="UTC", reference="4471-K", lines=(Said("cancelled"),)
    )
    seal(vault, "note", entry.to_body())
    seal(vault, "document", {"file_name": "../bill.txt"}, b"the bill")
    result = collect_inbox(vault)
    assert (result.count, result.problems) == (2, ())
    assert result.change.words == "2 things arrived while the vault was locked"
    (contact,) = vault.find(Contact)
    assert contact.reference == "4471-K"
    assert contact.written_at
    (evidence,) = vault.find(Evidence)
    assert (evidence.file_name, evidence.arrived) == ("bill.txt", "inbox")
    assert b"".join(original_chunks(vault, evidence)) == b"the bill"
    assert {row.sealed for row in to_sort(vault)} == {True, False}
    assert vault.inbox.items() == []
    assert collect_inbox(vault).count == 0


def test_a_slip_in_a_sealed_note_costs_nothing_of_it(vault: Vault) -> None:
    """Nobody can be asked any more: a promise due before its call comes in as it was noted."""
    entry = ContactEntry(
        dated="2026-03-10T14:21",
        zone="UTC",
        reference="4471-K",
        promises=(Promised("84.20 back", due="2026-03-01"),),
    )
    seal(vault, "note", entry.to_body())
    assert collect_inbox(vault).count == 1
    assert [promise.due for promise in vault.find(Promise)] == ["2026-03-01"]


def test_what_is_there_already_is_shown_all_the_same_and_kept_once(vault: Vault) -> None:
    attach_files(vault, [Pasted("bill.txt", b"the bill")])
    seal(vault, "document", {"file_name": "again.txt"}, b"the bill")
    collect_inbox(vault)
    assert vault.count(Evidence) == 2
    assert vault.count(ObjectRecord) == 1
    assert len(list(vault.objects.ids())) == 1
    assert vault.verify().ok


def test_what_cannot_be_read_stays_where_it_is_and_is_said(vault: Vault) -> None:
    seal(vault, "note", {"kind": "fax", "lines": 7})
    seal(vault, "note", {"dispute_ids": ["0" * 16], "dated": "2026-03-01"})
    (vault.path / "inbox" / f"{'0' * 32}.age").write_bytes(b"nothing")
    result = collect_inbox(vault)
    assert result.count == 1
    assert len(result.problems) == 2
    assert len(vault.inbox.items()) == 2
    assert vault.count(Contact) == 1


def test_of_a_call_sealed_again_and_again_only_the_last_state_counts(vault: Vault) -> None:
    import json

    def call(turn: int, words: str, call_id: str = "c1", thread: str = "") -> None:
        entry = ContactEntry(dated="2026-03-01T14:21", lines=(Said(words),), thread_id=thread)
        body = json.dumps(entry.to_body()).encode()
        seal(vault, "note", {"call_id": call_id, "turn": turn}, body)

    call(2, "both words", thread="t")
    call(1, "one word", thread="t")  # the clock went back; the count says which is newer
    call(1, "after the transfer", "c2", thread="t")
    result = collect_inbox(vault)
    assert (result.count, result.problems) == (2, ())
    assert {x.words for x in vault.find(ContactLine)} == {"both words", "after the transfer"}
    threads = {c.thread_id for c in vault.find(Contact)}
    assert len(threads) == 1
    assert threads != {"t"}, "what arrives cannot join a thread that is on record"
    assert vault.inbox.items() == []


def test_a_call_too_long_to_be_one_stays_where_it_is(vault: Vault) -> None:
    seal(vault, "note", {"call_id": "c", "turn": 1}, b"x" * (5 << 20))
    seal(vault, "note", {"call_id": "d", "turn": 1}, b"[1]")
    result = collect_inbox(vault)
    assert result.count == 0
    assert len(result.problems) == 2
    assert len(vault.inbox.items()) == 2
