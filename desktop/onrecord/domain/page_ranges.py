"""Page ranges as people type them: ``1-3, 5``; empty means every page."""

from __future__ import annotations

import re


def parse_pages(typed: str, page_count: int) -> list[int]:
    """The chosen pages, numbered from 1, in the order typed and each once.

    ``3-1`` counts down, ``4-`` runs to the end. Raises ValueError with one sentence for a page
    the document does not have or for anything else that is not a range.
    """
    chosen: list[int] = []
    text = typed.strip()
    if not text or text.lower() == "all":
        return list(range(1, page_count + 1))
    for piece in re.split(r"[,;]", text):
        part = piece.strip().replace("–", "-").replace(" ", "")
        if not part:
            continue
        found = re.fullmatch(r"(\d{1,6})(-)?(\d{1,6})?", part)
        if not found or (found[3] and not found[2]):
            raise ValueError(
                f"“{piece.strip()}” is not a page or a range; write pages like 1-3, 5."
            )
        first = int(found[1])
        last = (int(found[3]) if found[3] else page_count) if found[2] else first
        for page in (first, last):
            if not 1 <= page <= page_count:
                has = "1 page" if page_count == 1 else f"{page_count} pages"
                raise ValueError(f"There is no page {page}: this document has {has}.")
        step = 1 if first <= last else -1
        chosen += [p for p in range(first, last + step, step) if p not in chosen]
    if not chosen:
        raise ValueError("Choose at least one page, like 1-3, 5.")
    return chosen
