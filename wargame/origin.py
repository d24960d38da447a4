"""Where a game comes from: the record it begins with, the turns a branch shares, who plays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wargame.adjudication.turn import Play
from wargame.faults import WargameError
from wargame.inputs import players
from wargame.policies import cast_of
from wargame.record import Record, make_header


def begin_record(
    play: Play,
    seed: int,
    replicate: int,
    characters: Mapping[str, str],
    people: Sequence[str],
    branched_from: Mapping[str, Any] | None = None,
) -> Record:
    """Return the empty record of a game that begins.

    Parameters
    ----------
    characters : seat -> house-AI character instead of the scenario's
    people : seats that persons play, in any order
    branched_from : run, turn and digest that it grows from, None for a game of its own

    Raises
    ------
    WargameError
        an unknown seat or character, a replicate below 0
    """
    people = (people,) if isinstance(people, str) else people
    for seat in people:
        play.world.at("nation", seat)
    if replicate < 0:
        raise WargameError(f"The replicate is {replicate}. Replicates count from 0.")
    ordered = tuple(seat for seat in play.world.ids["nation"] if seat in people)
    header = make_header(
        play.scenario,
        seed=int(seed),
        replicate=int(replicate),
        characters=cast_of(play, characters).characters,
        people=ordered,
        branched_from=branched_from,
    )
    return Record(header, play.scenario)


def branch_record(
    play: Play,
    record: Record,
    turn: int,
    digest: str,
    people: Sequence[str] | None,
    characters: Mapping[str, str],
) -> Record:
    """Return a new record that holds the first turns of another.

    Parameters
    ----------
    turn : turns to keep
    digest : of the state after them
    people : who plays on, None for those who played then
    characters : seat -> house-AI character instead of those of the other record

    Raises
    ------
    WargameError
        an unknown seat or character
    """
    header = record.header
    cast = dict(zip(header.seats, header.characters, strict=True)) | dict(characters)
    origin = {"run": record.folder.name if record.folder else "", "turn": turn, "digest": digest}
    chosen = people_of(record, turn) if people is None else people
    new = begin_record(play, header.seed, header.replicate, cast, chosen, origin)
    for number in range(1, turn + 1):
        facts = [{k: v for k, v in line.items() if k not in ("turn", "hash")} for line in record.of(number)]
        new.note(number, *facts)
    return new


def people_of(record: Record, turn: int | None = None) -> tuple[str, ...]:
    """Return the seats that people play: those of the header, after all that was handed over since.

    A header tells who plays on from the turn its game branched at; what was handed over before is history.

    Parameters
    ----------
    turn : as of the end of this turn, 0 for the start of the game; as of the last line if not given
    """
    header = record.header
    first = int(header.branched_from["turn"]) if header.branched_from else 0
    lines = [each for each in record.lines if first < each["turn"] and (turn is None or each["turn"] <= turn)]
    return players(header.seats, header.people, lines)
