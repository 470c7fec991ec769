"""Bundle content as the words the templates print: dates, amounts, sources, all spelt out.

The templates only lay out; every decision about wording that is not the user's own is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args
from urllib.parse import quote

from onrecord.domain.money import Money, totals
from onrecord.domain.times import zone_words
from onrecord.domain.when import When
from onrecord.errors import Refused
from onrecord.packet.arrangement import index, later, parts_around, volumes
from onrecord.packet.content import (
    BrokenRow,
    BundleContent,
    ChronologyRow,
    Cite,
    ClaimRow,
    ContactRow,
    CreditRow,
    Exhibit,
    Ground,
    IssueRow,
    Party,
    PromiseRow,
    ProofRow,
    Version,
)
from onrecord.packet.letterpages import letter_data
from onrecord.packet.ourwords import WORDS
from onrecord.packet.press import LARGE, clean, families
from onrecord.packet.said import day_words, happened, money_words, phrase, t, table
from onrecord.packet.volumes import Plan, numbered, runs, sheets_before, volume_of

_GROUNDS: dict[Ground, str] = {
    "documented": "Shown by a document",
    "noted_with_reference": "Noted at the time, with a reference number",
    "noted": "Noted at the time",
    "admitted": "Admitted by them",
    "recalled": "Recalled later",
}
_MISSING_REFERENCE = {
    "none": "No reference given",
    "refused": "Reference refused",
    "unknown": "No reference noted",
}
_BRIEF_CALLS = 6
"""References of the latest calls, for the page that has room for no more."""
DYNAMIC = (
    *("call", "chat", "contact", "email", "letter", "message", "post", "visit", "voicemail"),
    *("bill", "contract", "form", "photo", "policy", "receipt", "screenshot", "statement", "text"),
    *("call or message", "calls and messages", "promise broken", "promises broken"),
    *("document", "documents"),
    *("From", "To", "Cc", "Date", "Subject", "Attached"),
    *("Open", "Kept", "Broken", "Withdrawn", "Not kept so far"),
)
"""What is said as it is kept on record: channels, kinds of documents, how a promise stands."""

# Channels in which nobody expects to be given a reference number.
_WITHOUT_REFERENCE = {"email", "letter", "message", "post", "voicemail"}


def exhibit_uri(label: str, page: int | None = None, rect: str = "") -> str:
    """The link to an exhibit's divider, or to a page of the document (from 1), or a box on it."""
    where = "" if page is None else f"#{page}" + (f"@{rect.replace(' ', ',')}" if rect else "")
    return f"x-exhibit:{quote(label, safe='')}{where}"


def without_box(address: str) -> tuple[str, str]:
    """The address of the page alone, and the box as ``Rect.text`` keeps it, or empty."""
    page, _, box = address.partition("@")
    return page, box.replace(",", " ")


def contact_uri(label: str) -> str:
    """The link to an entry of the contact log."""
    return f"x-contact:{quote(label, safe='')}"


def page_data(
    content: BundleContent, exhibit_pages: Mapping[str, Sequence[int]], plan: Plan = ()
) -> dict[str, Any]:
    """What ``bundle.typ`` reads. ``exhibit_pages``: per label, the document pages included, in
    order. ``plan``: where volumes begin. Raises Refused for two exhibits, or two contacts, under one label.
    """
    _refuse_twins(e.label for e in content.exhibits)
    _refuse_twins(c.label for c in content.contact_log)
    printed = _Printed(content, exhibit_pages, plan)
    exhibits = [printed.exhibit(e) for e in content.exhibits]
    front, *behind = parts_around(content)
    for exhibit, between in zip(exhibits[1:], behind, strict=False):
        exhibit["parts"] = between
    last = behind[-1] if behind else []
    closing = "hashes" in content.parts
    closing_volume = next((n for n, b in numbered(plan) if b.exhibit == len(exhibits)), 0)
    title = clean(content.title.strip()) or t("Complaint")
    return {
        "paper": "us-letter" if content.paper == "letter" else "a4",
        "language": content.language.split("-")[0].lower()[:3] or "en",
        "fonts": list(families()),
        "scale": LARGE if content.options.large else 1,
        "grey": content.options.grey,
        "words": {name: t(words) for name, words in WORDS.items()},
        "said": dict(table(content.language, content.words)),
        "title": title,
        "running": _shortened(title, 70),
        "sample": content.sample,
        "parts": front,
        "behind": last,
        "trailing": 0 if closing or last or not exhibits else exhibits[-1]["runs"][-1],
        "first": content.options.first_page,
        "before_note": _before_note(content),
        "volumes": volumes(exhibits, [*last, *(["hashes"] if closing else [])], plan),
        "closing_volume": closing_volume,
        "before": later(content, exhibits, last, closing_volume),
        "all_in_front": not any(behind),
        "cover_title": title,
        "title_size": _fitting(title, 28, 22, 17),
        "subtitle": clean(phrase(content.subtitle)),
        "complainant": _party(content.complainant),
        "counterparty": _party(content.counterparty),
        "ask": clean(content.ask),
        "summary": clean(content.summary),
        "references": _references(content),
        "glance": _glance(content, [part for some in (front, *behind) for part in some]),
        "dated": _when(content.frozen.dated or content.frozen.frozen_at[:10]),
        "revision": content.frozen.revision,
        "index": index(front, behind, plan, closing=closing),
        "grounds": [
            {"ground": g, "words": t(_GROUNDS[g])}
            for g in get_args(Ground)
            if g and any(r.ground == g for r in content.chronology)
        ],
        "chronology": [printed.chronology_row(r) for r in content.chronology],
        "issues": [printed.issue(i) for i in content.issues],
        "letter": letter_data(content.letter) if content.letter is not None else None,
        "brief": _brief(content, printed, exhibits) if content.brief is not None else None,
        "proof": [printed.proof(row) for row in content.proof],
        "contacts": [printed.contact(c, n) for n, c in enumerate(content.contact_log)],
        "tried": [clean(phrase(words)) for words in content.tried],
        "zone_note": _zone_note(content),
        "has_quotes": any(s.quoted for c in content.contact_log for s in (*c.theirs, *c.mine)),
        "claims": [printed.claim(c) for c in content.claims if not c.undisputed],
        "undisputed": [printed.claim(c) for c in content.claims if c.undisputed],
        "credits": [printed.credit(c) for c in content.credits],
        "balances": _balances(content),
        "totals": [
            {"words": t("Total in {0}").format(total.currency), "amount": money_words(total)}
            for total in _asked(content)
        ],
        "exhibits": exhibits,
        "closing": _closing(content, in_volumes=bool(plan)) if closing else None,
    }  # fmt: skip


class _Printed:
    """Rows of one bundle, with their sources resolved to places in it."""

    def __init__(
        self, content: BundleContent, pages: Mapping[str, Sequence[int]], plan: Plan
    ) -> None:
        self._plan = plan
        self._order = {e.label: n for n, e in enumerate(content.exhibits)}
        self._along = {one.id for one in content.along if one.form == "original"}
        self._sent = {one.label: one for one in content.before.exhibits}
        self._sent_on = _when(content.before.dated) if content.before.dated else ""
        self._pages = {e.label: list(pages.get(e.label, ())) for e in content.exhibits}
        self._places = {e.label: f"exhibit-{n}" for n, e in enumerate(content.exhibits)}
        logged = content.contact_log if "contact_log" in content.parts else ()
        around = parts_around(content)
        self._log_behind = next((n for n, some in enumerate(around) if "contact_log" in some), 0)
        """Behind how many documents the calls and messages stand."""
        self._cited = _cited(content)
        self._day = content.frozen.dated or content.frozen.frozen_at[:10]
        self._contacts = {c.label: f"contact-{n}" for n, c in enumerate(logged)}
        zones = _zones(content)
        several = len(zones) > 1
        self._zones = {c.label: _zone(c) if several else "" for c in content.contact_log}
        self._noted_zones = {c.label: _noted_zone(c, zones) for c in content.contact_log}

    def _late(self, promise: PromiseRow) -> bool:
        """Whether its day had passed on the day of the bundle, and nothing says it was kept."""
        last = When(promise.due).last_day if promise.due else None
        return promise.state == "open" and bool(last and last.isoformat() < self._day[:10])

    def cite(self, cite: Cite) -> dict[str, Any]:
        found: dict[str, Any] = {"text": clean(cite.label, 12), "note": "", "origin": ""}
        if cite.label in self._places:
            place, included = self._places[cite.label], self._pages[cite.label]
            found["origin"] = place
            if cite.page in included:
                # counted from the divider's last page
                index, at = self._order[cite.label], included.index(cite.page)
                offset = at + 1 + sheets_before(at, index, self._plan)
                found["text"] += self._volume(index, at)
                uri = exhibit_uri(cite.label, cite.page, cite.rect)
                return found | {"uri": uri, "place": place + "-end", "offset": offset}
            if cite.page is not None:
                found["note"] = t("(its page {0} is not included)").format(cite.page)
            found["text"] += self._volume(self._order[cite.label], -1)
            return found | {"uri": exhibit_uri(cite.label), "place": place, "offset": 0}
        if cite.label in self._contacts:
            uri = contact_uri(cite.label)
            if self._log_behind:  # else in front of them all, in the first volume
                found["text"] += self._volume(self._log_behind, -1)
            return found | {"uri": uri, "place": self._contacts[cite.label], "offset": 0}
        if cite.label in self._sent:
            return found | self._of_sent(cite)
        return found | {"note": t("(not in this bundle)")}

    def _signed(self, e: Exhibit) -> list[str]:
        if not e.signed:
            return []
        said = "signed_along" if e.id in self._along else "signed_asked"
        return [f"{t(WORDS['signed'])} {t(WORDS[said])}"]

    def _volume(self, exhibit: int, page: int) -> str:
        """What is added to the label of what is in another volume than the citation."""
        volume = volume_of(exhibit, page, self._plan)
        return f", {t(WORDS['volume_short'])} {volume}" if volume > 1 else ""

    def _of_sent(self, cite: Cite) -> dict[str, str]:
        pages = self._sent[cite.label].pages
        at = next((one.at for one in pages if one.page == cite.page), None)
        at = at or next((one.at for one in pages), None)
        text = clean(cite.label, 12) + (f", {t('p.')} {at}" if at else "")
        words = t("(sent before, {0})") if self._sent_on else t("(sent before)")
        return {"text": text, "note": words.format(self._sent_on)}

    def cites(self, cites: Iterable[Cite]) -> list[dict[str, Any]]:
        """Each page is named once; of several boxes on it each is led to by a link of its own."""
        named: dict[tuple[str, int | None], list[Cite]] = {}
        for one in cites:
            known = named.setdefault((one.label, one.page), [])
            if one.rect and not any(k.rect == one.rect for k in known):
                known[:] = [k for k in known if k.rect] + [one]
            elif not known:
                known.append(one)
        return [self._cite_all(found) for found in named.values()]

    def _cite_all(self, boxes: list[Cite]) -> dict[str, Any]:
        """One page, the first box on it, and the further ones by their numbers."""
        made = self.cite(boxes[0])
        if "offset" in made and len(boxes) > 1:
            made["more"] = [exhibit_uri(b.label, b.page, b.rect) for b in boxes[1:]]
            made["first"] = t(WORDS["place_on_page"])
        return made

    def chronology_row(self, row: ChronologyRow) -> dict[str, Any]:
        day, _, clock = _when(row.when).partition(", ")
        zone = self._zones.get(row.citations[0].label, "") if row.citations else ""
        return {
            "silence": row.kind == "silence",
            "day": day,
            "clock": clock,
            "zone": zone if clock and row.kind == "contact" else "",
            "long": len(row.words) > 1500,  # only such a row may run over the end of a page
            "words": clean(happened(row.words) if row.typed else phrase(row.words)),
            "ground": row.ground,
            "ground_words": clean(phrase(row.ground_words)) or t(_GROUNDS.get(row.ground, "")),
            "cites": self.cites(row.citations),
            "other": self._version(row.other) if row.other else None,
        }

    def _version(self, version: Version) -> dict[str, Any]:
        return {
            "who": t(WORDS["my_side" if version.side == "mine" else "their_side"]),
            "when": _when(version.when),
            "words": clean(version.words),
            "cites": self.cites(version.citations),
        }

    def contact(self, row: ContactRow, number: int) -> dict[str, Any]:
        kind = clean(row.channel).strip() or "contact"
        channel = t(kind)
        ways = {"out": t("{0} to them"), "in": t("{0} from them"), "": "{0}"}
        of = t("{0} with them") if row.direction and kind == "chat" else ways[row.direction]
        way = of.format(channel)
        way = way[:1].upper() + way[1:]
        state = "unknown" if row.reference_state == "given" else row.reference_state
        quiet = state == "unknown" and (row.attempt or kind.lower() in _WITHOUT_REFERENCE)
        time_spent = _span(row.duration)
        if row.hold:
            time_spent = f"{time_spent} ({t('{0} on hold').format(_span(row.hold))})".strip()
        reached = t("nobody reached") if row.attempt else ""
        facts = (way, clean(row.who), clean(row.address), time_spent, reached)
        return {
            "label": clean(row.label, 12),
            "uri": contact_uri(row.label),
            "place": f"contact-{number}",
            "when": _when(row.when),
            "zone": self._zones[row.label],
            "facts": " · ".join(f for f in facts if f),
            "brief": " · ".join(f for f in (way, clean(row.who)) if f),
            "reference": clean(row.reference, 20),
            "missing": "" if quiet else t(_MISSING_REFERENCE[state]),
            "theirs": [{"words": clean(s.words), "quoted": s.quoted} for s in row.theirs],
            "mine": [{"words": clean(s.words), "quoted": s.quoted} for s in row.mine],
            "promises": [
                {
                    "words": clean(phrase(p.words)),
                    "due": t("by {0}").format(_when(p.due)) if p.due else "",
                    "state": t("Not kept so far" if self._late(p) else p.state.capitalize()),
                    "strong": p.state == "broken",
                }
                for p in row.promises
            ],
            "offers": [clean(phrase(o)) for o in row.offers],
            "outcome": clean(row.outcome),
            "written": _noted(row, self._noted_zones[row.label]),
            "long": _length(row) > 1800,  # only such an entry may run over the end of a page
            "cites": self.cites(row.citations),
        }

    def issue(self, row: IssueRow) -> dict[str, Any]:
        return {
            "title": clean(row.title),
            "mine": clean(row.mine),
            "theirs": clean(row.theirs),
            "mine_cites": self.cites(row.mine_citations),
            "their_cites": self.cites(row.their_citations),
            "long": len(row.mine) + len(row.theirs) > 2400,
        }

    def broken(self, row: BrokenRow) -> dict[str, Any]:
        return {
            "words": clean(phrase(row.words)),
            "due": _when(row.due) if row.due else "",
            "cites": self.cites(row.citations),
        }

    def proof(self, row: ProofRow) -> dict[str, Any]:
        return {
            "when": _when(row.when).partition(",")[0] if row.when else "",
            "words": clean(phrase(row.words)),
            "note": clean(phrase(row.note)),
            "reference": clean(row.reference, 20),
            "cites": self.cites(row.citations),
        }

    def claim(self, row: ClaimRow) -> dict[str, Any]:
        return {
            "words": clean(phrase(row.words)),
            "amount": clean(phrase(row.amount_text), 20)
            if row.minor is None
            else money_words(_money(row)),
            "rough": row.minor is None,
            "formula": clean(phrase(row.formula)),
            "original": clean(row.original, 40),
            "cites": self.cites(row.citations),
        }

    def credit(self, row: CreditRow) -> dict[str, Any]:
        return {
            "when": _when(row.when),
            "words": clean(row.words),
            "amount": money_words(_money(row)),
            "original": clean(row.original, 40),
            "cites": self.cites(row.citations),
        }

    def exhibit(self, e: Exhibit) -> dict[str, Any]:
        pages, index = self._pages[e.label], self._order[e.label]
        title = clean(e.title.strip() or e.file_name) or t("Document")
        facts = {
            t("Date"): _when(e.when) if e.when else "",
            t("From"): e.source,
            t("Kind"): "" if e.kind == "other" else t(e.kind),
            t("Pages shown"): ""
            if e.problem
            else _pages_shown(pages, e.page_count, whole=e.sha256_of != "copy"),
            t("File"): e.file_name,
        }
        return {
            "label": clean(e.label, 12),
            "label_size": _fitting(e.label, 60, 36, 20, at=(6, 12)),
            "uri": exhibit_uri(e.label),
            "place": self._places[e.label],
            "included": len(pages),
            "parts": [],  # that stand between it and the document before it
            "runs": runs(len(pages), index, self._plan),
            "span": len(pages) + sheets_before(len(pages), index, self._plan),
            "volume": next(
                (n for n, one in numbered(self._plan) if (one.exhibit, one.offset) == (index, -1)),
                0,
            ),
            "volumes": [
                n for n, one in numbered(self._plan) if one.exhibit == index and one.offset >= 0
            ],
            "vol": self._volume(index, -1).removeprefix(", "),
            "title": title,
            "title_size": _fitting(title, 22, 17, 14),
            "caption": clean(e.caption),
            "index_note": t("Could not be shown; a sheet says why")
            if e.problem
            else clean(e.source),
            "when": _when(e.when).partition(",")[0] if e.when else "",
            "cited": e.label in self._cited,
            "theirs": e.theirs,
            "facts": [{"name": k, "value": clean(v)} for k, v in facts.items() if v],
            "sha256": f"{e.sha256[:16]} …" if e.sha256 else "",
            "notes": [*_notes(e), *self._signed(e)],
        }


def _brief(
    content: BundleContent, printed: _Printed, exhibits: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The page for who has two minutes: numbers to quote, five lines, what was not kept."""
    assert content.brief is not None
    numbers = _references(content)
    known = {"", *(r.value for r in content.references)}
    latest = {row.reference: row for row in content.contact_log if row.reference not in known}
    for row in list(latest.values())[-_BRIEF_CALLS:]:
        way = t(clean(row.channel).strip() or "contact")
        day = _when(row.when).partition(",")[0]
        kind = f"{way[:1].upper()}{way[1:]}, {day}" if day else way
        if row.company.strip() not in ("", content.counterparty.name):
            kind = f"{clean(row.company)}: {kind[:1].lower()}{kind[1:]}"
        numbers.append({"kind": kind, "value": clean(row.reference, 20)})
    return {
        "title_size": _fitting(content.title, 20, 17, 14),
        "numbers": numbers,
        "lines": [printed.chronology_row(row) for row in content.brief.lines],
        "broken": [printed.broken(row) for row in content.brief.broken],
        "documents": [
            {name: e[name] for name in ("label", "uri", "title", "place")} for e in exhibits
        ],
    }


def _before_note(content: BundleContent) -> str:
    """What these pages follow, where a bundle was sent before."""
    before = content.before
    if not before.last_page:
        return ""
    late = (
        t("They follow page {0} of the bundle of {1}; no page or label of it has changed.")
        if before.dated
        else t("They follow page {0} of the bundle; no page or label of it has changed.")
    )
    return f"{t(WORDS['late'])} {late.format(before.last_page, _when(before.dated))}"


def _cited(content: BundleContent) -> set[str]:
    """Labels that a part which is printed points to."""
    return {cite.label for cite in content.cites(printed=True)}


def _notes(e: Exhibit) -> list[str]:
    notes: list[str] = []
    if e.theirs:
        notes.append(
            t("This document supports the other side. It is included so that you see it too.")
        )
    if e.image_copy:
        notes.append(t("Image copy: each page is a picture of the original page."))
    if e.smaller:
        notes.append(t("Full pages are set a little smaller, so that their labels cover nothing."))
    if e.sha256_of == "copy":
        notes.append(t("Not all of it is shown; the SHA-256 is that of the part shown."))
    if e.cut:
        notes.append(clean(phrase(e.cut)))
    if e.problem:
        notes.append(clean(phrase(e.problem)))
    return notes


def _closing(content: BundleContent, *, in_volumes: bool) -> dict[str, Any]:
    frozen = content.frozen
    run = 32 if content.options.large else 64  # letters of a hash on one line
    made = f"OnRecord {clean(frozen.app_version)}".strip()
    when = f", {frozen.frozen_at[:10]} {frozen.frozen_at[11:16]} UTC" if frozen.frozen_at else ""
    libraries = ", ".join(
        f"{clean(k)} {clean(v)}" for k, v in sorted(frozen.library_versions.items())
    )
    custody: dict[str, str] | None = None
    if frozen.custody_head:
        entries = t("entry") if frozen.custody_length == 1 else t("entries")
        custody = {
            "words": t(
                "Every change to these records is kept in a chain in which each entry seals the"
                " one before. It had {0} {1} when this bundle was made;"
                " the SHA-256 of the last one is:"
            ).format(f"{frozen.custody_length:,}", entries),
            "head": clean(frozen.custody_head, run),
            "limits": t(
                "Whoever keeps this figure can tell later whether anything before it was"
                " changed. It does not prove that an entry is true, or when it was made."
            ),
        }
    return {
        "lead": t(
            "These figures let anyone check that a file is the one described here. They do not"
            " prove who made it or when."
        ),
        "files": [
            {
                "label": clean(e.label, 12),
                "uri": exhibit_uri(e.label),
                "name": clean(e.file_name or e.title) or t("Document"),
                "sha256": clean(e.sha256, run) or t("not known"),
                "length": f"{e.length:,}",
                "copy": e.sha256_of == "copy",
            }
            for e in content.exhibits
        ],
        "manifest": [
            t(WORDS["manifest_volumes" if in_volumes else "manifest_file"]),
            t(WORDS["manifest_exhibits"]),
        ],
        "along": [{"label": clean(a.label, 12), "name": clean(a.name)} for a in content.along],
        "custody": custody,
        "made": t("{0}, version {1}.").format(f"{made}{when}", frozen.revision)
        + (" " + t("Libraries: {0}.").format(libraries) if libraries else ""),
    }


def _glance(content: BundleContent, front: Sequence[str]) -> list[dict[str, str]]:
    """The figures a reader wants first, each with the part that bears it out."""
    cells: list[tuple[str, str, str]] = []
    asked = _asked(content)
    if asked:
        cells.append(("\n".join(money_words(one) for one in asked), t("asked for"), "claims"))
    logged = content.contact_log
    if logged:
        with_reference = sum(1 for c in logged if c.reference)
        words = _count(len(logged), "call or message", "calls and messages")
        cells.append(
            (
                str(len(logged)),
                t("{0}, {1} with a reference").format(words, with_reference)
                if with_reference
                else words,
                "contact_log",
            )
        )
    broken = sum(1 for c in logged for p in c.promises if p.state == "broken")
    if broken:
        cells.append(
            (str(broken), _count(broken, "promise broken", "promises broken"), "contact_log")
        )
    if content.exhibits:
        number = len(content.exhibits)
        cells.append((str(number), _count(number, "document", "documents"), "index"))
    return [
        {"figure": figure, "words": words, "part": part if part in front else ""}
        for figure, words, part in cells
    ]


def _zone(row: ContactRow) -> str:
    """The place whose clock an entry's time of day is read from; empty where it has no time."""
    if "T" not in row.when:
        return ""
    return clean(zone_words(row.zone), 40)


def _zones(content: BundleContent) -> set[str]:
    return {zone for zone in map(_zone, content.contact_log) if zone}


def _noted_zone(row: ContactRow, zones: set[str]) -> str:
    """The place whose clock a note's own hour is read from, where neither the entry nor the line
    above them all says it; ``zones`` are those of the entries."""
    own = clean(zone_words(row.zone), 40)
    return own if zones and not _zone(row) and zones != {own} else ""


def _zone_note(content: BundleContent) -> str:
    zones = _zones(content)
    return t("Times of day are those of {0}.").format(zones.pop()) if len(zones) == 1 else ""


def _length(row: ContactRow) -> int:
    """About how much there is to print: characters, a line of its own counted as 40."""
    words = [*(s.words for s in (*row.theirs, *row.mine)), *(p.words for p in row.promises)]
    words += [*row.offers, row.outcome, row.who, row.address]
    return sum(len(w) + 40 * (1 + w.count("\n")) for w in words)


def _noted(row: ContactRow, zone: str = "") -> str:
    """When the note was made; the clock is said to be a computer's, since nothing vouches for it."""
    if not row.written_at:
        return ""
    day, _, clock = row.written_at.partition("T")
    when = _when(row.written_at)
    if clock and row.when[:10] == day:
        when = t("at {0} the same day").format(clock)
    if clock and zone:
        when = f"{when} ({zone})"
    return t("Noted {0}, by the clock of the computer it was written on.").format(when)


def _references(content: BundleContent) -> list[dict[str, str]]:
    return [
        {"kind": clean(phrase(r.kind), 20), "value": clean(r.value)} for r in content.references
    ]


def _party(party: Party) -> dict[str, Any]:
    legal = party.legal_entity if party.legal_entity != party.name else ""
    lines = [t("Legal entity: {0}").format(legal) if legal else "", party.address]
    lines += [party.email, party.phone, "\n".join(map(phrase, party.note.split("\n")))]
    return {"name": clean(party.name), "lines": [clean(x) for x in lines if x.strip()]}


def _pages_shown(pages: Sequence[int], count: int, *, whole: bool) -> str:
    """``pages 1–3, 5 of 12``; runs joined; the whole document is said to be whole. Not ``whole`` is one
    of whose pages something is gone."""
    if not pages:
        return ""
    if count == len(pages) and list(pages) == list(range(1, count + 1)):
        if count > 1:
            return t("all {0}").format(count)
        return t("1 page, complete") if whole else t("page {0} of {1}").format(1, 1)
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    said = ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
    if not count:
        return said
    words = t("page {0} of {1}") if len(pages) == 1 else t("pages {0} of {1}")
    return words.format(said, count)


def _asked(content: BundleContent) -> list[Money]:
    """One exact sum a currency; what I agree I owe is no part of it."""
    rows = [c for c in content.claims if c.minor is not None and not c.undisputed]
    return totals(_money(c) for c in rows)


def _balances(content: BundleContent) -> list[dict[str, str]]:
    """What is still owed of what was asked for, where anything came back."""
    if not content.credits:
        return []
    asked = {total.currency: total.minor for total in _asked(content)}
    made: list[dict[str, str]] = []
    for back in totals(_money(c) for c in content.credits):
        code = back.currency
        if code not in asked:
            made.append(
                {
                    "words": t("Came back in {0}").format(code),
                    "sum": "",
                    "amount": money_words(back),
                }
            )
            continue
        left = asked[code] - back.minor
        what = t("{0} asked for, {1} came back")
        what = what.format(money_words(Money(asked[code], code)), money_words(back))
        words = t("Still owed in {0}") if left >= 0 else t("More than was asked for in {0}")
        words = words.format(code)
        made.append({"words": words, "sum": what, "amount": money_words(Money(abs(left), code))})
    return made


def _money(row: ClaimRow | CreditRow) -> Money:
    try:
        return Money(row.minor or 0, row.currency)
    except ValueError:
        raise Refused(f'The amount for "{row.words}" needs a currency.', "claims") from None


def _when(text: str) -> str:
    try:
        return day_words(text)
    except ValueError:
        return clean(text)


def _span(seconds: int | None) -> str:
    """``45 s``, ``24 min``, ``1 h 5 min``."""
    if not seconds:
        return ""
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join(
        x for x in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if x
    )


def _count(number: int, one: str, many: str) -> str:
    return t(one if number == 1 else many)


def _fitting(words: str, *sizes: int, at: tuple[int, int] = (60, 120)) -> int:
    """A type size, in points, that keeps long words to few lines."""
    return sizes[sum(len(words) > limit for limit in at)]


def _shortened(words: str, limit: int) -> str:
    line = " ".join(words.replace("\u200b", "").split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _refuse_twins(labels: Iterable[str]) -> None:
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise Refused(f'Two entries are called "{label}"; give each its own label.', "label")
        seen.add(label)
