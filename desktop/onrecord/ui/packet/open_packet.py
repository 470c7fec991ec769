"""The packet being edited: what the vault holds of it, and what the person has just changed.

A change shows at once and is saved behind; what the vault answers last is what stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from onrecord.domain.change import Change
from onrecord.domain.labels import exhibit_labels
from onrecord.domain.packet import Packet
from onrecord.domain.packet_order import without
from onrecord.errors import KnownError, Refused
from onrecord.ui.desk import Desk
from onrecord.ui.packet.packet_lines import Order, with_included

if TYPE_CHECKING:
    from onrecord.services.arrange_exhibits import ExhibitPlace
    from onrecord.services.check_packet import CheckLine
    from onrecord.services.views.packet_detail import PacketDetail, PlacedDocument

TABLES = {
    "packet", "packet_exhibit", "packet_mark", "bundle", "dispute", "evidence", "dispute_evidence", "contact",
    "contact_line", "dispute_contact", "contact_evidence", "promise", "offer", "fact", "citation",
    "packet_options", "exhibit_options", "claim_line", "account_ref", "counterparty", "person", "dispute_person", "desired_outcome",
    "issue", "setting", "packet_reason", "form_words", "left_out", "letter", "stage_event",
    "matter_answer", "agency_override",
}  # fmt: skip
"""What a packet prints, or is judged by."""


@dataclass(frozen=True)
class PacketShown:
    detail: Any  # PacketDetail
    checks: tuple[Any, ...]  # CheckLine
    settled: tuple[Any, ...] = ()  # (CheckLine, PacketReason)
    fit: Any = None  # FitReport


@dataclass(frozen=True)
class EditRefused:
    """``field`` is pages, label, a limit of volumes, or empty."""

    field: str
    sentence: str


class OpenPacket(QObject):
    shown = Signal(object)  # PacketShown
    refused = Signal(object)  # EditRefused
    saved = Signal()
    """What the PDF prints may have changed."""
    judged = Signal()
    """How the documents are best copied is known: pages may look otherwise, no record changed."""
    asked = Signal()
    """What is known of it is looked at again: until ``shown`` it is that of before."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self.id = ""
        self.detail: PacketDetail | None = None
        self.checks: tuple[CheckLine, ...] = ()
        self.settled: tuple[Any, ...] = ()
        self.fit: Any = None
        self.measured: Any = None  # Measured, of the pages as they were set last
        self._pending = 0
        self._questions = self._answered = 0
        self._is_open = False
        desk.session.changed.connect(self._changed)
        desk.words_seen.connect(self._words_seen)

    def open(self, packet_id: str) -> None:
        if packet_id != self.id:
            self.detail = None
            self.checks, self.settled, self.fit = (), (), None
            self.measured = None
        self.id = packet_id
        self._is_open = True
        self.load()
        self.judge()

    def close(self) -> None:
        self._is_open = False

    def load(self) -> None:
        vault, packet_id, measured = self._desk.vault, self.id, self.measured
        self._questions += 1
        turn = self._questions

        def query() -> PacketShown:
            from onrecord.services.check_packet import check
            from onrecord.services.views.packet_detail import packet_detail

            found = check(vault, packet_id, measured)
            detail = packet_detail(vault, packet_id)
            return PacketShown(detail, found.lines, found.settled, found.fit)

        self._session.ask(query, lambda shown: self._loaded(shown, turn), self, "packet")
        self.asked.emit()

    def _loaded(self, shown: PacketShown, turn: int) -> None:
        self._answered = turn
        if self._pending or shown.detail.packet.id != self.id:
            return
        self.detail, self.checks = shown.detail, shown.checks
        self.settled, self.fit = shown.settled, shown.fit
        self.shown.emit(shown)

    def measure(self, report: Any) -> None:
        """The pages were set: the recipient's limits are judged by what they came to. Pages that
        are still made count, and weigh nothing yet."""
        from onrecord.services.fit_report import measured_of

        found = measured_of(report)
        if report.waiting:
            if self.measured is None:
                return
            weight = self.measured
            found = replace(found, length=weight.length, largest=weight.largest, about=True)
        if found != self.measured:
            self.measured = found
            self.load()

    def judge(self) -> None:
        """Find out in the background how each document is best copied; pages follow it."""
        workshop, packet_id, vault = self._session.workshop, self.id, self._desk.vault

        def unjudged() -> bool:
            from onrecord.services.judge_exhibits import verdicts
            from onrecord.services.views.packet_detail import packet_detail

            known = verdicts(vault, packet_id)
            return any(
                one.included and one.evidence_id not in known and one.is_pdf
                for one in packet_detail(vault, packet_id).exhibits
            )

        def work(job: Any) -> Any:
            from onrecord.services.judge_exhibits import judge_exhibits

            return judge_exhibits(workshop, packet_id, job.progress, job.cancelled)

        def done(found: Any) -> None:
            self.load()  # the check tells what was found
            self.judged.emit()
            if any(verdict.unmapped for verdict in found.values()):
                self._desk.read_wanted.emit(None)  # a machine is to look at these pages

        def begin(needed: bool) -> None:
            if needed and self._is_open:
                self._session.job(
                    self.tr("Looking at the documents"), work, done, self,
                    failed=lambda _error: None, quiet=True,
                )  # fmt: skip

        self._session.ask(unjudged, begin, self, "unjudged")

    # ---------------------------------------------------------------- reading

    @property
    def is_saving(self) -> bool:
        """What was changed last is not in the vault yet."""
        return self._pending > 0

    @property
    def is_current(self) -> bool:
        """Whether what is shown, its check too, is of the packet as it is now."""
        return not self._pending and self._answered == self._questions

    @property
    def fixed(self) -> bool:
        """Sent, and so only to be looked at."""
        return self.detail is not None and self.detail.packet.state == "sent"

    def document(self, evidence_id: str) -> PlacedDocument | None:
        found = self.detail.exhibits if self.detail is not None else ()
        return next((one for one in found if one.evidence_id == evidence_id), None)

    def place_of(self, key: str) -> tuple[int, int]:
        """Which of its parts and documents this is, from 0, and how many there are; -1 for none,
        and for the last page."""
        keys = self._order().keys() if self.detail is not None else []
        return (keys.index(key) if key in keys else -1), len(keys)

    def _order(self) -> Order:
        assert self.detail is not None
        return Order(self.detail.packet.parts, self._places())

    def _places(self) -> list[ExhibitPlace]:
        from onrecord.services.arrange_exhibits import ExhibitPlace

        assert self.detail is not None
        return [
            ExhibitPlace(d.evidence_id, d.pages, d.caption, d.own_label, d.included)
            for d in self.detail.exhibits
        ]

    # ---------------------------------------------------------------- changing

    def move(self, key: str, to: int) -> None:
        """A part or document to place ``to`` among both, from 0."""
        if self.detail is None or self.fixed:
            return
        order = self._order().moved(key, to)
        if order is not None:
            self._arrange(order.places, self.tr("Order changed"), parts=order.parts)

    def include(self, evidence_id: str, included: bool) -> None:
        if self.detail is None or self.fixed:
            return
        if not included and self.document(evidence_id) is None:  # in the trash, so not listed
            self._leave_out(evidence_id)
            return
        words = self.tr("Put back into the packet") if included else self.tr("Left out")
        was = [p.evidence_id for p in self._places() if p.included]
        parts = self.detail.packet.parts
        if not included and evidence_id in was:
            parts = without(parts, len(was), [was.index(evidence_id)])
        places = with_included(self._places(), evidence_id, included)
        self._arrange(places, words, say=not included, parts=parts)
        if included:
            self.judge()

    def mend(self, line: CheckLine, act: str) -> None:
        """What the line offers, where it needs no answer."""
        vault, packet_id = self._desk.vault, self.id
        chosen: Any = act

        def verb() -> Change:
            from onrecord.services.apply_remedy import apply_remedy

            return apply_remedy(vault, packet_id, line, chosen)

        self._do(verb, say=True)

    def settle(self, line: CheckLine, reason: str) -> None:
        """It is right as it is, for this reason."""
        vault, packet_id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.settle_check import settle_check

            return settle_check(vault, packet_id, line.name, line.words, reason)

        self._do(verb, say=False)

    def ask_again(self, line: CheckLine) -> None:
        vault, packet_id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.settle_check import ask_again

            return ask_again(vault, packet_id, line.name)

        self._do(verb, say=False)

    def _leave_out(self, evidence_id: str) -> None:
        vault, packet_id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.arrange_exhibits import leave_out

            return leave_out(vault, packet_id, evidence_id)

        self._do(verb, say=True)

    def keep_out(self, evidence_id: str) -> None:
        """It helps the other side and is left out on purpose."""
        vault, packet_id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.adverse import keep_out

            return keep_out(vault, packet_id, evidence_id)

        self._do(verb, say=True)

    def put_back(self, evidence_id: str) -> None:
        """Out of the trash, to its place in the packet."""
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.domain.evidence import Evidence
            from onrecord.services.trash import restore_items

            return restore_items(vault, [(Evidence, evidence_id)])

        self._do(verb, say=True)

    def set_exhibit(self, evidence_id: str, pages: str, caption: str, label: str) -> None:
        if self.detail is None or self.fixed:
            return
        places = [
            replace(p, pages=pages, caption=caption, label=label)
            if p.evidence_id == evidence_id
            else p
            for p in self._places()
        ]
        self._arrange(places, self.tr("Packet changed"))

    def add(self, evidence_ids: Sequence[str]) -> None:
        """Documents of the vault, at the end; what was left out is put back."""
        if self.detail is None or self.fixed:
            return
        from onrecord.services.arrange_exhibits import ExhibitPlace

        places = self._places()
        known = {p.evidence_id for p in places}
        for evidence_id in evidence_ids:
            if evidence_id in known:
                places = with_included(places, evidence_id, True)
            else:
                places = with_included([*places, ExhibitPlace(evidence_id)], evidence_id, True)
        words = (
            self.tr("Added a document to the packet")
            if len(evidence_ids) == 1
            else self.tr("Added {0} documents to the packet").format(len(evidence_ids))
        )
        self._arrange(places, words)
        self.judge()

    def edit(self, values: dict[str, Any], words: str = "", *, say: bool = False) -> None:
        """Fields of the packet itself."""
        if self.detail is None or self.fixed:
            return
        vault, packet_id = self._desk.vault, self.id
        self.detail = replace(self.detail, packet=replace(self.detail.packet, **values))
        self._show()

        def verb() -> Change:
            from onrecord.services.edit_record import edit_record
            from onrecord.services.packet_places import parts_kept

            if (parts := values.get("parts")) is not None:
                values["parts"] = parts_kept(vault, packet_id, parts)
            return edit_record(vault, Packet, packet_id, words or "Packet changed", **values)

        self._do(verb, say=say)

    def set_options(self, values: dict[str, Any]) -> None:
        """How its files are made."""
        if self.detail is None or self.fixed:
            return
        vault, packet_id = self._desk.vault, self.id
        self.detail = replace(self.detail, options=replace(self.detail.options, **values))
        self._show()

        def verb() -> Change:
            from onrecord.services.packet_options import set_packet_options

            return set_packet_options(vault, packet_id, **values)

        self._do(verb, say=False)

    def reveal(self, evidence_id: str, *, reveal: bool) -> None:
        """Whether the original of what is not in whole goes along."""
        vault, packet_id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.packet_options import reveal_original

            return reveal_original(vault, packet_id, evidence_id, reveal=reveal)

        self._do(verb, say=True)

    def turn(self, evidence_id: str, page: int | None = None) -> None:
        """The copy of a document, or of one of its pages, clockwise by a quarter."""
        if self.detail is None or self.fixed:
            return
        vault, packet_id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.packet_options import turn_exhibit

            return turn_exhibit(vault, packet_id, evidence_id, 90, page)

        self._do(verb, say=False)

    def _arrange(
        self,
        places: list[ExhibitPlace],
        words: str,
        *,
        say: bool = False,
        parts: tuple[str, ...] | None = None,
    ) -> None:
        """``parts`` None: they stay as they are."""
        assert self.detail is not None
        self.detail = rearranged(self.detail, places)
        if parts is not None:
            packet = replace(self.detail.packet, parts=parts)
            self.detail = replace(self.detail, packet=packet)
        self._show()
        vault, packet_id = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.arrange_exhibits import arrange_exhibits

            return replace(arrange_exhibits(vault, packet_id, places, parts), words=words)

        self._do(verb, say=say)

    def _do(self, verb: Callable[[], Change], *, say: bool) -> None:
        self._pending += 1
        self.asked.emit()

        def settled() -> None:
            self._pending -= 1
            if not self._pending:
                self.load()

        def done(_change: Change) -> None:
            settled()
            self.saved.emit()

        def failed(error: KnownError) -> None:
            settled()
            path = error.path if isinstance(error, Refused) else ""
            field = "pages" if path.endswith("pages") else "label" if path == "label" else ""
            field = path if path.startswith("volume_") else field
            self.refused.emit(EditRefused(field, str(error)))

        self._session.do(verb, done, self, failed=failed, say=say)

    def _show(self) -> None:
        self.shown.emit(PacketShown(self.detail, self.checks, self.settled, self.fit))

    def _words_seen(self, evidence_id: str) -> None:
        """They are checked and suggested, and go in unseen, as any others."""
        if self._is_open and not self._pending and self.document(evidence_id) is not None:
            self.load()
            self.saved.emit()

    def _changed(self, change: Change) -> None:
        if self._is_open and not self._pending and change.tables() & TABLES:
            self.load()
            if not change.tables() <= {
                "bundle",
                "object",
                "setting",
                "form_words",
                "left_out",
            }:
                self.saved.emit()


def rearranged(detail: PacketDetail, places: Sequence[ExhibitPlace]) -> PacketDetail:
    """The packet as it will be with these places, before the vault has said so."""
    known = {d.evidence_id: d for d in detail.exhibits}
    try:
        labels = iter(
            exhibit_labels(
                [p.label for p in places if p.included],
                detail.packet.label_prefix,
                detail.sent_labels,
            )
        )
    except ValueError:
        labels = iter([p.label or "?" for p in places if p.included])
    made: list[PlacedDocument] = []
    for place in places:
        label = next(labels) if place.included else ""
        if place.evidence_id not in known:  # just added: the vault tells its title in a moment
            continue
        made.append(
            replace(
                known[place.evidence_id],
                pages=place.pages,
                caption=place.caption,
                own_label=place.label,
                included=place.included,
                label=label,
            )
        )
    return replace(detail, exhibits=tuple(made))
