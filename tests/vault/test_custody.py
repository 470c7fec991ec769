from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace

from onrecord.domain.dispute import Dispute
from onrecord.domain.housekeeping import Draft
from onrecord.domain.tables import RECORDS
from onrecord.vault.custody import START, CustodyHead, Entry, broken_links, next_entry, row_digest
from onrecord.vault.vault import Vault


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    head = CustodyHead()
    for number in range(length):
        entry = next_entry(
            head, at="2026-03-01T14:21:05Z", words="Added – é", of_table="dispute",
            of_id=f"{number:016x}", revision=1, row={"id": number, "title": None},
        )  # fmt: skip
        entries.append(entry)
        head = CustodyHead(entry.seq, entry.sha256)
    return entries


def test_a_second_program_computes_the_same_from_the_description_alone() -> None:
    # schemas/VAULT.md: JSON, keys sorted, no spaces, UTF-8, without the entry's own hash.
    row = '{"id":"00","note":null,"title":"é","zone":""}'.encode()
    assert row_digest({"title": "é", "id": "00", "zone": "", "note": None}) == (
        hashlib.sha256(row).hexdigest()
    )
    first = chain(1)[0]
    text = (
        '{"at":"2026-03-01T14:21:05Z","of_id":"0000000000000000","of_table":"dispute",'
        f'"previous_sha256":"{START}","revision":1,"row_sha256":"{first.row_sha256}","seq":1,'
        '"words":"Added – é"}'
    )
    assert first.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_an_unbroken_chain_has_nothing_to_say() -> None:
    assert list(broken_links(chain(5))) == []
    assert list(broken_links([])) == []


def test_an_entry_altered_left_out_put_in_or_moved_is_found() -> None:
    whole = chain(5)
    forged = replace(whole[2], words="Removed")
    consistent = next_entry(
        CustodyHead(2, whole[1].sha256), at=whole[2].at, words="Removed", of_table="dispute",
        of_id=whole[2].of_id, revision=1, row=None,
    )  # fmt: skip
    for broken in (
        [*whole[:2], forged, *whole[3:]],
        [*whole[:2], consistent, *whole[3:]],
        [*whole[:2], *whole[3:]],
        [*whole[:2], whole[3], whole[2], whole[4]],
        whole[1:],
    ):
        assert list(broken_links(broken))


def test_every_table_a_bundle_can_cite_is_in_the_history_and_no_other(vault: Vault) -> None:
    for cls in RECORDS:
        needed = [f.name for f in fields(cls) if f.default is f.default_factory]
        record = cls(**{name: {} for name in needed})
        before = vault.custody_head().length
        with vault.change("Added") as tx:
            tx.insert(record)
        with vault.change("Removed") as tx:
            tx.remove(cls, record.id)
        assert vault.custody_head().length - before == (2 if cls.CITABLE else 0), cls.TABLE


def test_an_entry_names_the_row_as_it_was_saved(vault: Vault) -> None:
    with vault.change("Opened a dispute") as tx:
        dispute = tx.insert(Dispute(title="Billed twice"))
        tx.insert(Draft(body={}))
    entry = vault.query("SELECT * FROM custody")[0]
    row = vault.query("SELECT * FROM dispute")[0]
    plain = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert entry["row_sha256"] == hashlib.sha256(plain.encode()).hexdigest()
    assert (entry["of_table"], entry["of_id"], entry["revision"], entry["words"]) == (
        "dispute", dispute.id, 1, "Opened a dispute",
    )  # fmt: skip
    head = vault.custody_head()
    assert (head.length, head.sha256) == (1, entry["sha256"])


def test_a_row_removed_and_added_again_goes_on_rising(vault: Vault) -> None:
    dispute = Dispute(title="one")
    for words in ("Added", "Added again"):
        with vault.change(words) as tx:
            tx.insert(dispute)
        with vault.change("Removed") as tx:
            tx.remove(Dispute, dispute.id)
    entries = vault.query("SELECT revision, row_sha256 FROM custody ORDER BY seq")
    assert [entry["revision"] for entry in entries] == [1, 2, 3, 4]
    assert [bool(entry["row_sha256"]) for entry in entries] == [True, False, True, False]
