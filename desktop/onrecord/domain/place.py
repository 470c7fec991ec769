"""Where a dispute is: a country, and a region of it where that matters.

Written as ISO 3166: ``US``, ``US-VT``, ``CA-BC``, ``NZ``; also ``GB-EAW`` (England and Wales, one
jurisdiction of two regions) and ``UK``, and a few plain names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.domain.agency import PlaceRule

_NAMES = {
    "australia": "AU",
    "canada": "CA",
    "british columbia": "CA-BC",
    "england": "GB-ENG",
    "england and wales": "GB-EAW",
    "great britain": "GB",
    "ireland": "IE",
    "new zealand": "NZ",
    "northern ireland": "GB-NIR",
    "scotland": "GB-SCT",
    "united kingdom": "GB",
    "uk": "GB",
    "united states": "US",
    "united states of america": "US",
    "usa": "US",
    "wales": "GB-WLS",
}
_SEVERAL = {("GB", "EAW"): ("ENG", "WLS")}
_WORDS = {
    "AU": "Australia",
    "CA": "Canada",
    "GB": "the United Kingdom",
    "IE": "Ireland",
    "NZ": "New Zealand",
    "US": "the United States",
    "CA-BC": "British Columbia",
    "GB-ENG": "England",
    "GB-WLS": "Wales",
    "GB-SCT": "Scotland",
    "GB-NIR": "Northern Ireland",
    "US-AZ": "Arizona",
    "US-CA": "California",
    "US-MD": "Maryland",
    "US-TX": "Texas",
    "US-VI": "the US Virgin Islands",
    "US-VT": "Vermont",
}


@dataclass(frozen=True)
class Place:
    """``country`` empty: not known. ``regions`` empty: which region is not known."""

    country: str = ""
    regions: tuple[str, ...] = ()


def parse_place(text: str) -> Place:
    """The place a text names; a text that names none is a place not known."""
    plain = " ".join(text.split())
    code = _NAMES.get(plain.casefold(), plain).upper().replace("_", "-")
    found = re.fullmatch(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?", code)
    if not found:
        return Place()
    country = "GB" if found[1] == "UK" else found[1]
    region = found[2] or ""
    return Place(country, _SEVERAL.get((country, region), (region,) if region else ()))


def within(place: Place, rules: Iterable[PlaceRule]) -> bool | None:
    """Whether a place is in one of these; None where too little of it is known to say."""
    found: bool | None = False
    if not place.country:
        return None
    for rule in rules:
        if rule.country != place.country:
            continue
        if not rule.regions or set(place.regions) & set(rule.regions):
            return True
        if not place.regions:
            found = None
    return found


def says(rules: Iterable[PlaceRule]) -> str:
    """``England and Wales``; a code where we have no name; many countries are counted."""
    names: list[str] = []
    for rule in rules:
        for code in [f"{rule.country}-{region}" for region in rule.regions] or [rule.country]:
            names.append(_WORDS.get(code, code))
    return f"{len(names)} countries" if len(names) > 6 else " and ".join(names)


def place_names() -> dict[str, str]:
    """The places our rules know, by the name a person would type: ``Vermont`` is ``US-VT``."""
    named = {words.removeprefix("the "): code for code, words in _WORDS.items()}
    return dict(sorted({**named, "England and Wales": "GB-EAW"}.items()))


def place_words(text: str) -> str:
    """``Vermont`` for ``US-VT``; a text we have no name for as it is."""
    code = " ".join(text.split())
    found = next((name for name, known in place_names().items() if known == code.upper()), "")
    return found or code
