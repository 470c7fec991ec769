"""A recovery code forgives how it is typed, and a slip is said before anything is tried."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import Refused
from onrecord.vault.recovery_code import new_recovery_code, read_recovery_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_of(symbols: list[int]) -> str:
    drawn = iter(symbols)
    return new_recovery_code(lambda _: next(drawn))


CODES = st.lists(st.integers(0, 31), min_size=26, max_size=26).map(code_of)


def test_codes_are_six_groups_of_five_and_differ() -> None:
    codes = {new_recovery_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [5] * 6
        assert set(code) <= set(ALPHABET + "-")


@given(CODES, st.randoms())
def test_case_spaces_dashes_and_alike_letters_do_not_matter(
    code: str, chance: random.Random
) -> None:
    typed = ""
    for char in code:
        if char == "-":
            typed += chance.choice(["-", " ", "", " - ", "–", "\n", "\u00a0"])
            continue
        char = chance.choice({"0": "0oO", "1": "1iIlL"}.get(char, char + char.lower()))
        typed += char + chance.choice(["", "", " "])
    assert read_recovery_code(f" {typed}\t") == code


@given(CODES, st.integers(0, 29), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_placed_in_its_group(code: str, at: int, char: str) -> None:
    plain = code.replace("-", "")
    wrong = plain[:at] + char + plain[at + 1 :]
    if wrong == plain:
        return
    with pytest.raises(Refused, match=rf"slip in group {at // 5 + 1}\."):
        read_recovery_code(wrong)


@given(CODES, st.dictionaries(st.integers(0, 29), st.sampled_from(ALPHABET), max_size=4))
def test_up_to_four_wrong_characters_are_always_noticed(code: str, changes: dict[int, str]) -> None:
    plain = list(code.replace("-", ""))
    wrong = [changes.get(place, char) for place, char in enumerate(plain)]
    if wrong != plain:
        with pytest.raises(Refused, match="slip"):
            read_recovery_code("".join(wrong))


@given(CODES, st.integers(0, 28))
def test_two_neighbours_typed_the_wrong_way_round_are_noticed(code: str, at: int) -> None:
    plain = code.replace("-", "")
    if plain[at] != plain[at + 1]:
        with pytest.raises(Refused, match="slip"):
            read_recovery_code(plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :])


@given(CODES)
def test_a_missing_or_doubled_character_is_counted(code: str) -> None:
    with pytest.raises(Refused, match="this one has 29"):
        read_recovery_code(code[1:])
    with pytest.raises(Refused, match="this one has 31"):
        read_recovery_code(code + code[-1])


@pytest.mark.parametrize("char", ["u", "!", "é", "０"])
def test_a_character_that_is_in_no_code_is_named(char: str) -> None:
    with pytest.raises(Refused, match=f"no “{char.upper()}”"):
        read_recovery_code(new_recovery_code()[:-1] + char)


def test_the_drawn_part_has_at_least_128_bits() -> None:
    # 30 characters of 5 bits, of which 4 only check the others.
    assert (30 - 4) * 5 >= 128
