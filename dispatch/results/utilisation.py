"""Official utilisation rates of wind, PV and new energy: all causes, and system causes only.

Definitions of the National Energy Administration (风电场利用率监测统计管理办法, 2022-04-26; 光伏电站消纳监测统计管理办法, 2021), as the
National New Energy Consumption Monitoring Centre (全国新能源消纳监测预警中心) and the provinces publish them:

- all causes: generation over available energy
- system causes: available energy less what is curtailed for causes of the power system, over available energy. Such causes
  are load and peak-regulation capability, limits of the network, and secure operation; curtailment for other causes (prices,
  choices in the market) is left out

Curtailment of ``price_policy`` in the attribution is that of other causes, so far as it does not hold upward reserve: the
attribution does not separate the two.
"""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats
from dispatch.technologies import NEW_ENERGY

from .attribution import CAUSES, Attribution
from .saved_run import Saved

OTHER = "price_policy"
"""Cause of curtailment that is none of the power system."""
Rates = dict[str, float | None]
"""``all_causes`` and ``system_causes``, 0-1; None where nothing was available."""


def official_rates(saved: Saved, found: Attribution) -> dict[str, dict[str, Rates]]:
    """Return the rates by area and by ``wind``, ``pv`` and ``new_energy``; the area ``""`` is the region."""
    weight = np.asarray(saved.results["hour_weight"].values, dtype=float)
    other = found.share[..., CAUSES.index(OTHER)] * saved.array("curtailment")
    offered, made, excused = (
        np.einsum("t,tak->ak", weight, values)
        for values in (saved.array("available"), saved.array("generation"), other)
    )
    places = {"": list(range(len(saved.areas)))} | {area: [k] for k, area in enumerate(saved.areas)}
    groups = {"wind": ("wind",), "pv": ("pv",), "new_energy": NEW_ENERGY}
    kinds = {name: [saved.technologies.index(one) for one in members] for name, members in groups.items()}
    return {
        area: {
            name: _rates(*(values[np.ix_(here, of)] for values in (offered, made, excused)))
            for name, of in kinds.items()
        }
        for area, here in places.items()
    }


def _rates(offered: Floats, made: Floats, excused: Floats) -> Rates:
    """Return both rates of sums of energy in one unit."""
    whole = float(offered.sum())
    if whole <= 0:
        return {"all_causes": None, "system_causes": None}
    all_causes = float(made.sum()) / whole
    return {"all_causes": all_causes, "system_causes": min(all_causes + float(excused.sum()) / whole, 1.0)}
