"""Who may import whom. Each test is a sentence; a failure names the file and what it imports.

Imports are read from the source, wherever they stand in a file (also inside functions, and those
only for type checking), so that a rule cannot be broken in a corner no test runs.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "desktop"

LEAVES = {"errors", "bundled"}
# Part of the package -> the other parts it may know. A view may read what lies below a service.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "bundled": {"errors"},
    "worker": {"errors"},
    "domain": {"errors"},
    "vault": LEAVES | {"domain"},
    "intake": LEAVES | {"domain", "worker"},
    "packet": LEAVES | {"domain", "worker"},
    "services": LEAVES | {"domain", "worker", "vault", "intake", "packet"},
    "ui": LEAVES | {"domain", "worker", "vault", "intake", "packet", "services"},
    "cli": LEAVES | {"domain", "worker", "vault", "intake", "packet", "services", "ui", "app"},
    "app": LEAVES | {"domain", "worker", "vault", "intake", "packet", "services", "ui"},
    "__main__": LEAVES | {"worker", "cli", "app", "ui"},
    "__init__": set(),
}

# They read bytes from outside, and one of them may always have a hole.
PARSERS = {
    "pikepdf",
    "pypdf",
    "pypdfium2",
    "typst",
    "pi_heif",
    "nh3",
    "mammoth",
    "lxml",
    "icalendar",
    "defusedxml",
    "rapidocr",
    "onnxruntime",
    "cv2",
    "numpy",
}
# Also parsers, but the standard library and others load them for their own use.
OUR_PARSERS = PARSERS | {"email", "xml", "html.parser"}
NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "imaplib", "requests"}
DATABASE = {"sqlite3", "sqlcipher3", "sqlite_utils", "pysqlite3"}

pytestmark = pytest.mark.skipif(not SOURCE.is_dir(), reason="needs the source tree")


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


@cache
def trees() -> dict[str, ast.Module]:
    return {
        module_name(path): ast.parse(path.read_text("utf-8"), str(path))
        for path in sorted((SOURCE / "onrecord").rglob("*.py"))
    }


def _imports(nodes: Iterator[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full: from onrecord.domain import ..."
            assert node.module is not None
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name | ast.Attribute)
            and getattr(node.func, "attr", getattr(node.func, "id", ""))
            in {"import_module", "__import__", "find_spec"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def imports(module: str) -> set[str]:
    """Full dotted names a module imports anywhere; ``from a import b`` counts as ``a.b``."""
    return set(_imports(ast.walk(trees()[module])))


def imports_when_loaded(module: str) -> set[str]:
    """As ``imports``, without those that wait inside a function."""

    def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
        yield node
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                yield from outside_functions(child)

    return set(_imports(outside_functions(trees()[module])))


def part(name: str) -> str:
    """The part of our package a dotted name belongs to ('' when it is not ours)."""
    pieces = name.split(".")
    if pieces[0] != "onrecord":
        return ""
    if len(pieces) == 1 or f"onrecord.{pieces[1]}" not in trees():
        return "__init__"
    return pieces[1]


def is_any(name: str, forbidden: set[str]) -> bool:
    return any(name == item or name.startswith(item + ".") for item in forbidden)


def modules_of(part_name: str) -> list[str]:
    return [name for name in trees() if part(name) == part_name]


def found(modules: list[str], forbidden: set[str]) -> list[str]:
    return [
        f"{module} imports {name}"
        for module in modules
        for name in sorted(imports(module))
        if is_any(name, forbidden)
    ]


@cache
def modules_beside_the_keys() -> frozenset[str]:
    """Every module of ours that the window's or the command line's own process can import."""
    todo = [
        name for name in ("onrecord.app", "onrecord.cli", "onrecord.__main__") if name in trees()
    ]
    reached: set[str] = set()
    while todo:
        module = todo.pop()
        if module in reached:
            continue
        reached.add(module)
        for name in imports(module):
            pieces = name.split(".")
            candidates = {".".join(pieces[:n]) for n in range(1, len(pieces) + 1)}
            todo.extend(candidates & trees().keys())
    return frozenset(reached)


def test_every_part_has_its_rule() -> None:
    assert {part(name) for name in trees()} <= MAY_IMPORT.keys(), "say here what it may import"


@pytest.mark.parametrize("name", sorted(MAY_IMPORT))
def test_each_part_imports_only_the_parts_below_it(name: str) -> None:
    allowed = MAY_IMPORT[name] | {name, "", "__init__"}
    assert not [
        f"{module} imports {imported}"
        for module in modules_of(name)
        for imported in sorted(imports(module))
        if part(imported) not in allowed
    ]


def test_only_ui_imports_pyside6() -> None:
    others = [name for name in trees() if part(name) != "ui"]
    assert not found(others, {"PySide6", "shiboken6"})


@pytest.mark.parametrize("name", ["domain", "errors", "bundled", "worker"])
def test_domain_and_the_leaves_import_nothing_but_the_standard_library(name: str) -> None:
    assert not [
        f"{module} imports {imported}"
        for module in modules_of(name)
        for imported in sorted(imports(module))
        if not part(imported) and imported.split(".")[0] not in sys.stdlib_module_names
    ]


def test_the_command_line_loads_no_window_until_told_to_open_one() -> None:
    assert not [
        f"{module} imports {name} when loaded"
        for module in (*modules_of("cli"), "onrecord.__main__")
        for name in sorted(imports_when_loaded(module))
        if part(name) in {"ui", "app"}
    ]


def test_no_module_beside_the_keys_imports_a_parser() -> None:
    assert not found(sorted(modules_beside_the_keys()), OUR_PARSERS)


def test_no_module_beside_the_keys_decodes_an_image() -> None:
    # Pillow may encode there, from raw pixels; what it decodes, it decodes in a worker.
    assert not [
        f"{module} line {node.lineno} opens an image"
        for module in sorted(modules_beside_the_keys())
        for node in ast.walk(trees()[module])
        if isinstance(node, ast.Attribute)
        and node.attr == "open"
        and isinstance(node.value, ast.Name)
        and node.value.id in {"Image", "PIL"}
    ]


def test_the_process_that_holds_the_keys_loads_no_parser(tmp_path: Path) -> None:
    # The source cannot tell what a library imports in turn, nor when: the process itself is asked,
    # once it has a vault open.
    modules = sorted(modules_beside_the_keys())
    program = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "from onrecord.vault.vault import Vault\n"
        f"vault, _ = Vault.create({str(tmp_path / 'My.onrecord')!r}, 'five plain words', work_factor=4, memory=None)\n"
        "vault.close()\n"
        f"print(*sorted({PARSERS!r} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(SOURCE), "PATH": ""},
    )
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == []


def test_nothing_imports_the_network() -> None:
    assert not found(list(trees()), NETWORK)


def test_only_the_vault_imports_a_database() -> None:
    others = [name for name in trees() if part(name) != "vault"]
    assert not found(others, DATABASE)


def test_packaging_is_a_folder_and_not_a_package() -> None:
    # A package of that name would hide the library called "packaging".
    assert not list((SOURCE.parent / "packaging").rglob("__init__.py"))
