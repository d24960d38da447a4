"""The charts of a study."""

from __future__ import annotations

from wargame.experiment.charts import Chart, Words, heat_map, luck_bars, tornado
from wargame.experiment.findings import size_of, source
from wargame.experiment.sensitivity import CONFIDENCE
from wargame.experiment.study import Study
from wargame.outcomes import Outcome

_READING = {
    "grid": "Share of the variance between points that each factor explains alone",
    "latin": "Share of the variance between points that each factor explains alone",
    "sobol": "Total index: share of the variance between points that goes with the factor, alone or with others",
    "morris": "mu*: mean size of the change when the factor goes through its whole range",
}


def charts_of(found: Study) -> list[Chart]:
    """Return the charts of a study: luck or doubt, a tornado for each outcome, and its maps."""
    charts = []
    if found.luck is not None and found.luck["doubt_share"].notna().any():
        charts.append(_luck(found))
    charts += [_tornado(found, row) for row in found.experiment.outcomes if _moves(found, row)]
    charts += [_map(found, row) for row in found.experiment.outcomes if row.name in found.maps]
    return charts


def file_name(*words: str) -> str:
    """Return words as the name of a file, ``tornado-tension-strait``."""
    return "-".join(words).replace(":", "-").replace(" ", "-").replace(".", "-")


def _luck(found: Study) -> Chart:
    words = Words(
        "How much of the spread is luck, and how much is not knowing the rules' numbers?",
        f"Variance between games, {size_of(found)} under the same luck at every point. "
        f"Black: the {100 * CONFIDENCE:.0f} % bootstrap interval of the share of doubt.",
        source(found),
    )
    return luck_bars(found.luck, words)  # type: ignore[arg-type]  # asked for where there is one


def _moves(found: Study, outcome: Outcome) -> bool:
    return bool((found.matters[outcome.name]["measure"] > 0).any())


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
        "The baseline is marked in red.",
    ]
    words = Words(
        f"Where does {outcome.name} tip over?"
        if tested
        else f"How does {outcome.name} change over two factors?",
        " ".join(filter(None, says)),
        source(found),
    )
    return heat_map(found.maps[outcome.name], across, up, outcome, words, file_name("map", outcome.name))
