"""The pages on many games: a form and a list; and what one ensemble tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import solara

from wargame.cli.rules import BASELINE
from wargame.faults import WargameError
from wargame.live.ensembles import ensembles
from wargame.live.jobs import DONE, FAILED, Job
from wargame.ui.hub import use_watch
from wargame.ui.parts.chart import Chart
from wargame.ui.parts.explore import (
    Beside,
    Choose,
    Effects,
    EnsembleList,
    GamesAt,
    LuckOrDoubt,
    NewEnsemble,
    Objectives,
    RunHead,
)
from wargame.ui.shell import Shell, go, page, use_address
from wargame.views.explore import courses, doubt, endings, form, listing, spread, together
from wargame.views.explore import page as views
from wargame.views.explore.numbers import Numbers

HERE = "/explore"
SUBTITLE = "Many games: how they end, how far luck and doubt spread them"
WAITING = "Playing a first block, to tell how long all of it takes…"
Told = Mapping[str, Any]


@page
def Explore() -> None:
    """Show the form and the list, or one ensemble by the name of its folder."""
    parts, query = use_address()
    first = solara.use_memo(lambda: None if parts else form.form(BASELINE), [bool(parts)])
    if parts:
        ensembles().store(parts[0])  # one that is not there, or damaged, is told instead of the page
    with Shell(title="Explore", subtitle=SUBTITLE, here=HERE):
        if parts:
            _Ensemble(name=parts[0], query=query).key(parts[0])
        else:
            _Begin(first=first)


@solara.component
def _Begin(first: dict[str, Any]) -> None:
    held = ensembles()
    use_watch(held, "ensembles")
    known, set_known = solara.use_state(first)
    typed, set_typed = solara.use_state({})
    refusal, set_refusal = solara.use_state({})
    fault, set_fault = solara.use_state("")
    wanted, faults = solara.use_memo(lambda: form.read_form(typed) if typed else (None, {}), [typed])
    job = solara.use_memo(lambda: held.estimate(wanted) if wanted else None, [typed])
    use_watch(job, f"estimate {job.name if job else ''}")

    def choose(scenario: str) -> None:
        set_typed({})
        try:
            set_known(form.form(scenario))
            set_refusal({})
        except WargameError as error:
            set_refusal({"scenario": str(error)})

    def act(told: Told) -> None:
        if told["do"] == "scenario":
            choose(told["id"])
        elif told["do"] == "typed":
            set_typed(told["form"])
            set_refusal({})
        else:
            asked, wrong = form.read_form(told["form"])
            set_typed(told["form"])
            try:
                set_refusal(wrong)
                if asked is not None:
                    go(f"{HERE}/{held.begin(asked)}")
            except WargameError as error:
                set_refusal({"form": str(error)})

    def on_list(told: Told) -> None:
        set_fault("")
        if told["do"] == "open":
            go(f"{HERE}/{told['name']}")
        elif told["do"] == "compare":
            one, other = told["names"]
            go(views.address(one, {"beside": other}))
        else:
            _tell(set_fault, held.cancel if told["do"] == "stop" else held.go_on, told["name"])

    answer = form.estimate_words(job.result) if job and job.state == DONE else None
    waiting = job.error if job and job.state == FAILED else WAITING
    data = {**known, "typed": typed, "faults": faults or refusal, "estimate": answer, "waiting": waiting}
    data |= {"run": form.run_words(wanted), "blocked": bool(faults)}
    with solara.Div(classes=["wg-grid"]):
        with solara.Div(classes=["wg-card", "wg-c5", "wg-ex-top"]):
            NewEnsemble(view=data, event_act=act)
        with solara.Div(classes=["wg-card", "wg-c7"]):
            EnsembleList(view={**listing.listing(held), "fault": fault}, event_act=on_list)


@solara.component
def _Ensemble(name: str, query: Mapping[str, str]) -> None:
    held = ensembles()
    use_watch(held, "ensembles")
    fault, set_fault = solara.use_state("")

    def act(told: Told) -> None:
        set_fault("")
        if told["do"] == "back":
            go(HERE)
        else:
            _tell(set_fault, held.cancel if told["do"] == "stop" else held.go_on, name)

    head = views.head(held, name)
    seen = views.stage(head["done"], head["running"])
    with solara.Div(classes=["wg-ex-stack"]):
        with solara.Div(classes=["wg-card"]):
            RunHead(view={**head, "fault": fault}, event_act=act)
        if head["readable"]:
            _Results(name=name, seen=seen, query=query)


@solara.component
def _Results(name: str, seen: int, query: Mapping[str, str]) -> None:
    results = solara.use_memo(lambda: views.results_of(ensembles(), name), [seen])
    numbers = solara.use_memo(lambda: Numbers(results) if results else None, [results])
    with solara.Div(classes=["wg-ex-stack"]):
        if numbers is None:
            solara.Div(
                classes=["wg-empty"], children=["Charts stand here as soon as a first block is played."]
            )
        else:
            _Beside(name=name, numbers=numbers, query=query)
            _Ends(numbers=numbers)
            _Panels(name=name, numbers=numbers, query=query)


@solara.component
def _Ends(numbers: Numbers) -> None:
    """How games end, and who succeeds."""
    charts = solara.use_memo(lambda: (endings.endings(numbers), endings.successes(numbers)), [numbers])
    with solara.Div(classes=["wg-grid"]):
        for chart, width in zip(charts, ("wg-c5", "wg-c7"), strict=True):
            with solara.Div(classes=["wg-card", width]):
                rows = len(chart["x"]["values"]) if chart["across"] else 0
                Chart(view=chart, height=f"{max(240, 24 * rows)}px")


@solara.component
def _Panels(name: str, numbers: Numbers, query: Mapping[str, str]) -> None:
    """A number by turn, an outcome's spread, what stands behind it, and games at places of it."""
    course = views.chosen_course(numbers, query.get("course", ""))
    outcome = views.chosen_outcome(numbers, query.get("outcome", ""))
    split = solara.use_memo(lambda: doubt.luck_and_doubt(numbers), [numbers])
    with solara.Div(classes=["wg-grid"]):
        if course:
            with solara.Div(classes=["wg-card", "wg-c6"]):
                _Course(
                    numbers=numbers,
                    chosen=course,
                    choose=lambda other: go(views.address(name, query, course=other)),
                )
        with solara.Div(classes=["wg-card", "wg-c6" if course else "wg-c12"]):
            _Spread(
                numbers=numbers,
                chosen=outcome,
                choose=lambda other: go(views.address(name, query, outcome=other)),
            )
        with solara.Div(classes=["wg-card", "wg-c8"]):
            if split is not None:
                LuckOrDoubt(view=split)
            else:
                _Objectives(numbers=numbers)
        with solara.Div(classes=["wg-card", "wg-c4"]):
            _Behind(numbers=numbers, outcome=outcome)
            _Games(name=name, numbers=numbers, outcome=outcome)
        if split is not None:
            with solara.Div(classes=["wg-card", "wg-c12"]):
                _Objectives(numbers=numbers)


@solara.component
def _Course(numbers: Numbers, chosen: str, choose: Callable[[str], None]) -> None:
    menu = solara.use_memo(lambda: courses.menu(numbers), [numbers])
    game = solara.use_memo(lambda: spread.typical(numbers), [numbers])
    chart = solara.use_memo(lambda: courses.fan(numbers, chosen, game), [numbers, chosen])
    with solara.Div(classes=["wg-ex-panel"]):
        Choose(view=views.course_choice(menu, chosen), event_act=lambda told: choose(told["id"]))
        Chart(view=chart, height="300px")


@solara.component
def _Spread(numbers: Numbers, chosen: str, choose: Callable[[str], None]) -> None:
    menu = solara.use_memo(numbers.menu, [numbers])
    chart = solara.use_memo(lambda: spread.spread(numbers, chosen), [numbers, chosen])
    said = solara.use_memo(lambda: spread.summary(numbers, chosen), [numbers, chosen])
    with solara.Div(classes=["wg-ex-panel"]):
        Choose(view=views.outcome_choice(menu, chosen), event_act=lambda told: choose(told["id"]))
        Chart(view=chart, height="270px")
        solara.Div(classes=["wg-note"], children=[said])


@solara.component
def _Behind(numbers: Numbers, outcome: str) -> None:
    """What moves an outcome where numbers were varied, else what goes with it."""
    data = solara.use_memo(
        lambda: doubt.what_matters(numbers, outcome) or together.together(numbers, outcome),
        [numbers, outcome],
    )
    Effects(view=data)


@solara.component
def _Games(name: str, numbers: Numbers, outcome: str) -> None:
    """Open one game of the ensemble in Review."""
    asked, set_asked = solara.use_state(None)
    fault, set_fault = solara.use_state("")
    job: Job | None = asked
    use_watch(job, f"opens {job.name if job else ''}")
    state = job.state if job else ""

    def leave() -> None:
        if job is not None and job.state == DONE:
            go(f"/review/{job.result}")

    solara.use_effect(leave, [state])

    def act(told: Told) -> None:
        try:
            point, replicate = views.asked_game(numbers, outcome, told)
            set_fault("")
            set_asked(ensembles().open_game(name, replicate, point))
        except WargameError as error:
            set_fault(str(error))

    GamesAt(view=views.games(numbers, outcome, job, fault), event_act=act)


@solara.component
def _Objectives(numbers: Numbers) -> None:
    Objectives(view=solara.use_memo(lambda: endings.objectives(numbers), [numbers]))


@solara.component
def _Beside(name: str, numbers: Numbers, query: Mapping[str, str]) -> None:
    """Another ensemble beside this one, which is the first of the two."""
    other = query.get("beside", "")
    found, fault = solara.use_memo(
        lambda: views.compared(ensembles(), numbers.results, other), [numbers, other]
    )
    others = solara.use_memo(lambda: views.others(ensembles(), name), [name])

    def act(told: Told) -> None:
        if told["do"] == "swap":
            go(views.address(other, {**query, "beside": name}))
        else:
            go(views.address(name, query, beside=told["name"]))

    if len(numbers.results.plan.points) > 1:
        return
    with solara.Div(classes=["wg-grid"]):
        with solara.Div(classes=["wg-card", "wg-c12"]):
            Beside(
                view={"other": other, "others": others, "found": found, "fault": fault},
                event_act=act,
            )
        for chart in found["charts"] if found else ():
            with solara.Div(classes=["wg-card", "wg-c4"]).key(chart["id"]):
                Chart(view=chart, height="340px")


def _tell(set_fault: Callable[[str], None], do: Callable[[str], None], name: str) -> None:
    """Do something to an ensemble; what cannot be done is told."""
    try:
        do(name)
    except WargameError as error:
        set_fault(str(error))
