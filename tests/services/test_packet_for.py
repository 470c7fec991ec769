"""A packet is filled for its recipient, checked by its rules, and mended at one click."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from intake.documents_made_here import pdf
from onrecord.domain.contact_entry import ContactEntry
from onrecord.domain.counterparty import AccountRef
from onrecord.domain.dispute import ClaimLine, DesiredOutcome, Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.fact import Citation
from onrecord.domain.letter import Letter
from onrecord.domain.packet import Packet, PacketExhibit
from onrecord.domain.person import DisputePerson, Person
from onrecord.errors import Refused
from onrecord.packet.content import BundleContent, Exhibit, Frozen
from onrecord.services.agency_directory_edit import add_body
from onrecord.services.apply_remedy import apply_remedy
from onrecord.services.arrange_exhibits import arrange_exhibits, places
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.bundle_content import bundle_content
from onrecord.services.check_line import CheckLine
from onrecord.services.check_packet import check
from onrecord.services.drawn_marks import packet_marks
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import bundle_chunks, export_bundle
from onrecord.services.facts import add_fact
from onrecord.services.fit_row import Measured
from onrecord.services.form_sheet import form_sheet, paper_for
from onrecord.services.form_words import clear_field, set_field
from onrecord.services.log_contact import log_contact
from onrecord.services.mark_page import Mark, mark_page, mark_pages, remove_marks
from onrecord.services.packet_for import Recipient, packet_for, readdress
from onrecord.services.read_documents import read_documents
from onrecord.services.record_stage import record_stage
from onrecord.services.say_it import say_it
from onrecord.services.settle_check import ask_again, settle_check
from onrecord.services.sides import set_my_part
from onrecord.services.start_packet import new_version
from onrecord.services.views.letters import letters
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

A4 = (0, 0, 595, 842)


def attached(workshop: Workshop, dispute: str, name: str, *pages: str) -> str:
    data = pdf(list(pages), media=A4, at=(60, 700))
    result = attach_files(workshop.vault, [Pasted(f"{name}.pdf", data)], dispute_id=dispute)
    read_documents(workshop.vault, workshop.reader)
    return result.outcomes[0].evidence_id


@pytest.fixture
def told(vault: Vault, dispute: str) -> str:
    with vault.change("Set up") as tx:
        me = tx.insert(Person(name="Alex Morgan", postal_address="1 Example St", is_me=True))
        tx.insert(DisputePerson(dispute_id=dispute, person_id=me.id))
        tx.insert(AccountRef(dispute_id=dispute, kind="account", value="0012 3456 78"))
        tx.insert(DesiredOutcome(dispute_id=dispute, words="Pay back $223.66."))
        tx.patch(Dispute, dispute, place="US-NY", sector="tv", currency="USD")
    return dispute


def found(vault: Vault, packet: str, key: str, measured: Measured | None = None) -> CheckLine:
    lines = check(vault, packet, measured).lines
    return next(x for x in lines if x.key.startswith(key))


def test_each_kind_of_recipient_gets_its_own_parts(vault: Vault, told: str) -> None:
    def parts(profile: str = "", agency: str = "") -> tuple[str, ...]:
        made = packet_for(vault, told, Recipient(agency, profile)).result
        return vault.get(Packet, made).parts

    assert parts("supervisor") == ("brief",)
    assert parts("formal")[:3] == ("cover", "letter", "index")
    assert "proof" in parts(agency="us-fcc-informal") and "letter" not in parts("regulator")
    assert parts(agency="us-small-claims")[1:4] == ("letter", "claims", "chronology")


def test_a_packet_names_its_body_and_uses_its_paper(vault: Vault, told: str) -> None:
    packet = vault.get(Packet, packet_for(vault, told, Recipient("us-fcc-informal")).result)
    assert packet.recipient == "Federal Communications Commission, informal complaint"
    assert (packet.profile, packet.paper) == ("regulator", "letter")
    with pytest.raises(Refused):
        packet_for(vault, told, Recipient("no-such-body"))


def test_an_identity_number_stops_the_export_until_it_is_blacked_out(
    workshop: Workshop, told: str
) -> None:
    vault = workshop.vault
    photo = attached(workshop, told, "form", "Customer form\nSSN 123-45-6789", "A second page")
    packet = packet_for(vault, told, Recipient("us-fcc-informal")).result
    line = found(vault, packet, "number:identity_number")
    assert (line.level, line.act, line.evidence_id) == ("ask", "black_out", photo)
    assert line.words == "“form” shows an identity number on page 1; FCC does not want it."
    with pytest.raises(Refused, match="identity number"):
        export_bundle(workshop, packet)
    apply_remedy(vault, packet, line)
    assert not [x for x in check(vault, packet).lines if x.key.startswith("number:")]
    made = export_bundle(workshop, packet)
    whole = b"".join(bundle_chunks(vault, made.bundle_id))
    assert b"123-45-6789" not in whole


def test_a_number_is_hidden_only_where_every_place_it_stands_is(
    workshop: Workshop, told: str
) -> None:
    vault, ssn = workshop.vault, "123-45-6789"
    form = attached(workshop, told, "form", f"SSN {ssn}\nAgain the SSN {ssn}")
    packet = packet_for(vault, told, Recipient("us-fcc-informal")).result

    def flagged() -> bool:
        return any(x.key.startswith("number:identity") for x in check(vault, packet).lines)

    mark_page(vault, packet, Mark("black_out", form, 1, ("55 120 400 144",), f"SSN {ssn}"))
    assert flagged()
    mark_page(vault, packet, Mark("black_out", form, 1, ("56 121 390 140",), ssn))  # same place
    assert flagged()
    mark_pages(
        vault, packet, [Mark(words=f"{ssn} 0042", everywhere=True)]
    )  # a longer one, which does not stand there
    assert flagged()
    last = mark_page(vault, packet, Mark("black_out", form, 1, ("55 146 400 170",), ssn)).result
    assert not flagged()
    remove_marks(vault, [last])
    assert flagged()
    mark_pages(vault, packet, [Mark(words=ssn, everywhere=True)])
    assert not flagged()


def test_a_reason_settles_what_asks_and_stands_with_the_revision(
    workshop: Workshop, told: str
) -> None:
    vault = workshop.vault
    attached(workshop, told, "card", "Date of birth: 14/03/1980")
    packet = packet_for(vault, told, Recipient("us-fcc-informal")).result
    line = found(vault, packet, "number:birth_date")
    with pytest.raises(Refused):
        settle_check(vault, packet, line.name, line.words, "  ")
    settle_check(vault, packet, line.name, line.words, "They asked for it in their letter")
    checked = check(vault, packet)
    assert [r.reason for _, r in checked.settled] == ["They asked for it in their letter"]
    export_bundle(workshop, packet)
    content = bundle_content(vault, packet, Frozen())
    assert content.settled[0].reason == "They asked for it in their letter"
    ask_again(vault, packet, line.name)
    assert found(vault, packet, "number:birth_date").holds


def test_what_a_recipient_expects_is_not_flagged(workshop: Workshop, told: str) -> None:
    vault = workshop.vault
    attached(workshop, told, "bill", "Account 0012 3456 78")
    cfpb = packet_for(vault, told, Recipient("us-cfpb")).result
    assert not [x for x in check(vault, cfpb).lines if "account_number:" in x.key and x.evidence_id]
    vermont = packet_for(vault, told, Recipient("us-vt-cap")).result
    assert found(vault, vermont, "number:account_number").level == "ask"


def test_a_notice_by_law_is_written_to_the_company_itself(vault: Vault, told: str) -> None:
    packet = packet_for(vault, told, Recipient("us-fdcpa")).result
    content = bundle_content(vault, packet, Frozen())
    company = content.counterparty.name
    assert content.subtitle == f"Prepared for {company}"
    letter = vault.get(Letter, vault.get(Packet, packet).letter_id)
    assert letter.to_name == company and letter.subject.startswith("Dispute of a debt")
    assert "Please send me what shows the debt" in str(letter.body)


def test_too_many_pages_and_bytes_ask_with_a_remedy(vault: Vault, told: str) -> None:
    packet = packet_for(vault, told, Recipient("us-tx-puc")).result
    big = Measured(300, 25_000_000, 1, 25_000_000)
    line = found(vault, packet, "limit:bytes_total", big)
    assert line.level == "ask" and "23.8 MB; Texas PUC takes 20 MB" in line.words
    assert line.act == "reduce"
    small = Measured(12, 900_000, 1, 900_000)
    assert not [x for x in check(vault, packet, small).lines if x.key == "limit:bytes_total"]


def test_the_form_counts_what_it_says_and_shortens_by_whole_events(vault: Vault, told: str) -> None:
    for day in range(1, 29):
        add_fact(
            vault,
            told,
            f"Something happened that takes a whole line, number {day}",
            f"2026-03-{day:02}",
        )
    packet = packet_for(vault, told, Recipient("us-tx-puc")).result
    sheet = form_sheet(vault, packet)
    told_field = next(f for f in sheet.fields if f.limit == 1500)
    assert 0 < told_field.count <= 1500 and "of 28 events" in told_field.note
    set_field(vault, packet, told_field.code, "x" * 1600)
    line = found(vault, packet, "limit:field")
    assert "100 too many" in line.words and line.act == "shorten"
    clear_field(vault, packet, told_field.code)
    assert not [x for x in check(vault, packet).lines if x.key.startswith("limit:field")]


def test_documents_are_put_in_date_order_where_that_is_asked(workshop: Workshop, told: str) -> None:
    vault = workshop.vault
    late, early = attached(workshop, told, "late", "b"), attached(workshop, told, "early", "a")
    edit_record(vault, Evidence, late, dated="2026-03-09")
    edit_record(vault, Evidence, early, dated="2026-03-01")
    packet = packet_for(vault, told, Recipient("us-vt-cap")).result
    arrange_exhibits(vault, packet, places(vault, packet)[::-1])
    apply_remedy(vault, packet, found(vault, packet, "limit:order"))
    assert [p.evidence_id for p in places(vault, packet)] == [early, late]


def test_who_writes_for_another_is_asked_for_the_authority(workshop: Workshop, told: str) -> None:
    vault = workshop.vault
    paper = attached(workshop, told, "authority", "I allow Alex Morgan to act for me")
    with vault.change("People") as tx:
        jane = tx.insert(Person(name="Jane Doe"))
        tx.insert(DisputePerson(dispute_id=told, person_id=jane.id, role="account_holder"))
    set_my_part(vault, told, role="helper")
    packet = packet_for(vault, told, Recipient(profile="formal")).result
    assert "letter that allows it is not here" in found(vault, packet, "authority").words
    set_my_part(vault, told, evidence_id=paper, expires="1 March 2026")
    assert check(vault, packet, today=date(2026, 2, 1)).lines[0].key != "authority:expired"
    assert found(vault, packet, "authority:expired").act == "people"

    def said() -> str:
        letter = bundle_content(vault, packet, Frozen()).letter
        assert letter is not None
        return " ".join(r.text for b in letter.blocks for r in b.runs)

    assert "I write for Jane Doe, the account holder." in said()  # nothing of what has ended
    set_my_part(vault, told, expires="")
    assert "I write for Jane Doe, the account holder, with written authority" in said()
    cover = bundle_content(vault, packet, Frozen())
    (shown,) = [one for one in cover.exhibits if one.id == paper]
    lines = cover.complainant.note.split("\n")
    assert lines[-1] == f"Letter of authority: {shown.label}"
    assert sum("Jane Doe" in line for line in lines) == 1


def test_what_is_recalled_is_not_said_as_a_fact(vault: Vault, told: str) -> None:
    add_fact(vault, told, "I asked to move the service on 29 November", "2025-11-22")
    packet = packet_for(vault, told, Recipient(profile="formal")).result
    with vault.change("Typed") as tx:
        tx.patch(
            Packet, packet, summary="I asked to move the service on 29 November. They did not."
        )
    line = found(vault, packet, "ground:summary")
    apply_remedy(vault, packet, line)
    said = vault.get(Packet, packet).summary
    assert said == "I recall: I asked to move the service on 29 November. They did not."
    assert not [x for x in check(vault, packet).lines if x.key.startswith("ground:summary")]


def test_an_email_is_asked_for_only_where_it_is_not_in_the_packet(
    workshop: Workshop, told: str
) -> None:
    vault = workshop.vault
    entry = ContactEntry(
        kind="email", direction="out", dated="2026-03-03", zone="Europe/London", dispute_ids=(told,)
    )
    email = log_contact(vault, entry).result
    packet = packet_for(vault, told, Recipient(profile="formal")).result

    def tip() -> CheckLine:
        lines = check(vault, packet).lines
        return next(one for one in lines if one.words.startswith("An email is recalled later"))

    asked = tip()
    assert asked.remedy == "Add the email itself as a document."
    paper = attached(workshop, told, "my email", "Please pay it back")
    log_contact(vault, replace(entry, evidence_ids=(paper,)), email)
    left_out = tip()
    assert left_out.remedy == "Add the document that shows it to the packet."
    apply_remedy(vault, packet, left_out)
    assert not [one for one in check(vault, packet).lines if "recalled later" in one.words]


def test_without_prejudice_asks_before_a_court_only(workshop: Workshop, told: str) -> None:
    vault = workshop.vault
    letter = attached(workshop, told, "offer", "WITHOUT PREJUDICE\nWe offer 50")
    court = packet_for(vault, told, Recipient("us-small-claims")).result
    assert found(vault, court, "prejudice").evidence_id == letter
    other = packet_for(vault, told, Recipient("us-fcc-informal")).result
    assert not [x for x in check(vault, other).lines if x.key.startswith("prejudice")]


def test_another_recipient_changes_parts_and_documents(workshop: Workshop, told: str) -> None:
    vault = workshop.vault
    for n in range(5):
        attached(workshop, told, f"bill {n}", f"Bill number {n}")
    packet = packet_for(vault, told, Recipient(profile="formal")).result
    before = vault.get(Packet, packet)
    change = readdress(vault, packet, Recipient(profile="supervisor"))
    assert change.words == "Changed who the packet is for"
    rows = vault.query("SELECT included FROM packet_exhibit WHERE packet_id = ?", [packet])
    assert sum(r["included"] for r in rows) == 3
    assert vault.get(Packet, packet).parts == ("brief",)
    vault.undo(change)
    after = vault.get(Packet, packet)
    assert (after.parts, after.letter_id) == (before.parts, before.letter_id)


def test_chosen_twice_a_court_leaves_one_letter_and_one_that_was_written_in_stays(
    workshop: Workshop, told: str
) -> None:
    """New packet, Small claims court, and there the court itself: the letter of the first choice
    was nobody's."""
    vault = workshop.vault
    packet = packet_for(vault, told, Recipient(profile="small_claims")).result
    first = vault.get(Packet, packet).letter_id
    assert first
    change = readdress(vault, packet, Recipient("uk-small-claims"))
    assert [row.id for row in letters(vault, told)] == [vault.get(Packet, packet).letter_id]
    vault.undo(change)
    assert [row.id for row in letters(vault, told)] == [first]
    edit_record(vault, Letter, first, subject="My own words")
    readdress(vault, packet, Recipient("uk-small-claims"))
    assert {row.subject for row in letters(vault, told)} > {"My own words"}


def test_of_three_papers_for_a_supervisor_none_is_one_that_cannot_be_shown(
    workshop: Workshop, told: str
) -> None:
    vault = workshop.vault
    attach_files(vault, [Pasted("draft.xyz", bytes(range(256)))], dispute_id=told)
    read_documents(vault, workshop.reader)
    bills = [attached(workshop, told, f"bill {n}", f"Bill number {n}") for n in range(3)]
    packet = packet_for(vault, told, Recipient(profile="supervisor")).result
    chosen = vault.find(PacketExhibit, "packet_id = ? AND included = 1", [packet])
    assert {one.evidence_id for one in chosen} == set(bills)


def test_the_script_for_the_telephone_takes_forty_seconds(vault: Vault, told: str) -> None:
    packet = packet_for(vault, told, Recipient(profile="supervisor")).result
    said = say_it(bundle_content(vault, packet, Frozen()))
    assert said.fits and said.seconds <= 40
    assert said.lines[0] == "Hello, my name is Alex Morgan."
    assert any("223.66" in line for line in said.lines)
    assert "reference number" in said.lines[-1]


def test_the_disputed_charge_is_circled_on_the_copy_where_that_is_asked(
    workshop: Workshop, told: str
) -> None:
    vault = workshop.vault
    bill = attached(workshop, told, "bill", "TV package 223.66")
    edit_record(vault, Evidence, bill, kind="bill")
    packet = packet_for(vault, told, Recipient("us-fcc-informal")).result
    assert found(vault, packet, "asks:circled").act == "mark"
    with vault.change("Cited") as tx:
        line = tx.insert(ClaimLine(dispute_id=told, words="TV", amount_minor=22366, currency="USD"))
        box = "60 130 160 150"
        tx.insert(
            Citation(of_table="claim_line", of_id=line.id, evidence_id=bill, page=1, rect=box)
        )
    cited = found(vault, packet, "asks:circled")
    assert cited.act == "circle" and "circled" in cited.words
    apply_remedy(vault, packet, cited)
    assert [(m.kind, m.evidence_id, m.page) for m in packet_marks(vault, packet)] == [
        ("circle", bill, 1)
    ]
    assert not [x for x in check(vault, packet).lines if x.key == "asks:circled"]


def test_what_was_looked_for_in_pages_is_forgotten_with_the_vault() -> None:
    """Kept by vault, never for the whole program: locking forgets what documents say."""
    from onrecord.services import check_numbers, drawn_marks, private_words

    for module in (check_numbers, drawn_marks, private_words):
        assert not [name for name, one in vars(module).items() if hasattr(one, "cache_info")]


def test_a_new_version_keeps_what_the_user_wrote_into_the_form(vault: Vault, told: str) -> None:
    packet = packet_for(vault, told, Recipient("us-tx-puc")).result
    set_field(vault, packet, "account_number", "see my letter")
    again = new_version(vault, packet).result
    field = next(f for f in form_sheet(vault, again).fields if f.own)
    assert (field.code, field.text) == ("account_number", "see my letter")
    clear_field(vault, again, "account_number")
    assert [f.text for f in form_sheet(vault, packet).fields if f.own] == ["see my letter"]


@pytest.mark.parametrize("sector", ["subscription", "credit_card"])
def test_a_card_notice_about_what_was_bought_is_a_letter_to_the_bank(
    vault: Vault, told: str, sector: str
) -> None:
    edit_record(vault, Dispute, told, place="US-IL", sector=sector)
    packet = vault.get(Packet, packet_for(vault, told, Recipient("card-chargeback")).result)
    letter = vault.get(Letter, packet.letter_id)
    shop = sector == "subscription"
    assert (letter.to_name == "The bank that issued my card") is shop
    assert (letter.template == "to_body") is shop
    assert letter.subject.startswith("Chargeback through the bank that issued the card: ") is shop


def test_a_paper_whose_title_says_what_it_is_is_found_for_the_form() -> None:
    photo = Exhibit("a", "A1", "Receipts for clothes", kind="photo")
    content = BundleContent("", exhibits=(photo,))
    assert paper_for("receipts", content) == ["A1"]
    assert not paper_for("invoice", content)
    bill = Exhibit("b", "A2", "bill june", kind="other")
    assert paper_for("bills", replace(content, exhibits=(photo, bill))) == ["A2"]
    statement = Exhibit("c", "A3", "statement June", kind="other")
    mail = Exhibit("d", "A4", "Complaint about my bill and statement", kind="email")
    both = replace(content, exhibits=(statement, mail))
    assert paper_for("statements_and_agreements", both) == ["A3"], "a mail is only about one"
    assert paper_for("bills", both) == []


def test_a_final_answer_is_the_deadlock_letter_a_body_asks_for(
    workshop: Workshop, told: str
) -> None:
    vault = workshop.vault
    edit_record(vault, Dispute, told, place="England", sector="mobile", currency="GBP")
    paper = attached(workshop, told, "scan 12", "We have looked at it again")
    record_stage(vault, told, "final_response", dated="2026-03-20", evidence_id=paper)
    packet = packet_for(vault, told, Recipient("uk-comms-ombudsman")).result
    fields = {one.code: one.text for one in form_sheet(vault, packet).fields}
    assert fields["deadlock_letter"].startswith("In the PDF: ")


def test_an_identity_number_is_asked_about_whoever_it_goes_to(
    workshop: Workshop, dispute: str
) -> None:
    vault = workshop.vault
    edit_record(vault, Dispute, dispute, place="US-CO", sector="insurance")
    made = add_body(vault, "Isle Office (sample)", "US", "insurance", "").result
    paper = pdf(["Member. SSN: 123-45-6789"])
    attach_files(vault, [Pasted("EOB.pdf", paper)], dispute_id=dispute)
    read_documents(vault, workshop.reader)
    packet = packet_for(vault, dispute, Recipient(made)).result
    (line,) = [x for x in check(vault, packet).lines if x.key.startswith("number:identity")]
    assert (line.level, line.act, line.holds) == ("ask", "black_out", False)
