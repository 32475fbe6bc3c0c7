"""A schematic of the areas: load, generation, exports and the exchange over lines, in energy of the window."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from dispatch.arrays import Floats
from dispatch.results.geography import apart, fitted, plane, positions

from .chapters.verdict import figures
from .table import Flow, Node, Schematic
from .table_builder import TableBuilder

MOST = 12
"""Areas that the schematic shows: those of the largest load and generation."""
SIZE = (1080.0, 540.0)
BOX = (176.0, 90.0)
WIDTHS = (1.5, 9.0)
"""Narrowest and widest arrow."""
EXPORT = 34.0
"""Length of an export arrow."""
SPACE = (24.0, 46.0)
"""Least distance of two boxes on a map, across and down: an export arrow has room between them."""


def schematic(builder: TableBuilder) -> Schematic | None:
    """Return the drawing, or None where the run has a single area: the cards have its figures."""
    saved = builder.saved
    if len(saved.areas) == 1:
        return None
    exports = saved.inside("export", "corridor").sum(axis=0)
    found = [figures(saved.summary, area) for area in saved.areas]
    size = [one["load_energy"] + one["new_energy"] + one["thermal_energy"] for one in found]
    shown = sorted(sorted(range(len(size)), key=lambda k: -size[k])[:MOST])
    centres = _map(builder, shown) or dict(zip(shown, _places(len(shown)), strict=True))
    nodes = tuple(
        Node(*centres[k], builder.areas[saved.areas[k]], _lines(builder, found[k], exports[k])) for k in shown
    )
    amounts = _exchange(builder)
    most = max([*amounts.values(), *exports.tolist(), 1.0])

    def width(energy: float) -> float:
        return float(WIDTHS[0] + (WIDTHS[1] - WIDTHS[0]) * energy / most)

    flows = []
    for (a, b), energy in amounts.items():
        if a in centres and b in centres:
            start, end = _between(centres[a], centres[b])
            back = amounts.get((b, a), 0.0)
            label = _label(builder, energy, back) if (energy, a) > (back, b) else ""
            flows.append(Flow(start, end, label, _aside(start, end), width(energy)))
    for k in shown:
        if exports[k] > 0:
            start, end = _out(centres[k])
            flows.append(Flow(start, end, "", end, width(exports[k])))
    left = len(saved.areas) - len(shown)
    note = builder.words("schematic_note") + (builder.words("schematic_left", count=left) if left else "")
    return Schematic(builder.words("picture_schematic"), SIZE, BOX, nodes, tuple(flows), note)


def _lines(builder: TableBuilder, found: dict[str, float], export: float) -> tuple[str, ...]:
    """Return the figures in a box."""
    words = builder.words
    lines = [words("node_load", energy=builder.figure(found["load_energy"], "energy"))]
    lines.append(words("node_new", energy=builder.figure(found["new_energy"], "energy")))
    lines.append(words("node_thermal", energy=builder.figure(found["thermal_energy"], "energy")))
    if export > 0:
        lines.append(words("node_export", energy=builder.figure(export, "energy")))
    return tuple(lines)


def _map(builder: TableBuilder, shown: list[int]) -> dict[int, tuple[float, float]]:
    """Return centres of boxes by longitude and latitude; empty where an area has none."""
    given = positions(builder.saved.given("areas"), "area")
    names = [builder.saved.areas[k] for k in shown]
    if not all(name in given for name in names):
        return {}
    low = (BOX[0] / 2 + 4.0, BOX[1] / 2 + EXPORT + 4.0)
    high = (SIZE[0] - low[0], SIZE[1] - low[1])
    flat = {name: (east, -north) for name, (east, north) in plane({name: given[name] for name in names}).items()}
    placed = apart(fitted(flat, low, high), (BOX[0] + SPACE[0], BOX[1] + SPACE[1]), low, high)
    return dict(zip(shown, (placed[name] for name in names), strict=True))


def _places(count: int) -> list[tuple[float, float]]:
    """Return centres of boxes: on an ellipse at equal distances along it, the first at the left."""
    middle = (SIZE[0] / 2, SIZE[1] / 2)
    radii = (SIZE[0] / 2 - BOX[0] / 2 - 40.0, SIZE[1] / 2 - BOX[1] / 2 - 40.0)
    angle = np.linspace(0, 2 * math.pi, 2001)
    steps = np.hypot(radii[0] * np.sin(angle), radii[1] * np.cos(angle))
    along = np.concatenate([[0.0], np.cumsum((steps[1:] + steps[:-1]) / 2)])
    angles = np.interp(np.arange(count) / count * along[-1], along, angle)
    return [
        (float(middle[0] - radii[0] * math.cos(one)), float(middle[1] - radii[1] * math.sin(one))) for one in angles
    ]


def _exchange(builder: TableBuilder) -> dict[tuple[int, int], float]:
    """Return the energy over lines and links between two areas, by (sender, receiver) [MWh], at the sending end."""
    saved = builder.saved
    flow = saved.array("line_flow")
    amounts: dict[tuple[int, int], float] = defaultdict(float)
    ends = zip(saved.labels("line_from"), saved.labels("line_to"), strict=True)
    branches = [(start, end, flow[:, k]) for k, (start, end) in enumerate(ends)]
    for start, end, power in [*branches, *_links(builder)]:
        a, b = saved.areas.index(start), saved.areas.index(end)
        if a != b:
            amounts[a, b] += float(np.maximum(power, 0.0).sum())
            amounts[b, a] += float(np.maximum(-power, 0.0).sum())
    return {pair: energy for pair, energy in amounts.items() if energy > 0.5}


def _links(builder: TableBuilder) -> Iterator[tuple[str, str, Floats]]:
    """Yield start, end and power (hours,) [MW] of each receiving end of a link. Of several ends each has the part of the power that
    it has of what they receive."""
    saved = builder.saved
    flow, ends = saved.array("link_output"), saved.given("link_ends")
    for k, (link, start) in enumerate(zip(saved.labels("link"), saved.labels("link_from"), strict=True)):
        own = [] if ends.empty else ends[ends["link"] == link].to_dict("records")
        received = [max(float(one["efficiency"]), 0.0) for one in own]
        for one, share in zip(own, received, strict=True):
            if share > 0.0:
                yield start, str(one["to_area"]), flow[:, k] * (share / sum(received))


def _label(builder: TableBuilder, energy: float, back: float) -> str:
    """Return the energy of the larger direction of a pair, with that of the other direction where there is any."""
    forth = builder.figure(energy, "energy")
    return builder.words("flow_both", energy=forth, back=builder.figure(back, "energy")) if back > 0.5 else forth


def _aside(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """Return the place of a label: the middle of a long arrow; beside a short one, towards the centre of the drawing."""
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if math.hypot(end[0] - start[0], end[1] - start[1]) > 180.0:
        return middle
    way = (SIZE[0] / 2 - middle[0], SIZE[1] / 2 - middle[1])
    length = max(math.hypot(*way), 1e-9)
    return middle[0] + 140.0 * way[0] / length, middle[1] + 45.0 * way[1] / length + 10.0


def _edge(centre: tuple[float, float], way: tuple[float, float]) -> float:
    """Return the distance from the centre of a box to its edge in a direction of length one."""
    across = BOX[0] / 2 / abs(way[0]) if abs(way[0]) > 1e-9 else math.inf
    return min(across, BOX[1] / 2 / abs(way[1]) if abs(way[1]) > 1e-9 else math.inf)


def _between(start: tuple[float, float], end: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return both ends of an arrow between two boxes, beside the straight line so that the arrow back is not hidden."""
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    way = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    aside = (-way[1] * 9.0, way[0] * 9.0)
    near, far = _edge(start, way) + 4.0, length - _edge(end, way) - 4.0
    return (
        (start[0] + way[0] * near + aside[0], start[1] + way[1] * near + aside[1]),
        (start[0] + way[0] * far + aside[0], start[1] + way[1] * far + aside[1]),
    )


def _out(centre: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return both ends of an export arrow, up from boxes of the upper half and down from those of the lower half."""
    sign = 1.0 if centre[1] > SIZE[1] / 2 + 1.0 else -1.0
    edge = centre[1] + sign * BOX[1] / 2
    return (centre[0], edge), (centre[0], edge + sign * EXPORT)
