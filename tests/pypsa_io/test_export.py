"""An exported case is a network of the same optimum; there and back again changes nothing."""

from __future__ import annotations

import pypsa
import pytest
from conftest import as_case, drawn
from hypothesis import HealthCheck, given, settings
from networks import networks
from records import optimise, optimum
from typer.testing import CliRunner

import dispatch
from dispatch.cli import app
from dispatch.errors import CaseError, InfeasibleError, UnboundedError
from dispatch.pypsa_io import export_network, to_network

DRAWN = settings(max_examples=drawn(4, 62), deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)

COAL = {"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3, "own_use": 0.05, "variable_cost": 4}
WIND = {"asset": "wind", "capacity": 120, "profile": "wind", "own_use": 0.02}
STORE = {"asset": "store", "capacity": 30, "energy": 60, "charge_efficiency": 0.9, "discharge_efficiency": 0.8}
TWO = {
    "areas": [{}, {"area": "B"}],
    "pockets": [{}, {"pocket": "q", "area": "B"}],
    "dispatchers": [{}, {"area": "B"}],
    "lines": [
        {"line": "ab", "from_area": "A", "from_pocket": "p", "to_area": "B", "to_pocket": "q", "loss": 0.04}
        | {"forward": 40, "backward": 10, "cost": 3}
    ],
}


@DRAWN
@given(network=networks())
def test_there_and_back_again(network, tmp_path_factory):
    """The optimum of the case is that of the network by other tests; here PyPSA's of what comes back is that of the case."""
    case = as_case(network, tmp_path_factory.mktemp("drawn") / "case")
    cost, status = optimum(to_network(case))
    if status != "optimal":
        with pytest.raises((InfeasibleError, UnboundedError)):
            dispatch.run(case, threads=1)
        return
    assert cost == pytest.approx(dispatch.run(case, threads=1).record["objective_cny"], rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("boundary", ["cyclic", "given"])
def test_a_case_of_our_own(boundary, tiny, solve):
    """Loads, lost load, wind, plants, stores, lines, contracts: the optimum but for the constant."""
    case = tiny(
        load=[90, 150, 60, 130],
        loads=[{"load": "east", "energy": 90, "profile": "one", "area": "B", "pocket": "q"}],
        series={"wind": [0.9, 0.1, 1.0, 0.2]},
        settings={"tie_break": {"curtailment": 0.5}, "prices": {"curtailment": 20}},
        thermal=[COAL],
        renewables=[WIND, {"asset": "pv", "technology": "pv", "capacity": 30, "profile": "one", "own_use": 0.1}],
        storage=[STORE | {"boundary": boundary, "standing_loss": 0.02, "cost": 1, "minimum_level": 0.1}],
        demand_response=[{"programme": "shed", "capability": 5, "cost": 900}],
        corridors=[{"corridor": "south", "capacity": 50, "energy": 40}],
        **TWO,
    )
    network = to_network(case)
    cost, status = optimise(network)
    assert status == "optimal"
    assert cost + network.meta["objective_constant_cny"] == pytest.approx(solve(case).cost * 1e6, rel=1e-6)
    assert network.statistics.energy_balance().sum() == pytest.approx(0.0, abs=1e-3)
    assert network.statistics.supply().sum() > 0


def test_what_cannot_be_carried_is_refused_by_name(tiny):
    case = tiny(
        load=[90, 150],
        dispatchers=[{"load_up": 0.05}],
        thermal=[COAL | {"start_cost": 5, "minimum_other": 0.3}],
        electrolysers=[{"asset": "hydrogen", "capacity": 20, "yearly": 5}],
        loads=[{"load": "cars", "energy": 10, "profile": "one", "shiftable": 0.3}],
        demand_response=[{"programme": "few", "capability": 5, "cost": 900, "hours": 1}],
        units=[{"unit": "plant", "capacity": 20, "reserve_up": 0.1}],
        reservoirs=[{"reservoir": "lake", "content": 10, "discharge": 5, "charge": 0, "reserve_down": 0.1}],
    )
    with pytest.raises(CaseError) as caught:
        to_network(case)
    refused = {(fault.file, fault.column) for fault in caught.value.faults}
    assert refused == {
        ("dispatchers.csv", "d@A"),
        ("thermal.csv", "coal minimum_other start_cost"),
        ("electrolysers.csv", "hydrogen"),
        ("load.csv", "cars shiftable"),
        ("demand_response.csv", "few hours"),
        ("units.csv", "plant reserve_up"),
        ("reservoirs.csv", "lake reserve_up"),
    }


def test_commands(tiny_folder, tmp_path):
    """`dispatch export --to pypsa` and `dispatch import pypsa`, and the exit codes of what is refused."""

    def call(*words):
        return CliRunner().invoke(app, [*map(str, words), "--lang", "en"])

    folder = tiny_folder(load=[90, 150], thermal=[COAL | {"own_use": 0}])
    done = call("export", folder, "--to", "pypsa", "--out", tmp_path / "n.nc")
    assert (done.exit_code, "wrote" in done.stdout) == (0, True), done.stderr
    done = call("import", "pypsa", tmp_path / "n.nc", "--out", tmp_path / "case")
    assert (done.exit_code, "wrote" in done.stdout) == (0, True), done.stderr
    ours, theirs = (dispatch.run(dispatch.read_case(place)) for place in (folder, tmp_path / "case"))
    assert theirs.record["objective_cny"] == pytest.approx(ours.record["objective_cny"], rel=1e-9)
    assert call("import", "pypsa", tmp_path / "n.nc", "--out", tmp_path / "case").exit_code == 2
    assert call("import", "pypsa", tmp_path / "none.nc", "--out", tmp_path / "other").exit_code == 2
    n = pypsa.Network(str(tmp_path / "n.nc"))
    n.generators["marginal_cost_quadratic"] = 1.0
    n.export_to_netcdf(str(tmp_path / "quadratic.nc"))
    done = call("import", "pypsa", tmp_path / "quadratic.nc", "--out", tmp_path / "other")
    assert done.exit_code == 2 and "quadratic" in done.stderr and not (tmp_path / "other").exists()


def test_an_export_does_not_overwrite(tiny, tmp_path):
    (tmp_path / "n.nc").write_text("mine")
    with pytest.raises(FileExistsError):
        export_network(tiny(load=[10], thermal=[COAL]), tmp_path / "n.nc")
