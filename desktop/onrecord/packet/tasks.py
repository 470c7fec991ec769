"""What a packet worker does: judge, build, verify, preview. Runs locked in; see ``worker``."""

from __future__ import annotations

import codecs
import gc
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Literal

import pikepdf
from pikepdf import DependencyError
from pikepdf.jbig2 import JBIG2DecoderInterface, set_decoder
from PIL import Image

from onrecord.packet import imagepages, press, said, stamp, verification
from onrecord.packet.assemble import assemble
from onrecord.packet.content import BundleContent, Exhibit, from_json
from onrecord.packet.convert import converted
from onrecord.packet.gather import Library, is_pdf
from onrecord.packet.letter import (
    LetterBlock,
    LetterContent,
    LetterRun,
    MailAttachment,
    MailDraft,
    letter_from_json,
    mail_from_json,
)
from onrecord.packet.letterpages import letter_pages
from onrecord.packet.lock import lock_pdf
from onrecord.packet.mailfile import mail_file
from onrecord.packet.outcome import BuildReport, Verdict
from onrecord.packet.preview import LivePreview
from onrecord.packet.rawsearch import searched
from onrecord.packet.sheetpages import own_sheet_pages, sheet_pages
from onrecord.packet.sources import open_pikepdf
from onrecord.packet.spare import give_back
from onrecord.packet.textpages import text_pages
from onrecord.packet.verdict import engine, judge
from onrecord.worker.child import Request

_previews: list[LivePreview] = []  # at most one: a preview has a process of its own


class _NoJbig2(JBIG2DecoderInterface):
    """Says so at once; pikepdf would otherwise look for a program, which a worker cannot start."""

    def check_available(self) -> None:
        raise DependencyError("not in a worker")

    def decode_jbig2(self, jbig2: bytes, jbig2_globals: bytes) -> bytes:
        raise DependencyError("not in a worker")


def warm() -> None:
    """Loads what the tasks need, by doing each once: libraries look for files when first used."""
    set_decoder(_NoJbig2())
    press.warm()
    said.tables()
    imagepages.warm()
    stamp.warm()
    for name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "charmap"):
        codecs.lookup(name)
    pages = text_pages("one", title="One").pdf
    twice = pikepdf.open(BytesIO(pages))
    twice.pages.append(twice.pages[0])
    data = BytesIO()
    twice.save(data)
    revisions: tuple[Literal[3, 4, 6], ...] = (3, 4, 6)
    for revision in revisions:  # ciphers are loaded from files when first used
        locked = BytesIO()
        twice.save(locked, encryption=_lock(revision))
        open_pikepdf(locked.getvalue()).close()
    note, small = pikepdf.new(), BytesIO()
    note.add_blank_page(page_size=(36, 36))
    note.add_blank_page(page_size=(36, 36))
    note.save(small)
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    documents = {
        "a": data.getvalue(),
        "b": picture.getvalue(),
        "c": b"%PDF-",
        "d": small.getvalue(),
    }
    exhibits = tuple(
        Exhibit(id, id.upper(), media_type=kind, pages=pages)
        for id, kind, pages in (
            ("a", "application/pdf", (1,)),
            ("b", "image/png", None),
            ("c", "application/pdf", None),
            ("d", "application/pdf", (1,)),
        )
    )
    content = BundleContent("Rehearsal", exhibits=exhibits)
    # One is judged, one is known to go in as a picture: every way of taking a page, in one go.
    verdicts = {"d": Verdict(engine(), 2, method="image")}
    written = BytesIO()
    report = assemble(content, Library(documents.__getitem__), verdicts).write(written.write)
    verification.verify(written.getvalue(), report, content, _quiet)
    lock_pdf(written.getvalue(), "rehearsal", lambda _piece: None)
    searched(written.getvalue(), ["Rehearsal", "nobody"])
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("one", "two")
    searched(packed.getvalue(), ["nobody"])
    converted(exhibits[1], documents["b"], content)
    block = LetterBlock((LetterRun("one", bold=True), LetterRun("two", italic=True)), "bullet")
    letter_pages(LetterContent(("Me",), "today", ("You",), "On", (block,), ("A bill",)))
    draft = MailDraft("a@b.example", "Größe", "é", (MailAttachment("a", "é.pdf"),))
    mail_file(draft, documents.__getitem__)


def _quiet(done: int, total: int, words: str) -> None:
    """Nobody wants to know."""


def _lock(revision: Literal[3, 4, 6]) -> pikepdf.Encryption:
    return pikepdf.Encryption(
        user="", owner="o", R=revision, aes=revision > 3, metadata=revision > 3
    )


def _judge(request: Request) -> dict[str, Any]:
    data = request.blobs[0]
    media_type = request.args["media_type"]
    if not is_pdf(media_type, data):
        picture = media_type.startswith("image/") and imagepages.sound(data)
        return Verdict(engine(), sound=picture).to_json()
    return judge(data, request.args["password"], request.progress).to_json()


def _verdicts(args: Mapping[str, Any]) -> dict[str, Verdict]:
    found = {id: Verdict.from_json(verdict) for id, verdict in args["verdicts"].items()}
    return {id: verdict for id, verdict in found.items() if verdict.engine == engine()}


def _build(request: Request) -> dict[str, Any]:
    content = from_json(request.args["content"])
    library = Library(request.borrow)
    bundle = assemble(
        content, library, _verdicts(request.args), request.progress, known=request.args["layout"]
    )
    return bundle.write(request.send, request.progress, digest=False).to_json()


def _verify(request: Request) -> dict[str, Any]:
    report = BuildReport.from_json(request.args["report"])
    content = from_json(request.args["content"])
    return verification.verify(request.blobs[0], report, content, request.progress).to_json()


def _locked(request: Request) -> dict[str, Any]:
    lock_pdf(request.blobs[0], request.args["passphrase"], request.send)
    return {}


def _search(request: Request) -> dict[str, Any]:
    args = request.args
    return {"clean": searched(request.blobs[0], args["hidden"], args["password"])}


def _convert(request: Request) -> dict[str, Any]:
    content = from_json(request.args["content"])
    request.send(converted(content.exhibits[0], request.blobs[0], content))
    return {}


def _preview() -> LivePreview:
    if not _previews:
        _previews.append(LivePreview())
    return _previews[0]


def _seen(request: Request) -> set[tuple[str, int]]:
    return {(id, page) for id, page in request.args["seen"]}


def _preview_update(request: Request) -> dict[str, Any]:
    content, verdicts = from_json(request.args["content"]), _verdicts(request.args)
    seen = _seen(request) if request.args["seen"] is not None else None
    return _preview().update(content, request.ask, verdicts, request.progress, seen).to_json()


def _preview_get_on(request: Request) -> dict[str, Any]:
    content, verdicts = from_json(request.args["content"]), _verdicts(request.args)
    return {"waiting": _preview().get_on(content, request.ask, verdicts, _seen(request))}


def _preview_page(request: Request) -> dict[str, Any]:
    width, height, stride, data = _preview().page(request.args["page"], request.args["scale"])
    request.send(data)
    return {"width": width, "height": height, "stride": stride, "format": "RGB"}


def _call_sheet(request: Request) -> dict[str, Any]:
    request.send(sheet_pages(request.args["content"]))
    return {}


def _own_sheet(request: Request) -> dict[str, Any]:
    request.send(own_sheet_pages(request.args["content"]))
    return {}


def _letter(request: Request) -> dict[str, Any]:
    made = letter_pages(letter_from_json(request.args["content"]), request.args["said"])
    request.send(made.pdf)
    return {"page_count": made.page_count}


def _mail(request: Request) -> dict[str, Any]:
    request.send(mail_file(mail_from_json(request.args["draft"]), request.ask))
    return {}


def _tidy(task: Callable[[Request], dict[str, Any]]) -> Callable[[Request], dict[str, Any]]:
    """``task``, before which and after which spare memory goes back to the system: a large
    document leaves holes behind where it grew, too, as it came in."""

    def run(request: Request) -> dict[str, Any]:
        give_back()
        try:
            return task(request)
        finally:
            gc.collect()
            give_back()

    return run


TASKS = {
    "judge": _tidy(_judge),
    "build": _tidy(_build),
    "verify": _tidy(_verify),
    "lock": _tidy(_locked),
    "search": _tidy(_search),
    "convert": _tidy(_convert),
    "preview_update": _tidy(_preview_update),
    "preview_get_on": _preview_get_on,
    "preview_page": _preview_page,
    "letter": _letter,
    "call_sheet": _call_sheet,
    "own_sheet": _own_sheet,
    "mail": _tidy(_mail),
}
