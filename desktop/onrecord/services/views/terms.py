"""A promise or an offer as the inspector shows it: where it was made, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.balance import awaits_credit, credited
from onrecord.domain.contact import Contact, ContactLine, Offer, Promise
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.money import Money
from onrecord.domain.offer import against_least, offer_state
from onrecord.domain.when import When
from onrecord.services.break_promise import contrary_documents
from onrecord.services.views.citing import CitedPlace, places
from onrecord.services.views.timeline import contact_words

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class PromiseDetail:
    """``source`` is the call or message it was made in, ``line`` the very words of it noted there
    (``line_id`` its line); ``contrary`` the documents that could show it broken; ``to_come`` what of
    a refund no statement shows yet."""

    promise: Promise
    source: str = ""
    line: str = ""
    line_id: str = ""
    places: tuple[CitedPlace, ...] = ()
    contrary: tuple[tuple[str, str], ...] = ()
    to_come: str = ""


@dataclass(frozen=True)
class OfferDetail:
    """``state`` as it is today; ``compared`` how it stands to the least I would accept;
    ``answer`` the offer that counters it, ``answers`` the one it counters."""

    offer: Offer
    state: str
    source: str = ""
    compared: str = ""
    answer: Offer | None = None
    answers: Offer | None = None
    places: tuple[CitedPlace, ...] = ()


def promise_detail(vault: Vault, id: str) -> PromiseDetail:
    """Raises NotFound."""
    promise = vault.get(Promise, id)
    line = _line_of(vault, promise)
    entries = vault.find(LedgerEntry, "promise_id = ?", [id])
    to_come = ""
    if promise.state in ("open", "broken") and awaits_credit(promise, entries):
        missing = (promise.amount_minor or 0) - credited(promise, entries)
        to_come = Money(missing, promise.currency).words()
    return PromiseDetail(
        promise,
        _source(vault, promise.contact_id),
        line.words if line is not None else "",
        line.id if line is not None else "",
        places(vault, [id]).get(id, ()),
        tuple(contrary_documents(vault, id)) if promise.state == "open" else (),
        to_come,
    )


def offer_detail(vault: Vault, id: str, today: date | None = None) -> OfferDetail:
    """Raises NotFound."""
    offer = vault.get(Offer, id)
    answer = vault.find(Offer, "counters_id = ?", [id], order="rowid DESC", limit=1)
    answers = vault.find(Offer, "id = ?", [offer.counters_id], limit=1)
    return OfferDetail(
        offer,
        offer_state(offer, today or date.today()),
        _source(vault, offer.contact_id),
        against_least(offer),
        answer[0] if answer else None,
        answers[0] if answers else None,
        places(vault, [id]).get(id, ()),
    )


def _source(vault: Vault, contact_id: str) -> str:
    rows = vault.find(Contact, "id = ? AND trashed_at = ''", [contact_id], limit=1)
    return f"{contact_words(rows[0])}, {When(rows[0].dated).short()}" if rows else ""


def _line_of(vault: Vault, promise: Promise) -> ContactLine | None:
    """The line of the call in which it was noted: the one marked so that says the same, or the one
    that stands at its place among those marked."""
    if not promise.contact_id:
        return None
    of_it = "contact_id = ?"
    lines = vault.find(ContactLine, of_it, [promise.contact_id], order="position, rowid")
    words = promise.words.casefold()
    same = [x for x in lines if words and words in x.words.casefold()]
    if same:
        return same[0]
    marked = [x for x in lines if x.event == "promise"]
    rows = vault.find(Promise, of_it, [promise.contact_id], order="rowid")
    at = next((n for n, one in enumerate(rows) if one.id == promise.id), 0)
    return marked[at] if at < len(marked) else None
