"""A file that goes along holds what is blacked out nowhere: no place of it is passed over."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from onrecord.packet.rawsearch import searched
from packet.papers import paper, saved, says

NAME = "Quillfeather"


def _pdf(change: str) -> bytes:
    def add(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9])
        if change == "note":
            note.Contents = String(f"About {NAME}")
        elif change == "utf-16":
            note.Contents = String(f"Über {NAME}")
        elif change == "content":
            page.Contents = Stream(pdf, says("Open") + f"% {NAME}".encode())
        elif change == "attached":
            pdf.attachments["more.zip"] = _zip(NAME.encode())
        elif change == "split":
            page.Contents = Stream(pdf, b"BT /F1 9 Tf [(Qui) -40 (llfea) 20 (ther)] TJ ET")
        page.Annots = Array([pdf.make_indirect(note)])

    return paper([says("Open")], change=add)


def _zip(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", data)
    return made.getvalue()


def _picture(kind: str) -> bytes:
    made, notes = io.BytesIO(), PngInfo()
    picture = Image.new("RGB", (40, 30), "white")
    if kind == "PNG":
        notes.add_text("Author", NAME, zip=True)
        picture.save(made, kind, pnginfo=notes)
    else:
        exif = Image.Exif()
        exif[0x010E] = f"by {NAME}"
        picture.save(made, kind, exif=exif)
    return made.getvalue()


def _changed_later() -> bytes:
    """A PDF that said it once, and was written over by a later version of itself."""
    old = zlib.compress(f"({NAME}) Tj".encode())
    first = paper([says("Open")])
    given_up = b"9 0 obj <</Length %d /Filter /FlateDecode>> stream\n%s\nendstream endobj\n"
    at = first.rindex(b"startxref")
    return first[:at] + given_up % (len(old), old) + first[at:] + b"\n" + first[at:]


@pytest.mark.parametrize(
    "data",
    [
        *(_pdf(change) for change in ("note", "utf-16", "content", "attached", "split")),
        _changed_later(),
        _picture("PNG"),
        _picture("JPEG"),
        _zip(b"<w:t>Quill</w:t><w:t>feather</w:t>"),
        b"From: =?utf-8?B?" + base64.b64encode(NAME.encode()) + b"?= <a@b.example>\n\nOpen",
        b"Subject: Open\n\nQuill=\nfeather",
        b"Subject: Open\n\n" + base64.encodebytes(b"An attached note of Mr Quillfeather, open."),
        f"<p>Quill<b>feather</b></p>{NAME}".encode("utf-16"),
    ],
)
def test_it_is_found_wherever_it_is(data: bytes) -> None:
    assert not searched(data, [NAME])
    assert searched(data, ["Bluebell (sample)"])


def test_what_cannot_be_searched_is_not_called_clean() -> None:
    assert not searched(b"\x00\x01\x02OggS" * 40, [NAME])


def test_a_short_name_counts_where_it_stands_by_itself() -> None:
    assert searched(b"We are planning", ["Ann"])
    assert not searched(b"Dear Ann, hello", ["Ann"])
    assert not searched("Liebe Änne".encode(), ["Änne"])


def test_a_locked_file_is_searched_with_its_password() -> None:
    with pikepdf.open(io.BytesIO(_pdf("note"))) as pdf:
        data = saved(pdf, "secret")
    assert not searched(data, [NAME], "secret")
    assert searched(data, ["Bluebell"], "secret")
