from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.domain.evidence import Evidence
from onrecord.vault.db import Store
from onrecord.vault.index import Index, IndexedPage, match_expression, number_forms, snippet
from onrecord.vault.vault import Vault


def page(text: str, number: int = 1) -> IndexedPage:
    words = tuple((word, 10.0, 20.0, 30.5, 40.25) for word in text.split()[:2])
    return IndexedPage(number, text, 595.0, 842.0, words)


@pytest.fixture
def index(vault: Vault) -> Index:
    vault.index.put_document(
        "bill",
        [
            page("Northline Telecom (sample). Call 0333 003 4567. Total due £84.20", 1),
            page("Café charges, reference NT-4471/02, account 12 34 56 78", 2),
        ],
        b"picture",
    )
    vault.index.put_document("letter", [page("料金は九十ドルです。Your complaint is closed.")])
    return vault.index


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("telecom", {"bill"}),
        ("TELE", {"bill"}),
        ("cafe", {"bill"}),
        ("complaint closed", {"letter"}),
        ("telecom complaint", set()),
        ("0333003", {"bill"}),
        ("0333 003 4567", {"bill"}),
        ("(0333) 003-4567", {"bill"}),
        ("003 4567", {"bill"}),
        ("NT447102", {"bill"}),
        ("nt-4471", {"bill"}),
        ("12345678", {"bill"}),
        ("料金", {"letter"}),
        ("九十ドル", {"letter"}),
        ("金料", set()),
        ("84.20", {"bill"}),
        ('"quoted', set()),
        ("AND OR NOT *", set()),
        ('")(', set()),
        ("", set()),
        ("   ", set()),
    ],
)
def test_search_finds(index: Index, typed: str, found: set[str]) -> None:
    assert index.matching(typed) == found
    assert {hit.evidence_id for hit in index.search(typed)} == found
    assert {hit.evidence_id for hit in index.search(typed, ranked=True)} == found


def test_a_hit_names_its_page_and_shows_the_words_around_it(index: Index) -> None:
    assert [(hit.page, hit.snippet) for hit in index.search("reference")] == [
        (2, "Café charges, reference NT-4471/02, account 12 34 56 78")
    ]


def test_a_snippet_of_a_long_page_begins_and_ends_between_words() -> None:
    text = "before " * 50 + "Überraschung 0333 003 4567 " + "after " * 50
    for typed in ("uberraschung", "03330034567"):
        cut = snippet(text, typed)
        assert "Überraschung" in cut or "0333 003 4567" in cut
        assert cut.startswith("… before ")
        assert cut.endswith("after …")
        assert len(cut) < 140


def test_numbers_are_found_from_the_beginning_of_any_group() -> None:
    assert number_forms("Call 0333 003 4567 now") == {"03330034567", "0034567", "4567"}
    assert number_forms("NT-4471/02") >= {"nt447102"}
    assert number_forms("in 12 days") == set()
    assert match_expression("0333 003") == 'digits: "0333003" *'


def test_what_was_put_comes_back(index: Index) -> None:
    assert index.thumbnail("bill") == b"picture"
    assert index.thumbnail("letter") is None
    assert index.thumbnail("none") is None
    first, second = index.pages("bill")
    assert index.pages("bill", 1) == [first]
    assert (first.number, first.width, first.height) == (1, 595.0, 842.0)
    assert first.words[0] == ("Northline", 10.0, 20.0, 30.5, 40.25)
    assert index.text("bill") == f"{first.text}\f{second.text}"
    assert index.known() == {"bill", "letter"}


def test_a_document_read_again_replaces_what_was_known(index: Index) -> None:
    index.put_document("bill", [page("Something else")], b"newer")
    assert index.matching("telecom") == set()
    assert index.matching("something") == {"bill"}
    assert index.thumbnail("bill") == b"newer"
    index.forget("bill")
    assert index.known() == {"letter"}
    assert index.search("something") == []


def test_a_verdict_is_kept_for_each_object_and_engine(vault: Vault) -> None:
    vault.index.put_verdict("a" * 32, "pikepdf 10", {"copy": "whole"})
    vault.index.put_verdict("a" * 32, "pikepdf 10", {"copy": "image"})
    assert vault.index.verdict("a" * 32, "pikepdf 10") == {"copy": "image"}
    assert vault.index.verdict("a" * 32, "pikepdf 11") is None


@pytest.mark.parametrize("harm", ["missing", "damaged", "of another key", "plain"])
def test_an_index_that_cannot_be_read_is_begun_anew(
    vault: Vault, unlock: Callable, keep_document: Callable, harm: str
) -> None:
    document = keep_document(vault, b"the original")
    vault.index.put_document(document.id, [page("some text")])
    vault.close()
    path = vault.path / "index.db"
    if harm == "missing":
        path.unlink()
    elif harm == "damaged":
        path.write_bytes(b"\x00" * 100 + path.read_bytes()[100:])
    elif harm == "of another key":
        path.write_bytes((vault.path / "vault.db").read_bytes())
    else:
        path.write_bytes(b"SQLite format 3\x00" + bytes(4080))
    again = unlock(vault.path)
    assert again.warnings == []  # nothing is lost, so nothing is said
    assert again.index.known() == set()
    assert again.get(Evidence, document.id).read_state == "waiting"
    again.index.put_document(document.id, [page("some text")])
    with again.change("Read") as tx:
        tx.patch(Evidence, document.id, read_state="read")
    again.close()
    assert unlock(vault.path).get(Evidence, document.id).read_state == "read"


def test_after_a_crash_documents_without_their_text_are_read_again(
    vault: Vault, unlock: Callable, keep_document: Callable
) -> None:
    known, lost = keep_document(vault, b"one"), keep_document(vault, b"two")
    vault.index.put_document(known.id, [])
    vault.close()
    text = (vault.path / "format.json").read_text()
    (vault.path / "format.json").write_text(text.replace('"clean"', '"open"'))
    again = unlock(vault.path)
    assert again.get(Evidence, known.id).read_state == "read"
    assert again.get(Evidence, lost.id).read_state == "waiting"


def test_an_index_found_damaged_is_given_up_and_made_again(
    vault: Vault, unlock: Callable, keep_document: Callable
) -> None:
    document = keep_document(vault, b"the original")
    vault.index.put_document(document.id, [page("some text " * 400, n) for n in range(1, 40)])
    vault.close()
    path = vault.path / "index.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\xff" * 4096 + whole[len(whole) // 2 + 4096 :])
    again = unlock(vault.path)
    report = again.verify()
    assert report.ok  # no record is touched by it
    assert any("search index was damaged" in note for note in report.notes)
    again.close()
    assert unlock(vault.path).get(Evidence, document.id).read_state == "waiting"


def test_words_seen_in_a_picture_are_put_where_they_are_on_the_page(vault: Vault) -> None:
    """The machine may take the page for another size than it has."""
    index = vault.index
    index.put_document("a", [IndexedPage(1, "", 100, 200), IndexedPage(2, "own", 100, 200)])
    assert index.unread_pictures() == [("a", 1)]
    index.put_seen("a", 1, IndexedPage(1, "Hello", 50, 100, [("Hello", 10, 20, 30, 40)]))
    index.put_seen("a", 2, IndexedPage(2, "not this", 50, 100, []))
    assert [page.words for page in index.seen_pages("a")] == [[("Hello", 20, 40, 60, 80)]]
    assert index.text("a") == "Hello\fown"
    index.put_document("a", [IndexedPage(1, "", 100, 200)])
    assert index.search("Hello") == [] and index.unread_pictures() == [("a", 1)]


def test_words_seen_under_a_few_of_its_own_stand_beside_them(vault: Vault) -> None:
    index = vault.index
    stamp = [("RECEIVED", 1, 1, 30, 5)]
    index.put_document(
        "fax",
        [
            IndexedPage(1, "RECEIVED", 100, 200, stamp, over_picture=True),
            IndexedPage(2, "RECEIVED", 100, 200, stamp),
        ],
    )
    assert index.unread_pictures() == [("fax", 1)]
    index.put_seen("fax", 1, IndexedPage(1, "Hello", 50, 100, [("Hello", 10, 20, 30, 40)]))
    assert index.text("fax") == "RECEIVED\nHello\fRECEIVED" and index.unread_pictures() == []
    assert [page.words for page in index.pages("fax")] == [
        [*stamp, ("Hello", 20, 40, 60, 80)],
        stamp,
    ]
    (seen,) = index.seen_pages("fax")
    assert (seen.text, seen.words) == ("Hello", [("Hello", 20, 40, 60, 80)])
    assert index.matching("received hello") == {"fax"} and index.seen_numbers("fax") == {1}
    index.put_seen("fax", 1, IndexedPage(1, "Hello again", 50, 100, []))
    assert index.text("fax") == "RECEIVED\nHello\fRECEIVED"  # once is enough


# As it was written before words in pictures were read. Not to be changed.
_VERSION_2 = """
CREATE TABLE document(evidence_id TEXT PRIMARY KEY, thumbnail BLOB) STRICT;
CREATE TABLE page_text(
  id INTEGER PRIMARY KEY, evidence_id TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
  width REAL NOT NULL, height REAL NOT NULL, words BLOB NOT NULL, UNIQUE(evidence_id, number)
) STRICT;
CREATE VIRTUAL TABLE page_search USING fts5(
  text, digits, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE statement(
  evidence_id TEXT PRIMARY KEY, head TEXT NOT NULL
) STRICT;
CREATE TABLE statement_row(
  evidence_id TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(evidence_id, number)
) STRICT;
CREATE TABLE verdict(
  object_id TEXT NOT NULL, engine TEXT NOT NULL, verdict TEXT NOT NULL,
  PRIMARY KEY(object_id, engine)
) STRICT;
CREATE TABLE told(what TEXT PRIMARY KEY) STRICT;
PRAGMA user_version = 2;
INSERT INTO told VALUES ('documents');
INSERT INTO document VALUES ('bill', X'01'), ('scan', NULL);
INSERT INTO page_text VALUES (1, 'bill', 1, 'Total due', 595.0, 842.0, X''), (2, 'scan', 1, '', 595.0, 842.0, X'');
INSERT INTO page_search(rowid, text, digits) VALUES (1, 'Total due', ''), (2, '', '');
INSERT INTO statement VALUES ('bill', '{"currency": "GBP"}');
INSERT INTO verdict VALUES ('object', 'engine', '{"copy": "whole"}')
"""


@pytest.fixture
def version_2(tmp_path: Path) -> tuple[Path, str]:
    path, key = tmp_path / "index.db", "5a" * 48
    store = Store(path, key)
    with store.writing("Not written") as connection:
        for statement in _VERSION_2.split(";\n"):
            connection.execute(statement)
    store.close()
    return path, key


def test_an_index_of_the_version_before_keeps_what_it_had(version_2: tuple[Path, str]) -> None:
    index = Index(*version_2)
    assert index.was_older
    assert not index.is_new and index.known() == {"bill", "scan"}
    assert index.matching("total") == {"bill"} and index.thumbnail("bill") == b"\1"
    assert index.verdict("object", "engine") == {"copy": "whole"}
    assert index.unread_pictures(sure=True) == [("scan", 1)] and index.seen_pages("scan") == []
    index.put_seen("scan", 1, page("Dear Ms Okafor"))
    index.close()
    again = Index(*version_2)
    assert not again.was_older
    assert again.matching("okafor") == {"scan"} and again.unread_pictures(sure=True) == []
    assert [one.text for one in again.seen_pages("scan")] == ["Dear Ms Okafor"]
    again.close()


# What the version after had more; one page seen. Not to be changed.
_VERSION_3 = """
CREATE TABLE seen_page(
  evidence_id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY(evidence_id, number)
) STRICT;
PRAGMA user_version = 3;
UPDATE page_text SET text = 'Dear Ms Okafor' WHERE evidence_id = 'scan';
INSERT INTO seen_page VALUES ('scan', 1);
INSERT INTO page_text VALUES (3, 'scan', 2, 'RECEIVED', 595.0, 842.0, X''), (4, 'bill', 2, hex(zeroblob(151)), 595.0, 842.0, X'')
"""


@pytest.fixture
def version_3(version_2: tuple[Path, str]) -> tuple[Path, str]:
    store = Store(*version_2)
    with store.writing("Not written") as connection:
        for statement in _VERSION_3.split(";\n"):
            connection.execute(statement)
    store.close()
    return version_2


def test_pages_with_few_words_are_looked_at_once_more_in_an_index_from_before(
    version_3: tuple[Path, str],
) -> None:
    index = Index(*version_3)
    assert [one.text for one in index.seen_pages("scan")] == ["Dear Ms Okafor"]
    assert index.unread_pictures() == [("bill", 1), ("scan", 2)]
    assert index.unread_pictures(sure=True) == []  # none is told of before it was looked at
    index.put_seen("bill", 1, page(""))  # nothing else stands there
    index.put_seen("scan", 2, page("the body of the fax", 2))
    assert index.unread_pictures() == [] and index.seen_numbers("scan") == {1, 2}
    assert index.seen_numbers("bill") == set() and index.matching("body") == {"scan"}
    index.close()


def test_the_version_before_is_read_where_it_cannot_be_written_to(
    version_3: tuple[Path, str],
) -> None:
    index = Index(*version_3, read_only=True)
    assert [one.text for one in index.seen_pages("scan")] == ["Dear Ms Okafor"]
    assert index.seen_numbers("scan") == {1} and index.unread_pictures() == []
    index.close()


def test_one_that_cannot_be_written_to_is_read_as_it_lies(version_2: tuple[Path, str]) -> None:
    index = Index(*version_2, read_only=True)
    assert index.matching("total") == {"bill"}
    assert index.unread_pictures() == [] and index.seen_pages("scan") == []
    index.close()
