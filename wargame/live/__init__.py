"""Games being played at this server: their desks on disk, live what-ifs, and long work in the background."""

from wargame.inputs import Draft
from wargame.live.cards import Card
from wargame.live.game import LiveGame
from wargame.live.jobs import Cancelled, Job, Jobs, jobs
from wargame.live.shelf import Shelf, shelf
from wargame.live.whatif import Look, WhatIf

__all__ = [
    "Cancelled",
    "Card",
    "Draft",
    "Job",
    "Jobs",
    "LiveGame",
    "Look",
    "Shelf",
    "WhatIf",
    "jobs",
    "shelf",
]
