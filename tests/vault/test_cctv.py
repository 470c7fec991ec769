"""The published age vectors end as they say, and release exactly the bytes they say."""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.errors import Damaged, WrongPassphrase
from onrecord.vault.agefile import (
    CHUNK,
    AgeReader,
    BadHeader,
    BadMac,
    BadPayload,
    Identity,
    NoMatch,
    ScryptPassphrase,
    X25519Identity,
)
from onrecord.vault.armor import BadArmor, dearmor

FOLDER = Path(__file__).parent / "cctv" / "vectors"
POST_QUANTUM = "AGE-SECRET-KEY-PQ-"


@dataclass(frozen=True)
class Vector:
    expect: str
    payload: str
    identities: tuple[str, ...]
    passphrases: tuple[str, ...]
    armored: bool
    file: bytes

    @property
    def post_quantum(self) -> bool:
        return any(one.startswith(POST_QUANTUM) for one in self.identities)


def load(name: str) -> Vector:
    head, _, file = (FOLDER / name).read_bytes().partition(b"\n\n")
    lines = [line.split(": ", 1) for line in head.decode().split("\n")]

    def of(key: str) -> tuple[str, ...]:
        return tuple(value for found, value in lines if found == key)

    if of("compressed") == ("zlib",):
        file = zlib.decompress(file)
    return Vector(
        expect=of("expect")[0],
        payload=(of("payload") or (hashlib.sha256(b"").hexdigest(),))[0],
        identities=of("identity"),
        passphrases=of("passphrase"),
        armored=of("armored") == ("yes",),
        file=file,
    )


NAMES = sorted(path.name for path in FOLDER.iterdir())
IN_SCOPE = [name for name in NAMES if not load(name).post_quantum]


def outcome(vector: Vector) -> tuple[str, bytes]:
    """How reading ends, in the words of the vectors, and what was released before."""
    released = bytearray()
    identities: list[Identity] = [X25519Identity.from_text(text) for text in vector.identities]
    identities += [ScryptPassphrase(text) for text in vector.passphrases]
    try:
        file = dearmor(vector.file) if vector.armored else vector.file
        with AgeReader(io.BytesIO(file), identities) as reader:
            while chunk := reader.read(CHUNK):
                released += chunk
        ending = "success"
    except BadArmor:
        ending = "armor failure"
    except BadHeader:
        ending = "header failure"
    except BadMac:
        ending = "HMAC failure"
    except (NoMatch, WrongPassphrase):
        ending = "no match"
    except BadPayload:
        ending = "payload failure"
    return ending, bytes(released)


@pytest.mark.parametrize("name", IN_SCOPE)
def test_vector_ends_as_published(name: str) -> None:
    vector = load(name)
    ending, released = outcome(vector)
    assert ending == vector.expect
    assert hashlib.sha256(released).hexdigest() == vector.payload


@pytest.mark.parametrize("name", [name for name in IN_SCOPE if load(name).expect == "success"])
def test_reading_at_once_gives_the_same_bytes(name: str) -> None:
    vector = load(name)
    identities: list[Identity] = [X25519Identity.from_text(text) for text in vector.identities]
    identities += [ScryptPassphrase(text) for text in vector.passphrases]
    file = dearmor(vector.file) if vector.armored else vector.file
    with AgeReader(io.BytesIO(file), identities) as reader:
        data = reader.read()
        assert len(data) == reader.length
    assert hashlib.sha256(data).hexdigest() == vector.payload


@pytest.mark.parametrize(
    "name", [name for name in IN_SCOPE if load(name).expect == "payload failure"]
)
def test_a_broken_payload_is_never_taken_for_whole(name: str) -> None:
    vector = load(name)
    file = dearmor(vector.file) if vector.armored else vector.file
    identities = [X25519Identity.from_text(text) for text in vector.identities]
    with AgeReader(io.BytesIO(file), identities) as reader, pytest.raises(Damaged):
        reader.read()
        reader.read()


@pytest.mark.parametrize("name", [name for name in IN_SCOPE if name.startswith("stream_no_final")])
def test_the_length_of_a_cut_off_file_is_never_told(name: str) -> None:
    vector = load(name)
    identities = [X25519Identity.from_text(text) for text in vector.identities]
    with AgeReader(io.BytesIO(vector.file), identities) as reader, pytest.raises(Damaged):
        _ = reader.length


def test_only_the_post_quantum_vectors_are_left_out() -> None:
    left_out = set(NAMES) - set(IN_SCOPE)
    assert len(NAMES) == 143
    assert len(left_out) == 19
    assert all("hybrid" in name for name in left_out)
