"""A mail whose attached file decides: the check names it, and a command makes it a document."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from test_cli import Shell, shell

__all__ = ["shell"]


def test_what_a_mail_came_with_is_named_by_the_check_until_it_is_kept(
    shell: Shell, tmp_path: Path
) -> None:
    dispute = shell.json(
        "dispute", shell.vault, "add", "--company", "Blue Heron (sample)", "--what", "Goods held"
    )["id"]
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "claims@blueheron.example", "Your shipment"
    mail.set_content("The weight ticket is attached.")
    mail.add_attachment(
        b"Net 4,080 lb", maintype="text", subtype="plain", filename="weight ticket.txt"
    )
    path = tmp_path / "mail.eml"
    path.write_bytes(mail.as_bytes())
    shell.run("attach", shell.vault, dispute, path, "--wait")
    packet = shell.json("packet", shell.vault, "new", dispute, "--for", "formal")["id"]
    told = "“Your shipment” came with “weight ticket.txt”: the PDF names what was attached"
    assert told in shell.run("packet", shell.vault, "check", packet, "--quick")
    (kept,) = shell.json("evidence", shell.vault, "attached", "Your shipment")
    assert (kept["name"], kept["state"], kept["problem"]) == ("weight ticket.txt", "added", "")
    assert "Net 4,080 lb" in shell.run("evidence", shell.vault, "show", kept["id"], "--text")
    assert told not in shell.run("packet", shell.vault, "check", packet, "--quick")
    shell.run("fact", shell.vault, dispute, "It weighed 4,080 lb", "--shown", "weight ticket")
    shell.run("evidence", shell.vault, "attached", "weight ticket", status=1)
    assert "Nothing is attached" in shell.errors
