"""A live game: one game being played, its lock and version, its desks, and who is told when it changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from wargame.faults import OrderError, RecordError, WargameError
from wargame.forecast import Forecast
from wargame.game import Game
from wargame.inputs import Draft, standing
from wargame.live.drafts import MOST_NOTES, Desks, Sheet, checked_draft, well_formed
from wargame.live.keeping import Keeping
from wargame.live.news import Watchers
from wargame.live.talk import parties, say
from wargame.live.whatif import Forecaster, Question, WhatIf
from wargame.reports import TurnReport

HOLD = Draft(sign=())
"""What a what-if sets a draft beside: no orders, and nothing of what was agreed is signed."""


class LiveGame:
    """One game being played at this server; made by ``Shelf.begin``, ``Shelf.open`` or ``branch``.

    Whatever ``keep``, ``keep_note``, ``talk``, ``commit`` and ``advance`` returned from is on disk. Every change
    takes the number of the turn it is meant for, so that a second click or another tab never acts in the next turn.

    Parameters
    ----------
    game : saved in a place of its own
    keeping : that place
    forecaster : plays the what-ifs of this server
    shelve : puts a branch of this game on the shelf
    eager : a what-if follows every change of its draft; otherwise it is only marked as out of date
    heard : told the seat whose what-if has something new to show; if not given, all who watch are told
    lock : shared with what else guards the game; one of its own if not given

    Attributes
    ----------
    lock : held while ``game`` is read; never wait for anything under it
    version : rises with every change, that of a what-if too
    """

    def __init__(
        self,
        game: Game,
        keeping: Keeping,
        forecaster: Forecaster,
        shelve: Callable[[Game], LiveGame],
        *,
        eager: bool = True,
        heard: Callable[[str], None] | None = None,
        lock: threading.RLock | None = None,
    ) -> None:
        self.lock = lock or threading.RLock()
        self.version = 1
        self.keeping = keeping
        if not game.over:
            keeping.take()
        self._game, self._forecaster, self._shelve, self._eager = game, forecaster, shelve, eager
        self._heard = heard
        self._watchers: Watchers[LiveGame] = Watchers()
        self._whatifs: dict[str, WhatIf] = {}

    # -- reading --------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Name of the run."""
        return self.keeping.name

    @property
    def _desks(self) -> Desks:
        return self.keeping.desks

    @property
    def game(self) -> Game:
        """The game as it stands on disk; read it under ``lock``. Another program may have played on."""
        with self.lock:
            if not self._game.record.is_current:
                self._reload()
            return self._game

    @property
    def stamp(self) -> str:
        """What tells the game's state and its table from any other; drafts and what-ifs leave it alone."""
        with self.lock:
            return self.game.record.head

    @property
    def people(self) -> tuple[str, ...]:
        """Seats that persons play."""
        return self._game.people

    @property
    def turn(self) -> int:
        """The turn that is open, from 1; after the end the last one."""
        with self.lock:
            return self.game.turn + (not self._game.over)

    @property
    def notice(self) -> str:
        """What people are to be told of drafts that could not be read, "" for nothing."""
        return self._desks.notice

    def draft(self, seat: str) -> Draft:
        """Return what a seat means to do in the open turn, legal or not."""
        with self.lock:
            sheet, sealed = self._sheet(seat), self._sealed(seat)
            if sheet.turn == self.turn:
                return sheet.draft
            return Draft() if sealed is None else Draft.of(sealed)

    def notes(self, seat: str) -> str:
        """Return a seat's own notes."""
        return self._desks.sheet(seat).notes

    def committed(self, seat: str) -> bool:
        """Return whether a seat has committed its orders for the open turn."""
        with self.lock:
            sheet, sealed = self._sheet(seat), self._sealed(seat)
            return sealed is not None and sheet.turn == self.turn and sheet.seal == sealed["seal"]

    def seal(self, seat: str) -> str:
        """Return the fingerprint of the orders that a seat has committed for the open turn, "" for none."""
        with self.lock:
            return self._sheet(seat).seal if self.committed(seat) else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """People's seats that have not committed in the open turn."""
        with self.lock:
            return () if self.game.over else tuple(s for s in self.people if not self.committed(s))

    @property
    def guide(self) -> Mapping[str, Any]:
        """What a guided game keeps of its progress; empty for a game without a guide."""
        return self._desks.guide

    def whatif(self, seat: str) -> WhatIf:
        """Return the what-if of a seat's draft; the first call starts it."""
        with self.lock:
            if seat not in self._whatifs:
                self._person(seat)
                news = self.news if self._heard is None else partial(self._heard, seat)
                self._whatifs[seat] = WhatIf(partial(self._question, seat), news, self._forecaster)
                self._ask(seat)
            return self._whatifs[seat]

    # -- the desk -------------------------------------------------------------------------------------------

    def keep(self, seat: str, draft: Draft, turn: int | None = None) -> None:
        """Keep a draft, legal as a whole or not, and set the what-if on it.

        Parameters
        ----------
        turn : the turn it is meant for; a draft for another one is dropped, as it comes too late

        Raises
        ------
        OrderError
            no person's seat, orders that are committed, a game that is over
        WargameError
            more than a desk holds, or a disk that is full
        """
        made = checked_draft(draft)
        with self._changing(seat, turn) as game:
            if game is None:
                return
            self._check_open(seat)
            self._desks.put(seat, turn=self.turn, draft=made, seal="")
            self._ask(seat)

    def keep_note(self, seat: str, text: str) -> None:
        """Keep a seat's notes, in place of those before.

        Raises
        ------
        WargameError
            more than a desk holds
        """
        if len(text) > MOST_NOTES:
            raise WargameError(
                f"Notes hold {MOST_NOTES:,} letters at most, and these are {len(text):,}. Shorten them."
            )
        with self._changing(seat):
            self._desks.put(seat, notes=well_formed(text))

    def keep_guide(self, guide: Mapping[str, Any]) -> None:
        """Keep the progress of a guide, plain values."""
        with self._changing():
            self._desks.put_guide(guide)

    # -- the table ------------------------------------------------------------------------------------------

    def talk(
        self,
        seat: str,
        verb: str,
        what: str,
        value: str | float | None = None,
        secret: bool = False,
        turn: int | None = None,
    ) -> str:
        """Say a word at the table and return how the agreement or meeting stands; "" if it came too late.

        Parameters
        ----------
        verb : convene, offer, accept, reject, counter, take or leave
        what : the meeting or agreement
        value : share of an offer or counter, percent that the first party carries
        secret : offer it in secret
        turn : the turn that it is meant for

        Raises
        ------
        OrderError
            what ``Game.convene``, ``offer``, ``answer`` and ``take`` refuse, in their words
        """
        with self._changing(seat, turn) as game:
            if game is None:
                return ""
            self._check_open(seat)
            before = {each: game.pencilled(each) for each in self.people}
            standing = say(game, seat, verb, what, value, secret)
            self._sign_what_is_new(game, before)
            for each in parties(game, what):  # nobody else may notice that words were said
                self._ask(each)
            return standing

    def hand(self, seat: str, house: bool, reason: str = "") -> None:
        """Hand a seat to house AI or to people; see ``Game.hand``. What is agreed thereby is signed unless withheld."""
        with self._changing() as game:
            assert game is not None
            before = {each: game.pencilled(each) for each in self.people}
            game.hand(seat, house, reason)
            self._sign_what_is_new(game, before)
            for each in self._whatifs:
                self._ask(each)

    def _sign_what_is_new(self, game: Game, before: Mapping[str, Sequence[str]]) -> None:
        """Add what was agreed now to drafts that name what they sign: it is signed unless withheld."""
        for seat, held in before.items():
            draft = self.draft(seat)
            new = tuple(name for name in game.pencilled(seat) if name not in held)
            if new and draft.sign is not None and not self.committed(seat):
                made = Draft(draft.orders, (*draft.sign, *new), draft.signal, draft.promise, draft.ease)
                self._desks.put(seat, turn=self.turn, draft=made, seal="")

    # -- the turn -------------------------------------------------------------------------------------------

    def commit(self, seat: str, turn: int | None = None) -> str:
        """Seal a seat's draft and return its fingerprint; "" if it came too late. Twice is as good as once.

        Raises
        ------
        OrderError
            all that is wrong with the draft, a line each; nothing is changed
        """
        with self._changing(seat, turn) as game:
            if game is None:
                return ""
            if self.committed(seat):
                return self._sheet(seat).seal
            draft = self.draft(seat)
            seal = game.submit(
                seat,
                draft.orders,
                sign=draft.sign,
                ease=draft.ease,
                signal=draft.signal,
                promise=draft.promise,
            )
            self._desks.put(seat, turn=self.turn, draft=draft, seal=seal)
            return seal

    def recall(self, seat: str, turn: int | None = None) -> None:
        """Take a seat's orders back to its desk, where they can be changed; what they cost is free again."""
        with self._changing(seat, turn) as game:
            if game is None or not self.committed(seat):
                return
            game.recall(seat)
            self._desks.put(seat, seal="")
            self._ask(seat)

    def advance(self, turn: int | None = None, *, absent: bool = False) -> TurnReport | None:
        """Play the open turn when all people have committed; None if it is played already.

        Parameters
        ----------
        turn : the turn that is meant
        absent : play it although somebody has not committed; they hold

        Returns
        -------
        the whole report: for the white cell; a seat gets ``game.report(seat=...)``

        Raises
        ------
        OrderError
            somebody has not committed, or the game is over
        """
        with self._changing(turn=turn) as game:
            if game is None:
                return None
            if self.missing and not absent:
                names = ", ".join(game.play.scenario.nations[seat].name for seat in self.missing)
                raise OrderError(f"Turn {self.turn} waits for the orders of {names}.")
            report = game.advance()
            for each in self._whatifs:
                self._ask(each)
            return report

    def take_up(self) -> None:
        """Play the open turn if all people have committed it: the server ended before it could."""
        with self.lock:
            if self.people and not self.game.over and not self.missing:
                self.advance(self.turn)

    def branch(self, turn: int, people: Sequence[str] | None = None) -> LiveGame:
        """Return a new live game, saved in a folder of its own, that shares the first turns of this one.

        Raises
        ------
        WargameError
            a turn that is not played, an unknown seat
        """
        with self.lock:
            grown = self.game.branch(turn, people=people)
        return self._shelve(grown)

    # -- news -----------------------------------------------------------------------------------------------

    def watch(self, watcher: Callable[[LiveGame], None]) -> Callable[[], None]:
        """Have a function called with this game after every change, outside the lock; return what ends that."""
        return self._watchers.add(watcher)

    def news(self) -> None:
        """Raise the version and tell the watchers."""
        with self.lock:
            self.version += 1
        self._watchers.tell(self)

    # -- within ---------------------------------------------------------------------------------------------

    @contextmanager
    def _changing(self, seat: str | None = None, turn: int | None = None) -> Iterator[Game | None]:
        """Give the game, to be changed under the lock; None if the turn that is meant is played already."""
        with self.lock:
            self.keeping.take()
            if seat is not None:
                self._person(seat)
            game = self.game
            late = turn is not None and turn <= game.turn
            if turn is not None and turn > self.turn:
                raise OrderError(f"Turn {turn} is not open yet; turn {self.turn} is.")
            try:
                yield None if late else game
            except RecordError:
                self._reload()
                raise
        if not late:
            self.news()

    def _reload(self) -> None:
        """Play the record up again as another program, or a failed write, has left it."""
        self._game = self.keeping.load()
        self.version += 1
        for each in self._whatifs:
            self._ask(each)

    def _question(self, seat: str) -> Question:
        """Return what the what-if of a seat is to answer now."""
        with self.lock:
            game, draft = self.game, self.draft(seat)
            if game.over:
                return Question(game.turn, draft, closed="The game is over.")
            if refused := self._forecaster.allow(self.name, seat):
                return Question(self.turn, draft, closed=refused)
            if _is_empty(draft, game.pencilled(seat)):
                return Question(self.turn, draft)
            try:
                forecast = Forecast.of(game, seat, {"draft": draft, "hold": HOLD})
            except OrderError as error:
                return Question(self.turn, draft, refusal=str(error))
            return Question(self.turn, draft, forecast)

    def _ask(self, seat: str) -> None:
        if seat in self._whatifs and self._eager:
            self._whatifs[seat].ask()
        elif seat in self._whatifs:
            self._whatifs[seat].lapse()

    def _sheet(self, seat: str) -> Sheet:
        return self._desks.sheet(seat)

    def _sealed(self, seat: str) -> Mapping[str, Any] | None:
        """Return the fact of the orders that the record holds for a seat in the open turn."""
        facts = standing(self.game.record.of(self._game.turn + 1))
        return next(
            (fact for fact in reversed(facts) if fact["kind"] == "orders" and fact["seat"] == seat), None
        )

    def _person(self, seat: str) -> None:
        if seat not in self.people:
            told = f"People play {', '.join(self.people)}." if self.people else "House AI plays all seats."
            raise OrderError(f"No person plays the seat {seat!r} in this game. {told}")

    def _check_open(self, seat: str) -> None:
        """Raise unless the desk of a seat may be changed."""
        if self.game.over:
            raise OrderError("The game is over. Branch from a turn to play on.")
        if self.committed(seat):
            raise OrderError("Your orders are sealed. Recall them to change anything.")


def _is_empty(draft: Draft, pencilled: Sequence[str]) -> bool:
    """Tell whether a draft does nothing that ``HOLD`` does not do; what was agreed is signed unless withheld."""
    signed = pencilled if draft.sign is None else draft.sign
    return not (signed or draft.orders or draft.signal or draft.promise or draft.ease)
