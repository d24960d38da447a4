"""What the points of an experiment differ in: doubt about numbers, choices, or both; and the words for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wargame.experiment.factors import Factor

NUMBERS = {"parameter", "entry"}
"""Forms of factors that are numbers of the rules; who decides, the ruleset and the frame are choices."""


@dataclass(frozen=True)
class Between:
    """How spread between points is called.

    Attributes
    ----------
    heading : of a chapter
    told : what is said of a share of the variance, ``is doubt``
    short : the same as the head of a column
    question : title of the chart
    parts : key of the chart: between the points, luck that the factors turn, luck that they do not
    cause : what is not luck
    text : what it means, a sentence
    """

    heading: str
    told: str
    short: str
    question: str
    parts: tuple[str, str, str]
    cause: str
    text: str


DOUBT = Between(
    "Luck or doubt",
    "is doubt",
    "doubt",
    "How much of the spread is luck, and how much is not knowing the rules' numbers?",
    ("doubt: not knowing the numbers", "luck that they turn", "luck whatever they are"),
    "not knowing the numbers",
    "Doubt is spread because the numbers of the rules are not known; luck is spread that would stay if they were.",
)
CHOICES = Between(
    "Luck or choices",
    "lies between choices",
    "between choices",
    "How much of the spread is luck, and how much is what was chosen?",
    ("between choices", "luck that they turn", "luck whatever is chosen"),
    "what is chosen",
    "Spread between choices goes with what was chosen at a point; luck is spread that stays whatever is chosen. Which "
    "choices are compared decides how much lies between them.",
)
BOTH = Between(
    "Luck, doubt and choices",
    "lies between points",
    "between points",
    "How much of the spread is luck, and how much is doubt and choices?",
    ("between points: doubt and choices", "luck that they turn", "luck whatever they are"),
    "what the points differ in",
    "Spread between points goes with numbers that are not known and with what was chosen; luck is spread that stays "
    "whatever they are.",
)


def between_of(factors: Sequence[Factor]) -> Between:
    """Return what points that differ in these factors differ in."""
    numbers = [factor.form in NUMBERS for factor in factors]
    return DOUBT if all(numbers) else BOTH if any(numbers) else CHOICES
