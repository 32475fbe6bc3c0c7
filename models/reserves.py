"""Spinning reserve per dispatcher and area: requirement, who holds it, shortfall (Y1, Y2)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Floats, Parameter
from dispatch.messages import message

from .load import demand
from .renewables import forecast, growth
from .sets import Contribution, Sets, numbers


def requirement(sets: Sets, direction: str) -> Parameter:
    """R: load share x load + max(share of the forecast wind and PV, largest single loss) [GW] on (zone, hour)."""
    of_load, of_forecast, single = shares(sets, direction)
    return Parameter((sets.zone, sets.hour), of_load + np.maximum(of_forecast * forecast(sets).values, single))


def shares(sets: Sets, direction: str) -> tuple[Floats, Floats, Floats]:
    """Share of load x load [GW], shape (zone, hour); share of the forecast, and largest single loss [GW], (zone, 1)."""
    rules = sets.rules
    loads = sets.assets(sets.table("load"), "load")
    zone = loads.to_zone().group
    load = np.zeros((len(sets.zone), len(sets.hour)))
    np.add.at(load, zone[zone >= 0], demand(sets, loads).values[zone >= 0])
    single = numbers(rules, "largest_unit" if direction == "up" else "largest_load")[:, None]
    of_load, of_forecast = (numbers(rules, f"{kind}_{direction}")[:, None] for kind in ("load", "vre"))
    return of_load * load, of_forecast, single


def add(lp: LP, sets: Sets, contributions: list[Contribution]) -> None:
    """Columns on (zone, hour) [GW]: shortfall. Quantities per direction: required, held, held by each kind, shortfall.

    Holding more than is required is worth nothing, so that the rows are equalities: what is held is what counts.
    """
    if not len(sets.zone):
        return
    prices = sets.case.prices
    for row, grown, direction, price in (
        ("Y1_reserve_up", "K6_forecast_up", "up", prices.reserve_shortfall_up),
        ("Y2_reserve_down", "K7_forecast_down", "down", prices.reserve_shortfall_down),
    ):
        required = requirement(sets, direction)
        held = sets.zeros(sets.zone, sets.hour)
        for contribution in contributions:
            providers: dict[str, Expression] = getattr(contribution, direction)
            for kind, reserve in providers.items():
                lp.quantity(f"reserve_{direction}_{kind}", reserve)
                held = held + reserve
        more = _more(sets, direction)
        limit = sets.shortfall_limit(f"reserve_shortfall_{direction}", sets.zone)
        shortfall = lp.variable(
            f"shortfall_{direction}",
            (sets.zone, sets.hour),
            upper=limit if more is not None else limit.minimum(required),
            where=required if more is None else None,  # added capacity requires reserve where given capacity does not
            text=message(f"variable.shortfall_{direction}"),
        )
        # Y1: sum of r_up + shortfall = R_up;  Y2: sum of r_down + shortfall = R_down
        if more is None:
            lp.constraint(row, held + shortfall == required, text=message(f"constraint.reserve_{direction}"))
        else:
            # Where measures add wind and PV the forecast, and with it one side of the maximum, holds variables.
            lp.constraint(row, held + shortfall >= required, text=message(f"constraint.reserve_{direction}"))
            lp.constraint(grown, held + shortfall >= more, text=message(f"constraint.forecast_reserve_{direction}"))
        lp.cost(f"reserve_shortfall_{direction}", shortfall * price)
        lp.quantity(f"reserve_required_{direction}", required)
        lp.quantity(f"reserve_held_{direction}", held)
        lp.quantity(f"reserve_shortfall_{direction}", shortfall)


def _more(sets: Sets, direction: str) -> Expression | None:
    """Load share x load + share of the forecast with what measures add to it [GW], on (zone, hour); None where measures
    add to no forecast."""
    added = growth(sets)
    if added is None:
        return None
    of_load, of_forecast, _ = shares(sets, direction)
    given = Parameter((sets.zone, sets.hour), of_load + of_forecast * forecast(sets).values)
    return added * Parameter((sets.zone,), of_forecast[:, 0]) + given
