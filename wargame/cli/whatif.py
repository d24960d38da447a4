"""The command ``wargame whatif``: what other orders would have brought in a turn of a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from wargame.cli.rules import AsJson
from wargame.cli.runs import RunFolder, load
from wargame.cli.shell import app, tell, tell_json, working
from wargame.faults import WargameError
from wargame.forecast import AIMS, BATCHES, NO_DIFFERENCE, Comparison, Draft, Forecast
from wargame.game import Game
from wargame.inputs import standing
from wargame.narrate import names
from wargame.narrate.screen import Line, grid, heading

REGION = ("stability", "breakdown")
"""Outcomes of the region that are always told."""
HOLD, ORDERED = "hold", "ordered"
"""What orders may be set beside: issuing nothing, or what the seat ordered in that turn of the run."""
LIMITS = (
    "It explores, it does not predict: these rules, this scenario, {minds}. Ranges hold the true difference in 95 of "
    "100 such studies; verdicts allow for {count} outcomes looked at together."
)


@app.command(short_help="Set other orders of a turn beside holding, in paired games.")
def whatif(
    run: RunFolder,
    seat: Annotated[str, typer.Option("--seat", metavar="SEAT", help="Whose orders, and whose view.")],
    order: Annotated[
        list[str] | None, typer.Option("--order", help="An order in question; once for each of them.")
    ] = None,
    sign: Annotated[
        list[str] | None,
        typer.Option(
            "--sign", metavar="AGREEMENT", help="Sign this, agreed at the table; the other arm signs none."
        ),
    ] = None,
    ease: Annotated[bool, typer.Option("--ease", help="Ease in the crisis round.")] = False,
    signal: Annotated[
        str | None, typer.Option("--signal", metavar="ORDER", help="Announce an order.")
    ] = None,
    promise: Annotated[
        str | None,
        typer.Option("--promise", metavar="ORDER", help="Promise not to issue an order next turn."),
    ] = None,
    against: Annotated[
        str,
        typer.Option("--against", metavar="hold|ordered", help="Set beside holding, or what was ordered."),
    ] = HOLD,
    other: Annotated[
        list[str] | None, typer.Option("--other", metavar="ORDER", help="Set beside these orders instead.")
    ] = None,
    turn: Annotated[
        int | None, typer.Option("--turn", help="The turn in question; the open one if not given.")
    ] = None,
    pairs: Annotated[int, typer.Option("--pairs", help="Pairs of games, 2 to 20,000.")] = sum(BATCHES),
    truth: Annotated[
        bool, typer.Option("--truth", help="From the true state and characters, for the white cell only.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what some orders would have brought instead of holding: paired games from the seat's own view.

    Both arms meet the same worlds under the same luck, fresh and not the game's. The run is left as it is.
    """
    kept = load(run)
    game, ordered = _apart(kept), _ordered(kept, seat, turn)
    signs = None if ordered is None else ordered.sign
    draft = Draft(tuple(order or ()), signs if sign is None else tuple(sign), signal, promise, ease)
    if draft == Draft(sign=signs):
        raise WargameError(
            "Nothing is in question. Name an order, such as --order consult, or --sign AGREEMENT."
        )
    beside = _beside(against, ordered, other, signs if sign is None else ())
    if truth:
        forecast = Forecast.truth(game, {"these": {seat: draft}, "other": {seat: beside}}, turn=turn)
    else:
        forecast = Forecast.of(game, seat, {"these": draft, "other": beside}, turn=turn)
    found = _play(forecast, pairs)
    if as_json:
        tell_json(
            {"run": str(run), "view": seat if not truth else "truth", **_facts(found, seat, draft, beside)}
        )
    else:
        tell(_told(game, found, seat, draft, beside))


def _apart(game: Game) -> Game:
    """Return a copy that writes nothing to the run, in the middle of the turn as the run is."""
    copy = game.branch(game.turn)
    if not game.over:
        copy.sitting.take_up(game.record.of(game.turn + 1))
    return copy


def _ordered(game: Game, seat: str, turn: int | None) -> Draft | None:
    """Return what a seat sealed for the turn in question, None if it sealed nothing."""
    number = game.turn + 1 if turn is None else turn
    facts = standing(game.record.of(number))
    sealed = [fact for fact in facts if fact["kind"] == "orders" and fact["seat"] == seat]
    return Draft.of(sealed[-1]) if sealed else None


def _beside(
    against: str, ordered: Draft | None, other: Sequence[str] | None, signs: Sequence[str] | None
) -> Draft:
    """Return what the orders in question are set beside.

    Parameters
    ----------
    signs : what is signed in this arm, None for all that was agreed

    Raises
    ------
    WargameError
        two things to set them beside, one that does not exist, or nothing that was ordered
    """
    if against not in (HOLD, ORDERED):
        raise WargameError(
            f"--against {against!r}: write hold, or ordered for what the run holds; or use --other."
        )
    if other and against == ORDERED:
        raise WargameError("Orders are set beside --other or --against ordered, not both. Leave out one.")
    if against == HOLD:
        return Draft(tuple(other or ()), signs)
    if ordered is None:
        raise WargameError(
            "The seat sealed no orders for that turn in this run. Set beside hold, or --other."
        )
    return ordered


def _play(forecast: Forecast, pairs: int) -> Comparison:
    """Play the pairs, telling how many there are as they come."""
    batches = [pairs] if pairs <= sum(BATCHES) else [sum(BATCHES)] * (pairs // sum(BATCHES))
    rest = pairs - sum(batches)
    with working("Playing pairs") as told:
        for found in forecast.refine([*batches, rest] if rest else batches):
            told(f"{found.pairs} of {found.planned}")
    return found


# -- telling ------------------------------------------------------------------------------------------------


def _told(game: Game, found: Comparison, seat: str, draft: Draft, beside: Draft) -> list[Line]:
    scenario = game.play.scenario
    rows: Any = found.differences().to_dict("records")
    means = {(row["outcome"], row["arm"]): row for row in found.table().to_dict("records")}
    own = [f"objective:{name}" for name, row in scenario.objectives.items() if row.seat == seat]
    always = [*(f"{name}:{seat}" for name in AIMS), *own, *REGION]
    firsts = sorted(
        (row for row in rows if row["outcome"] in always), key=lambda row: always.index(row["outcome"])
    )
    moved = [row for row in rows if row not in firsts and row["verdict"] != NO_DIFFERENCE]
    quiet = len(rows) - len(firsts) - len(moved)
    who, minds = names.nation(scenario, seat), "the true state and characters: for the white cell only"
    worlds = "in the true world"
    if found.seat:
        worlds, minds = f"in worlds as {who} may believe them", "others as outsiders take them to be"
    return [
        Line(f"{who}, turn {found.turn} of {found.last}: {_words(draft, beside)}", style="bold"),
        Line(f"set beside {_words(beside, draft)}, in {found.pairs} pairs of games to the end, {worlds}."),
        Line(
            "Luck is fresh in every pair and the same in both arms; it is not the luck this game will have. "
            f"After this turn {who} goes on in both as its house AI would."
        ),
        *_section(f"What {who} is after, and the region", firsts, means),
        *_section("What else differs", moved, means),
        Line(),
        Line(f"{quiet} other outcomes: {NO_DIFFERENCE}."),
        Line(LIMITS.format(minds=minds, count=len(rows))),
    ]


def _section(title: str, rows: Sequence[Any], means: Any) -> list[Line]:
    if not rows:
        return []
    cells = [("these", "other", "")]
    for row in rows:
        these, other = (_number(means[row["outcome"], arm]) for arm in ("these", "other"))
        cells.append((these, other, f"{row['text'].rstrip('.')}: {row['words']}"))
    return [*heading(title), *grid(cells, right=(0, 1))]


def _number(row: Any) -> str:
    """Return the mean of an arm as finely as the outcome's scale deserves."""
    if row["unit"] == "share":
        return f"{100.0 * row['mean']:.0f} %"
    coarse = row["unit"] in ("points", "bn USD") and abs(row["mean"]) >= 5.0
    return f"{row['mean']:.{1 if coarse else 2}f}"


def _words(draft: Draft, other: Draft) -> str:
    """Return what a draft does, in the words of the desk; of signing only what the other does not do."""
    parts = [", ".join(draft.orders) or "holding"]
    if draft.sign is not None and draft.sign != other.sign:
        parts.append(f"signing {', '.join(draft.sign) or 'nothing'}")
    said = (("announcing", draft.signal), ("promising no", draft.promise))
    parts += [f"{what} {word}" for what, word in said if word]
    return "; ".join([*parts, "easing"] if draft.ease else parts)


def _facts(found: Comparison, seat: str, draft: Draft, beside: Draft) -> dict[str, Any]:
    """Return a comparison as plain values; what is missing is null."""
    differences: Any = found.differences().to_dict("records")
    arms: Any = found.table().to_dict("records")
    return {
        "seat": seat,
        "turn": found.turn,
        "last": found.last,
        "pairs": found.pairs,
        "arms": {"these": _words(draft, beside), "other": _words(beside, draft)},
        "differences": [_plain(row) for row in differences],
        "outcomes": [_plain(row) for row in arms],
    }


def _plain(row: Any) -> dict[str, Any]:
    return {name: None if value != value else value for name, value in row.items()}
