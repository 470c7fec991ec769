"""Errors in what Qt calls back, on Python 3.11.

PySide before 6.12 looks at the arguments of an error that leaves an override. On Python 3.11 an
error raised by C code (an index out of range, a missing argument) is not an object yet at that
moment, and the process ends with a segmentation fault instead of one reported error. An error
that has passed a ``try`` is an object. PySide 6.12, which mends this, cannot run on Python 3.11.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject


def make_errors_whole() -> None:
    """From now on each override in a class made from a Qt object lets only whole errors out.

    Does nothing where it is not needed, or has been done.
    """
    if sys.version_info < (3, 12) and "__init_subclass__" not in vars(QObject):
        QObject.__init_subclass__ = classmethod(_dress)  # type: ignore[assignment]


def _dress(cls: type[QObject], **more: Any) -> None:
    super(QObject, cls).__init_subclass__(**more)
    theirs = [base for base in cls.__mro__[1:] if base.__module__.startswith("PySide6.")]
    for name, method in list(vars(cls).items()):
        if isinstance(method, FunctionType) and any(name in vars(base) for base in theirs):
            setattr(cls, name, _whole(method))


def _whole(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def override(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except BaseException:
            raise

    return override
