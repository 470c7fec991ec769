"""What a file is, its content says; a name can lie."""

from __future__ import annotations

import io
import zipfile

import pytest

from intake.documents_made_here import HEIC, mail, pdf, picture
from onrecord.intake.types import detect, glance


def archive(*names: str, declared: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as folder:
        if declared:
            folder.writestr("mimetype", declared)
        for name in names:
            folder.writestr(name, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (pdf(["x"]), "no-suffix", "application/pdf"),
        (b"\r\n junk before\n" + pdf(["x"]), "x.pdf", "application/pdf"),
        (b"MZ\x90\0" + bytes(200), "bill.pdf", "application/vnd.microsoft.portable-executable"),
        (picture("PNG"), "x.jpg", "image/png"),
        (picture("JPEG"), "", "image/jpeg"),
        (picture("GIF"), "", "image/gif"),
        (picture("BMP"), "", "image/bmp"),
        (picture("WEBP"), "", "image/webp"),
        (picture("TIFF"), "", "image/tiff"),
        (picture("AVIF"), "", "image/avif"),
        (HEIC, "", "image/heic"),
        (mail({"From": "a@example.com", "Subject": "x"}), "saved.txt", "message/rfc822"),
        (b"Subject: one header line\nand then prose\n", "x.txt", "text/plain"),
        (b"From: my notes\nthe day it began", "", "text/plain"),
        (b"date,amount\n2026-03-01,4.00\n", "ledger.csv", "text/csv"),
        (b"  <!DOCTYPE HTML><p>x", "x.txt", "text/html"),
        (b"<div><p>Your <b>bill</b></p></div>", "chat.html", "text/html"),
        (b"Dear you,<br>your bill", "page.htm", "text/html"),
        (b"<!-- saved -->\n<head><title>x</title></head><p>x", "", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'><p>x", "x", "text/html"),
        (b"<?xml version='1.0'?><smses/>", "sms.xml", "application/xml"),
        (b"no tag in it: 3 < 4", "x.html", "text/plain"),
        (b"<p.s.> I called them <twice>", "x.txt", "text/plain"),
        ("Gru\u00df".encode("utf-16"), "x.txt", "text/plain"),
        (bytes(range(256)) * 4, "x.txt", "application/octet-stream"),
        (b"", "x.pdf", "application/octet-stream"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.msg", "application/vnd.ms-outlook"),
        (b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42", "x", "audio/mp4"),
        (archive("a.txt"), "x.zip", "application/zip"),
        (archive("[Content_Types].xml", "word/document.xml"), "x.zip",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (archive("content.xml", declared="application/vnd.oasis.opendocument.text"), "",
         "application/vnd.oasis.opendocument.text"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_content(data: bytes, name: str, media_type: str) -> None:
    assert detect(data, name).media_type == media_type


def test_a_broken_archive_is_an_archive() -> None:
    assert detect(b"PK\x03\x04" + bytes(100), "x.docx").media_type == "application/zip"


def test_a_glance_does_not_look_into_archives() -> None:
    data = archive("[Content_Types].xml", "word/document.xml")
    assert glance(data).media_type == "application/zip"
