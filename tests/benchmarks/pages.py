"""How fast the pages are: start, load, a click, a turn, bytes over the wire, memory a page. Run it on an idle machine:

    python tests/benchmarks/pages.py [--pages 10]

It starts ``wargame serve`` in a folder of its own, drives it with the Chromium of this machine and prints medians.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wargame.game import Game

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
COMMIT = '[data-wg="commit"]'
REPEATS = 5


def _serve(folder: Path) -> tuple[subprocess.Popen[str], str, float]:
    """Start the server; return it, its address and the seconds until it answered."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "wargame", "serve", "--no-browser", "--port", "0"]
    errors = (folder / "log").open("w")
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    return process, "http://" + line.split("http://")[1].split("/")[0], time.perf_counter() - began


def _memory(pid: int) -> float:
    """Return the resident memory of a process, MB."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


class Meter:
    """A page, with what came to it over its socket and by request."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.frames = self.bytes = self.loaded = 0
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._frame))
        self.page.on("response", self._answer)

    def _frame(self, frame: Any) -> None:
        self.frames += 1
        self.bytes += len(frame)

    def _answer(self, answer: Any) -> None:
        self.loaded += int(answer.headers.get("content-length", 0))

    def timed(self, work: Callable[[], Any]) -> tuple[float, int, int]:
        """Return milliseconds, frames and kB that some work took."""
        self.frames = self.bytes = 0
        began = time.perf_counter()
        work()
        took = 1000 * (time.perf_counter() - began)
        return took, self.frames, self.bytes // 1024


def _median(rows: list[tuple[float, int, int]]) -> str:
    columns = [statistics.median(column) for column in zip(*rows, strict=True)]
    return f"{columns[0]:6.0f} ms, {columns[1]:3.0f} frames, {columns[2]:4.0f} kB"


def _load(meter: Meter, address: str, path: str, ready: str) -> tuple[float, int, int]:
    def work() -> None:
        meter.page.goto(address + path)
        meter.page.wait_for_selector(ready)

    return meter.timed(work)


def measure(pages: int) -> None:
    """Print the figures."""
    from playwright.sync_api import sync_playwright  # here, as test runs read this file without it

    folder = Path(tempfile.mkdtemp())
    for k in range(2):
        Game.new("northeast-asia-2022", seed=7, people=["JPN"]).save(folder / "runs" / f"game{k}")
    whole = Game.new("northeast-asia-2022", seed=7)
    while not whole.over:
        whole.advance()
    whole.save(folder / "runs" / "whole")
    process, address, took = _serve(folder)
    try:
        with sync_playwright() as driver:
            _print(driver, process.pid, address, took, pages)
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def _print(driver: Any, pid: int, address: str, took: float, pages: int) -> None:
    browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    print(f"start of the server: {took:.1f} s, {_memory(pid):.0f} MB")
    kinds = {
        "/": '[data-wg="begin"]',
        "/play/game0": COMMIT,
        "/review/whole": '[data-wg="tab:turning"]',
        "/explore": "#wg-main form, #wg-main button",
        "/rulebook": "#wg-main h1",
    }
    for path, ready in kinds.items():
        cold = Meter(browser.new_context(viewport={"width": 1366, "height": 768}))
        first = _load(cold, address, path, ready)
        print(
            f"{path:14} first load {first[0]:.0f} ms, {cold.loaded // 1024} kB asked, {first[2]} kB by socket"
        )
        warm = Meter(context)
        rows = [_load(warm, address, path, ready) for _ in range(REPEATS)]
        print(f"{path:14} again      {_median(rows)}")
        warm.page.close()
        cold.page.context.close()
    _play(Meter(context), address)
    before, opened = _memory(pid), []
    for _ in range(pages):
        made = Meter(context)
        _load(made, address, "/play/game1", COMMIT)
        opened.append(made)
    print(
        f"memory: {before:.0f} MB before, {(_memory(pid) - before) / pages:.1f} MB for each of {pages} pages more"
    )
    browser.close()


def _play(meter: Meter, address: str) -> None:
    """Time orders, what-ifs and turns of one game."""
    page = meter.page
    _load(meter, address, "/play/game0", COMMIT)
    page.wait_for_timeout(3000)
    added, dropped, first, firm, turns = [], [], [], [], []
    add, drop = '[data-wg="add:consult"]', '[data-wg="drop:consult"]'
    for _ in range(REPEATS):
        added.append(meter.timed(lambda: (page.click(add), page.wait_for_selector(drop))))
        began = time.perf_counter()
        page.wait_for_selector('[data-wg="whatif"][data-state="looking"]')
        first.append((1000 * (time.perf_counter() - began), 0, 0))
        page.wait_for_selector('[data-wg="whatif"][data-state="firm"]')
        firm.append((1000 * (time.perf_counter() - began), 0, 0))
        dropped.append(
            meter.timed(lambda: (page.click(drop), page.wait_for_selector(drop, state="detached")))
        )
        page.wait_for_timeout(800)
    for _ in range(REPEATS):
        turns.append(
            meter.timed(lambda: (page.click(COMMIT), page.wait_for_selector('[data-wg="report:close"]')))
        )
        page.click('[data-wg="report:close"]')
        page.wait_for_selector(COMMIT)
        page.wait_for_timeout(1500)
    print(f"an order drafted to seen        {_median(added)}")
    print(f"an order dropped to seen        {_median(dropped)}")
    print(f"draft seen to first 60 pairs    {_median(first)}")
    print(f"draft seen to all 500 pairs     {_median(firm)}")
    print(f"commit to the report of a turn  {_median(turns)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10)
    measure(parser.parse_args().pages)
