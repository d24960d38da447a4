"""A free order without its sentence: it is not sealed, and told where the facilitator goes on without it."""

from __future__ import annotations

import pytest

from tests.workshop.conftest import sit
from wargame.faults import OrderError
from wargame.inputs import Draft
from wargame.views.room import log
from wargame.views.room.asks import ASKS
from wargame.views.room.judging import judging, waiting
from wargame.workshop import Place, Room
from wargame.workshop.place import WORDLESS


@pytest.fixture
def alda(room: Room) -> Place:
    """A team that means to send a free order in the first turn, and has not said which."""
    made = sit(room, "ALDA")
    sit(room, "BRENN")
    room.white.begin(practice=False)
    room.white.go("commit")
    made.keep("ALDA", Draft(("freeform",)), 1)
    return made


def test_it_is_not_committed_before_it_is_written(room: Room, alda: Place) -> None:
    with pytest.raises(OrderError) as refused:
        alda.commit("ALDA", 1)

    assert str(refused.value) == WORDLESS
    assert not room.live.committed("ALDA")
    alda.umpire("A tunnel below the narrows.")
    alda.commit("ALDA", 1)
    assert waiting(room) == 1


def test_it_is_committed_without_the_order(room: Room, alda: Place) -> None:
    alda.keep("ALDA", Draft(("consult",)), 1)
    alda.commit("ALDA", 1)

    assert room.live.committed("ALDA")
    assert not room.white.wordless("ALDA")


def test_a_forced_adjudication_takes_it_and_says_so(room: Room, alda: Place) -> None:
    told = ASKS["force"](room, {}).done({"drafts": "take"})

    assert "The free order of Alda had no sentence: it did nothing." in told
    assert room.live.game.turn == 1
    assert "Alda: a free order without a sentence." in log.as_csv(room, log.Filter())


def test_one_that_was_sealed_all_the_same_is_told_to_the_umpire(room: Room, alda: Place) -> None:
    room.live.commit("ALDA", 1)
    row = next(row for row in judging(room)["rows"] if row["id"] == "ALDA")

    assert row["note"] == "It sent a free order without a sentence: there is nothing to judge."
    assert waiting(room) == 0
