"""The hash that is told of a document of which pages were left out."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from onrecord.packet.content import BundleContent, Exhibit
from packet.made_up import texts
from packet.papers import bundle, paper, says

PAPER = paper([says(f"Bill sheet {n}") for n in (1, 2, 3)])
WHOLE = hashlib.sha256(PAPER).hexdigest()
BILL = Exhibit(
    "bill", "A1", "Bill", media_type="application/pdf", sha256=WHOLE, length=len(PAPER),
    page_count=3,
)  # fmt: skip


def told(*pages: int, more: tuple[Exhibit, ...] = ()) -> tuple[dict[str, object], str]:
    """The first exhibit in the manifest, and every word of the bundle."""
    exhibits = (replace(BILL, pages=pages or None), *more)
    data, report = bundle(BundleContent("A complaint", exhibits=exhibits), {"bill": PAPER})
    return report.manifest["exhibits"][0], "".join("".join(texts(data)).split())


def test_a_document_that_goes_in_whole_is_told_by_its_own_hash() -> None:
    entry, words = told()
    assert (entry["sha256_of"], entry["sha256"], entry["length"]) == (
        "original", WHOLE, len(PAPER),
    )  # fmt: skip
    assert WHOLE in words
    assert told(3, 1, 2)[0]["sha256"] == WHOLE  # another order leaves nothing out


def test_the_hash_of_the_whole_is_nowhere_when_a_page_is_left_out() -> None:
    entry, words = told(1, 3)
    assert entry["sha256_of"] == "copy"
    assert WHOLE[:16] not in words
    assert str(entry["sha256"]) in words
    assert entry["length"] not in (0, len(PAPER))


def test_the_hash_of_a_copy_hangs_on_its_pages_only() -> None:
    twin = replace(BILL, label="A2")
    assert told(1, 3)[0]["sha256"] == told(1, 3, more=(twin,))[0]["sha256"]
    assert len({str(told(*pages)[0]["sha256"]) for pages in ((1, 3), (3, 1), (1,), (2,))}) == 4
