"""Energy balances of provinces: generation of the year, net export, and the contracts of a chosen group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .facts import Fact, Facts, hourly
from .names import PROVINCES, Province
from .profiles import offshore_wind

OWN_USE = {"thermal": 0.06, "wind": 0.02, "pv": 0.015}
"""Own use over gross generation (guess, as neimenggu-2030)."""


@dataclass(frozen=True)
class Balance:
    """Energy of a province in the year [TWh]: generation by kind, and net export with its source."""

    wind: float
    pv: float
    hydro: float
    nuclear: float
    thermal: float
    export: Fact

    @property
    def own_use(self) -> float:
        """Own use of plants [TWh]."""
        return OWN_USE["thermal"] * self.thermal + OWN_USE["wind"] * self.wind + OWN_USE["pv"] * self.pv

    @property
    def hydro_share(self) -> float:
        """Share of hydro in generation."""
        return self.hydro / max(self.wind + self.pv + self.hydro + self.nuclear + self.thermal, 1e-9)


def thermal_capacity(facts: Facts, key: str) -> float:
    """Return the thermal capacity of a province in the case [GW]."""
    known = sum(units.capacity for units in facts.coal[key]) / 1e3 + facts.value(key, "gas")
    given = f"thermal_{facts.year}"
    return facts.value(key, given) if facts.has(key, given) else known


def _weather(facts: Facts, key: str, kind: str) -> float:
    """Return available energy of wind or PV [TWh], of the mean of both ends of the year; offshore wind runs the hours of its own
    series, as in the case."""
    capacity = (facts.value(key, f"{kind}_{facts.year - 1}") + facts.value(key, f"{kind}_{facts.year}")) / 2
    hours = facts.value(key, f"{kind}_hours")
    sea = facts.value(key, "wind_offshore_share") if kind == "wind" else 0.0
    if sea:
        hours = (1 - sea) * hours + sea * float(offshore_wind(hourly(key)).sum())
    return capacity * hours / 1e3


def balances(facts: Facts) -> dict[str, Balance]:
    """Return the balance of each province. Where the net export is not given, thermal plants of all provinces run the same
    hours, at which the nation generates what it consumes."""
    keys = [one.key for one in PROVINCES]
    others = {
        key: (
            _weather(facts, key, "wind"),
            _weather(facts, key, "pv"),
            facts.value(key, "hydro") * facts.value(key, "hydro_hours") / 1e3,
            facts.value(key, "nuclear") * facts.value(key, "nuclear_hours") / 1e3,
        )
        for key in keys
    }
    need = sum(facts.value(key, "consumption") - sum(others[key]) for key in keys)
    hours = need / sum(thermal_capacity(facts, key) for key in keys)
    found = {}
    for key in keys:
        thermal = hours * thermal_capacity(facts, key)
        use = facts.value(key, "consumption")
        if facts.has(key, "net_export"):
            export = facts(key, "net_export")
            thermal = max(use + export.value - sum(others[key]), 0.0)
        else:
            export = Fact(
                thermal + sum(others[key]) - use,
                f"calc: generation less consumption, thermal plants at {hours * 1e3:.0f} h in every province, at which "
                f"the nation generates what it consumes (guess){_own(facts, key)}",
            )
        found[key] = Balance(*others[key], thermal, export)
    return found


def _own(facts: Facts, key: str) -> str:
    """Return the sources of the planner's figures in the balance of a province, and the provinces whose figures change the national
    balance, as the end of a source."""
    read = {(place, quantity): fact for (place, quantity), fact in facts.given.items() if facts.balances(quantity)}
    mine = [f"{quantity} ({fact.source})" for (place, quantity), fact in read.items() if place == key]
    others = sorted({place for place, _ in read} - {key})
    return (f"; with {', '.join(mine)}" if mine else "") + (
        f"; with own figures of {', '.join(others)} in the national balance" if others else ""
    )


def contracts(
    chosen: Sequence[Province], all_balances: dict[str, Balance], ties: Iterable[tuple[str, str, float]]
) -> dict[str, float]:
    """Return what each chosen province exports to others than the chosen ones [TWh]; below zero: import.

    Surplus and deficit offset each other among provinces that ties connect: only the sum of each connected component is
    exchanged with others, in proportion to the surpluses, or to the deficits.
    """
    found: dict[str, float] = {}
    for connected in components({one.key for one in chosen}, ties):
        net = {key: all_balances[key].export.value for key in connected}
        total = sum(net.values())
        part = sum(value for value in net.values() if value * total > 0)
        found |= {key: value * total / part if value * total > 0 else 0.0 for key, value in net.items()}
    return found


def components(keys: set[str], ties: Iterable[tuple[str, str, float]]) -> list[set[str]]:
    """Return the connected components of the graph of provinces (keys) and ties (key, key, MW)."""
    parts = [{key} for key in keys]
    for a, b, _ in ties:
        if a in keys and b in keys:
            joined = [part for part in parts if a in part or b in part]
            parts = [part for part in parts if part not in joined] + [set[str]().union(*joined)]
    return parts
