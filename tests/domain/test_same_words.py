from __future__ import annotations

import pytest

from onrecord.domain.same_words import Plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Account 0O12 3456 78.", "0012 3456 78"),
        ("Account OO12 3456 78.", "0012 3456 78"),
        ("Account 0012 345678 7 and 0012-345-78", "0012 3456 78"),
        ("4471 0098 2213, and once more 4471 0O98 22l3", "4471-0098-2213"),
        ("Signed by Priya Rarnan", "Priya Raman"),
        ("no. 44718", "44 71 0"),
    ],
)
def test_what_may_be_the_same_words_misread_is_nearly_there(text: str, words: str) -> None:
    assert Plain(text).nearly(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Account 0012 3456 78, and 00123456 78.", "0012 3456 78"),
        ("Account 0012 9999 78.", "0012 3456 78"),
        ("He said hello", "hell"),
        ("", "0012 3456 78"),
        ("Ann and Anna", "Ann"),
    ],
)
def test_the_words_themselves_and_others_are_not(text: str, words: str) -> None:
    assert not Plain(text).nearly(words)
