"""Loads all a locked worker will need: after the lock-down no module and no font opens.

Importing is not enough, since libraries import more when first used; so one small document of
each kind is made in memory and read.
"""

from __future__ import annotations

import encodings
import importlib
import io
import pkgutil
import zipfile
from contextlib import suppress

from PIL import Image

from onrecord.intake import images, sheets
from onrecord.intake.mending import by_pypdf, by_qpdf
from onrecord.intake.understand import understand

_MAIL = b"""From: =?iso-8859-1?q?Andr=E9?= <a@example.com>
Date: Sun, 1 Mar 2026 14:21:00 +0100
Subject: =?utf-8?b?w6k=?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/html; charset="windows-1252"
Content-Transfer-Encoding: quoted-printable

<p>x</p>
--b
Content-Type: message/rfc822

Subject: inner

x
--b
Content-Type: image/png; name="a.png"
Content-Disposition: attachment; filename*=utf-8''a.png
Content-Transfer-Encoding: base64

eA==
--b--
"""


_WORD_XML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WORD = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "word/document.xml": f"<w:document {_WORD_XML}><w:body><w:p><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>",
    "word/header1.xml": f"<w:hdr {_WORD_XML}><w:p><w:r><w:t>x</w:t></w:r></w:p></w:hdr>",
}


def warm() -> None:
    images.set_up()
    sheets.set_up()
    for module in pkgutil.iter_modules(encodings.__path__):
        with suppress(ImportError):  # mbcs and oem are of Windows only
            importlib.import_module(f"encodings.{module.name}")
    _read(_MAIL, "a.eml")
    _read(b"plain", "a.txt")
    _read(b"<html><p>x", "a.html")
    _read(_word(), "a.docx")
    _read(b"Date,Amount\n1 Mar 2026,1.20\n", "a.csv")
    _read(b"<OFX><STMTTRN><DTPOSTED>20260301<TRNAMT>1.20&amp;</STMTTRN></OFX>", "a.ofx")
    _read(b"%PDF-1.4\nnothing follows", "a.pdf")
    picture = Image.new("RGB", (8, 8))
    exif = Image.Exif()
    exif[0x0112] = 6
    for form in ("PDF", "PNG", "JPEG", "GIF", "BMP", "WEBP", "AVIF"):
        more = {"exif": exif.tobytes()} if form in ("PNG", "JPEG", "WEBP", "AVIF") else {}
        made = io.BytesIO()
        picture.save(made, form, **more)
        _read(made.getvalue(), "")
        if form == "PDF":
            by_qpdf(made.getvalue())
            by_pypdf(made.getvalue())
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "group4"):
        made = io.BytesIO()
        mode = "1" if compression == "group4" else "RGB"
        picture.convert(mode).save(made, "TIFF", compression=compression, save_all=True,
                                   append_images=[picture.convert(mode)])  # fmt: skip
        _read(made.getvalue(), "")


def _word() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, inside in _WORD.items():
            parts.writestr(name, inside)
    return made.getvalue()


def _read(data: bytes, file_name: str) -> None:
    understand(data, lambda page: None, file_name=file_name)
