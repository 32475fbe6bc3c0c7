"""What must hold for any case, tried on small random ones with every component in them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.app.assemble import build
from dispatch.case import read_case
from dispatch.case.schema import UNITS
from dispatch.lp import to_highs

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=settings().max_examples // 10, deadline=None)
HOURS = 24


def random_case(seed, *, cyclic=False):
    """Keyword arguments of ``tiny``: two areas, all components, a day. ``cyclic``: without what has a first hour."""
    rng = np.random.default_rng(seed)

    def some(low, high):
        return float(np.round(rng.uniform(low, high), 3))

    def shape(low, high):
        return np.round(rng.uniform(low, high, HOURS), 3).tolist()

    east = {"area": "B", "pocket": "s", "dispatcher": "e"}
    zone = {"load_up": some(0, 0.05), "vre_up": some(0, 0.1), "largest_unit": some(0, 50), "load_down": some(0, 0.03)}
    chp = {"network": "town", "heat_ratio": 0.6, "heat_rise": some(0, 0.3), "heat_loss": some(0, 0.2)}

    def fleet(name, **more):
        given = {
            "capacity": some(100, 800),
            "fuel_no_load": some(0, 0.05),
            "fuel_incremental": some(0.2, 0.5),
            "start_cost": some(0, 100),
            "minimum_heating": some(0.2, 0.6),
            "ramp": some(0.1, 1.2),
            "own_use": some(0, 0.1),
            "forced_outage": some(0, 0.1),
            "reserve_up": some(0, 1),
            "reserve_down": some(0, 0.3),
        }
        return {"fleet": name} | given | more

    band = {"band": some(0.05, 0.3), "tolerance": some(0, 0.2), "price": some(100, 400)}
    return {
        "load": shape(300, 1500),
        "loads": [
            {"load": "east", "energy": some(5000, 20000), "profile": "shape", "shiftable": some(0, 0.2)}
            | east
            | {"shift_hours": HOURS if cyclic else 8, "shift_cost": some(0, 50)},
            {"load": "works", "energy": some(500, 2000), "profile": "shape", "kind": "park", "settles": "works"},
        ],
        "series": {"shape": shape(0.5, 1), "wind": shape(0, 1), "sun": shape(0, 1), "heat": shape(0.3, 1)},
        "settings": {
            "commitment": {"period_hours": 1, "minimum_up_hours": int(rng.integers(0, 6)), "minimum_down_hours": 4},
            "prices": {"curtailment": some(0, 20), "co2": some(0, 80)},
            "tie_break": {"curtailment": 0.01},
        },
        "areas": [{}, {"area": "B"}],
        "pockets": [{}, {"pocket": "q"}, {"pocket": "s", "area": "B"}],
        "dispatchers": [zone, {"dispatcher": "e", "area": "B", "load_up": some(0, 0.05)}],
        "fuels": [{"co2": 2.6}],
        "parks": [{"park": "works", "import_limit": some(50, 200), "export_limit": some(0, 100)}],
        "sections": [
            {"section": "cut", "month": m, "forward": some(100, 900), "backward": some(100, 900)} for m in range(1, 13)
        ],
        "section_weights": [{"section": "cut", "pocket": "q", "weight": 1}],
        "heat": [{"network": "town", "profile": "heat", "peak": some(50, 300), "boiler_cost": some(50, 300)}],
        "thermal": [
            fleet("chp", **chp),
            fleet("coal", pocket="q"),
            fleet("far", **east),
            fleet("own", settles="works", capacity=some(20, 80)),
        ],
        "renewables": [
            {"asset": "wind", "pocket": "q", "capacity": some(100, 900), "profile": "wind", "reserve_down": 1},
            {"asset": "pv", "technology": "pv", "pocket": "q", "capacity": some(50, 500), "profile": "sun"}
            | {"own_use": 0.02, "reserve_up": 0.5},
            {"asset": "roofs", "technology": "pv_distributed", "capacity": some(10, 200), "profile": "sun", "order": 2},
        ],
        "csp": [
            {"asset": "csp", "capacity": some(10, 100), "profile": "sun", "solar_multiple": 2, "storage_hours": 6}
            | {"standing_loss": 0.01, "reserve_up": 0.5, "reserve_down": 0.5}
        ],
        "storage": [
            {"asset": "cells", "capacity": some(20, 300), "energy": some(100, 900), "charge_efficiency": 0.92}
            | {"discharge_efficiency": 0.95, "minimum_level": 0.1, "reserve": 0.8, "reserve_hours": 1},
            {"asset": "lake", "technology": "pumped_hydro", "capacity": some(20, 300), "energy": some(100, 900)}
            | east
            | {"charge_efficiency": 0.85, "boundary": "cyclic" if cyclic else "given", "cost": some(0, 10)},
        ],
        "demand_response": [
            {"programme": "event", "capability": some(5, 60), "cost": some(500, 3000), "hours": 3, "reserve": True}
            | {"calls": 0.8, "call_hours": 4},
            {
                "programme": "move",
                "kind": "shift",
                "capability": some(5, 60),
                "cost": some(10, 200),
                "payback_loss": 0.05,
            }
            | {"window": HOURS},
        ],
        "electrolysers": [
            {"asset": "hydrogen", "capacity": some(50, 100), "yearly": some(1, 20), "minimum": 0.1, "reserve": True}
        ],
        "corridors": [
            {"corridor": "south", "capacity": 600, "energy": some(1000, 6000), "profile": "shape"},
            {"corridor": "north", "capacity": 900, "energy": some(1000, 6000), "profile": "shape"}
            | band
            | {"change_limit": 1 if cyclic else 0.2},
        ],
        "lines": [
            {"line": "ab", "from_area": "A", "from_pocket": "q", "to_area": "B", "to_pocket": "s", "loss": 0.03}
            | {"forward": some(0, 500), "backward": some(0, 500), "cost": some(0, 5)}
        ],
    }


@FEW
@given(SEEDS)
def test_feasible_and_balanced(tiny, solve, seed):
    """There is an optimum, and in it each area's generation, net of own use, meets load, charging and export."""
    case = tiny(**random_case(seed))
    year = solve(case)

    def west(table, name, factor=1.0):
        rows = case.tables[table]
        return (year.value(name) * np.atleast_1d(factor)[:, None])[(rows["area"] == "A").to_numpy()].sum(axis=0)

    def net(table):
        return 1.0 - case.tables[table]["own_use"].to_numpy()

    lost = [label.startswith(("p/", "q/")) for label in year.lp.quantities["unserved"].axes[0].labels]
    line = year.value("flow_backward")[0] * 0.97 - year.value("flow_forward")[0]
    supply = (
        west("thermal", "thermal_output", net("thermal"))
        + west("renewables", "renewable_output", net("renewables"))
        + west("csp", "csp_output", net("csp"))
        + west("storage", "discharge")
        - west("storage", "charge")
        + year.value("unserved")[lost].sum(axis=0)
        + year.value("shed")[0]
        + (year.value("response_away") - year.value("response_back"))[0]
        + line
    )
    use = west("load", "load") + west("electrolysers", "electrolyser_load") + year.value("export").sum(axis=0)
    assert supply == pytest.approx(use, abs=1e-8)
    assert sum(year.point.costs.values()) == pytest.approx(year.cost, rel=1e-9)


@FEW
@given(SEEDS)
def test_store_continuity(tiny, solve, seed):
    """Content follows from charging and discharging through every hour, round the end where it is cyclic."""
    case = tiny(**random_case(seed))
    year = solve(case)
    energy, charge, discharge = (year.value(name) for name in ("energy", "charge", "discharge"))
    before = np.roll(energy, 1, axis=1)
    lake = year.lp.variables["energy"].axes[0].labels.index("lake")
    before[lake, 0] = 0.5 * case.energy(["lake"])[0, 0]
    into, out = np.array([[0.92], [0.85]]), np.array([[0.95], [1.0]])
    assert energy == pytest.approx(before + into * charge - discharge / out, abs=1e-8)


@FEW
@given(SEEDS, st.floats(0.0, 0.99))
def test_a_constraint_more_is_no_better(tiny, solve, seed, share):
    """Whatever row is added, the optimum does not fall: some block's total may be no more than a share of what it was."""
    lp = build(tiny(**random_case(seed)))
    free = solve(lp)
    name = list(lp.variables)[seed % len(lp.variables)]
    total = float(lp[name].sum().value(free.point.primal))
    least = sum(lp.matrix().lower[lp.variables[name].index.ravel()[lp.variables[name].present]])
    lp.constraint("added", lp[name].sum() <= least + share * (total - least))
    highs = to_highs(lp.matrix())
    highs.run()
    status = highs.modelStatusToString(highs.getModelStatus())
    assert status in ("Optimal", "Infeasible")
    if status == "Optimal":
        assert highs.getInfo().objective_function_value >= free.cost - 1e-7 * abs(free.cost)


def in_other_units(folder, rng):
    """Rewrite the tables of a case with other units in their headings."""
    for path in sorted(folder.glob("*.csv")):
        if path.name == "series.csv":
            continue
        table = pd.read_csv(path, dtype=str)
        for heading in table.columns[table.columns.str.contains(r"\[")]:
            name, usual = heading[:-1].split(" [")
            unit = str(rng.choice(list(UNITS[usual])))
            factor = UNITS[usual][usual] / UNITS[usual][unit]
            changed = table[heading].map(lambda cell, factor=factor: repr(float(cell) * factor), na_action="ignore")
            table = table.assign(**{heading: changed}).rename(columns={heading: f"{name} [{unit}]"})
        table.to_csv(path, index=False)
    return folder


@FEW
@given(SEEDS)
def test_units_of_tables_change_nothing(tiny_folder, seed):
    """MW or 万千瓦, MWh or 亿千瓦时, shares or %: the same LP, to the rounding of a division."""
    folder = tiny_folder(**random_case(seed))
    one = build(read_case(folder)).matrix()
    other = build(read_case(in_other_units(folder, np.random.default_rng(seed)))).matrix()
    assert other.matrix.indices.tolist() == one.matrix.indices.tolist()
    assert other.matrix.data == pytest.approx(one.matrix.data, rel=1e-12, abs=1e-15)
    for part in ("cost", "lower", "upper", "row_lower", "row_upper"):
        assert getattr(other, part) == pytest.approx(getattr(one, part), rel=1e-12, abs=1e-15)


@FEW
@given(SEEDS, st.integers(1, HOURS - 1))
def test_the_day_may_begin_at_any_hour(tiny, solve, seed, by):
    """The window has a periodic boundary: with all series moved by some hours the optimum is the same."""
    content = random_case(seed, cyclic=True)
    moved = content | {
        "load": np.roll(content["load"], by).tolist(),
        "series": {name: np.roll(values, by).tolist() for name, values in content["series"].items()},
    }
    assert solve(tiny(**moved)).cost == pytest.approx(solve(tiny(**content)).cost, rel=1e-8)
