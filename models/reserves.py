"""Spinning reserve per dispatcher and area: requirement, who holds it, shortfall (Y1, Y2)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Parameter

from .frame import Contribution, Frame
from .load import demand
from .renewables import forecast


def requirement(frame: Frame, direction: str) -> Parameter:
    """load share x load + max(share of the forecast wind and PV, largest single loss) [GW] on (zone, hour)."""
    rules = frame.rules
    loads = frame.assets(frame.table("load"), "load")
    zone = loads.to_zone().group
    load = np.zeros((len(frame.zone), len(frame.hour)))
    np.add.at(load, zone[zone >= 0], demand(frame, loads).values[zone >= 0])
    single = rules["largest_unit" if direction == "up" else "largest_load"].to_numpy()[:, None]
    share, of_forecast = (rules[f"{kind}_{direction}"].to_numpy()[:, None] for kind in ("load", "vre"))
    values = share * load + np.maximum(of_forecast * forecast(frame).values, single)
    return Parameter((frame.zone, frame.hour), values)


def add(lp: LP, frame: Frame, contributions: list[Contribution]) -> None:
    """Columns on (zone, hour) [GW]: shortfall. Quantities per direction: required, held, held by each kind, shortfall."""
    if not len(frame.zone):
        return
    prices = frame.case.prices
    # Y1: sum of r_up + shortfall >= requirement, and Y2 likewise for r_down
    for row, direction, price in (
        ("Y1_reserve_up", "up", prices.reserve_shortfall_up),
        ("Y2_reserve_down", "down", prices.reserve_shortfall_down),
    ):
        required = requirement(frame, direction)
        held = frame.zeros(frame.zone, frame.hour)
        for contribution in contributions:
            providers: dict[str, Expression] = getattr(contribution, direction)
            for kind, reserve in providers.items():
                lp.quantity(f"reserve_{direction}_{kind}", reserve)
                held = held + reserve
        shortfall = lp.variable(
            f"shortfall_{direction}", (frame.zone, frame.hour), upper=required, where=required, text="reserve not held"
        )
        lp.constraint(row, held + shortfall >= required, where=required, text=f"reserve {direction}")
        lp.cost(f"reserve_shortfall_{direction}", shortfall * price)
        lp.quantity(f"reserve_required_{direction}", required)
        lp.quantity(f"reserve_held_{direction}", held)
        lp.quantity(f"reserve_shortfall_{direction}", shortfall)
