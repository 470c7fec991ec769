"""What I wrote down when disputes ended: what worked, and what to do next time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.domain.when import When

if TYPE_CHECKING:
    from onrecord.vault.vault import Vault


@dataclass(frozen=True)
class Lesson:
    """Of one dispute that ended; ``dated`` is a When text."""

    dispute_id: str
    title: str
    company: str
    dated: str
    outcome: str
    worked: str
    next_time: str

    def words(self) -> str:
        return lesson_words(self.worked, self.next_time)


def lessons(vault: Vault, company_id: str = "", limit: int = 20) -> list[Lesson]:
    """The newest first, of one company or of all; also of disputes that were opened again."""
    where, args = "(x.worked != '' OR x.next_time != '') AND d.trashed_at = ''", list[str]()
    if company_id:
        where += " AND d.counterparty_id = ?"
        args.append(company_id)
    rows = vault.query(
        "SELECT d.id, d.title, coalesce(c.name, '') AS company, x.dated, x.outcome, x.worked,"
        " x.next_time FROM closure x JOIN dispute d ON d.id = x.dispute_id"
        " LEFT JOIN counterparty c ON c.id = d.counterparty_id"
        f" WHERE {where} ORDER BY x.dated DESC, x.rowid DESC LIMIT {int(limit)}",
        args,
    )
    return [
        Lesson(
            row["id"], row["title"], row["company"], row["dated"], row["outcome"], row["worked"],
            row["next_time"],
        )
        for row in rows
    ]  # fmt: skip


def lesson_words(worked: str, next_time: str) -> str:
    """``Worked: the supervisor. Next time: ask for one at once.``"""
    said = (("Worked", worked), ("Next time", next_time))
    return " ".join(f"{name}: {' '.join(text.split()).rstrip('.')}." for name, text in said if text)


def lesson_line(lesson: Lesson) -> str:
    """For the company's profile: ``20 April 2026. Worked: ... Next time: ...``"""
    return f"{When(lesson.dated).words()}. {lesson.words()}"
