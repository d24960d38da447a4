"""Reviews of tests measure the spread of outcomes on few games: what they assert does not hang on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from wargame.review import branches, rulings, turning
from wargame.review.effects import spreads


@pytest.fixture(autouse=True, scope="session")
def few_games() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (branches, rulings, turning):
            patch.setattr(module, "spreads", partial(spreads, games=10))
        yield
