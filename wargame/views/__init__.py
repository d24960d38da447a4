"""What a page shows, as small plain values: pure functions from a game as somebody may see it to what JSON holds."""
