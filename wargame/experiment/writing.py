"""The files of a study: tables, charts and the report, each whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from wargame.experiment.charts import Chart
from wargame.experiment.pictures import charts_of
from wargame.experiment.reading import RESOLVED
from wargame.experiment.repeat import toml_of
from wargame.experiment.report import report
from wargame.experiment.study import Study
from wargame.faults import WargameError

REPORT = "report.html"


def write_study(found: Study, folder: Path) -> list[Path]:
    """Write ``tables/*.csv``, ``charts/*``, ``experiment.toml`` and ``report.html``; the same study, the same bytes.

    Returns
    -------
    the files, the report first

    Raises
    ------
    WargameError
        the folder cannot be written, or matplotlib is missing
    """
    charts = charts_of(found)
    written = [
        write_whole(folder / REPORT, report(found, charts).encode("utf-8")),
        write_whole(folder / RESOLVED, toml_of(found.experiment).encode("utf-8")),
    ]
    for name, table in found.tables().items():
        text = table.to_csv(index=False, lineterminator="\n", float_format="%.10g")
        written.append(write_whole(folder / "tables" / f"{name}.csv", text.encode("utf-8")))
    return [*written, *write_charts(charts, folder / "charts")]


def write_charts(charts: Sequence[Chart], folder: Path) -> list[Path]:
    """Write charts as SVG and PNG and return the files."""
    return [
        write_whole(folder / f"{chart.name}.{ending}", content)
        for chart in charts
        for ending, content in (("svg", chart.svg), ("png", chart.png))
    ]


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that it is the old one or the new one at every moment.

    Raises
    ------
    WargameError
        it cannot be written
    """
    name = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
        with os.fdopen(number, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise WargameError(
            f"{path}: it cannot be written ({error.strerror or error}). The games are kept: make room or free the "
            "folder, then go on by --resume."
        ) from None
    return path
