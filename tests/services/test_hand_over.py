"""A dispute for an adviser: encrypted, whole, to read only or to bring back with its changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.domain.contact import Contact
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.fact import Citation, Fact
from onrecord.domain.packet import Bundle, FormWords, Packet
from onrecord.domain.person import DisputePerson, Person
from onrecord.errors import Refused, WrongPassphrase
from onrecord.services.adverse import keep_out, kept_out
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.cite import Spot, cite
from onrecord.services.collect_inbox import left_sealed
from onrecord.services.dispute_file import TABLES
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import bundle_chunks, export_bundle
from onrecord.services.extract_original import extract_original
from onrecord.services.facts import add_fact
from onrecord.services.form_words import form_words, set_field
from onrecord.services.hand_back import NAMES, field_words, take_back, what_came_back
from onrecord.services.hand_over import hand_over
from onrecord.services.keep_while_locked import seal_files
from onrecord.services.log_contact import ContactEntry, log_contact
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.trash import purge_items, restore_items, trash_items
from onrecord.services.undo_change import undo_change
from onrecord.services.views.search import search
from onrecord.services.workshop import Workshop
from onrecord.vault.remembered import Memory
from onrecord.vault.vault import Vault

PHRASE = "another five plain words"


@pytest.fixture
def filled(workshop: Workshop, dispute: str) -> str:
    """A dispute with a bill, a call and a packet that was exported; its id."""
    vault = workshop.vault
    attach_files(vault, [Pasted("bill.txt", b"The bill of March.")], dispute_id=dispute)
    log_contact(
        vault,
        ContactEntry(
            kind="call", dated="2026-03-01", outcome="They refused.", dispute_ids=(dispute,)
        ),
    )
    read_documents(vault, workshop.reader)
    with vault.change("Who complains") as tx:
        me = tx.insert(Person(name="Kim Doe (sample)", private_contact="only at night", is_me=True))
        tx.insert(DisputePerson(dispute_id=dispute, person_id=me.id))
    export_bundle(workshop, start_packet(vault, dispute).result)
    open_dispute(vault, "Hotel (sample)", "Deposit kept")
    return dispute


def handed(workshop: Workshop, dispute: str, folder: Path, mode: str = "merge") -> Path:
    target = folder / "For the adviser.onrecord"
    hand_over(workshop, dispute, target, PHRASE, mode, work_factor=4)
    return target


def test_the_adviser_has_all_of_one_dispute_and_nothing_of_another(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    target = handed(workshop, filled, tmp_path)
    with pytest.raises(WrongPassphrase):
        Vault.open(target, "five plain words for tests", memory=None)
    with Vault.open(target, PHRASE, memory=None) as theirs:
        assert [d.title for d in theirs.find(Dispute)] == ["Charged after cancelling"]
        (bill,) = theirs.find(Evidence)
        out = extract_original(theirs, bill.id, tmp_path / "bill.txt")
        assert out.read_bytes() == b"The bill of March."
        assert search(theirs, "March")  # read there already
        (bundle,) = theirs.find(Bundle)
        assert b"".join(bundle_chunks(theirs, bundle.id)) == b"".join(
            bundle_chunks(vault, bundle.id)
        )
        assert theirs.find(Person)[0].private_contact == ""
        assert theirs.verify().ok
    readable = [p for p in target.rglob("*") if p.is_file() and b"bill of March" in p.read_bytes()]
    assert readable == []


def test_one_to_read_is_left_as_it_was_whatever_happened_to_its_folder(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    target = handed(workshop, filled, tmp_path, "read")
    with Vault.open(target, PHRASE, memory=None) as theirs:
        head = theirs.custody_head()
        assert left_sealed(theirs) == ""
    for file in target.glob("index.db*"):
        file.unlink()
    note = tmp_path / "late.txt"
    note.write_text("Came while it was locked.")
    seal_files(target, [note], Memory(tmp_path / "memory"))
    for _ in range(2):  # and so again the next time: nothing says that it was not closed
        with Vault.open(target, PHRASE, memory=None) as theirs:
            assert theirs.custody_head() == head
            assert not [w for w in theirs.warnings if "closed" in w]
            assert left_sealed(theirs).startswith("1 thing was kept here while")
            assert not theirs.find(Evidence, "read_state = 'waiting'")


def test_handed_over_to_read_nothing_can_be_changed_and_nothing_comes_back(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    target = handed(workshop, filled, tmp_path, "read")
    with Vault.open(target, PHRASE, memory=None) as theirs:
        assert theirs.read_only
        assert any("to be read" in warning for warning in theirs.warnings)
        with pytest.raises(Refused, match="to be read"):
            edit_record(theirs, Dispute, filled, summary="Mine now")
        assert search(theirs, "March")
        with pytest.raises(Refused, match="to be read"):
            what_came_back(workshop.vault, theirs)


def test_what_the_adviser_changed_is_listed_taken_and_undone(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    target = handed(workshop, filled, tmp_path)
    with Workshop(Vault.open(target, PHRASE, memory=None)) as adviser:
        theirs = adviser.vault
        edit_record(theirs, Dispute, filled, summary="Two months were charged.")
        fact = add_fact(theirs, filled, "They took the money", "2026-03-02").result
        letter = attach_files(theirs, [Pasted("law.txt", b"The rule.")], dispute_id=filled)
        law = letter.outcomes[0].evidence_id
        cite(theirs, "fact", fact, [Spot(law)])
        back = what_came_back(vault, theirs)
        assert {line.words for line in back.own()} == {
            "Changed the dispute: Charged after cancelling",
            "Added what happened: They took the money, 2 March 2026",
            "Added a document: law",
        }
        assert not any(line.both for line in back.lines)
        change = take_back(vault, theirs, back, back.chosen_first())
    assert vault.get(Dispute, filled).summary == "Two months were charged."
    assert vault.get(Fact, fact).words == "They took the money"
    (cited,) = vault.find(Citation, "of_id = ?", [fact])
    assert cited.evidence_id == law
    assert extract_original(vault, law, tmp_path / "law.txt").read_bytes() == b"The rule."
    assert vault.count(DisputeEvidence, "evidence_id = ?", [law]) == 1
    assert vault.verify().ok
    undo_change(vault, change)
    assert vault.get(Dispute, filled).summary == ""
    assert vault.count(Fact, "id = ?", [fact]) == 0
    assert vault.get(Evidence, law).trashed_at  # bytes that were kept go no further than the trash


def test_words_in_a_form_and_what_is_left_out_on_purpose_go_along_and_come_back(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    (packet,) = vault.find(Packet)
    (bill,) = vault.find(Evidence)
    set_field(vault, packet.id, "name", "Kim Doe")
    set_field(vault, packet.id, "what_happened", "They billed me twice.")
    with Vault.open(handed(workshop, filled, tmp_path), PHRASE, memory=None) as theirs:
        assert form_words(theirs, packet.id)["name"] == "Kim Doe"
        set_field(theirs, packet.id, "what_happened", "They billed me three times.")
        set_field(theirs, packet.id, "amount", "84.20")
        set_field(vault, packet.id, "amount", "84")  # by both, each for the first time
        keep_out(theirs, packet.id, bill.id)
        back = what_came_back(vault, theirs)
        assert {(x.table, x.kind) for x in back.own()} == {
            ("form_words", "changed"), ("form_words", "added"), ("left_out", "added"),
        }  # fmt: skip
        take_back(vault, theirs, back, back.chosen_first())
    assert form_words(vault, packet.id) == {
        "name": "Kim Doe", "what_happened": "They billed me three times.", "amount": "84.20",
    }  # fmt: skip
    assert kept_out(vault, packet.id) == [bill.id]
    set_field(vault, packet.id, "amount", "85")
    assert vault.count(FormWords, "code = 'amount'") == 1


def test_only_what_was_chosen_is_taken_with_what_it_cannot_do_without(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    with Vault.open(handed(workshop, filled, tmp_path), PHRASE, memory=None) as theirs:
        edit_record(theirs, Dispute, filled, summary="Not wanted")
        fact = add_fact(theirs, filled, "They took the money", "2026-03-02").result
        law = attach_files(theirs, [Pasted("law.txt", b"The rule.")], dispute_id=filled)
        cite(theirs, "fact", fact, [Spot(law.outcomes[0].evidence_id)])
        back = what_came_back(vault, theirs)
        take_back(vault, theirs, back, [f"fact:{fact}"])
    assert vault.get(Dispute, filled).summary == ""
    assert vault.count(Evidence, "id = ?", [law.outcomes[0].evidence_id]) == 1
    assert vault.count(Citation, "of_id = ?", [fact]) == 1


def test_what_both_changed_is_said_and_not_ticked(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    with Vault.open(handed(workshop, filled, tmp_path), PHRASE, memory=None) as theirs:
        edit_record(theirs, Dispute, filled, summary="As the adviser sees it")
        edit_record(vault, Dispute, filled, summary="As I see it")
        (contact,) = theirs.find(Contact)
        edit_record(theirs, Contact, contact.id, notes="Ask for the recording.")
        back = what_came_back(vault, theirs)
        lines = {line.table: line for line in back.lines}
        assert lines["dispute"].both and not lines["contact"].both
        assert lines["dispute"].fields == (("summary", "As I see it", "As the adviser sees it"),)
        assert back.chosen_first() == (lines["contact"].key,)
        take_back(vault, theirs, back, back.chosen_first())
    assert vault.get(Dispute, filled).summary == "As I see it"
    assert vault.get(Contact, contact.id).notes == "Ask for the recording."


def test_what_they_put_in_the_trash_is_said_as_removed_and_not_ticked(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    (call,) = vault.find(Contact)
    other = log_contact(
        vault, ContactEntry(kind="call", outcome="Back out of the trash", dispute_ids=(filled,))
    ).result
    trash_items(vault, [(Contact, other)])
    with Vault.open(handed(workshop, filled, tmp_path), PHRASE, memory=None) as theirs:
        trash_items(theirs, [(Contact, call.id)])
        restore_items(theirs, [(Contact, other)])
        back = what_came_back(vault, theirs)
        lines = {line.id: line for line in back.own()}
        gone = lines[call.id]
        assert gone.words == "Removed a call or message: They refused., 1 March 2026"
        assert not gone.fields
        assert gone.key not in back.chosen_first()
        assert [(field_words(name), *said) for name, *said in lines[other].fields] == [
            ("in the trash", "yes", "no")
        ]
        take_back(vault, theirs, back, [gone.key, lines[other].key])
        assert vault.get(Contact, call.id).trashed_at
        assert not vault.get(Contact, other).trashed_at
        assert not what_came_back(vault, theirs).lines


def test_a_vault_that_came_from_elsewhere_is_refused(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    other, _ = Vault.create(tmp_path / "Other.onrecord", PHRASE, work_factor=4, memory=None)
    with other, pytest.raises(Refused, match="not handed"):
        what_came_back(workshop.vault, other)
    mine, _ = Vault.create(tmp_path / "B.onrecord", PHRASE, work_factor=4, memory=None)
    with (
        mine,
        Vault.open(handed(workshop, filled, tmp_path), PHRASE, memory=None) as theirs,
        pytest.raises(Refused, match="another vault"),
    ):
        what_came_back(mine, theirs)


def test_a_short_passphrase_or_a_taken_place_leaves_nothing(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="8 characters"):
        hand_over(workshop, filled, tmp_path / "A.onrecord", "short", work_factor=4)
    (tmp_path / "B").mkdir()
    (tmp_path / "B" / "mine.txt").write_text("Keep me.")
    with pytest.raises(Refused, match="already"):
        hand_over(workshop, filled, tmp_path / "B", PHRASE, work_factor=4)
    assert (tmp_path / "B" / "mine.txt").read_text() == "Keep me."
    assert not (tmp_path / "A.onrecord").exists()


def test_a_vault_in_which_the_dispute_was_deleted_says_so(
    workshop: Workshop, filled: str, tmp_path: Path
) -> None:
    target = handed(workshop, filled, tmp_path)
    with Vault.open(target, PHRASE, memory=None) as theirs:
        trash_items(theirs, [(Dispute, filled)])
        purge_items(theirs, [(Dispute, filled)])
        with pytest.raises(Refused, match="not in this vault any more"):
            what_came_back(workshop.vault, theirs)


def test_every_table_that_can_come_back_has_plain_words() -> None:
    assert {cls.TABLE for cls in TABLES} <= set(NAMES)
