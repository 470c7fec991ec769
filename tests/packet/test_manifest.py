"""The manifest is what its published schema says, and agrees with the bundle."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from onrecord.bundled import schema
from onrecord.packet.content import BundleContent
from onrecord.packet.manifest import manifest_of, with_pdf
from onrecord.packet.outcome import BuildReport, PageRecord
from onrecord.packet.typeset import typeset
from packet.made_up import COMPLAINT, included, sha

VALIDATOR = Draft202012Validator(json.loads(schema("manifest.schema.json").read_text()))


def report_of(content: BundleContent) -> BuildReport:
    """The pages as they fall when every exhibit page is copied, the third one pictured."""
    front = typeset(content, included(content))
    pages: list[PageRecord] = []
    for section in front.sections:
        kind = "divider" if section.kind == "exhibit" else "front"
        pages += [
            PageRecord(section.first_page + n, "", section.label, None, kind)
            for n in range(section.page_count)
        ]
        for page in included(content).get(section.label, ()):
            made = "image" if section.label == "A3" else "copy"
            pages.append(
                PageRecord(pages[-1].number + 1, f"{section.label}", section.label, page, made)
            )
    return BuildReport(page_count=len(pages), pages=tuple(pages))


def test_it_follows_its_schema_before_and_after_the_file_is_stored() -> None:
    manifest = manifest_of(COMPLAINT, report_of(COMPLAINT))
    VALIDATOR.validate(manifest)
    assert manifest["pdf"]["sha256"] is None
    stored = with_pdf(manifest, sha256=sha("the file"), length=1234)
    VALIDATOR.validate(stored)
    assert stored["pdf"] == {"sha256": sha("the file"), "length": 1234, "page_count": 16}


def test_it_names_each_document_its_pages_and_where_they_stand() -> None:
    manifest = manifest_of(COMPLAINT, report_of(COMPLAINT))
    _, terms, scan = manifest["exhibits"]
    assert terms["pages"] == [3, 4, 7] and terms["page_count"] == 12
    assert terms["bundle_pages"] == {"divider": 9, "first": 10, "last": 12}
    assert (terms["method"], scan["method"]) == ("copy", "image")
    assert [p["number"] for p in manifest["pages"]] == list(range(1, 17))
    assert manifest["pages"][11] == {
        "number": 12, "kind": "copy", "exhibit": "A2", "exhibit_page": 7,
    }  # fmt: skip


def test_pages_made_from_a_picture_are_called_made() -> None:
    picture = replace(COMPLAINT.exhibits[0], media_type="image/png")
    content = replace(COMPLAINT, exhibits=(picture,))
    manifest = manifest_of(content, report_of(content))
    VALIDATOR.validate(manifest)
    assert manifest["exhibits"][0]["method"] == "made"


def test_a_document_that_cannot_be_shown_is_listed_without_pages() -> None:
    content = replace(COMPLAINT, exhibits=COMPLAINT.exhibits[:1])
    sheet = PageRecord(2, "", "A1", None, "sheet")
    pages = (PageRecord(1, "", "A1", None, "divider"), sheet)
    manifest = manifest_of(content, BuildReport(page_count=2, pages=pages))
    VALIDATOR.validate(manifest)
    assert manifest["exhibits"][0]["pages"] == []
    assert manifest["exhibits"][0]["method"] == "sheet"


def test_passwords_and_personal_details_stay_out_of_it() -> None:
    secret = replace(COMPLAINT.exhibits[0], password="tr0ub4dor", text="private words")
    content = replace(COMPLAINT, exhibits=(secret,))
    written = json.dumps(manifest_of(content, report_of(content)))
    for private in ("tr0ub4dor", "private words", "Ines Okafor", "Sample Street"):
        assert private not in written


@pytest.mark.parametrize("wrong", [{"version": 2}, {"extra": 1}, {"pages": [{}]}])
def test_the_schema_refuses_what_is_wrong(wrong: dict[str, object]) -> None:
    manifest = manifest_of(COMPLAINT, report_of(COMPLAINT)) | wrong
    assert not VALIDATOR.is_valid(manifest)
