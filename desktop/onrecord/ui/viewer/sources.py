"""Where the pages of a view come from: a document of the vault, or a PDF made of a packet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.errors import Unreadable
from onrecord.ui.viewer.page_loader import Tile


@dataclass(frozen=True)
class DocumentPages:
    """``sizes`` in points, as displayed, before the view is turned."""

    sizes: tuple[tuple[float, float], ...]


class DocumentSource:
    """The pages of one document, opened in a worker. For a loader's thread."""

    def __init__(
        self,
        workshop: Any,
        evidence_id: str,
        *,
        password: str = "",
        bundle_id: str = "",
        volume: int = 1,
    ) -> None:
        self._workshop = workshop
        self._evidence_id = evidence_id
        self._bundle_id, self._volume = bundle_id, volume
        self._password = password
        self._document: Any = None

    def open(self) -> DocumentPages:
        from onrecord.services.open_document import open_bundle, open_document

        self.close()
        if self._bundle_id:
            self._document = open_bundle(self._workshop, self._bundle_id, self._volume)
        else:
            self._document = open_document(self._workshop, self._evidence_id, self._password)
        document = self._document
        return DocumentPages(
            tuple(document.page_size(n) for n in range(1, document.page_count + 1))
        )

    def tile(self, tile: Tile) -> Any:
        return self._open.tile(
            tile.page, tile.scale, tile.x, tile.y, tile.width, tile.height, tile.rotate
        )

    def words(self, page: int) -> Any:
        words = self._open.words(page)
        if (found := self._seen(page)) is None:
            return words
        from onrecord.intake.reading import Word

        return [*words, *(Word(*one) for one in found.words)]

    def text(self, page: int) -> str:
        text = self._open.text(page)
        if (found := self._seen(page)) is None:
            return text
        return f"{text}\n{found.text}" if text.strip() else found.text

    def _seen(self, page: int) -> Any:
        """What a machine read in the picture of a page, or None."""
        if self._bundle_id:
            return None
        found = self._workshop.vault.index.seen_pages(self._evidence_id)
        return next((one for one in found if one.number == page), None)

    def close(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None

    @property
    def _open(self) -> Any:
        if self._document is None:
            raise Unreadable("This document is closed; open it again.")
        return self._document
