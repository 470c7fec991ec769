"""Suggested passphrases are plain words, all different, and enough of them."""

from __future__ import annotations

import math
import re

from onrecord.vault.words import suggest_passphrase, words


def test_the_list_is_of_plain_short_different_words() -> None:
    listed = words()
    assert len(set(listed)) == len(listed)
    assert list(listed) == sorted(listed)
    assert all(re.fullmatch("[a-z]{3,7}", word) for word in listed)


def test_five_words_are_worth_55_bits() -> None:
    assert math.log2(len(words())) * 5 >= 55


def test_a_suggestion_is_five_words_and_never_the_same() -> None:
    suggestions = {suggest_passphrase() for _ in range(50)}
    assert len(suggestions) == 50
    for suggestion in suggestions:
        assert len(suggestion.split(" ")) == 5
        assert set(suggestion.split(" ")) <= set(words())
