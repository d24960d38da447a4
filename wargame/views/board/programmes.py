"""The programme board: stage, work left, shares, slip and friction of every programme that may be known."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame.adjudication.phases.progress import friction, stage_plan
from wargame.state import FIELDED, RESEARCH, STAGES
from wargame.views.board.scope import Scope, badge, plain
from wargame.views.links import number_ref, ref


def programmes(scope: Scope) -> dict[str, Any]:
    """Return the programmes that may be known, those of the seat first.

    Returns
    -------
    ``rows``, one a programme; ``done`` is the part of the planned work that is behind it, 0 to 1, and ``reach``
    the most that may be behind it, where an outsider can tell no more than the stage
    """
    plan = stage_plan(scope.world, scope.now)[0]
    rubbing = friction(scope.world, scope.now)[0]
    rows = [
        _row(scope, p, name, plan[p], float(rubbing[p]))
        for p, name in enumerate(scope.scenario.programmes)
        if _shown(scope, p)
    ]
    order = {name: place for place, name in enumerate(STAGES)}
    rows.sort(
        key=lambda row: (not row["own"], row["stage"] == STAGES[FIELDED], -order[row["stage"]], -row["done"])
    )
    return {"seat": scope.seat, "rows": rows, "ref": ref("field", "stage")}


def _shown(scope: Scope, p: int) -> bool:
    """Tell whether a programme is the seat's own, or has begun where all can see."""
    row = list(scope.scenario.programmes.values())[p]
    return not scope.seat or scope.seat in row.owners or bool(row.public and scope.now.stage[0, p] > 0)


def _row(scope: Scope, p: int, name: str, plan: Any, rubbing: float) -> dict[str, Any]:
    row = scope.scenario.programmes[name]
    stage = int(scope.now.stage[0, p])
    earlier = stage if scope.before is None else int(scope.before.stage[0, p])
    own = not scope.seat or scope.seat in row.owners
    done, reach = _done(scope.now, p, plan, own)
    before = done if scope.before is None else _done(scope.before, p, plan, own)[0]
    area = scope.scenario.ruleset.areas[row.area]
    return {
        "id": name,
        "name": row.name,
        "text": row.text,
        "ref": ref("programme", name),
        "owners": [badge(scope, seat) for seat in row.owners],
        "area": {"name": area.name, "ref": ref("area", row.area)},
        "own": own,
        "stage": STAGES[stage],
        "was": STAGES[earlier] if earlier != stage else "",
        "working": RESEARCH <= stage < FIELDED,
        "done": plain(done, 4),
        "reach": plain(reach, 4),
        "change": plain(done - before, 4),
        "ticks": plain(np.cumsum(plan)[:-1] / plan.sum(), 4),
        **(_known(scope, p, row.owners, rubbing) if own else {}),
    }


def _done(state: Any, p: int, plan: Any, own: bool) -> tuple[float, float]:
    """Return the part of the planned work that is surely done, and that which may be done at most."""
    stage = int(state.stage[0, p])
    if stage < RESEARCH or stage >= FIELDED:
        return (1.0, 1.0) if stage >= FIELDED else (0.0, 0.0)
    place, whole = stage - RESEARCH, float(plan.sum())
    passed, within = float(plan[:place].sum()), float(plan[place])
    if not own:
        return passed / whole, (passed + within) / whole
    # work that a failed gate asks again may exceed the plan of its stage
    done = (passed + max(within - float(state.work[0, p]), 0.0)) / whole
    return done, done


def _known(scope: Scope, p: int, owners: tuple[str, ...], rubbing: float) -> dict[str, Any]:
    """Return what only owners know: work, slip, cost, friction, money, and the outlook once it is worked out."""
    now, seats = scope.now, scope.world.index["nation"]
    return {
        "work": _number(now.work[0, p], "years", "work", 1),
        "slip": _number(now.slip[0, p], "years", "slip", 1),
        "overrun": _number(100.0 * (now.overrun[0, p] - 1.0), "percent", "overrun", 0),
        "legacy": _number(100.0 * now.legacy[0, p], "percent", "legacy", 0) if scope.turn else None,
        "friction": None
        if len(owners) < 2
        else {
            "value": plain(100.0 * rubbing, 0),
            "unit": "percent",
            "ref": ref("parameter", "codevelopment.friction_base"),
        },
        "shares": [
            {
                "seat": seat,
                "share": plain(100.0 * now.share[0, p, seats[seat]], 0),
                "funding": plain(100.0 * now.funding[0, p, seats[seat]], 0)
                if scope.knows("funding", p, seats[seat])
                else None,
            }
            for seat in owners
        ],
        "share_ref": number_ref("share"),
        "funding_ref": number_ref("funding"),
    }


def _number(value: float, unit: str, field: str, places: int) -> dict[str, Any]:
    return {"value": plain(value, places), "unit": unit, "ref": number_ref(field)}
