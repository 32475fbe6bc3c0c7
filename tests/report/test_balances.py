"""Tables of balances, days, corridors, plants, prices and cost are held against sums over dispatch.nc."""

import numpy as np
import pytest

from dispatch.messages import Lang
from dispatch.report import build

from .sums import AREAS, GREEN, close, frame, inside, months


def test_power_balance_adds_up_in_the_tightest_hour(english, results):
    table = frame(english, "power_balance")
    less = ["installed_thermal", "less_outage", "less_forced", "less_heat", "less_own_use"]
    close(table[less].sum(axis=1), table["available_thermal"])
    kinds = [f"available_{k}" for k in ("thermal", "hydro", "wind", "pv", "csp", "storage", "response", "lines")]
    close(table[[*kinds, "less_not_shared"]].sum(axis=1), table["available_total"])
    close(table["available_total"] - table["demand_total"], table["surplus"])
    each = table[table.area != "region"].groupby("month")["surplus"]
    whole = table[table.area == "region"].set_index("month")["surplus"]
    shortage = each.apply(lambda values: -np.minimum(values, 0.0).sum())
    close(whole, each.sum().where(shortage == 0, -shortage))
    row = table.set_index(["area", "month"]).loc[("Alpha", "2030-02")]
    now = results.sel(time=row.start)
    fleets = now["fleet_area"] == "A"
    close(row.installed_thermal, now["fleet_capacity"][fleets].sum() * 1e-3)
    close(row.demand_load, now["load"].sel(area="A") * 1e-3)
    sent = (now["export"] + now["undelivered"])[now["corridor_area"] == "A"].sum()
    close(row.demand_export, sent * 1e-3)  # no corridor of A has a band
    for kind in ("wind", "pv", "hydro"):
        place = {"area": "A", "technology": kind}
        assert (
            row[f"available_{kind}"] <= float(min(now["credit"].sel(place), now["available"].sel(place))) * 1e-3 + 1e-9
        )


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
        boilers = results.isel(network=results["network_area"].isin(areas).values)
        totals = {k: float(here[k].sum() + boilers[f"boiler_{k}"].sum()) for k in ("coal", "co2")}
        close(table.loc[area, ["coal_energy", "co2"]], [total * 1e-6 for total in totals.values()])
        made = results["generation"].sel(area=areas).sum()
        close(table.loc[area, "co2_rate"], totals["co2"] * 1e3 / made)
    assert float(results["boiler_co2"].sum()) > 0
    cost = frame(english, "cost").set_index("area")
    close(cost.loc["region", "cost_total"], results["cost_of_region"].sum() * 1e-9)
    close(cost.loc[["Alpha", "Beta"], "cost_total"], results["cost"].sum("term") * 1e-9)
    terms = [name for name in cost if name.startswith("term_")]
    close(cost[terms].sum(axis=1), cost["cost_total"])


def test_losses_by_component_sum_to_those_of_the_run(english, results):
    table = frame(english, "losses")
    assert table["energy_lost"].sum() > 0
    for area, areas in AREAS.items():
        here, shown = results.sel(area=areas), table[table["area"] == area]
        for column in ("energy_lost", "energy_wasted"):
            close(shown[column].sum(), here[column].sum() * 1e-3)


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


def test_what_was_given_is_shown_as_it_was_given(english, saved):
    """Every row of every table of the case that has a table in the report, with its source."""
    for key, table, name, column, factor in (
        ("given_exports", "corridors", "energy_mid", "energy_mid", 1e-6),
        ("given_storage", "storage", "charge_efficiency", "charge_efficiency", 100),
        ("given_minimum", "thermal", "minimum_heating", "minimum_heating", 100),
        ("given_reserve", "dispatchers", "largest_unit", "largest_unit", 1e-3),
        ("given_renewables", "renewables", "own_use_rate", "own_use", 100),
        ("given_sections", "sections", "forward", "forward", 1e-3),
        ("given_lines", "lines", "backward", "backward", 1e-3),
        ("given_parks", "parks", "import_limit", "import_limit", 1e-3),
        ("given_response", "demand_response", "capability", "capability", 1e-3),
        ("given_electrolysers", "electrolysers", "use", "use", 1),
        ("given_heat", "heat", "peak_heat", "peak", 1e-3),
        ("given_fuels", "fuels", "fuel_price", "price", 1),
        ("given_outages", "maintenance", "capacity", "capacity", 1e-3),
        ("given_load", "load", "given_energy", "energy", 1e-6),
        ("ledger", "capacity", "capacity", "capacity", 1e-3),
    ):
        shown, given = frame(english, key), saved.given(table)
        close(shown[name], given[column].astype(float) * factor)
        assert list(shown["source"]) == list(given["source"])


def test_every_table_is_held_against_something(english):
    """No table of a report is without a check in these files."""
    from pathlib import Path

    here = Path(__file__).parent
    text = "".join((here / name).read_text("utf-8") for name in ("test_sums.py", "test_balances.py", "test_market.py"))
    facts = {"run", "given_targets", "given_prices", "verdict"}
    assert {table.key for table in english.tables if f'"{table.key}"' not in text} <= facts


def test_warnings_are_those_of_the_run(english, saved):
    """A store of the region charges and discharges at once in some hours."""
    rows = list(frame(english, "warnings")["item_value"])
    (warning,) = saved.record["warnings"]
    assert warning["kind"] == "wasted" and f"{warning['value']:,.4g} GWh are wasted" in rows[0] and len(rows) == 1


def test_verdicts_are_those_of_the_summary(english, saved):
    table = frame(english, "verdict")
    rows = [
        (t["achieved"], {True: "met", False: "not met", None: "no verdict"}[t["met"]]) for t in saved.summary["targets"]
    ]
    assert list(zip(table["achieved"], table["verdict"], strict=True)) == [
        (np.float64(f"{a:.12g}"), v) for a, v in rows
    ]


def test_verdicts_in_chinese_are_in_chinese_units(saved):
    """Targets of REGION: energy in TWh, capacity in GW."""
    table = frame(build(saved, Lang.zh), "verdict")
    assert list(table["target_unit"]) == ["亿千瓦时", "万千瓦"]
    scale = [10.0, 100.0]
    for name in ("required", "achieved", "margin", "achieved_gross"):
        figures = [target[name] for target in saved.summary["targets"]]
        assert list(table[name]) == pytest.approx([a * b for a, b in zip(figures, scale, strict=True)], rel=1e-9)
