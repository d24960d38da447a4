"""Parts and pages are rendered as a server does: every test in a kernel of its own, whatever ran before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import solara.server.starlette  # noqa: F401  beside a server, a reactive has one value a kernel
from solara.server import kernel, kernel_context

import wargame.ui  # noqa: F401  settings first
from tests.ui.doors import app, client, room, rooms, shelf  # noqa: F401  fixtures of the door
from tests.ui.rendered import Rendered


@pytest.fixture(autouse=True)
def page_kernel() -> Iterator[kernel_context.VirtualKernelContext]:
    """The kernel of a page that is open for one test."""
    context = kernel_context.VirtualKernelContext(id="test", kernel=kernel.Kernel(), session_id="test")
    with context:
        yield context
    context.close()


@pytest.fixture
def open_page() -> Iterator[Callable[[Any], Rendered]]:
    """Open pages, which are all closed when the test ends."""
    pages: list[Rendered] = []

    def opened(element: Any) -> Rendered:
        pages.append(Rendered(element))
        return pages[-1]

    yield opened
    for each in pages:
        each.close()
