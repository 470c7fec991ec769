"""The first window is painted before anything that takes long to import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "sqlite_utils", "sqlcipher3", "cryptography", "keyring", "PIL", "pikepdf", "pypdf",
    "pypdfium2", "typst", "zxcvbn", "jsonschema", "click", "numpy",
)  # fmt: skip

PAINT = """
import json, os, sys
sys.argv = ["onrecord", *sys.argv[1:]]
import onrecord.__main__ as program
import onrecord.ui.start.start_window as start

def painted(self, event):
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), flush=True)
    os._exit(0)

start.StartWindow.paintEvent = painted
program.main()
"""


@pytest.mark.parametrize("arguments", [[], ["Mine.onrecord"]], ids=["first run", "unlock"])
def test_nothing_heavy_is_imported_before_the_first_paint(
    tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "Mine.onrecord").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PAINT, *arguments],
        env=_home(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "PySide6" in loaded
    assert not loaded & set(HEAVY)


def _home(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "QT_QPA_PLATFORM": "offscreen",
    }
