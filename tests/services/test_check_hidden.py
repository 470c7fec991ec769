"""The check asks about pages nobody could read once words are blacked out everywhere, and tells of
what a box leaves elsewhere."""

from __future__ import annotations

import io
import string
from dataclasses import replace
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image

from onrecord.domain.evidence import Evidence
from onrecord.packet.textpages import text_pages
from onrecord.services.apply_remedy import apply_remedy
from onrecord.services.black_out_found import black_out_found
from onrecord.services.check_packet import check_packet
from onrecord.services.mark_page import Mark, mark_page
from onrecord.vault.index import IndexedPage
from onrecord.vault.vault import Vault
from packet.papers import misnamed, paper, says
from packet.test_verdict import field, with_fields
from test_cli import PASSPHRASE, Shell, shell

__all__ = ["shell"]


def _begun(shell: Shell, folder: Path, *, picture: bool) -> str:
    dispute = shell.json(
        "dispute", shell.vault, "add", "--company", "Northline Telecom (sample)", "--what",
        "Charged after cancelling",
    )["id"]  # fmt: skip
    data = paper([says("Account no. 4471 0098 2213"), says("4471-0098-2213")])
    (folder / "bill.pdf").write_bytes(data)
    files = [folder / "bill.pdf"]
    if picture:
        made = io.BytesIO()
        Image.new("RGB", (300, 400), "white").save(made, "PNG")
        (folder / "letter.png").write_bytes(made.getvalue())
        files.append(folder / "letter.png")
    shell.run("attach", shell.vault, dispute, *files, "--wait")
    return shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]


def test_a_page_nobody_can_read_holds_the_export_up_until_it_was_looked_at(
    shell: Shell, tmp_path: Path
) -> None:
    packet = _begun(shell, tmp_path, picture=True)
    shell.run("packet", shell.vault, "hide", packet, "--found", "account_number")
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    out = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, out, "--packet", packet, status=1)
    assert "No words can be read on page 1 of “letter”" in shell.errors and not out.exists()
    assert "Nothing goes out before that." in shell.errors
    shell.run("packet", shell.vault, "mark", packet, "letter", "1", "10", "10", "90", "40")
    shell.run("export", shell.vault, dispute, out, "--packet", packet)
    assert out.exists()


def _stamped_scan() -> bytes:
    """A picture over nearly all of a page, with a few words of print over it."""
    made = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(made, "JPEG")

    def picture(pdf: Pdf) -> None:
        image = Stream(pdf, made.getvalue())
        for key, value in {
            "Type": Name.XObject, "Subtype": Name.Image, "Width": 300, "Height": 400,
            "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8, "Filter": Name.DCTDecode,
        }.items():  # fmt: skip
            image["/" + key] = value
        pdf.pages[0].obj.Resources["/XObject"] = Dictionary(I=image)

    return paper([b"q 595 0 0 700 0 0 cm /I Do Q " + says("Received 3 March")], change=picture)


def test_a_picture_under_a_few_words_is_looked_at_like_a_page_without_any(
    shell: Shell, tmp_path: Path
) -> None:
    _begun(shell, tmp_path, picture=False)
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    (tmp_path / "scan.pdf").write_bytes(_stamped_scan())
    shell.run("attach", shell.vault, dispute, tmp_path / "scan.pdf", "--wait")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    shell.run("packet", shell.vault, "hide", packet, "4471 0098 2213")
    out = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, out, "--packet", packet, status=1)
    assert "only a few words over a picture" in shell.errors and not out.exists()
    shell.run("packet", shell.vault, "mark", packet, "scan", "1", "10", "400", "90", "440")
    shell.run("export", shell.vault, dispute, out, "--packet", packet)
    assert out.exists()


def _in_letters_of_no_name(words: str) -> bytes:
    """Seen as words, and read as whatever their font numbers them by."""

    def number(pdf: Pdf) -> None:
        font = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 600, 800],
                FontMatrix=[0.001, 0, 0, 0.001, 0, 0], FirstChar=97, LastChar=96 + len(words),
                Widths=[600] * len(words), Resources=Dictionary(), CharProcs=Dictionary(),
                Encoding=Dictionary(Type=Name.Encoding, Differences=[97]),
            )
        )  # fmt: skip
        for n in range(len(words)):
            name = Name(f"/g{n}")
            font.CharProcs[name] = Stream(pdf, b"600 0 0 0 600 800 d1 0 0 500 700 re f")
            font.Encoding.Differences.append(name)
        pdf.pages[0].obj.Resources.Font.F3 = font

    shown = "".join(chr(97 + n) for n in range(len(words)))
    letters = f"BT /F3 14 Tf 60 600 Td ({shown}) Tj ET".encode()
    return paper([says("A letter of account") + letters], change=number)


def test_letters_whose_font_does_not_say_what_they_are_hold_the_export_up(
    shell: Shell, tmp_path: Path
) -> None:
    _begun(shell, tmp_path, picture=False)
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    (tmp_path / "odd.pdf").write_bytes(_in_letters_of_no_name("Quillfeather"))
    shell.run("attach", shell.vault, dispute, tmp_path / "odd.pdf", "--wait")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    shell.run("packet", shell.vault, "hide", packet, "4471 0098 2213")
    out = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, out, "--packet", packet, status=1)
    assert "On page 1 of “odd” there are letters that can be seen and not be read" in shell.errors
    assert not out.exists()
    shell.run("packet", shell.vault, "hide", packet, "Quillfeather")  # seen, and found nowhere
    assert "Not read yet, or not surely: A2" in shell.errors
    shell.run("packet", shell.vault, "mark", packet, "odd", "1", "50", "220", "300", "260")
    shell.run("export", shell.vault, dispute, out, "--packet", packet)
    assert out.exists()


def test_letters_whose_font_says_they_are_others_hold_the_export_up(
    shell: Shell, tmp_path: Path
) -> None:
    _begun(shell, tmp_path, picture=False)
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    letter = text_pages("The office of Eszter Quillfeather wrote on 3 March.", title="odd").pdf
    after = {one: chr(ord(one) + 1) for one in string.ascii_letters}
    (tmp_path / "odd.pdf").write_bytes(misnamed(letter, after))
    shell.run("attach", shell.vault, dispute, tmp_path / "odd.pdf", "--wait")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    shell.run("packet", shell.vault, "hide", packet, "Quillfeather")  # seen, and found nowhere
    assert "Not read yet, or not surely: A2" in shell.errors
    out = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, out, "--packet", packet, status=1)
    assert "On page 1 of “odd” there are letters that can be seen and not be read" in shell.errors
    assert not out.exists()
    shell.run("packet", shell.vault, "mark", packet, "odd", "1", "100", "50", "300", "80")
    shell.run("export", shell.vault, dispute, out, "--packet", packet)
    assert out.exists()


def _read_by_machine(shell: Shell, *words: str) -> None:
    """As if the picture had been read, each of these in a line of its own."""
    with Vault.open(shell.vault, PASSPHRASE) as vault:
        (letter,) = vault.find(Evidence, "title = 'letter'")
        boxes = [(one, 20, 20 + 30 * n, 200, 40 + 30 * n) for n, one in enumerate(words)]
        page = IndexedPage(1, "\n".join(words), 300, 400, boxes)
        vault.index.put_document(letter.id, [IndexedPage(1, "", 300, 400)])
        vault.index.put_seen(letter.id, 1, page)


def test_a_page_read_by_machine_is_asked_about_where_it_may_be_misread(
    shell: Shell, tmp_path: Path
) -> None:
    packet = _begun(shell, tmp_path, picture=True)
    shell.run("packet", shell.vault, "hide", packet, "4471 0098 2213")
    for read, asks in (
        (("4471-0098-2213", "Dear Ms Okafor"), False),
        (("4471-0098-2213", "4471-0O98-22l3"), True),  # found once, misread where it stands again
        (("Dear Ms Okafor",), True),  # none of it was found, and nobody looked
        (("4471-O098-2213",), True),  # misread: it would not be hidden
    ):
        _read_by_machine(shell, *read)
        with Vault.open(shell.vault, PASSPHRASE) as vault:
            asked = [x for x in check_packet(vault, packet) if x.key.startswith("hidden_unread:")]
        assert [("page 1 of “letter” were read by a machine" in x.words) for x in asked] == (
            [True] if asks else []
        ), read
    out = tmp_path / "out.pdf"
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    shell.run("export", shell.vault, dispute, out, "--packet", packet, status=1)
    assert "were read by a machine" in shell.errors and not out.exists()


def test_what_a_stamp_says_is_no_proof_that_the_picture_was_read(
    shell: Shell, tmp_path: Path
) -> None:
    _begun(shell, tmp_path, picture=False)
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    (tmp_path / "scan.pdf").write_bytes(_stamped_scan())
    shell.run("attach", shell.vault, dispute, tmp_path / "scan.pdf", "--wait")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    shell.run("packet", shell.vault, "hide", packet, "3 March")
    with Vault.open(shell.vault, PASSPHRASE) as vault:
        (scan,) = vault.find(Evidence, "title = 'scan'")
        keys = {line.key for line in check_packet(vault, packet)}
        assert f"hidden_unread:{scan.id}:1" in keys  # not read at all yet
        own = replace(vault.index.pages(scan.id)[0], over_picture=True)
        for read, asks in (("Dear Ms Okafor", True), ("on 3 March I wrote", False)):
            vault.index.put_document(scan.id, [own])
            vault.index.put_seen(scan.id, 1, IndexedPage(1, read, 300, 400))
            keys = {line.key for line in check_packet(vault, packet)}
            assert (f"hidden_unread:{scan.id}:1" in keys) is asks, read


def test_a_box_around_what_was_found_is_no_look_at_what_was_misread(
    shell: Shell, tmp_path: Path
) -> None:
    packet = _begun(shell, tmp_path, picture=True)
    _read_by_machine(shell, "4471-0098-2213", "4471-0O98-22l3")
    with Vault.open(shell.vault, PASSPHRASE) as vault:
        (letter,) = vault.find(Evidence, "title = 'letter'")
        black_out_found(vault, packet, ["4471-0098-2213"], letter.id)
        keys = {line.key for line in check_packet(vault, packet)}
        assert f"hidden_unread:{letter.id}:1" in keys
        mark_page(vault, packet, Mark("black_out", letter.id, 1, ("50 100 900 200",)))
        keys = {line.key for line in check_packet(vault, packet)}
        assert f"hidden_unread:{letter.id}:1" not in keys


def test_what_a_box_leaves_elsewhere_is_a_tip(shell: Shell, tmp_path: Path) -> None:
    packet = _begun(shell, tmp_path, picture=False)
    box = ("bill", "1", "60", "120", "400", "150")
    shell.run("packet", shell.vault, "mark", packet, *box, "--only-here")
    lines = shell.json("packet", shell.vault, "check", packet)["lines"]
    (tip,) = [one for one in lines if one["key"].startswith("only_here:")]
    assert tip["level"] == "tip" and "A1 page 2" in tip["words"]
    assert len(shell.json("packet", shell.vault, "marks", packet)) == 1


def test_a_name_in_a_box_is_told_where_it_still_stands(shell: Shell, tmp_path: Path) -> None:
    _begun(shell, tmp_path, picture=False)
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    name = says("Quillfeather") + says("paid by Quillfeather", (72, 500))
    (tmp_path / "names.pdf").write_bytes(paper([name, says("Dear Quillfeather,")]))
    shell.run("attach", shell.vault, dispute, tmp_path / "names.pdf", "--wait")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    box = ("names", "1", "60", "120", "400", "150")
    said = shell.run("packet", shell.vault, "mark", packet, *box)
    assert said.strip() == (
        "Blacked out a part of a page; the same words still stand on 2 pages: A2 page 1, A2 page 2."
        " packet hide blacks them out everywhere."
    )
    with Vault.open(shell.vault, PASSPHRASE) as vault:
        (tip,) = [x for x in check_packet(vault, packet) if x.key.startswith("only_here:")]
        assert tip.words == (
            "“Quillfeather”, which you blacked out in one place, still stands elsewhere:"
            " A2 page 1, A2 page 2."
        )
        apply_remedy(vault, packet, tip)
        assert not [x for x in check_packet(vault, packet) if x.key.startswith("only_here:")]


def test_a_form_that_lost_letters_is_asked_about(shell: Shell, tmp_path: Path) -> None:
    dispute = shell.json(
        "dispute", shell.vault, "add", "--company", "Northline Telecom (sample)", "--what",
        "Charged after cancelling",
    )["id"]  # fmt: skip

    def typed(pdf: Pdf) -> None:
        with_fields(pdf, [field(pdf, V="請求書", DA="/Helv 14 Tf 0 g")], NeedAppearances=True)

    (tmp_path / "form.pdf").write_bytes(paper([says("A form")], change=typed))
    shell.run("attach", shell.vault, dispute, tmp_path / "form.pdf", "--wait")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    shell.run("export", shell.vault, dispute, tmp_path / "out.pdf", "--packet", packet)
    lines = shell.json("packet", shell.vault, "check", packet)["lines"]
    (ask,) = [one for one in lines if one["key"].startswith("undrawn:")]
    assert ask["level"] == "ask" and "page 1 of “form”" in ask["words"]
