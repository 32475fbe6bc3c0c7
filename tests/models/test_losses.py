"""No target and no price is met by burning energy: losses count against targets and cost as much as curtailment."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dispatch
from dispatch.app import assemble
from dispatch.app.assemble import build
from dispatch.lp import to_highs

from .test_properties import random_case

WIND = {"asset": "wind", "capacity": 100, "own_use": 0.02}
LOSSY = {"asset": "store", "capacity": 100, "energy": 400, "charge_efficiency": 0.8, "discharge_efficiency": 0.8}
LINE = {
    "areas": [{}, {"area": "B"}],
    "pockets": [{}, {"pocket": "s", "area": "B"}],
    "lines": [
        {"line": "ab", "from_area": "A", "from_pocket": "p", "to_area": "B", "to_pocket": "s", "loss": 0.05}
        | {"forward": 300, "backward": 300}
    ],
}
HYDROGEN = 0.04
"""t over the window, at 50 MWh/t: 2 MWh."""
SINKS = {
    "store": {"storage": [LOSSY]},
    "line": LINE,
    "hydrogen": {"electrolysers": [{"asset": "hydrogen", "capacity": 60, "yearly": HYDROGEN}]},
    "response": {
        "demand_response": [
            {"programme": "move", "kind": "shift", "capability": 30, "cost": 1, "payback_loss": 0.5, "window": 2}
        ]
    },
    "reservoir": {
        "reservoirs": [
            {"reservoir": "lake", "content": 400, "discharge": 100, "charge": 100, "charge_efficiency": 0.8}
            | {"discharge_efficiency": 0.8}
        ]
    },
    "links": {
        "areas": LINE["areas"],
        "pockets": LINE["pockets"],
        "links": [
            {"link": "there", "from_pocket": "p", "capacity": 100},
            {"link": "back", "from_area": "B", "from_pocket": "s", "capacity": 100},
        ],
        "link_ends": [
            {"link": "there", "to_area": "B", "to_pocket": "s", "efficiency": 0.9},
            {"link": "back", "to_area": "A", "to_pocket": "p", "efficiency": 0.9},
        ],
    },
}


def linked(*links):
    """Links among the pockets p, s and t, none with a load but p: (from, {to: efficiency}, further columns)."""
    area = {"p": "A", "s": "B", "t": "B"}
    rows, ends = [], []
    for k, (start, efficiencies, more) in enumerate(links):
        rows.append({"link": f"l{k}", "from_area": area[start], "from_pocket": start, "capacity": 100} | more)
        for end, efficiency in efficiencies.items():
            value = {"efficiency" if isinstance(efficiency, float) else "efficiency_profile": efficiency}
            ends.append({"link": f"l{k}", "to_area": area[end], "to_pocket": end} | value)
    pockets = [{}, {"pocket": "s", "area": "B"}, {"pocket": "t", "area": "B"}]
    return {"areas": LINE["areas"], "pockets": pockets, "links": rows, "link_ends": ends}


BOTH_WAYS = {"minimum": -1}
SINKS |= {
    "parallel links both ways": linked(("p", {"s": 0.9}, BOTH_WAYS), ("p", {"s": 0.8}, BOTH_WAYS)),
    "loop of three pockets": linked(
        ("p", {"s": 0.9}, BOTH_WAYS), ("s", {"t": 0.95}, BOTH_WAYS), ("t", {"p": 0.97}, BOTH_WAYS)
    ),
    "several outputs": linked(
        ("p", {"s": 0.5, "t": 0.3}, BOTH_WAYS), ("s", {"p": 1.0}, BOTH_WAYS), ("t", {"p": 1.0}, BOTH_WAYS)
    ),
    "efficiency by the hour": linked(("p", {"s": "changing"}, BOTH_WAYS), ("s", {"p": 1.0}, {})),
    "backwards only": linked(("p", {"s": 1.2}, {"minimum": -1, "maximum": 0}), ("p", {"s": 1.0}, {})),
    "no end": linked(("p", {}, {})),
}
CHANGING = {"series": {"changing": [0.8, 1.25]}}


def served(sink):
    """Gross generation that load and hydrogen take [MWh]: 40 MW over two hours, at an own use of 2 %."""
    return (80 + (50 * HYDROGEN if sink == "hydrogen" else 0)) / 0.98


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("price", [0, 1, 100])
def test_surplus_is_curtailed_and_not_burnt_whatever_curtailment_costs(tiny, solve, sink, price):
    prices = {"prices": {"curtailment": price}, "tie_break": {"curtailment": 0.01, "grade": 0.005}}
    year = solve(tiny(load=[40, 40], renewables=[WIND | {"order": 9}], settings=prices, **CHANGING, **SINKS[sink]))
    assert year.value("renewable_output").sum() * 1e3 == pytest.approx(served(sink), abs=1e-6)


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("kind", ["generation", "over_thermal", "with_biomass_over_thermal"])
def test_no_target_can_be_met_by_burning(tiny, sink, kind):
    """All of the load is wind already: a MWh more of new energy could only be burnt, and no dispatch has it."""
    for more, status in ((-2.0, "Optimal"), (2.0, "Infeasible")):
        target = {"target": "more", "kind": f"new_energy_{kind}", "imposed": True}
        target["required"] = (served(sink) + more) * 1e-6
        highs = to_highs(
            build(tiny(load=[40, 40], renewables=[WIND], targets=[target], **CHANGING, **SINKS[sink])).matrix()
        )
        highs.run()
        assert highs.modelStatusToString(highs.getModelStatus()) == status


@pytest.mark.parametrize("sink", [sink for sink in SINKS if sink not in ("line", "hydrogen")])
@pytest.mark.parametrize("profile", [None, "paid"])
def test_a_unit_of_negative_cost_generates_what_is_used(tiny, solve, sink, profile):
    """Nothing but generic components, and a store or line: a unit that earns 50 CNY/MWh could fill any of them."""
    paid = {"unit": "paid", "capacity": 300, "cost": -50} | ({"cost": 0, "cost_profile": profile} if profile else {})
    series = CHANGING["series"] | ({profile: [-50, -50]} if profile else {})
    breaking = {"tie_break": {"curtailment": 0.01}}
    year = solve(tiny(load=[40, 40], units=[paid], settings=breaking, series=series, **SINKS[sink]))
    assert year.value("unit_output").sum() * 1e3 == pytest.approx(80, abs=1e-6)


def test_a_cost_of_spilling_does_not_burn_the_inflow(tiny, solve):
    """100 MW flow in, 40 are used: 60 are spilt at 30 CNY/MWh, though a lossy link could take them."""
    lake = {
        "reservoir": "lake",
        "content": 0,
        "discharge": 100,
        "charge": 0,
        "inflow_profile": "rain",
        "spill_cost": 30,
    }
    more = {"series": {"rain": [100, 100]}, "settings": {"tie_break": {"curtailment": 0.01}}}
    year = solve(tiny(load=[40, 40], reservoirs=[lake], **more, **linked(("p", {}, {}))))
    assert year.value("reservoir_spill").sum() * 1e3 == pytest.approx(120, abs=1e-6)


def test_an_import_keeps_its_optimum(tiny, solve):
    """prices.losses = false: the unit that earns 50 CNY/MWh fills a link without an end."""
    settings = {"prices": {"losses": False}}
    paid = {"unit": "paid", "capacity": 60, "cost": -50}
    year = solve(tiny(load=[40, 40], units=[paid], settings=settings, **linked(("p", {}, {}))))
    assert year.value("unit_output").sum() * 1e3 == pytest.approx(120, abs=1e-6)


def test_what_a_link_gains_raises_no_target(tiny, solve):
    """Coal sends 50 MW at s backwards over a link of efficiency 0.5: 100 MW arrive at p. Used new energy stays zero."""
    target = {"target": "more", "kind": "new_energy_generation", "required": 0, "imposed": True}
    coal = [{"fleet": "coal", "area": "B", "pocket": "s", "capacity": 100, "fuel_incremental": 0.3}]
    wind = [WIND | {"capacity": 0}]
    backwards = linked(("p", {"s": 0.5}, BOTH_WAYS))
    year = solve(
        tiny(load=[100], thermal=coal, renewables=wind, targets=[target], dispatchers=[{}, {"area": "B"}], **backwards)
    )
    assert year.value("thermal_output").sum() * 1e3 == pytest.approx(50)
    assert year.value("target:more:numerator") == pytest.approx(0.0, abs=1e-9)


PRIMARY = {"conversion": 300, "other_coal": 1e-5, "other_fossil": 0, "other_nonfossil": 0, "source": "calc"}


@pytest.mark.parametrize("sink", SINKS)
@pytest.mark.parametrize("technology", ["biomass", "waste"])
@pytest.mark.parametrize("kind", ["new_energy_with_biomass_over_thermal", "renewable_obligation", "nonfossil_share"])
def test_no_target_can_be_met_by_burning_biomass_or_waste(tiny, sink, technology, kind):
    """A fleet with an own use of 18 % serves all of the load beside wind with 2 %: its energy, too, could only be burnt.

    Where waste counts as thermal, wind serves the load; elsewhere the plant with the larger own use does.
    """
    hydrogen = 50 * HYDROGEN if sink == "hydrogen" else 0
    gross = (80 + hydrogen) / (
        0.98 if (technology, kind) == ("waste", "new_energy_with_biomass_over_thermal") else 0.82
    )
    fuel = 0.3e-3 * gross  # ktce
    best, unit = {
        "new_energy_with_biomass_over_thermal": (gross * 1e-6, "TWh"),
        "renewable_obligation": (gross / (80 / 0.7 + hydrogen), "share"),
        "nonfossil_share": (100 * fuel / (fuel + 1e-5 * 1e3), "%"),
    }[kind]
    fleet = {"fleet": "clean", "technology": technology, "capacity": 200, "fuel": "biomass", "own_use": 0.18}
    for share, status in ((0.98, "Optimal"), (1.02, "Infeasible")):
        target = {"target": "more", "kind": kind, "unit": unit, "imposed": True, "required": best * share}
        case = tiny(
            loads=[{"basis": "consumption", "energy": 80 / 0.7, "own_use": 0.3, "profile": "flat"}],
            series={"flat": [1, 1]} | CHANGING["series"],
            renewables=[WIND],
            fuels=[{"fuel": "biomass", "coal": False}],
            thermal=[fleet],
            targets=[target],
            settings={"primary_energy": PRIMARY},
            **SINKS[sink],
        )
        highs = to_highs(build(case).matrix())
        highs.run()
        assert highs.modelStatusToString(highs.getModelStatus()) == status


def test_demand_that_is_not_met_counts_as_thermal_generation(tiny, solve):
    """Lost load is cheap here: 50 MW of coal would serve 50 MW of load. Leaving it unserved saves no thermal generation."""
    target = {"target": "more", "kind": "new_energy_over_thermal", "required": 0}
    cheap = {"prices": {"lost_load": 1}}
    coal = [{"fleet": "coal", "capacity": 50, "fuel_incremental": 0.3}]
    year = solve(tiny(load=[50, 50], thermal=coal, targets=[target], settings=cheap))
    assert year.value("unserved").sum() == pytest.approx(0.1)
    assert year.value("target:more:numerator") == pytest.approx(-100e-6)


def test_must_take_is_neither_curtailed_nor_spilled_for_a_target(tiny, solve):
    """Wind could take the place of the river. It may not, and the two are no longer curtailed pro rata."""
    plants = [WIND, {"asset": "river", "technology": "hydro", "capacity": 10, "must_take": True}]
    year = solve(tiny(load=[40, 40], renewables=plants))
    assert year.value("renewable_output") * 1e3 == pytest.approx(np.array([[30, 30], [10, 10]]) / [[0.98], [1.0]])


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.floats(0.1, 0.9))
def test_random_cases_waste_nothing_for_prices_or_targets(tiny, solve, seed, share):
    """The target is taken most of the way to the best that dispatch reaches, at a price of curtailment."""
    content = random_case(seed)
    content["settings"]["prices"] |= {"curtailment": float(seed % 300)}
    straw = {"fleet": "straw", "technology": "biomass", "fuel": "straw", "capacity": 200, "fuel_incremental": 0.3}
    content["thermal"].append(straw | {"own_use": 0.05 + seed % 21 * 0.01})
    content["fuels"].append({"fuel": "straw", "coal": False})
    content["electrolysers"][0] |= {"minimum": 0, "reserve": False}  # both take more hydrogen than the demand
    kinds = (
        "new_energy_generation",
        "renewable_obligation",
        "new_energy_over_thermal",
        "new_energy_with_biomass_over_thermal",
    )
    kind = kinds[seed % len(kinds)]
    target = {
        "target": "more",
        "kind": kind,
        "required": 0,
        "unit": "share" if kind == "renewable_obligation" else "TWh",
    }
    free = solve(tiny(**content, targets=[target]))
    gap = free.lp.quantities["target:more:numerator"]
    now, below = float(gap.value(free.point.primal)), float(free.value("target:more:denominator"))
    free.lp.cost("push", gap * -1e6)
    best = float(gap.value(solve(free.lp).point.primal))
    required = (now + share * (best - now)) / below
    if required < 0:  # new energy stays below thermal generation, and no table requires less than zero
        lp = build(case := tiny(**content, targets=[target]))
        lp.constraint("own_target", lp.quantities["target:more:numerator"] >= required * below, text="the target")
        year = dispatch.run(case, lp=lp, threads=1)
    else:
        year = dispatch.run(tiny(**content, targets=[target | {"required": required, "imposed": True}]), threads=1)
    wasted, energy = year.results["energy_wasted"], float(year.results["load"].sum())
    assert {"storage", "lines", "hydrogen"} <= set(wasted["component"].values.tolist())
    assert float(wasted.sum()) <= 1e-6 * energy
    assert float(year.results["simultaneous"].sum()) <= 1e-6 * energy
    assert year.summary["targets"][0]["achieved"] >= required - 1e-6


def drawn_network(seed):
    """Three pockets with wind, a paid unit, coal, stores, a lake, a lossy line and links of every kind, six hours."""
    draw = np.random.default_rng(seed)
    pockets = ("p", "s", "t")
    area = {"p": "A", "s": "B", "t": "B"}

    def place():
        pocket = str(draw.choice(pockets))
        return {"area": area[pocket], "pocket": pocket}

    def efficiency():
        return round(float(draw.uniform(0.5, 1.0)), 3)

    series = {name: draw.uniform(0, 1, 6).round(3).tolist() for name in ("wind", "share")}
    series |= {"rain": draw.uniform(0, 60, 6).round(1).tolist(), "even": [1] * 6}
    links, ends = [], []
    for k in range(int(draw.integers(2, 6))):
        start, *others = (str(pocket) for pocket in draw.permutation(pockets))
        links.append({"link": f"l{k}", "from_area": area[start], "from_pocket": start, "capacity": 80})
        links[-1]["minimum"] = float(draw.choice([-1, -0.5, 0]))
        for end in others[: int(draw.integers(1, 3))]:
            share = {"efficiency_profile": "share"} if draw.uniform() < 0.2 else {"efficiency": efficiency() * 0.9}
            ends.append({"link": f"l{k}", "to_area": area[end], "to_pocket": end} | share)
    lossy = {"charge_efficiency": efficiency(), "discharge_efficiency": efficiency()}
    return {
        "areas": LINE["areas"],
        "pockets": [{}, {"pocket": "s", "area": "B"}, {"pocket": "t", "area": "B"}],
        "dispatchers": [{}, {"area": "B"}],
        "loads": [{"energy": 240, "profile": "even"}],
        "series": series,
        "settings": {
            "prices": {"curtailment": float(draw.choice([0, 1, 50, 150]))},
            "tie_break": {"curtailment": 0.01},
        },
        "renewables": [
            WIND | {"profile": "wind"} | place(),
            WIND | {"asset": "other", "profile": "wind"} | place(),
        ],
        "thermal": [{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
        "units": [{"unit": "paid", "capacity": 60, "cost": -float(draw.choice([0, 30, 80, 200]))} | place()],
        "storage": [{"asset": "store", "capacity": 60, "energy": 200} | lossy | place()],
        "reservoirs": [
            {"reservoir": "pump", "content": 150, "discharge": 50, "charge": 50} | lossy | place(),
            {"reservoir": "lake", "content": 100, "discharge": 50, "charge": 20, "inflow_profile": "rain"}
            | {"spill_cost": float(draw.choice([0, 20]))}
            | lossy
            | place(),
        ],
        "lines": [LINE["lines"][0] | {"loss": round(0.5 - 0.5 * efficiency(), 3), "forward": 80, "backward": 80}],
        "links": links,
        "link_ends": ends,
    }


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.sampled_from([None, 0.3, 0.9]))
def test_random_networks_of_every_component_waste_nothing(tiny, solve, seed, share):
    """At any price of curtailment, negative cost, cost of spilling; and with a target most of the way to its best."""
    content, targets = drawn_network(seed), []
    if share is not None:
        target = {"target": "more", "kind": "new_energy_generation", "required": 0}
        free = solve(tiny(**content, targets=[target]))
        gap = free.lp.quantities["target:more:numerator"]
        now = float(gap.value(free.point.primal))
        free.lp.cost("push", gap * -1e6)
        best = float(gap.value(solve(free.lp).point.primal))
        targets = [target | {"required": max(now + share * (best - now), 0.0), "imposed": True}]
    year = dispatch.run(tiny(**content, targets=targets), threads=1)
    assert float(year.results["energy_wasted"].sum()) <= 1e-6 * float(year.results["load"].sum())


def test_unmet_demand_keeps_to_its_limit(tiny, solve):
    """Lost load and undelivered contract are cheap: 20 MW of the one in the first hour and 5 MW of the other in the second
    may be unmet, and nothing else."""
    limit = {"date": "2030-01-07", "source": "calc"}
    year = solve(
        tiny(
            load=[50, 50],
            thermal=[{"fleet": "coal", "capacity": 100, "fuel_incremental": 0.3}],
            corridors=[{"corridor": "south", "capacity": 50, "energy": 40}],
            settings={"prices": {"lost_load": 1, "undelivered_export": 1}},
            shortfall_limits=[
                limit | {"kind": "unserved", "name": "p", "hour": 0, "limit": 20},
                limit | {"kind": "undelivered", "name": "south", "hour": 1, "limit": 5},
            ],
        )
    )
    assert year.value("unserved")[0] * 1e3 == pytest.approx([20, 0])
    assert year.value("undelivered")[0] * 1e3 == pytest.approx([0, 5])


def test_results_do_not_depend_on_losses_that_nothing_prices(tiny, monkeypatch):
    """Wind of 100 MW meets a load of 45 MW behind a link that may run both ways and keeps 0.9 of its input. Losses have no
    price, so that 1 GW more of loss is as good a point: interior points may end there."""
    case = tiny(
        loads=[{"load": "town", "energy": 90, "profile": "one", "area": "B", "pocket": "q", "dispatcher": "grid"}],
        series={"one": [1, 1]},
        areas=[{}, {"area": "B"}],
        pockets=[{}, {"pocket": "q", "area": "B"}],
        dispatchers=[{}, {"area": "B", "dispatcher": "grid"}],
        renewables=[{"asset": "wind", "capacity": 100, "profile": "one"}],
        links=[{"link": "ab", "from_area": "A", "from_pocket": "p", "capacity": 100, "minimum": -1}],
        link_ends=[{"link": "ab", "to_area": "B", "to_pocket": "q", "efficiency": 0.9}],
        targets=[{"target": "clean", "kind": "new_energy_generation", "required": 0, "unit": "TWh"}],
        settings={"prices": {"losses": False}},
    )

    def more_losses(matrix, *given):
        solution = solve_lp(matrix, *given)
        primal = solution.primal.copy()
        primal[lp.variables["link_loss"].index] += 1.0
        return replace(solution, primal=primal)

    lp, solve_lp = build(case), assemble.solve
    expected = dispatch.run(case).summary["targets"][0]["achieved"]
    monkeypatch.setattr(assemble, "solve", more_losses)
    assert dispatch.run(case, lp=lp).summary["targets"][0]["achieved"] == expected == pytest.approx(90e-6)
