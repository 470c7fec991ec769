"""Finds the files that ship with the app, wherever it was installed from.

``resources`` and ``schemas`` stand below the package in a wheel and a PyInstaller build, and at
the top of the repository in a checkout or an editable install.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


def resource(*parts: str) -> Path:
    """Path of a file below ``resources``; it exists in every kind of install."""
    return _folder("resources").joinpath(*parts)


def schema(name: str) -> Path:
    """Path of a JSON Schema below ``schemas``, by file name."""
    return _folder("schemas") / name
