"""What is noted or dropped while the vault is locked arrives, and arrives as what it is."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import Damaged, KnownError, Refused
from onrecord.vault import durable
from onrecord.vault.agefile import X25519Identity, X25519Recipient, encrypt_bytes
from onrecord.vault.inbox import Inbox, seal_to_inbox
from onrecord.vault.keys import Generation, KeyRing

RING = KeyRing((Generation.draw("v" * 32, 1),))
KEY = RING.inbox_public_key


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path, RING)


def seal(inbox: Inbox, kind: str = "document", header: Any = None, *chunks: bytes) -> Path:
    return seal_to_inbox(inbox.folder.parent, KEY, kind, header or {}, chunks)


def put(inbox: Inbox, payload: bytes, name: str = "ab" * 16) -> Path:
    """What somebody else who knows the public key may put there."""
    inbox.folder.mkdir(exist_ok=True)
    path = inbox.folder / f"{name}.age"
    path.write_bytes(encrypt_bytes(payload, [X25519Recipient.from_text(KEY)]))
    return path


def test_a_call_noted_while_locked_is_there_after_unlock(inbox: Inbox) -> None:
    header = {"text": "They promised 40 back.\nRef 0333 003\u2028", "file_name": "a\nb"}
    seal(inbox, "note", header)
    (item,) = inbox.items()
    assert (item.kind, item.header, item.length, item.problem) == ("note", header, 0, "")
    with inbox.open(item) as content:
        assert content.read() == b""


@given(data=st.binary(max_size=200_000), at=st.integers(0, 200_000))
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_dropped_document_comes_out_bit_for_bit(inbox: Inbox, data: bytes, at: int) -> None:
    path = seal(inbox, "document", {"file_name": "x.pdf"}, data[:at], data[at:])
    (item,) = [one for one in inbox.items() if one.path == path]
    assert item.length == len(data)
    with inbox.open(item) as content:
        assert content.read() == data
        assert content.seek(min(at, len(data))) == content.tell()
        assert content.read(100) == data[at : at + 100]
        content.seek(-min(5, len(data)), 2)
        assert content.read() == data[len(data) - min(5, len(data)) :]
    inbox.remove(item)


def test_items_are_listed_oldest_first(inbox: Inbox) -> None:
    paths = [seal(inbox, "note", {"number": number}) for number in range(6)]
    assert [item.header["number"] for item in inbox.items()] == list(range(6))
    assert [item.path for item in inbox.items()] == paths


def test_nothing_readable_is_on_disk_and_the_name_tells_nothing(inbox: Inbox) -> None:
    path = seal(inbox, "document", {"file_name": "secret.pdf"}, b"secret words")
    assert b"secret" not in path.read_bytes()
    assert "secret" not in path.name
    assert [one.name for one in inbox.folder.iterdir()] == [path.name]


def test_only_the_key_ring_opens_an_item_and_an_older_one_does(inbox: Inbox) -> None:
    seal(inbox, "note", {"text": "x"})
    newer = KeyRing((Generation.draw("v" * 32, 2), *RING.generations))
    assert Inbox(inbox.folder.parent, newer).items() == inbox.items()
    other = KeyRing((Generation.draw("v" * 32, 1),))
    assert Inbox(inbox.folder.parent, other).items()[0].problem


def test_an_item_is_gone_once_it_was_taken_in(inbox: Inbox) -> None:
    seal(inbox)
    (item,) = inbox.items()
    inbox.remove(item)
    inbox.remove(item)
    assert inbox.items() == []


def test_a_vault_without_inbox_has_no_items(inbox: Inbox) -> None:
    assert inbox.items() == []


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"no line",
        b"not json\n",
        b"[]\n",
        b"{}\n",
        b'{"kind": 1, "sealed_at": 2}\n',
        b'{"kind": "Bad kind", "sealed_at": "2026-03-01T14:21:05.000000Z"}\n',
        b'{"kind": "note", "sealed_at": "yesterday"}\n',
        b"[" * 60_000 + b"\n",
        b'"' + b"x" * 100_000 + b'"\n',
        b"\xff\xfe\n",
    ],
    ids=lambda payload: repr(payload[:20]),
)
def test_what_somebody_else_put_there_is_reported_and_stops_nothing(
    inbox: Inbox, payload: bytes
) -> None:
    put(inbox, payload)
    good = seal(inbox, "note", {"text": "good"})
    items = inbox.items()
    assert items[0].path == good
    assert [bool(item.problem) for item in items] == [False, True]
    with pytest.raises(Damaged):
        inbox.open(items[1])


def test_a_damaged_item_is_reported_and_kept(inbox: Inbox) -> None:
    path = seal(inbox, "document", {}, b"content")
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:40], b"", whole[:-1] + bytes([whole[-1] ^ 1])):
        path.write_bytes(damaged)
        (item,) = inbox.items()
        assert item.problem
        assert (item.kind, item.header, item.length) == ("", {}, 0)
        assert path.exists()


def test_damage_further_in_is_met_when_it_is_read(inbox: Inbox) -> None:
    path = seal(inbox, "document", {}, bytes(500_000))
    whole = bytearray(path.read_bytes())
    whole[250_000] ^= 1
    path.write_bytes(whole)
    (item,) = inbox.items()
    with pytest.raises(Damaged), inbox.open(item) as content:
        content.read()


def test_an_item_larger_than_allowed_is_not_even_opened(inbox: Inbox) -> None:
    path = seal(inbox, "document", {}, b"x")
    with path.open("r+b") as file:
        file.truncate(100 << 20)
    small = Inbox(inbox.folder.parent, RING, limit=1 << 20)
    assert "too large" in small.items()[0].problem


def test_more_than_the_limit_is_refused_and_nothing_is_left(inbox: Inbox) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(1000)

    with pytest.raises(Refused, match="too large"):
        seal_to_inbox(inbox.folder.parent, KEY, "document", {}, endless(), limit=10_000)
    assert list(inbox.folder.iterdir()) == []
    seal_to_inbox(inbox.folder.parent, KEY, "document", {}, [bytes(10_000)], limit=10_000)
    assert inbox.items()[0].length == 10_000


def test_a_note_too_long_for_a_header_is_refused(inbox: Inbox) -> None:
    with pytest.raises(Refused, match="too long"):
        seal(inbox, "note", {"text": "x" * 70_000})


@pytest.mark.parametrize(
    "key",
    [
        "",
        "age1",
        X25519Identity.generate().to_text(),
        KEY[:-1] + ("q" if KEY[-1] != "q" else "p"),
        X25519Recipient(bytes(32)).to_text(),
    ],
)
def test_a_damaged_public_key_is_refused(inbox: Inbox, key: str) -> None:
    with pytest.raises(Refused):
        seal_to_inbox(inbox.folder.parent, key, "note", {}, [b"x"])
    assert not inbox.folder.exists()


def test_the_source_s_own_error_passes_and_nothing_is_left(inbox: Inbox) -> None:
    def vanishing() -> Iterator[bytes]:
        yield b"some"
        raise PermissionError(errno.EACCES, "not yours")

    with pytest.raises(PermissionError):
        seal_to_inbox(inbox.folder.parent, KEY, "document", {}, vanishing())
    assert list(inbox.folder.iterdir()) == []


def test_a_full_disk_gives_one_sentence_and_leaves_nothing(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(durable, "sync_file", full)
    inbox.folder.mkdir()
    with pytest.raises(KnownError, match="the disk is full"):
        seal(inbox, "note", {"text": "x"})
    assert list(inbox.folder.iterdir()) == []


def test_parts_of_an_interrupted_write_are_collected_once_they_are_old(inbox: Inbox) -> None:
    inbox.folder.mkdir()
    young, old = (inbox.folder / f"{name}.age.part" for name in ("a" * 32, "b" * 32))
    for part in (young, old):
        part.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert inbox.items() == []
    assert inbox.collect_parts() == 1
    assert [path.name for path in inbox.folder.iterdir()] == [young.name]


def test_the_first_line_is_json_and_all_the_rest_is_the_content(inbox: Inbox) -> None:
    from onrecord.vault.agefile import decrypt_bytes

    path = seal(inbox, "document", {"file_name": "é"}, b"\n", b"more\n")
    line, _, content = decrypt_bytes(path.read_bytes(), RING.inbox_identities).partition(b"\n")
    assert json.loads(line)["file_name"] == "é"
    assert content == b"\nmore\n"
