"""Heat networks: CHP heat and peak boilers, which burn fuel, meet the demand (H1, H2, T9)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Mapping, Parameter
from dispatch.messages import message

from .sets import Assets, Sets

FUEL_PER_HEAT = 3.6 / 29.3076
"""ktce/GWh: coal equivalent of a unit of heat (GB/T 2589)."""


def add(lp: LP, sets: Sets, fleets: Assets, online: Expression) -> Expression:
    """Columns [GW of heat]: heat Q on (chp, hour), boiler on (network, hour). Returns Q on (fleet, hour).

    ``online``: capacity online on (fleet, hour). Quantities: heat_demand, heat_boiler; on
    (network,): boiler_fuel [ktce], boiler_co2 [kt].
    """
    networks = sets.assets(sets.table("heat"), "network")
    if not len(networks):
        return sets.zeros(fleets.axis, sets.hour)
    chp = fleets.subset(fleets.rows["network"].to_numpy() != "", "fleet")
    heat = lp.variable("heat", (chp.axis, sets.hour), text=message("variable.heat"))
    # T9: Q <= heat ratio x U
    lp.constraint(
        "T9_heat_limit",
        heat <= online.select(chp.axis) * chp.column("heat_ratio"),
        text=message("constraint.maximum_heat"),
    )
    size = networks.numbers("boiler_capacity")
    # H2: boiler <= capacity, where it is given
    most = Parameter((networks.axis,), np.where(size < 0.0, np.inf, size)) * sets.every_hour
    boiler = lp.variable("boiler", (networks.axis, sets.hour), upper=most, text=message("variable.boiler"))
    feeds = Mapping(chp.axis, networks.axis, networks.axis.positions(chp.texts("network")))
    demand = networks.profile() * networks.column("peak")
    # H1: sum of Q + boiler = heat demand
    lp.constraint(
        "H1_heat_balance",
        heat.group(feeds) + boiler == demand,
        demand="heat.peak",
        unit="MW",
        text=message("constraint.heat_balance_network"),
    )
    lp.cost("heat_boiler", boiler * networks.column("boiler_cost"))
    _fuel(lp, sets, networks, boiler)
    lp.quantity("heat_boiler", boiler)
    lp.quantity("heat_demand", demand)
    return heat.extend(fleets.axis)


def _fuel(lp: LP, sets: Sets, networks: Assets, boiler: Expression) -> None:
    """Fuel and CO2 of boilers whose fuel is given, and what they cost."""
    fuels = sets.table("fuels").set_index("fuel").reindex(networks.texts("boiler_fuel"))
    emission, price = (
        Parameter((networks.axis,), np.nan_to_num(fuels[name].to_numpy(dtype=float))) for name in ("co2", "price")
    )
    given = networks.where(networks.rows["boiler_fuel"].to_numpy() != "")
    burnt = boiler.sum("hour") * (given * FUEL_PER_HEAT / networks.column("boiler_efficiency"))
    co2 = burnt * emission
    lp.cost("fuel", burnt * price)
    lp.cost("co2", co2 * sets.case.prices.co2)
    lp.quantity("boiler_fuel", burnt)
    lp.quantity("boiler_co2", co2)
