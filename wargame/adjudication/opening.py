"""The first state of a game, from the scenario; the same in every replicate."""

from __future__ import annotations

from typing import Any

import numpy as np

from wargame import exact
from wargame.adjudication.phases.ageing import opening_home
from wargame.adjudication.phases.approval import HOLD
from wargame.adjudication.phases.progress import stage_plan
from wargame.adjudication.phases.readouts import read_out
from wargame.adjudication.turn import Play
from wargame.ledger import Book, settle
from wargame.state import FIELDS, IN_FORCE, OPEN, RESEARCH, STAGES, State
from wargame.world import World


def open_state(play: Play, replicates: int = 1) -> State:
    """Return the state before the first turn, read-outs included."""
    world = play.world
    values = {**_blank(world), **_nations(world), **_ties(world), **_programmes(world), **_places(world)}
    arrays = {}
    for name, field in FIELDS.items():
        value = np.asarray(values[name], dtype=np.float64)
        value = exact.grain(value, field.grain) if field.kind in ("stock", "log stock", "read-out") else value
        arrays[name] = np.broadcast_to(value, (replicates, *world.shape(field.axes))).astype(field.dtype)
    state = State(turn=0, **arrays).having(**arrays)
    plan = stage_plan(world, state)
    place = np.clip(state.stage - RESEARCH, 0, plan.shape[-1] - 1)
    nominal = np.take_along_axis(plan, place[..., None], -1)[..., 0]
    working = (state.stage >= RESEARCH) & (state.stage < STAGES.index("fielded"))
    left = np.where(working, nominal * (1.0 - world.programme_values("progress")), 0.0)
    state = state.having(work=exact.grain(left, FIELDS["work"].grain))
    return settle(state, read_out(world, state, None), Book(keep=False), world.bounds)


def _blank(world: World) -> dict[str, Any]:
    blank: dict[str, Any] = {name: np.zeros(world.shape(field.axes)) for name, field in FIELDS.items()}
    return {**blank, "stance": HOLD, "promise": -1, "pusher": -1, "overrun": 1.0, "bill": 1.0}


def _nations(world: World) -> dict[str, Any]:
    rows = list(world.scenario.nations.values())
    areas, gates = world.ids["area"], world.ids["gate"]
    return {
        "spending": [row.spending for row in rows],
        "gdp": [row.gdp for row in rows],
        "growth": [row.growth for row in rows],
        "streak": [row.streak for row in rows],
        "capital": [row.capital.start for row in rows],
        "tech": [row.tech for row in rows],
        "intelligence": [row.intelligence for row in rows],
        "home": opening_home(world),
        "support": np.array([[row.support.get(gate, 0.0) for gate in gates] for row in rows]).reshape(
            -1, len(gates)
        ),
        "capability": [[row.capability.get(area, 0.0) for area in areas] for row in rows],
    }


def _ties(world: World) -> dict[str, Any]:
    capability = np.array(
        [[row.capability.get(a, 0.0) for a in world.ids["area"]] for row in world.scenario.nations.values()]
    )
    nations = world.size("nation")
    away = ~np.eye(nations, dtype=np.bool_)
    widest, narrowest = (world.parameters.get(f"beliefs.error_{n}", 1) for n in ("widest", "narrowest"))
    error = widest - (widest - narrowest) * world.nation_values("intelligence") / 100.0
    agreements = list(world.scenario.agreements.values())
    return {
        "relation": world.opening_relation,
        "trust": world.opening_trust,
        "estimate": np.broadcast_to(capability, (nations, *capability.shape)) * away[..., None],
        "estimate_error": error[..., None, None] * away[..., None] * np.ones(capability.shape[1]),
        "agreement": [IN_FORCE if row.in_force else OPEN for row in agreements],
        "left": [(row.left or 99.0) if row.in_force else 0.0 for row in agreements],
        "term": world.opening_term,
    }


def _programmes(world: World) -> dict[str, Any]:
    rows = list(world.scenario.programmes.values())
    owners = world.owner / np.maximum(world.owner.sum(axis=-1, keepdims=True), 1)
    tied = world.programme_agreement
    share = (
        np.where((tied >= 0)[:, None], world.burden_shares(world.opening_term)[tied], owners)
        if len(rows)
        else owners
    )
    funding = np.array([row.funding for row in rows]).reshape(-1, 1) * world.owner
    return {"stage": [STAGES.index(row.stage) for row in rows], "share": share, "funding": funding}


def _places(world: World) -> dict[str, Any]:
    tension = np.array([row.tension for row in world.scenario.flashpoints.values()])
    thresholds = world.parameters.menu("crises.thresholds")
    return {
        "tension": tension,
        "lull": [row.lull for row in world.scenario.flashpoints.values()],
        "level": (tension[:, None] >= thresholds).sum(axis=-1),
        "cohesion": [row.cohesion for row in world.scenario.groups.values()],
        "drain": [row.level for row in world.scenario.drains.values()],
    }
