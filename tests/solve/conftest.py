"""Small chains of hours: stores, capacity that is committed by day, and budgets of the whole horizon."""

from collections.abc import Callable

import numpy as np
import pytest

from dispatch.lp import LP, Axis, Mapping, Matrix, Parameter
from dispatch.solve import highs, selection
from dispatch.solve.decomposition import column_search, sampled_weeks, state

LENGTH = 48
"""Hours of a time window in these tests: as many windows as of weeks, in two sevenths of the hours, and so of the time."""
WEEK = state.LENGTH
Chain = Callable[..., Matrix]


def cut(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    """Set the hours of a time window for a test."""
    lengths = [(module, "LENGTH") for module in (state, selection, column_search)]
    for module, name in (*lengths, (sampled_weeks, "STRETCH")):
        monkeypatch.setattr(module, name, length)


@pytest.fixture(autouse=True)
def any_threads() -> None:
    """HiGHS as it begins: the number of threads that another test requested holds for the whole process, and HiGHS driven
    by hand with another number does not start."""
    highs.reset_scheduler()


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> Chain:
    """LP of a chain of hours, from a seed; time windows have ``LENGTH`` hours."""
    cut(monkeypatch, LENGTH)

    def build(seed: int, hours: int = 480, plants: int = 3, budgets: bool = True, capacities: bool = False) -> Matrix:
        rng = np.random.default_rng(seed)
        lp = LP()
        steps = np.arange(hours)
        hour = Axis("hour", tuple(f"h{k}" for k in steps), steps, steps)
        first = steps[::24]
        day = Axis("day", tuple(f"d{k}" for k in range(len(first))), first, np.minimum(first + 23, hours - 1))
        of_day = Mapping(hour, day, steps // 24)
        plant = Axis("plant", tuple(f"p{k}" for k in range(plants)))
        store = Axis("store", ("pond",))
        load = 10 + 3 * np.sin(steps / 24 * 2 * np.pi) + rng.normal(0, 1, hours)
        size = Parameter((plant,), rng.uniform(4, 8, plants))
        added = lp.variable("added", (plant,), upper=3.0) if capacities else None
        online = lp.variable("online", (plant, day), upper=size if added is None else (size + added).over(day))
        start = lp.variable("start", (plant, day))
        output = lp.variable("output", (plant, hour), upper=online.at(of_day))
        lp.constraint("minimum", output >= 0.4 * online.at(of_day))
        lp.constraint("started", start >= online - online.shift(1, "day", cyclic=True))
        charge = lp.variable("charge", (store, hour), upper=2.0)
        discharge = lp.variable("discharge", (store, hour), upper=2.0)
        level = lp.variable("level", (store, hour), upper=8.0)
        lp.constraint("content", level == level.shift(1, cyclic=True) + 0.9 * charge - discharge)
        unserved = lp.variable("unserved", (hour,), upper=Parameter((hour,), np.maximum(load, 0)))
        spilled = lp.variable("spilled", (hour,))
        supply = output.sum("plant") + (discharge - charge).sum("store") + unserved - spilled
        lp.constraint("balance", supply == Parameter((hour,), load))
        if budgets:
            use = output.sum("hour")
            fuel = Parameter((plant,), rng.uniform(0.3, 0.6, plants) * size.values * hours)
            lp.constraint("fuel", use <= (fuel if added is None else added * (0.5 * hours) + fuel))
            lp.constraint("least", unserved.sum("hour") <= 0.5 * float(load.sum()))
        lp.cost("fuel", output * Parameter((plant,), rng.uniform(0.1, 0.4, plants)))
        lp.cost("start", start * Parameter((plant,), rng.uniform(0.5, 2.0, plants)))
        if added is not None:
            lp.cost("capacity", added * (1.0 * hours))
        lp.cost("lost", unserved * 10.0 + spilled * 0.01)
        return lp.matrix()

    return build
