"""What packaging/dev does on machines of different kinds.

The script is real; around it stand a system that only writes down what it was asked for, so that
no test installs or downloads anything, and a Python that answers for OnRecord.
"""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-ocr.lock")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the script is for Linux and macOS")

PYTHON = f"""#!/bin/sh
printf 'python %s\\n' "$*" >>"$CALLS"
case "$*" in
-V) echo Python 3.13.1 ;;
'-m venv'*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
'-c import json'*) exec {sys.executable} "$@" ;;
'-m onrecord dispute'*) echo '[{{"id": "5a5a"}}]' ;;
'-m onrecord export'*) [ "$FAIL" != export ] || exit 1 ;;
'-m pytest'*) [ "$FAIL" != test ] || exit 1 ;;
esac
"""
WRITES_DOWN = """#!/bin/sh
printf '%s %s\\n' "${0##*/}" "$*" >>"$CALLS"
"""
SYSTEM = {
    "apt-get": WRITES_DOWN,
    # Nothing is installed; the release knows every package but the newer name of one.
    "dpkg-query": "#!/bin/sh\nexit 1\n",
    "apt-cache": '#!/bin/sh\ncase "$2" in *t64 | python3.1[34]*) exit 100 ;; esac\n',
}


@dataclass
class Machine:
    folder: Path
    user: int = 1000

    @property
    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text("utf-8").splitlines() if path.exists() else []

    def program(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(text, "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def dev(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        (self.folder / "calls").unlink(missing_ok=True)
        self.program("id", f"#!/bin/sh\necho {self.user}\n")
        return subprocess.run(
            ["sh", str(self.folder / "checkout" / "packaging" / "dev"), *arguments],
            cwd=self.folder,
            env={
                "PATH": str(self.folder / "bin"),
                "CALLS": str(self.folder / "calls"),
                "FAIL": "",
                **env,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A fresh machine: Python, the usual small programs, no packages, no display."""
    checkout = tmp_path / "checkout"
    (checkout / "packaging").mkdir(parents=True)
    for name in ("packaging/dev", "pyproject.toml", *LOCKS):
        shutil.copy(ROOT / name, checkout / name)
    (tmp_path / "bin").mkdir()
    for name in [
        "sh",
        "dirname",
        "uname",
        "tr",
        "sed",
        "grep",
        "cat",
        "cksum",
        "mkdir",
        "cp",
        "rm",
        "env",
    ]:
        program = shutil.which(name)
        assert program
        (tmp_path / "bin" / name).symlink_to(program)
    made = Machine(tmp_path)
    made.program("python3", PYTHON)
    for name, text in SYSTEM.items():
        made.program(name, text)
    return made


def installed(calls: list[str]) -> list[str]:
    return [call for call in calls if " install " in call]


def test_the_first_time_installs_what_is_locked_and_nothing_else(machine: Machine) -> None:
    assert machine.dev("test").returncode == 0
    *from_lock, ourselves = [call for call in installed(machine.calls) if "pip" in call]
    for call, lock in zip(from_lock, LOCKS, strict=True):
        assert "--require-hashes" in call
        assert f"-r {lock}" in call
    for nothing_more in ("--no-deps", "--no-index", "--no-build-isolation"):
        assert nothing_more in ourselves


def test_the_second_time_only_does_what_was_asked(machine: Machine) -> None:
    machine.dev("test")
    machine.dev("test", "-k", "vault and not window")
    done = [call for call in machine.calls if call != "python -V"]
    assert done == ["python -m pytest -rs -k vault and not window"]


@pytest.mark.parametrize("changed", ["pyproject.toml", *LOCKS])
def test_a_change_of_what_is_needed_is_installed(machine: Machine, changed: str) -> None:
    machine.dev("test")
    with (machine.folder / "checkout" / changed).open("a") as file:
        file.write("# one more line\n")
    machine.dev("test")
    assert [call for call in machine.calls if "-r requirements.lock" in call]


def test_an_interrupted_set_up_is_done_again(machine: Machine) -> None:
    machine.program("python3", PYTHON.replace("esac", "*lock*) exit 1 ;;\nesac"))
    assert machine.dev("test").returncode != 0
    machine.program("python3", PYTHON)
    (machine.folder / "checkout" / ".venv" / "bin" / "python").write_text(PYTHON)
    assert machine.dev("test").returncode == 0
    assert [call for call in machine.calls if "-r requirements.lock" in call]


def test_where_pictures_cannot_be_read_all_else_is_set_up(machine: Machine) -> None:
    machine.program("python3", PYTHON.replace("esac", "*ocr.lock*) exit 1 ;;\nesac"))
    done = machine.dev("run", "--help")
    assert done.returncode == 0
    assert (
        "What reads the words in pictures cannot be installed here; all else works." in done.stderr
    )
    assert machine.calls[-1] == "python -m onrecord --help"
    again = machine.dev("run", "--help")  # it is not tried each time
    assert installed(machine.calls) == [] and again.returncode == 0


def test_root_gets_system_packages_installed(machine: Machine) -> None:
    machine.user = 0
    done = machine.dev("run", "--help")
    (asked,) = [call for call in machine.calls if call.startswith("apt-get install")]
    assert " libxcb-cursor0 " in asked
    assert " libglib2.0-0 " in asked
    assert "t64" not in asked
    assert done.returncode == 0


def test_others_are_told_what_to_type_and_it_goes_on(machine: Machine) -> None:
    done = machine.dev("run", "--help")
    assert not [call for call in machine.calls if call.startswith("apt-get")]
    assert "  sudo apt-get install --no-install-recommends libglib2.0-0 libegl1 " in done.stderr
    assert machine.calls[-1] == "python -m onrecord --help"
    assert done.returncode == 0


def test_without_a_python_it_says_what_to_type(machine: Machine) -> None:
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    done = machine.dev("run")
    assert done.returncode == 1
    assert "needs Python 3.11" in done.stderr
    assert "sudo apt-get install python3.12-venv" in done.stderr


def test_without_a_display_it_builds_a_sample_and_says_where(machine: Machine) -> None:
    done = machine.dev("run")
    assert done.returncode == 0
    folder = machine.folder / "checkout" / "build" / "sample"
    vault, bundle, secret = (
        folder / name for name in ("Sample.onrecord", "Bundle.pdf", "passphrase.txt")
    )
    assert [call for call in machine.calls if "onrecord" in call and "pip" not in call] == [
        f"python -m onrecord sample {vault} --passphrase-file {secret}",
        f"python -m onrecord dispute {vault} list --json --passphrase-file {secret}",
        f"python -m onrecord export {vault} 5a5a {bundle} --passphrase-file {secret}",
    ]
    assert f"Vault:      {vault}\n" in done.stdout
    assert f"Bundle:     {bundle}\n" in done.stdout
    assert f"Passphrase: {secret.read_text().strip()}\n" in done.stdout


def test_an_earlier_sample_is_left_alone(machine: Machine) -> None:
    first = machine.dev("run").stdout
    second = machine.dev("run").stdout
    assert "build/sample/" in first
    assert "build/sample-2/" in second


def test_a_sample_that_fails_ends_with_an_error(machine: Machine) -> None:
    done = machine.dev("run", FAIL="export")
    assert done.returncode == 1
    assert "Bundle:" not in done.stdout


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_with_a_display_it_opens_the_window(machine: Machine, display: str) -> None:
    machine.dev("run", **{display: ":0"})
    assert machine.calls[-1] == "python -m onrecord"


def test_failing_tests_fail(machine: Machine) -> None:
    assert machine.dev("test", FAIL="test").returncode == 1


def test_an_unknown_command_is_answered_with_the_known_ones(machine: Machine) -> None:
    done = machine.dev("tset")
    assert done.returncode == 2
    assert "sh packaging/dev test [ARGS]" in done.stdout
    assert machine.calls == []


def test_works_in_a_folder_with_spaces(machine: Machine) -> None:
    (machine.folder / "checkout").rename(machine.folder / "my check out")
    (machine.folder / "checkout").symlink_to(machine.folder / "my check out")
    assert machine.dev("run").returncode == 0
    assert (machine.folder / "my check out" / "build" / "sample").is_dir()
