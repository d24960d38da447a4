"""What a room is made of: the store, the game in play, the clock, who is here, and who is told of what.

Acts of a team are those of ``Place``, acts of the facilitator those of ``WhiteCell``; both do them in ``acting``, so
that each is on disk as a whole or not at all, and those whom it concerns are told, and nobody else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Self

from wargame.adjudication.phases.ladder import crisis_due
from wargame.faults import WargameError
from wargame.game import Game
from wargame.live.game import LiveGame
from wargame.live.whatif import Forecaster
from wargame.workshop import league
from wargame.workshop.clock import Clock, Timer
from wargame.workshop.door import hashed, new_code, new_token
from wargame.workshop.keeping import StoreKeeping
from wargame.workshop.league import Question, Row
from wargame.workshop.people import Person, Presence, Team, checked_name, checked_roles
from wargame.workshop.plan import MOST_IN_SEAT, Plan, phases_of
from wargame.workshop.standing import ALL, MAIN, SCREEN, WHITE, Message, Said, Seated, Standing
from wargame.workshop.store import Entry, Store
from wargame.workshop.telling import Telling, Watcher

LATE_PHASES = ("commit", "why")
"""Phases that never end by the clock alone: the facilitator ends them."""
FREE = "freeform"
"""The order that the umpire judges by its sentence."""
HEARTBEAT = 5.0
"""Seconds between two notes of the running clock; a server that was killed goes on from the last one."""


class Hall:
    """One table of an exercise, without the acts of people; ``Room`` has those.

    Parameters
    ----------
    store : of the room, which this process holds
    name : of the room
    forecaster : plays the what-ifs of this server
    now, steady : seconds since 1970, and of a clock that only goes forward

    Attributes
    ----------
    lock : held while the room or its game is read; never wait for anything under it
    live : the game in play: the practice game, the main one, or a branch of it
    standing : what the log adds up to
    presence : who is here
    hands : seat -> person who changed its draft last
    """

    def __init__(
        self,
        store: Store,
        name: str,
        forecaster: Forecaster,
        *,
        now: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.store, self.name, self.forecaster = store, name, forecaster
        self.lock = threading.RLock()
        self.presence = Presence(steady)
        self._now, self._steady, self._timer = now, steady, Timer(steady)
        self.hands: dict[str, int] = {}
        self._asked: dict[tuple[int, int, tuple[str, ...]], tuple[Question, ...]] = {}
        self._telling = Telling(name)
        self._depth, self._concerned, self._noted = 0, set[str](), 0.0
        self._read()

    @classmethod
    def make(cls, store: Store, name: str, plan: Plan, forecaster: Forecaster, **clocks: Any) -> Self:
        """Make a new room in an empty store: its plan, its codes, its main game."""
        with store.writing():
            now = clocks.get("now", time.time)()
            store.append(now, 0, "opened", WHITE, {"plan": plan.plain()})
            for seat in (*plan.seats, SCREEN):
                store.put_code(seat, new_code())
            game = Game.new(
                plan.scenario,
                seed=plan.seed,
                turns=plan.turns,
                characters=plan.characters,
                people=plan.seats,
            )
            number = StoreKeeping.put(store, name, MAIN, game).number
            store.append(now, 0, "game", WHITE, {"game": number, "kind": MAIN, "turn": 0})
        return cls(store, name, forecaster, **clocks)

    # -- reading --------------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """What the facilitator decided before."""
        return self.standing.plan

    @property
    def stage(self) -> str:
        """Lobby, practice, play, debrief or ended."""
        return self.standing.stage

    @property
    def phase(self) -> str:
        """Phase of the turn, "" where none runs."""
        return self.standing.phase

    @property
    def turns(self) -> int:
        """Turns planned, as far as the facilitator has not cut any."""
        return self.standing.turns

    @property
    def turn(self) -> int:
        """The turn that people are at, from 1: the open one, and the one just played while its why is told."""
        with self.lock:
            played = self.live.game.turn
            return played if self.over or self.phase == "why" else played + 1

    @property
    def over(self) -> bool:
        """Whether no turn is to be played any more."""
        with self.lock:
            return (
                self.live.game.over or self.live.game.turn >= self.turns or self.stage in ("debrief", "ended")
            )

    @property
    def playing(self) -> bool:
        """Whether a turn is open to orders."""
        return self.stage in ("practice", "play") and not self.over

    @property
    def crisis(self) -> tuple[str, ...]:
        """Flashpoints at which a crisis round is due this turn."""
        with self.lock:
            game = self.live.game
            if game.over:
                return ()
            due = crisis_due(game.state.level[0], game.state.tension[0])
            names = game.play.world.ids["flashpoint"]
            return tuple(name for name, here in zip(names, due, strict=True) if here)

    @property
    def phases(self) -> Sequence[str]:
        """Phases of the open turn."""
        return phases_of(bool(self.crisis))

    @property
    def clock(self) -> Clock:
        """The clock of the phase."""
        return self._timer.clock

    @property
    def log(self) -> tuple[Entry, ...]:
        """All that happened, for the white cell."""
        return tuple(self.store.entries)

    @property
    def codes(self) -> Mapping[str, str]:
        """Join code of each seat and of the big screen, for the facilitator."""
        return dict(self._codes)

    @property
    def people(self) -> tuple[Person, ...]:
        """All who have joined and not left."""
        with self.lock:
            return tuple(self._person(each) for each in self.standing.people.values() if not each.gone)

    @property
    def teams(self) -> tuple[Team, ...]:
        """The team of every seat, also of those that house AI plays."""
        with self.lock:
            people = self.people
            rows = self.live.game.play.scenario.nations.items()
            return tuple(self._team(seat, row.name, row.colour, people) for seat, row in rows)

    @property
    def signals(self) -> Mapping[str, str]:
        """Orders that seats have announced this turn."""
        return self.said().signals

    @property
    def run(self) -> str:
        """Name of the run in ``runs/`` that holds the game once it is over, "" before."""
        return next(
            (str(each.body["run"]) for each in reversed(self.store.entries) if each.kind == "run"), ""
        )

    def said(self, turn: int | None = None) -> Said:
        """Return what was said and done in a turn beside the record; the turn that people are at if not given."""
        with self.lock:
            return self.standing.said.get(self.turn if turn is None else turn, Said())

    def statements(self, turn: int) -> Mapping[str, str]:
        """Return the sentences that teams put on the record in a turn."""
        return self.said(turn).statements

    def wordless(self, seat: str) -> bool:
        """Tell whether a seat means to send a free order in the open turn, and has not written what it is."""
        with self.lock:
            free = any(text.split()[0] == FREE for text in self.live.draft(seat).orders)
            return free and not self.said(self.live.turn).umpire.get(seat)

    def unjudged(self, seat: str) -> bool:
        """Tell whether a seat has committed a free order in the open turn that nobody has judged yet."""
        with self.lock:
            said = self.said(self.live.turn)
            return bool(said.umpire.get(seat)) and seat not in said.judged and self.live.committed(seat)

    def seals(self) -> Mapping[str, str]:
        """Return the fingerprints of the orders that people have sealed in the open turn, by seat.

        Those of a seat that was handed to house AI since stand, and so does its fingerprint.
        """
        with self.lock:
            seats = self.live.game.play.scenario.nations if self.playing else ()
            return {seat: self.live.seal(seat) for seat in seats if self.live.committed(seat)}

    def questions(self, turn: int | None = None) -> tuple[Question, ...]:
        """Return the questions of the forecast league in a turn, the one that people are at if not given.

        They are worked out beside the game, in a second or less; until then there are none, and all are told when
        there are.
        """
        with self.lock:
            game, number = self.live.game, self.turn if turn is None else turn
            if not 1 <= number <= game.turn + (not game.over):
                return ()
            key = self.standing.game, number, game.digests[: number - 1]
            if key not in self._asked:
                self._asked[key] = ()
                threading.Thread(target=self._ask, args=(game, key), name="league", daemon=True).start()
            return self._asked[key]

    def _ask(self, game: Game, key: tuple[int, int, tuple[str, ...]]) -> None:
        self._asked[key] = league.questions(game, key[1])
        self.tell((ALL,))

    def league(self) -> tuple[Row, ...]:
        """Return the forecast league of the turns that are played, best first."""
        with self.lock:
            said = {turn: each.forecasts for turn, each in self.standing.said.items()}
            game = self.live.game
        return league.table(game, said)

    def messages(self, audience: str) -> tuple[Message, ...]:
        """Return what an audience may read: a seat its own, ``white`` all but what stays within a team."""
        with self.lock:
            return tuple(each for each in self.standing.messages if each.is_for(audience))

    def name_of(self, person: int) -> str:
        """Return the name of a person, for their team and the facilitator; "" if they gave none."""
        return self._names.get(person, "")

    def person(self, number: int) -> Person:
        """Return a person who is at the table.

        Raises
        ------
        WargameError
            they have left, or were removed
        """
        with self.lock:
            seated = self.standing.people.get(number)
            if seated is None or seated.gone:
                raise WargameError(
                    "You are no longer at this table. Join again with a code of the facilitator."
                )
            return self._person(seated)

    def by_token(self, token: str) -> Person | None:
        """Return the person whom a token stands for, None if there is none; never waits for a room at work."""
        seated = self.standing.people.get(self._tokens.get(hashed(token), 0))
        return None if seated is None or seated.gone else self._person(seated)

    def version(self, audience: str) -> int:
        """Return how often something changed for an audience: a seat, ``white`` or ``screen``."""
        return self._telling.version(audience)

    # -- joining --------------------------------------------------------------------------------------------

    def join(self, seat: str, name: str = "", roles: Iterable[str] = ()) -> str:
        """Let somebody join a team, or open a big screen, and return the token by which they are known.

        Raises
        ------
        WargameError
            the exercise has ended, the seat is full, a name too long, an unknown role
        """
        held, shown = checked_roles(roles), checked_name(name)
        with self.acting() as room:
            if self.stage == "ended":
                raise WargameError("This exercise has ended, and its codes open nothing any more.")
            if seat != SCREEN and sum(each.seat == seat for each in self.people) >= MOST_IN_SEAT:
                raise WargameError(
                    f"This seat is full: {MOST_IN_SEAT} people. Ask the facilitator for another one."
                )
            number, token = max(self.standing.people, default=0) + 1, new_token()
            room.note(
                "join", seat, {"person": number, "seat": seat, "roles": list(held)}, seat, WHITE, SCREEN
            )
            self.store.put_person(number, shown, hashed(token))
            self._tokens[hashed(token)], self._names[number] = number, shown
            self.presence.sign(number, seat)
            return token

    def came(self, person: int) -> None:
        """Note that somebody has a page open, or a program a stream of events."""
        if self.presence.came(person):
            self._tell_of(person)

    def went(self, person: int) -> None:
        """Note that a page of somebody is closed, or no longer connected."""
        if self.presence.went(person):
            self._tell_of(person)

    def asked(self, person: int) -> None:
        """Note that a program of somebody asked for something."""
        if self.presence.asked(person):
            self._tell_of(person)

    def _tell_of(self, person: int) -> None:
        seated = self.standing.people.get(person)
        if seated is not None:
            self.tell((seated.seat, WHITE))

    def put_name(self, person: int, name: str) -> None:
        """Give a person a name, in place of the one before, within ``acting``."""
        self.store.put_name(person, name)
        self._names[person] = name

    def put_code(self, seat: str, code: str) -> None:
        """Give a seat a code, in place of the one before, within ``acting``."""
        self.store.put_code(seat, code)
        self._codes[seat] = code

    def forget(self, person: int) -> None:
        """Let no token of a person open anything any more, within ``acting``."""
        self.store.drop_tokens(person)
        self._tokens = self.store.tokens()

    # -- acting ---------------------------------------------------------------------------------------------

    @contextmanager
    def acting(self) -> Iterator[Self]:
        """Do one act under the lock: all of it is on disk afterwards, or none; then those concerned are told."""
        with self.lock:
            if self._depth:
                yield self
                return
            before, self._concerned = self.store.changes, set()
            self._depth = 1
            try:
                with self.store.writing():
                    yield self
            except BaseException:
                if self.store.changes != before:
                    self._read()
                raise
            finally:
                self._depth = 0
            concerned = frozenset(self._concerned)
        self.tell(concerned)

    def note(
        self, kind: str, who: str, body: Mapping[str, Any], *audiences: str, turn: int | None = None
    ) -> Entry:
        """Add an entry to the log, within ``acting``; ``audiences`` are told of it, ``all`` for everybody."""
        entry = self.store.append(self._now(), self.turn if turn is None else turn, kind, who, dict(body))
        self.standing.add(entry)
        self.concern(*audiences)
        return entry

    def concern(self, *audiences: str) -> None:
        """Have audiences told when the act that goes on is done."""
        self._concerned.update(audiences)

    def tell(self, audiences: Iterable[str]) -> None:
        """Tell audiences that something has changed, outside the lock; ``all`` for everybody."""
        told = set(audiences)
        if ALL in told:
            told = {WHITE, SCREEN, *self.live.game.play.scenario.nations}
        self._telling.tell(told)

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have a function called with the room's name and the audiences after every change; return what ends that."""
        return self._telling.watch(watcher)

    def set_clock(self, *, left: float, running: bool, total: float | None = None, who: str = WHITE) -> None:
        """Set the clock of the phase, within ``acting``."""
        whole = self.clock.total if total is None else total
        self.note("clock", who, {"left": left, "running": running, "total": whole}, ALL)
        self._timer.set(whole, left, running)

    def enter(self, phase: str, who: str = WHITE) -> None:
        """Enter a phase of the turn, within ``acting``, with its minutes on the clock; "" for none."""
        with self.lock:
            turn = self.live.game.turn + (phase != "why")
            seconds = self.plan.minutes_of(phase, turn) * 60.0 if phase else 0.0
            self.note(
                "phase", who, {"phase": phase, "seconds": seconds, "running": bool(phase)}, ALL, turn=turn
            )
            self._timer.set(seconds, seconds, bool(phase))

    def play(self, number: int, kind: str, turn: int, who: str = WHITE) -> None:
        """Go on with a game of the store, within ``acting``; what was said in it up to a turn stays."""
        self.note("game", who, {"game": number, "kind": kind, "turn": turn}, ALL)
        self._open()

    def tick(self) -> None:
        """Let the clock act: a phase whose time is up moves on, a running clock is noted now and then."""
        with self.lock:
            clock = self.clock
            if not (clock.running and self.stage in ("practice", "play") and self.phase):
                return
            if clock.left <= 0.0 and self.standing.auto and self.phase not in LATE_PHASES:
                with self.acting():
                    self.enter(self.phases[self.phases.index(self.phase) + 1], "clock")
            elif self._steady() - self._noted >= HEARTBEAT:
                self._noted = self._steady()
                self.store.put_meta("clock", {"set_by": self.standing.set_by, "left": clock.left})

    def gather(self) -> None:
        """Move what was written ahead into the file itself, so that a copy of that one file is whole."""
        with self.lock:
            self.store.gather()

    def close(self) -> None:
        """Note the clock and let go of the file."""
        with self.lock:
            self._noted = self._steady() - HEARTBEAT
            if self.clock.running:
                self.store.put_meta("clock", {"set_by": self.standing.set_by, "left": self.clock.left})
            self.store.close()

    # -- within ---------------------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read everything from the store, as it is on disk."""
        self.standing = Standing.of(self.store.entries)
        self._tokens, self._names, self._codes = self.store.tokens(), self.store.names(), self.store.codes()
        self._open()
        held, standing = self.store.meta("clock") or {}, self.standing
        left = held["left"] if held.get("set_by") == standing.set_by else standing.left
        self._timer.set(standing.total, float(left), standing.running)

    def _open(self) -> None:
        """Take up the game that the log names."""
        keeping = StoreKeeping(self.store, self.name, self.standing.game)
        self.live = LiveGame(
            keeping.load(),
            keeping,
            self.forecaster,
            _no_branch,
            eager=False,
            heard=lambda seat: self.tell((seat,)),
            lock=self.lock,
        )

    def _team(self, seat: str, name: str, colour: str, people: Iterable[Person]) -> Team:
        team = tuple(each for each in people if each.seat == seat)
        committed = self.playing and self.live.committed(seat)
        house, here = seat not in self.live.people, sum(each.here for each in team)
        return Team(seat, name, colour, house, team, committed, self.presence.silent(seat), here)

    def _person(self, seated: Seated) -> Person:
        here = self.presence
        return Person(
            seated.id,
            seated.seat,
            seated.roles,
            here.here(seated.id),
            here.since(seated.id),
            here.typing(seated.id),
        )


def _no_branch(game: Game) -> LiveGame:
    raise WargameError("A game of a room is branched by the facilitator.")
