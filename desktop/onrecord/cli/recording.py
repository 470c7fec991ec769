"""The law on recording a call."""

from __future__ import annotations

import click

from onrecord.cli.options import shared
from onrecord.cli.printing import print_answer


@click.command("recording")
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
    print_answer(plain, "\n".join((found.headline, *found.lines(), NOT_LEGAL_ADVICE)))
