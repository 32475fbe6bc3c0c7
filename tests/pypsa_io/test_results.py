"""Results of imported networks mean what PyPSA's mean: prices per MWh whatever a snapshot represents."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pypsa
import pytest
from conftest import as_case
from records import optimise
from rich.console import Console

import dispatch
from dispatch.cli.console import closing
from dispatch.messages import Lang, Words
from dispatch.report import report
from dispatch.results import explain_hour


def sampled(weight: float) -> pypsa.Network:
    """Six snapshots of one bus with that weight; 40 per MWh up to 60 MW, 300 above."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-01-01", periods=6, freq="3h"))
    for column in ("objective", "stores", "generators"):
        n.snapshot_weightings[column] = weight
    n.add("Bus", "b")
    n.add("Load", "town", bus="b", p_set=[50, 80, 58, 40, 90, 70])
    n.add("Generator", "cheap", bus="b", p_nom=60, marginal_cost=40)
    n.add("Generator", "dear", bus="b", p_nom=500, marginal_cost=300)
    return n


@pytest.mark.parametrize("weight", [3.0, 0.25])
def test_a_price_is_per_mwh_whatever_a_snapshot_represents(weight, tmp_path):
    n = sampled(weight)
    n.snapshot_weightings["objective"] = weight * np.array([1.0, 2.0, 0.5, 1.0, 3.0, 1.0])
    run = dispatch.run(as_case(n, tmp_path / "case"), threads=1)
    optimise(n)
    assert run.results["price"].values[:, 0] == pytest.approx([40, 300, 40, 40, 300, 300])
    assert run.results["price"].values[:, 0] == pytest.approx(n.buses_t.marginal_price["b"].to_numpy())
    assert run.results["pocket_price"].values == pytest.approx(run.results["price"].values)
    assert "300.0" in "\n".join(explain_hour(run.results, "2000-01-01 01:00", Lang.en))


def test_a_price_of_reserve_is_per_mw_of_one_hour(tiny):
    """The plant gives up 20 MW of its output of 20 per MWh for reserve; the dear one gives them for 100."""
    units = [
        {"unit": "plant", "capacity": 100, "cost": 20, "reserve_up": 1},
        {"unit": "dear", "capacity": 1000, "cost": 100},
    ]
    loads = [{"load": "town", "energy": 190, "profile": "one", "firm": True}]
    case = tiny(
        loads=loads,
        series={"three": [3.0, 3.0]},
        settings={"weights": {"cost": "three", "energy": "three", "content": "three"}},
        dispatchers=[{"largest_unit": 20}],
        units=units,
    )
    price = dispatch.run(case, threads=1).results["reserve_price"].sel(direction="up").values
    assert price == pytest.approx(np.full((2, 1), 80.0))


def test_what_an_expansion_chose_and_the_price_of_co2_are_those_of_pypsa(tmp_path):
    n = sampled(2.0)
    n.add("Carrier", "gas", co2_emissions=0.2)
    n.generators["carrier"] = "gas"
    n.add(
        "Generator", "wind", bus="b", p_nom_extendable=True, capital_cost=900.0, p_max_pu=[1, 0.2, 0.7, 0.4, 0.1, 0.6]
    )
    n.add(
        "StorageUnit", "s", bus="b", p_nom_extendable=True, capital_cost=20.0, max_hours=4, cyclic_state_of_charge=True
    )
    n.add("Store", "t", bus="b", e_nom_extendable=True, capital_cost=15.0, e_cyclic=True, e_nom_max=30)
    n.add("Bus", "far")
    n.add("Load", "hamlet", bus="far", p_set=7.0)
    n.add("Link", "cable", bus0="b", bus1="far", p_nom_extendable=True, capital_cost=50.0, efficiency=0.9)
    n.add("GlobalConstraint", "co2", sense="<=", constant=60.0)
    run = dispatch.run(as_case(n, tmp_path / "case"), threads=1)
    theirs, _ = optimise(n)
    assert run.record["objective_cny"] == pytest.approx(theirs, rel=1e-6)
    found = run.results
    assert float(found["limit_price"].sel(limit="co2")) == pytest.approx(n.global_constraints.mu["co2"], rel=1e-6)
    assert float(found["unit_capacity"].sel(unit="wind")) == pytest.approx(n.generators.p_nom_opt["wind"])
    assert float(found["unit_capacity"].sel(unit="cheap")) == 60.0
    assert float(found["link_capacity"].sel(link="cable")) == pytest.approx(n.links.p_nom_opt["cable"])
    sizes = [n.storage_units.p_nom_opt["s"], n.stores.e_nom_opt["t"]]
    assert found["reservoir_size"].sel(reservoir=["s", "t"]).values == pytest.approx(sizes, abs=1e-6)
    volumes = [4 * sizes[0], sizes[1]]
    assert found["reservoir_volume"].sel(reservoir=["s", "t"]).values == pytest.approx(volumes, abs=1e-6)
    summary, wind, cable = run.summary, n.generators.p_nom_opt["wind"], n.links.p_nom_opt["cable"]
    assert set(summary["expansion"]["units"]) == {"wind"}  # the others are given
    assert summary["expansion"]["units"]["wind"]["capacity_mw"] == pytest.approx(wind)
    assert summary["expansion"]["links"]["cable"]["capacity_mw"] == pytest.approx(cable)
    reservoirs = summary["expansion"]["reservoirs"]
    assert reservoirs["s"] == pytest.approx({"capacity_mw": sizes[0], "content_mwh": volumes[0]}, abs=1e-6)
    assert reservoirs["t"]["capacity_mw"] is None and reservoirs["t"]["content_mwh"] == pytest.approx(
        sizes[1], abs=1e-6
    )
    price = summary["limits"]["co2"].pop("price_cny")
    assert price == pytest.approx(n.global_constraints.mu["co2"], rel=1e-6)
    kept = {"quantity": "energy", "sense": "most", "amount": 60.0, "sum": pytest.approx(60.0)}
    assert summary["limits"] == {"co2": kept}


def test_the_closing_table_and_the_report_state_what_was_chosen_and_the_price_of_a_limit(tiny, tmp_path):
    """110 of 170 MWh must come from the new unit, so half of that in each hour; a MWh more from the old one saves half a MW."""
    new = {"unit": "new", "capacity": 0, "cost": 10, "extendable": True, "capacity_cost": 5000, "co2": 0}
    case = tiny(
        load=[100, 70],
        units=[new, {"unit": "old", "capacity": 200, "cost": 90, "co2": 0}],
        limits=[{"limit": "gas", "sense": "most", "amount": 60}],
        limit_terms=[{"limit": "gas", "table": "units", "asset": "old", "factor": 1}],
    )
    run = dispatch.run(case, threads=1).save(tmp_path / "run")
    for lang, size in ((Lang.en, "0.0550"), (Lang.zh, "5.500")):
        lines = _printed(run, lang)
        assert any("new" in line and size in line for line in lines)
        assert any("gas" in line and "-2,420.000" in line for line in lines)
        assert not any("old" in line.split() for line in lines)
        report(tmp_path / "run", lang)
        sizes, limits = (_rows(tmp_path / "run" / "csv" / f"{name}.csv") for name in ("expansion", "limits"))
        assert [(name, float(power)) for _, name, power, _ in sizes] == [("new", pytest.approx(float(size)))]
        assert [row[0] for row in limits] == ["gas"] and float(limits[0][-1]) == pytest.approx(-2420)
        page = (tmp_path / "run" / "report.html").read_text("utf-8")
        assert Words(lang)("chapter_expansion") in page and Words(lang)("table_limits") in page


def test_where_nothing_is_chosen_and_nothing_is_limited_nothing_is_stated(tiny, tmp_path):
    run = dispatch.run(tiny(load=[100], units=[{"unit": "old", "capacity": 200, "cost": 90}]), threads=1)
    run = run.save(tmp_path / "run")
    assert not {"expansion", "limits"} & set(run.summary)
    report(tmp_path / "run", Lang.en)
    assert Words(Lang.en)("chapter_expansion") not in (tmp_path / "run" / "report.html").read_text("utf-8")
    assert not any(Words(Lang.en)("chosen_gw") in line and "kind" in line for line in _printed(run, Lang.en))


def _printed(run, lang):
    console = Console(file=io.StringIO(), width=120, soft_wrap=True)
    for part in closing(run, Words(lang)):
        console.print(part)
    return console.file.getvalue().splitlines()


def _rows(path):
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))[1:]
