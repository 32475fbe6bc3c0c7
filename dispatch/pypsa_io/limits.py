"""Global constraints as limits of a case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from dispatch.messages import message, names

from .capacity_limits import Capacities
from .naming import Names
from .reader import Component, Content, Owner, Row
from .unsupported import LIMITS

_SENSES = {"<=": "most", "<": "most", ">=": "least", ">": "least", "==": "equal", "=": "equal"}
"""Senses that linopy takes."""


def limits(network: Any, content: Content, unit: Names, link: Names, store: Names) -> None:
    """Add limits on what carriers emit, or give, in sum, and on sums of capacities that are chosen."""
    labels, capacities = Names(), Capacities(network, content, unit, link, store)
    for label, row in network.c.global_constraints.static.iterrows():
        owner, energy = Owner("GlobalConstraint", str(label)), row["type"] in ("primary_energy", "operational_limit")
        if row["type"] not in LIMITS:
            content.notes.append(message("remark.constraint_of_ignored_type", label=label, kind=row["type"]))
            continue
        if energy:
            factors = _rates(network, content, owner, row["carrier_attribute"], row["type"] == "primary_energy")
            terms = list(_terms(network, content, factors, row["type"] == "primary_energy", unit, store))
        else:
            terms = list(capacities.terms(row))
        if row["sense"] not in _SENSES:
            rule = message("fault.pypsa.sense")
            remedy = message("remedy.pypsa.senses", senses=names(tuple(_SENSES)))
            content.fault(Owner(owner.kind, owner.label, "sense"), str(row["sense"]), rule, remedy)
        elif not terms:
            content.notes.append(message("remark.constraint_without_terms", label=label))
        else:
            amount = {"limit": labels(label), "sense": _SENSES[row["sense"]], "amount": float(row["constant"])}
            amount["quantity"] = "energy" if energy else "capacity"
            content.add("limits", amount, owner)
            for term in terms:
                content.add("limit_terms", {"limit": labels(label)} | term, owner)
    for label, amount, terms in capacities.of_buses(labels):
        content.add("limits", amount, Owner("Bus", label))
        for term in terms:
            content.add("limit_terms", {"limit": amount["limit"]} | term, Owner("Bus", label))


def _rates(network: Any, content: Content, owner: Owner, attribute: str, emits: bool) -> dict[str, float]:
    """Return what a carrier counts, by carrier: of primary energy its rate in the column that the limit names."""
    if not emits:
        return {attribute: 1.0}
    carriers = network.c.carriers.static
    if attribute not in carriers:
        rule = message("fault.pypsa.carrier_column")
        remedy = message("remedy.pypsa.carrier_column")
        content.fault(Owner(owner.kind, owner.label, "carrier_attribute"), str(attribute), rule, remedy)
        return {}
    rates = pd.to_numeric(carriers[attribute], errors="coerce")
    for carrier in rates.index[~np.isfinite(rates)]:
        rule, value = message("fault.pypsa.limit_number"), str(carriers.at[carrier, attribute])
        content.fault(Owner("Carrier", str(carrier), attribute), value, rule, message("remedy.pypsa.give_rate_0"))
    return {str(carrier): float(rate) for carrier, rate in rates.items() if np.isfinite(rate) and rate != 0.0}


def _terms(
    network: Any, content: Content, factors: dict[str, float], emits: bool, unit: Names, store: Names
) -> Iterator[Row]:
    generators = Component(network, "Generator", content)
    for label in generators:
        rate = factors.get(str(generators.value(label, "carrier")))
        if rate is None:
            continue
        efficiency = generators.series(label, "efficiency") if emits else np.ones(generators.hours)
        wrong = (efficiency == 0.0) | ~np.isfinite(efficiency)
        if wrong.any():
            rule = message("fault.pypsa.limit_divides")
            generators.fault(
                label, "efficiency", f"{efficiency[wrong][0]:g}", rule, message("remedy.pypsa.give_efficiency")
            )
            continue
        term: Row = {"table": "units", "asset": unit(label, "Generator"), "factor": rate / efficiency[0]}
        yield term | generators.profile(label, "efficiency", "factor", rate / efficiency)
    for name, cyclic in (("StorageUnit", "cyclic_state_of_charge"), ("Store", "e_cyclic")):
        component = Component(network, name, content)
        for label in component:
            rate = factors.get(str(component.value(label, "carrier")))
            if rate is not None and not component.value(label, cyclic):
                yield {"table": "reservoirs", "asset": store(label, name), "factor": rate}
