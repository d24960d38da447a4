"""Review: a game walked through turn by turn; ``/review/<game>?turn=3&seat=JPN&tab=ledger``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import solara

from wargame.faults import WargameError
from wargame.live import LiveGame, reviews, shelf
from wargame.ui.door import LOOKS_BACK, SOLO, use_identity
from wargame.ui.hub import use_live, use_watch
from wargame.ui.parts.board import Feed, Ladder, NationCards, ProgrammeBoard, RegionMap, Relations
from wargame.ui.parts.chart import Chart
from wargame.ui.parts.review import (
    Bar,
    ChartGroups,
    Ledger,
    Orders,
    Outcome,
    Rulings,
    TurningPoints,
    TwoGames,
)
from wargame.ui.shell import Shell, go, page, use_address
from wargame.views import board
from wargame.views.review import charts, fork, ledger, orders, outcome, scrub, turning
from wargame.views.review.eyes import Eyes, eyes
from wargame.views.which import which_game

Told = Mapping[str, Any]
Goto = Callable[[int], None]


@page(see=(*SOLO, LOOKS_BACK))
def Review() -> None:
    """Show the game that the address names."""
    parts, query = use_address()
    if not parts:
        raise WargameError("Name a game to look back at, such as /review/my-game. The first page lists them.")
    live = use_live(parts[0])
    alone = use_identity().kind == "team"
    Walk(live=live, stamp=live.stamp, query=dict(query), alone=alone).key(live.name)


@solara.component
def Walk(live: LiveGame, stamp: str, query: Told, alone: bool = False) -> None:
    """Walk through one game.

    Parameters
    ----------
    stamp : of the record, so that the page is built anew when it grows
    query : of the address with which the page was opened
    alone : a team of a workshop looks back at its game, and at no other
    """
    where, set_where = solara.use_state(
        {
            "turn": str(query.get("turn", "")),
            "seat": str(query.get("seat", "")),
            "tab": str(query.get("tab", "")),
        }
    )
    error, set_error = solara.use_state("")
    with live.lock:
        game = live.game
        looking, turn, tab = (
            eyes(game, where["seat"]),
            scrub.turn_of(game, where["turn"]),
            scrub.tab_of(where["tab"], alone),
        )
        bar = {**scrub.bar(game, live.name, turn, looking, tab, alone), "error": error}
        frame = game.play.scenario.frame
        which = which_game(game.record.header, game.play.scenario, looking.whole)

    def goto(number: int) -> None:
        set_where(lambda held: {**held, "turn": str(number)})

    def act(told: Told) -> None:
        set_error("")
        if told["do"] in ("turn", "tab"):
            set_where(lambda held: {**held, told["do"]: str(told[told["do"]])})
        elif told["do"] == "eyes":
            set_where(lambda held: {**held, "seat": str(told["seat"])})
        elif told["do"] == "branch" and not alone:
            _branch(live, told, looking, set_error)
        elif told["do"] == "go":
            go(str(told["path"]))

    book = f"?game={quote(live.name)}" + (f"&seat={quote(looking.seat)}" if looking.seat else "")
    same = {"live": live, "stamp": stamp, "turn": turn, "looking": looking, "book": book, "goto": goto}
    head = {"word": "Turn", "now": turn, "of": frame.turns, "when": bar["turns"][turn]["label"]}
    with Shell(title=frame.title, subtitle=f"Review of {live.name} · {which}", turn=head):
        Bar(view=bar, event_act=act)
        with solara.Div(
            classes=["wg-rv-tab"], attributes={"role": "tabpanel", "aria-labelledby": f"wg-rv-tab-{tab}"}
        ):
            TABS[tab](**same)


def _branch(live: LiveGame, told: Told, looking: Eyes, set_error: Callable[[str], None]) -> None:
    """Grow a branch and play on in it."""
    try:
        allowed = [each["id"] for each in scrub.seats(live.game, looking)]
        if told["seat"] not in allowed:
            raise WargameError("This seat cannot be chosen as long as the game is played. Take your own.")
        grown = live.branch(int(told["turn"]), [str(told["seat"])])
    except WargameError as fault:
        set_error(str(fault))
    else:
        go(f"/play/{quote(grown.name)}")


# -- tabs ---------------------------------------------------------------------------------------------------


@solara.component
def Overview(live: LiveGame, stamp: str, turn: int, looking: Eyes, book: str, goto: Goto) -> None:
    """Show the board as it stood after the turn."""
    selected, select = solara.use_state("")

    def told() -> dict[str, Any]:
        with live.lock:
            scope, whole = _scopes(live, turn, looking)
            return {
                "outcome": outcome.outcome(scope),
                "nations": board.nations(scope),
                "region": board.region(scope),
                "ladder": board.ladder(scope),
                "feed": board.feed(scope, turns=1),
                "relations": board.relations(scope),
                "programmes": board.programmes(scope),
                "charts": [
                    charts.marked(board.lines(whole, "tension"), whole, turn),
                    charts.marked(board.budgets(whole), whole, turn),
                ],
            }

    view = solara.use_memo(told, [stamp, turn, looking.seat])
    ground = solara.use_memo(lambda: board.geography(live.game.play.scenario), [live.name])

    def act(asked: Told) -> None:
        if asked["do"] == "select":
            select("" if asked["nation"] == selected else str(asked["nation"]))

    with solara.Div():
        Outcome(view={**view["outcome"], "book": book})
        NationCards(view=view["nations"], selected=selected, event_act=act)
        with solara.Div(classes=["wg-grid", "wg-rv-board"]):
            with solara.Div(classes=["wg-card", "wg-c5"]):
                RegionMap(view=view["region"], ground=ground, selected=selected, event_act=act)
            with solara.Div(classes=["wg-card", "wg-c4"]):
                Ladder(view=view["ladder"])
            with solara.Div(classes=["wg-card", "wg-c3"]):
                Feed(view=view["feed"])
            with solara.Div(classes=["wg-card", "wg-c6"]):
                Relations(view=view["relations"], selected=selected, event_act=act)
            with solara.Div(classes=["wg-card", "wg-c6"]):
                ProgrammeBoard(view=view["programmes"])
            for spec in view["charts"]:
                with solara.Div(classes=["wg-card", "wg-c6"]):
                    Chart(view=spec)


@solara.component
def Charts(live: LiveGame, stamp: str, turn: int, looking: Eyes, book: str, goto: Goto) -> None:
    """Show all charts, group by group."""
    group, set_group = solara.use_state(charts.GROUPS[0])

    def told() -> dict[str, Any]:
        with live.lock:
            return charts.group(_scopes(live, turn, looking)[1], turn, group)

    view = solara.use_memo(told, [stamp, turn, looking.seat, group])
    with solara.Div():
        ChartGroups(
            view={"groups": view["groups"], "group": view["group"]},
            event_act=lambda asked: set_group(charts.chosen(str(asked["group"]))),
        )
        _charts(view["charts"])


@solara.component
def Numbers(live: LiveGame, stamp: str, turn: int, looking: Eyes, book: str, goto: Goto) -> None:
    """Show the ledger of the turn."""
    wanted, set_wanted = solara.use_state(ledger.Filter())
    opened, set_opened = solara.use_state(())

    def told() -> dict[str, Any]:
        with live.lock:
            return ledger.ledger(_scopes(live, turn, looking)[0], wanted)

    def reasons() -> dict[str, Any]:
        with live.lock:
            scope = _scopes(live, turn, looking)[0]
            return {key: ledger.why(scope, of, field) for key, of, field in shown}

    view = solara.use_memo(told, [stamp, turn, looking.seat, wanted])
    held = {row["key"] for row in view["rows"]}
    shown = [each for each in opened if each[0] in held]
    why = solara.use_memo(reasons, [stamp, turn, looking.seat, shown])

    def act(asked: Told) -> None:
        if asked["do"] == "why":
            set_opened(
                lambda rows: ledger.toggled(rows, *(str(asked[name]) for name in ("key", "of", "field")))
            )
        elif asked["do"] == "more":
            set_wanted(ledger.more(wanted))
        else:
            set_wanted(ledger.Filter(*(str(asked[name])[:80] for name in ("nation", "group", "text"))))

    Ledger(view={**view, "why": why, "book": book}, event_act=act)


@solara.component
def Sets(live: LiveGame, stamp: str, turn: int, looking: Eyes, book: str, goto: Goto) -> None:
    """Show the orders of every seat in the turn."""

    def told() -> dict[str, Any]:
        with live.lock:
            return orders.orders(_scopes(live, turn, looking)[0])

    Orders(view={**solara.use_memo(told, [stamp, turn, looking.seat]), "book": book})


@solara.component
def Points(live: LiveGame, stamp: str, turn: int, looking: Eyes, book: str, goto: Goto) -> None:
    """Show the turning points, found in the background."""
    own = live.people
    asked, set_asked = solara.use_state(
        {"sort": turning.USUAL, "seat": own[0] if len(own) == 1 else "", "most": turning.MOST}
    )
    count, set_count = solara.use_state(0)
    job = reviews.find(live, reviews.TURNING) if looking.whole else None
    version = use_watch(job, reviews.job_name(live, reviews.TURNING))

    def told() -> dict[str, Any]:
        if not looking.whole:
            return {"kept": turning.KEPT_OUT, "orders": 0}
        with live.lock:
            scope = board.Scope(live.game, live.game.turn)
            return turning.turning(scope, reviews.found(live, reviews.TURNING), job, **asked)

    view = solara.use_memo(told, [stamp, looking.seat, asked, count, version, id(job)])

    def act(told_: Told) -> None:
        if told_["do"] == "turn":
            goto(int(told_["turn"]))
        elif told_["do"] == "rank":
            set_asked({"sort": str(told_["sort"]), "seat": str(told_["seat"]), "most": turning.MOST})
        elif told_["do"] == "more":
            set_asked({**asked, "most": asked["most"] + 2 * turning.MOST})
        else:
            _job(live, reviews.TURNING, looking, str(told_["do"]))
            set_count(count + 1)

    TurningPoints(view={**view, "book": book}, event_act=act)


@solara.component
def Acts(live: LiveGame, stamp: str, turn: int, looking: Eyes, book: str, goto: Goto) -> None:
    """Show the game with and without each act of the white cell."""
    count, set_count = solara.use_state(0)
    job = reviews.find(live, reviews.RULINGS) if looking.whole else None
    version = use_watch(job, reviews.job_name(live, reviews.RULINGS))

    def told() -> dict[str, Any]:
        if not looking.whole:
            return {"kept": turning.KEPT_OUT}
        with live.lock:
            scope = board.Scope(live.game, live.game.turn)
            return turning.rulings(scope, reviews.found(live, reviews.RULINGS), job)

    view = solara.use_memo(told, [stamp, looking.seat, count, version, id(job)])

    def act(asked: Told) -> None:
        if asked["do"] == "turn":
            goto(int(asked["turn"]))
        else:
            _job(live, reviews.RULINGS, looking, str(asked["do"]))
            set_count(count + 1)

    Rulings(view={**view, "book": book}, event_act=act)


def _job(live: LiveGame, kind: str, looking: Eyes, do: str) -> None:
    """Start or stop a long look; only who may see all starts one."""
    job = reviews.find(live, kind)
    if do == "start" and looking.whole:
        reviews.start(live, kind)
    elif do == "cancel" and job is not None:
        job.cancel()


@solara.component
def Two(live: LiveGame, stamp: str, turn: int, looking: Eyes, book: str, goto: Goto) -> None:
    """Show this game and another one side by side."""
    chosen, set_chosen = solara.use_state("")

    def told() -> dict[str, Any]:
        if not looking.whole:
            return {"kept": fork.KEPT_OUT, "fork": None}
        with live.lock:
            view = fork.candidates(live.game, live.name, shelf().list(), chosen)
        try:
            return {**view, "fork": fork.beside(live, shelf().open(chosen), looking) if chosen else None}
        except WargameError as error:
            return {**view, "error": str(error)}

    view = solara.use_memo(told, [stamp, looking.seat, chosen])
    specs = view["fork"]["charts"] if view["fork"] else []
    bare = {**view, "fork": {**view["fork"], "charts": []}} if view["fork"] else view
    with solara.Div():
        TwoGames(view={**bare, "book": book}, event_act=lambda asked: set_chosen(str(asked["name"])))
        _charts(specs)


def _charts(specs: Sequence[Told]) -> None:
    """Lay charts out, two in a row."""
    with solara.Div(classes=["wg-grid", "wg-rv-below"]):
        for spec in specs:
            with solara.Div(classes=["wg-card", "wg-c6"]).key(spec["id"]):
                Chart(view=dict(spec))


def _scopes(live: LiveGame, turn: int, looking: Eyes) -> tuple[board.Scope, board.Scope]:
    """Return what may be told of the turn, and of all turns played."""
    game = live.game
    return board.Scope(game, turn, looking.seat), board.Scope(game, game.turn, looking.seat)


TABS: Mapping[str, Callable[..., Any]] = {
    "overview": Overview,
    "charts": Charts,
    "ledger": Numbers,
    "orders": Sets,
    "turning": Points,
    "rulings": Acts,
    "fork": Two,
}
"""Component of each tab."""
