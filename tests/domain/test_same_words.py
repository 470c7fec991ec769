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


@pytest.mark.parametrize(
    ("text", "words", "times"),
    [
        ("姓名：山田太郎。客户姓名山田太郎的账号已关闭。请山田太郎来电。", "山田太郎", 3),
        ("やまだたろうさま", "やまだ", 1),
        ("김철수는 왔다", "김철수", 1),
        ("นายสมชายไปแล้ว", "สมชาย", 1),
        ("尊敬的Quillfeather先生", "Quillfeather", 1),
        ("the Quillfeathers", "Quillfeather", 0),
        ("Иванова", "Иванов", 0),
    ],
)
def test_a_name_stands_anywhere_where_no_spaces_part_words(
    text: str, words: str, times: int
) -> None:
    assert len(Plain(text).find(words)) == times


@pytest.mark.parametrize(
    ("text", "words", "longer"),
    [
        ("the Quillfeathers, MrQuillfeather, quillfeather2@mail.example", "Quillfeather",
         ["Quillfeathers", "MrQuillfeather", "quillfeather2"]),
        ("Quillfeather's and Quillfeather", "Quillfeather", []),
        ("The Bills paid their bills. Billing.", "Bill", ["Bills"]),
        ("planning", "Ann", []),
        ("94417", "4417", []),
    ],
)  # fmt: skip
def test_longer_words_that_hold_a_name_are_told(text: str, words: str, longer: list[str]) -> None:
    assert Plain(text).nearby(words) == longer
