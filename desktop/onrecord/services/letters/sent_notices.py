"""Statutory notices that went out: what their clocks count from, by the rule each follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.deadline import Start
from onrecord.domain.letter import Letter
from onrecord.domain.when import When
from onrecord.errors import NotFound
from onrecord.services.letters.templates import template

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class SentNotice:
    """``rule`` is the entry of the directory it follows. It counts as given the day it was sent,
    and as received the day its delivery is on record, not before."""

    rule: str
    starts: tuple[Start, ...]


def sent_notices(vault: Vault, dispute_id: str, track_id: str, *, first: bool) -> list[SentNotice]:
    """Of one line of steps; ``first`` takes along letters that belong to none."""
    letters = vault.find(
        Letter,
        "dispute_id = ? AND state = 'sent' AND trashed_at = '' AND track_id IN (?, ?)",
        [dispute_id, track_id, "" if first else track_id],
        order="sent_dated, rowid",
    )
    made: list[SentNotice] = []
    for letter in letters:
        rule = _rule(vault, letter.template)
        if not rule:
            continue
        days = (("notice_given", letter.sent_dated), ("notice_received", letter.delivered_dated))
        starts = (Start(code, When(day), Letter.TABLE, letter.id) for code, day in days if day)
        made.append(SentNotice(rule, tuple(starts)))
    return made


def _rule(vault: Vault, template_id: str) -> str:
    try:
        return template(vault, template_id).rule
    except NotFound:  # a template of the user's that is gone
        return ""
