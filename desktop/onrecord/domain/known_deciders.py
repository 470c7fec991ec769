"""Whether the directory knows anybody who settles such a matter, where it was."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.domain.agency import ANY_SECTOR, Agency, in_force
from onrecord.domain.eligibility import sectors_of
from onrecord.domain.matter import Matter, Option
from onrecord.domain.place import within

_DECIDERS = ("ombudsman", "regulator")


def knows_a_decider(options: Iterable[Option], matter: Matter) -> bool:
    """An ombudsman or a regulator for this place and kind of matter, whether or not it can help
    now: one that cannot because of what happened is known all the same."""
    return any(
        option.verdict != "cannot" or _covers(option.agency, matter)
        for option in options
        if option.agency.kind in _DECIDERS
    )


def _covers(agency: Agency, matter: Matter) -> bool:
    closed, where = agency.closed, agency.coverage
    if closed and min(closed.on, closed.last_complaint_on or closed.on) <= matter.today:
        return False
    sectors = {one for covers in in_force(agency.covers, matter.today) for one in covers.sectors}
    about = sectors_of(matter.sector) | {ANY_SECTOR}
    here = where.everywhere or within(matter.place, where.places) is not False
    return here and bool(sectors & about)
