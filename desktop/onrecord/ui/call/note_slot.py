"""The place of the large buttons, which a page takes while something is written in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from onrecord.ui.call.large_buttons import NoteButtons
from onrecord.ui.call.law_page import LawPage
from onrecord.ui.call.more_page import MorePage
from onrecord.ui.call.names_page import NamesPage
from onrecord.ui.call.said_pages import FieldsPage, SaidPage
from onrecord.ui.contact.terms_page import TermsPage
from onrecord.ui.design import ScrollArea, theme

TERMS_HIGH, LAW_HIGH = 232, 340
"""Of the pages with a part that scrolls: pixels at text size 100 %."""


class NoteSlot(QStackedWidget):
    """As high as the page in view, so that the lines of the call get the rest."""

    def __init__(self, parent: QWidget, currency: str) -> None:
        super().__init__(parent)
        self.buttons = NoteButtons(self)
        self.name = FieldsPage(
            self.tr("Who it is"),
            [
                ("agent_name", self.tr("Name")),
                ("agent_team", self.tr("Team")),
                ("agent_id", self.tr("Staff number")),
                ("number", self.tr("Number I called")),
            ],
            self,
        )
        self.refused = FieldsPage(
            self.tr("They refused"), [("words", self.tr("What, and for which reason"))], self
        )
        self.company = FieldsPage(self.tr("Which company"), [("company", self.tr("Company"))], self)
        self.terms = TermsPage(self)
        self.terms.currency = currency
        self.terms_page = SaidPage(self.tr("What they said they would do"), self)
        scroll = ScrollArea(self.terms, self, focus=Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(self.tr("Promises and offers"))
        self.terms_page.body.addWidget(scroll, 1)
        self.terms_page.fill()
        self.more = MorePage(self)
        self.law = LawPage(self)
        self.law.headline_changed.connect(self.more.say_law)
        self.more.say_law(self.law.headline.text())
        self.names = NamesPage(self)
        self.pages: dict[str, SaidPage] = {
            "name": self.name,
            "refused": self.refused,
            "company": self.company,
            "terms": self.terms_page,
            "more": self.more,
            "law": self.law,
            "names": self.names,
        }
        self.addWidget(self.buttons)
        for page in self.pages.values():
            self.addWidget(page)
        self.setCurrentIndex(0)
        self.fit()

    @property
    def is_writing(self) -> bool:
        """A page lies over the large buttons."""
        return self.currentIndex() > 0

    def fit(self) -> None:
        page = self.currentWidget()
        if page is None:
            return
        height = page.sizeHint().height()
        if page in (self.terms_page, self.law):
            high = LAW_HIGH if page is self.law else TERMS_HIGH
            height = theme.current().metrics.px(high)
        self.setFixedHeight(max(height, page.minimumSizeHint().height()))
