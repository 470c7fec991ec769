"""A document is called what a reader would call it by its own words, or "other"."""

from __future__ import annotations

import pytest

from onrecord.intake.kinds import kind_of_picture, kind_of_text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Northline Telecom (sample)\nINVOICE No. 12\nAmount due 45.00", "bill"),
        ("Your bill\nBilling period 1 March to 31 March", "bill"),
        ("Statement of account\nOpening balance 12.00", "statement"),
        ("Bank statement\nfor March", "statement"),
        ("RECEIPT\nThank you for your payment. Invoice 12", "receipt"),
        ("Mobile service agreement\nbetween", "contract"),
        ("Dear Ms Sample,\nyour bill of March was wrong.\nYours sincerely,\nA", "letter"),
        ("Dear diary", "other"),
        ("The shape of water", "other"),
        ("They billed me on Tuesday", "other"),
        ("Bill October 2011\nBack-bill 1,697.72", "bill"),
        ("Valley Cable (sample)\nBill July 16, 2016\nTV 74.22", "bill"),
        ("Brightmoor Energy (sample)\nCatch-up bill. We did not read your meter", "bill"),
        ("Nordlicht Strom (Muster)\nSchlussrechnung für den Zeitraum 01.08.2025", "bill"),
        ("Télécom Garance (exemple)\nFacture n° F-2026-06-118", "bill"),
        ("Waterbank (voorbeeld)\nRekeningafschrift creditcard", "statement"),
        ("Vertragsbestätigung\nNeukundenbonus 150,00 EUR", "contract"),
        (
            "Sehr geehrte Frau Muster,\ndie Rechnung ist falsch.\nMit freundlichen Grüßen\nA",
            "letter",
        ),
        ("Madame, Monsieur,\nJe conteste la facture.\nCordialement,\nA", "letter"),
        ("Sie stellten uns das in Rechnung", "other"),
        ("", "other"),
    ],
)
def test_kinds_of_text(text: str, kind: str) -> None:
    assert kind_of_text(text, otherwise="other") == kind


def test_a_form_is_one_by_its_fields() -> None:
    assert kind_of_text("Name", otherwise="other", has_form=True) == "form"


@pytest.mark.parametrize(
    ("media_type", "size", "camera", "name", "kind"),
    [
        ("image/png", (1170, 2532), False, "", "screenshot"),
        ("image/png", (1920, 1080), False, "", "screenshot"),
        ("image/png", (1080, 1920), False, "", "screenshot"),
        ("image/png", (700, 411), False, "Screenshot from 2026-03-01.png", "screenshot"),
        ("image/png", (700, 411), False, "logo.png", "other"),
        ("image/jpeg", (4032, 3024), True, "", "photo"),
        ("image/jpeg", (4032, 3024), False, "", "other"),
        ("image/png", (1920, 1080), True, "", "photo"),
    ],
)
def test_kinds_of_pictures(
    media_type: str, size: tuple[int, int], camera: bool, name: str, kind: str
) -> None:
    assert kind_of_picture(media_type, *size, has_camera=camera, file_name=name) == kind


def test_a_bill_that_only_names_its_day_is_a_bill() -> None:
    said = "Brightwell Energy (sample)\nBill 3 March 2026\n1,240.50"
    assert kind_of_text(said, otherwise="other") == "bill"
    said = "I complain about the back-bill 3 March 2026."
    assert kind_of_text(said, otherwise="other") == "other"
