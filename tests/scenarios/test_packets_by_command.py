"""Each dispute of the scenarios ends in its packet, made by commands alone, as its checks say."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from intake.documents_made_here import pdf
from onrecord import cli
from onrecord.vault.vault import Vault

from .conftest import PASSPHRASE

A4 = (0, 0, 595, 842)


class Shell:
    """Runs commands in a vault whose passphrase costs little."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.vault = folder, folder / "Mine.onrecord"
        self.phrase = folder / "phrase.txt"
        self.phrase.write_text(PASSPHRASE + "\n", "utf-8")
        self.capsys, self.errors = capsys, ""

    def run(self, *words: str | Path, status: int = 0) -> str:
        self.capsys.readouterr()
        found = cli.run([*map(str, words), "--passphrase-file", str(self.phrase)])
        said = self.capsys.readouterr()
        self.errors = said.err
        assert found == status, said.err
        return said.out

    def json(self, *words: str | Path) -> Any:
        return json.loads(self.run(*words, "--json"))

    def dispute(self, company: str, what: str, *more: str) -> str:
        return self.json("dispute", self.vault, "add", "--company", company, "--what", what, *more)[
            "id"
        ]

    def attach(self, dispute: str, name: str, data: bytes) -> str:
        (self.folder / name).write_bytes(data)
        (row,) = self.json("attach", self.vault, dispute, self.folder / name, "--wait")
        return row["id"]

    def packet(self, dispute: str, who: str) -> str:
        return self.json("packet", self.vault, "new", dispute, "--for", who)["id"]

    def check(self, packet: str, *more: str) -> Any:
        return self.json("packet", self.vault, "check", packet, *more)

    def export(self, dispute: str, packet: str, *more: str) -> tuple[Path, list[str]]:
        out = self.folder / "out.pdf"
        self.run("export", self.vault, dispute, out, "--packet", packet, *more)
        return out, words_of(out)


def words_of(path: Path) -> list[str]:
    """What each page says, every run of spaces as one."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def papers(*pages: str) -> bytes:
    return pdf(list(pages), media=A4, at=(60, 700))


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    made = Shell(tmp_path, capsys)
    Vault.create(made.vault, PASSPHRASE, work_factor=4, memory=None)[0].close()
    return made


def lines(checked: Any, key: str) -> list[Any]:
    return [one for one in checked["lines"] if one["key"].startswith(key)]


def test_1_the_packet_for_the_fcc_has_what_it_asks_and_no_identity_number(shell: Shell) -> None:
    dispute = shell.dispute(
        "Valley Cable (sample)", "TV charges after they were cancelled", "--currency", "USD",
        "--want", "Reverse $223.66 of TV charges", "--account", "8155 0012 3456",
        "--place", "US-NY", "--sector", "tv", "--name", "Alex Morgan (sample)",
        "--address", "14 Example Road, Springfield",
    )  # fmt: skip
    bill = papers("Bill 16 July 2016\nTV package 74.22\nLate charge 1.00\nSSN 123-45-6789")
    shell.attach(dispute, "july.pdf", bill)
    for day, who, ref in (
        ("25 Oct 2016", "", ""),
        ("27 Oct 2016", "Sam", "V-1"),
        ("28 Oct 2016", "Sam", "V-2"),
    ):
        shell.run(
            "contact", shell.vault, "add", "--dispute", dispute, "--when", day,
            *(("--kind", "voicemail", "--in") if not who else ("--who", who, "--reference", ref)),
        )  # fmt: skip
    packet = shell.packet(dispute, "us-fcc-informal")
    checked = shell.check(packet)
    assert checked["agency_id"] == "us-fcc-informal" and checked["rules"]
    (number,) = lines(checked, "number:identity_number")
    assert number["level"] == "ask" and number["holds"] and number["act"] == "black_out"
    shell.run("export", shell.vault, dispute, shell.folder / "no.pdf", "--packet", packet, status=1)
    assert "identity number" in shell.errors and not (shell.folder / "no.pdf").exists()
    assert shell.check(packet, "--mend")["mended"]
    out, said = shell.export(dispute, packet)
    whole = "\n".join(said)
    assert "123-45-6789" not in whole and b"123-45-6789" not in out.read_bytes()
    for wanted in ("8155 0012 3456", "14 Example Road", "Sam", "Reverse $223.66", "TV package"):
        assert wanted in whole
    kept = shell.folder / "back.pdf"
    evidence = shell.json("evidence", shell.vault, "list", "--dispute", dispute)[0]["id"]
    shell.run("extract", shell.vault, evidence, kept)
    assert kept.read_bytes() == bill, "the original is as it was"
    fields = {f["id"]: f for f in shell.json("packet", shell.vault, "sheet", packet)["fields"]}
    assert fields["number_or_account"]["text"] == "8155 0012 3456"
    assert fields["names_spoken_to"]["text"].count("Sam") == 2
    assert "Reverse $223.66" in fields["desired_outcome"]["text"]
    log = next(page for page in said if "Calls and messages" in page and "V-1" in page)
    log = log.partition("Calls and messages")[2]  # other short parts share its page
    assert log.index("25 October") < log.index("27 October") < log.index("28 October")


def test_3_the_tribunal_gets_continuous_pages_bookmarks_and_both_sides(shell: Shell) -> None:
    dispute = shell.dispute(
        "Sample Air", "The chatbot misstated the bereavement fare", "--currency", "CAD",
        "--want", "Refund CA$880.00", "--place", "CA-BC", "--sector", "air_travel",
        "--name", "A. Passenger (sample)",
    )  # fmt: skip
    picture = io.BytesIO()
    Image.new("RGB", (400, 700), "white").save(picture, "PNG")
    shell.attach(dispute, "chat.png", picture.getvalue())
    shell.attach(dispute, "policy.html", b"<h1>Policy</h1><p>No refund after travel.</p>")
    shell.attach(dispute, "ticket.pdf", papers("E-ticket CA$794.98"))
    packet = shell.packet(dispute, "ca-bc-crt")
    out, said = shell.export(dispute, packet)
    with pikepdf.open(out) as made:
        count = len(made.pages)
        labels = made.Root.PageLabels.Nums
        assert int(labels[0]) == 0 and labels[1].S == pikepdf.Name.D
        with made.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert any(t.startswith("Contents") for t in titles) and any(
            "Documents" in t for t in titles
        )
    assert f"page {count} / {count}" in said[-1] or f"{count} / {count}" in said[-1]
    assert said[0].count("Refund CA$880.00") >= 1
    assert "Letter before claim" in "\n".join(said)
    asked = lines(shell.check(packet), "letter:blank")
    assert asked and "the day you give them" in asked[0]["words"]


def test_6_the_month_is_printed_as_a_month_and_the_lack_of_references_is_said(
    shell: Shell,
) -> None:
    dispute = shell.dispute(
        "Kauri Power (sample)", "Back-bill of $1,697.72", "--currency", "NZD",
        "--place", "NZ", "--sector", "electricity", "--want", "A fair bill",
    )  # fmt: skip
    for month in ("May 2011", "June 2011", "August 2011", "September 2011"):
        shell.run("contact", shell.vault, "add", "--dispute", dispute, "--when", month,
                  "--outcome", "No bill yet")  # fmt: skip
    packet = shell.packet(dispute, "nz-utilities-disputes")
    checked = shell.check(packet)
    tips = [one["words"] for one in checked["lines"] if one["level"] == "tip"]
    assert len(tips) <= 5 and any("no reference number" in words for words in tips)
    _, said = shell.export(dispute, packet)
    whole = "\n".join(said)
    assert "May 2011" in whole and not re.search(r"\b\d{1,2} May 2011", whole)
    assert "I recall" in whole


def test_7_what_is_recalled_is_worded_so_and_the_packet_still_goes_out(shell: Shell) -> None:
    dispute = shell.dispute(
        "Tui Broadband (sample)", "Transfer on the wrong day", "--place", "NZ",
        "--sector", "internet", "--want", "Cancel the termination fee",
    )  # fmt: skip
    shell.run(
        "contact", shell.vault, "add", "--dispute", dispute, "--when", "22 November 2015",
        "--outcome", "I asked to move the service on 29 November",
    )  # fmt: skip
    for who in ("nz-tdr", "supervisor", "formal"):
        packet = shell.packet(dispute, who)
        checked = shell.check(packet)
        assert not [one for one in checked["lines"] if one["level"] == "stop" or one["holds"]]
        _, said = shell.export(dispute, packet)
        assert "I recall" in "\n".join(said), who


def test_a_supervisor_gets_one_page_three_documents_and_a_script(shell: Shell) -> None:
    dispute = shell.dispute(
        "Northline Telecom (sample)", "Charged after cancelling", "--account", "0012 3456 78",
        "--want", "Pay back 84.20", "--name", "Alex Morgan (sample)",
    )  # fmt: skip
    for n in range(5):
        shell.attach(dispute, f"bill{n}.pdf", papers(f"Bill {n}"))
    shell.run(
        "contact", shell.vault, "add", "--dispute", dispute, "--when", "1 March 2026 14:21",
        "--who", "Priya", "--reference", "4471-K", "--promise", "84.20 back;14 March 2026",
    )  # fmt: skip
    packet = shell.packet(dispute, "supervisor")
    _, said = shell.export(dispute, packet)
    first = said[0]
    for wanted in ("Pay back 84.20", "4471-K", "0012 3456 78", "Promised and not done"):
        assert wanted in first
    assert sum("Bill " in page for page in said[1:]) >= 3 and "Bill 4" not in "\n".join(said[1:])
    spoken = shell.json("packet", shell.vault, "say", packet)
    assert spoken["seconds"] <= 40 and "Alex Morgan" in spoken["lines"][0]


def test_two_versions_are_compared_and_a_reason_is_kept(shell: Shell) -> None:
    dispute = shell.dispute("Northline Telecom (sample)", "Charged twice", "--place", "US-NY")
    shell.attach(dispute, "form.pdf", papers("Date of birth: 14/03/1980"))
    packet = shell.packet(dispute, "us-fcc-informal")
    (line,) = lines(shell.check(packet), "number:birth_date")
    settled = shell.check(packet, "--reason", line["key"], "They asked me for it")
    assert settled["settled"][0]["reason"] == "They asked me for it"
    shell.export(dispute, packet)
    shell.attach(dispute, "more.pdf", papers("A second bill"))
    shell.export(dispute, packet, "--only", "form", "--only", "more")
    (row,) = shell.json("packet", shell.vault, "list", dispute)
    new, old = (one["id"] for one in row["bundles"])
    made = shell.json("packet", shell.vault, "compare", old, new)
    assert [(d["kind"], d["after"]) for d in made["differences"]] == [("added", "more")]


def test_5_the_terms_as_shown_before_paying_come_first_and_two_currencies_stay_apart(
    shell: Shell,
) -> None:
    dispute = shell.dispute(
        "Sample Hotels", "Hotel booking not as offered", "--currency", "NZD",
        "--want", "Refund NZ$481.85", "--place", "NZ", "--sector", "credit_card",
        "--summary", "One room at $201 was offered, two were booked.",
    )  # fmt: skip
    shell.attach(dispute, "confirmation.pdf", papers("Confirmation: two rooms, US$268.94"))
    picture = io.BytesIO()
    Image.new("RGB", (300, 500), "white").save(picture, "PNG")
    shell.attach(dispute, "Terms before paying.png", picture.getvalue())
    packet = shell.packet(dispute, "nz-bankomb")
    _, said = shell.export(dispute, packet)
    index = next(page for page in said if page.startswith("Contents"))
    assert index.index("Terms before paying") < index.index("confirmation")
    assert "750.79" not in "\n".join(said), "two currencies are never added"
    fields = shell.json("packet", shell.vault, "sheet", packet)["fields"]
    assert any("One room at $201" in f["text"] for f in fields)


def test_a_limit_that_is_missed_is_told_with_a_remedy_and_by_the_export(shell: Shell) -> None:
    dispute = shell.dispute("Sample Bank", "Charged twice", "--place", "US-NY",
                            "--sector", "credit_card")  # fmt: skip
    shell.attach(dispute, "long.pdf", papers(*(f"Page {n}" for n in range(1, 61))))
    packet = shell.packet(dispute, "us-cfpb")
    rows = {row["code"]: row for row in shell.check(packet)["rows"]}
    assert rows["pages"]["state"] == "unclear" and not rows["pages"]["verified"]
    assert rows["pages"]["source"] and rows["pages"]["over"] > 10
    _, said = shell.export(dispute, packet, "--pages", "long.pdf=1-3")
    assert len(said) < 20
    rows = {row["code"]: row for row in shell.check(packet)["rows"]}
    assert rows["pages"]["state"] == "fits"


def test_a_folder_holds_the_form_to_copy_beside_the_packet(shell: Shell) -> None:
    dispute = shell.dispute("Valley Cable (sample)", "TV charges", "--place", "US-NY",
                            "--sector", "tv", "--account", "8155 0012 3456")  # fmt: skip
    packet = shell.packet(dispute, "us-fcc-informal")
    out = shell.folder / "to send"
    shell.run("export", shell.vault, dispute, out, "--packet", packet, "--folder")
    form = (out / "Form fields (for you).txt").read_text("utf-8")
    assert "8155 0012 3456" in form and "characters]" in form
    fit, fields = shell.folder / "fit.pdf", shell.folder / "fields.pdf"
    shell.run("packet", shell.vault, "check", packet, "--quick", "--out", fit)
    shell.run("packet", shell.vault, "sheet", packet, "--out", fields)
    assert "Their rules" in "".join(words_of(fit))
    for pages in (fields, out / "Form fields (for you).pdf"):
        assert "8155 0012 3456" in "".join(words_of(pages))
