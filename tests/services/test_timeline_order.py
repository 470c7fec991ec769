"""The order that SQL gives to a timeline is the one that the rules of the chronology give."""

from __future__ import annotations

import random
from datetime import date

from onrecord.domain.chronology import Entry, Silence, Wait, with_silences
from onrecord.domain.contact import Contact, DisputeContact, Promise
from onrecord.domain.evidence import DisputeEvidence, Evidence
from onrecord.domain.fact import DayOrder, Fact
from onrecord.domain.track import StageEvent, Track
from onrecord.domain.when import When
from onrecord.services.open_dispute import open_dispute
from onrecord.services.views.timeline import timeline, timeline_rows
from onrecord.services.views.timeline_order import Line, timeline_order
from onrecord.vault.vault import Vault

_DATES = (
    "", "2026", "2026-03", "2026-03-14", "2026-03-14T09:00", "2026-03-14T14:21",
    "2026-03-14/2026-03-20", "2026-03/2026-05", "2025-01-02", "2011-05/2011-09", "2026-07-01",
)  # fmt: skip
_TODAY = date(2026, 9, 1)
_KINDS = ("contact", "evidence", "promise", "fact", "stage")


def _filled(vault: Vault, chance: random.Random) -> tuple[str, dict[str, list[tuple[str, str]]]]:
    """A dispute, and by kind the ids and dates in the order in which they were put in."""
    dispute = open_dispute(vault, "Northline Telecom (sample)", "Charged twice").result
    put: dict[str, list[tuple[str, str]]] = {kind: [] for kind in _KINDS}
    with vault.change("Filled") as tx:
        track = tx.insert(Track(dispute_id=dispute, name="The company"))
        for n in range(60):
            dated = chance.choice(_DATES)
            contact = tx.insert(Contact(kind="call", dated=dated, written_at=f"2026-08-01T{n:02}"))
            tx.insert(DisputeContact(dispute_id=dispute, contact_id=contact.id))
            put["contact"].append((contact.id, dated))
            dated = chance.choice(_DATES)
            bill = tx.insert(Evidence(file_name=f"{n}.pdf", dated=dated))
            tx.insert(DisputeEvidence(dispute_id=dispute, evidence_id=bill.id, position=n))
            put["evidence"].append((bill.id, dated))
            due, kept = chance.choice(_DATES), chance.choice(("", "2026-03-14"))
            promise = tx.insert(
                Promise(
                    dispute_id=dispute, words="A refund", due=due, settled_when=kept,
                    state="kept" if kept and n % 2 else "open",
                )
            )  # fmt: skip
            when = (kept if promise.state == "kept" else due) or due or kept
            if when:
                put["promise"].append((promise.id, when))
            dated = chance.choice(_DATES)
            fact = tx.insert(Fact(dispute_id=dispute, dated=dated, words="The line failed"))
            put["fact"].append((fact.id, dated))
            dated = chance.choice(_DATES)
            stage = tx.insert(StageEvent(track_id=track.id, kind="asked", dated=dated))
            put["stage"].append((stage.id, dated))
    return dispute, put


def _expected(
    put: dict[str, list[tuple[str, str]]], given: dict[str, tuple[str, ...]]
) -> list[Line]:
    entries = [(kind, id, dated) for kind in _KINDS for id, dated in put[kind]]
    waits = {"contact": Wait(), "evidence": Wait(), "promise": Wait(), "fact": Wait(),
             "stage": Wait(asks=True)}  # fmt: skip
    rows = with_silences(
        [
            Entry(kind, id, When(dated), "", n, kind not in ("evidence", "fact"), waits[kind])
            for n, (kind, id, dated) in enumerate(entries)
        ],
        _TODAY,
        given,
    )
    lines: list[Line] = [
        ("silence", row.words, row.after.isoformat())
        if isinstance(row, Silence)
        else (row.kind, row.id, row.when.text)
        for row in rows
    ]
    known = [line for line in lines if line[2]]
    return [*reversed(known), *(line for line in lines if not line[2])]


def test_sql_orders_as_the_chronology_does(vault: Vault) -> None:
    dispute, put = _filled(vault, random.Random(4))
    assert timeline_order(vault, dispute, today=_TODAY) == _expected(put, {})


def test_a_day_with_an_order_of_its_own_keeps_it(vault: Vault) -> None:
    dispute, put = _filled(vault, random.Random(5))
    that_day = [
        f"{kind}:{id}"
        for kind in ("stage", "fact", "evidence")
        for id, dated in put[kind]
        if dated.startswith("2026-03-14") and "/" not in dated
    ]
    assert len(that_day) > 4
    with vault.change("Changed the order of a day") as tx:
        tx.insert(DayOrder(dispute_id=dispute, dated="2026-03-14", items=tuple(that_day)))
    expected = _expected(put, {"2026-03-14": tuple(that_day)})
    assert expected != _expected(put, {})
    assert timeline_order(vault, dispute, today=_TODAY) == expected


def test_one_kind_is_the_same_lines_without_the_others(vault: Vault) -> None:
    dispute, _ = _filled(vault, random.Random(6))
    whole = timeline_order(vault, dispute, today=_TODAY)
    for show, kind in (("documents", "evidence"), ("promises", "promise")):
        some = [line for line in whole if line[0] == kind]
        assert timeline_order(vault, dispute, show, _TODAY) == some


def test_each_line_says_what_it_says_wherever_it_is_asked_for(vault: Vault) -> None:
    dispute, put = _filled(vault, random.Random(7))
    rows = timeline(vault, dispute, today=_TODAY)
    keys = [(row.kind, row.id) for row in rows if row.kind != "silence"]
    assert len(keys) == sum(len(some) for some in put.values())
    some = keys[100:130]
    assert [timeline_rows(vault, some, _TODAY)[key] for key in some] == [
        row for row in rows if (row.kind, row.id) in set(some)
    ]
    assert timeline_rows(vault, [("evidence", "gone")], _TODAY) == {}
