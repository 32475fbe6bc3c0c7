"""What an import once passed over in silence, crashed on, or took though it was wrong."""

from __future__ import annotations

import pandas as pd
import pypsa
import pytest
from conftest import as_case
from records import optimum

import dispatch
from dispatch.errors import CaseError
from dispatch.pypsa_io import import_network, to_tables
from dispatch.pypsa_io.carriers import RESERVOIRS, technology


def pair(hours=2) -> pypsa.Network:
    """Two buses, load at b; cheap at a, dear at b."""
    n = pypsa.Network()
    n.set_snapshots(pd.date_range("2030-05-01", periods=hours, freq="h"))
    n.add("Carrier", ["AC", "gas"], co2_emissions=[0.0, 0.2])
    n.add("Bus", ["a", "b"], v_nom=[380.0, 110.0], carrier="AC")
    n.add("Load", "load", bus="b", p_set=100.0)
    n.add("Generator", "cheap", bus="a", p_nom=500, marginal_cost=10, carrier="gas", efficiency=0.5)
    n.add("Generator", "dear", bus="b", p_nom=500, marginal_cost=100)
    return n


def same(n, tmp_path) -> float:
    """Our optimum, after it was found to be PyPSA's."""
    theirs, status = optimum(n)
    assert status == "optimal"
    ours = dispatch.run(as_case(n, tmp_path / "case"), threads=1).record["objective_cny"]
    assert ours == pytest.approx(theirs, rel=1e-6)
    return ours


def faults_of(n) -> str:
    with pytest.raises(CaseError) as caught:
        to_tables(n, "n.nc")
    return "\n".join(map(str, caught.value.faults))


LINK = {"bus0": "a", "bus1": "b"}


@pytest.mark.parametrize(
    ("kind", "own", "nominal"),
    [
        ("Generator", {"bus": "b", "marginal_cost": 1.0}, "p_nom"),
        ("Link", LINK, "p_nom"),
        ("Line", LINK | {"x": 10.0}, "s_nom"),
        ("Transformer", LINK | {"x": 0.1}, "s_nom"),
        ("Store", {"bus": "b", "e_initial": 20.0}, "e_nom"),
        ("StorageUnit", {"bus": "b", "state_of_charge_initial": 20.0}, "p_nom"),
    ],
)
def test_a_capacity_that_is_set_is_the_capacity(kind, own, nominal, tmp_path):
    n = pair()
    n.add(kind, "new", **own, **{f"{nominal}_extendable": True, "capital_cost": 3.0, f"{nominal}_set": 30.0})
    same(n, tmp_path)
    n.c[kind].static.loc["new", f"{nominal}_max"] = 20.0
    assert f"{kind} 'new' {nominal}_set: '30': the capacity that is set is beyond its bounds" in faults_of(n)
    n.c[kind].static.loc["new", f"{nominal}_extendable"] = False
    assert f"{kind} 'new' {nominal}_set: '30': a capacity is set and not extendable" in faults_of(n)


@pytest.mark.parametrize("rating", [0.0, 10.0])
def test_a_transformer_has_the_rating_of_its_standard_type(rating, tmp_path):
    n = pair()
    n.add("Transformer", "trafo", bus0="a", bus1="b", type="160 MVA 380/110 kV", s_nom=rating)
    assert same(n, tmp_path) == pytest.approx(2000.0)


def test_a_standard_type_turns_angle_and_tap_beside_a_line(tmp_path):
    n = pair()
    turned = n.transformer_types.loc["160 MVA 380/110 kV"].to_dict() | {"phase_shift": 0.3, "tap_step": 1.5}
    n.add("TransformerType", "turned", **{key: value for key, value in turned.items() if key != "references"})
    n.add("Transformer", "trafo", bus0="a", bus1="b", type="turned", tap_position=2, num_parallel=2)
    n.add("Line", "line", bus0="a", bus1="b", x=60.0, s_nom=40)
    assert same(n, tmp_path) > 2001.0


def test_a_line_has_the_reactance_of_its_standard_type(tmp_path):
    n = pair()
    n.add("Line", "typed", **LINK, type="Al/St 240/40 2-bundle 220.0", length=300.0, s_nom=30)
    n.add("Line", "simple", **LINK, x=20.0, s_nom=60)
    assert same(n, tmp_path) > 2001.0


@pytest.mark.parametrize("kind", ["Line", "Transformer"])
def test_an_unknown_standard_type_is_refused_by_name(kind):
    n = pair()
    n.add(kind, "one", **LINK, x=0.1, type="none such")
    assert f"{kind} 'one' type: 'none such': the network has no such {kind}Type" in faults_of(n)


@pytest.mark.parametrize("sense", ["<", "<=", ">", ">=", "=", "=="])
def test_every_sense_that_linopy_takes_is_carried(sense, tmp_path):
    n = pair()
    n.add("Link", "cable", **LINK, p_nom=100)
    n.add("GlobalConstraint", "co2", sense=sense, constant=40.0)
    same(n, tmp_path)


def test_limits_that_mean_nothing_are_refused_by_name():
    n = pair()
    n.add("GlobalConstraint", "limit", sense="<=", constant=40.0, carrier_attribute="gas")
    n.add("GlobalConstraint", "odd", sense="~", constant=40.0)
    n.add("GlobalConstraint", "text", sense="<=", constant=40.0, carrier_attribute="nice_name")
    n.c.carriers.static["nice_name"] = ["AC", "Gas"]
    n.generators.loc["cheap", "efficiency"] = 0.0
    faults = faults_of(n)
    assert "GlobalConstraint 'limit' carrier_attribute: 'gas': the carriers have no such column" in faults
    assert "GlobalConstraint 'odd' sense: '~': linopy knows no such sense. There are <=, <, >=, >, ==, =." in faults
    assert "Carrier 'gas' nice_name: 'Gas': not a number" in faults
    assert "Generator 'cheap' efficiency: '0': a limit divides by it" in faults


def test_an_hour_that_appears_twice_is_refused():
    n = pair(4)
    n.snapshots = pd.DatetimeIndex(["2030-10-27 01:00", "2030-10-27 02:00", "2030-10-27 02:00", "2030-10-27 03:00"])
    assert "network snapshots: '2030-10-27 02:00:00': the snapshot appears more than once" in faults_of(n)


def test_a_bus_that_is_missing_is_refused_by_name():
    n = pair()
    n.add("Generator", "lost", bus="a", p_nom=5)
    n.add("Link", "cable", **LINK, p_nom=100)
    n.generators.loc["lost", "bus"] = "nowhere"
    n.links["bus2"] = "far"
    n.add("Link", "idle", bus0="a", bus1="b", active=False)
    n.links.loc["idle", "bus1"] = "gone"
    faults = faults_of(n)
    assert "Generator 'lost' bus: 'nowhere': the network has no such bus" in faults
    assert "Link 'cable' bus2: 'far': the network has no such bus" in faults and "idle" not in faults


@pytest.mark.parametrize(
    ("buses", "generators", "named"),
    [
        ("name\nb\nc\nb\n", "name,bus\ng,b\n", "Bus 'b'"),
        ("name\nb\nNaN\n", "name,bus\ng,b\n", "Bus"),
        ("name\nb\n", "name,bus,p_nom\ng,b,5\ng,b,6\n", "Generator 'g'"),
        ("name\nb\n", "name,bus,p_nom\n,b,5\n", "Generator"),
        ("name\nb\n", "name,bus,p_nom\ng,NaN,5\n", "Generator 'g' bus"),
    ],
)
def test_a_folder_of_csvs_with_names_twice_or_missing_is_refused(buses, generators, named, tmp_path):
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "snapshots.csv").write_text("snapshot\n2030-01-01 00:00\n2030-01-01 01:00\n")
    (folder / "buses.csv").write_text(buses)
    (folder / "generators.csv").write_text(generators)
    (folder / "loads.csv").write_text("name,bus,p_set\nl,b,3\n")
    with pytest.raises(CaseError) as caught:
        import_network(folder, tmp_path / "case")
    assert any(named in fault.column or "cannot read" in str(fault.rule) for fault in caught.value.faults)


def test_carriers_of_well_known_models_count_as_what_they_are():
    """Names of PyPSA-Eur, -Earth, -China, -USA and of hand-made networks."""
    expected = {
        "wind": "wind|onwind|offwind|offwind-ac|offwind-dc|offwind-float|onshore_wind|Wind|OffshoreWind|海上风电",
        "pv": "solar|solar-hsat|Solar|PV|rooftop|solar rooftop|solar_utility|Solar PV|solar-utility-tracking|光伏",
        "coal": "coal|lignite|hard_coal|hard coal|Coal",
        "gas": "gas|CCGT|OCGT|natural_gas|CCGT-95CCS|Gas",
        "hydro": "hydro|ror|run-of-river|run of river|Hydro",
        "biomass": "biomass|biogas|solid biomass",
        "waste": "waste|municipal solid waste",
        "other": "nuclear|oil|csp|CSP|geothermal|solar thermal|urban central solar thermal|H2|gas boiler|load|window|",
    }
    pairs = [(carrier, kind) for kind, text in expected.items() for carrier in text.split("|")]
    assert [(carrier, technology(carrier)) for carrier, _ in pairs] == pairs
    stored = [technology(carrier, RESERVOIRS) for carrier in ("PHS", "hydro", "battery", "EV battery", "H2")]
    assert stored == ["pumped_hydro", "hydro", "battery", "other", "other"]


def test_notes_name_carriers_links_backwards_and_ramps_by_snapshot():
    n = pair()
    n.generators.loc["dear", "carrier"] = "nuclear"
    n.add("Link", "cable", **LINK, p_nom=100, p_min_pu=-1, efficiency=0.9)
    n.add("Link", "one way", **LINK, p_nom=100, efficiency=0.9)
    n.generators.loc["dear", "ramp_limit_up"] = 0.5
    notes = [str(note) for note in to_tables(n).notes]
    assert "carriers of units that count as technology other: nuclear" in notes
    assert any("Link cable:" in note and "makes energy" in note for note in notes)
    assert not any("count snapshots, not hours" in note for note in notes)
    n.snapshot_weightings.loc[:, :] = 3.0
    assert any("count snapshots, not hours" in str(note) for note in to_tables(n).notes)


def test_coal_that_no_table_states_is_unknown_not_zero(tmp_path):
    """Fuel of a generic unit stands in no table; a year of wind alone has none."""
    n = pair()
    n.add("Link", "cable", **LINK, p_nom=100)
    n.generators["carrier"] = ["coal", "wind"]
    figures = dispatch.run(as_case(n, tmp_path / "coal"), threads=1).summary["region"]
    assert (figures["co2_mt"], figures["coal_mtce"], figures["net_coal_rate_gce_per_kwh"]) == (None, None, None)
    n.generators["carrier"] = "wind"
    figures = dispatch.run(as_case(n, tmp_path / "wind"), threads=1).summary["region"]
    assert (figures["co2_mt"], figures["coal_mtce"]) == (0.0, 0.0)


@pytest.mark.parametrize("kind", ["Link", "Generator"])
def test_a_ramp_of_starts_limits_what_is_not_committed_to_its_capacity_a_snapshot(kind, tmp_path):
    """PyPSA writes rows with a limit of 1 for it, which bind where output swings from one side to the other."""
    n = pair(3)
    n.loads_t.p_set["load"] = pd.Series([-60.0, 60.0, -60.0], index=n.snapshots)
    n.add("Generator", "sink", bus="b", p_nom=900, p_min_pu=-1, p_max_pu=0, marginal_cost=-5.0)
    swing = {"p_nom": 60.0, "p_min_pu": -1.0, "ramp_limit_start_up": 0.5, "ramp_limit_shut_down": 0.5}
    n.add(kind, "swing", **(LINK if kind == "Link" else {"bus": "b"}), **swing, marginal_cost=1.0)
    same(n, tmp_path)
