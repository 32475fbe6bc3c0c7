"""Contributions of generic units and reservoirs to targets: energy by technology, capacity, CO2, consumption."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dispatch.case import feed_in, hourly_feed_in
from dispatch.case.schema import stated
from dispatch.lp import LP, Expression, Floats, Parameter, constant

from ..sets import Assets, Sets, among, flags, numbers
from .common import given, limited, weight


def energy(lp: LP, sets: Sets, technologies: Sequence[str]) -> Expression:
    """Return the energy that units of these technologies feed in over the window [GWh]: sign x output."""
    by_unit = energy_by_unit(lp, sets)
    keep = among(sets.table("units"), "technology", technologies)
    return (by_unit * Parameter(by_unit.axes, keep.astype(float))).sum()


def energy_by_unit(lp: LP, sets: Sets) -> Expression:
    """Return the energy that each unit feeds in over the window, on (unit,) [GWh]."""
    if "unit_feed_in" not in lp.quantities:
        return sets.zeros(sets.assets(sets.table("units"), "unit").axis)
    return (lp.quantities["unit_feed_in"] * weight(sets, "energy")).sum("hour")


def capacity(lp: LP, sets: Sets, table: str, technologies: Sequence[str]) -> Expression:
    """Return the capacity of units, or the discharge of reservoirs, of these technologies, given or chosen [GW]."""
    if not len(sets.table(table)):
        return constant(())
    name, column, chosen = {
        "units": ("unit", "capacity", "unit_capacity"),
        "reservoirs": ("reservoir", "discharge", "reservoir_size"),
    }[table]
    assets = sets.assets(sets.table(table), name)
    size = limited(assets) if table == "units" else Parameter((assets.axis,), assets.numbers(column))
    choice = assets.flag("extendable")
    own = constant((assets.axis,), (size * (1.0 - choice)).on(assets.axis))
    if choice.values.any():
        own = own + lp[chosen] * (1.0 if table == "units" else size)
    return (own * assets.where(among(assets.rows, "technology", technologies))).sum()


def inflow(lp: LP, sets: Sets, technologies: Sequence[str]) -> Expression:
    """Return the inflow of reservoirs of these technologies that is not spilt, and their initial content [GWh].

    Discharge equals this energy less the losses of the reservoirs, which ``losses`` deducts.
    """
    if "reservoir_natural" not in lp.quantities:
        return constant(())
    natural, stores = lp.quantities["reservoir_natural"], sets.table("reservoirs")
    return (natural * Parameter(natural.axes, among(stores, "technology", technologies).astype(float))).sum()


def co2(lp: LP, sets: Sets) -> Expression:
    """Return the CO2 of the output of units and of the content that reservoirs take from before the window [kt].

    A component without a stated emission counts as zero. If its technology may burn fuel, the case does not measure CO2.
    """
    total = constant(())
    if len(sets.table("units")):
        units = sets.assets(sets.table("units"), "unit")
        total = total + (lp["unit_output"] * _known(given(units, "co2")) * weight(sets, "energy")).sum()
    if len(sets.table("reservoirs")):
        stores = sets.assets(sets.table("reservoirs"), "reservoir")
        last = lp["reservoir_content"].select(sets.hour.select([sets.hour.labels[-1]])).sum("hour")
        taken = stores.column("initial") - last
        total = total + (taken * _known(stores.column("co2")) * _start(stores)).sum()
    return total


def highest_co2(sets: Sets) -> float:
    """Return the highest CO2 of any unit that generates, per energy fed in [kt/GWh]; zero without such units."""
    units = sets.assets(sets.table("units"), "unit")
    if not len(units):
        return 0.0
    _, most = feed_in(units.rows, sets.case.series)
    sign = units.numbers("sign")
    rates = _known(given(units, "co2")).values.max(axis=1) / np.where(sign == 0.0, 1.0, np.abs(sign))
    return float(np.where(most > 0.0, rates, 0.0).max())


def required_consumption(sets: Sets) -> Floats:
    """Return the energy that each consuming unit is required to take over the window, shape (units,) [GWh].

    Required is the larger of two sums: the minimum of every hour, and the share of the window in the minimum of the horizon.
    """
    units, hours = sets.table("units"), weight(sets, "energy").values
    if not len(units):
        return np.zeros(0)
    highest = np.array(
        [hourly_feed_in(row, sets.case.series)[1] * np.ones(len(hours)) for row in units.to_dict("records")]
    )
    highest[flags(units, "extendable")] = 0.0
    least, most = (numbers(units, f"energy_{end}") * numbers(units, "sign") for end in ("least", "most"))
    overall = -np.maximum(least, most) * sets.case.fraction
    required = np.maximum(np.maximum(-highest, 0.0) @ hours, np.maximum(overall, 0.0))
    return np.asarray(consumers(sets) * required, dtype=float)


def consumers(sets: Sets) -> Floats:
    """Return one for each unit that may consume and never generates, shape (units,)."""
    units = sets.table("units")
    if not len(units):
        return np.zeros(0)
    low, high = feed_in(units, sets.case.series)
    return ((low < 0.0) & (high <= 0.0)).astype(float)


def _known(rates: Parameter) -> Parameter:
    """Return the stated emissions, otherwise zero."""
    return Parameter(rates.axes, np.where(stated(rates.values), rates.values, 0.0))


def _start(stores: Assets) -> Parameter:
    return stores.where(stores.rows["boundary"].to_numpy() == "start")
