"""Opening a page in the system's browser: one of the few acts that lead out of the vault.

The app itself opens no connection. The address is one of the directory's, with nothing of the
user in it, and the history says that it was opened.
"""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from onrecord.ui.desk import Desk


def open_in_browser(desk: Desk, address: str) -> bool:
    """On a click of the person, and only then. False where it is no web address."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if url.scheme() not in ("https", "http") or not url.host():
        desk.session.notices.warning(desk.tr("This is no address of a web page."))
        return False
    from onrecord.services.note_exit import note_exit

    words = f"Opened a page of {url.host()} in the browser"
    desk.session.do(lambda: note_exit(desk.vault, words, "", ""), undoable=False)
    if not QDesktopServices.openUrl(url):
        desk.session.notices.warning(
            desk.tr("No browser could be opened. Copy the address instead.")
        )
    return True
