"""The draws of a game: their names, for what one is drawn, and what it decides.

The program names a draw where it makes it; here each is said in words. Tests hold the list against the program's
text and against games in which every draw is noted.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Draw:
    """One draw of the rules or of house AI.

    Attributes
    ----------
    name : its name in the stream of random numbers, with the seed, the entity, the turn and the replicate
    of : what has one of its own each turn
    form : how the uniform draws are used
    decides : what hangs on it
    """

    name: str
    of: str
    form: str
    decides: str


_NORMAL = "near to normal: twelve uniform draws added"
_EVEN = "even around 0, times the character's noise"
DRAWS: tuple[Draw, ...] = (
    Draw("deck", "card", "below its chance", "whether a random or conditional card falls"),
    Draw("R9.gate", "nation and gate", "below the chance of approval", "whether a gate opens at home"),
    Draw("R2.renewal", "agreement", "below the chance of failing", "whether talks on hosted forces fail"),
    Draw("R9.ratify", "agreement", "below the lowest chance of its parties", "whether it passes at home"),
    Draw("R4.gate", "programme", "below the chance of its stage", "whether a gate that is due is passed"),
    Draw("R4.cost", "programme", _NORMAL, "cost growth that a passed gate brings to light"),
    Draw("conduct.push", "nation", "by lot among equals", "who pushed last, of equally severe orders"),
    Draw("R8.incident", "flashpoint", "below the chance of onset", "whether an incident happens"),
    Draw("R8.card", "flashpoint", "even among the cards of the place", "which incident it is"),
    Draw(
        "beliefs",
        "observer, observed and area",
        "triangular: two uniform draws added",
        "error of a look at another's capability",
    ),
    Draw("ladder.noise", "flashpoint", _NORMAL, "luck in the tension of a turn"),
    Draw("ladder.breakdown", "flashpoint", "below the posted odds", "whether talks collapse in a stand-off"),
    Draw("R1.luck", "nation", "Student t with four degrees of freedom", "shock to the growth of a budget"),
    Draw("R1.ratchet", "nation", "below its chance", "whether a planned cut of the budget is cancelled"),
    Draw("policy.offer", "seat and agreement", _EVEN, "luck in how much a seat wants to offer"),
    Draw("policy.answer", "seat and agreement", _EVEN, "second thoughts about an offer"),
    Draw("policy.sign", "seat and agreement", "below its doubt", "whether it goes back on what it accepted"),
    Draw("policy.order", "seat and option", _EVEN, "luck in the worth of an order"),
    Draw(
        "policy.words",
        "seat",
        "four draws, each below a share",
        "whether it eases, what it signals, what it promises, and whether it means them",
    ),
)
"""Every draw: those of the rules in the order of play, then those of house AI."""
