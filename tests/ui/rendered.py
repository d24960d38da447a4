"""What pages draw, without a browser: widgets, found by what their payloads hold, and acted on as templates do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import solara


def walk(widget: Any) -> Iterator[Any]:
    """Yield a widget and all that are drawn within it."""
    yield widget
    for child in getattr(widget, "children", None) or ():
        if not isinstance(child, str):
            yield from walk(child)


@solara.component
def Placed(path: str, page: Callable[[], Any]) -> None:
    """Draw a page at an address, as the server's routes do."""
    solara.routing.router_context.provide(solara.routing.Router(path, [], lambda _: None))
    page()


class Rendered:
    """An element as widgets; a panel is a widget with a payload, its ``view``.

    Attributes
    ----------
    box : holds all that is drawn;  context : draws it again, and ends it
    """

    def __init__(self, element: Any) -> None:
        self.box, self.context = solara.render(element, handle_error=False)

    @property
    def views(self) -> list[Any]:
        """The payloads of all panels."""
        return [each.view for each in walk(self.box) if getattr(each, "view", None) is not None]

    @property
    def text(self) -> str:
        """All payloads, as the browser gets them."""
        return json.dumps([dict(view) for view in self.views], allow_nan=False)

    def panels(self, key: str) -> list[Any]:
        """Return the panels whose payload holds a key."""
        return [each for each in walk(self.box) if key in (getattr(each, "view", None) or {})]

    def panel(self, key: str) -> Any:
        """Return the one panel whose payload holds a key."""
        found = self.panels(key)
        assert len(found) == 1, f"{len(found)} panels hold {key!r}"
        return found[0]

    def has(self, key: str) -> bool:
        """Tell whether a panel's payload holds a key."""
        return bool(self.panels(key))

    def act(self, key: str, /, **told: Any) -> None:
        """Send an act as the template of the one panel does whose payload holds a key."""
        self.panel(key).vue_act(told)

    def tab(self, bar: str, name: str) -> None:
        """Open a tab of the bar of tabs that has a name, as a page may show several bars."""
        (found,) = (each for each in self.panels("tabs") if each.view["name"] == bar)
        found.vue_act({"do": "tab", "id": name})

    def close(self) -> None:
        """End it, as when a browser leaves the page."""
        self.context.close()
