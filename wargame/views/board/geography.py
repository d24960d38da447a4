"""The part of the regional map that never changes: where places lie, their land, and where their names stand."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from wargame.scenario import Scenario
from wargame.views.board.hexes import Grid, Point, grow, outline
from wargame.views.board.scope import COMPACT, colours, ink_on
from wargame.views.links import ref

WIDTH, HEIGHT = 1000.0, 640.0
"""Size of the map."""
LAND = 0.4
"""Part of the map that is land."""
_ROUNDS = 400
"""Most rounds in which places that are too close are moved apart."""
_FONT = {"nation": 22.0, "flashpoint": 17.0}
"""Height of letters of a name on the map."""
_FAR = {"nation": 31.0, "flashpoint": 27.0}
"""The same on a map that is read from afar."""
_RING = {"near": 22.0, "far": 33.0, "crowded": 14.0}
"""Half the width of a flashpoint's mark, which holds its tension."""
_LETTER = 0.56
"""Width of a letter, in heights."""
_MARGIN = 14.0
"""Room between a name and the edge of the map."""
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def geography(scenario: Scenario, far: bool = False) -> dict[str, Any]:
    """Return the map of a scenario: land as paths, capitals, flashpoints and their names, without overlap.

    It is made from the scenario's places alone, and the same each time. Of more than eight nations the ids are written
    instead of the names.

    Parameters
    ----------
    far : larger names and marks, for a map that is read from afar

    Returns
    -------
    ``width``, ``height``, ``ring`` (half the width of a flashpoint's mark), ``nations`` (``d`` is the path of the land)
    and ``flashpoints``, each with ``x``, ``y`` and ``label`` (``text``, ``x``, ``y``, ``anchor``, ``size``)
    """
    return _drawn(
        tuple((seat, row.name, row.place, row.gdp) for seat, row in scenario.nations.items()),
        tuple((name, row.name, row.place) for name, row in scenario.flashpoints.items()),
        tuple(colours(scenario).values()),
        far,
    )


@lru_cache(maxsize=8)
def _drawn(
    nations: tuple[tuple[str, str, Point, float], ...],
    flashpoints: tuple[tuple[str, str, Point], ...],
    shades: tuple[str, ...],
    far: bool,
) -> dict[str, Any]:
    crowded = len(nations) > COMPACT
    ring = _RING["crowded" if crowded else "far" if far else "near"]
    places = _laid_out([row[2] for row in nations], [row[2] for row in flashpoints], crowded)
    capitals, spots = places[: len(nations)], places[len(nations) :]
    seeds = {row[0]: point for row, point in zip(nations, capitals, strict=True)}
    grid = Grid(WIDTH, HEIGHT, 8.0 if crowded else 11.0)
    land = grow(grid, seeds, _sizes(grid, nations), [(spot, 26.0 if crowded else 34.0) for spot in spots])
    texts = [("nation", seat if crowded else name) for seat, name, *_ in nations]
    texts += [("flashpoint", name) for _, name, _ in flashpoints]
    fonts = {kind: size * (0.86 if crowded else 1.0) for kind, size in (_FAR if far else _FONT).items()}
    labels = _labels(texts, places, fonts, ring)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "ring": ring,
        "crowded": crowded,
        "nations": [
            {
                "id": row[0],
                "name": row[1],
                "colour": shade,
                "ink": ink_on(shade),
                "x": point[0],
                "y": point[1],
                "d": outline(grid, land[row[0]]),
                "label": label,
            }
            for row, point, shade, label in zip(nations, capitals, shades, labels, strict=False)
        ],
        "flashpoints": [
            {
                "id": row[0],
                "name": row[1],
                "x": point[0],
                "y": point[1],
                "ref": ref("flashpoint", row[0]),
                "label": label,
            }
            for row, point, label in zip(flashpoints, spots, labels[len(nations) :], strict=True)
        ],
    }


def _sizes(grid: Grid, nations: Sequence[tuple[str, str, Point, float]]) -> dict[str, int]:
    """Return the hexagons of each nation: larger economies get more, far less than in proportion."""
    weight = {seat: gdp**0.22 for seat, _, _, gdp in nations}
    whole = LAND * grid.columns * grid.rows
    return {seat: max(round(whole * each / sum(weight.values())), 7) for seat, each in weight.items()}


# -- places -------------------------------------------------------------------------------------------------


def _laid_out(nations: Sequence[Point], flashpoints: Sequence[Point], crowded: bool) -> list[Point]:
    """Return places on the map, stretched to fill it and moved apart where they are too close."""
    degrees = [*nations, *flashpoints]
    # room for the land of one nation, were it round
    edge = (LAND * WIDTH * HEIGHT / len(nations) / math.pi) ** 0.5
    points = [
        list(point) for point in zip(*(_stretched(degrees, axis, edge) for axis in (0, 1)), strict=True)
    ]
    reach = [62.0 if crowded else 84.0] * len(nations) + [40.0 if crowded else 62.0] * len(flashpoints)
    for _ in range(_ROUNDS):
        if not _push(points, reach, edge):
            break
    return [(round(x, 1), round(y, 1)) for x, y in points]


def _stretched(degrees: Sequence[Point], axis: int, edge: float) -> list[float]:
    """Return one coordinate of places, from degrees to the map; north is up."""
    values = [place[axis] if axis == 0 else -place[axis] for place in degrees]
    least, span = min(values), max(max(values) - min(values), 1.0)
    room = (WIDTH, HEIGHT)[axis] - 2 * edge
    return [edge + room * (value - least) / span for value in values]


def _push(points: list[list[float]], reach: Sequence[float], edge: float) -> bool:
    """Move every two places that are too close a little apart, within the map; tell whether any were."""
    moved = False
    for i in range(len(points)):
        for j in range(i):
            dx, dy = points[i][0] - points[j][0], points[i][1] - points[j][1]
            apart, least = (dx * dx + dy * dy) ** 0.5, (reach[i] + reach[j]) / 2 + 12.0
            if apart >= least - 0.5:
                continue
            moved = True
            # two at the very same place part along a line that depends on who they are
            ux, uy = (
                (dx / apart, dy / apart) if apart > 1e-9 else ((0.8, 0.6) if (i + j) % 2 else (-0.6, 0.8))
            )
            for place, step in ((i, (least - apart) / 2), (j, (apart - least) / 2)):
                for axis, (part, size) in enumerate(((ux, WIDTH), (uy, HEIGHT))):
                    points[place][axis] = min(
                        max(points[place][axis] + part * step, 0.7 * edge), size - 0.7 * edge
                    )
    return moved


# -- names --------------------------------------------------------------------------------------------------


def _labels(
    texts: Sequence[tuple[str, str]], places: Sequence[Point], fonts: Mapping[str, float], ring: float
) -> list[dict[str, Any]]:
    """Return where each name stands: around its mark, over no other name and no other mark."""
    marks = [_mark(kind, point, ring) for (kind, _), point in zip(texts, places, strict=True)]
    taken: list[Box] = []
    told = []
    for place, ((kind, text), point) in enumerate(zip(texts, places, strict=True)):
        size = fonts[kind]
        others = [*taken, *(mark for other, mark in enumerate(marks) if other != place)]
        spot = min(
            _spots(point, text, size, max(ring + 4.0, 26.0) if kind == "flashpoint" else 17.0),
            key=lambda each: sum(_shared(each[1], other) for other in others) + _outside(each[1]),
        )
        if text:
            taken.append(spot[1])
        told.append({"text": text, "size": size, **spot[0]})
    return told


def _mark(kind: str, point: Point, ring: float) -> Box:
    half = ring + 2.0 if kind == "flashpoint" else 13.0
    return point[0] - half, point[1] - half, point[0] + half, point[1] + half


def _spots(point: Point, text: str, size: float, gap: float) -> Iterator[tuple[dict[str, Any], Box]]:
    """Yield places for a name around its mark, the best first, with the box that it fills."""
    (x, y), wide = point, max(len(text), 1) * size * _LETTER
    for far in (gap, gap + 12.0, gap + 26.0):
        yield _spot(x, y - far, "middle", wide, size)
        yield _spot(x, y + far + 0.72 * size, "middle", wide, size)
        for slant in (0.0, -0.8 * far, 0.8 * far):
            yield _spot(x + far, y + slant + 0.35 * size, "start", wide, size)
            yield _spot(x - far, y + slant + 0.35 * size, "end", wide, size)


def _spot(x: float, y: float, anchor: str, wide: float, size: float) -> tuple[dict[str, Any], Box]:
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * wide
    told = {"x": round(x, 1), "y": round(y, 1), "anchor": anchor}
    return told, (left, y - 0.8 * size, left + wide, y + 0.25 * size)


def _shared(a: Box, b: Box) -> float:
    """Return the area that two boxes share."""
    return max(min(a[2], b[2]) - max(a[0], b[0]), 0.0) * max(min(a[3], b[3]) - max(a[1], b[1]), 0.0)


def _outside(box: Box) -> float:
    """Return how much of a box lies off the map, weighed heavily."""
    return 1e3 * (
        max(_MARGIN - box[0], 0.0)
        + max(box[2] - WIDTH + _MARGIN, 0.0)
        + max(_MARGIN - box[1], 0.0)
        + max(box[3] - HEIGHT + _MARGIN, 0.0)
    )


def name_boxes(drawn: Mapping[str, Any]) -> list[Box]:
    """Return the box that each name on a map fills."""
    rows = [*drawn["nations"], *drawn["flashpoints"]]
    return [
        _spot(each["x"], each["y"], each["anchor"], len(each["text"]) * each["size"] * _LETTER, each["size"])[
            1
        ]
        for each in (row["label"] for row in rows)
        if each["text"]
    ]
