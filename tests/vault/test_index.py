from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.domain.evidence import Evidence
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
    assert (first.number, first.width, first.height) == (1, 595.0, 842.0)
    assert first.words[0] == ("Northline", 10.0, 20.0, 30.5, 40.25)
    assert index.text("bill") == f"{first.text}\f{second.text}"
    assert index.known() == {"bill", "letter"}


def test_a_document_read_again_replaces_what_was_known(index: Index) -> None:
    index.put_document("bill", [page("Something else")])
    assert index.matching("telecom") == set()
    assert index.matching("something") == {"bill"}
    index.put_thumbnail("bill", b"newer")
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
