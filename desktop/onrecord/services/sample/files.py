"""The sample's documents: what they are called, and their bytes, drawn on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.services.progress import Progress
from onrecord.services.sample.story import Story, bill, email, letter, screen, statement

BILL_1, BILL_2, BILL_3 = (f"Northline bill {n}.pdf" for n in (1, 2, 3))
STATEMENT = "Bank statement.pdf"
SCREEN = "Screenshot My Northline.png"
LETTER = "Scan letter from Northline.pdf"
EMAIL = "Your Northline service has been cancelled.eml"

_TASKS = "onrecord.services.sample.draw"


def draw_files(story: Story, progress: Progress) -> dict[str, bytes]:
    """The sample's documents, drawn in a worker."""
    from onrecord.worker.pool import Limits, Worker

    todo: list[tuple[str, str, str, Mapping[str, Any]]] = [
        (BILL_1, "page", "bill", bill(story, story.first_bill, 1, after_end=False)),
        (BILL_2, "page", "bill", bill(story, story.second_bill, 2, after_end=True)),
        (BILL_3, "page", "bill", bill(story, story.third_bill, 3, after_end=True)),
        (STATEMENT, "page", "statement", statement(story)),
        (SCREEN, "screen", "screenshot", screen(story)),
        (LETTER, "scan", "letter", letter(story)),
    ]
    made: dict[str, bytes] = {}
    worker = Worker(_TASKS, Limits())
    try:
        for done, (name, task, template, data) in enumerate(todo):
            progress(done, len(todo), "Drawing the sample's documents")
            answer = worker.call(task, {"template": template, "data": dict(data)})
            made[name] = b"".join(answer.blobs)
    finally:
        worker.close()
    made[EMAIL] = email(story)
    return made
