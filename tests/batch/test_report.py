"""The report of a batch: every number is one of its cases, in both languages, as page, workbook and CSV."""

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dispatch.batch import analysis, open_batch
from dispatch.batch.analysis import crossing
from dispatch.batch.dataset import Batch
from dispatch.batch.plan import AxisOf, Plan, Planned
from dispatch.batch.report import build, report
from dispatch.batch.store import write_json
from dispatch.cli.report import write_report
from dispatch.messages import Lang

STORAGE, GROWTH = [0.0, 10.0, 20.0], [0.9, 1.0, 1.1]


def summary(storage, growth, seed):
    """A summary that is a plain formula of its levels: every figure of the report is known beforehand."""
    region = {
        "capacity_gw": {"wind": 1.0},
        "available_twh": {"wind": 10.0},
        "curtailment_twh": {"wind": 2.0 - 0.05 * storage + 0.1 * seed},
        "generation_twh": {"wind": 8.0},
        "new_energy_twh": 8.0,
        "thermal_twh": 12.0 * growth,
        "load_twh": 20.0 * growth,
        "export_twh": 0.0,
        "unserved_gwh": 0.0,
        "reserve_shortfall_gwh": {"up": 0.0, "down": 0.0},
        "coal_mtce": 3.0 * growth,
        "net_coal_rate_gce_per_kwh": None,
        "co2_mt": 8.0 * growth,
        "cost_cny": 1e9 * (growth + storage / 100),
    }
    margin = storage - 100.0 * (growth - 1.0) - 5.0
    target = {"id": "目标", "text": "t", "unit": "TWh", "required": 0.0, "achieved": margin}
    return {"region": region, "areas": {}, "targets": [target | {"margin": margin, "met": margin >= 0}]}


RECORD = {
    "status": "optimal",
    **dict.fromkeys(("objective_cny", "bound_cny", "gap", "columns", "rows", "nonzeros"), 1.0),
    **{"method": "simplex", "case_digest": "d", "seconds": {"read": 1.0}, "peak_memory_mb": 1.0, "notes": []},
}


@pytest.fixture
def batch(tmp_path):
    """``batch(sample=…, left_out=…)``: a batch folder of 18 cases over storage, growth and weather, without a solve."""

    def make(left_out=()):
        axes = [
            AxisOf("storage", "Storage", "储能", "number", STORAGE, None),
            AxisOf("growth", "Growth", "负荷增长", "number", GROWTH, None),
            AxisOf("weather", "<b>Weather", "天气", "seed", [1, 2], None),
        ]
        points = [{"storage": s, "growth": g, "weather": w} for s in STORAGE for g in GROWTH for w in (1, 2)]
        cases = [Planned(k, f"n{k}", point, "f", (), False) for k, point in enumerate(points, start=1)]
        base = Planned(0, "n3", {"storage": 0.0, "growth": 1.0, "weather": 1}, "f", (), False)
        plan = Plan(
            "A <sweep>",
            "",
            "s",
            str(tmp_path / "cases"),
            (None, None),
            {},
            None,
            axes,
            base,
            cases,
            "n3",
            {},
            {},
            False,
        )
        for case in cases:
            if case.number not in left_out:
                place = tmp_path / "cases" / case.name
                place.mkdir(parents=True)
                write_json(place / "summary.json", summary(*case.point.values()))
                write_json(place / "run.json", RECORD)
        (tmp_path / "out" / "failed").mkdir(parents=True)
        plan.save(tmp_path / "out")
        for number in left_out:
            stated = {
                "name": f"n{number}",
                "reason": "infeasible",
                "message": "=no",
                "attempts": 1,
                "seconds": 1.0,
                "host": "",
            }
            write_json(tmp_path / "out" / "failed" / f"n{number}.json", stated)
        return open_batch(tmp_path / "out")

    return make


def table(content, key):
    return next(table for table in content.tables if table.key == key).data


def test_tornado(batch):
    content = build(batch(), Lang.en)
    cost = table(content, "tornado_cost_total")
    assert list(cost["axis"]) == ["Storage", "Growth"]
    assert list(cost["least"]) == [1.0, 0.9] and list(cost["most"]) == [1.2, 1.1]
    assert np.allclose(list(cost["less"]), [0.0, 0.1]) and np.allclose(list(cost["more"]), [0.2, 0.1])
    assert list(cost["level_most"]) == ["20", "1.1"]
    curtailed = table(content, "tornado_curtailed")
    assert list(curtailed["axis"]) == ["Storage", "<b>Weather"] and np.allclose(list(curtailed["less"]), [1.0, 0.0])


def test_heat_map(batch):
    content = build(batch(), Lang.en)
    heat = table(content, "heat_storage_growth_cost_total")
    expected = [[g + s / 100 for g in GROWTH] for s in STORAGE]
    assert np.allclose(heat[["at_0", "at_1", "at_2"]].to_numpy(dtype=float), expected)
    assert not any("weather" in one.key for one in content.tables if one.key.startswith("heat"))
    assert {"heat_storage_growth_target_1"} <= {one.key for one in content.tables}


def test_break_even(batch):
    """The target turns at storage 5 + 100 (growth - 1): -5, 5 and 15, of which the first is beyond the cases."""
    found = table(build(batch(), Lang.en), "break_even_growth_storage_target_1")
    assert list(found["level"]) == ["0.9", "1", "1.1"]
    assert found["break_even"][0] is None or np.isnan(found["break_even"][0])
    assert np.allclose(list(found["break_even"][1:]), [5.0, 15.0])
    assert crossing([1.0, 2.0], [1.0, 3.0]) != crossing([1.0, 2.0], [1.0, 3.0])
    assert crossing([1.0, 2.0], [0.0, 3.0]) == 1.0


def test_ranges_over_weather(batch):
    found = table(build(batch(), Lang.en), "ranges_curtailed")
    assert len(found) == 9 and set(found["cases"]) == {2.0}
    first = found.iloc[0]
    assert first["point"] == "Storage 0, Growth 0.9"
    assert np.allclose([first["least"], first["mean"], first["most"]], [2.1, 2.15, 2.2])


def test_verdicts(batch):
    found = table(build(batch(left_out=(18,)), Lang.en), "batch_verdict").iloc[0]
    met = sum(s - 100 * (g - 1) - 5 >= 0 for s in STORAGE for g in GROWTH for _ in (1, 2))
    assert (found["met"], found["not_met"], found["failed"]) == (met - 1, 18 - met, 1)  # the one left out would meet it


def test_what_is_sampled(batch, monkeypatch):
    """A figure that rises with one axis alone: rank correlation 1, and 0 for no other; Morris finds its slope."""
    known = batch()
    spans = [AxisOf(name, "", "", "number", None, [0.0, 1.0]) for name in ("a", "b")]
    levels = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0)]
    cases = [
        Planned(k, f"n{k}", dict(zip("ab", point, strict=True)), "f", (), False) for k, point in enumerate(levels, 1)
    ]
    stated = {**vars(known.plan), "axes": spans, "cases": cases}
    rows = pd.DataFrame([{"case": c.number, **c.point, "cost_total": 7.0 * c.point["a"]} for c in cases])
    latin = Batch(known.folder, Plan(**stated | {"sample": {"method": "latin", "seed": 1, "levels": 4}}))
    found = analysis.influence(latin, rows, "cost_total").set_index("axis")["correlation"]
    assert found["a"] == pytest.approx(1.0) and abs(found["b"]) < 0.5
    morris = Batch(known.folder, Plan(**stated | {"sample": {"method": "morris", "seed": 1, "levels": 2}}))
    found = analysis.influence(morris, rows, "cost_total").set_index("axis")
    assert found.loc["a", "strength"] == pytest.approx(7.0) and found.loc["b", "strength"] == pytest.approx(0.0)


def test_both_languages_say_the_same(batch):
    known = batch(left_out=(18,))
    en, zh = build(known, Lang.en), build(known, Lang.zh)
    assert [one.key for one in en.tables] == [one.key for one in zh.tables]
    assert "储能" in zh.tables[0].column("storage").title and "warning" in zh.labels
    assert all(one.title != other.title for one, other in zip(en.tables, zh.tables, strict=True))


def test_page_workbook_and_csv(batch, tmp_path):
    known = batch(left_out=(18,))
    written = report(known.folder, Lang.en)
    assert [path.name for path in written] == ["csv", "report.html", "report.xlsx"]
    page = (known.folder / "report.html").read_text("utf-8")
    assert "A &lt;sweep&gt;" in page and "&lt;b&gt;Weather" in page and "<b>Weather" not in page
    with (known.folder / "csv" / "batch_failed.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(iter(csv.DictReader(file)))["message"] == "'=no"
    assert all(path.name.isascii() for path in (known.folder / "csv").iterdir())


def test_the_command_knows_a_batch_by_its_folder(batch):
    known = batch()
    output = list(write_report(known.folder, Lang.zh, False))
    assert any("report.xlsx" in line for line in output)
    assert json.loads((known.folder / "batch.json").read_text("utf-8"))["title"] == "A <sweep>"
    assert Path(known.folder / "report.html").is_file()
