"""Write the figures of all disputes outside the vault: as a table, or as the picture of a chart."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.money import minor_digits
from onrecord.services.views.insights import Chart, Insights
from onrecord.services.writing_out import write_out

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault

HEADINGS = ("Figure", "By", "Value", "Of which", "Unit", "In words", "Behind it")
_BY = {"channel": "channel", "company": "company", "rung": "step"}


def insights_csv(found: Insights) -> str:
    """One line a figure: plain numbers for a spreadsheet, and the same in words."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEADINGS)
    for figure in found.figures:
        table.writerow([figure.title, "all", "", "", "", figure.words, figure.of])
    for way, charts in found.charts.items():
        for chart in charts:
            for bar in chart.bars:
                table.writerow(
                    [f"{chart.title} by {_BY[way]}", _plain(bar.label), _number(chart, bar.value),
                     "" if bar.part is None else _number(chart, bar.part), chart.unit, bar.words,
                     bar.of]
                )  # fmt: skip
    return out.getvalue()


def export_insights_csv(vault: Vault, found: Insights, target: Path) -> Path:
    """Raises one sentence where it cannot be written."""
    text = insights_csv(found)
    data = b"\xef\xbb\xbf" + text.encode()  # the mark tells spreadsheets that it is UTF-8
    write_out(vault, [(target, lambda: [data])], "Wrote a table of insights outside the vault")
    return target


def export_insights_picture(vault: Vault, pictures: Sequence[bytes], target: Path) -> Path:
    """``pictures`` are the pieces of one PNG file, as it is to be written."""
    write_out(
        vault, [(target, lambda: list(pictures))], "Wrote a picture of insights outside the vault"
    )
    return target


def _number(chart: Chart, value: float) -> str:
    if len(chart.unit) == 3 and chart.unit.isupper():
        digits = minor_digits(chart.unit)
        return f"{value / 10**digits:.{digits}f}"
    return f"{value:g}" if value == round(value) else f"{value:.1f}"


def _plain(label: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{label}" if label[:1] in ("=", "+", "-", "@", "\t") else label
