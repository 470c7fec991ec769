"""What kind of file some bytes are: by their content first, by the file's name last.

A name proves nothing (a program may be called ``bill.pdf``); it only tells apart what looks the
same inside, such as a table and a plain text.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True)
class FileType:
    media_type: str
    name: str


UNKNOWN = FileType("application/octet-stream", "File of an unknown kind")
PDF = FileType("application/pdf", "PDF document")
PNG = FileType("image/png", "PNG picture")
JPEG = FileType("image/jpeg", "JPEG picture")
GIF = FileType("image/gif", "GIF picture")
BMP = FileType("image/bmp", "BMP picture")
WEBP = FileType("image/webp", "WebP picture")
TIFF = FileType("image/tiff", "TIFF picture")
HEIC = FileType("image/heic", "HEIC picture")
AVIF = FileType("image/avif", "AVIF picture")
EMAIL = FileType("message/rfc822", "Email")
HTML = FileType("text/html", "Web page")
TEXT = FileType("text/plain", "Plain text")
RTF = FileType("application/rtf", "Rich text")
ZIP = FileType("application/zip", "ZIP archive")
CSV = FileType("text/csv", "Table (CSV)")
TSV = FileType("text/tab-separated-values", "Table (TSV)")
OFX = FileType("application/x-ofx", "Bank statement (OFX)")
WORD = FileType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document"
)

IMAGES = frozenset({PNG, JPEG, GIF, BMP, WEBP, TIFF, HEIC, AVIF})
_READABLE = (PDF, *IMAGES, EMAIL, HTML, WORD, TEXT)
_OLE = FileType("application/x-ole-storage", "Office document (old format)")

# (offset, bytes, type); the first that fits.
_SIGNATURES: tuple[tuple[int, bytes, FileType], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"GIF87a", GIF),
    (0, b"GIF89a", GIF),
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"II+\0", TIFF),
    (0, b"MM\0+", TIFF),
    (8, b"WEBP", WEBP),
    (8, b"WAVE", FileType("audio/wav", "WAV recording")),
    (8, b"AVI ", FileType("video/x-msvideo", "AVI video")),
    (0, b"{\\rtf", RTF),
    (0, b"PK\x03\x04", ZIP),
    (0, b"%!PS", FileType("application/postscript", "PostScript document")),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (0, b"MZ", FileType("application/vnd.microsoft.portable-executable", "Windows program")),
    (0, b"\x7fELF", FileType("application/x-elf", "Linux program")),
    (0, b"7z\xbc\xaf\x27\x1c", FileType("application/x-7z-compressed", "7-Zip archive")),
    (0, b"Rar!\x1a\x07", FileType("application/vnd.rar", "RAR archive")),
    (0, b"\x1f\x8b", FileType("application/gzip", "Gzip archive")),
    (0, b"SQLite format 3\0", FileType("application/vnd.sqlite3", "SQLite database")),
    (0, b"ID3", FileType("audio/mpeg", "MP3 recording")),
    (0, b"\xff\xfb", FileType("audio/mpeg", "MP3 recording")),
    (0, b"OggS", FileType("audio/ogg", "Ogg recording")),
    (0, b"fLaC", FileType("audio/flac", "FLAC recording")),
    (0, b"#!AMR", FileType("audio/amr", "AMR recording")),
    (0, b"\x1a\x45\xdf\xa3", FileType("video/x-matroska", "Matroska or WebM video")),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_ZIP_LOOK: tuple[tuple[str, FileType], ...] = (
    ("word/", WORD),
    (
        "xl/",
        FileType(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook"
        ),
    ),
    (
        "ppt/",
        FileType(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "PowerPoint presentation",
        ),
    ),
)
_DECLARED = {
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument spreadsheet",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument presentation",
    "application/epub+zip": "EPUB book",
}
_OLE_BY_NAME = {
    ".msg": FileType("application/vnd.ms-outlook", "Outlook message"),
    ".doc": FileType("application/msword", "Word document (old format)"),
    ".xls": FileType("application/vnd.ms-excel", "Excel workbook (old format)"),
    ".ppt": FileType("application/vnd.ms-powerpoint", "PowerPoint presentation (old format)"),
}
_TEXT_BY_NAME = {
    ".csv": CSV,
    ".tsv": TSV,
    ".json": FileType("application/json", "JSON data"),
    ".md": FileType("text/markdown", "Markdown text"),
}
_TEXT_BY_START: tuple[tuple[bytes, FileType], ...] = (
    (b"begin:vcalendar", FileType("text/calendar", "Calendar entry")),
    (b"begin:vcard", FileType("text/vcard", "Contact card")),
    (b"ofxheader", OFX),
    (b"<ofx>", OFX),
    (b"<!doctype html", HTML),
    (b"<html", HTML),
    (b"<?xml", FileType("application/xml", "XML data")),
)
_HEADER = re.compile(
    rb"(?i)^(from|to|date|subject|received|return-path|message-id|mime-version"
    rb"|delivered-to|reply-to|content-type|dkim-signature|cc|x-[a-z0-9-]+):"
)
_TAG = re.compile(rb"<[a-zA-Z!][^<>]{0,300}>")
_INSIDE = re.compile(rb"(?i)(<!--.{0,1000}?-->\s*)*<(head|body|title|meta|table|div)[\s>]", re.S)


def detect(data: bytes, file_name: str = "") -> FileType:
    """The type of a whole file. Looks into archives: for a worker."""
    kind = glance(data[:4096], file_name)
    return _in_zip(data) if kind == ZIP else kind


def glance(head: bytes, file_name: str = "") -> FileType:
    """The type by the first 4,096 bytes alone; nothing in them is interpreted."""
    head = head[:4096]
    kind = _by_signature(head)
    if kind is not None:
        return _OLE_BY_NAME.get(_suffix(file_name), _OLE) if kind == _OLE else kind
    if b"%PDF-" in head[:1024]:
        return PDF
    return _as_text(head, file_name)


def named(media_type: str) -> FileType | None:
    """The readable type of this name."""
    return next(
        (kind for kind in (*_READABLE, CSV, TSV, OFX) if kind.media_type == media_type), None
    )


def is_table(kind: FileType) -> bool:
    """Whether its lines are rows of a table, with a sign between the cells."""
    return kind in (CSV, TSV)


def is_text(kind: FileType) -> bool:
    """Whether it can be read as it stands, line by line."""
    return kind.media_type.startswith("text/") or kind.media_type in (
        "application/json",
        "application/xml",
        "application/x-ofx",
    )


def _by_signature(head: bytes) -> FileType | None:
    for offset, mark, kind in _SIGNATURES:
        if head[offset : offset + len(mark)] == mark and (offset == 0 or head[:4] == b"RIFF"):
            return kind
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and len(head) > 26:
        return BMP
    if head[4:8] == b"ftyp":
        return _in_ftyp(head)
    return None


def _in_ftyp(head: bytes) -> FileType:
    """ISO base media files name themselves in brands of four letters (ISO/IEC 14496-12)."""
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[8:12]} | {head[at : at + 4] for at in range(16, length, 4)}
    if brands & {b"avif", b"avis"}:
        return AVIF
    if brands & _HEIC_BRANDS:
        return HEIC
    if head[8:11] == b"M4A" or head[8:11] == b"M4B":
        return FileType("audio/mp4", "M4A recording")
    if head[8:10] == b"qt":
        return FileType("video/quicktime", "QuickTime video")
    return FileType("video/mp4", "MP4 video")


def _in_zip(data: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                if declared in _DECLARED:
                    return FileType(declared, _DECLARED[declared])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return ZIP
    if "[Content_Types].xml" in names:
        for folder, kind in _ZIP_LOOK:
            if any(name.startswith(folder) for name in names):
                return kind
    return ZIP


def _as_text(head: bytes, file_name: str) -> FileType:
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if not head or (not wide and _is_binary(head)):
        return UNKNOWN
    if _looks_like_mail(head, named_mail=_suffix(file_name) == ".eml"):
        return EMAIL
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:32].lower()
    if start.startswith(b"<?xml") and re.search(rb"<\?OFX |<OFX>", head[:1024]):
        return OFX
    if _is_web_page(head, _suffix(file_name)):
        return HTML
    for mark, kind in _TEXT_BY_START:
        if start.startswith(mark):
            return kind
    return _TEXT_BY_NAME.get(_suffix(file_name), TEXT)


def _is_web_page(head: bytes, suffix: str) -> bool:
    """Without a beginning that says so: what is saved as a page and has a tag, or begins as the
    inside of one does."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:5].lower() == b"<?xml":
        return b"<html" in head[:1024].lower()
    if suffix in (".html", ".htm", ".xhtml"):
        return _TAG.search(head) is not None
    return _INSIDE.match(start) is not None


def _is_binary(head: bytes) -> bool:
    odd = sum(byte < 32 and byte not in b"\t\n\r\f\x1b\b" for byte in head)
    return b"\0" in head or odd * 50 > len(head)


def _looks_like_mail(head: bytes, named_mail: bool) -> bool:
    """Mail begins with header lines (RFC 5322), at least two of them well known; one will do in
    a file that is named as mail."""
    found: set[bytes] = set()
    for number, line in enumerate(head.replace(b"\r\n", b"\n").split(b"\n")):
        if not line.strip():
            break
        match = _HEADER.match(line)
        if match:
            found.add(match.group(1).lower())
        elif number == 0 and not line.startswith(b"From "):
            return False
    return len(found) >= (1 if named_mail else 2) and bool(
        found & {b"from", b"date", b"received", b"subject"}
    )


def _suffix(file_name: str) -> str:
    return PurePath(file_name).suffix.lower()
