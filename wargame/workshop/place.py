"""The place of one person at a table: the desk of their seat, and all that they may do beside it."""

from __future__ import annotations

import hashlib
import json

from wargame.faults import OrderError, WargameError
from wargame.inputs import Draft
from wargame.live import WhatIf
from wargame.live.talk import parties
from wargame.workshop.people import checked_name, checked_roles
from wargame.workshop.standing import ALL, SCREEN, WHITE
from wargame.workshop.voice import Voice

TALKING = ("news", "plan", "diplomacy")
"""Phases in which the table is open."""
KEY = 0.25
"""Share of the free funds that orders may take without the second key."""
WORDLESS = "The free order has no sentence yet: write what you mean to do, or take it out."


class Place(Voice):
    """What one person of a team may see and do; it stands for a live game where the desk of a seat is drawn.

    Everything that a method returned from is on disk. Acts carry the turn that they are meant for: one that comes too
    late does nothing.

    Parameters
    ----------
    room : that the person is in
    number : of the person
    """

    # -- reading: what a live game gives --------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Name of the room."""
        return self.room.name

    @property
    def people(self) -> tuple[str, ...]:
        """Seats that persons play."""
        return self.room.live.people

    @property
    def stamp(self) -> str:
        """What tells the game's state and this seat's table from any other."""
        with self.lock:
            game = self.game
            return json.dumps(
                [game.digests, self.room.standing.game, [str(each) for each in game.table(self.seat)]]
            )

    @property
    def version(self) -> int:
        """Rises with every change that concerns this seat."""
        return self.room.version(self.seat)

    @property
    def notice(self) -> str:
        """Nothing: drafts lie in the store."""
        return ""

    @property
    def missing(self) -> tuple[str, ...]:
        """People's seats that have not committed in the open turn."""
        return self.room.live.missing

    def draft(self, seat: str) -> Draft:
        """Return what the seat means to do in the open turn."""
        return self.room.live.draft(self._own(seat))

    def notes(self, seat: str) -> str:
        """Return the seat's notes."""
        return self.room.live.notes(self._own(seat))

    def committed(self, seat: str) -> bool:
        """Return whether a seat has committed its orders for the open turn."""
        return self.room.live.committed(seat)

    def whatif(self, seat: str) -> WhatIf:
        """Return the what-if of the seat; it answers when it is asked."""
        return self.room.live.whatif(self._own(seat))

    # -- the desk -------------------------------------------------------------------------------------------

    def keep(self, seat: str, draft: Draft, turn: int | None = None) -> None:
        """Keep the draft of the team; what was announced stays announced."""
        with self._acting(seat, playing=True) as room:
            announced = room.signals.get(self.seat) if self.turn == room.turn else None
            held = Draft(draft.orders, draft.sign, announced or draft.signal, draft.promise, draft.ease)
            room.live.keep(self.seat, held, turn)
            room.hands[self.seat] = self.number
            room.concern(self.seat, WHITE)

    def keep_note(self, seat: str, text: str) -> None:
        """Keep the notes of the team."""
        with self._acting(seat) as room:
            room.live.keep_note(self.seat, text)
            room.concern(self.seat)

    def talk(
        self,
        seat: str,
        verb: str,
        what: str,
        value: str | float | None = None,
        secret: bool = False,
        turn: int | None = None,
    ) -> str:
        """Say a word at the table while it is open; see ``LiveGame.talk``."""
        with self._acting(seat, playing=True) as room:
            if room.phase not in TALKING:
                raise OrderError(
                    "The table is closed: Diplomacy of this turn is over. It opens with the next turn."
                )
            before = room.live.game.turn
            standing = room.live.talk(self.seat, verb, what, value, secret, turn)
            if standing and before == room.live.game.turn:
                concerned = parties(room.live.game, what)
                body = {"person": self.number, "verb": verb, "what": what, "standing": standing}
                room.note("talk", self.seat, body, self.seat, WHITE, *concerned)
            return standing

    def commit(self, seat: str, turn: int | None = None) -> str:
        """Seal the draft of the team: by the head of government where one is here, and with the second key.

        Raises
        ------
        OrderError
            somebody else commits, the key or a free order's sentence is missing, or the draft is not legal as a whole
        """
        with self._acting(seat, playing=True) as room:
            if turn is not None and turn <= room.live.game.turn:
                return ""
            if room.live.committed(self.seat):
                return room.live.seal(self.seat)
            if room.phase == "why":
                raise OrderError(
                    "The last turn is still being told. Orders are sealed from the next news on."
                )
            self._may_commit()
            if room.wordless(self.seat):
                raise OrderError(WORDLESS)
            seal = room.live.commit(self.seat, turn)
            room.note("commit", self.seat, {"person": self.number, "seal": seal}, ALL)
            return seal

    def recall(self, seat: str, turn: int | None = None) -> None:
        """Take the orders of the team back to its desk."""
        with self._acting(seat, playing=True) as room:
            if room.live.committed(self.seat) and (turn is None or turn > room.live.game.turn):
                self._may_commit(key=False)
                room.live.recall(self.seat, turn)
                room.note("recall", self.seat, {"person": self.number}, ALL)

    def advance(self, turn: int | None = None) -> None:
        """Do nothing: the facilitator adjudicates."""

    # -- roles and the second key ---------------------------------------------------------------------------

    @property
    def needs_key(self) -> bool:
        """Whether the draft takes so much of the free funds that finance has to release it, and has not."""
        with self.lock:
            return self._has("finance") and self._dear and self.room.said().keys.get(self.seat) != self._mark

    @property
    def dear(self) -> bool:
        """Whether the draft takes more than a quarter of the free funds."""
        with self.lock:
            return self._dear

    def key(self, yes: bool) -> None:
        """Release the draft as it stands, as finance, or take that back."""
        with self._acting(self.seat, playing=True) as room:
            if "finance" not in self.person.roles:
                raise WargameError("The second key is held by whoever has the role of finance in your team.")
            body = {"seat": self.seat, "person": self.number, "mark": self._mark if yes else ""}
            room.note("key", self.seat, body, self.seat)

    def roles(self, roles: tuple[str, ...] | list[str]) -> None:
        """Take on roles, in place of those before."""
        held = checked_roles(roles)
        with self._acting(self.seat) as room:
            room.note("person", self.seat, {"person": self.number, "roles": list(held)}, self.seat, WHITE)

    def rename(self, name: str) -> None:
        """Take a name, or give it up with ""; the own team and the facilitator see it, and the log never does."""
        shown = checked_name(name)
        with self._acting(self.seat) as room:
            room.put_name(self.number, shown)
            room.note("person", self.seat, {"person": self.number, "named": bool(shown)}, self.seat, WHITE)

    def leave(self) -> None:
        """Leave the table; the seat and all that lies on its desk stay."""
        with self.room.acting() as room:
            room.note("person", self.seat, {"person": self.number, "gone": True}, self.seat, WHITE, SCREEN)
            room.forget(self.number)

    # -- within ---------------------------------------------------------------------------------------------

    def _has(self, role: str, here: bool = False) -> bool:
        """Tell whether somebody in the team holds a role, and is here."""
        team = [each for each in self.room.people if each.seat == self.seat]
        return len(team) > 1 and any(role in each.roles and (each.here or not here) for each in team)

    def _may_commit(self, key: bool = True) -> None:
        if "head" not in self.person.roles and self._has("head", here=True):
            raise OrderError(
                "Your head of government commits and recalls. Tell them that the draft is ready."
            )
        if key and self.needs_key:
            raise OrderError(
                "These orders take more than a quarter of the free funds. Finance holds the second key: it has "
                "to release them first."
            )

    @property
    def _dear(self) -> bool:
        game, draft = self.game, self.draft(self.seat)
        if game.over:
            return False
        prices = {each.text: each.funds for each in game.legal_orders(self.seat)}
        spent = sum(prices.get(text, 0.0) for text in draft.orders)
        return spent > KEY * game.sitting.purse(self.seat, draft.sign).funds > 0.0

    @property
    def _mark(self) -> str:
        """What tells the orders of the draft from others."""
        return hashlib.sha256(json.dumps(list(self.draft(self.seat).orders)).encode()).hexdigest()[:16]
