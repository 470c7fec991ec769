"""The list of disputes, and the head of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from onrecord.domain.counterparty import search_form
from onrecord.domain.dispute import Dispute
from onrecord.domain.housekeeping import Setting
from onrecord.domain.next_step import NextStep, next_steps
from onrecord.domain.situation import broken_promises, due_day, still_owed
from onrecord.domain.standing import say_standing
from onrecord.services.views.helpers import helpers_of, unanswered_of
from onrecord.services.views.situations import situations
from onrecord.services.views.today_dates import dated

if TYPE_CHECKING:
    from onrecord.domain.situation import Situation
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class DisputeRow:
    """A line of the list. ``due`` is the next day that matters (ISO), ``late`` days past it."""

    id: str
    title: str
    company: str
    standing: str
    due: str = ""
    late: int = 0
    state: str = "open"
    sample: bool = False
    documents: int = 0
    contacts: int = 0


@dataclass(frozen=True)
class DisputeHeader:
    """What stands above the tabs; ``others`` are further steps that apply, after the next one."""

    id: str
    title: str
    company: str
    standing: str
    next_step: NextStep | None
    others: tuple[NextStep, ...]
    documents: int
    contacts: int
    bundles: int
    sample: bool
    state: str


def dispute_list(vault: Vault, search: str = "", today: date | None = None) -> list[DisputeRow]:
    """Disputes not in the trash: what is late first, then by the next due day, then the newest.

    ``search`` finds words of the sentence, the company, or an account or reference number.
    """
    where, args = "d.trashed_at = ''", list[str]()
    for word in search.split():
        like = f"%{_escaped(word)}%"
        digits = search_form(word)
        where += (
            " AND (d.title LIKE ? ESCAPE '\\' OR c.name LIKE ? ESCAPE '\\'"
            " OR (? != '' AND EXISTS (SELECT 1 FROM account_ref a WHERE a.dispute_id = d.id"
            " AND instr(a.digits, ?)))"
            " OR (? != '' AND EXISTS (SELECT 1 FROM dispute_contact l JOIN contact k"
            " ON k.id = l.contact_id WHERE l.dispute_id = d.id"
            " AND instr(k.reference_digits, ?))))"
        )
        args += [like, like, digits, digits, digits, digits]
    rows = vault.query(
        "SELECT d.id AS id, d.title AS title, d.sample AS sample, coalesce(c.name, '') AS company,"
        " (SELECT count(*) FROM dispute_contact l JOIN contact k ON k.id = l.contact_id"
        " WHERE l.dispute_id = d.id AND k.trashed_at = '') AS contacts"
        " FROM dispute d LEFT JOIN counterparty c ON c.id = d.counterparty_id"
        f" WHERE {where} ORDER BY d.rowid DESC",
        args,
    )
    ids = [row["id"] for row in rows]
    found = situations(vault, ids, today or date.today(), overview=True)
    made = [_row(row, found[row["id"]]) for row in rows]
    return sorted(made, key=lambda r: (r.state == "closed", -r.late, r.due or "9999"))


def dispute_header(vault: Vault, id: str, today: date | None = None) -> DisputeHeader:
    """Where a dispute stands, and what to do next with the reason."""
    dispute = vault.get(Dispute, id)
    day = today or date.today()
    situation = situations(vault, [id], day)[id]
    if situation.state != "closed":
        situation = replace(situation, helpers=helpers_of(vault, id, day))
        if any(event.kind == "served" for event in situation.events):
            situation = replace(situation, unanswered=unanswered_of(vault, id, day))
    steps = next_steps(situation, put_off(vault, id))
    if steps and steps[0].rule == "wait":
        near = [item for _, item in sorted(dated(vault, day, id).values(), key=lambda p: p[0])]
        steps[:1] = [
            NextStep("dated", one.words, one.why, one.button, one.action, one.id) for one in near
        ] or steps[:1]
    return DisputeHeader(
        id=id,
        title=dispute.title,
        company=situation.company,
        standing=say_standing(situation),
        next_step=steps[0] if steps else None,
        others=tuple(steps[1:]),
        documents=situation.document_count,
        contacts=len(situation.contacts),
        bundles=situation.bundle_count,
        sample=dispute.sample,
        state=dispute.state,
    )


def put_off(vault: Vault, dispute_id: str) -> dict[str, date]:
    """The rules the user said "Not now" to, with the day until which each stays out of view."""
    return put_offs(vault, f"not_now:{dispute_id}:").get(dispute_id, {})


def put_offs(vault: Vault, prefix: str = "not_now:") -> dict[str, dict[str, date]]:
    """The same of every dispute, by its id."""
    found: dict[str, dict[str, date]] = {}
    for one in vault.find(Setting, "id >= ? AND id < ?", [prefix, prefix + "~"]):
        _, dispute_id, rule = one.id.split(":", 2)
        found.setdefault(dispute_id, {})[rule] = date.fromisoformat(one.value)
    return found


def _row(row: Mapping[str, Any], situation: Situation) -> DisputeRow:
    closed = situation.state == "closed"
    late = broken_promises(situation)
    if closed:  # what was not kept was known when it was closed; what is owed still counts
        late = [p for p in late if p.state == "open"]
    due = due_day(late[0]) if late else None
    days = (situation.today - due).days if due else 0
    if due is None:
        open_days = [d for p in still_owed(situation) if (d := due_day(p))]
        due = min(open_days, default=None)
    return DisputeRow(
        id=row["id"],
        title=row["title"],
        company=situation.company,
        standing=say_standing(situation),
        due=due.isoformat() if due else "",
        late=max(days, 0),
        state=situation.state,
        sample=bool(row["sample"]),
        documents=situation.document_count,
        contacts=row["contacts"],
    )


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
