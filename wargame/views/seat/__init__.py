"""The page of one seat: its means, news, orders desk, table and brief, from what that seat may know and nothing else.

Every function takes the seat as it stands (``narrate.situation.Seat``) and what it has drafted, and returns small plain
values.
"""

from wargame.narrate.situation import Seat
from wargame.views.seat.acts import History, act_on
from wargame.views.seat.bargain import agreements, table
from wargame.views.seat.brief import brief
from wargame.views.seat.desk import drafted, marks, menu, shut
from wargame.views.seat.ending import ending
from wargame.views.seat.news import news
from wargame.views.seat.others import others
from wargame.views.seat.page import choices, head, seat_of
from wargame.views.seat.situation import header, situation
from wargame.views.seat.typed import checked
from wargame.views.seat.visit import Visit
from wargame.views.seat.why import why

__all__ = [
    "History",
    "Seat",
    "Visit",
    "act_on",
    "agreements",
    "brief",
    "checked",
    "choices",
    "drafted",
    "ending",
    "head",
    "header",
    "marks",
    "menu",
    "news",
    "others",
    "seat_of",
    "shut",
    "situation",
    "table",
    "why",
]
