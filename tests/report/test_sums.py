"""Tables of curtailment, its causes and reserve are held against sums over dispatch.nc."""

import numpy as np
import pytest

from dispatch.results.attribution import CAUSES

from .sums import AREAS, GREEN, TECHNOLOGIES, close, frame, months


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
