"""Pages of a room: what each page shows of an exercise, as small plain values, and what each act on it does."""
