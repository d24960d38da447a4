"""Runs the checks: what each target should be, what the project's functions find, and whether that meets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from wargame.faults import WargameError, nearest
from wargame.verification.data import Folder
from wargame.verification.target import Check, Target, Value
from wargame.verification.targets import FAMILIES, TARGETS

Outcome = Literal["met", "missed", "data not at hand"]
MET: Outcome = "met"
MISSED: Outcome = "missed"
NO_DATA: Outcome = "data not at hand"


@dataclass(frozen=True)
class Finding:
    """What one check of a target found.

    Attributes
    ----------
    target, check : what was asked
    found : the value; None where the data are not at hand
    outcome : whether it meets the target
    lacking : files of the data folder that are not at hand
    """

    target: Target
    check: Check
    found: Value | None
    outcome: Outcome
    lacking: tuple[str, ...] = ()


def choose(starts: Sequence[str]) -> tuple[Target, ...]:
    """Return the targets whose ids begin as asked for, in any case of letters; all where nothing is asked.

    Raises
    ------
    WargameError
        No id begins like one of those given.

    Examples
    --------
    >>> [target.id for target in choose(["v14", "V15"])]
    ['V14', 'V15']
    """
    wanted = tuple(start.strip().casefold() for start in starts)
    for start, asked in zip(wanted, starts, strict=True):
        if not start or not any(target.id.casefold().startswith(start) for target in TARGETS):
            family = [target.id for target in TARGETS if target.id.casefold().startswith(start[:3] or "v")]
            hint = nearest(asked, family if len(start) > 3 and family else list(FAMILIES))
            raise WargameError(f"--only {asked!r}: no target begins like this. {hint}")
    return tuple(target for target in TARGETS if not wanted or target.id.casefold().startswith(wanted))


def verify(
    targets: Sequence[Target], folder: Folder, watch: Callable[[str], None] = lambda name: None
) -> tuple[Finding, ...]:
    """Run every check of some targets.

    Parameters
    ----------
    targets : what is checked
    folder : where larger tables lie
    watch : told the id of each target before it is checked

    Returns
    -------
    tuple of Finding, in the order of targets and their checks
    """
    return tuple(_findings(targets, folder, watch))


def _findings(targets: Sequence[Target], folder: Folder, watch: Callable[[str], None]) -> Iterator[Finding]:
    for target in targets:
        watch(target.id)
        for check in target.checks:
            yield run(target, check, folder)


def run(target: Target, check: Check, folder: Folder) -> Finding:
    """Run one check of a target; without its data it is neither met nor missed."""
    lacking = folder.lacking(check.tables)
    if lacking:
        return Finding(target, check, None, NO_DATA, lacking)
    found = check.find(*(folder.table(name) for name in check.tables))
    met = check.tolerance.met(found, target.expected)
    return Finding(target, check, found, MET if met else MISSED)


def count(findings: Sequence[Finding]) -> Counter[Outcome]:
    """Return how many targets have each outcome; one missed check misses its target.

    Examples
    --------
    >>> count(verify(choose(["V14", "V04"]), Folder(None)))[NO_DATA]
    1
    """
    outcomes: dict[str, set[Outcome]] = {}
    for finding in findings:
        outcomes.setdefault(finding.target.id, set()).add(finding.outcome)
    worst: tuple[Outcome, ...] = (MISSED, NO_DATA, MET)
    return Counter(next(each for each in worst if each in held) for held in outcomes.values())
