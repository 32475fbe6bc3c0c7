"""Thermal fleets, solved by hand. Unless a test says otherwise: period of one hour, no minimum times, 1,000 CNY/tce."""

import pytest

COAL = {"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}
GAS = {"fleet": "gas", "technology": "gas", "capacity": 1000, "fuel_incremental": 0.4}
DAILY = {"commitment": {"period_hours": 24}}


def hours(year, name):
    """A quantity in MW, to a microwatt."""
    return (year.value(name) * 1e3).round(6).tolist()


def test_merit_order_and_price(tiny, solve):
    """Coal at 300 and gas at 400 CNY/MWh meet 800 and 1,500 MW: 800 + 1,000 MWh at 300, 500 at 400: 0.54 + 0.20."""
    year = solve(tiny(load=[800, 1500], thermal=[COAL, GAS]))
    assert year.cost == pytest.approx(0.74)
    assert hours(year, "thermal_output") == [[800, 1000], [0, 500]]
    assert year.dual("B1_balance")[0] == pytest.approx([0.3, 0.4])


def test_own_use_and_forced_outage(tiny, solve):
    """1,000 MW less 10 % forced outage, of which 5 % is own use, serve 855 MW; the next 45 come from gas."""
    year = solve(tiny(load=[900], thermal=[COAL | {"own_use": 0.05, "forced_outage": 0.1}, GAS]))
    assert hours(year, "thermal_output") == [[900], [45]]
    assert year.cost == pytest.approx(900 * 0.3e-3 + 45 * 0.4e-3)


@pytest.mark.parametrize(("start_cost", "fixed"), [(10, 6000), (30, 8000)])
def test_start_or_stay(tiny, solve, start_cost, fixed):
    """100 MW are needed in every other hour. Online capacity costs 0.02 tce = 20 CNY/MW/h. Staying: 4 h x 100 x 20
    = 8,000 CNY; going: 2 h x 100 x 20 + 2 starts x 100 x 10 = 6,000, or with 30 CNY a start 10,000."""
    fleet = COAL | {"fuel_no_load": 0.02, "start_cost": start_cost}
    year = solve(tiny(load=[100, 0, 100, 0], thermal=[fleet]))
    assert year.cost == pytest.approx((fixed + 200 * 300) * 1e-6)
    assert hours(year, "thermal_start")[0] == ([100, 0, 100, 0] if start_cost == 10 else [0, 0, 0, 0])


@pytest.mark.parametrize(("least_hours", "dear"), [(0, 100), (3, 300)])
def test_minimum_up_time(tiny, solve, least_hours, dear):
    """One hour needs 100 MW of a fleet that runs at full load only: with three hours of minimum up time it runs for
    300 MWh at 400 CNY instead of 100, and coal makes the rest of 6,100 MWh at 300."""
    block = GAS | {"minimum_heating": 1, "start_cost": 1}
    settings = {"commitment": {"minimum_up_hours": least_hours}}
    year = solve(tiny(load=[1000, 1100, 1000, 1000, 1000, 1000], settings=settings, thermal=[COAL, block]))
    assert year.cost == pytest.approx((6100 - dear) * 0.3e-3 + dear * 0.4e-3 + 100e-6)


@pytest.mark.parametrize(("least_hours", "off"), [(0, 100), (3, 300)])
def test_minimum_down_time(tiny, solve, least_hours, off):
    """Inflexible coal (500 MW, 300 CNY) has to give way to 400 MW of load in one hour: 100 MW stop, for three hours
    where that is the minimum down time, and gas at 400 CNY makes up."""
    block = COAL | {"capacity": 500, "minimum_heating": 1, "start_cost": 1}
    settings = {"commitment": {"minimum_down_hours": least_hours}}
    year = solve(tiny(load=[1000, 1000, 400, 1000, 1000, 1000], settings=settings, thermal=[block, GAS]))
    coal = 6 * 500 - off
    assert year.cost == pytest.approx(coal * 0.3e-3 + (5400 - coal) * 0.4e-3 + 100e-6)


@pytest.mark.parametrize(("least_hours", "dear"), [(0, 2400), (24, 2400), (25, 4800), (48, 4800), (49, 7200)])
def test_minimum_up_time_is_rounded_up_to_whole_periods(tiny, solve, least_hours, dear):
    """Periods of a day: what starts for 1,100 MW runs for a day, or as many days as hold the minimum."""
    block = GAS | {"minimum_heating": 1, "start_cost": 1}
    settings = {"commitment": {"period_hours": 24, "minimum_up_hours": least_hours}}
    year = solve(tiny(load=[1000] * 24 + [1100] * 24 + [1000] * 96, settings=settings, thermal=[COAL, block]))
    assert year.cost == pytest.approx((146400 - dear) * 0.3e-3 + dear * 0.4e-3 + 100e-6)


@pytest.mark.parametrize(("least_hours", "off"), [(0, 2400), (24, 2400), (25, 4800), (48, 4800), (49, 7200)])
def test_minimum_down_time_is_rounded_up_to_whole_periods(tiny, solve, least_hours, off):
    """Periods of a day: 100 MW of inflexible coal stop for 400 MW of load, and gas makes up until they are back."""
    block = COAL | {"capacity": 500, "minimum_heating": 1, "start_cost": 1}
    settings = {"commitment": {"period_hours": 24, "minimum_down_hours": least_hours}}
    year = solve(tiny(load=[1000] * 24 + [400] * 24 + [1000] * 96, settings=settings, thermal=[block, GAS]))
    coal = 144 * 500 - off
    assert year.cost == pytest.approx(coal * 0.3e-3 + (129600 - coal) * 0.4e-3 + 100e-6)


def test_capacity_that_leaves_service_does_not_count_as_stopped(tiny, solve):
    """Half of the fleet retires at the month's end. Nothing forbids it to run to its last hour, nor the other half to
    start, whatever the minimum down time: 500 MW from gas in the two hours after, and none before."""
    halves = [{"asset": "coal", "unit": "old", "capacity": 500, "retired": "2030-02"}]
    settings = {"start": "2030-01-31", "commitment": {"minimum_up_hours": 3, "minimum_down_hours": 3}}
    case = tiny(
        load=[1000] * 26,
        start="2030-01-31 22:00",
        settings=settings,
        thermal=[COAL | {"capacity": 500}, GAS],
        capacity=halves,
    )
    assert hours(solve(case), "thermal_output") == [[1000, 1000, 500, 500], [0, 0, 500, 500]]


def test_capacity_that_leaves_service_within_its_minimum_up_time_may_start(tiny, solve):
    """All of the fleet retires two hours after it started, whatever the minimum up time of three hours."""
    all_of_it = [{"asset": "coal", "unit": "old", "capacity": 500, "retired": "2030-02"}]
    case = tiny(
        load=[500] * 26,
        start="2030-01-31 22:00",
        settings={"start": "2030-01-31", "commitment": {"minimum_up_hours": 3}},
        thermal=[COAL | {"capacity": 0}, GAS],
        capacity=all_of_it,
    )
    assert hours(solve(case), "thermal_output") == [[500, 500, 0, 0], [0, 0, 500, 500]]


def test_a_period_commits_the_least_capacity_of_its_hours(tiny, solve):
    """Half of the fleet retires in the middle of the only period."""
    halves = [{"asset": "coal", "unit": "old", "capacity": 500, "retired": "2030-02"}]
    case = tiny(
        load=[1000] * 26,
        start="2030-01-31 22:00",
        settings={"start": "2030-01-31", "commitment": {"period_hours": 24}},
        thermal=[COAL | {"capacity": 500}, GAS],
        capacity=halves,
    )
    assert hours(solve(case), "thermal_output") == [[500] * 4, [500] * 4]


def test_given_outage(tiny, solve):
    """300 MW are out from the second day on (both days of the plan are whole days)."""
    plan = [{"fleet": "coal", "start": "2030-01-08", "end": "2030-01-08", "capacity": 300}]
    year = solve(tiny(load=[1000] * 50, settings=DAILY, thermal=[COAL, GAS], maintenance=plan))
    assert hours(year, "thermal_output")[1] == [0] * 24 + [300] * 24 + [0, 0]


def test_heat_moves_minimum_and_maximum(tiny, solve):
    """1,000 MW online, m = 0.4, c_m = 0.5, c_v = 0.2, 400 MW of heat. Minimum 400 + 200 = 600: of 200 MW of wind at
    a load of 700 half is curtailed. Maximum 1,000 - 80 = 920: at a load of 1,000 gas gives 80."""
    chp = COAL | {"network": "town", "heat_ratio": 0.8, "heat_rise": 0.5, "heat_loss": 0.2, "minimum_heating": 0.4}
    case = tiny(
        load=[700, 1000],
        series={"wind": [1, 0]},
        thermal=[chp | {"minimum_online": 1, "fuel_heat": 0.05, "fuel_allocated": 0.14}, GAS],
        heat=[{"network": "town", "peak": 400, "boiler_cost": 500}],
        renewables=[{"asset": "wind", "capacity": 200, "profile": "wind"}],
        targets=[{"target": "rate", "kind": "coal_rate", "required": 305, "unit": "gce/kWh"}],
    )
    year = solve(case)
    assert hours(year, "thermal_output") == [[600, 920], [0, 80]]
    assert hours(year, "renewable_output") == [[100, 0]]
    # Heat adds 0.05 tce/MWh of fuel, and is cheaper than boilers; the coal rate takes off 0.14.
    assert year.cost == pytest.approx((1520 * 300 + 80 * 400 + 800 * 50) * 1e-6)
    rate = year.value("target:rate:numerator") / year.value("target:rate:denominator")
    assert rate == pytest.approx(1000 * (1520 * 0.3 + 800 * 0.05 - 800 * 0.14) / 1520)


def test_heat_limit_and_boiler(tiny, solve):
    """500 MW online at most, 0.6 of heat a MW: 300 of 400 MW of heat; the boiler makes 100 at 200 CNY."""
    chp = COAL | {"capacity": 500, "network": "town", "heat_ratio": 0.6}
    case = tiny(load=[500], thermal=[chp], heat=[{"network": "town", "peak": 400, "boiler_cost": 200}])
    year = solve(case)
    assert hours(year, "heat_boiler") == [[100]]
    assert year.cost == pytest.approx(500 * 0.3e-3 + 100 * 0.2e-3)


def test_heating_season_sets_the_minimum(tiny, solve):
    """15 April is the last day of heating: 600 MW of minimum output until midnight, 300 after; the rest is wind."""
    fleet = COAL | {"minimum_heating": 0.6, "minimum_other": 0.3, "minimum_online": 1}
    case = tiny(
        load=[1000] * 48,
        settings={"start": "2030-04-15"},
        thermal=[fleet],
        renewables=[{"asset": "wind", "capacity": 1000}],
    )
    assert hours(solve(case), "thermal_output")[0] == [600] * 24 + [300] * 24


def test_ramp(tiny, solve):
    """1,000 MW online all day, 20 % an hour: 500, 700, 700, 500 MW against a load of 500, 900, 900, 500."""
    fleet = COAL | {"ramp": 0.2, "minimum_online": 1}
    year = solve(tiny(load=[500, 900, 900, 500], settings=DAILY, thermal=[fleet, GAS]))
    assert hours(year, "thermal_output")[0] == [500, 700, 700, 500]
    assert year.cost == pytest.approx(2400 * 0.3e-3 + 400 * 0.4e-3)


def test_ramp_at_start_and_stop(tiny, solve):
    """What starts reaches max(m, r) = 40 % in its first hour, and stops from no more: of 1,000 MW that run for
    two hours only, 400 MW in either; gas makes the other 600."""
    fleet = COAL | {"ramp": 0.3, "minimum_heating": 0.4}
    year = solve(tiny(load=[0, 1000, 1000, 0], thermal=[fleet, GAS]))
    assert hours(year, "thermal_output") == [[0, 400, 400, 0], [0, 600, 600, 0]]


def test_ramp_of_what_stays_online_counts_minimum_output_that_comes_and_goes(tiny, solve):
    """Of 1,000 MW at their minimum of 400 half retires at midnight, 200 MW with it: the rest rises by 150 MW to 350. Half
    comes back with the cyclic boundary at its minimum of 200 MW: to 400 MW in sum the rest falls from 350 MW at most."""
    halves = [{"asset": "coal", "unit": "old", "capacity": 500, "retired": "2030-02"}]
    case = tiny(
        load=[400] * 24 + [500] * 2,
        start="2030-01-31 22:00",
        settings={"start": "2030-01-31"},
        thermal=[COAL | {"capacity": 500, "ramp": 0.3, "minimum_heating": 0.4, "minimum_online": 1}, GAS],
        capacity=halves,
    )
    assert hours(solve(case), "thermal_output") == [[400, 400, 350, 350], [0, 0, 150, 150]]


def test_maintenance_goes_to_the_slack_week(tiny, solve):
    """3.5 days of the whole fleet, half of it at once at most: a week at half, the one with a load of 400 MW."""
    fleet = COAL | {"maintenance": 3.5, "maintenance_limit": 0.5}
    year = solve(tiny(load=[1000] * 168 + [400] * 168, settings=DAILY, thermal=[fleet, GAS]))
    assert hours(year, "thermal_outage")[0] == [0, 500]
    assert year.cost == pytest.approx(1400 * 168 * 0.3e-3)


def test_maintenance_of_a_window_is_its_share(tiny, solve):
    """One of two weeks: half of the 3.5 days are due in it, so 250 MW all week."""
    fleet = COAL | {"maintenance": 3.5, "maintenance_limit": 0.5}
    year = solve(tiny(load=[400] * 336, hours=168, settings=DAILY, thermal=[fleet]))
    assert hours(year, "thermal_outage") == [[250]]


LEVELLED = {"commitment": {"period_hours": 24, "maintenance": "levelled"}}


def test_levelled_outages_fill_the_lowest_weeks(tiny, solve):
    """12.25 days of 1,000 MW are 1,750 MW x weeks, at most 800 at once, over peaks of 900, 500 and 200 MW: the third week
    takes its 800, the first two 275 and 675, which raise them to 1,175."""
    fleet = COAL | {"maintenance": 12.25, "maintenance_limit": 0.8}
    load = [900] * 168 + [500] * 168 + [200] * 168
    year = solve(tiny(load=load, settings=LEVELLED, thermal=[fleet, GAS]))
    assert hours(year, "thermal_outage")[0] == [275, 675, 800]
    assert hours(year, "thermal_online")[0][::168] == [725, 325, 200]
    assert year.cost == pytest.approx(168 * ((725 + 325 + 200) * 0.3e-3 + (175 + 175) * 0.4e-3))


def test_levelled_outages_raise_the_weeks_to_one_height(tiny, solve):
    """3.5 days of 1,000 MW are 500 MW x weeks. It is the highest hour that counts, less what wind gives at its hour of
    the day on all but one day in twenty: 200 MW at even hours, none at odd ones. So the peaks are 900 (an odd hour), 300
    (500 at hour 0) and 200 MW: 200 and 300 raise the last two to 500."""
    load = [900] * 168 + ([500] + [0] * 167) + [200] * 168
    gust = [1.0, 0.0] * 252
    wind = {"asset": "wind", "capacity": 200, "profile": "gust"}
    fleet = COAL | {"maintenance": 3.5, "maintenance_limit": 0.8}
    year = solve(tiny(load=load, settings=LEVELLED, thermal=[fleet, GAS], renewables=[wind], series={"gust": gust}))
    assert hours(year, "thermal_outage")[0] == [0, 200, 300]


def test_a_calm_week_does_not_move_the_outages_to_a_windy_one(tiny, solve):
    """Loads of 600 MW in three weeks of April; wind blows 300 MW in the second week only, which no plan knows: the
    credit of 1 - 95 % is none, and 500 MW x weeks are spread evenly."""
    wind = {"asset": "wind", "capacity": 300, "profile": "blow"}
    fleet = COAL | {"maintenance": 10.5, "maintenance_limit": 0.8}
    spring = LEVELLED | {"start": "2030-04-01"}
    blow = [0.0] * 168 + [1.0] * 168 + [0.0] * 168
    year = solve(
        tiny(load=[600] * 504, settings=spring, thermal=[fleet, GAS], renewables=[wind], series={"blow": blow})
    )
    assert hours(year, "thermal_outage")[0] == [500, 500, 500]


def test_large_units_take_no_outage_in_the_peak_seasons(tiny, solve):
    """Four weeks from 1 March: 迎峰度冬 ends on 15 March, so that the first three weeks hold a day of it. 3.5 days of
    1,000 MW are 500 MW x weeks, in the fourth week although load is highest there. Units of 90 MW raise the lowest."""
    fleet = COAL | {"maintenance": 3.5, "maintenance_limit": 0.8}
    small = COAL | {"fleet": "small", "capacity": 90, "unit_size": 90, "maintenance": 7, "maintenance_limit": 1.0}
    load = [300] * 168 + [200] * 168 + [250] * 168 + [800] * 168
    settings = LEVELLED | {"start": "2030-03-01"}
    year = solve(tiny(load=load, settings=settings, thermal=[fleet, small, GAS]))
    assert hours(year, "thermal_outage")[:2] == [[0, 0, 0, 500], [0, 70, 20, 0]]
    free = LEVELLED | {"start": "2030-03-01"}
    free["commitment"] = free["commitment"] | {"outage_free": []}
    year = solve(tiny(load=load, settings=free, thermal=[fleet, small, GAS]))
    assert hours(year, "thermal_outage")[0][3] == 0


def test_what_does_not_fit_outside_the_peak_seasons_is_taken_in_them(tiny, solve):
    """7 days of 1,000 MW, at most half at once: 500 MW in the one open week, the other 500 MW x week raise the lowest of
    the others, 200 and 250 MW, to 475."""
    fleet = COAL | {"maintenance": 7, "maintenance_limit": 0.5}
    load = [700] * 168 + [200] * 168 + [250] * 168 + [800] * 168
    year = solve(tiny(load=load, settings=LEVELLED | {"start": "2030-03-01"}, thermal=[fleet, GAS]))
    assert hours(year, "thermal_outage")[0] == [0, 275, 225, 500]


@pytest.mark.parametrize("maintenance", ["levelled", "placed"])
def test_a_window_takes_its_share_of_the_open_weeks(tiny, solve, maintenance):
    """Four weeks from 1 March with one open: it has all 3.5 days, 500 MW of 1,000, and a window of the first week none."""
    fleet = COAL | {"maintenance": 3.5, "maintenance_limit": 0.8}
    settings = {"start": "2030-03-01", "commitment": {"period_hours": 24, "maintenance": maintenance}}
    content = {"load": [100] * 672, "settings": settings, "thermal": [fleet, GAS]}
    assert hours(solve(tiny(**content)), "thermal_outage")[0] == [0, 0, 0, 500]
    assert hours(solve(tiny(**content, start="2030-03-22", hours=168)), "thermal_outage")[0] == [500]
    assert hours(solve(tiny(**content, start="2030-03-01", hours=168)), "thermal_outage")[0] == [0]


def test_levelled_outages_of_fleets_that_are_alike_are_one_plan(tiny, solve):
    """Two fleets of 500 MW take what one of 1,000 MW takes, each half: 400 and 100, which raise 200 and 500 MW to 600.
    One that has other days comes on top, as it has less to take, though it stands first: 14 days of 10 MW."""
    alike = COAL | {"capacity": 500, "maintenance": 3.5, "maintenance_limit": 0.8}
    few = COAL | {"fleet": "few", "capacity": 10, "maintenance": 14, "maintenance_limit": 1.0}
    fleets = [few, alike, alike | {"fleet": "twin"}, GAS]
    load = [900] * 168 + [500] * 168 + [200] * 168
    year = solve(tiny(load=load, settings=LEVELLED, thermal=fleets))
    assert hours(year, "thermal_outage") == [[0, 10, 10], [0, 50, 200], [0, 50, 200], [0, 0, 0]]


def test_levelled_outages_with_heat_keep_to_the_summer(tiny, solve):
    """Of four weeks from 1 April the first three reach into the heating season, which ends on 15 April: a fleet that
    feeds a network takes what the fourth week has room for, 500 MW, though the load is highest then; the other 500 MW
    raise 300 and 200 to 500."""
    chp = COAL | {"network": "town", "heat_ratio": 1.0, "maintenance": 7, "maintenance_limit": 0.5}
    year = solve(
        tiny(
            load=[300] * 168 + [200] * 168 + [600] * 168 + [900] * 168,
            settings=LEVELLED | {"start": "2030-04-01"},
            thermal=[chp, GAS],
            heat=[{"network": "town", "profile": "none", "peak": 0}],
            series={"none": [0.0] * 672},
        )
    )
    assert hours(year, "thermal_outage")[0] == [200, 300, 0, 500]


def test_minimum_online(tiny, solve):
    """At a load of 300 MW 600 MW stay online by the monthly minimum, at 50 % of output: 300; no room for wind."""
    month = [{"area": "A", "dispatcher": "d", "month": 1, "online": 600}]
    case = tiny(
        load=[300],
        thermal=[COAL | {"minimum_heating": 0.5}],
        renewables=[{"asset": "wind", "capacity": 100}],
        minimum_online=month,
    )
    year = solve(case)
    assert hours(year, "thermal_online") == [[600]]
    assert hours(year, "renewable_output") == [[0]]


def test_co2_price(tiny, solve):
    """2.5 t/tce at 100 CNY/t make coal (0.3 tce/MWh) dearer by 75 CNY/MWh."""
    fuels = [{"co2": 2.5}]
    year = solve(tiny(load=[100], settings={"prices": {"co2": 100}}, fuels=fuels, thermal=[COAL]))
    assert year.point.costs["fuel"] == pytest.approx(100 * 300e-6)
    assert year.point.costs["co2"] == pytest.approx(100 * 75e-6)
    assert year.value("thermal_co2") == pytest.approx([0.075])


def test_fuel_of_a_start_emits(tiny, solve):
    """100 MW at a minimum of all start once in the cycle, with 0.5 tce/MW: 50 tce beside the 30 tce of 100 MWh."""
    fleet = COAL | {"minimum_heating": 1, "start_fuel": 0.5}
    year = solve(tiny(load=[0, 100], settings={"prices": {"co2": 100}}, fuels=[{"co2": 2.5}], thermal=[fleet]))
    assert year.value("thermal_co2") == pytest.approx([80 * 2.5e-3])
    assert year.point.costs["co2"] == pytest.approx(80 * 2.5 * 100e-6)
