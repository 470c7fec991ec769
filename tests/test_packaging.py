"""What ships agrees with what is said, and holds nothing of the machine it was made on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import onrecord

ROOT = Path(__file__).parents[1]
LINUX = ROOT / "packaging" / "linux"
LOCKS = ("requirements.lock", "requirements-ocr.lock")

# The systems we promise wheels for, and the first and last Python.
MACHINES = [
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
]
ENVIRONMENTS = [
    {**machine, "python_version": version, "python_full_version": f"{version}.0", "extra": ""}
    for machine in MACHINES
    for version in ("3.11", "3.12", "3.13", "3.14")
]


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@cache
def locked() -> list[tuple[Requirement, int]]:
    """Each line of the locks with its number of hashes."""
    text = "\n".join((ROOT / name).read_text("utf-8") for name in LOCKS)
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    lines = [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]
    return [
        (Requirement(line.split(" --hash=", 1)[0]), line.count(" --hash=sha256:")) for line in lines
    ]


def required() -> list[Requirement]:
    table = project()["project"]
    extras = [line for extra in table["optional-dependencies"].values() for line in extra]
    build = project()["build-system"]["requires"]
    return [Requirement(line) for line in [*table["dependencies"], *extras, *build]]


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("needs the repository")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_the_version_is_the_same_everywhere() -> None:
    version = project()["project"]["version"]
    assert onrecord.__version__ == version
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == version


@pytest.mark.parametrize(
    "environment", ENVIRONMENTS, ids=lambda e: f"{e['sys_platform']}-{e['python_version']}"
)
def test_the_lock_holds_one_fitting_version_of_all_we_need(environment: dict[str, str]) -> None:
    pins = [pin for pin, _ in locked() if not pin.marker or pin.marker.evaluate(environment)]
    for need in required():
        if need.marker and not need.marker.evaluate(environment):
            continue
        fitting = [p for p in pins if canonicalize_name(p.name) == canonicalize_name(need.name)]
        assert len(fitting) == 1, f"{need}: {[str(pin) for pin in fitting]}"
        (pin,) = fitting[0].specifier
        assert pin.operator == "=="
        assert need.specifier.contains(pin.version), f"{need} is locked at {pin.version}"


def test_every_locked_version_has_its_hashes() -> None:
    assert not [str(pin) for pin, hashes in locked() if hashes == 0]


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|index-url|find-links|\bfile:| @ ", text)


def test_no_tracked_file_names_a_machine() -> None:
    path = re.compile(r"(?<![\w.~])/(?:root|home/\w+|Users/\w+|work(?:space)?|mnt/\w+)/\w+")
    found: list[str] = []
    for file in tracked():
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{file.relative_to(ROOT)}: {match.group()}" for match in path.finditer(text)]
    assert found == []


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.mark.parametrize("name", ["resources", "schemas"])
def test_the_wheel_brings_every_shipped_file(wheel: Path, name: str) -> None:
    def files(folder: Path) -> set[str]:
        return {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    shipped = {
        path.relative_to(ROOT / name).as_posix()
        for path in tracked()
        if ROOT / name in path.parents
    }
    assert shipped <= files(wheel / "onrecord" / name)


def test_an_installed_wheel_finds_its_files_in_itself(wheel: Path, tmp_path: Path) -> None:
    program = "from onrecord import bundled; print(bundled.resource(), bundled.schema('x'))"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert answer.split() == [
        str(wheel / "onrecord" / "resources"),
        str(wheel / "onrecord" / "schemas" / "x"),
    ]


def test_the_wheel_brings_the_command_the_licence_and_no_tests(wheel: Path) -> None:
    (about,) = wheel.glob("*.dist-info")
    assert "onrecord = onrecord.__main__:main" in (about / "entry_points.txt").read_text("utf-8")
    assert (about / "licenses" / "LICENSE").is_file()
    assert {path.name for path in wheel.iterdir()} == {"onrecord", about.name}


def test_the_desktop_entry_starts_the_command_and_shows_the_icon() -> None:
    lines = (LINUX / "onrecord.desktop").read_text("utf-8").splitlines()
    entry = dict(line.split("=", 1) for line in lines if "=" in line)
    assert entry["Exec"].split()[0] in project()["project"]["scripts"]
    assert (LINUX / f"{entry['Icon']}.svg").is_file()
    assert ElementTree.parse(LINUX / f"{entry['Icon']}.svg").getroot().get("viewBox")


@pytest.mark.parametrize(
    ("checker", "pattern"),
    [
        (["desktop-file-validate"], "*.desktop"),
        (["appstreamcli", "validate", "--no-net"], "*.metainfo.xml"),
    ],
    ids=["desktop entry", "AppStream"],
)
def test_the_system_accepts_the_desktop_files(checker: list[str], pattern: str) -> None:
    if not shutil.which(checker[0]):
        pytest.skip(f"{checker[0]} is not installed")
    files = [str(path) for path in LINUX.glob(pattern)]
    assert files
    checked = subprocess.run([*checker, *files], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_readme_begins_with_the_two_commands_and_ci_runs_the_second() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = re.findall(r"^ *(sh packaging/dev \w+)", readme, re.MULTILINE)
    assert commands[:2] == ["sh packaging/dev run", "sh packaging/dev test"]
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
