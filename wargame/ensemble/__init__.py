"""Thousands of games: blocks in lockstep, spread over cores or machines, kept as tables."""

from wargame.ensemble.blocks import Step, play_block

__all__ = ["Step", "play_block"]
