"""Back-tests: forecasts of military spending from past years, by R1 and by naive methods, and what came."""

from wargame.backtest.panel import Panel
from wargame.backtest.reading import read_panel
from wargame.backtest.trial import Backtest, backtest

__all__ = ["Backtest", "Panel", "backtest", "read_panel"]
