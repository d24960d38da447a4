"""Answers of every kind: faults, tokens, what an act came to."""

from __future__ import annotations

from pydantic import BaseModel


class Told(BaseModel):
    """An answer."""


class Fault(Told):
    """What went wrong, where, and how to mend it: one sentence or two, for people."""

    error: str


class Well(Told):
    """That the server is there, and which release it is."""

    ok: bool
    wargame: str


class Ready(Told):
    """That rooms can be played and what-ifs answered."""

    ready: bool


class Joined(Told):
    """What a code opened: the token goes into the header `Authorization: Bearer ...` of all other requests."""

    token: str
    room: str
    seat: str


class Facilitates(Told):
    """What the key opened: the token of a facilitator, for `Authorization: Bearer ...`."""

    token: str


class Changed(Told):
    """Where the exercise stands when something has changed for a seat: the data of a `change` event."""

    version: int
    turn: int
    phase: str
    stage: str


class Done(Told):
    """What an act came to, in a word or a sentence; where there is nothing to tell, an empty text."""

    done: str = ""
