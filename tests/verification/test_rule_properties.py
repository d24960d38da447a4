"""What must hold for any input: directions, bounds, symmetries and sums of the rule functions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wargame import exact, ledger
from wargame.adjudication import (
    codevelopment,
    contest,
    crises,
    development,
    growth,
    home,
    outlook,
    relations,
    threat,
    totals,
)

GRAIN = 2.0**-32


def numbers(low, high):
    return st.floats(low, high, allow_nan=False, allow_infinity=False, allow_subnormal=False)


SHARE = numbers(0.0, 1.0)
STOCK = numbers(0.0, 100.0)
POSITIVE = numbers(1e-3, 100.0)


def vectors(elements, low=2, high=8):
    return st.lists(elements, min_size=low, max_size=high).map(np.array)


def squares(elements, low=2, high=6):
    """Return strategies for symmetric matrices over pairs of nations, 0 on the diagonal."""

    def square(nations):
        pairs = nations * (nations - 1) // 2
        return st.lists(elements, min_size=pairs, max_size=pairs).map(
            lambda values: mirrored(values, nations)
        )

    return st.integers(low, high).flatmap(square)


def mirrored(values, nations):
    matrix = np.zeros((nations, nations))
    matrix[np.triu_indices(nations, 1)] = values
    return matrix + matrix.T


# R6: threat


@given(st.lists(SHARE, min_size=5, max_size=5), st.integers(0, 4), SHARE, numbers(0.1, 20.0))
def test_more_of_any_walt_component_is_no_less_threat(components, which, more, sensitivity):
    components = [np.float64(component) for component in components]
    raised = list(components)
    raised[which] = raised[which] + more
    before = threat.perceived_threat(threat.walt_intensity(*components), sensitivity)
    after = threat.perceived_threat(threat.walt_intensity(*raised), sensitivity)
    assert 0.0 <= before <= after < 1.0


@given(numbers(0.0, 20_000.0), numbers(0.0, 5_000.0), numbers(500.0, 4_000.0), numbers(0.5, 2.0))
def test_nearer_reaches_further(distance, farther, half_distance, steepness):
    near = threat.proximity(distance, half_distance, steepness)
    far = threat.proximity(distance + farther, half_distance, steepness)
    assert 0.0 <= far <= near <= 1.0


@given(numbers(-1.0, 1.0), SHARE, SHARE, SHARE, STOCK, SHARE)
def test_hostility_and_offence_move_threat_their_way(relation, distance, weight, shield, capability, more):
    assert threat.hostility(relation, distance, weight) >= threat.hostility(1.0, distance, weight) >= 0.0
    seen = threat.offensive_weight(0.5, 0.1, capability, shield)
    assert threat.offensive_weight(0.5, 0.1, capability + more, shield) >= seen
    assert threat.offensive_weight(0.5, 0.1, capability, shield * (1.0 - more)) >= seen >= 0.5
    assert threat.apparent_capability(capability, more, weight) >= capability


def test_no_power_no_threat():
    assert threat.perceived_threat(threat.walt_intensity(0.0, 1.0, 5.0, 1.0, 3.0), 4.0) == 0.0
    assert threat.power_share(np.zeros(3)).tolist() == [0.0, 0.0, 0.0]


@given(vectors(SHARE))
def test_total_threat_is_at_least_the_greatest(each):
    whole = threat.total_threat(each)
    assert 0.0 <= whole <= 1.0
    assert whole >= each.max() - 1e-15


@given(vectors(STOCK))
def test_power_shares_add_up(power):
    assume(power.sum() > 1e-3)
    assert threat.power_share(power).sum() == pytest.approx(1.0, abs=1e-12)
    assert threat.power_share(power * 1000.0) == pytest.approx(threat.power_share(power), abs=1e-12)


# R4: programmes


@given(STOCK, STOCK, SHARE, SHARE, SHARE)
def test_more_money_is_no_less_progress(funding, more, fit, pooling, friction):
    little = development.progress(development.effort(funding, 50.0, 1.0, 1.0), fit, pooling, friction)
    much = development.progress(development.effort(funding + more, 50.0, 1.0, 1.0), fit, pooling, friction)
    assert 0.0 <= little <= much
    assert development.progress(development.effort(0.0, 50.0, 1.0, 1.0), fit, pooling, friction) == 0.0


STAGES = st.integers(0, 3)
CHANCES = st.lists(numbers(0.1, 1.0), min_size=3, max_size=3).map(np.array)
WORKS = st.lists(numbers(0.1, 5.0), min_size=3, max_size=3).map(np.array)


@given(STAGES, SHARE, SHARE, WORKS, CHANCES, numbers(0.05, 3.0))
def test_fielding_chance_rises_with_progress(stage, left, done, nominal, chance, redone):
    """Less work left, or a stage further, is never a worse outlook."""
    of_stage = np.append(nominal, 0.0)[stage]
    outlooks = [
        outlook.fielding_chance(
            outlook.road_ahead(np.array(place), np.array(work), nominal), chance, redone, 1.0, 6.0
        )
        for place, work in (
            (stage, left * of_stage),
            (stage, left * of_stage * done),
            (stage + 1, np.append(nominal, [0.0, 0.0])[stage + 1]),
        )
    ]
    assert all(0.0 <= found <= 1.0 for found in outlooks)
    assert outlooks[0] <= outlooks[1] + 1e-12
    assert outlooks[0] <= outlooks[2] + 1e-12


@given(STAGES, WORKS, CHANCES, numbers(0.0, 3.0), numbers(0.0, 1.0), numbers(0.0, 5.0))
def test_fielding_chance_rises_with_pace_and_time(stage, nominal, chance, pace, faster, longer):
    road = outlook.road_ahead(np.array(stage), np.array(np.append(nominal, 0.0)[stage]), nominal)
    before = outlook.fielding_chance(road, chance, 0.5, pace, 6.0)
    assert before <= outlook.fielding_chance(road, chance, 0.5, pace + faster, 6.0) + 1e-12
    assert before <= outlook.fielding_chance(road, chance, 0.5, pace, 6.0 + longer) + 1e-12
    assert before <= outlook.fielding_chance(road, np.sqrt(chance), 0.5, pace, 6.0) + 1e-12


@given(numbers(1.0, 3.0), numbers(0.0, 1.0), st.integers(1, 6))
def test_stage_shocks_stay_within_the_draws(mean, deviation, stages):
    shock = development.cost_shock(mean, deviation, stages, np.full((3, 12), [[0.0], [0.5], [1.0 - 2**-53]]))
    assert np.all(np.diff(shock) >= 0.0)
    assert np.all(np.isfinite(shock))


# R11: contests


@given(STOCK, STOCK, numbers(1.0, 4.0), numbers(0.5, 3.0), st.integers(-20, 20))
def test_ratio_form_knows_no_scale(counter, against, difficulty, decisiveness, doublings):
    success = contest.ratio_success(counter, against, difficulty, decisiveness)
    scale = 2.0**doublings
    assert contest.ratio_success(scale * counter, scale * against, difficulty, decisiveness) == pytest.approx(
        success, abs=1e-12
    )
    assert 0.0 <= success <= 1.0
    assert 0.0 <= contest.effective_threat(against, success) <= against


@given(STOCK, STOCK, numbers(0.1, 2.0), STOCK)
def test_difference_form_knows_no_shift(counter, against, decisiveness, shift):
    success = contest.difference_success(counter, against, 1.0, decisiveness)
    shifted = contest.difference_success(counter + shift, against + shift, 1.0, decisiveness)
    assert shifted == pytest.approx(success, abs=1e-11)
    assert 0.0 <= success <= 1.0


@given(POSITIVE, POSITIVE, STOCK, numbers(1.0, 4.0), numbers(0.5, 3.0))
def test_more_counter_is_no_less_success(counter, against, more, difficulty, decisiveness):
    for form in (contest.ratio_success, contest.difference_success):
        success = form(counter, against, difficulty, decisiveness)
        assert form(counter + more, against, difficulty, decisiveness) >= success - 1e-15
        assert form(counter, against + more, difficulty, decisiveness) <= success + 1e-15


@given(vectors(POSITIVE), numbers(1.0, 50.0))
def test_ces_lies_between_the_best_and_the_sum(capability, rho):
    whole = contest.ces_aggregate(capability, np.ones(capability.size), rho)
    assert capability.max() * (1 - 1e-12) <= whole <= capability.sum() * (1 + 1e-12)


@given(vectors(POSITIVE), numbers(-50.0, -0.05))
def test_ces_with_weak_links_is_below_the_weakest(capability, rho):
    whole = contest.ces_aggregate(capability, np.ones(capability.size), rho)
    assert 0.0 <= whole <= capability.min() * (1 + 1e-12)


@given(vectors(STOCK), numbers(1.0, 5.0), numbers(-5.0, 5.0).filter(lambda rho: abs(rho) > 0.05))
def test_ces_is_homogeneous(capability, scale, rho):
    whole = contest.ces_aggregate(capability, np.ones(capability.size), rho)
    scaled = contest.ces_aggregate(scale * capability, np.ones(capability.size), rho)
    assert scaled == pytest.approx(scale * whole, rel=1e-9, abs=1e-12)


@given(numbers(0.0, 10.0), numbers(0.0, 10.0), numbers(0.0, 5.0), numbers(-10.0, -0.5))
def test_protection_is_bounded_by_its_weaker_part(tracking, interceptor, more, rho):
    shield = contest.protection(tracking, interceptor, rho)
    weaker = min(tracking, interceptor)
    assert weaker * (1 - 1e-12) <= shield <= weaker * 2.0 ** (-1.0 / rho) * (1 + 1e-12)
    assert shield <= max(tracking, interceptor) * (1 + 1e-12)
    assert contest.protection(tracking + more, interceptor, rho) >= shield * (1 - 1e-12)
    assert contest.protection(interceptor, tracking, rho) == shield


# R5: joint programmes


@given(POSITIVE, st.integers(1, 6), numbers(0.0, 0.8))
def test_joint_costs_lie_between_one_and_many_programmes(cost, partners, penalty):
    whole = codevelopment.collaboration_cost(cost, partners, penalty)
    assert cost * (1 - 1e-12) <= whole <= partners * cost * (1 + 1e-12)
    assert partners * codevelopment.cost_per_partner(cost, partners, penalty) == pytest.approx(
        whole, rel=1e-12
    )
    share = codevelopment.break_even_share(partners, penalty)
    assert share * whole == pytest.approx(cost, rel=1e-12)


# R7: relations


@given(squares(numbers(-1.0, 1.0)), squares(SHARE))
def test_relations_stay_symmetric(relation, deeds):
    size = min(len(relation), len(deeds))
    relation, deeds = relation[:size, :size], deeds[:size, :size]
    rates = relations.RelationRates(0.1, 0.2, 0.05, 0.1)
    for part in relations.relation_contributions(rates, relation, -relation, deeds, deeds, 0.5).values():
        assert np.array_equal(part, part.T)
        assert not np.diagonal(part).any()


@given(squares(numbers(-1.0, 1.0), 3, 6), st.randoms(use_true_random=False))
def test_relations_do_not_know_who_is_who(relation, random):
    """Numbering the nations in another order only reorders the results, to the bit."""
    order = list(range(len(relation)))
    random.shuffle(order)
    seated = np.ix_(order, order)
    assert np.array_equal(relations.balance(relation)[seated], relations.balance(relation[seated]))
    seen = np.abs(relation)
    assert np.array_equal(threat.total_threat(seen)[order], threat.total_threat(seen[seated]))
    spending, drag = seen.sum(axis=0) + 1.0, seen[0] + 0.1
    step = growth.richardson_step(spending, seen, drag, drag, 1.0)
    assert np.array_equal(
        step[order], growth.richardson_step(spending[order], seen[seated], drag[order], drag[order], 1.0)
    )
    answer = growth.reaction(0.1, spending, relation < 0.0)
    assert np.array_equal(answer[order], growth.reaction(0.1, spending[order], relation[seated] < 0.0))


@given(SHARE, numbers(0.5, 50.0), numbers(0.0, 5.0), numbers(0.0, 5.0))
def test_conduct_keeps_reliability_a_chance(reliability, sample, kept, broken):
    parts = relations.reliability_contributions(reliability, sample, kept, broken)
    assert parts["kept"] >= 0.0 >= parts["broken"]
    assert -1e-12 <= reliability + sum(parts.values()) <= 1.0 + 1e-12


@given(SHARE, SHARE, SHARE, SHARE, SHARE)
def test_the_alliance_dilemma(stake, reliability, bond, tighter, reassurance):
    """A tighter bond lowers the fear of abandonment and raises that of entrapment; both stay a share."""
    tight = bond + (1.0 - bond) * tighter
    left = relations.abandonment_fear(stake, reliability, bond, reassurance)
    assert 0.0 <= relations.abandonment_fear(stake, reliability, tight, reassurance) <= left <= 1.0
    drawn = relations.entrapment_fear(reliability, bond, stake, reassurance)
    assert drawn <= relations.entrapment_fear(reliability, tight, stake, reassurance) <= 1.0
    assert relations.abandonment_fear(stake, reliability, bond, reassurance + 1.0) <= left
    assert relations.entrapment_fear(reliability, bond, stake, reassurance + 1.0) <= drawn


@given(squares(SHARE, 3, 6), SHARE)
def test_trilateral_gain_is_mutual_and_needs_a_common_ally(seen, threshold):
    allied = np.zeros(seen.shape, dtype=bool)
    allied[0, 1] = allied[1, 0] = allied[0, 2] = allied[2, 0] = True
    gain = relations.trilateral_gain(allied, seen, threshold, 0.1, 1.0)
    assert np.array_equal(gain, gain.T)
    assert np.all(gain >= 0.0)
    assert not np.delete(gain, [1, 2], axis=0).any()
    assert not relations.trilateral_gain(np.zeros_like(allied), seen, threshold, 0.1, 1.0).any()


# R1: budgets


@given(
    numbers(0.1, 1000.0),
    st.dictionaries(st.sampled_from("abcdef"), numbers(-0.3, 0.3), min_size=1),
    st.randoms(use_true_random=False),
)
def test_log_shares_add_up_to_the_change_in_any_order(old, contributions, random):
    old = exact.grain(old, GRAIN)
    shares = ledger.log_shares(old, contributions, GRAIN)
    new = exact.grain(old * exact.exp(np.float64(sum(contributions.values()))), GRAIN)
    reasons = list(shares.values())
    random.shuffle(reasons)
    total = old
    for reason in reasons:
        total = total + reason
    assert total == new
    assert all(share / GRAIN == np.rint(share / GRAIN) for share in reasons)
    # the rounding is a matter of grains, not of cents
    assert abs(shares["rounding"]) <= GRAIN * (len(contributions) + 4) + 1e-12 * old
    for name, share in contributions.items():
        assert shares[name] * share >= 0.0


@given(numbers(0.1, 1000.0), numbers(0.1, 1000.0))
def test_logarithmic_mean_lies_between(new, old):
    mean = ledger.logarithmic_mean(new, old)
    assert math.sqrt(new * old) * (1 - 1e-12) <= mean <= (new + old) / 2 * (1 + 1e-12)
    assert mean == pytest.approx(ledger.logarithmic_mean(old, new), rel=1e-12)


@given(numbers(0.1, 1000.0), numbers(-1e-9, 1e-9))
def test_logarithmic_mean_of_near_equals(level, difference):
    other = level * (1.0 + difference)
    assert ledger.logarithmic_mean(other, level) == pytest.approx((level + other) / 2, rel=1e-14)


# R8, R9: chances


@given(numbers(-20.0, 20.0), numbers(0.0, 3.0), numbers(0.0, 100.0), numbers(0.0, 50.0))
def test_onset_rises_with_a_cause_of_positive_weight(constant, coefficient, cause, more):
    before = crises.onset_chance(constant, np.array([coefficient]), np.array([cause]))
    after = crises.onset_chance(constant, np.array([coefficient]), np.array([cause + more]))
    assert 0.0 <= before <= after <= 1.0


@given(numbers(0.01, 0.99), numbers(0.0, 0.15), numbers(0.0, 0.3), SHARE)
def test_adoption_chance_rises_with_support(support, veto, width, more):
    higher = support + (1.0 - support) * more
    chance = home.adoption_chance(support, 0.5, veto, width)
    assert 0.0 <= chance <= home.adoption_chance(higher, 0.5, veto, width) <= 1.0


@given(numbers(0.01, 0.99), numbers(-5.0, 5.0), SHARE)
def test_support_moves_towards_its_aim(support, aim, inertia):
    moved = home.next_support(support, aim, inertia, 1.0)
    ends = sorted((support, float(exact.logistic(aim))))
    assert ends[0] - 1e-12 <= moved <= ends[1] + 1e-12


@given(numbers(0.0, 100.0), st.integers(0, 4), numbers(0.0, 100.0))
def test_the_ladder_climbs_one_level_a_turn_at_most(tension, level, more):
    thresholds = np.array([20.0, 40.0, 60.0, 75.0])
    parts = crises.level_contributions(np.array(level), tension, thresholds)
    assert 0 <= level + parts["tension"] + parts["limit"] <= 4
    assert parts["tension"] + parts["limit"] <= 1
    assert crises.ladder_level(tension, thresholds) <= crises.ladder_level(tension + more, thresholds)


@given(vectors(numbers(-1e6, 1e6), 1, 9), st.randoms(use_true_random=False))
def test_totals_have_the_same_bits_in_any_order(terms, random):
    shuffled = terms.tolist()
    random.shuffle(shuffled)
    assert totals.total(np.array(shuffled)) == totals.total(terms)
    assert totals.product(np.array(shuffled)) == totals.product(terms)
    assert totals.total(terms) == pytest.approx(math.fsum(terms), abs=1e-8)
