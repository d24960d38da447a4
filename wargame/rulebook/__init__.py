"""The rulebook, and the descriptions of the model: generated from the rules, the order of play and the docstrings.

``wargame.rulebook.trace`` stands apart: it runs the verification, which nothing else here needs.
"""

from wargame.rulebook.book import rulebook
from wargame.rulebook.odd import limits, odd
from wargame.rulebook.page import page

__all__ = ["limits", "odd", "page", "rulebook"]
