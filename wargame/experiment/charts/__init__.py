"""Charts of experiments and ensembles: SVG and PNG whose bytes are the same for the same numbers."""

from wargame.experiment.charts.bars import luck_bars, tornado
from wargame.experiment.charts.canvas import Chart, Words
from wargame.experiment.charts.fans import fan
from wargame.experiment.charts.maps import heat_map

__all__ = ["Chart", "Words", "fan", "heat_map", "luck_bars", "tornado"]
