"""Workshops: rooms in which teams play with a facilitator, each kept in one file that loses nothing."""

from wargame.workshop.people import DUTIES, ROLES, Person, Team
from wargame.workshop.place import Place
from wargame.workshop.plan import PHASES, Plan, seats_for
from wargame.workshop.room import Room
from wargame.workshop.rooms import RoomCard, Rooms, new_seed, rooms
from wargame.workshop.white import WhiteCell

__all__ = [
    "DUTIES",
    "PHASES",
    "ROLES",
    "Person",
    "Place",
    "Plan",
    "Room",
    "RoomCard",
    "Rooms",
    "Team",
    "WhiteCell",
    "new_seed",
    "rooms",
    "seats_for",
]
