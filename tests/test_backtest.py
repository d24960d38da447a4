"""Back-tests: panels checked whole, naive methods in closed form, R1 as the game votes it, nothing of later years."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from tests.support import PRACTICE, scenario_of
from wargame import exact
from wargame.adjudication.opening import open_state
from wargame.adjudication.phases.budgets import budgets
from wargame.adjudication.turn import Turn, prepare
from wargame.backtest import Backtest, Panel, backtest, read_panel
from wargame.backtest import baselines as naive
from wargame.backtest.earlier import earlier_errors
from wargame.backtest.findings import miss_words, passing, verdict_words
from wargame.backtest.reading import COLUMNS
from wargame.backtest.rule import INFLATION, Ensemble, fitted_rates, forecast, numbers_of
from wargame.backtest.scores import coverage, error_difference, growth_rank_correlation
from wargame.backtest.variants import AS_PLAYED, FITTED_CORE, VARIANTS
from wargame.cli import app
from wargame.dice import Dice
from wargame.faults import RulesError, WargameError
from wargame.ledger import Book
from wargame.orders import no_diplomacy, no_orders
from wargame.ruleset import read_ruleset

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "shared" / "data" / "milex_gdp_panel.csv"
NUMBERS = numbers_of(read_ruleset("standard"))
NAMES = ("AAA", "BBB", "CCC", "DDD")
GROWTH, ECONOMY = np.array([0.02, 0.03, -0.01, 0.05]), np.array([0.03, 0.01, 0.02, 0.04])


def panel_of(spending: Any, gdp: Any, first: int = 1990, names: tuple[str, ...] = NAMES) -> Panel:
    """Return a panel from (year, country) logs of bn USD."""
    spent = np.exp(np.asarray(spending, dtype=float))
    return Panel("made-up.csv", names, tuple(range(first, first + len(spent))), spent, np.exp(gdp))


@cache
def steady() -> Panel:
    """Return 24 years in which spending and GDP grow at rates of their own."""
    years = np.arange(24)[:, None]
    return panel_of(np.log(20.0) + years * GROWTH, np.log(1000.0) + years * ECONOMY)


@cache
def uneven() -> Panel:
    """Return 24 years of growth that varies, by fixed luck."""
    u = Dice(5).uniform("test", ["spending", "gdp"], 0, 24 * 4).reshape(2, 24, 4) - 0.5
    return panel_of(
        np.log(20.0) + np.cumsum(GROWTH + 0.1 * u[0], axis=0),
        np.log(1000.0) + np.cumsum(ECONOMY + 0.04 * u[1], axis=0),
    )


@cache
def found() -> Backtest:
    return backtest(uneven(), [2003, 2006], [2008, 2013], games=40, seed=2)


def table_of(panel: Panel) -> pd.DataFrame:
    """Return a panel in the columns that are read from a file."""
    rows = [
        (name, year, 1000.0 * panel.spending[k, j], panel.gdp[k, j])
        for j, name in enumerate(panel.countries)
        for k, year in enumerate(panel.years)
    ]
    return pd.DataFrame(rows, columns=[each.name for each in COLUMNS[:4]])


def written(table: pd.DataFrame, folder: Path) -> Path:
    path = folder / "panel.csv"
    table.to_csv(path, index=False)
    return path


# -- naive methods ------------------------------------------------------------------------------------------


def test_steady_growth_is_foreseen_by_all_that_extend_it() -> None:
    past, came = steady().until(2005), steady().since(2005)
    for method in (naive.drift, naive.growth_autoregression):
        assert np.allclose(method(past, 8), came.log_spending)
    assert np.allclose(naive.extended_gdp(past, 8), came.log_gdp)
    assert np.allclose(naive.random_walk(past, 8), past.log_spending[-1])
    middle = past.log_spending[-2] - past.log_gdp[-2]
    assert np.allclose(naive.constant_burden(past, came.log_gdp), came.log_gdp + middle)


def test_a_level_goes_back_to_its_mean_and_one_without_keeps_its_growth() -> None:
    distance = 0.5 ** np.arange(20)
    levels = np.stack([3.0 + distance, 3.0 - distance, 0.02 * np.arange(20), 4.0 - 2 * distance], axis=1)
    path = naive.level_autoregression(panel_of(levels, levels + 4.0), 30)
    assert np.allclose(path[-1], [3.0, 3.0, 0.02 * 49, 4.0], atol=1e-6)


def test_slopes_are_found_whatever_the_constants_of_the_countries() -> None:
    u = Dice(3).uniform("test", ["a", "b"], 0, 60).reshape(2, 15, 4)
    response = 0.4 * u[0] - 1.5 * u[1] + np.array([3.0, -2.0, 0.0, 7.0])
    response[0, 0] = np.nan
    assert np.allclose(naive.within_slopes(response, [u[0], u[1]]), [0.4, -1.5])


def test_the_historic_band_widens_with_the_root_of_time() -> None:
    past = uneven().until(2005)
    low, high = naive.historic_band(past, naive.random_walk(past, 9))
    half = (high - low) / 2.0
    assert np.allclose(half[8], 3.0 * half[0])
    assert np.allclose(half[0], 1.2815515655 * np.diff(past.log_spending, axis=0)[-10:].std(axis=0, ddof=1))


# -- the rule -----------------------------------------------------------------------------------------------


def test_the_first_year_is_what_the_game_votes() -> None:
    play = prepare(scenario_of(PRACTICE), {"growth.threat_response": 0.0})
    world, dice = play.world, Dice(4, 0, 60)
    state = open_state(play, 60)
    turn = Turn(play, 1, state, no_orders(world, 60), no_diplomacy(world, 60), dice, Book())
    voted = np.log(budgets(turn, state).spending / state.spending)
    assert (turn.value("growth.ratchet"), turn.value("growth.reaction")) == (NUMBERS.ratchet, 0.0)

    # ten years that end in the growth, the deviation and the trend of the scenario's nations
    growth, size = state.growth[0], world.nation_values("volatility").ravel()
    shape = np.array([*islice(cycle([1.0, -1.0]), 9), 0.0])
    history = growth + shape[:, None] * size / shape.std(ddof=1)
    back = np.vstack([-np.cumsum(history[::-1], axis=0)[::-1], np.zeros_like(growth)])
    economy = np.log(1.0 + world.nation_values("gdp_growth").ravel())
    past = panel_of(
        np.log(state.spending[0]) + back,
        np.log(state.gdp[0]) + economy * np.arange(-10, 1)[:, None],
        names=world.ids["nation"],
    )
    told = forecast(past, dice, 1, NUMBERS, AS_PLAYED).paths[:, 0] - past.log_spending[-1]

    alike = world.nation_values("deflator").ravel() == INFLATION
    assert alike.sum() >= 2
    assert np.allclose(told[:, alike], voted[:, alike], atol=2e-6)
    unkept = forecast(past, dice, 1, NUMBERS, VARIANTS[3]).paths[:, 0] - past.log_spending[-1]
    assert (told > unkept + 1e-9).any(), "some cut must have been cancelled, or the test says little"


def test_without_luck_the_burden_settles_where_it_is_aimed() -> None:
    variant = dataclasses.replace(AS_PLAYED, deterministic=True)
    past = uneven().until(2005)
    path = forecast(past, Dice(1), 400, NUMBERS, variant).paths[0]
    burden = path[-1] - naive.extended_gdp(past, 400)[-1]
    assert np.allclose(burden, past.log_burden[-1], atol=1e-9)


def test_rates_are_found_again_in_a_panel_made_by_them() -> None:
    inertia, elasticity, pull = 0.2, 0.7, 0.1
    u = Dice(9).uniform("test", ["gdp"], 0, 40 * 4).reshape(40, 4) - 0.5
    gdp = np.log(1000.0) + np.cumsum(ECONOMY + 0.1 * u, axis=0)
    levels, growth = [gdp[0] - 4.0], GROWTH
    for k in range(1, 40):
        gap = levels[-1] - gdp[k - 1] - np.array([-3.5, -4.0, -3.8, -4.4])
        growth = inertia * growth + elasticity * (gdp[k] - gdp[k - 1]) - pull * gap
        levels.append(levels[-1] + growth)
    assert np.allclose(fitted_rates(panel_of(levels, gdp)), [inertia, elasticity, pull])


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda each: each.name)
def test_nothing_after_the_origin_is_known(variant: Any) -> None:
    other = dataclasses.replace(
        uneven(), spending=uneven().spending.copy(), gdp=uneven().gdp.copy(), name="other"
    )
    other.spending[16:] *= 3.0
    other.gdp[16:] *= 0.5
    held = [
        forecast(each.usable(2005, 2013).until(2005), Dice(1, 0, 20), 8, NUMBERS, variant).paths
        for each in (uneven(), other)
    ]
    assert np.array_equal(*held)


def test_a_game_is_the_same_in_any_ensemble_and_another_seed_gives_others() -> None:
    past = uneven().until(2005)
    few, many = (forecast(past, Dice(1, 0, n), 3, NUMBERS, AS_PLAYED).paths for n in (5, 30))
    assert np.array_equal(few, many[:5])
    assert not np.array_equal(few, forecast(past, Dice(2, 0, 5), 3, NUMBERS, AS_PLAYED).paths)


def test_each_variant_does_what_it_says() -> None:
    past, dice = uneven().until(2005), Dice(1, 0, 400)
    by_name = {each.name: forecast(past, dice, 8, NUMBERS, each) for each in VARIANTS}
    width = {name: float((games.band[1] - games.band[0])[-1].mean()) for name, games in by_name.items()}
    for wider in ("unsure economy", "unsure burden", "hindsight luck"):
        assert width[wider] > 1.05 * width["as played"], wider
    assert width["all doubts"] > max(width["unsure economy"], width["unsure burden"])
    assert (by_name["no ratchet"].paths <= by_name["as played"].paths + 1e-12).all()
    assert len(by_name) == len(VARIANTS), "names of variants are their keys"


def test_growth_that_returns_wholly_is_the_same_everywhere() -> None:
    variant = dataclasses.replace(AS_PLAYED, deterministic=True, persistence=0.0)
    path = forecast(uneven().until(2005), Dice(1), 300, NUMBERS, variant).paths[0]
    assert np.allclose(path[-1] - path[-2], naive.trend(uneven().until(2005).log_gdp).mean())


def test_drawn_rates_lie_in_their_ranges_and_differ_from_game_to_game() -> None:
    past = steady().until(2005)
    still = dataclasses.replace(AS_PLAYED, rates="range", luck_scale=0.0, ratchet=0.0)
    step = forecast(past, Dice(1, 0, 300), 1, NUMBERS, still).paths[:, 0, 0] - past.log_spending[-1, 0]
    # of a burden that is on target, the first growth is lam * (growth - steady) + steady
    inertia = (step - ECONOMY[0]) / (GROWTH[0] - ECONOMY[0])
    low, high = NUMBERS.ranges[0]
    assert low <= inertia.min() < low + 0.02
    assert high - 0.02 < inertia.max() <= high


def test_wider_bands_keep_the_median() -> None:
    games = Ensemble(np.array([1.0, 2.0, 4.0])[:, None, None])
    assert games.widened(3.0).paths.ravel().tolist() == [-1.0, 2.0, 8.0]


def test_the_past_asks_for_wider_bands_where_luck_was_left_out() -> None:
    past = uneven().until(2006)
    quiet = dataclasses.replace(AS_PLAYED, luck_scale=0.1, ratchet=0.0)
    loud = dataclasses.replace(AS_PLAYED, luck_scale=5.0, ratchet=0.0)
    needed = [earlier_errors(past, Dice(1, 0, 60), NUMBERS, each).width for each in (quiet, loud)]
    assert needed[0] > 2.0
    assert needed[1] < 0.5
    assert np.isnan(earlier_errors(uneven().until(2000), Dice(1, 0, 20), NUMBERS, AS_PLAYED).width)


def test_the_width_asked_for_would_have_held_four_of_five_outcomes() -> None:
    past = uneven().until(2001)  # one earlier origin, 2000, and one year after it
    games = forecast(past.until(2000), Dice(1, 0, 50), 1, NUMBERS, AS_PLAYED)
    earlier = earlier_errors(past, Dice(1, 0, 50), NUMBERS, AS_PLAYED)
    error = np.abs(past.since(2000).log_spending - games.median)
    low, high = games.band
    assert earlier.male == pytest.approx(error.mean())
    assert earlier.width == pytest.approx(np.quantile(error / ((high - low) / 2.0), 0.8))


def test_past_errors_widen_the_band_by_what_they_ask_for() -> None:
    for origin in found().origins:
        own, scaled = (origin.variants[name].band for name in ("as played", "past errors"))
        assert own is not None
        assert scaled is not None
        factor = origin.earlier["past errors"].width
        assert np.allclose(scaled[1] - scaled[0], factor * (own[1] - own[0]))


# -- scores and tables --------------------------------------------------------------------------------------


def test_scores_of_known_errors() -> None:
    actual = np.zeros((2, 3))
    path = np.array([[0.1, -0.1, 0.0], [0.3, -0.1, 0.2]])
    assert np.isnan(growth_rank_correlation(np.zeros(3), np.arange(3.0)))
    assert coverage(path - 0.15, path + 0.15, actual) == pytest.approx(4 / 6)
    change, low, high = error_difference(path, path + 0.0, actual, 1)
    assert (change, low, high) == (0.0, 0.0, 0.0)
    change, low, high = error_difference(actual, path, actual, 1)
    assert change == pytest.approx(-0.4 / 3)
    assert low <= change <= high < 0.0


def test_tables_hold_every_origin_and_target_that_lies_after_it() -> None:
    pairs = {(2003, 2008), (2003, 2013), (2006, 2008), (2006, 2013)}
    for table in (found().scores(), found().verdicts(), found().variants(), found().countries()):
        assert set(zip(table["origin"], table["to"], strict=True)) == pairs
    scores = found().scores().set_index(["origin", "to", "method"])
    own = found().countries().groupby(["origin", "to"])["male"].mean()
    for origin, to in pairs:
        assert own[origin, to] == pytest.approx(scores.loc[(origin, to, "r1"), "male"])
    paths = found().paths()
    assert len(paths) == 4 * (10 + 7)
    assert ((paths["low"] <= paths["median"]) & (paths["median"] <= paths["high"])).all()


def test_a_shorter_target_is_the_first_part_of_a_longer_one() -> None:
    alone = backtest(uneven(), [2003], [2008], games=40, seed=2).scores()
    both = found().scores()
    both = both[(both["origin"] == 2003) & (both["to"] == 2008)].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, both)


def test_verdicts_are_what_the_scores_say() -> None:
    scores = found().scores().set_index(["origin", "to", "method"])["male"]
    told = found().verdicts()
    for row in told[told["asked"] == "median"].to_dict("records"):
        place = row["origin"], row["to"]
        assert row["met"] == (scores[(*place, "r1")] <= scores[(*place, "constant_burden")])
        assert (": yes" if row["met"] else ": NO") in verdict_words(row)
    table = found().variants()
    for name in passing(found()):
        assert table.loc[table["variant"] == name, "coverage"].between(0.7, 0.9).all()
    assert len(miss_words(found())) == 2


def test_dearer_money_changes_no_score() -> None:
    dear = dataclasses.replace(uneven(), spending=uneven().spending * 8.0, gdp=uneven().gdp * 8.0)
    other = backtest(dear, [2003, 2006], [2008, 2013], games=40, seed=2)
    left, right = (each.scores().drop(columns=["method", "label"]) for each in (found(), other))
    assert np.allclose(left, right, equal_nan=True)


# -- panels -------------------------------------------------------------------------------------------------


def test_a_panel_is_read_whatever_the_order_of_rows_and_columns(tmp_path: Path) -> None:
    table = table_of(uneven()).iloc[::-1, ::-1].assign(remark="other columns are left alone")
    table = table.rename(columns={"gdp_const2015_usd_bn": "gdp_const2021_usd_bn"})
    written(table, tmp_path)
    panel = read_panel(tmp_path)
    order = [panel.countries.index(name) for name in NAMES]
    assert panel.years == uneven().years
    assert np.allclose(panel.spending[:, order], uneven().spending)
    assert np.allclose(panel.gdp[:, order], uneven().gdp)


def test_a_country_without_gdp_takes_the_other_source_and_one_without_either_is_left_out(
    tmp_path: Path,
) -> None:
    table = table_of(uneven())
    gdp, other = COLUMNS[3].name, COLUMNS[4].name
    table[other] = table[gdp] * 1.1
    table.loc[table["iso3"] == "DDD", gdp] = np.nan
    table.loc[table["iso3"] == "CCC", [gdp, other]] = np.nan
    panel = read_panel(written(table, tmp_path))
    assert panel.countries == ("AAA", "BBB", "DDD")
    assert panel.left_out == {"CCC": "no GDP in any year"}
    assert np.allclose(panel.gdp / uneven().gdp[:, [0, 1, 3]], [1.0, 1.0, 1.1])


def test_a_country_that_starts_late_is_left_out_of_early_origins_only() -> None:
    late = dataclasses.replace(uneven(), spending=uneven().spending.copy())
    late.spending[:5, 1] = np.nan
    assert late.usable(2003, 2010).countries == ("AAA", "CCC", "DDD")
    assert "1993 to 2010" in late.usable(2003, 2010).left_out["BBB"]
    assert late.usable(2005, 2010).countries == NAMES
    late.spending[:12, 0] = np.nan
    with pytest.raises(WargameError, match=r"2 of 4 countries .* needs 3"):
        late.usable(2003, 2010)


def test_all_faults_of_a_panel_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    table = table_of(uneven()).astype(object)
    table.loc[2, COLUMNS[2].name] = "12,5"
    table.loc[[4, 7], COLUMNS[3].name] = [-3.0, 0]
    table.loc[9, "year"] = "1999.5"
    table.loc[11, "iso3"] = ""
    with pytest.raises(RulesError) as told:
        read_panel(written(table, tmp_path))
    words = str(told.value)
    assert len(told.value.faults) == 4
    for each in ("line 4: '12,5' is no number", "lines 6, 9: -3 is not above 0", "line 11", "line 13"):
        assert each in words


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda table: pd.concat([table, table.iloc[[3]]]), "line 98: country and year stand in an earlier"),
        (lambda table: table.drop(index=[5, 6]), "AAA: nothing for 1995, 1996, between years that are known"),
        (lambda table: table.assign(milex_const2022_usd_m=table.iloc[:, 2] / 1e6), "USD m and GDP in USD bn"),
        (lambda table: table.assign(milex_const2022_usd_m=table.iloc[:, 2] * 1e3), "more than all of GDP"),
        (lambda table: table.iloc[:0], "the table has no rows"),
        (lambda table: table.drop(columns="year").assign(yaer=1), "no column year. Is it 'yaer'?"),
        (lambda table: table.assign(milex_const2020_usd_m=1), "are the same column twice"),
    ],
    ids=["twice", "gap", "bn", "thousands", "empty", "column", "columns"],
)
def test_a_broken_panel_is_told(tmp_path: Path, spoil: Any, words: str) -> None:
    path = written(spoil(table_of(uneven())), tmp_path)
    with pytest.raises(WargameError) as told:
        read_panel(path)
    assert words in str(told.value)


def test_a_panel_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WargameError, match="no such file or folder"):
        read_panel(tmp_path / "nowhere.csv")
    with pytest.raises(WargameError, match="holds no CSV file"):
        read_panel(tmp_path)
    (tmp_path / "panel.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WargameError, match="cannot be read as a table"):
        read_panel(tmp_path)


@pytest.mark.parametrize(
    ("origins", "targets", "words"),
    [
        ([1999], [2013], "Choose an origin from 2000 to 2012"),
        ([2013], [], "Choose an origin from 2000 to 2012"),
        ([2005], [2005], "Choose a year from 2006 to 2013"),
        ([2005], [2030], "ends in 2013"),
    ],
)
def test_years_that_cannot_be_are_told(origins: list[int], targets: list[int], words: str) -> None:
    with pytest.raises(WargameError, match=words):
        backtest(uneven(), origins, targets)


def test_few_games_are_told() -> None:
    with pytest.raises(WargameError, match="at least 20"):
        backtest(uneven(), [2005], games=5)


# -- command ------------------------------------------------------------------------------------------------


def call(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["backtest", *words])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_the_command_tells_scores_and_writes_files(tmp_path: Path) -> None:
    path, out = written(table_of(uneven()), tmp_path), tmp_path / "out"
    words = ("--data", str(path), "--origin", "2005", "--games", "40")
    told = call(*words, "--out", str(out)).stdout
    for part in (
        "R1 as the game plays it",
        "constant burden",
        "Coverage 70-90 %: ",
        "Largest misses",
        "needs",
    ):
        assert part in told
    files = {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()}
    tables = {f"tables/{name}.csv" for name in ("scores", "verdicts", "countries", "variants", "paths")}
    assert files == {"report.html", "charts/forecast-2005.svg", "charts/forecast-2005.png", *tables}
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert all(each.name in page for each in VARIANTS)
    assert "holds something already" in call(*words, "--out", str(out), code=2).stderr


def test_json_holds_what_the_tables_hold(tmp_path: Path) -> None:
    path = written(table_of(uneven()), tmp_path)
    words = ("--data", str(path), "--origin", "2003", "--origin", "2006", "--to", "2008", "--to", "2013")
    facts = json.loads(call(*words, "--games", "40", "--seed", "2", "--json").stdout)
    rows = found().scores()
    assert [row["method"] for row in facts["scores"]] == rows["method"].tolist()
    assert facts["scores"][3]["male"] == pytest.approx(rows["male"][3])
    assert facts["scores"][0]["grho"] is None
    assert facts["as_asked"] == passing(found())


def test_the_columns_wanted_are_in_the_help_and_in_the_error(tmp_path: Path) -> None:
    help_text = call("--help").stdout
    (tmp_path / "panel.csv").write_text("country,when\nAAA,2001\n", encoding="utf-8")
    error = call("--data", str(tmp_path), code=2).stderr
    for each in COLUMNS:
        assert each.name in help_text
        assert f"{each.name}: {each.text}" in error


# -- the panel this project was built with ------------------------------------------------------------------

C4 = {
    (2005, 2023): (0.3464, 0.2021, 0.1859, 0.2304, 0.1587, 0.2143, 0.1322, 0.1737),
    (2010, 2023): (0.2293, 0.2104, 0.1502, 0.1985, 0.1425, 0.1371, 0.1261, 0.1379),
    (2005, 2021): (0.3110, 0.1741, 0.1666, 0.2076, 0.1476, 0.2014, 0.1233, 0.1642),
    (2010, 2021): (0.1930, 0.1790, 0.1246, 0.1685, 0.1314, 0.1243, 0.1170, 0.1286),
}
"""MALE of the naive methods and of R1's core fitted before the origin, computed beforehand by another program."""
COVERED = {
    (2005, 2023): (0.4074, 0.5494),
    (2010, 2023): (0.2991, 0.3590),
    (2005, 2021): (0.4306, 0.5764),
    (2010, 2021): (0.3333, 0.4242),
}
"""Coverage of the historic bands of a random walk and of drift."""
COLUMN_ORDER = (
    "random_walk",
    "drift",
    "growth_ar1",
    "level_ar1",
    "constant_burden",
    "r1_fitted",
    "constant_burden_actual",
    "r1_fitted_actual",
)


@pytest.mark.skipif(not DATA.is_file(), reason="the panel of nine countries is not at hand")
def test_baselines_of_nine_countries_come_out_as_they_were_computed_before() -> None:
    result = backtest(read_panel(DATA), targets=(2021, 2023), games=100)
    scores = result.scores().set_index(["origin", "to", "method"])
    for place, expected in C4.items():
        held = [scores.loc[(*place, key), "male"] for key in COLUMN_ORDER]
        assert held == pytest.approx(expected, abs=5e-4)
        covered = [scores.loc[(*place, key), "coverage"] for key in COLUMN_ORDER[:2]]
        assert covered == pytest.approx(COVERED[place], abs=5e-4)
    assert [len(origin.past.countries) for origin in result.origins] == [9, 9]
    assert list(result.origins[0].past.left_out) == ["PRK"]
    met = result.verdicts().set_index("asked")["met"]
    assert met["median"].all(), "R1 as the game plays it did not lose to a constant burden"
    assert not met["coverage"].any(), "its bands were too narrow: mend the words if they no longer are"


def test_the_core_is_one_path_without_luck() -> None:
    past = uneven().until(2005)
    games = forecast(past, Dice(1, 0, 50), 4, NUMBERS, FITTED_CORE)
    assert games.paths.shape == (1, 4, 4)
    assert np.isfinite(exact.exp(games.median)).all()
