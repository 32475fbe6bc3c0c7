"""Capacity credits: the tests of PRAS (NREL/PRAS, PRASCapacityCredits.jl/test), the capacity margin, the ratio of 114号."""

import numpy as np
import pytest

from dispatch.adequacy import trial as trials
from dispatch.adequacy.credit import capacity_margin, credit, peak_ratios, root
from dispatch.adequacy.reading import read_system
from dispatch.adequacy.resources import Change, Resource, resources
from dispatch.adequacy.trial import Query, Trial
from dispatch.adequacy.value import value_of

TEN = {"size": 10, "rate": 0.1}
SAMPLES = 3000


def eens(trial, shift):
    return trial.answer(Query(shift)).eens


def equivalents(before, after, node, nodes):
    """EFC and ELCC [MW] of what ``after`` adds to ``before``, by EENS."""
    at = (np.arange(nodes) == node) * 1.0
    first, second = Trial([before], SAMPLES, 1), Trial([after], SAMPLES, 1)
    without, with_it = eens(first, 0 * at), eens(second, 0 * at)
    efc = root(lambda x: with_it - eens(first, x * at), 0.0, 10.0, 0.02)
    return efc, root(lambda x: eens(second, -x * at) - without, 0.0, 10.0, 0.02)


def test_a_unit_of_ten_megawatts_has_the_published_credits(small):
    load, supply = [25, 28, 27, 24], [5, 6, 7, 8]
    efc, elcc = equivalents(*(small(load, [TEN] * count, supply=supply) for count in (3, 4)), 0, 1)
    assert 8 <= efc <= 9
    assert 7 <= elcc <= 8


def test_five_megawatts_in_one_of_three_nodes_have_the_published_credits(small):
    load = [[19, 20, 21, 20], [20, 21, 21, 22], [22, 21, 23, 22]]
    supply = [[4, 3, 2, 3], [6, 5, 3, 4], [2, 1, 2, 1]]
    arcs = [{"start": one, "end": other, "limit": 8} for one, other in ((0, 1), (0, 2), (1, 2))]

    def system(size):
        units = [{"node": 0, "size": size, "rate": 0.1}] + [TEN | {"node": 1}] * 2
        units += [
            {"node": 2, "size": [10, 10, 15, 10], "rate": 0.1},
            {"node": 2, "size": [20, 20, 25, 20], "rate": 0.1},
        ]
        return small(load, units, arcs, supply=supply)

    efc, elcc = equivalents(system(10), system(15), 0, 3)
    assert 3 <= efc <= 4
    assert 3 <= elcc <= 4


def test_the_margin_brings_lole_to_the_target(small):
    load = 150 + 30 * np.sin(np.arange(24 * 30) * np.pi / 12)
    trial = Trial([small(load, [{"size": 20, "count": 10, "rate": 0.08, "repair": 40}])], 60, 1)
    before = trial.answer(Query(np.zeros(1))).lole
    margin = capacity_margin(trial, before / 4)
    assert margin.capacity > 0
    assert margin.lole <= before / 4 < trial.answer(Query(np.array([-0.2]))).lole


def test_firm_output_is_worth_itself_and_a_store_less_than_its_power(small):
    load = 150 + 30 * np.sin(np.arange(24 * 30) * np.pi / 12)
    system = small(
        load, [{"size": 20, "count": 10, "rate": 0.08, "repair": 40}], store=[{"power": 20, "energy": 40}], supply=5.0
    )
    trial = Trial([system], 60, 1)
    trial.settle(0.0)
    output = np.full((1, 1, len(load)), 5.0)
    firm = credit(trial, Resource("firm", "wind", "A", 5.0, 0, output=output))
    assert (firm.efc, firm.elcc) == (pytest.approx(1.0, abs=0.03), pytest.approx(1.0, abs=0.03))
    store = credit(trial, Resource("store", "battery", "A", 20.0, 0, store=0))
    assert 0.1 < store.elcc <= store.efc + 0.05 < 1.0
    assert store.efc_next < store.efc


def test_hours_near_shortfalls_give_the_energy_of_the_whole_year(small):
    load = 150 + 30 * np.sin(np.arange(24 * 60) * np.pi / 12)
    rows = [{"power": 20, "energy": 60}, {"power": 10, "energy": 80}]
    trial = Trial([small(load, [{"size": 20, "count": 10, "rate": 0.08, "repair": 40}], store=rows)], 60, 1)
    whole = trial.answer(Query(np.array([-10.0]), near=True))
    assert trial.answer(Query(np.array([-10.0]), chosen=whole.near)).eens == pytest.approx(whole.eens)
    assert trial.answer(Query(np.zeros(1), chosen=whole.near)).eens == pytest.approx(eens(trial, np.zeros(1)))
    assert np.mean(whole.near) < 0.9


def test_the_ratio_is_the_full_power_duration_over_the_longest_peak(small):
    load = np.full(48, 50.0)
    load[17:23] = 100.0  # six hours at the highest net load
    load[40:42] = 96.0
    system = small(load, store=[{"power": 10, "energy": 20, "out": 0.9}])
    (ratio,) = peak_ratios([system], [Resource("store", "battery", "A", 10.0, 0, store=0)])
    assert (ratio.hours, ratio.peak_hours) == (pytest.approx(1.8), 6.0)
    assert ratio.ratio == pytest.approx(0.3)


def test_an_hour_with_shortfalls_in_two_parts_is_one_hour(small):
    trial = Trial([small([[100.0] * 24] * 2, supply=80.0)], 2, 1)
    found = trial.answer(Query(np.zeros(2)))
    assert (found.lole, found.eens) == (24.0, pytest.approx(960.0))


def test_systems_that_are_simulated_at_once_have_the_answers_of_each_alone(small):
    load = 150 + 30 * np.sin(np.arange(24 * 20) * np.pi / 12)
    system = small(
        [load, load],
        [{"size": 20, "count": 10, "rate": 0.08, "repair": 40, "node": node} for node in (0, 1)],
        [{"start": 0, "end": 1, "limit": 15}],
        [{"power": 20, "energy": 40}, {"power": 10, "energy": 60, "node": 1}],
        [{"capability": 10, "hours": 40, "calls": 20, "call_hours": 4}],
        export=[np.full(480, 10.0), np.zeros(480)],
    )
    trial = Trial([system], 30, 1)
    none = np.zeros(2)
    changes = [
        None,
        Change(stores={0: 0.0}),
        Change(responses={0: 2.0}),
        Change(arcs={0: 0.5}),
        Change(output=np.full((2, 1, 480), 4.0)),
        Change(band=np.concatenate([np.full((1, 1, 480), 6.0), np.zeros((1, 1, 480))])),
    ]
    queries = [Query(none - 5.0, change, near=True) for change in changes]
    together, apart = trial.answers(queries), [trial.answer(query) for query in queries]
    for one, other in zip(together, apart, strict=True):
        assert (one.lole, one.eens) == (other.lole, pytest.approx(other.eens, rel=1e-12))
        assert np.array_equal(one.near, other.near)
    plain = together[0].eens
    assert together[1].eens > plain > together[2].eens
    assert together[3].eens > plain > max(together[4].eens, together[5].eens)
    found = trial.answers([Query(none, change, one.near) for change, one in zip(changes, together, strict=True)])
    assert found[0].eens == pytest.approx(eens(trial, none))


def test_resources_of_one_name_in_several_tables_are_apart(tiny):
    case = tiny(
        load=[700] * 24,
        areas=[{"area": "A"}, {"area": "B"}],
        pockets=[{"pocket": "p"}, {"pocket": "q", "area": "B"}],
        lines=[
            {
                "line": "x",
                "from_area": "A",
                "from_pocket": "p",
                "to_area": "B",
                "to_pocket": "q",
                "forward": 9,
                "backward": 9,
            }
        ],
        parks=[{"park": "x", "import_limit": 5, "export_limit": 5}],
        storage=[{"asset": "x", "capacity": 40, "energy": 80}],
        demand_response=[
            {"programme": "x", "kind": "shed", "capability": 30, "cost": 0},
            {"programme": "y", "kind": "shift", "capability": 20, "window": 4, "cost": 0},
        ],
    )
    system = read_system(case)
    found = {(one.name, one.kind): one for one in resources([case], [system])}
    indices = {name: (one.store, one.response, one.arc) for name, one in found.items()}
    assert indices == {
        ("x", "battery"): (0, None, None),
        ("x", "demand_response"): (None, 0, None),
        ("y", "demand_response"): (1, None, None),
        ("x", "line"): (None, None, 0),
    }


@pytest.fixture
def plants(tiny):
    """Coal that a measure can retire, wind and a store, for ten days."""
    coal = {"fleet": "coal", "capacity": 1000, "unit_size": 50, "forced_outage": 0.1, "repair_time": 20}
    close = {"measure": "close", "kind": "retirement", "extends": "coal", "most": 400, "cost": 0, "lifetime": 10}
    return tiny(
        load=list(800 + 100 * np.sin(np.arange(240) * np.pi / 12)),
        thermal=[coal],
        renewables=[{"asset": "wind", "technology": "wind", "capacity": 100}],
        storage=[{"asset": "store", "capacity": 40, "energy": 80}],
        measures=[close | {"rate": 0}],
    )


def test_a_retirement_has_minus_the_marginal_credit_of_its_fleet(plants):
    system = read_system(plants)
    value = value_of([plants], [system], 20, 1, 2.4, 1, lambda stage, share: None)
    fleet, close = (next(one for one in value.credits if one.name == name) for name in ("coal", "close"))
    assert (close.kind, close.capacity, close.efc, close.elcc) == ("retirement", 400.0, None, None)
    assert (close.efc_next, close.elcc_next) == (-fleet.efc_next, -fleet.elcc_next)
    assert 0.6 < fleet.elcc_next < 1.0
    trial = Trial([system], 20, 1)
    trial.settle(value.margin.capacity)
    coal = next(one for one in resources([plants], [system]) if one.name == "coal")
    less = trial.answer(Query(np.zeros(1), trial.scaled(coal, 1.0 - trial.next / 1000.0))).eens
    assert less == pytest.approx(eens(trial, np.full(1, close.efc_next * trial.next)), rel=0.05)


def test_credits_do_not_depend_on_the_number_of_workers(plants, monkeypatch):
    monkeypatch.setattr(trials, "COLUMNS", 20)  # groups of one resource
    found = [value_of([plants], [read_system(plants)], 20, 1, 2.4, workers, lambda *_: None) for workers in (1, 2)]
    assert found[0] == found[1]
    assert sum(one.efc is not None for one in found[0].credits) == 3


def test_a_measure_extends_the_storage_and_not_a_reservoir_of_the_same_name(tiny):
    """Names are unique within a table only. Reservoirs without a limit of power have no credit."""
    case = tiny(
        load=[50] * 24,
        storage=[{"asset": "s", "technology": "battery", "capacity": 10, "energy": 20}],
        reservoirs=[
            {"reservoir": "s", "content": 50, "discharge": 5, "technology": "hydro"},
            {"reservoir": "free", "content": 50},
        ],
        measures=[
            {"measure": "more", "kind": "storage", "extends": "s", "most": 8, "least_hours": 1, "most_hours": 4}
            | {"cost": 1, "cost_energy": 1, "lifetime": 10, "rate": 0}
        ],
    )
    found = {(one.name, one.kind): one for one in resources([case], [read_system(case)])}
    assert {("s", "battery"), ("s", "hydro"), ("more", "battery")} <= set(found) and ("free", "other") not in found
    assert found["more", "battery"].store == found["s", "battery"].store
