"""The vault opens with its passphrase or recovery code, with nothing else, and survives damage."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from onrecord.errors import Damaged, KnownError, Refused, WrongPassphrase
from onrecord.vault import keys
from onrecord.vault.agefile import ScryptPassphrase, X25519Identity, decrypt_bytes, encrypt_bytes
from onrecord.vault.keys import Generation, KeyRing

FAST = 4
PASSPHRASE = "maple lantern quiet otter cobalt"


@pytest.fixture
def vault(tmp_path: Path) -> tuple[Path, KeyRing, str]:
    ring, code = keys.create_slots(tmp_path, PASSPHRASE, work_factor=FAST)
    return tmp_path, ring, code


def slot(folder: Path, name: str) -> Path:
    return folder / "keys" / name


def test_a_new_vault_opens_with_passphrase_and_with_recovery_code(
    vault: tuple[Path, KeyRing, str],
) -> None:
    folder, ring, code = vault
    assert keys.open_slot(folder, PASSPHRASE) == ring
    assert keys.open_with_recovery_code(folder, code) == ring
    assert ring.current.number == 1
    assert len(ring.current.db_key) == 64
    assert len(ring.current.db_salt) == 32
    assert ring.current.db_key != ring.current.index_key


def test_two_vaults_share_no_key(tmp_path: Path) -> None:
    rings = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        rings.append(keys.create_slots(tmp_path / name, "same", work_factor=FAST)[0])
    one, other = (set(keys.to_payload(ring).split()) for ring in rings)
    assert not any(len(word) > 30 for word in one & other)


def test_a_second_vault_is_not_made_over_the_first(vault: tuple[Path, KeyRing, str]) -> None:
    folder, ring, _ = vault
    with pytest.raises(Refused):
        keys.create_slots(folder, "other", work_factor=FAST)
    assert keys.open_slot(folder, PASSPHRASE) == ring


def test_every_wrong_secret_is_answered_in_the_same_words(
    vault: tuple[Path, KeyRing, str],
) -> None:
    folder, _, _ = vault
    from onrecord.vault.recovery_code import new_recovery_code

    answers = set()
    for wrong in ("", " ", "wrong", PASSPHRASE.upper(), PASSPHRASE + " ", "a\ud800"):
        with pytest.raises(WrongPassphrase) as caught:
            keys.open_slot(folder, wrong)
        answers.add(str(caught.value))
    with pytest.raises(WrongPassphrase) as caught:
        keys.open_with_recovery_code(folder, new_recovery_code())
    answers.add(str(caught.value))
    assert answers == {
        "That passphrase or recovery code does not open this vault. Check it and try again."
    }


def test_accents_typed_in_either_way_are_one_passphrase(tmp_path: Path) -> None:
    ring, _ = keys.create_slots(tmp_path, "café crème", work_factor=FAST)
    assert keys.open_slot(tmp_path, "cafe\u0301 cre\u0300me") == ring


@pytest.mark.parametrize("bad", ["", "two\nlines", "nul\0", "half a character \ud800"])
def test_a_passphrase_nobody_could_type_again_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(Refused):
        keys.create_slots(tmp_path, bad, work_factor=FAST)
    assert not list(tmp_path.iterdir())


def test_the_default_work_factor_is_the_one_of_the_design(tmp_path: Path) -> None:
    keys.create_slots(tmp_path, PASSPHRASE)
    for path in (tmp_path / "keys").iterdir():
        assert path.read_bytes().split(b"\n")[1].endswith(b" 18")


def test_changing_the_passphrase_changes_one_slot(vault: tuple[Path, KeyRing, str]) -> None:
    folder, ring, code = vault
    before = slot(folder, "recovery.age").read_bytes()
    keys.change_passphrase(folder, ring, "new words", work_factor=FAST)
    assert keys.open_slot(folder, "new words") == ring
    with pytest.raises(WrongPassphrase):
        keys.open_slot(folder, PASSPHRASE)
    assert slot(folder, "recovery.age").read_bytes() == before
    assert keys.open_with_recovery_code(folder, code) == ring


def test_a_new_recovery_code_ends_the_old_one(vault: tuple[Path, KeyRing, str]) -> None:
    folder, ring, old = vault
    new = keys.new_recovery_code(folder, ring, work_factor=FAST)
    assert keys.open_with_recovery_code(folder, new) == ring
    with pytest.raises(WrongPassphrase):
        keys.open_with_recovery_code(folder, old)
    assert keys.open_slot(folder, PASSPHRASE) == ring


def test_each_slot_has_an_equal_second_copy(vault: tuple[Path, KeyRing, str]) -> None:
    folder, ring, _ = vault
    keys.change_passphrase(folder, ring, "new words", work_factor=FAST)
    names = {path.name for path in (folder / "keys").iterdir()}
    assert names == {"passphrase.age", "passphrase.2.age", "recovery.age", "recovery.2.age"}
    for name in ("passphrase", "recovery"):
        first, second = (slot(folder, f"{name}{tail}").read_bytes() for tail in (".age", ".2.age"))
        assert first == second


@pytest.mark.parametrize("broken", ["passphrase.age", "passphrase.2.age"])
@pytest.mark.parametrize(
    "how", ["missing", "empty", "cut off", "a bit of the salt", "the last bit"]
)
def test_one_broken_copy_is_mended_at_unlock(
    vault: tuple[Path, KeyRing, str], broken: str, how: str
) -> None:
    folder, ring, _ = vault
    path = slot(folder, broken)
    whole = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut off":
        path.write_bytes(whole[:-20])
    else:
        at = whole.index(b"scrypt ") + 9 if how == "a bit of the salt" else len(whole) - 1
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert keys.open_slot(folder, PASSPHRASE) == ring
    assert path.read_bytes() == whole


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid"), reason="needs POSIX permissions"
)
def test_a_vault_that_cannot_be_written_opens_all_the_same(
    vault: tuple[Path, KeyRing, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, ring, _ = vault
    slot(folder, "passphrase.2.age").unlink()

    def refuse(path: Path, data: bytes) -> None:
        raise OSError(30, "read-only")

    monkeypatch.setattr(keys.durable, "write_whole", refuse)
    assert keys.open_slot(folder, PASSPHRASE) == ring


def test_after_a_change_that_was_cut_short_either_passphrase_opens_and_then_wins(
    vault: tuple[Path, KeyRing, str],
) -> None:
    folder, ring, _ = vault
    second = slot(folder, "passphrase.2.age")
    old = second.read_bytes()
    keys.change_passphrase(folder, ring, "new words", work_factor=FAST)
    second.write_bytes(old)  # the power went before the second copy was written
    assert keys.open_slot(folder, PASSPHRASE) == ring
    with pytest.raises(WrongPassphrase):
        keys.open_slot(folder, "new words")

    keys.change_passphrase(folder, ring, "newer words", work_factor=FAST)
    second.write_bytes(old)
    assert keys.open_slot(folder, "newer words") == ring
    with pytest.raises(WrongPassphrase):
        keys.open_slot(folder, PASSPHRASE)


def test_both_copies_gone_is_not_called_a_wrong_passphrase(
    vault: tuple[Path, KeyRing, str],
) -> None:
    folder, ring, code = vault
    slot(folder, "passphrase.age").unlink()
    slot(folder, "passphrase.2.age").write_bytes(b"garbage")
    with pytest.raises(Damaged, match=r"keys/passphrase\.age"):
        keys.open_slot(folder, PASSPHRASE)
    assert keys.open_with_recovery_code(folder, code) == ring


def test_a_full_disk_leaves_the_old_slot(
    vault: tuple[Path, KeyRing, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, ring, _ = vault

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(keys.durable, "sync_file", full)
        with pytest.raises(KnownError, match="disk is full"):
            keys.change_passphrase(folder, ring, "new words", work_factor=FAST)
    assert keys.open_slot(folder, PASSPHRASE) == ring
    assert not list(folder.rglob("*.part"))


def test_a_slot_may_not_make_this_computer_spend_all_its_memory(
    vault: tuple[Path, KeyRing, str],
) -> None:
    folder, _, _ = vault
    data = slot(folder, "passphrase.age").read_bytes()
    head, rest = data.split(b"\n", 1)
    doctored = head + b"\n" + rest.replace(b" 4\n", b" 21\n", 1)
    for path in keys.slot_paths(folder, keys.PASSPHRASE):
        path.write_bytes(doctored)
    with pytest.raises(Damaged):
        keys.open_slot(folder, PASSPHRASE)


def test_a_slot_that_came_back_as_text_opens(vault: tuple[Path, KeyRing, str]) -> None:
    import base64
    import textwrap

    folder, ring, _ = vault
    body = base64.b64encode(slot(folder, "passphrase.age").read_bytes()).decode()
    text = "\n".join(
        [
            "-----BEGIN AGE ENCRYPTED FILE-----",
            *textwrap.wrap(body, 64),
            "-----END AGE ENCRYPTED FILE-----",
            "",
        ]
    )
    for path in keys.slot_paths(folder, keys.PASSPHRASE):
        path.write_text(text)
    assert keys.open_slot(folder, PASSPHRASE) == ring


def test_what_a_slot_holds_begins_with_the_newest_key_and_names_all_generations() -> None:
    ring = KeyRing((Generation.draw("v", 2), Generation.draw("v", 1)))
    payload = keys.to_payload(ring)
    lines = payload.decode().splitlines()
    assert lines[0] == ring.current.identity.to_text()
    assert [line[0] for line in lines[1:3]] == ["#", "#"]
    assert keys.from_payload(payload) == ring
    kept = {line for line in lines if not line.startswith("#")}
    assert kept == {one.to_text() for one in (*ring.identities, *ring.inbox_identities)}


def test_a_slot_that_holds_no_keys_is_damaged(vault: tuple[Path, KeyRing, str]) -> None:
    folder, ring, _ = vault
    good = keys.to_payload(ring)
    other = X25519Identity.generate().to_text().encode()
    for payload in (b"", b"hello", other, other + good[good.index(b"\n") :], good[:-400]):
        data = encrypt_bytes(payload, [ScryptPassphrase(PASSPHRASE, FAST)])
        for path in keys.slot_paths(folder, keys.PASSPHRASE):
            path.write_bytes(data)
        with pytest.raises(Damaged):
            keys.open_slot(folder, PASSPHRASE)


def test_keys_are_never_shown_and_never_on_disk_in_the_clear(
    vault: tuple[Path, KeyRing, str],
) -> None:
    folder, ring, code = vault
    secret = {
        ring.current.db_key,
        ring.current.index_key,
        ring.current.identity.to_text(),
        ring.current.inbox_identity.to_text(),
    }
    assert not any(one in repr(ring) for one in secret)
    # Nor the vault's public key: with it anyone could seal objects that look like its own.
    secret |= {PASSPHRASE, code, ring.current.identity.recipient.to_text()}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(one.encode() in data for one in secret)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_this_user_may_read_the_keys(vault: tuple[Path, KeyRing, str]) -> None:
    folder, _, _ = vault
    assert (folder / "keys").stat().st_mode & 0o777 == 0o700
    for path in (folder / "keys").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600


def test_slots_open_with_our_reader_of_age_files_alone(vault: tuple[Path, KeyRing, str]) -> None:
    folder, ring, code = vault
    data = slot(folder, "recovery.age").read_bytes()
    assert decrypt_bytes(data, [ScryptPassphrase(code)]) == keys.to_payload(ring)
