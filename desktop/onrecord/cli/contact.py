"""Calls and messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.naming import currency_of, find_dispute, find_evidence, find_id
from onrecord.cli.opening import the_vault
from onrecord.cli.options import Group, in_vault, shared
from onrecord.cli.printing import print_answer, print_list
from onrecord.errors import Refused

if TYPE_CHECKING:
    from datetime import date

    from onrecord.domain.contact_entry import Offered, Promised
    from onrecord.domain.deadline import WorkingDay

    _DueOf = Callable[[str], tuple[str, str]]


_LONGEST = 7 * 24 * 60  # minutes of one call, with room to spare


@click.group(cls=Group)
@in_vault
def contact() -> None:
    """List, add and show calls and messages."""


@contact.command("list")
@click.option("--dispute", default="", metavar="DISPUTE", help="Only of this one; - is To sort.")
@shared
def contact_list(dispute: str) -> None:
    """List calls and messages, the newest first."""
    from onrecord.services.views.contacts import contacts
    from onrecord.services.views.to_sort import to_sort

    with the_vault() as vault:
        rows = contacts(vault, find_dispute(vault, dispute) if dispute not in ("", "-") else None)
        if dispute == "-":
            unfiled = {row.id for row in to_sort(vault)}
            rows = [row for row in rows if row.id in unfiled]
    print_list(
        [asdict(row) for row in rows],
        [(row.id, row.date_words, row.kind, row.company, row.words, row.reference_note)
         for row in rows],
        "There are no calls or messages here yet.",
    )  # fmt: skip


@contact.command("show")
@click.argument("contact", metavar="CONTACT")
@shared
def contact_show(contact: str) -> None:
    """Show a call or message, with all that was said."""
    from onrecord.domain.contact import Contact
    from onrecord.services.views.contacts import contact_detail

    with the_vault() as vault:
        detail = contact_detail(vault, find_id(vault, Contact.TABLE, contact, "call or message"))
    one = detail.contact
    plain = asdict(one) | {
        "company": detail.company,
        "lines": [asdict(line) for line in detail.lines],
        "promises": [asdict(promise) for promise in detail.promises],
        "offers": [asdict(offer) for offer in detail.offers],
        "amendments": [asdict(amendment) for amendment in detail.amendments],
        "evidence": [{"id": id, "title": title} for id, title in detail.evidence],
        "disputes": [{"id": id, "title": title} for id, title in detail.disputes],
        "ground": asdict(detail.ground),
    }
    lines = [f"{one.kind}, {one.dated or 'day not known'} {one.zone}".strip()]
    lines += [f"{name}: {value}" for name, value in (
        ("company", detail.company), ("who", one.agent_name), ("team", one.agent_team),
        ("reference", one.reference or one.reference_state), ("outcome", one.outcome),
    ) if value]  # fmt: skip
    lines += [f"{line.side}: {line.words}" for line in detail.lines]
    lines += [f"promised: {p.words} {p.due} ({p.state})" for p in detail.promises]
    print_answer(plain, "\n".join(lines))


@contact.command("add")
@click.option("--dispute", multiple=True, metavar="DISPUTE", help="Where it belongs; else To sort.")
@click.option(
    "--kind",
    type=click.Choice(["call", "voicemail", "email", "chat", "message", "letter", "post", "visit"]),
    default="call",
    show_default=True,
)
@click.option("--in", "incoming", is_flag=True, help="They contacted you.")
@click.option("--when", default=None, help='"2026-03-01 14:21", "March 2026", "unknown"; else now.')
@click.option("--zone", default="", help="Such as Europe/London; else this computer's.")
@click.option("--minutes", type=click.FloatRange(0), default=None, help="How long it took.")
@click.option("--hold", type=click.FloatRange(0), default=None, help="Minutes of it on hold.")
@click.option("--number", default="", help="Number or address used.")
@click.option("--company", default="", help="Who it was with.")
@click.option("--who", default="", help="Who you spoke to.")
@click.option("--who-id", default="", help="Their employee number.")
@click.option("--team", default="", help="Their team.")
@click.option("--reference", default="", help="The reference number of this contact.")
@click.option("--no-reference", is_flag=True, help="You asked; none was given.")
@click.option("--reference-refused", is_flag=True, help="They refused to give one.")
@click.option("--them", multiple=True, help="What they said; several times, in order.")
@click.option("--me", multiple=True, help="What you said.")
@click.option("--quote", is_flag=True, help="What was said is word for word.")
@click.option(
    "--promise", multiple=True, metavar="WORDS;DUE;AMOUNT", help="Due and amount may be empty."
)
@click.option("--offer", multiple=True, metavar="WORDS;UNTIL;AMOUNT", help="What they offered.")
@click.option("--currency", default="", help="Of the amounts; else the dispute's.")
@click.option("--outcome", default="", help="How it ended.")
@click.option("--notes", default="", help="Anything else.")
@click.option(
    "--document", multiple=True, metavar="EVIDENCE", help="A document that belongs to it."
)
@shared
def contact_add(**typed: Any) -> None:
    """Put a call or message on record."""
    from onrecord.domain.contact_entry import ContactEntry
    from onrecord.domain.times import is_zone
    from onrecord.domain.when import When
    from onrecord.services.clock import local_minute, local_zone
    from onrecord.services.derive import stored_date
    from onrecord.services.log_contact import log_contact
    from onrecord.services.own_currency import own_currency
    from onrecord.services.working_days import working_days_of

    states = [typed["reference"] != "", typed["no_reference"], typed["reference_refused"]]
    if sum(states) > 1:
        raise click.UsageError("Give one of --reference, --no-reference, --reference-refused.")
    state = "none" if typed["no_reference"] else "refused" if states[2] else "unknown"
    when = typed["when"]
    dated = local_minute() if when is None else "" if when == "unknown" else stored_date(when)
    if typed["zone"] and not is_zone(typed["zone"]):
        raise Refused(
            f"There is no time zone {typed['zone']}; write one like Europe/London or +01:00."
        )
    with the_vault() as vault:
        disputes = tuple(find_dispute(vault, one) for one in typed["dispute"])
        currency = currency_of(typed["currency"])
        if not currency and disputes:
            currency = own_currency(vault, disputes[0])
        due_of = partial(
            _due,
            said_on=When(dated).first_day if When(dated).precision in ("day", "minute") else None,
            is_working_day=working_days_of(vault, disputes[0]) if disputes else None,
        )
        entry = ContactEntry(
            kind=typed["kind"],
            direction="in" if typed["incoming"] else "out",
            dated=dated,
            zone=typed["zone"] or local_zone(),
            duration_s=_seconds(typed["minutes"]),
            hold_s=_seconds(typed["hold"]),
            number=typed["number"],
            company=typed["company"],
            agent_name=typed["who"],
            agent_id=typed["who_id"],
            agent_team=typed["team"],
            reference=typed["reference"],
            reference_state=state,
            lines=_said(typed),
            promises=tuple(_promise(text, currency, due_of) for text in typed["promise"]),
            offers=tuple(_offer(text, currency, due_of) for text in typed["offer"]),
            outcome=typed["outcome"],
            notes=typed["notes"],
            evidence_ids=tuple(
                find_evidence(vault, one, disputes[0] if disputes else "")
                for one in typed["document"]
            ),
            dispute_ids=disputes,
        )
        id = log_contact(vault, entry).result
    print_answer({"id": id}, id)


@contact.command("join")
@click.argument("contact", metavar="CONTACT")
@click.argument("earlier", metavar="EARLIER", default="")
@click.option("--part", is_flag=True, help="It stands for itself again.")
@shared
def contact_join(contact: str, earlier: str, part: bool) -> None:
    """Say that a call was passed on from an earlier one.

    Both references stay.
    """
    from onrecord.domain.contact import Contact
    from onrecord.services.join_calls import join_calls, part_calls

    if part == bool(earlier):
        raise click.UsageError("Give the earlier call, or --part.")
    with the_vault() as vault:
        id = find_id(vault, Contact.TABLE, contact, "call or message")
        if part:
            change = part_calls(vault, id)
        else:
            before = find_id(vault, Contact.TABLE, earlier, "call or message")
            change = join_calls(vault, id, before)
        thread = vault.get(Contact, id).thread_id
    print_answer({"id": id, "thread": thread}, f"{change.words}.")


def _seconds(minutes: float | None) -> int | None:
    if minutes is None:
        return None
    if not 0 <= minutes <= _LONGEST:  # what is no number compares as false
        raise Refused("Give the time it took in minutes, at most a week.", "minutes")
    return round(minutes * 60)


def _said(typed: Mapping[str, Any]) -> tuple[Any, ...]:
    from onrecord.domain.contact_entry import Said

    form = "quote" if typed["quote"] else "paraphrase"
    them = [Said(words, "them", form) for words in typed["them"]]
    return (*them, *(Said(words, "me", form) for words in typed["me"]))


def _promise(text: str, currency: str, due_of: _DueOf) -> Promised:
    from onrecord.domain.contact_entry import Promised

    words, due, minor = _parts(text, currency, due_of)
    return Promised(words, due, minor, currency if minor is not None else "")


def _offer(text: str, currency: str, due_of: _DueOf) -> Offered:
    from onrecord.domain.contact_entry import Offered

    words, until, minor = _parts(text, currency, due_of)
    return Offered(words, "them", minor, currency if minor is not None else "", until)


def _due(typed: str, said_on: date | None, is_working_day: WorkingDay | None) -> tuple[str, str]:
    """The day that was meant and, where it was worked out or cannot be, how it was said. Nothing is
    refused for it: the call would not be on record."""
    from onrecord.domain.spoken_due import parse_due

    if not typed:
        return "", ""
    try:
        due = parse_due(typed, said_on, is_working_day)
    except (ValueError, OverflowError):
        click.echo(f"“{typed}” names no day that is known; it is kept in the words.", err=True)
        return "", f"“{typed}”"
    return due.when.text, due.quoted


def _parts(text: str, currency: str, due_of: _DueOf) -> tuple[str, str, int | None]:
    """``words;day;amount``; the last two may be missing."""
    from onrecord.domain.money import parse_money

    words, day, amount = ([piece.strip() for piece in text.split(";")] + ["", ""])[:3]
    due, said = due_of(day)
    words = ", ".join(piece for piece in (words, said if said not in words else "") if piece)
    if not amount:
        return words, due, None
    if not currency:
        raise Refused("Say in which currency the amounts are, with --currency.")
    try:
        return words, due, parse_money(amount, currency).minor
    except ValueError as error:
        raise Refused(str(error), "amount") from None
