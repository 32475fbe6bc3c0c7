"""What a case cannot carry of a network of PyPSA, each refused by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from dispatch.errors import Fault
from dispatch.messages import Message, message, sentences

from .attributes import REFUSED, REFUSED_KINDS, accepted

OTHERWISE = message("remedy.pypsa.pypsa_itself")
"""What is left where a feature is not to be carried."""
LIMITS = (
    "primary_energy",
    "operational_limit",
    "tech_capacity_expansion_limit",
    "transmission_volume_expansion_limit",
    "transmission_expansion_cost_limit",
)
"""Types of global constraints that PyPSA knows; it passes over every other one."""


def refusals(network: Any, file: str) -> Iterator[Fault]:
    """Faults that name component, attribute and value."""
    yield from _whole(network, file)
    for component in network.components:
        name = str(component.name)
        if name in REFUSED_KINDS:
            active = component.static.index[component.static["active"].astype(bool)]
            if len(active):
                remedy = sentences(message("remedy.pypsa.express"), OTHERWISE)
                yield _fault(
                    file,
                    f"{name} {active[0]!r}",
                    "",
                    "",
                    message("fault.pypsa.component", name=name),
                    remedy,
                )
            continue
        yield from _attributes(component, name, file)
        if name not in REFUSED:
            continue
        yield from _set_sizes(component, name, file)
        for attribute, points in component.piecewise.items():
            if not points.empty:
                rule = message("fault.pypsa.piecewise")
                yield _fault(
                    file,
                    f"{name} {points.columns[0]!r}",
                    attribute,
                    "",
                    rule,
                    sentences(message("remedy.pypsa.one_number"), OTHERWISE),
                )
    yield from _limits(network, file)


def _fault(file: str, owner: str, attribute: str, value: str, rule: Message, remedy: Message) -> Fault:
    return Fault(file, 0, f"{owner} {attribute}".strip(), value, rule, remedy)


def _whole(network: Any, file: str) -> Iterator[Fault]:
    if len(network.investment_periods):
        yield _fault(
            file,
            "network",
            "investment_periods",
            "",
            message("fault.pypsa.investment_periods"),
            sentences(message("remedy.pypsa.take_one"), OTHERWISE),
        )
    if getattr(network, "has_scenarios", False):
        yield _fault(
            file,
            "network",
            "scenarios",
            "",
            message("fault.pypsa.scenarios"),
            sentences(message("remedy.pypsa.take_one"), OTHERWISE),
        )
    if len(network.snapshots) > 8784:
        rule = message("fault.pypsa.too_many_snapshots", count=len(network.snapshots))
        yield _fault(file, "network", "snapshots", "", rule, message("remedy.pypsa.take_most_8784"))


def _attributes(component: Any, name: str, file: str) -> Iterator[Fault]:
    """Attributes of PyPSA that the import does not read and that are not at their default, one fault an attribute."""
    known = accepted(name)
    defaults, static = component.defaults, component.static
    if "active" in static:
        static = static[static["active"].to_numpy(dtype=bool)]
    for attribute in defaults.index:
        port = str(attribute).rstrip("0123456789")
        if attribute in known or not str(defaults.at[attribute, "status"]).strip().startswith("Input"):
            continue
        if name == "Link" and port in ("bus", "efficiency", "cyclic_delay"):
            continue
        default = defaults.at[attribute, "default"]
        changed = varied = pd.Series(False, index=static.index)
        if attribute in static:
            changed = ~_same(static[attribute], default)
        series = component.dynamic.get(attribute)
        if series is not None and not series.empty:
            varies = [label for label in series.columns if not _same(series[label], default).all()]
            varied = pd.Series(static.index.isin(varies), index=static.index)
            changed = changed | varied
        if changed.any():
            first = static.index[np.flatnonzero(changed.to_numpy())[0]]
            value = str(static.at[first, attribute]) if attribute in static and not varied[first] else "a series"
            reasons = REFUSED.get(name, {})
            reason = reasons.get(str(attribute)) or reasons.get(port, message("fault.pypsa.attribute_not_carried"))
            remedy = sentences(message("remedy.pypsa.set_default", default=default), OTHERWISE)
            yield _fault(file, f"{name} {first!r}", str(attribute), value, reason, remedy)


def _set_sizes(component: Any, name: str, file: str) -> Iterator[Fault]:
    """Capacities that are set of what is not extendable: PyPSA raises KeyError on them."""
    static = component.static
    for nominal in ("p_nom", "s_nom", "e_nom"):
        if f"{nominal}_set" not in static:
            continue
        given = static[f"{nominal}_set"]
        for label in static.index[given.notna() & ~static[f"{nominal}_extendable"].astype(bool)]:
            rule = message("fault.pypsa.set_capacity")
            remedy = message("remedy.pypsa.set_extendable", nominal=nominal, nominal2=nominal)
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
        if row["type"] in LIMITS and not np.isnan(row.get("investment_period", np.nan)):
            rule = message("fault.pypsa.investment_periods")
            yield _fault(
                file, f"GlobalConstraint {label!r}", "investment_period", "", rule, message("remedy.common.leave_empty")
            )
