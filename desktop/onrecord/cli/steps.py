"""The way up: what the rules ask, each step taken, and what came of it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from onrecord.cli.naming import find_company, find_dispute, find_evidence
from onrecord.cli.opening import the_vault
from onrecord.cli.options import in_vault, wants_json
from onrecord.cli.printing import one_line, print_answer, print_list


@click.command("answer")
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("code", metavar="[CODE]", default="")
@click.argument("said", metavar="[ANSWER]", default="")
@click.option("--company", default="", help="Against which company, where there are several.")
def answer_rules(dispute: str, code: str, said: str, company: str) -> None:
    """Answer what the rules ask for.

    Such as: answer VAULT DISPUTE place Vermont. ANSWER is a place, a date, an amount, yes, no or
    unknown. Without CODE it says what is asked next and what was answered.
    """
    from onrecord.services.views.help import help_view
    from onrecord.services.who_can_help_answers import answer

    with the_vault() as vault:
        id = find_dispute(vault, dispute)
        party = find_company(vault, id, company)
        if code:
            answer(vault, id, code, said, counterparty_id=party)
        found = help_view(vault, id, counterparty_id=party)
    lines = [f"{one.words}: {one.said}" for one in found.answered]
    lines += [f"Next: {found.question.words} ({found.question.code})"] if found.question else []
    print_answer(
        {
            "dispute": id,
            "question": asdict(found.question) if found.question else None,
            "more_questions": found.more_questions,
            "answered": [asdict(one) for one in found.answered],
        },
        "\n".join(lines),
    )


@click.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("kind", metavar="KIND")
@click.option("--when", default="", help='"24 October 2016", "March 2026"; else not known.')
@click.option("--reference", default="", help="Under which reference.")
@click.option("--reason", default="", help="Their reason, or what it says.")
@click.option("--document", default="", metavar="EVIDENCE", help="The document that shows it.")
@click.option("--rung", default="", help="supervisor, formal, executive, ombudsman or court.")
@click.option("--body", default="", metavar="ID", help="The body it is with; see agencies.")
@click.option("--company", default="", help="Against which company, where there are several.")
def stage(
    dispute: str,
    kind: str,
    when: str,
    reference: str,
    reason: str,
    document: str,
    rung: str,
    body: str,
    company: str,
) -> None:
    """Record a step: what happened on the way up.

    KIND is asked, denied, answered, final_response, deadlock, escalated, served, recommended,
    rejected or decided. With --body it is a step of the complaint at that body.
    """
    from onrecord.domain.track import rung_of_body
    from onrecord.services.agency_directory import directory
    from onrecord.services.record_stage import record_stage
    from onrecord.services.record_stage_effect import effect_of
    from onrecord.services.track_complaint import track_at

    if kind == "asked" and rung not in ("", "asked"):
        kind = "escalated"  # whoever asks on a higher rung has gone up to it
    with the_vault() as vault, vault.change("Noted a step"):
        id = find_dispute(vault, dispute)
        party = find_company(vault, id, company)
        track_id = track_at(vault, id, body, counterparty_id=party).result
        if kind == "escalated" and body and not rung:
            entry = directory(vault)[body].agency
            rung = rung_of_body(entry.kind, entry.id)
        change = record_stage(
            vault, id, kind, dated=when, reason=reason, reference=reference, rung=rung,
            evidence_id=find_evidence(vault, document, id) if document else "", track_id=track_id,
        )  # fmt: skip
        said = effect_of(vault, change.result)
    print_answer({"id": change.result, "track": track_id, "effect": said},
           "\n".join([change.result, *said]))  # fmt: skip


@click.command("tracks")
@in_vault
@click.argument("dispute", metavar="DISPUTE")
def tracks_list(dispute: str) -> None:
    """List what happened on the way up in a dispute."""
    from onrecord.services.views.tracks import tracks

    with the_vault() as vault:
        rows = tracks(vault, find_dispute(vault, dispute))
    if wants_json():
        plain = json.loads(json.dumps([asdict(row) for row in rows], default=str))  # its days
        print_list(plain, [], "")
        return
    for row in rows:
        click.echo(one_line("  ".join(p for p in (row.id, row.company, row.body, row.rung) if p)))
        for event in row.events:
            click.echo(one_line(f"    {event.words}"))
    if not rows:
        click.echo("There are no steps in this dispute yet.")
