"""The big screen of a room: public facts alone, by the moment the exercise is at.

Nothing here is made for one seat, and no person is named. Of orders that are sealed it tells their fingerprints; the
whole truth is told in the debrief, and not before (see ``screen_end``).
"""

from __future__ import annotations

from typing import Any

from wargame.narrate.tell import year
from wargame.scenario import Scenario
from wargame.views import public
from wargame.views.board.scope import colours, ink_on
from wargame.views.room.codes import JOIN, qr
from wargame.views.room.hosted import is_here
from wargame.views.room.screen_end import of_end
from wargame.views.room.screen_news import news, verdicts
from wargame.views.room.screen_reveal import Step, mark, of_turn
from wargame.workshop.league import MODEL, settled
from wargame.workshop.people import Team
from wargame.workshop.room import Room
from wargame.workshop.script import PHASE_NAMES

Payload = dict[str, Any]
STAGES = {"lobby": "Welcome", "debrief": "Debrief", "ended": "Thank you"}
"""What stands for the phase where no turn runs."""
WALKED = ("why", "debrief", "ended")
"""Moments at which the screen is walked step by step."""
MOST_PROGRAMMES = 6
"""Most programmes that stand on the screen at once."""
PRACTICE = "Practice turn: nothing counts yet"
OVER_TIME = "over time"
ALONE = "Other machines cannot reach this server yet. The facilitator’s page of codes says how to let them."
"""What the facilitator is told of where to join while only this machine can."""


def moment(room: Room) -> str:
    """Return what the screen shows: a phase of the turn, ``lobby``, ``debrief`` or ``ended``."""
    if room.stage in STAGES:
        return room.stage
    return room.phase or ("why" if room.live.game.turn else "news")


def panels(room: Room, address: str = "", white: bool = False) -> Payload:
    """Return what stands below the head at a moment, panel by panel; while steps are walked it is ``steps``.

    Parameters
    ----------
    address : of the server as people in the room can reach it, no slash at the end; "" if it is not known
    white : whoever looks is the facilitator
    """
    now, game = moment(room), room.live.game
    if now in WALKED:
        return {}
    if now == "lobby":
        return {"lobby": lobby(room, address, white)}
    told: Payload = {}
    stand = public.stand(game)
    if now == "crisis" and (due := crisis(room)):
        told["crisis"] = due
    elif now == "news":
        told |= {"news": news(room), "ladder": stand["ladder"]}
    elif now == "signal":
        told |= {"signals": signals(room), "ladder": stand["ladder"]}
    elif now == "plan":
        told |= {"region": stand["region"], "programmes": programmes(stand["programmes"])}
    elif now == "commit":
        asked = forecasts(room)
        beside = {"forecasts": asked} if asked["rows"] else {"ladder": stand["ladder"]}
        return {"seals": teams(room), **beside}
    else:
        told |= {"region": stand["region"], "ladder": stand["ladder"]}
    return {**told, "teams": teams(room)}


def steps(room: Room, scores: Payload | None = None) -> tuple[Step, ...]:
    """Return the steps of a moment that is walked; none at other moments.

    Parameters
    ----------
    scores : what ``league`` returned
    """
    now = moment(room)
    if now == "why":
        game = room.live.game
        return of_turn(game, room.statements(game.turn), verdicts(room), scores)
    return of_end(room, scores) if now in WALKED else ()


def walks(room: Room) -> str:
    """Return what is walked now: another turn or stage begins at its first step."""
    return f"{room.standing.game} {room.live.game.turn} {moment(room)}"


def head(room: Room) -> Payload:
    """Return the head: the table's name, turn and year, the phase with its clock, whether it is practice."""
    now, clock = moment(room), room.clock
    running = room.stage not in STAGES
    return {
        "title": room.plan.title,
        "practice": PRACTICE if room.stage == "practice" else "",
        "turn": _turn(room) if running else None,
        "phase": PHASE_NAMES[now] if running else STAGES[now],
        "steps": [{"id": each, "name": PHASE_NAMES[each], "now": each == now} for each in room.phases]
        if running
        else [],
        "clock": {
            "left": round(clock.left, 1),
            "total": round(clock.total, 1),
            "running": clock.running,
            "over": OVER_TIME,
        }
        if running and room.phase
        else None,
    }


def _turn(room: Room) -> Payload:
    when = year(room.live.game.play.world.year(room.turn))
    return {"now": room.turn, "of": 0 if room.stage == "practice" else room.turns, "when": when}


def teams(room: Room) -> Payload:
    """Return the seats in order: who has committed, and the first characters of the seal that proves it.

    Seats that house AI plays come as names alone; where there are many of them, as their number.
    """
    seals = room.seals()
    people = [_team(room, each, seals.get(each.seat, "")) for each in room.teams if not each.house]
    house = [each.name for each in room.teams if each.house]
    return {
        "rows": people,
        "done": sum(row["done"] for row in people),
        "house": _house(house),
        "playing": room.playing,
    }


def _team(room: Room, team: Team, seal: str) -> Payload:
    return {
        **_nation(room.live.game.play.scenario, team.seat),
        "done": team.committed,
        "seal": mark(seal),
    }


def _nation(scenario: Scenario, seat: str) -> Payload:
    colour = colours(scenario)[seat]
    return {"id": seat, "name": scenario.nations[seat].name, "colour": colour, "ink": ink_on(colour)}


def _house(seats: list[str]) -> str:
    """Return in words what house AI plays, "" if it plays nothing."""
    if len(seats) > 4:
        return f"House AI plays {len(seats)} seats"
    return (
        f"House AI plays {', '.join(seats[:-1]) + ' and ' + seats[-1] if len(seats) > 1 else seats[0]}"
        if seats
        else ""
    )


# -- what stands below, by moment ---------------------------------------------------------------------------


def lobby(room: Room, address: str, white: bool = False) -> Payload:
    """Return the welcome: the exercise, its question, where to join, and which seats are filled.

    Codes of seats are not shown: each opens one seat, so the facilitator hands them to the teams.

    Parameters
    ----------
    address : of the server as people in the room can reach it, no slash at the end; "" if it is not known
    white : whoever looks is the facilitator, who alone is told that other machines cannot reach the server
    """
    here = is_here(address)
    frame = room.live.game.play.scenario.frame
    join = address + JOIN if address else ""
    return {
        "title": frame.title,
        "text": frame.text,
        "question": room.plan.question,
        "join": join.partition("://")[2],
        "qr": qr(join) if join and not here else None,
        "alone": ALONE if here and white else "",
        "seats": [
            {
                **_nation(room.live.game.play.scenario, each.seat),
                "house": each.house,
                "people": len(each.people),
            }
            for each in room.teams
        ],
    }


def programmes(board: Payload) -> Payload:
    """Return the programmes as announced, those that moved first; an outsider sees their stage and no more.

    Parameters
    ----------
    board : the programme board as everybody may see it
    """
    rows = sorted(board["rows"], key=lambda row: (row["stage"] == "fielded", not row["was"], -row["done"]))
    return {"rows": rows[:MOST_PROGRAMMES], "more": len(rows[MOST_PROGRAMMES:])}


def signals(room: Room) -> Payload:
    """Return what each seat of people has announced this turn, in public; those that have not, too."""
    scenario, told = room.live.game.play.scenario, room.signals
    rules = scenario.ruleset.orders
    return {
        "rows": [
            {**_nation(scenario, each.seat), "text": rules[told[each.seat]].name if each.seat in told else ""}
            for each in room.teams
            if not each.house
        ]
    }


def forecasts(room: Room) -> Payload:
    """Return the questions of the turn that teams put a chance to, before it is played; nobody's chance is told."""
    asked = room.questions() if room.playing and room.phase != "why" else ()
    return {"rows": [{"id": each.id, "text": each.text} for each in asked]}


def league(room: Room) -> Payload | None:
    """Return the forecast league while the screen is walked, with the questions of the last turn; None without one.

    It may take a moment, so it is not to be called while the room is held.
    """
    if moment(room) not in WALKED or not any(said.forecasts for said in room.standing.said.values()):
        return None
    game, turn = room.live.game, room.live.game.turn
    scenario = game.play.scenario
    rows = [row for row in room.league() if row.count]
    return {
        "turn": turn,
        "questions": [
            {
                "id": each.question.id,
                "text": each.question.text,
                "came": each.came,
                "model": round(each.model),
            }
            for each in settled(game, turn, {})
        ],
        "rows": [
            {
                **(
                    _nation(scenario, row.who)
                    if row.who != MODEL
                    else {"id": MODEL, "name": "The model", "colour": ""}
                ),
                "count": row.count,
                "skill": round(100.0 * row.skill),
            }
            for row in rows
        ],
    }


def crisis(room: Room) -> Payload | None:
    """Return the crisis round that is due, with the posted odds, and which of the two sides has sealed its choice."""
    told = public.crisis(room.live.game)
    if told is None:
        return None
    teams_of = {each.seat: each for each in room.teams}
    return {
        **told,
        "sides": [
            {**side, "done": teams_of[side["id"]].committed, "house": teams_of[side["id"]].house}
            for side in told["sides"]
        ],
    }
