"""The phases of a turn, one a file: each takes the turn and a state and returns the next state."""
