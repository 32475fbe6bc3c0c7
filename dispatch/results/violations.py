"""An infeasible case in words: which constraints, where and when, and by how much."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dispatch.case import Case
from dispatch.lp import LP, Block, Floats, equation_of
from dispatch.messages import CATALOGUE, Message, Quantity, message

KILO = 1e3
"""GW to MW, GWh to MWh, kt to t."""
DEFINITION = 1e3
"""Weight of a violation of what plants and stores are, over one of what is demanded of them."""
_AXES = {"keeper": "dispatcher", "zone": "dispatcher"}
"""Axes whose name says little to a planner."""
MAX_LINES = 20
"""Most lines of a description."""


def elastic_weights(lp: LP) -> Floats:
    """Weight of each row for ``dispatch.solve.relax``, shape (rows,): what a planner demands gives way first."""
    weights = np.ones(lp.rows)
    for name, block in lp.constraints.items():
        if equation_of(name) and not block.unit:
            weights[block.index[block.index >= 0]] = DEFINITION
    return weights


def describe_violations(case: Case, lp: LP, violations: Floats) -> list[Message]:
    """Return a line per constraint and place, largest first: from when to when, how many hours, how much at most.

    violations: shape (rows,), as ``dispatch.solve.relax`` gives them. Empty where none is known.
    """
    lines = [
        line
        for name, block in lp.constraints.items()
        if (block.index >= 0).any()
        for line in _lines(case, name, block, np.where(block.index >= 0, violations[block.index], 0.0))
    ]
    lines.sort(key=lambda line: -line[0])
    more = [message("end.more", count=len(lines) - MAX_LINES)] if len(lines) > MAX_LINES else []
    return [*(text for _, text in lines[:MAX_LINES]), *more]


def infeasible(lines: Sequence[Message]) -> Message:
    """Return the message of an infeasible case with the lines of its violations."""
    if not lines:
        return message("end.infeasible_unexplained")
    return message("join.lines", parts=[message("end.infeasible"), *lines])


def _lines(case: Case, name: str, block: Block, amounts: Floats) -> list[tuple[float, Message]]:
    """(size, text) for each label of the block's axes other than time where something is violated."""
    timed = [k for k, axis in enumerate(block.axes) if axis.first is not None]
    others = [k for k in range(len(block.axes)) if k not in timed]
    hit = np.argwhere(amounts != 0)
    found: dict[tuple[int, ...], list[tuple[int, float]]] = {}
    for cell in hit:
        when = int(cell[timed[0]]) if timed else -1
        found.setdefault(tuple(int(cell[k]) for k in others), []).append((when, float(amounts[tuple(cell)])))
    lines = []
    for place, events in found.items():
        labels = [_place(block.axes[k].name, block.axes[k].labels[at]) for k, at in zip(others, place, strict=True)]
        worst = max(events, key=lambda event: abs(event[1]))
        span = _when(case, block, timed, events, worst)
        text = message("violation.line", what=_words(name, block, labels, worst[1]), span=span, block=name)
        lines.append((sum(abs(amount) for _, amount in events), text))
    return lines


def _place(axis: str, label: str) -> Message:
    """Return a label with what it is: ``area A``."""
    key = f"place.{_AXES.get(axis, axis)}"
    return message(key, label=label) if key in CATALOGUE else message("place.other", axis=axis, label=label)


def _words(name: str, block: Block, labels: list[Message], amount: float) -> Message:
    """Return what a violation means: positive above the upper side of the row, negative below its lower."""
    number, side = equation_of(name), "above" if amount > 0 else "below"
    place = message("join.places", parts=labels)
    if f"violation.{number}_{side}" in CATALOGUE:
        return message(f"violation.{number}_{side}", place=place, amount=Quantity(abs(amount) * KILO, block.unit))
    text = block.text or name
    subject = message("violation.subject", place=place, text=text) if labels else text
    return message(f"violation.{side}", subject=subject, amount=f"{abs(amount):.4g}")


def _when(
    case: Case, block: Block, timed: list[int], events: list[tuple[int, float]], worst: tuple[int, float]
) -> Message:
    if not timed:
        return message("violation.whole_window")
    axis = block.axes[timed[0]]
    assert axis.first is not None and axis.last is not None
    first, last = min(when for when, _ in events), max(when for when, _ in events)
    hours = sum(int(axis.last[when] - axis.first[when]) + 1 for when, _ in events)
    start, end = case.time[axis.first[first]], case.time[axis.last[last]]
    return message(
        "violation.span",
        hours=hours,
        start=f"{start:%Y-%m-%d %H:%M}",
        end=f"{end:%Y-%m-%d %H:%M}",
        worst=axis.labels[worst[0]],
    )
