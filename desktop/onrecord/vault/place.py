"""Where a vault lies: on a disk of this computer, on a share, or in a folder that is synced.

Two computers that write the same vault through a share or a sync service can spoil it: locks do
not reach the other one, and files arrive one by one. So it is said, and nothing is stopped.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")

_SHARES = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "afpfs", "webdav", "davfs",
        "fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.s3fs",
        "fuse.kio-fuse", "fuse.smbnetfs", "fuse.curlftpfs", "fuse.google-drive-ocamlfuse",
        "ceph", "fuse.ceph", "glusterfs", "fuse.glusterfs", "lustre", "ncpfs", "coda",
        "fuse.onedriver", "fuse.sshfs-fuse",
    }
)  # fmt: skip
"""Types of file systems whose files lie on another computer."""

_MARKERS = (
    (".dropbox", "Dropbox"), (".dropbox.cache", "Dropbox"), (".stfolder", "Syncthing"),
    (".sync/ID", "Resilio Sync"), (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"), (".owncloudsync.log", "ownCloud"),
    (".nextcloudsync.log", "Nextcloud"), (".sync_*.db", "Nextcloud"), ("._sync_*.db", "Nextcloud"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
)  # fmt: skip
"""What the programs leave in the topmost folder they sync."""

_FILES = frozenset({".dropbox"})
"""Markers that are files; a folder of this name holds the program's own settings."""

_NAMES = (
    (("Library", "Mobile Documents"), "iCloud"), (("Library", "CloudStorage"), "a cloud service"),
    (("iCloudDrive",), "iCloud"), (("OneDrive",), "OneDrive"), (("My Drive",), "Google Drive"),
    (("GoogleDrive",), "Google Drive"), (("Google Drive",), "Google Drive"),
    (("Dropbox",), "Dropbox"), (("Nextcloud",), "Nextcloud"), (("pCloudDrive",), "pCloud"),
)  # fmt: skip
"""Folders of theirs by name, where a marker cannot be relied on; below the home folder only."""

_ADVICE = "keep the vault you work in on this computer's own disk, and only a copy there"


def place_warning(folder: Path) -> str:
    """One sentence where a vault here may come to harm, else empty. Never raises."""
    try:
        where = folder.resolve()
        if _is_share(where):
            return f"This vault lies on a network share, where it can come to harm: {_ADVICE}."
        service = _synced_by(where)
    except (OSError, ValueError, RuntimeError):
        return ""
    if service:
        return f"This vault lies in a folder that {service} syncs, which can harm it: {_ADVICE}."
    return ""


def _synced_by(where: Path) -> str:
    for above in (where, *where.parents):
        for pattern, service in _MARKERS:
            if any(one.is_file() or pattern not in _FILES for one in above.glob(pattern)):
                return service
    for root in _said_by_the_programs():
        if where.is_relative_to(root[0]):
            return root[1]
    home = Path.home().resolve()
    if not where.is_relative_to(home):
        return ""
    parts = where.relative_to(home).parts
    for names, service in _NAMES:
        if parts[: len(names)] == names:
            return service
    if parts and parts[0].startswith("OneDrive - "):  # of a workplace: "OneDrive - Company"
        return "OneDrive"
    return ""


def _said_by_the_programs() -> list[tuple[Path, str]]:
    """Folders that the programs themselves name: Dropbox in a file, OneDrive to its processes."""
    found: list[tuple[Path, str]] = []
    for at in (Path.home() / ".dropbox", _local_app_data() / "Dropbox"):
        try:
            said = json.loads((at / "info.json").read_bytes())
            found += [(Path(one["path"]).resolve(), "Dropbox") for one in said.values()]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    for name in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if os.environ.get(name):
            found.append((Path(os.environ[name]).resolve(), "OneDrive"))
    return found


def _local_app_data() -> Path:
    return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")


def _is_share(where: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        remote = 4  # DRIVE_REMOTE
        drive = where.drive
        return drive.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == remote
        )
    if sys.platform == "darwin":
        return _share_by_mount_command(where)
    return _type_of(where, _MOUNTS.read_text("utf-8", "surrogateescape")) in _SHARES


def _type_of(where: Path, mounts: str) -> str:
    """The type of the file system a path lies on, by the text of ``mountinfo``."""
    longest, kind = -1, ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        point = Path(_plain(fields[4]))
        if where.is_relative_to(point) and len(point.parts) >= longest:  # the last one lies on top
            longest, kind = len(point.parts), right.split(" ")[0]
    return kind


def _plain(field: str) -> str:
    """A blank in a mount point's name is written as ``\\040``."""
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, char)
    return field


def _share_by_mount_command(where: Path) -> bool:
    import subprocess

    said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
    longest, share = -1, False
    for line in said.stdout.splitlines():
        _, _, rest = line.partition(" on ")
        point, _, kinds = rest.rpartition(" (")
        if point and where.is_relative_to(point) and len(Path(point).parts) >= longest:
            longest, share = len(Path(point).parts), kinds.split(",")[0] in _SHARES
    return share
