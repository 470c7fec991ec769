"""Writes a mail draft (.eml) that mail programs open as a message to be sent.

``X-Unsent`` is what they look for. It has no sender and no date: the program that sends it sets
both. Runs in a worker only.
"""

from __future__ import annotations

from collections.abc import Callable
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.policy import SMTP

from onrecord.packet.letter import MailDraft


def mail_file(draft: MailDraft, provide: Callable[[str], bytes]) -> bytes:
    """The draft with its attachments, ``provide`` giving the bytes of each."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["Subject"] = _line(draft.subject)
    _address(mail, _line(draft.to))
    mail.set_content(draft.text + "\n", charset="utf-8", cte="quoted-printable")
    for one in draft.attachments:
        main, _, sub = one.media_type.partition("/")
        # A mail or a part within a mail would be opened by some programs; it travels as a file.
        if (
            main in ("", "message", "multipart")
            or not sub.replace("-", "").replace(".", "").replace("+", "").isalnum()
        ):
            main, sub = "application", "octet-stream"
        mail.add_attachment(
            provide(one.id), maintype=main, subtype=sub, filename=_line(one.name), cte="base64"
        )
    return mail.as_bytes()


def _address(mail: EmailMessage, to: str) -> None:
    """Who it goes to; what is no address of a mail is left for the person to type."""
    if not to:
        return
    try:
        mail["To"] = to
        header = mail["To"]
        known = [one.addr_spec.isascii() and one.domain for one in header.addresses]
        if header.defects or not known or not all(known):
            del mail["To"]
            return
        mail["To"].fold(policy=SMTP).encode("ascii")
    except (ValueError, IndexError, AttributeError, HeaderParseError):
        del mail["To"]


def _line(words: str) -> str:
    """One line: a header ends where its line does."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
