"""The pages and their addresses; Solara's app."""

import solara

import wargame.ui.hub  # noqa: F401  pages are told of changes from the first one on
from wargame.ui.pages.explore import Explore
from wargame.ui.pages.home import Home
from wargame.ui.pages.review import Review
from wargame.ui.pages.rulebook import Rulebook
from wargame.ui.pages.seat import SeatPage
from wargame.ui.shell import Frame

routes = [
    solara.Route("/", component=Home, layout=Frame, label="Home"),
    solara.Route("play", component=SeatPage, layout=Frame, label="Play"),
    solara.Route("review", component=Review, layout=Frame, label="Review"),
    solara.Route("explore", component=Explore, layout=Frame, label="Explore"),
    solara.Route("rulebook", component=Rulebook, layout=Frame, label="Rulebook"),
]
