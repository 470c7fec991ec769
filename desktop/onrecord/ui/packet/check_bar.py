"""Check before sending, folded to a bar: what needs the person, tips, size, and the one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.file_size import limit_words, size_words
from onrecord.ui.design import (
    Label,
    LinkButton,
    Muted,
    PrimaryButton,
    Rule,
    Space,
    TextStyle,
    icons,
    theme,
)
from onrecord.ui.packet.lines_area import LinesArea

if TYPE_CHECKING:
    from onrecord.services.check_packet import CheckLine

_ICONS = {"stop": ("error", "danger"), "ask": ("warning", "warning"), "tip": ("info", "info")}


@dataclass(frozen=True)
class RemedyAsked:
    """``act`` is the one of the line's remedies that was chosen."""

    line: Any  # CheckLine
    act: str


@dataclass(frozen=True)
class ReasonGiven:
    """Why it is right as it is; empty takes back the reason that was given."""

    line: Any  # CheckLine
    reason: str


class CheckBar(QWidget):
    remedy_asked = Signal(object)  # RemedyAsked
    reason_given = Signal(object)  # ReasonGiven
    export_asked = Signal()
    save_asked = Signal()
    sent_asked = Signal()
    """What was sent is to be seen: when, how, the proof, and what came back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[CheckLine] = []
        self._pictures: list[tuple[QLabel, str, str]] = []
        """Of the lines: where, which icon, and in which colour."""
        self._settled: tuple[Any, ...] = ()
        self._limit = 0
        self._fits = ""
        self._asking = ""
        """The line for which a reason is being written."""
        self._open = self._looking = self._sent = False
        self.picture = QLabel(self)
        self.heading = Label(self.tr("Check"), self, style=TextStyle.SMALL_STRONG, muted=True)
        self.needs = Label("", self, style=TextStyle.BODY, elide=True)
        self.remedy = LinkButton("", self, on_click=self._first_remedy)
        self.tips = LinkButton("", self, on_click=self.toggle)
        self.size_words = Muted("", self, wrap=False)
        self.primary = PrimaryButton(
            self.tr("Export PDF"), self, icon="export", shortcut="Ctrl+E", on_click=self.press
        )
        row = QHBoxLayout()
        row.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self.picture)
        row.addWidget(self.needs, 1)
        for widget in (self.remedy, self.tips, self.size_words, self.primary):
            row.addWidget(widget)
        self.heading.hide()
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self._column.setSpacing(Space.XS)
        self.lines_area = LinesArea(self._inside, self)
        self.lines_area.setAccessibleName(self.tr("Check before sending"))
        self.rule = Rule(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.lines_area)
        column.addWidget(self.rule)
        column.addLayout(row)
        self.set_open(on=False)
        theme.follow(self._refresh)

    # ---------------------------------------------------------------- showing

    def begin(self) -> None:
        """Another packet comes into view, of which nothing is known yet."""
        self.show_fit(None)
        self.show_size(0, 0)
        self.show_lines(())

    def show_lines(self, lines: Sequence[CheckLine], settled: Sequence[Any] = ()) -> None:
        """``settled`` are pairs of a line and the reason that was given for it."""
        if self._sent:
            lines = settled = ()
        was = [line.name for line in self._lines], [line.name for line, _ in self._settled]
        self._lines, self._settled = list(lines), tuple(settled)
        same = was == ([x.name for x in self._lines], [x.name for x, _ in self._settled])
        self._say_needs()
        if not self._lines and not self._settled:
            self.set_open(on=False)
        if not (same and self._asking):  # what is being written is left as it is
            self._fill()
        self._say()
        self._refresh()

    def set_sent(self, *, on: bool) -> None:
        """It went out: there is nothing to check any more, and nothing to export."""
        if on != self._sent:
            self._sent = on
            self.primary.set_icon("preview" if on else "export")
            self.show_lines(self._lines, self._settled)

    def set_looking(self, *, on: bool) -> None:
        """While ``on``, what is known is of the packet as it was before the last change."""
        if on != self._looking:
            self._looking = on
            self._say_needs()
            self._refresh()

    @property
    def is_looking(self) -> bool:
        return self._looking

    def _say_needs(self) -> None:
        needs = self.needing
        if self._looking:
            self.needs.setText(self.tr("Looking at it again…"))
        elif needs:
            count = self.tr("1 needs you") if len(needs) == 1 else self.tr("{0} need you")
            self.needs.setText(f"{count.format(len(needs))}: {needs[0].words}")
        elif self._sent:
            self.needs.setText(self.tr("These are the pages as they were sent."))
        else:
            self.needs.setText(self._fits or self.tr("Nothing needs you before it goes out."))
        words = self._act_words(needs[0].act) if needs and not self._looking else ""
        self.remedy.setText(words)
        self.remedy.setVisible(bool(words))

    def show_fit(self, fit: Any) -> None:
        """``FitReport``: what of the recipient's rules is met is said where nothing needs you."""
        names = {
            "files": self.tr("files"), "bytes_total": self.tr("size"),
            "bytes_each": self.tr("size"), "pages": self.tr("pages"),
            "formats": self.tr("kinds of file"), "order": self.tr("order"),
        }  # fmt: skip
        rows = fit.rows if fit is not None else ()
        met = dict.fromkeys(names[r.code] for r in rows if r.code in names and r.state == "fits")
        self._fits = self.tr("Fits: {0}.").format(", ".join(met)) if met else ""
        self._limit = 0
        for row in rows:
            if row.code in ("bytes_total", "bytes_each") and row.state != "note":
                self._limit = row.most

    def show_size(self, page_count: int, length: int) -> None:
        """``length`` in bytes, of the PDF as the preview made it; 0 where pages are still made."""
        if not page_count:
            self.size_words.setText("")
            return
        pages = self.tr("1 page") if page_count == 1 else self.tr("{0} pages").format(page_count)
        if not length:
            self.size_words.setText(pages)
            return
        size = size_words(length, self._limit)
        if self._limit:
            size = self.tr("{0} of {1}").format(size.removesuffix(" MB"), limit_words(self._limit))
        self.size_words.setText(f"{pages}, {size}")

    @property
    def needing(self) -> list[CheckLine]:
        """What stops the export or asks for an answer."""
        return [line for line in self._lines if line.level != "tip"]

    @property
    def stops(self) -> bool:
        """Something nothing goes out with; what asks can be settled with a reason."""
        return any(line.level == "stop" or line.holds for line in self._lines)

    @property
    def is_open(self) -> bool:
        return self._open

    def set_open(self, *, on: bool) -> None:
        self._open = on and bool(self._lines or self._settled)
        if not self._open:
            self._asking = ""
        self.lines_area.setVisible(self._open)
        self.rule.setVisible(self._open)
        self._say()

    def toggle(self) -> None:
        self.set_open(on=not self._open)

    def press(self) -> None:
        """What the filled button does: show what needs the person first, then export."""
        if self._sent:
            self.sent_asked.emit()
        elif self.needing and not self._open:
            self.set_open(on=True)
            item = self._column.itemAt(0)
            row = item.widget() if item is not None else None
            first = row.findChild(LinkButton) if row is not None else None
            if first is not None:
                first.setFocus()
        elif not self.stops:
            self.export_asked.emit()

    def _say(self) -> None:
        needs = len(self.needing)
        tips = sum(1 for line in self._lines if line.level == "tip")
        if self._open:
            tip_words = self.tr("Hide")
        elif not tips:
            tip_words = self.tr("Show") if needs > 1 or self._settled else ""
        else:
            tip_words = self.tr("1 tip") if tips == 1 else self.tr("{0} tips").format(tips)
        self.tips.setText(tip_words)
        self.tips.setVisible(bool(tip_words))
        if self._sent:
            self.primary.setText(self.tr("What was sent"))
        elif not needs:
            self.primary.setText(self.tr("Export PDF"))
        elif not self._open:
            self.primary.setText(self.tr("Review {0}, then export").format(needs))
        elif self.stops:
            self.primary.setText(self.tr("Export PDF"))
        else:
            self.primary.setText(self.tr("Export anyway"))
        self.primary.setEnabled(not (self._open and self.stops))

    def _fill(self) -> None:
        # Hiding what has the cursor would hand it on to the last line, and scroll there.
        held = QApplication.focusWidget()
        if held is not None and self._inside.isAncestorOf(held):
            self.lines_area.setFocus()
        self._pictures = []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        rows = [self._row(line) for line in self._lines]
        rows += [self._settled_row(line, given.reason) for line, given in self._settled]
        if rows:
            save = LinkButton(
                self.tr("Save this check, to print or as text…"), self._inside,
                on_click=self.save_asked.emit,
            )  # fmt: skip
            save.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            rows.append(save)
        for made in rows:
            self._column.addWidget(made)
            made.show()  # else it has no height until the window is drawn next
        self._column.addStretch(1)

    def _row(self, line: CheckLine) -> QWidget:
        made = QWidget(self._inside)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        name, tone = _ICONS[line.level]
        row.addWidget(self._picture(name, tone, made), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(f"{line.words} {line.remedy}".strip(), made, wrap=True), 1)
        for act in (line.act, line.also):
            words = self._act_words(act)
            if not words:
                continue
            button = LinkButton(
                words, made, on_click=lambda act=act: self.remedy_asked.emit(RemedyAsked(line, act))
            )
            button.setAccessibleDescription(line.words)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if line.level == "ask":
            row.addWidget(self._reason_of(line, made), 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _picture(self, name: str, tone: str, parent: QWidget) -> QLabel:
        picture = QLabel(parent)
        self._pictures.append((picture, name, tone))
        self._draw()
        return picture

    def _draw(self) -> None:
        side = theme.current().metrics.px(16)
        for picture, name, tone in self._pictures:
            picture.setPixmap(icons.icon(name, tone, side).pixmap(side))

    def _reason_of(self, line: CheckLine, parent: QWidget) -> QWidget:
        """The way to say that it is right as it is: a link, then a field for why."""
        if self._asking != line.name:
            words = self.tr("It is right…")
            button = LinkButton(words, parent, on_click=lambda: self.ask_reason(line))
            button.setAccessibleDescription(line.words)
            return button
        field = QLineEdit(parent)
        field.setPlaceholderText(self.tr("Why is it right as it is?"))
        field.setAccessibleName(field.placeholderText())
        field.setMinimumWidth(theme.current().metrics.px(200))
        field.returnPressed.connect(lambda: self._reason(line, field.text()))
        self.reason = field
        return field

    def ask_reason(self, line: CheckLine) -> None:
        """Opens the field for the reason of this line."""
        self._asking = line.name
        self._fill()
        self._refresh()
        if self.reason is not None:
            self.reason.setFocus()

    def _reason(self, line: CheckLine, words: str) -> None:
        if words.strip():
            self._asking, self.reason = "", None
            self.reason_given.emit(ReasonGiven(line, words.strip()))

    def _settled_row(self, line: CheckLine, reason: str) -> QWidget:
        made = QWidget(self._inside)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._picture("success", "success", made), 0, Qt.AlignmentFlag.AlignTop)
        words = self.tr("{0} Your reason: {1}").format(line.words, reason)
        row.addWidget(Label(words, made, wrap=True, muted=True), 1)
        back = LinkButton(
            self.tr("Ask again"), made,
            on_click=lambda: self.reason_given.emit(ReasonGiven(line, "")),
        )  # fmt: skip
        back.setAccessibleDescription(line.words)
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _act_words(self, act: str) -> str:
        return {
            "pages": self.tr("Choose pages"),
            "password": self.tr("Give its password"),
            "take_out": self.tr("Leave it out"),
            "put_back": self.tr("Put it back"),
            "include": self.tr("Put it in"),
            "keep_out": self.tr("Leave it out all the same"),
            "title": self.tr("Change its title"),
            "label": self.tr("Change the label"),
            "text": self.tr("Change the text"),
            "recipient": self.tr("Who is it for?"),
            "add": self.tr("Add a document"),
            "contact": self.tr("Open the note"),
            "date": self.tr("Give its date"),
            "black_out": self.tr("Black out"),
            "show_again": self.tr("Show it again"),
            "circle": self.tr("Circle it"),
            "mark": self.tr("Mark the page"),
            "reduce": self.tr("Make pictures smaller"),
            "split": self.tr("Split it"),
            "convert": self.tr("Send copies"),
            "turn": self.tr("Turn it here too"),
            "order": self.tr("Order by date"),
            "letter": self.tr("Write the letter"),
            "open_letter": self.tr("Open the letter"),
            "people": self.tr("Say who you are here"),
            "who_can_help": self.tr("See what comes first"),
            "card": self.tr("Say which card it is"),
            "ask_reference": self.tr("Ask them in writing"),
            "reword": self.tr("Word it “I recall”"),
            "shorten": self.tr("Shorten"),
            "sheet": self.tr("Open their form"),
            "alone": self.tr("Send the PDF alone"),
            "unlocked": self.tr("Without a passphrase"),
            "point": self.tr("Point at the page"),
            "attached": self.tr("Open the email"),
            "amounts": self.tr("Open the amounts"),
        }.get(act, "")

    reason: QLineEdit | None = None
    """The field a reason is being written in."""

    def _first_remedy(self) -> None:
        if self.needing:
            self.remedy_asked.emit(RemedyAsked(self.needing[0], self.needing[0].act))

    def _refresh(self) -> None:
        th = theme.current()
        if self._looking:
            name, tone = "clock", "muted"
        elif self.stops:
            name, tone = _ICONS["stop"]
        elif self.needing:
            name, tone = _ICONS["ask"]
        else:
            name, tone = "success", "success"
        side = th.metrics.px(18)
        self.picture.setPixmap(icons.icon(name, tone, side).pixmap(side))
        self._draw()
        self.lines_area.fit()
