"""What anyone may rely on in this repository as a whole, read from its files."""

from __future__ import annotations

import ast
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "wargame").rglob("*.py"))
MOST_LINES = 600

# Written with one letter in brackets, so that the pattern does not find itself.
REGISTRIES = (
    r"py[p]i\.(?:org|python)",
    r"python[h]osted\.org",
    r"anacon[d]a\.(?:org|com)",
    r"registry\.npm[j]s",
    r"https?://\S+/(?:[s]imple|[p]ackages)/",
    r"resolved\": \"[h]ttp",
)
HOMES = (r"/[h]ome/\w", r"/[U]sers/\w", r"/[r]oot/", r"[A-Z]:\\[U]sers")


def tracked(root: Path) -> list[Path]:
    """Return the files git holds or would take; without git, all that no hidden folder holds."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "-c", "-o", "--exclude-standard"]
    try:
        told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
        listed = told.split("\0")
    except (FileNotFoundError, subprocess.CalledProcessError):
        listed = [str(path.relative_to(root)) for path in root.rglob("*")]
        listed = [name for name in listed if not any(part.startswith(".") for part in Path(name).parts)]
    return sorted(root / name for name in set(listed) if (root / name).is_file())


def lines(path: Path) -> list[str]:
    """Return the lines of a text file, none for a file that is not text."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def places_of_this_machine(root: Path) -> tuple[str, ...]:
    """Return patterns of this checkout's own folder, the one above it and the home of who runs the test."""
    general = {Path("/"), Path(tempfile.gettempdir())}
    own = {Path.home(), root, root.parent} - general
    return tuple(r"(?<![\w.])" + re.escape(str(path)) + r"\b" for path in sorted(own))


def betrayals(root: Path) -> list[str]:
    """Return every line that names a package registry or a folder of someone's machine."""
    pattern = re.compile("|".join((*REGISTRIES, *HOMES, *places_of_this_machine(root))))
    return [
        f"{path.relative_to(root)}:{number}: {line.strip()[:100]}"
        for path in tracked(root)
        for number, line in enumerate(lines(path), 1)
        if pattern.search(line)
    ]


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Yield what has no docstring: the module itself, its public classes, functions and methods."""
    if not ast.get_docstring(tree):
        yield "the module"
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    waiting: list[tuple[str, ast.AST]] = [("", tree)]
    while waiting:
        prefix, parent = waiting.pop()
        for node in ast.iter_child_nodes(parent):
            if not isinstance(node, kinds) or node.name.startswith("_"):
                continue
            marks = {ast.unparse(mark).split(".")[-1] for mark in node.decorator_list}
            if marks & {"overload", "setter"}:
                continue
            if not ast.get_docstring(node):
                yield f"{prefix}{node.name}"
            if isinstance(node, ast.ClassDef):
                waiting.append((f"{prefix}{node.name}.", node))


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    assert betrayals(ROOT) == []


@pytest.mark.parametrize(
    "line",
    ["https://host.example/" + "simple/numpy", "see /" + "home/ada/notes", "/" + "root/.cache", "ROOT/data"],
)
def test_the_reader_finds_a_planted_path(tmp_path: Path, line: str) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "notes.md").write_text(f"fine\n{line.replace('ROOT', str(tmp_path))}\n", encoding="utf-8")

    assert [found.split(": ")[0] for found in betrayals(tmp_path)] == ["notes.md:2"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_public_name_has_a_docstring(path: Path) -> None:
    assert list(undocumented(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_the_reader_finds_a_planted_bare_name() -> None:
    text = '"""M."""\nclass Budget:\n    """B."""\n    def why(self): ...\n    def _own(self): ...\n'
    text += "def grow(): ..."

    assert sorted(undocumented(ast.parse(text))) == ["Budget.why", "grow"]


def test_no_python_file_is_longer_than_anyone_reads() -> None:
    long = {str(path.relative_to(ROOT)): len(lines(path)) for path in tracked(ROOT) if path.suffix == ".py"}

    assert {name: count for name, count in long.items() if count > MOST_LINES} == {}


def test_the_licence_is_the_whole_of_apache_2() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
