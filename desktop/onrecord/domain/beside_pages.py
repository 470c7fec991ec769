"""A PDF whose pages do not show what it holds, and what is said of it."""

from __future__ import annotations

_FOLDER = "This PDF is a folder of"
FORM = "This PDF is a form that only Adobe Reader draws. Print it there to a new PDF and add that."


def folder_of(files: int) -> str:
    """A PDF that carries other files, which a PDF program takes out of it."""
    if files == 1:
        told = "1 other file; its pages do not show it. Save it from a PDF program and add it."
    else:
        told = (
            f"{files} other files; its pages do not show them."
            " Save them from a PDF program and add them."
        )
    return f"{_FOLDER} {told}"


def is_beside_pages(problem: str) -> bool:
    """Whether what was found when it was read is that."""
    return problem == FORM or problem.startswith(_FOLDER)
