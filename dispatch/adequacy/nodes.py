"""Nodes and arcs of a case: pockets joined to their area, behind sections where these limit them; parks; lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dispatch.arrays import Floats, Integers
from dispatch.case import Case

from .system import NO_LIMIT, Arcs, Chain

KILO = 1e3
"""MW per GW."""


@dataclass(frozen=True, eq=False)
class Nodes:
    """names; places: areas, then parks, and that of each node, (nodes,); node of each pocket and park; arcs; sections that are no
    limit of transport, and are left out."""

    names: tuple[str, ...]
    places: tuple[str, ...]
    place: Integers
    pocket: dict[str, int]
    park: dict[str, int]
    arcs: Arcs
    left_out: tuple[str, ...]

    def of(self, rows: pd.DataFrame) -> Integers:
        """Return the node of each row of a table: its park, or its pocket."""
        settles = rows["settles"] if "settles" in rows else rows["pocket"]
        pairs = zip(rows["pocket"], settles, strict=True)
        return np.array([self.park.get(str(park), self.pocket[str(pocket)]) for pocket, park in pairs], dtype=np.int64)


def rows_of(table: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a table, with columns as attributes."""
    yield from table.itertuples()


class _Builder:
    """Nodes by name, and arcs between them; unlimited arcs join nodes."""

    def __init__(self, hours: int) -> None:
        self.hours = hours
        self.joined: dict[str, str] = {}
        self.arcs: list[tuple[str, str, str, Floats, Floats, float, float]] = []

    def root(self, name: str) -> str:
        self.joined.setdefault(name, name)
        while self.joined[name] != name:
            name = self.joined[name]
        return name

    def join(self, one: str, other: str) -> None:
        self.joined[self.root(other)] = self.root(one)

    def arc(
        self,
        name: str,
        start: str,
        end: str,
        limits: tuple[Floats | float, Floats | float],
        outage: tuple[float, float],
    ) -> None:
        forward, backward = (np.broadcast_to(np.asarray(limit, dtype=float) * KILO, (self.hours,)) for limit in limits)
        self.root(start), self.root(end)
        self.arcs.append((name, start, end, np.minimum(forward, NO_LIMIT), np.minimum(backward, NO_LIMIT), *outage))


NEVER = (0.0, 24.0)
"""Forced outage rate and time to repair of an arc without outages."""


def nodes_of(case: Case) -> Nodes:
    """Return nodes and arcs of a case. A section limits the net injection of its pockets: that is the limit of an arc between
    them and the rest of their area where all its weights are equal and sections are nested or apart."""
    builder, pockets = _Builder(len(case.time)), case.tables["pockets"]
    area_of = {str(row.pocket): str(row.area) for row in rows_of(pockets)}
    for area in case.tables["areas"]["area"]:
        builder.root(f"area {area}")
    left_out = _sections(case, builder, area_of)
    for line in rows_of(case.tables["lines"]):
        limits = (line.forward * (1.0 - line.loss), line.backward * (1.0 - line.loss))
        ends = (f"pocket {line.from_pocket}", f"pocket {line.to_pocket}")
        builder.arc(str(line.line), *ends, limits, (line.forced_outage, line.repair_time))
    for park in rows_of(case.tables["parks"]):
        pocket = _pocket_of_park(case, str(park.park), str(park.area), area_of)
        ends = (f"park {park.park}", f"pocket {pocket}")
        builder.arc(str(park.park), *ends, (park.export_limit, park.import_limit), NEVER)
    return _finish(case, builder, area_of, left_out)


def _pocket_of_park(case: Case, park: str, area: str, area_of: dict[str, str]) -> str:
    """Return the pocket in which the most rows of a park are, or the first of its area."""
    names = ("load", "thermal", "renewables", "storage", "csp", "electrolysers", "units", "reservoirs")
    tables = [case.tables[name] for name in names]
    found = [str(pocket) for rows in tables for pocket in rows["pocket"][(rows["settles"] == park).to_numpy()]]
    own = [pocket for pocket in area_of if area_of[pocket] == area]
    return max(own, key=found.count)


def _sections(case: Case, builder: _Builder, area_of: dict[str, str]) -> tuple[str, ...]:
    """Put an arc where a section is a limit of transport; join the rest. Returns the sections that are none."""
    weights, limits = case.tables["section_weights"], case.tables["sections"]
    top = {pocket: f"pocket {pocket}" for pocket in area_of}
    members = {f"pocket {pocket}": {pocket} for pocket in area_of}
    inside: dict[str, tuple[set[str], set[float]]] = {}
    for row in rows_of(weights):
        pockets, values = inside.setdefault(str(row.section), (set(), set()))
        if row.weight != 0.0:
            pockets.add(str(row.pocket))
            values.add(float(row.weight))
    left_out = []
    for section, (pockets, values) in sorted(inside.items(), key=lambda item: len(item[1][0])):
        if not pockets:
            continue
        heads = list(dict.fromkeys(top[pocket] for pocket in sorted(pockets)))
        covered = set().union(*(members[head] for head in heads))
        one_area = len({area_of[pocket] for pocket in pockets}) == 1
        if len(values) > 1 or covered != pockets or not one_area:
            left_out.append(section)
            continue
        for head in heads[1:]:
            builder.join(heads[0], head)
        weight, outer = values.pop(), f"behind {section}"
        forward, backward = (_monthly(case, limits, section, side) / abs(weight) for side in ("forward", "backward"))
        builder.arc(section, heads[0], outer, (forward, backward) if weight > 0 else (backward, forward), NEVER)
        members[outer] = set(pockets)
        top.update(dict.fromkeys(pockets, outer))
    for pocket, head in top.items():
        builder.join(f"area {area_of[pocket]}", head)
    return tuple(left_out)


def _monthly(case: Case, limits: pd.DataFrame, section: str, side: str) -> Floats:
    rows = limits[(limits["section"] == section).to_numpy()]
    by_month = np.zeros(12)
    by_month[rows["month"].to_numpy(dtype=np.int64) - 1] = rows[side].to_numpy(dtype=float)
    return by_month[case.month - 1]


def _finish(case: Case, builder: _Builder, area_of: dict[str, str], left_out: tuple[str, ...]) -> Nodes:
    """Number the nodes, in the order of areas, pockets and parks."""
    areas = [str(area) for area in case.tables["areas"]["area"]]
    parks = [str(park) for park in case.tables["parks"]["park"]]
    labels = [f"area {area}" for area in areas] + [f"pocket {pocket}" for pocket in area_of]
    labels += [f"park {park}" for park in parks] + list(builder.joined)
    roots = list(dict.fromkeys(builder.root(label) for label in labels))
    number = {root: place for place, root in enumerate(roots)}
    home = {builder.root(f"area {area}"): area for area in areas}
    home |= {builder.root(f"pocket {pocket}"): area for pocket, area in area_of.items()}
    home |= {builder.root(f"park {park}"): park for park in parks}
    places = areas + parks
    shape = (len(builder.arcs), builder.hours)
    ends = np.array([[number[builder.root(end)] for end in arc[1:3]] for arc in builder.arcs], dtype=np.int64).reshape(
        -1, 2
    )
    outage = np.array([arc[5:] for arc in builder.arcs], dtype=float).reshape(-1, 2)
    arcs = Arcs(
        tuple(arc[0] for arc in builder.arcs),
        ends[:, 0],
        ends[:, 1],
        np.array([arc[3] for arc in builder.arcs], dtype=float).reshape(shape),
        np.array([arc[4] for arc in builder.arcs], dtype=float).reshape(shape),
        Chain.exponential(np.ones(len(builder.arcs), dtype=np.int64), outage[:, 0], outage[:, 1]),
    )
    return Nodes(
        tuple(root.partition(" ")[2] for root in roots),
        tuple(places),
        np.array([places.index(home[root]) for root in roots], dtype=np.int64),
        {pocket: number[builder.root(f"pocket {pocket}")] for pocket in area_of},
        {park: number[builder.root(f"park {park}")] for park in parks},
        arcs,
        left_out,
    )
