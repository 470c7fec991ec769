"""A document's details save themselves when a field is left, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.ui.inspector.evidence_panel import EvidencePanel
from onrecord.ui.shell.room import Room
from onrecord.vault.index import IndexedPage
from onrecord.vault.vault import Vault


@pytest.fixture
def dispute(vault: Vault) -> str:
    made = open_dispute(vault, "Northline Telecom (sample)", "Charged after cancelling").result
    files = [Pasted("bill.txt", b"a bill"), Pasted("letter.txt", b"a letter")]
    attach_files(vault, files, dispute_id=made)
    return made


@pytest.fixture
def panel(qtbot: QtBot, dispute: str, room: Room, vault: Vault) -> EvidencePanel:
    qtbot.waitUntil(lambda: vault.count(Evidence, "read_state = 'read'", []) == 2, timeout=20_000)
    room.desk.show_dispute(dispute, "documents")
    room.desk.select("evidence", (bill(vault).id,))
    made = room.window.inspector.panel("evidence")
    assert isinstance(made, EvidencePanel)
    qtbot.waitUntil(lambda: bool(edit(made.title).text()))
    return made


def bill(vault: Vault) -> Evidence:
    return vault.find(Evidence, "file_name = 'bill.txt'", [])[0]


def edit(field: object) -> QLineEdit:
    control = field.control  # pyright: ignore
    assert isinstance(control, QLineEdit)
    return control


def retype(qtbot: QtBot, control: QLineEdit, words: str) -> None:
    control.setFocus()
    control.selectAll()
    qtbot.keyClicks(control, words)
    qtbot.keyClick(control, Qt.Key.Key_Tab)


def test_a_field_is_saved_when_it_is_left_and_undone(
    qtbot: QtBot, panel: EvidencePanel, room: Room, vault: Vault, undo: Callable[[], None]
) -> None:
    before = bill(vault).title
    retype(qtbot, edit(panel.title), "Bill of 16 March")
    qtbot.waitUntil(lambda: bill(vault).title == "Bill of 16 March")
    assert "title" in bill(vault).set_by_user
    undo()
    qtbot.waitUntil(lambda: edit(panel.title).text() == before)


def test_what_is_read_in_a_picture_left_open_is_offered_at_once(
    qtbot: QtBot, panel: EvidencePanel, room: Room, vault: Vault, dispute: str
) -> None:
    room.desk.preferences.set("read_pictures", False)  # the words come when the test says so
    photo = BytesIO()
    Image.new("RGB", (600, 800), "white").save(photo, "PNG")
    id = attach_files(vault, [Pasted("photo.png", photo.getvalue())], dispute_id=dispute).added[0]
    read_documents(vault, room.session.workshop.reader)
    room.desk.select("evidence", (id,))
    qtbot.waitUntil(
        lambda: panel.id == id and edit(panel.title).text() == vault.get(Evidence, id).title
    )
    assert not panel.printed_date.links
    size = vault.index.pages(id)[0]
    words = [
        ("Bill", 60, 60, 100, 90),
        ("date:", 110, 60, 160, 90),
        ("2026-03-12", 170, 60, 300, 90),
    ]
    said = IndexedPage(1, "Bill date: 2026-03-12", size.width, size.height, words)
    vault.index.put_seen(id, 1, said)
    room.desk.words_seen.emit(id)
    qtbot.waitUntil(lambda: len(panel.printed_date.links) == 1)
    panel.printed_date.links[0].click()
    qtbot.waitUntil(lambda: vault.get(Evidence, id).dated == "2026-03-12")


def test_a_date_is_read_as_it_is_typed_and_a_wrong_one_stays_with_its_sentence(
    qtbot: QtBot, panel: EvidencePanel, vault: Vault
) -> None:
    retype(qtbot, edit(panel.dated), "march 2026")
    qtbot.waitUntil(lambda: bill(vault).dated == "2026-03")
    qtbot.waitUntil(lambda: edit(panel.dated).text() == "March 2026")
    retype(qtbot, edit(panel.dated), "yesterday")
    qtbot.waitUntil(panel.dated.error.isVisible)
    assert edit(panel.dated).text() == "yesterday" and bill(vault).dated == "2026-03"
    edit(panel.dated).setFocus()
    qtbot.keyClick(edit(panel.dated), Qt.Key.Key_Escape)
    assert edit(panel.dated).text() == "March 2026" and not panel.dated.error.isVisible()
    assert panel.isVisible(), "Escape took back the typing, not the details"
    qtbot.keyClick(edit(panel.dated), Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_what_is_typed_is_kept_when_another_document_is_selected(
    qtbot: QtBot, panel: EvidencePanel, room: Room, vault: Vault
) -> None:
    control = edit(panel.source)
    control.setFocus()
    qtbot.keyClicks(control, "Northline")
    (other,) = vault.find(Evidence, "file_name = 'letter.txt'", [])
    room.desk.select("evidence", (other.id,))
    qtbot.waitUntil(lambda: bill(vault).source == "Northline")
    qtbot.waitUntil(lambda: edit(panel.source).text() == "")
    assert vault.get(Evidence, other.id).source == ""


def test_tags_are_added_by_enter_and_taken_off(
    qtbot: QtBot, panel: EvidencePanel, vault: Vault
) -> None:
    panel.more.button.click()
    assert not panel.about.is_open, "one form at a time"
    for word in ("billing", "Billing", "urgent"):
        qtbot.keyClicks(panel.new_tag, word)
        qtbot.keyClick(panel.new_tag, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: panel.new_tag.text() == "" and len(panel.tags.chips) > 0)
    qtbot.waitUntil(lambda: bill(vault).tags == ("billing", "urgent"))
    qtbot.waitUntil(lambda: len(panel.tags.chips) == 2)
    panel.tags.chips[0].removed.emit(type("Removed", (), {"key": "billing"}))
    qtbot.waitUntil(lambda: bill(vault).tags == ("urgent",))


def test_it_can_be_marked_as_helping_the_other_side(
    qtbot: QtBot, panel: EvidencePanel, vault: Vault
) -> None:
    assert panel.theirs.isVisible()
    panel.theirs.setFocus()
    qtbot.keyClick(panel.theirs, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: vault.count(DisputeEvidence, "theirs = 1", []) == 1)


def test_taken_out_of_its_only_dispute_it_is_to_be_sorted_again(
    qtbot: QtBot, panel: EvidencePanel, room: Room, vault: Vault, dispute: str
) -> None:
    from onrecord.services.views.to_sort import to_sort_count

    panel.disputes.chips[0].removed.emit(type("Removed", (), {"key": dispute}))
    qtbot.waitUntil(lambda: to_sort_count(vault) == 1)
    assert not panel.disputes.chips or panel.disputes.chips[0].key == dispute


def test_the_original_leaves_only_by_its_button_bit_for_bit(
    qtbot: QtBot, panel: EvidencePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    qtbot.mouseClick(panel.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(target.exists)
    assert target.read_bytes() == b"a bill"


def test_its_history_is_there_when_asked_for(qtbot: QtBot, panel: EvidencePanel) -> None:
    panel.details.button.click()
    assert panel.details.is_open and not panel.about.is_open
    assert "bill.txt" in panel.file.text()
    assert panel.fingerprint.text().startswith("SHA-256")


def test_what_is_attached_to_a_mail_is_opened_kept_and_linked(
    qtbot: QtBot, room: Room, vault: Vault, wait: Callable[[Callable[[], object]], None]
) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Your bill"
    mail.set_content("The bill is attached.")
    mail.add_attachment("Amount due 84.20", filename="bill.txt")
    dispute = open_dispute(vault, "Northline (sample)", "Charged twice").result
    (id,) = attach_files(vault, [Pasted("m.eml", mail.as_bytes())], dispute_id=dispute).added
    room.reading.start()
    wait(lambda: vault.get(Evidence, id).read_state == "read")
    room.desk.show_dispute(dispute, "documents")
    room.desk.select("evidence", (id,))
    panel = room.window.inspector.panel("evidence")
    wait(lambda: panel.keep_attached.isVisible())
    panel.keep_attached.click()
    wait(lambda: room.desk.place.kind == "document" and room.desk.place.id != id)
    kept = room.desk.place.id
    assert vault.get(Evidence, kept).file_name == "bill.txt"
    room.desk.go_back()
    room.desk.select("evidence", (id,))
    wait(lambda: not panel.keep_attached.isVisible() and panel.attached.count() == 1)
    line = panel.attached.itemAt(0).widget()
    assert isinstance(line, QAbstractButton) and line.text() == "Attached: bill"
    line.click()
    wait(lambda: room.desk.place.id == kept)


def test_the_date_printed_on_it_is_offered_and_taken_by_a_click(
    qtbot: QtBot, panel: EvidencePanel, room: Room, vault: Vault, undo: Callable[[], None]
) -> None:
    pasted = Pasted("invoice.txt", b"Invoice date 03/04/2026\nTotal 84.20\n")
    (id,) = attach_files(vault, [pasted], dispute_id=room.desk.dispute_id).added
    room.desk.read_wanted.emit(None)
    qtbot.waitUntil(lambda: vault.get(Evidence, id).read_state == "read")
    room.desk.select("evidence", (id,))
    qtbot.waitUntil(lambda: len(panel.printed_date.links) == 2)
    assert [link.text() for link in panel.printed_date.links] == [
        "It is dated 3 April 2026", "It is dated 4 March 2026",
    ]  # fmt: skip
    edit(panel.dated).setFocus()
    qtbot.keyClicks(edit(panel.dated), "some time")
    qtbot.keyClick(edit(panel.dated), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(panel.dated.error.text()))
    qtbot.mouseClick(panel.printed_date.links[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: edit(panel.dated).text() == "4 March 2026")
    assert not panel.dated.error.text()
    qtbot.waitUntil(lambda: not panel.printed_date.isVisible())
    undo()
    qtbot.waitUntil(lambda: len(panel.printed_date.links) == 2 and panel.printed_date.isVisible())
    qtbot.mouseClick(panel.printed_date.shows[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.desk.place.kind == "document" and bool(room.desk.place.rect))
