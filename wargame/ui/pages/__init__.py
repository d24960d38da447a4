"""The pages and their addresses; Solara's app."""

import solara

import wargame.ui.hub  # noqa: F401  pages are told of changes from the first one on
from wargame.ui.pages.explore import Explore
from wargame.ui.pages.facilitator import Facilitator
from wargame.ui.pages.home import Home
from wargame.ui.pages.host import Host
from wargame.ui.pages.review import Review
from wargame.ui.pages.rulebook import Rulebook
from wargame.ui.pages.screen import Screen
from wargame.ui.pages.seat import SeatPage
from wargame.ui.pages.team import Team
from wargame.ui.pages.twins import Twins
from wargame.ui.shell import Frame

routes = [
    solara.Route("/", component=Home, layout=Frame, label="Home"),
    solara.Route("play", component=SeatPage, layout=Frame, label="Play"),
    solara.Route("review", component=Review, layout=Frame, label="Review"),
    solara.Route("explore", component=Explore, layout=Frame, label="Explore"),
    solara.Route("rulebook", component=Rulebook, layout=Frame, label="Rulebook"),
    # a workshop's; without one the server has no such addresses
    solara.Route("home", component=Home, layout=Frame, label="Home"),
    solara.Route("host", component=Host, layout=Frame, label="Exercises"),
    solara.Route("facilitator", component=Facilitator, layout=Frame, label="Facilitator"),
    solara.Route("team", component=Team, layout=Frame, label="Team"),
    solara.Route("screen", component=Screen, layout=Frame, label="Screen"),
    solara.Route("twins", component=Twins, layout=Frame, label="Twins"),
]
