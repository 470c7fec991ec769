"""Text in whatever encoding, and mail with its headers, become pages that can be read."""

from __future__ import annotations

import pytest

from intake.documents_made_here import mail
from onrecord.intake.reader import Reader
from onrecord.intake.reading import Reading
from onrecord.intake.understand import CUT


def read(reader: Reader, data: bytes, name: str) -> Reading:
    return reader.read(data, file_name=name, size=len(data))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom", "cp1252"]
)
def test_text_is_read_in_its_own_encoding(reader: Reader, encoding: str) -> None:
    text = "Grüße – 12 € on 1 March"
    if encoding.endswith("-bom"):
        encoding = encoding.removesuffix("-bom")
        data = "\ufeff".encode(encoding) + text.encode(encoding)
    else:
        data = text.encode(encoding)
    reading = read(reader, data, "notes.txt")
    assert reading.pages[0].text == text
    assert reading.suggested_kind == "text"
    assert reading.thumbnail is not None


def test_a_long_text_becomes_pages_and_says_where_it_is_cut(reader: Reader) -> None:
    reading = read(reader, b"a line of words\n" * 1_000, "log.txt")
    assert reading.page_count == len(reading.pages) == 20
    assert reading.problem == ""
    long = read(reader, b"word " * 600_000, "log.txt")
    assert "first part" in long.problem


def test_a_mail_tells_its_subject_sender_and_time(reader: Reader) -> None:
    data = mail(
        {
            "From": '"Northline Care (sample)" <care@northline.example>',
            "To": "me@example.org",
            "Date": "Sun, 1 Mar 2026 14:21:05 +0100",
            "Subject": "=?utf-8?q?Your_complaint_=E2=80=93_NL-1?=",
            "MIME-Version": "1.0",
            "Content-Type": 'multipart/mixed; boundary="b"',
        },
        b"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nCaf\xe9 at noon\r\n"
        b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;"
        b' filename="bill.pdf"\r\n\r\nx\r\n--b--\r\n',
    )
    reading = read(reader, data, "saved.eml")
    assert reading.media_type == "message/rfc822"
    assert reading.suggested_kind == "email"
    assert reading.suggested_title == "Your complaint – NL-1"
    assert reading.suggested_source == '"Northline Care (sample)" <care@northline.example>'
    assert reading.suggested_when == "2026-03-01T14:21"
    assert reading.facts["zone_offset"] == "+01:00"
    assert reading.facts["attachments"] == [{"name": "bill.pdf", "media_type": "application/pdf"}]
    assert "Café at noon" in reading.pages[0].text
    assert "Attached: bill.pdf" in reading.pages[0].text


def test_a_mail_without_a_date_suggests_none(reader: Reader) -> None:
    reading = read(reader, mail({"From": "a@example.com", "Subject": "x"}), "a.eml")
    assert reading.suggested_when == ""
    assert "zone_offset" not in reading.facts


def test_what_a_mail_does_not_display_is_not_among_its_words(reader: Reader) -> None:
    body = (
        b'<div style="DISPLAY : none !important; color: red">Look inside<br><p>more<td>x</div>'
        b'Dear Ana,<span style="display:none">y<img src="cid:1"><hr>z</span> hello'
        b'<p style="display:none">unclosed<p style="display:block">You owe nothing.</p>'
        b'<p style="display:none;display:inline">Yours</p>'
    )
    data = mail({"From": "a@example.com", "Content-Type": "text/html"}, body)
    text = read(reader, data, "a.eml").pages[0].text
    said = " ".join(text.split("\n\n", 1)[1].split())
    assert said == "Dear Ana, hello You owe nothing. Yours"


def test_html_mail_becomes_words_without_what_it_would_run_or_fetch(reader: Reader) -> None:
    body = (
        b"<html><head><title>t</title><style>p{}</style></head><body><script>alert(1)</script>"
        b"<p>Dear <b>you</b>,</p><p>5 &lt; 6 &amp;c.</p><img src='https://spy.example/x.gif'>"
        b"<table><tr><td>one</td></tr><tr><td>two</td></tr></table></body></html>"
    )
    headers = {"From": "a@example.com", "Subject": "x", "Content-Type": "text/html"}
    text = read(reader, mail(headers, body), "a.eml").pages[0].text
    assert "Dear you," in text
    assert "5 < 6 &c." in text
    assert "one\n" in text
    assert "two" in text
    assert "alert" not in text
    assert "spy.example" not in text


def test_a_page_with_too_many_tags_says_that_its_end_is_not_shown(reader: Reader) -> None:
    short, long = (b"<html>" + b"<p>x</p>" * n for n in (5_000, 15_000))
    assert read(reader, short, "a.html").problem == ""
    assert read(reader, long, "a.html").problem == CUT
    headers = {"From": "a@x", "Subject": "y", "Content-Type": "text/html"}
    assert read(reader, mail(headers, long), "a.eml").problem == CUT


def test_a_mail_with_too_many_parts_says_so(reader: Reader) -> None:
    part = b"--b\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n"
    headers = {"From": "a@x", "Subject": "y", "Content-Type": "multipart/mixed; boundary=b"}
    reading = read(reader, mail(headers, part * 600 + b"--b--\r\n"), "a.eml")
    assert reading.problem == CUT
    text = "".join(page.text for page in reading.pages)
    assert "Attached: more than is listed here" in text
    few = read(reader, mail(headers, part * 20 + b"--b--\r\n"), "a.eml")
    assert few.problem == "" and "more than" not in few.pages[0].text


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"From": "a@x", "Subject": "=?no-such-charset?q?x?="}, b"x"),
        ({"From": "(" * 3_000, "Date": "Foo, 99 Bar 9999999 77:77:77 +9999"}, b"x"),
        ({"From": "a@x", "Date": "1", "Content-Type": "text/plain; charset=rot13"}, b"x"),
        ({"From": "a@x", "Subject": "y", "Content-Type": 'multipart/mixed; boundary="'}, b"--"),
        ({"From": "a@x", "Subject": "y", "Content-Transfer-Encoding": "base64"}, b"=====\xff"),
    ],
)
def test_mail_that_breaks_the_rules_is_still_read(
    reader: Reader, headers: dict[str, str], body: bytes
) -> None:
    reading = read(reader, mail(headers, body), "a.eml")
    assert reading.media_type == "message/rfc822"
    assert "report" not in reading.facts, reading.facts
    assert reading.page_count == 1


@pytest.mark.parametrize(
    "data",
    [
        mail({"From": "a@x", "Subject": "\r\n ".join(["=?utf-8?q?x?="] * 30_000)}),
        mail({"From": "a@x", "To": ",".join(f"<a{n}@b>" for n in range(20_000))}),
        mail({"From": "a" + "<" * 50_000 + "\r\n", "Date": "(" * 50_000}),
        b"<html>" + b"<div>" * 200_000 + b"x",
    ],
)
def test_what_would_take_minutes_to_parse_is_bounded(reader: Reader, data: bytes) -> None:
    reading = read(reader, data, "a.eml")
    assert reading.problem == (CUT if reading.media_type == "text/html" else "")
    assert reading.media_type in ("message/rfc822", "text/html")


def test_a_mail_nested_ten_thousand_deep_costs_one_sentence(reader: Reader) -> None:
    body = b"Content-Type: message/rfc822\r\n\r\n" * 10_000
    headers = {"From": "a@x", "Subject": "y", "Content-Type": "message/rfc822"}
    assert read(reader, mail(headers, body), "a.eml").problem
    assert read(reader, b"fine", "a.txt").problem == ""


def _text(reader: Reader, data: bytes, name: str = "a.eml") -> str:
    return "\n".join(page.text for page in read(reader, data, name).pages)


_HEAD = {"From": "a@example.com", "Subject": "x", "MIME-Version": "1.0"}


def test_words_before_and_behind_a_picture_are_all_there(reader: Reader) -> None:
    data = mail(
        _HEAD | {"Content-Type": 'multipart/mixed; boundary="b"'},
        b"--b\r\nContent-Type: text/plain\r\n\r\nBefore it.\r\n"
        b'--b\r\nContent-Type: image/png; name="bill.png"\r\n'
        b"Content-Disposition: inline; filename=bill.png\r\n\r\nx\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nWe owe you 50.\r\n--b--\r\n",
    )
    assert _text(reader, data).split("\n\n") == [
        "From: a@example.com\nSubject: x\nAttached: bill.png",
        "Before it.",
        "[bill.png]",
        "We owe you 50.",
    ]


def test_the_plain_words_give_way_where_they_only_name_the_others(reader: Reader) -> None:
    rich = "We refuse your claim NT-4471/02 for these reasons: the meter was read in March."
    data = mail(
        _HEAD | {"Content-Type": 'multipart/alternative; boundary="b"'},
        b"--b\r\nContent-Type: text/plain\r\n\r\nSee the HTML.\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>" + rich.encode() + b"</p>\r\n--b--\r\n",
    )
    assert _text(reader, data).endswith("\n\n" + rich)


def test_cells_of_a_table_in_a_mail_stand_apart_and_its_pictures_are_named(reader: Reader) -> None:
    markup = b'<table><tr><td>Total</td><td>84.20</td></tr></table><img src="cid:a" alt="logo"><img src="https://track.example/a">'
    data = mail(_HEAD | {"Content-Type": "text/html"}, markup)
    assert _text(reader, data).split("\n\n", 1)[1] == "Total 84.20\n\n[logo]"


def test_a_mail_that_is_nothing_but_another_mail_shows_that_one(reader: Reader) -> None:
    inner = mail({"From": "b@example.com", "Subject": "No"}, b"We will not refund.\r\n")
    data = mail(_HEAD | {"Content-Type": "message/rfc822"}, inner)
    assert "From: b@example.com\nSubject: No\n\nWe will not refund." in _text(reader, data)


def test_a_mailbox_is_all_of_its_mails(reader: Reader) -> None:
    mails = [
        b"From a@example.com Tue Mar  3 14:21:00 2026\n"
        + mail({"From": "a@example.com", "Subject": f"No. {n}"}, body).replace(b"\r\n", b"\n")
        + b"\n"
        for n, body in enumerate((b"One.\n>From here on.\n", b"=C3=A9=\n", b"Three.\n"), 1)
    ]
    data = b"\n".join(mails)
    text = _text(reader, data, "a.mbox")
    assert "Attached" not in text and text.count("Subject: No.") == 3 and "\nFrom here on." in text
    names = [name for name, _data in reader.attached(data)]
    assert names == ["No. 1.eml", "No. 2.eml", "No. 3.eml"]


def test_a_mail_loses_nothing_where_it_only_looks_like_a_mailbox(reader: Reader) -> None:
    head = b"From a@example.com\nFrom: a@example.com\nSubject: Bill\n\nYou charged me twice.\n\n"
    text = _text(reader, head + b"From Ann at 12:30 today:\nNote: a refund\n\nMore.\n", "a.eml")
    assert "You charged me twice." in text and "Note: a refund" in text and "More." in text


def test_a_mail_whose_parts_begin_nowhere_shows_its_words(reader: Reader) -> None:
    data = mail(_HEAD | {"Content-Type": "multipart/mixed"}, b"You charged me twice.\r\n")
    assert "You charged me twice." in _text(reader, data)


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("Tue, 03 Mar 2026 14:21:00 CEST", "2026-03-03T14:21"),
        ("Tue, 03 Mar 2026 14:21:00 +9900", "2026-03-03T14:21"),
        ("2026-03-03T14:21:00Z", "2026-03-03T14:21"),
        ("Tue, 31 Feb 2026 14:21:00 +0000", ""),
    ],
)
def test_a_date_is_shown_as_it_was_written(reader: Reader, written: str, when: str) -> None:
    reading = read(reader, mail({"From": "a@example.com", "Date": written}, b"x"), "a.eml")
    assert f"Date: {written}" in reading.pages[0].text
    assert reading.suggested_when == when


def test_letters_that_a_mail_does_not_declare_are_read_all_the_same(reader: Reader) -> None:
    head = b"From: a@example.com\r\nSubject: Caf\xe9\r\nContent-Type: text/plain; charset=us-ascii"
    reading = read(reader, head + b"\r\n\r\nCr\xe8me costs \x80 5\r\n", "a.eml")
    assert reading.suggested_title == "Café" and "Crème costs € 5" in reading.pages[0].text
