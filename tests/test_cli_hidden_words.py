"""What is blacked out everywhere, by commands alone: it stands in nothing that goes out."""

from __future__ import annotations

from pathlib import Path

from packet.papers import holds, paper, says, text_of
from test_cli import Shell, shell

__all__ = ["shell"]

NUMBER = "4471 0098 2213"


def begun(shell: Shell, folder: Path, *pages: bytes, account: str = "") -> tuple[str, str]:
    """A dispute whose company is to be hidden, and a packet with a letter: (dispute, packet)."""
    dispute = shell.json(
        "dispute", shell.vault, "add", "--company", "Quillfeather Ltd (sample)", "--what",
        "Quillfeather kept my deposit", "--want", "Pay it back",
        *(["--account", account] if account else []),
    )["id"]  # fmt: skip
    (folder / "note.pdf").write_bytes(paper(pages or [says("Mr Quillfeather said no")]))
    shell.run("attach", shell.vault, dispute, folder / "note.pdf", "--wait")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    return dispute, packet


def test_a_name_stands_neither_in_the_letter_nor_beside_the_pdf(
    shell: Shell, tmp_path: Path
) -> None:
    dispute, packet = begun(shell, tmp_path)
    shell.run("packet", shell.vault, "hide", packet, "Quillfeather")
    out = tmp_path / "out"
    shell.run("export", shell.vault, dispute, out, "--folder", "--packet", packet)
    (made,) = out.glob("*.pdf")
    data = made.read_bytes()
    assert not holds(data, "Quillfeather")
    letter = text_of(data, 2)
    assert "Dear [removed] Ltd" in letter and "[removed] kept my deposit." in letter
    assert "Prepared for [removed] Ltd" in (out / "CHECK.txt").read_text("utf-8")
    for one in out.iterdir():
        assert "quillfeather" not in one.name.lower()
        assert b"quillfeather" not in one.read_bytes().lower()


def test_a_number_in_the_letter_does_not_hold_the_packet_back(shell: Shell, tmp_path: Path) -> None:
    dispute, packet = begun(shell, tmp_path, says(f"Account {NUMBER}"), account=NUMBER)
    shell.run("packet", shell.vault, "hide", packet, NUMBER)
    out = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, out, "--packet", packet)
    assert not holds(out.read_bytes(), NUMBER)


def test_what_stands_in_the_letter_alone_can_be_blacked_out(shell: Shell, tmp_path: Path) -> None:
    dispute, packet = begun(shell, tmp_path)
    shell.run("packet", shell.vault, "hide", packet, "complaints procedure")
    out = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, out, "--packet", packet)
    assert "under your [removed] and" in " ".join(text_of(out.read_bytes(), 2).split())


def test_mending_all_at_once_shows_nothing_again(shell: Shell, tmp_path: Path) -> None:
    dispute, packet = begun(shell, tmp_path)
    shell.run("dispute", shell.vault, "me", dispute, "--name", "Sam Okafor (sample)")
    shell.run("packet", shell.vault, "hide", packet, "Quillfeather", "Okafor")
    made = shell.json("packet", shell.vault, "check", packet, "--quick", "--mend")
    assert "own_name:Okafor" in {line["key"] for line in made["lines"]}
    assert len(shell.json("packet", shell.vault, "marks", packet)) == 2
