"""Connected parts of a system, with the series of all weather years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dispatch.arrays import Floats, Integers

from .network import Network, network
from .system import Responses, System


@dataclass(frozen=True, eq=False)
class Part:
    """A connected part of a system in some weather years: nodes, arcs, stores and programmes, as indices of the system.

    Series are (rows, years, hours), numbers of stores (stores, 1)."""

    systems: tuple[System, ...]
    nodes: Integers
    arcs: tuple[int, ...]
    stores: Integers
    programmes: Integers
    network: Network

    @property
    def remembers(self) -> bool:
        """Whether an hour depends on the hours before."""
        return len(self.stores) + len(self.programmes) > 0

    def _years(self, rows: Integers | tuple[int, ...], *path: str) -> Floats:
        """Stack a series of all years, (rows, years, hours)."""
        found = []
        for system in self.systems:
            value: object = system
            for name in path:
                value = getattr(value, name)
            assert isinstance(value, np.ndarray)
            found.append(value[np.asarray(rows, dtype=np.int64)])
        return np.stack(found, axis=1)

    @cached_property
    def forward(self) -> Floats:
        """Limits of arcs [MW]."""
        return self._years(self.arcs, "arcs", "forward")

    @cached_property
    def backward(self) -> Floats:
        """Limits of arcs the other way [MW]."""
        return self._years(self.arcs, "arcs", "backward")

    @cached_property
    def load(self) -> Floats:
        """Load [MW]."""
        return self._years(self.nodes, "demand", "load")

    @cached_property
    def export(self) -> Floats:
        """Contracted export below the band [MW]."""
        return self._years(self.nodes, "demand", "export")

    @cached_property
    def band(self) -> Floats:
        """Band of contracts [MW]."""
        return self._years(self.nodes, "demand", "band")

    @cached_property
    def has_band(self) -> bool:
        """Whether any contract has a band."""
        return bool(self.band.any())

    @cached_property
    def has_export(self) -> bool:
        """Whether any contract has export below its band."""
        return bool(self.export.any())

    @property
    def export_first(self) -> bool:
        """Whether export is cut before load. In a part without export every shortfall is load."""
        return self.systems[0].demand.export_first or not self.has_export

    @property
    def day(self) -> Integers:
        """Calendar day of each hour, (hours,)."""
        return self.systems[0].calendar.day

    @cached_property
    def charge(self) -> Floats:
        """Most charge of stores [MW]."""
        return self._years(self.stores, "stores", "charge")

    @cached_property
    def discharge(self) -> Floats:
        """Most discharge of stores [MW]."""
        return self._years(self.stores, "stores", "discharge")

    @cached_property
    def size(self) -> Floats:
        """Content of full stores [MWh]."""
        return self._years(self.stores, "stores", "content")

    @cached_property
    def inflow(self) -> Floats:
        """Energy that arrives at stores [MW]."""
        return self._years(self.stores, "stores", "inflow")

    def _number(self, name: str) -> Floats:
        values: Floats = getattr(self.systems[0].stores, name)[self.stores]
        return values[:, None]

    @cached_property
    def into(self) -> Floats:
        """Efficiency of charging."""
        return self._number("into")

    @cached_property
    def out(self) -> Floats:
        """Efficiency of discharging."""
        return self._number("out")

    @cached_property
    def keep(self) -> Floats:
        """Content left after an hour, as a share."""
        return 1.0 - self._number("loss")

    @cached_property
    def initial(self) -> Floats:
        """Content before the first hour, as a share."""
        return self._number("initial")

    @cached_property
    def at_store(self) -> Integers:
        """Node of each store, as an index of the part."""
        return np.searchsorted(self.nodes, self.systems[0].stores.node[self.stores])

    @cached_property
    def at(self) -> dict[int, Integers]:
        """Stores of each node that has some."""
        return {int(node): np.flatnonzero(self.at_store == node) for node in np.unique(self.at_store)}

    def of_nodes(self, stores: Floats) -> Floats:
        """Return the sum of stores of each node, (nodes, …). Not a product of matrices, whose last digit may depend on the number of
        threads of the library."""
        total = np.zeros((len(self.nodes), *stores.shape[1:]))
        for store, node in enumerate(self.at_store):
            total[node] += stores[store]
        return total

    @cached_property
    def leaks(self) -> bool:
        """Whether stores lose content in an hour without use."""
        return bool((self.keep < 1.0).any() or (self.inflow < 0.0).any())

    @cached_property
    def upkeep(self) -> Floats:
        """Charge that keeps full stores full, (nodes, years, hours) [MW]."""
        need = ((1.0 - self.keep)[:, :, None] * self.size) / self.into[:, :, None] - self.inflow
        charged = np.where(self.charge > 0.0, np.maximum(need, 0.0), 0.0)
        return self.of_nodes(charged)

    @cached_property
    def capability(self) -> Floats:
        """Capability of shedding programmes in each weather year, (programmes, years) [MW]."""
        return np.stack([system.responses.capability[self.programmes] for system in self.systems], axis=1)

    @cached_property
    def responses(self) -> Responses:
        """Return the shedding programmes of the part. node: positions in ``nodes``."""
        given, chosen = self.systems[0].responses, self.programmes
        return Responses(
            tuple(given.names[k] for k in chosen),
            np.searchsorted(self.nodes, given.node[chosen]),
            *(getattr(given, name)[chosen] for name in ("capability", "hours", "calls", "call_hours")),
        )


def parts(systems: Sequence[System]) -> list[Part]:
    """Return the connected parts of a system that has these weather years."""
    system = systems[0]
    number = np.arange(len(system.nodes))
    for start, end in zip(system.arcs.start, system.arcs.end, strict=True):
        number[number == number[end]] = number[start]
    found = []
    for one in np.unique(number):
        nodes = np.flatnonzero(number == one)
        arcs = np.flatnonzero(number[system.arcs.start] == one)
        start, end = (np.searchsorted(nodes, ends[arcs]) for ends in (system.arcs.start, system.arcs.end))
        found.append(
            Part(
                tuple(systems),
                nodes,
                tuple(int(arc) for arc in arcs),
                np.flatnonzero(number[system.stores.node] == one),
                np.flatnonzero(number[system.responses.node] == one),
                network(start, end, len(nodes)),
            )
        )
    return found
