"""The command line: everything a script needs, without a window.

What is printed with ``--json`` is for programs: a list is an array, each thing has an ``id``.
Exit status 0; 1 when the world is at fault, with one sentence on standard error; 2 for usage.
"""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from onrecord import __version__
from onrecord.domain.evidence import KINDS
from onrecord.errors import KnownError, NotFound, Refused

if TYPE_CHECKING:
    from onrecord.domain.contact_entry import Offered, Promised
    from onrecord.services.attach_files import AttachOutcome
    from onrecord.services.closing import Ended
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

F = TypeVar("F", bound=Callable[..., Any])

_BUG = (
    "Something went wrong inside OnRecord. Your vault keeps what was said to be saved. Set"
    " ONRECORD_DEBUG=1 and try again to see what a developer needs."
)
_STATE = "onrecord.state"
_MOST_NOTES = 5
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST = 7 * 24 * 60  # minutes of one call, with room to spare


class _State:
    """What the shared options said, wherever on the line they stood."""

    def __init__(self) -> None:
        self.passphrase_file = ""
        self.json = False
        self.vault_path: Path | None = None


def _state() -> _State:
    meta: dict[str, Any] = click.get_current_context().meta
    return meta.setdefault(_STATE, _State())


def _set_file(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        _state().passphrase_file = value


def _set_json(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        _state().json = True


def _set_vault(ctx: click.Context, param: click.Parameter, value: str) -> None:
    _state().vault_path = Path(value)


def shared(command: F) -> F:
    """The two options every command has."""
    command = click.option(
        "--json", is_flag=True, expose_value=False, callback=_set_json, help="Print JSON."
    )(command)
    return click.option(
        "--passphrase-file",
        metavar="FILE",
        expose_value=False,
        callback=_set_file,
        help="Read the passphrase from FILE; - is standard input. Otherwise it is asked for.",
    )(command)


def in_vault(command: F) -> F:
    """The vault as the first argument, kept for ``_vault``."""
    return click.argument("vault", metavar="VAULT", expose_value=False, callback=_set_vault)(
        shared(command)
    )


def shown_by(command: F) -> F:
    """Where the pages show it: a document, or one page of it; several times."""
    return click.option(
        "--shown", multiple=True, metavar="DOC[:PAGE]", help="What shows it; several times."
    )(command)


def packet_look(command: F) -> F:
    """The options that say how the files of a packet are made; they are kept in the packet."""
    flags = (
        ("--large-print/--normal-print", "large", "Set our own pages large."),
        ("--grayscale/--colour", "grey", "No colour on any page."),
        ("--flat/--with-links", "flat", "No links, notes or layers."),
        ("--protect/--open", "locked", "The PDF opens with a passphrase, asked for now."),
        ("--originals/--no-originals", "originals", "The original files go along as a zip."),
        ("--converted/--not-converted", "converted", "Of HEIC and mail a JPEG or PDF goes along."),
    )
    for option in reversed(
        (
            click.option("--paper", type=click.Choice(["a4", "letter"]), help="Size of our pages."),
            *(click.option(f, name, default=None, help=words) for f, name, words in flags),
            click.option("--volume-pages", type=click.IntRange(0), help="Most pages of one file."),
            click.option("--volume-mb", type=click.FloatRange(0), help="Most megabytes of one."),
            click.option(
                "--pictures",
                type=click.Choice(["as-is", "300", "200", "150", "grey", "bw"]),
                help="Make pictures smaller: so many dots an inch at most, grey, black and white.",
            ),
            click.option(
                "--language", default=None, help="Of our own words on the pages, like en."
            ),
            click.option(
                "--turn", multiple=True, metavar="DOC=180", help="Turn pages: DOC=180, DOC:2=90."
            ),
            click.option(
                "--reveal",
                multiple=True,
                metavar="DOC",
                help="Its original goes along although parts of it were left out or removed.",
            ),
            click.option(
                "--pdf-passphrase-file",
                "passphrase_of_pdf",
                metavar="FILE",
                help="Protect the PDF with the first line of FILE.",
            ),
        )
    ):
        command = option(command)
    return command


class _Group(click.Group):
    """A group of commands. Help of one of them may be asked for without naming a vault."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_vault = any(one.name == "vault" for one in self.params)
        asks = bool({"--help", "-h"} & set(args[1:])) and args[1] not in self.commands
        if takes_vault and asks and args[0] in self.commands:
            args = ["VAULT", *args]
        return super().parse_args(ctx, args)


_Group.group_class = _Group


@click.group(
    cls=_Group,
    invoke_without_command=False,
    epilog="Exit status: 0 when it was done; 1 when it could not be, with one sentence on standard"
    " error; 2 when the command was not understood. --json prints a list as an array, and each"
    " thing has an id.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="onrecord")
@shared
def commands() -> None:
    """Keep the evidence of a dispute, get on record, and make the PDF that settles it.

    onrecord [VAULT] opens the window; the commands below work without one.
    """


@commands.command()
@in_vault
def create() -> None:
    """Make a new vault and print its recovery code, once."""
    from onrecord.vault.vault import Vault

    path = _path()
    vault, code = Vault.create(path, _passphrase(new=True))
    with vault:
        _warn(vault)
        _print(
            {"id": vault.vault_id, "path": str(vault.path), "recovery_code": code},
            f"Made the vault {vault.path}.\n\nRecovery code:  {code}\n\n"
            "Write it down and keep it away from this computer. It opens the vault if you forget"
            " the passphrase, and it is not shown again.",
        )


# --- disputes -----------------------------------------------------------------------------------


@commands.group()
@in_vault
def dispute() -> None:
    """List, add and show disputes."""


@dispute.command("list")
@click.option("--search", default="", help="Words or a number to look for.")
@shared
def dispute_list(search: str) -> None:
    """List disputes with where each stands."""
    from onrecord.services.views.disputes import dispute_list

    with _vault() as vault:
        rows = dispute_list(vault, search)
    _print_list(
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

    if sector:
        sector = _sector(sector)
    with _vault() as vault, vault.change("Opened a dispute"):
        id = open_dispute(vault, company, what, currency=_currency(currency)).result
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
    _print({"id": id}, id)


@dispute.command("show")
@click.argument("dispute", metavar="DISPUTE")
@shared
def dispute_show(dispute: str) -> None:
    """Show where a dispute stands, what is next, and all that happened."""
    from onrecord.services.views.disputes import dispute_header
    from onrecord.services.views.money import money
    from onrecord.services.views.packets import packets
    from onrecord.services.views.timeline import timeline

    with _vault() as vault:
        id = _dispute(vault, dispute)
        head, rows = dispute_header(vault, id), timeline(vault, id)
        asked, made = money(vault, id), packets(vault, id)
    step = head.next_step
    lines = [head.title, head.company, head.standing]
    lines += [f"Asked for: {asked.words()}"] if asked.words() else []
    came = [one for one in asked.balances if one.back.minor]
    lines += [f"Came back: {b.back.words()}; still owed: {b.owed.words()}" for b in came]
    lines += [f"Next: {step.words} ({step.why})"] if step else []
    lines += [""] + [
        "  ".join(p for p in (row.when or "day?", row.words, row.note) if p) for row in rows
    ]
    _print(
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

    with _vault() as vault, vault.change("Changed what I am in the dispute"):
        id = _dispute(vault, dispute)
        mine = {"name": name, "postal_address": address}
        if told := {key: words for key, words in mine.items() if words is not None}:
            edit_complainant(vault, id, **told)
        paper = _evidence(vault, letter, id) if letter else None
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
    _print(plain, "\n".join(lines) or "Nothing is said of you in this dispute yet.")


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

    with _vault() as vault:
        id = add_person(vault, _dispute(vault, dispute), name, role).result
    _print({"id": id}, id)


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

    with _vault() as vault:
        at = _dispute(vault, dispute)
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
    _print({"id": id, "day": day, "order": order}, "\n".join((f"{day}, in this order:", *order)))


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
    from onrecord.domain.dispute import Dispute
    from onrecord.domain.ledger import Closure
    from onrecord.services.closing import close_dispute, closing_form

    with _vault() as vault:
        id = _dispute(vault, dispute)
        usual = _currency(typed["currency"]) or vault.get(Dispute, id).currency
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
    _print(plain, "\n".join(lines))


@dispute.command("reopen")
@click.argument("dispute", metavar="DISPUTE")
@shared
def dispute_reopen(dispute: str) -> None:
    """Open a closed dispute again; how it had ended is kept."""
    from onrecord.domain.dispute import Dispute
    from onrecord.services.closing import reopen_dispute

    with _vault() as vault:
        id = _dispute(vault, dispute)
        if vault.get(Dispute, id).state != "closed":
            raise Refused("This dispute is open.")
        reopen_dispute(vault, id)
    _print({"id": id, "state": "open"}, "Open again.")


# --- documents ----------------------------------------------------------------------------------


@commands.group()
@in_vault
def evidence() -> None:
    """List and show documents."""


@evidence.command("list")
@click.option("--dispute", default="", metavar="DISPUTE", help="Only of this one; - is To sort.")
@click.option("--search", default="", help="Words of the title, the source or the text.")
@shared
def evidence_list(dispute: str, search: str) -> None:
    """List documents."""
    from onrecord.services.views.documents import documents
    from onrecord.services.views.to_sort import to_sort

    with _vault() as vault:
        rows = documents(
            vault, _dispute(vault, dispute) if dispute not in ("", "-") else None, search
        )
        if dispute == "-":
            unfiled = {row.id for row in to_sort(vault)}
            rows = [row for row in rows if row.id in unfiled]
    _print_list(
        [asdict(row) for row in rows],
        [(row.id, row.date_words, row.kind, row.title, row.problem) for row in rows],
        "There are no documents here yet.",
    )


@evidence.command("show")
@click.argument("evidence", metavar="EVIDENCE")
@click.option("--text", is_flag=True, help="Print the text that was read in it.")
@shared
def evidence_show(evidence: str, text: bool) -> None:
    """Show what is known of a document."""
    from onrecord.services.views.documents import evidence_detail

    with _vault() as vault:
        detail = evidence_detail(vault, _evidence(vault, evidence))
        words = vault.index.text(detail.evidence.id) if text else ""
    plain = asdict(detail.evidence)
    del plain["password"]
    plain |= {"size": detail.size, "sha256": detail.sha256, "citations": detail.citations}
    plain["disputes"] = [{"id": id, "title": title} for id, title in detail.disputes]
    if text:
        plain["text"] = words
    shown = ("title", "kind", "dated", "source", "description", "file_name", "type_name",
             "page_count", "size", "sha256", "problem")  # fmt: skip
    lines = [f"{name.replace('_', ' ')}: {plain[name]}" for name in shown if plain[name]]
    lines += [f"in: {title}" for _, title in detail.disputes] or ["in: To sort"]
    _print(plain, "\n".join(lines + (["", words] if text else [])))


@evidence.command("set")
@click.argument("evidence", metavar="EVIDENCE")
@click.option("--title", default=None, help="What it is called on the pages.")
@click.option("--dated", default=None, help='"16 July 2016", "May 2011"; of the document itself.')
@click.option("--kind", type=click.Choice(KINDS), default=None)
@click.option("--source", default=None, help="Where it comes from, such as the address of a page.")
@click.option(
    "--description", default=None, help="What stands below it, such as when it was taken."
)
@click.option("--theirs", metavar="DISPUTE", default="", help="There it helps the other side.")
@click.option("--mine", metavar="DISPUTE", default="", help="There it does so no longer.")
@shared
def evidence_set(evidence: str, theirs: str, mine: str, **typed: str | None) -> None:
    """Say what a document is and of which day."""
    from onrecord.domain.evidence import Evidence
    from onrecord.services.edit_record import edit_record
    from onrecord.services.mark_theirs import mark_theirs

    said = {name: value for name, value in typed.items() if value is not None}
    if not (said or theirs or mine):
        raise click.UsageError("Say what to set, such as --dated.")
    with _vault() as vault, vault.change("Changed a document"):
        id = _evidence(vault, evidence)
        if said:
            edit_record(vault, Evidence, id, **said)
        for dispute, helps_them in ((theirs, True), (mine, False)):
            if dispute:
                mark_theirs(vault, id, _dispute(vault, dispute), helps_them)
        one = vault.get(Evidence, id)
    plain = {name: getattr(one, name) for name in ("id", "title", "dated", "kind", "source")}
    _print(plain, "  ".join(words for words in plain.values() if words))


@evidence.command("password")
@click.argument("evidence", metavar="EVIDENCE")
@click.option("--file", metavar="FILE", help="Read it from the first line of FILE; else asked for.")
@shared
def evidence_password(evidence: str, file: str | None) -> None:
    """Give the password a document has of its own.

    It is kept in the vault.
    """
    from onrecord.domain.evidence import Evidence
    from onrecord.services.read_documents import give_password
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = _evidence(vault, evidence)
        if file is None and not sys.stdin.isatty():
            raise Refused("The document's password is needed: give it with --file FILE.")
        password = _first_line(file) if file else click.prompt("Its password", hide_input=True)
        give_password(vault, id, password)
        with _progress() as tell:
            _read_waiting(workshop, tell)
        problem = vault.get(Evidence, id).problem
    if problem:
        raise Refused(problem)
    _print({"id": id}, "The document opens.")


@commands.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("files", metavar="FILES...", nargs=-1, required=True)
@click.option("--wait", is_flag=True, help="Wait until every document has been read.")
def attach(dispute: str, files: tuple[str, ...], wait: bool) -> None:
    """Keep files and folders in a dispute.

    FILES are files or folders; - as DISPUTE means To sort.
    """
    from onrecord.services.attach_files import attach_files
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = "" if dispute == "-" else _dispute(vault, dispute)
        paths = [Path(file) for file in files]
        with _progress() as tell:
            result = attach_files(vault, paths, dispute_id=id, arrived="command", progress=tell)
            if wait:
                _read_waiting(workshop, tell)
        problems = _problems(vault, result.outcomes) if wait else {}
    rows = [
        {
            "id": outcome.evidence_id,
            "name": outcome.name,
            "state": outcome.state,
            "sentence": outcome.sentence,
            "problem": problems.get(outcome.evidence_id, ""),
        }
        for outcome in result.outcomes
    ]
    for outcome in result.outcomes:
        if outcome.state == "refused":
            _tell(outcome.sentence)
    _print_list(rows, [(row["id"], row["state"], row["name"], row["problem"]) for row in rows], "")
    if any(outcome.state == "refused" for outcome in result.outcomes):
        raise click.exceptions.Exit(1)


# --- contacts -----------------------------------------------------------------------------------


@commands.group()
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

    with _vault() as vault:
        rows = contacts(vault, _dispute(vault, dispute) if dispute not in ("", "-") else None)
        if dispute == "-":
            unfiled = {row.id for row in to_sort(vault)}
            rows = [row for row in rows if row.id in unfiled]
    _print_list(
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

    with _vault() as vault:
        detail = contact_detail(vault, _id(vault, Contact.TABLE, contact, "call or message"))
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
    _print(plain, "\n".join(lines))


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
    from onrecord.domain.dispute import Dispute
    from onrecord.domain.times import is_zone
    from onrecord.services.clock import local_minute, local_zone
    from onrecord.services.derive import stored_date
    from onrecord.services.log_contact import log_contact

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
    with _vault() as vault:
        disputes = tuple(_dispute(vault, one) for one in typed["dispute"])
        currency = _currency(typed["currency"])
        if not currency and disputes:
            currency = vault.get(Dispute, disputes[0]).currency
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
            promises=tuple(_promise(text, currency) for text in typed["promise"]),
            offers=tuple(_offer(text, currency) for text in typed["offer"]),
            outcome=typed["outcome"],
            notes=typed["notes"],
            evidence_ids=tuple(
                _evidence(vault, one, disputes[0] if disputes else "") for one in typed["document"]
            ),
            dispute_ids=disputes,
        )
        id = log_contact(vault, entry).result
    _print({"id": id}, id)


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
    with _vault() as vault:
        id = _id(vault, Contact.TABLE, contact, "call or message")
        if part:
            change = part_calls(vault, id)
        else:
            before = _id(vault, Contact.TABLE, earlier, "call or message")
            change = join_calls(vault, id, before)
        thread = vault.get(Contact, id).thread_id
    _print({"id": id, "thread": thread}, f"{change.words}.")


# --- money that moved ----------------------------------------------------------------------------


@commands.group()
@in_vault
def money() -> None:
    """List rows of statements, and record what came back."""


@money.command("rows")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--answer",
    nargs=3,
    multiple=True,
    metavar="EVIDENCE WHAT ANSWER",
    help="Say what a statement leaves open: order dmy, mark ',', currency GBP or plus in.",
)
@shared
def money_rows(dispute: str, answer: tuple[tuple[str, str, str], ...]) -> None:
    """List the rows of statements, with their numbers."""
    from onrecord.domain.ledger import LedgerEntry
    from onrecord.services.answer_statement import answer_statement
    from onrecord.services.views.statements import statements
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = _dispute(vault, dispute)
        with _progress() as tell:
            _read_waiting(workshop, tell)
        for document, about, said in answer:
            answer_statement(vault, _evidence(vault, document, id), about, said)
        views = statements(vault, id)
        entries = vault.find(LedgerEntry, "dispute_id = ?", [id])
    taken = {(one.evidence_id, one.row): one.id for one in entries if one.row is not None}
    rows: list[dict[str, Any]] = []
    lines: list[tuple[str, ...]] = []
    for view in views:
        if view.question is not None:
            ways = ", ".join(code for code, _ in view.question.answers)
            _tell(f"{view.title}: {view.question.words} (--answer {view.evidence_id[:8]}"
                  f" {view.question.about} {ways or '...'})")  # fmt: skip
        for one in view.movements:
            made = taken.get((view.evidence_id, one.number), "")
            rows.append({"id": f"{view.evidence_id}:{one.number}", **asdict(one), "recorded": made})
            said = one.amount.words() if one.amount else "amount not clear"
            lines.append((view.title, str(one.number), one.dated, one.flow, said, one.words,
                          "recorded" if made else ""))  # fmt: skip
    _print_list(rows, lines, "There is no statement in this dispute.")


@money.command("record")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--row", nargs=2, default=None, metavar="EVIDENCE NUMBER", help="A row of a statement."
)
@click.option("--amount", "typed", default="", help="By hand: how much, like 84.20.")
@click.option("--when", default="", help='By hand: when, like "16 March 2026".')
@click.option("--words", default="", help="By hand: what it was.")
@click.option(
    "--as", "direction", type=click.Choice(["refunded", "credited", "charged", "paid"]),
    default=None, help="Which way it went; refunded where nothing says otherwise.",
)  # fmt: skip
@click.option("--for", "claim", default="", metavar="AMOUNT_ID", help="Which amount it is for.")
@click.option("--promise", default="", metavar="PROMISE", help="Which promise it keeps.")
@click.option("--document", default="", metavar="DOC[:PAGE]", help="By hand: what shows it.")
@shared
def money_record(
    dispute: str, row: tuple[str, str] | None, typed: str, when: str, words: str,
    direction: str | None, claim: str, promise: str, document: str,
) -> None:  # fmt: skip
    """Record that money came back or was charged.

    Either as a row of a statement (see money rows), or by hand.
    """
    from onrecord.domain.dispute import Dispute
    from onrecord.services.ledger import record_by_hand, record_row
    from onrecord.services.views.money import money as all_money
    from onrecord.services.workshop import Workshop

    if (row is None) == (not typed):
        raise click.UsageError("Give --row EVIDENCE NUMBER, or --amount and --when.")
    if row is not None and (when or words or document):
        raise click.UsageError("--when, --words and --document go with --amount, not with --row.")
    if row is not None and not (row[1].isascii() and row[1].isdigit()):
        raise click.UsageError("Write --row as EVIDENCE NUMBER, like bank.csv 2.")
    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = _dispute(vault, dispute)
        line = _id(vault, "claim_line", claim, "amount") if claim else ""
        kept = _id(vault, "promise", promise, "promise") if promise else ""
        if row is not None:
            with _progress() as tell:
                _read_waiting(workshop, tell)
            back = None if direction is None else direction in ("refunded", "credited")
            made = record_row(
                vault, id, _evidence(vault, row[0], id), int(row[1]), came_back=back,
                claim_line_id=line, promise_id=kept,
            )  # fmt: skip
        else:
            (spot,) = _spots(vault, id, [document]) if document else (None,)
            made = record_by_hand(
                vault, id, typed, when, vault.get(Dispute, id).currency, words=words,
                direction=direction or "refunded", claim_line_id=line, promise_id=kept,
                evidence_id=spot.evidence_id if spot else "", page=spot.page if spot else None,
            )  # fmt: skip
        found = all_money(vault, id)
    said = [f"Came back: {b.back.words()}; still owed: {b.owed.words()}" for b in found.balances]
    _print({"id": made.result, "balances": [asdict(one) for one in found.balances]},
           "\n".join((made.result, f"{made.words}.", *said)))  # fmt: skip


@money.command("take-out")
@click.argument("entries", metavar="ENTRY...", nargs=-1, required=True)
@shared
def money_take_out(entries: tuple[str, ...]) -> None:
    """Take out what was recorded by mistake.

    What it had settled is open again.
    """
    from onrecord.services.ledger import remove_entries

    with _vault() as vault:
        ids = [_id(vault, "ledger_entry", one, "entry") for one in entries]
        change = remove_entries(vault, ids)
    _print({"id": ids[0], "taken_out": ids}, f"{change.words}.")


# --- what the pages say: amounts, statements, where we disagree -----------------------------------


@commands.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("words", metavar="WORDS")
@click.argument("money", metavar="AMOUNT")
@shown_by
@click.option("--undisputed", is_flag=True, help="This part I agree I owe.")
def amount(
    dispute: str, words: str, money: str, shown: tuple[str, ...], undisputed: bool
) -> None:  # fmt: skip
    """Ask for an amount, and say which page shows it.

    AMOUNT is like 74.22 or "NZ$481.85 (US$268.94)". All of them: onrecord dispute VAULT show
    DISPUTE.
    """
    from onrecord.domain.dispute import Dispute
    from onrecord.services.cite import cite
    from onrecord.services.claim_lines import add_claim, edit_claim
    from onrecord.services.views.money import money as all_money

    with _vault() as vault, vault.change("Added an amount"):
        at = _dispute(vault, dispute)
        usual = vault.get(Dispute, at).currency
        id = add_claim(vault, at, words, money, usual).result
        if undisputed:
            edit_claim(vault, id, usual, undisputed=True)
        if shown:
            cite(vault, "claim_line", id, _spots(vault, at, shown))
        asked = all_money(vault, at).words()
    _print({"id": id, "asked": asked}, "\n".join(part for part in (id, asked) if part))


@commands.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("words", metavar="WORDS")
@click.option("--when", default="", help='"24 October 2016", "May 2011"; else not known.')
@shown_by
@click.option("--they-say", is_flag=True, help="They say so; else I do.")
@click.option("--admitted", default="", metavar="QUOTE", help="They admit it, in these words.")
@click.option("--their-version", default="", metavar="WORDS", help="What they say of the same.")
@click.option("--their-when", default="", metavar="WHEN", help="When that was, as they say.")
def fact(
    dispute: str, words: str, when: str, shown: tuple[str, ...], they_say: bool, admitted: str,
    their_version: str, their_when: str,
) -> None:  # fmt: skip
    """Put on record what happened, and say which page shows it."""
    from onrecord.services.cite import cite
    from onrecord.services.facts import add_fact, add_version, admit
    from onrecord.services.views.facts import fact_detail

    if their_when and not their_version:
        raise click.UsageError("--their-when needs --their-version.")
    with _vault() as vault, vault.change("Put on record what happened"):
        at = _dispute(vault, dispute)
        id = add_fact(vault, at, words, when, side="theirs" if they_say else "mine").result
        if shown:
            cite(vault, "fact", id, _spots(vault, at, shown))
        if admitted:
            admit(vault, id, admitted)
        if their_version:
            add_version(vault, id, their_version, their_when)
        detail = fact_detail(vault, id)
    plain = {
        "id": id, "ground": detail.ground.kind, "worded": detail.worded,
        "firmer": [one.words for one in detail.remedies],
    }  # fmt: skip
    _print(plain, "\n".join([id, detail.worded, *(f"  {one}" for one in plain["firmer"])]))


@commands.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("title", metavar="TITLE")
@click.option("--mine", default="", help="What I say.")
@click.option("--theirs", default="", help="What they say, stated fairly.")
@shown_by
@click.option("--shown-for-them", multiple=True, metavar="DOC[:PAGE]", help="What shows theirs.")
def issue(
    dispute: str, title: str, mine: str, theirs: str, shown: tuple[str, ...],
    shown_for_them: tuple[str, ...],
) -> None:  # fmt: skip
    """Say where you disagree, and what shows each side."""
    from onrecord.services.cite import cite
    from onrecord.services.issues import add_issue

    with _vault() as vault, vault.change("Added where we disagree"):
        at = _dispute(vault, dispute)
        id = add_issue(vault, at, title, mine, theirs).result
        for side, places in (("mine", shown), ("theirs", shown_for_them)):
            if places:
                cite(vault, "issue", id, _spots(vault, at, places), side)
    _print({"id": id}, id)


# --- who can help -------------------------------------------------------------------------------


@commands.command("agencies")
@in_vault
@click.argument("dispute", metavar="[DISPUTE]", default="")
@click.option("--company", default="", help="Against which company, where there are several.")
@click.option("--all", "all_of_them", is_flag=True, help="Also those that cannot help.")
def agencies_list(dispute: str, company: str, all_of_them: bool) -> None:
    """List who could help with DISPUTE, or the whole directory.

    Not legal advice: check the source and the date beside each rule.
    """
    with _vault() as vault:
        if dispute:
            _helpers(vault, _dispute(vault, dispute), company, all_of_them)
        else:
            _directory(vault)


def _helpers(vault: Vault, dispute_id: str, company: str, all_of_them: bool) -> None:
    from onrecord.domain.agency import NOT_LEGAL_ADVICE
    from onrecord.services.views.help import help_view

    found = help_view(vault, dispute_id, counterparty_id=_party(vault, dispute_id, company))
    cards = [c for c in found.cards if all_of_them or c.verdict not in ("cannot", "expired")]
    for card in cards if not _state().json else ():
        lines = [*card.why, *card.first, *card.ask, card.unlocks, card.expires, *card.costs,
                 *card.will_not]  # fmt: skip
        click.echo(_line(f"{card.id}  {card.name}: {card.status}"))
        for line in (one for one in lines if one is not None):
            about = ", ".join(p for p in (line.source, line.as_of) if p)
            about += ", unverified" if line.unverified else ""
            click.echo(_line(f"    {line.words}" + (f" [{about}]" if about else "")))
    if _state().json:
        _print_list([asdict(card) for card in cards], [], "")
        return
    if found.question:
        click.echo(_line(f"To know more: {found.question.words} ({found.question.code})"))
    click.echo(NOT_LEGAL_ADVICE)


def _directory(vault: Vault) -> None:
    from onrecord.domain.agency_words import KINDS
    from onrecord.domain.place import says
    from onrecord.services.agency_directory import directory

    rows: list[dict[str, Any]] = []
    lines: list[tuple[str, ...]] = []
    for entry in directory(vault).values():
        one = entry.agency
        where = "everywhere" if one.coverage.everywhere else says(one.coverage.places)
        rows.append(
            {
                "id": one.id, "name": one.name, "kind": one.kind, "where": where,
                "sectors": sorted({sector for each in one.covers for sector in each.sectors}),
                "origin": entry.origin, "revised": one.revised.isoformat(),
            }
        )  # fmt: skip
        lines.append((one.id, one.name, KINDS[one.kind], where, entry.origin))
    _print_list(rows, lines, "The directory is empty.")


@commands.group()
@in_vault
def agency() -> None:
    """Show, correct and add bodies of the directory."""


@agency.command("show")
@click.argument("agency_id", metavar="ID")
@shared
def agency_show(agency_id: str) -> None:
    """Show every figure of a body with its source.

    The first word of a line is its PATH.
    """
    from onrecord.services.views.directory import entry_view

    with _vault() as vault:
        found = entry_view(vault, agency_id)
    lines = [found.name, f"{found.kind}; {found.origin}, gone over on {found.revised}"]
    for row in found.rows:
        about = ", ".join(p for p in (row.line.source, row.line.as_of) if p)
        marks = [m for m, on in (("yours", row.mine), ("unverified", row.line.unverified)) if on]
        about = ", ".join([*([about] if about else []), *marks])
        lines.append(f"{row.path}  {row.label}: {row.line.words}" + (f" [{about}]" * bool(about)))
    _print(asdict(found), "\n".join(_line(line) for line in lines))


@agency.command("correct")
@click.argument("agency_id", metavar="ID")
@click.argument("path", metavar="PATH")
@click.argument("value", metavar="VALUE")
@click.option("--unit", default="", help="days, business_days, weeks, months or years.")
@click.option("--source", required=True, help="Where you read it: words or an address.")
@click.option("--as-of", default="", help="How old that is; else today.")
@shared
def agency_correct(
    agency_id: str, path: str, value: str, unit: str, source: str, as_of: str
) -> None:
    """Put your own figure in place of ours.

    Yours counts until you take it back. PATH is as show lists it.
    """
    from onrecord.services.agency_directory_edit import correct_figure

    with _vault() as vault:
        change = correct_figure(
            vault, agency_id, path, value, unit=unit, source=source, as_of=as_of
        )
    _print({"id": change.result}, f"{change.words}.")


@agency.command("back")
@click.argument("agency_id", metavar="ID")
@click.argument("path", metavar="[PATH]", default="")
@shared
def agency_back(agency_id: str, path: str) -> None:
    """Go back to our figure at PATH, or to our whole entry."""
    from onrecord.services.agency_directory import forget_correction
    from onrecord.services.agency_directory_edit import undo_figure

    with _vault() as vault:
        change = (
            undo_figure(vault, agency_id, path) if path else forget_correction(vault, agency_id)
        )
    _print({"id": agency_id}, f"{change.words}.")


@agency.command("add")
@click.option("--name", required=True, help="What the body is called.")
@click.option("--place", required=True, help="Where it works: a country or a state.")
@click.option("--sector", required=True, help="What it deals with (agency sectors lists them).")
@click.option("--page", default="", help="The address of their page.")
@click.option(
    "--kind",
    type=click.Choice(["regulator", "ombudsman", "mediation", "notice", "report_only", "court"]),
    default="ombudsman",
    show_default=True,
)
@shared
def agency_add(name: str, place: str, sector: str, page: str, kind: str) -> None:
    """Add a body of your own."""
    from onrecord.services.agency_directory_edit import add_body

    if sector != "any":
        sector = _sector(sector, one=True)
    with _vault() as vault:
        id = add_body(vault, name, place, sector, page, kind=kind).result
    _print({"id": id}, id)


@agency.command("sectors")
@shared
def agency_sectors() -> None:
    """List what a dispute can be about and a body can deal with."""
    from onrecord.domain.agency_words import SECTORS

    _print_list([{"id": code, "words": words} for code, words in SECTORS.items()],
                list(SECTORS.items()), "")  # fmt: skip


@agency.command("import")
@click.argument("file", metavar="FILE")
@click.option("--look", is_flag=True, help="Say what would change, and change nothing.")
@shared
def agency_import(file: str, look: bool) -> None:
    """Take in an update of the directory from a file.

    Its format is schemas/agencies.schema.json.
    """
    from onrecord.services.agency_directory import read_update, take_update
    from onrecord.services.agency_directory_diff import update_changes

    with _vault() as vault:
        bodies = read_update(Path(file))
        changes = update_changes(vault, bodies)
        if not look:
            take_update(vault, bodies)
    lines: list[tuple[str, ...]] = []
    for one in changes:
        lines.append((one.id, one.state, one.name))
        if one.state == "changed":
            lines += [("", f.path, f.label, f"{f.before} -> {f.after}") for f in one.figures]
    _print_list([asdict(one) for one in changes], lines, "There is nothing in it.")


@commands.command("answer")
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("code", metavar="CODE", default="")
@click.argument("said", metavar="ANSWER", default="")
@click.option("--company", default="", help="Against which company, where there are several.")
def answer_rules(dispute: str, code: str, said: str, company: str) -> None:
    """Answer what the rules ask for.

    Such as: answer VAULT DISPUTE place Vermont. ANSWER is a place, a date, an amount, yes, no or
    unknown. Without CODE it says what is asked next and what was answered.
    """
    from onrecord.services.views.help import help_view
    from onrecord.services.who_can_help_answers import answer

    with _vault() as vault:
        id = _dispute(vault, dispute)
        party = _party(vault, id, company)
        if code:
            answer(vault, id, code, said, counterparty_id=party)
        found = help_view(vault, id, counterparty_id=party)
    lines = [f"{one.words}: {one.said}" for one in found.answered]
    lines += [f"Next: {found.question.words} ({found.question.code})"] if found.question else []
    _print(
        {
            "dispute": id,
            "question": asdict(found.question) if found.question else None,
            "more_questions": found.more_questions,
            "answered": [asdict(one) for one in found.answered],
        },
        "\n".join(lines),
    )


@commands.command()
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
    from onrecord.services.record_stage import record_stage
    from onrecord.services.record_stage_effect import effect_of
    from onrecord.services.track_complaint import track_at

    if kind == "asked" and rung not in ("", "asked"):
        kind = "escalated"  # whoever asks on a higher rung has gone up to it
    with _vault() as vault, vault.change("Noted a step"):
        id = _dispute(vault, dispute)
        party = _party(vault, id, company)
        track_id = track_at(vault, id, body, counterparty_id=party).result
        change = record_stage(
            vault, id, kind, dated=when, reason=reason, reference=reference, rung=rung,
            evidence_id=_evidence(vault, document, id) if document else "", track_id=track_id,
        )  # fmt: skip
        said = effect_of(vault, change.result)
    _print({"id": change.result, "track": track_id, "effect": said},
           "\n".join([change.result, *said]))  # fmt: skip


@commands.command("tracks")
@in_vault
@click.argument("dispute", metavar="DISPUTE")
def tracks_list(dispute: str) -> None:
    """List what happened on the way up in a dispute."""
    from onrecord.services.views.tracks import tracks

    with _vault() as vault:
        rows = tracks(vault, _dispute(vault, dispute))
    if _state().json:
        plain = json.loads(json.dumps([asdict(row) for row in rows], default=str))  # its days
        _print_list(plain, [], "")
        return
    for row in rows:
        click.echo(_line("  ".join(p for p in (row.id, row.company, row.body, row.rung) if p)))
        for event in row.events:
            click.echo(_line(f"    {event.words}"))
    if not rows:
        click.echo("There are no steps in this dispute yet.")


def _party(vault: Vault, dispute_id: str, company: str) -> str:
    """The company a line of steps is against, by name; empty for the one it began with."""
    from onrecord.services.companies import company_named

    if not company:
        return ""
    found = company_named(vault, company)
    if found is None:
        raise NotFound(f"There is no company {company} in this vault.")
    return found.id


# --- out ----------------------------------------------------------------------------------------


@commands.command()
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("out", metavar="OUT.pdf")
@click.option("--packet", default="", metavar="PACKET", help="Which packet; else the newest.")
@click.option("--new", is_flag=True, help="Start a new packet with all that is there now.")
@click.option(
    "--profile",
    type=click.Choice(["supervisor", "formal", "regulator", "small_claims"]),
    help="Who a new packet is for; starts one.",
)
@click.option("--for", "who", default="", metavar="WHO", help="The same, or a body (agencies).")
@click.option("--only", multiple=True, metavar="DOC", help="Just these documents, in this order.")
@click.option("--without", multiple=True, metavar="DOC", help="Leave this document out.")
@click.option("--first", multiple=True, metavar="DOC", help="These come first, in this order.")
@click.option(
    "--pages", multiple=True, metavar="DOC=PAGES", help="Which pages of one: bill.pdf=1-3,5"
)
@click.option(
    "--folder", is_flag=True, help="OUT is a new folder, for all that belongs to the packet."
)
@click.option("--remind", is_flag=True, help="With --folder: plan to delete it in a week.")
@click.option("--late", is_flag=True, help="Start a packet of what came since the last was sent.")
@packet_look
def export(
    dispute: str,
    out: str,
    packet: str,
    new: bool,
    profile: str | None,
    who: str,
    only: tuple[str, ...],
    without: tuple[str, ...],
    first: tuple[str, ...],
    pages: tuple[str, ...],
    folder: bool,
    remind: bool,
    late: bool,
    **look: Any,
) -> None:
    """Write the dispute's packet as one PDF, or in volumes.

    With --folder it is all that belongs to it: the PDF, its manifest, and how to check them.

    The PDF is kept in the vault too. Where the dispute has no packet yet, one is started with all its documents. A document (DOC)
    is named by its id or the beginning of it, its title, its file name or its label in the packet
    (A2); --only, --without, --first and --pages may be given more than once, and what they say is
    kept in the packet.
    """
    from onrecord.domain.packet import Packet
    from onrecord.services.check_packet import check
    from onrecord.services.choose_exhibits import Choice, choose_exhibits
    from onrecord.services.export_bundle import export_bundle, packet_to_export
    from onrecord.services.packet_for import packet_for
    from onrecord.services.start_packet import not_in_packet, start_packet
    from onrecord.services.workshop import Workshop

    if sum(map(bool, (packet, new or profile or who, late))) > 1 or (profile and who):
        raise click.UsageError("Give one of --packet, --new, --profile, --for, --late.")
    if remind and not folder:
        raise click.UsageError("--remind goes with --folder.")
    parted = [one.rpartition("=")[::2] for one in pages]
    if not all(name and wanted for name, wanted in parted):
        raise click.UsageError("Write --pages as DOC=PAGES, like bill.pdf=1-3,5.")
    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = _dispute(vault, dispute)
        with _progress() as tell:
            _read_waiting(workshop, tell)
            if packet:
                chosen = _id(vault, Packet.TABLE, packet, "packet")
            elif profile or who:
                chosen = packet_for(vault, id, _recipient(profile or who)).result
            elif new:
                chosen = start_packet(vault, id).result
            elif late:
                from onrecord.services.late_additions import continue_packet, last_sent

                chosen = continue_packet(vault, last_sent(vault, id)).result
            else:
                try:
                    chosen = packet_to_export(vault, id)
                except NotFound:
                    chosen = start_packet(vault, id).result

            def named(typed: Sequence[str]) -> list[str]:
                return [_exhibit(vault, chosen, one) for one in typed]

            wanted = {_exhibit(vault, chosen, name): said for name, said in parted}
            choice = Choice(named(only), named(without), named(first), wanted)
            if choice:
                choose_exhibits(vault, chosen, choice)
            key = _look(vault, chosen, look)
            names: tuple[str, ...] = ()
            if folder:
                from onrecord.services.send_files import export_to_folder

                written = export_to_folder(
                    workshop, chosen, Path(out), tell, remind=remind, passphrase=key
                )
                result, names = written.export, written.names
            else:
                result = export_bundle(workshop, chosen, Path(out), tell, passphrase=key)
                names = tuple(path.name for path in result.paths)
        later = not_in_packet(vault, chosen)
        asking = [line for line in check(vault, chosen).lines if line.level == "ask"]
    for line in asking:
        _tell(f"ASK  {line.words} {line.remedy}  [{line.name}]")
    for problem in result.problems:
        _tell(problem)
    if later:
        count = "1 document" if len(later) == 1 else f"{len(later)} documents"
        are = "is" if len(later) == 1 else "are"
        _tell(f"{count} came after this packet was made and {are} not in it; --new takes in all.")
    count = "1 page" if result.page_count == 1 else f"{result.page_count} pages"
    _print(
        {
            "id": result.bundle_id,
            "packet_id": chosen,
            "path": str(Path(out).absolute()),
            "page_count": result.page_count,
            "problems": list(result.problems),
            "not_in_packet": later,
            "asks": [{"key": x.name, "words": x.words, "remedy": x.remedy} for x in asking],
            "again": result.again,
            "files": list(names),
        },
        "\n".join((f"Wrote {out}, {count}.", *names)),
    )


@commands.group()
@in_vault
def packet() -> None:
    """Start, check and mark packets, and get forms filled."""


@packet.command("new")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--for",
    "who",
    required=True,
    metavar="WHO",
    help="supervisor, formal, regulator, small_claims, or an id of the directory (agencies).",
)
@click.option("--name", default="", help="Who it is addressed to, as it is printed.")
@shared
def packet_new(dispute: str, who: str, name: str) -> None:  # fmt: skip
    """Start a packet, filled for its recipient."""
    from onrecord.services.packet_for import packet_for
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = _dispute(vault, dispute)
        with _progress() as tell:
            _read_waiting(workshop, tell)
        made = packet_for(vault, id, _recipient(who, name)).result
    _print({"id": made}, made)


def _recipient(who: str, name: str = "") -> Any:
    from onrecord.domain.packet import PROFILES
    from onrecord.services.packet_for import Recipient

    known = who.replace("-", "_")
    if known in PROFILES:
        return Recipient(profile=known, name=name)
    return Recipient(agency_id=who, name=name)


@packet.command("list")
@click.argument("dispute", metavar="DISPUTE")
@shared
def packet_list(dispute: str) -> None:
    """List the packets of a dispute, the newest first."""
    from onrecord.services.views.packets import packets

    with _vault() as vault:
        rows = packets(vault, _dispute(vault, dispute))
    _print_list(
        [asdict(row) for row in rows],
        [
            (row.id, row.profile, row.recipient, row.title, f"{len(row.bundles)} made", row.state)
            for row in rows
        ],
        "There is no packet in this dispute yet.",
    )


@packet.command("check")
@click.argument("packet", metavar="PACKET")
@click.option("--quick", is_flag=True, help="Reckon pages and bytes; do not set the pages.")
@click.option("--mend", is_flag=True, help="Do every remedy that needs no answer.")
@click.option(
    "--reason",
    nargs=2,
    multiple=True,
    metavar="KEY WORDS",
    help="Why something it asks about is right as it is; KEY is that of the line.",
)
@shared
def packet_check(
    packet: str, quick: bool, mend: bool, reason: tuple[tuple[str, str], ...]
) -> None:  # fmt: skip
    """Check before sending, by the recipient's rules.

    It says how the packet meets them, and where it is weak.
    """
    from onrecord.services.apply_remedy import AT_ONCE, apply_remedy
    from onrecord.services.check_packet import Checked, check
    from onrecord.services.fit_report import Measured, measured_of
    from onrecord.services.live_preview import LivePreview
    from onrecord.services.settle_check import settle_check
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = _id(vault, "packet", packet, "packet")
        with _progress() as tell:
            _read_waiting(workshop, tell)

        def looked() -> Checked:
            if quick or any(line.level == "stop" for line in check(vault, id).lines):
                return check(vault, id)
            preview = LivePreview(workshop, id)
            try:
                size: Measured = measured_of(preview.update()[0])
            finally:
                preview.close()
            return check(vault, id, size)

        done: list[str] = []
        found = looked()
        for key, words in reason:
            line = next((x for x in found.lines if x.name == key and x.level == "ask"), None)
            if line is None:
                raise NotFound(f"Nothing asks under the key {key}.")
            settle_check(vault, id, key, line.words, words)
        if mend:
            for line in found.lines:
                mends = line.level == "ask" or line.act == "circle"
                if mends and line.act in AT_ONCE and line.act != "take_out":
                    done.append(apply_remedy(vault, id, line).words)
        if reason or done:
            found = looked()
    fit = found.fit
    plain = {
        "id": id,
        "recipient": fit.recipient,
        "agency_id": fit.agency_id,
        "profile": fit.profile,
        "rules": fit.rules,
        "fits": fit.fits,
        "ready": not any(line.level != "tip" for line in found.lines),
        "pages": fit.measured.pages,
        "bytes": fit.measured.length,
        "files": fit.measured.files,
        "about": fit.measured.about,
        "rows": [asdict(row) for row in fit.rows],
        "lines": [{**asdict(line), "key": line.name} for line in found.lines],
        "more_tips": found.more_tips,
        "settled": [
            {"key": line.name, "asked": line.words, "reason": why.reason}
            for line, why in found.settled
        ],
        "mended": done,
    }
    marks = {"fits": "fits", "misses": "MISSES", "unclear": "unverified", "note": "note"}
    said = [f"For {fit.recipient or 'nobody named'}" + (f" ({fit.rules})" if fit.rules else "")]
    said += [
        f"{marks[row.state]:>10}  {row.rule}: {row.limit}"
        + (f" ({row.actual})" if row.actual else "")
        for row in fit.rows
    ]
    said += [""] if fit.rows else []
    said += [f"{x.level.upper():>4}  {x.words} {x.remedy}  [{x.name}]" for x in found.lines]
    said += [f"  OK  {line.words} Reason: {why.reason}" for line, why in found.settled]
    said += [f"{found.more_tips} more tips."] if found.more_tips else []
    said += [] if found.lines else ["Nothing needs you before it goes out."]
    said += ["Not legal advice."] if fit.rules else []
    said = [*(f"Mended: {words}." for words in done), *said]
    _print(plain, "\n".join(said))


@packet.command("sheet")
@click.argument("packet", metavar="PACKET")
@click.option(
    "--field", nargs=2, multiple=True, metavar="CODE WORDS", help="Your own words for one."
)
@click.option("--out", default="", metavar="FILE.txt", help="Write it to a file outside the vault.")
@shared
def packet_sheet(packet: str, field: tuple[tuple[str, str], ...], out: str) -> None:
    """The fields of the recipient's form, to copy.

    Each has its count and its limit.
    """
    from onrecord.services.form_sheet import form_sheet, form_text, set_field
    from onrecord.services.write_sheet import write_sheet

    with _vault() as vault:
        id = _id(vault, "packet", packet, "packet")
        for code, words in field:
            set_field(vault, id, code, words)
        sheet = form_sheet(vault, id)
        if out:
            write_sheet(vault, id, Path(out))
    fields = [
        {**asdict(one), "id": one.code, "count": one.count, "over": one.over}
        for one in sheet.fields
    ]
    _print(
        {"id": id, **asdict(sheet), "fields": fields},
        f"Wrote {out}." if out else form_text(sheet).rstrip(),
    )


@packet.command("say")
@click.argument("packet", metavar="PACKET")
@shared
def packet_say(packet: str) -> None:
    """What to say on the telephone, in forty seconds."""
    from onrecord.packet.content import Frozen
    from onrecord.services.bundle_content import bundle_content
    from onrecord.services.say_it import say_it

    with _vault() as vault:
        id = _id(vault, "packet", packet, "packet")
        said = say_it(bundle_content(vault, id, Frozen()))
    _print(
        {"id": id, "lines": list(said.lines), "words": said.words, "seconds": said.seconds},
        "\n".join((*said.lines, "", f"{said.words} words, about {said.seconds} seconds")),
    )


@packet.command("mark")
@click.argument("packet", metavar="PACKET")
@click.argument("document", metavar="DOC")
@click.argument("page", type=int)
@click.argument("box", nargs=4, type=float, metavar="LEFT TOP RIGHT BOTTOM")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["black_out", "crop", "circle", "highlight", "arrow", "note"]),
    default="black_out",
    show_default=True,
    help="What to do with the box.",
)
@click.option("--words", default="", help="What a note says.")
@click.option("--reason", default="", help="Why; kept with it.")
@click.option("--only-here", is_flag=True, help="Leave the same words alone elsewhere.")
@shared
def packet_mark(
    packet: str, document: str, page: int, box: tuple[float, float, float, float], kind: str,
    words: str, reason: str, only_here: bool,
) -> None:  # fmt: skip
    """Black out or mark a part of a page, on the copy only.

    The box is in points (1/72 inch) from the top left of the page as it is shown; of a picture in
    thousandths of its sides. DOC is a label in the packet, a title, a file name or an id.
    """
    from onrecord.domain.rect import Rect
    from onrecord.services.black_out import black_out_box
    from onrecord.services.mark_page import Mark, mark_page
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = _id(vault, "packet", packet, "packet")
        with _progress() as tell:
            _read_waiting(workshop, tell)
        evidence_id, rect = _exhibit(vault, id, document), Rect(*box).text()
        if kind == "black_out":
            made = black_out_box(vault, id, evidence_id, page, [rect], reason, only_here=only_here)
            change, everywhere, pages = made.change, made.everywhere, len(made.elsewhere)
        else:
            mark = Mark(kind, evidence_id, page, (rect,), words, reason)
            change, everywhere, pages = mark_page(vault, id, mark), (), 0
    more = f" It stood on {pages} more pages, and is gone from there too." if pages else ""
    _print(
        {"id": change.result, "everywhere": list(everywhere), "more_pages": pages},
        change.words + "." + more,
    )


@packet.command("hide")
@click.argument("packet", metavar="PACKET")
@click.argument("words", nargs=-1)
@click.option(
    "--found",
    multiple=True,
    metavar="KIND",
    help="All that was found of a kind (see packet private), but what the packet itself says; or all.",
)
@click.option("--reason", default="", help="Why; kept with it.")
@shared
def packet_hide(
    packet: str, words: tuple[str, ...], found: tuple[str, ...], reason: str
) -> None:  # fmt: skip
    """Black out words wherever they stand in the packet."""
    from onrecord.domain.private_words import PRIVATE_KINDS
    from onrecord.services.private_words import (
        black_out_private,
        black_out_words,
        private_in_packet,
    )
    from onrecord.services.workshop import Workshop

    unknown = [kind for kind in found if kind not in (*PRIVATE_KINDS, "all")]
    if unknown or not (words or found):
        known = ", ".join(PRIVATE_KINDS)
        raise click.UsageError(f"Give words, or --found with one of {known}, all.")
    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = _id(vault, "packet", packet, "packet")
        with _progress() as tell:
            _read_waiting(workshop, tell)
        for one in words:
            black_out_words(vault, id, one, reason)
        kinds = PRIVATE_KINDS if "all" in found else found
        hidden = [x for x in private_in_packet(vault, id, kinds) if not x.printed] if found else []
        if hidden:
            black_out_private(vault, id, hidden)
    told = [*words, *(one.words for one in hidden)]
    _print({"id": id, "hidden": told}, "\n".join(told) or "There was nothing to black out.")


@packet.command("private")
@click.argument("packet", metavar="PACKET")
@shared
def packet_private(packet: str) -> None:
    """List what is in it that a stranger need not read."""
    from onrecord.services.private_words import private_in_packet
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        id = _id(workshop.vault, "packet", packet, "packet")
        with _progress() as tell:
            _read_waiting(workshop, tell)
        found = private_in_packet(workshop.vault, id)
    _print_list(
        [{**asdict(one), "reason": one.reason} for one in found],
        [
            (one.kind, one.words, f"{one.places[0].label} p. {one.places[0].page}",
             f"{len(one.places)} pages", "also printed" if one.printed else "")
            for one in found
        ],
        "Nothing private was found in the words of these pages.",
    )  # fmt: skip


@packet.command("marks")
@click.argument("packet", metavar="PACKET")
@click.option("--take-off", "gone", multiple=True, metavar="MARK", help="Take this one off again.")
@shared
def packet_marks(packet: str, gone: tuple[str, ...]) -> None:
    """List what is blacked out and marked in a packet, newest first."""
    from onrecord.services.mark_page import remove_marks
    from onrecord.services.views.packet_marks import marks_of_packet

    with _vault() as vault:
        id = _id(vault, "packet", packet, "packet")
        if gone:
            remove_marks(vault, [_id(vault, "packet_mark", one, "mark") for one in gone])
        rows = marks_of_packet(vault, id).marks
    _print_list(
        [asdict(row) for row in rows],
        [(row.id, row.kind, row.label, str(row.page or ""), row.words, row.reason) for row in rows],
        "Nothing is marked in this packet.",
    )


@packet.command("compare")
@click.argument("before", metavar="VERSION")
@click.argument("after", metavar="VERSION")
@shared
def packet_compare(before: str, after: str) -> None:
    """Say what differs between two versions that were made.

    Their ids are as packet VAULT list DISPUTE --json has them.
    """
    from onrecord.services.compare_versions import compare_versions

    with _vault() as vault:
        one = _id(vault, "bundle", before, "version")
        made = compare_versions(vault, one, _id(vault, "bundle", after, "version"))
    rows = [{**asdict(each), "words": each.words} for each in made.differences]
    _print(
        {"before": made.before.id, "after": made.after.id, "differences": rows},
        "\n".join(each.words for each in made.differences) or "Both print the same.",
    )


@commands.group()
@in_vault
def send() -> None:
    """Send a packet, and put on record that it went."""


@send.command("show")
@click.argument("dispute", metavar="DISPUTE")
@click.option("--packet", default="", metavar="PACKET", help="Which packet; else the newest.")
@shared
def send_show(dispute: str, packet: str) -> None:
    """Say where the packet goes, how, with which files and words."""
    from onrecord.services.views.send_sheet import send_sheet

    with _vault() as vault:
        sheet = send_sheet(vault, _made(vault, dispute, packet))
    plain = {"id": sheet.bundle_id, **asdict(sheet)}
    places = [
        f"{place.words}: {place.value}"
        + (f" [{place.source}, {place.age}]" if place.source else "")
        for place in (*sheet.pages, *(one for one in (sheet.email, sheet.post) if one))
    ]
    files = [f"{name}, {length:,} bytes" if length else name for name, length in sheet.files]
    lines = [
        f"{sheet.title}, version {sheet.number}, for {sheet.recipient or 'nobody named'}",
        *places, *sheet.notes, *files,
        f"On paper: {sheet.sides} sides, {sheet.sheets} sheets printed on both.",
        *(row.says() for row in sheet.sent), "", sheet.subject, "", sheet.text,
    ]  # fmt: skip
    _print(plain, "\n".join(lines))


@send.command("mail")
@click.argument("dispute", metavar="DISPUTE")
@click.argument("out", metavar="OUT.eml")
@click.option("--packet", default="", metavar="PACKET", help="Which packet; else the newest.")
@shared
def send_mail(dispute: str, out: str, packet: str) -> None:
    """Write a mail draft with the packet, for your mail program."""
    from onrecord.services.send_mail import write_packet_mail
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        id = _made(workshop.vault, dispute, packet)
        written = write_packet_mail(workshop, id, Path(out))
    path = str(Path(out).absolute())
    _print({"id": id, "path": path, "to": written.to, "files": list(written.names)},
           f"Wrote {out}.")  # fmt: skip


@send.command("record")
@click.argument("dispute", metavar="DISPUTE")
@click.option(
    "--way", required=True, type=click.Choice(["website", "email", "post", "hand", "fax"])
)
@click.option("--day", default="", metavar="DAY", help="When; today if not given.")
@click.option("--to", "recipient", default="", metavar="NAME", help="If not whom it was made for.")
@click.option("--reference", default="", help="What they acknowledged it under.")
@click.option("--acknowledged", default="", metavar="DAY", help="When they did.")
@click.option(
    "--proof", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A receipt or confirmation, kept as a document.",
)  # fmt: skip
@click.option("--packet", default="", metavar="PACKET", help="Which packet; else the newest.")
@shared
def send_record(
    dispute: str,
    way: str,
    day: str,
    recipient: str,
    reference: str,
    acknowledged: str,
    proof: Path | None,
    packet: str,
) -> None:
    """Put on record that the packet went out; says what comes next."""
    from onrecord.services.attach_files import attach_files
    from onrecord.services.send_packet import record_sending
    from onrecord.services.views.packet_history import what_next

    with _vault() as vault:
        made = _made(vault, dispute, packet)
        proof_id = ""
        if proof is not None:
            kept = attach_files(vault, [proof], dispute_id=_dispute(vault, dispute))
            proof_id = kept.outcomes[0].evidence_id
            if not proof_id:
                raise Refused(kept.outcomes[0].sentence)
        id = record_sending(
            vault, made, way, day, recipient=recipient, reference=reference,
            acknowledged=acknowledged, proof_id=proof_id,
        ).result  # fmt: skip
        following = what_next(vault, id)
    due = following.due
    _print(
        {
            "id": id,
            "bundle_id": made,
            "next": following.words,
            "until": due.end.isoformat() if due and due.end else None,
        },
        "\n".join((id, following.words)).strip(),
    )


@send.command("reply")
@click.argument("sending", metavar="SENDING")
@click.option("--reference", help="What they acknowledged it under.")
@click.option("--acknowledged", metavar="DAY", help="When they did.")
@shared
def send_reply(sending: str, reference: str | None, acknowledged: str | None) -> None:
    """Note what came back for a packet that was sent."""
    from onrecord.services.send_packet import note_reply

    with _vault() as vault:
        id = _id(vault, "sending", sending, "sending")
        note_reply(vault, id, reference=reference, acknowledged=acknowledged)
    _print({"id": id}, id)


@send.command("history")
@click.argument("dispute", metavar="DISPUTE")
@shared
def send_history(dispute: str) -> None:
    """List what was sent: to whom, when, by which way."""
    from onrecord.services.views.packet_history import packet_history

    with _vault() as vault:
        rows = packet_history(vault, _dispute(vault, dispute))
    _print_list([asdict(row) for row in rows], [(row.id or "-", row.title, row.says())
                for row in rows], "Nothing was sent yet.")  # fmt: skip


@commands.command("hand-over")
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("out", metavar="OUT.onrecord")
@click.option(
    "--new-passphrase-file", metavar="FILE", help="Read the new vault's passphrase from FILE."
)
@click.option("--merge", is_flag=True, help="Changes can be taken back; else it is to be read.")
def hand_over_dispute(dispute: str, out: str, new_passphrase_file: str | None, merge: bool) -> None:
    """Make an encrypted vault of one dispute, for an adviser."""
    from onrecord.services.hand_over import hand_over
    from onrecord.services.workshop import Workshop

    with Workshop(_open()) as workshop:
        id = _dispute(workshop.vault, dispute)
        if new_passphrase_file:
            phrase = _first_line(new_passphrase_file)
        elif sys.stdin.isatty():
            words = "Passphrase of the new vault"
            phrase = click.prompt(words, hide_input=True, confirmation_prompt=True, err=True)
        else:
            raise Refused("The new vault needs a passphrase: give --new-passphrase-file FILE.")
        with _progress() as tell:
            made = hand_over(workshop, id, Path(out), phrase, "merge" if merge else "read", tell)
    _print(
        {"id": id, "path": str(made.path), "documents": made.documents},
        f"Made {made.path}. Tell the adviser the passphrase by another way than you send it.",
    )


@commands.command("take-back")
@in_vault
@click.argument("theirs", metavar="THEIRS.onrecord", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--their-passphrase-file", metavar="FILE", required=True, help="What opens their vault."
)
@click.option("--take", multiple=True, metavar="ID", help="Take this line; may be repeated.")
@click.option("--all", "all_of_it", is_flag=True, help="Take every line that undoes none of yours.")
def take_back_changes(
    theirs: Path, their_passphrase_file: str, take: tuple[str, ...], all_of_it: bool
) -> None:
    """List what an adviser changed, and take it with --take or --all."""
    from onrecord.services.hand_back import field_words, take_back, what_came_back
    from onrecord.vault.vault import Vault

    with (
        _vault() as vault,
        Vault.open(theirs, _first_line(their_passphrase_file), memory=None) as other,
    ):
        back = what_came_back(vault, other)
        own = {line.key: line for line in back.own()}
        if unknown := [key for key in take if key not in own]:
            raise NotFound(f"There is no line {unknown[0]} among what came back.")
        chosen = back.chosen_first() if all_of_it else take
        if chosen:
            take_back(vault, other, back, chosen)
    rows = [
        {
            "id": line.key, "kind": line.kind, "words": line.words, "both": line.both,
            "taken": line.key in chosen,
            "fields": [{"field": name, "yours": mine, "theirs": new}
                       for name, mine, new in line.fields],
        }
        for line in own.values()
    ]  # fmt: skip
    lines: list[tuple[str, ...]] = []
    for line in own.values():
        said = [f"{field_words(name)}: {mine} -> {new}" for name, mine, new in line.fields]
        mark = "taken" if line.key in chosen else "both changed it" if line.both else ""
        lines.append((line.key, line.words, "; ".join(said), mark))
    _print_list(rows, lines, "Nothing was changed.")


def _made(vault: Vault, dispute: str, packet: str) -> str:
    """The newest PDF of a packet, by default of the newest packet that has one."""
    from onrecord.domain.packet import Bundle, Packet

    where, args = "dispute_id = ?", [_dispute(vault, dispute)]
    if packet:
        where, args = "packet_id = ?", [_id(vault, Packet.TABLE, packet, "packet")]
    where += " AND packet_id IN (SELECT id FROM packet WHERE trashed_at = '')"
    found = vault.find(Bundle, where, args, order="rowid DESC", limit=1)
    if not found:
        raise NotFound("There is no PDF of a packet yet; export it first.")
    return found[0].id


@commands.command("recording")
@click.argument("mine", metavar="MINE")
@click.argument("theirs", metavar="THEIRS")
@shared
def recording_law_show(mine: str, theirs: str) -> None:
    """Say what is known of the law on recording a call.

    Information, not leave to record: each rule says where it was read. OnRecord never records.
    """
    from onrecord.domain.agency import NOT_LEGAL_ADVICE
    from onrecord.services.recording_law import recording_law

    found = recording_law(mine, theirs)
    plain = {"strictest": found.strictest, "headline": found.headline, "rules": found.lines()}
    _print(plain, "\n".join((found.headline, *found.lines(), NOT_LEGAL_ADVICE)))


@commands.command()
@in_vault
@click.argument("evidence", metavar="EVIDENCE")
@click.argument("out", metavar="OUT")
def extract(evidence: str, out: str) -> None:
    """Write a document's original bytes to OUT."""
    from onrecord.services.extract_original import extract_original

    with _vault() as vault:
        id = _evidence(vault, evidence)
        path = extract_original(vault, id, Path(out))
    _print({"id": id, "path": str(path.absolute())}, f"Wrote {out}.")


@commands.command()
@click.option("--bring-back", is_flag=True, help="File what no record knows in To sort first.")
@in_vault
def verify(bring_back: bool) -> None:
    """Check that everything is as it was written.

    Reads every file and every record.
    """
    with _vault() as vault:
        if bring_back:
            from onrecord.services.bring_back import bring_back as bring

            click.echo(bring(vault).words, err=True)
        with _progress() as tell:
            report = vault.verify(progress=tell)
        id = vault.vault_id
    plain = {
        "id": id,
        "ok": report.ok,
        "checks": [{"name": c.words, "ok": not c.problems, "problems": list(c.problems)}
                   for c in report.checks],
        "problems": list(report.problems),
        "notes": list(report.notes),
        "history": {"length": report.head.length, "sha256": report.head.sha256},
        "objects": report.object_count,
        "bytes": report.object_bytes,
    }  # fmt: skip
    lines = [f"{'ok     ' if not c.problems else 'WRONG  '}{c.words}" for c in report.checks]
    lines += [*report.problems, *report.notes[:_MOST_NOTES]]
    if len(report.notes) > _MOST_NOTES:
        lines.append(f"And {len(report.notes) - _MOST_NOTES} more of these; --json lists them all.")
    lines.append(
        f"History: {report.head.length} entries, {report.head.sha256}. "
        f"{report.object_count} files, {report.object_bytes:,} bytes."
    )
    _print(plain, "\n".join(lines))
    if not report.ok:
        count = len(report.problems)
        raise KnownError(
            f"This vault is not whole: {count} {'problem' if count == 1 else 'problems'} found."
        )


@commands.group()
@in_vault
def snapshots() -> None:
    """List earlier states of the vault, and go back to one."""


@snapshots.command("list")
@shared
def snapshots_list() -> None:
    """List earlier states, the newest first, and what each holds."""
    from onrecord.services.views.snapshots import snapshots

    with _vault() as vault:
        rows = snapshots(vault)
    _print_list(
        [asdict(row) | {"taken": row.taken.isoformat()} for row in rows],
        [(row.id, row.words, row.problem or row.holds) for row in rows],
        "This vault keeps no earlier state yet: the first is made when it is locked.",
    )


@snapshots.command("show")
@click.argument("snapshot", metavar="SNAPSHOT")
@shared
def snapshots_show(snapshot: str) -> None:
    """Show which disputes an earlier state holds."""
    from onrecord.services.views.snapshots import disputes_then

    with _vault() as vault:
        rows = disputes_then(vault, snapshot)
    _print_list(
        [asdict(row) for row in rows],
        [(row.id, row.company, row.title,
          f"{row.documents} documents, {row.contacts} calls and messages") for row in rows],
        "There was no dispute in it.",
    )  # fmt: skip


@snapshots.command("restore")
@click.argument("snapshot", metavar="SNAPSHOT")
@shared
def snapshots_restore(snapshot: str) -> None:
    """Go back to an earlier state.

    How it is now is kept for thirty days, and what came later goes to the trash.
    """
    from onrecord.services.go_back import go_back

    with _vault() as vault:
        change = go_back(vault, snapshot)
    _print({"id": snapshot, "changed": len(change.touched)}, f"{change.words}.")


@commands.command("import")
@in_vault
@click.argument("dispute", metavar="DISPUTE")
@click.argument("file", metavar="FILE")
@click.option(
    "--kind",
    type=click.Choice(["contacts", "messages", "calls", "calendar"]),
    default=None,
    help="A table of calls (CSV), text messages (XML of SMS Backup & Restore), the calls of a phone "
    "bill (CSV), a calendar (ICS); else told by what is in FILE.",
)
@click.option(
    "--order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    default=None,
    help="Which of day, month and year comes first, where a date can be two days.",
)
@click.option("--number", multiple=True, help="Whose messages; else those of companies known here.")
@click.option(
    "--column",
    multiple=True,
    metavar="FIELD=HEADING",
    help='Which column is which, such as "who=Spoke to"; may be given several times.',
)
@click.option(
    "--dates-as",
    type=click.Choice(["plans", "contacts"]),
    default=None,
    help="Take all dates of a calendar as plans, or as what happened.",
)
@click.option("--keep/--no-keep", default=None, help="Keep FILE itself as a document, or do not.")
@click.option("--look", is_flag=True, help="Say what would be taken in, and change nothing.")
def import_file(
    dispute: str,
    file: str,
    kind: str | None,
    order: str | None,
    number: tuple[str, ...],
    column: tuple[str, ...],
    dates_as: str | None,
    keep: bool | None,
    look: bool,
) -> None:
    """Take in calls, messages or dates from a file.

    - as DISPUTE means To sort. What is in the vault already stays out, and a row that cannot be read is said and left out.
    """
    from onrecord.services.importing.known import digits
    from onrecord.services.importing.plan_import import plan_import
    from onrecord.services.importing.read_file import read_file
    from onrecord.services.importing.run_import import run_import
    from onrecord.services.workshop import Workshop

    path = Path(file)
    with Workshop(_open()) as workshop:
        vault = workshop.vault
        id = "" if dispute == "-" else _dispute(vault, dispute)
        reading = read_file(workshop, path, kind=kind or "")
        if column:
            mapping = _columns(column, reading.columns, reading.mapping)
            reading = read_file(workshop, path, kind=kind or reading.kind, mapping=mapping)
        numbers = {digits(one) or one.casefold() for one in number} or None
        plan = plan_import(
            vault,
            reading,
            dispute_id=id,
            order=order or "",
            numbers=numbers,
            dates_as=dates_as or "",
        )
        for problem in plan.problems:
            _tell(problem.sentence)
        if plan.asks_order:
            both = ", ".join(f"--order {key} for {words}" for key, words in plan.asks_order)
            raise Refused(f"The dates can be read in two ways; say which is meant: {both}.")
        counts = {state: plan.count(state) for state in ("new", "match", "here", "other")}
        plain: dict[str, Any] = {"kind": plan.kind, **counts, "problems": len(plan.problems)}
        if look:
            rows = [(row.row.line, row.dated, row.state, row.words, row.note) for row in plan.rows]
            plain["rows"] = [
                dict(zip(("line", "dated", "state", "words", "note"), row, strict=True))
                for row in rows
            ]
            lines = ["  ".join(str(p) for p in row[1:] if p) for row in rows]
            _print(plain, "\n".join(lines) or "There is nothing to take in.")
            return
        if keep is None:
            keep = plan.kind in ("contacts", "calls")
        done = run_import(vault, plan, dispute_id=id, source=path, keep=keep)
    plain |= {"taken": done.taken, "evidence_id": done.evidence_id}
    here = f", {done.here} already here" if done.here else ""
    left = f", {done.left} left out" if done.left else ""
    _print(plain, f"{done.change.words}{here}{left}.")


def _columns(
    typed: Sequence[str], headings: Sequence[str], guess: Mapping[str, int]
) -> dict[str, int]:
    """``who=Spoke to`` as the number of its column, over what was guessed."""
    from onrecord.intake.import_rows import FIELDS

    made = dict(guess)
    known = {heading.strip().casefold(): at for at, heading in enumerate(headings)}
    for one in typed:
        field, _, heading = one.partition("=")
        if field.strip() not in FIELDS:
            raise Refused(f"A column can be one of: {', '.join(FIELDS)}.", "column")
        if heading.strip().casefold() not in known:
            raise Refused(f'There is no column "{heading.strip()}" in this table.', "column")
        made[field.strip()] = known[heading.strip().casefold()]
    return made


@commands.group()
@shared
def data() -> None:
    """Write a whole dispute as JSON, or take one in."""


@data.command("export")
@in_vault
@click.argument("file", metavar="FILE.json")
@click.option(
    "--dispute", default="", metavar="DISPUTE", help="Which one, where there are several."
)
def data_export(file: str, dispute: str) -> None:
    """Write a dispute to FILE.json and its files to FILE.files."""
    from onrecord.services.export_data import dispute_to_export, export_data

    with _vault() as vault, _progress() as tell:
        id = dispute_to_export(vault, _dispute(vault, dispute) if dispute else "").id
        folder = export_data(vault, Path(file), id, tell)
    path = str(Path(file).absolute())
    _print({"id": id, "path": path, "files": str(folder.absolute())}, f"Wrote {file}.")


@data.command("import")
@in_vault
@click.argument("file", metavar="FILE.json")
def data_import(file: str) -> None:
    """Take in a dispute; a wrong file is refused and changes nothing."""
    from onrecord.services.import_data import import_data

    with _vault() as vault, _progress() as tell:
        id = import_data(vault, Path(file), tell).result
    _print({"id": id}, id)


@commands.command()
@shared
@click.argument("folder", metavar="FOLDER", type=click.Path(exists=True, path_type=Path))
@click.option("--jobs", default=0, metavar="N", help="Files at a time; else one a processor.")
@click.option("--seconds", default=300, metavar="S", help="What one file may take. 300.")
@click.option("--pages", default=0, metavar="N", help="Draw so many pages of each; else all.")
@click.option(
    "--keep", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="Keep what was found in FILE, a line for each file; go on from it next time.",
)  # fmt: skip
def prove(folder: Path, jobs: int, seconds: int, pages: int, keep: Path | None) -> None:
    """Count how well the PDFs of FOLDER would go into a bundle.

    Each is taken, stamped and checked as an export would, in a process of its own limits, and
    then compared with how it looks: the same pixels, filled forms with their values, the stamp
    in its place and nothing else changed, nothing left of what was left out or blacked out.
    Needs no vault, and writes nothing but FILE.
    """
    from onrecord.packet.prove import prove_folder, table

    with _progress() as tell:
        proven = prove_folder(
            folder, workers=jobs, seconds=seconds, pages=pages, kept=keep, progress=tell
        )
    counts = [
        {"id": c.name, "right": c.right, "all": c.all, "share": c.share, "wanted": c.wanted,
         "reached": c.reached}
        for c in proven.counts()
    ]  # fmt: skip
    failures = [{"id": p.path, "state": p.state, "faults": p.faults()} for p in proven.failures()]
    plain = {
        "files": len(proven.proofs), "states": proven.states(), "counts": counts,
        "failures": failures, "reached": proven.reached,
    }  # fmt: skip
    _print(plain, table(proven))
    if not proven.reached:
        raise KnownError("Not all of it is as it should be.")


@commands.command()
@in_vault
def sample() -> None:
    """Make a vault with a complete, invented sample dispute."""
    from onrecord.services.sample.build_sample import build_sample
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

    vault, code = Vault.create(_path(), _passphrase(new=True))
    _warn(vault)
    with Workshop(vault) as workshop, _progress() as tell:
        id = build_sample(workshop, progress=tell)
        path = vault.path
    _print(
        {"id": id, "path": str(path), "recovery_code": code},
        f"Made the sample vault {path}.\nRecovery code:  {code}",
    )


# --- how the commands work ----------------------------------------------------------------------


def run(arguments: Sequence[str]) -> int:
    """Runs one command line; returns the exit status and never raises."""
    try:
        status = commands.main(args=list(arguments), prog_name="onrecord", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return 1
    except KnownError as error:
        _tell(str(error))
        return 1
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing is to be flushed at the end
        return 1
    except Exception:
        click.echo(_BUG, err=True)
        if os.environ.get("ONRECORD_DEBUG"):
            traceback.print_exc()
        return 1


def _look(vault: Vault, packet_id: str, typed: Mapping[str, Any]) -> str:
    """Keeps in the packet how its files are to be made; returns the passphrase of this export."""
    from onrecord.domain.packet import Packet
    from onrecord.services.edit_record import edit_record
    from onrecord.services.packet_options import (
        packet_options,
        reveal_original,
        set_packet_options,
        turn_exhibit,
    )

    values = {
        name: typed[name]
        for name in ("large", "grey", "flat", "locked", "originals", "converted", "language")
        if typed[name] is not None
    }
    if typed["pictures"] is not None:
        values["pictures"] = "" if typed["pictures"] == "as-is" else typed["pictures"]
    if typed["volume_pages"] is not None:
        values["volume_pages"] = typed["volume_pages"]
    if typed["volume_mb"] is not None:
        values["volume_bytes"] = round(typed["volume_mb"] * 1_000_000)
    if typed["passphrase_of_pdf"]:
        values["locked"] = True
    if values:
        set_packet_options(vault, packet_id, **values)
    if typed["paper"]:
        edit_record(vault, Packet, packet_id, paper=typed["paper"])
    for one in typed["turn"]:
        name, _, by = one.rpartition("=")
        name, _, page = (
            name.rpartition(":") if name.rpartition(":")[2].isdecimal() else (name, "", "")
        )
        if not name or not by.isdecimal():
            raise click.UsageError("Write --turn as DOC=180, or DOC:2=90 for its page 2.")
        id = _exhibit(vault, packet_id, name)
        turn_exhibit(vault, packet_id, id, int(by), int(page) if page else None)
    for name in typed["reveal"]:
        reveal_original(vault, packet_id, _exhibit(vault, packet_id, name), reveal=True)
    if typed["passphrase_of_pdf"]:
        return _first_line(typed["passphrase_of_pdf"])
    if packet_options(vault, packet_id).locked:
        return click.prompt(
            "Passphrase of the PDF", hide_input=True, confirmation_prompt=True, err=True
        )
    return ""


def _path() -> Path:
    path = _state().vault_path
    assert path is not None
    return path


def _open() -> Vault:
    from onrecord.services.collect_inbox import collect_inbox
    from onrecord.vault.vault import Vault

    path = _path()
    if not path.exists():
        raise NotFound(f"There is no vault at {path}.")
    vault = Vault.open(path, _passphrase())
    try:
        _warn(vault)
        if not vault.read_only:
            for problem in collect_inbox(vault).problems:
                click.echo(problem, err=True)
    except BaseException:
        vault.close()
        raise
    return vault


def _warn(vault: Vault) -> None:
    for warning in vault.warnings:
        _tell(warning)


@contextmanager
def _vault() -> Generator[Vault]:
    vault = _open()
    try:
        yield vault
    finally:
        vault.close()


def _passphrase(*, new: bool = False) -> str:
    file = _state().passphrase_file
    if not file:
        if not sys.stdin.isatty():
            raise Refused("The passphrase is needed: give it with --passphrase-file FILE.")
        prompt = "New passphrase" if new else "Passphrase"
        return click.prompt(prompt, hide_input=True, confirmation_prompt=new, err=True)
    return _first_line(file)


def _first_line(file: str) -> str:
    """The secret in a file; ``-`` is standard input."""
    try:
        text = sys.stdin.readline() if file == "-" else Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refused(f"The passphrase file {file} cannot be read.") from None
    phrase = text.split("\n", 1)[0].rstrip("\r")
    if not phrase:
        raise Refused("The passphrase is empty; write it in the first line of the file.")
    return phrase


def _dispute(vault: Vault, typed: str) -> str:
    """A dispute by id, by the beginning of its id, or by its title."""
    rows = vault.query(
        "SELECT id FROM dispute WHERE title = ? COLLATE NOCASE AND trashed_at = ''", [typed]
    )
    if len(rows) == 1:
        return rows[0]["id"]
    return _id(vault, "dispute", typed, "dispute")


def _evidence(vault: Vault, typed: str, dispute_id: str = "") -> str:
    """A document by its title or file name, in the dispute where one is given, or by its id."""
    inside = " AND id IN (SELECT evidence_id FROM dispute_evidence WHERE dispute_id = ?2)"
    rows = vault.query(
        "SELECT id FROM evidence WHERE (title = ?1 COLLATE NOCASE OR file_name = ?1 COLLATE NOCASE)"
        + (inside if dispute_id else " AND trashed_at = ''"),
        [typed, dispute_id] if dispute_id else [typed],
    )
    if not rows and typed:  # a file's name without its ending
        named = vault.query(
            "SELECT id, file_name FROM evidence WHERE instr(lower(file_name), lower(?1)) = 1"
            + (inside if dispute_id else " AND trashed_at = ''"),
            [typed, dispute_id] if dispute_id else [typed],
        )
        rows = [r for r in named if Path(r["file_name"]).stem.casefold() == typed.casefold()]
    if len(rows) > 1:
        raise Refused(f"More than one document is called {typed}; give the beginning of its id.")
    return rows[0]["id"] if rows else _id(vault, "evidence", typed, "document")


def _exhibit(vault: Vault, packet_id: str, typed: str) -> str:
    """A document by its label in the packet, its title or file name in the dispute, or its id."""
    from onrecord.services.views.packet_detail import packet_detail

    detail = packet_detail(vault, packet_id)
    labels = [d.evidence_id for d in detail.exhibits if d.label and d.label == typed.upper()]
    if labels:
        return labels[0]
    # What went to the trash meanwhile still has its place, and can be named to be left out.
    gone = vault.query(
        "SELECT e.id FROM packet_exhibit x JOIN evidence e ON e.id = x.evidence_id"
        " WHERE x.packet_id = ?1 AND e.trashed_at != ''"
        " AND (e.title = ?2 COLLATE NOCASE OR e.file_name = ?2 COLLATE NOCASE)",
        [packet_id, typed],
    )
    if len(gone) == 1:
        return gone[0]["id"]
    return _evidence(vault, typed, detail.packet.dispute_id)


def _spots(vault: Vault, dispute_id: str, typed: Sequence[str]) -> list[Any]:
    """Places as typed: bill.pdf, or bill.pdf:2 for its second page."""
    from onrecord.services.cite import Spot

    made: list[Any] = []
    for one in typed:
        name, colon, page = one.rpartition(":")
        if not (colon and page.isascii() and page.isdigit()):
            name, page = one, ""
        made.append(Spot(_evidence(vault, name, dispute_id), int(page) if page else None))
    return made


def _id(vault: Vault, table: str, typed: str, name: str) -> str:
    if len(typed) >= 4 and not set(typed) - set("0123456789abcdef"):
        rows = vault.query(f"SELECT id FROM {table} WHERE id LIKE ? LIMIT 2", [typed + "%"])
        if len(rows) == 1:
            return rows[0]["id"]
        if rows:
            raise Refused(f"More than one {name} begins with {typed}; give more of its id.")
    raise NotFound(f"There is no {name} {typed} in this vault.")


def _read_waiting(workshop: Workshop, tell: Callable[[int, int, str], None]) -> None:
    from onrecord.services.read_documents import read_documents, waiting

    if not workshop.vault.read_only and waiting(workshop.vault):
        read_documents(workshop.vault, workshop.reader, progress=tell)


def _problems(vault: Vault, outcomes: Sequence[AttachOutcome]) -> dict[str, str]:
    from onrecord.services.arrange_exhibits import evidence_by_id

    found = evidence_by_id(vault, [o.evidence_id for o in outcomes if o.evidence_id])
    return {id: evidence.problem for id, evidence in found.items()}


def _seconds(minutes: float | None) -> int | None:
    if minutes is None:
        return None
    if not 0 <= minutes <= _LONGEST:  # what is no number compares as false
        raise Refused("Give the time it took in minutes, at most a week.", "minutes")
    return round(minutes * 60)


def _sector(typed: str, *, one: bool = False) -> str:
    """What it is about, as the rules know it; ``one`` takes no group of them. Raises Refused with
    the list."""
    from onrecord.domain.agency_words import SECTORS
    from onrecord.domain.eligibility import sectors_of

    by_words = {words.casefold(): code for code, words in SECTORS.items()}
    said = by_words.get(typed.strip().casefold(), typed)
    found = sectors_of(said)
    if said == "any" or not found or (one and len(found) > 1):
        known = ", ".join(code for code in SECTORS if code != "any")
        raise Refused(f'There is no sector "{typed}"; choose one of {known}.', "sector")
    return next(iter(found)) if len(found) == 1 else said


def _currency(typed: str) -> str:
    code = typed.strip().upper()
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Refused("Write a currency as three letters, such as GBP.")
    return code


def _said(typed: Mapping[str, Any]) -> tuple[Any, ...]:
    from onrecord.domain.contact_entry import Said

    form = "quote" if typed["quote"] else "paraphrase"
    them = [Said(words, "them", form) for words in typed["them"]]
    return (*them, *(Said(words, "me", form) for words in typed["me"]))


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


def _promise(text: str, currency: str) -> Promised:
    from onrecord.domain.contact_entry import Promised

    words, due, minor = _parts(text, currency)
    return Promised(words, due, minor, currency if minor is not None else "")


def _offer(text: str, currency: str) -> Offered:
    from onrecord.domain.contact_entry import Offered

    words, until, minor = _parts(text, currency)
    return Offered(words, "them", minor, currency if minor is not None else "", until)


def _parts(text: str, currency: str) -> tuple[str, str, int | None]:
    """``words;day;amount``; the last two may be missing."""
    from onrecord.domain.money import parse_money
    from onrecord.services.derive import stored_date

    words, day, amount = ([piece.strip() for piece in text.split(";")] + ["", ""])[:3]
    if not amount:
        return words, stored_date(day, "due"), None
    if not currency:
        raise Refused("Say in which currency the amounts are, with --currency.")
    try:
        return words, stored_date(day, "due"), parse_money(amount, currency).minor
    except ValueError as error:
        raise Refused(str(error), "amount") from None


def _print(plain: Mapping[str, Any], words: str) -> None:
    if _state().json:
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_line(line) for line in words.split("\n")))


def _tell(words: str) -> None:
    click.echo(_line(words), err=True)


def _line(words: str) -> str:
    """One line for a terminal: a file's name or text must not move its cursor or colour it."""
    return _CONTROL.sub(" ", words)


def _print_list(
    plain: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[str]], empty: str
) -> None:
    if _state().json:
        click.echo(json.dumps(list(plain), ensure_ascii=False, indent=2))
    elif rows:
        for row in rows:
            click.echo(_line("  ".join(piece for piece in row if piece)))
    elif empty:
        click.echo(empty, err=True)


@contextmanager
def _progress() -> Generator[Callable[[int, int, str], None]]:
    """One line on a terminal's standard error; nothing where nobody looks."""
    shown = sys.stderr.isatty()

    def tell(done: int, total: int, words: str) -> None:
        if shown:
            count = f" {done} of {total}" if total else ""
            click.echo(f"\r\x1b[K{words}{count}", err=True, nl=False)

    try:
        yield tell
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
