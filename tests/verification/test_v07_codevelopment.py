"""R5: the terms of developing together, beside the collaboration table (V07)."""

from __future__ import annotations

import numpy as np
import pytest

from wargame.adjudication import codevelopment


def test_joining_at_the_break_even_share_costs_what_going_alone_does():
    share = codevelopment.break_even_share(2, 0.5)
    assert codevelopment.cost_to_partner(3.0, 2, 0.5, np.array([share]))[0] == pytest.approx(3.0, abs=1e-9)


def test_no_penalty_means_no_loss():
    assert codevelopment.collaboration_cost(3.0, np.array([1, 2, 6]), 0.0).tolist() == [3.0, 3.0, 3.0]


def test_a_framework_halves_the_cost_of_agreeing():
    cost = codevelopment.transaction_cost(10.0, 0.1, np.array([False, True]), 0.5)
    assert cost.tolist() == [1.0, 0.5]


SCALE = codevelopment.FrictionScale(0.25, 0.125, 0.05, 1.0, 0.25, 0.5)


@pytest.mark.parametrize(
    ("cause", "more", "sign"),
    [
        ("partners", 3, +1),
        ("renegotiations", 2, +1),
        ("pact", 1, -1),
        ("record", 1, -1),
        ("trust", 0.5, -1),
    ],
)
def test_each_cause_moves_friction_its_way(cause, more, sign):
    causes = {"partners": 2, "renegotiations": 0, "pact": 0, "record": 0, "trust": 0.0}
    before = codevelopment.joint_friction(SCALE, **causes)
    after = codevelopment.joint_friction(SCALE, **{**causes, cause: more})
    assert np.sign(after - before) == sign
    assert 0.0 <= after < 1.0


def test_going_alone_has_no_friction():
    assert codevelopment.joint_friction(SCALE, 1, 3, 0, 0, 0.0) == 0.0


def test_overruns_are_shared_in_full():
    share = np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
    bill = codevelopment.overrun_bill(
        np.array([2.0, 2.0]), share, np.array([0.0, 1.0, 0.0]), np.array([False, True])
    )
    assert bill.sum(axis=-1) == pytest.approx([2.0, 2.0], abs=1e-12)
    assert bill[1].tolist() == [0.0, 2.0, 0.0]


def test_joining_pays_when_the_bill_is_smaller():
    assert codevelopment.worth_joining(0.0, 0.47, 1.0, 0.1)
    assert not codevelopment.worth_joining(0.0, 0.95, 1.0, 0.1)
    assert codevelopment.worth_joining(0.1, 0.95, 1.0, 0.1)


def test_pooling_is_greatest_when_shares_are_even():
    gain = codevelopment.pooling_gain(0.2, np.array([[1.0, 0.0], [0.75, 0.25], [0.5, 0.5]]))
    assert gain.tolist() == pytest.approx([0.0, 0.075, 0.1])


def test_technology_flows_downhill_only():
    gain = codevelopment.technology_transfer(np.array([2.0, 8.0]), np.array([8.0, 2.0]), 0.05, 1.0)
    assert gain.tolist() == pytest.approx([0.3, 0.0])


def test_a_rate_of_meetings_becomes_a_chance():
    assert codevelopment.meeting_chance(1.5, 0.5) == pytest.approx(1 - np.exp(-0.75), abs=1e-12)
