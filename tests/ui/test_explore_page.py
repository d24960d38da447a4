"""The pages on many games as components: the form, the list, an ensemble and its panels; templates keep the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import wargame.ui  # noqa: F401  settings are made before Solara is used
from wargame.live import ensembles as module
from wargame.live.ensembles import Ensembles
from wargame.live.jobs import Jobs
from wargame.live.wanted import Wanted
from wargame.ui.pages import explore
from wargame.ui.parts import explore as parts
from wargame.views.explore import form

TEMPLATES = sorted((Path(parts.__file__).parent / "explore").glob("*.vue"))
STATIC = Path(parts.__file__).parents[1] / "static"
WAIT = 60


class Here:
    """Stands for the process beside the pages, in this one."""

    def do(self, work: Callable[..., Any], *arguments: Any) -> Any:
        return work(*arguments)


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ensembles]:
    """Ensembles of an empty folder; there is no kernel to be told of news, and no other process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "workers_for", lambda blocks: 1)
    monkeypatch.setattr(module, "process", Here)
    long = Jobs()
    made = Ensembles(long)
    monkeypatch.setattr(explore, "ensembles", lambda: made)
    monkeypatch.setattr(explore, "use_watch", lambda thing, topic: 0)
    yield made
    long.close()


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where the page went."""
    seen: list[str] = []
    monkeypatch.setattr(explore, "go", seen.append)
    return seen


def typed(**changed: Any) -> dict[str, Any]:
    usual = {
        "scenario": "four-islands",
        "games": "6",
        "seed": "7",
        "turns": "1",
        "values": [],
        "characters": {},
    }
    return usual | changed


_KEPT: dict[str, tuple[str, dict[Path, bytes]]] = {}


def played(held: Ensembles, **changed: Any) -> str:
    """Put a finished ensemble into the folder of a test; each is played once for all tests."""
    wanted = Wanted(**({"scenario": "four-islands", "games": 6, "seed": 7, "turns": 1} | changed))
    if str(wanted) not in _KEPT:
        name = held.begin(wanted)
        job = held.job(name)
        assert job is not None
        assert job.wait(WAIT)
        files = (path for path in (Path("runs") / name).rglob("*") if path.is_file())
        _KEPT[str(wanted)] = name, {path: path.read_bytes() for path in files}
    name, contents = _KEPT[str(wanted)]
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return name


# -- the form and the list -----------------------------------------------------------------------------------


def test_a_form_that_is_right_begins_and_goes_to_the_ensemble(held, visits, open_page):
    page = open_page(explore._Begin(first=form.form("four-islands")))
    page.act("scenarios", do="begin", form=typed())

    assert visits == [f"/explore/{held.names()[0]}"]
    assert held.job(held.names()[0]).wait(WAIT)


def test_a_form_that_is_wrong_says_so_and_begins_nothing(held, visits, open_page):
    page = open_page(explore._Begin(first=form.form("four-islands")))
    page.act("scenarios", do="begin", form=typed(games="a million"))

    assert "no whole number" in page.panel("scenarios").view["faults"]["games"]
    assert (visits, held.names()) == ([], ())
    page.act("scenarios", do="typed", form=typed())
    assert page.panel("scenarios").view["faults"] == {}


def test_a_scenario_that_cannot_be_read_is_told_and_the_form_stays(held, open_page):
    page = open_page(explore._Begin(first=form.form("four-islands")))
    page.act("scenarios", do="typed", form=typed(games="77"))
    assert page.panel("scenarios").view["typed"]["games"] == "77"
    page.act("scenarios", do="scenario", id="northeast-asia-2022")
    assert page.panel("scenarios").view["scenario"] == "northeast-asia-2022"
    page.act("scenarios", do="scenario", id="nowhere")

    assert page.panel("scenarios").view["scenario"] == "northeast-asia-2022"
    assert "there is no scenario 'nowhere'" in page.panel("scenarios").view["faults"]["scenario"]


def test_the_list_goes_on_stops_and_compares(held, visits, open_page):
    one, other = played(held), played(held, seed=8)
    page = open_page(explore._Begin(first=form.form("four-islands")))

    assert {row["name"] for row in page.panel("rows").view["rows"]} == {one, other}
    page.act("rows", do="open", name=one)
    page.act("rows", do="compare", names=[one, other])
    page.act("rows", do="go_on", name="nothing")

    assert visits == [f"/explore/{one}", f"/explore/{one}?beside={other}"]
    assert "There is no ensemble" in page.panel("rows").view["fault"]


# -- one ensemble --------------------------------------------------------------------------------------------


def test_an_ensemble_shows_all_its_panels(held, open_page):
    name = played(held)
    page = open_page(explore._Ensemble(name=name, query={}))
    charts = [each.view["id"] for each in page.panels("series")]

    assert charts == ["endings", "succeeds", "fan-tension:narrows", "spread-tension:narrows"]
    assert page.panel("state").view["state"] == "all 6 games are there"
    assert len(page.panel("seats").view["seats"]) == 4
    assert page.has("others")


def test_draws_of_numbers_show_luck_and_doubt(held, open_page):
    name = played(held, games=12, doubt=True)
    page = open_page(explore._Ensemble(name=name, query={}))

    assert page.panels("words")[0].view["title"] == "Luck or doubt?"
    assert not page.has("others"), "a design is compared with nothing"


def test_another_outcome_and_another_number_are_asked_for_by_the_address(held, visits, open_page):
    name = played(held)
    page = open_page(explore._Ensemble(name=name, query={"outcome": "calm", "course": "nonsense"}))
    assert page.panels("series")[3].view["id"] == "spread-calm"
    assert page.panels("series")[2].view["id"] == "fan-tension:narrows"

    page.panels("groups")[0].vue_act({"do": "choose", "id": "spending:DRAY"})
    page.panels("groups")[1].vue_act({"do": "choose", "id": "objectives:DRAY"})
    assert [each.partition("?")[2] for each in visits] == [
        "course=spending:DRAY&outcome=calm",
        "course=nonsense&outcome=objectives:DRAY",
    ]

    page = open_page(
        explore._Ensemble(name=name, query={"outcome": "objectives:DRAY", "course": "spending:DRAY"})
    )
    assert [each.view["id"] for each in page.panels("series")][2:] == [
        "fan-spending:DRAY",
        "spread-objectives:DRAY",
    ]


def test_a_game_of_it_is_opened_in_review(held, visits, open_page):
    name = played(held)
    page = open_page(explore._Ensemble(name=name, query={}))
    held.open_game(name, 5).wait(WAIT)
    page.act("most", do="number", text="5", point="0")
    job = held.open_game(name, 5)
    assert job.wait(WAIT)
    page.act("most", do="number", text="99", point="0")

    assert page.panel("most").view["fault"].startswith("There is no game “99”")
    assert (Path("runs") / job.result).is_dir()


def test_another_ensemble_stands_beside_it(held, visits, open_page):
    one, other = played(held), played(held, characters={"DRAY": "hawk"})
    page = open_page(explore._Ensemble(name=one, query={"beside": other}))

    assert "same luck" in page.panel("others").view["found"]["words"]
    page.act("others", do="beside", name="nothing")
    assert visits[-1].endswith("?beside=nothing")
    page = open_page(explore._Ensemble(name=one, query={"beside": "nothing"}))
    assert "There is no ensemble" in page.panel("others").view["fault"]


def test_a_damaged_part_is_a_sentence_and_no_chart(held, open_page):
    name = played(held)
    part = Path("runs") / name / "outcomes" / "part-000000.parquet"
    part.write_bytes(b"no table")
    page = open_page(explore._Ensemble(name=name, query={}))

    assert page.panel("state").view["can_go_on"]
    assert not page.has("series")


# -- templates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_keeps_the_rules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    template = text[: text.index("<script>")]

    assert "module.exports = {" in text
    assert "v-html" not in text
    assert "<style" not in text
    names = [name for found in re.findall(r'[^:]class="([^"]*)"', template) for name in found.split()]
    assert [name for name in names if not name.startswith("wg-")] == []
    assert [loop for loop in re.findall(r"<[a-z]+ [^>]*v-for=[^>]*", template) if ":key=" not in loop] == []
    assert not re.findall(r"<template[^>]*v-for", template), "Vue 2 and 3 want its key in different places"
    assert not re.findall(r"<[^>]*v-for=[^>]*v-if=", template), "Vue 2 and 3 read them in another order"
    assert set(re.findall(r"<(\w+)[^>]*@click", template)) <= {"button", "a"}


def test_every_class_of_a_template_has_a_style() -> None:
    styles = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("theme.css", "explore.css"))
    used = {
        name
        for path in TEMPLATES
        for found in re.findall(r'[^:]class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in found.split()
    }

    assert {name for name in used if f".{name}" not in styles} == set()
