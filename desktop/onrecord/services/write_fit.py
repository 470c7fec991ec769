"""How a packet fits its recipient, with all that the check says: as words, and as a file outside the
vault to print or to keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.dispute import Dispute
from onrecord.domain.packet import Packet
from onrecord.packet.callsheet import SheetContent, SheetSection
from onrecord.services.check_packet import Checked, check
from onrecord.services.own_sheet import own_sheet
from onrecord.services.writing_out import checked_target, write_out

if TYPE_CHECKING:
    from onrecord.services.fit_row import FitRow, Measured
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault

_STANDS = {"fits": "Fits", "misses": "Misses", "unclear": "Unverified", "note": "To know",
           "depends": "May miss"}  # fmt: skip
NOT_ADVICE = "Not legal advice."


def write_fit(
    workshop: Workshop,
    packet_id: str,
    target: Path,
    measured: Measured | None = None,
    today: date | None = None,
) -> Path:
    """As pages where the name ends in .pdf, else as text. Raises Refused where it cannot be
    written there; the history says that it went out."""
    vault = workshop.vault
    checked_target(vault, target)
    packet, checked = vault.get(Packet, packet_id), check(vault, packet_id, measured)
    if target.suffix.lower() == ".pdf":
        data = workshop.bundler.own_sheet(
            fit_pages(vault, packet, checked, (today or date.today()).isoformat())
        )
    else:
        data = (fit_text(checked) + "\n").encode()
    write_out(
        vault,
        [(target, lambda: [data])],
        f"Wrote how the packet “{packet.title}” fits its recipient outside the vault",
    )
    return target


def fit_text(checked: Checked) -> str:
    """The whole of it in plain lines."""
    fit = checked.fit
    marks = {"fits": "fits", "misses": "MISSES", "unclear": "unverified", "note": "note",
             "depends": "may miss"}  # fmt: skip
    said = [f"For {fit.recipient or 'nobody named'}" + (f" ({fit.rules})" if fit.rules else "")]
    said += [
        f"{marks[row.state]:>10}  {row.rule}: {row.limit}"
        + (f" ({row.actual})" if row.actual else "")
        for row in fit.rows
    ]
    said += [""] if fit.rows else []
    said += [f"{x.level.upper():>4}  {x.words} {x.remedy}  [{x.name}]" for x in checked.lines]
    said += [f"  OK  {line.words} Reason: {why.reason}" for line, why in checked.settled]
    said += [_more(checked.more_tips)] if checked.more_tips else []
    said += [] if checked.lines else ["Nothing needs you before it goes out."]
    said += [NOT_ADVICE] if fit.rules else []
    return "\n".join(said)


def fit_pages(vault: Vault, packet: Packet, checked: Checked, made_on: str) -> SheetContent:
    """What is printed: each rule with its source, then what asks, the tips, and what is right as
    it is."""
    fit = checked.fit
    asks = tuple((x.words, x.remedy) for x in checked.lines if x.level != "tip")
    tips = tuple((x.words, x.remedy) for x in checked.lines if x.level == "tip")
    if checked.more_tips:
        tips += ((_more(checked.more_tips), ""),)
    settled = tuple((x.words, f"Your reason: {why.reason}") for x, why in checked.settled)
    about = "about " if fit.measured.about else ""
    size = f"{about}{fit.measured.pages} pages" if fit.measured.pages else ""
    return own_sheet(
        f"How the packet fits: {fit.recipient}" if fit.recipient else "How the packet fits",
        (
            ", ".join(part for part in (packet.title, size) if part),
            f"Their rules: {fit.rules}." if fit.rules else "No rules of the recipient are known.",
            NOT_ADVICE if fit.rules else "",
        ),
        (
            SheetSection("Their rules", "rules", tuple(_row(row) for row in fit.rows)),
            SheetSection("What needs you before it goes out", "list", asks),
            SheetSection("Tips", "list", tips),
            SheetSection("Left as it is, with your reason", "list", settled),
        ),
        packet,
        made_on,
        sample=vault.get(Dispute, packet.dispute_id).sample,
    )


def _row(row: FitRow) -> tuple[str, str, str, str, str]:
    age = f", as of {row.as_of}" if row.as_of and row.source else ""
    unsure = " Unverified." if not row.verified else ""
    source = f"{row.source}{age}.{unsure}" if row.source else unsure.strip()
    return _STANDS[row.state], row.rule, row.limit, row.actual, source


def _more(count: int) -> str:
    return "1 more tip." if count == 1 else f"{count} more tips."
