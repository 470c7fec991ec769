"""Text out of bytes, whatever wrote them."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser

import nh3

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "table",
        "hr",
    ]
)
_CELLS = frozenset(["td", "th"])
_EMPTY = frozenset(["br", "hr", "img"])  # these have no end
_HIDING = (_BLOCKS | _CELLS | {"span"}) - _EMPTY
_DISPLAY = re.compile(r"(?<![\w-])display\s*:\s*(\w+)", re.I)
_MOST_TAGS = 20_000
_DROPPED = {"script", "style", "head", "title", "noscript", "template"}


def decode(data: bytes) -> str:
    """Text by its byte order mark, else UTF-8, else Windows-1252 (what old programs wrote)."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return tidy(data[len(mark) :].decode(name, "replace"))
    try:
        return tidy(data.decode("utf-8"))
    except UnicodeDecodeError:
        return tidy(data.decode("cp1252", "replace"))


def tidy(text: str) -> str:
    """One kind of line end, no control characters, no lone surrogates (pairs become signs)."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def is_cut(markup: str) -> bool:
    """Whether ``from_html`` leaves out the end of this page."""
    return markup.count("<") >= _MOST_TAGS


def from_html(markup: str) -> str:
    """The words of a web page or HTML mail, a block a line, without what is not displayed; nothing
    in it is run or fetched."""
    # Time grows with the square of how deep tags are nested: beyond all real mail, it is cut.
    markup = "<".join(markup.split("<", _MOST_TAGS)[:_MOST_TAGS])
    clean = nh3.clean(
        markup,
        tags={*_BLOCKS, *_CELLS, "img", "span"},
        clean_content_tags=_DROPPED,
        attributes={"img": {"src", "alt"}} | {tag: {"style"} for tag in _HIDING},
        url_schemes={"cid"},  # pictures that came with a mail
        link_rel=None,
    )
    words = _Words()
    words.feed(clean)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", tidy("\n".join(lines))).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0  # how many elements deep within one that is not displayed

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _EMPTY and (self._hidden or _is_hidden(dict(attrs).get("style"))):
            self._hidden += 1
        if self._hidden:
            return
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag == "img" and (dict(attrs).get("src") or "").startswith("cid:"):
            name = " ".join((dict(attrs).get("alt") or "picture").split())
            self.parts.append(f" [{name[:200]}] ")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:  # every element has its end: the markup is that of the sanitizer
            self._hidden -= tag not in _EMPTY
            return
        if tag in _BLOCKS and tag != "br":
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data.replace("\n", " "))


def _is_hidden(style: str | None) -> bool:
    """By the last that is said of it, as a browser takes it."""
    said = _DISPLAY.findall(style or "")
    return bool(said) and said[-1].lower() == "none"
