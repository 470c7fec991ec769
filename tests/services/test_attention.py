"""Today also names what was begun, what needs a password, and the recovery sheet."""

from __future__ import annotations

from datetime import date

from onrecord.domain.contact_entry import ContactEntry, Said
from onrecord.domain.evidence import Evidence
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.drafts import discard_draft, save_draft
from onrecord.services.edit_record import edit_record
from onrecord.services.recovery_sheet import note_recovery_sheet
from onrecord.services.views.attention import attention, recovery_due
from onrecord.vault.vault import Vault


def test_a_draft_is_named_by_what_it_says_until_it_is_gone(vault: Vault) -> None:
    entry = ContactEntry(company="Northline Telecom (sample)", reference="4471-K",
                         lines=(Said("They will credit 84.20"),))  # fmt: skip
    draft = save_draft(vault, "contact", entry.to_body()).result
    (line,) = attention(vault)
    assert line.words == "You were noting a call."
    assert "4471-K" in line.why and "They will credit 84.20" in line.why
    assert (line.action, line.id) == ("open_draft", draft)
    discard_draft(vault, draft)
    assert attention(vault) == []


def test_a_damaged_draft_is_named_all_the_same(vault: Vault) -> None:
    save_draft(vault, "contact", {"kind": "call", "lines": ["no line"]})
    (line,) = attention(vault)
    assert line.why == "It is not on record yet."


def test_a_document_that_needs_its_password_is_named(vault: Vault) -> None:
    attach_files(vault, [Pasted("statement.pdf", b"%PDF-1.7 locked")])
    (one,) = vault.find(Evidence)
    edit_record(vault, Evidence, one.id, read_state="needs_password", title="Statement")
    (line,) = attention(vault)
    assert line.words == "Give the password of “Statement”."
    assert (line.action, line.id) == ("open_document", one.id)


def test_a_document_that_could_not_be_read_is_named_for_a_week(vault: Vault) -> None:
    attach_files(vault, [Pasted("torn.pdf", b"%PDF-1.7 torn")])
    (one,) = vault.find(Evidence)
    edit_record(vault, Evidence, one.id, read_state="failed", problem="It is torn.")
    assert [line.why for line in attention(vault)] == ["It is torn."]
    assert attention(vault, date(2100, 1, 1)) == []


def test_the_recovery_sheet_is_due_until_it_is_kept(vault: Vault) -> None:
    assert recovery_due(vault)
    note_recovery_sheet(vault)
    assert not recovery_due(vault)
