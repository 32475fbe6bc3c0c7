"""What demand response can be counted on for: its capability, as long as its hours and calls are not used up."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats
from dispatch.results.saved_run import Saved

from . import calendar

USED_UP = 1.0 - 1e-6


def countable(saved: Saved) -> Floats:
    """Relief that response offers, (hours, areas) [MW]: of programmes that shed, the capability where the run has hours
    and calls left in the window and hours left in the day, else what they shed; of what shifts, its net relief."""
    programmes, shed = saved.labels("programme"), saved.array("shed")
    offered = np.array(shed)
    share = len(saved.time) / int(saved.results.attrs["hours_of_horizon"])
    days = calendar.days(saved.time)
    rows = saved.given("demand_response")
    for k, name in enumerate(programmes):
        row = rows[rows["programme"] == name].iloc[0]
        capability = float(row["capability"])
        if capability <= 0.0:
            continue
        used = shed[:, k] / capability
        by_day = days.sum(used)
        called = np.zeros(len(days.labels))
        np.maximum.at(called, days.of_hour, used)
        left = (
            used.sum() < float(row["hours"]) * share * USED_UP and called.sum() < float(row["calls"]) * share * USED_UP
        )
        today = by_day < float(row["call_hours"]) * USED_UP
        if left:
            offered[:, k] = np.where(today[days.of_hour], capability, shed[:, k])
    moved = saved.array("demand_response") - saved.inside(shed, "programme") + saved.array("shifted_load")
    return saved.inside(offered, "programme") + moved
