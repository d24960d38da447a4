"""The rulebook: generated from the ruleset, the order of play and the docstrings of the rules."""

from wargame.rulebook.book import rulebook
from wargame.rulebook.page import page

__all__ = ["page", "rulebook"]
