"""The side that shows what is selected: closed until something is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from onrecord.ui.design import IconButton, Label, ScrollArea, TextStyle, set_look, under_head
from onrecord.ui.desk import Desk, Selection
from onrecord.ui.inspector.contact_view import ContactView
from onrecord.ui.inspector.dispute_panel import DisputePanel
from onrecord.ui.inspector.evidence_panel import EvidencePanel
from onrecord.ui.inspector.fact_panel import FactPanel
from onrecord.ui.inspector.many_panel import ManyPanel
from onrecord.ui.inspector.offer_panel import OfferPanel
from onrecord.ui.inspector.panel import Panel
from onrecord.ui.inspector.promise_panel import PromisePanel
from onrecord.ui.inspector.stage_panel import StagePanel
from onrecord.ui.time.dates_panel import DatesPanel


class Inspector(QWidget):
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.selection = Selection()
        set_look(self, "look", "window")
        self.setAccessibleName(self.tr("Details"))
        self._makers: dict[str, Callable[[], Panel]] = {
            "evidence": lambda: EvidencePanel(desk, self.pages),
            "contact": lambda: ContactView(desk, self.pages),
            "promise": lambda: PromisePanel(desk, self.pages),
            "offer": lambda: OfferPanel(desk, self.pages),
            "dispute": lambda: DisputePanel(desk, self.pages),
            "fact": lambda: FactPanel(desk, self.pages),
            "stage": lambda: StagePanel(desk, self.pages),
            "dates": lambda: DatesPanel(desk, self.pages),
        }
        self._titles = {
            "evidence": self.tr("Document"),
            "contact": self.tr("Call or message"),
            "promise": self.tr("Promise"),
            "offer": self.tr("Offer"),
            "dispute": self.tr("Dispute"),
            "fact": self.tr("What happened"),
            "stage": self.tr("Step"),
            "dates": self.tr("Dates"),
            "many": self.tr("Selection"),
        }
        self._panels: dict[str, Panel] = {}
        self.heading = Label("", self, style=TextStyle.SMALL_STRONG, muted=True)
        self.close_button = IconButton(
            "close", self.tr("Close the details"), self, shortcut="Esc", on_click=self.closed.emit
        )
        self.pages = QStackedWidget(self)
        self.nothing = QWidget(self.pages)
        self.pages.addWidget(self.nothing)
        self._many: ManyPanel | None = None
        self._several: QWidget = self.nothing
        column = under_head(self, self.heading, self.close_button)
        column.addWidget(self.pages, 1)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed.emit)

    def panel(self, kind: str) -> Panel:
        """The panel of a kind, made when first needed."""
        if kind not in self._panels:
            self._panels[kind] = self._makers[kind]()
            self.pages.addWidget(self._panels[kind])
        return self._panels[kind]

    @property
    def many(self) -> ManyPanel:
        if self._many is None:
            self._many = ManyPanel(self._desk, self.pages)
            self._several = ScrollArea(self._many, self.pages, wide=True)
            self.pages.addWidget(self._several)
        return self._many

    def show_selection(self, selection: Selection) -> None:
        """One thing in full, several together, or nothing."""
        self.selection = selection
        kind = selection.kind
        several = kind == "many" or len(selection.ids) > 1
        self.heading.setText(self._titles["many" if several else kind] if kind else "")
        current = self.pages.currentWidget()
        if not selection.ids or (not several and kind not in self._makers):
            self.save_now()
            self.pages.setCurrentWidget(self.nothing)
        elif several:
            if isinstance(current, Panel):
                current.save_now()
            self.many.show_pairs(_pairs(selection))
            self.pages.setCurrentWidget(self._several)
        else:
            panel = self.panel(kind)
            if isinstance(current, Panel) and current is not panel:
                current.save_now()
            panel.show_id(selection.ids[0])
            self.pages.setCurrentWidget(panel)

    def edit(self) -> None:
        """With the cursor in the first field of what is in view."""
        current = self.pages.currentWidget()
        if isinstance(current, Panel):
            current.edit_first()

    def save_now(self) -> None:
        """What is being typed goes to the vault before anything else happens."""
        current = self.pages.currentWidget()
        if isinstance(current, Panel):
            current.save_now()


def _pairs(selection: Selection) -> list[tuple[str, str]]:
    if selection.kind != "many":
        return [(selection.kind, id) for id in selection.ids]
    found: list[tuple[str, str]] = []
    for one in selection.ids:
        kind, _, id = one.partition(":")
        found.append((kind, id))
    return found
