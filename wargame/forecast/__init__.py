"""Paired what-ifs: some orders set beside others, in the same worlds, under the same fresh luck."""

from wargame.forecast.beliefs import imagine
from wargame.forecast.comparison import AIMS, NO_DIFFERENCE, Comparison
from wargame.forecast.memory import Memory, remember
from wargame.forecast.pool import Pool
from wargame.forecast.turns import sitting_at
from wargame.forecast.whatif import BATCHES, Forecast
from wargame.inputs import Draft

__all__ = [
    "AIMS",
    "BATCHES",
    "NO_DIFFERENCE",
    "Comparison",
    "Draft",
    "Forecast",
    "Memory",
    "Pool",
    "imagine",
    "remember",
    "sitting_at",
]
