"""What a packet's documents show that a stranger need not read, to be blacked out on a word of the
person; and that word."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from onrecord.domain.change import Change
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.evidence import Evidence
from onrecord.domain.labels import exhibit_labels
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.domain.page_ranges import parse_pages
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.private_words import PRIVATE_KINDS, Found, PrivateKind, private_in
from onrecord.domain.same_words import Plain, squashed
from onrecord.errors import KnownError
from onrecord.packet.content import Frozen, to_json
from onrecord.services.arrange_exhibits import evidence_by_id, has_own_pages
from onrecord.services.bundle_content import bundle_content
from onrecord.services.drawn_marks import hidden_by, packet_marks
from onrecord.services.late_additions import sent_labels
from onrecord.services.mark_page import Mark, mark_pages

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

REASONS: dict[PrivateKind, str] = {
    "identity_number": "Identity number",
    "birth_date": "Date of birth",
    "card_number": "Card number",
    "account_number": "Account number",
    "email": "Mail address",
    "phone": "Phone number",
    "address": "Address",
    "name": "Name of somebody else",
}


@dataclass(frozen=True)
class Place:
    """A page that shows it; ``label`` is the document's in the packet."""

    label: str
    evidence_id: str
    page: int


@dataclass(frozen=True)
class Private:
    """``words`` as they are first written; ``printed`` where the packet itself says them, on its
    cover or in its list of calls: hiding them would hide them there, too."""

    kind: PrivateKind
    words: str
    places: tuple[Place, ...]
    printed: bool = False

    @property
    def reason(self) -> str:
        return REASONS[self.kind]


def private_in_packet(
    vault: Vault, packet_id: str, kinds: Collection[str] = PRIVATE_KINDS
) -> list[Private]:
    """What the pages in the packet show and nothing hides yet, kind by kind."""
    packet = vault.get(Packet, packet_id)
    names = _other_names(vault, packet.dispute_id)
    own = _own_names(vault, packet.dispute_id)
    accounts = tuple(
        one.value
        for one in vault.find(AccountRef, "dispute_id = ?", [packet.dispute_id], order="rowid")
        if one.kind == "account"
    )
    hidden = hidden_by(packet_marks(vault, packet_id))
    found: dict[tuple[PrivateKind, str], list[Place]] = {}
    first: dict[tuple[PrivateKind, str], str] = {}
    for label, evidence, pages in pages_in(vault, packet):
        each = _found(vault, evidence.id, names, accounts)
        for number in pages:
            for one in each[number - 1] if number <= len(each) else ():
                plain = squashed(one.words)
                if one.kind not in kinds or (one.kind == "name" and plain in own):
                    continue
                key = (one.kind, plain)
                first.setdefault(key, " ".join(one.words.split()))
                place = Place(label, evidence.id, number)
                if place not in found.setdefault(key, []):
                    found[key].append(place)
    printed = Plain(_printed(vault, packet_id)) if found else Plain("")
    made = [
        Private(key[0], first[key], tuple(places), bool(printed.find(first[key])))
        for key, places in found.items()
        if not any(Plain(first[key]).find(words) for words in hidden)
    ]
    order = {kind: n for n, kind in enumerate(PRIVATE_KINDS)}
    return sorted(made, key=lambda one: (order[one.kind], one.printed))


def places_of(vault: Vault, packet_id: str, words: str) -> list[Place]:
    """The pages in the packet that hold these words, as far as they were read."""
    found: list[Place] = []
    for label, evidence, pages in pages_in(vault, vault.get(Packet, packet_id)):
        texts = vault.index.text(evidence.id).split("\f")
        found += [
            Place(label, evidence.id, number)
            for number in pages
            if number <= len(texts) and Plain(texts[number - 1]).find(words)
        ]
    return found


def black_out_private(vault: Vault, packet_id: str, found: Iterable[Private]) -> Change:
    """Hides all of these, in one step that can be undone."""
    marks = [
        Mark(
            words=one.words,
            reason=one.reason,
            everywhere=True,
            evidence_id=one.places[0].evidence_id if one.places else "",
        )
        for one in found
    ]
    return mark_pages(vault, packet_id, marks)


def pages_in(vault: Vault, packet: Packet) -> list[tuple[str, Evidence, list[int]]]:
    """(label, document, its pages that are in the packet), in order."""
    rows = vault.find(
        PacketExhibit, "packet_id = ? AND included = 1", [packet.id], order="position, rowid"
    )
    documents = evidence_by_id(vault, [row.evidence_id for row in rows])
    rows = [r for r in rows if r.evidence_id in documents]
    rows = [r for r in rows if not documents[r.evidence_id].trashed_at]
    try:
        labels = exhibit_labels(
            [row.label for row in rows], packet.label_prefix, sent_labels(vault, packet.id)
        )
    except ValueError:  # two alike, which the check says
        labels = [row.label or "?" for row in rows]
    made: list[tuple[str, Evidence, list[int]]] = []
    for row, label in zip(rows, labels, strict=True):
        evidence = documents[row.evidence_id]
        count = evidence.page_count or 1
        try:
            pages = parse_pages(row.pages if has_own_pages(evidence) else "", count)
        except ValueError:  # the check says so
            pages = list(range(1, count + 1))
        made.append((label, evidence, pages))
    return made


_Known = dict[str, tuple[int, list[list[Found]]]]
_known: WeakKeyDictionary[Vault, _Known] = WeakKeyDictionary()


def _found(
    vault: Vault, evidence_id: str, names: tuple[str, ...], accounts: tuple[str, ...]
) -> list[list[Found]]:
    """Page by page; looked for once as long as the text stays the same."""
    text = vault.index.text(evidence_id)
    mark = hash((text, names, accounts))
    known = _known.setdefault(vault, {})
    if evidence_id not in known or known[evidence_id][0] != mark:
        known[evidence_id] = mark, [private_in(page, names, accounts) for page in text.split("\f")]
    return known[evidence_id][1]


def _other_names(vault: Vault, dispute_id: str) -> tuple[str, ...]:
    """People of the vault who have no part in the dispute."""
    here = {p.person_id for p in vault.find(DisputePerson, "dispute_id = ?", [dispute_id])}
    people = vault.find(Person, "is_me = 0", order="rowid")
    return tuple(p.name for p in people if p.id not in here and len(p.name.split()) > 1)


def _own_names(vault: Vault, dispute_id: str) -> set[str]:
    here = {p.person_id for p in vault.find(DisputePerson, "dispute_id = ?", [dispute_id])}
    people = [p for p in vault.find(Person, order="rowid") if p.is_me or p.id in here]
    return {squashed(name) for p in people for name in (p.name, p.name_on_bill) if name}


def _printed(vault: Vault, packet_id: str) -> str:
    """What the packet's own pages say."""
    try:
        content = bundle_content(vault, packet_id, Frozen())
    except KnownError:  # the check says what is wrong with it
        return ""
    shown = replace(content, exhibits=(), hidden=())
    return json.dumps(to_json(shown), ensure_ascii=False)
