"""Every table of results is held against sums over dispatch.nc that are made here, without the code of the report."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from dispatch.report.attribution import CAUSES

GREEN = ["wind", "pv", "csp"]
AREAS = {"region": ["A", "B"], "Alpha": ["A"], "Beta": ["B"]}
TECHNOLOGIES = {"wind": ["wind"], "PV": ["pv"], "CSP": ["csp"], "hydro": ["hydro"], "new energy": GREEN}


@pytest.fixture(scope="module")
def results(region):
    with xr.open_dataset(region / "dispatch.nc") as stored:
        return stored.load()


def frame(report, key) -> pd.DataFrame:
    return next(table for table in report.tables if table.key == key).data


def close(found, expected):
    assert np.asarray(found, dtype=float) == pytest.approx(np.asarray(expected, dtype=float), rel=1e-9, abs=1e-9)


def inside(results, name, dim, areas):
    """A variable on (time, dim), summed over what lies in some areas."""
    return results[name].isel({dim: results[f"{dim}_area"].isin(areas).values}).sum(dim)


def months(results):
    return results["time"].dt.strftime("%Y-%m")


def test_curtailment_of_the_window(english, results):
    table = frame(english, "curtailment_year")
    assert len(table) == 12
    for row in table.itertuples():
        here = results.sel(area=AREAS[row.area], technology=TECHNOLOGIES[row.technology])
        sums = {name: float(here[name].sum()) * 1e-6 for name in ("available", "generation", "curtailment")}
        close([row.available, row.generated, row.curtailed], list(sums.values()))
        close(row.curtailment_rate, sums["curtailment"] / sums["available"] * 100)
        close(row.utilisation, 100 - row.curtailment_rate)
        capacity = float(here["capacity"].sum(("area", "technology")).mean()) * 1e-3
        close([row.mean_capacity, row.full_load_hours], [capacity, sums["generation"] * 1e3 / capacity])
        hourly = here["curtailment"].sum(("area", "technology"))
        close([row.curtailed_hours, row.most_curtailed], [(hourly > 0.5).sum(), hourly.max() * 1e-3])


@pytest.mark.parametrize("key", ["curtailment_month", "curtailment_season", "curtailment_hour"])
def test_parts_of_the_window_add_up_to_it(english, key):
    whole = frame(english, "curtailment_year").set_index(["area", "technology"])
    parts = frame(english, key).groupby(["area", "technology"])[["available", "generated", "curtailed"]].sum()
    assert len(parts) == len(whole)
    for name in parts:
        close(parts[name], whole.loc[parts.index, name])


def test_a_month_is_that_month(english, results):
    table = frame(english, "curtailment_month").set_index(["area", "technology", "month"])
    here = results["curtailment"].sel(area="A", technology="wind").groupby(months(results)).sum()
    for month in ("2030-01", "2030-02"):
        close(table.loc[("Alpha", "wind", month), "curtailed"], here.sel(strftime=month) * 1e-6)


def test_marginal_curtailment_weights_hours_with_curtailment_by_what_is_available(english, results):
    row = frame(english, "curtailment_year").set_index(["area", "technology"]).loc[("Beta", "wind")]
    offered = results["renewable_available"].sel(renewable="wind-b")
    lost = offered - results["renewable_output"].sel(renewable="wind-b") > 0.5
    close(row.marginal_curtailment, offered.where(lost).sum() / offered.sum() * 100)


def test_duration_curve_and_heat_map(english, results):
    hourly = results["curtailment"].sel(technology=GREEN).sum("technology")
    curve = frame(english, "curtailment_duration")
    close(curve["place_0"], -np.sort(-hourly.sum("area").values) * 1e-3)
    heat = frame(english, "curtailment_heat").set_index(["area", "month"])
    here = hourly.sel(area="A")[(months(results) == "2030-02") & (results["time"].dt.hour == 13)]
    close(heat.loc[("Alpha", "2030-02"), "h13"], here.mean() * 1e-3)


def test_events_are_unbroken_runs_of_hours(english, results):
    table = frame(english, "curtailment_events")
    power = results["curtailment"].sel(technology=GREEN, area="B").sum("technology")
    for row in table[table.area == "Beta"].itertuples():
        hours = power.sel(time=slice(row.start, None))[: int(row.event_hours)]
        assert (hours > 0.5).all()
        close([row.event_energy, row.event_most], [hours.sum() * 1e-3, hours.max() * 1e-3])
        after = power.sel(time=slice(hours["time"].values[-1], None))[1:2]
        assert not len(after) or float(after[0]) <= 0.5
    longest = table[(table.area == "Beta") & (table.order == "longest")]
    assert list(longest["event_hours"]) == sorted(longest["event_hours"], reverse=True)


@pytest.mark.parametrize("key", ["cause", "cause_technology", "cause_month"])
def test_causes_sum_exactly_to_what_is_curtailed(english, results, key):
    table = frame(english, key)
    close(table[list(CAUSES)].sum(axis=1), table["cause_total"])
    assert (table[list(CAUSES)] >= 0).all(axis=None)
    for area, rows in table.groupby("area"):
        close(rows["cause_total"].sum(), results["curtailment"].sel(area=AREAS[area]).sum() * 1e-6)


def test_a_cause_alone_saves_no_less_than_its_part_and_no_more_than_all(english):
    parts, alone = (frame(english, key).set_index("area") for key in ("cause", "cause_alone"))
    for cause in set(CAUSES) - {"demand"}:
        assert (alone[cause] >= parts[cause] - 1e-9).all() and (alone[cause] <= parts["cause_total"] + 1e-9).all()


def test_reserve(english, results):
    table = frame(english, "reserve_year").set_index(["area", "direction"])
    assert list(table.index) == [("Alpha", "upward"), ("Alpha", "downward"), ("Beta", "upward")]
    for area, way, place in (("Alpha", "upward", ("A", "up")), ("Alpha", "downward", ("A", "down"))):
        here = results.sel(area=place[0], direction=place[1])
        row = table.loc[(area, way)]
        close([row.required, row.held], [here[f"reserve_{k}"].mean() * 1e-3 for k in ("required", "held")])
        close(row.shortfall_energy, here["reserve_shortfall"].sum() * 1e-3)
        close(row.reserve_rate, here["reserve_held"].sum() / results["load"].sel(area="A").sum() * 100)
    providers = frame(english, "reserve_provider")
    parts = [name for name in providers if name in results["provider"].values]
    close(providers[parts].sum(axis=1), providers["held"])
    close(providers["held"], table["held"])


def test_reserve_by_hour_averages_to_the_window(english, results):
    hours, whole = frame(english, "reserve_hour"), frame(english, "reserve_year").set_index(["area", "direction"])
    count = {"2030-01": 4, "2030-02": 4}
    hours["days"] = [count[month] for month in hours["month"]]
    for key, rows in hours.groupby(["area", "direction"]):
        for name in ("required", "held", "spinning", "stored"):
            close((rows[name] * rows["days"]).sum() / rows["days"].sum(), whole.loc[key, name])
        close(rows["margin_least"].min(), whole.loc[key, "reserve_margin"])


def test_worst_hours_are_hours_of_the_run(english, results):
    table = frame(english, "reserve_worst")
    for row in table[table.area == "Alpha"].itertuples():
        way = {"upward": "up", "downward": "down"}[row.direction]
        now = results.sel(time=row.start, area="A")
        held = [now[f"reserve_{k}"].sel(direction=way) * 1e-3 for k in ("required", "held", "shortfall")]
        close([row.required, row.held, row.shortfall, row.load], [*held, now["load"] * 1e-3])


def test_stores_sustain_what_the_model_made_them_sustain(english, results):
    table = frame(english, "reserve_sustained").set_index(["name", "direction"])
    assert (table["lasts_least"] >= table["reserve_hours"] - 1e-3).all() and not table["unsustained_hours"].any()
    promised = results["storage_reserve"].sel(storage="battery-p", direction="up")
    close(table.loc[("battery-p", "upward"), "promised"], promised.mean() * 1e-3)


def test_the_largest_contingency(english, results):
    row = frame(english, "reserve_contingency").set_index("area").loc["Alpha"]
    close([row.rule_unit, row.corridor_flow], [0.06, results["export"].sel(corridor="east").max() * 1e-3])
    held = results["reserve_held"].sel(area="A", direction="up")
    close([row.largest_online, row.uncovered_hours], [0.1, (held < 100 - 0.5).sum()])


def test_power_balance_adds_up_in_the_peak_hour(english, results):
    table = frame(english, "power_balance")
    less = ["installed_thermal", "less_outage", "less_forced", "less_heat", "less_own_use"]
    close(table[less].sum(axis=1), table["available_thermal"])
    kinds = [f"available_{k}" for k in ("thermal", "hydro", "wind", "pv", "csp", "storage", "response", "lines")]
    close(table[kinds].sum(axis=1), table["available_total"])
    close(table["available_total"] - table["demand_total"], table["surplus"])
    demand = results["load"].sel(area="A") + inside(results, "export", "corridor", ["A"])
    demand = (demand + inside(results, "electrolyser_load", "electrolyser", ["A"]))[months(results) == "2030-02"]
    row = table.set_index(["area", "month"]).loc[("Alpha", "2030-02")]
    assert row.start == str(demand["time"].values[int(demand.values.argmax())])[:16].replace("T", " ")
    now = results.sel(time=row.start)
    fleets = now["fleet_area"] == "A"
    close(row.installed_thermal, now["fleet_capacity"][fleets].sum() * 1e-3)
    close(row.demand_load + row.demand_export + row.demand_electrolysers, demand.max() * 1e-3)


def test_energy_balance(english, results):
    whole = frame(english, "energy_balance").set_index("area")
    rounding = 1e-4 * results.sizes["time"] * 40 * 1e-6  # steps of 1e-4 MW, forty terms of the balance
    assert (whole["residual"].abs() < rounding).all()
    for area, areas in AREAS.items():
        here = results.sel(area=areas)
        for kind in ("coal", "wind", "pv", "csp", "hydro", "battery", "pumped_hydro"):
            close(whole.loc[area, kind], here["generation"].sel(technology=kind).sum() * 1e-6)
        close(whole.loc[area, "load"], here["load"].sum() * 1e-6)
        close(whole.loc[area, "export"], inside(results, "export", "corridor", areas).sum() * 1e-6)
        close(whole.loc[area, "charge"], inside(results, "charge", "storage", areas).sum() * 1e-6)
    monthly = frame(english, "energy_balance_month").groupby("area")
    for name in whole.columns:
        close(monthly[name].sum()[whole.index], whole[name])


def test_regulation_balance(english, results):
    table = frame(english, "regulation")
    held = table["least_thermal"] + table["must_run"] + table["reserve_down"]
    close(table["held_total"], held)
    close(table["room_left"], table["taken_total"] - held)
    close(table["regulation_surplus"], table["room_left"] - table["green_available"])
    close(table["regulation_gap"], np.maximum(0.0, -table["regulation_surplus"]))
    row = table[(table.area == "Alpha") & (table.month == "2030-01")].iloc[0]
    now = results.sel(time=row.start)
    kept = (now["thermal_minimum"] * (1 - now["fleet_own_use"]))[now["fleet_area"] == "A"]
    close(row.least_thermal, kept.sum() * 1e-3)
    close(row.reserve_down, now["reserve_required"].sel(area="A", direction="down") * 1e-3)


def test_typical_days(english, results):
    days = frame(english, "days")
    kinds = dict(zip(days["day_kind"], days["date"], strict=True))
    assert kinds["Spring Festival"] == "2030-02-03"
    load = results["load"].sum("area")
    assert kinds["winter peak"] == str(load["time"].values[int(load.values.argmax())])[:10]
    lost = results["curtailment"].sum(("area", "technology")).resample(time="D").sum()
    assert kinds["most curtailment"] == str(lost["time"].values[int(lost.values.argmax())])[:10]
    hours = frame(english, "day_hours")
    row = hours[(hours.area == "Alpha") & (hours.date == "2030-02-03") & (hours.hour == "13")].iloc[0]
    now = results.sel(time="2030-02-03 13:00", area="A")
    close([row.pv, row.load], [now["generation"].sel(technology="pv") * 1e-3, now["load"] * 1e-3])
    daily = frame(english, "daily")
    close(daily[daily.area == "region"]["load"].sum() * 24e-3, results["load"].sum() * 1e-6)


def test_corridors(english, results):
    table = frame(english, "corridors").set_index("name")
    for name in ("east", "south"):
        here = results.sel(corridor=name)
        sums = [float(here[k].sum()) * 1e-6 for k in ("export", "export_received", "contract", "undelivered")]
        close(table.loc[name, ["sent", "received", "contracted", "undelivered"]], sums)
        close(table.loc[name, "most_sent"], here["export"].max() * 1e-3)
        close(table.loc[name, "full_load_hours"], sums[0] * 1e3 / table.loc[name, "capability"])
    monthly = frame(english, "corridor_month").groupby("name")["sent"].sum()
    close(monthly[table.index], table["sent"])


def test_lines_sections_parks(english, results):
    line = frame(english, "lines").iloc[0]
    flow = results["line_flow"].sel(line="ab")
    close([line.energy_forward, line.energy_backward], [flow.clip(0).sum() * 1e-6, -flow.clip(max=0).sum() * 1e-6])
    close([line.hours_forward, line.hours_backward], [(flow >= 49.5).sum(), (flow <= -79.5).sum()])
    section = frame(english, "sections").iloc[0]
    flow = results["section_flow"].sel(section="s")
    close([section.most_forward, section.mean_flow], [flow.max() * 1e-3, flow.mean() * 1e-3])
    close(section.hours_forward, (flow >= 499.5).sum())
    park = frame(english, "parks").iloc[0]
    given = results["park_exchange"].sel(park="k")
    close([park.energy_given, park.energy_taken], [given.clip(0).sum() * 1e-6, -given.clip(max=0).sum() * 1e-6])


def test_storage(english, results):
    table = frame(english, "storage").set_index("name")
    for name in ("battery-p", "pumped"):
        here = results.sel(storage=name)
        close(table.loc[name, ["charged", "discharged"]], [here[k].sum() * 1e-6 for k in ("charge", "discharge")])
        close(table.loc[name, "cycles"], here["discharge"].sum() / here["storage_size"].mean())
        close(table.loc[name, "mean_content"], here["energy"].sum() / here["storage_size"].sum() * 100)
        close(table.loc[name, "full_hours"], (here["energy"] >= here["storage_size"] - 0.5).sum())
    content = frame(english, "storage_content")
    day = results.sel(storage="battery-p", time="2030-02-01")
    at = content[content.date == "2030-02-01"].iloc[0]
    close(at["store_0"], day["energy"].sum() / day["storage_size"].sum() * 100)
    net = results["discharge"] - results["charge"]
    by_hour = net.sel(storage="pumped").groupby("time.hour").mean()
    close(frame(english, "storage_day")["store_1"], by_hour * 1e-3)


def test_thermal(english, results):
    table = frame(english, "thermal").set_index("name")
    for name in table.index:
        here = results.sel(fleet=name)
        made = float(here["thermal_output"].sum())
        close(table.loc[name, "generated"], made * 1e-6)
        close(table.loc[name, "full_load_hours"], made / here["fleet_capacity"].mean())
        close(table.loc[name, "load_factor"], made / here["thermal_online"].sum() * 100)
        close(table.loc[name, "started"], here["thermal_start"].sum() * 1e-3)
        burnt = float(here["fuel"] - here["fuel_heat"]) * 1e3
        close(table.loc[name, "gross_rate"], burnt / made)
        close(table.loc[name, "net_rate"], burnt / (made * (1 - here["fleet_own_use"])))
        on = here["thermal_online"] > 0.5
        low = on & (here["thermal_output"] <= here["thermal_minimum"] + 0.5)
        close(table.loc[name, "least_share"], low.sum() / on.sum() * 100)
        part = on & (here["thermal_output"] < 0.5 * here["thermal_online"] - 0.5)
        close(table.loc[name, "part_load_share"], here["thermal_output"].where(part).sum() / made * 100)
    daily = frame(english, "thermal_day")
    online = inside(results, "thermal_online", "fleet", ["A"]).resample(time="D").mean()
    close(daily[daily.area == "Alpha"]["online_power"], online * 1e-3)


def test_prices(english, results):
    table = frame(english, "prices").set_index("area")
    here = results.sel(area="A")
    close(table.loc["Alpha", "price_mean"], here["price"].mean())
    close(table.loc["Alpha", "price_by_load"], (here["price"] * here["load"]).sum() / here["load"].sum())
    close(table.loc["Alpha", "surplus_hours"], (here["price"] <= 1).sum())
    close(frame(english, "price_duration")["place_0"], -np.sort(-here["price"].values))
    by_month = results["price"].sel(area="B").groupby(months(results)).mean()
    close(frame(english, "price_month")["place_1"], by_month)


def test_coal_co2_and_cost(english, results):
    table = frame(english, "emissions").set_index("area")
    for area, areas in AREAS.items():
        here = results.isel(fleet=results["fleet_area"].isin(areas).values)
        close(table.loc[area, ["coal_energy", "co2"]], [here[k].sum() * 1e-6 for k in ("coal", "co2")])
        made = results["generation"].sel(area=areas).sum()
        close(table.loc[area, "co2_rate"], here["co2"].sum() * 1e3 / made)
    cost = frame(english, "cost").set_index("area")
    close(cost.loc["region", "cost_total"], results["cost_of_region"].sum() * 1e-9)
    close(cost.loc[["Alpha", "Beta"], "cost_total"], results["cost"].sum("term") * 1e-9)
    terms = [name for name in cost if name.startswith("term_")]
    close(cost[terms].sum(axis=1), cost["cost_total"])


def test_headline_and_bridge(english, results):
    table = frame(english, "headline").set_index("area")
    for area, areas in AREAS.items():
        here = results.sel(area=areas)
        close(table.loc[area, "load_energy"], here["load"].sum() * 1e-6)
        close(table.loc[area, "new_energy"], here["generation"].sel(technology=GREEN).sum() * 1e-6)
        close(table.loc[area, "curtailed"], here["curtailment"].sel(technology=GREEN).sum() * 1e-6)
        close(table.loc[area, "export_energy"], inside(results, "export", "corridor", areas).sum() * 1e-6)
        bridge = frame(english, "bridge").set_index("area").loc[area]
        close(
            [bridge.window_energy, bridge.peak_load], [here["load"].sum() * 1e-6, here["load"].sum("area").max() * 1e-3]
        )
        close(bridge.consumption_energy - bridge.captive_energy, bridge.generation_energy)
    capacity = frame(english, "capacity").set_index("area")
    close(capacity.loc["Alpha", "wind"], 2.1)
    close(capacity.loc["region"], capacity.loc[["Alpha", "Beta"]].sum())
