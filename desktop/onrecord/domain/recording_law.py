"""Who must agree before a call is recorded: the law of both ends, the stricter one counts.

Information only: the app never records. Rules are data by ``schemas/recording-law.schema.json``;
where there is none for a place, that is said, and it counts as "ask first".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.domain.agency import Basis, Source
from onrecord.domain.place import parse_place, place_in_sentence, place_words

RULES = {
    "one": "it is enough that one who takes part agrees",
    "all": "everybody on the call must know or agree",
    "unclear": "the sources differ, or it depends",
}
_STRICT = ("one", "unknown", "unclear", "all")


@dataclass(frozen=True)
class RecordingRule:
    """The law of one place; ``regions_differ`` says its regions may ask for more."""

    place: str
    rule: str
    basis: Basis
    statute: str = ""
    note: str = ""
    regions_differ: bool = False

    def says(self) -> str:
        """The rule in a line, with the statute and, where it is weak, that it is unverified."""
        weak = "" if self.basis.verified else " (unverified)"
        by = f" {self.statute}." if self.statute else ""
        note = f" {self.note}" if self.note else ""
        return f"{place_words(self.place)}: {RULES[self.rule]}{weak}.{by}{note}"

    def source(self) -> str:
        """Where it was read, and how old that is."""
        read = "; ".join(source.says() for source in self.basis.sources)
        return f"Source: {read}; {self.basis.age()}."


@dataclass(frozen=True)
class CallEnd:
    """One end of a call. ``lacks`` says what is not known of it; empty where the law is known."""

    place: str
    rules: tuple[RecordingRule, ...] = ()
    lacks: str = ""

    @property
    def strictest(self) -> str:
        """A key of ``RULES``, or ``unknown``; one who may with weak sources is not known to."""
        found = ["unknown"] if self.lacks else []
        found += [
            "unknown" if one.rule == "one" and not one.basis.verified else one.rule
            for one in self.rules
        ]
        return max(found, key=_STRICT.index)


@dataclass(frozen=True)
class RecordingAdvice:
    """What holds for a call between two places."""

    mine: CallEnd
    theirs: CallEnd

    @property
    def strictest(self) -> str:
        return max((self.mine.strictest, self.theirs.strictest), key=_STRICT.index)

    @property
    def headline(self) -> str:
        """What to do, in one sentence, with the end it comes from."""
        what = self.strictest
        end = self.mine if self.mine.strictest == what else self.theirs
        named = [rule.place for rule in end.rules if rule.rule == what]
        where = place_in_sentence(named[-1] if named else end.place)
        if what == "one":
            return (
                "By the law of both ends it is enough that you take part; "
                "telling them is still the safer way."
            )
        if what == "all":
            return (
                f"Ask everybody on the call first: the law of {where} wants them to know or agree."
            )
        if what == "unclear":
            return f"Ask them first: the law of {where} is not clear, or it depends."
        return f"Ask them first: {end.lacks or f'the source for {where} is not verified'}."

    def lines(self) -> tuple[str, ...]:
        """Each rule and its source, mine first; the same place is said once."""
        ends = (self.mine,) if self.mine == self.theirs else (self.mine, self.theirs)
        made: list[str] = []
        for end in ends:
            for rule in end.rules:
                made += [line for line in (rule.says(), rule.source()) if line not in made]
            if end.lacks:
                made.append(f"{end.lacks[:1].upper()}{end.lacks[1:]}.")
        return tuple(dict.fromkeys(made))


def advice(rules: Iterable[RecordingRule], mine: str, theirs: str) -> RecordingAdvice:
    """The law of both ends; each is a place as typed or its code, empty where not said."""
    by_place = {rule.place: rule for rule in rules}
    return RecordingAdvice(
        _end(by_place, mine, "it is not said where you are"),
        _end(by_place, theirs, "it is not said where they are"),
    )


def rules_from_plain(data: Mapping[str, Any]) -> tuple[RecordingRule, ...]:
    """The rules of a file that was validated."""
    bases = {
        name: Basis(
            tuple(Source(one["words"], one["address"]) for one in body["sources"]),
            body["confidence"],
            body["as_of"] or "",
            body["as_of_note"],
        )
        for name, body in data["bases"].items()
    }
    return tuple(
        RecordingRule(
            one["place"],
            one["rule"],
            bases[one["basis"]],
            one.get("statute", ""),
            one.get("note", ""),
            one.get("regions_differ", False),
        )
        for one in data["rules"]
    )


def _end(by_place: Mapping[str, RecordingRule], typed: str, unsaid: str) -> CallEnd:
    said = " ".join(typed.split())
    if not said:
        return CallEnd("", lacks=unsaid)
    place = parse_place(said)
    if not place.country:
        return CallEnd(said, lacks=f"OnRecord does not know the place “{said}”")
    country = by_place.get(place.country)
    own = [by_place.get(f"{place.country}-{region}") for region in place.regions]
    rules = tuple(one for one in (country, *own) if one is not None)
    no_source = f"OnRecord has no source for {place_in_sentence(said)}"
    if not rules:
        return CallEnd(said, lacks=no_source)
    if country is not None and country.regions_differ and None in (own or [None]):
        inside = place_in_sentence(place.country)
        unsaid = f"the law differs inside {inside}, and it is not said where there"
        return CallEnd(said, rules, no_source if place.regions else unsaid)
    return CallEnd(said, rules)
