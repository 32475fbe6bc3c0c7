"""Limits on sums of chosen capacities: of a technology, of transmission, by bus and carrier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from dispatch.messages import message

from .naming import Names
from .reader import Component, Content, Owner, Row

_NOMINAL = {
    "Generator": "p_nom",
    "StorageUnit": "p_nom",
    "Store": "e_nom",
    "Link": "p_nom",
    "Line": "s_nom",
    "Transformer": "s_nom",
}
_BRANCHES = ("Link", "Line", "Transformer")
_TABLES = {"Generator": "units", "StorageUnit": "reservoirs", "Store": "reservoirs"}
_PREFIXES = {"nom_min_": "least", "nom_max_": "most"}


class Capacities:
    """Terms of limits on capacities: only components that are active and extendable count, as in PyPSA."""

    def __init__(self, network: Any, content: Content, unit: Names, link: Names, store: Names) -> None:
        self.network, self.content = network, content
        names = {"Generator": unit, "StorageUnit": store, "Store": store}
        self.names = {kind: names.get(kind, link) for kind in _NOMINAL}

    def terms(self, row: pd.Series) -> Iterator[Row]:
        """Yield the terms of a global constraint on capacities."""
        attribute = str(row["carrier_attribute"])
        if row["type"] == "tech_capacity_expansion_limit":
            bus = row.get("bus") if isinstance(row.get("bus"), str) else ""
            if bus and not self._alike(attribute, bus):
                rule = message("fault.pypsa.bus_limit")
                owner = Owner("GlobalConstraint", str(row.name), "bus")
                self.content.fault(owner, bus, rule, message("remedy.pypsa.bus_limit"))
                return
            yield from self._of({attribute}, tuple(_NOMINAL), bus or None)
            return
        carriers = {part.strip() for part in re.sub(r"[\[\]\(\)]", "", attribute).split(",")}
        factor = "length" if row["type"] == "transmission_volume_expansion_limit" else "capital_cost"
        yield from self._of(carriers, ("Line", "Link"), None, factor)

    def of_buses(self, names: Names) -> Iterator[tuple[str, Row, list[Row]]]:
        """Yield bus, row and terms of each limit by bus and carrier (columns nom_min_CARRIER, nom_max_CARRIER)."""
        buses, carriers = self.network.c.buses.static, set(self.network.c.carriers.static.index)
        for column in map(str, buses.columns):
            prefix, carrier = column[:8], column[8:]
            if prefix not in _PREFIXES:
                continue
            if carrier not in carriers:
                self.content.notes.append(message("remark.bus_limit_without_carrier", column=column))
                continue
            for bus, amount in buses[column].dropna().items():
                terms = list(self._of({carrier}, ("Generator", "StorageUnit", "Store"), str(bus)))
                row = {"limit": names(f"{column} {bus}", "Bus"), "sense": _PREFIXES[prefix], "amount": float(amount)}
                if terms:
                    yield str(bus), row | {"quantity": "capacity"}, terms
                else:
                    self.content.notes.append(message("remark.bus_limit_without_terms", bus=bus, column=column))

    def _alike(self, carrier: str, bus: str) -> bool:
        """Whether each class with extendable components of a carrier has them at the same buses, this one among them."""
        found = set()
        for kind, nominal in _NOMINAL.items():
            static = Component(self.network, kind, self.content).static
            if "carrier" in static and len(static):
                chosen = static[(static["carrier"] == carrier) & static[f"{nominal}_extendable"].astype(bool)]
                if len(chosen):
                    found.add(frozenset(chosen["bus0" if kind in _BRANCHES else "bus"]))
        return len(found) == 1 and bus in next(iter(found))

    def _of(self, carriers: set[str], kinds: tuple[str, ...], bus: str | None, factor: str = "") -> Iterator[Row]:
        for kind in kinds:
            component = Component(self.network, kind, self.content)
            if "carrier" not in component.static:
                continue
            side = "bus0" if kind in _BRANCHES else "bus"
            weights = self._weights(component, factor)
            for label in component:
                counted = component.value(label, "carrier") in carriers
                there = bus is None or component.value(label, side) == bus
                if counted and there and component.value(label, f"{_NOMINAL[kind]}_extendable"):
                    table = _TABLES.get(kind, "links")
                    yield {"table": table, "asset": self.names[kind](label, kind), "factor": float(weights[label])}

    def _weights(self, component: Component, factor: str) -> pd.Series:
        """Return what a MW counts, by component: one, or a column, or PyPSA's annuity of it."""
        if factor == "capital_cost":
            costs: pd.Series = self.network.c[component.name].capital_cost
            return costs
        return component.static[factor] if factor else pd.Series(1.0, index=component.static.index)
