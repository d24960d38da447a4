"""The report of a game: one HTML file with everything in it, to be read anywhere, with or without scripts."""

from wargame.report.page import report

__all__ = ["report"]
