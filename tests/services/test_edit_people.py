"""Who complains is asked once, and known in every later dispute."""

from __future__ import annotations

import pytest

from onrecord.domain.person import DisputePerson, Person
from onrecord.errors import Refused
from onrecord.services.edit_people import add_person, complainant, edit_complainant
from onrecord.services.open_dispute import open_dispute
from onrecord.vault.vault import Vault


def test_the_first_field_about_me_makes_me_and_links_me(vault: Vault, dispute: str) -> None:
    assert complainant(vault, dispute) is None
    edit_complainant(vault, dispute, name="Alex Doe (sample)")
    edit_complainant(vault, dispute, name_on_bill="A. Doe")
    me = complainant(vault, dispute)
    assert me is not None
    assert (me.name, me.name_on_bill, me.is_me) == ("Alex Doe (sample)", "A. Doe", True)
    assert vault.count(Person, "", []) == 1 and vault.count(DisputePerson, "", []) == 1
    later = open_dispute(vault, "Parcel Co (sample)", "Parcel never came").result
    known = complainant(vault, later)
    assert known is not None and known.id == me.id


def test_others_have_a_part_of_their_own(vault: Vault, dispute: str) -> None:
    edit_complainant(vault, dispute, name="Alex Doe (sample)")
    add_person(vault, dispute, "Kim Doe (sample)", "joint_holder")
    me = complainant(vault, dispute)
    assert me is not None and me.name == "Alex Doe (sample)"
    with pytest.raises(Refused):
        add_person(vault, dispute, " ", "helper")
