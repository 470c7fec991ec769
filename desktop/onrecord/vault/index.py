"""``index.db``: what can be made again from the documents. Search, word boxes, thumbnails, verdicts.

A missing or damaged index is simply begun anew; the vault then marks the documents to be read
once more.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.errors import Damaged, KnownError
from onrecord.vault import durable, index_tables
from onrecord.vault.db import Store

if TYPE_CHECKING:
    import sqlite3

_NOT_WRITTEN = "The search index was not brought up to date"
_GIVEN_UP = (
    "The search index is damaged. Lock and unlock the vault: it is then made again from your "
    "documents."
)
Word = tuple[str, float, float, float, float]


class PageSource(Protocol):
    """A page as a reader found it: points from the top left as shown, numbers from 1."""

    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def words(self) -> Sequence[Sequence[Any]]: ...
    @property
    def over_picture(self) -> bool:
        """Whether its few words stand over a picture of what is to be read."""
        ...


@dataclass(frozen=True)
class IndexedPage:
    """A page as it is kept here; ``words`` are text, x0, y0, x1, y1."""

    number: int
    text: str
    width: float
    height: float
    words: Sequence[Word] = ()
    over_picture: bool = False


@dataclass(frozen=True)
class PageHit:
    """A page that matches a search, with the words around the match."""

    evidence_id: str
    page: int
    snippet: str


class Index:
    """The open index. Any thread may use it; a write is one short transaction."""

    def __init__(self, path: Path, key: str, *, read_only: bool = False) -> None:
        """``read_only`` never makes or mends anything; an index that cannot be read is empty."""
        self._store: Store | None = None
        self._damaged = False
        self._version = index_tables.VERSION
        self.was_older = False
        """It was brought up to this version just now: tables were laid out otherwise before."""
        if read_only:
            try:
                self._store = Store(path, key, read_only=True)
                self._check_version(self._store)
            except KnownError:
                self._store = None
            return
        try:
            self._store = Store(path, key)
            self._check_version(self._store)
        except Damaged:
            if self._store is not None:
                self._store.close()
            _remove(path)
            self._store = Store(path, key)
            self._check_version(self._store)

    @property
    def is_new(self) -> bool:
        """Whether it was begun anew and nobody has marked the documents for reading yet."""
        told = self._rows("SELECT 1 FROM told WHERE what = 'documents'")
        return self._store is not None and not told

    def settle(self) -> None:
        """The documents are marked for reading."""
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO told VALUES ('documents')")

    def put_document(
        self, evidence_id: str, pages: Iterable[PageSource], thumbnail: bytes | None = None
    ) -> None:
        """Replace all that is known of a document; ``thumbnail`` is an encoded image.

        A document with no text is put too: that it was read is remembered.
        """
        rows = [
            (
                page.number,
                page.text,
                page.width,
                page.height,
                _packed(page.words),
                page.over_picture,
            )
            for page in pages
        ]
        with self._writing() as connection:
            self._forget(connection, evidence_id)
            connection.execute("INSERT INTO document VALUES (?, ?)", [evidence_id, thumbnail])
            for row in rows:
                inserted = connection.execute(
                    "INSERT INTO page_text"
                    "(evidence_id, number, text, width, height, words, over_picture) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?)",
                    [evidence_id, *row],
                )
                connection.execute(
                    "INSERT INTO page_search(rowid, text, digits) VALUES (?, ?, ?)",
                    [inserted.lastrowid, spaced(row[1]), " ".join(number_forms(row[1]))],
                )

    def unread_pictures(
        self, evidence_id: str = "", *, sure: bool = False
    ) -> list[tuple[str, int]]:
        """Pages, by document and number, that no machine has looked at and that hold no text, or
        but a few words over a picture, or words that are not what is seen; with ``sure`` without
        these and those of which that is only likely."""
        if self._version < index_tables.SEEN_SINCE:
            return []
        where, args = ("AND evidence_id = ? ", [evidence_id]) if evidence_id else ("", [])
        mixed = "over_picture = 1" if sure else "over_picture > 0"
        if self._version < index_tables.MIXED_SINCE:
            mixed = "FALSE"
        found = self._rows(
            f"SELECT evidence_id, number FROM page_text WHERE (trim(text) = '' OR {mixed}) "
            "AND width > 0 AND height > 0 AND NOT EXISTS (SELECT 1 FROM seen_page AS s WHERE "
            f"s.evidence_id = page_text.evidence_id AND s.number = page_text.number) {where}"
            "ORDER BY page_text.id",
            args,
        )
        return [(row["evidence_id"], row["number"]) for row in found]

    def mark_misread(self, evidence_id: str, numbers: Iterable[int]) -> None:
        """What these pages hold as their words is not what is to be seen on them: a machine is to
        look at them, too."""
        left = set(numbers) - self.misread_pages(evidence_id)
        if left:
            with self._writing() as connection:
                connection.executemany(
                    "UPDATE page_text SET over_picture = 3 WHERE evidence_id = ? AND number = ?",
                    [(evidence_id, number) for number in sorted(left)],
                )

    def misread_pages(self, evidence_id: str) -> set[int]:
        """The numbers of the pages that were marked so."""
        if self._version < index_tables.MIXED_SINCE:
            return set()
        found = self._rows(
            "SELECT number FROM page_text WHERE evidence_id = ? AND over_picture = 3", [evidence_id]
        )
        return {row["number"] for row in found}

    def put_seen(self, evidence_id: str, number: int, page: PageSource | None) -> None:
        """What a machine read in the picture of a page, beside its own words if it has a few; None
        where it could not. Boxes are taken to the size that the page is known to have."""
        with self._writing() as connection:
            found = connection.execute(
                "SELECT id, text, width, height, words FROM page_text AS p "
                "WHERE evidence_id = ? AND number = ? AND (trim(text) = '' OR over_picture > 0 "
                "AND NOT EXISTS (SELECT 1 FROM seen_page AS s WHERE "
                "s.evidence_id = p.evidence_id AND s.number = p.number))",
                [evidence_id, number],
            ).fetchone()
            if found is None:  # it was read anew meanwhile, or is gone
                return
            row, text, width, height, blob = tuple(found)
            own = _unpacked(blob)
            before = text + "\n" if text.strip() else ""
            connection.execute(
                "INSERT OR IGNORE INTO seen_page VALUES (?, ?, ?, ?)",
                [evidence_id, number, len(before), len(own)],
            )
            if page is None or not page.text.strip():
                return
            x, y = width / (page.width or 1), height / (page.height or 1)
            words = [(w[0], w[1] * x, w[2] * y, w[3] * x, w[4] * y) for w in page.words]
            text = before + page.text
            connection.execute(
                "UPDATE page_text SET text = ?, words = ? WHERE id = ?",
                [text, _packed([*own, *words]), row],
            )
            connection.execute("DELETE FROM page_search WHERE rowid = ?", [row])
            connection.execute(
                "INSERT INTO page_search(rowid, text, digits) VALUES (?, ?, ?)",
                [row, spaced(text), " ".join(number_forms(text))],
            )

    def seen_pages(self, evidence_id: str) -> list[IndexedPage]:
        """The pages in whose pictures a machine read words, with these words alone."""
        found = self._seen_rows(evidence_id, "width, height, words")
        return [
            IndexedPage(
                row["number"],
                row["text"][row["own_text"] :],
                row["width"],
                row["height"],
                _unpacked(row["words"])[row["own_words"] :],
            )
            for row in found
        ]

    def seen_numbers(self, evidence_id: str) -> set[int]:
        """The numbers of the pages of which a machine read words in their picture."""
        return {row["number"] for row in self._seen_rows(evidence_id, "1")}

    def _seen_rows(self, evidence_id: str, columns: str) -> list[dict[str, Any]]:
        if self._version < index_tables.SEEN_SINCE:
            return []
        own = "own_text, own_words"
        if self._version < index_tables.MIXED_SINCE:
            own = "0 AS own_text, 0 AS own_words"
        found = self._rows(
            f"SELECT number, text, {own}, {columns} FROM page_text JOIN seen_page "
            "USING (evidence_id, number) WHERE evidence_id = ? ORDER BY number",
            [evidence_id],
        )
        return [row for row in found if row["text"][row["own_text"] :].strip()]

    def put_statement(
        self, evidence_id: str, head: dict[str, Any], rows: Sequence[dict[str, Any]]
    ) -> None:
        """What a bank statement states, in place of what was known of it; each row by its
        ``number``."""
        with self._writing() as connection:
            self._forget_statement(connection, evidence_id)
            connection.execute(
                "INSERT INTO statement VALUES (?, ?)", [evidence_id, json.dumps(head)]
            )
            connection.executemany(
                "INSERT INTO statement_row VALUES (?, ?, ?)",
                [(evidence_id, row["number"], json.dumps(row)) for row in rows],
            )

    def statement(self, evidence_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
        """The head and the rows of a statement in their order; None for any other document."""
        found = self._rows("SELECT head FROM statement WHERE evidence_id = ?", [evidence_id])
        if not found:
            return None
        rows = self._rows(
            "SELECT body FROM statement_row WHERE evidence_id = ? ORDER BY number", [evidence_id]
        )
        return json.loads(found[0]["head"]), [json.loads(row["body"]) for row in rows]

    def statement_row(self, evidence_id: str, number: int) -> dict[str, Any] | None:
        """One row of a statement, or None."""
        rows = self._rows(
            "SELECT body FROM statement_row WHERE evidence_id = ? AND number = ?",
            [evidence_id, number],
        )
        return json.loads(rows[0]["body"]) if rows else None

    def statements(self) -> set[str]:
        """The ids of all documents with rows of a statement."""
        return {row["evidence_id"] for row in self._rows("SELECT evidence_id FROM statement")}

    def forget(self, evidence_id: str) -> None:
        """Remove all that is known of a document."""
        with self._writing() as connection:
            self._forget(connection, evidence_id)

    def known(self) -> set[str]:
        """The ids of all documents that were put here."""
        return {row["evidence_id"] for row in self._rows("SELECT evidence_id FROM document")}

    def thumbnail(self, evidence_id: str) -> bytes | None:
        """The encoded image, or None."""
        rows = self._rows("SELECT thumbnail FROM document WHERE evidence_id = ?", [evidence_id])
        return rows[0]["thumbnail"] if rows else None

    def pages(self, evidence_id: str, most: int = -1) -> list[IndexedPage]:
        """All pages in order, or the first so many, with word boxes."""
        found = self._rows(
            "SELECT number, text, width, height, words FROM page_text WHERE evidence_id = ? "
            "ORDER BY number LIMIT ?",
            [evidence_id, most],
        )
        return [_page(row) for row in found]

    def text(self, evidence_id: str) -> str:
        """The text of all pages, form feeds between them."""
        found = self._rows(
            "SELECT text FROM page_text WHERE evidence_id = ? ORDER BY number", [evidence_id]
        )
        return "\f".join(row["text"] for row in found)

    def put_verdict(self, object_id: str, engine: str, verdict: dict[str, Any]) -> None:
        """How to copy, flatten and stamp a file, as one version of the engine judged it."""
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?)",
                [object_id, engine, json.dumps(verdict)],
            )

    def verdict(self, object_id: str, engine: str) -> dict[str, Any] | None:
        rows = self._rows(
            "SELECT verdict FROM verdict WHERE object_id = ? AND engine = ?", [object_id, engine]
        )
        return json.loads(rows[0]["verdict"]) if rows else None

    def verdicts(self, object_ids: Sequence[str], engine: str) -> dict[str, dict[str, Any]]:
        """As ``verdict``, of each of these files that has one; at most some hundreds at a time."""
        rows = self._rows(
            "SELECT object_id, verdict FROM verdict WHERE engine = ? AND object_id IN "
            f"({', '.join('?' * len(object_ids))})",
            [engine, *object_ids],
        )
        return {row["object_id"]: json.loads(row["verdict"]) for row in rows}

    def search(self, typed: str, limit: int = 50, *, ranked: bool = False) -> list[PageHit]:
        """Pages that hold every word typed (its beginning suffices) or the number typed.

        Unranked is the quick form for use while typing.
        """
        match = match_expression(typed)
        if not match:
            return []
        order = "ORDER BY rank" if ranked else ""
        found = self._rows(
            "SELECT evidence_id, number, text FROM (SELECT rowid AS hit FROM page_search "
            f"WHERE page_search MATCH ? {order} LIMIT ?) JOIN page_text ON page_text.id = hit",
            [match, limit],
        )
        return [
            PageHit(row["evidence_id"], row["number"], snippet(row["text"], typed)) for row in found
        ]

    def matching(self, typed: str) -> set[str]:
        """The ids of all documents with a page that matches, for filtering a list."""
        match = match_expression(typed)
        if not match:
            return set()
        found = self._rows(
            "SELECT DISTINCT evidence_id FROM page_text WHERE id IN "
            "(SELECT rowid FROM page_search WHERE page_search MATCH ?)",
            [match],
        )
        return {row["evidence_id"] for row in found}

    def check(self) -> list[str]:
        """What is wrong with the file; empty when nothing is. A damaged one is given up."""
        found = self._store.check() if self._store else []
        self._damaged = self._damaged or bool(found)
        return found

    def checkpoint(self) -> None:
        """Move the log into the database; what goes wrong with the index stops nothing else."""
        try:
            if self._store:
                self._store.checkpoint()
        except Damaged:
            self._damaged = True

    def close(self) -> None:
        """A damaged index is removed, so that the next unlock begins it anew."""
        if self._store:
            self._store.close()
            if self._damaged and not self._store.read_only:
                _remove(self._store.path)

    def _rows(self, sql: str, args: Sequence[Any] = ()) -> list[dict[str, Any]]:
        try:
            return self._store.rows(sql, args) if self._store else []
        except Damaged as error:
            self._damaged = True
            raise Damaged(_GIVEN_UP) from error

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        if self._store is None:
            raise KnownError("This vault cannot be written to, so its index stays as it is.")
        try:
            with self._store.writing(_NOT_WRITTEN) as connection:
                yield connection
        except Damaged as error:
            self._damaged = True
            raise Damaged(_GIVEN_UP) from error

    def _forget(self, connection: sqlite3.Connection, evidence_id: str) -> None:
        connection.execute(
            "DELETE FROM page_search WHERE rowid IN "
            "(SELECT id FROM page_text WHERE evidence_id = ?)",
            [evidence_id],
        )
        connection.execute("DELETE FROM page_text WHERE evidence_id = ?", [evidence_id])
        connection.execute("DELETE FROM seen_page WHERE evidence_id = ?", [evidence_id])
        connection.execute("DELETE FROM document WHERE evidence_id = ?", [evidence_id])
        self._forget_statement(connection, evidence_id)

    @staticmethod
    def _forget_statement(connection: sqlite3.Connection, evidence_id: str) -> None:
        for table in ("statement_row", "statement"):
            connection.execute(f"DELETE FROM {table} WHERE evidence_id = ?", [evidence_id])

    def _check_version(self, store: Store) -> None:
        version = store.rows("PRAGMA user_version")[0]["user_version"]
        if version == index_tables.VERSION:
            return
        older = index_tables.OLDEST <= version < index_tables.VERSION
        if store.read_only and older:
            self._version = version
            return
        if store.read_only or (version and not older):
            raise Damaged("The index is of another version.")
        with store.writing(_NOT_WRITTEN) as connection:
            for statement in index_tables.steps_from(version):
                connection.execute(statement)
        self.was_older = older


def _page(row: dict[str, Any]) -> IndexedPage:
    return IndexedPage(
        row["number"], row["text"], row["width"], row["height"], _unpacked(row["words"])
    )


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        durable.remove(path.with_name(path.name + ending))


def spaced(text: str) -> str:
    """The text with a space on both sides of each character of a script that uses none, so that
    every such character is a word of its own.
    """
    return _UNSPACED.sub(r" \g<0> ", text)


def number_forms(text: str) -> set[str]:
    """Each number of at least four characters in the text, without its spaces and punctuation.

    "0333 003 4567" gives 03330034567, 0034567 and 4567, so that the beginning of any group finds
    it; "NT-4471/02" gives nt447102.
    """
    forms: set[str] = set()
    for run in _DIGIT_RUN.findall(text):
        groups = re.findall(r"\d+", run)
        for first in range(len(groups)):
            form = "".join(groups[first:])[:_LONGEST_NUMBER]
            if len(form) >= 4:
                forms.add(form)
    for run in _REFERENCE.findall(text):
        form = re.sub(r"[^0-9a-z]", "", run.lower())[:_LONGEST_NUMBER]
        if len(form) >= 4 and any(c.isdigit() for c in form):
            forms.add(form)
    return forms


def match_expression(typed: str) -> str:
    """What was typed as an FTS5 query; empty when there is nothing to look for.

    A number typed in groups is looked for as one; every other word must be there, at least its
    beginning.
    """
    if _DIGIT_RUN.fullmatch(typed.strip()):
        return f'digits: "{re.sub(r"[^0-9]", "", typed)[:_LONGEST_NUMBER]}" *'
    parts: list[str] = []
    for word in typed.split():
        plain = spaced(word).replace('"', " ").split()
        if not any(c.isalnum() for c in word):
            continue
        looked = f'text: "{" ".join(plain)}" *'
        form = re.sub(r"[^0-9a-z]", "", word.lower())[:_LONGEST_NUMBER]
        if len(form) >= 4 and any(c.isdigit() for c in form):
            looked = f'({looked} OR digits: "{form}" *)'
        parts.append(looked)
    return " AND ".join(parts)


def snippet(text: str, typed: str, length: int = 120) -> str:
    """About ``length`` characters of the text around the first place that matches."""
    flat = " ".join(text.split())
    folded = _folded(flat)
    places = [folded.find(_folded(word)) for word in typed.split()]
    digits = re.sub(r"\D", "", typed)
    if len(digits) >= 4:
        number = re.search(r"[ ()./-]*".join(digits), flat)
        places.append(number.start() if number else -1)
    start = max(0, min((place for place in places if place >= 0), default=0) - length // 3)
    if start:
        start = flat.find(" ", start) + 1 or start
    cut = flat[start : start + length]
    if start + length < len(flat) and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return ("… " if start else "") + cut + (" …" if start + len(cut) < len(flat) else "")


# Scripts written without spaces between words: Thai to Khmer, kana, Han, and their extensions.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_DIGIT_RUN = re.compile(r"\d(?:\d|[ ().\u00a0/-]{1,2}(?=\d))+")
_REFERENCE = re.compile(r"[A-Za-z0-9]+(?:[-/._][A-Za-z0-9]+)+")
_LONGEST_NUMBER = 24


def _folded(text: str) -> str:
    """Lower case without accents, one character for each of the original."""
    return "".join(unicodedata.normalize("NFD", c)[0].lower()[:1] or c for c in text)


def _packed(words: Sequence[Sequence[Any]]) -> bytes:
    plain = [[str(word[0]), *(round(float(n), 2) for n in word[1:5])] for word in words]
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), 1) if plain else b""


def _unpacked(blob: bytes) -> list[Word]:
    return (
        [(w[0], w[1], w[2], w[3], w[4]) for w in json.loads(zlib.decompress(blob))] if blob else []
    )
