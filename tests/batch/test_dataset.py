"""The table and the arrays of a batch say what the run folders say."""

import csv
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import dask
import numpy as np
import pandas as pd
import pytest
import xarray as xr

from dispatch.batch import Batch, open_batch
from dispatch.batch import plan as planning
from dispatch.batch.one_case import one
from dispatch.batch.table import MEASURED, write_table
from dispatch.errors import CaseError

from .conftest import CO2, GROWTH


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Where the batches of all tests have their cases: what one has had solved is there for the others."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def batch(sweep, store, tmp_path):
    """``batch(axis, …)`` -> a batch folder, solved in this process but for the cases to ``leave`` out."""

    def solve(*axes, leave=(), **keys):
        known = planning.plan(sweep(*axes, **{"keep": "all"} | keys), store)
        (tmp_path / "out").mkdir()
        known.save(tmp_path / "out")
        for case in known.all.values():
            if case.number not in leave:
                assert one(known, tmp_path / "out", case)["outcome"] in ("done", "present")
        return tmp_path / "out"

    return solve


SMALL = [GROWTH | {"factors": [0.9, 1.0]}, CO2 | {"values": [20, 80]}]


def test_the_table_holds_every_figure_of_each_summary(batch):
    out = batch(*SMALL)
    found = open_batch(out)
    write_table(found.plan, out)
    frame = pd.read_parquet(out / "table.parquet")
    assert list(frame["case"]) == [0, 1, 2, 3, 4] and set(frame["status"]) == {"done"}
    for row in frame.to_dict("records"):
        place = Path(found.plan.store) / row["name"]
        summary = json.loads((place / "summary.json").read_text("utf-8"))
        region, area = summary["region"], summary["areas"]["steppe"]
        assert row["cost_cny"] == region["cost_cny"] and row["area.steppe.co2_mt"] == area["co2_mt"]
        assert row["generation_twh.wind"] == region["generation_twh"]["wind"]
        target = summary["targets"][1]
        assert row["target.generation.margin"] == target["margin"]
        assert row["target.generation.verdict"] == ("met" if target["met"] else "not_met")
        assert row["objective_cny"] == json.loads((place / "run.json").read_text("utf-8"))["objective_cny"]
    assert set(MEASURED) <= set(frame)
    with (out / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["cost_cny"]) for row in rows] == list(frame["cost_cny"])


def test_what_is_missing_is_there_and_empty(batch):
    wider = [SMALL[0], CO2 | {"values": [20, 80, 90]}]
    found = open_batch(batch(*wider, leave=(3, 4, 6)))
    rows = found.table.set_index("case")
    assert list(rows["status"]) == ["done", "done", "done", "missing", "done", "done", "missing"]
    # growth 1.0 and CO2 20 is the base case, which is there in any event
    assert rows.loc[4, "name"] == found.plan.base.name
    assert np.isnan(rows.loc[3, "cost_cny"]) and np.isnan(found.headline["cost_cny"].sel(growth=0.9, co2=90))


def test_text_of_a_sweep_is_no_formula_in_the_table(batch):
    axis = {"name": "plan", "choices": [{"label": "=1+1"}, {"label": "b", "set": ["prices.co2=30"]}]}
    out = batch(axis)
    write_table(open_batch(out).plan, out)
    with (out / "table.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["plan"] for row in csv.DictReader(file)] == ["'=1+1", "'=1+1", "b"]


def test_arrays_over_the_axes_are_lazy(batch):
    found = open_batch(batch(*SMALL))
    assert found.crossed and found.headline["cost_cny"].dims == ("growth", "co2")
    hourly = found.hourly()
    assert hourly["generation"].dims[:2] == ("growth", "co2") or set(hourly["generation"].dims) >= {"growth", "co2"}
    assert dask.is_dask_collection(hourly["generation"].data)
    for case in found.plan.cases:
        with xr.open_dataset(Path(found.plan.store) / case.name / "dispatch.nc") as own:
            here = hourly["generation"].sel(case.point).transpose(*own["generation"].dims)
            assert np.array_equal(here.values, own["generation"].values)
        row = found.table.set_index("case").loc[case.number]
        assert float(found.headline["cost_cny"].sel(case.point)) == row["cost_cny"]


@pytest.mark.skipif(os.sep == "\\", reason="a backslash is no part of a name on Windows")
def test_arrays_of_a_store_whose_path_holds_a_backslash(batch, tmp_path):
    found = open_batch(batch(*SMALL))
    moved = replace(found.plan, store=str(shutil.copytree(found.plan.store, tmp_path / "a\\b")))
    there = Batch(found.folder, moved).hourly()["load"]
    assert np.array_equal(there.values, found.hourly()["load"].values)


def test_arrays_over_one_axis(batch):
    found = open_batch(batch(GROWTH | {"factors": [1.0, 0.9]}))
    assert found.crossed and found.headline["cost_cny"].dims == ("growth",)
    frame = found.table[found.table["case"] > 0].set_index("growth")
    assert [float(found.headline["cost_cny"].sel(growth=level)) for level in (0.9, 1.0)] == list(
        frame.loc[[0.9, 1.0], "cost_cny"]
    )
    load = found.hourly()["load"].sum(["time", "area"])
    assert float(load.sel(growth=0.9) / load.sel(growth=1.0)) == pytest.approx(0.9, rel=1e-5)


def test_arrays_of_a_sample_have_a_dimension_of_cases(batch):
    axis = GROWTH | {"factors": {"from": 0.9, "to": 1.1}}
    found = open_batch(batch(axis, sample={"count": 3}))
    assert not found.crossed and found.headline["cost_cny"].dims == ("case",)
    levels = [case.point["growth"] for case in found.plan.cases]
    assert list(found.hourly()["growth"].values) == levels and found.hourly()["load"].sizes["case"] == 3


def test_without_hours_there_is_nothing_to_open(batch):
    with pytest.raises(CaseError, match="keeps its hours"):
        open_batch(batch(GROWTH | {"factors": [1.0, 1.1]}, keep="none", set=["prices.co2=31"])).hourly()
