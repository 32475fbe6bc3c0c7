"""Global constraints as limits of a case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from .naming import Names
from .reader import Component, Content, Owner, Row

_SENSES = {"<=": "most", "<": "most", ">=": "least", ">": "least", "==": "equal", "=": "equal"}
"""Senses that linopy takes."""


def limits(network: Any, content: Content, unit: Names, store: Names) -> None:
    """Add limits on what carriers emit, or give, in sum."""
    names = Names()
    for label, row in network.c.global_constraints.static.iterrows():
        owner = Owner("GlobalConstraint", str(label))
        factors = _rates(network, content, owner, row["carrier_attribute"], row["type"] == "primary_energy")
        terms = list(_terms(network, content, factors, row["type"] == "primary_energy", unit, store))
        if row["sense"] not in _SENSES:
            rule = "linopy knows no such sense"
            remedy = f"There are {', '.join(_SENSES)}."
            content.fault(Owner(owner.kind, owner.label, "sense"), str(row["sense"]), rule, remedy)
        elif not terms:
            content.notes.append(f"GlobalConstraint {label}: it limits nothing that there is, left out")
        else:
            amount = {"limit": names(label), "sense": _SENSES[row["sense"]], "amount": float(row["constant"])}
            content.add("limits", amount, owner)
            for term in terms:
                content.add("limit_terms", {"limit": names(label)} | term, owner)


def _rates(network: Any, content: Content, owner: Owner, attribute: str, emits: bool) -> dict[str, float]:
    """Return what a carrier counts, by carrier: of primary energy its rate in the column that the limit names."""
    if not emits:
        return {attribute: 1.0}
    carriers = network.c.carriers.static
    if attribute not in carriers:
        rule = "the carriers have no such column"
        remedy = "Give the name of a column of n.carriers with rates, such as co2_emissions."
        content.fault(Owner(owner.kind, owner.label, "carrier_attribute"), str(attribute), rule, remedy)
        return {}
    rates = pd.to_numeric(carriers[attribute], errors="coerce")
    for carrier in rates.index[~np.isfinite(rates)]:
        rule, value = "not a number that a limit could count", str(carriers.at[carrier, attribute])
        content.fault(Owner("Carrier", str(carrier), attribute), value, rule, "Give the rate, or 0.")
    return {str(carrier): float(rate) for carrier, rate in rates.items() if np.isfinite(rate) and rate != 0.0}


def _terms(
    network: Any, content: Content, factors: dict[str, float], emits: bool, unit: Names, store: Names
) -> Iterator[Row]:
    generators = Component(network, "Generator", content)
    for label in generators:
        rate = factors.get(str(generators.value(label, "carrier")))
        if rate is None:
            continue
        efficiency = generators.number(label, "efficiency") if emits else 1.0
        if efficiency == 0.0 or not np.isfinite(efficiency):
            rule = "a limit divides by it"
            generators.fault(label, "efficiency", f"{efficiency:g}", rule, "Give the efficiency.")
            continue
        yield {"table": "units", "asset": unit(label, "Generator"), "factor": rate / efficiency}
    for name, cyclic in (("StorageUnit", "cyclic_state_of_charge"), ("Store", "e_cyclic")):
        component = Component(network, name, content)
        for label in component:
            rate = factors.get(str(component.value(label, "carrier")))
            if rate is not None and not component.value(label, cyclic):
                yield {"table": "reservoirs", "asset": store(label, name), "factor": rate}
