"""A rule of a recipient beside what a packet has of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onrecord.domain.agency import Basis, Figure
from onrecord.services.check_line import Act

State = Literal["fits", "misses", "unclear", "note", "depends"]
"""``depends``: it is missed in one case, and whether that is so is not known or can be chosen."""


@dataclass(frozen=True)
class Measured:
    """The finished files: how many pages and bytes in all, the largest one, and how many files
    they are. ``about``: reckoned, not made. ``own_pages``: of the pages a supervisor reads.
    ``longest``: pages of the longest file."""

    pages: int
    length: int
    files: int = 1
    largest: int = 0
    own_pages: int = 0
    about: bool = False
    longest: int = 0


@dataclass(frozen=True)
class FitRow:
    """One rule. ``rule`` names it, ``limit`` and ``actual`` are words; ``source`` and ``as_of``
    say where the limit was read, ``verified`` whether it can be relied on. ``over`` is by how
    much it is missed, in its own unit; ``act`` and ``also`` mend it. ``most``: a limit in bytes.
    ``case``: a code of ``agency_words.CASES`` where it holds in that case only."""

    code: str
    rule: str
    limit: str
    actual: str
    state: State
    source: str = ""
    as_of: str = ""
    verified: bool = True
    over: int = 0
    act: Act = ""
    also: Act = ""
    most: int = 0
    case: str = ""


def fit_row(
    code: str,
    rule: str,
    figure: Figure[int] | Figure[tuple[str, ...]],
    limit: str,
    over: int | State,
    actual: str,
    act: Act = "",
    also: Act = "",
) -> FitRow:
    """Missed by ``over`` where that is a number; a missed figure that is unverified is unclear."""
    basis = figure.basis
    if isinstance(over, str):
        state, amount = over, 0
    else:
        amount = over
        state = "fits" if not over else "misses" if basis.verified else "unclear"
    return FitRow(
        code, rule, limit, actual, state, source_words(basis), basis.as_of, basis.verified, amount,
        act if amount else "", also if amount else "",
    )  # fmt: skip


def source_words(basis: Basis) -> str:
    """Where it was read."""
    return "; ".join(one.says() for one in basis.sources)


def pages_words(count: int) -> str:
    """``19 pages``."""
    return "1 page" if count == 1 else f"{count} pages"


def files_words(count: int) -> str:
    """``5 files``."""
    return "1 file" if count == 1 else f"{count} files"
