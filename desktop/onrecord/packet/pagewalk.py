"""Looks at one page of a pdfium document after another, and lets each go before the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pypdfium2

Found = TypeVar("Found")


def each_page(
    document: Any, numbers: Iterable[int], test: Callable[[Any, Any], Found]
) -> dict[int, Found]:
    """What ``test`` finds on each of these pages (from 1), given the page and its characters.
    Pages that pdfium cannot load or read are left out."""
    found: dict[int, Found] = {}
    for number in numbers:
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            continue
        try:
            reader = page.get_textpage()
            try:
                found[number] = test(page, reader)
            finally:
                reader.close()
        except pypdfium2.PdfiumError:
            continue
        finally:
            page.close()
    return found
