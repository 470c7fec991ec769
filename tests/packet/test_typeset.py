"""The pages we set: numbers, links and words a reader can rely on."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from onrecord.errors import Refused
from onrecord.packet import typeset as module
from onrecord.packet.content import (
    BundleContent,
    ChronologyRow,
    Cite,
    ClaimRow,
    ContactRow,
    Exhibit,
    Frozen,
    Party,
    PromiseRow,
    Reference,
)
from onrecord.packet.outcome import BuildReport
from onrecord.packet.press import printed
from onrecord.packet.typeset import FrontMatter, Layout, typeset
from packet.made_up import (
    BILL,
    COMPLAINT,
    included,
    letters_off_the_page,
    links,
    texts,
)


@pytest.fixture(scope="module")
def front() -> FrontMatter:
    return typeset(COMPLAINT, included(COMPLAINT))


def printed_numbers(pdf: bytes) -> list[tuple[int, int]]:
    """Per sheet, the "page n / N" at its foot."""
    found = [re.findall(r"page (\d+) / (\d+)", text)[-1] for text in texts(pdf)]
    return [(int(n), int(last)) for n, last in found]


def test_parts_stand_in_order_with_a_divider_before_each_exhibit(front: FrontMatter) -> None:
    assert [s.label or s.kind for s in front.sections] == [
        "cover", "index", "chronology", "contact_log", "claims", "A1", "A2", "A3", "hashes",
    ]  # fmt: skip


def test_every_page_prints_its_number_in_the_finished_bundle(front: FrontMatter) -> None:
    expected = [
        (section.first_page + n, front.page_count)
        for section in front.sections
        for n in range(section.page_count)
    ]
    assert printed_numbers(front.pdf) == expected
    assert [s.first_page for s in front.sections[5:]] == [5, 9, 13, 16]
    assert front.page_count == 16


def test_every_link_leads_to_the_page_its_words_name(front: FrontMatter) -> None:
    found = list(links(front.pdf))
    assert {link.address for link in found} >= {
        "x-exhibit:A1#2", "x-exhibit:A2#7", "x-exhibit:A3#1", "x-exhibit:A1", "x-contact:C1",
        "x-part:chronology",
    }  # fmt: skip
    for link in found:
        anchor = front.anchors[link.address]
        number = re.search(r"(?:p\.|page)\s*(\d+)", link.words)
        if number:
            assert anchor.page == int(number[1]), link


def test_short_parts_share_a_page_and_are_found_where_they_begin(front: FrontMatter) -> None:
    happened, log, claims = front.sections[2:5]
    assert happened.first_page == happened.last_page == log.first_page == log.last_page == 3
    assert claims.first_page == 4  # no room for it below
    assert happened.top == 0 == front.anchors["x-part:chronology"].top
    assert log.top == pytest.approx(front.anchors["x-part:contact_log"].top, abs=1)
    assert 150 < log.top < 400
    rows = tuple(ChronologyRow(f"2026-03-{n % 30 + 1:02}", "They answered.") for n in range(1, 51))
    longer = replace(COMPLAINT, chronology=rows)
    told, log, claims = typeset(longer, included(longer)).sections[2:5]
    assert (told.first_page, told.last_page) == (3, 4)
    assert log.first_page == 5 and log.top == 0, "what is long begins a page behind what is long"
    assert claims.first_page == 5 and claims.top > 300


def test_a_citation_counts_only_the_pages_that_go_in(front: FrontMatter) -> None:
    # the divider of A2 is page 9; its pages 3, 4 and 7 follow
    assert front.anchors["x-exhibit:A2#7"].page == 12
    assert "A2, p. 12" in texts(front.pdf)[2].replace("\xa0", " ")


def test_a_contact_is_cited_by_the_page_of_its_entry(front: FrontMatter) -> None:
    anchor = front.anchors["x-contact:C1"]
    assert anchor.page == 3 and 300 < anchor.top < 600
    assert "C1, p. 3" in texts(front.pdf)[2].replace("\xa0", " ")


def test_what_is_not_in_the_bundle_is_said_and_not_linked() -> None:
    row = ChronologyRow("2026", "x", citations=(Cite("A2", 5), Cite("A9", 1), Cite("C7")))
    content = replace(COMPLAINT, chronology=(row,))
    front = typeset(content, included(content))
    text = " ".join(texts(front.pdf)[2].replace("\xa0", " ").split())
    assert "A2, p. 8 (its page 5 is not included)" in text
    assert "A9 (not in this bundle)" in text and "C7 (not in this bundle)" in text
    assert all(link.address in front.anchors for link in links(front.pdf))


def test_the_same_content_sets_to_the_same_bytes(front: FrontMatter) -> None:
    assert typeset(COMPLAINT, included(COMPLAINT)).pdf == front.pdf


def test_the_file_names_its_title_and_language_is_tagged_and_bears_no_date(
    front: FrontMatter,
) -> None:
    with pikepdf.open(BytesIO(front.pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Charged after cancelling"
        assert str(pdf.Root["/Lang"]) == "en"
        assert "/StructTreeRoot" in pdf.Root
        assert "/CreationDate" not in pdf.docinfo and "/ModDate" not in pdf.docinfo
        assert b"Date>" not in pdf.Root.Metadata.read_bytes()


def test_what_the_user_typed_is_never_markup() -> None:
    typed = '#panic("x") *bold* _it_ $a^2$ <b> \\ @ref = // [link](x) `raw`'
    content = replace(COMPLAINT, title=typed, ask=typed, exhibits=(replace(BILL, title=typed),))
    text = texts(typeset(content, {"A1": [1]}).pdf)
    assert " ".join(text[0].split()).count(typed) == 3  # title, ask, foot
    assert typed in " ".join(text[5].split())


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_strange_words_neither_break_a_page_nor_run_off_it(paper: str) -> None:
    strange = [
        "W" * 300,
        "https://northline.example/" + "a-very-long-path/" * 20,
        "مرحبا بالعالم",
        "שלום עולם",
        "契約は二月三日に解約しました。" * 20,
        "😀👩‍👩‍👧 \x00\x07\ud800 \u202eevil",
        "line\nline\r\nline\n\n",
        "",
        "word " * 400,
    ]
    rows = tuple(
        ChronologyRow(when, words, "recalled", words, (Cite(words, 1),))
        for words in strange
        for when in ("", "not a date")
    )
    log = tuple(
        ContactRow(f"C{n}", "2026", channel=s, who=s, address=s, reference=s, outcome=s)
        for n, s in enumerate(strange)
    )
    exhibits = tuple(
        Exhibit(f"e{n}", f"A{n}", s[:200], s, source=s, kind=s, file_name=s, sha256="ab" * 32)
        for n, s in enumerate(strange)
    )
    content = BundleContent(
        title="A title of two hundred characters, " * 6, subtitle=strange[0],
        paper="letter" if paper == "letter" else "a4",
        complainant=Party(*strange[:6]), counterparty=Party(*strange[3:]),
        references=tuple(Reference(s, s) for s in strange), ask=strange[0], summary=strange[1],
        chronology=rows, contact_log=log, exhibits=exhibits,
        claims=(ClaimRow(strange[0], "JPY", 10**15), ClaimRow("x", amount_text=strange[0])),
    )  # fmt: skip
    front = typeset(content, {e.label: [1] for e in exhibits})
    assert letters_off_the_page(front.pdf) == []
    with pikepdf.open(BytesIO(front.pdf)) as pdf:
        assert float(pdf.pages[0].mediabox[2]) == pytest.approx(
            612 if paper == "letter" else 595.28, abs=0.1
        )


def test_a_bundle_of_one_part_or_of_exhibits_alone_is_numbered_right() -> None:
    only_index = typeset(BundleContent("t", parts=("index",)), {})
    assert printed_numbers(only_index.pdf) == [(1, 1)]
    alone = replace(COMPLAINT, parts=(), sample=False)
    front = typeset(alone, included(alone))
    assert printed_numbers(front.pdf) == [(1, 11), (5, 11), (9, 11)]
    assert front.page_count == 11
    reordered = replace(COMPLAINT, parts=("hashes", "chronology", "cover"))
    kinds = [s.kind for s in typeset(reordered, included(reordered)).sections]
    assert kinds == ["chronology", "cover", "exhibit", "exhibit", "exhibit", "hashes"]


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(Refused):
        typeset(BundleContent("t", parts=()), {})


def test_empty_parts_say_so() -> None:
    text = "".join(texts(typeset(BundleContent(""), {}).pdf))
    assert "No events are listed." in text and "No amounts are asked for." in text
    assert text.startswith("COMPLAINT")


def test_totals_are_exact_and_never_added_across_currencies(front: FrontMatter) -> None:
    text = texts(front.pdf)[3]
    assert "£168.40" in text and "€12.50" in text and "about £6" in text
    assert "180.90" not in text and "174.40" not in text


def test_an_amount_without_its_currency_is_refused() -> None:
    with pytest.raises(Refused):
        typeset(replace(COMPLAINT, claims=(ClaimRow("x", "", 100),)), {})


def test_two_documents_under_one_label_are_refused() -> None:
    with pytest.raises(Refused):
        typeset(replace(COMPLAINT, exhibits=(BILL, replace(BILL, id="e9"))), {})


@pytest.mark.parametrize("page", [2, -1])  # the index, and the page of the hashes
def test_the_longest_label_stands_beside_what_it_names(page: int) -> None:
    wide = replace(BILL, label="W" * 12, title="Titled", file_name="Titled.pdf")
    content = BundleContent("Northline Telecom (sample)", exhibits=(wide,))
    document = pypdfium2.PdfDocument(typeset(content, included(content)).pdf)
    words = document[page - 1 if page > 0 else len(document) - 1].get_textpage()

    def box(found: str) -> tuple[float, float]:
        at = words.search(found).get_next()
        assert at is not None
        boxes = [words.get_charbox(n) for n in range(at[0], at[0] + at[1])]
        return min(b[0] for b in boxes), max(b[2] for b in boxes)

    assert box("W" * 12)[1] < box("Titled")[0]
    document.close()


def test_the_contact_log_says_who_gave_no_reference(front: FrontMatter) -> None:
    text = texts(front.pdf)[2]
    assert text.count("Reference refused") == 2  # in the overview and at the entry
    assert text.count("No reference given") == 2
    assert "“By the fourteenth.”" in text and "“Asked when.”" not in text
    assert "24 min (17 min on hold)" in text
    assert "Noted at 14:47 the same day" in text


def test_a_divider_says_what_is_shown_and_what_was_done_to_it(front: FrontMatter) -> None:
    _, terms, scan = texts(front.pdf)[4:7]
    assert "pages 3–4, 7 of 12" in terms and "(theirs)" in terms and "10–12" in terms
    assert "Cited on" in terms and "page 3" in terms
    assert "Image copy" in scan and "SHA-256 is that of the part shown" in scan


def test_the_closing_page_holds_whole_hashes_and_claims_no_more_than_they_prove(
    front: FrontMatter,
) -> None:
    text = texts(front.pdf)[-1]
    for exhibit in COMPLAINT.exhibits:
        assert exhibit.sha256 in text
    assert COMPLAINT.frozen.custody_head in text
    assert "214 entries" in " ".join(text.split())
    assert "They do not prove who made it or when." in " ".join(text.split())
    assert "sha256sum FILE" in text and "OnRecord 0.1.0" in text


def test_a_sample_says_so_on_every_page(front: FrontMatter) -> None:
    assert all("SAMPLE" in text for text in texts(front.pdf))
    real = replace(COMPLAINT, sample=False)
    assert all("SAMPLE" not in text for text in texts(typeset(real, included(real)).pdf))


def test_sixty_documents_keep_every_number_right_over_a_long_index() -> None:
    exhibits = tuple(
        replace(BILL, id=str(n), label=f"A{n}", page_count=17, file_name=f"{n}.pdf")
        for n in range(1, 61)
    )
    rows = tuple(
        ChronologyRow("2026-02-16", "The bill shows it.", "documented", "",
                      (Cite(f"A{n % 60 + 1}", n % 17 + 1),))
        for n in range(200)
    )  # fmt: skip
    content = replace(COMPLAINT, exhibits=exhibits, chronology=rows)
    front = typeset(content, included(content))
    assert [n for n, _ in printed_numbers(front.pdf)] == [
        s.first_page + n for s in front.sections for n in range(s.page_count)
    ]
    cited = [x for x in links(front.pdf) if x.address.startswith("x-exhibit:") and "p." in x.words]
    assert len(cited) >= 200
    for link in cited:
        number = re.search(r"p\.\s*(\d+)", link.words)
        assert number and front.anchors[link.address].page == int(number[1])


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are a Unix matter")
def test_after_warming_up_no_file_is_needed() -> None:
    script = (
        "import resource\n"
        "from onrecord.packet import press\n"
        "from onrecord.packet.typeset import typeset\n"
        "from packet.made_up import COMPLAINT, included\n"
        "press.warm()\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))\n"
        "print(typeset(COMPLAINT, included(COMPLAINT)).page_count)\n"
    )
    path = [p for p in sys.path if p]
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {path!r}\n{script}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout.strip() == "16", ran.stderr


def test_the_hour_of_a_note_made_by_another_clock_says_which() -> None:
    called = ContactRow(
        "C1", "2026-06-15T10:05", zone="America/New_York", written_at="2026-06-20T08:47"
    )
    told = ContactRow("C2", "2026-08-05", zone="Etc/UTC", written_at="2026-08-09T13:47")
    content = BundleContent("Charged", contact_log=(called, told), parts=("contact_log",))
    said = " ".join(texts(typeset(content, {}).pdf)[0].split())
    assert "Times of day are those of America/New York." in said
    assert "Noted 20 June 2026, 08:47, by" in said
    assert "Noted 9 August 2026, 13:47 (UTC), by" in said


def test_a_promise_whose_day_has_passed_is_not_called_open() -> None:
    def said(dated: str) -> str:
        promised = (PromiseRow("credit for the outage", "2026-08-15"),)
        call = ContactRow("C1", "2026-07-20", promises=promised)
        content = BundleContent(
            "No credit", contact_log=(call,), parts=("contact_log",), frozen=Frozen(dated=dated)
        )
        return " ".join(texts(typeset(content, {}).pdf)[0].split())

    assert "by 15 August 2026 Open" in said("2026-08-15")
    assert "by 15 August 2026 Not kept so far" in said("2026-08-16")


def kept(layout: Layout) -> Layout:
    """As it comes back from where it was kept."""
    return json.loads(json.dumps(layout))


def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each layout had numbers to go by."""
    seen: list[bool] = []

    def watched(name: str, data: dict[str, Any], **more: Any) -> Any:
        seen.append("known" in data)
        return printed(name, data, **more)

    monkeypatch.setattr(module, "printed", watched)
    return seen


def test_the_layout_before_spares_a_second_look_and_changes_nothing(
    front: FrontMatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = set(front.layout["numbers"])
    assert {"part-index", "exhibit-0", "exhibit-0-end", "cited-exhibit-0", "contact-0"} <= named
    assert front.layout["numbers"]["last"] == front.page_count
    looks = asked(monkeypatch)
    again = typeset(COMPLAINT, included(COMPLAINT), known=kept(front.layout))
    assert again == front and looks == [True]


@pytest.mark.parametrize(
    "name", ["last", "part-claims", "exhibit-1", "cited-exhibit-0", "part-gone"]
)
def test_numbers_that_are_not_right_are_not_printed(front: FrontMatter, name: str) -> None:
    wrong = kept(front.layout)
    wrong["numbers"][name] = [99] if name.startswith("cited") else 99
    assert typeset(COMPLAINT, included(COMPLAINT), known=wrong) == front


CHANGES: dict[str, BundleContent] = {
    "another title": replace(COMPLAINT, title="Another title"),
    "a part that grows over the page": replace(COMPLAINT, summary="They said no. " * 600),
    "a citation more": replace(
        COMPLAINT,
        chronology=(
            *COMPLAINT.chronology,
            ChronologyRow("2026-04-01", "Seen again", citations=(Cite("A3", 1),)),
        ),
    ),
    "a document fewer": replace(
        COMPLAINT, exhibits=COMPLAINT.exhibits[:-1], chronology=(), claims=(), contact_log=()
    ),
    "numbers that begin later": replace(
        COMPLAINT, options=replace(COMPLAINT.options, first_page=41)
    ),
    "large print": replace(COMPLAINT, options=replace(COMPLAINT.options, large=True)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_layout_of_other_pages_is_not_gone_by(
    front: FrontMatter, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = CHANGES[what]
    anew = typeset(content, included(content))
    looks = asked(monkeypatch)
    assert typeset(content, included(content), known=kept(front.layout)) == anew
    assert looks == [False]


def test_only_the_moment_may_be_another(
    front: FrontMatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preview tells the moment it was made, and an export its own."""
    later = replace(COMPLAINT, frozen=replace(COMPLAINT.frozen, frozen_at="2026-04-02T11:12:13Z"))
    anew = typeset(later, included(later))
    known = typeset(
        replace(later, frozen=replace(later.frozen, frozen_at="2026-04-02T09:08:07Z")),
        included(later),
    ).layout
    looks = asked(monkeypatch)
    again = typeset(later, included(later), known=kept(known))
    assert again == anew and looks == [True]


def test_of_two_layouts_that_are_right_it_is_always_the_same() -> None:
    """Where "100" makes a line of the contents one longer than "99" does, the pages that follow may
    begin one later, and then it is "100"."""
    pages = {f"A{n}": list(range(1, 55 if n == 22 else 2)) for n in range(1, 23)}

    def bundle(letters: int) -> BundleContent:
        title = "m" * 30 + "i" * letters + " to"
        exhibits = tuple(Exhibit(label, label, title, media_type="image/png") for label in pages)
        return BundleContent("Two ways", exhibits=exhibits, parts=("cover", "index"))

    long, short = (typeset(bundle(letters), pages) for letters in (90, 2))
    assert typeset(bundle(2), pages, known=kept(long.layout)) == short


@pytest.mark.parametrize(
    "told",
    [
        None,
        "numbers",
        {"of": "x"},
        {"of": 1, "numbers": {}},
        {"of": "x", "numbers": [1]},
        {"of": "x", "numbers": {"last": True}},
        {"of": "x", "numbers": {"last": "1"}},
        {"of": "x", "numbers": {"last": 0}},
        {"of": "x", "numbers": {"cited-exhibit-0": [1, "2"]}},
    ],
)
def test_a_layout_that_is_none_is_forgotten(told: Any) -> None:
    """It comes from a process that reads documents, and goes to another."""
    report = BuildReport(1).to_json() | {"layout": told}
    assert BuildReport.from_json(report).layout == {}


def test_one_page_of_two_does_not_read_as_both() -> None:
    one = replace(COMPLAINT.exhibits[0], pages=(2,), page_count=2)
    content = BundleContent("Sample", exhibits=(one,), sample=True)
    pages = texts(typeset(content, {one.label: [2]}).pdf)
    assert any("page 2 of 2" in " ".join(text.split()) for text in pages)
