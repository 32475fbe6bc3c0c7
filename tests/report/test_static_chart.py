"""The charts of the summary as SVG, which stand in the page before the chart library is loaded."""

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from dispatch.report.table import Chart, Series, Table, TableColumn
from dispatch.report.writers.static_chart import HEIGHT, static_chart

from .browser import started


def drawn(kind, data, *series, x="month"):
    columns = tuple(TableColumn(name, name, digits=None if name == x else 1) for name in data)
    chart = Chart("<title>", kind, x, series, 0, len(data[x]), "GW")
    table = Table("t", "table", columns, pd.DataFrame(data), charts=(chart,))
    return static_chart(table, chart, wide=True)


def test_bars_above_and_below_zero_and_a_line_have_their_places():
    data = {"month": ["2030-01", "2030-02"], "wind": [30.0, 10.0], "export": [10.0, 5.0], "load": [20.0, 5.0]}
    text = drawn("bar", data, Series("wind", "#111"), Series("export", "#222", "below"), Series("load", "#333", "line"))
    root = ET.fromstring(text)
    zero = float(re.search(r'class="zero" d="M\S+ ([\d.]+)', text)[1])
    bars = {path.get("fill"): path.get("d") for path in root.iter("path") if path.get("fill")}
    first = [tuple(map(float, re.match(r"M(\S+) (\S+?)h\S+?V(\S+?)h", bars[c]).groups())) for c in ("#111", "#222")]
    assert first[0][1] == first[1][1] == zero
    assert first[0][2] < zero < first[1][2]
    assert zero - first[0][2] == pytest.approx(3 * (first[1][2] - zero), abs=0.3)
    assert [text.text for text in root.iter("text") if text.text in ("01", "02")] == ["01", "02"]
    assert len(list(root.iter("circle"))) == 2
    assert root.get("aria-label") == "<title>"


def test_a_series_that_cannot_be_seen_is_left_out_and_the_legend_stays_inside():
    names = [f"a long name of a series {k}" for k in range(12)]
    data = {"hour": list(range(24))} | {name: [1.0] * 24 for name in names} | {"small": [0.001] * 24}
    text = drawn("stack", data, *(Series(name, "#abc") for name in (*names, "small")), x="hour")
    places = [float(node.get("y")) for node in ET.fromstring(text).iter("rect")]
    assert len(places) == 12 and max(places) + 8 <= HEIGHT
    assert "small" not in text


def test_a_heat_map_and_an_empty_window_have_none():
    assert drawn("heat", {"month": ["2030-01"], "wind": [1.0]}, Series("wind", "#111")) == ""
    assert drawn("bar", {"month": [], "wind": []}, Series("wind", "#111")) == ""


def test_the_summary_shows_its_charts_without_a_script(region, tmp_path):
    from dispatch.messages import Lang
    from dispatch.report import report

    report(region, Lang.en)
    with started() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto((region / "report.html").as_uri())
        figures = page.locator("#summary .chart")
        assert figures.count() >= 3
        for k in range(figures.count()):
            assert figures.nth(k).locator("svg.static path").count() > 2
