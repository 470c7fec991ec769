"""All commands together, and how a line of them is run."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from onrecord import __version__
from onrecord.cli.agency import agencies_list, agency
from onrecord.cli.contact import contact
from onrecord.cli.data import data
from onrecord.cli.dispute import dispute
from onrecord.cli.evidence import attach, evidence, extract
from onrecord.cli.export import export
from onrecord.cli.hand_over import hand_over_dispute, take_back_changes
from onrecord.cli.import_file import import_file
from onrecord.cli.money import money
from onrecord.cli.options import Group, shared
from onrecord.cli.packet import packet
from onrecord.cli.points import amount, fact, issue
from onrecord.cli.printing import remark
from onrecord.cli.prove import prove
from onrecord.cli.recording import recording_law_show
from onrecord.cli.send import send
from onrecord.cli.snapshots import snapshots
from onrecord.cli.steps import answer_rules, stage, tracks_list
from onrecord.cli.vault import create, sample, verify
from onrecord.errors import KnownError

_BUG = (
    "Something went wrong inside OnRecord. Your vault keeps what was said to be saved. Set"
    " ONRECORD_DEBUG=1 and try again to see what a developer needs."
)


@click.group(
    cls=Group,
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


for one in (
    agencies_list, agency, amount, answer_rules, attach, contact, create, data, dispute, evidence,
    export, extract, fact, hand_over_dispute, import_file, issue, money, packet, prove,
    recording_law_show, sample, send, snapshots, stage, take_back_changes, tracks_list, verify,
):  # fmt: skip
    commands.add_command(one)


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
        remark(str(error))
        return 1
    except BrokenPipeError:
        sys.stdout = None  # the reader has gone: nothing is to be flushed at the end
        return 1
    except Exception:
        click.echo(_BUG, err=True)
        if os.environ.get("ONRECORD_DEBUG"):
            traceback.print_exc()
        return 1
