"""Age files give back what was put in, from any place, and nothing else."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import Damaged, WrongPassphrase
from onrecord.vault import bech32
from onrecord.vault.agefile import (
    CHUNK,
    AgeReader,
    AgeWriter,
    BadHeader,
    BadMac,
    BadPayload,
    NoMatch,
    ScryptPassphrase,
    X25519Identity,
    X25519Recipient,
    decrypt_bytes,
    encrypt_bytes,
)
from onrecord.vault.armor import BadArmor, dearmor

ALICE = X25519Identity.generate()
BOB = X25519Identity.generate()
# Lengths around the places where chunks begin and end.
LENGTHS = st.one_of(
    st.integers(0, 300),
    st.sampled_from([CHUNK * n + d for n in (1, 2, 3, 17) for d in (-1, 0, 1)]),
)


def text_of(length: int) -> bytes:
    """Bytes that differ from place to place, so that a mixed-up chunk is noticed."""
    return b"".join(n.to_bytes(8, "big") for n in range(length // 8 + 1))[:length]


def sealed(data: bytes) -> bytes:
    return encrypt_bytes(data, [ALICE.recipient])


def passed(file: bytes, identities: list[X25519Identity]) -> bytes:
    """As ``decrypt_bytes``, by the way that what goes to a worker is read."""
    with AgeReader(io.BytesIO(file), identities) as reader:
        return b"".join(bytes(piece) for piece in reader.passing())


def filled(file: bytes, identities: list[X25519Identity]) -> bytes:
    """The same, at one go."""
    with AgeReader(io.BytesIO(file), identities) as reader:
        place = bytearray(max(0, reader._length))  # pyright: ignore[reportPrivateUsage]
        reader.fill(memoryview(place))
        return bytes(place)


WAYS = (decrypt_bytes, passed, filled)


@given(length=LENGTHS, pieces=st.lists(st.integers(0, 3 * CHUNK), max_size=5))
@settings(max_examples=60, deadline=None)
def test_what_is_written_in_any_pieces_is_read_back(length: int, pieces: list[int]) -> None:
    data = text_of(length)
    file = io.BytesIO()
    writer = AgeWriter(file, [ALICE.recipient])
    start = 0
    for piece in pieces:
        writer.write(data[start : start + piece])
        start += piece
    writer.write(memoryview(data)[start:])
    writer.close()
    assert writer.length == length
    assert writer.ciphertext_length == len(file.getvalue())
    with AgeReader(file, [ALICE]) as reader:
        assert reader.header_sha256 == writer.header_sha256
        assert reader.length == length
        assert reader.read() == data
        assert b"".join(bytes(piece) for piece in reader.passing()) == data
        place = bytearray(length)
        reader.fill(memoryview(place))
        assert place == data
        with pytest.raises(BadPayload):
            reader.fill(memoryview(bytearray(length + 1)))


@given(
    length=LENGTHS,
    reads=st.lists(st.tuples(st.integers(0, 18 * CHUNK), st.integers(-1, 3 * CHUNK)), max_size=12),
)
@settings(max_examples=60, deadline=None)
def test_any_part_can_be_read_from_any_place(length: int, reads: list[tuple[int, int]]) -> None:
    data = text_of(length)
    plain = io.BytesIO(data)
    with AgeReader(io.BytesIO(sealed(data)), [ALICE]) as reader:
        for place, size in reads:
            reader.seek(place)
            plain.seek(place)
            assert reader.read(size) == plain.read(size)
            assert reader.tell() == plain.tell()


@given(data=st.binary(max_size=200), at=st.integers(0, 10_000), bit=st.integers(0, 7))
@settings(max_examples=300, deadline=None)
def test_any_flipped_bit_is_noticed(data: bytes, at: int, bit: int) -> None:
    file = bytearray(sealed(data))
    file[at % len(file)] ^= 1 << bit
    for read in WAYS:
        with pytest.raises(Damaged):
            read(bytes(file), [ALICE])


@given(at=st.integers(0, 10**9), bit=st.integers(0, 7))
@settings(max_examples=40, deadline=None)
def test_a_flipped_bit_in_a_long_file_is_noticed(at: int, bit: int) -> None:
    file = bytearray(LONG)
    file[at % len(file)] ^= 1 << bit
    for read in WAYS:
        with pytest.raises(Damaged):
            read(bytes(file), [ALICE])


LONG = encrypt_bytes(text_of(3 * CHUNK + 5), [ALICE.recipient])


@given(cut=st.integers(1, 10**9))
@settings(max_examples=60, deadline=None)
def test_a_cut_off_file_is_noticed(cut: int) -> None:
    for read in WAYS:
        with pytest.raises(Damaged):
            read(LONG[: -1 - cut % (len(LONG) - 1)], [ALICE])


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, 2 * CHUNK])
@pytest.mark.parametrize("extra", [1, 15, 16, 17, CHUNK + 16, CHUNK + 17])
def test_nothing_may_stand_behind_the_end(length: int, extra: int) -> None:
    for read in WAYS:
        with pytest.raises(BadPayload):
            read(sealed(text_of(length)) + bytes(extra), [ALICE])


def test_swapped_chunks_are_noticed() -> None:
    start = len(LONG) - (3 * (CHUNK + 16) + 5 + 16)
    first, second = start + CHUNK + 16, start + 2 * (CHUNK + 16)
    swapped = LONG[:start] + LONG[first:second] + LONG[start:first] + LONG[second:]
    for read in WAYS:
        with pytest.raises(BadPayload):
            read(swapped, [ALICE])


def test_a_file_that_shrinks_while_open_is_noticed() -> None:
    file = io.BytesIO(LONG)
    with AgeReader(file, [ALICE]) as reader:
        assert reader.read(10) == text_of(10)
        file.truncate(len(LONG) - 3)
        with pytest.raises(BadPayload):
            reader.read()
        with pytest.raises(BadPayload):
            list(reader.passing())


class Counted(io.BytesIO):
    """Remembers how many bytes were read."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


def test_a_short_look_into_a_long_file_reads_only_the_chunk_it_touches() -> None:
    file = Counted(encrypt_bytes(bytes(100 * CHUNK), [ALICE.recipient]))
    with AgeReader(file, [ALICE]) as reader:
        before = file.taken
        reader.seek(50 * CHUNK + 7)
        assert reader.read(20) == bytes(20)
        assert reader.read(20) == bytes(20)
        assert file.taken - before == CHUNK + 16


def test_reading_and_writing_keep_only_a_little_in_memory() -> None:
    class Hole:
        def write(self, data: bytes, /) -> int:
            return len(data)

    writer = AgeWriter(Hole(), [ALICE.recipient])
    piece = bytes(1 << 20)
    tracemalloc.start()
    for _ in range(64):
        writer.write(piece)
    writer.close()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2 << 20


def test_several_people_can_be_given_one_file() -> None:
    file = encrypt_bytes(b"for both", [ALICE.recipient, BOB.recipient])
    assert decrypt_bytes(file, [BOB]) == b"for both"
    assert decrypt_bytes(file, [X25519Identity.generate(), ALICE]) == b"for both"


def test_a_file_for_somebody_else_does_not_open() -> None:
    with pytest.raises(NoMatch):
        decrypt_bytes(sealed(b"x"), [BOB])


def test_a_wrong_passphrase_is_told_apart_from_damage() -> None:
    file = encrypt_bytes(b"x", [ScryptPassphrase("right", 4)])
    assert decrypt_bytes(file, [ScryptPassphrase("right")]) == b"x"
    with pytest.raises(WrongPassphrase):
        decrypt_bytes(file, [ScryptPassphrase("wrong")])


def test_a_passphrase_stands_alone() -> None:
    with pytest.raises(ValueError, match="alone"):
        encrypt_bytes(b"x", [ScryptPassphrase("a", 4), ALICE.recipient])
    with pytest.raises(ValueError, match="recipients"):
        encrypt_bytes(b"x", [])


def test_a_file_may_not_ask_for_more_work_than_allowed() -> None:
    file = encrypt_bytes(b"x", [ScryptPassphrase("a", 10)])
    with pytest.raises(BadHeader):
        decrypt_bytes(file, [ScryptPassphrase("a", max_work_factor=9)])


def test_an_unknown_recipient_is_passed_over() -> None:
    class Other:
        def wrap(self, file_key: bytes):  # type: ignore[no-untyped-def]
            from onrecord.vault.agefile import Stanza

            return Stanza("other", ("a", "b"), bytes(100))

    assert decrypt_bytes(encrypt_bytes(b"x", [Other(), ALICE.recipient]), [ALICE]) == b"x"


def test_an_altered_header_is_noticed_even_where_the_key_still_fits() -> None:
    file = sealed(b"x")
    altered = file.replace(b"\n--- ", b"\n-> extra\n\n--- ")
    with pytest.raises(BadMac):
        decrypt_bytes(altered, [ALICE])


def test_a_header_without_end_is_refused_without_reading_on() -> None:
    endless = Counted(b"age-encryption.org/v1\n" + b"-> a\n\n" * 1_000_000)
    with pytest.raises(BadHeader):
        AgeReader(endless, [ALICE])
    assert endless.taken <= 64 * 1024


def test_the_header_hash_covers_header_and_nonce() -> None:
    file = sealed(b"x")
    payload = file.index(b"\n", file.index(b"\n--- ") + 1) + 1
    with AgeReader(io.BytesIO(file), [ALICE]) as reader:
        assert reader.header_sha256 == hashlib.sha256(file[: payload + 16]).hexdigest()


def test_a_writer_that_was_not_closed_leaves_no_valid_file() -> None:
    file = io.BytesIO()
    AgeWriter(file, [ALICE.recipient]).write(bytes(3 * CHUNK))
    with pytest.raises(BadPayload):
        decrypt_bytes(file.getvalue(), [ALICE])


def test_who_has_just_written_a_file_can_read_it_back_without_a_key() -> None:
    file = io.BytesIO()
    writer = AgeWriter(file, [ALICE.recipient])
    writer.write(b"note")
    writer.close()
    assert decrypt_bytes(file.getvalue(), [writer.own_identity]) == b"note"
    with pytest.raises(BadMac):
        decrypt_bytes(sealed(b"other"), [writer.own_identity])


def test_a_short_write_is_an_error() -> None:
    class Short:
        def write(self, data: bytes, /) -> int:
            return len(data) - 1

    with pytest.raises(OSError, match="only part"):
        AgeWriter(Short(), [ALICE.recipient])


def test_the_reader_is_an_ordinary_file() -> None:
    file: BinaryIO = io.BufferedReader(AgeReader(io.BytesIO(LONG), [ALICE]))  # type: ignore[arg-type,assignment]
    with file:
        file.seek(-5, io.SEEK_END)
        assert file.read() == text_of(3 * CHUNK + 5)[-5:]
        file.seek(0)
        buffer = bytearray(100)
        assert file.readinto(buffer) == 100  # type: ignore[attr-defined]
        assert bytes(buffer) == text_of(100)


# --- keys as text ------------------------------------------------------------------------


@given(st.binary(max_size=60), st.sampled_from(["age", "age-secret-key-", "x1y"]))
def test_bech32_gives_back_what_was_put_in(data: bytes, prefix: str) -> None:
    text = bech32.encode(prefix, data)
    assert bech32.decode(text) == (prefix, data)
    assert bech32.decode(text.upper()) == (prefix.upper(), data)


@given(
    st.binary(min_size=32, max_size=32), st.integers(0, 200), st.sampled_from("qpzry9x8gf2tvdw0")
)
def test_bech32_notices_any_wrong_character(data: bytes, at: int, char: str) -> None:
    text = bech32.encode("age", data)
    place = 4 + at % (len(text) - 4)
    wrong = text[:place] + char + text[place + 1 :]
    if wrong != text:
        with pytest.raises(ValueError, match="checksum"):
            bech32.decode(wrong)


def test_keys_are_written_in_one_way_only() -> None:
    private, public = ALICE.to_text(), ALICE.recipient.to_text()
    assert X25519Identity.from_text(private) == ALICE
    assert X25519Recipient.from_text(public) == ALICE.recipient
    for wrong in (private.lower(), private[:20].lower() + private[20:], private + " ", public, ""):
        with pytest.raises(ValueError):
            X25519Identity.from_text(wrong)
    for wrong in (public.upper(), public[:4].upper() + public[4:], public[:-1], private, "age1"):
        with pytest.raises(ValueError):
            X25519Recipient.from_text(wrong)


def test_a_private_key_is_not_shown_by_accident() -> None:
    assert ALICE.to_text() not in f"{ALICE!r} {ALICE} {vars(ALICE.recipient)!r}"


def test_a_low_order_point_cannot_be_sealed_to() -> None:
    with pytest.raises(ValueError):
        encrypt_bytes(b"x", [X25519Recipient(bytes(32))])


@given(st.binary(min_size=1, max_size=300))
def test_text_form_is_read_strictly(data: bytes) -> None:
    import base64

    text = base64.b64encode(data).decode()
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    whole = "\n".join(
        ["-----BEGIN AGE ENCRYPTED FILE-----", *lines, "-----END AGE ENCRYPTED FILE-----", ""]
    )
    assert dearmor(whole.encode()) == data
    assert dearmor(whole.replace("\n", "\r\n").encode()) == data
    with pytest.raises(BadArmor):
        dearmor(whole.replace("\n", " \n", 2).encode())
    with pytest.raises(BadArmor):
        dearmor(whole[:-5].encode())
