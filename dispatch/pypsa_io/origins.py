"""Faults of tables of an import in the words of the network: component, name and attribute."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.errors import Fault
from dispatch.messages import message

from .reader import Content, Owner

SERIES = "series.nc"
_PLACE = {"area": "bus", "pocket": "bus", "from_area": "bus0", "from_pocket": "bus0", "to_area": "bus1"}
_OUTPUT = _PLACE | {
    "unit": "name",
    "link": "name",
    "to_pocket": "bus1",
    "capacity": "p_nom",
    "capacity_least": "p_nom_min",
    "capacity_most": "p_nom_max",
    "capacity_cost": "capital_cost",
    "minimum": "p_min_pu",
    "maximum": "p_max_pu",
    "cost": "marginal_cost",
    "ramp_up": "ramp_limit_up",
    "ramp_down": "ramp_limit_down",
    "output_before": "p_init",
    "energy_least": "e_sum_min",
    "energy_most": "e_sum_max",
    "minimum_up": "min_up_time",
    "minimum_down": "min_down_time",
    "on_before": "up_time_before",
    "off_before": "down_time_before",
    "start_cost": "start_up_cost",
    "stop_cost": "shut_down_cost",
    "hourly_cost": "stand_by_cost",
    "ramp_start": "ramp_limit_start_up",
    "ramp_stop": "ramp_limit_shut_down",
    "co2": "efficiency",
}
_BRANCH = _OUTPUT | {
    "capacity": "s_nom",
    "capacity_least": "s_nom_min",
    "capacity_most": "s_nom_max",
    "minimum": "s_max_pu",
    "maximum": "s_max_pu",
    "reactance": "x",
    "angle": "phase_shift",
}
_STORE = _PLACE | {
    "reservoir": "name",
    "content": "e_nom",
    "least": "e_min_pu",
    "most": "e_max_pu",
    "discharge_cost": "marginal_cost",
    "charge_cost": "marginal_cost",
    "content_cost": "marginal_cost_storage",
    "initial": "e_initial",
    "given": "e_set",
    "size_least": "e_nom_min",
    "size_most": "e_nom_max",
    "size_cost": "capital_cost",
    "co2": "carrier",
}
_STORAGE_UNIT = _STORE | {
    "content": "max_hours",
    "discharge": "p_nom",
    "charge": "p_nom",
    "charge_efficiency": "efficiency_store",
    "discharge_efficiency": "efficiency_dispatch",
    "initial": "state_of_charge_initial",
    "given": "state_of_charge_set",
    "size_least": "p_nom_min",
    "size_most": "p_nom_max",
}
ATTRIBUTES: dict[str, dict[str, str]] = {
    "Generator": _OUTPUT,
    "Link": _OUTPUT,
    "Line": _BRANCH,
    "Transformer": _BRANCH,
    "Store": _STORE,
    "StorageUnit": _STORAGE_UNIT,
    "GlobalConstraint": {"amount": "constant", "factor": "carrier_attribute", "limit": "name", "quantity": "type"},
    "Bus": {"area": "name", "pocket": "name", "dispatcher": "name"},
}
"""Class of components -> column of the tables -> attribute that the column comes from; otherwise both have one name."""


def translated(content: Content, faults: tuple[Fault, ...]) -> Iterator[Fault]:
    """Yield each fault of a table, a series or a setting as one of the network that the content comes from."""
    for fault in faults:
        owner = _owner(content, fault)
        remedy = message("remedy.pypsa.use_pypsa")
        rule = message("fault.pypsa.value_infinite") if fault.value in ("inf", "-inf") else fault.rule
        yield Fault(content.file, 0, owner, fault.value, rule, remedy)


def _owner(content: Content, fault: Fault) -> str:
    if fault.file == SERIES and fault.column in content.series_owners:
        return str(content.series_owners[fault.column])
    owners = content.owners.get(fault.file.removesuffix(".csv"), [])
    if not 0 <= fault.row - 2 < len(owners):
        return "network snapshot_weightings" if "weight" in fault.column else f"network {fault.column}".strip()
    owner = owners[fault.row - 2]
    column = fault.column.partition(" [")[0].removesuffix("_profile")
    attribute = owner.attribute or ATTRIBUTES.get(owner.kind, {}).get(column, column)
    return str(Owner(owner.kind, owner.label, attribute))
