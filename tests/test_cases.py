"""Adjudication cases: one rule, one sentence, numbers in and numbers out (``tests/cases/README.md``).

One kind of case calls a pure rule of ``wargame.adjudication``; the other plays turns of a drill on three
invented isles, where nothing moves but what the case says.
"""

from __future__ import annotations

import importlib
import re
import shutil
import tomllib
import typing
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wargame.address import split_field, split_selector
from wargame.adjudication import SEQUENCE, adjudicate
from wargame.adjudication.measures import burden_share
from wargame.adjudication.opening import open_state
from wargame.adjudication.phases.readouts import read_out
from wargame.adjudication.phases.scoring import met_by_seat, scores, stability_factor, succeeds
from wargame.adjudication.turn import Play, Turn, prepare
from wargame.faults import nearest
from wargame.ledger import Book, settle
from wargame.observation import observe
from wargame.orders import ACCEPTED, REJECTED, Diplomacy, Orders, legal, no_diplomacy, no_orders, option_costs
from wargame.ruleset import rules_folder
from wargame.scenario import Scenario, read_scenario
from wargame.state import FIELDS, LEVELS, STAGES, State

FOLDER = Path(__file__).parent / "cases"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
CASES = [case for file in FILES.values() for case in file["case"]]
TABLES = tomllib.loads((FOLDER / "scenario" / "still.toml").read_text("utf-8"))
STILL = {f"{table}.{name}": value for table, rows in TABLES.items() for name, value in rows.items()}
TOLD = {"id", "says", "worked", "within", "gives"}
RULE_KEYS = TOLD | {"rule", "given"}
INPUTS = {"pencilled", "sign", "secret", "convened", "rejected"}
INPUTS |= {"orders", "ease", "signal", "promise", "dice"}
GAME_KEYS = TOLD | INPUTS | {"with", "state", "turn", "turn_years", "phases", "then", "may", "costs"}
WORDS = {"stage": STAGES, "level": LEVELS, "ending": ("playing", "closed", "breakdown")}
WORDS |= {"agreement": ("open", "in force", "ended", "broken"), "stance": ("cut", "hold", "rise", "surge")}
PARTS = {"track", "area", "gate", "threat_class", "line"}
READINGS: dict[str, Any] = {"score": scores, "objectives": met_by_seat, "succeeds": succeeds}
READINGS["stability_factor"] = lambda world, state: stability_factor(world, state.stability)
READINGS["burden_share"] = lambda world, state: burden_share(world, lambda name: getattr(state, name))
"""What a case may read besides the fields of the state."""


@dataclass(frozen=True)
class CaseDice:
    """Dice that a case has set, by rule and entity; 0.5 for all else. Rules leave what they asked for."""

    table: Mapping[str, Any]
    asked: set[tuple[str, str]] = field(default_factory=set)

    def uniform(self, rule: str, entities: Any, turn: int, per_entity: int | None = None) -> Any:
        self.asked.update((rule, name) for name in ("", *entities))
        given = self.table.get(rule, 0.5)
        draws = np.array([[given.get(n, 0.5) if isinstance(given, dict) else given for n in entities]])
        return draws if per_entity is None else np.repeat(draws[..., None], per_entity, axis=-1)

    def missed(self) -> list[tuple[str, str]]:
        """Return what the case sets and no rule asked for: a misspelt rule or entity."""
        told = {rule: of if isinstance(of, dict) else [""] for rule, of in self.table.items()}
        return sorted({(rule, name) for rule, names in told.items() for name in names} - self.asked)


@pytest.fixture(scope="session")
def isles(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """Return the drill scenario, read from a copy of ``rules/`` to which the drill's rules are added."""
    root = Path(shutil.copytree(rules_folder(), tmp_path_factory.mktemp("cases") / "rules"))
    shutil.copytree(FOLDER / "scenario" / "drill", root / "drill")
    return read_scenario(root / "drill" / "scenarios" / "isles")


def close(got: Any, wanted: Any, case: dict[str, Any], where: str) -> None:
    """Assert that shapes agree, and numbers within the tolerance of the case (0.0005)."""
    told = f"{case['id']}: {case['says']}\nworked: {case['worked']}\n{where} is {got}, not {wanted}"
    got, wanted = np.asarray(got, dtype=np.float64), np.asarray(wanted, dtype=np.float64)
    assert got.shape == wanted.shape, told
    assert np.allclose(got, wanted, rtol=0.0, atol=case.get("within", 0.0005)), told


def as_argument(value: Any, kind: Any) -> Any:
    """Return a number or list as an array, a table as the named tuple that the rule takes."""
    if isinstance(value, dict):
        hints = typing.get_type_hints(kind)
        return kind(**{name: as_argument(part, hints[name]) for name, part in value.items()})
    return value if kind in (int, float) else np.asarray(value)


def check_rule(case: dict[str, Any]) -> None:
    module, _, name = case["rule"].rpartition(".")
    home = "wargame" if module == "ledger" else "wargame.adjudication"
    rule = getattr(importlib.import_module(f"{home}.{module}"), name)
    hints = typing.get_type_hints(rule)
    got = rule(**{key: as_argument(value, hints[key]) for key, value in case["given"].items()})
    got, wanted = got._asdict() if hasattr(got, "_asdict") else got, case["gives"]
    if not isinstance(wanted, dict):
        got, wanted = {name: got}, {name: wanted}
    assert set(wanted) == set(got), f"{case['id']}: the rule gives the parts {sorted(got)}"
    for part in wanted:
        close(got[part], wanted[part], case, part)


def locate(play: Play, address: str) -> tuple[str, tuple[int, ...]]:
    """Return field and place of an address: ``tension:sound``, ``home.trade:LIRA``, ``trust:KOTA>LIRA``."""
    head, _, whose = address.partition(":")
    name, part = split_field(head)
    assert name in FIELDS, f"{address}: {name!r} is no field of the state. {nearest(name, FIELDS)}"
    owners = [each for each in split_selector(whose) if each]
    place = [0]
    for axis in FIELDS[name].axes:
        part = ":".join((*part.split(), "")[:2]) if axis == "line" else part
        place.append(play.world.at(axis, part if axis in PARTS else owners.pop(0)))
    assert not owners, f"{address}: too many names for {name!r}"
    return name, tuple(place)


def number(play: Play, address: str, value: Any) -> float:
    """Return a value of a case; stages, levels, orders and nations are written as words."""
    name = split_field(address.partition(":")[0])[0]
    words = {**WORDS, "promise": play.world.ids["order"], "pusher": play.world.ids["nation"]}
    return words[name].index(value) if isinstance(value, str) else float(value)


def read(play: Play, state: State, address: str) -> float:
    name, _, whose = address.partition(":")
    if name in READINGS:
        values = READINGS[name](play.world, state)[0]
        return float(values[play.world.at("nation", whose)] if whose else values)
    name, place = locate(play, address)
    return float(getattr(state, name)[place])


def with_numbers(play: Play, state: State, numbers: Mapping[str, Any]) -> State:
    for address, value in numbers.items():
        name, place = locate(play, address)
        array = getattr(state, name).copy()
        array[place] = number(play, address, value)
        state = state.having(**{name: array})
    return state


def opened(play: Play, case: dict[str, Any]) -> State:
    """Return the opening with the numbers that the case sets; read-outs it does not set follow from them."""
    state = with_numbers(play, open_state(play, 1), case.get("state", {}))
    state = settle(state, read_out(play.world, state, None), Book(keep=False), play.world.bounds)
    return with_numbers(play, state, case.get("state", {}))


def orders_of(play: Play, told: dict[str, Any]) -> Orders:
    world, options, orders = play.world, play.options, no_orders(play.world, 1)
    for seat, texts in told.get("orders", {}).items():
        for slot, text in enumerate(texts):
            assert text in options.place, f"{text!r} is no order. {nearest(text, options.place)}"
            actor, option = world.at("nation", seat), options.place[text]
            assert options.may[actor, option], f"{seat} may never issue {text!r}."
            orders.option[0, actor, slot] = option
    for name, seats in told.get("sign", {}).items():
        orders.sign[0, world.at("agreement", name), [world.at("nation", seat) for seat in seats]] = True
    orders.ease[0, [world.at("nation", seat) for seat in told.get("ease", ())]] = True
    for word, array in (("signal", orders.signal), ("promise", orders.promise)):
        for seat, order in told.get(word, {}).items():
            array[0, world.at("nation", seat)] = world.at("order", order)
    return orders


def diplomacy_of(play: Play, told: dict[str, Any]) -> Diplomacy:
    table, place = no_diplomacy(play.world, 1), play.world.at
    for name in told.get("convened", ()):
        table.convened[0, place("meeting", name)] = True
    for name, term in told.get("pencilled", {}).items():
        table.outcome[0, place("agreement", name)] = ACCEPTED
        table.term[0, place("agreement", name)] = term
    for word, array, value in (("rejected", table.outcome, REJECTED), ("secret", table.secret, True)):
        array[0, [place("agreement", name) for name in told.get(word, ())]] = value
    return table


def played(play: Play, state: State, case: dict[str, Any], keep: bool) -> State:
    """Play the turns of a case, whole or only the phases it names."""
    for turn_number, told in enumerate([case, *case.get("then", [])], case.get("turn", 1)):
        dice, book = CaseDice(told.get("dice", {})), Book(keep=keep)
        turn = Turn(play, turn_number, state, orders_of(play, told), diplomacy_of(play, told), dice, book)
        for name in case.get("phases", ()):
            state = dict(SEQUENCE)[name](turn, state)
        state = state if "phases" in case else adjudicate(turn)
        assert not dice.missed(), f"no rule asked for the dice {dice.missed()}; known: {sorted(dice.asked)}"
    return state


def check_game(case: dict[str, Any], isles: Scenario) -> None:
    frame = isles.frame.model_copy(update={"turn_years": case.get("turn_years", 1.0)})
    play = prepare(replace(isles, frame=frame), {**STILL, **case.get("with", {})})
    before = opened(play, case)
    after = played(play, before, case, keep=True)
    assert after.digest() == played(play, before, case, keep=False).digest(), "the ledger changes the game"
    for address, wanted in case.get("gives", {}).items():
        value = read(play, after, address)
        if isinstance(wanted, dict):
            close(value - read(play, before, address), wanted["change"], case, f"the change of {address}")
        else:
            close(value, number(play, address, wanted), case, address)
    seen = observe(play.world, after)
    allowed, (capital, funds) = legal(play.options, seen), option_costs(play.options, seen)
    for kind in ("may", "costs"):
        told = [(seat, *each) for seat, texts in case.get(kind, {}).items() for each in texts.items()]
        for seat, text, wanted in told:
            actor, option = play.world.at("nation", seat), play.options.place[text]
            got = allowed[0, actor, option] if kind == "may" else [capital[option], funds[0, actor, option]]
            close(got, wanted, case, f"{seat}, {text}: {kind}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any], isles: Scenario) -> None:
    known = RULE_KEYS if "rule" in case else GAME_KEYS
    assert set(case) <= known, f"{case['id']}: a case of this kind holds {sorted(known)}"
    for told in case.get("then", []):
        assert set(told) <= INPUTS, f"{case['id']}: a later turn holds {sorted(INPUTS)}"
    check_rule(case) if "rule" in case else check_game(case, isles)


def test_cases_are_numbered_and_told() -> None:
    counts: Counter[str] = Counter()
    for case in CASES:
        group, _, place = case["id"].partition(".")
        counts[group] += 1
        assert re.fullmatch(r"(R\d{1,2}|[LDOFS])\.\d\d", case["id"]), f"{case['id']}: not like R1.01"
        assert int(place) == counts[group], f"{case['id']}: number {counts[group]} of its group is due"
        assert case["says"].endswith("."), f"{case['id']}: say it in a sentence"
        assert case["worked"], f"{case['id']}: show the working"
        assert any(case.get(key) for key in ("gives", "may", "costs")), f"{case['id']}: nothing is asked"
    assert len(CASES) >= 100
    assert min(counts.values()) >= 5, counts


def test_a_wrong_number_is_told() -> None:
    case = next(case for case in CASES if case["id"] == "R3.01")
    with pytest.raises(
        AssertionError, match=r"R3.01: .*\n.*worked: 50 x .*\n.*depreciate is 40.5.*, not 40.6"
    ):
        check_rule({**case, "gives": 40.6})
