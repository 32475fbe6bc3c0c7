"""An infeasible case in words: which constraints, where and when, and by how much."""

from __future__ import annotations

import re

import numpy as np

from dispatch.case import Case
from dispatch.lp import LP, Block, Floats

REQUIREMENTS = {"B1", "G1", "H1", "T10", "T11", "T12", "E2", "E3", "P1", "S6", "X3", "Z"}
"""Numbers of the equations that demand something of the system. The others say what plants and stores are."""
DEFINITION = 1e3
"""Weight of a violation of what plants and stores are, over one of what is demanded of them."""
_POWER, _ENERGY, _MASS = (1e3, "MW"), (1e3, "MWh"), (1e3, "t")
_WORDS: dict[str, tuple[str, str, tuple[float, str]]] = {
    "B1": ("{place}: {amount} more than anything there can take", "{place}: {amount} missing", _POWER),
    "G1": ("{place}: {amount} above the limit forward", "{place}: {amount} above the limit backward", _POWER),
    "H1": ("{place}: {amount} of heat more than is demanded", "{place}: {amount} of heat missing", _POWER),
    "P1": (
        "{place}: gives {amount} more than its export limit",
        "{place}: takes {amount} more than its import limit",
        _POWER,
    ),
    "T10": ("", "{place}: {amount} missing to the minimum online capacity (最小开机方式)", _POWER),
    "T12": ("", "{place}: {amount} missing to the smallest share online", _POWER),
    "E2": ("", "{place}: {amount} missing to the hydrogen of the year", _MASS),
    "E3": ("", "{place}: {amount} missing to the hydrogen of the month", _MASS),
    "S6": ("", "{place}: {amount} missing to the content at the end", _ENERGY),
    "X3": ("{place}: {amount} above the contracted energy", "{place}: {amount} below the contracted energy", _ENERGY),
}
"""Number of an equation -> what it means that it is exceeded, and fallen short of; its unit."""
_AXES = {"keeper": "dispatcher", "zone": "dispatcher"}
"""Axes whose name says little to a planner."""
SHOWN = 20
"""Most lines of a description."""


def blame(lp: LP) -> Floats:
    """Weight of each row for ``dispatch.solve.relax``, shape (rows,): what a planner demands gives way first."""
    weights = np.ones(lp.rows)
    for name, block in lp.constraints.items():
        if _number(name) and _number(name) not in REQUIREMENTS:
            weights[block.index[block.index >= 0]] = DEFINITION
    return weights


def describe_violations(case: Case, lp: LP, violations: Floats) -> str:
    """One line a constraint and place, largest first: from when to when, how many hours, how much at most.

    violations: shape (rows,), as ``dispatch.solve.relax`` gives them.
    """
    lines = [
        line
        for name, block in lp.constraints.items()
        if (block.index >= 0).any()
        for line in _lines(case, name, block, np.where(block.index >= 0, violations[block.index], 0.0))
    ]
    if not lines:
        return "No dispatch meets the constraints; which of them, could not be found within the time."
    lines.sort(key=lambda line: -line[0])
    more = [f"... and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    head = "No dispatch meets the constraints. The least that would have to give way:"
    return "\n".join([head, *(text for _, text in lines[:SHOWN]), *more])


def _lines(case: Case, name: str, block: Block, amounts: Floats) -> list[tuple[float, str]]:
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
        labels = ", ".join(
            f"{_AXES.get(block.axes[k].name, block.axes[k].name)} {block.axes[k].labels[at]}"
            for k, at in zip(others, place, strict=True)
        )
        worst = max(events, key=lambda event: abs(event[1]))
        span = _when(case, block, timed, events, worst)
        text = f"{_words(name, block, labels, worst[1])}{span}  ({name})"
        lines.append((sum(abs(amount) for _, amount in events), text))
    return lines


def _words(name: str, block: Block, place: str, amount: float) -> str:
    """What a violation means: positive above the upper side of the row, negative below its lower."""
    above, below, (factor, unit) = _WORDS.get(_number(name), ("", "", (1.0, "")))
    phrase = above if amount > 0 else below
    if phrase:
        return phrase.format(place=place, amount=f"up to {_amount(abs(amount) * factor)} {unit}")
    side = "above" if amount > 0 else "below"
    return f"{place}: {block.text or name} {side} its limit by up to {abs(amount):.4g}".removeprefix(": ")


def _amount(value: float) -> str:
    """Four digits, without an exponent.

    >>> _amount(16432.1), _amount(0.25)
    ('16,432', '0.25')
    """
    return f"{value:,.0f}" if value >= 1000 else f"{value:.4g}"


def _number(name: str) -> str:
    """The number of the equation that a block renders: ``B1`` of ``B1_balance``; empty where it has none.

    >>> _number("T10_minimum_online"), _number("my_rule")
    ('T10', '')
    """
    found = re.match(r"([A-Z]+[0-9]*)_", name)
    return found[1] if found else ""


def _when(case: Case, block: Block, timed: list[int], events: list[tuple[int, float]], worst: tuple[int, float]) -> str:
    if not timed:
        return " over the whole window"
    axis = block.axes[timed[0]]
    assert axis.first is not None and axis.last is not None
    first, last = min(when for when, _ in events), max(when for when, _ in events)
    hours = sum(int(axis.last[when] - axis.first[when]) + 1 for when, _ in events)
    start, end = case.time[axis.first[first]], case.time[axis.last[last]]
    return f" in {hours} hours from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}, most at {axis.labels[worst[0]]}"
