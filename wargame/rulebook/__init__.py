"""The rulebook, and the descriptions of the model: generated from the rules, the order of play and the docstrings.

``wargame.rulebook.trace`` stands apart: it runs the verification, which nothing else here needs.
"""

from wargame.rulebook.book import rulebook
from wargame.rulebook.odd import limits, odd
from wargame.rulebook.page import Fragment, fragment, page

__all__ = ["Fragment", "fragment", "limits", "odd", "page", "rulebook"]
