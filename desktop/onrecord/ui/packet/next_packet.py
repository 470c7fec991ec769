"""What follows a packet that went out: a new version of it, or what came since."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from onrecord.ui.desk import Desk


def open_new_version(desk: Desk, packet_id: str, owner: QObject) -> None:
    """The same packet, to be changed."""
    vault = desk.vault

    def verb() -> Any:
        from onrecord.services.start_packet import new_version

        return new_version(vault, packet_id)

    desk.session.do(verb, lambda change: desk.open_packet(change.result), owner, say=True)


def open_late_additions(desk: Desk, bundle_id: str, owner: QObject) -> None:
    """A packet of what came since this one went out, numbered behind it."""
    vault = desk.vault

    def verb() -> Any:
        from onrecord.services.late_additions import continue_packet

        return continue_packet(vault, bundle_id)

    desk.session.do(verb, lambda change: desk.open_packet(change.result), owner, say=True)
