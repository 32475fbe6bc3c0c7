"""Energy that moves within a window and is paid back in it: shiftable load and shifting demand response (L1)."""

from __future__ import annotations

import numpy as np

from dispatch.lp import LP, Expression, Parameter

from .frame import Assets, Frame


def shift(
    lp: LP, frame: Frame, name: str, assets: Assets, down: Parameter, up: Parameter, payback: Parameter, cost: Parameter
) -> Expression:
    """Net relief [GW] on (asset, hour): load taken away minus load added.

    down, up: most that may be taken away and added [GW] on (asset, hour); payback: energy paid back per energy moved;
    cost [million CNY/GWh]. Windows are consecutive blocks of each asset's ``window`` hours from the first hour on.
    """
    axes = (assets.axis, frame.hour)
    away = lp.variable(f"{name}_away", axes, upper=down, text="load taken away")
    back = lp.variable(f"{name}_back", axes, upper=up, text="load added")
    for hours in sorted(set(assets.rows["window"].astype(int))):
        window, of_hour = frame.blocks("window", hours)
        here = assets.flag((assets.rows["window"] == hours).to_numpy(dtype=float))
        # L1: sum of back over the window == payback x sum of away
        lp.constraint(
            f"L1_{name}_payback_{hours}h",
            back.group(of_hour) == away.group(of_hour) * payback,
            where=here * Parameter((window,), np.ones(len(window))),
            text=f"paid back within {hours} hours",
        )
    lp.cost("shifting", away * cost)
    lp.quantity(f"{name}_away", away)
    lp.quantity(f"{name}_back", back)
    return away - back
