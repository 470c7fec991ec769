"""This computer's zone, by the name it will still have next year."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def local_zone() -> str:
    """``Europe/London`` where the system says so, else the offset of this moment (``+01:00``)."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked(), _written()):
        if name and not name.startswith("/"):
            try:
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
            return name
    offset = datetime.now().astimezone().strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}" if len(offset) >= 5 else ""


def local_minute() -> str:
    """Now, by this computer's clock, as ``2026-03-14T14:21``."""
    return datetime.now().strftime("%Y-%m-%dT%H:%M")


def _linked() -> str:
    try:
        target = str(Path("/etc/localtime").resolve())
    except OSError:
        return ""
    return target.partition("/zoneinfo/")[2]


def _written() -> str:
    try:
        return Path("/etc/timezone").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
