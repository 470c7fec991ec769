"""What a document seems to be, by words and signs found in it; "other" when there are none.

Modest on purpose: each cue is something a reader would point at. The user's word overrules it.
"""

from __future__ import annotations

import re

_HEAD = 800  # characters in which a document says what it is
# The first that is found in the head decides.
_TITLES: tuple[tuple[str, str], ...] = (
    ("receipt", r"\breceipt\b|\bpayment (?:received|confirmation)\b|\bthank you for your payment\b"),
    ("statement", r"\b(?:bank |account )?statement (?:of account|period|date|number)\b"
                  r"|\b(?:account|bank|card|monthly) statement\b|\bopening balance\b"
                  r"|\bkontoauszug\b|\brelevé de compte\b|\bextracto (?:de cuenta|bancario)\b"
                  r"|\b(?:rekening|bank)afschrift\b|\bestratto conto\b"),
    ("bill", r"\binvoice\b|\b(?:your|phone|energy|electricity|gas|water|estimated|catch-up|final|new) bill\b|\bbill (?:date|number|period)\b"
             r"|\b(?:amount|balance|total) due\b|\bbilling period\b"
             r"|(?<!-)\bbill (?:\d{1,2} )?[a-z]{3,9}(?: \d{1,2},)? \d{4}\b"
             r"|\b[a-zäöü]{0,16}rechnung (?:nr|nummer|vom|für|\d)|\brechnungs(?:nummer|datum|betrag)\b"
             r"|\bfacture (?:n°|no\b|du\b|de\b|\d)|\bmontant à payer\b"
             r"|\bfactura (?:n[.º°o]|de\b|\d)|\bfactuur(?:nummer|datum)?\b|\bfattura (?:n|del)\b"),
    ("contract", r"\bterms and conditions\b|\b(?:service|rental|tenancy|loan|credit|lease"
                 r"|subscription) agreement\b|\bcontract\b"
                 r"|\bvertragsbestätigung\b|\b[a-zäöü]{0,16}vertrag (?:nr|über|vom|zwischen)\b"
                 r"|\bcontrat (?:n°|de\b)|\bcontrato (?:n[.º°o]|de\b)|\bovereenkomst\b"),
)  # fmt: skip
_GREETING = re.compile(
    r"(?im)^\s*(?:dear\b|to whom it may concern|sehr geehrte|guten tag\b|(?:madame|monsieur)\b"
    r"|estimad[oa]s?\b|muy señor|geachte\b|gentil[ei]\b|egregi[oa]?\b)"
)
_CLOSING = re.compile(r"(?i)\b(?:yours (?:sincerely|faithfully|truly)|sincerely|kind regards"
                      r"|best regards|respectfully|mit freundlichen grüßen|cordialement"
                      r"|salutations distinguées|atentamente|un cordial saludo"
                      r"|met vriendelijke groet(?:en)?|hoogachtend|distinti saluti)\b")  # fmt: skip

# Widths of phone screens in pixels, portrait, and whole screens of computers and tablets.
_PHONE_WIDTHS = frozenset(
    {640, 720, 750, 828, 1080, 1125, 1170, 1179, 1206, 1220, 1242, 1260, 1284, 1290, 1320, 1440}
)
_SCREENS = frozenset(
    {(1024, 768), (1280, 720), (1280, 800), (1280, 1024), (1366, 768), (1440, 900), (1512, 982),
     (1536, 864), (1600, 900), (1680, 1050), (1728, 1117), (1920, 1080), (1920, 1200),
     (2048, 1536), (2160, 1620), (2224, 1668), (2360, 1640), (2388, 1668), (2560, 1080),
     (2560, 1440), (2560, 1600), (2560, 1664), (2732, 2048), (2880, 1800), (2880, 1864),
     (3024, 1964), (3440, 1440), (3456, 2234), (3840, 2160), (5120, 2880)}
)  # fmt: skip
_SCREENSHOT_NAME = re.compile(r"(?i)^(?:screen[ _-]?shot|screen[ _-]?capture|screenshot_)")


def kind_of_text(text: str, *, otherwise: str, has_form: bool = False) -> str:
    """The kind of a document by the text of its first pages."""
    head = " ".join(text[:_HEAD].lower().split())
    if _GREETING.search(text[:4000]) and _CLOSING.search(text[:8000]):
        return "letter"
    for kind, cue in _TITLES:
        if re.search(cue, head):
            return kind
    return "form" if has_form else otherwise


def kind_of_picture(
    media_type: str, width: int, height: int, *, has_camera: bool, file_name: str = ""
) -> str:
    """A camera's picture is a photo; a lossless one of a screen's very size, a screenshot."""
    if has_camera:
        return "photo"
    if _SCREENSHOT_NAME.match(file_name):
        return "screenshot"
    short, long = sorted((width, height))
    phone = width in _PHONE_WIDTHS and 1.7 <= height / width <= 2.4
    if media_type == "image/png" and (phone or (long, short) in _SCREENS):
        return "screenshot"
    return "other"
