"""A network of PyPSA as a case: the same linear program, or a refusal by name.

A bus is an area with one pocket; generators are units; lines, transformers and links are links; storage units and stores
are reservoirs; global constraints are limits. Commitment is PyPSA's relaxation (``linearized_unit_commitment``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from dispatch.errors import CaseError
from dispatch.messages import Message, message

from .carriers import technology
from .columns import DISPATCHER, output, place
from .dependency import read_network
from .emissions import Emissions
from .folder import write_folder
from .import_branches import branches, links
from .import_stores import storage_units, stores
from .limits import limits
from .naming import Names, printable
from .reader import Component, Content, Owner, Row, unlimited
from .soundness import KINDS, prepare
from .unsupported import refusals


def import_network(path: Path, out: Path) -> list[Message]:
    """Read a network and write it as the case folder ``out``; notes say what was left out or renamed.

    Raises CaseError with every refusal, FileExistsError, FileNotFoundError.
    """
    if out.exists():
        raise FileExistsError(f"{out} exists")
    network = read_network(path)
    content = to_tables(network, path.name)
    content.settings["title"] = printable(f"{network.name or path.stem} (PyPSA)")
    write_folder(content, out)
    return content.notes


def to_tables(network: Any, file: str = "network") -> Content:
    """Return rows, series and settings of the case that is the same linear program. Raises CaseError."""
    faults = list(refusals(network, file))
    if faults:
        raise CaseError(faults)
    prepare(network, file)
    content = Content(file)
    bus, unit, link, store, emissions = Names(), Names(), Names(), Names(), Emissions(network)
    _places(network, content, bus)
    _time(network, content)
    _loads(network, content, bus, unit)
    _units(network, content, bus, unit, emissions)
    links(network, content, bus, link)
    branches(network, content, bus, link)
    storage_units(network, content, bus, store, emissions)
    stores(network, content, bus, store, emissions)
    limits(network, content, unit, link, store)
    _notes(network, content)
    if emissions.assumed:
        content.notes.append(message("remark.no_carrier", components=list(emissions.assumed)))
    for names, kind in ((bus, "bus"), (unit, "unit"), (link, "link"), (store, "reservoir")):
        content.notes.extend(
            message("remark.renamed", kind=kind, old=old, new=new) for new, old in names.changed().items()
        )
    if content.faults:
        raise CaseError(content.faults)
    return content


def _places(network: Any, content: Content, bus: Names) -> None:
    for label in network.c.buses.static.index:
        name, owner = bus(label), Owner("Bus", str(label))
        content.add("areas", {"area": name, "name_zh": name, "name_en": name}, owner)
        content.add("pockets", {"pocket": name, "area": name}, owner)
        content.add("dispatchers", {"dispatcher": DISPATCHER, "area": name}, owner)


def _time(network: Any, content: Content) -> None:
    """Set hours from the first snapshot on where snapshots are hours of the calendar; otherwise number them."""
    snapshots, start = network.snapshots, "2000-01-01"
    hourly = False
    if isinstance(snapshots, pd.DatetimeIndex):
        steps = np.diff(snapshots.to_numpy()) == np.timedelta64(1, "h")
        first = snapshots[0]
        hourly = bool(steps.all()) and first == first.normalize() and 2000 <= first.year <= 2099
        start = f"{first:%Y-%m-%d}" if hourly else start
    if not hourly:
        content.notes.append(message("remark.snapshots_numbered", start=start))
    content.settings |= {"start": start, "hours": len(snapshots)}
    weights = network.snapshot_weightings
    keys = {"cost": "objective", "content": "stores", "energy": "generators"}
    given = {key: weights[column].to_numpy(dtype=float) for key, column in keys.items()}
    for key, values in given.items():
        if not (values > 0).all():
            rule = message("fault.common.weight")
            content.fault(
                f"network snapshot_weightings {keys[key]}",
                f"{values.min():g}",
                rule,
                message("remedy.pypsa.leave_snapshot_out"),
            )
    if not content.faults and any((values != 1.0).any() for values in given.values()):
        owner = Owner("network", "snapshot_weightings")
        content.settings["weights"] = {key: content.store(owner, f"weight {key}", own) for key, own in given.items()}


def _loads(network: Any, content: Content, bus: Names, unit: Names) -> None:
    """Add loads; the negative part of a load is a must-run unit."""
    loads, names = Component(network, "Load", content), Names()
    for label in loads:
        owner = loads.owner(label, "p_set")
        demand = -loads.series(label, "p_set") * float(loads.value(label, "sign"))
        if not np.isfinite(demand).all():
            content.fault(owner, "", message("fault.pypsa.every_hour"), message("remedy.pypsa.give_every_hour"))
            continue
        taken, fed = np.maximum(demand, 0.0), np.maximum(-demand, 0.0)
        profile = content.store(owner, "", taken if taken.any() else np.ones(loads.hours))
        row = {"load": names(label), "basis": "supply", "energy": float(taken.sum()), "profile": profile, "firm": True}
        content.add("load", place(bus, loads.value(label, "bus")) | row, owner)
        if fed.any():
            most = float(fed.max())
            own = {"unit": unit(label, "Load"), "capacity": most, "carrier": "load", "co2": 0.0}
            for side in ("minimum", "maximum"):
                own |= loads.profile(label, "p_set", side, fed / most)
            content.add("units", place(bus, loads.value(label, "bus")) | own, owner)

    if "load" not in content.tables:
        label = network.c.buses.static.index[0]
        profile = content.store(Owner("network", "load"), "", np.ones(loads.hours))
        row = {"load": "none", "basis": "supply", "energy": 0.0, "profile": profile, "firm": True}
        content.add("load", place(bus, label) | row, Owner("network", "load"))


def _units(network: Any, content: Content, bus: Names, unit: Names, emissions: Emissions) -> None:
    generators = Component(network, "Generator", content)
    for label in generators:
        row = _unit(generators, label, unit(label, "Generator"), bus) | emissions.of_unit(generators, label)
        content.add("units", row, generators.owner(label))


def _notes(network: Any, content: Content) -> None:
    """Note what is left out, which carriers no technology counts, and what steps of several hours change."""
    for kind in KINDS:
        static = network.c[kind].static
        idle = [str(label) for label in static.index[~static["active"]]] if "active" in static else []
        if idle:
            content.notes.append(message("remark.not_active", kind=kind, idle=idle))
    for table in ("units", "reservoirs"):
        rows = content.tables.get(table, ())
        other = sorted({str(row["carrier"]) for row in rows if row.get("technology") == "other" and row["carrier"]})
        if other:
            content.notes.append(message("remark.carriers_other", table=table, carriers=other))
    snapshots = network.snapshots
    hourly = not isinstance(snapshots, pd.DatetimeIndex) or (np.diff(snapshots) == np.timedelta64(1, "h")).all()
    if "weights" in content.settings or not hourly:
        limited = [f"ramp_{way}" for way in ("up", "down", "start", "stop")] + ["minimum_up", "minimum_down"]
        if any(
            row.get(column)
            for table in ("units", "links")
            for row in content.tables.get(table, ())
            for column in limited
        ):
            content.notes.append(message("remark.count_snapshots"))


def _unit(generators: Component, label: Any, name: str, bus: Names) -> Row:
    carrier = generators.value(label, "carrier")
    row: Row = {
        "unit": name,
        "technology": technology(str(carrier)),
        "carrier": printable(carrier),
        "sign": float(generators.value(label, "sign")),
        "energy_least": _above(generators.value(label, "e_sum_min")),
        "energy_most": unlimited(generators.value(label, "e_sum_max")),
    }
    row = place(bus, generators.value(label, "bus")) | row | output(generators, label)
    return row | _commitment(generators, label) if generators.value(label, "committable") else row


def _above(value: float) -> float | None:
    """Return a lower limit, or None where it is missing or minus infinity."""
    return None if np.isnan(value) or value == -np.inf else float(value)


def _commitment(generators: Component, label: Any) -> Row:
    """Columns of a committed unit; PyPSA tightens where a start costs what a stop costs."""
    costs: Row = {}
    for attribute, column in (("start_up", "start"), ("shut_down", "stop"), ("stand_by", "hourly")):
        costs |= generators.pair(label, f"{attribute}_cost", f"{column}_cost")
    start, stop = (generators.series(label, f"{event}_cost") for event in ("start_up", "shut_down"))
    if generators.value(label, "p_nom_extendable"):
        rule = message("fault.pypsa.committed_expansion")
        generators.fault(label, "committable", "", rule, message("remedy.common.either"))
    return {
        "committed": True,
        "minimum_up": int(generators.value(label, "min_up_time")),
        "minimum_down": int(generators.value(label, "min_down_time")),
        "on_before": int(generators.value(label, "up_time_before")),
        "off_before": int(generators.value(label, "down_time_before")),
        "ramp_start": unlimited(generators.value(label, "ramp_limit_start_up")),
        "ramp_stop": unlimited(generators.value(label, "ramp_limit_shut_down")),
        "tight": bool((start == stop).all()),
    } | costs
