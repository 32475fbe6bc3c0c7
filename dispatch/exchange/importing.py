"""A network of PyPSA as a case: the same linear program, or a refusal by name.

A bus is an area with one pocket; generators are units; lines, transformers and links are links; storage units and stores
are reservoirs; global constraints are limits. Commitment is PyPSA's relaxation (``linearized_unit_commitment``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dispatch.errors import CaseError, Fault

from .branches import branches, links
from .columns import DISPATCHER, output, place
from .folder import write_folder
from .library import read_network
from .reader import Component, Content, Names, Row, optional
from .refusals import refusals
from .stores import storage_units, stores

_TECHNOLOGY = {
    "coal": ("coal", "lignite"),
    "gas": ("gas", "ccgt", "ocgt"),
    "biomass": ("biomass",),
    "waste": ("waste",),
    "wind": ("wind", "onwind", "offwind", "onshore wind", "offshore wind"),
    "pv": ("pv", "solar"),
    "hydro": ("hydro", "ror", "run of river"),
}
"""Technology of a unit -> carriers that are it; every other is ``other``."""


def import_network(path: Path, out: Path) -> list[str]:
    """Read a network and write it as the case folder ``out``; notes say what was left out or renamed.

    Raises CaseError with every refusal, FileExistsError, FileNotFoundError.
    """
    if out.exists():
        raise FileExistsError(f"{out} exists")
    network = read_network(path)
    content = to_tables(network, path.name)
    content.settings["title"] = f"{network.name or path.stem} (PyPSA)"
    write_folder(content, out)
    return content.notes


def to_tables(network: Any, file: str = "network") -> Content:
    """The rows, series and settings of the case that is the same linear program. Raises CaseError."""
    faults = list(refusals(network, file))
    if faults:
        raise CaseError(faults)
    content = Content()
    bus, unit, link, store = Names(), Names(), Names(), Names()
    _places(network, content, bus, file)
    _time(network, content)
    _loads(network, content, bus, unit, file)
    generators = Component(network, "Generator", content, file)
    for label in generators:
        content.add("units", _unit(generators, label, unit(label, "Generator"), bus))
    links(network, content, bus, link, file)
    branches(network, content, bus, link, file)
    storage_units(network, content, bus, store, file)
    stores(network, content, bus, store, file)
    _limits(network, content, unit, store, file)
    for names, kind in ((bus, "bus"), (unit, "unit"), (link, "link"), (store, "reservoir")):
        content.notes.extend(f"{kind} {old!r} is called {new!r}" for new, old in names.changed().items())
    if content.faults:
        raise CaseError(content.faults)
    return content


def _places(network: Any, content: Content, bus: Names, file: str) -> None:
    for label in network.c.buses.static.index:
        name = bus(label)
        content.add("areas", {"area": name, "name_zh": name, "name_en": name})
        content.add("pockets", {"pocket": name, "area": name})
        content.add("dispatchers", {"dispatcher": DISPATCHER, "area": name})
    if not content.tables:
        raise CaseError([Fault(file, 0, "network", "", "it has no bus", "Give a network with buses.")])


def _time(network: Any, content: Content) -> None:
    """Hours from the first snapshot on where snapshots are hours of the calendar; otherwise they are numbered."""
    snapshots, start = network.snapshots, "2000-01-01"
    hourly = False
    if isinstance(snapshots, pd.DatetimeIndex) and len(snapshots):
        steps = np.diff(snapshots.to_numpy()) == np.timedelta64(1, "h")
        first = snapshots[0]
        hourly = bool(steps.all()) and first == first.normalize() and 2000 <= first.year <= 2099
        start = f"{first:%Y-%m-%d}" if hourly else start
    if not hourly:
        content.notes.append(f"snapshots are no hours from midnight on: they are numbered as hours from {start} on")
    content.settings |= {"start": start, "hours": len(snapshots)}
    weights = network.snapshot_weightings
    keys = {"cost": "objective", "content": "stores", "energy": "generators"}
    given = {key: weights[column].to_numpy(dtype=float) for key, column in keys.items()}
    if any((values != 1.0).any() for values in given.values()):
        content.settings["weights"] = {key: content.store(f"weight {key}", values) for key, values in given.items()}


def _loads(network: Any, content: Content, bus: Names, unit: Names, file: str) -> None:
    """Loads; the part of one that is negative is a unit that must give it."""
    loads, names = Component(network, "Load", content, file), Names()
    for label in loads:
        demand = -loads.series(label, "p_set") * float(loads.value(label, "sign"))
        if not np.isfinite(demand).all():
            owner = f"Load {label!r} p_set"
            content.faults.append(Fault(file, 0, owner, "", "it is not a number in every hour", "Give every hour."))
            continue
        taken, fed = np.maximum(demand, 0.0), np.maximum(-demand, 0.0)
        profile = content.store(f"Load {names(label)}", taken if taken.any() else np.ones(loads.hours))
        row = {"load": names(label), "basis": "supply", "energy": float(taken.sum()), "profile": profile, "firm": True}
        content.add("load", place(bus, loads.value(label, "bus")) | row)
        if fed.any():
            most = float(fed.max())
            own = {"unit": unit(label, "Load"), "capacity": most, "carrier": "load"}
            for side in ("minimum", "maximum"):
                own |= loads.profile(label, side, fed / most)
            content.add("units", place(bus, loads.value(label, "bus")) | own)
    if not any(row["energy"] for row in content.tables.get("load", ())):
        content.faults.append(Fault(file, 0, "network", "", "no load takes any energy", "Give it a load."))


def _unit(generators: Component, label: Any, name: str, bus: Names) -> Row:
    carrier = str(generators.value(label, "carrier"))
    row: Row = {
        "unit": name,
        "technology": technology(carrier),
        "carrier": carrier,
        "energy_least": optional(generators.value(label, "e_sum_min")),
        "energy_most": optional(generators.value(label, "e_sum_max")),
    }
    row = place(bus, generators.value(label, "bus")) | row | output(generators, label)
    return row | _commitment(generators, label) if generators.value(label, "committable") else row


def technology(carrier: str) -> str:
    """The technology that a carrier is counted in."""
    return next((kind for kind, names in _TECHNOLOGY.items() if carrier.casefold() in names), "other")


def _commitment(generators: Component, label: Any) -> Row:
    """Columns of a committed unit; PyPSA tightens where a start costs what a stop costs."""
    start, stop = (generators.number(label, f"{event}_cost") for event in ("start_up", "shut_down"))
    if generators.value(label, "p_nom_extendable"):
        owner = f"Generator {label!r} committable"
        rule = "commitment of a capacity that is chosen is not carried"
        generators.content.faults.append(Fault(generators.file, 0, owner, "", rule, "Leave one of the two."))
    return {
        "committed": True,
        "minimum_up": int(generators.value(label, "min_up_time")),
        "minimum_down": int(generators.value(label, "min_down_time")),
        "on_before": int(generators.value(label, "up_time_before")),
        "off_before": int(generators.value(label, "down_time_before")),
        "start_cost": start,
        "stop_cost": stop,
        "hourly_cost": generators.number(label, "stand_by_cost"),
        "ramp_start": optional(generators.value(label, "ramp_limit_start_up")),
        "ramp_stop": optional(generators.value(label, "ramp_limit_shut_down")),
        "tight": start == stop,
    }


_SENSES = {"<=": "most", ">=": "least", "==": "equal", "=": "equal"}


def _limits(network: Any, content: Content, unit: Names, store: Names, file: str) -> None:
    """Limits on what carriers emit, or give, in sum."""
    names = Names()
    for label, row in network.c.global_constraints.static.iterrows():
        emits = row["type"] == "primary_energy"
        factors: dict[str, float] = {row["carrier_attribute"]: 1.0}
        if emits:
            rates = network.c.carriers.static[row["carrier_attribute"]]
            factors = {str(carrier): float(rate) for carrier, rate in rates.items() if rate != 0.0}
        terms = list(_terms(network, content, factors, emits, unit, store, file))
        if not terms:
            content.notes.append(f"GlobalConstraint {label}: it limits nothing that there is, left out")
            continue
        amount = {"limit": names(label), "sense": _SENSES[row["sense"]], "amount": float(row["constant"])}
        content.add("limits", amount)
        for term in terms:
            content.add("limit_terms", {"limit": names(label)} | term)


def _terms(
    network: Any, content: Content, factors: dict[str, float], emits: bool, unit: Names, store: Names, file: str
) -> Any:
    generators = Component(network, "Generator", Content(), file)
    generators.content = content
    for label in generators:
        rate = factors.get(str(generators.value(label, "carrier")))
        if rate is not None:
            efficiency = generators.number(label, "efficiency") if emits else 1.0
            yield {"table": "units", "asset": unit(label, "Generator"), "factor": rate / efficiency}
    for name, cyclic in (("StorageUnit", "cyclic_state_of_charge"), ("Store", "e_cyclic")):
        component = Component(network, name, Content(), file)
        for label in component:
            rate = factors.get(str(component.value(label, "carrier")))
            if rate is not None and not component.value(label, cyclic):
                yield {"table": "reservoirs", "asset": store(label, name), "factor": rate}
