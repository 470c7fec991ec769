"""Documents rewritten by pdfium, for the pages that plain copying would change.

``flattened`` draws form values and annotations into the pages, also those that bring no picture
of themselves; ``imported`` rebuilds a file whose structure qpdf cannot follow. Both are copied
from afterwards like any other document, so that nothing hidden comes along.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pypdfium2
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from onrecord.errors import Unreadable
from onrecord.packet.annotations import annotations_of
from onrecord.packet.entries import entry
from onrecord.packet.raster import draw_small, flatten_page, open_pdfium, saved

_PASSWORD = 1 << 13  # a field that shows dots


def flattened(data: bytes, password: str = "", *, flat: bool = True) -> bytes:
    """The document with every visible field and annotation as part of its pages; without ``flat``
    they only get the pictures they lack."""
    document = open_pdfium(data, password)
    try:
        for index in range(len(document)):
            page = document[index]
            ok = flatten_page(page) if flat else draw_small(page)
            page.close()
            if not ok:
                raise Unreadable("The form fields of this document could not be kept.")
        return saved(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("The form fields of this document could not be kept.") from error
    finally:
        document.close()


def without_help_lines(pdf: Pdf) -> bool:
    """Gives every tick box without a picture of its state an empty one; False if there was none.

    pdfium outlines such boxes in grey to help who fills in the form; no page has that printed.
    """
    changed = False
    for page in pdf.pages:
        for note in annotations_of(page.obj):
            looks: Any = entry(note, "/AP")
            states: Any = entry(looks, "/N") if isinstance(looks, Dictionary) else None
            if entry(note, "/Subtype") != Name.Widget or _kind(note) != Name.Btn:
                continue
            state = str(note.get("/AS", Name.Off))
            if isinstance(states, Stream) or (
                isinstance(states, Dictionary) and isinstance(states.get(state), Stream)
            ):
                continue
            if not isinstance(states, Dictionary):
                note["/AP"] = Dictionary(N=Dictionary())
            empty = Stream(pdf, b"")
            empty["/Type"], empty["/Subtype"] = Name.XObject, Name.Form
            empty["/BBox"] = Array([0, 0, 1, 1])
            note["/AP"]["/N"][state] = pdf.make_indirect(empty)
            note["/AS"] = Name(state)
            changed = True
    return changed


def unusual_letters(page: Object, *, drawn_anew: bool) -> set[str]:
    """Letters in what is filled in on a page that the usual fonts of forms lack, of the fields that
    bring no picture of themselves; ``drawn_anew``: of all fields, as the document asks for that."""
    found: set[str] = set()
    for note in annotations_of(page):
        kind = _inherited(note, "/FT")
        if entry(note, "/Subtype") != Name.Widget or kind not in (Name.Tx, Name.Ch):
            continue
        flags = _inherited(note, "/Ff")
        if ("/AP" in note and not drawn_anew) or (isinstance(flags, int) and flags & _PASSWORD):
            continue
        value = _inherited(note, "/V")
        values = [*value] if isinstance(value, Array) else [value]
        for words in values:
            if isinstance(words, String):
                found |= {sign for sign in str(words) if sign.isalnum() and not _is_usual(sign)}
    return found


def _is_usual(sign: str) -> bool:
    try:
        return bool(sign.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def _kind(field: Any) -> Any:
    """The field's type."""
    return _inherited(field, "/FT")


def _inherited(field: Any, key: str) -> Any:
    """What a field has under a key, its own or inherited from a field above it."""
    for _ in range(32):
        if not isinstance(field, Dictionary):
            return None
        if key in field:
            return field[key]
        field = entry(field, "/Parent")
    return None


def imported(data: bytes, password: str = "", pages: Sequence[int] | None = None) -> bytes:
    """A new document with the pages (from 1; None: all) of this one, rewritten by pdfium."""
    document = open_pdfium(data, password, forms=False)
    fresh: Any = pypdfium2.PdfDocument.new()
    try:
        fresh.import_pages(document, None if pages is None else [n - 1 for n in pages])
        return saved(fresh)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("The pages of this document could not be copied.") from error
    finally:
        fresh.close()
        document.close()
