"""The facilitator's script: what to say and to do at every moment of an exercise, on the page and in print.

The path of an exercise has five stations. Each moment of it is a cue: a sentence or two for the room, and what the
facilitator does meanwhile. Nothing here names a nation or a scenario; the plan gives title, question and minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wargame.workshop.plan import PHASES, Plan

STATIONS: Mapping[str, str] = {
    "welcome": "Welcome",
    "practice": "Practice",
    "turns": "Turns",
    "debrief": "Debrief",
    "home": "Take home",
}
"""Stations of the path, in their order."""
STATION_OF: Mapping[str, str] = {
    "lobby": "welcome",
    "practice": "practice",
    "play": "turns",
    "debrief": "debrief",
    "ended": "home",
}
"""Stage of a room -> station."""
PHASE_NAMES: Mapping[str, str] = {
    "news": "News",
    "plan": "Plan",
    "diplomacy": "Diplomacy",
    "signal": "Signal",
    "crisis": "Crisis round",
    "commit": "Commit",
    "why": "What happened, and why",
}
"""Phases as people read them."""
WELCOME, BREAK, DEBRIEF, HOME = 10.0, 5.0, 15.0, 5.0
"""Minutes of what stands around the turns; the break falls in the middle of them."""


@dataclass(frozen=True)
class Cue:
    """What a facilitator says and does at one moment.

    Attributes
    ----------
    say : for the room, to be read out or told in one's own words;  do : meanwhile
    """

    say: str
    do: str


@dataclass(frozen=True)
class Scene:
    """One part of the printed script.

    Attributes
    ----------
    station : of ``STATIONS``;  title : its heading;  start, minutes : since the exercise began, and how long it takes
    cues : (name of the phase or "", minutes of it, cue), in their order
    """

    station: str
    title: str
    start: float
    minutes: float
    cues: tuple[tuple[str, float, Cue], ...]


_WELCOME = Cue(
    "Welcome. Each table is a government. A turn is a year: you plan, you bargain, and you seal orders that nobody "
    "else sees until all are in. This explores what may follow from choices; it does not predict.",
    "Hand out the codes and help every team in. Let them share out the roles and read their brief. Begin when all "
    "teams are here.",
)
_PRACTICE: Mapping[str, Cue] = {
    "news": Cue(
        "This turn does not count: it is there to be got wrong. Read the news and find your three objectives; "
        "nobody else sees them.",
        "Walk round once. See that every team finds its news, its brief and its free funds.",
    ),
    "plan": Cue(
        "Pick two or three orders into your draft, and ask what would follow: the answer compares your draft with "
        "holding still.",
        "Stand beside one team while it adds an order and asks one question. Say that a draft binds nobody.",
    ),
    "diplomacy": Cue(
        "Talk to the others. An offer is made once, countered once, then taken or left; what is agreed stands in "
        "pencil until both sides sign.",
        "Send one team to another if nobody stands up. Every team should make or answer one offer.",
    ),
    "signal": Cue(
        "Tell the room one thing that you intend. Everybody can check it later against your orders.",
        "Let each team choose one signal. Remind them that a false one costs credibility.",
    ),
    "crisis": Cue(
        "Two of you stand at the brink: ease or hold, sealed. The odds are on the screen.",
        "Explain the odds once. The teams concerned seal their choice with their orders.",
    ),
    "commit": Cue(
        "Head of government: commit. Finance turns the second key if you spend above a quarter of your free funds.",
        "Watch the ticks. Help the team that is last; nobody has to be perfect.",
    ),
    "why": Cue(
        "This is what came of it. Click any number to see its reasons.",
        "Take one number and follow it to its rule. Ask whether the way of a turn is clear, then begin the exercise: "
        "it starts from the opening again.",
    ),
}
_PLAY: Mapping[str, Cue] = {
    "news": Cue(
        "Turn {turn} of {turns}. Read what is new, and what falls due.",
        "Let them read in quiet. Fire a prepared card now if there is one.",
    ),
    "plan": Cue(
        "Draft your orders. You have {asks} this turn.",
        "Look for teams that are silent. Keep to the clock: planning grows into all the time it is given.",
    ),
    "diplomacy": Cue(
        "The floor is open: offers, one counter each, meetings. The clock closes the table.",
        "Move people to each other. Judge sentences that teams send to the umpire.",
    ),
    "signal": Cue(
        "One intention each, told to all. Choose what you want to be believed.",
        "Read the signals out as they come.",
    ),
    "crisis": Cue(
        "A crisis round: both sides choose to ease or to hold, sealed. The odds of a breakdown are on the screen.",
        "Let the room go quiet. Nobody coaches the two sides.",
    ),
    "commit": Cue(
        "Commit your orders, and sign or withhold what stands in pencil. Sealed orders stay sealed until all are in.",
        "Watch the ticks; tell the last team how long it has. Orders stay sealed for you too.",
    ),
    "why": Cue(
        "See what happened and why. Each team: one sentence on the record.",
        "Let the reveal run on the big screen. Ask one team why, and another what surprised it.",
    ),
}
_FIRST = " From here on everything counts."
_LAST_PLAN = " It is the last turn: promises for later bind nobody."
_LAST_WHY = Cue(
    "That was the last turn. See how it ended, before we talk about it.",
    "Give the room a moment with the big screen. Then go to the debrief; do not skip it, it is where people learn.",
)
_DEBRIEF = Cue(
    "Step out of your roles. What did you want, what did you get, and which turn decided it?",
    "Show the objectives of all seats and the turning points. Try a branch: what if we had? Let everybody answer the "
    "five questions.",
)
_ENDED = Cue(
    "Thank you. The whole record is yours: every order, every reason, to read and to play on from any turn.",
    "Export the record, and give every team its link. Leave the server running until all have taken theirs.",
)
_BREAK = Cue(
    "Five minutes. Leave the screens; talk to anybody you like.", "Pause the clock. Look at the pace."
)


def cue(
    stage: str,
    phase: str = "",
    turn: int = 1,
    turns: int = 6,
    *,
    question: str = "",
    questions: int = 3,
    over: bool = False,
) -> Cue:
    """Return what to say and do at a moment.

    Parameters
    ----------
    stage, phase : of the room;  turn, turns : the turn in play, from 1, and how many are planned
    question : what the exercise is to answer;  questions : what-if questions of a seat in a turn, -1 for no limit
    over : the game has ended

    Examples
    --------
    >>> cue("play", "news", 2, 6).say
    'Turn 2 of 6. Read what is new, and what falls due.'
    """
    if stage == "lobby":
        return Cue(_WELCOME.say + _asking(question), _WELCOME.do)
    if stage == "debrief":
        return Cue(_DEBRIEF.say + _asking(question), _DEBRIEF.do)
    if stage == "ended":
        return _ENDED
    if stage == "practice":
        return _PRACTICE[phase or "news"]
    if phase == "why" and (over or turn >= turns):
        return _LAST_WHY
    found = _PLAY[phase or "news"]
    more = (
        _FIRST if phase == "news" and turn == 1 else _LAST_PLAN if phase == "plan" and turn == turns else ""
    )
    return Cue(found.say.format(turn=turn, turns=turns, asks=_asks(questions)) + more, found.do)


def _asking(question: str) -> str:
    return f" Our question: {question.strip()}" if question.strip() else ""


def _asks(questions: int) -> str:
    if questions < 0:
        return "as many what-if questions as you like"
    return f"{questions or 'no'} what-if question{'' if questions == 1 else 's'}"


def scenes(plan: Plan) -> tuple[Scene, ...]:
    """Return the script of a whole exercise, in order, with the minutes of the plan.

    A crisis round stands in the turn's cues with no minutes of its own: it is played only where one is due.
    """
    parts: list[tuple[str, str, float, tuple[tuple[str, float, Cue], ...]]] = []
    parts.append(("welcome", "Welcome", WELCOME, (("", WELCOME, cue("lobby", question=plan.question)),)))
    if plan.practice:
        parts.append(_turn(plan, "practice", 1))
    for turn in range(1, plan.turns + 1):
        parts.append(_turn(plan, "play", turn))
        if turn == plan.turns // 2:
            parts.append(("turns", "Break", BREAK, (("", BREAK, _BREAK),)))
    if plan.debrief:
        told = cue("debrief", question=plan.question)
        parts.append(("debrief", "Debrief", DEBRIEF, (("", DEBRIEF, told),)))
    parts.append(("home", "Take home", HOME, (("", HOME, cue("ended")),)))
    made, start = [], 0.0
    for station, title, minutes, cues in parts:
        made.append(Scene(station, title, start, minutes, cues))
        start += minutes
    return tuple(made)


def _turn(plan: Plan, stage: str, turn: int) -> tuple[str, str, float, tuple[tuple[str, float, Cue], ...]]:
    """Return the part of one turn: station, title, minutes, cues."""
    cues = tuple(
        (
            PHASE_NAMES[phase],
            0.0 if phase == "crisis" else plan.minutes_of(phase, turn),
            cue(stage, phase, turn, plan.turns, questions=plan.questions),
        )
        for phase in PHASES
    )
    title = "The practice turn" if stage == "practice" else f"Turn {turn}"
    return STATION_OF[stage], title, plan.minutes_of_turn(turn), cues


def length(plan: Plan) -> float:
    """Return the minutes of a whole exercise, with welcome, practice, break and debrief."""
    return sum(scene.minutes for scene in scenes(plan))
