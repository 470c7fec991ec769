"""Small real documents for these tests, made when they are needed."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

import pikepdf
from PIL import Image

# 64 x 32 pixels, left half blue, right half red, with a camera's notes that say "turn it by 90
# degrees"; encoded with heif-enc 1.15, since what we ship only decodes HEIC.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAeFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA"
    "AAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAEAAIAAAAExpbG9jAQAAAERAAAMAAQAAAAAAAAIFAAEAAAAAAAAALQACAAEA"
    "AAAAAAAAAQAAAAAAAAAIAAMAAAAAAAACMgABAAAAAAAAAJQAAABNaWluZgAAAAAAAwAAABVpbmZlAgAAAQABAABodmMxAAAA"
    "ABVpbmZlAgAAAAACAABncmlkAAAAABVpbmZlAgAAAQADAABFeGlmAAAAANVpcHJwAAAAs2lwY28AAABzaHZjQwEDcAAAAAAA"
    "AAAAAB7wAPz9+PgAAA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEAJ0IBAQNwAAADAJAAAAMAAAMAHqAggQWW"
    "6uSmubAgAAADACAAAAMAISIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAUaXNwZQAAAAAAAABAAAAAIAAAABBw"
    "aXhpAAAAAAMICAgAAAAaaXBtYQAAAAAAAAACAAECgQIAAgIDhAAAAChpcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAADmNkc2MA"
    "AwABAAIAAADJbWRhdAAAACkoAa8ZgO9Jpb//7hWBHzXdvzfBYy0m117B41ootDlqcVFeH8tEqmMargAAAABNTQAqAAAACAAE"
    "AQ8AAgAAAAcAAAA+ARAAAgAAAA8AAABGARIAAwAAAAEABgAAh2kABAAAAAEAAABWAAAAAFNhbXBsZQAAUGhvbmUgKHNhbXBs"
    "ZSkAAAACkAMAAgAAABQAAAB0kBEAAgAAAAcAAACIAAAAADIwMjY6MDM6MDEgMTQ6MjE6MDUAKzAxOjAwAAA="
)

# Two pictures of 400 x 240 pixels in one file, the first blue, the second red; made likewise.
TWO_HEIC = base64.b64decode(
    "AAAAKGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZm1pZjFoZWljbWlhZgAAAgttZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAA"
    "AAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAANGlsb2MAAAAAREAAAgABAAAAAAI7AAEAAAAAAAAATAACAAAAAAKHAAEAAAAAAAAA"
    "TAAAADhpaW5mAAAAAAACAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAFWluZmUCAAAAAAIAAGh2YzEAAAABZGlwcnAAAAFAaXBjbwAA"
    "AHhodmNDAQNwAAAAAAAAAAAAPPAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAPLoCQCEAAQArQgEBA3AAAAMAkAAA"
    "AwAAAwA8oAyIDxZbqSSmubgQEDAgAAADACAAAAMAISIAAQAHRAHBcrBiQAAAABRpc3BlAAAAAAAAAZAAAADwAAAAEHBpeGkAAAAA"
    "AwgICAAAAHhodmNDAQNwAAAAAAAAAAAAPPAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAPLoCQCEAAQArQgEBA3AA"
    "AAMAkAAAAwAAAwA8oAyIDxZbqSSmubgQEDAgAAADACAAAAMAISIAAQAHRAHBcrBiQAAAABRpc3BlAAAAAAAAAZAAAADwAAAAEHBp"
    "eGkAAAAAAwgICAAAABxpcG1hAAAAAAAAAAIAAQOBAoMAAgOEBYYAAACgbWRhdAAAAEgoAa8ZIXa1QPd8hTf/+4VgR813b80FeKz/"
    "LGyjzqAcIXoxD8imtzqAeoVo8gAAPCCTBajgAAADAADMgIcAAAMAAAMAAAMAAfEAAABIKAGvGSF2tUD3fIU3//f4x/19q/4pBXis"
    "/yxso86gHCF6MQ/Iprc6gHqFaPIAADwgkwWo4AAAAwAAzICHAAADAAADAAADAAHx"
)


def pdf(
    pages: Sequence[str],
    *,
    media: Sequence[float] = (0, 0, 300, 400),
    crop: Sequence[float] | None = None,
    rotate: int = 0,
    user_unit: float = 1,
    at: tuple[float, float] = (60, 300),
    title: str = "",
    password: str = "",
    form: bool = False,
    meaning: dict[str, str] | None = None,
) -> bytes:
    """A PDF with these lines on its pages, in 12 point Helvetica from ``at``; ``meaning`` is
    what signs of it stand for when they are read."""
    document = pikepdf.new()
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    if meaning:
        meanings = "".join(
            f"<{ord(sign):02x}> <{text.encode('utf-16-be').hex()}>\n"
            for sign, text in meaning.items()
        )
        font.ToUnicode = document.make_stream(
            b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> "
            b"endcodespacerange %d beginbfchar\n%sendbfchar endcmap end"
            % (len(meaning), meanings.encode())
        )
    for text in pages:
        content = f"BT /F1 12 Tf 14 TL {at[0]} {at[1]} Td "
        for line in text.split("\n"):
            escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            content += f"({escaped}) Tj T* "
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=list(media),
            Rotate=rotate,
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font)),
            Contents=document.make_stream((content + "ET").encode("cp1252")),
        )
        if crop:
            page.CropBox = list(crop)
        if user_unit != 1:
            page.UserUnit = user_unit
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    if title:
        document.docinfo["/Title"] = title
    if form:
        field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="name")
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[document.make_indirect(field)])
    made = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else None
    document.save(made, encryption=encryption or False)
    return made.getvalue()


def filled_form(value: str, *, drawn: bool, note: str = "", hidden: bool = False) -> bytes:
    """A PDF whose one field holds a value, with or without a picture of it, and a typed note."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(200, 200))
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    fonts = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=font))
    look = document.make_stream(f"/Tx BMC BT /Helv 12 Tf 5 10 Td ({value}) Tj ET EMC".encode())
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    look.BBox, look.Resources = [0, 0, 160, 40], fonts
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name",
        V=value, Rect=[20, 20, 180, 60], DA="/Helv 12 Tf 0 g", F=2 if hidden else 4,
    )  # fmt: skip
    if drawn:
        field.AP = pikepdf.Dictionary(N=look)
    field = document.make_indirect(field)
    page.Annots = pikepdf.Array([field])
    if note:
        page.Annots.append(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Contents=note, F=4,
                Rect=[20, 100, 180, 140], DA="/Helv 12 Tf 0 g",
            )
        )  # fmt: skip
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=[field], DA="/Helv 12 Tf 0 g", DR=fonts, NeedAppearances=not drawn
    )
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def picture(
    form: str = "PNG",
    size: tuple[int, int] = (64, 32),
    *,
    orientation: int = 1,
    taken: str = "",
    offset: str = "",
    camera: str = "",
    place: bool = False,
    **how: Any,
) -> bytes:
    """A picture with a blue left half and a red right half, as stored (before orientation)."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((30, 30, 200), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    if orientation != 1:
        exif[0x0112] = orientation
    if camera:
        exif[0x010F], exif[0x0110] = "Northline (sample)", camera
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    if offset:
        exif.get_ifd(0x8769)[0x9011] = offset
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    made = io.BytesIO()
    if form in ("PNG", "JPEG", "WEBP", "AVIF"):
        how["exif"] = exif
    image.save(made, form, **how)
    return made.getvalue()


def png_of_any_size(width: int, height: int) -> bytes:
    """A PNG that promises this many pixels and holds a few kilobytes of zeros."""

    def part(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


def pdf_with_bomb(gigabytes: int) -> bytes:
    """A PDF of a few megabytes whose one page unpacks to this many gigabytes of drawing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = b"0 0 m 9 9 l S " * 75_000
    megabyte = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)  # stands on its own
    body = b"\x78\xda" + megabyte * (gigabytes * 1024) + b"\x03\x00\0\0\0\0"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(body), body),
    ]
    made = io.BytesIO()
    made.write(b"%PDF-1.4\n")
    places: list[int] = []
    for number, part in enumerate(parts, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj%s\nendobj\n" % (number, part))
    start = made.tell()
    made.write(b"xref\n0 5\n0000000000 65535 f \n")
    made.writelines(b"%010d 00000 n \n" % place for place in places)
    made.write(b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
    return made.getvalue()


def word(*body: str, head: str = "", foot: str = "", entities: str = "") -> bytes:
    """A Word document of these paragraphs; one that begins with ``<`` is markup of its own."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    def part(tag: str, inside: str) -> str:
        declared = f"<!DOCTYPE w:{tag} [{entities}]>" if entities else ""
        return f'<?xml version="1.0"?>{declared}<w:{tag} xmlns:w="{name}" xmlns:r="{office}">{inside}</w:{tag}>'

    def lines(*texts: str) -> str:
        return "".join(
            text if text.startswith("<") else f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
            for text in texts
        )

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "[Content_Types].xml",
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/></Types>',
        )
        parts.writestr(
            "_rels/.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        parts.writestr("word/document.xml", part("document", f"<w:body>{lines(*body)}</w:body>"))
        if head:
            parts.writestr("word/header1.xml", part("hdr", lines(head)))
        if foot:
            parts.writestr("word/footer1.xml", part("ftr", lines(foot)))
    return made.getvalue()


def mail(headers: dict[str, str], body: bytes = b"Hello\n") -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return lines.encode() + b"\r\n" + body
