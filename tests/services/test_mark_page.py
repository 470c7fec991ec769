"""Marks on the copies in a packet: kept, undone, carried on, found again, and never in what goes out."""

from __future__ import annotations

import json
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from intake.documents_made_here import pdf
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.evidence import Evidence
from onrecord.domain.housekeeping import Setting
from onrecord.domain.packet import Packet
from onrecord.domain.packet_mark import PacketMark
from onrecord.errors import KnownError, Refused
from onrecord.packet.content import Frozen
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.black_out import black_out_box, redraw_mark, words_under
from onrecord.services.bundle_content import bundle_content
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle, manifest_path
from onrecord.services.form_sheet import form_sheet
from onrecord.services.form_words import set_field
from onrecord.services.late_additions import continue_packet
from onrecord.services.mark_page import Mark, change_mark, mark_page, mark_pages, remove_marks
from onrecord.services.private_words import (
    black_out_private,
    places_of,
    private_in_packet,
)
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import new_version, start_packet
from onrecord.services.trash import purge_items, trash_items
from onrecord.services.undo_change import undo_change
from onrecord.services.views.history import history
from onrecord.services.views.packet_marks import marks_of_packet
from onrecord.services.views.send_sheet import send_sheet
from onrecord.services.workshop import Workshop
from onrecord.services.write_sheet import write_sheet
from onrecord.vault.vault import Vault
from packet.papers import holds, text_of

ACCOUNT = "4471 0098 2213"
BOX = "55 120 400 144"
"""The first line: 700 points above the foot of a page of 842."""
BILL = [f"Account no. {ACCOUNT}\nMonthly charge 84.20", f"Again {ACCOUNT.replace(' ', '')}"]


def paper(pages: list[str]) -> bytes:
    return pdf(pages, media=(0, 0, 595, 842), at=(60, 700))


@pytest.fixture
def bill(workshop: Workshop, dispute: str) -> str:
    files = [Pasted("bill.pdf", paper(BILL)), Pasted("note.txt", b"I rang about 4471 0098 2213.\n")]
    made = attach_files(workshop.vault, files, dispute_id=dispute)
    read_documents(workshop.vault, workshop.reader)
    return made.outcomes[0].evidence_id


@pytest.fixture
def packet(workshop: Workshop, dispute: str, bill: str) -> str:
    return start_packet(workshop.vault, dispute, recipient="Ombudsman (sample)").result


def marks(vault: Vault, packet_id: str) -> list[PacketMark]:
    return vault.find(PacketMark, "packet_id = ?", [packet_id], order="rowid")


def test_an_account_number_in_a_box_goes_from_the_whole_packet(
    workshop: Workshop, packet: str, bill: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    edit_record(vault, Packet, packet, title=f"Account {ACCOUNT}")
    made = black_out_box(vault, packet, bill, 1, [BOX], "not needed")
    assert made.everywhere == (ACCOUNT,)
    assert [(p.label, p.page) for p in made.elsewhere] == [("A1", 2), ("A2", 1)]
    target = tmp_path / "out.pdf"
    export_bundle(workshop, packet, target)
    data = target.read_bytes()
    assert not holds(data, ACCOUNT)
    assert not holds(data, ACCOUNT.replace(" ", ""))
    said = manifest_path(target).read_text("utf-8")
    assert ACCOUNT not in said
    told = {e["label"]: e for e in json.loads(said)["exhibits"]}
    assert told["A1"]["sha256_of"] == told["A2"]["sha256_of"] == "copy"
    page = told["A1"]["bundle_pages"]["first"]
    assert "Monthly charge 84.20" in text_of(data, page)


def test_it_goes_from_mail_texts_tables_and_pictures_too(
    workshop: Workshop, dispute: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    mail = EmailMessage()
    mail["Subject"], mail["From"] = f"Account {ACCOUNT}", "jo@mail.example"
    mail["Date"] = "Mon, 02 Mar 2026 09:12:00 +0000"
    mail.set_content("My account is 4471-0098-2213.\nPlease cancel.\n" * 40)
    shown = BytesIO()
    Image.new("RGB", (900, 600), "white").save(shown, "PNG")
    files = [
        Pasted("mail.eml", bytes(mail)),
        Pasted(f"notes {ACCOUNT}.txt", f"Account {ACCOUNT} is mine\n".encode() * 60),
        Pasted("table.csv", f"date,account\n2026-03-01,{ACCOUNT}\n".encode()),
        Pasted("screen.png", shown.getvalue()),
    ]
    made = attach_files(vault, files, dispute_id=dispute)
    read_documents(vault, workshop.reader)
    packet = start_packet(vault, dispute).result
    mark_pages(vault, packet, [Mark(words=ACCOUNT, everywhere=True)])
    black_out_box(vault, packet, made.outcomes[3].evidence_id, 1, ["100 100 500 300"])
    target = tmp_path / "out.pdf"
    result = export_bundle(workshop, packet, target)
    data = target.read_bytes()
    assert result.problems == ()
    for form in (ACCOUNT, "4471-0098-2213", "447100982213"):
        assert not holds(data, form)
    assert not any("4471" in text_of(data, n) for n in range(1, result.page_count + 1))
    listed = json.loads(manifest_path(target).read_text("utf-8"))["exhibits"]
    assert {(x["method"], x["sha256_of"]) for x in listed} == {("redacted", "copy")}
    assert [x["file_name"] for x in listed if x["file_name"].endswith("txt")] == [
        "notes [removed].txt"
    ]


def test_only_here_leaves_the_same_words_alone_elsewhere(
    workshop: Workshop, packet: str, bill: str, tmp_path: Path
) -> None:
    made = black_out_box(workshop.vault, packet, bill, 1, [BOX], only_here=True)
    assert (made.everywhere, made.elsewhere) == ((), ())
    target = tmp_path / "out.pdf"
    export_bundle(workshop, packet, target)
    assert holds(target.read_bytes(), ACCOUNT.replace(" ", ""))


def test_a_day_and_an_amount_are_not_hidden_everywhere(
    vault: Vault, packet: str, bill: str
) -> None:
    made = black_out_box(vault, packet, bill, 1, ["55 140 400 170"])
    assert words_under(vault, bill, 1, ["55 140 400 170"]) == "Monthly charge 84.20"
    assert made.everywhere == ()


def test_one_undo_takes_back_the_box_and_what_it_hid_elsewhere(
    vault: Vault, packet: str, bill: str
) -> None:
    made = black_out_box(vault, packet, bill, 1, [BOX])
    assert len(marks(vault, packet)) == 2
    undo_change(vault, made.change)
    assert marks(vault, packet) == []
    assert any("Blacked out" in line.words for line in history(vault))
    assert not any("4471" in line.words for line in history(vault))


def test_the_same_mark_twice_is_one(vault: Vault, packet: str, bill: str) -> None:
    one = Mark("circle", bill, 1, (BOX,))
    first, second = mark_page(vault, packet, one), mark_page(vault, packet, one)
    mark_pages(vault, packet, [Mark(words=ACCOUNT, everywhere=True)])
    mark_pages(vault, packet, [Mark(words=ACCOUNT.replace(" ", "-"), everywhere=True)])
    assert first.result == second.result
    assert len(marks(vault, packet)) == 2


@pytest.mark.parametrize(
    ("mark", "path"),
    [
        (Mark("scribble", "E", 1, (BOX,)), "kind"),
        (Mark("circle", "E", 3, (BOX,)), "page"),
        (Mark("circle", "E", 0, (BOX,)), "page"),
        (Mark("circle", "E", 1, ("1 2 3",)), "rects"),
        (Mark("circle", "E", 1), "rects"),
        (Mark("crop", "E", 1, (BOX, "1 1 5 5")), "rects"),
        (Mark("note", "E", 1, (BOX,)), "words"),
        (Mark("black_out", words=".", everywhere=True), "words"),
        (Mark("circle", "E", 1, (BOX,), "abc", everywhere=True), "everywhere"),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_nothing_is_kept(
    vault: Vault, packet: str, bill: str, mark: Mark, path: str
) -> None:
    from dataclasses import replace

    mark = replace(mark, evidence_id=bill) if mark.evidence_id else mark
    with pytest.raises(Refused) as refused:
        mark_pages(vault, packet, [Mark("circle", bill, 1, (BOX,)), mark])
    assert refused.value.path == path
    assert marks(vault, packet) == []


def test_a_mark_is_changed_and_taken_off(vault: Vault, packet: str, bill: str) -> None:
    id = mark_page(vault, packet, Mark("note", bill, 1, (BOX,), "Here")).result
    change_mark(vault, id, words="There", reason="clearer")
    assert [(m.words, m.reason) for m in marks(vault, packet)] == [("There", "clearer")]
    with pytest.raises(Refused):
        change_mark(vault, id, words="")
    undo_change(vault, remove_marks(vault, [id]))
    assert [m.words for m in marks(vault, packet)] == ["There"]


def test_a_mark_of_several_boxes_is_moved_as_one(vault: Vault, packet: str, bill: str) -> None:
    made = mark_page(vault, packet, Mark("circle", bill, 1, ("10 10 20 20", "30 10 50 40")))
    (row,) = marks_of_packet(vault, packet).marks
    assert row.rect == "10 10 50 40"
    redraw_mark(vault, made.result, "110 20 190 80")
    (moved,) = marks(vault, packet)
    assert moved.rects == ("110 20 130 40", "150 20 190 80")


def test_a_sent_packet_keeps_its_marks_and_its_next_version_has_them(
    workshop: Workshop, packet: str, bill: str
) -> None:
    vault = workshop.vault
    black_out_box(vault, packet, bill, 1, [BOX])
    made = export_bundle(workshop, packet)
    edit_record(vault, Packet, packet, state="sent")
    assert made.page_count
    for change in (
        lambda: mark_page(vault, packet, Mark("circle", bill, 1, (BOX,))),
        lambda: remove_marks(vault, [marks(vault, packet)[0].id]),
    ):
        with pytest.raises(Refused):
            change()
    later = new_version(vault, packet).result
    kept = [(m.kind, m.page, m.rects, m.words, m.everywhere) for m in marks(vault, packet)]
    assert [(m.kind, m.page, m.rects, m.words, m.everywhere) for m in marks(vault, later)] == kept


def test_a_phone_bill_hides_its_numbers_but_those_that_were_called(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    company = vault.find(Counterparty)[0]
    edit_record(vault, Counterparty, company.id, phone_numbers=("+1 202-555-0143",))
    calls = [f"{n} March +1 202-555-01{n:02} 3 min 0.20" for n in (11, 12, 13, 43)]
    file = Pasted("calls.pdf", paper(["\n".join(calls)]))
    made = attach_files(vault, [file], dispute_id=dispute)
    read_documents(vault, workshop.reader)
    packet = start_packet(vault, dispute).result
    found = private_in_packet(vault, packet, ["phone"])
    assert [(x.words, x.printed) for x in found] == [
        ("+1 202-555-0111", False), ("+1 202-555-0112", False), ("+1 202-555-0113", False),
        ("+1 202-555-0143", True),
    ]  # fmt: skip
    black_out_private(vault, packet, [x for x in found if not x.printed])
    assert [x.words for x in private_in_packet(vault, packet, ["phone"])] == ["+1 202-555-0143"]
    assert places_of(vault, packet, "+1 (202) 555 0111")[0].evidence_id == (
        made.outcomes[0].evidence_id
    )


def test_the_list_says_where_and_how_often(vault: Vault, packet: str, bill: str) -> None:
    black_out_box(vault, packet, bill, 1, [BOX], "private")
    rows = marks_of_packet(vault, packet).marks
    assert [(r.kind, r.label, r.page, r.everywhere, r.pages) for r in rows] == [
        ("black_out", "", 0, True, 3), ("black_out", "A1", 1, False, 0),
    ]  # fmt: skip


def test_a_removal_that_fails_stops_the_export_before_anything_is_written(
    workshop: Workshop, packet: str, bill: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the build had blacked nothing out: the search of the finished file finds it."""
    vault = workshop.vault
    mark_pages(vault, packet, [Mark(words=ACCOUNT, everywhere=True)])
    build = workshop.bundler.build

    def careless(content: object, **more: object) -> object:
        from dataclasses import replace

        return build(replace(content, hidden=()), **more)  # type: ignore[type-var,arg-type]

    monkeypatch.setattr(workshop.bundler, "build", careless)
    target = tmp_path / "out.pdf"
    with pytest.raises(KnownError, match="nothing went out"):
        export_bundle(workshop, packet, target)
    assert list(tmp_path.glob("out*")) == []


def test_what_is_frozen_can_be_read_that_knew_no_marks(vault: Vault, packet: str) -> None:
    from onrecord.packet.content import from_json, to_json

    plain = to_json(bundle_content(vault, packet, Frozen()))
    del plain["hidden"]
    for exhibit in plain["exhibits"]:
        del exhibit["drawn"]
    assert from_json(plain).hidden == ()


def test_what_is_blacked_out_everywhere_is_not_filled_into_a_form(
    workshop: Workshop, dispute: str, packet: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    with vault.change("Set up") as tx:
        tx.insert(AccountRef(dispute_id=dispute, kind="account", value=ACCOUNT))
    target = write_sheet(workshop, packet, tmp_path / "before.txt")
    assert ACCOUNT in target.read_text("utf-8")
    mark_pages(vault, packet, [Mark(words=ACCOUNT, everywhere=True)])
    target = write_sheet(workshop, packet, tmp_path / "after.txt")
    said = target.read_text("utf-8")
    assert ACCOUNT not in said and "[removed]" in said
    number = next(one for one in form_sheet(vault, packet).fields if one.code == "account_number")
    assert number.text == "[removed]"


def test_what_hides_words_goes_for_good_with_its_packet_and_not_before(
    vault: Vault, packet: str, bill: str
) -> None:
    black_out_box(vault, packet, bill, 1, [BOX])
    mark_page(vault, packet, Mark("circle", bill, 2, (BOX,)))
    set_field(vault, packet, "account_number", ACCOUNT)
    trash_items(vault, [(Evidence, bill)])
    purge_items(vault, [(Evidence, bill)])
    left = marks(vault, packet)
    assert [one.everywhere for one in left] == [True]  # it still hides the number in the note
    assert bundle_content(vault, packet, Frozen()).hidden == (ACCOUNT,)
    assert marks_of_packet(vault, packet).marks
    trash_items(vault, [(Packet, packet)])
    purge_items(vault, [(Packet, packet)])
    assert not marks(vault, packet)
    assert not vault.count(Setting, "instr(id, ?) > 0", [packet])


def test_what_was_blacked_out_everywhere_is_so_in_late_additions(
    workshop: Workshop, dispute: str, packet: str, bill: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    edit_record(vault, Evidence, bill, title=f"Bill of {ACCOUNT}")
    edit_record(vault, Packet, packet, title=f"About {ACCOUNT}")
    mark_pages(vault, packet, [Mark(words=ACCOUNT, everywhere=True)])
    sent = export_bundle(workshop, packet)
    late = [Pasted("late.pdf", paper([f"Account no. {ACCOUNT}\nStill owed"]))]
    attach_files(vault, late, dispute_id=dispute)
    read_documents(vault, workshop.reader)
    later = continue_packet(vault, sent.bundle_id).result
    content = bundle_content(vault, later, Frozen())
    assert content.hidden == (ACCOUNT,)
    assert content.before.exhibits[0].title == "Bill of [removed]"
    target = tmp_path / "late-additions.pdf"
    export_bundle(workshop, later, target)
    assert not holds(target.read_bytes(), ACCOUNT)
    assert ACCOUNT not in manifest_path(target).read_text("utf-8")


def test_own_words_in_a_form_lose_what_is_blacked_out_later(
    workshop: Workshop, packet: str, tmp_path: Path
) -> None:
    vault = workshop.vault
    set_field(vault, packet, "account_number", f"Mine is {ACCOUNT}.")
    mark_pages(vault, packet, [Mark(words=ACCOUNT, everywhere=True)])
    number = next(one for one in form_sheet(vault, packet).fields if one.code == "account_number")
    assert (number.text, number.own) == ("Mine is [removed].", True)
    assert ACCOUNT not in write_sheet(workshop, packet, tmp_path / "form.txt").read_text("utf-8")


def test_what_goes_with_a_pdf_never_says_what_the_pdf_hides(
    workshop: Workshop, dispute: str, packet: str
) -> None:
    vault = workshop.vault
    with vault.change("Set up") as tx:
        tx.insert(AccountRef(dispute_id=dispute, kind="account", value=ACCOUNT))
    edit_record(vault, Packet, packet, title=f"About {ACCOUNT} and Northline")
    mark_pages(vault, packet, [Mark(words=ACCOUNT, everywhere=True)])
    made = export_bundle(workshop, packet).bundle_id
    remove_marks(vault, [one.id for one in marks(vault, packet)])
    mark_pages(vault, packet, [Mark(words="Northline", everywhere=True)])
    sheet = send_sheet(vault, made)
    said = "\n".join([sheet.subject, sheet.text, *(name for name, _ in sheet.files)])
    assert ACCOUNT not in said and ACCOUNT.replace(" ", "") not in said
    assert "Northline" not in said and "[removed]" in said
