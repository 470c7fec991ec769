"""The tables of ``index.db``, and how an index of a version before is brought up to this one
without losing what it holds."""

from __future__ import annotations

VERSION = 4
SEEN_SINCE = 3  # the first with ``seen_page``: pages whose pictures a machine read
MIXED_SINCE = 4  # the first that knows of pictures under a few words of the page's own
OLDEST = 2

_TABLES = """
CREATE TABLE document(evidence_id TEXT PRIMARY KEY, thumbnail BLOB) STRICT;
CREATE TABLE page_text(
  id INTEGER PRIMARY KEY, evidence_id TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
  width REAL NOT NULL, height REAL NOT NULL, words BLOB NOT NULL,
  over_picture INTEGER NOT NULL DEFAULT 0, UNIQUE(evidence_id, number)
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
"""
_SEEN = """
CREATE TABLE seen_page(
  evidence_id TEXT NOT NULL, number INTEGER NOT NULL, own_text INTEGER NOT NULL DEFAULT 0,
  own_words INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(evidence_id, number)
) STRICT;
"""
_SEEN_MIXED = """
ALTER TABLE seen_page ADD COLUMN own_text INTEGER NOT NULL DEFAULT 0;
ALTER TABLE seen_page ADD COLUMN own_words INTEGER NOT NULL DEFAULT 0;
"""
# 0: no, 1: yes, 2: nobody has looked, 3: its words are not what is to be seen on it. A page with more words than these was read as it stands.
_OVER_PICTURE = """
ALTER TABLE page_text ADD COLUMN over_picture INTEGER NOT NULL DEFAULT 0;
UPDATE page_text SET over_picture = 2 WHERE length(trim(text)) BETWEEN 1 AND 300 AND NOT EXISTS
  (SELECT 1 FROM seen_page AS s WHERE s.evidence_id = page_text.evidence_id
   AND s.number = page_text.number);
"""


def steps_from(version: int) -> list[str]:
    """The statements that bring an index of ``version`` to this one; of none, that begin it."""
    parts = {
        0: _TABLES + _SEEN,
        2: _SEEN + _OVER_PICTURE,
        3: _SEEN_MIXED + _OVER_PICTURE,
    }[version]
    made = [statement for statement in parts.split(";\n") if statement.strip()]
    return [*made, f"PRAGMA user_version = {VERSION}"]
