"""What people write, also when their browser sends what no file takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.workshop.conftest import sit
from wargame.faults import WargameError
from wargame.inputs import Draft
from wargame.views.room.team import Chair
from wargame.workshop import Place, Room

HALF = "a\ud83d"
"""A text that was cut in the middle of a sign beyond the first plane, as browsers send it."""

WRITTEN: dict[str, Callable[[Room, Place], object]] = {
    "notes": lambda room, ann: ann.keep_note("ALDA", HALF),
    "an order": lambda room, ann: ann.keep("ALDA", Draft((HALF,)), 1),
    "a message": lambda room, ann: ann.say("all", HALF),
    "a sentence": lambda room, ann: ann.state(HALF),
    "a name": lambda room, ann: room.join("BRENN", HALF),
    "a message of the facilitator": lambda room, ann: room.white.tell("ALDA", HALF),
    "notes of the facilitator": lambda room, ann: room.white.note(HALF),
    "a reason": lambda room, ann: room.white.hand("BRENN", True, HALF),
}


@pytest.mark.parametrize("written", WRITTEN)
def test_half_a_sign_is_kept_as_what_can_be_kept(open_room: Callable[..., Room], written: str) -> None:
    room = open_room(practice=False)
    ann = sit(room, "ALDA", "head")
    room.white.begin()
    before = room.store.changes
    WRITTEN[written](room, ann)
    assert room.store.changes > before
    again = open_room()
    assert again.store.faults() == []
    assert again.live.notes("ALDA") == room.live.notes("ALDA")
    assert again.live.draft("ALDA") == room.live.draft("ALDA")
    assert again.standing.messages == room.standing.messages


def test_half_a_sign_in_a_record_is_refused(open_room: Callable[..., Room]) -> None:
    room = open_room(practice=False)
    room.white.begin()
    before = list(room.live.game.record.lines)
    with pytest.raises(WargameError, match="half of a sign"):
        room.white.inject("fair_winds", HALF)
    assert room.live.game.record.lines == before
    assert room.live.game.sitting.acts == []
    room.white.inject("fair_winds", "a reason")
    assert [each["reason"] for each in open_room().live.game.sitting.acts] == ["a reason"]


def test_an_order_without_words_is_no_order(open_room: Callable[..., Room]) -> None:
    room = open_room(practice=False)
    ann = sit(room, "ALDA", "head")
    room.white.begin()
    room.white.go("plan")
    ann.keep("ALDA", Draft(("", "consult", "  ")), 1)
    assert room.live.draft("ALDA").orders == ("consult",)
    assert not room.wordless("ALDA")
    assert Chair(room, ann.number).payload()
    room.white.go("commit")
    assert ann.commit("ALDA", 1)
