"""Thousands of games: a plan, cut into blocks, spread over cores or machines, kept as tables."""

from wargame.ensemble.plan import Plan, plan_of
from wargame.ensemble.points import Point, Setting
from wargame.ensemble.results import Results, open_results
from wargame.ensemble.runner import Progress, run_plan

__all__ = [
    "Plan",
    "Point",
    "Progress",
    "Results",
    "Setting",
    "open_results",
    "plan_of",
    "run_plan",
]
