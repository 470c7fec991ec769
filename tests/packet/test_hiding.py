"""What is blacked out everywhere stands in nothing that we set ourselves."""

from __future__ import annotations

from dataclasses import replace

from onrecord.packet.content import BundleContent
from onrecord.packet.hiding import printed
from onrecord.packet.letter import LetterBlock, LetterContent, LetterRun
from onrecord.packet.verification import verify
from packet.papers import bundle, content_of, paper, says


def _letter(*runs: LetterRun) -> tuple[LetterRun, ...]:
    content = BundleContent(
        "Deposit (sample)",
        hidden=("Quillfeather", "4417-9023"),
        letter=LetterContent(blocks=(LetterBlock(runs),)),
    )
    letter = printed(content).letter
    assert letter is not None
    return letter.blocks[0].runs


def test_a_word_of_a_letter_is_found_over_a_change_of_look() -> None:
    runs = _letter(
        LetterRun("Dear Quill"), LetterRun("feather", bold=True), LetterRun(", account 4417"),
        LetterRun("-"), LetterRun("9023 and more", italic=True),
    )  # fmt: skip
    assert runs == (
        LetterRun("Dear [removed]"), LetterRun(", account [removed]"),
        LetterRun(" and more", italic=True),
    )  # fmt: skip
    assert _letter(LetterRun("Quillfeather, Quillfeather.")) == (
        LetterRun("[removed], [removed]."),
    )
    assert _letter(LetterRun("The Fall"), LetterRun("feather")) == (
        LetterRun("The Fall"), LetterRun("feather"),
    )  # fmt: skip


def test_the_search_finds_a_name_on_a_page_of_our_own() -> None:
    documents = {"a": paper([says("Nothing of it here")])}
    content = content_of(documents, ask="Mr Quillfeather is to pay it back")
    made, report = bundle(content, documents)
    for hidden, ok in (("Quillfeather", False), ("Contents", True), ("Page", True), ("A1", True)):
        found = verify(made, report, replace(content, hidden=(hidden,)), lambda *_: None)
        assert next(c for c in found.checks if c.name == "removed").ok is ok, hidden
