"""Transport of surplus to deficits within the limits of arcs, for many hours at once.

A forest (no two ways between two nodes) is solved in one pass up and one down, which is the maximum flow. A network with
loops is solved by shortest augmenting paths (Edmonds and Karp, J. ACM 1972), each step for all hours at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from dispatch.arrays import Flags, Floats, Integers

SMALL = 1e-7
"""Power that counts as none [MW]: above the rounding of sums of limits of 1e9 MW, below anything that is reported."""


class Network(Protocol):
    """Nodes and arcs that carry power."""

    def transfer(
        self, supply: Floats, demand: Floats, forward: Floats, backward: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """Return what each node gives and gets, (nodes, columns), and the net flow of each arc, (arcs, columns) [MW]: as
        much demand as possible is met. supply, demand: (nodes, columns); forward, backward: room left on each arc."""
        ...


def network(start: Integers, end: Integers, nodes: int) -> Network:
    """Return the network of these arcs: a forest where it has no loop."""
    depth = np.full(nodes, -1)
    parent, arc = np.full(nodes, -1), np.full(nodes, -1)
    unused = set(range(len(start)))
    for root in range(nodes):
        if depth[root] >= 0:
            continue
        depth[root], front = 0, [root]
        while front:
            here = front.pop(0)
            for number in sorted(unused):
                if here not in (start[number], end[number]):
                    continue
                unused.discard(number)
                there = int(end[number] if start[number] == here else start[number])
                if depth[there] >= 0:
                    return Mesh(start, end, nodes)
                depth[there], parent[there], arc[there] = depth[here] + 1, here, number
                front.append(there)
    levels = []
    for deep in range(int(depth.max(initial=0)), 0, -1):
        chosen = np.flatnonzero(depth == deep)
        ahead = start[arc[chosen]] == chosen
        levels.append(_Level(chosen, parent[chosen], arc[chosen], ahead[:, None]))
    return Forest(tuple(levels))


@dataclass(frozen=True, eq=False)
class _Level:
    """Nodes of one depth: the parent of each; the arc to the parent, and whether it starts at the node."""

    nodes: Integers
    parent: Integers
    arc: Integers
    ahead: Flags


@dataclass(frozen=True, eq=False)
class Forest:
    """Trees of nodes by level, the deepest first. Supply and demand that compete share pro rata."""

    levels: tuple[_Level, ...]

    def transfer(
        self, supply: Floats, demand: Floats, forward: Floats, backward: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """See Network. Upwards each node matches what it and its subtrees offer and need, and passes on the rest; a match
        deep in the tree never lessens the total. Downwards each match is shared out."""
        own = np.minimum(supply, demand)
        first_offer, first_need = supply - own, demand - own
        if not self.levels:
            return own, own, np.zeros_like(forward)
        offer, need = first_offer.copy(), first_need.copy()
        raised = []
        for level in self.levels:
            left, lack = offer[level.nodes], need[level.nodes]
            both = np.minimum(left, lack)
            ahead, back = forward[level.arc], backward[level.arc]
            up, down = np.where(level.ahead, ahead, back), np.where(level.ahead, back, ahead)
            sent, got = np.minimum(left - both, up), np.minimum(lack - both, down)
            raised.append((both, sent, got))
            for child, parent in enumerate(level.parent):  # a product of matrices may depend on the number of threads
                offer[parent] += sent[child]
                need[parent] += got[child]
        matched = np.minimum(offer, need)  # of nodes with a parent it is replaced on the way down
        gives, gets = _ratio(matched, offer), _ratio(matched, need)
        flow = np.zeros(forward.shape)
        for level, (both, sent, got) in zip(reversed(self.levels), reversed(raised), strict=True):
            sent, got = sent * gives[level.parent], got * gets[level.parent]
            gives[level.nodes] = _ratio(both + sent, offer[level.nodes])
            gets[level.nodes] = _ratio(both + got, need[level.nodes])
            flow[level.arc] = np.where(level.ahead, sent - got, got - sent)
        return own + first_offer * gives, own + first_need * gets, flow


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(whole.shape), where=whole > SMALL)


@dataclass(frozen=True, eq=False)
class Mesh:
    """Nodes and arcs with loops. What competes is served in the order of the nodes, nearest first."""

    start: Integers
    end: Integers
    nodes: int

    def transfer(
        self, supply: Floats, demand: Floats, forward: Floats, backward: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """See Network."""
        own = np.minimum(supply, demand)
        offer, need = supply - own, demand - own
        columns = offer.shape[1]
        room = np.zeros((self.nodes, self.nodes, columns))
        for arc, (one, other) in enumerate(zip(self.start, self.end, strict=True)):
            room[one, other] += forward[arc]
            room[other, one] += backward[arc]
        before = room.copy()
        open_columns = np.arange(columns)
        while True:
            wanting = (offer[:, open_columns] > SMALL).any(axis=0) & (need[:, open_columns] > SMALL).any(axis=0)
            open_columns = open_columns[wanting]
            if not len(open_columns):
                break
            found = self._augment(offer, need, room, open_columns)
            open_columns = open_columns[found]
        first = [arc for arc in range(len(self.start)) if self._first_of_pair(arc)]
        flow = np.zeros_like(forward)
        for arc in first:  # parallel arcs share the flow of their pair in the order of the table
            one, other = self.start[arc], self.end[arc]
            left = before[one, other] - room[one, other]
            for same in range(arc, len(self.start)):
                way = 1.0 if (self.start[same], self.end[same]) == (one, other) else -1.0
                if way > 0 or (self.end[same], self.start[same]) == (one, other):
                    high, low = (forward[same], backward[same]) if way > 0 else (backward[same], forward[same])
                    part = np.clip(left, -low, high)
                    flow[same], left = way * part, left - part
        return supply - offer, demand - need, flow

    def _first_of_pair(self, arc: int) -> bool:
        pairs = [frozenset((int(a), int(b))) for a, b in zip(self.start, self.end, strict=True)]
        return pairs.index(pairs[arc]) == arc

    def _augment(self, offer: Floats, need: Floats, room: Floats, columns: Integers) -> Flags:
        """Send along one shortest path in each column; return in which columns there was one, (columns,)."""
        level = np.where(offer[:, columns] > SMALL, 0, -1)
        before = np.full_like(level, -1)
        for step in range(self.nodes):
            front = level == step
            if not front.any():
                break
            for one in range(self.nodes):
                for other in range(self.nodes):
                    if one != other:
                        new = front[one] & (level[other] < 0) & (room[one, other, columns] > SMALL)
                        level[other, new], before[other, new] = step + 1, one
        distance = np.where((need[:, columns] > SMALL) & (level > 0), level, self.nodes + 1)
        last = distance.argmin(axis=0)
        place = np.arange(len(columns))
        found = distance[last, place] <= self.nodes
        columns, place, last = columns[found], place[found], last[found]
        amount, node = need[last, columns].copy(), last.copy()
        while (moving := level[node, place] > 0).any():
            back = before[node[moving], place[moving]]
            amount[moving] = np.minimum(amount[moving], room[back, node[moving], columns[moving]])
            node[moving] = back
        amount = np.minimum(amount, offer[node, columns])
        offer[node, columns] -= amount
        need[last, columns] -= amount
        node = last.copy()
        while (moving := level[node, place] > 0).any():
            here, back, many = node[moving], before[node[moving], place[moving]], columns[moving]
            room[back, here, many] -= amount[moving]
            room[here, back, many] += amount[moving]
            node[moving] = back
        return np.asarray(found, dtype=bool)
