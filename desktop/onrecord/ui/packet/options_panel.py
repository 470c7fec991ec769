"""What is said on the cover, which parts are in, which paper: in place of the list, when asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from onrecord.ui.design import (
    Button,
    CheckBox,
    ChoiceMade,
    Field,
    Label,
    Option,
    ScrollArea,
    Segmented,
    Space,
    TextStyle,
    Title,
    theme,
    under_head,
)
from onrecord.ui.packet.file_options import FileOptions, Fold
from onrecord.ui.packet.packet_lines import USUAL, PartWords, with_parts

if TYPE_CHECKING:
    from onrecord.domain.packet import Packet

PAUSE_MS = 500


@dataclass(frozen=True)
class OptionsEdited:
    """Fields of the packet that were changed, by name."""

    values: dict[str, Any] = field(default_factory=dict[str, Any])


class OptionsPanel(QWidget):
    edited = Signal(object)  # OptionsEdited
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._packet: Packet | None = None
        self.heading = Title(self.tr("Options"), self)
        self.recipient = QLineEdit(self)
        self.title = QLineEdit(self)
        self.ask = QPlainTextEdit(self)
        self.summary = QPlainTextEdit(self)
        for edit in (self.ask, self.summary):
            edit.setTabChangesFocus(True)
        self.recipient_field = Field(
            self.tr("Who is it for?"), self.recipient, self, hint=self.tr("Printed on the cover")
        )
        self.title_field = Field(self.tr("Title"), self.title, self)
        self.ask_field = Field(self.tr("What I ask for"), self.ask, self)
        self.ask_count = Label("", self, style=TextStyle.SMALL, muted=True, wrap=True)
        self._read = (0, 0)
        self.summary_field = Field(self.tr("What happened, in short"), self.summary, self)
        words = PartWords(self)
        self.parts: dict[str, CheckBox] = {}
        for name in USUAL:
            box = CheckBox(words.of(name), self)
            box.clicked.connect(lambda _on=False: self._parts_chosen())
            self.parts[name] = box
        self.paper = Segmented(
            [Option("a4", "A4"), Option("letter", self.tr("Letter"))], self.tr("Paper"), self
        )
        self.paper.chosen.connect(self._paper_chosen)
        self.files = FileOptions(self)
        self.done = Button(self.tr("Done"), self, on_click=self.close_panel, shortcut="Esc")
        self._written: QWidget | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._in_view)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        for line in (self.recipient, self.title):
            line.textEdited.connect(lambda _text: self._pause.start())
            line.editingFinished.connect(self.flush)
        for text in (self.ask, self.summary):
            text.textChanged.connect(self._pause.start)
        self.ask.textChanged.connect(self._count)
        self._lay_out()
        theme.follow(self._refresh)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        form = QVBoxLayout(inside)
        form.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        form.setSpacing(Space.M)
        self.cover = Fold(self.tr("What is said on the cover"), inside)
        cover = self.cover.inside
        cover.setContentsMargins(0, 0, 0, 0)
        cover.setSpacing(Space.M)
        for part in (self.recipient_field, self.title_field, self.ask_field):
            cover.addWidget(part)
        cover.addWidget(self.ask_count)
        cover.addWidget(self.summary_field)
        form.addWidget(self.cover)
        self.open_cover()
        self.cover.opened.connect(lambda _fold: self.files.close_folds())
        self.files.folded_out.connect(lambda: self.cover.set_open(on=False))
        form.addWidget(Label(self.tr("Parts"), inside, style=TextStyle.SMALL_STRONG))
        boxes = QVBoxLayout()
        boxes.setSpacing(0)
        for box in self.parts.values():
            boxes.addWidget(box)
        form.addLayout(boxes)
        paper = QHBoxLayout()
        paper.addWidget(Label(self.tr("Paper"), inside, style=TextStyle.SMALL_STRONG))
        paper.addStretch(1)
        paper.addWidget(self.paper)
        form.addLayout(paper)
        form.addWidget(self.files)
        form.addStretch(1)
        self.area = ScrollArea(inside, self, focus=Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(self.heading.text())
        # Room is lost and found while folds open and while the check below grows.
        self.area.verticalScrollBar().rangeChanged.connect(lambda *_: self._settle.start())
        column = under_head(self, self.heading, self.done)
        column.addWidget(self.area, 1)

    def write_in(self, field: QWidget) -> None:
        """The cursor in a field, and the field in view."""
        field.setFocus()
        self._written = field
        self._settle.start()

    def _in_view(self) -> None:
        """The field, its name and what is said of it."""
        if self._written is not None and self.focusWidget() is self._written:
            around = self._written.parentWidget()
            inside = isinstance(around, Field)
            self.area.ensureWidgetVisible(around if inside else self._written, 0, Space.S)

    def open_cover(self) -> None:
        """Its four fields are in view; what else is set stays folded."""
        self.files.close_folds()
        self.cover.set_open(on=True)

    def show_packet(self, packet: Packet) -> None:
        """What is being typed is left as it is."""
        same = self._packet is not None and self._packet.id == packet.id
        self._packet = packet
        for name, edit in self._texts().items():
            text = getattr(packet, name)
            if same and (edit.hasFocus() or self._pause.isActive()):
                continue
            if isinstance(edit, QLineEdit):
                edit.setText(text)
                edit.setCursorPosition(0)
            elif edit.toPlainText() != text:
                edit.blockSignals(True)
                edit.setPlainText(text)
                edit.blockSignals(False)
        self._count()
        for name, box in self.parts.items():
            box.setChecked(name in packet.parts)
        self.paper.set_value("letter" if packet.paper == "letter" else "a4")

    def show_read(self, pages: int, most: int) -> None:
        """Pages that are read whole, as they were set last, and how many are; ``most`` 0 where it
        does not matter."""
        self._read = pages, most
        self._count()

    def _count(self) -> None:
        pages, most = self._read
        length = len(self.ask.toPlainText().strip())
        words = self.tr("{0} characters").format(f"{length:,}")
        if most:
            said = self.tr("“At a glance” has {0} of {1} pages").format(pages, most)
            words = f"{words}  ·  {said}"
        self.ask_count.setText(words)
        self.ask_count.setVisible(bool(most))
        self.ask_count.set_tone("danger" if most and pages > most else "muted")

    def _texts(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        return {
            "recipient": self.recipient,
            "title": self.title,
            "ask": self.ask,
            "summary": self.summary,
        }

    def flush(self) -> None:
        """Keep what is typed now."""
        self.files.flush()
        self._pause.stop()
        if self._packet is None:
            return
        changed: dict[str, Any] = {}
        for name, edit in self._texts().items():
            typed = edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()
            if typed.strip() != getattr(self._packet, name):
                changed[name] = typed.strip()
        if changed:
            self.edited.emit(OptionsEdited(changed))

    def _parts_chosen(self) -> None:
        known = self._packet.parts if self._packet is not None else ()
        chosen = with_parts(known, [name for name, box in self.parts.items() if box.isChecked()])
        self.edited.emit(OptionsEdited({"parts": chosen}))

    def _paper_chosen(self, made: ChoiceMade) -> None:
        self.edited.emit(OptionsEdited({"paper": made.key}))

    def close_panel(self) -> None:
        self.flush()
        self.closed.emit()

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        px = theme.current().metrics.px
        self.ask.setFixedHeight(px(58))
        self.summary.setFixedHeight(px(92))
