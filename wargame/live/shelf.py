"""The shelf: every run in a folder, and the games of it that are open at this server, each exactly once."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from wargame.adjudication.turn import Play
from wargame.faults import RecordError, WargameError, nearest
from wargame.game import Game
from wargame.live.cards import Card, card_of, is_plain, signature
from wargame.live.game import LiveGame
from wargame.live.keeping import FolderKeeping
from wargame.live.whatif import Forecaster
from wargame.record import HEADER, RUNS, run_name
from wargame.scenario import Scenario

SEEDS = 1_000_000
"""Seeds are drawn below this: six digits can be told over a table."""
OPEN = 32
"""Games kept open although no page looks at them."""


class Shelf:
    """All runs of one folder.

    Parameters
    ----------
    folder : where runs are kept; it is made when the first game begins
    forecaster : plays the what-ifs of its games

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from wargame.live import Draft
    >>> with TemporaryDirectory() as folder:
    ...     shelf = Shelf(folder)
    ...     live = shelf.begin("four-islands", ["BRENN"], turns=2, seed=7)
    ...     live.keep("BRENN", Draft(["consult"]))
    ...     seal = live.commit("BRENN")
    ...     report = live.advance()
    ...     shelf.close()
    ...     (live.name, live.game.turn)
    ('four-islands-seed7-r0', 1)
    """

    def __init__(self, folder: str | Path, forecaster: Forecaster | None = None) -> None:
        self.folder = Path(folder)
        self.forecaster = forecaster or Forecaster()
        self._lock = threading.RLock()
        self._open: WeakValueDictionary[str, LiveGame] = WeakValueDictionary()
        self._recent: OrderedDict[str, LiveGame] = OrderedDict()
        self._cards: dict[str, tuple[Any, Card | None]] = {}

    def begin(
        self,
        scenario: str | Path | Scenario | Play,
        seats: Sequence[str],
        *,
        turns: int | None = None,
        characters: Mapping[str, str] | None = None,
        seed: int | None = None,
        guide: str = "",
    ) -> LiveGame:
        """Begin a game; it is saved at once.

        Parameters
        ----------
        seats : those that people play
        scenario, turns, characters : see ``Game.new``
        seed : names the dice; drawn if not given
        guide : name of the guide that leads through the game, "" for none

        Raises
        ------
        WargameError
            as ``Game.new``; a folder that cannot be written
        """
        drawn = int.from_bytes(os.urandom(8)) % SEEDS if seed is None else seed
        game = Game.new(scenario, seed=drawn, turns=turns, characters=characters, people=seats)
        live = self._shelve(game)
        if guide:
            live.keep_guide({"name": guide})
        return live

    def open(self, name: str) -> LiveGame:
        """Return the game of a folder, played up from its record where it is not open yet.

        A turn that all people had committed when the server ended is played now.

        Raises
        ------
        WargameError
            no such run, a damaged one, one of another engine, one that another process plays
        """
        with self._lock:
            live = self._open.get(name)
            if live is None:
                live = self._live(Game.load(self._path(name)))
                live.take_up()
            return self._keep(live)

    def list(self) -> tuple[Card, ...]:
        """Return the card of every run, the latest first; a damaged one tells its fault."""
        with self._lock:
            try:
                folders = [path for path in self.folder.iterdir() if path.is_dir()]
            except OSError:
                return ()
            cards = [self._card(path) for path in folders if not path.name.startswith(".")]
            found = [card for card in cards if card is not None]
            return tuple(sorted(found, key=lambda card: (-card.when, card.name)))

    def close(self) -> None:
        """Let go of all games, so that another process may open them, and end the what-ifs."""
        self.forecaster.close()
        with self._lock:
            for live in list(self._open.values()):
                live.keeping.drop()
            self._open.clear()
            self._recent.clear()

    # -- within ---------------------------------------------------------------------------------------------

    def _path(self, name: str) -> Path:
        """Return the folder of a run; a name never leads out of the shelf."""
        games = sorted(
            path.name for each in self.folder.glob(f"*/{HEADER}") if is_plain((path := each.parent).name)
        )
        if name not in games:
            short = name[:80]
            raise WargameError(
                f"There is no game {short!r} in {self.folder}. {nearest(short, [each[:80] for each in games])}"
            )
        return self.folder / name

    def _shelve(self, game: Game) -> LiveGame:
        """Save a game to a folder of its own and open it."""
        name = run_name(game.record.header)
        with self._lock:
            free = (each for each in _counted(self.folder / name) if not each.exists())
            while game.record.folder is None:
                folder = next(free)
                try:
                    game.save(folder)
                except RecordError:
                    # another process may have taken the name since
                    if not folder.exists():
                        raise
            return self._keep(self._live(game))

    def _live(self, game: Game) -> LiveGame:
        assert game.record.folder is not None
        return LiveGame(game, FolderKeeping(game.record.folder), self.forecaster, self._shelve)

    def _keep(self, live: LiveGame) -> LiveGame:
        self._open[live.name] = self._recent[live.name] = live
        self._recent.move_to_end(live.name)
        while len(self._recent) > OPEN:
            self._recent.popitem(last=False)
        return live

    def _card(self, path: Path) -> Card | None:
        mark = signature(path)
        held = self._cards.get(path.name)
        if not mark or held is None or held[0] != mark:
            held = self._cards[path.name] = (mark, card_of(path))
        return held[1]


def _counted(path: Path) -> Any:
    yield path
    yield from (path.with_name(f"{path.name}-{number}") for number in count(2))


@cache
def shelf() -> Shelf:
    """Return the shelf of this process: the runs of the working directory."""
    return Shelf(RUNS)
