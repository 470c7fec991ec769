"""The check asks about pages nobody could read once words are blacked out everywhere, and tells of
what a box leaves elsewhere."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from packet.papers import paper, says
from test_cli import Shell, shell

__all__ = ["shell"]


def _begun(shell: Shell, folder: Path, *, picture: bool) -> str:
    dispute = shell.json(
        "dispute", shell.vault, "add", "--company", "Northline Telecom (sample)", "--what",
        "Charged after cancelling",
    )["id"]  # fmt: skip
    data = paper([says("Account no. 4471 0098 2213"), says("4471-0098-2213")])
    (folder / "bill.pdf").write_bytes(data)
    files = [folder / "bill.pdf"]
    if picture:
        made = io.BytesIO()
        Image.new("RGB", (300, 400), "white").save(made, "PNG")
        (folder / "letter.png").write_bytes(made.getvalue())
        files.append(folder / "letter.png")
    shell.run("attach", shell.vault, dispute, *files, "--wait")
    return shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]


def test_a_page_nobody_can_read_holds_the_export_up_until_it_was_looked_at(
    shell: Shell, tmp_path: Path
) -> None:
    packet = _begun(shell, tmp_path, picture=True)
    shell.run("packet", shell.vault, "hide", packet, "--found", "account_number")
    dispute = shell.json("dispute", shell.vault, "list")[0]["id"]
    out = tmp_path / "out.pdf"
    shell.run("export", shell.vault, dispute, out, "--packet", packet, status=1)
    assert "No words can be read on page 1 of “letter”" in shell.errors and not out.exists()
    shell.run("packet", shell.vault, "mark", packet, "letter", "1", "10", "10", "90", "40")
    shell.run("export", shell.vault, dispute, out, "--packet", packet)
    assert out.exists()


def test_what_a_box_leaves_elsewhere_is_a_tip(shell: Shell, tmp_path: Path) -> None:
    packet = _begun(shell, tmp_path, picture=False)
    box = ("bill", "1", "60", "120", "400", "150")
    shell.run("packet", shell.vault, "mark", packet, *box, "--only-here")
    lines = shell.json("packet", shell.vault, "check", packet)["lines"]
    (tip,) = [one for one in lines if one["key"].startswith("only_here:")]
    assert tip["level"] == "tip" and "A1 page 2" in tip["words"]
    assert len(shell.json("packet", shell.vault, "marks", packet)) == 1
