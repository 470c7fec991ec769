"""Where a dispute is: a country, and a region of it where that matters.

Written as ISO 3166: ``US``, ``US-VT``, ``CA-BC``, ``NZ``; also ``GB-EAW`` (England and Wales, one
jurisdiction of two regions) and ``UK``, and a few plain names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.domain.agency import PlaceRule

_OTHER_NAMES = {
    "england and wales": "GB-EAW",
    "great britain": "GB",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "washington dc": "US-DC",
    "czech republic": "CZ",
    "holland": "NL",
    "republic of ireland": "IE",
    "newfoundland": "CA-NL",
    "labrador": "CA-NL",
    # as those who live there call them
    "belgie": "BE", "belgien": "BE", "belgique": "BE", "brasil": "BR", "bulgariya": "BG",
    "ceska republika": "CZ", "cesko": "CZ", "danmark": "DK", "deutschland": "DE", "eesti": "EE",
    "eire": "IE", "ellada": "GR", "espana": "ES", "hellas": "GR", "hrvatska": "HR",
    "island": "IS", "italia": "IT", "kypros": "CY", "latvija": "LV", "letzebuerg": "LU",
    "lietuva": "LT", "luxemburg": "LU", "magyarorszag": "HU", "nederland": "NL", "norge": "NO",
    "oesterreich": "AT", "osterreich": "AT", "polska": "PL", "schweiz": "CH", "slovenija": "SI",
    "slovensko": "SK", "suisse": "CH", "suomi": "FI", "sverige": "SE", "svizzera": "CH",
    "turkiye": "TR",
}  # fmt: skip
"""Without accents, as ``_key`` leaves a name."""
_SEVERAL = {("GB", "EAW"): ("ENG", "WLS")}
_WORDS = {
    "AU": "Australia",
    "AT": "Austria",
    "BE": "Belgium",
    "BR": "Brazil",
    "BG": "Bulgaria",
    "CA": "Canada",
    "CN": "China",
    "HR": "Croatia",
    "CY": "Cyprus",
    "CZ": "Czechia",
    "DK": "Denmark",
    "EE": "Estonia",
    "FI": "Finland",
    "FR": "France",
    "DE": "Germany",
    "GR": "Greece",
    "HK": "Hong Kong",
    "HU": "Hungary",
    "IS": "Iceland",
    "IN": "India",
    "IE": "Ireland",
    "IL": "Israel",
    "IT": "Italy",
    "JP": "Japan",
    "LV": "Latvia",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "MT": "Malta",
    "MX": "Mexico",
    "NL": "the Netherlands",
    "NZ": "New Zealand",
    "NO": "Norway",
    "PH": "the Philippines",
    "PL": "Poland",
    "PT": "Portugal",
    "RO": "Romania",
    "SG": "Singapore",
    "SK": "Slovakia",
    "SI": "Slovenia",
    "ZA": "South Africa",
    "KR": "South Korea",
    "ES": "Spain",
    "SE": "Sweden",
    "CH": "Switzerland",
    "TR": "Turkey",
    "AE": "the United Arab Emirates",
    "GB": "the United Kingdom",
    "US": "the United States",
    "AU-ACT": "the Australian Capital Territory",
    "AU-NSW": "New South Wales",
    "AU-NT": "the Northern Territory",
    "AU-QLD": "Queensland",
    "AU-SA": "South Australia",
    "AU-TAS": "Tasmania",
    "AU-VIC": "Victoria",
    "AU-WA": "Western Australia",
    "CA-AB": "Alberta",
    "CA-BC": "British Columbia",
    "CA-MB": "Manitoba",
    "CA-NB": "New Brunswick",
    "CA-NL": "Newfoundland and Labrador",
    "CA-NT": "the Northwest Territories",
    "CA-NS": "Nova Scotia",
    "CA-NU": "Nunavut",
    "CA-ON": "Ontario",
    "CA-PE": "Prince Edward Island",
    "CA-QC": "Quebec",
    "CA-SK": "Saskatchewan",
    "CA-YT": "Yukon",
    "GB-ENG": "England",
    "GB-WLS": "Wales",
    "GB-SCT": "Scotland",
    "GB-NIR": "Northern Ireland",
    "US-AL": "Alabama",
    "US-AK": "Alaska",
    "US-AZ": "Arizona",
    "US-AR": "Arkansas",
    "US-CA": "California",
    "US-CO": "Colorado",
    "US-CT": "Connecticut",
    "US-DE": "Delaware",
    "US-DC": "the District of Columbia",
    "US-FL": "Florida",
    "US-GA": "Georgia",
    "US-HI": "Hawaii",
    "US-ID": "Idaho",
    "US-IL": "Illinois",
    "US-IN": "Indiana",
    "US-IA": "Iowa",
    "US-KS": "Kansas",
    "US-KY": "Kentucky",
    "US-LA": "Louisiana",
    "US-ME": "Maine",
    "US-MD": "Maryland",
    "US-MA": "Massachusetts",
    "US-MI": "Michigan",
    "US-MN": "Minnesota",
    "US-MS": "Mississippi",
    "US-MO": "Missouri",
    "US-MT": "Montana",
    "US-NE": "Nebraska",
    "US-NV": "Nevada",
    "US-NH": "New Hampshire",
    "US-NJ": "New Jersey",
    "US-NM": "New Mexico",
    "US-NY": "New York",
    "US-NC": "North Carolina",
    "US-ND": "North Dakota",
    "US-OH": "Ohio",
    "US-OK": "Oklahoma",
    "US-OR": "Oregon",
    "US-PA": "Pennsylvania",
    "US-RI": "Rhode Island",
    "US-SC": "South Carolina",
    "US-SD": "South Dakota",
    "US-TN": "Tennessee",
    "US-TX": "Texas",
    "US-UT": "Utah",
    "US-VT": "Vermont",
    "US-VA": "Virginia",
    "US-VI": "the US Virgin Islands",
    "US-WA": "Washington",
    "US-WV": "West Virginia",
    "US-WI": "Wisconsin",
    "US-WY": "Wyoming",
}
_STATE_OR_COUNTRY = "AL AR AZ CA CO DE GA ID IL IN KY LA MA MD ME MN MO MS MT NC NE PA SC SD TN VA"
"""ISO 3166: what two letters alone may name besides a state of the United States."""
_AFTER_A_TOWN = re.compile(
    r"(?P<town>.*[^\W\d_].*?)(?:, ?| (?=[A-Z]{2,3}\b))(?P<region>[^\W\d_][^\d,]*?)"
    r"(?P<postcode> [A-Z]?\d[\dA-Z -]*)?"
)


def _key(name: str) -> str:
    """``quebec`` for ``Québec``."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


_NAMES = {
    **_OTHER_NAMES,
    **{_key(words.removeprefix("the ")): code for code, words in _WORDS.items()},
}


@dataclass(frozen=True)
class Place:
    """``country`` empty: not known. ``regions`` empty: which region is not known."""

    country: str = ""
    regions: tuple[str, ...] = ()


def parse_place(text: str) -> Place:
    """The place a text names; a text that names none is a place not known."""
    plain = " ".join(text.split())
    code = _NAMES.get(_key(plain), plain).upper().replace("_", "-")
    found = re.fullmatch(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?", code)
    if not found:
        return Place()
    country = "GB" if found[1] == "UK" else found[1]
    region = found[2] or ""
    return Place(country, _SEVERAL.get((country, region), (region,) if region else ()))


def typed_place(text: str) -> str:
    """The code of the place that a person types: its name, its code, ``NY``, or the state or
    province after a town as on a letter, ``Brooklyn, NY 11201``. Empty where none is named;
    raises ValueError with a sentence where it may be either of two.
    """
    plain = " ".join(text.replace(".", "").split())
    bare = plain.casefold().removeprefix("the ")
    if code := _NAMES.get(_key(bare), ""):
        return code
    if re.fullmatch("[a-z]{2}", bare) and f"US-{plain.upper()}" in _WORDS:
        if plain.upper() in _STATE_OR_COUNTRY:
            raise _either(plain.upper(), f"US-{plain.upper()}", plain.upper())
        return f"US-{plain.upper()}"
    if parse_place(plain.upper()).country:
        return plain.upper()
    found = _AFTER_A_TOWN.fullmatch(plain)
    if found is None:
        return ""
    region, digits = found["region"].strip(), re.sub(r"\D", "", found["postcode"] or "")
    if code := _NAMES.get(_key(region), ""):
        nearer = typed_place(found["town"]) if "-" not in code else ""
        return nearer if nearer.startswith(f"{code}-") else code
    if parse_place(region.upper()).country and not digits:  # Toronto, ON, CA
        nearer = typed_place(found["town"])
        if nearer.startswith(f"{region.upper()}-"):
            return nearer
    codes = [code for code in _WORDS if code.partition("-")[2] == region.upper()]
    if len(digits) in (5, 9) and f"US-{region.upper()}" in codes:
        return f"US-{region.upper()}"
    if len(digits) == 6:  # a postcode of India or China
        return ""
    codes = [code for code in codes if len(digits) != 4 or code.startswith("AU-")]
    if region.upper() == "DE":  # the town may be Berlin or Dover
        codes.append("DE")
    if len(codes) > 1:
        raise _either(region.upper(), *codes)
    return codes[0] if codes else ""


def _either(said: str, *codes: str) -> ValueError:
    names = " or ".join(_WORDS.get(code, "a country").removeprefix("the ") for code in codes)
    return ValueError(f"“{said}” may be {names}. Write its name in full.")


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


def place_in_sentence(text: str) -> str:
    """``the United Kingdom`` for ``GB`` or ``uk``; a text we have no name for as it is."""
    plain = " ".join(text.split())
    code = _NAMES.get(_key(plain), plain).upper()
    return _WORDS.get("GB" if code == "UK" else code) or place_words(code)
