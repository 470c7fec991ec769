"""Documents: keep, list, show, name them, and write their bytes out again."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.naming import find_dispute, find_evidence
from onrecord.cli.opening import first_line, open_vault, read_waiting, the_vault
from onrecord.cli.options import Group, in_vault, shared
from onrecord.cli.printing import print_answer, print_list, progress, remark
from onrecord.domain.evidence import KINDS
from onrecord.errors import Refused

if TYPE_CHECKING:
    from onrecord.services.attach_files import AttachOutcome
    from onrecord.vault.vault import Vault


@click.group(cls=Group)
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

    with the_vault() as vault:
        rows = documents(
            vault, find_dispute(vault, dispute) if dispute not in ("", "-") else None, search
        )
        if dispute == "-":
            unfiled = {row.id for row in to_sort(vault)}
            rows = [row for row in rows if row.id in unfiled]
    print_list(
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

    with the_vault() as vault:
        detail = evidence_detail(vault, find_evidence(vault, evidence))
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
    print_answer(plain, "\n".join(lines + (["", words] if text else [])))


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
    with the_vault() as vault, vault.change("Changed a document"):
        id = find_evidence(vault, evidence)
        if said:
            edit_record(vault, Evidence, id, **said)
        for dispute, helps_them in ((theirs, True), (mine, False)):
            if dispute:
                mark_theirs(vault, id, find_dispute(vault, dispute), helps_them)
        one = vault.get(Evidence, id)
    plain = {name: getattr(one, name) for name in ("id", "title", "dated", "kind", "source")}
    print_answer(plain, "  ".join(words for words in plain.values() if words))


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

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = find_evidence(vault, evidence)
        if file is None and not sys.stdin.isatty():
            raise Refused("The document's password is needed: give it with --file FILE.")
        password = first_line(file) if file else click.prompt("Its password", hide_input=True)
        give_password(vault, id, password)
        with progress() as tell:
            read_waiting(workshop, tell)
        problem = vault.get(Evidence, id).problem
    if problem:
        raise Refused(problem)
    print_answer({"id": id}, "The document opens.")


@evidence.command("attached")
@click.argument("evidence", metavar="EMAIL")
@shared
def evidence_attached(evidence: str) -> None:
    """Keep what is attached to an email as documents.

    They are in the disputes the email is in.
    """
    from onrecord.services.keep_attached import keep_attached
    from onrecord.services.workshop import Workshop

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        result = keep_attached(vault, workshop.reader, find_evidence(vault, evidence))
        with progress() as tell:
            read_waiting(workshop, tell)
        _print_outcomes(result.outcomes, _problems(vault, result.outcomes))


@click.command()
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

    with Workshop(open_vault()) as workshop:
        vault = workshop.vault
        id = "" if dispute == "-" else find_dispute(vault, dispute)
        paths = [Path(file) for file in files]
        with progress() as tell:
            result = attach_files(vault, paths, dispute_id=id, arrived="command", progress=tell)
            if wait:
                read_waiting(workshop, tell)
        problems = _problems(vault, result.outcomes) if wait else {}
    _print_outcomes(result.outcomes, problems)


def _print_outcomes(outcomes: Sequence[AttachOutcome], problems: Mapping[str, str]) -> None:
    """What became of each file; the command fails where one was refused."""
    rows = [
        {
            "id": outcome.evidence_id,
            "name": outcome.name,
            "state": outcome.state,
            "sentence": outcome.sentence,
            "problem": problems.get(outcome.evidence_id, ""),
        }
        for outcome in outcomes
    ]
    for outcome in outcomes:
        if outcome.state == "refused":
            remark(outcome.sentence)
    print_list(rows, [(row["id"], row["state"], row["name"], row["problem"]) for row in rows], "")
    if any(outcome.state == "refused" for outcome in outcomes):
        raise click.exceptions.Exit(1)


def _problems(vault: Vault, outcomes: Sequence[AttachOutcome]) -> dict[str, str]:
    from onrecord.services.arrange_exhibits import evidence_by_id

    found = evidence_by_id(vault, [o.evidence_id for o in outcomes if o.evidence_id])
    return {id: evidence.problem for id, evidence in found.items()}


@click.command()
@in_vault
@click.argument("evidence", metavar="EVIDENCE")
@click.argument("out", metavar="OUT")
def extract(evidence: str, out: str) -> None:
    """Write a document's original bytes to OUT."""
    from onrecord.services.extract_original import extract_original

    with the_vault() as vault:
        id = find_evidence(vault, evidence)
        path = extract_original(vault, id, Path(out))
    print_answer({"id": id, "path": str(path.absolute())}, f"Wrote {out}.")
