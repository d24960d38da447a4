"""The same bits everywhere: a game's digests depend neither on the processor nor on the matrix library.

The games are played anew in other processes with parts of the processor switched off; the digest of each
turn must be the one found here. There is no constant to compare with: tuning may move results, a processor
may not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from tests.support import BASELINE, PRACTICE, SCENARIOS, play_of, turns, whole_game

ROOT = Path(__file__).parents[2]
ROWS = 3
PLAY = """
import json
from tests.conformance.test_digests import chains, simd
print(json.dumps([chains(), simd()]))
"""


def chain(name: str, hands: str = "ai", seed: int = 5) -> list[str]:
    """Return the digests of the turns of a block of games, each over all before it."""
    link, links = b"", []
    for played in turns(play_of(name), ROWS, seed=seed, hands=hands):
        told = "".join(played.after.digest(row) for row in range(ROWS))
        link = sha256(link + told.encode()).digest()
        links.append(link.hex()[:16])
    return links


@cache
def chains() -> dict[str, list[str]]:
    """Return the chains of some games of every scenario."""
    return {f"{name}, {hands}": chain(name, hands) for name in SCENARIOS for hands in ("ai", "random")}


def simd() -> list[str]:
    """Return the extensions of the processor that NumPy found and may use besides its baseline."""
    found = np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])
    return [str(name) for name in found]


def elsewhere(**changes: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the chains, and the extensions in use, of a process with another environment."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **changes}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PLAY],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    told, used = json.loads(ran.stdout)
    return told, used


def test_a_game_played_twice_has_the_same_digests() -> None:
    assert chain(PRACTICE) == chain(PRACTICE)
    assert chain(PRACTICE) != chain(PRACTICE, seed=6)


def test_a_digest_tells_of_every_field_and_row() -> None:
    end = whole_game(play_of(PRACTICE), ROWS, last=1)
    assert len({end.digest(row) for row in range(ROWS)}) == ROWS
    moved = end.having(stability=np.nextafter(end.stability, 1000.0))
    assert moved.digest(0) != end.digest(0)
    apart = {name for name, told in end.field_digests(0).items() if told != moved.field_digests(0)[name]}
    assert apart == {"stability"}


def test_the_processor_leaves_the_digests_alone() -> None:
    found = simd()
    if not found:
        pytest.skip("NumPy uses nothing of this processor that could be switched off")
    told, used = elsewhere(NPY_DISABLE_CPU_FEATURES=" ".join(found), OPENBLAS_CORETYPE="Nehalem")
    assert used == []
    assert told == chains()


@pytest.mark.slow
@pytest.mark.parametrize("core", ["Haswell", "Nehalem", "Prescott"])
def test_the_library_of_matrix_products_leaves_the_digests_alone(core: str) -> None:
    told, _ = elsewhere(OPENBLAS_CORETYPE=core, OPENBLAS_NUM_THREADS="1")
    assert told == chains()


@pytest.mark.slow
@pytest.mark.parametrize("kept", range(3))
def test_each_extension_alone_leaves_the_digests_alone(kept: int) -> None:
    found = simd()
    if kept >= len(found):
        pytest.skip("NumPy found fewer extensions")
    told, _ = elsewhere(NPY_DISABLE_CPU_FEATURES=" ".join(found[kept:]))
    assert told == chains()


@pytest.mark.slow
def test_hashes_of_another_process_leave_the_digests_alone() -> None:
    assert elsewhere(PYTHONHASHSEED="1")[0] == elsewhere(PYTHONHASHSEED="2")[0] == chains()


def test_the_chains_differ_between_games() -> None:
    ends = [links[-1] for links in chains().values()]
    assert len(set(ends)) == len(ends)
    assert set(chains()) == {
        f"{name}, {hands}" for name in (BASELINE, PRACTICE) for hands in ("ai", "random")
    }
