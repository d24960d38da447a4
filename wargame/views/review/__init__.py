"""Review: a game that was played, walked through turn by turn, as plain values for pages and reports."""
