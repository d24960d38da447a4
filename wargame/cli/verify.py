"""The command ``verify``: published and closed-form values beside what this program computes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from wargame.cli.rules import AsJson
from wargame.cli.shell import FOUND, app, tell, tell_json, working
from wargame.narrate.screen import Line, grid, heading
from wargame.verification import (
    FAMILIES,
    MET,
    MISSED,
    NO_DATA,
    RULE,
    TARGETS,
    Finding,
    Folder,
    Value,
    choose,
    count,
    verify,
)
from wargame.verification.target import numbers, told

HEAD = ("id", "expected", "found", "within", "label", "result", "what")
LABELS = (
    "rule: functions that the game itself calls, used alone; instrument: functions that it does not call; "
    "within: the largest difference allowed."
)


@app.command("verify", short_help="Compare published results with what the rules compute.")
def verify_targets(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DIR", help="Folder of the tables that some targets are worked out from."
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="ID", help="Targets whose id begins so, such as V07; may be repeated."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print published and closed-form values beside what this program computes. Exit code 1 on a miss.

    A target whose tables are not at hand is neither met nor missed: name their folder with --data.
    """
    targets, folder = choose(only or ()), Folder(data)
    with working("Verifying") as watch:
        findings = verify(targets, folder, watch)
    if as_json:
        tell_json(_as_json(findings))
    else:
        tell(_table(findings))
    raise typer.Exit(FOUND if count(findings)[MISSED] else 0)


def _table(findings: Sequence[Finding]) -> Iterator[Line]:
    """Yield the findings family by family, what they rest on, and how many targets are met."""
    yield Line(LABELS)
    for family, rows in groupby(findings, key=lambda finding: finding.target.id[:3]):
        yield from heading(f"{family}  {FAMILIES[family]}")
        yield from _family(list(rows))
    yield Line()
    yield from _last(findings)


def _family(findings: Sequence[Finding]) -> Iterator[Line]:
    """Yield the rows of a family; what goes into its targets stands above those that share it."""
    firsts = [finding.check is finding.target.checks[0] for finding in findings]
    head, *rows = grid([HEAD, *map(_row, findings, firsts)], right=(1, 2, 3))
    yield head
    given = ""
    for finding, row in zip(findings, rows, strict=True):
        if finding.target.given != given:
            given = finding.target.given
            yield Line(f"{given}:", indent=2, style="italic")
        yield replace(row, style="bold red") if finding.outcome == MISSED else row


def _row(finding: Finding, first: bool) -> tuple[str, ...]:
    """Return the cells of a check; a target's further checks do not tell its name and value again."""
    target, check = finding.target, finding.check
    way = f", {check.how}" if check.how else ""
    return (
        target.id if first else "",
        told(target.expected) if first else "",
        "-" if finding.found is None else told(finding.found),
        str(check.tolerance),
        check.label,
        finding.outcome,
        target.what + way if first else f"… {check.how}",
    )


def _last(findings: Sequence[Finding]) -> Iterator[Line]:
    """Yield what is lacking, and the count."""
    if lacking := sorted({name for finding in findings for name in finding.lacking}):
        yield Line(f"Not at hand: {', '.join(lacking)}. Name their folder with --data.")
    outcomes = count(findings)
    asked = len({finding.target.id for finding in findings})
    of = f"{asked} targets" if asked == len(TARGETS) else f"{asked} of {len(TARGETS)} targets"
    rules = len({finding.target.id for finding in findings if finding.check.label == RULE})
    known = f"{of}, {rules} by rules of the game: {outcomes[MET]} met, {outcomes[MISSED]} missed"
    yield Line(f"{known}, {outcomes[NO_DATA]} without their data.", style="bold")


def _finite(value: Value | None) -> Value | None:
    """Return a value that JSON can hold: None for one that is no number."""
    if value is None or isinstance(value, str) or all(map(math.isfinite, numbers(value))):
        return value
    return None


def _as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    outcomes = count(findings)
    return {
        "checks": [
            {
                "id": finding.target.id,
                "what": finding.target.what,
                "given": finding.target.given,
                "how": finding.check.how,
                "expected": finding.target.expected,
                "found": _finite(finding.found),
                "tolerance": finding.check.tolerance.amount,
                "tolerance_kind": finding.check.tolerance.kind,
                "label": finding.check.label,
                "result": finding.outcome,
                "basis": finding.target.basis,
                "source": finding.target.source,
                "lacking": finding.lacking,
            }
            for finding in findings
        ],
        "targets": {outcome: outcomes[outcome] for outcome in (MET, MISSED, NO_DATA)},
    }
