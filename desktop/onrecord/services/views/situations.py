"""What the rules of a dispute look at, for one dispute or for all, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.contact import Contact, Promise
from onrecord.domain.situation import Line, Situation, Unsent
from onrecord.domain.times import parse_utc
from onrecord.domain.track import StageEvent
from onrecord.services.agency_directory import directory
from onrecord.services.rows import batches, in_list, step_order
from onrecord.services.views.said_got import came_of

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


_ALL = (
    "SELECT l.dispute_id AS of_dispute, c.* FROM dispute_contact l"
    " JOIN contact c ON c.id = l.contact_id WHERE l.{where} AND c.trashed_at = ''"
)

# Of each dispute: its newest contact, its newest call without a reference, and those that an
# unsettled promise or their last word came from. The rules look at no other.
_TELLING = (
    "WITH theirs AS (SELECT l.dispute_id AS of_dispute, c.id AS contact, c.dated AS dated,"
    " c.kind IN ('call', 'chat', 'visit') AND c.reference = '' AND c.reference_state = 'unknown'"
    " AND c.attempt = 0 AS lacking FROM dispute_contact l JOIN contact c ON c.id = l.contact_id"
    " WHERE l.{where} AND c.trashed_at = ''),"
    " placed AS (SELECT *, row_number() OVER (PARTITION BY of_dispute ORDER BY dated DESC) AS n,"
    " row_number() OVER (PARTITION BY of_dispute, lacking ORDER BY dated DESC) AS m FROM theirs)"
    " SELECT placed.of_dispute, c.* FROM placed JOIN contact c ON c.id = placed.contact"
    " WHERE placed.n = 1 OR (placed.lacking AND placed.m = 1) OR EXISTS (SELECT 1 FROM promise p"
    " WHERE p.contact_id = c.id AND p.state IN ('open', 'broken'))"
    " OR EXISTS (SELECT 1 FROM stage_event e WHERE e.contact_id = c.id"
    " AND e.kind IN ('final_response', 'deadlock'))"
)


def situations(
    vault: Vault, dispute_ids: Sequence[str], today: date, *, overview: bool = False
) -> dict[str, Situation]:
    """The situation of each dispute, by id.

    An ``overview`` holds only the contacts and promises the rules look at, for long lists.
    """
    made: dict[str, Situation] = {}
    for batch in batches(dispute_ids):
        made.update(_batch(vault, batch, today, overview))
    return made


def _batch(vault: Vault, ids: list[str], today: date, overview: bool) -> dict[str, Situation]:
    where, args = in_list("d.id", ids)
    heads = vault.query(
        "SELECT d.id AS id, d.state AS state, coalesce(c.name, '') AS company,"
        # All less those in the trash: to look at each of 100,000 would take long.
        " (SELECT count(*) FROM dispute_evidence l WHERE l.dispute_id = d.id)"
        " - (SELECT count(*) FROM evidence e CROSS JOIN dispute_evidence l ON l.evidence_id = e.id"
        "  WHERE e.trashed_at > '' AND l.dispute_id = d.id) AS documents,"
        " (SELECT count(*) FROM bundle b WHERE b.dispute_id = d.id) AS bundles,"
        " (SELECT max(frozen_at) FROM bundle b WHERE b.dispute_id = d.id) AS last_bundle,"
        " EXISTS (SELECT 1 FROM desired_outcome o WHERE o.dispute_id = d.id AND o.words != '')"
        "  OR EXISTS (SELECT 1 FROM claim_line l WHERE l.dispute_id = d.id) AS has_ask,"
        " coalesce(x.dated, '') AS closed_on, coalesce(x.outcome, '') AS outcome"
        " FROM dispute d LEFT JOIN counterparty c ON c.id = d.counterparty_id"
        " LEFT JOIN closure x ON x.rowid = (SELECT max(y.rowid) FROM closure y"
        f" WHERE y.dispute_id = d.id AND y.reopened_at = '') WHERE {where}",
        args,
    )
    where, args = in_list("dispute_id", ids)
    contacts: dict[str, list[Contact]] = defaultdict(list)
    for row in vault.query(
        (_TELLING if overview else _ALL).format(where=where) + " ORDER BY c.dated, c.rowid",
        args,
    ):
        contacts[row["of_dispute"]].append(Contact.from_row(row))
    promises: dict[str, list[Promise]] = defaultdict(list)
    for row in vault.query(
        "SELECT p.* FROM promise p LEFT JOIN contact c ON c.id = p.contact_id"
        f" WHERE p.{where} AND coalesce(c.trashed_at, '') = ''"
        + (" AND p.state IN ('open', 'broken')" if overview else "")
        + " ORDER BY p.due, p.rowid",
        args,
    ):
        promises[row["dispute_id"]].append(Promise.from_row(row))
    events: dict[str, list[StageEvent]] = defaultdict(list)
    for row in vault.query(
        "SELECT t.dispute_id AS of_dispute, s.* FROM stage_event s JOIN track t ON t.id = s.track_id"
        f" WHERE t.{where} ORDER BY {step_order('s.')}",
        args,
    ):
        events[row["of_dispute"]].append(StageEvent.from_row(row))
    companies = _companies(vault, contacts)
    lines = _lines(vault, where, args)
    unsent = _unsent(vault, where, args)
    came = came_of(vault, where, args, events)
    return {
        row["id"]: Situation(
            today=today,
            company=row["company"],
            document_count=row["documents"],
            contacts=tuple(contacts[row["id"]]),
            promises=tuple(promises[row["id"]]),
            events=tuple(events[row["id"]]),
            bundle_count=row["bundles"],
            last_bundle=parse_utc(row["last_bundle"]).date() if row["last_bundle"] else None,
            has_ask=bool(row["has_ask"]),
            state=row["state"],
            closed_on=row["closed_on"],
            outcome=row["outcome"],
            lines=tuple(lines[row["id"]]),
            came=came[row["id"]].promises if row["id"] in came else frozenset(),
            nothing_left=row["id"] in came and came[row["id"]].all,
            unsent=unsent.get(row["id"]),
            companies=companies,
        )
        for row in heads
    }


def _companies(vault: Vault, contacts: Mapping[str, Sequence[Contact]]) -> dict[str, str]:
    """The names of those whom contacts were with."""
    found: dict[str, str] = {}
    wanted = {c.counterparty_id for of in contacts.values() for c in of if c.counterparty_id}
    for batch in batches(sorted(wanted)):
        where, ids = in_list("id", batch)
        rows = vault.query(f"SELECT id, name FROM counterparty WHERE {where}", ids)
        found |= {row["id"]: row["name"] for row in rows}
    return found


def _lines(vault: Vault, where: str, args: list[str]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    rows = vault.query(
        "SELECT t.id, t.dispute_id, t.counterparty_id, t.rung, t.agency_id, coalesce(nullif(t.name, ''), c.name, '')"
        " AS name FROM track t LEFT JOIN counterparty c ON c.id = t.counterparty_id"
        f" WHERE t.{where} ORDER BY t.rowid",
        args,
    )
    with_body = [row for row in rows if row["rung"] == "court" and row["agency_id"]]
    known = directory(vault) if with_body else {}
    notices = {id for id, entry in known.items() if entry.agency.kind == "notice"}
    for row in rows:
        issuer = row["rung"] == "court" and row["agency_id"] in notices
        line = Line(row["id"], row["name"], row["counterparty_id"], issuer)
        found[row["dispute_id"]].append(line)
    return found


def _unsent(vault: Vault, where: str, args: list[str]) -> dict[str, Unsent]:
    """Of each dispute the newest PDF of a packet of which no sending is on record. It goes on the
    line that is with its body, else on the first that is with none."""
    found: dict[str, Unsent] = {}
    for row in vault.query(
        "SELECT p.dispute_id, b.id, p.profile, p.recipient, b.frozen_at, coalesce((SELECT t.id"
        " FROM track t WHERE t.dispute_id = p.dispute_id ORDER BY p.agency_id != ''"
        " AND t.agency_id = p.agency_id DESC, t.agency_id IN ('', '-') DESC, t.rowid LIMIT 1), '')"
        " AS track_id FROM packet p JOIN bundle b ON b.packet_id = p.id"
        f" WHERE p.{where} AND p.trashed_at = '' AND p.state != 'sent' AND b.sent_when = ''"
        " AND NOT EXISTS (SELECT 1 FROM sending s WHERE s.packet_id = p.id)"
        " ORDER BY b.frozen_at, b.rowid",
        args,
    ):
        court = row["profile"] == "small_claims"  # the company may get it first
        found[row["dispute_id"]] = Unsent(
            row["id"],
            row["profile"],
            "" if court else row["recipient"],
            parse_utc(row["frozen_at"]).date(),
            row["frozen_at"],
            row["track_id"],
        )
    return found
