"""Examples that run: the game as Mesa's own tools see it, and a seat played by a bot."""
