"""A ruleset: the parameters, orders, agreements and other rows that a scenario is played by.

``read_ruleset`` reads a folder of ``rules/`` and all it extends, checks every row, and either returns a
frozen ``Ruleset`` or raises one ``RulesError`` with all faults of all files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wargame.faults import Fault, RulesError, WargameError, nearest
from wargame.reading import plain, rules
from wargame.reading.effects import Names
from wargame.reading.rows import check_sources, read_rows
from wargame.reading.tables import Layer, Raw, Table, read_folder, read_layers, read_toml, shown
from wargame.schema import (
    AgreementType,
    Area,
    Character,
    Gate,
    Head,
    Meeting,
    Order,
    Parameter,
    Row,
    Source,
    Track,
)

PACKAGE = Path(__file__).resolve().parent
MODELS: Mapping[str, type[Row]] = MappingProxyType(
    {
        "parameters": Parameter,
        "tracks": Track,
        "areas": Area,
        "orders": Order,
        "agreements": AgreementType,
        "meetings": Meeting,
        "gates": Gate,
        "characters": Character,
        "sources": Source,
    }
)
"""Tables of a ruleset and the model of their rows."""

_MAY_LACK = ("gates",)


@dataclass(frozen=True)
class Ruleset:
    """A checked ruleset; every mapping is read-only, by id, in the order of the files."""

    id: str
    head: Head
    parameters: Mapping[str, Parameter]
    tracks: Mapping[str, Track]
    areas: Mapping[str, Area]
    orders: Mapping[str, Order]
    agreements: Mapping[str, AgreementType]
    meetings: Mapping[str, Meeting]
    gates: Mapping[str, Gate]
    characters: Mapping[str, Character]
    sources: Mapping[str, Source]

    def value(self, name: str) -> float | tuple[float, ...]:
        """Return the value of a parameter, one number or a list, in its unit.

        Raises
        ------
        WargameError
            there is no such parameter
        """
        if name not in self.parameters:
            raise WargameError(f"There is no parameter {name!r}. {nearest(name, self.parameters)}")
        return self.parameters[name].value

    def to_plain(self) -> dict[str, Any]:
        """Return everything resolved as values that JSON can hold; rows are lists, so that order is kept."""
        return {field.name: plain.plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_plain(cls, raw: Mapping[str, Any]) -> Ruleset:
        """Return the ruleset that ``to_plain`` was taken of; the files of ``rules/`` are not read.

        Raises
        ------
        RecordError
            the plain form is damaged
        """
        rows: dict[str, Any] = {name: plain.rows_of(raw[name], model) for name, model in MODELS.items()}
        return cls(id=raw["id"], head=plain.row_of(raw["head"], Head), **rows)

    def content_hash(self) -> str:
        """Return the sha256 of the resolved content; it moves with any word or number of it."""
        return plain.content_hash(self.to_plain())

    def __reduce__(self) -> tuple[Callable[[Mapping[str, Any]], Ruleset], tuple[dict[str, Any]]]:
        """Travel to another process as plain values: read-only mappings cannot be pickled."""
        return Ruleset.from_plain, (self.to_plain(),)


@dataclass(frozen=True)
class RulesetReading:
    """What was read of a ruleset, faultless or not: its tables, and the ruleset if a head was found."""

    ruleset: Ruleset | None
    tables: Mapping[str, Table]
    names: Names


def rules_folder() -> Path:
    """Return the folder ``rules/``: that of the environment (WARGAME_RULES), the checkout or the package.

    Raises
    ------
    WargameError
        no folder with rules is found
    """
    named = os.environ.get("WARGAME_RULES", "")
    if named:
        if Path(named).is_dir():
            return Path(named).resolve()
        raise WargameError(f"WARGAME_RULES names {named!r}, which is no folder. Name the folder rules/.")
    for folder in (PACKAGE.parent / "rules", PACKAGE / "_rules"):
        if (folder / "sources.toml").is_file():
            return folder
    raise WargameError("No rules are found beside the package. Set WARGAME_RULES to the folder rules/.")


def find_rulesets(root: Path) -> dict[str, Path]:
    """Return the folders of all rulesets below ``rules/``, by id."""
    return {path.parent.name: path.parent for path in sorted(root.glob("*/ruleset.toml"))}


def locate(name: str | Path, found: Mapping[str, Path], head: str) -> Path:
    """Return the folder of an id, or of a path to a folder or a file in it.

    Raises
    ------
    RulesError
        neither an id nor a folder with the file ``head``.toml is meant
    """
    if str(name) in found:
        return found[str(name)]
    path = Path(name)
    folder = path.parent if path.is_file() else path
    if (folder / f"{head}.toml").is_file():
        return folder.resolve()
    raise RulesError([Fault("rules/", f"there is no {head} {str(name)!r}.", nearest(str(name), found))])


def root_of(folder: Path, depth: int) -> Path:
    """Return the folder ``rules/`` that a ruleset (depth 0) or scenario (2) lies in, else the usual one."""
    above = folder.parents[depth] if len(folder.parents) > depth else folder
    return above if (above / "sources.toml").is_file() else rules_folder()


def read_ruleset(name: str | Path) -> Ruleset:
    """Read and check a ruleset.

    Parameters
    ----------
    name : id of a ruleset below ``rules/``, or the path of its folder

    Raises
    ------
    RulesError
        with every fault of every file, if there is any
    """
    path = Path(name)
    root = root_of(path.resolve(), 0) if path.is_dir() else rules_folder()
    faults: list[Fault] = []
    reading = collect_ruleset(locate(name, find_rulesets(root), "ruleset"), root, faults)
    if faults or reading is None or reading.ruleset is None:
        raise RulesError(dict.fromkeys(faults))
    return reading.ruleset


def collect_ruleset(folder: Path, root: Path, faults: list[Fault]) -> RulesetReading | None:
    """Read a ruleset and note its faults; rows with faults are left out.

    None is returned where the head, or what it extends, cannot be read: all else would only seem to be wrong.
    """
    known = ("ruleset", *(stem for stem in MODELS if stem not in {"parameters", "sources"}))
    layers, whole = read_layers(
        folder,
        "ruleset",
        lambda each: read_folder(each, known, "parameters", root, faults),
        find_rulesets(root),
        faults,
    )
    if not whole:
        return None
    tables = {stem: table_of(layers, stem, faults) for stem in known}
    tables["parameters"] = _parameter_table(layers, faults)
    tables["sources"] = Table(faults, "rules/sources.toml")
    tables["sources"].add_layer(
        "rules/sources.toml", read_toml(root / "sources.toml", shown(root / "sources.toml", root), faults)
    )
    head = read_head(tables["ruleset"], "ruleset", Head)
    rows: dict[str, Any] = {
        stem: read_rows(tables[stem], model, dotted=stem in {"parameters", "sources"})
        for stem, model in MODELS.items()
    }
    rows["orders"] = {key: _level(row) for key, row in rows["orders"].items()}
    names = Names(*(tables[stem] for stem in ("tracks", "areas", "gates", "orders")))
    for stem in MODELS:
        if not tables[stem].layers and stem not in _MAY_LACK:
            tables[stem].fault((), "there are no rows of this kind.", f"Add the file {tables[stem].home}.")
    _check(tables, rows, names)
    frozen: dict[str, Any] = {stem: MappingProxyType(kind) for stem, kind in rows.items()}
    ruleset = None if head is None else Ruleset(id=folder.name, head=head, **frozen)
    return RulesetReading(ruleset, tables, names)


def table_of(layers: Sequence[Layer], stem: str, faults: list[Fault]) -> Table:
    """Return the table of one file over all layers."""
    table = Table(faults, f"{layers[-1].name}/{stem}.toml")
    for layer in layers:
        if f"{stem}.toml" in layer.files:
            table.add_layer(f"{layer.name}/{stem}.toml", layer.files[f"{stem}.toml"])
    return table


def read_head(table: Table, name: str, model: type[Any]) -> Any:
    """Return the head of a ruleset or scenario, the only table of its file, or None if it is faulty."""
    for key in table.rows:
        if key != name:
            table.fault((key,), f"there is no table [{key}] in this file.", nearest(key, [name]))
    if name not in table.rows and any(rows for _, rows in table.layers):
        table.fault((), f"the table [{name}] is missing.", f"Add it: [{name}].")
    table.rows = {key: row for key, row in table.rows.items() if key == name}
    return read_rows(table, model).get(name)


def _parameter_table(layers: Sequence[Layer], faults: list[Fault]) -> Table:
    """Return all parameters as ``<table>.<name>``; the table is that of the file's name."""
    table = Table(faults, f"{layers[-1].name}/parameters/<table>.toml")
    for layer in layers:
        for name, raw in layer.files.items():
            if not name.startswith("parameters/"):
                continue
            stem, rows = Path(name).stem, Raw()
            for group, members in (raw or {}).items():
                if group != stem or not isinstance(members, dict):
                    what = f"this file holds the tables [{stem}.<name>], and {group!r} is none of them."
                    faults.append(Fault(f"{layer.name}/{name}", what, nearest(group, [stem])))
                    continue
                rows |= {f"{group}.{key}": row for key, row in members.items()}
            table.add_layer(f"{layer.name}/{name}", None if raw is None else rows)
    return table


def _level(order: Order) -> Order:
    """Return an order whose lists all run over its levels; a list left out holds its default for each."""
    levels = len(order.levels)
    spread = {
        name: getattr(order, name) * levels for name in rules.LEVELLED if name not in order.model_fields_set
    }
    # copied without marking the spread lists as written: they are checked against the levels if they were
    return order.model_copy(update=spread) if spread else order


def _check(tables: Mapping[str, Table], rows: Mapping[str, Any], names: Names) -> None:
    """Check the rows of a ruleset against each other."""
    for stem in MODELS:
        if stem != "sources":
            check_sources(tables[stem], rows[stem], tables["sources"])
    rules.check_bibliography(tables["sources"], rows["sources"])
    rules.check_parameters(tables["parameters"], rows["parameters"], rows["sources"])
    rules.check_tracks(tables, rows["tracks"])
    rules.check_areas(tables, rows["areas"])
    rules.check_orders(tables["orders"], rows["orders"], names)
    rules.check_agreements(tables["agreements"], rows["agreements"], names)
    rules.check_meetings(tables["meetings"], rows["meetings"])
    rules.check_gates(tables["gates"], rows["gates"], names)
    rules.check_characters(tables["characters"], rows["characters"])
