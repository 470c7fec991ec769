"""Our own words on the pages can be said in another language, and none is forgotten."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace

import pytest

from onrecord.bundled import resource
from onrecord.domain.contact import KINDS as CHANNELS
from onrecord.domain.evidence import KINDS
from onrecord.packet import pagedata, said
from onrecord.packet.content import Before, Options
from onrecord.packet.verification import verify
from packet.made_up import COMPLAINT, included
from packet.papers import bundle, paper, says, text_of

DOCUMENTS = {
    "e1": paper([says(f"b{n}") for n in (1, 2, 3)]),
    "e2": paper([says(f"t{n}") for n in range(1, 13)]),
    "e3": paper([says("s1"), says("s2")]),
}


def in_the_code() -> set[str]:
    """Every text given to ``t``, in Python and in the templates."""
    folder = resource("templates").parent.parent / "desktop/onrecord/packet"
    found: set[str] = set()
    for file in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "t" and node.args:
                for part in ast.walk(node.args[0]):
                    if (
                        isinstance(part, ast.Constant)
                        and isinstance(part.value, str)
                        and part.value
                    ):
                        found.add(part.value)
    for file in sorted(resource("templates").glob("*.typ")):
        found |= set(re.findall(r'\bt\((?:if [^"]*)?"([^"]+)"', file.read_text("utf-8")))
        found |= set(re.findall(r'else \{ (?:t\()?"([a-z]+)"', file.read_text("utf-8")))
    keys = {*pagedata.WORDS, "signed_along", "signed_asked", "mine", "theirs", ""}
    found = {words for words in found if words not in keys or words in pagedata.WORDS.values()}
    found |= {*pagedata.WORDS.values(), *pagedata._GROUNDS.values(), *pagedata.DYNAMIC}
    return found | {*pagedata._MISSING_REFERENCE.values(), *said._MONTHS}


def test_the_list_for_translators_has_every_word_of_ours() -> None:
    listed = json.loads((resource("words") / "bundle_en.json").read_text("utf-8"))
    assert listed["language"] == "en"
    assert set(listed["words"]) == in_the_code()
    assert all(english == words for english, words in listed["words"].items())


def test_what_is_kept_on_record_has_its_words_too() -> None:
    assert {*CHANNELS} <= {*pagedata.DYNAMIC} and {*KINDS} - {"other"} <= {*pagedata.DYNAMIC}


@pytest.fixture
def strange(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A language in which each word begins with a letter of its own; places for values stay."""
    english = json.loads((resource("words") / "bundle_en.json").read_text("utf-8"))["words"]

    def told(words: str) -> str:
        return re.sub(r"(?<![{\w])([A-Za-z]\w*)(?![}])", r"Æ\1", words)

    made = {words: told(words) for words in english}
    monkeypatch.setattr(said, "tables", lambda: {"xx": made})
    return made


def test_a_translation_is_printed_everywhere(strange: dict[str, str]) -> None:
    content = replace(
        COMPLAINT,
        language="xx",
        sample=True,
        exhibits=tuple(replace(e, media_type="application/pdf") for e in COMPLAINT.exhibits),
        options=Options(volume_pages=13, first_page=8),
        before=Before("2026-03-03", 7),
    )
    data, report = bundle(content, DOCUMENTS)
    from packet.test_volumes import files

    pages = [
        (record, text_of(part, n))
        for part, volume in zip(files(data, report), report.volumes, strict=True)
        for n, record in enumerate(report.of_volume(volume).pages, 1)
    ]
    ours = "\n".join(words for record, words in pages if record.kind in ("front", "divider"))
    ours = " ".join(ours.split())
    for english in ("What happened", "Contents", "Calls and messages", "Source", "Reference"):
        assert strange[english] in ours, english
        assert not re.search(rf"(?<!Æ)\b{english}\b", ours), english
    assert "Æ16 February" not in ours and "16 ÆFebruary 2026" in ours
    assert "ÆVolume 2 Æof 2" in ours
    assert verify(data, report, content, lambda *_: None).ok


def test_what_a_translation_lacks_stays_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said, "tables", lambda: {"fr": {"Contents": "Table des matières"}})
    from onrecord.packet.typeset import typeset
    from packet.made_up import texts

    made = typeset(replace(COMPLAINT, language="fr-CA"), included(COMPLAINT))
    words = " ".join(" ".join(texts(made.pdf)).split())
    assert "Table des matières" in words and "What happened" in words


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "ما حدث"), ("ja", "経過"), ("he", "מה קרה")]
)
def test_a_language_from_the_right_and_one_without_spaces_are_set(
    language: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(said, "tables", lambda: {language: {"What happened": words}})
    content = replace(
        COMPLAINT,
        language=language,
        exhibits=tuple(replace(e, media_type="application/pdf") for e in COMPLAINT.exhibits),
    )
    data, report = bundle(content, DOCUMENTS)
    assert verify(data, report, content, lambda *_: None).ok
    assert not [p for p in report.problems if "character" in p.words]
