"""Scenario 3: an airline's chatbot misstated the rule; the airline admits the words, not the debt.
Names, references and the texts of papers are synthetic."""

from __future__ import annotations

import re
from datetime import date
from email.message import EmailMessage

import pytest

from intake.documents_made_here import pdf, picture
from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.deadline import counted
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Fact, Issue
from onrecord.domain.packet import Bundle
from onrecord.packet.content import Cite, Frozen
from onrecord.services.adverse import keep_out
from onrecord.services.arrange_exhibits import leave_out
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.check_packet import check_packet
from onrecord.services.cite import Spot, add_cited, cite
from onrecord.services.day_order import move_in_day
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle
from onrecord.services.facts import add_fact, admit
from onrecord.services.issues import add_issue
from onrecord.services.log_contact import log_contact
from onrecord.services.mark_theirs import mark_theirs
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents
from onrecord.services.start_packet import start_packet
from onrecord.services.views.facts import fact_detail
from onrecord.services.views.timeline import timeline
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

BOOKED = date(2022, 11, 11)


def mail() -> bytes:
    made = EmailMessage()
    made["Subject"] = "Your refund request (synthetic)"
    made["From"] = "care@airline.example"
    made["Date"] = "Wed, 08 Feb 2023 10:00:00 +0000"
    made.set_content("We agree that the chatbot used misleading words.\nNo refund can be made.\n")
    return bytes(made)


@pytest.fixture
def dispute(vault: Vault) -> str:
    return open_dispute(vault, "Maple Air (sample)", "Bereavement fare refused").result


@pytest.fixture
def papers(workshop: Workshop, dispute: str) -> dict[str, str]:
    vault = workshop.vault
    files = {
        "chat": (Pasted("chat.png", picture(size=(600, 900))), "2022-11-11", "screenshot"),
        "policy": (Pasted("policy.pdf", pdf(["Not after the journey"])), "2022-11-11", "other"),
        "ticket": (Pasted("ticket.pdf", pdf(["CAD 794.98"])), "2022-11-11", "receipt"),
        "form": (Pasted("form.pdf", pdf(["Application"])), "2022-11-17", "form"),
        "mail": (Pasted("mail.eml", mail()), "2023-02-08", "email"),
    }
    added = attach_files(vault, [f[0] for f in files.values()], dispute_id=dispute).added
    read_documents(vault, workshop.reader)
    ids = dict(zip(files, added, strict=True))
    for name, (_, dated, kind) in files.items():
        edit_record(vault, Evidence, ids[name], dated=dated, kind=kind, title=name.capitalize())
    edit_record(
        vault, Evidence, ids["chat"], source="https://airline.example/chat (synthetic)",
        description="Taken on 11 November 2022",
    )  # fmt: skip
    call = ContactEntry(
        dated="2022-11-11", lines=(Said("About $380 each way"),), dispute_ids=(dispute,)
    )
    log_contact(vault, call)
    return ids


def test_the_window_of_ninety_days_ends_on_9_february_and_the_form_went_on_day_6() -> None:
    assert counted(BOOKED, 90, "days", None) == date(2023, 2, 9)
    assert (date(2022, 11, 17) - BOOKED).days == 6


def test_things_of_one_day_keep_the_order_i_gave_them(
    vault: Vault, dispute: str, papers: dict[str, str]
) -> None:
    def of_the_day() -> list[str]:
        return [r.id for r in reversed(timeline(vault, dispute)) if r.when == "2022-11-11"]

    first = of_the_day()
    assert len(first) == 4  # chat, policy page, ticket, call
    call = next(r.id for r in timeline(vault, dispute) if r.kind == "contact")
    steps = 1 - first.index(call)
    for _ in range(abs(steps)):
        move_in_day(vault, dispute, "contact", call, 1 if steps > 0 else -1)
    assert of_the_day() == [
        *[i for i in first if i != call][:1],
        call,
        *[i for i in first if i != call][1:],
    ]
    wanted = of_the_day()
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    labels = {e.id: e.label for e in content.exhibits} | {call: "C1"}
    printed = [row.citations[0].label for row in content.chronology if row.when == "2022-11-11"]
    assert printed == [labels[id] for id in wanted]
    kinds = [row.citations[0].label[0] for row in content.chronology if row.kind != "silence"]
    assert set(kinds) == {"A", "C"}  # chat, call, booking, form and mail in one order


def test_what_helps_the_airline_is_exported_beside_what_helps_me(
    workshop: Workshop, dispute: str, papers: dict[str, str]
) -> None:
    vault = workshop.vault
    issue = Issue(
        dispute_id=dispute, title="Retroactive claim allowed?",
        mine="The chatbot said: within 90 days of the ticket.", theirs="The web page says no.",
    )  # fmt: skip
    box = "40 100 400 180"
    add_cited(vault, issue, [Spot(papers["chat"], 1, box)], "Added where we disagree", "mine")
    cite(vault, "issue", issue.id, [Spot(papers["policy"], 1)], "theirs")
    mark_theirs(vault, papers["policy"], dispute, True)
    packet = start_packet(vault, dispute, "small_claims").result
    content = bundle_content(vault, packet, Frozen())
    label = {e.id: e.label for e in content.exhibits}
    (row,) = content.issues
    (shown,) = row.mine_citations
    assert (shown.label, shown.page) == (label[papers["chat"]], 1)
    assert shown.rect == "88.89 148.15 888.89 266.67"  # of a picture, in thousandths of its sides
    assert row.their_citations == (Cite(label[papers["policy"]], 1),)
    assert next(e for e in content.exhibits if e.id == papers["policy"]).theirs
    chat = next(e for e in content.exhibits if e.id == papers["chat"])
    assert "airline.example" in chat.source and "11 November 2022" in chat.caption
    result = export_bundle(workshop, packet)
    assert not result.problems
    manifest: dict[str, object] = vault.get(Bundle, result.bundle_id).manifest
    assert len(manifest["exhibits"]) == 5  # pyright: ignore


def test_leaving_out_what_helps_the_airline_is_asked_once(
    vault: Vault, dispute: str, papers: dict[str, str]
) -> None:
    issue = add_issue(vault, dispute, "Retroactive claim allowed?").result
    cite(vault, "issue", issue, [Spot(papers["policy"], 1)], "theirs")
    packet = start_packet(vault, dispute, "small_claims").result

    def asked() -> list[tuple[str, str, str]]:
        found = [x for x in check_packet(vault, packet) if "helps the other side" in x.words]
        return [(x.evidence_id, x.act, x.also) for x in found]

    assert asked() == []  # it is in by default
    leave_out(vault, packet, papers["policy"])
    assert asked() == [(papers["policy"], "include", "keep_out")]
    keep_out(vault, packet, papers["policy"])
    assert asked() == []


def test_their_words_are_an_admission_tied_to_the_mail(
    vault: Vault, dispute: str, papers: dict[str, str]
) -> None:
    fact = add_fact(vault, dispute, "The chatbot misled me", "8 February 2023").result
    cite(vault, "fact", fact, [Spot(papers["mail"], 1)])
    admit(vault, fact, "“misleading words”")
    detail = fact_detail(vault, fact)
    assert detail.fact.admitted and detail.fact.quoted == "misleading words"
    assert detail.ground.kind == "documented"
    row = next(r for r in timeline(vault, dispute) if r.kind == "fact")
    assert (row.note, row.flag) == ("they admit it", "admitted")
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    (told,) = [r for r in content.chronology if "misled me" in r.words]
    assert "They admit it, in these words: “misleading words”" in told.words
    label = {e.id: e.label for e in content.exhibits}
    assert [c.label for c in told.citations] == [label[papers["mail"]]]


def test_an_admission_taken_back_is_no_longer_printed(vault: Vault, dispute: str) -> None:
    fact = add_fact(vault, dispute, "It was so", "2023", quoted="yes").result
    admit(vault, fact, "")
    one = vault.get(Fact, fact)
    assert not one.admitted and not one.quoted
    content = bundle_content(vault, start_packet(vault, dispute).result, Frozen())
    assert not any(re.search("admit", row.words) for row in content.chronology)
