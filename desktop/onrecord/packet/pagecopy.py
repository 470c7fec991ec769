"""Copies pages of a document into the bundle, with nothing but what their content reaches.

A page dictionary is made anew from the few entries that are drawn; below it every object keeps
only the entries its kind needs to be drawn. So structure trees, thumbnails, private data,
metadata, embedded files, form fields, scripts and actions stay behind because nothing asks for
them, not because a list forbade them. Where pages are left out, resources which the copied pages
do not name are left out too: a shared resource table would carry the other pages' content along.

Objects of the source are trimmed in place. That is done once for each, depends on nothing but
the object, and nobody else has the source open.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from onrecord.packet import annotations
from onrecord.packet.entries import entry
from onrecord.packet.geometry import LETTER, overlap, rectangle, rotation, sheet_of
from onrecord.packet.imagepages import bare_jpeg
from onrecord.packet.jp2 import bare_jp2
from onrecord.packet.mend import mend
from onrecord.packet.stamp import OURS


def _keys(words: str) -> frozenset[str]:
    return frozenset(f"/{word}" for word in words.split())


_STREAM = _keys("Length Filter DecodeParms")
_FORM = _STREAM | _keys("Type Subtype FormType BBox Matrix Resources Group OC")
_IMAGE = _STREAM | _keys(
    "Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode"
    " Interpolate SMask SMaskInData Matte OC"
)
_PATTERN = _STREAM | _keys(
    "Type PatternType PaintType TilingType BBox XStep YStep Resources Matrix Shading ExtGState"
)
_STATE = _keys(
    "Type LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 HT FL SM SA BM SMask CA ca AIS TK"
)
_SOFT_MASK = _keys("Type S G BC TR")
_GROUP = _keys("Type S CS I K")
_FONT = _keys(
    "Type Subtype Name BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode"
    " DescendantFonts CIDSystemInfo DW W DW2 W2 CIDToGIDMap FontBBox FontMatrix CharProcs Resources"
)
_DESCRIPTOR = _keys(
    "Type FontName FontFamily FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent"
    " Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2"
    " FontFile3 CharSet CIDSet Style Lang FD"
)
_FONT_FILE = _STREAM | _keys("Length1 Length2 Length3 Subtype")
_ENCODING = _STREAM | _keys("Type BaseEncoding Differences CMapName CIDSystemInfo WMode UseCMap")
_COLOUR = _STREAM | _keys(  # ICC profiles, functions of tints, attributes of DeviceN
    "N Alternate Range FunctionType Domain Size BitsPerSample Order Encode Decode C0 C1 Functions"
    " Bounds Subtype Colorants Process MixingHints WhitePoint BlackPoint Gamma Matrix Components"
    " ColorSpace Solidities PrintingOrder DotGain"
)
_SHADING = _COLOUR | _keys(
    "ShadingType Background BBox AntiAlias Function Coords Extend BitsPerCoordinate"
    " BitsPerComponent BitsPerFlag VerticesPerRow"
)
_LAYER = _keys("Type")
_LAYER_SET = _keys("Type OCGs P VE")

# Which operator names a resource of which category; the name is the operator's last operand,
# except Tf's.
_NAMING = {
    "Do": "/XObject",
    "Tf": "/Font",
    "gs": "/ExtGState",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "scn": "/Pattern",
    "SCN": "/Pattern",
    "sh": "/Shading",
    "BDC": "/Properties",
    "DP": "/Properties",
}
_OPERATORS = " ".join([*_NAMING, "BI ID EI"])
_CATEGORIES = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading")
_TABLE = {*_CATEGORIES, "/Properties", "/ProcSet"}
_DEEPEST = 40  # forms within forms; beyond that a file is broken or hostile

Used = dict[str, set[str]]


class CannotPrune(Exception):
    """The content of a page could not be read, so what it reaches is not known."""


@dataclass
class CopiedPage:
    """A page in the bundle, before it is stamped."""

    page: Object
    number: int = 1  # of the document, from 1
    first: bytes = b""  # operators that draw its annotations, to be run in the default state
    links: list[tuple[Any, int]] = field(default_factory=list[tuple[Any, int]])
    # rectangle and source page number, from 1, of links within the document


class Source:
    """One document whose pages are copied; keeps what was found out about its objects."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.pages: list[Object] = [page.obj for page in pdf.pages]
        self.mended = False
        self.layers: dict[tuple[int, int], tuple[Object, bool]] = {}
        self._numbers: dict[tuple[int, int], int] | None = None
        self._done: set[tuple[tuple[int, int], bool]] = set()
        self._hidden = _hidden_layers(pdf)
        self._tables: dict[tuple[int, int], Dictionary] = {}
        self._names: Any = None
        self._above: dict[tuple[tuple[int, int], str], Any] = {}
        self._carried = 0
        self._no_things = {page.objgen for page in self.pages} | {pdf.Root.objgen}

    def mend(self) -> None:
        """Writes damaged streams anew; once is enough."""
        if not self.mended:
            self.mended = True
            mend(self.pdf)

    def prepare(
        self, number: int, *, whole: bool, stamps: bool = False
    ) -> tuple[Dictionary, CopiedPage]:
        """A new page dictionary, in the source, of page ``number`` (from 1).

        ``stamps``: see ``annotations.draw``. ``whole`` means that no page of the document is left out, so shared resources may stay.
        Raises CannotPrune where what the page reaches cannot be told and must be.
        """
        page = self.pages[number - 1]
        made = Dictionary()
        media = self._given(page, "/MediaBox")
        box = rectangle(media)
        made["/MediaBox"] = media if box else Array(LETTER)
        crop = self._given(page, "/CropBox")
        if crop is not None and overlap(box or LETTER, rectangle(crop)):  # else viewers disagree
            made["/CropBox"] = crop
        art: Any = entry(page, "/ArtBox")
        if rectangle(art):
            made["/ArtBox"] = art
        turned = rotation(self._given(page, "/Rotate"))
        if turned:
            made["/Rotate"] = turned
        unit: Any = entry(page, "/UserUnit")
        if unit is not None and not isinstance(unit, Object):
            made["/UserUnit"] = unit
        contents: Any = entry(page, "/Contents")
        streams = list(contents) if isinstance(contents, Array) else [contents]
        streams = [part for part in streams if isinstance(part, Stream)]
        for part in streams:
            self._trim(part, _STREAM)
        made["/Contents"] = Array(streams)
        group = self._group(entry(page, "/Group"))
        if group is not None:
            made["/Group"] = group
        found: Any = self._given(page, "/Resources")
        table = found if isinstance(found, Dictionary) else Dictionary()
        drawn = annotations.draw(page, f"{OURS}Annot", self.shown, stamps=stamps)
        made["/Resources"] = self._page_resources(page, table, whole, bool(drawn.forms))
        if drawn.forms:
            pictures: Any = entry(made["/Resources"], "/XObject")
            pictures = pictures.copy() if isinstance(pictures, Dictionary) else Dictionary()
            for name, form in drawn.forms.items():
                if entry(form, "/Subtype") != Name.Form:
                    form["/Subtype"] = Name.Form
                self._form(form, prune=not whole, depth=0)
                pictures[name] = form
            if stamps:
                made["/Annots"] = Array(drawn.stamps)
            else:
                made["/Resources"]["/XObject"] = pictures
        copied = CopiedPage(made, number, drawn.operators)
        for link in drawn.links:
            aim = self._aim(link)
            if aim is not None:
                copied.links.append((entry(link, "/Rect"), aim))
        return made, copied

    def carried_to(self, target: Pdf, things: Array) -> Object:
        """A copy of ``things``, which are of this document, in ``target``.

        qpdf copies what stands in the file as an object, and reads the whole file before it makes
        another; so a page's object lends itself, and no object twice, since its copy is kept.
        """
        if self._carried >= len(self.pages):
            return target.copy_foreign(self.pdf.make_indirect(things))
        lent = self.pages[self._carried]
        self._carried += 1
        own = lent.copy()
        try:
            _fill(lent, Dictionary(Things=things))
            carrier = target.copy_foreign(lent)
            moved = carrier["/Things"]
            del carrier["/Things"]  # what names the page that was lent reaches nothing by it
            return moved
        finally:
            _fill(lent, own)

    def hides(self) -> bool:
        """Whether there are layers that are not seen when the file is opened."""
        return bool(self._hidden)

    def _given(self, page: Object, key: str) -> Any:
        """As ``inherited``; what stands above a page is looked for once for all below it."""
        found: Any = entry(page, key)
        above: Any = entry(page, "/Parent") if found is None else None
        if not isinstance(above, Dictionary):
            return found
        place = (above.objgen, key)
        if above.objgen == (0, 0):
            return inherited(above, key)
        if place not in self._above:
            self._above[place] = inherited(above, key)
        return self._above[place]

    def unit(self, number: int) -> float:
        """Points in one unit of page ``number``'s user space."""
        return sheet_of(None, None, None, entry(self.pages[number - 1], "/UserUnit")).unit

    def shown(self, layer: Any) -> bool:
        """Whether optional content of this layer is seen when the file is opened."""
        if not isinstance(layer, Dictionary):
            return True
        if entry(layer, "/Type") == Name.OCMD:
            members: Any = entry(layer, "/OCGs")
            many = list(members) if isinstance(members, Array) else [members]
            groups = [m for m in many if isinstance(m, Dictionary)]
            return not groups or any(m.objgen not in self._hidden for m in groups)
        return layer.objgen not in self._hidden

    # -- what a page or form names -------------------------------------------------------

    def _page_resources(
        self, page: Object, table: Dictionary, whole: bool, own: bool
    ) -> Dictionary:
        if not whole:
            return self._resources(table, self._reach(page, table), depth=0)
        key = table.objgen
        if key == (0, 0) or own:
            return self._resources(table, None, depth=0)
        if key not in self._tables:
            made = self._resources(table, None, depth=0)
            # In place, where it is nothing else: qpdf reads the whole file before it makes an object.
            if table.keys() <= _TABLE:
                _fill(table, made)
                self._tables[key] = table
            else:
                self._tables[key] = self.pdf.make_indirect(made)
        return self._tables[key]

    def _reach(self, content: Object, table: Dictionary) -> Used:
        """Names used by ``content``, and by what it draws without resources of its own."""
        used = _names_used(content)
        seen: set[tuple[str, str]] = set()
        while True:
            fresh = [
                (category, name)
                for category in ("/XObject", "/Font", "/Pattern")
                for name in sorted(used.get(category, ()))
                if (category, name) not in seen
            ]
            if not fresh:
                return used
            for category, name in fresh:
                seen.add((category, name))
                for stream in _orphans(table, category, name):
                    for kind, names in _names_used(stream).items():
                        used.setdefault(kind, set()).update(names)

    def _resources(self, table: Dictionary, used: Used | None, depth: int) -> Dictionary:
        """A new resource table of what is named, or of all where ``used`` is None."""
        made = Dictionary()
        for category in _CATEGORIES:
            found: Any = entry(table, category)
            if not isinstance(found, Dictionary):
                continue
            every = set(found.keys())
            if used is None or (category == "/ColorSpace" and "inline" in used):
                names = every
            else:
                names = every & used.get(category, set())
                if category == "/ColorSpace":
                    names |= every & {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"}
            kept = Dictionary()
            for name in sorted(names):
                thing: Any = found.get(name)
                self._clean(category, thing, prune=used is not None, depth=depth)
                if thing is not None:
                    kept[name] = thing
            if names:
                made[category] = kept
        listed: Any = entry(table, "/Properties")
        if isinstance(listed, Dictionary):
            kept = Dictionary()
            for name in sorted(listed.keys()):
                layer: Any = listed.get(name)
                wanted = used is None or name in used.get("/Properties", ())
                if wanted and self._layer(layer):
                    kept[name] = layer
            if len(kept):
                made["/Properties"] = kept
        return made

    # -- what each kind of object keeps --------------------------------------------------

    def _trim(self, thing: Object, keys: frozenset[str]) -> None:
        if thing.objgen in self._no_things:  # a page that is named as a font, say
            return
        for key in set(thing.keys()) - keys:
            del thing[key]

    def _first_visit(self, thing: Object, prune: bool) -> bool:
        key = (thing.objgen, prune)
        if key[0] == (0, 0):
            return True
        if key in self._done:
            return False
        self._done.add(key)
        return True

    def _clean(self, category: str, thing: Any, *, prune: bool, depth: int) -> None:
        if not isinstance(thing, Dictionary | Stream | Array) or depth > _DEEPEST:
            return
        if not self._first_visit(thing, prune):
            return
        if category == "/XObject" and isinstance(thing, Stream):
            if entry(thing, "/Subtype") == Name.Image:
                self._image(thing, depth)
            else:
                self._form(thing, prune=prune, depth=depth, visited=True)
        elif category == "/Font" and isinstance(thing, Dictionary):
            self._font(thing, prune, depth)
        elif category == "/ExtGState" and isinstance(thing, Dictionary):
            self._state(thing, prune, depth)
        elif category == "/Pattern" and isinstance(thing, Dictionary | Stream):
            self._trim(thing, _PATTERN)
            self._own_resources(thing, prune, depth)
            self._clean("/Shading", entry(thing, "/Shading"), prune=prune, depth=depth + 1)
            self._clean("/ExtGState", entry(thing, "/ExtGState"), prune=prune, depth=depth + 1)
        elif category == "/Shading" and isinstance(thing, Dictionary | Stream):
            self._trim(thing, _SHADING)
            self._colour(entry(thing, "/ColorSpace"), depth + 1)
            self._colour(entry(thing, "/Function"), depth + 1)
        elif category == "/ColorSpace":
            self._colour(thing, depth)

    def _form(self, form: Stream, *, prune: bool, depth: int, visited: bool = False) -> None:
        if depth > _DEEPEST or not (visited or self._first_visit(form, prune)):
            return
        self._trim(form, _FORM)
        if "/OC" in form and not self._layer(form["/OC"]):
            del form["/OC"]
        group = self._group(entry(form, "/Group"))
        if group is not None:
            form["/Group"] = group
        self._own_resources(form, prune, depth)

    def _own_resources(self, thing: Object, prune: bool, depth: int) -> None:
        table: Any = entry(thing, "/Resources")
        if isinstance(table, Dictionary) and isinstance(thing, Stream):
            used = self._reach(thing, table) if prune else None
            thing["/Resources"] = self._resources(table, used, depth + 1)

    def _group(self, group: Any) -> Dictionary | None:
        if not isinstance(group, Dictionary):
            return None
        self._trim(group, _GROUP)
        self._colour(entry(group, "/CS"), 0)
        return group

    def _image(self, image: Stream, depth: int) -> None:
        self._trim(image, _IMAGE)
        _without_notes(image)
        if "/OC" in image and not self._layer(image["/OC"]):
            del image["/OC"]
        self._colour(entry(image, "/ColorSpace"), depth + 1)
        for key in ("/SMask", "/Mask"):
            mask: Any = entry(image, key)
            if isinstance(mask, Stream) and depth <= _DEEPEST and self._first_visit(mask, False):
                self._image(mask, depth + 1)

    def _state(self, state: Dictionary, prune: bool, depth: int) -> None:
        self._trim(state, _STATE)
        font: Any = entry(state, "/Font")
        if isinstance(font, Array) and len(font):
            self._clean("/Font", font[0], prune=prune, depth=depth + 1)
        mask: Any = entry(state, "/SMask")
        if isinstance(mask, Dictionary):
            self._trim(mask, _SOFT_MASK)
            form: Any = entry(mask, "/G")
            if isinstance(form, Stream):
                self._form(form, prune=prune, depth=depth + 1)

    def _font(self, font: Dictionary, prune: bool, depth: int) -> None:
        self._trim(font, _FONT)
        below: Any = entry(font, "/DescendantFonts")
        if isinstance(below, Array):
            for one in list(below)[:4]:
                if isinstance(one, Dictionary):
                    self._clean("/Font", one, prune=prune, depth=depth + 1)
        descriptor: Any = entry(font, "/FontDescriptor")
        if isinstance(descriptor, Dictionary) and self._first_visit(descriptor, False):
            self._trim(descriptor, _DESCRIPTOR)
            for key in ("/FontFile", "/FontFile2", "/FontFile3", "/CIDSet"):
                program: Any = entry(descriptor, key)
                if isinstance(program, Stream):
                    self._trim(program, _FONT_FILE)
        for key in ("/Encoding", "/ToUnicode", "/CIDToGIDMap"):
            table: Any = entry(font, key)
            if isinstance(table, Dictionary | Stream):
                self._trim(table, _ENCODING)
        glyphs: Any = entry(font, "/CharProcs")
        if isinstance(glyphs, Dictionary):
            for name in glyphs.keys():  # noqa: SIM118 (a pikepdf dictionary iterates otherwise)
                if isinstance(glyphs[name], Stream):
                    self._trim(glyphs[name], _STREAM)
            table = entry(font, "/Resources")
            if isinstance(table, Dictionary):
                used: Used | None = None
                if prune:
                    used = {}
                    for stream in _glyphs(font):
                        for kind, names in self._reach(stream, table).items():
                            used.setdefault(kind, set()).update(names)
                font["/Resources"] = self._resources(table, used, depth + 1)

    def _colour(self, thing: Any, depth: int) -> None:
        """Colour spaces and functions: arrays, streams and dictionaries of a few known entries."""
        if depth > _DEEPEST or not isinstance(thing, Array | Dictionary | Stream):
            return
        if not self._first_visit(thing, False):
            return
        if isinstance(thing, Array):
            if len(thing) <= 64:
                for part in list(thing):
                    self._colour(part, depth + 1)
            return
        self._trim(thing, _SHADING)
        for key in ("/Alternate", "/Functions", "/Colorants", "/Process", "/ColorSpace"):
            below: Any = entry(thing, key)
            if key == "/Colorants" and isinstance(below, Dictionary):
                for name in below.keys():  # noqa: SIM118
                    self._colour(below[name], depth + 1)
            else:
                self._colour(below, depth + 1)

    def _layer(self, layer: Any) -> bool:
        """Trims a layer to what hides or shows it; False where ``layer`` is none."""
        if not isinstance(layer, Dictionary) or layer.objgen == (0, 0):
            return False
        if entry(layer, "/Type") == Name.OCG:
            if layer.objgen not in self.layers:
                self._trim(layer, _LAYER)
                layer["/Name"] = pikepdf.String("Layer")
                self.layers[layer.objgen] = (layer, layer.objgen not in self._hidden)
            return True
        if entry(layer, "/Type") == Name.OCMD:
            self._trim(layer, _LAYER_SET)
            self._expression(entry(layer, "/VE"), 0)
            members: Any = entry(layer, "/OCGs")
            for member in list(members) if isinstance(members, Array) else [members]:
                self._layer(member)
            return True
        return False

    def _expression(self, part: Any, depth: int) -> None:
        if isinstance(part, Array) and depth < 10:
            for item in list(part)[1:]:
                self._expression(item, depth + 1)
        else:
            self._layer(part)

    # -- links within the document -------------------------------------------------------

    def _aim(self, link: Dictionary) -> int | None:
        """The page number, from 1, to which a link of the document itself leads."""
        target: Any = entry(link, "/Dest")
        action: Any = entry(link, "/A")
        if target is None and isinstance(action, Dictionary) and entry(action, "/S") == Name.GoTo:
            target = entry(action, "/D")
        if isinstance(target, Name | pikepdf.String):
            target = self._named(target)
        if isinstance(target, Dictionary):
            target = entry(target, "/D")
        if not isinstance(target, Array) or not len(target):
            return None
        page: Any = target[0]
        if not isinstance(page, Dictionary):
            return None
        if self._numbers is None:
            self._numbers = {p.objgen: n for n, p in enumerate(self.pages, 1)}
        return self._numbers.get(page.objgen)

    def _named(self, name: Any) -> Any:
        if self._names is None:
            self._names = {}
            root = self.pdf.Root
            old: Any = entry(root, "/Dests")
            if isinstance(old, Dictionary):
                self._names.update({key[1:]: entry(old, key) for key in old.keys()})  # noqa: SIM118
            tree: Any = entry(root, "/Names")
            tree = entry(tree, "/Dests") if isinstance(tree, Dictionary) else None
            if isinstance(tree, Dictionary):
                with suppress(Exception):  # a broken tree costs its links, never the page
                    self._names.update(pikepdf.NameTree(tree).items())
        return self._names.get(str(name).removeprefix("/"))


def _fill(table: Object, entries: Object) -> None:
    """Lets ``table`` have these entries and no others."""
    for key in set(table.keys()) - set(entries.keys()):
        del table[key]
    for key in entries.keys():  # noqa: SIM118 (a pikepdf dictionary iterates otherwise)
        table[key] = entries[key]


def copy_pages(
    target: Pdf, source: Source, numbers: Sequence[int], *, whole: bool, stamps: bool = False
) -> list[CopiedPage]:
    """Pages ``numbers`` (from 1) of ``source`` as page objects of ``target``, in that order.

    ``stamps`` keeps what annotations show as annotations instead of drawing it. The pages are not in the page tree of ``target`` yet. Raises CannotPrune as ``Source.prepare``.
    """
    made = [source.prepare(number, whole=whole, stamps=stamps) for number in numbers]
    moved = source.carried_to(target, Array([page for page, _ in made]))
    for (_, copied), page in zip(made, list(moved), strict=True):
        page["/Type"] = Name.Page  # not before: qpdf does not follow what says that it is a page
        copied.page = target.make_indirect(page)
    return [copied for _, copied in made]


def copy_layers(target: Pdf, source: Source) -> list[tuple[Object, bool]]:
    """The layers that copied pages of ``source`` use, as objects of ``target``: (layer, shown)."""
    return [(target.copy_foreign(layer), shown) for layer, shown in source.layers.values()]


def inherited(page: Object, key: str) -> Any:
    """A page's own or inherited attribute; None where there is none."""
    node: Any = page
    for _ in range(64):
        found = entry(node, key)
        if found is not None:
            return found
        node = entry(node, "/Parent")
        if not isinstance(node, Dictionary):
            return None
    return None


_NOTES = (b"Exif\x00", b"http://ns.adobe.com/", b"Photoshop 3.0")
_HEAD = 1 << 16  # bytes at the beginning of a JPEG, in which such notes begin
_SCAN = 0xDA  # marker; after it come pixels
_ONE_AFTER_ANOTHER = (0xC0, 0xC1)  # frames whose pixels do not come coarse first


def _without_notes(image: Stream) -> None:
    """Takes what a camera or a program noted in a JPEG or JPEG 2000 (time, place, device) off it;
    its pixels stay to the bit."""
    filters, parameters = _listed(image, "/Filter"), _listed(image, "/DecodeParms")
    if not filters or filters[-1] not in (Name.DCTDecode, Name.JPXDecode):
        return
    data = memoryview(image.get_raw_stream_buffer())
    if len(filters) > 1:  # a picture that is packed once more
        packed = copy(image)
        packed["/Filter"] = Array(filters[:-1])
        if parameters:
            packed["/DecodeParms"] = Array(parameters[: len(filters) - 1])
        try:
            data = memoryview(packed.read_bytes())
        except pikepdf.PdfError:
            return
    bare = bare_jp2(bytes(data)) if filters[-1] == Name.JPXDecode else _bare_jpeg(data)
    if bare is not None:
        own = parameters[-1] if len(parameters) == len(filters) else None
        image.write(bare, filter=filters[-1], decode_parms=own)


def _bare_jpeg(data: memoryview) -> bytes | None:
    head = bytes(data[:_HEAD])
    if len(data) > _HEAD:  # of a small one all is looked through, and what lies behind its end
        head = _before_scan(head)
    return bare_jpeg(bytes(data)) if any(note in head for note in _NOTES) else None


def _before_scan(head: bytes) -> bytes:
    """What stands before the pixels of a JPEG (segments: ITU-T T.81, annex B); all of ``head``
    where there are several scans, or where that cannot be told."""
    at, components = 2, -1
    while head[at : at + 1] == b"\xff" and at + 10 <= len(head):
        kind = head[at + 1]
        if kind in _ONE_AFTER_ANOTHER:
            components = head[at + 9]
        elif kind == _SCAN:
            return head[:at] if head[at + 4] == components else head
        at += 1 if kind == 0xFF else 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return head


def _listed(stream: Stream, name: str) -> list[Any]:
    """What stands there once or as a list, as a list."""
    found: Any = entry(stream, name)
    return list(found) if isinstance(found, Array) else [] if found is None else [found]


def _names_used(content: Object) -> Used:
    try:
        instructions = pikepdf.parse_content_stream(content, _OPERATORS)
    except Exception as error:
        raise CannotPrune(str(error)) from error
    used: Used = {}
    for instruction in instructions:
        operator = str(instruction.operator)
        category = _NAMING.get(operator)
        if category is None:
            used["inline"] = {"inline"}
            continue
        operands: Any = instruction.operands
        if not len(operands):
            continue
        name: Any = operands[0] if operator == "Tf" else operands[-1]
        if isinstance(name, Name):
            used.setdefault(category, set()).add(str(name))
    return used


def _glyphs(font: Dictionary) -> list[Stream]:
    found: Any = entry(font, "/CharProcs")
    if not isinstance(found, Dictionary):
        return []
    parts: list[Any] = [found[name] for name in sorted(found.keys())]
    return [part for part in parts if isinstance(part, Stream)]


def _orphans(table: Dictionary, category: str, name: str) -> list[Stream]:
    """Streams behind a resource that use the resources of whoever draws them."""
    found: Any = entry(table, category)
    thing: Any = found.get(name) if isinstance(found, Dictionary) else None
    if not isinstance(thing, Dictionary | Stream):
        return []
    if isinstance(entry(thing, "/Resources"), Dictionary):
        return []
    if category == "/Font":
        return _glyphs(thing) if isinstance(thing, Dictionary) else []
    if isinstance(thing, Stream) and entry(thing, "/Subtype") != Name.Image:
        return [thing]
    return []


def _hidden_layers(pdf: Pdf) -> set[tuple[int, int]]:
    listed: Any = entry(pdf.Root, "/OCProperties")
    if not isinstance(listed, Dictionary):
        return set()
    start: Any = entry(listed, "/D")
    start = start if isinstance(start, Dictionary) else Dictionary()

    def groups(holder: Dictionary, key: str) -> set[tuple[int, int]]:
        found: Any = entry(holder, key)
        many = list(found) if isinstance(found, Array) else []
        return {one.objgen for one in many if isinstance(one, Dictionary)}

    hidden = groups(listed, "/OCGs") if entry(start, "/BaseState") == Name.OFF else set[Any]()
    return (hidden - groups(start, "/ON")) | groups(start, "/OFF")
