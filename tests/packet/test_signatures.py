"""A document that is signed electronically says so, and where its original is."""

from __future__ import annotations

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from onrecord.packet.content import Along, BundleContent, Exhibit
from packet.papers import bundle, paper, says, text_of


def sign(pdf: Pdf) -> None:
    value = pdf.make_indirect(
        Dictionary(
            Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), SubFilter=Name("/adbe.pkcs7.detached"),
            Contents=String(b"\x30\x00"), ByteRange=Array([0, 1, 2, 3]),
        )
    )  # fmt: skip
    child = pdf.make_indirect(Dictionary(V=value, T=String("inner")))
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("sign here"), Kids=Array([child])))
    child["/Parent"] = field
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]), SigFlags=3)


def empty_field(pdf: Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("sign here")))
    field["/Kids"] = Array([field])  # a circle
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]))


def said(data: bytes) -> str:
    content = BundleContent(
        "Signed (sample)", exhibits=(Exhibit("d", "A1", media_type="application/pdf"),)
    )
    made, report = bundle(content, {"d": data})
    divider = next(p.number for p in report.pages if p.kind == "divider")
    return " ".join(text_of(made, divider).split())


def test_its_title_sheet_says_that_no_copy_can_prove_it() -> None:
    words = said(paper([says("Contract")], change=sign))
    assert "signed electronically. That cannot be checked in a copy" in words
    assert "on request" in words


@pytest.mark.parametrize("change", [None, empty_field])
def test_a_field_that_nobody_signed_says_nothing(change: object) -> None:
    assert "signed" not in said(paper([says("Contract")], change=change))  # type: ignore[arg-type]


def test_it_says_where_the_original_goes_along() -> None:
    data = paper([says("Contract")], change=sign)
    content = BundleContent(
        "Signed (sample)",
        exhibits=(Exhibit("d", "A1", media_type="application/pdf"),),
        along=(Along("d", "A1", "A1 contract.pdf"),),
    )
    made, report = bundle(content, {"d": data})
    divider = next(p.number for p in report.pages if p.kind == "divider")
    assert "goes along" in text_of(made, divider)
    last = " ".join(text_of(made, report.page_count).split())
    assert "A1 contract.pdf" in last
    for tool in (
        "sha256sum",
        "shasum -a 256",
        "certutil -hashfile",
        "Get-FileHash",
        "manifest.json",
    ):
        assert tool in last
