"""Measures: what the LP decides costs the same as the case in which it is built, for every kind."""

import numpy as np
import pytest

from dispatch.app.assemble import build
from dispatch.case import Built, as_built, expanding
from models.expansion import annuity

COAL = {"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3, "minimum_other": 0.3, "minimum_heating": 0.5}
COAL |= {"own_use": 0.05, "forced_outage": 0.1, "minimum_online": 0.8, "reserve_up": 0.3, "reserve_down": 0.3}
WIND = {"asset": "wind", "capacity": 400, "profile": "gust", "own_use": 0.02, "reserve_down": 1, "reserve_up": 0.5}
SUN = {"asset": "sun", "technology": "pv", "capacity": 100, "profile": "gust", "own_use": 0.01, "reserve_down": 1}
STORE = {"asset": "store", "capacity": 50, "energy": 100, "charge_efficiency": 0.9, "discharge_efficiency": 0.8}
STORE |= {"minimum_level": 0.1, "reserve": 0.5, "reserve_hours": 2}
PAID = {"cost": 1e6, "lifetime": 20, "rate": 0.05, "upkeep": 0.02}
HOURS = 48
CONTENT = {
    "areas": [{"grid": "west"}, {"area": "B"}],
    "pockets": [{}, {"pocket": "q"}, {"pocket": "s", "area": "B"}],
    "dispatchers": [{"load_up": 0.03, "vre_up": 0.1, "largest_unit": 30, "load_down": 0.02, "vre_down": 0.05}],
    "load": [700 + 200 * np.sin(t / 4) for t in range(HOURS)],
    "loads": [{"load": "other", "energy": 50 * HOURS, "profile": "one", "area": "B", "pocket": "s", "dispatcher": "e"}],
    "series": {"gust": [abs(np.sin(t / 7)) for t in range(HOURS)]},
    "settings": {
        "commitment": {"period_hours": 24, "minimum_up_hours": 24, "minimum_down_hours": 24},
        "tie_break": {"curtailment": 0.01},
    },
    "thermal": [COAL | {"maintenance": 0.2}],
    "renewables": [WIND, SUN, WIND | {"asset": "far", "pocket": "q", "capacity": 300}],
    "storage": [STORE, STORE | {"asset": "lake", "boundary": "given", "initial": 0.4}],
    "demand_response": [
        {"programme": "event", "capability": 40, "cost": 200, "hours": 4, "calls": 1, "call_hours": 3, "reserve": True},
        {"programme": "move", "kind": "shift", "capability": 40, "cost": 5, "window": 12, "payback_loss": 0.1},
    ],
    "electrolysers": [{"asset": "gas", "capacity": 60, "yearly": 20, "minimum": 0.1, "reserve": True}],
    "lines": [
        {"line": "ab", "from_area": "A", "from_pocket": "p", "to_area": "B", "to_pocket": "s", "loss": 0.02}
        | {"forward": 30, "backward": 20}
    ],
    "sections": [{"section": "cut", "month": m, "forward": 150, "backward": 100} for m in range(1, 13)],
    "section_weights": [{"section": "cut", "pocket": "q", "weight": 1}],
    "corridors": [
        {"corridor": "south", "capacity": 60, "energy": 50 * HOURS, "band": 0.2, "tolerance": 0.05, "price": 300}
    ],
    "measures": [
        {"measure": "more wind", "kind": "wind", "extends": "wind", "most": 300},
        {"measure": "more sun", "kind": "pv", "extends": "sun", "most": 300},
        {"measure": "cells", "kind": "storage", "extends": "store", "most": 200, "least_hours": 2, "most_hours": 6},
        {"measure": "pond", "kind": "storage", "extends": "lake", "most": 200, "cost_energy": 1e5},
        {"measure": "new coal", "kind": "retrofit", "extends": "coal", "most": 900, "minimum_heating": 0.2},
        {"measure": "frugal", "kind": "efficiency", "extends": "coal", "most": 900, "fuel_saving": 0.02},
        {"measure": "closed", "kind": "retirement", "extends": "coal", "most": 900, "saved_upkeep": 2e4},
        {"measure": "far sun", "kind": "pv", "extends": "sun", "most": 100, "located_at": "far"},
        {"measure": "far cells", "kind": "storage", "extends": "store", "most": 100, "located_at": "far"},
        {"measure": "events", "kind": "demand_response", "extends": "event", "most": 100},
        {"measure": "moves", "kind": "demand_response", "extends": "move", "most": 100},
        {"measure": "more gas", "kind": "electrolyser", "extends": "gas", "most": 100},
        {"measure": "wire", "kind": "line", "extends": "ab", "most": 50},
        {"measure": "wider", "kind": "section", "extends": "cut", "most": 200},
        {"measure": "longer", "kind": "corridor", "extends": "south", "most": 50},
    ],
}
SIZES = {
    "more wind": Built(0.1),
    "more sun": Built(0.2),
    "cells": Built(0.1, 0.3),
    "pond": Built(0.05, 0.1),
    "new coal": Built(0.4),
    "frugal": Built(0.2),
    "closed": Built(0.1),
    "far sun": Built(0.1),
    "far cells": Built(0.05, 0.2),
    "events": Built(0.03),
    "moves": Built(0.02),
    "more gas": Built(0.05),
    "wire": Built(0.02),
    "wider": Built(0.1),
    "longer": Built(0.03),
}
CONTENT["measures"] = [PAID | row for row in CONTENT["measures"]]
CONTENT["series"]["one"] = [1.0] * HOURS
CONTENT["dispatchers"].append({"dispatcher": "e", "area": "B"})


@pytest.fixture(scope="module")
def case(tiny):
    return tiny(**CONTENT)


def fixed(lp, sizes):
    """The LP with every measure at its size."""
    for name, attribute in (("added", "power"), ("added_energy", "energy")):
        form = lp[name]
        for k, label in enumerate(form.axes[0].labels):
            if lp.variables[name].index[k] >= 0:
                size = getattr(sizes.get(label, Built(0.0)), attribute)
                one = form.select(form.axes[0].select([label])).sum()
                lp.constraint(f"fixed_{name}_{k}", one == size)
    return lp


@pytest.mark.parametrize("names", [*([name] for name in SIZES), list(SIZES)], ids=lambda names: "+".join(names))
def test_decided_or_built_it_is_the_same_lp(case, solve, names):
    """Operation costs the same in the case that a planner would write, and so do the targets."""
    sizes = {name: SIZES[name] for name in names}
    lp = build(expanding(case, names))
    decided, existing = solve(fixed(lp, sizes)), solve(as_built(case, sizes))
    paid = decided.point.costs["measures"]
    assert paid > 0
    assert decided.cost - paid == pytest.approx(existing.cost, rel=1e-7)  # that of the solver


@pytest.mark.parametrize(("days", "at_limit"), [(2.4, True), (0.6, False)])
def test_levelled_outages_stay_as_they_are_where_measures_are_built(tiny, solve, days, at_limit):
    """A week of January and a calmer one of February, with less load: it has most of the outages, in the case that
    decides, where the retrofit leaves service with its share (or 97 % could not stay online), and in the one that is
    built, where the plan does not reckon with the new wind and reckons with the coal that retires. Outages at the limit of a share
    do not depend on the capacity; those below it raise the calmer week to the height of the other."""
    fortnight = 7 * HOURS
    load = [value * (1.0 if t < 168 else 0.6 if at_limit else 0.95) for t, value in enumerate(CONTENT["load"] * 7)]
    levelled = CONTENT["settings"]["commitment"] | {
        "minimum_up_hours": 48,
        "minimum_down_hours": 48,
        "maintenance": "levelled",
    }
    content = CONTENT | {
        "load": load,
        "loads": [CONTENT["loads"][0] | {"energy": 50 * fortnight}],
        "series": {
            "gust": [abs(np.sin(t / 7)) * (1.0 if t < 168 else 0.5) for t in range(fortnight)],
            "one": [1.0] * fortnight,
        },
        "settings": CONTENT["settings"] | {"commitment": levelled, "start": "2030-01-25"},
        "thermal": [COAL | {"maintenance": days, "minimum_online": 0.97}],
        "corridors": [CONTENT["corridors"][0] | {"energy": 50 * fortnight}],
    }
    case = tiny(**content)
    lp = build(expanding(case, list(SIZES)))
    decided, existing = solve(fixed(lp, SIZES)), solve(as_built(case, SIZES))
    outage = existing.value("thermal_outage").sum(axis=0)
    assert outage[1] > outage[0] > 0
    assert (outage[1] == pytest.approx(0.3 * 0.9)) == at_limit
    assert decided.value("thermal_outage").sum(axis=0) == pytest.approx(outage)
    assert decided.cost - decided.point.costs["measures"] == pytest.approx(existing.cost, rel=1e-7)


def test_reserve_for_added_capacity_may_be_short(tiny, solve):
    """Given capacity requires no reserve, 10 % of the added wind do, and no plant can hold them."""
    content = {
        "load": [700] * 4,
        "dispatchers": [{"vre_up": 0.1}],
        "thermal": [{"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}],
        "renewables": [WIND | {"capacity": 0, "profile": "one", "reserve_up": 0}],
        "measures": [PAID | {"measure": "more wind", "kind": "wind", "extends": "wind", "most": 300}],
    }
    case, sizes = tiny(**content), {"more wind": Built(0.1)}
    decided, existing = solve(fixed(build(expanding(case)), sizes)), solve(as_built(case, sizes))
    short = decided.point.costs["reserve_shortfall_up"]
    assert short == pytest.approx(4 * 0.01 * case.prices.reserve_shortfall_up) and short > 0
    assert decided.cost - decided.point.costs["measures"] == pytest.approx(existing.cost, rel=1e-7)


def test_without_measures_nothing_changes(case, solve, tiny):
    none = tiny(**{name: rows for name, rows in CONTENT.items() if name != "measures"})
    assert case.digest == none.digest
    assert solve(case).cost == solve(none).cost


def test_annuity():
    """100 over 2 years at 10 %: x/1.1 + x/1.21 = 100, x = 57.619; over 4 years without interest: a quarter each."""
    assert annuity(np.array([0.1, 0.0]), np.array([2.0, 4.0])) == pytest.approx([0.5761904762, 0.25])
