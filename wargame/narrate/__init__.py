"""A turn told on the terminal: gathered into facts first, then put into words."""

from wargame.narrate.gather import gather
from wargame.narrate.scene import Scene
from wargame.narrate.tell import turn

__all__ = ["Scene", "gather", "turn"]
