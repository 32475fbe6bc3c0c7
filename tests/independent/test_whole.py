"""`dispatch` against the independent model on a case in which every component stands, in variants in which every
constraint of FORMULATION.md binds."""

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
import pyomo.environ as pyo
import pytest
import second_case
import whole_model
from whole_model.maintenance import shares_in_outage
from whole_model.tables import Tables

import dispatch
from dispatch.solve import direct

FORMULATION = Path(__file__).parents[2] / "models" / "FORMULATION.md"
ROUNDING = 0.5e-4 * (1 + 1e-3)  # results are whole multiples of 1e-4 MW or CNY/MWh
TIGHT = 1e-10
"""Dual tolerance [million CNY/GWh] on both sides: with HiGHS's 1e-7 prices may differ by more than their rounding."""


@dataclass(frozen=True)
class Variant:
    first_day: str = "2030-01-29"
    hours: int = 192
    content: dict = field(default_factory=dict)  # arguments of `write_case`

    @property
    def first(self) -> int:
        return int((np.datetime64(self.first_day) - np.datetime64("2030-01-01")) / np.timedelta64(1, "h"))


DEAR = {
    ("load", "energy"): 1.62,
    ("demand_response", "cost"): 0.2,
    ("electrolysers", "yearly"): 1.7,
    ("electrolysers", "monthly"): 0.5,
    ("heat", "peak"): 0.6,
}
SURPLUS = {
    ("load", "energy"): 0.62,
    ("corridors", "price"): 0.02,
    ("dispatchers", "load_down"): 3.0,
    ("dispatchers", "vre_down"): 4.0,
    ("dispatchers", "vre_up"): 3.0,
    ("dispatchers", "largest_load"): 2.0,
    ("electrolysers", "yearly"): 1.6,
    ("electrolysers", "monthly"): 0.1,
}
LIMITED = {
    "shortfall_limits": """kind,name,area,date,hour,limit [MW]
        unserved,w1,,2030-01-30,18,3
        unserved,w1,,2030-01-31,18,4
        undelivered,north,,2030-01-30,12,2
        reserve_shortfall_up,grid,west,2030-01-31,8,20
        reserve_shortfall_up,grid,west,2030-01-31,9,25
        reserve_shortfall_down,grid,west,2030-01-31,9,0"""
}
"""Shortfalls that are limited in two hours of a place, one of a corridor and two of a zone of reserve, and forbidden there
in all others."""
MUST_TAKE = {"renewables": second_case.with_cells(second_case.TABLES["renewables"], "must_take", {"river": "true"})}
VARIANTS = {
    "days": Variant(),
    "hours": Variant(hours=96, content={"commitment": (1, 5, 4)}),
    "weeks": Variant(content={"commitment": (168, 0, 0)}),
    "high": Variant(first_day="2030-01-30", hours=90, content={"export_level": "high"}),
    "dear": Variant(first_day="2030-01-28", hours=240, content={"commitment": (24, 72, 96), "scale": DEAR}),
    "surplus": Variant(content={"commitment": (24, 96, 96), "scale": SURPLUS}),
    "limited": Variant(
        first_day="2030-01-30",
        hours=48,
        content={"scale": DEAR, "tables": LIMITED | MUST_TAKE, "commitment": (24, 72, 96)},
    ),
    "short": Variant(first_day="2030-01-30", hours=72, content={"scale": {("load", "energy"): 2.6}}),
    "levelled": Variant(
        first_day="2030-02-05", hours=192, content={"maintenance": "levelled", "tables": second_case.with_pools()}
    ),
    "levelled hours": Variant(hours=192, content={"maintenance": "levelled", "commitment": (1, 5, 4)}),
    "levelled weeks": Variant(
        first_day="2030-01-28",
        hours=174,
        content={"maintenance": "levelled", "commitment": (168, 0, 0), "tables": second_case.with_pools()},
    ),
    "levelled seasons": Variant(
        first_day="2030-03-10",
        hours=192,
        content={"maintenance": "levelled", "tables": second_case.with_credits(), "outages": "outage_free_unit = 40"},
    ),
    "placed seasons": Variant(
        first_day="2030-03-13",
        hours=348,
        content={"outages": 'outage_free = ["03-16/03-20", "12-01/02-15"]\noutage_free_unit = 70'},
    ),
    "hour": Variant(first_day="2030-02-02", hours=1, content={"export_level": "low"}),
}

# Numbers a little beyond what the optimum reaches without them (or short of it, where less is required). Those in TWh
# are of the window of 96 hours; the table has those of the whole year.
TARGETS = [
    ("new_energy_generation", 0.02565, "TWh"),
    ("new_energy_over_thermal", 0.00832, "TWh"),
    ("new_energy_with_biomass_over_thermal", 0.00926, "TWh"),
    ("new_energy_export", 0.0076, "TWh"),
    ("coal_rate", 270.0, "gce/kWh"),
    ("corridor_renewable_share", 0.92, "share"),
    ("renewable_obligation", 0.61, "share"),
    ("coal_share", 42.5, "%"),
    ("nonfossil_share", 41.2, "%"),
    ("thermal_generation", 0.0168, "TWh"),
    ("coal", 0.0055, "Mtce"),
    ("co2", 0.0147, "Mt"),
]
GLUT = {("load", "energy"): 0.62, ("thermal", "minimum_heating"): 1.3}


@cache
def optimum(name: str, folder: object) -> pyo.ConcreteModel:
    variant = VARIANTS[name]
    path = second_case.write_case(folder / name, **variant.content)
    model = whole_model.build(path, variant.first, variant.hours)
    pyo.SolverFactory("appsi_highs").solve(model, options={"dual_feasibility_tolerance": TIGHT})
    return model


@cache
def dispatched(name: str, folder: object) -> dispatch.Run:
    variant = VARIANTS[name]
    path = second_case.write_case(folder / name, **variant.content)
    case = dispatch.read_case(path, start=variant.first_day, hours=variant.hours)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(direct.METHODS, "simplex", direct.METHODS["simplex"] | {"dual_feasibility_tolerance": TIGHT})
        return dispatch.run(case)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("independent")


@pytest.fixture(params=VARIANTS)
def both(request, folder):
    return optimum(request.param, folder), dispatched(request.param, folder)


def test_the_same_optimum(both):
    model, run = both
    assert run.record["objective_cny"] == pytest.approx(pyo.value(model.objective) * 1e6, rel=1e-8)


def test_the_settlement_is_the_dual_objective(both):
    """Payments less rents are the optimum of the independent model; each rent is revenue less cost."""
    model, run = both
    optimum, market = pyo.value(model.objective) * 1e6, run.summary["market"]
    paid = sum(one["cny"] for one in market["payments"])
    rents = {name: one["rent_cny"] for name, one in market["parties"].items()}
    assert paid - sum(rents.values()) == pytest.approx(optimum, rel=1e-6)
    margins = {name: one["margin_cny"] for name, one in market["parties"].items()}
    assert margins == pytest.approx(rents, abs=1e-6 * abs(paid))
    assert rents["own"] == 0.0


def test_the_same_cost_by_term(both):
    model, run = both
    terms = {str(name): float(run.results["cost_of_region"].sel(term=name)) for name in run.results["term"].values}
    same = {str(name): pyo.value(term) * 1e6 for name, term in model.terms.items()}
    assert set(terms) <= set(same)
    assert terms == pytest.approx({name: same[name] for name in terms}, rel=1e-6, abs=1e-2)
    assert sum(same.values()) == pytest.approx(sum(terms.values()), rel=1e-8)


PAIRS = {  # a result, its axis, the same in the independent model
    "thermal_output": ("fleet", "output"),
    "thermal_heat": ("fleet", "heat"),
    "csp_output": ("csp", "csp_output"),
    "charge": ("storage", "charge"),
    "discharge": ("storage", "discharge"),
    "shed": ("programme", "shed"),
    "electrolyser_load": ("electrolyser", "electrolyser"),
    "undelivered": ("corridor", "undelivered"),
    "heat_boiler": ("network", "boiler"),
}


def test_the_same_energies(both):
    """The noise of the series leaves the energies of the window unique, though not each hour."""
    model, run = both
    for name, (axis, component) in PAIRS.items():
        variable = getattr(model, component)
        for label in run.results[axis].values:
            hours = [variable[i, t] for i, t in variable if i == label]
            if hours:
                energy = float(run.results[name].sel({axis: label}).sum())
                mine = sum(pyo.value(x) for x in hours) * 1e3
                assert energy == pytest.approx(mine, rel=1e-6, abs=len(hours) * ROUNDING), (name, label)


def test_the_same_prices(both):
    """Price of an area: dual of its balance. Price of a pocket: with its weight in sections, times their dual.

    In a park: on top of its pocket's, the dual of its exchange. The noise leaves them unique."""
    model, run = both
    hours = range(run.record["hours"])
    areas, weight = {"w1": "west", "w2": "west", "e1": "east"}, {"w2": 1.0, "e1": -0.25}
    for pocket, area in areas.items():
        of_area = np.array([model.dual[model.B1_balance[area, t]] for t in hours])
        of_section = np.array([model.dual[model.G1_section["west_out", t]] for t in hours])
        price = run.results["price"].sel(area=area).values
        np.testing.assert_allclose(price, of_area * 1e3, rtol=1e-9, atol=ROUNDING)
        pocket_price = run.results["pocket_price"].sel(pocket=pocket).values
        expected = of_area + weight.get(pocket, 0.0) * of_section
        np.testing.assert_allclose(pocket_price, expected * 1e3, rtol=1e-9, atol=ROUNDING)
    of_park = np.array([model.dual[model.P1_exchange["works", t]] for t in hours])
    np.testing.assert_allclose(
        run.results["park_price"].sel(park="works").values, of_park * 1e3, rtol=1e-9, atol=ROUNDING
    )


def test_the_levelled_outages_are_of_every_kind(folder):
    """Of the shares in outage that "levelled" has: what FORMULATION.md states of pools holds for them."""
    variant = replace(VARIANTS["levelled"], first_day="2030-01-29", hours=432)
    path = second_case.write_case(folder / "levelled", **variant.content)
    share = shares_in_outage(Tables(path, variant.first, variant.hours))
    heated, partly, free = share["cogeneration"]  # the season ends in the second week
    assert free == pytest.approx(0.4)  # the week without heating is full
    assert 0 < heated < partly < 0.4  # the others take what does not fit there, the lower one more
    assert share["steam"] == share["works_coal"]  # alike
    assert share["steam"][2] < min(share["steam"][:2])  # where cogeneration is out
    assert max(share["gas"]) == pytest.approx(0.329) and 0 < min(share["gas"]) < 0.3285  # it comes first, by its energy
    assert max(share["lignite"]) == pytest.approx(0.1782) and 0 < min(share["lignite"]) < 0.1781
    assert share["straw"] == [0.0, 0.0, 0.0]


def test_the_levelled_outages_keep_out_of_the_peak_season(folder):
    """10 to 16 March are in 迎峰度冬: units of 40 MW and more are all there, smaller ones are not."""
    variant = replace(VARIANTS["levelled seasons"], hours=504)
    path = second_case.write_case(folder / "levelled seasons", **variant.content)
    share = shares_in_outage(Tables(path, variant.first, variant.hours))
    assert (share["steam"][0], share["cogeneration"][0]) == (0.0, 0.0) and min(share["steam"][1:]) > 0
    assert share["lignite"] == pytest.approx([0.1782] * 3)  # 65 days do not fit into the open weeks: closed ones too
    assert share["works_coal"] != share["steam"]  # alike but for the size of their units


@pytest.mark.parametrize(("kind", "required", "unit"), TARGETS)
def test_an_imposed_target(kind, required, unit, tmp_path):
    """It binds, costs the same, and is met as the run reports it."""
    of_year = required * 8760 / 96 if unit in ("TWh", "Mtce", "Mt") else required
    path = second_case.write_case(tmp_path, scale=GLUT, target=(kind, of_year, unit))
    model = whole_model.build(path, 696, 96)
    pyo.SolverFactory("appsi_highs").solve(model)
    assert [abs(model.dual[row]) > 1e-7 for row in model.Z_target.values()] == [True]
    run = dispatch.run(dispatch.read_case(path, start="2030-01-30", hours=96))
    assert run.record["objective_cny"] == pytest.approx(pyo.value(model.objective) * 1e6, rel=1e-8)
    assert float(run.results["target_achieved"].item()) == pytest.approx(required, rel=1e-6)


def test_every_constraint_binds_somewhere(folder):
    """A constraint with a dual moves the optimum: what is stated otherwise on either side would be seen above."""
    named = re.findall(r"\*\*([A-Z]\d+_[a-z_]*[a-z])(?:_\\<H\\>h)?\*\*", FORMULATION.read_text(encoding="utf-8"))
    # Measures are in test_measures.py, generic components (section 17) in test_generic.py.
    elsewhere = {name for name in named if name[0] in "KUNVW"}
    binding: dict[str, int] = {}
    for model in (optimum(name, folder) for name in ("days", "weeks", "dear", "surplus", "short")):
        for block in model.component_objects(pyo.Constraint):
            if block.name not in elsewhere:
                duals = [abs(model.dual[row]) for row in block.values()]
                binding[block.name] = binding.get(block.name, 0) + sum(dual > 1e-7 for dual in duals)
    assert [name for name, count in binding.items() if not count] == ["Z_target"]  # see test_an_imposed_target
    # X6 is a column of the day in the model, and rows of the hours here.
    assert sorted(binding) == sorted({*named, "Z_target", "X6_day"} - elsewhere)
