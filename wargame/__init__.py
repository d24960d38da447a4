"""wargame: an agent-based, turn-based wargame of regional alliance dynamics.

Nations, budgets and R&D programmes evolve by abstract rules of capability and cooperation. No weapon
physics, no combat: the escalation ladder ends in a breakdown of talks, at which the game stops.
"""

__version__ = "0.1.0"
