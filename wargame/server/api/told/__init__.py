"""What the API answers: one model an answer. What is not named in one is not sent, whatever a view holds."""

from wargame.server.api.told.base import Changed, Done, Facilitates, Fault, Joined, Ready, Well
from wargame.server.api.told.desk import Checked, Draft, Menu, Question, Sealed, WhatIf
from wargame.server.api.told.room import Room, RoomCard
from wargame.server.api.told.seat import Seat
from wargame.server.api.told.turn import Report

__all__ = [
    "Changed",
    "Checked",
    "Done",
    "Draft",
    "Facilitates",
    "Fault",
    "Joined",
    "Menu",
    "Question",
    "Ready",
    "Report",
    "Room",
    "RoomCard",
    "Sealed",
    "Seat",
    "Well",
    "WhatIf",
]
