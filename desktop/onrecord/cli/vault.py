"""Make a vault, fill one with a sample, and check that one is whole."""

from __future__ import annotations

import click

from onrecord.cli.opening import passphrase, the_vault, warn_of
from onrecord.cli.options import in_vault, vault_path
from onrecord.cli.printing import print_answer, progress
from onrecord.errors import KnownError

_MOST_NOTES = 5


@click.command()
@in_vault
def create() -> None:
    """Make a new vault and print its recovery code, once."""
    from onrecord.vault.vault import Vault

    path = vault_path()
    vault, code = Vault.create(path, passphrase(new=True))
    with vault:
        warn_of(vault)
        print_answer(
            {"id": vault.vault_id, "path": str(vault.path), "recovery_code": code},
            f"Made the vault {vault.path}.\n\nRecovery code:  {code}\n\n"
            "Write it down and keep it away from this computer. It opens the vault if you forget"
            " the passphrase, and it is not shown again.",
        )


@click.command()
@in_vault
def sample() -> None:
    """Make a vault with a complete, invented sample dispute."""
    from onrecord.services.sample.build_sample import build_sample
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

    vault, code = Vault.create(vault_path(), passphrase(new=True))
    warn_of(vault)
    with Workshop(vault) as workshop, progress() as tell:
        id = build_sample(workshop, progress=tell)
        path = vault.path
    print_answer(
        {"id": id, "path": str(path), "recovery_code": code},
        f"Made the sample vault {path}.\nRecovery code:  {code}",
    )


@click.command()
@click.option(
    "--bring-back",
    is_flag=True,
    help="First file what no record knows in To sort; remove second copies and unfinished PDFs.",
)
@in_vault
def verify(bring_back: bool) -> None:
    """Check that everything is as it was written.

    Reads every file and every record.
    """
    with the_vault() as vault:
        if bring_back:
            from onrecord.services.bring_back import bring_back as bring

            click.echo(bring(vault).words, err=True)
        with progress() as tell:
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
    print_answer(plain, "\n".join(lines))
    if not report.ok:
        count = len(report.problems)
        raise KnownError(
            f"This vault is not whole: {count} {'problem' if count == 1 else 'problems'} found."
        )
