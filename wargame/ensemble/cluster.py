"""Blocks as tasks of Dask: processes of this machine, or the machines behind a scheduler.

Dask schedules, moves, and repeats what a lost worker had in hand. What stands here hands it tasks, a few more than
there are workers, and takes what comes back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from typing import Any, TypeVar

import dask
from dask.system import CPU_COUNT
from distributed import Client, Future, KilledWorker, LocalCluster, Security, WorkerPlugin
from distributed.comm.core import connect

from wargame.ensemble.points import Block
from wargame.ensemble.tasks import Task
from wargame.faults import WargameError
from wargame.reading.plain import content_hash

R = TypeVar("R")

AHEAD = 3
"""Tasks handed over for each worker thread: one in hand, others ready, and never all of a million."""
REACH = 5.0
"""Seconds in which a scheduler answers, or is told to be missing."""
LOOK = 2.0
"""Seconds after which a run that hears nothing looks whether scheduler and workers are still there."""
PATIENCE = 60.0
"""Seconds that a run waits for workers when there are none."""
KEPT = "What is finished is kept; go on by --resume."

SURROUNDINGS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Environment of worker processes: one thread each.

It stands in place of Dask's, which also makes the allocator hand back whatever a turn frees (MALLOC_TRIM_THRESHOLD_).
Fetching that memory again takes nearly as long as the game itself.
"""


class Deaf(WorkerPlugin):
    """Lets a worker process overhear Ctrl-C, which a terminal sends to every process: this one ends its workers."""

    def setup(self, worker: Any) -> None:
        """Ignore the interrupt from now on."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def on_this_machine(workers: int | None) -> Iterator[Client]:
    """Start worker processes of one thread each, and end them; they listen on 127.0.0.1 only.

    Parameters
    ----------
    workers : number of processes, None for one a core
    """
    with (
        _quiet(),
        dask.config.set({"distributed.nanny.pre-spawn-environ": SURROUNDINGS}),
        ExitStack() as stack,
    ):
        cluster = LocalCluster(
            n_workers=workers or CPU_COUNT,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # any free port: no quarrel over the usual one
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL,
        )
        client = stack.enter_context(Client(stack.enter_context(cluster), set_as_default=False))
        client.register_plugin(Deaf())
        yield client


def knock(address: str) -> None:
    """See whether a scheduler answers, before anything is begun that needs it.

    A client that fails to connect cannot be closed at once, and one that connects to something silent waits for ever.

    Parameters
    ----------
    address : as the scheduler tells it, ``tcp://host:8786``

    Raises
    ------
    WargameError
        no address, nothing that answers there, something else than a scheduler
    """
    # in a thread of its own, as a notebook's has a loop that runs
    with _quiet(), ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, _knock(address)).result()


@contextlib.contextmanager
def behind(address: str) -> Iterator[Client]:
    """Connect to a scheduler that answers (``knock``), and leave it running.

    Parameters
    ----------
    address : as the scheduler tells it, ``tcp://host:8786``

    Raises
    ------
    WargameError
        the scheduler refuses
    """
    with _quiet():
        try:
            client = Client(address, timeout=REACH, set_as_default=False)
        except (ImportError, OSError, TimeoutError) as error:
            raise WargameError(f"The scheduler at {address} refused the connection: {error}.") from None
        try:
            yield client
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=REACH)


async def _knock(address: str) -> None:
    """Connect and leave."""
    try:
        security = Security().get_connection_args("client")
        comm = await asyncio.wait_for(connect(address, timeout=REACH, **security), REACH + 1.0)
        await comm.close()
    except ValueError as error:
        raise WargameError(
            f"--scheduler {address!r} is no address ({error}). Write it as the scheduler tells it, tcp://host:8786."
        ) from None
    except Exception:
        raise WargameError(
            f"No Dask scheduler answers at {address}. Start one with dask scheduler, and name the address it tells."
        ) from None


def play_tasks(
    client: Client, work: Callable[..., R], tasks: Iterable[Task], arguments: tuple[str, ...] = ()
) -> Iterator[tuple[Block, R]]:
    """Yield each block with what the work on it returned, in the order in which they come.

    Parameters
    ----------
    work : function of a task and the arguments, which the workers can import
    tasks : taken as workers become free, so that a million of them need no memory

    Raises
    ------
    WargameError
        scheduler or workers are lost, a block ends every worker it is given to, or the work has an error
    """
    waiting: dict[Future, Block] = {}
    ready: queue.SimpleQueue[Future] = queue.SimpleQueue()
    coming = iter(tasks)
    try:
        while True:
            for task in islice(coming, max(0, AHEAD * max(_threads(client), 1) - len(waiting))):
                future = client.submit(work, task, *arguments, key=_key(task, arguments), pure=True)
                waiting[future] = task.block
                future.add_done_callback(ready.put)
            if not waiting:
                return
            future = _next(client, ready)
            yield waiting.pop(future), _result(future)
    finally:
        if waiting and client.status == "running":
            client.cancel(list(waiting), force=True)


def _key(task: Task, arguments: tuple[str, ...]) -> str:
    """Return the key of a task: the content of its block, and where its parts go."""
    return f"wargame-{content_hash({'task': dict(task.labels), 'arguments': arguments})[:32]}"


def _next(client: Client, ready: queue.SimpleQueue[Future]) -> Future:
    """Return the next future that has come; tell if the workers are gone for good."""
    alone = 0.0
    while True:
        with contextlib.suppress(queue.Empty):
            return ready.get(timeout=LOOK)
        alone = 0.0 if _threads(client) else alone + LOOK
        if alone >= PATIENCE:
            raise WargameError(
                f"The scheduler has had no worker for {PATIENCE:.0f} seconds. Start some. {KEPT}"
            )


def _threads(client: Client) -> int:
    """Return the threads of all workers there are.

    Raises
    ------
    WargameError
        the scheduler is gone
    """
    try:
        return sum(client.nthreads().values())
    except (OSError, RuntimeError, TimeoutError):
        raise WargameError(f"The scheduler is gone. {KEPT}") from None


def _result(future: Future) -> Any:
    """Return what a task returned, or tell why it did not."""
    if future.status in ("cancelled", "lost"):
        raise WargameError(f"The scheduler is gone. {KEPT}")
    error = future.exception() if future.status == "error" else None
    if error is None:
        return future.result()
    if isinstance(error, WargameError):
        raise error
    if isinstance(error, KilledWorker):
        raise WargameError(
            f"A block of games ended every worker it was given to; they may lack memory. {KEPT}"
        ) from None
    if isinstance(error, ImportError):
        raise WargameError(
            f"The workers cannot load wargame ({error}). Install the same release on all machines. {KEPT}"
        ) from None
    raise WargameError(
        f"A worker could not play a block ({type(error).__name__}: {error}). {KEPT}"
    ) from error


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the chatter of Dask and what lies under it from the terminal; what matters is told as an error."""
    names = [
        n for n in logging.root.manager.loggerDict if n.split(".")[0] in ("distributed", "tornado", "asyncio")
    ]
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module="distributed")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
