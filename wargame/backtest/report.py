"""The files of a back-test: tables, charts, and one HTML page with all its words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from wargame.backtest.findings import (
    LIMITS,
    TERMS,
    country_cells,
    left_out_words,
    method_words,
    miss_words,
    score_cells,
    variant_cells,
    variant_words,
    verdict_words,
)
from wargame.backtest.picture import draw_origin
from wargame.backtest.reading import COLUMNS, WANTED
from wargame.backtest.trial import Backtest
from wargame.backtest.variants import VARIANTS
from wargame.experiment.charts import Chart
from wargame.experiment.libraries import need
from wargame.faults import WargameError
from wargame.rulebook import page

REPORT = "report.html"
_PLACE = re.compile(r"<p>chart:([^<]+)</p>")


def prepare_folder(folder: Path) -> None:
    """Make the folder of a report, before anything is computed for it.

    Raises
    ------
    WargameError
        it holds something already, or Matplotlib is missing
    """
    need("matplotlib")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WargameError(f"{folder} holds something already. Name a folder that does not exist.")
    folder.mkdir(parents=True, exist_ok=True)


def write_backtest(found: Backtest, folder: Path) -> None:
    """Write ``tables/*.csv``, ``charts/*.svg`` and ``.png`` and ``report.html`` into a new folder.

    Raises
    ------
    WargameError
        see `prepare_folder`
    """
    prepare_folder(folder)
    for name in ("charts", "tables"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in ("scores", "verdicts", "countries", "variants", "paths"):
        text = getattr(found, name)().to_csv(index=False, lineterminator="\n", float_format="%.10g")
        (folder / "tables" / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
    charts = [draw_origin(found, origin) for origin in found.origins]
    for chart in charts:
        (folder / "charts" / f"{chart.name}.svg").write_bytes(chart.svg)
        (folder / "charts" / f"{chart.name}.png").write_bytes(chart.png)
    (folder / REPORT).write_text(report(found, charts), encoding="utf-8", newline="\n")


def report(found: Backtest, charts: Sequence[Chart]) -> str:
    """Return a back-test as one HTML page that needs nothing else; the same back-test gives the same bytes."""
    drawn = {chart.name: chart for chart in charts}
    return _PLACE.sub(lambda match: _figure(drawn[match[1]]), page("\n\n".join(_parts(found))))


def _figure(chart: Chart) -> str:
    drawing = chart.svg.decode("utf-8")
    label = html.escape(chart.title, quote=True)
    size = f'<svg role="img" aria-label="{label}" style="width:100%;height:auto" '
    drawing = drawing[drawing.index("<svg") :].replace("<svg ", size, 1)
    return f'<figure style="margin:1.2rem 0">{drawing.strip()}</figure>'


def _parts(found: Backtest) -> Iterator[str]:
    """Yield the blocks of the report, as the text that ``page`` takes."""
    yield "# Back-test of the budget rule"
    yield f"{method_words(found)} {' '.join(left_out_words(found))}"
    yield "## Verdicts"
    for (start, end), rows in found.verdicts().groupby(["origin", "to"], sort=False):
        yield f"**{start} to {end}**"
        yield _list(verdict_words(row) for row in rows.to_dict("records"))
    yield "## Methods"
    for origin, to in found.pairs():
        yield f"**{origin.year} to {to}**"
        yield _table(score_cells(found, origin.year, to))
    yield _list(f"**{term}**: {text}" for term, text in TERMS)
    yield "## What came"
    yield from (f"chart:forecast-{origin.year}" for origin in found.origins)
    yield "### Largest misses"
    yield _list(miss_words(found))
    for origin, to in found.pairs():
        yield f"**{to} as forecast from {origin.year}** by R1 as the game plays it, bn USD; errors are logs"
        yield _table(country_cells(found, origin.year, to))
    yield "## Variants"
    yield from variant_words(found)
    yield from _variants(found)
    yield "## Limits of use"
    yield _list(LIMITS)
    yield "## The panel"
    yield f"{found.panel.name}, {found.panel.years[0]}-{found.panel.last}. {WANTED}"
    yield _list(
        f"`{each.name}`: {each.text}{'' if each.needed else ' (may be left out)'}" for each in COLUMNS
    )
    yield "## How to repeat it"
    yield f"```\n{command(found)}\n```"


def command(found: Backtest) -> str:
    """Return the command that makes the same back-test of the same file."""
    words = ["wargame backtest", f"--data {found.panel.name}"]
    words += [f"--origin {origin.year}" for origin in found.origins]
    words += [f"--to {to}" for to in found.targets]
    return " ".join([*words, f"--games {found.games}", f"--seed {found.seed}"])


def _variants(found: Backtest) -> Iterator[str]:
    rows = [("variant", "round", "what", "why", "source", "knows of later years")]
    rows += [
        (f"**{each.name}**", f"{each.tried}", each.what, each.why, each.source, each.hindsight or "nothing")
        for each in VARIANTS
    ]
    yield _table(rows)
    for origin, to in found.pairs():
        yield f"**{origin.year} to {to}**"
        yield _table(variant_cells(found, origin.year, to))


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(rows: Sequence[Sequence[str]]) -> str:
    told = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([told[0], f"|{' --- |' * len(rows[0])}", *told[1:]])
