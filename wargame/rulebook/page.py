"""The rulebook as one HTML file that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from wargame.schema import Kind

_STYLE = """
:root { color-scheme: light dark;
  --ink: #1b1f24; --paper: #fdfdfb; --line: #d5d8dc; --soft: #5a6370; --mark: #14589c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e6e8; --paper: #15181c; --line: #383e46; --soft: #9aa4b0; --mark: #8fc1f5; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 5rem; }
nav { columns: 16rem; border: 1px solid var(--line); border-radius: 6px; padding: .8rem 1rem;
  margin: 1.5rem 0; }
nav a { display: block; }
a { color: var(--mark); text-decoration: none; } a:hover, a:focus { text-decoration: underline; }
h1, h2, h3 { line-height: 1.25; } h2 { margin-top: 2.6rem; border-bottom: 1px solid var(--line); }
div.wg-wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; margin: .8rem 0; }
th, td { border: 1px solid var(--line); padding: .35rem .55rem; text-align: left; vertical-align: top; }
th { background: color-mix(in srgb, var(--line) 40%, transparent); }
pre { overflow-x: auto; padding: .6rem .8rem; border-left: 3px solid var(--line); } code { font-size: .92em; }
:target { outline: 2px solid var(--mark); outline-offset: 2px; } em { color: var(--soft); }
@media print { nav { display: none; } main { max-width: none; padding: 0; } body { font-size: 11px; } }
"""
_DEFINITION = re.compile(r"^\[([^\]]+)\]: #(\S+)$")
_SOURCE_ITEM = re.compile(r"^- \*\*([^*]+)\*\* \(")
_MARK = re.compile(r" *\{#([\w-]+)\}")
_KINDS = get_args(Kind)


@dataclass(frozen=True)
class Fragment:
    """A document as the inside of a page.

    Attributes
    ----------
    title : its first heading, as plain text
    contents : (anchor, text) of each chapter
    head, body : the HTML of that heading, and of all that follows it
    """

    title: str
    contents: tuple[tuple[str, str], ...]
    head: str
    body: str


def fragment(markdown: str) -> Fragment:
    """Return a document as the inside of a page, with an anchor for every chapter and every marked row.

    Parameters
    ----------
    markdown : headings, paragraphs, lists, tables, fenced code, reference links, marks of ``pieces.mark``
    """
    lines = markdown.splitlines()
    keys = {found[1]: found[2] for found in map(_DEFINITION.match, lines) if found}
    body = [line for line in lines if not _DEFINITION.match(line)]
    title = next((_marked(line[2:])[0] for line in body if line.startswith("# ")), "Rulebook")
    contents = tuple(_chapter(line[3:]) for line in body if line.startswith("## "))
    head, *blocks = _blocks(body, keys)
    return Fragment(title, contents, head, "\n".join(blocks))


_SPECIAL = re.compile(r"^(#{1,4} |- |\||```)")


def page(markdown: str) -> str:
    """Return a self-contained HTML page of a rulebook.

    Parameters
    ----------
    markdown : the text of ``rulebook``: headings, paragraphs, lists, tables, fenced code, reference links
    """
    told = fragment(markdown)
    contents = "".join(f'<a href="#{name}">{html.escape(text)}</a>' for name, text in told.contents)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(told.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{told.head}\n"
        f'<nav aria-label="Contents">{contents}</nav>\n{told.body}\n</main>\n</body>\n</html>\n'
    )


def _marked(text: str) -> tuple[str, str]:
    """Return a text without its marks, and the anchor that its first mark gives, "" for none."""
    found = _MARK.search(text)
    return _MARK.sub("", text), found[1] if found else ""


def _chapter(heading: str) -> tuple[str, str]:
    """Return anchor and text of a chapter."""
    text, name = _marked(heading)
    return name or "chapter-" + re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-"), text


def _id(name: str) -> str:
    return f' id="{html.escape(name)}"' if name else ""


def _blocks(lines: list[str], keys: dict[str, str]) -> Iterator[str]:
    """Yield each block of the text as HTML."""
    place = 0
    while place < len(lines):
        line = lines[place]
        stop = place + 1
        if line.startswith("```"):
            stop = next(n for n in range(place + 1, len(lines)) if lines[n].startswith("```")) + 1
            yield f"<pre><code>{html.escape(chr(10).join(lines[place + 1 : stop - 1]))}</code></pre>"
        elif line.startswith("#"):
            yield _heading(line, keys)
        elif line.startswith(("|", "- ")):
            mark = line[0]
            while stop < len(lines) and lines[stop].startswith(mark):
                stop += 1
            yield (_table if mark == "|" else _list)(lines[place:stop], keys)
        elif line.strip():
            while stop < len(lines) and lines[stop].strip() and not _SPECIAL.match(lines[stop]):
                stop += 1
            text, name = _marked(" ".join(lines[place:stop]))
            yield f"<p{_id(name)}>{_inline(text, keys)}</p>"
        place = stop


def _heading(line: str, keys: dict[str, str]) -> str:
    marks, _, text = line.partition(" ")
    told, name = _marked(text)
    name = _chapter(text)[0] if len(marks) == 2 else name
    return f"<h{len(marks)}{_id(name)}>{_inline(told, keys)}</h{len(marks)}>"


def _list(lines: list[str], keys: dict[str, str]) -> str:
    items = []
    for line in lines:
        text, name = _marked(line[2:])
        source = _SOURCE_ITEM.match(line)
        name = keys.get(source[1], name) if source else name
        items.append(f"<li{_id(name)}>{_inline(text, keys)}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _table(lines: list[str], keys: dict[str, str]) -> str:
    head, _, *rows = [_cells(line) for line in lines]
    top = "".join(f'<th scope="col">{_inline(cell, keys)}</th>' for cell in head)
    body = "".join(_row(row, keys) for row in rows)
    return f'<div class="wg-wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _row(cells: list[str], keys: dict[str, str]) -> str:
    marked = [_marked(cell) for cell in cells]
    name = next((name for _, name in marked if name), "")
    return f"<tr{_id(name)}>{''.join(f'<td>{_cell(text, keys)}</td>' for text, _ in marked)}</tr>"


def _cell(text: str, keys: dict[str, str]) -> str:
    """Return the inside of a cell; what a number rests on can be told apart by its class."""
    if text in _KINDS:
        return f'<span class="wg-kind wg-kind-{text}">{text}</span>'
    return _inline(text, keys)


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _inline(text: str, keys: dict[str, str]) -> str:
    """Return a run of text as HTML: code, strong, emphasis and links to sources."""
    parts = re.split(r"(`[^`]*`)", text)
    told = []
    for part in parts:
        if part.startswith("`") and part.endswith("`") and len(part) > 1:
            told.append(f"<code>{html.escape(part[1:-1])}</code>")
            continue
        plain = html.escape(part, quote=False)
        plain = re.sub(r"\[([^\]]+)\]", lambda found: _link(found, keys), plain)
        told.append(plain)
    whole = "".join(told)
    whole = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", whole)
    return re.sub(r"(?<![\w*])\*(\S(?:.*?\S)?)\*(?![\w*])", r"<em>\1</em>", whole)


def _link(found: re.Match[str], keys: dict[str, str]) -> str:
    key = found[1]
    return f'<a href="#{html.escape(keys[key])}">{key}</a>' if key in keys else found[0]
