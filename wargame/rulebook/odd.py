"""ODD: the description of the model in seven elements from which someone else could build it again."""

from __future__ import annotations

from wargame.rulebook.concepts import concepts
from wargame.rulebook.details import initialisation, inputs
from wargame.rulebook.limits import limits_chapter
from wargame.rulebook.overview import entities, processes, purpose
from wargame.rulebook.pieces import Lines, document, edition
from wargame.rulebook.submodels import implementation, submodels
from wargame.scenario import Scenario
from wargame.world import compile_world


def odd(scenario: Scenario, marked: bool = False) -> str:
    """Return the description of the model as a scenario plays it, in Markdown.

    It follows ODD in its second update, with what ODD+D adds for decisions. Tables come from the fields of the
    state, the order of play, the rules' rows, the docstrings and the scenario, all of which the game runs on.

    Parameters
    ----------
    scenario : a checked scenario; its objectives, cards and characters are told, so this is no text for a seat
    marked : keep the marks that give rows their anchors, for ``page`` and ``fragment``

    References
    ----------
    Grimm et al. 2020 (ODD, second update); Mueller et al. 2013 (ODD+D).
    """
    rules, world = scenario.ruleset, compile_world(scenario)
    return document(
        rules,
        [
            _front(scenario),
            purpose(scenario),
            entities(scenario, world),
            processes(),
            concepts(scenario, world),
            initialisation(scenario),
            inputs(scenario),
            submodels(rules),
            implementation(scenario),
            limits_chapter(rules),
        ],
        marked=marked,
    )


def limits(scenario: Scenario, marked: bool = False) -> str:
    """Return the limits of use as a text of its own, in Markdown; ``marked`` as for ``odd``."""
    head = [f"# Limits: {scenario.frame.title}", "", edition(scenario)]
    return document(scenario.ruleset, [head, limits_chapter(scenario.ruleset)], marked=marked)


def _front(scenario: Scenario) -> Lines:
    return [
        f"# ODD: {scenario.frame.title}",
        "",
        edition(scenario),
        "",
        "A description by the ODD protocol, second update [grimm2020], with the elements that ODD+D [mueller2013] adds "
        "for decisions. Its tables and equations are taken from the program and the rules that the game runs on; only "
        "paragraphs are written. Orders, kinds of agreement and the effects of cards, with their sizes, are rows of "
        f"data told by `wargame rulebook {scenario.id}`; what was tested, calibrated and rejected by "
        f"`wargame rulebook {scenario.id} --part trace`.",
    ]
