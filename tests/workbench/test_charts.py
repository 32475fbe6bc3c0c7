"""Charts and map of a run: sums, means, units."""

import numpy as np
import pytest

import dispatch
from dispatch.messages import Lang, Words
from dispatch.workbench import charts
from dispatch.workbench.charts import Drawing, Span, heat_map
from dispatch.workbench.runs import Opened, Runs
from dispatch.workbench.schematic import AMBER, GREEN, RED, drawing, hour_of, network_of_case, network_of_run

from .conftest import ROOT


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    place = tmp_path_factory.mktemp("runs") / "tutorial"
    dispatch.run(dispatch.read_case(ROOT / "inputs" / "tutorial")).save(place)
    return Opened("tutorial", place)


def drawn(run, lang=Lang.en, span=None):
    return Drawing(run, Words(lang), None, span or Span(0, len(run.saved.time)))


def series(options):
    return {one["name"]: np.array(one["data"], dtype=float) for one in options["series"]}


def test_what_is_stacked_above_equals_the_load_and_what_is_stacked_below(run):
    options = drawn(run).stack()
    curtailed = Words(Lang.en)("flow_curtailment")
    above = sum(np.array(s["data"]) for s in options["series"] if s.get("stack") == "above" and s["name"] != curtailed)
    below = sum(np.array(s["data"]) for s in options["series"] if s.get("stack") == "below")
    assert above + below == pytest.approx(series(options)["load"], abs=2e-3)
    assert series(options)["load"].max() == 1.0 and options["yAxis"]["name"] == "GW"
    assert series(drawn(run, Lang.zh).stack())["负荷"].max() == 100.0


def test_a_long_span_is_drawn_as_daily_means(run, monkeypatch):
    monkeypatch.setattr(charts, "MOST_HOURS", 48)
    hourly, daily = drawn(run, span=Span(24, 72)).stack(), drawn(run, span=Span(0, 168)).stack()
    assert len(hourly["xAxis"]["data"]) == 48 and len(daily["xAxis"]["data"]) == 7
    assert series(daily)["load"] == pytest.approx([0.85] * 7)


def test_curtailment_by_cause_sums_to_all_curtailment(run):
    total = sum(values.sum() for values in series(drawn(run).causes()).values())
    assert total == pytest.approx(run.saved.array("curtailment").sum() * 1e-6, rel=1e-3)


def test_prices_are_in_descending_order(run):
    (values,) = series(drawn(run).price_duration()).values()
    assert (np.diff(values) <= 0.0).all() and len(values) == charts.POINTS


def test_every_chart_of_a_run_can_be_drawn(run):
    picture = drawn(run, Lang.zh)
    for options in (picture.prices(), picture.reserve(0), picture.reserve(1), picture.storage(), picture.corridors()):
        assert options["series"] and all(len(s["data"]) == 168 for s in options["series"])


def test_a_heat_map_has_the_mean_of_each_month_and_hour(run):
    values = np.tile(np.arange(24.0), 7)
    cells = heat_map(values, run.saved.time, Words(Lang.en), "")["series"][0]["data"]
    assert cells == [[hour, 0, float(hour)] for hour in range(24)]


def test_the_map_has_every_area_and_corridor_with_flow_and_capability(run):
    network = network_of_run(run)
    assert list(network.areas) == ["steppe"] and network.receivers == ("south",)
    options = drawing(network, Words(Lang.en), hour_of(run, 0))
    (edge,) = [link for link in options["series"][0]["links"] if link["target"] == ">south"]
    flow = run.saved.array("export")[0, 0]
    assert edge["label"]["formatter"] == f"{flow / 1000:g} / 0.15"
    assert edge["lineStyle"]["color"] == (RED if flow >= 147 else AMBER if flow >= 105 else GREEN)


def test_the_map_of_a_case_has_the_capability_in_the_unit_of_the_language():
    network = network_of_case(dispatch.read_case(ROOT / "inputs" / "tutorial"))
    (edge,) = drawing(network, Words(Lang.zh))["series"][0]["links"]
    assert edge["label"]["formatter"] == "15"


def test_areas_with_a_position_stand_where_they_are_and_receivers_in_their_direction():
    network = network_of_case(dispatch.read_case(ROOT / "inputs" / "neimenggu-2030"))
    assert network.mapped and set(network.areas) <= set(network.places)
    places = network.places
    assert places["Tengger"][0] < places["Mengxi"][0] < places["Ximeng"][0] < places["Mengdong"][0]
    assert places["Shanghaimiao"][1] < places["Kubuqi"][1] < places["Ximeng"][1]
    assert places[">zhalute-qingzhou"][1] < places["Mengdong"][1]
    named = [places[key] for key in places if not key.startswith("@")]
    assert all(abs(x - u) > 0.41 or abs(y - v) > 0.45 for k, (x, y) in enumerate(named) for u, v in named[:k])


def test_only_the_latest_runs_stay_in_memory(run):
    runs = Runs(most=2)
    first = runs.open("a", run.folder)
    assert runs.open("a", run.folder) is first
    runs.open("b", run.folder)
    runs.open("c", run.folder)
    assert runs.open("a", run.folder) is not first
