"""Mails whose attached files nobody opened: the paper that decides may be one of them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.services.check_line import CheckLine
from onrecord.services.check_recipient import Judged
from onrecord.services.keep_attached import attached_names, attached_to, has_attached

_NAMED = 3


def attached_lines(j: Judged) -> Iterator[CheckLine]:
    """A tip for each mail; once its files are documents of their own, what goes in is one's own
    choice."""
    if j.only_holding:
        return
    for row in j.rows:
        mail = j.documents.get(row.evidence_id)
        if not row.included or mail is None or not has_attached(j.vault, mail):
            continue
        if attached_to(j.vault, mail.id):
            continue
        names = attached_names(j.vault, mail)
        told = ", ".join(f"“{name}”" for name in names[:_NAMED])
        told += f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield CheckLine(
            "tip",
            f"“{mail.title or mail.file_name}” came with {told or 'files'}: the PDF names what was"
            " attached, and does not show it.",
            "Open what is attached; each file is a document then.",
            mail.id,
            act="attached",
            key=f"attached:{mail.id}",
            weight=-1,
        )
