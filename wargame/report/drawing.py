"""Drawings of the report: the map with its ties, and the ladder, as still pictures."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from wargame.report.markup import esc, moved, signed

LAND = "wg-r-land"
"""Id of the land, which is drawn once and shown under every turn's ties."""
_BEND = {"alliance": 0.13, "agreement": 0.24, "rivalry": -0.15}
_WORDS = {"alliance": "defence pact", "agreement": "agreement in force", "rivalry": "rivalry"}
_RADIUS = {True: 14.0, False: 22.0}
MANY = 40
"""Ties from which on only alliances are drawn; all are told in words."""


def land(ground: Mapping[str, Any]) -> str:
    """Return the land and the capitals, to be used by every map."""
    box = f"0 0 {ground['width']:g} {ground['height']:g}"
    paths = "".join(
        f'<path class="wg-land" d="{row["d"]}" fill="{row["colour"]}"/>' for row in ground["nations"]
    )
    return (
        f'<svg class="wg-r-hidden" aria-hidden="true"><symbol id="{LAND}" viewBox="{box}">'
        f'<rect class="wg-sea" width="{ground["width"]:g}" height="{ground["height"]:g}" rx="14"/>'
        f"{paths}</symbol></svg>"
    )


def region(ground: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """Return the map of a turn with its legend; every tie and flashpoint is told in words too."""
    at = {row["id"]: row for row in ground["nations"]}
    shown = [tie for tie in told["ties"] if len(told["ties"]) <= MANY or tie["kind"] == "alliance"]
    spots = zip(ground["flashpoints"], told["flashpoints"], strict=True)
    drawn = "".join(_tie(at, tie) for tie in shown) + "".join(
        _capital(row, ground) for row in ground["nations"]
    )
    drawn += "".join(_flashpoint(spot, row, ground) for spot, row in spots)
    size = f"{ground['width']:g} {ground['height']:g}"
    words = "; ".join(
        f"{row['name']}: {row['level']}, tension {row['tension']['value']:.1f} of 100"
        for row in told["flashpoints"]
    )
    return (
        f'<svg class="wg-region" viewBox="0 0 {size}" role="img" aria-label="Map of the region. {esc(words)}.">'
        f'<use href="#{LAND}"/>{drawn}</svg>{_legend(told)}{_ties(at, told)}'
    )


def _tie(at: Mapping[str, Any], tie: Mapping[str, Any]) -> str:
    a, b, bend = at[tie["a"]], at[tie["b"]], _BEND[tie["kind"]]
    x = (a["x"] + b["x"]) / 2 - (b["y"] - a["y"]) * bend
    y = (a["y"] + b["y"]) / 2 + (b["x"] - a["x"]) * bend
    path = f"M{a['x']} {a['y']}Q{x:.1f} {y:.1f} {b['x']} {b['y']}"
    wide = (
        5.6
        if tie["kind"] == "agreement"
        else (3.0 if tie["kind"] == "alliance" else 1.8) + 2.6 * tie["strength"]
    )
    core = (
        f'<path d="{path}" class="wg-core" stroke-width="{wide - 3:.1f}"/>'
        if tie["kind"] == "agreement"
        else ""
    )
    return (
        f'<g class="wg-tie wg-{tie["kind"]}"><path d="{path}" class="wg-halo" stroke-width="{wide + 3.4:.1f}"/>'
        f'<path d="{path}" class="wg-line" stroke-width="{wide:.1f}"/>{core}</g>'
    )


def _capital(row: Mapping[str, Any], ground: Mapping[str, Any]) -> str:
    outer, inner = (8.0, 4.5) if ground["crowded"] else (11.0, 6.5)
    return (
        f'<circle cx="{row["x"]}" cy="{row["y"]}" r="{outer:g}" class="wg-ring"/>'
        f'<circle cx="{row["x"]}" cy="{row["y"]}" r="{inner:g}" fill="{row["colour"]}"/>'
        + _name(row["label"], "wg-name")
    )


def _flashpoint(spot: Mapping[str, Any], row: Mapping[str, Any], ground: Mapping[str, Any]) -> str:
    x, y, radius = spot["x"], spot["y"], _RADIUS[ground["crowded"]]
    whole = 2 * math.pi * (radius - 3)
    arc = f"{whole * row['tension']['value'] / 100:.1f} {whole:.1f}"
    return (
        f'<g class="wg-tone-{row["tone"]}"><circle cx="{x}" cy="{y}" r="{radius:g}" class="wg-flash-base"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius - 3:g}" class="wg-flash-arc" stroke-dasharray="{arc}" '
        f'transform="rotate(-90 {x} {y})"/><text x="{x}" y="{y + radius * 0.3:.1f}" text-anchor="middle" '
        f'font-size="{radius * 0.86:.1f}" class="wg-flash-number">{row["tension"]["value"]:.0f}</text></g>'
        + _name(spot["label"], "wg-name wg-flash-name")
    )


def _name(label: Mapping[str, Any], kind: str) -> str:
    return (
        f'<text x="{label["x"]}" y="{label["y"]}" text-anchor="{label["anchor"]}" font-size="{label["size"]:g}" '
        f'class="{kind}">{esc(label["text"])}</text>'
    )


def _legend(told: Mapping[str, Any]) -> str:
    rows = []
    for kind, name in _WORDS.items():
        wide = 5 if kind == "agreement" else 3
        core = '<path d="M1 5h32" class="wg-core" stroke-width="2"/>' if kind == "agreement" else ""
        count = sum(tie["kind"] == kind for tie in told["ties"])
        rows.append(
            f'<span class="wg-r-key"><svg width="34" height="10" aria-hidden="true" class="wg-tie wg-{kind}">'
            f'<path d="M1 5h32" class="wg-line" stroke-width="{wide}"/>{core}</svg>{name} {count}</span>'
        )
    return f'<p class="wg-r-legend">{"".join(rows)}<span>a ring is tension, 0 to 100; no borders</span></p>'


def _ties(at: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """Return all ties in words."""
    rows = "".join(
        f"<li>{esc(at[tie['a']]['name'])} and {esc(at[tie['b']]['name'])}: {_WORDS[tie['kind']]}, "
        f"{esc('; '.join(tie['about']))} (relation {signed(tie['relation'], 2)})</li>"
        for tie in told["ties"]
    )
    return f"<details><summary>Ties in words</summary><ul>{rows}</ul></details>" if rows else ""


def ladder(told: Mapping[str, Any]) -> str:
    """Return the ladder: a scale with its levels for each flashpoint, and the gauges of the region."""
    steps = [step for step in told["steps"] if step["from"] is not None]
    ends = [step["from"] for step in steps[1:]] + [100.0]
    zones = "".join(
        f'<i class="wg-tone-{step["tone"]}" style="width:{end - step["from"]:g}%"></i>'
        for step, end in zip(steps, ends, strict=True)
    )
    names = "".join(
        f'<span style="width:{end - step["from"]:g}%">{esc(step["name"])}</span>'
        for step, end in zip(steps, ends, strict=True)
    )
    rows = "".join(_rung(row, zones) for row in told["places"])
    gauges = "".join(
        f'<li><span>{esc(row["name"])}</span><span class="wg-meter">'
        f'<i style="width:{100 * row["value"] / row["most"]:.1f}%"></i></span>'
        f'<span class="wg-num">{row["value"]:.1f} of {row["most"]:g}{moved(row["change"])}</span></li>'
        for row in told["gauges"]
    )
    return (
        f'<ul class="wg-ladder">{rows}</ul><div class="wg-steps-key" aria-hidden="true">{names}</div>'
        f'<ul class="wg-gauges">{gauges}</ul>'
    )


def _rung(row: Mapping[str, Any], zones: str) -> str:
    tension = row["tension"]["value"]
    was = f", was {row['was']}" if row["was"] else ""
    slow = f"; {esc(row['slow'])}" if row["slow"] else ""
    return (
        f'<li class="wg-rung wg-tone-{row["tone"]}"><div class="wg-rung-head"><span>{esc(row["name"])}</span> '
        f'<span class="wg-chip wg-level">{esc(row["level"] + was)}</span> '
        f'<span class="wg-rung-number"><b>{tension:.1f}</b>'
        f"{moved(row['tension']['change'])}</span></div>"
        f'<div class="wg-track" aria-hidden="true">{zones}<b style="left:{tension:g}%"></b></div>'
        '<div class="wg-rung-foot"><p class="wg-note">'
        f"{esc(row['challengers'])} against {esc(row['defenders'])}; status quo "
        f"{signed(row['quo']['value'], 1)} points{slow}</p></div></li>"
    )
