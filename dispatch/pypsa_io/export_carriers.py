"""Carriers of an exported network: in PyPSA emissions and limits are those of carriers, not of assets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from dispatch.arrays import Floats
from dispatch.messages import message

from .network_builder import NetworkBuilder

Rates = tuple[float | None, ...]
"""Emission [t/MWh] (None: not known), then what is counted in each limit."""
_DIGITS = 12
"""Significant digits in which rates that are one must agree."""
_PLACELESS = ("GlobalConstraint", "Load", "Bus")


def carriers(builder: NetworkBuilder) -> None:
    """Add carriers, one for each carrier of the case and set of rates. What differs by efficiency alone stays one carrier:
    the emission of a carrier over the efficiency of a generator is that of its output. Refuse rates that change over time otherwise.
    """
    limits = [str(name) for name in builder.case.tables["limits"]["limit"]]
    least = _least_emissions(builder)
    found: dict[str, list[Rates]] = {"AC": [(0.0,) * (1 + len(limits))]}
    for kind, name, carrier in _assets(builder):
        emission, own = builder.co2.get((kind, name), 0.0), builder.rates.get((kind, name), {})
        efficiency: float | Floats = 1.0
        if kind == "Generator" and np.all(np.multiply(emission, least.get(carrier, 0.0)) > 0.0):
            builder.rows[kind][name]["efficiency"] = efficiency = least[carrier] / emission
        rates = [_constant(emission * efficiency), *(_constant(own.get(limit, 0.0) * efficiency) for limit in limits)]
        for limit, rate in zip(limits, rates[1:], strict=True):
            if rate is None:
                rule = message("fault.pypsa.time_varying_factor")
                builder.refuse("limit_terms", f"{limit} {name}", "factor_profile", rule)
        if rates[0] is None and not np.isnan(emission).all():
            builder.notes.append(message("remark.co2_over_time", name=name))
        known = found.setdefault(carrier, [])
        if tuple(rates) not in known:
            known.append(tuple(rates))
        builder.rows[kind][name]["carrier"] = _name(carrier, known.index(tuple(rates)))
    rows = {
        _name(carrier, number): {"co2_emissions": emission}
        | {f"limit {limit}": rate for limit, rate in zip(limits, others, strict=True)}
        for carrier, sets in found.items()
        for number, (emission, *others) in enumerate(sets)
    }
    builder.rows = {"Carrier": rows} | builder.rows


def _name(carrier: str, number: int) -> str:
    return carrier + (f" {number + 1}" if number else "")


def _assets(builder: NetworkBuilder) -> Iterator[tuple[str, str, str]]:
    """Yield class, name and carrier of all that has one."""
    for kind, rows in builder.rows.items():
        if kind not in _PLACELESS:
            yield from ((kind, name, row.get("carrier") or "other") for name, row in rows.items())


def _least_emissions(builder: NetworkBuilder) -> dict[str, float]:
    """Return the emission of each carrier that is nearest to zero, of those that are not zero; none where signs differ."""
    found: dict[str, list[float]] = {}
    for kind, name, carrier in _assets(builder):
        values = np.atleast_1d(builder.co2.get((kind, name), 0.0))
        found.setdefault(carrier, []).extend(values[np.isfinite(values) & (values != 0.0)])
    return {
        carrier: float(min(values, key=abs))
        for carrier, values in found.items()
        if values and min(values) * max(values) > 0
    }


def _constant(values: Any) -> float | None:
    """Return the number that all values are, to some digits; None where there is none."""
    rounded = {float(f"{value:.{_DIGITS}g}") for value in np.atleast_1d(values)}
    return rounded.pop() + 0.0 if len(rounded) == 1 and np.isfinite(values).all() else None
