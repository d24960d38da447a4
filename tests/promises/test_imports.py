"""Imports point up the house's list of floors only, and the inner floors know no file, clock, screen or Mesa.

The sources are read with ``ast``, so that nothing is imported and no lazy import escapes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "wargame"

# From the ground up. A module may import from a lower floor and from its own.
FLOORS = (
    ("arrays", "exact", "exact_kernels", "dice", "faults"),
    ("schema", "address"),
    ("ruleset", "reading"),
    ("state", "ledger"),
    ("scenario", "arrange", "world"),
    ("observation",),
    ("orders", "effects"),
    ("adjudication",),
    ("policies",),
    ("model", "agents", "inputs", "reasons"),
    ("record",),
    ("game", "origin", "sitting", "talks", "deals", "house", "menus", "whitecell", "reports", "tables"),
    ("blocks", "outcomes", "ensemble"),
    (
        "forecast",
        "experiment",
        "backtest",
        "playtest",
        "tournament",
        "stress",
        "verification",
        "rulebook",
        "review",
    ),
    ("bench",),
    ("live", "workshop"),
    ("ui", "server", "cli", "narrate", "views", "report", "examples"),
)
FLOOR = {name: level for level, names in enumerate(FLOORS) for name in names}
ROOF = len(FLOORS)  # the package itself and `python -m wargame` stand on everything

# Beside the stairs: what verification needs and the game does not call, with all it may import.
INSTRUMENTS = {"theory": {"theory", "adjudication", "exact"}}
MEASURERS = {"verification", "backtest"}
"""What holds the rules against published results may use instruments; what plays may not."""

INNER = {"state", "adjudication", "policies"}
FILES = {"pathlib", "os", "io", "shutil", "tempfile"}
NOT_INSIDE = FILES | {"time", "datetime", "random", "rich", "typer", "solara", "mesa"}
CALLS_NOT_INSIDE = {"open", "print", "input"}
ONLY_IN = {
    "mesa": {"model", "agents", "ui", "bench", "examples"},
    "numpy.random": {"dice"},
    "random": set(),
    "secrets": set(),
    "solara": {"ui", "server", "examples"},
    "starlette": {"server"},
    "uvicorn": {"server"},
    "sqlite3": {"workshop"},
    "segno": {"views"},
    "typer": {"cli"},
    "distributed": {"ensemble"},
    "SALib": {"experiment"},
    "sklearn": {"experiment"},
    "matplotlib": {"experiment", "examples"},
}


def module_name(path: Path, package: Path) -> str:
    """Return the dotted name of a source file, ``wargame.adjudication`` for the package's ``__init__``."""
    parts = [package.name, *path.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.Module, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of everything imported; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")
            above = above[: len(above) - node.level + is_package] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in {"np.random", "numpy.random"}:
            yield node.lineno, "numpy.random"


def house(module: str) -> str:
    """Return the first name below the package: ``adjudication`` for ``wargame.adjudication.growth``."""
    return module.split(".")[1] if "." in module else ""


def reaches(name: str, root: str) -> bool:
    """Tell whether a dotted name is ``root`` or lies in it."""
    return name == root or name.startswith(root + ".")


def house_fault(source: str, aimed: str) -> str | None:
    """Return what is wrong with one module of the house standing on another, or None."""
    if source in INSTRUMENTS:
        allowed = INSTRUMENTS[source]
        return None if aimed in allowed else f"imports {aimed}: it may import only {sorted(allowed)}"
    if aimed in INSTRUMENTS and source not in MEASURERS and FLOOR.get(source, ROOF) < ROOF - 1:
        return f"imports {aimed}, an instrument of verification that the game does not call"
    if aimed not in INSTRUMENTS and FLOOR.get(aimed, ROOF) > FLOOR.get(source, ROOF):
        return f"imports {aimed}, which stands on a higher floor: move the noun they share down"
    return None


def import_fault(module: str, target: str, names: set[str]) -> str | None:
    """Return what is wrong with ``module`` importing the dotted ``target``, or None."""
    source = house(module)
    if reaches(target, "wargame"):
        aimed = house(target)
        if aimed not in names:
            bare = target == "wargame" and source in FLOOR
            return "imports the whole package: name the module it needs" if bare else None
        return house_fault(source, aimed)
    for root, homes in ONLY_IN.items():
        if reaches(target, root) and source not in homes:
            return f"imports {root}: only {sorted(homes) or 'nothing'} may"
    if source in INNER and any(reaches(target, root) for root in NOT_INSIDE):
        return f"imports {target}: {source} knows no file, clock, screen or Mesa"
    return None


def other_faults(tree: ast.Module, module: str) -> Iterator[tuple[int, str]]:
    """Yield line and fault of ``TYPE_CHECKING`` detours and of calls the inner floors may not make."""
    for node in ast.walk(tree):
        named = getattr(node, "id", None) or getattr(node, "attr", None)
        if isinstance(node, (ast.Name, ast.Attribute)) and named == "TYPE_CHECKING":
            yield node.lineno, "TYPE_CHECKING hides a circle: move the noun they share down"
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if called in CALLS_NOT_INSIDE and house(module) in INNER:
            yield node.lineno, f"calls {called}(): {house(module)} knows no file and no screen"


def find_circle(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules of one import circle, first repeated last, or an empty list."""
    done: set[str] = set()

    def walk(module: str, trail: list[str]) -> list[str]:
        if module in trail:
            return [*trail[trail.index(module) :], module]
        if module in done:
            return []
        for target in sorted(graph.get(module, ())):
            if circle := walk(target, [*trail, module]):
                return circle
        done.add(module)
        return []

    return next((circle for module in sorted(graph) if (circle := walk(module, []))), [])


def faults(package: Path) -> list[str]:
    """Return every fault of a package's imports, as ``file:line: what``."""
    paths = sorted(package.rglob("*.py"))
    modules = {module_name(path, package): path for path in paths}
    names = {house(module) for module in modules} - {""}
    found = [
        f"{package.name}/{name}: stands on no floor, give it one in tests/promises/test_imports.py"
        for name in sorted(names - FLOOR.keys() - INSTRUMENTS.keys() - {"__main__"})
    ]
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        place = f"{package.name}/{path.relative_to(package)}"
        targets = list(imported(tree, module, path.name == "__init__.py"))
        # `from a import b` names the module a.b if there is one, else the module a
        aims = {target if target in modules else target.rpartition(".")[0] for _, target in targets}
        graph[module] = (aims & modules.keys()) - {module}
        wrong = [(line, fault) for line, target in targets if (fault := import_fault(module, target, names))]
        found += [f"{place}:{line}: {what}" for line, what in sorted({*wrong, *other_faults(tree, module)})]
    if circle := find_circle(graph):
        found.append(f"{package.name}: a circle of imports, {' -> '.join(circle)}")
    return found


def test_imports_point_up_the_list_only() -> None:
    assert faults(PACKAGE) == []


PLANTED = {
    "a higher floor": ("state.py", "from wargame.game import Game", "higher floor"),
    "a higher floor, lazily": ("orders.py", "def f():\n    from wargame import policies", "higher floor"),
    "a higher floor, relatively": ("adjudication/growth.py", "from ..policies import house", "higher floor"),
    "the whole package": ("ledger.py", "import wargame", "name the module"),
    "a file in the rules": ("adjudication/growth.py", "from pathlib import Path", "no file, clock"),
    "a screen in a policy": ("policies/house.py", "def f():\n    print(1)", "calls print()"),
    "mesa in the state": ("state.py", "import mesa.agent", "imports mesa"),
    "dice of one's own": ("effects.py", "import numpy as np\nnp.random.rand()", "imports numpy.random"),
    "a type-checking detour": ("record.py", "import typing\nif typing.TYPE_CHECKING: ...", "TYPE_CHECKING"),
    "theory on the record": ("theory.py", "from wargame.record import Record", "imports record"),
    "a game that calls theory": ("game.py", "from wargame import theory", "instrument"),
    "a forecast that calls theory": ("forecast.py", "from wargame import theory", "instrument"),
    "a game that calls verification": ("game.py", "from wargame import verification", "higher floor"),
    "a module on no floor": ("utilities.py", "", "stands on no floor"),
    "a circle": ("arrays.py", "from wargame.exact import exp", "a circle"),
}


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Return a small package without fault, with the modules that the planted imports aim at."""
    package = tmp_path / "wargame"
    for name in ("adjudication", "policies"):
        (package / name).mkdir(parents=True)
    texts = {
        "__init__.py": "from wargame.game import Game",
        "adjudication/__init__.py": "from wargame.adjudication.growth import grow",
        "adjudication/growth.py": "import numpy as np\nfrom wargame import exact\ngrow = exact.exp",
        "arrays.py": "Array = float",
        "exact.py": "from wargame.arrays import Array\nexp = Array",
        "game.py": "import json\nfrom wargame.record import Record\nfrom pathlib import Path\nGame = Record",
        "policies/__init__.py": "from . import house",
        "policies/house.py": "from wargame.adjudication import grow",
        "record.py": "Record = dict",
        "theory.py": "from wargame.adjudication.growth import grow",
        "verification.py": "from wargame.theory import grow",
    }
    for name, text in texts.items():
        (package / name).write_text(text, encoding="utf-8")
    return package


def test_a_sound_package_has_no_fault(sound: Path) -> None:
    assert faults(sound) == []


@pytest.mark.parametrize(("file", "text", "words"), PLANTED.values(), ids=PLANTED.keys())
def test_the_checker_finds_a_planted_fault(sound: Path, file: str, text: str, words: str) -> None:
    (sound / file).write_text(text, encoding="utf-8")

    found = faults(sound)

    assert any(words in fault and fault.startswith("wargame") for fault in found), found
