"""Saved studies in the workbench: charts of a report as options of ECharts, and the chapters of a plan or an operation."""

import pandas as pd

import dispatch
from dispatch.messages import Lang
from dispatch.report import Chart, Series, Table, TableColumn
from dispatch.workbench.runs import Runs
from dispatch.workbench.studies import chart_options, study_report

from .conftest import ROOT


def chart_of(kind, *series):
    data = pd.DataFrame(
        {"x": ["a", "b", "c"], "up": [1.0, float("nan"), 3.0], "down": [1.0, 2.0, 3.0], "line": [4.0, 5.0, 6.0]}
    )
    columns = tuple(TableColumn(name, name.upper(), digits=None if name == "x" else 1) for name in data)
    chart = Chart("title", kind, "x", series, 0, 2, "GW")
    return chart_options(Table("t", "t", columns, data, charts=(chart,)), chart)


def test_bars_stack_above_and_below_zero_and_a_gap_stays_a_gap():
    series = chart_of("bar", Series("up", "#1"), Series("down", "#2", "below"), Series("line", "#3", "line"))["series"]
    assert [one["type"] for one in series] == ["bar", "bar", "line"]
    assert [one["data"] for one in series] == [[1.0, None], [-1.0, -2.0], [4.0, 5.0]]
    assert series[0]["stack"] == series[1]["stack"] and [one["name"] for one in series] == ["UP", "DOWN", "LINE"]


def test_areas_below_zero_are_a_stack_of_their_own():
    series = chart_of("stack", Series("up", "#1"), Series("line", "#2", "curtailed"), Series("down", "#3", "below"))[
        "series"
    ]
    assert [one["stack"] for one in series] == ["above", "above", "below"]


def test_a_heat_map_has_a_cell_for_each_value():
    options = chart_of("heat", Series("up", "#1"), Series("down", "#2"))
    assert options["series"][0]["data"] == [[0, 0, 1.0], [1, 0, 1.0], [1, 1, 2.0]]
    assert options["xAxis"]["data"] == ["UP", "DOWN"] and options["visualMap"]["max"] == 2.0


def test_a_run_without_plan_has_no_chapters(tmp_path):
    dispatch.run(dispatch.read_case(ROOT / "inputs" / "tutorial", (), "2030-01-07", 24)).save(tmp_path / "run")
    report = study_report("plan", "run", tmp_path / "run", Lang.en, Runs())
    assert not any(chapter.tables for chapter in report.chapters)
