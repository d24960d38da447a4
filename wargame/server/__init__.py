"""The server behind the pages: one process on this machine, which asks no other machine for anything."""

from wargame.server.app import make_app
from wargame.server.run import serve

__all__ = ["make_app", "serve"]
