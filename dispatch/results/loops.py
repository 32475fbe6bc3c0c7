"""Loops of power over lines and links within an hour, and their losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from dispatch.arrays import Flags
from dispatch.lp import Floats, Integers

NO_POWER = 1e-6
"""Smallest flow and loss that count [MW]."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """Directed flows between pockets. A branch is a link, or a line in one direction; a link with several ends has an
    arc for each.

    start, end: pocket of each arc; branch: branch of each arc; taken, given: power at its start and end
    (hours, arcs) [MW]; lost: net loss of each branch, below zero where power is gained (hours, branches) [MW].
    """

    start: Integers
    end: Integers
    branch: Integers
    taken: Floats
    given: Floats
    lost: Floats


def loop_losses(arcs: Arcs) -> tuple[Floats, Floats]:
    """Return the power that loops lose [MW], by branch, and the share of the flow of each branch outside all loops; shapes
    (hours, branches).

    A loop is a cycle of arcs with flow. The largest circulation of each loop is removed until no cycle is left. The sum of the
    losses of a loop serves no pocket; branches with a loss share it in proportion. A negative sum (a gain) counts as zero.
    """
    lost_in_loops, outside = np.zeros_like(arcs.lost), np.ones_like(arcs.lost)
    active = (arcs.taken > NO_POWER) & (arcs.given > NO_POWER)
    in_cycle: dict[bytes, bool] = {}
    for hour in np.flatnonzero((arcs.lost > NO_POWER).any(axis=1)):
        pattern = active[hour].tobytes()
        if pattern not in in_cycle:
            in_cycle[pattern] = _has_cycle(arcs, active[hour])
        if in_cycle[pattern]:
            _remove_loops(arcs, int(hour), lost_in_loops[hour], outside[hour])
    return lost_in_loops, outside


def _has_cycle(arcs: Arcs, active: Flags) -> bool:
    """Whether any active arc lies within a strongly connected part."""
    size = int(max(arcs.start.max(), arcs.end.max())) + 1
    start, end = arcs.start[active], arcs.end[active]
    graph = coo_array((np.ones(len(start)), (start, end)), shape=(size, size))
    _, part = connected_components(graph, directed=True, connection="strong")
    return bool((part[start] == part[end]).any())


def _remove_loops(arcs: Arcs, hour: int, lost_in_loops: Floats, outside: Floats) -> None:
    """Remove the loops through each branch with a loss from one hour. Changes ``lost_in_loops`` and ``outside``."""
    taken, given, lost = arcs.taken[hour], arcs.given[hour], arcs.lost[hour]
    for arc in np.flatnonzero(lost[arcs.branch] > NO_POWER):
        while loop := _loop(arcs, int(arc), (taken * outside[arcs.branch] > NO_POWER) & (given > NO_POWER)):
            members = arcs.branch[loop]
            # Power at the start of each arc per MW at the start of the first arc.
            reach = np.concatenate([[1.0], np.cumprod(given[loop] / taken[loop])[:-1]])
            shares = reach / taken[loop]
            shares = shares * (outside[members] / shares).min()
            outside[members] = np.maximum(outside[members] - shares, 0.0)
            losses = shares * lost[members]
            positive = np.maximum(losses, 0.0)
            if losses.sum() > 0.0:
                np.add.at(lost_in_loops, members, positive * (losses.sum() / positive.sum()))


def _loop(arcs: Arcs, first: int, active: Flags) -> list[int]:
    """Return the arcs of a shortest cycle through an arc, that arc first; empty without a cycle."""
    if not active[first]:
        return []
    came: dict[int, int] = {int(arcs.end[first]): first}
    front = [int(arcs.end[first])]
    while front and int(arcs.start[first]) not in came:
        reached: list[int] = []
        for arc in np.flatnonzero(active & np.isin(arcs.start, front)):
            there = int(arcs.end[arc])
            if there not in came and arcs.branch[arc] != arcs.branch[first]:
                came[there] = int(arc)
                reached.append(there)
        front = reached
    if int(arcs.start[first]) not in came:
        return []
    path, at = [], int(arcs.start[first])
    while came[at] != first:
        path.append(came[at])
        at = int(arcs.start[came[at]])
    return [first, *reversed(path)]
