"""Which days are working days in a place, by the public holidays of its country and region.

A working day is Monday to Friday (or what the country has in its place) and not a public holiday.
A rule that has its own list of business days may differ by a day; the date says how it came about.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from onrecord.domain.dispute import Dispute
from onrecord.domain.place import Place, parse_place

if TYPE_CHECKING:
    from onrecord.domain.deadline import WorkingDay
    from onrecord.vault.vault import Vault


def working_days_of(vault: Vault, dispute_id: str) -> WorkingDay | None:
    """As ``working_days``, where the dispute is; raises NotFound."""
    return working_days(parse_place(vault.get(Dispute, dispute_id).place))


def working_days(place: Place) -> WorkingDay | None:
    """The test of a day for a place; None where the country is not known or has no list.

    Of a region the list does not know, or where several are meant that differ, the country's own
    holidays count.
    """
    if not place.country:
        return None
    found = [_calendar(place.country, region) for region in place.regions or ("",)]
    if any(one is None for one in found):
        return _calendar(place.country, "")
    tests = [one for one in found if one is not None]

    def is_working_day(day: date) -> bool:
        return all(test(day) for test in tests)

    return is_working_day


@cache
def _calendar(country: str, region: str) -> WorkingDay | None:
    # Imported here: it takes a tenth of a second, and most windows count no working days.
    import holidays

    try:
        known = holidays.country_holidays(country, subdiv=region or None)
    except NotImplementedError:
        return None
    return known.is_working_day
