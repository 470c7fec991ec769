"""A vault with 100,000 documents and 10,000 contacts in one dispute, all invented.

Run as a program, so that what making it costs is nobody's: ``python crowded.py VAULT``. The rows
are real; the documents behind them are not kept, since no list opens one.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from benchmarks.documents import WORDS
from onrecord.domain.contact import Contact, ContactLine, DisputeContact
from onrecord.domain.evidence import DisputeEvidence, Evidence, ObjectRecord
from onrecord.domain.ids import new_object_id
from onrecord.services.open_dispute import open_dispute
from onrecord.vault.index import IndexedPage
from onrecord.vault.vault import Vault

DOCUMENTS, CONTACTS, PAGES = 100_000, 10_000, 100_000
ASKED = "the vault asked for"  # begins the name of a figure of searching
MADE_READY = f"{ASKED} nothing, as the search opens"
PASSPHRASE = "five plain words for tests"
_AT_ONCE = 5_000
_PAGES_EACH = 100  # of the documents that have been read


def main(folder: Path) -> None:
    vault, _ = Vault.create(folder, PASSPHRASE, work_factor=4, memory=None)
    chance = random.Random(1)
    dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged twice").result
    for first in range(0, DOCUMENTS, _AT_ONCE):
        with vault.change("Added documents") as tx:
            for n in range(first, first + _AT_ONCE):
                kept = ObjectRecord(id=new_object_id(), length=1000 + n, sha256=f"{n:064x}")
                evidence = Evidence(
                    object_id=kept.id,
                    file_name=f"bill {n:06}.pdf",
                    title=f"Bill {n:06} {chance.choice(WORDS)} {chance.choice(WORDS)}",
                    kind="bill",
                    dated=_day(n),
                    media_type="application/pdf",
                    type_name="PDF",
                    page_count=1,
                    read_state="read",
                )
                tx.insert(kept)
                tx.insert(evidence)
                tx.insert(DisputeEvidence(dispute_id=dispute, evidence_id=evidence.id, position=n))
    for first in range(0, CONTACTS, _AT_ONCE):
        with vault.change("Logged calls") as tx:
            for n in range(first, first + _AT_ONCE):
                contact = Contact(
                    dated=f"{_day(n)}T14:21",
                    zone="Europe/London",
                    company="Northline Telecom (sample)",
                    number="020 7946 0123",
                    reference_state="given",
                    reference=f"NL-{n:06}",
                    reference_digits=f"{n:06}",
                    outcome="They will call back.",
                )
                tx.insert(contact)
                tx.insert(ContactLine(contact_id=contact.id, words=chance.choice(WORDS)))
                tx.insert(DisputeContact(dispute_id=dispute, contact_id=contact.id))
    for evidence in vault.find(Evidence, limit=PAGES // _PAGES_EACH):
        pages = [
            IndexedPage(n, " ".join(chance.choice(WORDS) for _ in range(40)), 595, 842)
            for n in range(1, _PAGES_EACH + 1)
        ]
        vault.index.put_document(evidence.id, pages)
    vault.index.settle()  # or the window would read them all anew
    vault.close()


def _day(n: int) -> str:
    return f"{2016 + n % 10}-{1 + n % 12:02}-{1 + n % 28:02}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
