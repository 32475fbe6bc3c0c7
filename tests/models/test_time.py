"""Boundaries of time: leap years, windows, blocks that are not whole."""

import numpy as np
import pytest

from dispatch.app.assemble import build

COAL = {"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}


def test_leap_year(tiny, solve):
    """8,784 hours of 60 MW. 732 t of hydrogen in each month at 50 MWh/t: in February 29 days of it, and 12 x 732 t in
    the year, 50 MW on average; 31 days have most. Coal at 300 CNY/MWh serves 110 MW."""
    plant = {"asset": "hydrogen", "capacity": 60, "yearly": 8784, "monthly": 732}
    case = tiny(
        load=[60] * 8784,
        settings={"year": 2028, "commitment": {"period_hours": 24, "minimum_up_hours": 72, "minimum_down_hours": 72}},
        thermal=[COAL | {"capacity": 200}],
        electrolysers=[plant],
    )
    year = solve(case)
    assert year.cost == pytest.approx(110 * 8784 * 0.3e-3)
    assert len(case.time) == 8784 and (case.month == 2).sum() == 29 * 24
    made = np.bincount(case.month, year.value("electrolyser_load")[0])[1:] / 0.05  # [t] -> 732 t a month and more
    assert made == pytest.approx(np.full(12, 732.0))
    assert case.heating("A")[(case.time.month == 2) & (case.time.day == 29)].all()


def test_blocks_that_are_not_whole(tiny):
    """200 hours from 30 January on: nine days' periods, the last of 8 hours; two weeks, the last of 32; two months."""
    settings = {"start": "2030-01-30", "commitment": {"period_hours": 24}}
    fleet = COAL | {"maintenance": 1, "fuel_no_load": 0.01}
    lp = build(tiny(load=[60] * 200, settings=settings, thermal=[fleet]))
    online, outage = lp.variables["online"].axes[1], lp.variables["outage"].axes[1]
    assert online.first is not None and online.last is not None
    assert (online.last - online.first + 1).tolist() == [24] * 8 + [8]
    assert outage.first is not None and outage.last is not None
    assert (outage.last - outage.first + 1).tolist() == [168, 32]
    # No-load fuel of a period is that of its hours: 0.01 tce/MW/h x 1,000 CNY x hours.
    fuel = {name: part for name, part in lp.cost_parts if name == "fuel"}["fuel"].sum()
    columns = lp.variables["online"].index[0]
    rate = dict(zip(fuel.columns.tolist(), fuel.coefficients.tolist(), strict=True))
    assert [rate[c] for c in columns] == pytest.approx([0.24] * 8 + [0.08])


def test_windows_of_a_horizon_share_its_energy(tiny):
    """The load of a day and of the rest add up to the energy of the horizon, whatever the profile."""
    content = {
        "loads": [{"load": "town", "energy": 5000, "profile": "shape"}],
        "series": {"shape": np.linspace(1, 3, 72).tolist()},
        "thermal": [COAL],
    }
    parts = [tiny(**content, start=start, hours=24) for start in ("2030-01-07", "2030-01-08", "2030-01-09")]
    totals = [build(part).quantities["load"].constant.sum() for part in parts]
    assert sum(totals) == pytest.approx(5.0)
    assert totals[0] < totals[1] < totals[2]
    assert [part.fraction for part in parts] == pytest.approx([1 / 3] * 3)


def test_hours_of_one_hour(tiny, solve):
    """A window of one hour has neither ramps nor starts."""
    year = solve(tiny(load=[60], thermal=[COAL | {"ramp": 0.1, "start_cost": 100, "minimum_heating": 0.3}]))
    assert year.cost == pytest.approx(60 * 0.3e-3)
    assert not {"T2_start"} & set(year.lp.constraints)
    assert year.lp.constraints["T7_ramp_up"].present.size == 0


def test_rows_that_span_the_year_are_few(tiny):
    """Rows and columns that belong to no hour are the coupling ones: more hours add none."""
    event = {"programme": "event", "capability": 5, "cost": 100, "hours": 10, "calls": 2}
    content = {"thermal": [COAL | {"maintenance": 0.1}], "demand_response": [event]}
    counts = []
    for days in (4, 6):
        matrix = build(tiny(load=[60] * (24 * days), **content)).matrix()
        counts.append((int((matrix.row_first < 0).sum()), int((matrix.column_first < 0).sum())))
    assert counts == [(3, 0), (3, 0)]  # D1, D4, T11
