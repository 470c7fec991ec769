"""age v1 files (age-encryption.org/v1): strict header, streaming write, random-access read.

Recipients are X25519 and scrypt. A file is a text header that wraps a 16-byte file key for each
recipient, a 16-byte nonce, and the payload in chunks of 64 KiB, each sealed with
ChaCha20-Poly1305 under a counter and a mark on the last one; so a chunk can be opened by its
place alone, and nothing can be cut off or put behind. Source: C2SP, age.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from onrecord.errors import Damaged, WrongPassphrase
from onrecord.vault import bech32

CHUNK = 64 * 1024
"""Plaintext bytes in every chunk but the last."""

WRONG_PASSPHRASE = (
    "That passphrase or recovery code does not open this vault. Check it and try again."
)

_TAG = 16
_SEALED = CHUNK + _TAG
_NONCE = 16
_FILE_KEY = 16
_BATCH = 16
"""Chunks read from the file at once (1 MiB)."""

_PASSED_AT_ONCE = 4
"""Chunks opened before they are handed on: what the processor has at hand when it copies them."""

_WRITTEN_AT_ONCE = 4
"""Chunks sealed before the file is given them: more than its buffer holds, so not copied there."""

_MAX_HEADER = 64 * 1024
"""A longer header is refused unread; room for several hundred recipients."""

_VERSION = b"age-encryption.org/v1\n"
_STANZA_LINE = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)")
_BODY_LINE = re.compile(rb"[A-Za-z0-9+/]{0,64}")
_MAC_LINE = re.compile(rb"--- ([A-Za-z0-9+/]{43})")
_WORK_FACTOR = re.compile(r"[1-9][0-9]{0,2}")


class BadHeader(Damaged):
    """The header breaks a rule of the format."""

    def __init__(self) -> None:
        super().__init__(
            "The beginning of this encrypted file is damaged. Restore it from a backup."
        )


class BadMac(Damaged):
    """The header is well formed and the key fits, but somebody altered the header."""

    def __init__(self) -> None:
        super().__init__(
            "The beginning of this encrypted file was altered. Restore it from a backup."
        )


class NoMatch(Damaged):
    """None of the keys at hand opens the file."""

    def __init__(self) -> None:
        super().__init__("This encrypted file was not made for this vault's keys.")


class BadPayload(Damaged):
    """A chunk is altered, missing, or stands after the end."""

    def __init__(self) -> None:
        super().__init__("This encrypted file is damaged or cut off. Restore it from a backup.")


@dataclass(frozen=True)
class Stanza:
    """One recipient's part of the header: its type, its arguments and the wrapped file key."""

    type: str
    args: tuple[str, ...]
    body: bytes


class Recipient(Protocol):
    """Who a file is sealed to."""

    def wrap(self, file_key: bytes) -> Stanza: ...


class Identity(Protocol):
    """Who can open a file."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None where no stanza is for this identity; BadHeader on a bad one."""
        ...


class X25519Recipient:
    """A public key, as text ``age1...``."""

    _LABEL = b"age-encryption.org/v1/X25519"
    _PREFIX = "age"

    def __init__(self, public: bytes) -> None:
        self.public = public

    @classmethod
    def from_text(cls, text: str) -> X25519Recipient:
        """Raises ValueError for anything but the one right way to write a key."""
        prefix, public = bech32.decode(text)
        if prefix != cls._PREFIX or len(public) != 32:
            raise ValueError("not an age public key")
        return cls(public)

    def to_text(self) -> str:
        return bech32.encode(self._PREFIX, self.public)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, X25519Recipient) and other.public == self.public

    def __hash__(self) -> int:
        return hash(self.public)

    def wrap(self, file_key: bytes) -> Stanza:
        """Raises ValueError when the public key is a low-order point."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.public))
        key = _hkdf(secret, share + self.public, self._LABEL)
        return Stanza("X25519", (_to_base64(share),), _seal_key(key, file_key))

    def unwrap_key(self, share: bytes, secret: bytes) -> ChaCha20Poly1305:
        """The key that wraps the file key, from the sender's share and the shared secret."""
        return ChaCha20Poly1305(_hkdf(secret, share + self.public, self._LABEL))


class X25519Identity:
    """A private key, as text ``AGE-SECRET-KEY-1...``; never shown by ``repr``."""

    _PREFIX = "AGE-SECRET-KEY-"

    def __init__(self, private: bytes) -> None:
        self._private = private
        self._key = X25519PrivateKey.from_private_bytes(private)
        self.recipient = X25519Recipient(self._key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> X25519Identity:
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def from_text(cls, text: str) -> X25519Identity:
        """Raises ValueError for anything but the one right way to write a key."""
        prefix, private = bech32.decode(text)
        if prefix != cls._PREFIX or len(private) != 32:
            raise ValueError("not an age secret key")
        return cls(private)

    def to_text(self) -> str:
        return bech32.encode(self._PREFIX.lower(), self._private).upper()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, X25519Identity) and other.recipient == self.recipient

    def __hash__(self) -> int:
        return hash(self.recipient)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        found = None
        for stanza in stanzas:
            if stanza.type != "X25519":
                continue
            if len(stanza.args) != 1 or len(stanza.body) != _FILE_KEY + _TAG:
                raise BadHeader
            share = _from_base64(stanza.args[0].encode(), 32)
            try:
                secret = self._key.exchange(X25519PublicKey.from_public_bytes(share))
            except ValueError:  # a low-order point: the shared secret would be all zero
                raise BadHeader from None
            try:
                key = self.recipient.unwrap_key(share, secret)
                found = found or key.decrypt(bytes(12), stanza.body, None)
            except InvalidTag:
                continue
        return found


class ScryptPassphrase:
    """A passphrase, as recipient and as identity; it must be a file's only recipient.

    ``work_factor`` is the base-2 logarithm of scrypt's N (r 8, p 1): 18 takes 256 MB and about a
    second. ``max_work_factor`` bounds what a file may make this computer spend.
    """

    _LABEL = b"age-encryption.org/v1/scrypt"

    def __init__(self, passphrase: str, work_factor: int = 18, max_work_factor: int = 22) -> None:
        self._passphrase = passphrase.encode()
        self._work_factor = work_factor
        self._max_work_factor = max_work_factor

    def wrap(self, file_key: bytes) -> Stanza:
        salt = os.urandom(16)
        body = _seal_key(self._derive(salt, self._work_factor), file_key)
        return Stanza("scrypt", (_to_base64(salt), str(self._work_factor)), body)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        for stanza in stanzas:
            if stanza.type != "scrypt":
                continue
            if len(stanza.args) != 2 or len(stanza.body) != _FILE_KEY + _TAG:
                raise BadHeader
            salt = _from_base64(stanza.args[0].encode(), 16)
            if not _WORK_FACTOR.fullmatch(stanza.args[1]):
                raise BadHeader
            work_factor = int(stanza.args[1])
            if work_factor > self._max_work_factor:
                raise BadHeader
            key = ChaCha20Poly1305(self._derive(salt, work_factor))
            try:
                return key.decrypt(bytes(12), stanza.body, None)
            except InvalidTag:
                return None
        return None

    def _derive(self, salt: bytes, work_factor: int) -> bytes:
        kdf = Scrypt(salt=self._LABEL + salt, length=32, n=1 << work_factor, r=8, p=1)
        return kdf.derive(self._passphrase)


class Sink(Protocol):
    """What a writer needs: ``write`` that takes all the bytes or raises."""

    def write(self, data: bytes | memoryview, /) -> int: ...


class AgeWriter:
    """Seals a stream of any length. ``close`` writes the last chunk; it leaves the file open.

    A file whose writer was not closed is not valid, which is how an interrupted write is known.
    """

    def __init__(self, file: Sink, recipients: Sequence[Recipient]) -> None:
        file_key = os.urandom(_FILE_KEY)
        stanzas = [recipient.wrap(file_key) for recipient in recipients]
        if not stanzas or (len(stanzas) > 1 and any(one.type == "scrypt" for one in stanzas)):
            raise ValueError("a file needs recipients, and a passphrase stands alone")
        nonce = os.urandom(_NONCE)
        header = _header(stanzas, file_key) + nonce
        self.own_identity: Identity = _OwnKey(file_key)
        """Opens this very file, for reading back what was written without a stored secret."""
        self.header_sha256 = hashlib.sha256(header).hexdigest()
        """SHA-256 of the header with the payload's nonce: no two files share it."""
        self.length = 0
        """Plaintext bytes taken so far."""
        self.ciphertext_length = 0
        """Bytes given to the file so far; the whole file's length once closed."""
        self._file = file
        self._cipher = ChaCha20Poly1305(_payload_key(file_key, nonce))
        self._pending = bytearray()
        self._chunk = 0
        self._out = memoryview(bytearray(_WRITTEN_AT_ONCE * _SEALED))
        self._filled = 0
        self._put(header)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        view = memoryview(data).cast("B")
        self.length += len(view)
        if self._pending:
            room = CHUNK - len(self._pending)
            self._pending += view[:room]
            view = view[room:]
            if not view:
                return
            self._seal(self._pending, last=False)
            self._pending.clear()
        # Always keep something back: only at the end is it known which chunk is the last.
        start = 0
        while len(view) - start > CHUNK:
            self._seal(view[start : start + CHUNK], last=False)
            start += CHUNK
        self._pending += view[start:]
        self._put_sealed()

    def close(self) -> None:
        self._seal(self._pending, last=True)
        self._pending.clear()
        self._put_sealed()

    def _seal(self, chunk: bytearray | memoryview, *, last: bool) -> None:
        end = self._filled + len(chunk) + _TAG
        if end > len(self._out):
            self._put_sealed()
            end = len(chunk) + _TAG
        place = self._out[self._filled : end]
        self._cipher.encrypt_into(_chunk_nonce(self._chunk, last), chunk, None, place)
        self._filled = end
        self._chunk += 1

    def _put_sealed(self) -> None:
        sealed, self._filled = self._out[: self._filled], 0
        if sealed:
            self._put(sealed)

    def _put(self, data: bytes | memoryview) -> None:
        if self._file.write(data) != len(data):
            raise OSError("the file took only part of what was written")
        self.ciphertext_length += len(data)


class AgeReader(io.BufferedIOBase):
    """Reads any part of a file, opening only the chunks it touches; closes the file with itself.

    Nothing is released that its chunk's tag does not vouch for. Reading to the end, ``length`` and
    seeking from the end also prove that the end is the end. Raises BadHeader, BadMac, NoMatch,
    BadPayload (all of them Damaged), and WrongPassphrase for a passphrase that does not fit.
    """

    def __init__(self, file: BinaryIO, identities: Sequence[Identity]) -> None:
        super().__init__()
        self._file = file
        file.seek(0)
        head = file.read(_MAX_HEADER)
        stanzas, mac, mac_input, payload_start = _parse_header(head)
        file_key = _unwrap(stanzas, identities)
        if not hmac.compare_digest(_mac(mac_input, file_key), mac):
            raise BadMac
        nonce = head[payload_start - _NONCE : payload_start]
        self.header_sha256 = hashlib.sha256(head[:payload_start]).hexdigest()
        self.ciphertext_length = file.seek(0, os.SEEK_END)
        self._cipher = ChaCha20Poly1305(_payload_key(file_key, nonce))
        self._start = payload_start
        payload = self.ciphertext_length - payload_start
        self._chunks = max(1, -(-payload // _SEALED))
        self._last_size = payload - (self._chunks - 1) * _SEALED - _TAG
        self._length = (self._chunks - 1) * CHUNK + max(0, self._last_size)
        self._end_proven = False
        self._valid_to: int | None = None  # where a wrong end was met, if it was
        self._position = 0
        self._cached: tuple[int, bytes] = (-1, b"")

    @property
    def length(self) -> int:
        """Plaintext bytes, proven by the last chunk."""
        self._prove_end()
        return self._length

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        if whence == os.SEEK_CUR:
            offset += self._position
        elif whence == os.SEEK_END:
            offset += self.length
        if offset < 0:
            raise ValueError("before the beginning")
        self._position = offset
        return offset

    def read(self, size: int | None = -1, /) -> bytes:
        start, end = self._position, self._length
        to_end = size is None or size < 0
        if size is not None and size >= 0:
            end = min(start + size, end)
            to_end = start + size > self._length
        if start >= end:
            if size != 0:
                self._prove_end()
            return b""
        parts: list[bytes] = []
        first, last = start // CHUNK, (end - 1) // CHUNK
        if first == self._cached[0]:
            parts.append(self._cached[1])
        else:
            parts.extend(self._open_chunks(first, _BATCH, last))
        while first + len(parts) <= last:
            parts.extend(self._open_chunks(first + len(parts), _BATCH, last))
        if self._valid_to is not None and end > self._valid_to:
            raise BadPayload
        if to_end:  # fewer bytes than asked for say that this is the end: it must be
            self._prove_end()
        self._cached = (last, parts[-1])
        if end < (last + 1) * CHUNK:
            parts[-1] = parts[-1][: end - last * CHUNK]
        if start > first * CHUNK:
            parts[0] = parts[0][start - first * CHUNK :]
        self._position = end
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def read1(self, size: int = -1, /) -> bytes:
        return self.read(min(size, CHUNK) if size >= 0 else CHUNK)

    def passing(self) -> Iterator[memoryview]:
        """All of it from the start, in pieces of up to 256 KiB that share one place in memory: each
        is gone when the next is asked for. Only its regular end is the end, else BadPayload.

        For what is handed on at once: memory that comes and goes costs more than the cipher.
        """
        plain = memoryview(bytearray(min(_PASSED_AT_ONCE, self._chunks) * CHUNK))
        for length in self._opened_into(lambda _start, size: plain[:size]):
            yield plain[:length]

    def fill(self, place: memoryview) -> None:
        """Writes all of it to ``place``, which is as long as it. BadPayload as ``passing``; what
        stands there then is of no use."""
        if len(place) != self._length:
            raise BadPayload
        for _ in self._opened_into(lambda start, size: place[start : start + size]):
            pass

    def _opened_into(self, place: Callable[[int, int], memoryview]) -> Iterator[int]:
        """Opens all chunks in order, some at once, into the ``place`` for so many bytes from there
        on; tells each time how many they were."""
        file: Any = self._file  # the type of all binary files leaves readinto out
        sealed = memoryview(bytearray(min(_PASSED_AT_ONCE, self._chunks) * _SEALED))
        if self._last_size < 0 or (self._last_size == 0 and self._chunks > 1):
            raise BadPayload
        file.seek(self._start)
        for first in range(0, self._chunks, _PASSED_AT_ONCE):
            count = min(_PASSED_AT_ONCE, self._chunks - first)
            length = count * CHUNK
            if first + count == self._chunks:
                length += self._last_size - CHUNK
            if file.readinto(sealed[: length + count * _TAG]) != length + count * _TAG:
                raise BadPayload
            plain = place(first * CHUNK, length)
            for nth in range(count):
                end = min((nth + 1) * CHUNK, length)
                part = sealed[nth * _SEALED : end + (nth + 1) * _TAG]
                nonce = _chunk_nonce(first + nth, first + nth == self._chunks - 1)
                try:
                    self._cipher.decrypt_into(nonce, part, None, plain[nth * CHUNK : end])
                except InvalidTag:
                    raise BadPayload from None
            yield length

    def close(self) -> None:
        self._file.close()
        super().close()

    def _open_chunks(self, first: int, count: int, last: int) -> list[bytes]:
        """Up to ``count`` chunks from ``first`` on, none beyond ``last``, by one file read."""
        count = min(count, last - first + 1)
        self._file.seek(self._start + first * _SEALED)
        sealed = memoryview(self._file.read(count * _SEALED))
        return [
            self._open_chunk(first + place, sealed[place * _SEALED : (place + 1) * _SEALED])
            for place in range(count)
        ]

    def _open_chunk(self, number: int, sealed: memoryview) -> bytes:
        is_last = number == self._chunks - 1
        if len(sealed) != (self._last_size + _TAG if is_last else _SEALED):
            raise BadPayload  # the file shrank since it was opened, or ends within a tag
        if is_last and (self._last_size < 0 or (self._last_size == 0 and number > 0)):
            raise BadPayload
        try:
            plain = self._cipher.decrypt(_chunk_nonce(number, is_last), sealed, None)
            self._end_proven |= is_last
            return plain
        except InvalidTag:
            pass
        # A whole chunk with the opposite mark is what a cut-off file ends with, or what stands
        # before bytes put behind the end. It is authentic; what follows it is not.
        if len(sealed) != _SEALED:
            raise BadPayload
        try:
            plain = self._cipher.decrypt(_chunk_nonce(number, not is_last), sealed, None)
        except InvalidTag:
            raise BadPayload from None
        self._valid_to = (number + 1) * CHUNK
        return plain

    def _prove_end(self) -> None:
        if self._valid_to is None and not self._end_proven:
            self._open_chunks(self._chunks - 1, 1, self._chunks - 1)
        if not self._end_proven or self._valid_to is not None:
            raise BadPayload


def encrypt_bytes(data: bytes, recipients: Sequence[Recipient]) -> bytes:
    """A whole small file in memory."""
    file = io.BytesIO()
    writer = AgeWriter(file, recipients)
    writer.write(data)
    writer.close()
    return file.getvalue()


def decrypt_bytes(data: bytes, identities: Sequence[Identity]) -> bytes:
    """The plaintext of a whole small file; raises as AgeReader does."""
    with AgeReader(io.BytesIO(data), identities) as reader:
        return reader.read()


class _OwnKey:
    """The file key itself, known only to who has just written the file."""

    def __init__(self, file_key: bytes) -> None:
        self._file_key = file_key

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        return self._file_key


def _unwrap(stanzas: Sequence[Stanza], identities: Sequence[Identity]) -> bytes:
    by_passphrase = any(stanza.type == "scrypt" for stanza in stanzas)
    if by_passphrase and len(stanzas) != 1:
        raise BadHeader  # else whoever knows the passphrase could be told apart by who else reads
    for identity in identities:
        file_key = identity.unwrap(stanzas)
        if file_key is not None:
            return file_key
    if by_passphrase and any(isinstance(one, ScryptPassphrase) for one in identities):
        raise WrongPassphrase(WRONG_PASSPHRASE)
    raise NoMatch


def _header(stanzas: Sequence[Stanza], file_key: bytes) -> bytes:
    lines = [_VERSION]
    for stanza in stanzas:
        lines.append(f"-> {' '.join((stanza.type, *stanza.args))}\n".encode())
        body = _to_base64(stanza.body)
        # The last line is shorter than 64 columns, and empty if need be: it ends the stanza.
        for start in range(0, len(body) + 1, 64):
            lines.append(f"{body[start : start + 64]}\n".encode())
    lines.append(b"---")
    covered = b"".join(lines)
    return covered + b" " + _to_base64(_mac(covered, file_key)).encode() + b"\n"


def _parse_header(head: bytes) -> tuple[list[Stanza], bytes, bytes, int]:
    """(stanzas, MAC, the bytes it covers, where the payload starts after its nonce)."""
    if not head.startswith(_VERSION):
        raise BadHeader
    position = len(_VERSION)
    stanzas: list[Stanza] = []

    def line() -> bytes:
        nonlocal position
        end = head.find(b"\n", position)
        if end < 0:
            raise BadHeader
        found = head[position:end]
        position = end + 1
        return found

    while True:
        start = position
        first = line()
        if match := _MAC_LINE.fullmatch(first):
            break
        match = _STANZA_LINE.fullmatch(first)
        if not match:
            raise BadHeader
        kind, *args = match[1].decode("ascii").split(" ")
        body = bytearray()
        while True:
            part = line()
            if not _BODY_LINE.fullmatch(part):
                raise BadHeader
            body += part
            if len(part) < 64:
                break
        stanzas.append(Stanza(kind, tuple(args), _from_base64(bytes(body))))
    if not stanzas or position + _NONCE > len(head):
        raise BadHeader
    return stanzas, _from_base64(match[1], 32), head[: start + 3], position + _NONCE


def _mac(covered: bytes, file_key: bytes) -> bytes:
    return hmac.digest(_hkdf(file_key, b"", b"header"), covered, "sha256")


def _payload_key(file_key: bytes, nonce: bytes) -> bytes:
    return _hkdf(file_key, nonce, b"payload")


def _hkdf(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def _seal_key(key: bytes, file_key: bytes) -> bytes:
    # The key is used once, so the nonce may be zero.
    return ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)


def _chunk_nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii").rstrip("=")


def _from_base64(text: bytes, length: int | None = None) -> bytes:
    """Without padding and canonical: the one right way to write these bytes."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise BadHeader from None
    if _to_base64(data).encode() != text or (length is not None and len(data) != length):
        raise BadHeader
    return data
