"""A whole dispute as JSON and back, exactly; a wrong file changes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.bundled import schema
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import DisputeEvidence, Evidence, ObjectRecord
from onrecord.domain.fact import Citation
from onrecord.domain.ids import new_id
from onrecord.domain.ledger import LedgerEntry
from onrecord.domain.letter import Letter, LetterTemplate
from onrecord.domain.packet import Bundle, Packet
from onrecord.domain.person import Person
from onrecord.domain.record import Record
from onrecord.errors import NewerFormat, NotFound, Refused
from onrecord.services.adverse import keep_out
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.derive import derived
from onrecord.services.dispute_file import (
    LATER,
    LATER_TABLES,
    LINKS,
    LISTS,
    NO_ROW,
    ROOTS,
    TABLES,
    WITH_FILE,
    columns,
    from_plain,
    owner,
    references,
)
from onrecord.services.dispute_schema import dispute_schema
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle, packet_to_export, write_bundle
from onrecord.services.export_data import export_data, files_folder
from onrecord.services.form_words import set_field
from onrecord.services.import_data import import_data
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents, waiting
from onrecord.services.sample.build_sample import build_sample
from onrecord.services.stored import object_record
from onrecord.services.views.timeline import timeline
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"

DAY = date(2026, 3, 17)


@pytest.fixture(scope="module")
def empty_other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of another vault with nothing in it, to be copied."""
    folder = tmp_path_factory.mktemp("other") / "Other.onrecord"
    made, _ = Vault.create(folder, PASSPHRASE, work_factor=4, memory=None)
    made.close()
    return folder


def copy_of(empty: Path, where: Path) -> Vault:
    return Vault.open(shutil.copytree(empty, where / empty.name), PASSPHRASE, memory=None)


@pytest.fixture
def other(tmp_path: Path, empty_other: Path) -> Iterator[Vault]:
    made = copy_of(empty_other, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workshop, Path]]:
    """A vault with the sample and its finished PDF, and that dispute exported."""
    folder = tmp_path_factory.mktemp("sample")
    vault, _ = Vault.create(folder / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=None)
    with Workshop(vault) as made:
        dispute = build_sample(made, DAY)
        packet = packet_to_export(vault, dispute)
        set_field(vault, packet, "name", "Kim Doe (sample)")
        keep_out(vault, packet, vault.find(Evidence, order="rowid")[0].id)
        export_bundle(made, packet)
        export_data(vault, folder / "sample.json")
        yield made, folder / "sample.json"


@pytest.fixture
def workshop(told: tuple[Workshop, Path]) -> Workshop:
    return told[0]


@pytest.fixture
def sample(told: tuple[Workshop, Path], tmp_path: Path) -> Path:
    """The exported sample, to be spoilt."""
    shutil.copytree(files_folder(told[1]), tmp_path / "sample.files")
    return Path(shutil.copy(told[1], tmp_path / "sample.json"))


def everything(vault: Vault) -> dict[str, int]:
    return {cls.TABLE: vault.count(cls) for cls in (*TABLES, ObjectRecord)} | {
        "objects": len(list(vault.objects.ids())),
        "custody": vault.custody_head().length,
    }


def test_the_round_trip_is_exact(
    workshop: Workshop, other: Vault, sample: Path, tmp_path: Path
) -> None:
    vault = workshop.vault
    id = import_data(other, sample).result
    again = tmp_path / "again.json"
    export_data(other, again)
    assert again.read_bytes() == sample.read_bytes()
    before = {p.name: p.read_bytes() for p in files_folder(sample).iterdir()}
    after = {p.name: p.read_bytes() for p in files_folder(again).iterdir()}
    assert before == after
    assert len(before) == 9  # eight documents and the PDF that was made
    assert [r.words for r in timeline(other, id, today=DAY) if r.kind != "evidence"] == [
        r.words for r in timeline(vault, id, today=DAY) if r.kind != "evidence"
    ]
    bundle = other.find(Bundle)[0]
    write_bundle(Workshop(other), bundle.id, tmp_path / "again.pdf")
    write_bundle(workshop, bundle.id, tmp_path / "first.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "first.pdf").read_bytes()
    assert other.verify().ok


def test_documents_taken_in_are_read_again_and_keep_what_the_user_wrote(
    workshop: Workshop, other: Vault, sample: Path, tmp_path: Path
) -> None:
    import_data(other, sample)
    assert len(waiting(other)) == 8
    read_documents(other, workshop.reader)
    again = tmp_path / "again.json"
    export_data(other, again)
    assert again.read_bytes() == sample.read_bytes()


def test_the_private_address_never_leaves(workshop: Workshop, tmp_path: Path) -> None:
    person = workshop.vault.find(Person)[0]
    edit_record(workshop.vault, Person, person.id, private_contact="hidden@mail.example")
    target = tmp_path / "x.json"
    export_data(workshop.vault, target)
    assert "hidden@mail.example" not in target.read_text("utf-8")


def test_a_document_with_the_longest_name_a_disk_takes_goes_out_too(
    workshop: Workshop, other: Vault, tmp_path: Path
) -> None:
    vault = workshop.vault
    dispute = open_dispute(vault, "Northline (sample)", "Billed").result
    attach_files(vault, [Pasted("文" * 83 + ".txt", b"84.20")], dispute_id=dispute)
    target = tmp_path / "long.json"
    export_data(vault, target, dispute)
    (name,) = [one.name for one in (tmp_path / "long.files").iterdir()]
    assert len(name.encode("utf-8")) < 200 and name.endswith("文.txt")
    import_data(other, target)
    assert other.find(Evidence)[0].file_name == "文" * 83 + ".txt"


def test_the_same_dispute_is_not_taken_in_twice(workshop: Workshop, sample: Path) -> None:
    before = everything(workshop.vault)
    with pytest.raises(Refused, match="already") as refused:
        import_data(workshop.vault, sample)
    assert refused.value.path == "dispute[0].id"
    assert everything(workshop.vault) == before


def change(data: dict[str, Any], path: str, value: object) -> None:
    *steps, last = path.replace("[", ".").replace("]", "").split(".")
    for step in steps:
        data = data[int(step) if step.isdigit() else step]  # type: ignore[index]
    data[int(last) if last.isdigit() else last] = value  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("contact[1].dated", "14/03/26", "contact[1].dated"),
        ("contact[1].dated", "2026-02-30", "contact[1].dated"),
        ("evidence[0].kind", "poem", "evidence[0].kind"),
        ("evidence[2].page_count", "two", "evidence[2].page_count"),
        ("evidence[0].file.sha256", "0" * 64, "evidence[0].file"),
        ("evidence[0].file.length", 5, "evidence[0].file"),
        ("evidence[0].file.name", "../../secret", "evidence[0].file.name"),
        ("evidence[0].file.name", "not-there.pdf", "evidence[0].file"),
        ("dispute[0].id", "ABC", "dispute[0].id"),
        ("dispute", [], "dispute"),
        ("contact_line[0].contact_id", "0" * 16, "contact_line[0].contact_id"),
        ("citation[0].of_id", "0" * 16, "citation[0].of_id"),
        ("contact[0].surprise", "x", "contact[0]"),
        ("bundle[0].content.title", 7, "bundle[0].content.title"),
        ("promise[0].amount_minor", 1.5, "promise[0].amount_minor"),
        ("contact[0].notes", "half a letter \ud83d", "contact[0].notes"),
        ("contact[0].zone", "Mars/Base", "contact[0].zone"),
        ("contact[1].duration_s", -500, "contact[1].duration_s"),
        ("citation[0].page", -3, "citation[0].page"),
        ("contact[0].notes", json.loads("[" * 300 + "]" * 300), "contact[0].notes"),
    ],
)
def test_a_wrong_file_is_refused_by_its_field_and_changes_nothing(
    other: Vault, sample: Path, path: str, value: object, said: str
) -> None:
    data = json.loads(sample.read_text("utf-8"))
    change(data, path, value)
    sample.write_text(json.dumps(data), "utf-8")
    before = everything(other)
    with pytest.raises(Refused) as refused:
        import_data(other, sample)
    assert refused.value.path == said
    assert "\n" not in str(refused.value)
    assert everything(other) == before
    assert other.objects.unlisted({o.id for o in other.find(ObjectRecord)}) == []


def test_a_file_of_an_earlier_version_is_taken_in_with_what_was_added_since_as_it_begins(
    other: Vault, sample: Path
) -> None:
    data = json.loads(sample.read_text("utf-8"))
    for cls, names in LATER.items():
        for row in data[cls.TABLE]:
            for name in names:
                del row[name]
    for cls in LATER_TABLES:
        del data[cls.TABLE]
    sample.write_text(json.dumps(data), "utf-8")
    id = import_data(other, sample).result
    taken = other.find(Packet, "dispute_id = ?", [id])
    assert taken and {one.agency_id for one in taken} == {""}


def test_what_is_no_dispute_at_all_is_said(other: Vault, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for text in ("", "[]", "{}", "nonsense", '{"format": "other"}', "[" * 100_000):
        path.write_text(text, "utf-8")
        with pytest.raises(Refused, match="not a dispute written by OnRecord"):
            import_data(other, path)
    path.write_text('{"format": "onrecord-dispute", "version": 99}', "utf-8")
    with pytest.raises(NewerFormat):
        import_data(other, path)
    with pytest.raises(Refused, match="cannot be read"):
        import_data(other, tmp_path / "missing.json")


def test_an_export_writes_over_nothing_and_leaves_nothing_half_done(
    vault: Vault, dispute: str, tmp_path: Path
) -> None:
    target = tmp_path / "x.json"
    files_folder(target).mkdir()
    (files_folder(target) / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="something in it"):
        export_data(vault, target)
    assert not target.exists()
    open_dispute(vault, "Hotel (sample)", "Kept the deposit")
    with pytest.raises(Refused, match="say which one"):
        export_data(vault, tmp_path / "y.json")
    with pytest.raises(NotFound):
        export_data(vault, tmp_path / "y.json", "0" * 16)
    assert [p.name for p in tmp_path.glob("y*")] == []


def test_two_disputes_that_share_a_document_can_both_be_taken_in(
    vault: Vault, other: Vault, tmp_path: Path
) -> None:
    ids = [open_dispute(vault, "Hotel (sample)", f"Matter {n}").result for n in (1, 2)]
    for id in ids:
        attach_files(vault, [Pasted("shared.txt", b"shared words")], dispute_id=id)
        export_data(vault, tmp_path / f"{id}.json", id)
    for id in ids:
        import_data(other, tmp_path / f"{id}.json")
    assert (other.count(Dispute), other.count(Evidence), other.count(ObjectRecord)) == (2, 1, 1)


def test_the_published_schema_is_the_one_in_use() -> None:
    published = json.loads(schema("dispute.schema.json").read_text("utf-8"))
    assert published == dispute_schema(), (
        "python -m onrecord.services.dispute_schema > schemas/dispute.schema.json"
    )
    for cls in TABLES:
        wanted = {*columns(cls), *(["file"] if cls in WITH_FILE else [])}
        assert set(published["$defs"][cls.TABLE]["properties"]) == wanted
        assert set(published["$defs"][cls.TABLE]["required"]) == wanted - LATER.get(cls, set())


def test_every_table_has_a_way_into_the_file_and_every_link_is_known() -> None:
    for cls in TABLES:
        way_in = owner(cls) or cls in ROOTS or cls in (Dispute, LetterTemplate)
        assert way_in, f"nothing says to which dispute a {cls.TABLE} belongs"
        for name in columns(cls):
            if name.endswith("_id") and name not in NO_ROW:
                assert name in references(cls), f"what does {cls.TABLE}.{name} name?"


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_DAYS = st.dates(date(1990, 1, 1), date(2080, 1, 1)).map(date.isoformat)
_WHENS = st.one_of(
    st.sampled_from(
        [
            "",
            "2026",
            "2026-03",
            "2011-05/2011-09",
            "2026-03-03/2026-03-03~about",
            "2026/2026~spring",
        ]
    ),
    _DAYS,
    _DAYS.map(lambda day: f"{day}T14:21"),
)
_MOMENTS = _DAYS.map(lambda day: f"{day}T10:00:00Z")


def _value(draw: st.DrawFn, rule: dict[str, Any]) -> Any:
    """Anything that the rule of a column allows; links are filled by ``_rows``."""
    if "$ref" in rule:
        return draw(_WHENS if rule["$ref"].endswith("when") else st.one_of(st.just(""), _MOMENTS))
    if "enum" in rule:
        return draw(st.sampled_from(rule["enum"]))
    kind, pattern = rule["type"], rule.get("pattern", "")
    if kind == "boolean":
        return draw(st.booleans())
    if kind == "array":
        items = rule["items"]
        return [_value(draw, items) for _ in range(draw(st.integers(0, 2)))]
    if kind == "object":
        return draw(st.dictionaries(_TEXT, st.one_of(_TEXT, st.integers(0, 9)), max_size=2))
    if kind == "integer" or kind == ["integer", "null"]:
        number = st.integers(rule["minimum"], rule["maximum"])
        return draw(number if kind == "integer" else st.one_of(st.none(), number))
    if "A-Z" in pattern:
        return draw(st.sampled_from(["", "GBP", "JPY"]))
    if "T" in pattern:
        return draw(_MOMENTS)
    return draw(_TEXT)


@st.composite
def filled(draw: st.DrawFn) -> dict[type[Record], list[dict[str, Any]]]:
    """Rows of every table of one dispute, with links between them; none has a file yet."""
    rules = dispute_schema()["$defs"]
    count = {cls: 1 if cls is Dispute else draw(st.integers(0, 2)) for cls in TABLES}
    count[Bundle] = 0  # a PDF that was made; the sample has one
    ids = {cls: [new_id() for _ in range(count[cls])] for cls in TABLES}
    made: dict[type[Record], list[dict[str, Any]]] = {}
    for cls in TABLES:
        properties, needed = rules[cls.TABLE]["properties"], {owner(cls), LINKS.get(cls), "to_id"}
        made[cls] = []
        for id in ids[cls]:
            row: dict[str, Any] = {}
            for name in columns(cls):
                target = references(cls).get(name)
                if name == "id":
                    row[name] = id
                elif (cls, name) in LISTS:
                    among = [one for to in LISTS[cls, name] for one in ids[to]]
                    row[name] = among[: draw(st.integers(0, 2))]
                elif target:
                    among = ids[target] if name in needed else ["", *ids[target]]
                    row[name] = draw(st.sampled_from(among)) if among else None
                elif name == "zone":
                    row[name] = draw(st.sampled_from(["", "Europe/London", "+05:45"]))
                else:
                    row[name] = _value(draw, properties[name])
            if cls is Citation:
                of = draw(st.sampled_from([Dispute, *(to for to in ids if owner(to) and ids[to])]))
                row["of_table"], row["of_id"] = of.TABLE, draw(st.sampled_from(ids[of]))
            if None not in [row.get(name) for name in references(cls)]:
                made[cls].append(row)
    return made


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(filled())
def test_whatever_a_dispute_holds_the_round_trip_is_exact(
    empty_vault: Path,
    empty_other: Path,
    rows: dict[type[Record], list[dict[str, Any]]],
) -> None:
    with TemporaryDirectory() as where:
        folder = Path(where)
        with copy_of(empty_vault, folder) as one, copy_of(empty_other, folder) as two:
            _put(one, rows)
            dispute = rows[Dispute][0]["id"]
            export_data(one, folder / "1.json", dispute)
            first = json.loads((folder / "1.json").read_text("utf-8"))
            own = [cls for cls in TABLES if owner(cls) == "dispute_id"]
            for cls in own:
                assert len(first[cls.TABLE]) == len(rows[cls])
            import_data(two, folder / "1.json")
            export_data(two, folder / "2.json", dispute)
            assert (folder / "2.json").read_bytes() == (folder / "1.json").read_bytes()
            assert two.verify().ok


def _put(vault: Vault, rows: dict[type[Record], list[dict[str, Any]]]) -> None:
    """As the app keeps them: what follows from other columns filled in, documents with bytes."""
    with vault.objects.begin_group() as group:
        stored = [group.add([row["id"].encode()], meta={}) for row in rows[Evidence]]
        group.seal()
        with vault.change("Filled for the test") as tx:
            for number, one in enumerate(stored):
                tx.insert(object_record(one))
                rows[Evidence][number]["object_id"] = one.id
            for cls in TABLES:
                for row in rows[cls]:
                    tx.insert(derived(from_plain(cls, row)))


def test_what_names_a_row_that_is_gone_names_nothing_in_the_file(
    vault: Vault, other: Vault, dispute: str, tmp_path: Path
) -> None:
    kept = attach_files(vault, [Pasted("a.txt", b"a"), Pasted("b.txt", b"b")], dispute_id=dispute)
    here, gone = kept.added
    with vault.change("Filled for the test") as tx:
        letter = tx.insert(
            Letter(dispute_id=dispute, enclosures=(gone, here), template="complaint")
        )
        entry = tx.insert(LedgerEntry(dispute_id=dispute, promise_id=new_id(), evidence_id=gone))
        tx.remove(Evidence, gone)
    export_data(vault, tmp_path / "x.json")
    import_data(other, tmp_path / "x.json")
    assert other.get(Letter, letter.id).enclosures == (here,)
    assert other.get(LedgerEntry, entry.id).evidence_id == ""
    assert other.get(LedgerEntry, entry.id).promise_id == ""
    assert other.count(DisputeEvidence) == 1


def test_the_user_s_own_template_comes_along_and_takes_no_place(
    vault: Vault, other: Vault, dispute: str, tmp_path: Path
) -> None:
    with vault.change("Filled for the test") as tx:
        own = tx.insert(LetterTemplate(name="Mine", body="Dear you"))
        tx.insert(LetterTemplate(based_on="thanks", body="Not used here"))
        ours = tx.insert(LetterTemplate(based_on="complaint", body="Their change"))
        tx.insert(Letter(dispute_id=dispute, template=own.id))
        tx.insert(Letter(dispute_id=dispute, template="complaint"))
    export_data(vault, tmp_path / "x.json")
    with other.change("Filled for the test") as tx:
        kept = tx.insert(LetterTemplate(based_on="complaint", body="My change"))
    import_data(other, tmp_path / "x.json")
    assert {one.id for one in other.find(LetterTemplate)} == {own.id, kept.id}
    assert ours.id not in {one.id for one in other.find(LetterTemplate)}
