"""Whether the body a packet is for takes it yet, said before somebody sends it in vain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from onrecord.domain.agency import Agency
from onrecord.domain.eligibility import option_of
from onrecord.domain.packet import Packet
from onrecord.services.check_line import CheckLine
from onrecord.services.packet_for import packet_company
from onrecord.services.who_can_help import matter_of
from onrecord.services.working_days import working_days

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


def door_lines(vault: Vault, packet: Packet, agency: Agency, today: date) -> Iterator[CheckLine]:
    """What has to come first and is not on record, or that their time was over."""
    company = packet_company(vault, packet)
    matter = matter_of(vault, packet.dispute_id, today, counterparty_id=company)
    option = option_of(agency, matter, working_days(matter.place))
    unsure = " This is unverified." if option.unverified else ""
    if option.verdict == "later" and option.first:
        yield CheckLine(
            "tip",
            f"{agency.called} does not take it yet. {option.first[0]}{unsure}",
            "Do that first, or put on record that it happened.",
            act="who_can_help",
            key="door:later",
            weight=-2,
        )
    elif option.verdict == "expired" and option.expires is not None:
        yield CheckLine(
            "tip",
            f"The time to bring it to {agency.called} was over {option.expires.on()}.{unsure}",
            "Ask them whether they take it all the same.",
            act="who_can_help",
            key="door:expired",
            weight=-2,
        )
