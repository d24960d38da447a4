"""After-action review: turning points, the game without a ruling, two branches side by side. Pure numbers, no words."""

from wargame.review.branches import Fork, compare
from wargame.review.rulings import Act, Weighed, acts_of, weigh
from wargame.review.sheet import Sheet
from wargame.review.turning import Point, Turning, turning_points

__all__ = [
    "Act",
    "Fork",
    "Point",
    "Sheet",
    "Turning",
    "Weighed",
    "acts_of",
    "compare",
    "turning_points",
    "weigh",
]
