"""Hosted forces (R2): what agreements cost this year, and what a bargain over the bill would settle at."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wargame.adjudication import burden
from wargame.arrays import Array
from wargame.state import State
from wargame.world import World


class Bargain(NamedTuple):
    """What host and guest would settle at, for each agreement on hosted forces (``World.hosted``).

    Attributes
    ----------
    surplus : (..., hosted), share of the bill that both gain together; below 0 there is nothing to sign
    share : (..., hosted), share of the bill that falls to the host
    """

    surplus: Array
    share: Array


def bills(world: World, state: State) -> Array:
    """Return (replicate, agreement) the yearly burden to be shared, bn USD: that of the opening, as indexed since."""
    return world.burden * state.bill


def bargain(world: World, tension: Array, home: Array) -> Bargain:
    """Return what bargains over hosted forces would settle at; all of it is public.

    Presence is worth the more to the host the hotter the places it stands at, and to the guest the more it looks
    to the region.

    Parameters
    ----------
    tension : (replicate, ..., flashpoint), points
    home : (replicate, ..., nation, track), points
    """
    host, party = world.first_party[world.hosted], world.party[world.hosted]
    involved = (world.challengers | world.defenders)[:, host].T
    heat = np.where(involved, tension[..., None, :], 0.0).max(axis=-1, initial=0.0)
    guest = party & (np.arange(party.shape[-1]) != host[:, None])
    attention = home[..., world.index["track"]["attention"]]
    looking = np.where(guest, attention[..., None, :], 0.0).max(axis=-1)
    value, axes = world.parameters.get, tension.ndim - 1
    hosts = burden.presence_value(value("burden.host_value", axes), heat)
    guests = burden.presence_value(value("burden.guest_value", axes), looking)
    return Bargain(
        burden.renewal_surplus(hosts, guests, 1.0),
        burden.renewed_support(hosts, guests, 1.0, value("burden.strength", axes)),
    )
