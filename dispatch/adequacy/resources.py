"""Resources of a case that have a capacity credit: wind and PV, stores, demand response, lines, sections, corridors, measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np

from dispatch.app.assemble import known
from dispatch.arrays import Floats
from dispatch.case import Case
from dispatch.technologies import NEW_ENERGY

from .nodes import Nodes, nodes_of, rows_of
from .reading import corridor_band, renewable_output
from .system import NO_LIMIT, System

KILO = 1e3
"""MW per GW."""
RETIREMENT = "retirement"
"""Kind of a measure that takes capacity from a fleet."""


@dataclass(frozen=True, eq=False)
class Change:
    """A change of a system: output added, and contracted export that becomes band, (nodes, years, hours) [MW]; output added in each
    sample, (nodes, samples, hours) [MW]; factors of stores, programmes and arcs, by index."""

    output: Floats | None = None
    sampled: Floats | None = None
    band: Floats | None = None
    stores: dict[int, float] = field(default_factory=dict)
    responses: dict[int, float] = field(default_factory=dict)
    arcs: dict[int, float] = field(default_factory=dict)

    @property
    def scales(self) -> bool:
        """Whether more changes than output."""
        return self.band is not None or bool(self.stores or self.responses or self.arcs)


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource: nameplate [MW], node, and its output or its band, (nodes, years, hours) [MW], or its index in the system; units:
    groups of units of a fleet, whose output ``Trial.scaled`` knows. extends: the resource to which a measure adds, or from which a
    retirement takes."""

    name: str
    kind: str
    place: str
    capacity: float
    node: int
    output: Floats | None = None
    band: Floats | None = None
    store: int | None = None
    response: int | None = None
    arc: int | None = None
    units: tuple[int, ...] = ()
    extends: Resource | None = None

    def scaled(self, factor: float) -> Change:
        """Return the change that makes the resource so many times what it is in the case: 0 takes it away."""
        one = {"stores": self.store, "responses": self.response, "arcs": self.arc}
        scales = {name: {index: factor} for name, index in one.items() if index is not None}
        output, band = (None if one is None else one * (factor - 1.0) for one in (self.output, self.band))
        return Change(output, None, band, **scales)


def resources(cases: Sequence[Case], systems: Sequence[System]) -> list[Resource]:
    """Return the resources of a case, in the order of its tables."""
    case, system = cases[0], systems[0]
    nodes = nodes_of(case)
    # Stores and programmes are numbered in the order of the tables: names are unique within a table only.
    stores, programmes = count(), count()
    lines = len(system.arcs.names) - len(case.tables["parks"]) - len(case.tables["lines"])
    found = [*_weather(cases, len(nodes.names)), *_retirable(case, system, nodes)]
    lakes = list[Resource]()
    for table, key in (("storage", "asset"), ("csp", "asset"), ("reservoirs", "reservoir")):
        rows, into = case.tables[table], lakes if table == "reservoirs" else found
        for row, node in zip(rows_of(rows), nodes.of(rows), strict=True):
            store = next(stores)
            power = float(system.stores.discharge[store].max())
            kind = "csp" if table == "csp" else row.technology
            into.append(Resource(getattr(row, key), kind, row.area, power, int(node), store=store))
    rows = case.tables["demand_response"]
    for row, node in zip(rows_of(rows), nodes.of(rows), strict=True):
        power, shifts = row.capability * KILO, row.kind == "shift"
        one = Resource(row.programme, "demand_response", row.area, power, int(node))
        found.append(replace(one, store=next(stores)) if shifts else replace(one, response=next(programmes)))
    for arc, row in enumerate(rows_of(case.tables["lines"]), lines):
        limits, end = max(row.forward, row.backward) * KILO, nodes.pocket[row.to_pocket]
        found.append(Resource(row.line, "line", row.to_area, limits, end, arc=arc))
    found += [*_sections(case, system), *_corridors(cases, nodes)]
    # Measures extend assets only, and an asset and a reservoir may have one name. A reservoir without a limit of power has no nameplate.
    sized = [one for one in [*found, *lakes] if 0.0 < one.capacity < NO_LIMIT]
    return sized + _measures(case, found)


def _sections(case: Case, system: System) -> Iterator[Resource]:
    """Yield the sections that limit transport, as arcs from their pockets to the rest of the area."""
    limits = case.tables["sections"].groupby("section", sort=False)[["forward", "backward"]].max().max(axis=1)
    for name, limit in limits.items():
        if name in system.arcs.names:
            arc = system.arcs.names.index(str(name))
            node = int(system.arcs.end[arc])
            place = system.places[system.place[node]]
            yield Resource(str(name), "section", place, float(limit) * KILO, node, arc=arc)


def _corridors(cases: Sequence[Case], nodes: Nodes) -> Iterator[Resource]:
    """Yield the corridors whose contract has a band: export that may be reduced before load is short."""
    rows = cases[0].tables["corridors"]
    bands = np.stack([corridor_band(case, known(case)) * KILO for case in cases], axis=1)
    for row, node, series in zip(rows_of(rows), nodes.of(rows), bands, strict=True):
        if series.any():
            whole = np.zeros((len(nodes.names), *series.shape))
            whole[node] = series
            yield Resource(row.corridor, "corridor", row.area, row.capacity * KILO, int(node), band=whole)


def _weather(cases: Sequence[Case], nodes: int) -> list[Resource]:
    """Return each wind and PV row of ``renewables``. nodes: number of nodes."""
    rows = cases[0].tables["renewables"]
    rows = rows[rows["technology"].isin(NEW_ENERGY)]
    node, found = nodes_of(cases[0]).of(rows), []
    output = np.stack([renewable_output(case, rows) * KILO for case in cases], axis=1)
    capacity = cases[0].capacity(list(rows["asset"])).max(axis=1, initial=0.0) * KILO
    for row, one, series, power in zip(rows_of(rows), node, output, capacity, strict=True):
        whole = np.zeros((nodes, *series.shape))
        whole[one] = series
        found.append(Resource(row.asset, row.technology, row.area, float(power), int(one), output=whole))
    return found


def _retirable(case: Case, system: System, nodes: Nodes) -> Iterator[Resource]:
    """Yield the thermal fleets that a measure can retire."""
    measures, fleets = case.tables["measures"], case.tables["thermal"]
    retired = set(measures["extends"][(measures["kind"] == RETIREMENT).to_numpy()])
    capacity = case.capacity(list(fleets["fleet"])).max(axis=1, initial=0.0) * KILO
    for row, node, power in zip(rows_of(fleets), nodes.of(fleets), capacity, strict=True):
        units = tuple(k for k, name in enumerate(system.units.names) if name.startswith(f"{row.fleet}/"))
        if row.fleet in retired and units:
            yield Resource(row.fleet, row.technology, row.area, float(power), int(node), units=units)


def _measures(case: Case, found: Sequence[Resource]) -> list[Resource]:
    """Return the measures that extend a resource at its own node, or retire it. Their marginal credit is that of the resource."""
    own = {one.name: one for one in found}
    measures = []
    for row in rows_of(case.tables["measures"]):
        one = own.get(row.extends)
        retires = row.kind == RETIREMENT
        if one is None or row.located_at or one.capacity <= 0.0 or bool(one.units) != retires:
            continue
        kind = RETIREMENT if retires else one.kind
        measures.append(replace(one, name=row.measure, kind=kind, capacity=row.most * KILO, extends=one))
    return measures
