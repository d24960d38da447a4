"""Land for a schematic map: hexagons grown around places, and their outlines as one path each.

The shapes say where a nation stands to the others and nothing else: there is water between any two, so that no
border is drawn that anybody might dispute.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

Cell = tuple[int, int]
"""Column and row of a hexagon; odd rows stand half a hexagon to the right."""
Point = tuple[float, float]
ROOT3 = 3.0**0.5
ROUGH = 1.3
"""How ragged coasts are: hexagons by which a cell may count as farther than it is."""
BAYS = ((2, 0.20), (3, 0.15), (5, 0.09))
"""How far coasts swing in and out: waves around a nation, and how large each is as a part of the distance."""
_CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))
"""Corners of a pointed hexagon, clockwise from the top, in half widths and half radii."""


class Grid:
    """A field of hexagons.

    Parameters
    ----------
    width, height : size of the map
    radius : of a hexagon, from its centre to a corner
    """

    def __init__(self, width: float, height: float, radius: float) -> None:
        self.radius, self.step = radius, ROOT3 * radius
        self.columns, self.rows = int(width / self.step), int(height / (1.5 * radius))

    def centre(self, cell: Cell) -> Point:
        """Return the middle of a hexagon."""
        return (cell[0] + 0.5 + 0.5 * (cell[1] % 2)) * self.step, (cell[1] + 2 / 3) * 1.5 * self.radius

    def nearest(self, point: Point) -> Cell:
        """Return the hexagon at a point, one within the field."""
        row = min(max(round(point[1] / (1.5 * self.radius) - 2 / 3), 0), self.rows - 1)
        column = min(max(round(point[0] / self.step - 0.5 - 0.5 * (row % 2)), 0), self.columns - 1)
        return column, row

    def around(self, cell: Cell) -> tuple[Cell, ...]:
        """Return the six neighbours of a hexagon, clockwise from the upper right; some may lie outside."""
        column, row = cell
        odd = row % 2
        return (
            (column + odd, row - 1),
            (column + 1, row),
            (column + odd, row + 1),
            (column - 1 + odd, row + 1),
            (column - 1, row),
            (column - 1 + odd, row - 1),
        )

    def holds(self, cell: Cell, edge: int = 2) -> bool:
        """Tell whether a hexagon lies within the field, and not at its edge."""
        return edge <= cell[0] < self.columns - edge and edge <= cell[1] < self.rows - edge

    def corner(self, cell: Cell, place: int) -> Cell:
        """Return a corner in half widths and half radii: whole numbers, the same for all that share it."""
        across, down = _CORNERS[place % 6]
        return 2 * cell[0] + 1 + cell[1] % 2 + across, 3 * cell[1] + 2 + down

    def point(self, corner: Cell) -> Point:
        """Return where a corner lies on the map."""
        return corner[0] * self.step / 2, corner[1] * self.radius / 2


def grow(
    grid: Grid,
    seeds: Mapping[str, Point],
    sizes: Mapping[str, int],
    water: Iterable[tuple[Point, float]] = (),
) -> dict[str, frozenset[Cell]]:
    """Return the land of each nation: hexagons taken in turn around its place, never next to another's.

    Parameters
    ----------
    seeds : nation -> its place on the map
    sizes : nation -> hexagons wanted; it may get fewer where it is crowded
    water : places that stay water, with the radius around them
    """
    wet = {
        (column, row)
        for column in range(grid.columns)
        for row in range(grid.rows)
        if any(_apart(grid.centre((column, row)), point) < reach for point, reach in water)
    }
    taken: dict[Cell, str] = {}
    fronts: dict[str, set[Cell]] = {}
    for name, point in seeds.items():
        home = grid.nearest(point)
        taken[home] = name
        fronts[name] = set(grid.around(home))
    for turn in range(max(sizes.values(), default=0)):
        for name, front in fronts.items():
            if turn < sizes[name] - 1:
                _take(grid, name, seeds[name], front, taken, wet)
    return {name: frozenset(cell for cell, owner in taken.items() if owner == name) for name in seeds}


def _take(
    grid: Grid, name: str, seed: Point, front: set[Cell], taken: dict[Cell, str], wet: set[Cell]
) -> None:
    """Take the free hexagon of a nation's front that lies nearest to its place."""
    free = [
        cell
        for cell in front
        if cell not in taken
        and cell not in wet
        and grid.holds(cell)
        and all(taken.get(other, name) == name for other in grid.around(cell))
    ]
    if not free:
        front.clear()
        return
    best = min(free, key=lambda cell: (_reach(grid, name, seed, cell), cell))
    taken[best] = name
    front.discard(best)
    front.update(grid.around(best))


def _apart(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _reach(grid: Grid, name: str, seed: Point, cell: Cell) -> float:
    """Return how far a hexagon counts from a nation's place: bays and capes of its own, and a ragged coast."""
    x, y = grid.centre(cell)
    angle = math.atan2(y - seed[1], x - seed[0])
    swing = sum(size * math.sin(waves * angle + 6.283 * _chance(name, waves)) for waves, size in BAYS)
    return _apart((x, y), seed) * (1.0 + swing) + ROUGH * grid.step * _chance(name, *cell)


def _chance(name: str, *of: int) -> float:
    """Return a number in [0, 1) that belongs to a nation and some whole numbers: the same each time."""
    return zlib.crc32(f"{name} {of}".encode()) / 2**32


def outline(grid: Grid, cells: Iterable[Cell]) -> str:
    """Return the coast of some hexagons as the path of an SVG: one loop for each shore, lakes too."""
    land = set(cells)
    edges = {
        grid.corner(cell, side): grid.corner(cell, side + 1)
        for cell in land
        for side, other in enumerate(grid.around(cell))
        if other not in land
    }
    return "".join(_path(grid, loop) for loop in _loops(edges))


def _loops(edges: dict[Cell, Cell]) -> Iterator[list[Cell]]:
    """Yield closed rows of corners, using up the edges: from every corner of a coast one edge leads on."""
    while edges:
        here = start = min(edges)
        trail = []
        while True:
            trail.append(here)
            here = edges.pop(here)
            if here == start:
                break
        yield trail


def _path(grid: Grid, loop: Sequence[Cell]) -> str:
    points = (grid.point(corner) for corner in loop)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
