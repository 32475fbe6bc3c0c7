"""Heat networks: CHP heat and peak boilers meet the demand (H1, T9)."""

from __future__ import annotations

from dispatch.lp import LP, Expression, Mapping

from .frame import Assets, Frame


def add(lp: LP, frame: Frame, fleets: Assets, online: Expression) -> Expression:
    """Columns [GW of heat]: heat Q on (chp, hour), boiler on (network, hour). Returns Q on (fleet, hour).

    ``online``: capacity online on (fleet, hour). Quantities: heat_demand, heat_boiler.
    """
    networks = frame.assets(frame.table("heat"), "network")
    if not len(networks):
        return frame.zeros(fleets.axis, frame.hour)
    chp = fleets.subset(fleets.rows["network"].to_numpy() != "", "fleet")
    heat = lp.variable("heat", (chp.axis, frame.hour), text="heat output Q")
    # T9: Q <= heat ratio x U
    lp.constraint("T9_heat_limit", heat <= online.select(chp.axis) * chp.column("heat_ratio"), text="most heat")
    boiler = lp.variable("boiler", (networks.axis, frame.hour), text="heat of peak boilers")
    feeds = Mapping(chp.axis, networks.axis, networks.axis.positions(chp.texts("network")))
    demand = networks.profile() * networks.column("peak")
    # H1: sum of Q + boiler = heat demand
    lp.constraint("H1_heat_balance", heat.group(feeds) + boiler == demand, text="heat balance of a network")
    lp.cost("heat_boiler", boiler * networks.column("boiler_cost"))
    lp.quantity("heat_boiler", boiler)
    lp.quantity("heat_demand", demand)
    return heat.extend(fleets.axis)
