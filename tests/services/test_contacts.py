"""Calls and messages: on record in a moment, corrected without losing the first wording."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from onrecord.domain.contact import Amendment, Contact, Promise
from onrecord.domain.contact_entry import ContactEntry, Offered, Promised, Said
from onrecord.domain.counterparty import AccountRef, Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence
from onrecord.domain.times import now_text
from onrecord.errors import NotFound, Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.drafts import discard_draft, drafts, save_draft
from onrecord.services.edit_record import add_record, edit_record
from onrecord.services.file_items import file_items, take_out
from onrecord.services.ledger import record_by_hand
from onrecord.services.log_contact import entry_of, log_contact
from onrecord.services.not_now import put_off_step
from onrecord.services.open_dispute import open_dispute
from onrecord.services.views.contacts import contact_detail, contacts
from onrecord.services.views.disputes import dispute_header, dispute_list
from onrecord.services.views.history import history
from onrecord.services.views.search import search
from onrecord.services.views.timeline import timeline
from onrecord.services.views.to_sort import to_sort, to_sort_count
from onrecord.services.views.today import today
from onrecord.services.views.tracks import tracks
from onrecord.vault.vault import Vault

CALL = ContactEntry(
    company="northline  telecom (SAMPLE)",
    dated="2026-03-01T14:21",
    zone="Europe/London",
    duration_s=24 * 60,
    hold_s=17 * 60,
    number="020 7946 0143",
    agent_name="Priya",
    agent_team="billing",
    reference="4471-K",
    lines=(
        Said("It shows as cancelled on 3 February."),
        Said("Why was I billed after that?", "me", "quote"),
    ),
    promises=(Promised("the money back", "2026-03-14", 8420, "GBP"),),
)


def test_a_call_with_its_reference_is_on_record_with_no_dispute_chosen(vault: Vault) -> None:
    before = now_text()
    change = log_contact(vault, ContactEntry(reference="4471-K", dated="2026-03-01T14:21"))
    assert change.words == "Call on record"
    contact = vault.get(Contact, change.result)
    assert contact.reference_state == "given"
    assert contact.reference_digits == "4471k"
    assert before <= contact.written_at <= now_text()
    assert contact.zone
    assert [row.id for row in to_sort(vault)] == [contact.id]
    assert to_sort_count(vault) == 1


def test_the_whole_form_is_kept_and_opens_again_as_it_was(vault: Vault, dispute: str) -> None:
    evidence = attach_files(vault, [Pasted("chat.png", b"picture")]).added[0]
    entry = replace(
        CALL,
        dispute_ids=(dispute,),
        evidence_ids=(evidence,),
        offers=(Offered("a credit", "them", 2000, "GBP", "2026-04-01"),),
    )
    id = log_contact(vault, entry).result
    contact = vault.get(Contact, id)
    assert contact.dated_utc == "2026-03-01T14:21:00Z"
    assert contact.counterparty_id == vault.get(Dispute, dispute).counterparty_id
    again = entry_of(vault, id)
    assert [line.words for line in again.lines] == [line.words for line in CALL.lines]
    assert again.dispute_ids == (dispute,)
    assert again.evidence_ids == (evidence,)
    assert log_contact(vault, again, id).touched == ()
    assert ContactEntry.from_body(again.to_body()) == again
    detail = contact_detail(vault, id)
    assert detail.disputes == ((dispute, "Charged after cancelling"),)
    assert detail.amendments == ()


def test_a_correction_keeps_the_first_wording(vault: Vault, dispute: str) -> None:
    id = log_contact(vault, replace(CALL, dispute_ids=(dispute,))).result
    written = vault.get(Contact, id).written_at
    entry = entry_of(vault, id)
    changed = replace(
        entry,
        agent_name="Priya S.",
        lines=(replace(entry.lines[0], words="It was cancelled on 3 February."),),
        promises=(replace(entry.promises[0], due="2026-03-15"),),
    )
    change = log_contact(vault, changed, id)
    assert vault.get(Contact, id).written_at == written
    kept = {(a.field, a.before, a.after) for a in vault.find(Amendment)}
    assert ("agent_name", "Priya", "Priya S.") in kept
    assert (
        "line", "them: It shows as cancelled on 3 February.",
        "them: It was cancelled on 3 February.",
    ) in kept  # fmt: skip
    assert ("line", "me (word for word): Why was I billed after that?", "") in kept
    assert any(field == "promise" and "2026-03-14" in before for field, before, _ in kept)
    vault.undo(change)
    assert entry_of(vault, id) == entry
    assert vault.count(Amendment) == 0


def test_an_edit_in_the_inspector_is_an_amendment_too(vault: Vault) -> None:
    id = log_contact(vault, CALL).result
    edit_record(vault, Contact, id, reference="4471-K2", dated="1 March 2026 14:25")
    contact = vault.get(Contact, id)
    assert (contact.reference_digits, contact.dated) == ("4471k2", "2026-03-01T14:25")
    assert {a.field for a in vault.find(Amendment)} == {"reference", "dated"}


def test_none_given_and_refused_are_said_and_a_voicemail_is_no_conversation(
    vault: Vault, dispute: str
) -> None:
    for kind, direction, state in (
        ("call", "out", "none"), ("call", "out", "refused"), ("call", "out", "unknown"),
        ("voicemail", "in", "unknown"), ("email", "out", "unknown"),
    ):  # fmt: skip
        log_contact(
            vault,
            ContactEntry(kind=kind, direction=direction, reference_state=state,
                         dated="2026-03-01", dispute_ids=(dispute,)),
        )  # fmt: skip
    rows = [row for row in timeline(vault, dispute) if row.kind == "contact"]
    assert sorted((row.icon, row.note, row.flag) for row in rows) == [
        ("call-out", "no reference", "no_reference"),
        ("call-out", "none given", "no_reference"),
        ("call-out", "refused", "no_reference"),
        ("email", "", ""),
        ("voicemail", "", ""),
    ]


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        (ContactEntry(dated="14/03/26"), "dated"),
        (ContactEntry(kind="fax"), "kind"),
        (ContactEntry(duration_s=-1), "duration_s"),
        (ContactEntry(promises=(Promised("x", "soon"),)), "promises[0].due"),
    ],
)
def test_what_the_form_cannot_mean_is_refused_by_name(
    vault: Vault, entry: ContactEntry, path: str
) -> None:
    with pytest.raises(Refused) as refused:
        log_contact(vault, entry)
    assert refused.value.path == path
    assert vault.count(Contact) == 0


def test_a_dispute_that_is_not_there_is_refused(vault: Vault) -> None:
    with pytest.raises(NotFound):
        log_contact(vault, ContactEntry(dispute_ids=("0" * 16,)))


def test_filing_a_call_takes_its_promise_along_and_taking_it_out_gives_it_back(
    vault: Vault, dispute: str
) -> None:
    id = log_contact(vault, CALL).result
    change = file_items(vault, [], [id], dispute)
    assert change.words == "Filed 1 item"
    assert vault.find(Promise)[0].dispute_id == dispute
    take_out(vault, [], [id], dispute)
    assert vault.find(Promise)[0].dispute_id == ""
    assert to_sort_count(vault) == 1


def test_where_it_stands_what_is_next_and_what_is_due_today(vault: Vault, dispute: str) -> None:
    log_contact(vault, replace(CALL, dispute_ids=(dispute,)))
    day = date(2026, 3, 17)
    header = dispute_header(vault, dispute, day)
    assert header.standing == "They promised £84.20 by 14 March 2026. It is 3 days late."
    assert header.next_step is not None
    assert header.next_step.rule == "broken"
    (line,) = tracks(vault, dispute, day)
    assert [step.state for step in line.steps][:3] == ["here", "next", "ahead"]
    (row,) = dispute_list(vault, today=day)
    assert (row.late, row.due, row.company) == (3, "2026-03-14", "Northline Telecom (sample)")
    (item,) = today(vault, day)
    assert (item.urgency, item.dispute_id) == (0, dispute)
    put_off_step(vault, dispute, "broken", day)
    later = dispute_header(vault, dispute, day).next_step
    assert later is not None
    assert later.rule != "broken"
    words = [(r.kind, r.words, r.flag) for r in timeline(vault, dispute, today=day)]
    assert words[0] == ("promise", "Promise not kept so far: £84.20 the money back", "broken")
    assert words[1][:2] == ("silence", "12 days without a word")
    assert words[2][:2] == ("contact", "Priya, billing, 24 min (17 on hold)")
    shown = attach_files(vault, [Pasted("bill.txt", b"credit 84.20")]).added[0]
    record_by_hand(
        vault, dispute, "84.20", "16 March 2026", "GBP",
        promise_id=vault.find(Promise)[0].id, evidence_id=shown,
    )  # fmt: skip
    assert "Promise kept" in timeline(vault, dispute, today=day)[0].words


def test_a_company_is_one_row_whoever_names_it(vault: Vault, dispute: str) -> None:
    open_dispute(vault, "northline telecom  (SAMPLE)", "Router never came", currency="GBP")
    assert vault.count(Counterparty) == 1
    with pytest.raises(Refused):
        open_dispute(vault, " ", "x")
    with pytest.raises(Refused):
        open_dispute(vault, "x", " ")


def test_numbers_are_found_however_they_are_spaced(vault: Vault, dispute: str) -> None:
    add_record(vault, AccountRef(dispute_id=dispute, value="0012 3456 78"))
    log_contact(vault, replace(CALL, dispute_ids=(dispute,)))
    assert [hit.kind for hit in search(vault, "00123456")] == ["dispute"]
    assert [hit.kind for hit in search(vault, "4471k")] == ["contact"]
    assert [hit.kind for hit in search(vault, "priya cancelled")] == ["contact"]
    assert [row.id for row in dispute_list(vault, "0012345")] == [dispute]
    assert [row.id for row in dispute_list(vault, "northline cancell")] == [dispute]
    assert dispute_list(vault, "hotel") == []


def test_a_draft_is_found_again(vault: Vault) -> None:
    id = save_draft(vault, "contact", CALL.to_body()).result
    save_draft(vault, "contact", replace(CALL, agent_name="Sam").to_body(), id)
    (draft,) = drafts(vault)
    assert ContactEntry.from_body(draft.body).agent_name == "Sam"
    discard_draft(vault, id)
    discard_draft(vault, id)
    assert drafts(vault, "contact") == []


def test_what_the_user_set_on_a_document_is_remembered(vault: Vault) -> None:
    id = attach_files(vault, [Pasted("x.png", b"x")]).added[0]
    edit_record(vault, Evidence, id, title="Chat", dated="March 2026")
    evidence = vault.get(Evidence, id)
    assert evidence.set_by_user == ("title", "dated")
    assert evidence.dated == "2026-03"
    with pytest.raises(Refused) as refused:
        edit_record(vault, Evidence, id, dated="one day")
    assert refused.value.path == "dated"
    assert [row.words for row in history(vault, "evidence", id)] == ["Changed", "Added 1 document"]
    assert [row.words for row in contacts(vault)] == []
