"""A bot that hears of every change at once, goes on when a server was killed, and tells what it was refused.

``python -m wargame.examples.listening_bot http://127.0.0.1:8765 BCD-FGH`` joins the seat of a code and plays until the
debrief: one order of each kind, as many as it may and can. Put your own thinking into ``order``. ``bot`` is the same in
few lines, which asks every second.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

PATIENCE = 300.0
"""Seconds for which a server that does not answer is asked again."""


def ask(url: str, token: str = "", body: Any = None, method: str | None = None) -> Any:
    """Ask the API; a body is sent as JSON. Whatever goes wrong is answered in a sentence."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    sent = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(url, sent, headers, method=method), timeout=60) as answer:
            return json.load(answer)
    except HTTPError as error:
        error.msg = error.read().decode()
        raise


def order(api: str, token: str, turn: int) -> None:
    """Draft orders, take out the last as long as they are not legal together, and commit the rest."""
    menu = ask(f"{api}/seat/orders", token)
    rows = [row for row in reversed(menu["orders"]) if row["order"] != "freeform"]  # that one is for people
    chosen = list({row["order"]: row["text"] for row in rows}.values())[: menu["allowed"]]
    while ask(f"{api}/seat/draft", token, {"turn": turn, "orders": chosen}, "PUT")["faults"] and chosen:
        chosen.pop()
    ask(f"{api}/seat/commit", token, {"turn": turn})


def news(api: str, token: str) -> Iterator[Any]:
    """Yield all that the seat knows, now and whenever something has changed, until the stream ends."""
    with urlopen(
        Request(f"{api}/seat/events", headers={"Authorization": f"Bearer {token}"}), timeout=60
    ) as stream:
        for _ in filter(lambda line: line.startswith(b"data:"), stream):
            yield ask(f"{api}/seat", token)


def play(address: str, code: str) -> Any:
    """Join a seat, play it to the debrief, and return how things stand then; a server that is gone is waited for."""
    api = f"{address.rstrip('/')}/api"
    token = ask(f"{api}/join", body={"code": code, "name": "Bot"})["token"]
    heard = time.monotonic()
    while True:
        try:
            for seat in news(api, token):
                heard = time.monotonic()
                if seat["stage"] in ("debrief", "ended"):
                    return seat
                if seat["open"] and not seat["committed"]:
                    with suppress(HTTPError):  # the turn went on meanwhile, and news of that is on its way
                        order(api, token, seat["turn"])
        except HTTPError:  # the server is there, and has no seat for this token any more
            raise
        except (OSError, HTTPException):
            if time.monotonic() - heard > PATIENCE:
                raise
        time.sleep(1.0)


if __name__ == "__main__":
    told = play(*sys.argv[1:3])
    print(told["ending"]["text"] if told["ending"] else "The exercise ended before its last turn.")
