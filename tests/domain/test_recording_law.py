"""Whether a call may be recorded: both ends, the stricter counts, what is not known is said."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from onrecord import bundled
from onrecord.domain.place import parse_place, place_words
from onrecord.services.recording_law import recording_law, recording_rules


def test_the_data_follows_its_schema_and_every_rule_says_where_it_was_read() -> None:
    schema = json.loads(bundled.schema("recording-law.schema.json").read_text("utf-8"))
    data = json.loads(bundled.resource("recording-law.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert not list(Draft202012Validator(schema).iter_errors(data))
    assert {rule["basis"] for rule in data["rules"]} == set(data["bases"])
    places = [rule.place for rule in recording_rules()]
    assert len(places) == len(set(places))
    for rule in recording_rules():
        assert place_words(rule.place) != rule.place, "a place people can type by its name"
        assert all(source.address.startswith("http") for source in rule.basis.sources)
        assert rule.basis.as_of or rule.basis.as_of_note
        if rule.rule == "one" and rule.basis.confidence == "high":
            assert rule.statute, "leave to record is never taken from hearsay alone"


@pytest.mark.parametrize(
    ("mine", "theirs", "strictest"),
    [
        ("Texas", "California", "all"),
        ("California", "Texas", "all"),
        ("US-TX", "US-NY", "one"),
        ("Germany", "NZ", "all"),
        ("New Zealand", "Ireland", "one"),
        ("British Columbia", "UK", "one"),
        ("NZ", "Queensland", "unclear"),
        ("NZ", "New South Wales", "all"),
        ("US", "US-TX", "unknown"),
        ("US-PR", "US-TX", "unknown"),
        ("Georgia", "Texas", "unknown"),
        ("Spain", "NZ", "unknown"),
        ("Spain", "Germany", "all"),
        ("", "NZ", "unknown"),
        ("NZ", "", "unknown"),
        ("Atlantis", "NZ", "unknown"),
    ],
)
def test_the_stricter_end_counts_and_the_unknown_is_no_leave(
    mine: str, theirs: str, strictest: str
) -> None:
    found = recording_law(mine, theirs)
    assert found.strictest == strictest
    assert ("first" in found.headline) == (strictest != "one")


def test_what_is_not_known_is_named() -> None:
    assert "Spain" in recording_law("Spain", "NZ").headline
    assert "where there" in recording_law("US", "US-TX").headline
    assert "“Atlantis”" in recording_law("Atlantis", "NZ").headline
    assert "not said where you are" in recording_law("", "NZ").headline
    assert "Georgia is not verified" in recording_law("Georgia", "Texas").headline


def test_each_rule_stands_with_its_statute_source_and_age() -> None:
    lines = recording_law("Ireland", "California").lines()
    said = "\n".join(lines)
    assert "Act of 1993, section 1" in said
    assert "https://revisedacts.lawreform.ie/" in said
    assert "as of 1 April 2021" in said
    assert "Cal. Penal Code 632" in said
    assert "18 U.S.C. 2511(2)(d)" in said, "the federal law holds as well"
    assert len(recording_law("NZ", "NZ").lines()) == 2


def test_a_place_is_known_by_its_plain_name() -> None:
    assert parse_place("germany") == parse_place("DE")
    assert parse_place("Western Australia").regions == ("WA",)
    assert parse_place("washington").regions == ("WA",)
