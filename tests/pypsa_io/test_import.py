"""An imported network has the optimum that PyPSA finds; what cannot be carried is refused by name."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pypsa
import pytest
from conftest import as_case, drawn
from hypothesis import HealthCheck, given, settings
from networks import networks
from records import optimum

import dispatch
from dispatch.errors import CaseError, InfeasibleError, UnboundedError
from dispatch.pypsa_io import import_network, to_tables
from dispatch.results import Run

SOURCE = "PYPSA_SOURCE"
"""Environment variable with the path of PyPSA's source: its examples are not in the installed package."""
REQUIRED = "DISPATCH_TEST_PROGRAMS"
"""Environment variable under which a missing source fails a test instead of skipping it."""
"""A copy of PyPSA's repository, for its example networks."""
DRAWN = settings(max_examples=drawn(5, 100), deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


def cost_of(case):
    """The least cost [currency], or None where there is no dispatch."""
    try:
        return dispatch.run(case, threads=1).record["objective_cny"]
    except (InfeasibleError, UnboundedError):
        return None


@DRAWN
@given(network=networks())
def test_the_same_optimum(network, tmp_path_factory):
    case = as_case(network, tmp_path_factory.mktemp("drawn") / "case")
    theirs, status = optimum(network)
    ours = cost_of(case)
    assert (ours is None) == (status != "optimal")
    if ours is not None:
        assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-3)


@settings(DRAWN, max_examples=drawn(3, 30))
@given(network=networks())
def test_the_same_optimum_of_whole_units(network, tmp_path_factory):
    case = as_case(network, tmp_path_factory.mktemp("drawn") / "case")
    theirs, status = optimum(network, integer=True)
    try:
        ours = dispatch.run(case, threads=1, integer=True).record["objective_cny"]
    except (InfeasibleError, UnboundedError):
        ours = None
    assert (ours is None) == (status != "optimal")
    if ours is not None:
        assert ours == pytest.approx(theirs, rel=2e-6, abs=1e-3)


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of PyPSA's example networks."""
    if SOURCE not in os.environ:
        reason = f"{SOURCE} names no copy of PyPSA's source; .ci/run fetches one"
        if REQUIRED in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(os.environ[SOURCE]) / "examples" / "networks"


@pytest.mark.parametrize(
    "name",
    [
        "ac-dc-meshed",
        "storage-hvdc",
        *(pytest.param(name, marks=pytest.mark.long) for name in ("model-energy", "scigrid-de")),
    ],
)
def test_examples_of_pypsa(examples, name, tmp_path):
    path = examples / name / f"{name}.nc"
    import_network(path, tmp_path / "case")
    run = dispatch.run(dispatch.read_case(tmp_path / "case"), threads=1)
    theirs, status = optimum(pypsa.Network(str(path)))
    assert status == "optimal"
    assert run.record["objective_cny"] == pytest.approx(theirs, rel=1e-6)


def simple(**attributes) -> pypsa.Network:
    """Three hours of one bus, with a generator of these attributes and a dear one."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-05-01", periods=3, freq="h"))
    n.add("Bus", "bus")
    n.add("Load", "load", bus="bus", p_set=[40.0, 60.0, 50.0])
    n.add("Generator", "dear", bus="bus", p_nom=500, marginal_cost=300)
    n.add("Generator", "plant", **({"bus": "bus", "p_nom": 100.0, "marginal_cost": 10.0} | attributes))
    return n


def refused(n: pypsa.Network) -> str:
    with pytest.raises(CaseError) as caught:
        to_tables(n, "n.nc")
    assert all(fault.file == "n.nc" for fault in caught.value.faults)
    return "\n".join(str(fault) for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("attributes", "named"),
    [
        ({"marginal_cost_quadratic": 0.1}, "Generator 'plant' marginal_cost_quadratic: '0.1': a quadratic cost"),
        ({"p_nom_mod": 50.0}, "Generator 'plant' p_nom_mod"),
        ({"maintainable": True}, "Generator 'plant' maintainable"),
        ({"p_nom": np.inf, "p_min_pu": 0.1}, "Generator 'plant' p_min_pu: a share that binds of an infinite"),
        ({"p_nom": np.inf, "committable": True}, "Generator 'plant' committable: commitment of an infinite"),
        ({"committable": True, "p_nom_extendable": True}, "Generator 'plant' committable"),
    ],
)
def test_attributes_are_refused_by_name(attributes, named):
    assert named in refused(simple(**attributes))


def _link(n):
    n.add("Bus", "other")
    n.add("Link", "cable", bus0="bus", bus1="other", p_nom=10, delay=2)


COMPONENTS = {
    "Link 'cable' committable": lambda n: n.add("Link", "cable", bus0="bus", bus1="bus", committable=True),
    "Link 'cable' delay": _link,
    "Link 'cable' marginal_cost_quadratic": lambda n: n.add(
        "Link", "cable", bus0="bus", bus1="bus", marginal_cost_quadratic=1.0
    ),
    "Process 'mill'": lambda n: n.add("Process", "mill", bus0="bus", bus1="bus", p_nom=5),
    "StorageUnit 'pump' efficiency_dispatch: '0'": lambda n: n.add(
        "StorageUnit", "pump", bus="bus", p_nom=5, efficiency_dispatch=[0.9, 0.0, 0.7]
    ),
    "StorageUnit 'pump' max_hours: 'inf'": lambda n: n.add(
        "StorageUnit", "pump", bus="bus", p_nom_extendable=True, max_hours=np.inf
    ),
    "StorageUnit 'pump' p_max_pu": lambda n: n.add("StorageUnit", "pump", bus="bus", p_nom=5, p_max_pu=-0.5),
    "network investment_periods": lambda n: n.set_investment_periods([2030]),
    "network scenarios": lambda n: n.set_scenarios({"low": 0.5, "high": 0.5}),
}


@pytest.mark.parametrize("named", COMPONENTS)
def test_components_are_refused_by_name(named):
    n = simple()
    COMPONENTS[named](n)
    assert named in refused(n)


def test_every_fault_is_reported_at_once():
    n = simple(marginal_cost_quadratic=0.1, maintainable=True)
    n.add("Link", "cable", bus0="bus", bus1="bus", committable=True)
    assert len(refused(n).splitlines()) == 3


def test_what_is_left_out_or_renamed_is_reported(tmp_path):
    n = simple()
    n.add("Generator", "idle", bus="bus", p_nom=9, active=False)
    n.add("Generator", "a/b", bus="bus", p_nom=9, marginal_cost=400)
    n.add("GlobalConstraint", "co2", sense="<=", constant=5)
    n.add("Carrier", "none", co2_emissions=0.0)
    n.export_to_netcdf(tmp_path / "n.nc")
    notes = [str(note) for note in import_network(tmp_path / "n.nc", tmp_path / "case")]
    assert any("idle" in note and "not active" in note for note in notes)
    assert "unit 'a/b' is called 'a;b'" in notes
    assert any("co2" in note and "limits nothing" in note for note in notes)


@pytest.mark.parametrize("snapshots", [range(4), pd.date_range("2030-01-01 06:00", periods=4, freq="3h")])
def test_snapshots_that_are_no_hours_are_numbered(snapshots, tmp_path):
    n = pypsa.Network()
    n.set_snapshots(snapshots)
    n.add("Bus", "bus")
    n.add("Load", "load", bus="bus", p_set=[40.0, 60.0, 50.0, -20.0])
    n.add("Generator", "plant", bus="bus", p_nom=100, marginal_cost=10)
    n.add("Generator", "sink", bus="bus", p_nom=100, p_min_pu=-1, p_max_pu=0)
    case = as_case(n, tmp_path / "case")
    assert case.time[0] == pd.Timestamp("2000-01-01")
    theirs, _ = optimum(n)
    assert dispatch.run(case).record["objective_cny"] == pytest.approx(theirs, rel=1e-6)


def test_results_of_an_imported_network(tmp_path):
    """Balance, summary and limits of a run; hours that represent three are counted three times."""
    n = simple(carrier="wind", p_max_pu=[1.0, 0.5, 0.3])
    n.snapshot_weightings.loc[:, :] = 3.0
    n.add("Bus", "other")
    n.add("Load", "far", bus="other", p_set=10.0)
    n.add("Link", "cable", bus0="bus", bus1="other", p_nom=50, efficiency=0.9)
    n.add("StorageUnit", "pump", bus="bus", p_nom=20, max_hours=6, cyclic_state_of_charge=True, efficiency_store=0.8)
    run = dispatch.run(as_case(n, tmp_path / "case"), threads=1)
    theirs, _ = optimum(n)
    assert run.record["objective_cny"] == pytest.approx(theirs, rel=1e-6)
    assert run.summary["region"]["cost_cny"] == pytest.approx(theirs, rel=1e-6)
    assert run.summary["region"]["load_twh"] * 1e6 == pytest.approx(3 * (150 + 30))
    assert run.summary["region"]["available_twh"]["wind"] * 1e6 == pytest.approx(3 * 180)
    made = run.results["generation"].sum("technology").values
    charged = run.results["reservoir_charge"].values.sum(axis=1)
    received = run.results["line_import"].values
    net = made + received
    net[:, 0] -= charged
    assert net == pytest.approx(run.results["load"].values, abs=3e-4)
    assert isinstance(run.save(tmp_path / "run"), Run)


def test_a_file_that_is_no_network(tmp_path):
    (tmp_path / "n.nc").write_bytes(b"nothing")
    with pytest.raises(CaseError, match="cannot read it as a network"):
        import_network(tmp_path / "n.nc", tmp_path / "case")
    with pytest.raises(FileNotFoundError):
        import_network(tmp_path / "none.nc", tmp_path / "case")
    assert not (tmp_path / "case").exists()


def test_a_report_does_not_count_weighted_hours_as_one(tmp_path):
    from dispatch.messages import Lang
    from dispatch.report import report

    n = simple()
    n.snapshot_weightings.loc[:, :] = 3.0
    dispatch.run(as_case(n, tmp_path / "case"), threads=1).save(tmp_path / "run")
    with pytest.raises(CaseError, match="more than one hour"):
        report(tmp_path / "run", Lang.en)
