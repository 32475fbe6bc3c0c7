"""Run, Case and LP in a notebook: text, HTML and figures."""

import pydoc

import numpy as np
import pytest

import dispatch

HOSTILE = '<script>alert("x")</script>'
FLEETS = [{"fleet": "cheap", "capacity": 1000, "fuel_incremental": 0.3}]
THERE = {"area": "B", "pocket": "q", "dispatcher": "e"}


@pytest.fixture(scope="module")
def case(tiny):
    """Two areas with wind and a line; the title has markup."""
    return tiny(
        settings={"title": HOSTILE},
        areas=[{}, {"area": "B", "name_zh": "乙", "name_en": "B"}],
        pockets=[{}, {"pocket": "q", "area": "B"}],
        dispatchers=[{}, {"dispatcher": "e", "area": "B"}],
        load=[800, 900, 300, 200],
        loads=[{"load": "b", "energy": 400, "profile": "one"} | THERE],
        thermal=FLEETS,
        renewables=[{"asset": "wind", "capacity": 500}],
        lines=[
            {"line": "ab", "from_area": "A", "from_pocket": "p", "to_area": "B", "to_pocket": "q"}
            | {"forward": 200, "backward": 200}
        ],
    )


@pytest.fixture(scope="module")
def run(case):
    return dispatch.run(case)


def test_texts_say_what_a_case_an_lp_and_a_run_hold(case, run):
    assert "4 of 4 hours" in repr(case) and "thermal (1)" in repr(case)
    assert "B1_balance" in repr(dispatch.build(case))
    assert "optimal" in repr(run) and "TWh" in repr(run) and "run.plot" in repr(run)


def test_html_shows_text_from_tables_as_text(case, run):
    for thing in (case, run, dispatch.build(case)):
        html = thing._repr_html_()
        assert html.startswith("<table>") and html.endswith("</table>")
        assert "<script" not in html
    assert "&lt;script&gt;" in case._repr_html_() and "&lt;script&gt;" in run._repr_html_()


def test_the_stack_of_an_area_has_its_generation_and_its_load(run):
    figure = run.plot.stack(area="A")
    traces = {trace.name: np.array(trace.y) for trace in figure.data}
    assert traces["load"] == pytest.approx([0.8, 0.9, 0.3, 0.2])
    made = run.results["generation"].sel(area="A").sum("technology").values * 1e-3
    stacked = sum(np.array(trace.y) for trace in figure.data if trace.stackgroup)
    assert stacked == pytest.approx(made)
    assert len(run.plot.stack().data) >= len(figure.data) - 1


def test_the_price_duration_falls(run):
    for trace in run.plot.price_duration().data:
        assert (np.diff(trace.y) <= 0).all()
    assert [trace.name for trace in run.plot.price_duration(area="B").data] == ["B"]


def test_the_heat_map_has_months_and_hours(run):
    (trace,) = run.plot.curtailment_heatmap().data
    assert list(trace.y) == ["2030-01"] and list(trace.x) == [0, 1, 2, 3]
    assert np.nansum(trace.z) * 1e3 == pytest.approx(float(run.results["curtailment"].sum()))


def test_the_map_has_areas_and_lines(run):
    figure = run.plot.map()
    assert {trace.name for trace in figure.data} >= {"ab"}
    assert any("CNY/MWh" in text for text in figure.data[-1].text)


def test_an_unknown_area_is_refused_with_those_that_there_are(run):
    with pytest.raises(dispatch.CaseError, match="Areas are"):
        run.plot.stack(area="C")


def test_help_of_run_names_every_parameter():
    text = pydoc.plain(pydoc.render_doc(dispatch.run))
    for name in ("lp", "method", "gap", "time_limit", "threads", "start", "integer", "verbose", "changes", "clock"):
        assert f"{name}: " in text
    assert "Raises" in text and "Returns" in text
