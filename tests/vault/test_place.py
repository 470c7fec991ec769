"""A vault on a share or in a synced folder is told of, and never stopped."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.vault import place
from onrecord.vault.place import place_warning
from onrecord.vault.vault import Vault

MOUNTS = """\
22 1 253:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 22 0:35 / {root} rw,relatime shared:20 - {kind} server:/share rw
41 22 0:36 / {root}/local rw,relatime - ext4 /dev/sdb1 rw
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    monkeypatch.setattr(Path, "home", lambda: made)
    return made


def test_a_folder_of_this_computer_is_nothing_to_speak_of(home: Path) -> None:
    assert place_warning(home / "Documents" / "My disputes.onrecord") == ""
    (home / ".dropbox").mkdir()  # the program's settings, not the folder it syncs
    assert place_warning(home / "My disputes.onrecord") == ""


@pytest.mark.parametrize(
    ("folder", "marker", "service"),
    [
        ("D", ".dropbox", "Dropbox"),
        ("D", ".dropbox.cache/x", "Dropbox"),
        ("S", ".stfolder/x", "Syncthing"),
        ("R", ".sync/ID", "Resilio Sync"),
        ("G", ".tmp.drivedownload/x", "Google Drive"),
        ("N", ".sync_0a1b.db", "Nextcloud"),
        ("Dropbox", "", "Dropbox"),
        ("OneDrive", "", "OneDrive"),
        ("OneDrive - Example Works", "", "OneDrive"),
        ("Google Drive", "", "Google Drive"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "", "iCloud"),
        ("Library/CloudStorage/Box-Box", "", "a cloud service"),
    ],
)
def test_a_synced_folder_is_recognised(home: Path, folder: str, marker: str, service: str) -> None:
    root = home / folder
    root.mkdir(parents=True)
    if marker:
        (root / marker).parent.mkdir(parents=True, exist_ok=True)
        (root / marker).touch()
    said = place_warning(root / "Papers" / "Mine.onrecord")
    assert f"{service} syncs" in said
    assert "only a copy there" in said
    assert place_warning(home / "Other" / "Mine.onrecord") == ""


def test_a_folder_the_program_itself_names_is_recognised(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".dropbox").mkdir()
    named = {"personal": {"path": str(tmp_path / "elsewhere")}}
    (home / ".dropbox" / "info.json").write_text(json.dumps(named))
    assert "Dropbox" in place_warning(tmp_path / "elsewhere" / "Mine.onrecord")
    (home / ".dropbox" / "info.json").write_text("[1]")
    assert place_warning(tmp_path / "elsewhere" / "Mine.onrecord") == ""
    monkeypatch.setenv("OneDrive", str(tmp_path / "one"))
    assert "OneDrive" in place_warning(tmp_path / "one" / "Mine.onrecord")


@pytest.mark.skipif(sys.platform != "linux", reason="mounts are told differently")
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_a_share_is_recognised_and_a_disk_mounted_below_it_is_not(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.format(root=home / "my share", kind=kind).replace("my s", "my\\040s"))
    monkeypatch.setattr(place, "_MOUNTS", mounts)
    assert "network share" in place_warning(home / "my share" / "a" / "Mine.onrecord")
    assert place_warning(home / "my share" / "local" / "Mine.onrecord") == ""
    assert place_warning(home / "my shared" / "Mine.onrecord") == ""


def test_it_is_said_when_a_vault_is_made_and_each_time_it_is_opened(
    home: Path, new_vault: Callable[..., Vault], unlock: Callable[..., Vault], tmp_path: Path
) -> None:
    (tmp_path / ".stfolder").mkdir()
    made = new_vault()
    assert [words for words in made.warnings if "Syncthing" in words]
    made.close()
    again = unlock(made.path)
    assert [words for words in again.warnings if "Syncthing" in words]
    assert not again.read_only


def test_what_cannot_be_found_out_is_no_obstacle(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(place, "_MOUNTS", tmp_path / "not there")
    assert place_warning(home / "Mine.onrecord") == ""
