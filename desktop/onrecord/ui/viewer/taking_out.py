"""What is taken out of a document in view: its text to the clipboard, its original to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from onrecord.domain.evidence import Evidence
from onrecord.ui.desk import Desk
from onrecord.ui.viewer.pages_view import PagesView

if TYPE_CHECKING:
    from onrecord.ui.viewer.page_loader import PageLoader


class TakingOut(QObject):
    def __init__(self, desk: Desk, pages: PagesView, view: QWidget) -> None:
        super().__init__(view)
        self._desk, self._pages, self._view = desk, pages, view
        self.seen: frozenset[int] = frozenset()
        """Pages whose words a machine read in a picture."""

    def copy_text(self, evidence_id: str, loader: PageLoader | None) -> None:
        """The selected words, or else all text of the page in view, to the clipboard."""
        notices = self._desk.session.notices
        selected = self._pages.selected_text
        if selected:
            self._copied(selected, evidence_id)
            notices.info(self.tr("The selected text is on the clipboard."), key="copied")
            return
        if loader is None or not self._pages.page_count:
            return
        page = self._pages.current_page

        def came(text: str) -> None:
            if text.strip():
                self._copied(text.strip(), evidence_id)
                said = self.tr("The text of page {0} is on the clipboard.").format(page)
                if page in self.seen:
                    said += " " + self.tr("A machine read it: check its numbers.")
            else:
                said = self.tr("Page {0} is a picture without text.").format(page)
            notices.info(said, key="copied")

        loader.call("text", lambda source: source.text(page), came, lambda e: notices.error(str(e)))

    def _copied(self, text: str, evidence_id: str) -> None:
        self._desk.copy_out(text, self.tr("Copied text of a document"), "evidence", evidence_id)

    def export_original(self, evidence: Evidence) -> None:
        """The file as it came, to where the user says."""
        start = Path(platformdirs.user_documents_dir()) / (evidence.file_name or "document")
        chosen, _ = QFileDialog.getSaveFileName(
            self._view, self.tr("Export the original, not encrypted"), str(start)
        )
        if not chosen:
            return
        vault, target, session = self._desk.vault, Path(chosen), self._desk.session

        def work(_job: Any) -> Path:
            from onrecord.services.extract_original import extract_original

            return extract_original(vault, evidence.id, target)

        def done(path: Path) -> None:
            session.notices.done(self.tr("Saved a copy that is not encrypted: {0}").format(path))

        session.job(self.tr("Saving a copy"), work, done, self._view)
