"""The people of a dispute: who I am, for whom I act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from onrecord.domain.record import Record

ROLES = ("complainant", "account_holder", "joint_holder", "helper", "executor", "witness")


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """``private_contact`` is "contact me only by": it never leaves the vault."""

    TABLE: ClassVar[str] = "person"

    name: str = ""
    name_on_bill: str = ""
    service_address: str = ""
    postal_address: str = ""
    print_contact: str = ""
    private_contact: str = ""
    is_me: bool = False


@dataclass(frozen=True, kw_only=True)
class DisputePerson(Record):
    """A person's role in a dispute. A helper has an authority: its document, scope, expiry."""

    TABLE: ClassVar[str] = "dispute_person"

    dispute_id: str = ""
    person_id: str = ""
    role: str = "complainant"
    authority_evidence_id: str = ""
    authority_scope: str = ""
    authority_expires: str = ""
