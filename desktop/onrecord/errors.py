"""The two kinds of error: the world's fault, and ours.

A ``KnownError`` carries one sentence a user can act on; it is shown as it stands.
A ``BugError`` (and any other exception) is ours: it is reported, never shown as a traceback.
"""

from __future__ import annotations


class KnownError(Exception):
    """The world's fault. ``str(error)`` is one plain sentence: what is wrong, what to do."""


class Cancelled(KnownError):
    """The user stopped the work; nothing was left half done."""

    def __init__(self, sentence: str = "Stopped. Nothing was changed.") -> None:
        super().__init__(sentence)


class WrongPassphrase(KnownError):
    """The passphrase or recovery code opens no key slot; never says which part was wrong."""


class VaultInUse(KnownError):
    """Another process holds the vault's lock."""


class NewerFormat(KnownError):
    """The vault or file was written by a newer version than this one reads."""


class DiskFull(KnownError):
    """There is no room left where something was to be written."""


class Damaged(KnownError):
    """Bytes on disk are not what was written: truncated, swapped or altered."""


class NotFound(KnownError):
    """There is no such thing under this id."""


class Refused(KnownError):
    """Input that breaks a rule. ``path`` names the wrong field where there is one."""

    def __init__(self, sentence: str, path: str = "") -> None:
        super().__init__(sentence)
        self.path = path


class Unreadable(KnownError):
    """A document no reader could open; its bytes are kept all the same."""


class NeedsPassword(Unreadable):
    """A document that opens only with a password of its own."""


class WorkerFailed(KnownError):
    """A worker process died or ran out of its limits on this document.

    ``report`` is for developers (a traceback, an exit code); it is never shown.
    """

    def __init__(self, sentence: str, report: str = "") -> None:
        super().__init__(sentence)
        self.report = report


class BugError(Exception):
    """Ours. Carries what a developer needs; the user is told where the report is."""
