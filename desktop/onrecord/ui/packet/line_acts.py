"""What is done to a line of the packet: moved, taken out, put in again, turned."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from onrecord.ui.packet.exhibit_strip import (
    ExhibitEdited,
    ExhibitStrip,
    MoveAsked,
    PlaceAsked,
    TurnAsked,
)
from onrecord.ui.packet.open_packet import OpenPacket
from onrecord.ui.packet.packet_lines import PacketLine
from onrecord.ui.packet.packet_list import LineAsked, LineMoved, PacketList, movable
from onrecord.ui.packet.preview_panel import PreviewPanel


class LineActs(QObject):
    """By the list, by the strip below the pages, and by keys."""

    options_asked = Signal()
    """What this line says is written among the options."""
    letter_asked = Signal()

    def __init__(
        self, packet: OpenPacket, list: PacketList, strip: ExhibitStrip, preview: PreviewPanel,
        parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._packet, self._list, self._strip, self._preview = packet, list, strip, preview
        self._follow = ""
        """The line that was moved: its pages are shown where they are now."""
        list.line_moved.connect(self._moved)
        list.line_asked.connect(self._asked)
        strip.edited.connect(self._edited)
        strip.move_asked.connect(self._move_asked)
        strip.place_asked.connect(self._place_asked)
        strip.turn_asked.connect(self._turn_asked)
        strip.open_asked.connect(self.letter_asked)

    def move_chosen(self, by: int) -> None:
        """The chosen document or part, by so many places."""
        line = self._list.chosen()
        if line is not None and movable(line):
            self._strip.flush()
            place, _ = self._packet.place_of(line.key)
            self._follow = line.key
            self._packet.move(line.key, place + by)

    def keep_up(self) -> None:
        """The order is another one, as after Undo: the chosen line stays the one in view."""
        line = self._list.chosen()
        self._follow = line.key if line is not None else ""

    def follow(self) -> None:
        """The pages are set anew: to those of the line that was moved."""
        line, report = self._list.chosen(), self._preview.report
        made = report.manifest.get("exhibits", ()) if report is not None else ()
        lines = self._list.lines.lines
        if [e["id"] for e in made] != [x.key for x in lines if x.kind == "exhibit"]:
            return  # these are still in the order of before
        if line is not None and line.key == self._follow:
            self._preview.go_to_page(line.first_page)
        self._follow = ""

    def _moved(self, moved: LineMoved) -> None:
        self._strip.flush()
        self._follow = moved.key
        self._packet.move(moved.key, moved.to)

    def _asked(self, asked: LineAsked) -> None:
        if asked.what == "take_out":
            self._take_out(asked.line)
        elif asked.line.kind == "left_out":
            self._packet.include(asked.line.key, True)
        elif asked.line.kind == "exhibit":
            self._strip.pages.setFocus()
            self._strip.pages.selectAll()
        elif asked.line.key in ("cover", "brief"):
            self.options_asked.emit()
        elif asked.line.key == "letter":
            self.letter_asked.emit()

    def _take_out(self, line: PacketLine) -> None:
        detail = self._packet.detail
        if line.kind == "exhibit":
            self._packet.include(line.key, False)
        elif line.kind == "part" and detail is not None:
            parts = tuple(name for name in detail.packet.parts if name != line.key)
            words = self.tr("Left out: {0}").format(line.title)
            self._packet.edit({"parts": parts}, words, say=True)

    def _edited(self, edited: ExhibitEdited) -> None:
        self._packet.set_exhibit(edited.evidence_id, edited.pages, edited.caption, edited.label)

    def _move_asked(self, asked: MoveAsked) -> None:
        self.move_chosen(asked.by)

    def _place_asked(self, asked: PlaceAsked) -> None:
        line = self._list.chosen()
        if line is not None and asked.included:
            self._packet.include(line.key, True)
        elif line is not None:
            self._take_out(line)
        self._list.setFocus()

    def _turn_asked(self, asked: TurnAsked) -> None:
        """The page in view where it is one of the chosen document, else all of its pages."""
        line, report = self._list.chosen(), self._preview.report
        if line is None or line.kind != "exhibit":
            return
        place = self._preview.pages.current_page
        page: int | None = None
        if asked.one and report is not None and 1 <= place <= len(report.pages):
            record = report.pages[place - 1]
            page = record.exhibit_page if record.exhibit_label == line.label else None
        self._packet.turn(line.key, page)
