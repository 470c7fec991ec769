"""Folds of a dispute's details: what I am here and by which authority, and who stands behind the
company."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QWidget

from onrecord.domain.change import Change
from onrecord.domain.counterparty import Counterparty
from onrecord.domain.person import DisputePerson, Person
from onrecord.domain.when import When
from onrecord.ui.design import ChoiceBox, Field, LinkButton, Muted, Space
from onrecord.ui.desk import Desk
from onrecord.ui.inspector.fold import Fold
from onrecord.ui.inspector.panel import ChipRow, note_edit
from onrecord.ui.inspector.saver import Saver


class MyPart(Fold):
    """Who I am here and for whom I act; a helper or executor has a letter that says so."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title = self.tr("What I am in it")
        self.button.setText(self.title)
        self.set_open(False)
        self._desk = desk
        self.saver = Saver(desk, DisputePerson, self, verb=self._save)
        roles = QComboBox(self)
        for code, words in (
            ("", self.tr("not said")),
            ("account_holder", self.tr("The account holder")),
            ("joint_holder", self.tr("A joint holder")),
            ("helper", self.tr("A helper, with a letter")),
            ("executor", self.tr("The executor")),
        ):
            roles.addItem(words, code)
        self.role = self.saver.bind(Field(self.tr("I am"), roles, self), "role")
        self.papers = ChoiceBox(self)
        self.papers.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.paper = self.saver.bind(
            Field(self.tr("The letter of authority"), self.papers, self), "authority_evidence_id"
        )
        self.scope = self.saver.bind(
            Field(self.tr("What it lets me do"), QLineEdit(self), self), "authority_scope"
        )
        self.expires = self.saver.bind(
            Field(self.tr("Until when"), QLineEdit(self), self),
            "authority_expires",
            show=lambda r: When(r.authority_expires).words() if r.authority_expires else "",
        )
        self.hint = Muted(
            self.tr("Name the person you act for under “Others in it”, as account holder."), self
        )
        self.holder = Saver(desk, Person, self)
        self.holder_billed = self.holder.bind(
            Field(self.tr("Their name as on the bill"), QLineEdit(self), self), "name_on_bill"
        )
        self.holder_address = self.holder.bind(
            Field(self.tr("Their postal address"), note_edit(self, 2), self), "postal_address"
        )
        for widget in (
            self.role, self.paper, self.scope, self.expires, self.hint, self.holder_billed,
            self.holder_address,
        ):  # fmt: skip
            self.body.addWidget(widget)

    def fill(
        self,
        dispute_id: str,
        part: DisputePerson | None,
        papers: tuple[tuple[str, str], ...],
        holder: Person | None,
    ) -> None:
        """``holder`` is the account holder I act for, where one is named."""
        was = self.papers.blockSignals(True)
        self.papers.clear()
        self.papers.addItem(self.tr("none chosen"), "")
        for id, title in papers:
            self.papers.addItem(title, id)
        shown = part or DisputePerson(id="", role="")
        if self.papers.findData(shown.authority_evidence_id) < 0:
            self.papers.addItem(
                self.tr("a document no longer in the dispute"), shown.authority_evidence_id
            )
        self.papers.blockSignals(was)
        self.papers.setCurrentIndex(max(0, self.papers.findData(shown.authority_evidence_id)))
        self.saver.fill(shown, dispute_id)
        acts = shown.role in ("helper", "executor")
        for widget in (self.paper, self.scope, self.expires):
            widget.setVisible(acts)
        self.hint.setVisible(acts and holder is None)
        for field in (self.holder_billed, self.holder_address):
            field.setVisible(acts and holder is not None)
        if holder is not None:
            if holder.id != self.holder.id:
                self.holder.save()
            self.holder.fill(holder)

    def _save(self, dispute_id: str, _words: str, values: dict[str, Any]) -> Change:
        from onrecord.services.sides import set_my_part

        names = {
            "role": "role",
            "authority_scope": "scope",
            "authority_expires": "expires",
            "authority_evidence_id": "evidence_id",
        }
        given = {names[name]: value for name, value in values.items()}
        return set_my_part(self._desk.vault, dispute_id, **given)


class Parties(Fold):
    """The firm behind the company, its agent, a debt buyer; and a line of steps against each."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title = self.tr("Who stands behind the company")
        self.button.setText(self.title)
        self.set_open(False)
        self._desk = desk
        self._dispute = ""
        self._roles = {
            "legal_entity": self.tr("the legal firm"),
            "parent": self.tr("its parent company"),
            "agent": self.tr("acts for it"),
            "debt_buyer": self.tr("bought the debt"),
            "other": self.tr("another side"),
        }
        self.parties = ChipRow("", self, on_remove=self._drop)
        self.parties.title.hide()
        self.role = QComboBox(self)
        for code, words in self._roles.items():
            self.role.addItem(words, code)
        self.role.setAccessibleName(self.tr("What they are to the company"))
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(self.tr("Name, then Enter"))
        self.name.setAccessibleName(self.tr("Name of the other company"))
        self.name.returnPressed.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.role)
        row.addWidget(self.name, 1)
        self.menu = QMenu(self)
        self.track = LinkButton(
            self.tr("Own steps and dates against"), self, icon="ladder", menu=self.menu
        )
        self.body.addWidget(self.parties)
        self.body.addLayout(row)
        self.body.addWidget(self.track, 0, Qt.AlignmentFlag.AlignLeft)
        self.saver = Saver(desk, Counterparty, self)
        self._companies: dict[str, Counterparty] = {}
        self.whose = ChoiceBox(self)
        self.whose.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.whose.setAccessibleName(self.tr("Whose address it is"))
        self.whose.activated.connect(lambda _at: self._show_address())
        self.address = self.saver.bind(
            Field(self.tr("Where a letter to them goes"), note_edit(self, 2), self), "address"
        )
        self.email = self.saver.bind(Field(self.tr("Their email"), QLineEdit(self), self), "email")
        for widget in (self.whose, self.address, self.email):
            self.body.addWidget(widget)

    def fill(
        self,
        dispute_id: str,
        parties: tuple[tuple[str, str, str, str, bool], ...],
        companies: tuple[Counterparty, ...] = (),
    ) -> None:
        """``parties`` are (row, company's id, name, role, whether steps run against it)."""
        if dispute_id != self._dispute:
            self.name.clear()
        self._dispute = dispute_id
        self.parties.show_roles(
            [(row, name, self._roles.get(role, role)) for row, _, name, role, _ in parties]
        )
        self.parties.setVisible(bool(parties))
        self.menu.clear()
        free = [one for one in parties if not one[4]]
        for _, company, name, _, _ in free:
            self.menu.addAction(name.replace("&", "&&")).triggered.connect(
                lambda _on=False, company=company: self._open_track(company)
            )
        self.track.setVisible(bool(free))
        self._companies = {one.id: one for one in companies}
        chosen = self.whose.currentData()
        self.whose.clear()
        for one in companies:
            self.whose.addItem(one.name, one.id)
        self.whose.setCurrentIndex(max(0, self.whose.findData(chosen)))
        self.whose.setVisible(len(companies) > 1)
        for field in (self.address, self.email):
            field.setVisible(bool(companies))
        self._show_address()

    def show_company(self, id: str) -> None:
        """The address of this company, where it is one of them."""
        self.whose.setCurrentIndex(max(0, self.whose.findData(id)))
        self._show_address()

    def _show_address(self) -> None:
        company = self._companies.get(str(self.whose.currentData() or ""))
        if company is None:
            return
        if company.id != self.saver.id:
            self.saver.save()
        self.saver.fill(company)

    def _add(self) -> None:
        name, role = self.name.text(), str(self.role.currentData())
        vault, dispute = self._desk.vault, self._dispute
        if not name.strip():
            return

        def verb() -> Change:
            from onrecord.services.sides import link_party

            return link_party(vault, dispute, name, role)

        self._desk.session.do(verb, lambda _change: self.name.clear(), self)

    def _drop(self, row: str) -> None:
        vault = self._desk.vault

        def verb() -> Change:
            from onrecord.services.sides import drop_party

            return drop_party(vault, row)

        self._desk.session.do(verb, say=True)

    def _open_track(self, company: str) -> None:
        vault, dispute = self._desk.vault, self._dispute

        def verb() -> Change:
            from onrecord.services.sides import open_track

            return open_track(vault, dispute, company)

        self._desk.session.do(verb, say=True)


def parties_of(vault: Any, dispute_id: str) -> tuple[tuple[str, str, str, str, bool], ...]:
    """What ``Parties.fill`` takes; runs off the GUI thread."""
    rows = vault.query(
        "SELECT p.id, c.id AS company, c.name, p.role, EXISTS (SELECT 1 FROM track t WHERE"
        " t.dispute_id = p.dispute_id AND t.counterparty_id = c.id) AS tracked"
        " FROM dispute_party p JOIN counterparty c ON c.id = p.counterparty_id"
        " WHERE p.dispute_id = ? ORDER BY p.rowid",
        [dispute_id],
    )
    return tuple((r["id"], r["company"], r["name"], r["role"], bool(r["tracked"])) for r in rows)


def companies_of(vault: Any, dispute_id: str) -> tuple[Counterparty, ...]:
    """The companies beside the one the dispute is with, in the order they were added."""
    ids = [row[1] for row in parties_of(vault, dispute_id)]
    known = {one.id: one for id in ids for one in vault.find(Counterparty, "id = ?", [id])}
    return tuple(known.values())


def papers_of(vault: Any, dispute_id: str) -> tuple[tuple[str, str], ...]:
    """The dispute's documents, as (id, title)."""
    rows = vault.query(
        "SELECT e.id, e.title, e.file_name FROM evidence e JOIN dispute_evidence l"
        " ON l.evidence_id = e.id WHERE l.dispute_id = ? AND e.trashed_at = ''"
        " ORDER BY l.rowid DESC LIMIT 200",
        [dispute_id],
    )
    return tuple((row["id"], row["title"] or row["file_name"]) for row in rows)
