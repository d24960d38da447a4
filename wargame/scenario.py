"""A scenario: an opening, who plays, what can be agreed, what may happen and what each seat is after.

``read_scenario`` reads a scenario with its ruleset and returns a frozen ``Scenario``, or raises one
``RulesError`` with all faults of both; ``check`` returns the faults of everything below ``rules/``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wargame.faults import Fault, RulesError, nearest
from wargame.reading import opening as openings
from wargame.reading import plain, story
from wargame.reading.opening import Opening
from wargame.reading.rows import check_sources, read_rows
from wargame.reading.rules import check_no_nation
from wargame.reading.tables import Layer, Raw, Table, read_folder, read_layers, shown
from wargame.ruleset import (
    Ruleset,
    RulesetReading,
    collect_ruleset,
    find_rulesets,
    locate,
    read_head,
    root_of,
    rules_folder,
    table_of,
)
from wargame.schema import (
    Drain,
    EligibleAgreement,
    Event,
    Fact,
    Flashpoint,
    Frame,
    Group,
    Nation,
    Objective,
    Pair,
    Programme,
    Row,
    ScheduledMeeting,
)

MODELS: Mapping[str, type[Row]] = MappingProxyType(
    {
        "nations": Nation,
        "flashpoints": Flashpoint,
        "drains": Drain,
        "groups": Group,
        "programmes": Programme,
        "agreements": EligibleAgreement,
        "meetings": ScheduledMeeting,
        "events": Event,
        "objectives": Objective,
        "facts": Fact,
    }
)
"""Tables of a scenario by id and the model of their rows; pairs and the frame stand apart."""

_NEEDED = ("nations", "pairs", "objectives")


@dataclass(frozen=True)
class Scenario:
    """A checked scenario with its ruleset; every mapping is read-only, by id, in the order of the files."""

    id: str
    frame: Frame
    ruleset: Ruleset
    nations: Mapping[str, Nation]
    pairs: tuple[Pair, ...]
    flashpoints: Mapping[str, Flashpoint]
    drains: Mapping[str, Drain]
    groups: Mapping[str, Group]
    programmes: Mapping[str, Programme]
    agreements: Mapping[str, EligibleAgreement]
    meetings: Mapping[str, ScheduledMeeting]
    events: Mapping[str, Event]
    objectives: Mapping[str, Objective]
    facts: Mapping[str, Fact]

    def to_plain(self) -> dict[str, Any]:
        """Return everything resolved, the ruleset included, as values that JSON can hold."""
        content = {field.name: plain.plain(getattr(self, field.name)) for field in fields(self)}
        return content | {"ruleset": self.ruleset.to_plain()}

    @classmethod
    def from_plain(cls, raw: Mapping[str, Any]) -> Scenario:
        """Return the scenario that ``to_plain`` was taken of; the files of ``rules/`` are not read.

        Raises
        ------
        RecordError
            the plain form is damaged
        """
        rows: dict[str, Any] = {name: plain.rows_of(raw[name], model) for name, model in MODELS.items()}
        return cls(
            id=raw["id"],
            frame=plain.row_of(raw["frame"], Frame),
            ruleset=Ruleset.from_plain(raw["ruleset"]),
            pairs=tuple(plain.row_of(pair, Pair) for pair in raw["pairs"]),
            **rows,
        )

    def content_hash(self) -> str:
        """Return the sha256 of the resolved content, the ruleset included."""
        return plain.content_hash(self.to_plain())

    def __reduce__(self) -> tuple[Callable[[Mapping[str, Any]], Scenario], tuple[dict[str, Any]]]:
        """Travel to another process as plain values: read-only mappings cannot be pickled."""
        return Scenario.from_plain, (self.to_plain(),)


def find_scenarios(root: Path) -> dict[str, Path]:
    """Return the folders of all scenarios below ``rules/``, by id."""
    return {path.parent.name: path.parent for path in sorted(root.glob("*/scenarios/*/scenario.toml"))}


def list_scenarios() -> list[tuple[str, Frame]]:
    """Return id and frame of every scenario whose head can be read, by id; the rest is not checked."""
    root = rules_folder()
    listed = []
    for name, folder in sorted(find_scenarios(root).items()):
        faults: list[Fault] = []
        layers, _ = _layers(folder, root, faults)
        frame = read_head(table_of(layers, "scenario", faults), "scenario", Frame)
        if frame is not None:
            listed.append((name, frame))
    return listed


def read_scenario(name: str | Path) -> Scenario:
    """Read and check a scenario and its ruleset.

    Parameters
    ----------
    name : id of a scenario below ``rules/``, or the path of its folder

    Raises
    ------
    RulesError
        with every fault of every file, if there is any
    """
    path = Path(name)
    root = root_of(path.resolve(), 2) if path.is_dir() else rules_folder()
    faults: list[Fault] = []
    scenario = _collect(locate(name, find_scenarios(root), "scenario"), root, faults)
    if faults or scenario is None:
        raise RulesError(dict.fromkeys(faults))
    return scenario


def check(path: str | Path | None = None) -> tuple[Fault, ...]:
    """Return every fault of every file, each once, in the order of reading.

    Parameters
    ----------
    path : a folder ``rules/``, or a ruleset or scenario in one; None for the usual ``rules/``
    """
    folder = rules_folder() if path is None else Path(path).resolve()
    folder = folder.parent if folder.is_file() else folder
    faults: list[Fault] = []
    if (folder / "scenario.toml").is_file():
        _collect(folder, root_of(folder, 2), faults)
        return tuple(dict.fromkeys(faults))
    single = (folder / "ruleset.toml").is_file()
    root = root_of(folder, 0) if single else folder
    rulesets = [folder] if single else list(find_rulesets(root).values())
    if not rulesets:
        faults.append(
            Fault(shown(folder, root), "there is no ruleset here.", "Name a folder with ruleset.toml.")
        )
    for each in rulesets:
        collect_ruleset(each, root, faults)
    for each in find_scenarios(root).values():
        if not single or each.is_relative_to(folder):
            _collect(each, root, faults)
    return tuple(dict.fromkeys(faults))


def _layers(folder: Path, root: Path, faults: list[Fault]) -> tuple[list[Layer], bool]:
    """Read a scenario's folder and all it extends, and tell whether nothing is missing."""
    known = ("scenario", "pairs", *MODELS)
    return read_layers(
        folder,
        "scenario",
        lambda each: read_folder(each, known, "", root, faults),
        find_scenarios(root),
        faults,
    )


def _collect(folder: Path, root: Path, faults: list[Fault]) -> Scenario | None:
    """Read a scenario with its ruleset and note the faults of both."""
    layers, whole = _layers(folder, root, faults)
    if not whole:
        return None
    tables = {stem: table_of(layers, stem, faults) for stem in ("scenario", *MODELS)}
    tables["pairs"] = _pair_table(layers, faults)
    frame = read_head(tables["scenario"], "scenario", Frame)
    rows: dict[str, Any] = {stem: read_rows(tables[stem], model) for stem, model in MODELS.items()}
    rows["pairs"] = read_rows(tables["pairs"], Pair)
    for stem in _NEEDED:
        if not tables[stem].layers:
            tables[stem].fault((), "there are no rows of this kind.", f"Add the file {tables[stem].home}.")
    reading = _read_rules(tables["scenario"], root, faults)
    if reading is None:
        return None
    _check(Opening(tables, reading.tables, frame), rows, reading)
    if frame is None or reading.ruleset is None:
        return None
    frozen: dict[str, Any] = {stem: MappingProxyType(rows[stem]) for stem in MODELS}
    pairs = tuple(rows["pairs"].values())
    return Scenario(id=folder.name, frame=frame, ruleset=reading.ruleset, pairs=pairs, **frozen)


def _read_rules(head: Table, root: Path, faults: list[Fault]) -> RulesetReading | None:
    """Read the ruleset that a scenario names; without one, its rows cannot be checked against it."""
    row = head.rows.get("scenario")
    name = row.get("ruleset") if isinstance(row, dict) else None
    if not isinstance(name, str):
        return None
    rulesets = find_rulesets(root)
    if name not in rulesets:
        head.fault(("scenario", "ruleset"), f"there is no ruleset {name!r}.", nearest(name, rulesets))
        return None
    return collect_ruleset(rulesets[name], root, faults)


def _pair_table(layers: Sequence[Layer], faults: list[Fault]) -> Table:
    """Return all pairs by ``A-B`` as they are written, so that a variant lays its pairs over its base's."""
    table = Table(faults, f"{layers[-1].name}/pairs.toml", mark="[[pair]] {}")
    for layer in layers:
        if "pairs.toml" not in layer.files:
            continue
        file = f"{layer.name}/pairs.toml"
        read = layer.files["pairs.toml"]
        for key in read or {}:
            if key != "pair":
                what = f"there is no table [{key}] in this file."
                faults.append(Fault(file, what, "Every row stands below a head [[pair]]."))
        listed = read.get("pair", []) if read is not None else None
        if not isinstance(listed, list):
            if read is not None:
                mend = "Write [[pair]], in two brackets, for each pair."
                faults.append(Fault(file, "[pair] is one table.", mend))
            table.add_layer(file, None)
            continue
        rows = Raw()
        for place, raw in enumerate(listed):
            name = f"{raw.get('a')}-{raw.get('b')}" if isinstance(raw, dict) else str(place + 1)
            rows[name if name not in rows else f"{name}-again-{place + 1}"] = raw
        table.add_layer(file, rows)
    return table


def _check(opening: Opening, rows: Mapping[str, Any], reading: RulesetReading) -> None:
    """Check the rows of a scenario against each other and against its ruleset."""
    tables, rules = opening.tables, reading.tables
    names = replace(reading.names, nations=tables["nations"])
    for stem in (*MODELS, "pairs"):
        check_sources(tables[stem], rows[stem], rules["sources"])
    if opening.frame is not None:
        openings.check_frame(tables["scenario"], opening.frame)
    openings.check_nations(opening, rows["nations"])
    openings.check_pairs(opening, rows["pairs"])
    openings.check_flashpoints(opening, rows["flashpoints"])
    openings.check_drains(opening, rows["drains"])
    openings.check_groups(opening, rows["groups"])
    openings.check_programmes(opening, rows["programmes"])
    types = reading.ruleset.agreements if reading.ruleset else {}
    openings.check_agreements(opening, rows["agreements"], types, rows["meetings"])
    openings.check_meetings(opening, rows["meetings"])
    story.check_events(opening, rows["events"], names)
    story.check_objectives(opening, rows["objectives"])
    story.check_facts(opening, rows["facts"], rules["orders"])
    check_no_nation(rules, tables["nations"].rows)
    story.check_scheduling(opening, rules["orders"], reading.ruleset.orders if reading.ruleset else {})
