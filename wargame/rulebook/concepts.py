"""ODD, element 4: the design concepts, with those that ODD+D adds for decisions of people.

What no program can tell of itself is written here, short. Lists of fields, draws, groups and outcomes are not.
"""

from __future__ import annotations

import re
from collections import Counter

from wargame.outcomes import Outcome, list_outcomes
from wargame.rulebook.luck import DRAWS
from wargame.rulebook.pieces import Lines, table
from wargame.rulebook.reach import callers
from wargame.rulebook.rules import chapters
from wargame.scenario import Scenario
from wargame.world import World

Paragraphs = tuple[str, ...]
_PRINCIPLES: Paragraphs = (
    "Alliances as bargains over shared costs; threat as it is seen, not as it is; budgets that follow inertia and what "
    "the economy bears; programmes as work with gates and surprises; home politics that may refuse; a ladder of "
    "tension that ends in a breakdown of talks, never in force. A rule is a published form used as it stands, or a "
    "plainer form with the same properties where the published one is a convention.",
)
_EMERGENCE: Paragraphs = (
    "The paths of tension, trust, cohesion, budgets and programmes, who signs with whom, and how a game ends come from "
    "what seats order and from luck. Imposed are the opening, the deck, objectives, the growth of economies, the steps "
    "of the ladder and the odds posted on it.",
)
_DECISIONS: Paragraphs = (
    "A seat is played by people, of whom the model says nothing, or by house AI: one procedure for all nations, with "
    "the weights and the manner of a character. Its rationality is bounded: it weighs each thing by itself and takes "
    "the best it can still pay for. Each turn it",
)
_STEPS: Paragraphs = (
    "works out from what it sees what one more unit of every number that an effect may move is worth to it, in points "
    "(its *slopes*): tension frightens the more the higher it is, home politics presses the more the worse it stands, "
    "an objective pulls most just short of its threshold;",
    "reckons what signing each agreement brings at each share of the burden: effects when signed, yearly effects over "
    "the years its character counts, what it makes possible, less the cost of the share;",
    "offers what it wants at the best share that a partner, guessed at from its public face, would take; convenes a "
    "meeting if all who must come gain by it; answers offers by accepting, one counter, or refusing;",
    "signs what still pays, unless its character goes back on its word;",
    "picks orders one by one: the one worth most above its price, with some luck, while political capital, funds and "
    "the number of orders last, and never two of one kind;",
    "eases or holds in a crisis round by its character and the heat, and may announce an order or promise to leave one "
    "undone, not always meaning it.",
)
_OBJECTIVES: Paragraphs = (
    "House AI adds up points: slopes times declared effects. The weights of features come with the character; on top "
    "it pulls towards its own objectives, which nobody else knows. The score of a seat counts objectives met, times a "
    "factor for the stability of the region; after a breakdown nobody scores, and the seat that pushed last gets -1.",
)
_LEARNING: Paragraphs = (
    "None: no weight changes within a game or between games. What looks like learning is state: trust, provocations "
    "kept in mind, effects that wear off when an order is repeated, beliefs that follow looks.",
)
_PREDICTION: Paragraphs = (
    "House AI takes effects as they are declared and knows the chance that its home approves. Some characters look one "
    "turn ahead at the drift of their own home politics. None foresees what others will order: it takes a partner for "
    "a balancer with the public's idea of its private numbers. The outlook of a programme is the chance that it is "
    "fielded in time, in closed form.",
)
_SENSING: Paragraphs = (
    "A seat sees public numbers as they are, its own exactly, and others' capabilities as a mean with an error, from "
    "one noisy look a turn; intelligence effort narrows the error, public claims move the mean. Tracks of others' home "
    "politics are seen, seen as a label, or not at all. Agreements kept secret look to outsiders as if they had not "
    "been made. People and house AI get the same observation; element 2 says of every variable who sees it.",
)
_INTERACTION: Paragraphs = (
    "Direct: offers and answers, agreements, orders aimed at another nation, joint programmes, technology that flows "
    "between partners. Through what they share: spending and strike capability frighten others, tension frightens all, "
    "drains take funds and attention. By words: signals and promises are held against deeds, and false ones cost "
    "standing, trust and political capital.",
)
_LUCK: Paragraphs = (
    "Every draw has a name: seed, rule, entity, turn, replicate. It depends on nothing else, so that two games with "
    "one seed differ only where decisions or numbers differ. All forms are made from uniform draws. An umpire may rule "
    "a yes-or-no outcome, and the record says so.",
)
_COLLECTIVES: Paragraphs = (
    "Groups are given by the scenario; their cohesion follows shared threat, commitments, fairness of burdens and "
    "mutual trust. Alliances and rivalries are given and stay. Agreements are made in play, among parties that the "
    "catalogue names.",
)
_HETEROGENEITY: Paragraphs = (
    "Nations differ by data only: the numbers of their opening, which orders are theirs, objectives, character. The "
    "rules name no nation, and all characters run the same procedure.",
)
_OBSERVATION: Paragraphs = (
    "Every change of every number is booked with its reason, rule, source and author (`wargame why`). Each game is "
    "reduced to the outcomes below; ensembles, what-ifs, experiments and tournaments compare games by these alone.",
)


def concepts(scenario: Scenario, world: World) -> Lines:
    """Return element 4: the design concepts, in the order of the protocol."""
    return [
        "## 4. Design concepts",
        "",
        *_part("Basic principles (ODD+D: theoretical and empirical background)", _PRINCIPLES, _rules()),
        *_part("Emergence", _EMERGENCE),
        *_part("Adaptation (ODD+D: individual decision-making)", _DECISIONS, _decision_steps()),
        *_part("Objectives", _OBJECTIVES),
        *_part("Learning", _LEARNING),
        *_part("Prediction (ODD+D: individual prediction)", _PREDICTION),
        *_part("Sensing (ODD+D: individual sensing)", _SENSING),
        *_part("Interaction", _INTERACTION),
        *_part("Stochasticity", _LUCK, _draws()),
        *_part("Collectives", _COLLECTIVES, _groups(scenario)),
        *_part("Heterogeneity (ODD+D)", _HETEROGENEITY),
        *_part("Observation", _OBSERVATION, _outcomes(world)),
    ]


def _part(title: str, paragraphs: Paragraphs, more: Lines | None = None) -> Lines:
    told = [line for text in paragraphs for line in (text, "")]
    return [f"### {title}", "", *told, *([*more, ""] if more else [])]


def _rules() -> Lines:
    """Tell each rule, and how many of its functions a game calls."""
    rows = []
    for chapter in chapters():
        called = sum(bool(callers(f"{told.module}.{told.name}")) for told in chapter.functions)
        acts = f"{called} of {len(chapter.functions)} functions" if called else "not called"
        rows.append((chapter.rule, ". ".join(chapter.titles) + ".", acts))
    return table(("Rule", "What it says", "In a game"), rows)


def _decision_steps() -> Lines:
    told = "The numbers of this procedure, its functions and the characters stand in element 7."
    return [*(f"- {step}" for step in _STEPS), "", told]


def _draws() -> Lines:
    rows = [(f"`{draw.name}`", draw.of, draw.form, draw.decides) for draw in DRAWS]
    return table(("Draw", "One for each", "Form", "Decides"), rows)


def _groups(scenario: Scenario) -> Lines:
    rows = [(row.name, ", ".join(row.members), ", ".join(row.against)) for row in scenario.groups.values()]
    return table(("Group", "Members", "Formed against"), rows) if rows else []


def _outcomes(world: World) -> Lines:
    """Tell each kind of outcome once, by its first member."""
    listed = list_outcomes(world)
    count = Counter(_kind_of(each) for each in listed)
    first = {_kind_of(each): each for each in reversed(listed)}
    rows = [(f"`{first[kind].name}`", str(count[kind]), first[kind].unit, first[kind].text) for kind in count]
    return table(("Outcome, the first of its kind", "How many", "Unit", "What it is"), rows)


def _kind_of(outcome: Outcome) -> str:
    """Return what an outcome is of, whomever it belongs to: ``tension`` for ``tension:strait``."""
    return re.split(r"[.:]", outcome.name)[0]
