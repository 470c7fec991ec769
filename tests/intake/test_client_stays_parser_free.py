"""The process that holds the keys imports no parser of what others wrote."""

from __future__ import annotations

import subprocess
import sys

PARSERS = (
    "pypdfium2", "pypdfium2_raw", "pypdf", "pikepdf", "PIL", "pi_heif", "nh3", "mammoth", "email", "typst",
    "html.parser", "fontpkg_noto_sans",
)  # fmt: skip


def test_the_clients_side_of_reading_imports_no_parser() -> None:
    program = (
        "import sys, onrecord.intake.reader, onrecord.intake.reading, onrecord.worker.pool\n"
        f"print([name for name in {PARSERS!r} if name in sys.modules])"
    )
    command = [sys.executable, "-P", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
