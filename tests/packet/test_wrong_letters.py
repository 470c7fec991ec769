"""A page on which something else is read than is seen is told from one that is as it says."""

from __future__ import annotations

import string
from io import BytesIO

import pikepdf
import pytest
import typst

from onrecord.packet.textpages import text_pages
from onrecord.packet.verdict import judge
from packet.papers import misnamed, paper, says, text_of

_WORDS = "The office of Eszter Quillfeather, account 4471 0098 2236, is at 15 Birchgrove Lane."
_NEXT = {
    one: row[(at + 1) % len(row)]
    for row in (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    for at, one in enumerate(row)
}


def _typeset(*pages: str) -> bytes:
    return text_pages("\n".join(pages)).pdf


def test_letters_that_are_said_to_be_others_are_told_apart() -> None:
    right = _typeset(_WORDS)
    wrong = misnamed(right, _NEXT)
    assert "Quillfeather" in text_of(right, 1) and "Rvjmmgfbuifs" in text_of(wrong, 1)
    assert judge(right).unmapped == ()
    assert judge(wrong).unmapped == (1,)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_so_they_are_on_a_page_that_lies_on_its_side(turned: int) -> None:
    for document, found in ((_typeset(_WORDS), ()), (misnamed(_typeset(_WORDS), _NEXT), (1,))):
        with pikepdf.open(BytesIO(document)) as pdf:
            pdf.pages[0].rotate(turned, relative=False)
            out = BytesIO()
            pdf.save(out)
        assert judge(out.getvalue()).unmapped == found


def test_figures_alone_that_are_said_to_be_others_are_enough() -> None:
    figures = {one: other for one, other in _NEXT.items() if one.isdigit()}
    wrong = misnamed(_typeset(_WORDS), figures)
    assert "Quillfeather, account 5582 1109 3347" in text_of(wrong, 1)
    assert judge(wrong).unmapped == (1,)


def test_letters_said_to_be_no_letters_at_all_count_too() -> None:
    private = {one: chr(0xF000 + ord(one)) for one in string.ascii_letters}
    assert judge(misnamed(_typeset(_WORDS), private)).unmapped == (1,)


def test_another_page_that_shows_only_a_few_letters_of_the_font_goes_with_it() -> None:
    source = f"#set page(width: 300pt, height: 200pt)\n{_WORDS}\n#pagebreak()\nfeather"
    wrong = misnamed(typst.compile(source.encode()), _NEXT)
    assert judge(wrong).unmapped == (1, 2)


_LANGUAGES = {
    "en": "The quick brown fox jumps over the lazy dog: waffles, office, fjord 0123456789 (£84.20)",
    "de": "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy",
    "pl": "Pchnąć w tę łódź jeża lub ośm skrzyń fig",
    "hu": "Árvíztűrő tükörfúrógép",
    "tr": "Pijamalı hasta yağız şoföre çabucak güvendi",
    "vi": "Do bạch kim rất quý nên sẽ dùng để lắp vô xương",
    "ha": "Ɓalle ɗaki ƙasa ƴaƴa, ŋ ɛ ɔ ǝ ƒ ʋ",
    "el": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю",
    "he": "דג סקרן שט בים מאוכזב",
    "ar": "نص حكيم له سر قاطع",
    "hi": "ऋषियों को सताने वाले",
    "ja": "いろはにほへと 請求書 一二三 口田工土王 アイウエオ",
    "ko": "키스의 고유조건은 입술끼리 만나야",
}


def test_pages_we_set_ourselves_are_as_they_say_in_every_language() -> None:
    assert judge(_typeset(*_LANGUAGES.values())).unmapped == ()


@pytest.mark.parametrize(
    "style",
    [
        'font: "Libertinus Serif"',
        'font: "Libertinus Serif", style: "italic"',
        'font: "Libertinus Serif", features: ("smcp",)',
        'font: "Libertinus Serif", tracking: -0.8pt',
        'font: "New Computer Modern", weight: "bold"',
        'font: "New Computer Modern Math"',
        'font: "DejaVu Sans Mono"',
        "size: 6pt",
        "size: 40pt",
        "fill: rgb(90, 90, 90)",
        "fill: white",
    ],
)
def test_ordinary_faces_are_as_they_say(style: str) -> None:
    ground = "black" if style == "fill: white" else "white"
    lines = "\n\n".join(_LANGUAGES[one] for one in ("en", "de", "cs", "pl", "vi", "el", "ru"))
    source = f"#set page(fill: {ground})\n#set text({style})\n{lines}\n\n#underline[{lines}]"
    assert judge(typst.compile(source.encode())).unmapped == ()


def test_a_font_that_is_not_in_the_file_is_as_it_says() -> None:
    assert judge(paper([says(_WORDS, size=9), says("4471 0098 2236")])).unmapped == ()


def test_letters_nobody_sees_are_not_looked_at() -> None:
    with pikepdf.open(BytesIO(misnamed(_typeset(_WORDS), _NEXT))) as pdf:
        drawn = pdf.pages[0].Contents
        drawn.write(drawn.read_bytes().replace(b"BT 0 Tr", b"BT 3 Tr"))
        out = BytesIO()
        pdf.save(out)
    assert judge(out.getvalue()).unmapped == ()
