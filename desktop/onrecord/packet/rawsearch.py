"""Whether a file holds words anywhere in it, seen or not: in notes, links, fields and metadata, in
what an older version of it said, in what is attached to it. Runs in a worker only.

It rather finds too much than too little. Where a file is of a kind that cannot be searched through,
it says so.
"""

from __future__ import annotations

import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Stream

from onrecord.domain.same_words import holds, squashed
from onrecord.errors import KnownError
from onrecord.packet.leakscan import spoken
from onrecord.packet.removedscan import strings_of
from onrecord.packet.sources import open_pikepdf

_SHORT = 5
"""Letters: fewer count only where they stand by themselves, or chance would find them."""
_DEEP = 4  # files within files
_MOST = 1 << 28  # bytes of what is packed
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{40,}={0,2}[ \t]*\r?\n?)+[A-Za-z0-9+/]*={0,2}")
_HEADER = re.compile(rb"=\?[\w\-]+\?([BbQq])\?([^?\s]*)\?=")
_STREAM = re.compile(rb"stream\r?\n")
_TAG = re.compile(rb"<[^>]*>")


def searched(data: bytes, hidden: Sequence[str], password: str = "") -> bool:
    """Whether it is sure that none of the ``hidden`` words stands in it. Raises NeedsPassword or
    Unreadable."""
    search = _Search(hidden)
    return not search.finds(data, password) and search.complete


class _Search:
    def __init__(self, hidden: Sequence[str]) -> None:
        self.complete = True
        self._hidden = tuple(hidden)
        self._patterns = [pattern for words in hidden for pattern in patterns(words)]

    def finds(self, data: bytes, password: str = "", depth: int = 0) -> bool:
        if self._in(data):
            return True
        if depth > _DEEP:
            self.complete = False
            return False
        try:
            if b"%PDF-" in data[:1024]:
                return self._in_pdf(data, password, depth)
            if data.startswith(b"PK\x03\x04"):
                return self._in_zip(data, depth)
        except KnownError:
            if not depth:
                raise
            self.complete = False
            return False
        if data.startswith(b"\x89PNG"):
            return any(self._in(text) for text in _png_texts(data))
        if data.startswith(_PICTURES) or (data[4:8] == b"ftyp" and data[8:12] in _STILL):
            return False
        if _is_text(data):
            return self._in_text(data, depth)
        self.complete = False
        return False

    def _in(self, data: bytes) -> bool:
        lower = data.lower()
        return any(pattern.search(lower) for pattern in self._patterns)

    def _says(self, text: str) -> bool:
        return any(holds(text, words) for words in self._hidden) or self._in(
            text.encode("utf-8", "replace")
        )

    def _in_pdf(self, data: bytes, password: str, depth: int) -> bool:
        if data.count(b"startxref") > 1 and any(self._in(old) for old in _unpacked(data)):
            return True
        with open_pikepdf(data, password) as pdf:
            said: list[str] = []
            for thing in [*pdf.objects, pdf.trailer]:
                said += strings_of(thing, 0)
                if isinstance(thing, Stream) and self._in_stream(thing, depth):
                    return True
            return self._says("\n".join(said))

    def _in_stream(self, stream: Stream, depth: int) -> bool:
        try:
            data = stream.read_bytes()
        except pikepdf.PdfError:  # JPEG and the like stay as they are
            data = stream.read_raw_bytes()
        if self._in(data) or self._in(spoken(data)):
            return True
        embedded = str(stream.get("/Type", "")) == "/EmbeddedFile"
        return embedded and self.finds(data, depth=depth + 1)

    def _in_zip(self, data: bytes, depth: int) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for one in packed.infolist():
                    if one.flag_bits & 1 or one.file_size > _MOST:
                        self.complete = False
                        continue
                    inside = packed.read(one)
                    if self._in(one.filename.encode()) or self.finds(inside, depth=depth + 1):
                        return True
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError):
            self.complete = False
        return False

    def _in_text(self, data: bytes, depth: int) -> bool:
        """As it stands, without what marks it up, and what is encoded in it as in a mail."""
        if self._in(_TAG.sub(b"", data)) or self._in(binascii.a2b_qp(data)):
            return True
        for kind, said in _HEADER.findall(data):
            plain = _base64(said) if kind in b"Bb" else binascii.a2b_qp(said, header=True)
            if self._in(plain):
                return True
        return any(
            self.finds(inside, depth=depth + 1)
            for inside in (_base64(found[0]) for found in _BASE64.finditer(data))
            if inside
        )


_STILL = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"heim", b"heis", b"hevc")


def patterns(words: str) -> Iterator[re.Pattern[bytes]]:
    """The words in bytes in small letters, however they are spaced and in which of the usual
    codes."""
    plain = squashed(words)
    if plain.isascii():
        letters = [re.escape(letter.encode()) for letter in plain]
        between = rb"[^0-9a-z]{0,3}" if len(plain) >= _SHORT else rb"\x00?"
        made = between.join(letters)
        yield re.compile(
            made if len(plain) >= _SHORT else rb"(?<![0-9a-z])" + made + rb"(?![0-9a-z])"
        )
        return
    for form in {words, words.lower(), words.upper(), plain}:
        for code in ("utf-8", "utf-16-be", "utf-16-le", "latin-1"):
            data = form.encode(code, "ignore")
            if len(data) >= len(form):
                yield re.compile(re.escape(data.lower()))


def _is_text(data: bytes) -> bool:
    head = data[:4096]
    return b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _base64(data: bytes) -> bytes:
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        return b""


def _png_texts(data: bytes) -> Iterator[bytes]:
    """What is packed in a PNG beside its picture."""
    for kind in (b"zTXt", b"iTXt", b"iCCP", b"eXIf"):
        at = data.find(kind)
        while at >= 0:
            length = int.from_bytes(data[max(0, at - 4) : at], "big")
            chunk = data[at + 4 : at + 4 + min(length, _MOST)]
            for start in (n for n in range(min(len(chunk), 200)) if chunk[n] == 0x78):
                if inside := _inflated(chunk[start:]):
                    yield inside
            at = data.find(kind, at + 4)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Every packed stream of a PDF that was changed after it was made, those given up, too."""
    for found in _STREAM.finditer(data):
        end = data.find(b"endstream", found.end())
        if inside := _inflated(data[found.end() : end if end >= 0 else None]):
            yield inside


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MOST)
    except zlib.error:
        return b""
