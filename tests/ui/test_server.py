"""The server: who it answers, what its pages may ask for, and that everything they need is on this disk."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from wargame.faults import WargameError
from wargame.server import assets
from wargame.server.guard import Guard, is_ours
from wargame.server.routes import STATIC, style_text
from wargame.server.run import serve
from wargame.ui.settings import SETTINGS


async def _inside(scope, receive, send):
    await PlainTextResponse("inside")(scope, receive, send)


def _ask(headers: dict[str, str], kind: str = "http") -> tuple[dict[str, str], list[dict]]:
    """Ask a guarded application; return the headers and the messages of its answer."""
    told: list[dict] = []

    async def send(message):
        told.append(message)

    async def receive():
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    asyncio.run(Guard(_inside)({"type": kind, "method": "GET", "path": "/", "headers": raw}, receive, send))
    back = {name.decode(): value.decode() for name, value in told[0].get("headers", [])}
    return back, told


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "127.0.0.1:8765"}, 200),
        ({"host": "localhost:8765"}, 200),
        ({"host": "[::1]:8765"}, 200),
        ({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"}, 200),
        ({"host": "wargame.example"}, 403),
        ({"host": "127.0.0.1.example:8765"}, 403),
        ({"host": "127.0.0.1:8765", "origin": "https://elsewhere.example"}, 403),
        ({"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:9999"}, 403),
        ({"host": "127.0.0.1:8765", "origin": "null"}, 403),
    ],
)
def test_only_pages_of_this_machine_are_answered(headers, status):
    _, told = _ask(headers)
    assert told[0]["status"] == status
    assert (told[1]["body"] == b"inside") == (status == 200)


def test_a_socket_from_another_sites_page_is_closed():
    headers = {"host": "127.0.0.1:8765", "origin": "https://elsewhere.example"}
    assert _ask(headers, "websocket")[1] == [{"type": "websocket.close", "code": 1008}]


def test_a_page_is_told_to_ask_no_other_host():
    policy = _ask({"host": "127.0.0.1"})[0]["content-security-policy"]
    assert "default-src 'self'" in policy
    assert not re.search(r"https?:|\*", policy)


def test_a_request_without_a_host_is_not_ours():
    assert not is_ours(Headers({}))


def test_all_that_solaras_template_asks_for_is_on_this_disk():
    assets.check_assets()


def test_a_version_of_solara_that_asks_for_other_files_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "tree", lambda: tmp_path)
    with pytest.raises(WargameError, match=r"requirejs@.* missing.*Install solara-assets"):
        assets.check_assets()


def test_the_template_is_read_for_the_line_in_use():
    text = "{{cdn}}/@widgetti/solara-vuetify3-app@5.2.0/x.js {{cdn}}/@widgetti/solara-vuetify-app@10.1.1/dist/main"
    assert assets.packages_asked(text) == {"@widgetti/solara-vuetify-app@10.1.1"}
    assert len(assets.packages_asked(text, vue3=True)) == 2


def test_a_port_that_is_taken_is_told_with_what_to_do():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(WargameError, match=rf"--port {port}: it cannot be had.*another port"):
            serve(port, browser=False)


def test_a_port_out_of_range_is_told():
    with pytest.raises(WargameError, match="ports go from 1 to 65535"):
        serve(70_000, browser=False)


def test_tokens_come_before_the_slices_styles():
    files = sorted(each.name for each in STATIC.glob("*.css"))
    assert "theme.css" in files
    assert style_text().index("--wg-accent:") < min(
        [
            style_text().index((STATIC / name).read_text(encoding="utf-8")[:60])
            for name in files
            if name != "theme.css"
        ],
        default=10**9,
    )


def test_every_variable_of_the_styles_is_declared():
    text = style_text()
    declared = set(re.findall(r"(--wg-[\w-]+)\s*:", text)) | {"--wg-c"}
    templates = "".join(path.read_text(encoding="utf-8") for path in STATIC.parent.rglob("*.vue"))
    used = set(re.findall(r"var\((--wg-[\w-]*\w)[,)]", text + templates))
    local = set(re.findall(r"['\"](--wg-[\w-]+)['\"]\s*:", templates))  # set by a template on its own element
    assert used <= declared | local


def test_both_themes_declare_the_same_colours():
    text = (STATIC / "theme.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root(?:\[data-theme=\"dark\"\])? \{(.*?)\n\}", text, re.S)[:2]
    names = [set(re.findall(r"(--wg-[\w-]+):", part)) for part in (light, dark)]
    assert names[1] <= names[0]
    assert names[0] - names[1] <= {"--wg-focus", "--wg-radius", "--wg-radius-s"}


def test_settings_stand_before_solara_reads_them():
    code = (
        "import wargame.ui; from solara.server import settings; "
        "print(settings.telemetry.mixpanel_enable, settings.theme.show_banner, settings.main.mode)"
    )
    env = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    told = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False", "production"]


def test_no_page_of_ours_names_another_host():
    folder = Path(STATIC).parent
    for path in [*folder.rglob("*.vue"), *folder.rglob("*.js"), *folder.rglob("*.css")]:
        found = [
            url
            for url in re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
            if "w3.org" not in url
        ]
        assert not found, f"{path.name}: {found}"


@pytest.mark.parametrize(
    "headers", [{"host": "[::"}, {"host": "127.0.0.1:80:80"}, {"host": "evil@localhost"}]
)
def test_a_host_that_is_no_name_is_not_ours(headers):
    assert not is_ours(Headers(headers))


@pytest.mark.parametrize("origin", ["http://[", "127.0.0.1:8765", "http://127.0.0.1:8765.example"])
def test_an_origin_that_is_no_page_of_ours_is_not_ours(origin):
    assert not is_ours(Headers({"host": "127.0.0.1:8765", "origin": origin}))
