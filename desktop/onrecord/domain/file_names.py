"""Names of files that every system takes: they allow so many bytes, and a letter may take four."""

from __future__ import annotations

_SUFFIX = 10


def cut_name(name: str, most: int) -> str:
    """At most ``most`` bytes of a name, its ending kept; what is an ending is at most ten letters
    behind the last dot."""
    stem, dot, suffix = name.rpartition(".")
    if not dot or not stem or not suffix or len(suffix) > _SUFFIX:
        stem, ending = name, ""
    else:
        ending = f".{suffix}"
    room = max(1, most - len(ending.encode("utf-8")))
    return stem.encode("utf-8")[:room].decode("utf-8", "ignore").strip(" .") + ending
