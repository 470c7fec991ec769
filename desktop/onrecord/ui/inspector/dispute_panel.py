"""A dispute: everything that is asked only where it is first needed, a few fields at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from onrecord.domain.change import Change
from onrecord.domain.counterparty import REFERENCE_KINDS, AccountRef, Counterparty
from onrecord.domain.dispute import Dispute
from onrecord.domain.person import ROLES, Person
from onrecord.errors import Refused
from onrecord.ui.call.best_way import BestWay
from onrecord.ui.design import Body, Button, Field, IconButton, Space, Title
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.fold import Fold, FoldGroup
from onrecord.ui.inspector.panel import ChipRow, HistoryList, Panel, note_edit
from onrecord.ui.inspector.saver import Saver
from onrecord.ui.item_list import trash_these
from onrecord.ui.steps import reopen
from onrecord.ui.time.sides import MyPart, Parties, companies_of, papers_of, parties_of
from onrecord.ui.time.whose_rules import keep_choice, place_edit, read_place, sector_box, show_place
from onrecord.ui.words import Words


@dataclass(frozen=True)
class _Found:
    dispute: Dispute
    company: Counterparty | None
    numbers: tuple[AccountRef, ...]
    me: Person | None
    others: tuple[tuple[str, str, str], ...]
    """(link id, name, role) of everybody but the person who complains."""
    history: tuple[Any, ...]
    part: Any
    """What I am in it, with the authority; None where unsaid."""
    papers: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str, str, str, bool], ...]
    behind: tuple[Counterparty, ...]
    tried: tuple[str, ...] = ()
    """Channels, attempts, how often passed on: a sentence each."""
    holder: Person | None = None


class DisputePanel(Panel):
    TABLES = frozenset(
        {"dispute", "counterparty", "account_ref", "person", "dispute_person", "dispute_party",
         "track", "dispute_evidence"}
    )  # fmt: skip

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._words = Words(self)
        self._state = "open"
        self._company_id = ""
        self.heading = Title("", self, wrap=True)
        self.column.addWidget(self.heading)
        folds = [
            self._make_matter(),
            self._make_company(),
            self._make_reach(),
            self._make_best_way(),
            self._make_tried(),
            self._make_numbers(),
            self._make_me(),
            self._make_reach_me(),
            self._make_others(),
            self._make_rules(),
        ]
        self.my_part = MyPart(desk, self)
        self.savers += [self.my_part.saver, self.my_part.holder]
        self.parties = Parties(desk, self)
        self.savers.append(self.parties.saver)
        folds += [self.my_part, self.parties]
        self.past = Fold(self.tr("History"), self)
        self.history = HistoryList(self)
        self.past.body.addWidget(self.history)
        self.folds = [*folds, self.past]
        FoldGroup(*self.folds)
        for fold in self.folds:
            self.column.addWidget(fold)
        self.column.setSpacing(Space.S)
        self.column.addStretch(1)
        folds[0].set_open(True)
        self.close_it = Button("", self, on_click=self._turn_state)
        self.trash = IconButton(
            "trash", self.tr("Move the dispute to trash"), self, on_click=self._trash
        )
        self.foot.addWidget(self.close_it)
        self.foot.addStretch(1)
        self.foot.addWidget(self.trash)

    # ---------------------------------------------------------------- parts

    def _make_matter(self) -> Fold:
        saver = self._matter = Saver(self._desk, Dispute, self)
        self.savers.append(saver)
        self.title = saver.bind(
            Field(self.tr("What went wrong, in a sentence"), QLineEdit(self), self),
            "title",
            read=lambda text: {"title": _needed(text, self.tr("Say what went wrong."))},
        )
        self.category = saver.bind(
            Field(
                self.tr("About"),
                QLineEdit(self),
                self,
                hint=self.tr("For example: broadband, hotel, parcel, bank"),
            ),
            "category",
        )
        self.currency = saver.bind(
            Field(self.tr("Currency"), QLineEdit(self), self), "currency", read=_read_currency
        )
        return self._fold(self.tr("The dispute"), self.title, self.category, self.currency)

    def _make_rules(self) -> Fold:
        saver = self._matter
        self.place = saver.bind(
            Field(
                self.tr("Country or state"),
                place_edit(self),
                self,
                hint=self.tr("Whose rules apply: where you bought it or live"),
            ),
            "place",
            show=lambda record: show_place(record.place),
            read=lambda text: {"place": read_place(text)},
        )
        self.sector = saver.bind(
            Field(
                self.tr("What kind of thing it is about"),
                sector_box(self),
                self,
                hint=self.tr("Place and kind bring the dates that rules set"),
            ),
            "sector",
        )
        self.their_place = self._company.bind(
            Field(
                self.tr("They answer from"),
                place_edit(self),
                self,
                hint=self.tr("The company's country or state, where you know it"),
            ),
            "place",
            show=lambda record: show_place(record.place),
            read=lambda text: {"place": read_place(text)},
        )
        return self._fold(self.tr("Whose rules apply"), self.place, self.sector, self.their_place)

    def _make_company(self) -> Fold:
        saver = self._company = Saver(self._desk, Counterparty, self)
        self.savers.append(saver)
        self.name = saver.bind(
            Field(self.tr("Company"), QLineEdit(self), self),
            "name",
            read=lambda text: {"name": _needed(text, self.tr("Say which company it is."))},
        )
        self.legal_name = saver.bind(
            Field(
                self.tr("Legal name"),
                QLineEdit(self),
                self,
                hint=self.tr("The firm a letter or a court needs to name"),
            ),
            "legal_name",
        )
        self.address = saver.bind(Field(self.tr("Address"), note_edit(self, 2), self), "address")
        self.dispute_address = saver.bind(
            Field(
                self.tr("Address for complaints"),
                note_edit(self, 2),
                self,
                hint=self.tr("Where it differs"),
            ),
            "dispute_address",
        )
        return self._fold(
            self.tr("The company"), self.name, self.legal_name, self.address, self.dispute_address
        )

    def _make_reach(self) -> Fold:
        saver = self._company
        self.phones = saver.bind(
            Field(self.tr("Phone numbers"), QLineEdit(self), self, hint=self.tr("Commas between")),
            "phone_numbers",
            show=lambda record: ", ".join(record.phone_numbers),
            read=lambda text: {
                "phone_numbers": tuple(
                    p for p in (" ".join(n.split()) for n in text.split(",")) if p
                )
            },
        )
        self.email = saver.bind(Field(self.tr("Email"), QLineEdit(self), self), "email")
        self.hours = saver.bind(Field(self.tr("Hours"), QLineEdit(self), self), "hours")
        self.response = saver.bind(
            Field(self.tr("They say they answer within"), QLineEdit(self), self),
            "stated_response",
        )
        return self._fold(
            self.tr("How to reach them"), self.phones, self.email, self.hours, self.response
        )

    def _make_best_way(self) -> Fold:
        self.best_way = BestWay(self._desk, self._company, self)
        return self.best_way

    def _make_tried(self) -> Fold:
        self.tried = Body("", self)
        self.tried_fold = self._fold(self.tr("What I tried so far"), self.tried)
        self.tried_fold.hide()
        return self.tried_fold

    def _make_numbers(self) -> Fold:
        self.numbers = ChipRow("", self, on_remove=self._drop_number)
        self.numbers.title.hide()
        self.number_kind = QComboBox(self)
        for kind in REFERENCE_KINDS:
            self.number_kind.addItem(self._words.reference(kind), kind)
        self.number_kind.setAccessibleName(self.tr("What the number belongs to"))
        self.number = QLineEdit(self)
        self.number.setPlaceholderText(self.tr("Number, then Enter"))
        self.number.setAccessibleName(self.tr("The number they file me under"))
        self.number.returnPressed.connect(self._add_number)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.number_kind)
        row.addWidget(self.number, 1)
        fold = self._fold(self.tr("Numbers they know me by"), self.numbers)
        fold.body.addLayout(row)
        return fold

    def _make_me(self) -> Fold:
        saver = self._me = Saver(self._desk, Person, self, verb=self._save_me)
        self.savers.append(saver)
        self.my_name = saver.bind(Field(self.tr("My name"), QLineEdit(self), self), "name")
        self.bill_name = saver.bind(
            Field(self.tr("Name as on the bill"), QLineEdit(self), self), "name_on_bill"
        )
        self.service_address = saver.bind(
            Field(self.tr("Address of the service"), note_edit(self, 2), self), "service_address"
        )
        self.postal_address = saver.bind(
            Field(self.tr("Postal address"), note_edit(self, 2), self), "postal_address"
        )
        return self._fold(
            self.tr("Me"),
            self.my_name,
            self.bill_name,
            self.service_address,
            self.postal_address,
        )

    def _make_reach_me(self) -> Fold:
        saver = self._me
        self.print_contact = saver.bind(
            Field(
                self.tr("How I may be contacted"),
                note_edit(self, 2),
                self,
                hint=self.tr("This is printed in letters and PDFs"),
            ),
            "print_contact",
        )
        self.private_contact = saver.bind(
            Field(
                self.tr("Contact me only by"),
                note_edit(self, 2),
                self,
                hint=self.tr("Never printed: it stays in this vault"),
            ),
            "private_contact",
        )
        return self._fold(self.tr("How to reach me"), self.print_contact, self.private_contact)

    def _make_others(self) -> Fold:
        self.others = ChipRow("", self, on_remove=self._drop_person)
        self.others.title.hide()
        self._roles = {
            "account_holder": self.tr("account holder"),
            "joint_holder": self.tr("joint holder"),
            "helper": self.tr("helper"),
            "executor": self.tr("executor"),
            "witness": self.tr("witness"),
            "complainant": self.tr("complains too"),
        }
        self.role = QComboBox(self)
        for role in ROLES[1:]:
            self.role.addItem(self._roles[role], role)
        self.role.setAccessibleName(self.tr("What part the person has"))
        self.person = QLineEdit(self)
        self.person.setPlaceholderText(self.tr("Name, then Enter"))
        self.person.setAccessibleName(self.tr("Name of a person"))
        self.person.returnPressed.connect(self._add_person)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.role)
        row.addWidget(self.person, 1)
        fold = self._fold(self.tr("Others in it"), self.others)
        fold.body.addLayout(row)
        return fold

    def _fold(self, title: str, *parts: QWidget) -> Fold:
        fold = Fold(title, self)
        for part in parts:
            fold.add(part)
        return fold

    # ---------------------------------------------------------------- reading and showing

    def query(self, vault: Any, id: str) -> _Found:
        from onrecord.services.edit_people import complainant
        from onrecord.services.sides import my_part
        from onrecord.services.views.history import history
        from onrecord.services.views.tried import tried
        from onrecord.services.who_writes import who_writes

        dispute = vault.get(Dispute, id)
        company = vault.find(Counterparty, "id = ?", [dispute.counterparty_id], limit=1)
        me = complainant(vault, id)
        rows = vault.query(
            "SELECT l.id, p.name, l.role FROM dispute_person l JOIN person p ON p.id = l.person_id"
            " WHERE l.dispute_id = ? AND l.person_id != ? ORDER BY l.rowid",
            [id, me.id if me else ""],
        )
        return _Found(
            dispute,
            company[0] if company else None,
            tuple(vault.find(AccountRef, "dispute_id = ?", [id], order="rowid")),
            me,
            tuple((row["id"], row["name"], row["role"]) for row in rows),
            tuple(history(vault, "dispute", id, limit=HistoryList.MOST)),
            my_part(vault, id),
            papers_of(vault, id),
            parties_of(vault, id),
            companies_of(vault, id),
            tried(vault, id).sentences(),
            who_writes(vault, id).holder,
        )

    def fill(self, found: _Found) -> None:
        one = found.dispute
        self._state = one.state
        self._company_id = one.counterparty_id
        self.heading.setText(one.title)
        box = self.sector.control
        assert isinstance(box, QComboBox)
        keep_choice(box, one.sector)
        self._matter.fill(one)
        if found.company is not None:
            self._company.fill(found.company)
            self.best_way.show_company(found.company.id)
        self._me.fill(found.me or Person(id=""), one.id)
        self.numbers.show_pairs(
            [(n.id, f"{self._words.reference(n.kind)} {n.value}") for n in found.numbers]
        )
        self.numbers.setVisible(bool(found.numbers))
        self.others.show_roles(
            [(id, name, self._roles.get(role, role)) for id, name, role in found.others]
        )
        self.others.setVisible(bool(found.others))
        self.my_part.fill(one.id, found.part, found.papers, found.holder)
        self.parties.fill(one.id, found.parties, found.behind)
        self.tried.setText("\n".join(found.tried))
        self.tried_fold.setVisible(bool(found.tried))
        self.history.show_rows(found.history)
        self.close_it.setText(
            self.tr("Open it again") if one.state == "closed" else self.tr("Close the dispute…")
        )

    def show_id(self, id: str) -> None:
        if id != self.id:
            self.number.clear()
            self.person.clear()
        super().show_id(id)

    # ---------------------------------------------------------------- changing

    def open_my_part(self, line: str) -> None:
        """With the cursor in what this line of a packet's check asks for."""
        mine = self.my_part
        if line == "sender:name":
            self.lead_to(self.my_name)
            return
        ends = line in ("authority:expired", "authority:no_end")
        field = mine.expires if ends else mine.paper
        self.lead_to(mine.role if field.isHidden() else field)

    def open_field(self, name: str, id: str) -> None:
        """With the cursor in a field of who complains or of a company, like
        ``person:print_contact``; ``id`` is the row's."""
        if name.startswith("counterparty:") and id != self._company_id:
            self.parties.show_company(id)
            self.lead_to(self.parties.email if name.endswith("email") else self.parties.address)
            return
        fields = {
            "person:name": self.my_name,
            "person:name_on_bill": self.bill_name,
            "person:service_address": self.service_address,
            "person:postal_address": self.postal_address,
            "person:print_contact": self.print_contact,
            "counterparty:name": self.name,
            "counterparty:legal_name": self.legal_name,
            "counterparty:address": self.address,
            "counterparty:dispute_address": self.dispute_address,
            "counterparty:email": self.email,
        }
        self.lead_to(fields[name])

    def _save_me(self, dispute_id: str, _words: str, values: dict[str, Any]) -> Change:
        from onrecord.services.edit_people import edit_complainant

        return edit_complainant(self._desk.vault, dispute_id, **values)

    def _add_number(self) -> None:
        value = " ".join(self.number.text().split())
        if not value:
            return
        row = AccountRef(
            dispute_id=self.id,
            counterparty_id=self._company_id,
            kind=str(self.number_kind.currentData()),
            value=value,
        )
        self._add(lambda: _add_record(self._desk.vault, row, "Added a number"), self.number)

    def _drop_number(self, id: str) -> None:
        self._drop(AccountRef, id, "Took out a number")

    def _add_person(self) -> None:
        name, role = self.person.text(), str(self.role.currentData())
        if not name.strip():
            return
        vault, dispute = self._desk.vault, self.id

        def verb() -> Change:
            from onrecord.services.edit_people import add_person

            return add_person(vault, dispute, name, role)

        self._add(verb, self.person)

    def _drop_person(self, link: str) -> None:
        from onrecord.domain.person import DisputePerson

        self._drop(DisputePerson, link, "Took a person out of the dispute")

    def _add(self, verb: Callable[[], Change], edit: QLineEdit) -> None:
        self.do(verb, lambda _change: edit.clear())

    def _drop(self, cls: Any, id: str, words: str) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.edit_record import remove_record

            return remove_record(vault, cls, id, words)

        self.do(verb, say=True)

    def _turn_state(self) -> None:
        if self._state == "closed":
            reopen(self._desk, self.id)
        else:
            self._desk.act("close_dispute", self.id)

    def _trash(self) -> None:
        trash_these(self._desk, [("dispute", self.id)])
        self._desk.show_today()


def _add_record(vault: Any, row: Any, words: str) -> Change:
    from onrecord.services.edit_record import add_record

    return add_record(vault, row, words)


def _needed(text: str, sentence: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise Refused(sentence)
    return said


def _read_currency(text: str) -> dict[str, str]:
    code = text.strip().upper()
    if code and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise Refused("Write the currency as three letters, like GBP, EUR or USD.")
    return {"currency": code}
