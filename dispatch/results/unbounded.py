"""An unbounded case in words: which columns may grow without limit, and which cell of the tables limits them."""

from __future__ import annotations

import numpy as np

from dispatch.case import Case, place_of
from dispatch.lp import LP, Block, Floats
from dispatch.messages import Message, message

_CELLS = {
    "unit_capacity": ("units", "unit", "capacity_most"),
    "link_capacity": ("links", "link", "capacity_most"),
    "reservoir_size": ("reservoirs", "reservoir", "size_most"),
    "added": ("measures", "measure", "most"),
    "added_energy": ("measures", "measure", "most_hours"),
    "unit_output": ("units", "unit", "capacity"),
    "link_output": ("links", "link", "capacity"),
    "reservoir_charge": ("reservoirs", "reservoir", "charge"),
    "reservoir_discharge": ("reservoirs", "reservoir", "discharge"),
    "reservoir_content": ("reservoirs", "reservoir", "content"),
}
"""Block of columns -> table, key, and the column that limits it."""
MAX_LINES = 20
"""Most lines of a description."""


def describe_ray(case: Case, lp: LP, ray: Floats) -> Message:
    """What grows along a ray, shape (columns,), a line each: capacities that are chosen where there are any, as output only
    follows them; otherwise what grows in some hours, with how many and the first of them."""
    lines = [
        line for timed in (False, True) for block in lp.variables.values() for line in _lines(case, block, ray, timed)
    ]
    chosen = [text for timed, text in lines if not timed] or [text for _, text in lines]
    more = [message("end.more", count=len(chosen) - MAX_LINES)] if len(chosen) > MAX_LINES else []
    return message(
        "join.lines", parts=[message("end.unbounded"), *chosen[:MAX_LINES], *more, message("end.unbounded_remedy")]
    )


def _lines(case: Case, block: Block, ray: Floats, timed: bool) -> list[tuple[bool, Message]]:
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
    return [(timed, _name(case, block, labels, hours, _when(case, block, hours, at))) for labels, at in found.items()]


def _name(case: Case, block: Block, labels: tuple[str, ...], hours: list[int], span: Message | str) -> Message:
    """The row of a table and the column that limits it; of other blocks axes, labels and text."""
    if block.name in _CELLS:
        name, key, column = _CELLS[block.name]
        table = place_of(case.folder, name, column, {key: labels[0]})
        return message("ray.cell", table=table, key=key, label=labels[0], column=column, span=span)
    names = [axis.name for k, axis in enumerate(block.axes) if k not in hours]
    place = ", ".join(f"{name} {label}" for name, label in zip(names, labels, strict=True))
    if not place:
        return message("ray.block", block=block.name, span=span)
    return message("ray.place", place=place, block=block.name, span=span)


def _when(case: Case, block: Block, hours: list[int], at: list[int]) -> Message | str:
    if not hours:
        return ""
    first = block.axes[hours[0]].first
    assert first is not None
    start = f"{case.time[int(first[min(at)])]:%Y-%m-%d %H:%M}"
    return message("ray.span", hours=len(at), start=start)
