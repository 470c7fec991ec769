"""Filled forms whose letters are not all seen in the packet, as they are in the program that filled
them in."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.services.check_line import CheckLine
from onrecord.services.check_recipient import Judged
from onrecord.services.judge_exhibits import verdicts
from onrecord.services.private_words import pages_in


def form_lines(j: Judged) -> Iterator[CheckLine]:
    """Asks for each document with such pages."""
    lacking = {id: one.undrawn for id, one in verdicts(j.vault, j.packet.id).items() if one.undrawn}
    if not lacking:
        return
    for _label, evidence, pages in pages_in(j.vault, j.packet):
        found = [str(n) for n in lacking.get(evidence.id, ()) if n in pages]
        if found:
            on = f"page {found[0]}" if len(found) == 1 else f"pages {', '.join(found)}"
            yield CheckLine(
                "ask",
                f"Letters of what is filled in on {on} of “{evidence.title or evidence.file_name}”"
                " are missing in the packet: its file does not bring them along.",
                "Print it to a PDF with the program that shows it whole, and add that instead.",
                evidence.id,
                act="add",
                also="take_out",
                key=f"undrawn:{evidence.id}",
            )
