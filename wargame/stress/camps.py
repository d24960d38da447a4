"""The two camps of the stress scenario, and the nations between them."""

from __future__ import annotations

from wargame.dice import Dice

SOURCE = ("assumption",)
"""All of it is."""
LEFT_TAGS: tuple[tuple[str, ...], ...] = (
    ("coalition", "patron", "builder"),
    ("coalition", "junior", "striver"),
    ("coalition", "junior"),
)
RIGHT_TAGS: tuple[tuple[str, ...], ...] = (
    ("challenger", "coercer", "trader", "provider", "protector"),
    ("challenger", "tester", "needy"),
    ("challenger", "coercer", "mover", "builder"),
)
BETWEEN_TAGS: tuple[tuple[str, ...], ...] = (("trader",), ("provider", "builder"))


def draws(kind: str, name: str, count: int) -> list[float]:
    """Return numbers in [0, 1) that belong to a name and nothing else."""
    return [round(float(u), 4) for u in Dice(seed=30).uniform(f"stress.{kind}", [name], 0, count)[0, 0]]


def between(low: float, high: float, u: float) -> float:
    """Return the number at a part u of the way from one to another, to three places."""
    return round(low + (high - low) * u, 3)


class Camps:
    """Who stands where: the first two fifths on the left, as many on the right, the rest between.

    Parameters
    ----------
    nations : how many there are; of fewer than ten, half stands on each side
    """

    def __init__(self, nations: int) -> None:
        self.everyone = [f"N{number:02d}" for number in range(1, nations + 1)]
        side = max(2 * nations // 5, min(3, nations // 2))
        self.left, self.right = self.everyone[:side], self.everyone[side : 2 * side]
        self.middle = self.everyone[2 * side :]

    def tags(self, name: str) -> tuple[str, ...]:
        """Return a nation's tags: each camp deals its own in turn."""
        for camp, menu in ((self.left, LEFT_TAGS), (self.right, RIGHT_TAGS), (self.middle, BETWEEN_TAGS)):
            if name in camp:
                return menu[camp.index(name) % len(menu)]
        raise ValueError(f"{name} is not a nation of the stress scenario: {self.everyone}.")

    def side(self, name: str) -> int:
        """Return -1 on the left, 1 on the right, 0 between."""
        return -1 if name in self.left else 1 if name in self.right else 0

    def neighbours(self, size: int) -> list[tuple[str, ...]]:
        """Return groups of nations of one camp, next to each other in turn, camp by camp."""
        circles = [
            [camp[(start + step) % len(camp)] for step in range(size)]
            for camp in (self.left, self.right)
            for start in range(len(camp))
        ]
        return [tuple(circle) for circle in circles if len(set(circle)) == size]
