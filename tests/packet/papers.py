"""Invented PDFs of every odd shape, made here from nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

from onrecord.packet.assemble import assemble
from onrecord.packet.content import BundleContent, Exhibit
from onrecord.packet.gather import Library
from onrecord.packet.outcome import BuildReport, Verdict

A4 = (0, 0, 595, 842)


def helvetica(pdf: Pdf) -> Any:
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )


def says(words: str, at: tuple[float, float] = (72, 700), size: float = 20) -> bytes:
    return f"BT /F1 {size} Tf {at[0]} {at[1]} Td ({words}) Tj ET\n".encode()


def paper(
    contents: Sequence[bytes],
    *,
    box: Sequence[float] = A4,
    change: Callable[[Pdf], None] | None = None,
    password: str = "",
    **attributes: Any,
) -> bytes:
    """A PDF with one page for each content stream; ``change`` may do anything to it."""
    pdf = pikepdf.new()
    fonts = Dictionary(F1=helvetica(pdf))
    for content in contents:
        page = pdf.add_blank_page(page_size=(100, 100)).obj
        page.MediaBox = Array(box)
        page.Resources = Dictionary(Font=fonts)
        page.Contents = Stream(pdf, content)
        for key, value in attributes.items():
            page["/" + key] = value
    if change is not None:
        change(pdf)
    return saved(pdf, password)


def misnamed(document: bytes, others: Mapping[str, str]) -> bytes:
    """The same PDF, looking the same, whose fonts say of these letters that they are ``others``."""
    with pikepdf.open(BytesIO(document)) as pdf:
        for font in pdf.objects:
            if not isinstance(font, Dictionary) or "/ToUnicode" not in font:
                continue
            head, *lists = re.split(rb"(?s)(?<=beginbfchar\n)", font.ToUnicode.read_bytes())
            for letter in lists:
                names, end, rest = letter.partition(b"endbfchar")
                head += re.sub(rb"(?<= <)[0-9A-F]+(?=>)", lambda m: _other(m[0], others), names)
                head += end + rest
            font.ToUnicode.write(head)
        return saved(pdf)


def _other(code: bytes, others: Mapping[str, str]) -> bytes:
    said = bytes.fromhex(code.decode()).decode("utf-16-be")
    return "".join(others.get(one, one) for one in said).encode("utf-16-be").hex().upper().encode()


def saved(pdf: Pdf, password: str = "") -> bytes:
    out = BytesIO()
    lock = pikepdf.Encryption(user=password, owner=password) if password else False
    pdf.save(out, encryption=lock)
    return out.getvalue()


def content_of(documents: Mapping[str, bytes], **more: Any) -> BundleContent:
    """A bundle of these PDFs as A1, A2, ...; ``pages`` chooses pages by label."""
    chosen: dict[str, tuple[int, ...]] = more.pop("pages", {})
    passwords: dict[str, str] = more.pop("passwords", {})
    exhibits = tuple(
        Exhibit(
            id=id,
            label=f"A{n}",
            title=f"Document {n}",
            media_type="application/pdf",
            file_name=f"{id}.pdf",
            pages=chosen.get(f"A{n}"),
            password=passwords.get(id, ""),
        )
        for n, id in enumerate(documents, 1)
    )
    return BundleContent("Northline Telecom (sample)", exhibits=exhibits, sample=True, **more)


def bundle(
    content: BundleContent,
    documents: Mapping[str, bytes],
    verdicts: Mapping[str, Verdict] | None = None,
) -> tuple[bytes, BuildReport]:
    """The finished bundle, built in this process."""
    written = BytesIO()
    made = assemble(content, Library(documents.__getitem__), verdicts or {})
    report = made.write(written.write)
    return written.getvalue(), report


def drawn(data: bytes, page: int, scale: float = 1.0, password: str = "") -> Image.Image:
    """Page ``page`` (from 1) as a viewer shows it, form fields included."""
    document = pypdfium2.PdfDocument(data, password=password or None)
    document.init_forms()
    image = document[page - 1].render(scale=scale, grayscale=True).to_pil()
    document.close()
    return image


def text_of(data: bytes, page: int) -> str:
    document = pypdfium2.PdfDocument(data)
    text = document[page - 1].get_textpage().get_text_range()
    document.close()
    return text


def holds(data: bytes, words: str) -> bool:
    """Whether ``words`` stand anywhere in the file: any string, name or decoded stream."""
    needles = {words.encode(), words.encode("utf-16-be"), words.encode().hex().encode()}
    with pikepdf.open(BytesIO(data)) as pdf:
        haystack = [data]
        for thing in pdf.objects:
            haystack.append(thing.unparse(resolved=True) if not isinstance(thing, Stream) else b"")
            if isinstance(thing, Stream):
                haystack.append(Dictionary(thing.stream_dict).unparse())
                try:
                    haystack.append(thing.read_bytes())
                except pikepdf.PdfError:
                    haystack.append(thing.read_raw_bytes())
    return any(needle.lower() in hay.lower() for needle in needles for hay in haystack)
