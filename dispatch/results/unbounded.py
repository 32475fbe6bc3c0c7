"""An unbounded case in words: which columns may grow without limit, and which cell of the tables limits them."""

from __future__ import annotations

import numpy as np

from dispatch.case import Case
from dispatch.lp import LP, Block, Floats

HEAD = "The cost has no lower end: what follows may grow without limit, and each step of it lowers the cost."
REMEDY = "Give each an upper limit, or costs that do not fall as it grows."
_CELLS = {
    "unit_capacity": ("units.csv", "unit", "capacity_most"),
    "link_capacity": ("links.csv", "link", "capacity_most"),
    "reservoir_size": ("reservoirs.csv", "reservoir", "size_most"),
    "added": ("measures.csv", "measure", "most"),
    "added_energy": ("measures.csv", "measure", "most_hours"),
    "unit_output": ("units.csv", "unit", "capacity"),
    "link_output": ("links.csv", "link", "capacity"),
    "reservoir_charge": ("reservoirs.csv", "reservoir", "charge"),
    "reservoir_discharge": ("reservoirs.csv", "reservoir", "discharge"),
    "reservoir_content": ("reservoirs.csv", "reservoir", "content"),
}
"""Block of columns -> table, key, and the column that limits it."""
SHOWN = 20
"""Most lines of a description."""


def describe_ray(case: Case, lp: LP, ray: Floats) -> str:
    """What grows along a ray, shape (columns,), a line each: capacities that are chosen where there are any, as output only
    follows them; otherwise what grows in some hours, with how many and the first of them."""
    lines = [
        line for timed in (False, True) for block in lp.variables.values() for line in _lines(case, block, ray, timed)
    ]
    chosen = [text for timed, text in lines if not timed] or [text for _, text in lines]
    more = [f"... and {len(chosen) - SHOWN} more"] if len(chosen) > SHOWN else []
    return "\n".join([HEAD, *chosen[:SHOWN], *more, REMEDY])


def _lines(case: Case, block: Block, ray: Floats, timed: bool) -> list[tuple[bool, str]]:
    """(whether it is of an hour, text) for each label of the axes other than time."""
    hours = [k for k, axis in enumerate(block.axes) if axis.first is not None]
    if bool(hours) != timed:
        return []
    grows = np.where(block.index >= 0, ray[block.index], 0.0)
    found: dict[tuple[str, ...], list[int]] = {}
    for cell in np.argwhere(grows != 0):
        labels = tuple(
            axis.labels[at] for k, (axis, at) in enumerate(zip(block.axes, cell, strict=True)) if k not in hours
        )
        found.setdefault(labels, []).append(int(cell[hours[0]]) if hours else -1)
    return [(timed, f"{_name(block, labels, hours)}{_when(case, block, hours, at)}") for labels, at in found.items()]


def _name(block: Block, labels: tuple[str, ...], hours: list[int]) -> str:
    """The row of a table and the column that limits it; of other blocks axes, labels and text."""
    if block.name in _CELLS:
        table, key, column = _CELLS[block.name]
        return f"{table}, {key} {labels[0]}: column {column} sets no limit"
    names = [axis.name for k, axis in enumerate(block.axes) if k not in hours]
    place = ", ".join(f"{name} {label}" for name, label in zip(names, labels, strict=True))
    return f"{place}: no limit to {block.name}" if place else f"no limit to {block.name}"


def _when(case: Case, block: Block, hours: list[int], at: list[int]) -> str:
    if not hours:
        return ""
    first = block.axes[hours[0]].first
    assert first is not None
    return f", in {len(at)} hours from {case.time[int(first[min(at)])]:%Y-%m-%d %H:%M} on"
