"""What is taken home: the export of a room by the facilitator, and the record by every team, as downloads."""

from __future__ import annotations

import tempfile
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wargame.faults import WargameError
from wargame.game import Game
from wargame.record import Record
from wargame.report import report
from wargame.server.door import WHO
from wargame.workshop import rooms
from wargame.workshop.export import REPORT, archive, export, snapshot
from wargame.workshop.room import Room

EXPORT, HOME = "/api/export", "/api/take-home"
RECORD = "record"
"""Folder of the record that a team takes home."""
KEPT = 8
"""Reports that are kept: a whole room takes the same one home at the same time."""
_README = """# {title}

`report.html` tells the whole game, turn by turn: open it in any browser. `record` is the game itself: with wargame
installed, `wargame replay record` plays it again, and `wargame branch record --turn 2` plays on from its second turn.

It explores, it does not predict.
"""


def routes() -> list[Route]:
    """Return the routes: ``/api/export/<room>`` with ``?names=1`` for names too, and ``/api/take-home``."""
    return [Route(f"{EXPORT}/{{room}}", _export), Route(HOME, _take)]


async def _export(request: Request) -> Response:
    name, names = request.path_params["room"], request.query_params.get("names") == "1"
    return await _sent(exported, name, names)


async def _take(request: Request) -> Response:
    who = request.scope[WHO]
    return await _sent(taken_home, who.room, who.seat)


async def _sent(make: Callable[..., tuple[str, bytes, str]], *asked: object) -> Response:
    """Return a file to be kept, or one sentence on why there is none."""
    try:
        name, content, kind = await run_in_threadpool(make, *asked)
    except WargameError as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type=kind, headers=headers)


def exported(name: str, names: bool = False) -> tuple[str, bytes, str]:
    """Return the export of a room with the report of its game: name of the file, its bytes, their kind.

    Raises
    ------
    WargameError
        there is no such room, or no place to write to
    """
    path = rooms().open(name).store.path
    with tempfile.TemporaryDirectory(prefix="wargame-export-") as folder, snapshot(path) as room:
        made = Path(folder) / f"{name}-export"
        export(room, made, names)
        (made / REPORT).write_text(report(room.live.game), encoding="utf-8")
        return f"{made.name}.zip", archive(made), "application/zip"


def taken_home(name: str, seat: str) -> tuple[str, bytes, str]:
    """Return what a team takes home: once the game is over the whole of it, before that its own edition of the report.

    Raises
    ------
    WargameError
        the room cannot be had
    """
    if not seat:
        raise WargameError(
            f"A team takes home what it played. The facilitator has all of it at {EXPORT} with a room."
        )
    room = rooms().open(name)
    over, record = _standing(room)
    if not over:
        return f"{name}-{seat}.html", _report(record, seat).encode(), "text/html"
    with tempfile.TemporaryDirectory(prefix="wargame-home-") as folder:
        made = Path(folder) / f"{name}-record"
        record.save(made / RECORD)
        (made / REPORT).write_text(_report(record, ""), encoding="utf-8")
        (made / "README.md").write_text(_README.format(title=room.plan.title), encoding="utf-8")
        return f"{made.name}.zip", archive(made), "application/zip"


def _standing(room: Room) -> tuple[bool, Record]:
    """Return whether all is open now, and the record of the game as it is."""
    with room.lock:
        held = room.live.game.record
        return room.stage in ("debrief", "ended"), Record(held.header, held.scenario, list(held.lines))


_reports: OrderedDict[tuple[str, str], str] = OrderedDict()
_lock = Lock()


def _report(record: Record, seat: str) -> str:
    """Return the report of a record, made once for all who ask for the same."""
    with _lock:
        key = (record.head, seat)
        if key not in _reports:
            copy = Record(record.header, record.scenario, list(record.lines))
            _reports[key] = report(Game.of(copy, "this game"), seat)
            while len(_reports) > KEPT:
                _reports.popitem(last=False)
        return _reports[key]
