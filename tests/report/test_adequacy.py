"""电力平衡 of small cases whose shortage is known by hand, and what the table says where the run is short."""

import numpy as np
import pytest

import dispatch
from dispatch.messages import Lang
from dispatch.report import build, read
from dispatch.report.sustained import shaved

from .sums import frame

COAL = {"fleet": "coal", "capacity": 800, "fuel_incremental": 0.3}
PEAK = ([700] * 10 + [1000] * 4 + [700] * 10) * 2


@pytest.fixture
def table(tiny, tmp_path):
    """``table(**content)`` -> (the first month of the whole region in the table, its run)."""

    def make(**content):
        run = dispatch.run(tiny(**content))
        run.save(tmp_path / "run")
        rows = frame(build(read(tmp_path / "run"), Lang.en), "power_balance")
        return rows, run

    return make


@pytest.mark.parametrize(("content", "sustained"), [(400, 0.1), (600, 0.15), (800, 0.2), (4000, 0.2)])
def test_storage_counts_by_what_it_sustains(table, content, sustained):
    """A peak of 1,000 MW for four hours over 800 MW of coal: 400 MWh last for 100 MW, and 100 MW are short."""
    battery = {"asset": "battery", "capacity": 200, "energy": content}
    rows, run = table(load=PEAK, thermal=[COAL], storage=[battery])
    row = rows.iloc[0]
    assert row.available_storage == pytest.approx(sustained, abs=1e-5)
    assert row.surplus == pytest.approx(0.8 + sustained - 1.0, abs=1e-5)
    short = max(0.0, 4 * 200 - content)
    assert float(run.results["unserved"].sum()) == pytest.approx(2 * short, abs=0.1)


def test_storage_charges_only_where_there_is_room(table):
    """Two peaks of 1,000 MW a day, two hours each, and 780 MW between: with x MW more of plants the battery may charge
    20 + x for ten hours and owes 200 - x for two: 200 + 10 x = 400 - 2 x, so 16.67 MW are missing, not 0."""
    load = ([1000] * 2 + [780] * 10) * 6
    rows, _ = table(load=load, thermal=[COAL], storage=[{"asset": "battery", "capacity": 200, "energy": 400}])
    row = rows.iloc[0]
    assert row.available_storage == pytest.approx(0.2 - 1 / 60, abs=1e-5) and row.surplus == pytest.approx(
        -1 / 60, abs=1e-5
    )


def test_wind_counts_at_its_credit_and_no_more_than_blew(table):
    """Wind of 300 MW at 0.5 of capacity but on the evening of the peak, where it is 0.1: the credit of two days is
    0.1 + 0.05 x 0.4 = 0.12, of which 0.1 was there. The shortage of the run is that of the table."""
    wind = [0.5] * 48
    wind[10:14] = [0.1] * 4
    rows, run = table(
        load=PEAK,
        series={"wind": wind},
        thermal=[COAL],
        renewables=[{"asset": "w", "capacity": 300, "profile": "wind"}],
    )
    row = rows.iloc[0]
    assert row.available_wind == pytest.approx(0.03) and row.surplus == pytest.approx(-0.17)
    assert row.start == "2030-01-07 10:00" and row.net_load == pytest.approx(0.97)
    assert float(run.results["unserved"].max()) == pytest.approx(170)


def test_contracts_are_demand_and_flexible_electrolysers_are_not(table):
    """800 MW of coal, a load of 700 and a contract of 200: 100 MW are not delivered in every hour. Electrolysers of 60 MW
    with a least load of a tenth take 6 MW of it; the other 54 MW stop."""
    rows, run = table(
        load=[700] * 24,
        thermal=[COAL],
        corridors=[{"corridor": "east", "capacity": 300, "energy": 200 * 24}],
        electrolysers=[{"asset": "h2", "capacity": 60, "minimum": 0.1}],
    )
    row = rows.iloc[0]
    assert row.demand_export == pytest.approx(0.2) and row.demand_electrolysers == pytest.approx(0.006)
    assert row.surplus == pytest.approx(-0.106)
    assert float(run.results["undelivered"].sum()) == pytest.approx(24 * 106, abs=0.1)


def test_a_band_that_follows_the_wind_is_no_shortage(table):
    """A contract of 500 MW over 600 MW of coal, wind of 400 MW every other day: with a band of 200 MW and the energy of
    the contract kept the run sends more where it blows. The table lacks nothing: 100 MW are over in every hour."""
    wind = ([0.0] * 24 + [1.0] * 24) * 2
    rows, run = table(
        load=[1e-3] * 96,
        series={"wind": wind},
        thermal=[COAL | {"capacity": 600}],
        renewables=[{"asset": "w", "capacity": 400, "profile": "wind"}],
        corridors=[{"corridor": "c", "capacity": 1000, "energy": 500 * 96, "band": 0.2, "price": 1}],
    )
    assert float(run.results["export"].max()) == pytest.approx(700) and float(run.results["undelivered"].sum()) == 0
    assert rows.iloc[0].surplus >= 0.1 - 1e-5


def test_the_reserve_rate_is_before_outages(table):
    """Load 600 MW; 1,000 MW of coal, 10 % forced outage, 100 MW given outage: available 0.9 x 900 = 810; the rate before
    outages is 1,000 / 600 - 1, beside the 12 to 20 % of planning."""
    rows, _ = table(
        load=[600] * 24,
        thermal=[COAL | {"capacity": 1000, "forced_outage": 0.1}],
        maintenance=[{"fleet": "coal", "start": "2030-01-07", "end": "2030-01-07", "capacity": 100}],
    )
    row = rows.iloc[0]
    assert row.surplus == pytest.approx(0.21)
    assert row.reserve_ratio == pytest.approx(100 * (1000 / 600 - 1), rel=1e-6)
    assert (row.reserve_low, row.reserve_high) == (12, 20)


def test_the_surplus_of_one_area_does_not_hide_the_shortage_of_another(table):
    """A has 800 MW for 900, B 1,000 for 500, and no line between them: the region lacks 100 MW."""
    in_b = {"area": "B", "pocket": "q"}
    rows, _ = table(
        areas=[{}, {"area": "B", "name_zh": "乙", "name_en": "B"}],
        pockets=[{}, {"pocket": "q", "area": "B"}],
        dispatchers=[{}, {"area": "B"}],
        load=[900] * 24,
        loads=[{"load": "b", "energy": 500 * 24, "profile": "one"} | in_b],
        thermal=[COAL, COAL | {"fleet": "b", "capacity": 1000} | in_b],
    )
    surplus = rows.set_index("area")["surplus"]
    assert surplus.tolist() == pytest.approx([-0.1, -0.1, 0.5])
    assert rows.set_index("area").loc["region", "less_not_shared"] == pytest.approx(-0.5)


@pytest.mark.parametrize("seed", range(8))
def test_a_month_in_which_the_run_is_short_has_no_surplus(table, seed):
    """Plants, wind, sun, storage, response and corridors at random, with and without bands: where load or contract of an
    area lacks capacity in a month, the table of that month lacks capacity there and in the region."""
    draw = np.random.default_rng(seed)
    hours = 24 * 14
    clock = np.arange(hours)
    series = {
        "wind": draw.uniform(0, 1, hours // 24).repeat(24),
        "sun": np.clip(np.sin((clock % 24 - 6) / 12 * np.pi), 0, 1),
    }
    load = 900 + 250 * np.sin((clock - 9) / 24 * 2 * np.pi) + draw.uniform(-50, 50, hours)
    rows, run = table(
        load=list(load),
        series=series,
        settings={"start": "2030-01-25"},
        dispatchers=[{"load_up": 0.03}],
        thermal=[COAL | {"capacity": draw.uniform(800, 1100), "forced_outage": 0.04, "reserve_up": 1}],
        renewables=[
            {"asset": "w", "capacity": draw.uniform(0, 500), "profile": "wind"},
            {"asset": "s", "capacity": draw.uniform(0, 500), "technology": "pv", "profile": "sun"},
        ],
        storage=[{"asset": "b", "capacity": draw.uniform(1, 200), "energy": draw.uniform(1, 900), "reserve": 1}]
        if seed % 2
        else [],
        demand_response=[{"programme": "cut", "capability": 40, "cost": 900, "hours": draw.integers(1, 60)}],
        corridors=[
            {"corridor": "east", "capacity": 300, "energy": draw.uniform(0, 150) * hours, "price": 1}
            | {"band": 0.1 * (seed % 3)}
        ],
    )
    results = run.results
    lacking = (results["unserved"].sum("area") + results["undelivered"].sum("corridor")).resample(time="MS").sum()
    for stamp, lost in zip(lacking["time"].values, lacking.values, strict=True):
        of_month = rows[rows["month"] == str(stamp)[:7]]
        if lost > 1.0:
            assert (of_month["surplus"] < 1e-6).all(), (stamp, lost)
    assert float(lacking.sum()) > 1.0


def test_a_store_takes_off_what_it_holds_at_every_level():
    """A deficit of 3 MW for an hour and of 1 for the next, then room to charge: 2 MW and 2 MWh take 2 off, 1 MWh 1."""
    deficit = np.array([-5.0, 3.0, 1.0, -5.0])
    assert shaved(deficit, np.full(4, 2.0), np.full(4, 2.0), 1.0) == pytest.approx(2.0, abs=1e-4)
    assert shaved(deficit, np.full(4, 2.0), np.full(4, 1.0), 1.0) == pytest.approx(1.0, abs=1e-4)
    assert shaved(deficit, np.zeros(4), np.zeros(4), 1.0) == 0.0
