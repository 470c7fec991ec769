"""A letter as a PDF, and with its papers in a folder; or as a mail draft."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.domain.evidence import ObjectRecord
from onrecord.domain.letter import Letter
from onrecord.domain.letter_body import Body
from onrecord.errors import NotFound, Refused
from onrecord.packet.glyphs import SPELL, lacking, texts
from onrecord.packet.letter import LetterMade, MailAttachment, MailDraft, letter_to_json
from onrecord.services.letters.letter_content import (
    Enclosure,
    enclosures,
    file_stem,
    letter_content,
    our_words,
)
from onrecord.services.letters.recipient import addressed
from onrecord.services.letters.save_letter import body_now, letter_facts
from onrecord.services.mail_size import LARGEST_MAIL, too_large
from onrecord.services.private_contact import private_in
from onrecord.services.stored import original_chunks
from onrecord.services.writing_out import Files, write_out

if TYPE_CHECKING:
    from onrecord.services.workshop import Workshop
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class Written:
    """What was written outside the vault: the letter, and beside it its papers. ``problem`` is
    one sentence where not every character could be printed; ``to`` is whom a mail goes to."""

    path: Path
    pdf: bytes
    names: tuple[str, ...] = ()
    problem: str = ""
    to: str = ""


def letter_pdf(workshop: Workshop, letter_id: str, body: Body | None = None) -> LetterMade:
    """The pages as they would be printed now; blanks and all."""
    content = letter_content(workshop.vault, letter_id, body)
    return workshop.bundler.letter(content, our_words(workshop.vault, content.language))


def letter_text(vault: Vault, letter_id: str) -> str:
    """As it is pasted into a form: the body alone, without addresses. Raises Refused while
    something is still blank."""
    letter = vault.get(Letter, letter_id)
    body = body_now(letter, letter_facts(vault, letter))
    ready(vault, letter, body)
    return body.text()


def write_letter(workshop: Workshop, letter_id: str, target: Path) -> Written:
    """The PDF at ``target`` and copies of its papers beside it, under names that say what they
    are. Raises Refused while something is still blank, or where a place cannot be written."""
    vault = workshop.vault
    letter = vault.get(Letter, letter_id)
    ready(vault, letter, body_now(letter, letter_facts(vault, letter)))
    made = letter_pdf(workshop, letter_id)
    papers = enclosures(vault, letter.enclosures)
    folder = target.parent
    files: Files = [(target, lambda: [made.pdf])]
    for paper in papers:
        beside = folder / paper.name
        if beside.exists():
            if not _same(vault, paper, beside):
                raise Refused(f"Another {paper.name} is in that folder; choose another folder.")
            continue  # saved before, with an earlier wording of the letter
        files.append((beside, lambda p=paper: original_chunks(vault, p.evidence)))
    write_out(
        vault,
        files,
        f"Wrote the letter “{letter.subject or letter.title}” outside the vault",
    )
    names = tuple(p.name for p in papers)
    return Written(target, made.pdf, names, _problem(vault, letter_id))


def _problem(vault: Vault, letter_id: str) -> str:
    found = lacking("the letter", texts(letter_to_json(letter_content(vault, letter_id))))
    return f"{found.words} {SPELL}" if found else ""


def _same(vault: Vault, paper: Enclosure, there: Path) -> bool:
    """Whether the file that is there holds these very bytes."""
    record = vault.get(ObjectRecord, paper.evidence.object_id)
    try:
        if not there.is_file() or there.stat().st_size != record.length:
            return False
        with there.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == record.sha256
    except OSError:
        return False


def write_mail(workshop: Workshop, letter_id: str, target: Path) -> Written:
    """A mail draft with the letter as its text, and as attachments its PDF and its papers."""
    vault = workshop.vault
    letter = addressed(vault, vault.get(Letter, letter_id))
    body = body_now(letter, letter_facts(vault, letter))
    ready(vault, letter, body)
    made = letter_pdf(workshop, letter_id)
    papers = {p.evidence.id: p for p in enclosures(vault, letter.enclosures)}
    lengths = [vault.get(ObjectRecord, p.evidence.object_id).length for p in papers.values()]
    if too_large([len(made.pdf), *lengths]):
        raise Refused(
            f"With these copies the mail is larger than the {LARGEST_MAIL // 1_000_000} MB that"
            " Gmail takes, and many services take less. Save the PDF with its copies instead, or"
            " enclose fewer."
        )

    def provide(id: str) -> Iterable[bytes]:
        if id == "letter":
            return [made.pdf]
        if id not in papers:
            raise NotFound("There is no such attachment.")
        return original_chunks(vault, papers[id].evidence)

    attached = [MailAttachment("letter", f"{letter_name(letter)}.pdf", "application/pdf")]
    for id, p in papers.items():
        kind = p.evidence.media_type or "application/octet-stream"
        attached.append(MailAttachment(id, p.name, kind))
    draft = MailDraft(letter.to_email, letter.subject, body.text(), tuple(attached))
    mail = workshop.bundler.mail(draft, provide)
    names = tuple(one.name for one in papers.values())
    write_out(
        vault,
        [(target, lambda: [mail])],
        f"Wrote a mail draft of the letter “{letter.subject or letter.title}” outside the vault",
    )
    to = letter.to_email if b"\nTo: " in mail.partition(b"\r\n\r\n")[0] else ""
    return Written(target, made.pdf, names, _problem(vault, letter_id), to)


def letter_name(letter: Letter) -> str:
    """A file name without its ending: the day and what it is."""
    return file_stem(f"{letter.dated[:10]} {letter.title or 'Letter'}")


def check_ready(vault: Vault, letter_id: str) -> None:
    """Whether the letter can go out as it is kept now. Raises Refused."""
    letter = vault.get(Letter, letter_id)
    ready(vault, letter, body_now(letter, letter_facts(vault, letter)))


def ready(vault: Vault, letter: Letter, body: Body) -> None:
    """Whether it can go out: never with a blank in it, nor with the contact address that is kept
    private. Raises Refused."""
    if letter.state == "sent":
        return
    blanks = list(body.blanks())
    if blanks:
        more = f" and {len(blanks) - 1} more" if len(blanks) > 1 else ""
        raise Refused(f"Something is still blank: {blanks[0]}{more}. Fill it in or take it out.")
    if "[" in letter.subject and "]" in letter.subject:
        raise Refused("The subject still has a blank. Fill it in or take it out.", "subject")
    if not body.text():
        raise Refused("This letter has no words yet.")
    if private_in(vault, texts(letter_to_json(letter_content(vault, letter.id, body)))):
        raise Refused(
            "This letter holds what you keep private under “How to reach me”. Take it out."
        )
