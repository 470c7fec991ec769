"""Disputes: list, add, show, put in order, close."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.naming import currency_of, find_dispute, find_evidence, find_sector
from onrecord.cli.opening import the_vault
from onrecord.cli.options import Group, in_vault, shared
from onrecord.cli.printing import print_answer, print_list
from onrecord.domain.when import When
from onrecord.errors import NotFound, Refused

if TYPE_CHECKING:
    from onrecord.services.closing import Ended


@click.group(cls=Group)
@in_vault
def dispute() -> None:
    """List, add and show disputes."""


@dispute.command("list")
@click.option("--search", default="", help="Words or a number to look for.")
@shared
def dispute_list(search: str) -> None:
    """List disputes with where each stands."""
    from onrecord.services.views.disputes import dispute_list

    with the_vault() as vault:
        rows = dispute_list(vault, search)
    print_list(
        [asdict(row) for row in rows],
        [(row.id, row.company, row.title, row.standing) for row in rows],
        "There is no dispute in this vault yet.",
    )


@dispute.command("add")
@click.option("--company", required=True, help="The company it is about.")
@click.option("--what", required=True, help="What went wrong, in a sentence.")
@click.option("--currency", default="", help="Three letters, such as GBP.")
@click.option("--want", multiple=True, help="What you want; may be given several times.")
@click.option("--account", multiple=True, help="Your account number with them.")
@click.option("--place", default="", help="Where it happened: a country, or a part of one.")
@click.option("--sector", default="", help="What it is about: a word that agency sectors lists.")
@click.option("--summary", default="", help="What happened, in a few lines.")
@click.option("--name", default="", help="Your name, as letters have it.")
@click.option("--address", default="", help="Your address, as letters have it.")
@shared
def dispute_add(
    company: str,
    what: str,
    currency: str,
    want: tuple[str, ...],
    account: tuple[str, ...],
    place: str,
    sector: str,
    summary: str,
    name: str,
    address: str,
) -> None:
    """Open a dispute: which company, and what went wrong."""
    from onrecord.domain.counterparty import AccountRef
    from onrecord.domain.dispute import DesiredOutcome, Dispute
    from onrecord.services.edit_people import edit_complainant
    from onrecord.services.edit_record import add_record, edit_record
    from onrecord.services.open_dispute import open_dispute
    from onrecord.services.who_can_help_answers import place_code

    place = place_code(place, "place") if place else ""
    if sector:
        sector = find_sector(sector)
    with the_vault() as vault, vault.change("Opened a dispute"):
        id = open_dispute(vault, company, what, currency=currency_of(currency)).result
        party = vault.get(Dispute, id).counterparty_id
        for position, words in enumerate(want, 1):
            add_record(vault, DesiredOutcome(dispute_id=id, words=words, position=position))
        for value in account:
            add_record(vault, AccountRef(dispute_id=id, counterparty_id=party, value=value))
        more = {"place": place, "sector": sector, "summary": summary}
        if told := {key: words for key, words in more.items() if words}:
            edit_record(vault, Dispute, id, **told)
        if name or address:
            me = {"name": name, "postal_address": address}
            edit_complainant(vault, id, **{key: words for key, words in me.items() if words})
    print_answer({"id": id}, id)


def _on(when: str) -> str:
    """As stored where that reads by itself."""
    return when if when and "/" not in when else When(when).short()


@dispute.command("show")
@click.argument("dispute", metavar="DISPUTE")
@shared
def dispute_show(dispute: str) -> None:
    """Show where a dispute stands, what is next, and all that happened."""
    from onrecord.services.views.disputes import dispute_header
    from onrecord.services.views.money import money
    from onrecord.services.views.packets import packets
    from onrecord.services.views.timeline import timeline

    with the_vault() as vault:
        id = find_dispute(vault, dispute)
        head, rows = dispute_header(vault, id), timeline(vault, id)
        asked, made = money(vault, id), packets(vault, id)
    step = head.next_step
    lines = [head.title, head.company, head.standing]
    lines += [f"Asked for: {asked.words()}"] if asked.words() else []
    came = [one for one in asked.balances if one.back.minor]
    lines += [f"Came back: {b.back.words()}; still owed: {b.owed.words()}" for b in came]
    lines += [f"Next: {step.words} ({step.why})"] if step else []
    lines += [""] + [
        "  ".join(p for p in (_on(row.when), row.words, row.note) if p) for row in rows
    ]
    print_answer(
        {
            **asdict(head),
            "asked": [{"minor": a.minor, "currency": a.currency} for a in asked.asked],
            "balances": [asdict(one) for one in asked.balances],
            "claims": [asdict(one) for one in asked.lines],
            "ledger": [asdict(one.entry) for one in asked.entries],
            "timeline": [asdict(row) for row in rows],
            "packets": [asdict(row) for row in made],
        },
        "\n".join(lines),
    )


@dispute.command("me")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--role",
    type=click.Choice(["account_holder", "joint_holder", "helper", "executor", "none"]),
    default=None,
    help="What you are in it; none takes it back.",
)
@click.option("--letter", default="", metavar="EVIDENCE", help="The letter that lets you act.")
@click.option("--scope", default=None, help="What the letter covers.")
@click.option("--until", default=None, metavar="DATE", help="How long it holds.")
@click.option("--name", default=None, help="Your name, as letters have it.")
@click.option("--address", default=None, help="Your address, as letters have it.")
@shared
def dispute_me(
    dispute: str, role: str | None, letter: str, scope: str | None, until: str | None,
    name: str | None, address: str | None,
) -> None:  # fmt: skip
    """Say what you are in a dispute, and by which authority."""
    from onrecord.services.edit_people import complainant, edit_complainant
    from onrecord.services.sides import my_part, set_my_part

    with the_vault() as vault, vault.change("Changed what I am in the dispute"):
        id = find_dispute(vault, dispute)
        mine = {"name": name, "postal_address": address}
        if told := {key: words for key, words in mine.items() if words is not None}:
            edit_complainant(vault, id, **told)
        paper = find_evidence(vault, letter, id) if letter else None
        if role is not None or paper is not None or scope is not None or until is not None:
            set_my_part(
                vault, id, role="" if role == "none" else role, scope=scope, expires=until,
                evidence_id=paper,
            )  # fmt: skip
        own, me = my_part(vault, id), complainant(vault, id)
    plain = {
        "id": own.id if own else "", "name": me.name if me else "",
        "address": me.postal_address if me else "", "role": own.role if own else "",
        "letter": own.authority_evidence_id if own else "",
        "scope": own.authority_scope if own else "",
        "until": own.authority_expires if own else "",
    }  # fmt: skip
    lines = [f"{key}: {words}" for key, words in plain.items() if words and key != "id"]
    print_answer(plain, "\n".join(lines) or "Nothing is said of you in this dispute yet.")


@dispute.command("person")
@click.argument("dispute", metavar="DISPUTE")
@click.argument("name", metavar="NAME")
@click.option(
    "--role",
    required=True,
    type=click.Choice(["account_holder", "joint_holder", "helper", "executor", "witness"]),
    help="What part they have in it.",
)
@shared
def dispute_person(dispute: str, name: str, role: str) -> None:
    """Add somebody else with a part in a dispute."""
    from onrecord.services.edit_people import add_person

    with the_vault() as vault:
        id = add_person(vault, find_dispute(vault, dispute), name, role).result
    print_answer({"id": id}, id)


@dispute.command("company")
@click.argument("dispute", metavar="DISPUTE")
@click.argument("name", metavar="NAME")
@click.option(
    "--as", "role", default="other", show_default=True,
    type=click.Choice(["legal_entity", "parent", "agent", "debt_buyer", "other"]),
    help="What it is to the company the dispute began with.",
)  # fmt: skip
@shared
def dispute_company(dispute: str, name: str, role: str) -> None:
    """Add another company a dispute is with.

    Its own steps are recorded with stage --company NAME --body ID; a packet for that body is then
    about this company.
    """
    from onrecord.services.sides import link_party

    with the_vault() as vault:
        change = link_party(vault, find_dispute(vault, dispute), name, role)
    print_answer({"id": change.result}, change.result)


@dispute.command("order")
@click.argument("dispute", metavar="DISPUTE")
@click.argument("thing", metavar="ID")
@click.argument("way", metavar="earlier|later", type=click.Choice(["earlier", "later"]))
@shared
def dispute_order(dispute: str, thing: str, way: str) -> None:
    """Move what happened to before or after its neighbour of a day.

    ID is that of a call, document, promise, fact or step, as dispute show --json has it in
    "timeline".
    """
    from onrecord.services.day_order import move_in_day
    from onrecord.services.views.timeline_order import timeline_order

    with the_vault() as vault:
        at = find_dispute(vault, dispute)
        lines = [one for one in timeline_order(vault, at) if one[0] != "silence"]
        found = [one for one in lines if len(thing) >= 4 and one[1].startswith(thing)]
        if len({one[1] for one in found}) > 1:
            raise Refused(f"More than one thing begins with {thing}; give more of its id.")
        if not found:
            raise NotFound(f"Nothing that happened in this dispute has the id {thing}.")
        kind, id, dated = found[0]
        move_in_day(vault, at, kind, id, -1 if way == "earlier" else 1)
        day = dated[:10]
        after = [one for one in reversed(timeline_order(vault, at)) if one[2][:10] == day]
    order = [one[1] for one in after if one[0] != "silence"]
    print_answer(
        {"id": id, "day": day, "order": order}, "\n".join((f"{day}, in this order:", *order))
    )


@dispute.command("close")
@click.argument("dispute", metavar="DISPUTE")
@click.option("--got", multiple=True, metavar="WHAT;AMOUNT", help="This I got; several times.")
@click.option("--partly", multiple=True, metavar="WHAT;AMOUNT", help="This I got in part.")
@click.option("--refused", multiple=True, metavar="WHAT", help="This they refused.")
@click.option("--dropped", multiple=True, metavar="WHAT", help="This I no longer want.")
@click.option("--currency", default="", help="Of the amounts; else the dispute's.")
@click.option("--worked", default="", help="What worked.")
@click.option("--next-time", default="", help="What to do next time.")
@click.option("--on", "dated", default="", metavar="DATE", help="When it ended; else today.")
@shared
def dispute_close(dispute: str, **typed: Any) -> None:
    """Close a dispute with what became of each thing.

    Closing again corrects how it ended. WHAT is something you wanted, in its words or by its number
    in the list, or a new thing. What came back by statements is filled in; what nobody mentions
    keeps its state.
    """
    from onrecord.domain.ledger import Closure
    from onrecord.services.closing import close_dispute, closing_form
    from onrecord.services.own_currency import own_currency

    with the_vault() as vault:
        id = find_dispute(vault, dispute)
        usual = currency_of(typed["currency"]) or own_currency(vault, id)
        items = list(closing_form(vault, id).items)
        wanted = len(items)
        for state in ("got", "partly", "refused", "dropped"):
            for text in typed[state]:
                _ended(items, wanted, text, state, usual)
        change = close_dispute(
            vault, id, items, worked=typed["worked"], next_time=typed["next_time"],
            dated=typed["dated"],
        )  # fmt: skip
        closure, after = vault.get(Closure, change.result), closing_form(vault, id)
    plain = {
        "id": id, "closure": asdict(closure), "items": [asdict(one) for one in after.items],
        "still_open": [asdict(one) for one in after.still_open],
    }  # fmt: skip
    lines = [closure.outcome or "Closed."]
    lines += [f"Still open: {one.words}" for one in after.still_open]
    print_answer(plain, "\n".join(lines))


@dispute.command("reopen")
@click.argument("dispute", metavar="DISPUTE")
@shared
def dispute_reopen(dispute: str) -> None:
    """Open a closed dispute again; how it had ended is kept."""
    from onrecord.domain.dispute import Dispute
    from onrecord.services.closing import reopen_dispute

    with the_vault() as vault:
        id = find_dispute(vault, dispute)
        if vault.get(Dispute, id).state != "closed":
            raise Refused("This dispute is open.")
        reopen_dispute(vault, id)
    print_answer({"id": id, "state": "open"}, "Open again.")


def _ended(items: list[Ended], wanted: int, text: str, state: str, currency: str) -> None:
    """Says of one thing what became of it; the first ``wanted`` have a number."""
    from onrecord.domain.money import parse_money
    from onrecord.services.closing import Ended

    words, _, amount = (piece.strip() for piece in text.partition(";"))
    named = [n for n, one in enumerate(items) if one.words.casefold() == words.casefold()]
    if not named and words.isascii() and words.isdigit() and 1 <= int(words) <= wanted:
        named = [int(words) - 1]
    if not words:
        raise Refused("Say which thing it is, by its words or its number.")
    if not named:
        items.append(Ended(words))
        named = [len(items) - 1]
    one = replace(items[named[0]], state=state)
    if amount:
        own = one.currency or currency
        if not own:
            raise Refused("Say in which currency the amounts are, with --currency.")
        try:
            money = parse_money(amount, own)
        except ValueError as error:
            raise Refused(str(error), "amount") from None
        one = replace(one, got=money.minor, currency=money.currency)
    items[named[0]] = one
