"""The desk of a seat with several people at it: the seat's own panels, and who did what, who commits, and why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from wargame.faults import WargameError
from wargame.inputs import Draft
from wargame.narrate import names
from wargame.narrate.situation import Seat
from wargame.views import public
from wargame.views.room.team_company import team_of
from wargame.views.room.team_crisis import crisis
from wargame.views.room.team_table import closed_table, open_table
from wargame.views.seat.brief import brief
from wargame.views.seat.ending import ending
from wargame.views.seat.page import PANES
from wargame.views.seat.visit import Told, Visit
from wargame.views.seat.words import Payload
from wargame.workshop import Place
from wargame.workshop.hall import Hall
from wargame.workshop.place import KEY, TALKING
from wargame.workshop.standing import PRACTICE

ROOM = "room"
"""The part of the page that shows the room."""
HOUSE = "House AI plays your seat for now. The facilitator can hand it back to you."
LOCKED = "Finance has to turn the second key first."
DEAR = f"These orders take more than {100.0 * KEY:.0f} % of the free funds."
TURNED = "The second key is turned."
SENTENCE = 600
"""Letters of a free order's sentence at most."""
UNDER_WAY = "The turn is being told. Your desk opens with the next one."
FALSE = "You announced {name}; it is not in your draft. A false signal costs standing."
BARE = "Your free order has no sentence yet. Write it under Draft."

_kept: WeakKeyDictionary[Hall, dict[str, dict[str, tuple[Any, Any]]]] = WeakKeyDictionary()
"""What the panels of each seat of a room show, worked out once for all who sit there."""


class Desk(Visit):
    """The visit of one person of a team.

    Parameters
    ----------
    place : of the person
    name_of : tells what a person of the team is called

    Attributes
    ----------
    locked : the draft asks for the second key, and it is not turned
    """

    def __init__(self, place: Place, name_of: Callable[[int], str]) -> None:
        super().__init__(place, place.seat)
        self.place, self._name_of = place, name_of
        self._kept = _kept.setdefault(place.room, {}).setdefault(place.seat, {})
        self._shown, self._by = place.draft(place.seat), dict[str, str]()
        self._changed, self._of = "", place.turn
        self._agreed = ""
        self.locked = False
        if place.room.phase == "why":  # the page was opened while the turn is told
            self._read = max(self._read - 1, 0)

    @property
    def over(self) -> bool:
        """Whether no turn is to be played any more."""
        return self.place.room.over

    def show(self, pane: str, desk: str = "") -> None:
        """Turn to a part of the page, and in the middle one to orders or table."""
        self._pane, self._desk = pane, desk or self._desk

    def close_report(self) -> None:
        """Put the report of the turn away."""
        self._read = self.live.game.turn

    def payload(self) -> Payload:
        """Return all that the seat's panels show now."""
        with self.live.lock:
            self._attribute()
            if self._said and self.live.stamp != self._agreed:  # the table has moved on since
                self._said = None
            made = super().payload()
            self.locked = self._dear and self.place.needs_key
            made["strip"] = {**made["strip"], "over": self.over}
            if self.over:
                return made
            made["draft"] = self._shared(made["draft"])
            made = (open_table if self.place.room.phase in TALKING else closed_table)(made)
            made["desk"] = {**made["desk"], "asks": self._asks(made["draft"])}
            kept = f"wg-notes {self.place.name} {self.place.number}"
            made["notes"] = {**made["notes"], "whose": "for your team", "key": kept}
            return made

    def crisis(self) -> Payload | None:
        """Return the crisis round of the open turn, None where none is due."""
        room = self.place.room
        if not room.playing or room.phase == "why":
            return None
        return self._once("crisis", lambda: crisis(self.view, self._draft, self._sealed))

    def handover(self) -> Payload:
        """Return what has to be settled before the orders are committed: the second key, a free order's sentence."""
        place = self.place
        shut = self.over or self.seat not in place.people
        free = not shut and any(text.split()[0] == "freeform" for text in self._draft.orders)
        said = place.room.said()
        free_told = {"text": said.umpire.get(self.seat, ""), "most": SENTENCE, "sealed": self._sealed}
        return {
            "turn": place.turn,
            "store": f"wg-umpire {place.name} {place.number} {place.turn}",
            "key": None if shut or self._sealed else self._key(),
            "umpire": {**free_told, "verdict": said.judged.get(self.seat)} if free else None,
        }

    def may_commit(self) -> str:
        """Return "" where this person may commit the draft, else why not."""
        place = self.place
        if self.seat not in place.people:
            return HOUSE
        if place.room.phase == "why":
            return UNDER_WAY
        heads = self._heads()
        if heads:
            return f"{' or '.join(heads)} commits and recalls, as head of government."
        return LOCKED if self.locked else ""

    # -- within ---------------------------------------------------------------------------------------------

    @property
    def _dear(self) -> bool:
        """Whether the draft takes so much of the free funds that it asks for a second key."""
        return not self.over and bool(self._once("dear", lambda: self.place.dear))

    def _key(self) -> Payload | None:
        """Return the second key, None where the draft or the team has no need of one."""
        team = team_of(self.place.room, self.seat)
        keepers = [self._name_of(each.id) for each in team if "finance" in each.roles]
        if not self._dear or len(team) < 2 or not keepers:
            return None
        mine = "finance" in self.place.person.roles
        who = "You hold" if mine else f"{' or '.join(keepers)} holds"
        return {
            "may": mine,
            "turned": not self.locked,
            "title": DEAR if self.locked else TURNED,
            "text": f"{who} the second key."
            if self.locked
            else "It holds for these orders; others need it anew.",
        }

    def _heads(self) -> list[str]:
        """Return who commits instead of this person: heads of government who are here."""
        if "head" in self.place.person.roles:
            return []
        team = team_of(self.place.room, self.seat)
        return [self._name_of(each.id) for each in team if "head" in each.roles and each.here]

    def _shared(self, draft: Payload) -> Payload:
        """Return the draft with what a team has to know of it."""
        stop = self.may_commit()
        orders = [{**row, "by": self._by.get(row["text"], "")} for row in draft["orders"]]
        return {
            **draft,
            "orders": orders,
            "last": False,
            "announces": False,
            "meant": True,
            "reminder": "" if draft["meant"] else self._false(draft["signal"]),
            "goals": self._once("goals", self._goals),
            "recalls": not stop or stop == LOCKED,
            "stop": stop,
            "changed": self._changed,
        }

    def _false(self, signal: str) -> str:
        """Return what a team is told whose draft does not hold what it announced."""
        return FALSE.format(name=self.view.scenario.ruleset.orders[signal].name)

    def _goals(self) -> list[Payload]:
        """Return the seat's objectives, a line each, as it judges them."""
        return [{key: each[key] for key in ("id", "text", "met")} for each in brief(self.view)["objectives"]]

    def _asks(self, draft: Payload) -> list[str]:
        """Return what the draft still asks for, for where orders are picked and the draft is out of sight."""
        free = self.handover()["umpire"]
        return [*draft["faults"], *([BARE] if free and not free["sealed"] and not free["text"] else [])]

    def _attribute(self) -> None:
        """Note who changed the draft since it was last shown."""
        place = self.place
        draft, hand = place.draft(self.seat), place.room.hands.get(self.seat, 0)
        if place.turn != self._of:
            self._by, self._changed, self._of, self._shown = {}, "", place.turn, Draft()
        if draft == self._shown:
            return
        mine, who = hand == place.number, self._name_of(hand) if hand else ""
        came = [text for text in draft.orders if text not in self._shown.orders]
        went = [text for text in self._shown.orders if text not in draft.orders]
        for text in came:
            self._by[text] = "" if mine else who
        self._changed = "" if mine or not who else self._told(who, came, went)
        self._shown = draft

    def _told(self, who: str, came: list[str], went: list[str]) -> str:
        """Return what somebody else did to the draft, in a sentence."""
        called = Seat(self.live.game, self.seat).scenario
        parts = [
            f"{verb} {'; '.join(names.order(called, text) for text in texts)}"
            for verb, texts in (("added", came), ("took out", went))
            if texts
        ]
        return f"{who} {' and '.join(parts) or 'changed the draft'}."

    def _report(self) -> Payload | None:
        """Return the report of a turn, with the tension of every flashpoint above all else."""
        found = super()._report()
        if found is None:
            return None
        game = self.live.game
        practice = self.place.room.standing.kind == PRACTICE
        told = self._once("tension", lambda: public.moves(game, game.turn))
        return {**found, "label": "Practice turn" if practice else "", "tension": told}

    def _following(self, turn: int) -> str:
        room = self.place.room
        if room.over:
            return "On to the debrief"
        return "To your desk" if room.standing.kind == PRACTICE else f"To the orders of turn {turn}"

    def _end(self) -> Payload:
        """Return the end of the game; objectives of all are told in the debrief, and not before."""
        room = self.place.room
        told = room.stage in ("debrief", "ended") and room.live.game.turn > 0
        return {"ending": {**self._once("end", lambda: ending(self.view)), "review": ""} if told else None}

    def _look(self, done: str, told: Told) -> None:
        name = str(told.get("id", ""))
        if done == "tab" and name == ROOM and name not in PANES:
            self._pane = ROOM
        else:
            super()._look(done, told)

    def forget(self) -> None:
        """Put away what was told of the last act: another phase has begun."""
        self.message, self._said = {"text": "", "fault": False}, None

    def _talk(self, told: Told) -> None:
        super()._talk(told)
        self._agreed = self.live.stamp

    def _do(self, done: str, told: Told) -> None:
        if done == "signal":
            raise WargameError("Announce it in the room, under In public: a signal is shown at once.")
        super()._do(done, told)


def merged(panes: Payload, unread: int) -> Payload:
    """Return the parts of the page with the room among them."""
    tab: dict[str, Any] = {
        "id": ROOM,
        "name": "Room",
        "badge": str(unread) if unread else "",
        "hot": True,
        "told": "unread",
    }
    return {**panes, "tabs": [*panes["tabs"], tab]}
