"""The directory that ships says where each figure comes from, and holds what we promise."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from onrecord import bundled
from onrecord.domain import agency_words
from onrecord.domain.agency import Agency, Basis, agency_from_plain

PROMISED = {
    "au-afca", "au-fair-trading-generic", "au-tio", "ca-bc-crt", "ca-ccts", "ca-cta", "ca-obsi",
    "card-chargeback", "de-energy", "eu-ecc-net", "eu-odr-platform", "fr-telecom", "ie-comreg",
    "ie-fspo", "nz-bankomb",
    "nz-tdr", "nz-utilities-disputes", "uk-cisas", "uk-citizens-advice-consumer",
    "uk-comms-ombudsman", "uk-energy-ombudsman", "uk-fos", "uk-legal-ombudsman",
    "uk-motor-ombudsman", "uk-rail-ombudsman", "uk-s75", "uk-small-claims", "us-bbb",
    "us-ca-cpuc", "us-cfpb", "us-dot-air", "us-fcba-billing-error", "us-fcc-informal", "us-fcra",
    "us-fdcpa",
    "us-fmcsa-movers", "us-ftc-reportfraud", "us-reg-e", "us-small-claims", "us-state-ag-generic",
    "us-state-insurance-generic", "us-state-puc-generic", "us-tx-ag", "us-tx-puc", "us-vt-cap",
}  # fmt: skip
FILES = sorted(bundled.resource("agencies").glob("*.json"))

# Where the schema keeps each vocabulary, and the words the screen has for it.
VOCABULARIES: dict[str, dict[str, Any]] = {
    "properties.kind": agency_words.KINDS,
    "$defs.sector": agency_words.SECTORS,
    "$defs.event": agency_words.EVENTS,
    "$defs.unit": {code: many for code, (_, many) in agency_words.UNITS.items()},
    "$defs.time_limit.properties.kind": {
        code: what for code, (_, what) in agency_words.LIMITS.items()
    },
    "$defs.amount.properties.what": agency_words.AMOUNTS,
    "properties.pages.items.properties.use": agency_words.PAGES,
    "properties.submit.items.properties.way": agency_words.WAYS,
    "properties.attachments_if.propertyNames": agency_words.CASES,
    "properties.conditions.items.properties.code": agency_words.CONDITIONS,
    "properties.expects.items.properties.what": agency_words.EXPECTED,
    "properties.forbids.items.properties.what": agency_words.FORBIDDEN,
    "properties.company_first.oneOf.1.properties.value": agency_words.COMPANY_FIRST,
    "properties.public_record.oneOf.1.properties.value": agency_words.PUBLIC,
    "properties.asks_for.oneOf.1.properties.items.items": agency_words.ASKS,
}


@cache
def schema() -> dict[str, Any]:
    return json.loads(bundled.schema("agency.schema.json").read_text("utf-8"))


@cache
def plain() -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text("utf-8")) for path in FILES}


@cache
def agencies() -> dict[str, Agency]:
    return {name: agency_from_plain(one) for name, one in plain().items()}


def parts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of an entry, with where it stands."""
    if isinstance(value, dict):
        yield path, value
        for name, one in value.items():
            yield from parts(one, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from parts(one, f"{path}[{number}]")


def test_the_directory_holds_the_bodies_we_promise() -> None:
    assert plain().keys() == PROMISED


def test_the_schemas_are_schemas_and_describe_each_field() -> None:
    for name in ("agency.schema.json", "agencies.schema.json"):
        rules = json.loads(bundled.schema(name).read_text("utf-8"))
        Draft202012Validator.check_schema(rules)
        assert rules["description"]
    plain_names = {"format", "name", "words", "note", "of", "files", "amount", "unit", "value"}
    assert not [
        name
        for name, rule in schema()["properties"].items()
        if name not in plain_names and not {"description", "$ref", "oneOf"} & rule.keys()
    ]


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_each_file_is_an_entry_by_the_schema_under_its_own_name(name: str) -> None:
    errors = [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(schema()).iter_errors(plain()[name])
    ]
    assert errors == []
    assert plain()[name]["id"] == name


@pytest.mark.parametrize("where", VOCABULARIES)
def test_the_schema_and_the_screen_have_the_same_words(where: str) -> None:
    found: Any = schema()
    for step in where.split("."):
        found = found[int(step)] if step.isdigit() else found[step]
    assert {one["const"]: one["description"] for one in found["oneOf"]} == VOCABULARIES[where]


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_every_figure_says_where_it_was_read_how_old_it_is_and_how_far_to_trust_it(
    name: str,
) -> None:
    entry = plain()[name]
    bases = entry["bases"]
    used = {one["basis"] for _, one in parts(entry) if "basis" in one}
    assert used == bases.keys(), "each basis is used, and each one named is there"
    for basis in bases.values():
        assert {"sources", "as_of", "valid_from", "valid_to", "confidence"} <= basis.keys()
        assert basis["as_of"] or basis["as_of_note"], "its age, or that it is not known"
    # Anything that holds a number, an amount or a yes and no is a figure, and so has a basis.
    assert not [
        path
        for path, one in parts(entry)
        if {"value", "amount", "minor", "accepted", "items", "sectors"} & one.keys()
        and "basis" not in one
        and "also_stated" not in path
    ]


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_no_address_is_malformed(name: str) -> None:
    for path, one in parts(plain()[name]):
        address = one.get("address")
        if not address:
            continue
        split = urlsplit(address)
        assert split.scheme in ("http", "https"), path
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", split.hostname or ""), path
        assert not re.search(r"[\s<>()\"]", address), path
        assert not split.username
        assert not split.password


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_versions_of_a_rule_do_not_overlap(name: str) -> None:
    waits = agencies()[name].waits
    for number, one in enumerate(waits):
        for other in waits[number + 1 :]:
            if (one.sectors, one.only_if) != (other.sectors, other.only_if):
                continue
            first, second = sorted((one.basis, other.basis), key=starts)
            assert first.valid_to is not None
            assert second.valid_from is not None
            assert (second.valid_from - first.valid_to).days == 1


def starts(basis: Basis) -> str:
    return basis.valid_from.isoformat() if basis.valid_from else ""


def test_what_was_general_knowledge_stays_unverified() -> None:
    for name, entry in plain().items():
        for key, basis in entry["bases"].items():
            if any("general knowledge" in source["words"] for source in basis["sources"]):
                assert basis["confidence"] == "low", f"{name}: {key}"


def test_a_closed_body_names_what_to_use_in_its_place() -> None:
    closed = {name: one.closed for name, one in agencies().items() if one.closed}
    assert closed.keys() == {"eu-odr-platform"}
    for one in closed.values():
        assert one.instead
        assert set(one.instead) <= PROMISED


def test_uk_telecoms_moved_from_eight_weeks_to_six() -> None:
    for name in ("uk-comms-ombudsman", "uk-cisas"):
        before, after = agencies()[name].waits
        assert (before.amount, before.unit, str(before.basis.valid_to)) == (
            8,
            "weeks",
            "2026-04-07",
        )
        assert (after.amount, after.unit, str(after.basis.valid_from)) == (6, "weeks", "2026-04-08")


def test_the_strictest_recipients_have_their_limits() -> None:
    vermont = agencies()["us-vt-cap"].attachments
    assert vermont.files and vermont.files.value == 1
    assert vermont.images and vermont.images.value is False
    legal = agencies()["uk-legal-ombudsman"].attachments
    assert legal.bytes_total and legal.bytes_total.value == 18 * 1024 * 1024
    assert legal.file_parts and [part.files for part in legal.file_parts.value] == [3, 3, 1]
    texas = agencies()["us-tx-puc"]
    assert texas.narrative_characters and texas.narrative_characters.value == 1500
