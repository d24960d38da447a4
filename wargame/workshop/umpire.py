"""The umpire: what the facilitator does to the open turn of the game, each with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from wargame.faults import OrderError, WargameError
from wargame.inputs import Draft
from wargame.schema import Event
from wargame.workshop.course import reason_of
from wargame.workshop.door import new_code
from wargame.workshop.hall import Hall
from wargame.workshop.standing import ALL, WHITE


class Umpire:
    """Acts of the facilitator on the open turn; see ``WhiteCell``."""

    room: Hall

    # -- injects, rulings, free orders ----------------------------------------------------------------------

    def inject(self, card: str | Event, reason: str) -> None:
        """Let a card fall this turn; see ``Game.inject``."""
        with self._game_open() as room:
            room.live.game.inject(card, reason)
            name = card if isinstance(card, str) else card.name
            room.note("inject", WHITE, {"card": name, "reason": reason}, WHITE, turn=room.live.turn)

    def rule(self, rule: str, entity: str, outcome: bool, reason: str) -> None:
        """Set a named outcome of this turn; see ``Game.rule``."""
        with self._game_open() as room:
            room.live.game.rule(rule, entity, outcome, reason)
            body = {"rule": rule, "entity": entity, "outcome": bool(outcome), "reason": reason}
            room.note("ruling", WHITE, body, WHITE, turn=room.live.turn)

    def undo(self, reason: str) -> None:
        """Take back the last ruling or inject of the open turn; see ``Game.undo``.

        A free order whose effect is taken back may be judged anew.
        """
        with self._game_open() as room:
            turn = room.live.turn
            gone = room.live.game.undo(reason)
            name = gone["event"]["name"] if gone["kind"] == "inject" else ""
            room.note("undone", WHITE, {"reason": reason}, WHITE, turn=turn)
            for seat, verdict in list(room.standing.of_turn(turn).judged.items()):
                if name and verdict["card"] == name:
                    room.note("unjudged", WHITE, {"seat": seat, "reason": reason}, WHITE, seat, turn=turn)

    def judge(self, seat: str, verdict: str, card: Event | None, reason: str) -> None:
        """Judge the free order of a seat that has committed: with a card that falls this turn, or with nothing.

        Parameters
        ----------
        verdict : what comes of it, told to the seat at once
        card : what it does, None for nothing
        """
        why = reason_of(reason, "A judgement")
        with self._game_open() as room:
            turn = room.live.turn
            if not room.standing.of_turn(turn).umpire.get(seat) or not room.live.committed(seat):
                raise OrderError(f"{seat} has committed no free order this turn.")
            if seat in room.standing.of_turn(turn).judged:
                raise OrderError(f"The free order of {seat} is judged already. A judgement stands.")
            if card is not None:
                room.live.game.inject(card, why)
            name = "" if card is None else card.name
            told: dict[str, Any] = {"text": verdict, "reason": why, "effect": bool(name), "card": name}
            room.note("judged", WHITE, {"seat": seat, "verdict": told}, WHITE, seat, turn=turn)

    def free_order(self, seat: str) -> str:
        """Return the sentence of a seat's free order once it has committed, "" before or if it wrote none."""
        with self.room.lock:
            room = self.room
            return room.said(room.live.turn).umpire.get(seat, "") if room.live.committed(seat) else ""

    def wordless(self, seat: str) -> bool:
        """Tell whether a seat has committed a free order without a sentence, so that there is nothing to judge."""
        with self.room.lock:
            return self.room.live.committed(seat) and self.room.wordless(seat)

    def open_orders(self, seat: str, reason: str) -> Draft:
        """Open the sealed orders of a seat before they are played; the log and the seat are told.

        Raises
        ------
        OrderError
            the seat has not committed
        """
        why = reason_of(reason, "Opening sealed orders")
        with self._game_open() as room:
            if not room.live.committed(seat):
                raise OrderError(f"{seat} has sealed no orders this turn.")
            room.note("opening", WHITE, {"seat": seat, "reason": why}, WHITE, seat, turn=room.live.turn)
            return room.live.draft(seat)

    def opened(self) -> Mapping[str, Draft]:
        """Return the sealed orders of the open turn that were opened, by seat."""
        with self.room.lock:
            room = self.room
            seats = room.said(room.live.turn).opened if room.playing else ()
            return {seat: room.live.draft(seat) for seat in seats if room.live.committed(seat)}

    # -- who plays a seat ------------------------------------------------------------------------------------

    def hand(self, seat: str, house: bool, reason: str) -> None:
        """Hand a seat to house AI, or back to people, at any time before the game is over; see ``Game.hand``.

        What is handed over before the game itself begins, in the lobby or the practice turn, stays so in it.
        """
        why = reason_of(reason, "Handing a seat over")
        with self.room.acting() as room:
            if room.stage not in ("lobby", "practice", "play") or room.over:
                raise WargameError("The game is over, so no seat is handed over any more.")
            room.live.hand(seat, house, why)
            if not house and seat not in room.codes:
                room.put_code(seat, new_code())
            body = {"seat": seat, "house": bool(house), "reason": why}
            room.note("hand", WHITE, body, ALL, turn=room.live.turn)

    @contextmanager
    def _game_open(self) -> Iterator[Hall]:
        """Do an act that touches the open turn of the game."""
        with self.room.acting() as room:
            if not room.playing or room.phase == "why":
                raise WargameError("No turn is open. Do this between the news and the commitment of a turn.")
            yield room
