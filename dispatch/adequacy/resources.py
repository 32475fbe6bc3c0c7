"""Resources of a case that have a capacity credit: wind and PV of an area, stores, demand response, lines, measures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dispatch.arrays import Floats
from dispatch.case import Case
from dispatch.technologies import NEW_ENERGY

from .nodes import nodes_of, rows_of
from .system import System

KILO = 1e3
"""MW per GW."""


@dataclass(frozen=True, eq=False)
class Change:
    """A change of a system: output added, (nodes, years, hours) [MW]; factors of stores, programmes and arcs, by index."""

    output: Floats | None = None
    stores: dict[int, float] = field(default_factory=dict)
    responses: dict[int, float] = field(default_factory=dict)
    arcs: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource: nameplate [MW], node, and what it is in the system: an output, or indices. extends: of a measure,
    the resource to which it adds."""

    name: str
    kind: str
    place: str
    capacity: float
    node: int
    output: Floats | None = None
    store: int | None = None
    response: int | None = None
    arc: int | None = None
    extends: Resource | None = None

    def scaled(self, factor: float) -> Change:
        """Return the change that makes the resource so many times what it is in the case: 0 takes it away."""
        one = {"stores": self.store, "responses": self.response, "arcs": self.arc}
        scales = {name: {index: factor} for name, index in one.items() if index is not None}
        return Change(None if self.output is None else self.output * (factor - 1.0), **scales)


def resources(cases: Sequence[Case], systems: Sequence[System]) -> list[Resource]:
    """Return the resources of a case, in the order of its tables."""
    case, system = cases[0], systems[0]
    nodes = nodes_of(case)
    stores = {name: k for k, name in enumerate(system.stores.names)}
    programmes = {name: k for k, name in enumerate(system.responses.names)}
    arcs = {name: k for k, name in enumerate(system.arcs.names)}
    found = _weather(cases, len(nodes.names))
    for table in ("storage", "csp"):
        rows = case.tables[table]
        for row, node in zip(rows_of(rows), nodes.of(rows), strict=True):
            power = float(system.stores.discharge[stores[row.asset]].max())
            kind = "csp" if table == "csp" else row.technology
            found.append(Resource(row.asset, kind, row.area, power, int(node), store=stores[row.asset]))
    rows = case.tables["demand_response"]
    for row, node in zip(rows_of(rows), nodes.of(rows), strict=True):
        store, response, power = stores.get(row.programme), programmes.get(row.programme), row.capability * KILO
        kind = "demand_response"
        found.append(Resource(row.programme, kind, row.area, power, int(node), store=store, response=response))
    for row in rows_of(case.tables["lines"]):
        limits, end = max(row.forward, row.backward) * KILO, nodes.pocket[row.to_pocket]
        found.append(Resource(row.line, "line", row.to_area, limits, end, arc=arcs[row.line]))
    return [one for one in found if one.capacity > 0.0] + _measures(case, found)


def _weather(cases: Sequence[Case], count: int) -> list[Resource]:
    """Return wind and PV, by area, technology and place (the grid, or a park or corridor)."""
    rows = cases[0].tables["renewables"]
    rows = rows[rows["technology"].isin(NEW_ENERGY)]
    node, found = nodes_of(cases[0]).of(rows), []
    output = np.stack(
        [
            case.capacity(list(rows["asset"]))
            * np.array([case.series[name] for name in rows["profile"]]).reshape(len(rows), len(case.time))
            * (1.0 - rows["own_use"].to_numpy(dtype=float))[:, None]
            * KILO
            for case in cases
        ],
        axis=1,
    )
    capacity = cases[0].capacity(list(rows["asset"])).max(axis=1, initial=0.0) * KILO
    for row, one, series, power in zip(rows_of(rows), node, output, capacity, strict=True):
        whole = np.zeros((count, *series.shape))
        whole[one] = series
        found.append(Resource(row.asset, row.technology, row.area, float(power), int(one), output=whole))
    return found


def _measures(case: Case, found: Sequence[Resource]) -> list[Resource]:
    """Return measures that add to a resource of the case where it stands: their next MW are those of that resource."""
    own = {one.name: one for one in found}
    return [
        replace(own[row.extends], name=row.measure, capacity=row.most * KILO, extends=own[row.extends])
        for row in rows_of(case.tables["measures"])
        if row.extends in own and not row.located_at and own[row.extends].capacity > 0.0
    ]
