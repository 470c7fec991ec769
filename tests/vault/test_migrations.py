from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest

from onrecord.domain.dispute import Dispute
from onrecord.domain.housekeeping import Setting
from onrecord.domain.packet import FormWords, LeftOut, Packet
from onrecord.domain.tables import RECORDS
from onrecord.errors import NewerFormat
from onrecord.vault import migrations
from onrecord.vault.vault import Vault
from onrecord.vault.verify import verify


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.TABLE)
def test_every_record_has_a_table_with_exactly_its_fields(vault: Vault, cls: type) -> None:
    columns = [row["name"] for row in vault.query(f"PRAGMA table_info({cls.TABLE})")]
    assert columns == [field.name for field in fields(cls)]


def test_a_column_keeps_to_its_type(vault: Vault) -> None:
    with pytest.raises(Exception, match="cannot store"), vault.change("Wrong") as tx:
        tx.insert(Dispute(rough_minor="a lot"))  # pyright: ignore[reportArgumentType]
    with pytest.raises(Exception, match="NOT NULL"), vault.change("Wrong") as tx:
        tx.insert(Dispute(title=None))  # pyright: ignore[reportArgumentType]


def test_a_vault_of_a_newer_version_is_refused_and_left_alone(
    vault: Vault, unlock: Callable
) -> None:
    with vault.store.writing("Not saved") as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) "
            "VALUES ('vault', 'from_the_future', '')"
        )
    vault.close()
    with pytest.raises(NewerFormat, match="newer version"):
        unlock(vault.path)


def test_an_older_vault_is_brought_up_to_date_after_a_snapshot(
    vault: Vault, unlock: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    assert not list((vault.path / "snapshots").iterdir())

    def second(db) -> None:
        db["dispute_note"].create({"id": str}, pk="id")

    monkeypatch.setattr(migrations, "_STEPS", (*migrations._STEPS, ("second", second)))
    again = unlock(vault.path)
    assert again.query("SELECT * FROM dispute_note") == []
    assert len(list((vault.path / "snapshots").iterdir())) == 1


def test_a_column_added_to_what_the_history_covers_keeps_the_history_whole(
    vault: Vault, unlock: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    with vault.change("Added") as tx:
        one, two = tx.insert(Packet(title="one")), tx.insert(Packet(title="two"))
    before = vault.custody_head()
    vault.close()

    def more(db) -> None:
        migrations._add_columns(db, "packet", "words count:int day:int? of_id", "Came with more")

    monkeypatch.setattr(migrations, "_STEPS", (*migrations._STEPS, ("more", more)))
    again = unlock(vault.path)
    rows = again.query("SELECT id, revision, words, count, day, of_id FROM packet ORDER BY rowid")
    assert [tuple(row.values()) for row in rows] == [
        (one.id, 2, "", 0, None, ""), (two.id, 2, "", 0, None, ""),
    ]  # fmt: skip
    assert again.custody_head().length == before.length + 2
    assert verify(again).ok


def test_a_step_that_fails_leaves_the_older_vault_as_it_was(
    vault: Vault, unlock: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    with vault.change("Added") as tx:
        dispute = tx.insert(Dispute(title="still here"))
    vault.close()

    def broken(db) -> None:
        db.conn.execute("DROP TABLE dispute")
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(migrations, "_STEPS", (*migrations._STEPS, ("broken", broken)))
        with pytest.raises(ZeroDivisionError):
            unlock(vault.path)
    assert unlock(vault.path).get(Dispute, dispute.id) == dispute


def test_words_in_a_form_that_were_settings_are_rows_with_a_history(
    vault: Vault, unlock: Callable
) -> None:
    with vault.change("Added") as tx:
        packet = tx.insert(Packet(title="one"))
        for name, value in (
            (f"form:{packet.id}", '{"name": "Kim Doe", "summary": ""}'),
            (f"left_out:{packet.id}:0123456789abcdef", "1"),
            ("form:of-a-packet-that-is-gone", '{"name": "x"}'),
            ("theme", "dark"),
        ):
            tx.put(Setting(id=name, value=value))
    with vault.store.writing("As an earlier version left it") as connection:
        connection.execute("DROP TABLE form_words")
        connection.execute("DROP TABLE left_out")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'form_words'")
    before = vault.custody_head()
    vault.close()
    again = unlock(vault.path)
    rows = again.find(FormWords, order="rowid")
    assert [(x.packet_id, x.code, x.words) for x in rows] == [
        (packet.id, "name", "Kim Doe"), (packet.id, "summary", ""),
    ]  # fmt: skip
    (out,) = again.find(LeftOut)
    assert (out.packet_id, out.evidence_id) == (packet.id, "0123456789abcdef")
    assert again.find(Setting, "id GLOB 'form:*' OR id GLOB 'left_out:*'") == []
    assert again.find(Setting, "id = 'theme'")
    assert again.custody_head().length == before.length + 3
    assert verify(again).ok
