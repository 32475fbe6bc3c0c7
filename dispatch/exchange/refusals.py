"""What a case cannot carry of a network of PyPSA, each refused by its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from dispatch.errors import Fault

WITHOUT_EFFECT: dict[str, str] = {
    "Generator": "control type q_set build_year lifetime weight discount_rate maintenance_duration maintenance_pu "
    "maintenance_events",
    "Load": "type q_set carrier",
    "Link": "type build_year lifetime length terrain_factor discount_rate maintenance_duration maintenance_pu "
    "maintenance_events up_time_before down_time_before min_up_time min_down_time start_up_cost shut_down_cost "
    "stand_by_cost ramp_limit_start_up ramp_limit_shut_down",
    "Line": "type x r g b build_year lifetime length terrain_factor num_parallel discount_rate v_ang_min sub_network "
    "x_pu r_pu g_pu b_pu x_pu_eff r_pu_eff",
    "Transformer": "type model x r g b build_year lifetime num_parallel tap_ratio tap_side tap_position discount_rate "
    "v_ang_min sub_network x_pu r_pu g_pu b_pu x_pu_eff r_pu_eff",
    "StorageUnit": "control type q_set build_year lifetime discount_rate state_of_charge_initial_per_period "
    "cyclic_state_of_charge_per_period",
    "Store": "type q_set build_year lifetime discount_rate e_initial_per_period e_cyclic_per_period",
}
"""Attributes that a linear optimisation without investment periods does not read (of those that follow from others)."""
CARRIED: dict[str, str] = {
    "Generator": "bus p_nom p_nom_extendable p_nom_set p_nom_min p_nom_max p_min_pu p_max_pu p_set p_init e_sum_min e_sum_max "
    "carrier marginal_cost active capital_cost overnight_cost fom_cost efficiency committable start_up_cost "
    "shut_down_cost stand_by_cost min_up_time min_down_time up_time_before down_time_before ramp_limit_up "
    "ramp_limit_down ramp_limit_start_up ramp_limit_shut_down",
    "Load": "bus p_set sign active",
    "Link": "bus0 carrier efficiency active p_nom p_nom_extendable p_nom_set p_nom_min p_nom_max p_set p_init p_min_pu p_max_pu "
    "capital_cost overnight_cost fom_cost marginal_cost ramp_limit_up ramp_limit_down cyclic_delay",
    "Line": "bus0 bus1 s_nom s_nom_extendable s_nom_set s_nom_min s_nom_max s_max_pu capital_cost overnight_cost fom_cost active "
    "carrier",
    "Transformer": "bus0 bus1 s_nom s_nom_extendable s_nom_set s_nom_min s_nom_max s_max_pu capital_cost overnight_cost fom_cost "
    "active phase_shift phase_shift_min phase_shift_max",
    "StorageUnit": "bus p_nom p_nom_extendable p_nom_set p_nom_min p_nom_max p_min_pu p_max_pu carrier spill_cost marginal_cost "
    "marginal_cost_storage capital_cost overnight_cost fom_cost active state_of_charge_initial state_of_charge_set "
    "cyclic_state_of_charge max_hours efficiency_store efficiency_dispatch standing_loss inflow",
    "Store": "bus carrier e_nom e_nom_extendable e_nom_set e_nom_min e_nom_max e_min_pu e_max_pu e_initial e_set e_cyclic "
    "marginal_cost marginal_cost_storage capital_cost overnight_cost fom_cost standing_loss active",
}
"""Attributes that an import reads; every other one must be at its default."""
REASONS = {
    "marginal_cost_quadratic": "a quadratic cost is no linear program",
    "committable": "a link is not committed here",
    "maintainable": "PyPSA's maintenance scheduling is not carried",
    "delay": "delayed delivery is not carried",
    "sign": "a sign other than 1 is not carried",
    "v_ang_max": "limits of voltage angles are not carried",
    "p_nom_mod": "capacity in modules is not carried",
    "s_nom_mod": "capacity in modules is not carried",
    "e_nom_mod": "capacity in modules is not carried",
    "p_dispatch_set": "a given schedule is not carried",
    "p_store_set": "a given schedule is not carried",
}
LIMITS = ("primary_energy", "operational_limit")
_ELSEWHERE = {
    "Bus",
    "Carrier",
    "GlobalConstraint",
    "SubNetwork",
    "LineType",
    "TransformerType",
    "Shape",
    "ShuntImpedance",
}


def refusals(network: Any, file: str) -> Iterator[Fault]:
    """Faults that name component, attribute and value."""
    yield from _whole(network, file)
    for component in network.components:
        name = str(component.name)
        if component.static.empty or name in _ELSEWHERE:
            continue
        if name not in CARRIED:
            remedy = "Express it by generators, links and stores."
            yield _fault(file, f"{name} {component.static.index[0]!r}", "", "", f"a {name} is not carried", remedy)
            continue
        yield from _attributes(component, name, file)
        yield from _set_sizes(component, name, file)
        for attribute, points in component.piecewise.items():
            if not points.empty:
                rule = "a piecewise curve is not carried"
                yield _fault(file, f"{name} {points.columns[0]!r}", attribute, "", rule, "Give one number.")
    yield from _limits(network, file)


def _fault(file: str, owner: str, attribute: str, value: str, rule: str, remedy: str) -> Fault:
    return Fault(file, 0, f"{owner} {attribute}".strip(), value, rule, remedy)


def _whole(network: Any, file: str) -> Iterator[Fault]:
    if len(network.investment_periods):
        yield _fault(
            file, "network", "investment_periods", "", "investment periods are not carried", "Take one of them."
        )
    if getattr(network, "has_scenarios", False):
        yield _fault(file, "network", "scenarios", "", "stochastic scenarios are not carried", "Take one of them.")
    if len(network.snapshots) > 8784:
        rule = f"{len(network.snapshots)} snapshots are more than a year of hours"
        yield _fault(file, "network", "snapshots", "", rule, "Take at most 8784 of them.")
    for column in network.c.buses.static.columns:
        if str(column).startswith(("nom_min_", "nom_max_")):
            rule = "limits of capacity by bus and carrier are not carried"
            yield _fault(file, "Bus", str(column), "", rule, "Leave the column out.")


def _attributes(component: Any, name: str, file: str) -> Iterator[Fault]:
    """Attributes of PyPSA that nobody reads and that are not at their default, one fault an attribute."""
    known = set(CARRIED[name].split()) | set(WITHOUT_EFFECT[name].split())
    defaults = component.defaults
    static = component.static[component.static["active"].to_numpy(dtype=bool)]
    for attribute in defaults.index:
        port = str(attribute).rstrip("0123456789")
        if attribute in known or str(defaults.at[attribute, "status"]).startswith("Output") or attribute == "name":
            continue
        if name == "Link" and port in ("bus", "efficiency", "cyclic_delay"):
            continue
        default = defaults.at[attribute, "default"]
        changed: pd.Series = pd.Series(False, index=static.index)
        if attribute in static:
            changed = ~_same(static[attribute], default)
        series = component.dynamic.get(attribute)
        if series is not None and not series.empty:
            varies = [label for label in series.columns if not _same(series[label], default).all()]
            changed = changed | static.index.isin(varies)
        if changed.any():
            first = static.index[np.flatnonzero(changed.to_numpy())[0]]
            value = str(static.at[first, attribute]) if attribute in static else "a series"
            reason = REASONS.get(port) or REASONS.get(str(attribute), "the attribute is not carried")
            remedy = f"Set it to its default, {default}."
            yield _fault(file, f"{name} {first!r}", str(attribute), value, reason, remedy)


def _set_sizes(component: Any, name: str, file: str) -> Iterator[Fault]:
    """Capacities that are set of what is not extendable: PyPSA raises KeyError on them."""
    static = component.static
    for nominal in ("p_nom", "s_nom", "e_nom"):
        if f"{nominal}_set" not in static:
            continue
        given = static[f"{nominal}_set"]
        for label in static.index[given.notna() & ~static[f"{nominal}_extendable"].astype(bool)]:
            rule = "a capacity is set and not extendable, which PyPSA cannot optimise"
            remedy = f"Set {nominal}_extendable to True, or leave {nominal}_set empty."
            yield _fault(file, f"{name} {label!r}", f"{nominal}_set", f"{given[label]:g}", rule, remedy)


def _same(values: pd.Series, default: Any) -> pd.Series:
    """Whether values are the default, or missing where nothing is the default."""
    missing = values.isna()
    if default is None or (isinstance(default, float) and np.isnan(default)) or str(default) == "n/a":
        return missing | (values.astype(str) == "")
    return pd.Series(values == default, index=values.index) | missing


def _limits(network: Any, file: str) -> Iterator[Fault]:
    rows = network.c.global_constraints.static
    for label, row in rows.iterrows():
        if row["type"] not in LIMITS:
            rule = f"a limit of type {row['type']} is not carried"
            yield _fault(file, f"GlobalConstraint {label!r}", "type", str(row["type"]), rule, f"There are {LIMITS}.")
        elif not np.isnan(row.get("investment_period", np.nan)):
            rule = "investment periods are not carried"
            yield _fault(file, f"GlobalConstraint {label!r}", "investment_period", "", rule, "Leave it empty.")


def varying(names: Iterable[str], owner: str, attribute: str, file: str) -> Iterator[Fault]:
    """Faults of a series where a case has one number."""
    for name in names:
        rule = "it changes over time, where a case has one number"
        yield _fault(file, f"{owner} {name!r}", attribute, "a series", rule, "Make it constant.")
