"""A bot in some twenty lines; ``python -m wargame.examples.bot http://127.0.0.1:8765 BCD-FGH`` takes a seat by code."""

import json
import sys
import time
from typing import Any
from urllib.request import Request, urlopen


def play(address: str, code: str) -> Any:
    """Join a seat, play it until the debrief, and return how things stand then."""
    head = {"Content-Type": "application/json"}

    def ask(path: str, body: Any = None, method: str | None = None) -> Any:
        asked = Request(f"{address}/api{path}", body and json.dumps(body).encode(), head, method=method)
        with urlopen(asked) as answer:
            return json.load(answer)

    head["Authorization"] = f"Bearer {ask('/join', {'code': code, 'name': 'Bot'})['token']}"
    while (seat := ask("/seat"))["stage"] not in ("debrief", "ended"):
        if seat["open"] and not seat["committed"]:
            menu = ask("/seat/orders")
            draft = {
                "turn": seat["turn"],
                "orders": [row["text"] for row in menu["orders"][: menu["allowed"]]],
            }
            while ask("/seat/draft", draft, "PUT")["faults"] and draft["orders"]:
                draft["orders"].pop()
            ask("/seat/commit", {"turn": seat["turn"]})
        time.sleep(1.0)
    return seat


if __name__ == "__main__":
    print(play(*sys.argv[1:])["stage"])
