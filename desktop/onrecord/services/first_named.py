"""Where a dispute is with several companies, the one a packet is about is named where it begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.domain.counterparty import Counterparty

if TYPE_CHECKING:
    from onrecord.services.bundle_source import Source

_GROUND = re.compile(r"I recall: |The [a-z ]+ shows: |I noted[^:]*: ")
_OURS = re.compile(r"[^:.]*")
_MEANT = re.compile(r"\bthe company\b|(?<=\bto )them\b|(?<=\bfrom )them\b|\bthey\b")


class FirstNamed:
    """Puts the name into the first of our sentences that means the company a packet is about, and
    into the first after one that names another."""

    def __init__(self, source: Source) -> None:
        where = "id IN (SELECT counterparty_id FROM track WHERE dispute_id = ?) AND id != ?"
        rows = source.vault.find(Counterparty, where, [source.dispute.id, source.company_id])
        self._others = {row.name for row in rows} | {
            other for contact in source.contacts if (other := source.other_company(contact))
        }
        self._name = source.company_name
        self._due = bool(self._others and self._name)

    def words(self, words: str) -> str:
        said = named(words, self._name) if self._due else words
        if said != words:
            self._due = False
        elif any(one in words for one in self._others if one):
            self._due = bool(self._name)
        return said


def named(words: str, name: str) -> str:
    """A sentence of ours with the name in place of ``the company`` or ``them``; what follows its
    first sentence may be somebody's own words and stays. The same where nothing means the company."""
    ground = _GROUND.match(words)
    begin = ground[0] if ground else ""
    rest = words[len(begin) :]
    ours = _OURS.match(rest)
    head = ours[0] if ours else rest
    return f"{begin}{_MEANT.sub(lambda _: name, head, count=1)}{rest[len(head) :]}"
