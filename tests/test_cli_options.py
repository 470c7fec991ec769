"""How the files of a packet are made, by commands alone."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from jsonschema import Draft202012Validator
from PIL import Image
from pypdf import PdfReader

from onrecord.bundled import schema
from packet.papers import paper, says
from test_cli import Shell, shell

__all__ = ["shell"]

VALIDATOR = Draft202012Validator(json.loads(schema("manifest.schema.json").read_text("utf-8")))


@pytest.fixture
def dispute(shell: Shell, tmp_path: Path) -> str:
    id = shell.json(
        "dispute", shell.vault, "add", "--company", "Northline Telecom (sample)",
        "--what", "Charged after I cancelled",
    )["id"]  # fmt: skip
    for n in (1, 2, 3):
        pages = [says(f"Bill {n} page {p}") for p in range(1, 6)]
        (tmp_path / f"bill{n}.pdf").write_bytes(paper(pages))
        shell.run("attach", shell.vault, id, tmp_path / f"bill{n}.pdf")
    return id


def labels(path: Path, password: str = "") -> list[str]:
    with pikepdf.open(path, password=password) as pdf:
        return [page.label for page in pdf.pages]


def test_volumes_with_the_original_files_beside_them(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    made = shell.json(
        "export", shell.vault, dispute, tmp_path / "out.pdf", "--volume-pages", "12",
        "--originals", "--paper", "letter",
    )  # fmt: skip
    volumes = [name for name in made["files"] if "volume" in name]
    assert len(volumes) >= 2
    seen = [label for name in volumes for label in labels(tmp_path / name)]
    assert seen == [str(n) for n in range(1, made["page_count"] + 1)]
    manifest = json.loads((tmp_path / "out.manifest.json").read_text("utf-8"))
    VALIDATOR.validate(manifest)
    assert len(manifest["volumes"]) == len(volumes) and len(manifest["along"]) == 3
    with zipfile.ZipFile(tmp_path / "out originals.zip") as beside:
        assert beside.read("A1 bill1.pdf") == (tmp_path / "bill1.pdf").read_bytes()


def test_what_is_set_is_kept_in_the_packet_until_it_is_set_otherwise(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    plain = shell.json("export", shell.vault, dispute, tmp_path / "a.pdf")
    large = shell.json("export", shell.vault, dispute, tmp_path / "b.pdf", "--large-print")
    again = shell.json("export", shell.vault, dispute, tmp_path / "c.pdf")
    assert again["again"] and again["id"] == large["id"] != plain["id"]
    normal = shell.json("export", shell.vault, dispute, tmp_path / "d.pdf", "--normal-print")
    assert normal["page_count"] == plain["page_count"]


def test_a_pdf_with_a_passphrase(shell: Shell, dispute: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("six plain words for this one\n")
    made = shell.json(
        "export", shell.vault, dispute, tmp_path / "out.pdf",
        "--pdf-passphrase-file", tmp_path / "key",
    )  # fmt: skip
    assert made["files"] == ["out.pdf"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "out.pdf")
    assert len(labels(tmp_path / "out.pdf", "six plain words for this one")) == made["page_count"]


def test_a_page_is_turned_and_a_form_of_it_that_is_none_refused(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    shell.json(
        "export", shell.vault, dispute, tmp_path / "out.pdf", "--turn", "bill2.pdf:3=180",
    )  # fmt: skip
    manifest = json.loads((tmp_path / "out.manifest.json").read_text("utf-8"))
    number = next(
        p["number"] for p in manifest["pages"] if (p["exhibit"], p["exhibit_page"]) == ("A2", 3)
    )
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        turned = [n for n, page in enumerate(pdf.pages, 1) if page.obj.get("/Rotate") == 180]
    assert turned == [number]
    shell.run("export", shell.vault, dispute, tmp_path / "x.pdf", "--turn", "A2", status=2)


def test_late_additions_go_on_behind_what_was_sent(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    shell.run("export", shell.vault, dispute, tmp_path / "early.pdf", "--late", status=1)
    assert "No packet of this dispute was sent yet" in shell.errors
    sent = shell.json("export", shell.vault, dispute, tmp_path / "sent.pdf")
    shell.json("send", shell.vault, "record", dispute, "--way", "post", "--day", "3 March 2026")
    (tmp_path / "late.pdf").write_bytes(paper([says("Late")]))
    shell.run("attach", shell.vault, dispute, tmp_path / "late.pdf")
    late = shell.json("export", shell.vault, dispute, tmp_path / "more.pdf", "--late")
    assert late["not_in_packet"] == []  # what was sent is not asked about again
    assert labels(tmp_path / "more.pdf")[0] == str(sent["page_count"] + 1)
    manifest = json.loads((tmp_path / "more.manifest.json").read_text("utf-8"))
    VALIDATOR.validate(manifest)
    assert [e["label"] for e in manifest["exhibits"]] == ["A4"]


def test_pictures_become_smaller_until_it_fits(shell: Shell, dispute: str, tmp_path: Path) -> None:
    Image.effect_noise((1400, 1400), 90).convert("RGB").save(tmp_path / "scan.jpg", quality=92)
    shell.run("attach", shell.vault, dispute, tmp_path / "scan.jpg")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    told = shell.json("packet", shell.vault, "fit", packet, "--to", "1.2", "--try")
    assert told["before"] > 1_200_000 >= told["after"] and not told["changed"]
    assert told["worst"] == {"label": "A4", "page": 1}
    before = shell.json("export", shell.vault, dispute, tmp_path / "a.pdf", "--packet", packet)
    assert (tmp_path / "a.pdf").stat().st_size > 1_200_000, before
    made = shell.json("packet", shell.vault, "fit", packet, "--to", "1.2")
    assert made["changed"] and made["pictures"] == told["pictures"]
    shell.json("export", shell.vault, dispute, tmp_path / "b.pdf", "--packet", packet)
    assert (tmp_path / "b.pdf").stat().st_size <= 1_200_000
    shell.run("packet", shell.vault, "fit", packet, status=1)
    assert "--to" in shell.errors


def test_a_packet_in_a_language_whose_words_somebody_brought(
    shell: Shell, dispute: str, tmp_path: Path
) -> None:
    assert shell.json("packet", shell.vault, "words")["languages"] == ["en", "de"]
    shell.run("export", shell.vault, dispute, tmp_path / "x.pdf", "--language", "es", status=1)
    assert "no words of ours in “es”" in shell.errors and not (tmp_path / "x.pdf").exists()
    shell.run("packet", shell.vault, "words", tmp_path / "es.json", "--list", "es")
    asked = json.loads((tmp_path / "es.json").read_text("utf-8"))
    assert asked["language"] == "es" and len(asked["words"]) > 300
    words = {"Contents": "Índice", "Documents": "Documentos", "p.": "pág.", "March": "marzo",
             "5 March 2026": "5 de marzo de 2026", "Prepared for {0}": "Para {0}"}  # fmt: skip
    asked["words"].update(words)
    (tmp_path / "es.json").write_text(json.dumps(asked), "utf-8")
    kept = shell.json("packet", shell.vault, "words", tmp_path / "es.json")
    assert (kept["id"], kept["known"]) == ("es", 6)
    shell.run("evidence", shell.vault, "set", "bill1.pdf", "--dated", "9 March 2026")
    made = tmp_path / "es.pdf"
    shell.run("export", shell.vault, dispute, made, "--language", "es")
    with pikepdf.open(made) as pdf:
        assert str(pdf.Root["/Lang"]) == "es"
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert "Índice (pág. 2)" in titles and any(one.startswith("Documentos") for one in titles)
    said = "\n".join(page.extract_text() for page in PdfReader(made).pages)
    assert "9 de marzo de 2026" in said and "A1 · pág. 1" in said
    before = made.read_bytes()
    shell.run("export", shell.vault, dispute, made)
    assert made.read_bytes() == before
    asked["words"]["Prepared for {0}"] = "Para"
    (tmp_path / "es.json").write_text(json.dumps(asked), "utf-8")
    shell.run("packet", shell.vault, "words", tmp_path / "es.json", status=1)
