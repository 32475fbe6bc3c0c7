"""Faults that leave a network of PyPSA without a meaning: repeated names and snapshots, buses and types missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from dispatch.case.suggestions import such_hours
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from .dependency import quietly

KINDS = [
    "Bus",
    "Carrier",
    "Generator",
    "Load",
    "Link",
    "Store",
    "StorageUnit",
    "Line",
    "LineType",
    "Process",
    "Transformer",
    "TransformerType",
    "ShuntImpedance",
    "GlobalConstraint",
    "Shape",
    "SubNetwork",
]
"""Classes of components of PyPSA."""
_PORT = re.compile(r"bus\d*")


def prepare(network: Any, file: str) -> None:
    """Apply standard types and take over carriers of buses, as PyPSA does before it optimises.

    The network itself is changed as ``n.optimize()`` changes it. Raises CaseError with every fault of structure.
    """
    faults = list(_faults(network, file))
    if faults:
        raise CaseError(faults)
    try:
        with quietly():
            network.calculate_dependent_values()
    except Exception as error:  # pandas raises whatever it pleases on tables that do not fit together
        rule = message("fault.pypsa.dependent_values", error=error)
        raise CaseError([Fault(file, 0, "network", "", rule, message("remedy.pypsa.consistency_check"))]) from None


def _faults(network: Any, file: str) -> Iterator[Fault]:
    if network.c.buses.static.empty:
        yield Fault(file, 0, "network", "", message("fault.pypsa.no_bus"), message("remedy.pypsa.give_network_buses"))
    yield from _snapshots(network, file)
    names = [fault for kind in KINDS for fault in _names(network.c[kind], kind, file)]
    yield from names
    if not names:
        for kind in KINDS:
            yield from _buses(network, kind, file)
        for kind in ("Line", "Transformer"):
            yield from _types(network, kind, file)


def _snapshots(network: Any, file: str) -> Iterator[Fault]:
    snapshots = network.snapshots
    if not len(snapshots):
        yield Fault(
            file,
            0,
            "network snapshots",
            "",
            message("fault.pypsa.no_snapshots"),
            message("remedy.pypsa.snapshots"),
        )
    elif snapshots.hasnans if not isinstance(snapshots, pd.MultiIndex) else False:
        yield Fault(
            file,
            0,
            "network snapshots",
            "",
            message("fault.pypsa.missing_snapshot"),
            message("remedy.pypsa.snapshot_time"),
        )
    elif len(doubled := snapshots[snapshots.duplicated()]):
        rule = such_hours(message("fault.pypsa.duplicate_snapshot"), len(doubled))
        yield Fault(file, 0, "network snapshots", str(doubled[0]), rule, message("remedy.pypsa.keep_one"))


def _names(component: Any, kind: str, file: str) -> Iterator[Fault]:
    """Names that are missing, or that a class has twice. PyPSA-Eur lists the carrier '' of components without a carrier."""
    index = component.static.index
    if isinstance(index, pd.MultiIndex):  # scenarios, which are refused by name
        return
    texts = [str(label) for label in index]
    if index.hasnans or ("" in texts and kind != "Carrier"):
        rule = message("fault.pypsa.no_name")
        yield Fault(file, 0, kind, "", rule, message("remedy.pypsa.name"))
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            yield Fault(
                file,
                0,
                f"{kind} {text!r}",
                "",
                message("fault.pypsa.duplicate_name"),
                message("remedy.common.rename_one"),
            )
        seen.add(text)
    for attribute, series in component.dynamic.items():
        columns = series.columns
        if columns.has_duplicates:
            label = columns[columns.duplicated()][0]
            rule = message("fault.pypsa.duplicate_series")
            yield Fault(file, 0, f"{kind} {label!r} {attribute}", "", rule, message("remedy.common.keep_one"))


def _buses(network: Any, kind: str, file: str) -> Iterator[Fault]:
    """Buses of active components that the network lacks; only ports from 2 on may be empty."""
    static, known = network.c[kind].static, network.c.buses.static.index
    if static.empty or kind in ("Bus", "SubNetwork", "GlobalConstraint", "ShuntImpedance"):
        return
    active = static["active"].to_numpy(dtype=bool) if "active" in static else np.ones(len(static), dtype=bool)
    for column in (str(column) for column in static.columns if _PORT.fullmatch(str(column))):
        values = static.loc[active, column]
        wrong = ~values.isin(known).to_numpy()
        if column not in ("bus", "bus0", "bus1"):
            wrong &= ~(values.isna() | (values.astype(str) == "")).to_numpy()
        for label, value in values[wrong].items():
            owner, rule = f"{kind} {label!r} {column}", message("fault.pypsa.unknown_bus")
            yield Fault(file, 0, owner, str(value), rule, message("remedy.pypsa.bus"))


def _types(network: Any, kind: str, file: str) -> Iterator[Fault]:
    known = network.c[f"{kind}Type"].static.index
    types = network.c[kind].static["type"]
    for label, value in types[(types != "") & ~types.isin(known)].items():
        rule = message("fault.pypsa.unknown_type", kind=kind)
        remedy = message("remedy.pypsa.type", kind=kind)
        yield Fault(file, 0, f"{kind} {label!r} type", str(value), rule, remedy)
