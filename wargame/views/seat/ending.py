"""How a game ended, told to one seat: scores with the numbers they hang on, what stability made of them, the story."""

from __future__ import annotations

from wargame.narrate import Scene, gather, tell
from wargame.narrate.goals import goals_in_truth
from wargame.narrate.scene import Fact
from wargame.narrate.situation import Seat
from wargame.narrate.story import story
from wargame.views.links import number_ref, ref
from wargame.views.seat.brief import grouped
from wargame.views.seat.words import Payload, nation

CUT = "The exercise is over before the last turn of the scenario: scores are as things stand."
BROKEN = "A flashpoint passes the top of the ladder: the game stops, and nobody scores."
REGIONS = ("unstable", "uneasy", "stable")
"""What a region is called by the step of its stability."""


def ending(seat: Seat) -> Payload:
    """Return how the game ended, with every seat's score, objectives and numbers: all is told then.

    A game that a facilitator closed before its last turn ends as it stands.
    """
    over = seat.game.over
    facts = gather(Scene(seat.game, seat.game.turn, seat.id if over else ""))
    own = next((row for row in facts["scores"] if row["seat"] == seat.id), None)
    return {
        "ending": facts["ending"],
        "text": " ".join(line.text for line in tell.ending(seat.scenario, facts) if line.text) or CUT,
        "result": "" if own is None else _result(own),
        "stability": _stability(seat),
        "story": story(seat.game) if over else [],
        "endings": _endings(seat, facts["ending"]),
        "note": "A score is the number of objectives met, times what regional stability lets them count for. Two "
        "met make a success, if stability is above its floor.",
        "scores": [_score(seat, row) for row in sorted(facts["scores"], key=lambda row: -row["score"])],
    }


def _score(seat: Seat, row: Fact) -> Payload:
    """Return a seat's score with its objectives, each with its numbers against what it asked."""
    goals = goals_in_truth(seat.world, seat.game.model.states[-1], row["seat"])
    return {
        **nation(seat, row["seat"]),
        "score": row["score"],
        "succeeds": row["succeeds"],
        "objectives": [
            {
                "text": goal["text"],
                "met": row["objectives"][goal["objective"]],
                "turns": goal["turns"],
                "ref": ref("objective", goal["objective"]),
                "groups": grouped(seat, goal["numbers"]),
            }
            for goal in goals
        ],
    }


def _steps(seat: Seat) -> list[tuple[str, str, float]]:
    """Return, by the step of stability, what the region is called, its bounds in words, and its multiplier."""
    parameters = seat.world.parameters
    floors, factors = (
        [float(each) for each in parameters.menu(name).reshape(-1)]
        for name in ("score.floors", "score.factors")
    )
    low, high = floors
    bounds = (f"below {low:.0f}", f"from {low:.0f} to {high:.0f}", f"{high:.0f} or more")
    return list(zip(REGIONS, bounds, factors, strict=True))


def _step(seat: Seat) -> int:
    """Return the step of stability at the end."""
    floors = seat.world.parameters.menu("score.floors").reshape(-1)
    return int((seat.game.model.states[-1].stability[0] >= floors).sum())


def _stability(seat: Seat) -> Payload:
    """Return regional stability at the end, what it multiplies scores by, and what that says of the region."""
    region, bounds, factor = _steps(seat)[_step(seat)]
    return {
        "value": float(seat.game.model.states[-1].stability[0]),
        "factor": factor,
        "text": f"{bounds}: the region is {region}",
        "ref": number_ref("stability"),
        "factor_ref": ref("parameter", "score.factors"),
    }


def _endings(seat: Seat, came: str) -> list[Payload]:
    """Return every way in which a game can end, and which of them came."""
    told = [
        {
            "name": f"Played to the end, the region {region}",
            "text": f"Stability {bounds}: objectives count ×{factor:.1f}.",
            "came": came != "breakdown" and step == _step(seat),
        }
        for step, (region, bounds, factor) in enumerate(_steps(seat))
    ]
    return [*reversed(told), {"name": "Talks break down", "text": BROKEN, "came": came == "breakdown"}]


def _result(own: Fact) -> str:
    """Return how the seat itself did, in a sentence."""
    met = sum(own["objectives"].values())
    end = "a success" if own["succeeds"] else "no success"
    return f"You met {met} of {len(own['objectives'])} objectives and score {own['score']:.1f}: {end}."
