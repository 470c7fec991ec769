"""Bundle content survives the trip to the worker, and a wrong field is named."""

from __future__ import annotations

import json

import pytest

from onrecord.errors import Refused
from onrecord.packet.content import (
    BundleContent,
    ChronologyRow,
    Cite,
    ClaimRow,
    ContactRow,
    Exhibit,
    Frozen,
    Party,
    PromiseRow,
    Reference,
    Said,
    from_json,
    to_json,
)

FULL = BundleContent(
    title="Charged after cancelling",
    complainant=Party(name="Ines Okafor", address="4 Sample Street\nLondon"),
    counterparty=Party(name="Northline (sample)", legal_entity="Northline Telecom Ltd (sample)"),
    references=(Reference("Account", "0012"),),
    frozen=Frozen(revision=2, library_versions={"typst": "0.15"}),
    chronology=(ChronologyRow("2026-03", "Billed again.", "documented", "", (Cite("A1", 2),)),),
    contact_log=(
        ContactRow(
            "C1",
            "2026-03-01T14:21",
            reference_state="refused",
            duration=1440,
            theirs=(Said("It is cancelled.", quoted=True),),
            promises=(PromiseRow("84.20 back", "2026-03-14", "broken"),),
        ),
    ),
    claims=(ClaimRow("March charge", "GBP", 8420), ClaimRow("My time", amount_text="about 40")),
    exhibits=(
        Exhibit("e1", "A1", pages=(1, 3), page_count=4),
        Exhibit("e2", "A2", text="Hello"),
    ),
    parts=("cover", "index"),
    sample=True,
)


def test_everything_comes_back_as_it_was_after_json() -> None:
    assert from_json(json.loads(json.dumps(to_json(FULL)))) == FULL


def test_what_an_older_revision_did_not_store_takes_its_default() -> None:
    assert from_json({"title": "Only a title"}) == BundleContent(title="Only a title")


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({}, "title"),
        ({"title": 5}, "title"),
        ({"title": "t", "paper": "a3"}, "paper"),
        ({"title": "t", "colour": "red"}, "colour"),
        ({"title": "t", "exhibits": "A1"}, "exhibits"),
        ({"title": "t", "exhibits": [{"id": "e", "label": "A1", "length": True}]}, "exhibits[0].length"),
        ({"title": "t", "chronology": [{"when": "", "words": "w", "citations": [{"page": 1}]}]},
         "chronology[0].citations[0].label"),
        ({"title": "t", "frozen": {"library_versions": {"typst": 15}}}, "frozen.library_versions.typst"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_refused_by_its_path(wrong: dict[str, object], path: str) -> None:
    with pytest.raises(Refused) as refused:
        from_json(wrong)
    assert refused.value.path == path
