"""A whole dispute as JSON and back, exactly; a wrong file changes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from onrecord.bundled import schema
from onrecord.domain.dispute import Dispute
from onrecord.domain.evidence import Evidence, ObjectRecord
from onrecord.domain.packet import Bundle
from onrecord.domain.person import Person
from onrecord.errors import NewerFormat, NotFound, Refused
from onrecord.services.attach_files import Pasted, attach_files
from onrecord.services.dispute_file import TABLES, WITH_FILE, columns
from onrecord.services.edit_record import edit_record
from onrecord.services.export_bundle import export_bundle, packet_to_export, save_bundle_again
from onrecord.services.export_data import export_data, files_folder
from onrecord.services.import_data import import_data
from onrecord.services.open_dispute import open_dispute
from onrecord.services.read_documents import read_documents, waiting
from onrecord.services.sample.build_sample import build_sample
from onrecord.services.views.timeline import timeline
from onrecord.services.workshop import Workshop
from onrecord.vault.vault import Vault

PASSPHRASE = "five plain words for tests"

DAY = date(2026, 3, 17)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Vault]:
    made, _ = Vault.create(tmp_path / "Other.onrecord", PASSPHRASE, work_factor=4, memory=None)
    yield made
    made.close()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workshop, Path]]:
    """A vault with the sample and its finished PDF, and that dispute exported."""
    folder = tmp_path_factory.mktemp("sample")
    vault, _ = Vault.create(folder / "Mine.onrecord", PASSPHRASE, work_factor=4, memory=None)
    with Workshop(vault) as made:
        dispute = build_sample(made, DAY)
        export_bundle(made, packet_to_export(vault, dispute))
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
    assert len(before) == 8  # seven documents and the PDF that was made
    assert [r.words for r in timeline(other, id, today=DAY) if r.kind != "evidence"] == [
        r.words for r in timeline(vault, id, today=DAY) if r.kind != "evidence"
    ]
    bundle = other.find(Bundle)[0]
    save_bundle_again(other, bundle.id, tmp_path / "again.pdf")
    save_bundle_again(vault, bundle.id, tmp_path / "first.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "first.pdf").read_bytes()
    assert other.verify().ok


def test_documents_taken_in_are_read_again_and_keep_what_the_user_wrote(
    workshop: Workshop, other: Vault, sample: Path, tmp_path: Path
) -> None:
    import_data(other, sample)
    assert len(waiting(other)) == 7
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


def test_the_schema_names_every_column_and_no_other() -> None:
    rules = json.loads(schema("dispute.schema.json").read_text("utf-8"))
    for cls in TABLES:
        wanted = {*columns(cls), *(["file"] if cls in WITH_FILE else [])}
        assert set(rules["$defs"][cls.TABLE]["properties"]) == wanted
        assert set(rules["$defs"][cls.TABLE]["required"]) == wanted
    assert set(rules["required"]) == {"format", "version", *(cls.TABLE for cls in TABLES)}
