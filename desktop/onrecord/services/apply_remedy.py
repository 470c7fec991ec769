"""What mends a line of the check at once, without asking anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.domain.change import Change
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Issue
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.domain.same_words import squashed
from onrecord.errors import Refused
from onrecord.services.adverse import keep_out
from onrecord.services.amounts_shown import point_amounts
from onrecord.services.arrange_exhibits import arrange_exhibits, leave_out, places
from onrecord.services.black_out_found import black_out_found
from onrecord.services.draft_packet import draft_packet
from onrecord.services.drawn_marks import packet_marks
from onrecord.services.edit_record import edit_record
from onrecord.services.fit_report import in_date_order
from onrecord.services.mark_page import Mark, mark_pages, remove_marks
from onrecord.services.packet_for import add_letter, packet_agency
from onrecord.services.packet_options import set_packet_options, turn_exhibit
from onrecord.services.views.packet_marks import marks_of_packet

if TYPE_CHECKING:
    from onrecord.services.check_line import Act, CheckLine
    from onrecord.vault.vault import Vault

AT_ONCE: tuple[Act, ...] = (
    "black_out", "split", "convert", "turn", "order", "reword", "include", "take_out", "keep_out",
    "letter", "circle", "alone", "unlocked", "point", "show_again",
)  # fmt: skip
"""Remedies that need no answer; the others lead to where it is done."""
LEFT_TO_A_PERSON: tuple[Act, ...] = ("take_out", "show_again")
"""Not done for a whole check at once: they take a document out, or show what was hidden."""


def apply_remedy(vault: Vault, packet_id: str, line: CheckLine, act: Act = "") -> Change:
    """Does what the line offers, or ``act`` where it offers two. Raises Refused for a remedy that
    needs an answer, and where there is nothing left to do."""
    chosen = act or line.act
    if chosen not in (line.act, line.also) or chosen not in AT_ONCE:
        raise Refused("This needs an answer; it cannot be mended by itself.")
    packet = draft_packet(vault, packet_id)
    if chosen == "black_out":
        return black_out_found(vault, packet_id, line.found, line.evidence_id, line.words)
    if chosen == "show_again":
        return _show_again(vault, packet_id, line.found)
    if chosen == "circle":
        return _circle(vault, packet_id)
    if chosen == "order":
        return _order(vault, packet_id)
    if chosen == "reword":
        return _reword(vault, packet, line)
    if chosen == "include":
        return _include(vault, packet_id, line.evidence_id)
    if chosen == "take_out":
        return leave_out(vault, packet_id, line.evidence_id)
    if chosen == "keep_out":
        return keep_out(vault, packet_id, line.evidence_id)
    if chosen == "turn":
        by = vault.get(Evidence, line.evidence_id).view_rotation
        return turn_exhibit(vault, packet_id, line.evidence_id, by)
    if chosen == "letter":
        return add_letter(vault, packet_id)
    if chosen == "point":
        return point_amounts(vault, packet_id)
    return _option(vault, packet, chosen)


def _circle(vault: Vault, packet_id: str) -> Change:
    """Around every box that is cited and not circled yet."""
    cited = marks_of_packet(vault, packet_id).cited
    if not cited:
        raise Refused("Nothing is cited that could be circled.")
    marks = [Mark("circle", one.evidence_id, one.page, (one.rect,)) for one in cited]
    return replace(mark_pages(vault, packet_id, marks), words="Circled what is cited")


def _show_again(vault: Vault, packet_id: str, found: Sequence[str]) -> Change:
    """Words that were blacked out everywhere; a box that was drawn stays."""
    meant = {squashed(words) for words in found}
    marks = [one for one in packet_marks(vault, packet_id) if one.everywhere]
    gone = [one.id for one in marks if squashed(one.words) in meant]
    return replace(remove_marks(vault, gone), words="Took the black off words of the packet")


def _option(vault: Vault, packet: Packet, act: Act) -> Change:
    values: dict[str, Any] = {}
    if act == "split":
        agency = packet_agency(vault, packet)
        each = agency.attachments.bytes_each if agency is not None else None
        if each is None:
            raise Refused("There is no limit to split it by.")
        values["volume_bytes"] = each.value
    elif act == "alone":
        values = {"originals": False, "converted": False}
    elif act == "unlocked":
        values["locked"] = False
    else:
        values["converted"] = True
    return set_packet_options(vault, packet.id, **values)


def _order(vault: Vault, packet_id: str) -> Change:
    order = {id: n for n, id in enumerate(in_date_order(vault, packet_id))}
    now = places(vault, packet_id)
    made = sorted(now, key=lambda one: order.get(one.evidence_id, len(order)))
    change = arrange_exhibits(vault, packet_id, made)
    return replace(change, words="Put in order of their dates")


def _reword(vault: Vault, packet: Packet, line: CheckLine) -> Change:
    """The statement as it is worded by its ground, where it stands in the text."""
    field, said = line.found
    words = f"I recall: {said}"
    if field in ("summary", "ask"):
        text = str(getattr(packet, field))
        made = _replaced(text, said, words)
        return edit_record(vault, Packet, packet.id, "Worded by its ground", **{field: made})
    issue = vault.get(Issue, field)
    made = _replaced(issue.mine, said, words)
    return edit_record(vault, Issue, issue.id, "Worded by its ground", mine=made)


def _replaced(text: str, said: str, words: str) -> str:
    at = text.casefold().find(said.casefold())
    if at < 0:
        raise Refused("The words stand there in another form; change them by hand.")
    return text[:at] + words + text[at + len(said) :]


def _include(vault: Vault, packet_id: str, evidence_id: str) -> Change:
    known = vault.find(
        PacketExhibit, "packet_id = ? AND evidence_id = ?", [packet_id, evidence_id], limit=1
    )
    with vault.change("Put into the packet") as tx:
        if known:
            tx.patch(PacketExhibit, known[0].id, included=True)
        else:
            last = vault.count(PacketExhibit, "packet_id = ?", [packet_id])
            tx.insert(
                PacketExhibit(packet_id=packet_id, evidence_id=evidence_id, position=last + 1)
            )
    return replace(tx.change, result=packet_id)
