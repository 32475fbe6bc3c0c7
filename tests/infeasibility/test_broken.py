"""Fourteen ways to break a case, each named with its table, place, hour and amount."""

import time

import numpy as np
import pytest

import dispatch
from dispatch.infeasibility import describe, describe_shortages, diagnose, shortages
from dispatch.infeasibility.cells import cells
from dispatch.infeasibility.remedies import Trials
from dispatch.lp import to_highs
from dispatch.messages import Lang, Words
from dispatch.solve import Options

COAL = {"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3}
WIND = {"asset": "wind", "capacity": 100}
STORE = {"asset": "store", "capacity": 10, "energy": 100}
TWO = [{}, {"pocket": "q"}]
MUST_RUN = COAL | {"minimum_online": 1, "minimum_heating": 0.8}
PARK = [{"park": "works", "import_limit": 50, "export_limit": 100}]
HYDROGEN = {"asset": "gas", "capacity": 100, "yearly": 0}

# content of the case -> (block, what is printed: table, column and row, hour, single-cell remedy)
BROKEN = {
    "minimum online above what is available": (
        {
            "load": [700] * 4,
            "thermal": [COAL | {"forced_outage": 0.1}],
            "minimum_online": [{"area": "A", "dispatcher": "d", "month": 1, "online": 950}],
        },
        (
            "T10_minimum_online",
            "minimum_online.csv, online of A, d, 1: 50 MW less (950 to 900)",
            "capacity of coal, 1: 55.56 MW more",
        ),
    ),
    "minimum online during a given outage": (
        {
            "load": [700] * 4,
            "thermal": [COAL],
            "maintenance": [{"fleet": "coal", "start": "2030-01-07", "end": "2030-01-07", "capacity": 600}],
            "minimum_online": [{"area": "A", "dispatcher": "d", "month": 1, "online": 500}],
        },
        ("T10_minimum_online", "capacity.csv, capacity of coal, 1: 100 MW more"),
    ),
    "minimum online where no plant is in service": (
        {
            "areas": [{}, {"area": "B"}],
            "pockets": [{}, {"pocket": "s", "area": "B"}],
            "dispatchers": [{}, {"area": "B"}],
            "load": [700] * 4,
            "thermal": [COAL, COAL | {"fleet": "idle", "area": "B", "pocket": "s", "capacity": 0}],
            "minimum_online": [{"area": "B", "dispatcher": "d", "month": 1, "online": 100}],
        },
        ("T10_minimum_online", "online of B, d, 1: 100 MW less", "capacity of idle, 1: 100 MW more"),
    ),
    "must-run above the load": (
        {"load": [900, 900, 700, 900], "thermal": [MUST_RUN]},
        (
            "B1_balance",
            "energy of load: 485.8 MWh more",
            "capacity of coal, 1: 125 MW less",
            "2030-01-07 02:00",
            "thermal that must run 0.8 GW",
        ),
    ),
    "section too narrow for what must run": (
        {
            "load": [900, 900, 900],
            "pockets": TWO,
            "thermal": [MUST_RUN | {"pocket": "q"}],
            "sections": [{"section": "cut", "month": m, "forward": 600, "backward": 600} for m in range(1, 13)],
            "section_weights": [{"section": "cut", "pocket": "q", "weight": 1}],
        },
        ("section_flow", "sections.csv, forward of cut, 1: 200 MW more", "sections.csv, forward of cut: 200 MW more"),
    ),
    "park that may not give what must run": (
        {"load": [900, 900], "thermal": [MUST_RUN | {"settles": "works"}], "parks": PARK},
        ("park_exchange", "parks.csv, export_limit of works: 700 MW more"),
    ),
    "park that may not take what its electrolysers need": (
        {
            "load": [900, 900],
            "thermal": [COAL],
            "electrolysers": [HYDROGEN | {"settles": "works", "minimum": 0.8}],
            "parks": PARK,
        },
        ("park_exchange", "parks.csv, import_limit of works: 30 MW more"),
    ),
    "electrolysers where there is no supply": (
        {"load": [5, 5], "electrolysers": [HYDROGEN | {"minimum": 0.5}], "thermal": []},
        ("B1_balance", "electrolysers.csv, minimum of gas: 0.5 share less"),
    ),
    "more hydrogen in the year than can be made": (
        {"load": [700] * 4, "thermal": [COAL], "electrolysers": [HYDROGEN | {"yearly": 10}]},
        ("E2_yearly", "electrolysers.csv, yearly of gas: 2 t less", "capacity.csv, capacity of gas, 1: 25 MW more"),
    ),
    "more hydrogen in the month than can be made": (
        {
            "settings": {"start": "2030-01-31"},
            "load": [700] * 48,
            "thermal": [COAL],
            "electrolysers": [{"asset": "gas", "yearly": 36, "monthly": 3}],
            "capacity": [{"asset": "gas", "capacity": 100, "commissioned": "2030-02"}],
        },
        ("E3_monthly", "electrolysers.csv, monthly of gas: 3 t less (3 to 0)", "2030-01-31"),
    ),
    "store that cannot be as full at the end": (
        {
            "load": [700] * 4,
            "thermal": [COAL],
            "storage": [STORE | {"boundary": "given", "initial": 0.9, "standing_loss": 0.2}],
        },
        ("S6_final_energy", "storage.csv, initial of store", "capacity of store, 1: 8 MW more"),
    ),
    "more days of maintenance than minimum online leaves": (
        {
            "load": [500] * 48,
            "thermal": [COAL | {"maintenance": 1, "maintenance_limit": 0.6}],
            "minimum_online": [{"area": "A", "dispatcher": "d", "month": 1, "online": 700}],
        },
        ("T11_maintenance", "minimum_online.csv, online of A, d, 1: 200 MW less", "maintenance of coal: 0.4 days less"),
    ),
    "target out of reach": (
        {
            "load": [700] * 4,
            "thermal": [COAL],
            "renewables": [WIND],
            "targets": [{"target": "clean", "kind": "new_energy_generation", "required": 1e-3, "imposed": True}],
        },
        ("Z_clean", "capacity.csv, capacity of wind, 1: 150 MW more", "required of clean: 0.0006 less"),
    ),
    "coal rate out of reach": (
        {
            "load": [700] * 4,
            "thermal": [COAL | {"fuel_incremental": 0.31, "minimum_online": 1, "minimum_heating": 0.1}],
            "targets": [{"target": "rate", "kind": "coal_rate", "required": 300, "unit": "gce/kWh", "imposed": True}],
        },
        ("Z_rate", "targets.csv, required of rate: 10.02 more", "imposed of rate: false instead of true"),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_is_named(name, tiny):
    content, (block, *phrases) = BROKEN[name]
    case = tiny(**content)
    found = diagnose(case, Options(threads=1))
    assert found is not None
    assert block in {member.block for member in found.members}
    assert found.minimal
    text = "\n".join(describe(case, found, Lang.en))
    for words in phrases:
        assert words in text, text
    assert "dx_" not in "\n".join(describe(case, found, Lang.zh))
    assert found.remedies and found.untried == 0
    for remedy in found.remedies:
        assert remedy.setting in text
        assert dispatched(dispatch.read_case(case.folder, [remedy.setting])), remedy.setting
        if not isinstance(remedy.value, bool):
            less = float(remedy.cell.value) + 0.98 * remedy.change
            assert not dispatched(remedy.cell.changed(case, less)), f"{less} is enough of {remedy.cell}"


def dispatched(case):
    """Whether a case has a dispatch: HiGHS alone says so."""
    try:
        highs = to_highs(dispatch.build(case).matrix())
    except dispatch.InfeasibleError:
        return False
    highs.run()
    return highs.modelStatusToString(highs.getModelStatus()) == "Optimal"


def test_a_remedy_holds_in_every_hour_and_in_the_unit_of_the_table(tiny):
    """300 MW are missing in hour 1 and 500 in hour 3, where wind offers a fifth: 2,500 MW more of wind, 300 of gas would do
    for one hour only."""
    case = tiny(
        load=[900, 1300, 900, 1500],
        series={"gust": [1.0, 1.0, 1.0, 0.2]},
        loads=[],
        thermal=[COAL],
        renewables=[{"asset": "wind", "capacity": 0, "profile": "gust"}],
        settings={"prices": {"lost_load": 9000}},
    )
    firm = dispatch.read_case(case.folder, ["load[load=load].firm=true"])
    found = diagnose(firm, Options(threads=1), ["load[load=load].firm=true"])
    assert found is not None
    phrases = {remedy.cell.column.name + " of " + remedy.cell.place: remedy.change for remedy in found.remedies}
    assert phrases["capacity of coal, 1"] == pytest.approx(500)
    assert phrases["capacity of wind, 1"] == pytest.approx(2500)
    assert phrases["energy of load"] == pytest.approx(-4600 / 3, abs=1)
    assert "firm of load" in phrases


def test_a_contract_that_binds_both_ways_is_no_remedy_upward(tiny):
    """A corridor delivers what it must or leaves all of it out: a larger contract supplies no load."""
    corridor = {"corridor": "out", "capacity": 500, "energy": 400}
    case = tiny(load=[1200] * 4, thermal=[COAL], corridors=[corridor])
    setting = "load[load=load].firm=true"
    found = diagnose(dispatch.read_case(case.folder, [setting]), Options(threads=1), [setting])
    assert found is not None
    assert not [one for one in found.remedies if one.cell.table == "corridors"]
    assert {one.cell.table for one in found.remedies} == {"load", "capacity"}


def test_where_no_single_cell_is_a_remedy_none_is_named(tiny):
    """Two areas lack capacity, each of its own plants."""
    east = {"area": "B", "pocket": "s", "dispatcher": "d"}
    case = tiny(
        areas=[{}, {"area": "B"}],
        pockets=[{}, {"pocket": "s", "area": "B"}],
        dispatchers=[{}, {"area": "B"}],
        load=[1200] * 3,
        loads=[east | {"load": "east", "energy": 3600, "profile": "one"}],
        thermal=[COAL, COAL | east | {"fleet": "other"}],
    )
    settings = ["load[load=load].firm=true", "load[load=east].firm=true"]
    found = diagnose(dispatch.read_case(case.folder, settings), Options(threads=1), settings)
    assert found is not None and found.remedies == [] and found.untried == 0
    assert "No change of a single one" in "\n".join(describe(case, found, Lang.en))


def test_what_there_was_no_time_for_is_counted(tiny):
    content, _ = BROKEN["minimum online above what is available"]
    case = tiny(**content)
    found = diagnose(case, Options(threads=1))
    assert found is not None
    trials = Trials(case, (), Options(threads=1), np.zeros(0, dtype=np.int64), time.monotonic() - 1.0)
    assert trials.remedies(cells(case, found.members)) == ([], 2)


def test_a_case_that_sheds_load_says_so(tiny):
    case = tiny(load=[1200, 800], thermal=[COAL])
    assert diagnose(case, Options(threads=1)) is None
    (short,) = shortages(case, Options(threads=1))
    assert (short.kind, short.hours, short.hour) == ("unserved", 1, "2030-01-07 00:00")
    assert short.energy == short.most == pytest.approx(0.2)
    phrases = "\n".join(describe_shortages([short], Words(Lang.en)))
    assert "load is shed: 0.2 GWh in 1 hours, at most 200 MW" in phrases and "firm" in phrases
    chinese = "\n".join(describe_shortages([short], Words(Lang.zh)))
    assert "1 小时共 20 万千瓦时，最大 20 万千瓦" in chinese
    assert shortages(tiny(load=[700], thermal=[COAL]), Options(threads=1)) == []


def test_a_case_that_holds_has_no_conflict(tiny):
    assert diagnose(tiny(load=[700] * 4, thermal=[COAL]), Options(threads=1)) is None
