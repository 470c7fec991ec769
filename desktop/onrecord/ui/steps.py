"""Start what a next step or a line of Today names: the same act wherever it is written."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.domain.change import Change
from onrecord.ui.desk import Desk


def start_step(
    desk: Desk,
    action: str,
    about: str = "",
    dispute_id: str = "",
    *,
    broken: bool = False,
    track_id: str = "",
) -> None:
    """``about`` is the id of what it concerns; with ``dispute_id`` that dispute comes into view
    first. ``broken``: it is about a broken promise, which goes to a supervisor. ``track_id`` is the
    line of steps it is on."""
    if dispute_id:
        desk.show_dispute(dispute_id)
    acts: dict[str, Callable[[], object]] = {
        "add_documents": desk.add_documents,
        "log_call": desk.log_contact,
        "new_packet": lambda: _packet(desk, "supervisor" if broken else "formal", track_id),
        "send_packet": lambda: _send(desk, about),
        "write_follow_up": lambda: desk.start_letter("follow_up"),
        "write_formal_complaint": lambda: desk.start_letter("formal_complaint"),
        "write_deadlock": lambda: desk.start_letter("deadlock"),
        "edit_contact": lambda: desk.log_contact(contact_id=about),
        "open_draft": lambda: desk.log_contact(draft_id=about),
        "open_call": lambda: desk.reopen_call(about),
        "answer": lambda: desk.select("evidence", (about,)),
        "open_promise": lambda: desk.select("promise", (about,)),
        "open_document": lambda: desk.open_document(about),
        "open_to_sort": desk.show_to_sort,
        "open_dates": lambda: desk.select("dates", (desk.dispute_id,)),
        "who_can_help": lambda: desk.act("who_can_help"),
        "recovery_sheet": lambda: desk.act("recovery_sheet"),
        "edit_ask": lambda: desk.show_tab("money"),
        "reopen_dispute": lambda: reopen(desk, desk.dispute_id),
        "close_dispute": lambda: desk.act("close_dispute"),
        "write_feedback": lambda: _feedback(desk),
    }
    acts[action]()


def _packet(desk: Desk, profile: str, track_id: str = "") -> None:
    """Go on with the draft for the same recipient, with all that was done to it, or start one: for
    the company that the line of steps is against."""
    vault, dispute_id = desk.vault, desk.dispute_id

    def query() -> tuple[str, str]:
        from onrecord.domain.track import Track
        from onrecord.services.unsent_draft import unsent_draft

        lines = vault.find(Track, "id = ?", [track_id], limit=1)
        company = lines[0].counterparty_id if lines else ""
        draft = unsent_draft(vault, dispute_id, profile, company) if dispute_id else ""
        return draft, company

    def found(answer: tuple[str, str]) -> None:
        draft, company = answer
        if draft:
            desk.open_packet(draft)
        else:
            desk.new_packet(profile, company)

    desk.session.ask(query, found, desk, "packet")


def reopen(desk: Desk, dispute_id: str) -> None:
    """Open a closed dispute again, with everything kept; said with Undo."""

    def verb() -> Change:
        from onrecord.services.closing import reopen_dispute

        return reopen_dispute(desk.vault, dispute_id)

    desk.session.do(verb, say=True)


def _send(desk: Desk, bundle_id: str) -> None:
    """What it takes to send a packet that was made, on its sheet."""
    from onrecord.domain.packet import Bundle

    def packet() -> str:
        return desk.vault.get(Bundle, bundle_id).packet_id

    desk.session.ask(packet, lambda id: desk.open_packet(id, sending=bundle_id), desk)


def _feedback(desk: Desk) -> None:
    from onrecord.ui.closing.closing_page import start_feedback

    start_feedback(desk, desk.dispute_id)
