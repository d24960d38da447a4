"""Uniform draws named by (seed, rule, entity, turn, replicate): the only random numbers of a game.

A draw depends on its name and on nothing else: not on how many replicates run or in which blocks, not on
what was drawn before, not on which other rules or nations exist. That gives replay, common random numbers,
and branches in which only consequences differ. Everything else (chances, normal and Student t shocks) is
made from uniform draws by transforms of fixed length; see `wargame.exact`.

How a name becomes a place in the stream of Philox, a generator that counts instead of stepping::

    key      128 bits   blake2b(seed, rule, entity)
    counter  [block, 0, turn, 0], one block = four 64-bit words; a replicate takes a whole number of blocks

References
----------
Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3", SC '11 (Philox).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

WORDS_PER_BLOCK = 4
"""64-bit words that Philox makes from one value of its counter."""
SURE = 0.0
"""The draw that passes every test ``u < p`` with p above 0."""
NEVER = float(np.nextafter(1.0, 0.0))
"""The largest draw there is: it fails ``u < p`` for every p that is not 1."""


class DiceLike(Protocol):
    """What a rule phase may ask of dice; `Dice` and `RuledDice` have it."""

    @property
    def seed(self) -> int:
        """Seed of the game."""

    @property
    def first_replicate(self) -> int:
        """Number of the first replicate of this block, from 0."""

    @property
    def replicates(self) -> int:
        """Replicates in this block."""

    def uniform(
        self, rule: str, entities: Sequence[str], turn: int, per_entity: int | None = None
    ) -> FloatArray:
        """Return uniform draws in [0, 1), (replicate, entity) or (replicate, entity, per_entity)."""

    def rows(self, start: int, stop: int) -> DiceLike:
        """Return the same dice for replicates start to stop (not included) of this block."""


@dataclass(frozen=True)
class Dice:
    """The dice of a block of replicates.

    Parameters
    ----------
    seed : any whole number
    first_replicate : number of the block's first replicate, from 0
    replicates : replicates in the block, at least 1

    Raises
    ------
    ValueError
        first_replicate below 0, or replicates below 1.

    Examples
    --------
    >>> block = Dice(seed=7, replicates=3).uniform("events", ["AUS", "JPN"], turn=2)
    >>> block.shape
    (3, 2)
    >>> alone = Dice(seed=7, first_replicate=2).uniform("events", ["JPN"], turn=2)
    >>> bool(alone[0, 0] == block[2, 1])
    True
    """

    seed: int
    first_replicate: int = 0
    replicates: int = 1

    def __post_init__(self) -> None:
        if self.first_replicate < 0:
            raise ValueError(f"Dice: first_replicate is {self.first_replicate}. Replicates count from 0.")
        if self.replicates < 1:
            raise ValueError(f"Dice: replicates is {self.replicates}. A block has at least 1.")

    def uniform(
        self, rule: str, entities: Sequence[str], turn: int, per_entity: int | None = None
    ) -> FloatArray:
        """Return the uniform draws of a rule for some entities on a turn.

        Asking twice gives the same numbers. A rule asks always for the same ``per_entity``: another width
        lays the replicates out anew.

        Parameters
        ----------
        rule : name of the rule, for example ``"development.gate"``
        entities : ids, in the order wanted; one name more or fewer leaves the others' draws alone
        turn : number of the turn, at least 0
        per_entity : draws for each entity, at least 1; None for one draw and no axis for it

        Returns
        -------
        (replicate, entity) or (replicate, entity, per_entity), in [0, 1), multiples of 2**-53

        Raises
        ------
        TypeError
            The entities are one text instead of a list of ids.
        ValueError
            A turn below 0, or per_entity below 1.
        """
        width = 1 if per_entity is None else per_entity
        _check_request(rule, entities, turn, width)
        blocks = -(-width // WORDS_PER_BLOCK)
        words = np.empty((len(entities), self.replicates, blocks * WORDS_PER_BLOCK), dtype=np.float64)
        for place, entity in enumerate(entities):
            stream = np.random.Philox(key=_key(self.seed, rule, entity), counter=int(turn) << 128)
            stream.advance(self.first_replicate * blocks)
            np.random.Generator(stream).random(out=words[place])
        draws = words.swapaxes(0, 1)[..., :width]
        return draws[..., 0] if per_entity is None else draws

    def rows(self, start: int, stop: int) -> Dice:
        """Return the same dice for replicates start to stop (not included) of this block.

        Parameters
        ----------
        start, stop : places in this block, from 0; start below stop

        Raises
        ------
        ValueError
            The rows are not in the block.

        Examples
        --------
        >>> Dice(seed=7, first_replicate=100, replicates=50).rows(10, 12)
        Dice(seed=7, first_replicate=110, replicates=2)
        """
        if not 0 <= start < stop <= self.replicates:
            raise ValueError(
                f"Dice: rows {start} to {stop} are not in a block of {self.replicates}. "
                f"Write a start from 0 and a stop above it, at most {self.replicates}."
            )
        return Dice(self.seed, self.first_replicate + start, stop - start)


@dataclass(frozen=True)
class OverDice:
    """Dice that change what other dice show; whose game they are, the dice beneath tell."""

    dice: DiceLike

    @property
    def seed(self) -> int:
        """Seed of the game."""
        return self.dice.seed

    @property
    def first_replicate(self) -> int:
        """Number of the first replicate of this block, from 0."""
        return self.dice.first_replicate

    @property
    def replicates(self) -> int:
        """Replicates in this block."""
        return self.dice.replicates


@dataclass(frozen=True)
class RuledDice(OverDice):
    """Dice under rulings of the umpire: named yes/no outcomes of a turn are set, others fall freely.

    Rules decide yes/no outcomes by ``u < p``. A ruling True makes every draw of that (rule, entity) 0, a
    ruling False the largest draw below 1, in every replicate and on whatever turn is asked: make new ones
    for each turn. That a ruling names a rule and an entity which exist is for the caller to check.

    Parameters
    ----------
    dice : the dice beneath
    rulings : (rule, entity) -> outcome

    Examples
    --------
    >>> ruled = RuledDice(Dice(seed=7), {("gate", "railgun"): True, ("gate", "laser"): False})
    >>> ruled.uniform("gate", ["railgun", "laser"], turn=3) < 0.5
    array([[ True, False]])
    """

    rulings: Mapping[tuple[str, str], bool]

    def uniform(
        self, rule: str, entities: Sequence[str], turn: int, per_entity: int | None = None
    ) -> FloatArray:
        """Return the draws of the dice beneath, with the ruled entities' set; see `Dice.uniform`."""
        draws = self.dice.uniform(rule, entities, turn, per_entity)
        for place, entity in enumerate(entities):
            outcome = self.rulings.get((rule, entity))
            if outcome is not None:
                draws[:, place] = SURE if outcome else NEVER
        return draws

    def rows(self, start: int, stop: int) -> RuledDice:
        """Return the same dice under the same rulings for rows of this block; see `Dice.rows`."""
        return RuledDice(self.dice.rows(start, stop), self.rulings)


@dataclass(frozen=True)
class TiledDice(OverDice):
    """Dice whose rows are chosen rows of others: several points of a design, or arms, under the same luck.

    Parameters
    ----------
    dice : the dice beneath
    places : (row,) the row beneath that each row shows

    Examples
    --------
    >>> two_points = tiled(Dice(seed=7, replicates=3), 2)
    >>> draws = two_points.uniform("events", ["JPN"], turn=1)
    >>> draws.shape, bool((draws[:3] == draws[3:]).all())
    ((6, 1), True)
    """

    places: npt.NDArray[np.int32]

    @property
    def replicates(self) -> int:
        """Rows of this block."""
        return len(self.places)

    def uniform(
        self, rule: str, entities: Sequence[str], turn: int, per_entity: int | None = None
    ) -> FloatArray:
        """Return the draws of the dice beneath, row by chosen row; see `Dice.uniform`."""
        return self.dice.uniform(rule, entities, turn, per_entity)[self.places]

    def rows(self, start: int, stop: int) -> TiledDice:
        """Return the same dice for rows start to stop (not included) of this block; see `Dice.rows`."""
        return TiledDice(self.dice, self.places[start:stop])


def tiled(dice: DiceLike, times: int) -> DiceLike:
    """Return dice that repeat all their rows, once for each point or arm of a block."""
    if times == 1:
        return dice
    return TiledDice(dice, np.tile(np.arange(dice.replicates, dtype=np.int32), times))


def fresh(seed: int, label: str) -> int:
    """Return a seed for a what-if, made from the game's seed and a label, telling nothing of its draws.

    Parameters
    ----------
    seed : any whole number
    label : what the seed is for; another label gives another seed

    Returns
    -------
    whole number in [0, 2**53): tables, JSON and browsers keep it exactly

    Examples
    --------
    >>> fresh(7, "what-if 1") == fresh(7, "what-if 1"), fresh(7, "what-if 1") == fresh(7, "what-if 2")
    (True, False)
    """
    return _hash(b"wargame seed", 8, str(seed), label) >> 11


@lru_cache(maxsize=4096)
def _key(seed: int, rule: str, entity: str) -> int:
    return _hash(b"wargame draw", 16, str(seed), rule, entity)


def _hash(purpose: bytes, size: int, *parts: str) -> int:
    """Hash texts, each behind its length so that no two lists of texts run together to the same bytes."""
    digest = hashlib.blake2b(digest_size=size, person=purpose)
    for part in parts:
        text = part.encode()
        digest.update(len(text).to_bytes(4, "little") + text)
    return int.from_bytes(digest.digest(), "little")


def _check_request(rule: str, entities: Sequence[str], turn: int, width: int) -> None:
    if isinstance(entities, str):
        raise TypeError(
            f"Dice, rule {rule!r}: entities is the text {entities!r}. Write a list of ids: [{entities!r}]."
        )
    if turn < 0:
        raise ValueError(f"Dice, rule {rule!r}: turn is {turn}. Turns count from 0.")
    if width < 1:
        raise ValueError(f"Dice, rule {rule!r}: per_entity is {width}. Write 1 or more, or leave it out.")
