"""The long table of documents is ordered in SQL and read a page at a time."""

from __future__ import annotations

from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.edit_record import edit_record
from onrecord.services.mark_theirs import mark_theirs
from onrecord.services.views.document_table import document_ids, document_page
from onrecord.vault.vault import Vault


def test_order_is_by_any_column_and_what_has_no_date_comes_last(vault: Vault, dispute: str) -> None:
    for name in ("c", "a", "b"):
        attach_files(vault, [Pasted(f"{name}.txt", name.encode())], dispute_id=dispute)
    byname = {e.file_name[0]: e.id for e in vault.find(Evidence)}
    edit_record(vault, Evidence, byname["a"], dated="2 March 2026", title="Zebra")
    edit_record(vault, Evidence, byname["b"], dated="March 2026", title="apple")
    names = {id: name for name, id in byname.items()}

    def order(column: str, descending: bool) -> str:
        return "".join(names[i] for i in document_ids(vault, dispute, "", column, descending))

    assert order("date", True) == "abc"
    assert order("date", False) == "bac"
    assert order("title", False) == "bca"
    assert order("added", False) == "cab"
    assert document_ids(vault, dispute, "zebra") == [byname["a"]]


def test_a_page_holds_what_the_dispute_says_of_its_documents(vault: Vault, dispute: str) -> None:
    attach_files(vault, [Pasted("a.txt", b"a"), Pasted("b.txt", b"b")], dispute_id=dispute)
    ids = document_ids(vault, dispute)
    mark_theirs(vault, ids[0], dispute, True)
    rows = document_page(vault, dispute, [*ids, "0" * 16])
    assert [rows[one].theirs for one in ids] == [True, False]
    assert len(rows) == 2
    assert document_page(vault, dispute, []) == {}
