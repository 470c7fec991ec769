"""What is attached to a mail becomes documents of their own, linked to it, by one step of undo."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from onrecord.domain.evidence import DisputeEvidence, Evidence, EvidenceLink
from onrecord.errors import NotFound
from onrecord.intake.reader import Reader
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.keep_attached import attached_to, has_attached, keep_attached
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.stored import original_chunks
from onrecord.services.undo_change import undo_change
from onrecord.vault.vault import Vault


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader(1)
    yield made
    made.close()


def mail(*files: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "billing@northline.example", "Your bill"
    made.set_content("The bill is attached.")
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_each_file_is_kept_beside_the_mail_and_undone_together(
    vault: Vault, reader: Reader
) -> None:
    dispute = open_dispute(vault, "Northline (sample)", "Charged twice").result
    both = mail(("bill.txt", b"Amount due 84.20"), ("../terms.bin", b"\x00\x01" * 500))
    (id,) = attach_files(vault, [Pasted("mail.eml", both)], dispute_id=dispute).added
    result = keep_attached(vault, reader, id)
    assert result.change.words == "Kept 2 attachments"
    kept = [vault.get(Evidence, one) for one in result.added]
    assert [b"".join(original_chunks(vault, one)) for one in kept] == [
        b"Amount due 84.20",
        b"\x00\x01" * 500,
    ]
    assert {title for _id, title in attached_to(vault, id)} == {one.title for one in kept}
    assert attached_to(vault, kept[0].id)[0][0] == id
    assert vault.count(DisputeEvidence, "dispute_id = ?", [dispute]) == 3
    again = keep_attached(vault, reader, id)
    assert not again.added and vault.count(EvidenceLink) == 2
    undo_change(vault, result.change)
    assert vault.count(EvidenceLink) == 0
    assert all(vault.get(Evidence, one).trashed_at for one in result.added)


def test_a_mail_with_nothing_attached_says_so(vault: Vault, reader: Reader) -> None:
    (id,) = attach_files(vault, [Pasted("mail.eml", mail())]).added
    (full,) = attach_files(vault, [Pasted("b.eml", mail(("a.txt", b"84.20")))]).added
    read_documents(vault, reader)
    assert not has_attached(vault, vault.get(Evidence, id)), "nothing to open is offered"
    assert has_attached(vault, vault.get(Evidence, full))
    with pytest.raises(NotFound, match="Nothing is attached"):
        keep_attached(vault, reader, id)


def test_the_mails_of_a_mailbox_can_be_kept_each(vault: Vault, reader: Reader) -> None:
    begin = b"From a@example.com Tue Mar  3 14:21:00 2026\n"
    mails = (b"From: a@example.com\nSubject: No. %d\n\nWords.\n\n" % n for n in (1, 2))
    (id,) = attach_files(vault, [Pasted("a.mbox", begin + begin.join(mails))]).added
    read_documents(vault, reader)
    assert has_attached(vault, vault.get(Evidence, id))
    kept = keep_attached(vault, reader, id).added
    assert [vault.get(Evidence, one).file_name for one in kept] == ["No. 1.eml", "No. 2.eml"]
