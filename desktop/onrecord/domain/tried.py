"""What was tried to reach them: channels, attempts in which nobody was reached, being passed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.domain.contact import Contact
from onrecord.domain.contact_entry import is_conversation
from onrecord.domain.when import When

_ONE_MANY = {
    "call": ("call", "calls"), "voicemail": ("voicemail left", "voicemails left"),
    "email": ("email", "emails"), "chat": ("chat", "chats"), "letter": ("letter", "letters"),
    "message": ("text message", "text messages"),
    "post": ("letter by post", "letters by post"), "visit": ("visit", "visits"),
}  # fmt: skip


@dataclass(frozen=True)
class Channel:
    """One way in which I turned to them; ``failed`` of the ``count`` times nobody was reached."""

    kind: str
    count: int
    failed: int

    def words(self) -> str:
        """``4 calls (2 reached nobody)``."""
        one, many = _ONE_MANY.get(self.kind, (self.kind, self.kind))
        said = f"{self.count} {one if self.count == 1 else many}"
        if not self.failed or self.kind == "voicemail":  # which says it already
            return said
        return f"{said} ({self.failed} reached nobody)"


@dataclass(frozen=True)
class Tried:
    """``spoken`` counts conversations; ``received`` voicemails of theirs, which are none.

    ``passed_on`` counts how often I was sent on to somebody else, ``to_others`` how often of that
    to another company or body. ``written`` counts emails, letters and messages that are kept as
    documents only: whose they are is not known of them.
    """

    channels: tuple[Channel, ...] = ()
    spoken: int = 0
    failed: int = 0
    received: int = 0
    passed_on: int = 0
    to_others: int = 0
    written: int = 0

    def sentences(self) -> tuple[str, ...]:
        """What may be said of it, a line each."""
        said: list[str] = []
        if self.channels:
            said.append("Channels tried: " + ", ".join(c.words() for c in self.channels) + ".")
        if self.written == 1:
            said.append("One email, letter or message is among the documents.")
        elif self.written:
            said.append(f"{self.written} emails, letters and messages are among the documents.")
        if self.failed:
            said.append(f"Nobody was reached {_times(self.failed)}.")
        if self.received:
            count = self.received
            said.append(
                f"{count} {'voicemail' if count == 1 else 'voicemails'} from them, without a"
                " conversation."
            )
        if self.passed_on:
            others = f", {_times(self.to_others)} to another company" if self.to_others else ""
            said.append(f"Passed on {_times(self.passed_on)}{others}.")
        return tuple(said)


def reached_nobody(contact: Contact) -> bool:
    """An attempt of mine that came to nothing: so marked, or a message left on a machine."""
    return contact.attempt or (contact.kind == "voicemail" and contact.direction == "out")


def tried(
    contacts: Sequence[Contact], transfers: Mapping[str, int] | None = None, written: int = 0
) -> Tried:
    """``transfers``: per contact, how often its notes say that I was put through to somebody. Such a
    transfer and the contact that follows it in the same thread are one."""
    ordered = sorted(contacts, key=lambda c: (When(c.dated).sort_key, c.written_at))
    mine = [c for c in ordered if c.direction != "in"]
    counts = Counter(c.kind for c in mine)
    failed = Counter(c.kind for c in mine if reached_nobody(c))
    passed, others = _passed_on(ordered, transfers or {})
    return Tried(
        channels=tuple(Channel(kind, n, failed[kind]) for kind, n in counts.items()),
        spoken=sum(1 for c in ordered if is_conversation(c.kind, c.direction) and not c.attempt),
        failed=sum(failed.values()),
        received=sum(1 for c in ordered if c.kind == "voicemail" and c.direction == "in"),
        passed_on=passed,
        to_others=others,
        written=written,
    )


def _passed_on(ordered: Iterable[Contact], transfers: Mapping[str, int]) -> tuple[int, int]:
    threads: dict[str, list[Contact]] = {}
    for contact in ordered:
        threads.setdefault(contact.thread_id or contact.id, []).append(contact)
    passed = others = 0
    for thread in threads.values():
        noted = sum(transfers.get(c.id, 0) for c in thread)
        joined = sum(1 for a, b in pairwise(thread) if not _one_chat(a, b))
        passed += max(joined, noted)
        others += sum(
            1 for a, b in pairwise(thread) if _party(a) and _party(b) and _party(a) != _party(b)
        )
    return passed, others


def _one_chat(a: Contact, b: Contact) -> bool:
    """Text messages with one number go on from day to day; that passes nobody on."""
    return a.kind == b.kind == "message" and a.number == b.number


def _party(contact: Contact) -> str:
    return contact.counterparty_id or contact.company.strip().casefold()


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
