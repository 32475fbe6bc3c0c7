"""A case as a network of PyPSA: the same linear program but for a constant, or a refusal by name."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from dispatch.case import Case, with_cells
from dispatch.errors import CaseError
from dispatch.messages import Message, message
from dispatch.netcdf import netcdf_path
from dispatch.results.partial import appearing_file

from .dependency import pypsa
from .export_carriers import carriers
from .export_generic import generic_components
from .export_native import native
from .network_builder import NetworkBuilder

_NOT_CARRIED = {
    "sections": message("fault.pypsa.sections"),
    "parks": message("fault.pypsa.parks"),
    "heat": message("fault.pypsa.heat"),
    "csp": message("fault.pypsa.csp"),
    "electrolysers": message("fault.pypsa.hydrogen"),
    "minimum_online": message("fault.pypsa.minimum_online"),
}
"""Tables of which a network of PyPSA has no like."""


def export_network(case: Case, out: Path) -> list[Message]:
    """Write the network of a case as netCDF; notes say what the reader must know.

    Raises CaseError with every refusal, FileExistsError.
    """
    with appearing_file(out) as path:
        builder = _builder(case)
        network = _network(builder)
        with warnings.catch_warnings(), netcdf_path(path) as place:
            warnings.simplefilter("ignore")
            network.export_to_netcdf(str(place))
    return builder.notes


def to_network(case: Case) -> Any:
    """The network. ``meta["objective_constant_cny"]`` is what its least cost lacks of that of the case.
    Committed units are meant for ``n.optimize(linearized_unit_commitment=True)``. Raises CaseError."""
    return _network(_builder(case))


def _network(builder: NetworkBuilder) -> Any:
    case, module = builder.case, pypsa()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        network = module.Network(name=case.name)
        network.set_snapshots(case.time.as_unit("ns"))
        weights = case.settings.weights
        for column, series in (
            ("objective", weights.cost),
            ("stores", weights.content),
            ("generators", weights.energy),
        ):
            if series:
                network.snapshot_weightings[column] = case.series[series]
        builder.into(network)
    network.meta = {"case": case.name, "digest": case.digest, "objective_constant_cny": builder.constant}
    return network


def _builder(case: Case) -> NetworkBuilder:
    builder = NetworkBuilder(case)
    for table, rule in _NOT_CARRIED.items():
        for row in case.tables[table].itertuples(index=False) if table in case.tables else ():
            builder.refuse(table, str(row[0]), "", rule)
            break
    if len(case.tables["measures"]):
        builder.notes.append(message("remark.measures"))
    for target in case.tables["targets"].query("imposed and required >= 0")["target"]:
        builder.refuse("targets", str(target), "imposed", message("fault.pypsa.imposed_target"))
    rules = case.tables["dispatchers"]
    for name, area, *amounts in rules[["dispatcher", "area", *_AMOUNTS]].itertuples(index=False):
        if any(amounts):
            builder.refuse("dispatchers", f"{name}@{area}", "", message("fault.pypsa.spinning_reserve"))
    for area in case.tables["areas"]["area"]:
        builder.add("Bus", str(area), carrier="AC", v_nom=1.0)
    native(builder)
    generic_components(builder)
    carriers(builder)
    if builder.faults:
        raise CaseError(with_cells(case.folder, builder.faults))
    return builder


_AMOUNTS = ["load_up", "vre_up", "largest_unit", "load_down", "vre_down", "largest_load"]
