"""What the pages say of amounts, of what happened and of where two disagree, put on record by
commands alone; and the packets of disputes that no scenario gives, from the first call on."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from onrecord.vault.vault import Vault

from .conftest import PASSPHRASE
from .test_packets_by_command import Shell, papers


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    made = Shell(tmp_path, capsys)
    Vault.create(made.vault, PASSPHRASE, work_factor=4, memory=None)[0].close()
    return made


def test_1_amounts_by_command_sum_exactly_and_each_leads_to_a_page(shell: Shell) -> None:
    dispute = shell.dispute("Valley Cable (sample)", "TV charges", "--currency", "USD",
                            "--place", "US-NY", "--sector", "tv")  # fmt: skip
    for name in ("july", "august", "september"):
        shell.attach(dispute, f"{name}.pdf", papers(f"Bill of {name}\nTV 74.22", "Page two"))
        shell.run("evidence", shell.vault, "set", name, "--dated", f"16 {name} 2016", "--kind",
                  "bill")  # fmt: skip
    for words, amount, page in (
        ("TV July", "74.22", "july.pdf:1"), ("Late charge", "1.00", "july.pdf:2"),
        ("TV August", "74.22", "august"), ("TV September", "74.22", "september:1"),
    ):  # fmt: skip
        made = shell.json("amount", shell.vault, dispute, words, amount, "--shown", page)
    assert made["asked"] == "US$223.66"
    shell.run("stage", shell.vault, dispute, "served", "--when", "24 October 2016", "--body",
              "us-fcc-informal", "--reference", "1283196")  # fmt: skip
    shell.attach(dispute, "response.pdf", papers("We have credited it"))
    shell.run("stage", shell.vault, dispute, "answered", "--when", "28 October 2016", "--body",
              "us-fcc-informal", "--document", "response.pdf")  # fmt: skip
    packet = shell.packet(dispute, "us-fcc-informal")
    _, said = shell.export(dispute, packet)
    (page,) = [page for page in said if "Total in USD" in page]
    table = page[page.index("Amounts I ask for") :]
    assert "Total in USD US$223.66" in table and table.count(", p. ") == 4
    index = next(page for page in said if page.startswith("Contents"))
    assert index.index("july") < index.index("august") < index.index("september")


def test_3_both_sides_and_what_they_admit_are_put_on_record_by_commands(shell: Shell) -> None:
    dispute = shell.dispute("Maple Air (sample)", "Bereavement fare refused", "--currency", "CAD",
                            "--place", "CA-BC", "--sector", "air_travel")  # fmt: skip
    picture = io.BytesIO()
    Image.new("RGB", (300, 500), "white").save(picture, "PNG")
    shell.attach(dispute, "chat.png", picture.getvalue())
    shell.attach(dispute, "policy.html", b"<h1>Policy</h1><p>Not after travel.</p>")
    shell.attach(dispute, "mail.eml", b"Subject: No refund\r\n\r\nIt used misleading words.\r\n")
    shell.run("evidence", shell.vault, "set", "chat", "--dated", "11 November 2022", "--source",
              "https://airline.example/chat", "--description", "Taken on 11 November 2022",
              "--kind", "screenshot")  # fmt: skip
    shell.run("evidence", shell.vault, "set", "policy", "--theirs", dispute)
    shell.run(
        "issue", shell.vault, dispute, "Retroactive claim allowed?", "--mine", "Within 90 days.",
        "--theirs", "The web page says no.", "--shown", "chat:1", "--shown-for-them", "policy:1",
    )  # fmt: skip
    made = shell.json("fact", shell.vault, dispute, "The chatbot misled me", "--when",
                      "8 February 2023", "--shown", "mail.eml", "--admitted",
                      "misleading words")  # fmt: skip
    assert made["ground"] == "documented"
    packet = shell.packet(dispute, "ca-bc-crt")
    _, said = shell.export(dispute, packet)
    whole = "\n".join(said)
    assert "Retroactive claim allowed?" in whole and "The web page says no." in whole
    assert "in these words: “misleading words”" in whole
    assert "airline.example/chat" in whole and "Taken on 11 November 2022" in whole


def test_7_their_version_stands_beside_mine_and_what_makes_it_firmer_is_said(shell: Shell) -> None:
    dispute = shell.dispute("Tui Broadband (sample)", "Transfer on the wrong day", "--place", "NZ",
                            "--sector", "internet")  # fmt: skip
    made = shell.json(
        "fact", shell.vault, dispute, "I asked to move the service on 29 November", "--when",
        "22 November 2015", "--their-version", "Order placed for 14 December", "--their-when",
        "13 November 2015",
    )  # fmt: skip
    assert made["ground"] == "recalled" and made["worded"].startswith("I recall")
    assert len(made["firmer"]) == 3
    _, said = shell.export(dispute, shell.packet(dispute, "nz-tdr"))
    page = next(page for page in said if page.startswith("What happened"))
    assert "I recall" in page and "Order placed for 14 December" in page


def test_a_document_named_twice_or_not_there_is_said(shell: Shell) -> None:
    dispute = shell.dispute("Northline Telecom (sample)", "Charged twice", "--currency", "GBP")
    shell.attach(dispute, "bill.pdf", papers("One"))
    other = shell.dispute("Sample Bank", "Fee")
    shell.attach(other, "bill.pdf", papers("Another"))
    shell.run("evidence", shell.vault, "set", "bill.pdf", "--dated", "2026", status=1)
    assert "More than one document is called bill.pdf" in shell.errors
    shell.json("amount", shell.vault, dispute, "Fee", "£10", "--shown", "bill.pdf:1")
    shell.run("amount", shell.vault, dispute, "Fee", "£10", "--shown", "bill.pdf:9", status=1)
    assert shell.json("dispute", shell.vault, "show", dispute)["asked"] == [
        {"minor": 1000, "currency": "GBP"}
    ], "a place that is none leaves nothing behind"
    shell.run("evidence", shell.vault, "set", "none.pdf", "--title", "x", status=1)
    assert "no document none.pdf" in shell.errors
