"""Pages without Solara: a frame for forms and for sentences, in the look of the others, light and dark."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

MARK = (
    "<svg viewBox='0 0 32 32' aria-hidden='true' xmlns='http://www.w3.org/2000/svg'>"
    "<circle cx='16' cy='16' r='14.5' fill='none' stroke='currentColor' stroke-width='1.6' opacity='.55'/>"
    "<path d='M16 3.5 19 16l-3 12.5L13 16z' fill='currentColor'/>"
    "<path d='M3.5 16 16 13.4 28.5 16 16 18.6z' fill='currentColor' opacity='.5'/></svg>"
)
FRAME = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · wargame</title>
<link rel="icon" href="data:,">
<script src="/wg/theme.js"></script>
<link rel="stylesheet" href="/wg/all.css">
</head>
<body class="wg wg-plain">
<header class="wg-plain-head">
<span class="wg-brand">{mark}<span><b>wargame</b><span>{under}</span></span></span>
</header>
<main id="wg-main" class="wg-main">{body}</main>
</body>
</html>
"""


def plain_page(
    title: str, body: str, *, under: str = "Strategic exercises of nations and programmes", status: int = 200
) -> HTMLResponse:
    """Return a page.

    Parameters
    ----------
    title, under : text, in the browser's tab and beside the mark
    body : HTML; whatever people wrote is escaped in it already
    """
    made = FRAME.format(title=escape(title), under=escape(under), mark=MARK, body=body)
    return HTMLResponse(made, status_code=status)


def sentence_page(title: str, text: str, way: str, path: str, status: int) -> HTMLResponse:
    """Return a page of one sentence, with a way on.

    Parameters
    ----------
    way, path : what the way on is called, and where it leads
    """
    body = (
        f'<section class="wg-card wg-plain-card"><h1>{escape(title)}</h1><p>{escape(text)}</p>'
        f'<p><a class="wg-btn wg-btn-primary" href="{escape(path)}">{escape(way)}</a></p></section>'
    )
    return plain_page(title, body, status=status)
