"""What happens in a call, as lines of it with their minute: holds, promises, refusals."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject

from onrecord.domain.contact_entry import Said
from onrecord.ui.call.call_clock import CallClock, clock_words
from onrecord.ui.contact.said_editor import SaidEditor
from onrecord.ui.contact.terms_editor import TermEditor
from onrecord.ui.contact.terms_page import TermsPage


class CallNotes(QObject):
    """``lines`` is where they are written; ``terms`` where promises and offers stand in full."""

    def __init__(self, lines: SaidEditor, terms: TermsPage, parent: QObject) -> None:
        super().__init__(parent)
        self._lines = lines
        self._terms = terms
        self._noted_terms: set[TermEditor] = set()

    def begin(self) -> None:
        """The terms that stand there now are lines already."""
        self._noted_terms = {*self._terms.promises, *self._terms.offers}

    def note(self, words: str, event: str, side: str = "them") -> None:
        self._lines.keep()  # what was being typed comes first
        self._lines.add(
            Said(words, side, "paraphrase", datetime.now().strftime("%H:%M"), "", event)
        )

    def terms_written(self) -> None:
        """A promise or an offer that was just written is a line of the call as well."""
        for editors, event, words in (
            (self._terms.promises, "promise", self.tr("Promise: {0}")),
            (self._terms.offers, "offer", self.tr("Offer: {0}")),
        ):
            for editor in [e for e in editors if e not in self._noted_terms]:
                summary = editor.summary()
                if summary:
                    self._noted_terms.add(editor)
                    self.note(words.format(summary), event)

    def refused(self, words: str) -> None:
        said = self.tr("Refused: {0}").format(words) if words else ""
        self.note(said or self.tr("Refused, no reason given"), "denied")

    def reference(self, reference: str) -> None:
        if reference:
            self.note(self.tr("Reference {0}").format(reference), "reference")

    def supervisor(self) -> None:
        self.note(self.tr("I asked to speak to a supervisor"), "supervisor_asked", "me")

    def fault(self) -> None:
        """Report now: that the fault was reported, at this minute."""
        self.note(self.tr("I reported the fault"), "fault", "me")

    def hold(self, clock: CallClock) -> None:
        """On hold, or back from it."""
        if clock.is_on_hold:
            took = clock.resume()
            self.note(self.tr("Back after {0} on hold").format(clock_words(took)), "resumed")
        else:
            clock.hold()
            self.note(self.tr("Put on hold"), "hold")

    def transferred(self) -> None:
        self.note(self.tr("Transferred to somebody else"), "transferred")

    def cut_off(self) -> None:
        self.note(self.tr("The call was cut off"), "cut_off")
