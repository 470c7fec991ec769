"""Beside a document: what the words or the box just chosen are to stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from onrecord.domain.change import Change
from onrecord.errors import KnownError
from onrecord.ui.design import (
    Body,
    ChoiceBox,
    Field,
    IconButton,
    Muted,
    Option,
    PrimaryButton,
    ScrollArea,
    Segmented,
    Space,
    Title,
    set_look,
    theme,
)
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.panel import note_edit


@dataclass(frozen=True)
class Chosen:
    """What is to be cited: boxes by page, or the page alone; ``text`` is what stands there."""

    evidence_id: str
    spots: tuple[tuple[int, str], ...]
    """(page, box as ``Rect.text``, empty for the whole page)."""
    text: str = ""
    dated: str = ""
    guessed: bool = False
    """A machine read ``text`` in a picture."""


class CitePanel(QFrame):
    closed = Signal()
    cited = Signal(object)  # Change

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._dispute = ""
        self._chosen: Chosen | None = None
        self._citable: dict[str, Any] = {}
        self._suggested = ""
        set_look(self, "look", "window")
        self.setAccessibleName(self.tr("Cite this"))
        self._make()
        self._lay_out()
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed.emit)
        theme.follow(self._sizes)
        self.hide()

    def _make(self) -> None:
        self.close_button = IconButton(
            "close", self.tr("Cite nothing"), self, shortcut="Esc", on_click=self.closed.emit
        )
        self.where = Body("", self)
        self.hint = Muted(
            self.tr("Drag a box on the page to point at a part of it, or use the arrow keys."), self
        )
        self.guessed = Muted(
            self.tr("A machine read these words in a picture. Check them against the page."), self
        )
        self.kind = QComboBox(self)
        for key, words in (
            ("fact", self.tr("Something that happened")),
            ("claim_line", self.tr("An amount I ask for")),
            ("promise", self.tr("A promise")),
            ("offer", self.tr("An offer of theirs")),
            ("issue", self.tr("A point where we disagree")),
        ):
            self.kind.addItem(words, key)
        self.kind_field = Field(self.tr("It shows"), self.kind, self)
        self.which = ChoiceBox(self)
        self.which.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.which.setMinimumContentsLength(12)
        self.which_field = Field(self.tr("Which one"), self.which, self)
        self.words = note_edit(self, 3)
        self.words_field = Field(self.tr("In your words"), self.words, self)
        self.detail = QLineEdit(self)
        self.detail_field = Field(self.tr("When"), self.detail, self)
        self.side = Segmented(
            [
                Option("mine", self.tr("My side"), self.tr("It bears out what I say")),
                Option("theirs", self.tr("Their side"), self.tr("It bears out what they say")),
            ],
            self.tr("Whose side it bears out"),
            self,
            value="mine",
        )
        self.admits = QCheckBox(self.tr("They admit it in these words"), self)
        self.broke = QCheckBox(self.tr("It shows that they broke it"), self)
        self.save = PrimaryButton(self.tr("Cite it"), self, on_click=self._save)
        self.kind.activated.connect(lambda _index: self._kind_chosen())
        self.which.activated.connect(lambda _index: self._show_fields())
        self.detail.returnPressed.connect(self._save)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.L)
        column.setSpacing(Space.M)
        for widget in (
            self.where, self.hint, self.guessed, self.kind_field, self.which_field, self.words_field,
            self.detail_field, self.side, self.admits, self.broke, self.save,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.S, Space.S, 0)
        head.addWidget(Title(self.tr("Cite this"), self), 1)
        head.addWidget(self.close_button)
        scroll = ScrollArea(inside, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(scroll, 1)

    def _sizes(self) -> None:
        self.setFixedWidth(theme.current().metrics.px(300))

    # ---------------------------------------------------------------- what is chosen

    def open_for(self, dispute_id: str, chosen: Chosen) -> None:
        """A new citation for a dispute; nothing is typed yet."""
        self._dispute, self._citable, self._suggested = dispute_id, {}, ""
        self.kind.setCurrentIndex(0)
        self.words.setPlainText("")
        self.detail.setText("")
        self.side.set_value("mine")
        self.admits.setChecked(False)
        self.broke.setChecked(False)
        self.save.setEnabled(True)
        for field in (self.which_field, self.words_field, self.detail_field):
            field.set_error("")
        self.show_chosen(chosen)
        self._kind_chosen()
        self.show()
        self.kind.setFocus()
        vault = self._desk.vault

        def query() -> Any:
            from onrecord.services.views.citing import citable

            return citable(vault, dispute_id)

        self._desk.session.ask(query, self._came, self, "citable")

    def show_chosen(self, chosen: Chosen) -> None:
        """Other words or another box; what was typed stays."""
        self._chosen = chosen
        pages = list(dict.fromkeys(page for page, _box in chosen.spots))
        boxed = all(box for _page, box in chosen.spots)
        if len(pages) > 1:
            said = self.tr("Pages {0} to {1}, the selected words").format(pages[0], pages[-1])
        elif chosen.text:
            said = self.tr("Page {0}, the selected words").format(pages[0])
        elif boxed:
            said = self.tr("Page {0}, the part in the frame").format(pages[0])
        else:
            said = self.tr("Page {0}, the whole page").format(pages[0])
        self.where.setText(said)
        self.hint.setVisible(not boxed)
        self.guessed.setVisible(chosen.guessed)
        typed = self.words.toPlainText()
        if typed == self._suggested:  # nobody has written anything of their own
            self._suggested = " ".join(chosen.text.split())[:400]
            self.words.setPlainText(self._suggested)
        self._show_fields()

    def _came(self, citable: Any) -> None:
        self._citable = citable
        self._fill_which()

    def _fill_which(self) -> None:
        chosen = self.which.currentData()
        self.which.clear()
        self.which.addItem(self.tr("A new one"), "")
        for id, words in self._citable.get(self.table, ()):
            short = " ".join(words.split())
            self.which.addItem(short if len(short) <= 60 else f"{short[:58]}…", id)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self._show_fields()

    @property
    def table(self) -> str:
        return str(self.kind.currentData())

    @property
    def is_new(self) -> bool:
        return not self.which.currentData()

    def _kind_chosen(self) -> None:
        from onrecord.domain.when import When

        dated = self._chosen.dated if self._chosen is not None else ""
        self.detail.setText(When(dated).words() if self.table == "fact" and dated else "")
        self.detail_field.set_error("")
        self._fill_which()

    def _show_fields(self) -> None:
        table, new = self.table, self.is_new
        self.which_field.setVisible(self.which.count() > 1)
        self.words_field.setVisible(new)
        self.detail_field.setVisible(new and table != "issue")
        self.detail_field.label.setText(
            {
                "fact": self.tr("When"),
                "claim_line": self.tr("Amount"),
                "promise": self.tr("By when"),
                "offer": self.tr("Amount, if any"),
            }.get(table, "")
        )
        self.detail.setAccessibleName(self.detail_field.label.text())
        self.words_field.label.setText(
            self.tr("What we disagree about") if table == "issue" else self.tr("In your words")
        )
        self.side.setVisible(table == "issue")
        has_text = self._chosen is not None and bool(self._chosen.text)
        self.admits.setVisible(new and table == "fact" and has_text)
        self.broke.setVisible(not new and table == "promise")

    # ---------------------------------------------------------------- saving

    def _save(self) -> None:
        chosen, vault, dispute = self._chosen, self._desk.vault, self._dispute
        if chosen is None or not self.save.isEnabled():
            return
        table, id = self.table, str(self.which.currentData() or "")
        side = self.side.value if table == "issue" else ""
        quote = chosen.text if (self.admits.isChecked() and table == "fact") else ""
        words, detail = self.words.toPlainText(), self.detail.text()
        broken = self.broke.isChecked() and table == "promise"
        from onrecord.ui.dispute.money_tab import usual_currency

        currency = usual_currency(self._desk)
        self.save.setEnabled(False)

        def verb() -> Change:
            from onrecord.services.cite import Spot, cite
            from onrecord.services.cite_new import Shown, cite_new
            from onrecord.services.own_currency import own_currency

            if id and broken:
                from onrecord.services.break_promise import break_promise

                page, box = chosen.spots[0]
                return break_promise(vault, id, chosen.evidence_id, page, box)
            spots = [Spot(chosen.evidence_id, page, box) for page, box in chosen.spots]
            if id:
                return cite(vault, table, id, spots, side)
            usual = own_currency(vault, dispute) or currency
            shown = Shown(table, words, detail, side or "mine", quote, usual)
            return cite_new(vault, dispute, shown, spots)

        self._desk.session.do(verb, self._done, self, failed=self._failed, say=True)

    def _done(self, change: Change) -> None:
        self.save.setEnabled(True)
        self.cited.emit(change)

    def _failed(self, error: KnownError) -> None:
        self.save.setEnabled(True)
        path = getattr(error, "path", "")
        for one in (self.which_field, self.words_field, self.detail_field):
            one.set_error("")
        field = self.which_field
        if self.is_new:
            to_words = path == "words" or self.detail_field.isHidden()
            field = self.words_field if to_words else self.detail_field
        field.set_error(str(error))
        field.control.setFocus()
