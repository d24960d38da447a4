"""The charts of a study."""

from __future__ import annotations

from wargame.experiment.charts import Chart, Words, heat_map, luck_bars, tornado
from wargame.experiment.findings import size_of, source
from wargame.experiment.intervals import CONFIDENCE
from wargame.experiment.study import Study
from wargame.outcomes import Outcome

_READING = {
    "grid": "Share of the variance between points, luck taken out, that each factor makes alone, and pairs beyond that",
    "latin": "Share of the variance between points that each factor explains alone",
    "sobol": "Total index: share of the variance between points that goes with the factor, alone or with others",
    "morris": "mu*: mean size of the change over a step, carried over the factor's whole range (above 100 % where it "
    "acts over part of it)",
}


def charts_of(found: Study) -> list[Chart]:
    """Return the charts of a study: luck or doubt, a tornado for each outcome, and its maps."""
    charts = []
    if found.luck is not None and found.luck["between_share"].notna().any():
        charts.append(_luck(found))
    charts += [_tornado(found, row) for row in found.experiment.outcomes if _moves(found, row)]
    charts += [_map(found, row) for row in found.experiment.outcomes if row.name in found.maps]
    return charts


def file_name(*words: str) -> str:
    """Return words as the name of a file, ``tornado-tension-strait``."""
    return "-".join(words).replace(":", "-").replace(" ", "-").replace(".", "-")


def _luck(found: Study) -> Chart:
    between = found.between
    words = Words(
        between.question,
        f"Variance between games, {size_of(found)} under the same luck at every point. "
        f"Black: the {100 * CONFIDENCE:.0f} % bootstrap interval of what {between.told}.",
        source(found),
    )
    return luck_bars(found.luck, between.parts, words)  # type: ignore[arg-type]  # asked for where there is one


def _moves(found: Study, outcome: Outcome) -> bool:
    """Tell whether the factors of an outcome are worth a chart: one that may all be luck would only mislead."""
    row, table = found.luck_row(outcome.name), found.matters[outcome.name]
    return bool((table["measure"] > 0).any()) and (row is None or row["between_low"] > 0.0)


def _tornado(found: Study, outcome: Outcome) -> Chart:
    method = found.experiment.method
    words = Words(
        f"What moves {outcome.name}?",
        f"{outcome.name}: {outcome.text}. {_READING[method]}, with its {100 * CONFIDENCE:.0f} % bootstrap interval"
        f"{', and the part that luck alone may have made' if method in ('sobol', 'morris') else ''}.",
        source(found),
    )
    unit = outcome.unit if method == "morris" else "share"
    axis = f"{found.measure}{f', {outcome.unit}' if method == 'morris' and outcome.unit != 'share' else ''}"
    table = found.matters[outcome.name]
    return tornado(table, found.experiment.factors, axis, unit, words, file_name("matters", outcome.name))


def _map(found: Study, outcome: Outcome) -> Chart:
    held = found.experiment
    factors = {factor.name: factor for factor in held.factors}
    across, up = (factors[name] for name in held.map)
    others = len(held.factors) - 2
    tested = held.conclusion if held.conclusion and held.conclusion.outcome == outcome else None
    told = "Percent of games" if outcome.unit == "share" else f"Mean ({outcome.unit})"
    games = int(found.maps[outcome.name]["games"].iloc[0])
    says = [
        f"{outcome.name}: {outcome.text}. {told} in each cell with its 95 % interval, {games:,} games a cell"
        f"{f', over the other {others} factors' if others > 0 else ''}.",
        f"Hatched: the interval leaves open whether {tested}." if tested else "",
        "A frame or a ring marks the baseline.",
    ]
    words = Words(
        f"Where does {outcome.name} tip over?"
        if tested
        else f"How does {outcome.name} change over two factors?",
        " ".join(filter(None, says)),
        source(found),
    )
    return heat_map(found.maps[outcome.name], across, up, outcome, words, file_name("map", outcome.name))
