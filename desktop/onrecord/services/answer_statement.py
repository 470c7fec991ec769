"""Say what a statement leaves open: the order of its dates, its currency, what a plus means; and
that a suggested row is not the one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.housekeeping import Setting
from onrecord.errors import Refused
from onrecord.services.views.statements import answers, setting_id

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

_ANSWERS = {"order": {"dmy", "mdy", "ymd"}, "mark": {".", ","}, "plus": {"in", "out"}}


def answer_statement(vault: Vault, evidence_id: str, about: str, answer: str) -> Change:
    """Keeps one answer; an empty one takes it back. Raises NotFound, Refused."""
    vault.get(Evidence, evidence_id)
    if about == "currency":
        answer = answer.strip().upper()
        if answer and not re.fullmatch(r"[A-Z]{3}", answer):
            raise Refused("Write the currency as three letters, like GBP.", "currency")
    elif answer and answer not in _ANSWERS.get(about, set()):
        raise Refused("That is no answer to what was asked.", about)
    said = answers(vault, evidence_id)
    said.pop(about, None)
    if answer:
        said[about] = answer
    with vault.change("Answered for the statement") as tx:
        tx.put(Setting(id=setting_id(evidence_id), value=json.dumps(said)))
    return tx.change


def not_this_row(vault: Vault, dispute_id: str, evidence_id: str, number: int) -> Change:
    """The row is not suggested for this dispute again."""
    with vault.change("Not that row") as tx:
        tx.put(Setting(id=not_this_id(dispute_id, evidence_id, number), value="1"))
    return tx.change


def not_this_id(dispute_id: str, evidence_id: str, number: int) -> str:
    """Where it is kept that a row is not the one."""
    return f"not_row:{dispute_id}:{evidence_id}:{number}"
