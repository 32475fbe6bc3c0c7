"""Energy that moves within a window and is paid back in it: shiftable load and shifting demand response (L1)."""

from __future__ import annotations

from dispatch.lp import LP, Expression, Parameter
from dispatch.messages import message

from .sets import Amount, Assets, Sets


def shift(
    lp: LP, sets: Sets, name: str, assets: Assets, down: Amount, up: Amount, payback: Parameter, cost: Parameter
) -> tuple[Expression, Expression]:
    """Net relief (load taken away less load added) and load taken away [GW], on (asset, hour).

    down, up: most that may be taken away and added [GW] on (asset, hour); payback: energy paid back per energy moved;
    cost [million CNY/GWh]. Windows are consecutive blocks of each asset's ``window`` hours from the first hour on.
    """
    axes = (assets.axis, sets.hour)
    away = lp.variable(f"{name}_away", axes, upper=down, text=message(f"variable.{name}_away"))
    back = lp.variable(f"{name}_back", axes, upper=up, text=message(f"variable.{name}_back"))
    windows = assets.numbers("window").astype(int)
    for hours in sorted(set(windows)):
        window = sets.blocks("window", int(hours))
        # L1: sum of back over the window = payback x sum of away
        lp.constraint(
            f"L1_{name}_payback_{hours}h",
            back.group(window.of_hour) == away.group(window.of_hour) * payback,
            where=assets.where(windows == hours),
            text=message("constraint.paid_back_within", hours=hours),
        )
    lp.cost("shifting", away * cost)
    lp.quantity(f"{name}_away", away)
    lp.quantity(f"{name}_back", back)
    return away - back, away
