"""The LP over weather years (K and KE in common, mean and tail of the cost) against independent models of the years with common sizes:
section 16a of FORMULATION.md."""

from pathlib import Path

import numpy as np
import pyomo.environ as pyo
import pytest
import second_case
import whole_model
from test_measures import CAPACITY, CORRIDORS, FLEETS, GLUT, MEASURES, OF_YEAR

import dispatch
from dispatch.app.assemble import build
from dispatch.case import expanding
from dispatch.lp import Risk, columns_of, side_by_side, to_highs

FIRST_DAY, FIRST, HOURS = "2030-01-30", 29 * 24, 48
WEIGHTS = (0.5, 0.2, 0.3)
TAIL = Risk(0.4, 0.25)
TIGHT = 1e-10
"""Dual tolerance [million CNY/GWh] on both sides."""
TARGET = ("new_energy_generation", 0.024 * OF_YEAR, "TWh")
YEARS: tuple[dict[tuple[str, str], float], ...] = ({}, {("load", "energy"): 1.2}, {("heat", "peak"): 0.5})
"""What differs in each year from the first one: more load, less heat."""
TABLES = {
    "more of all": {"measures": MEASURES, "corridors": CORRIDORS, "capacity": CAPACITY},
    "fleets": {"measures": FLEETS, "corridors": CORRIDORS, "capacity": CAPACITY},
}


def folders(place: Path, tables: dict[str, str]) -> list[Path]:
    """Return a case for each year."""
    base = GLUT | {("measures", "cost"): 2.5}
    return [
        second_case.write_case(
            place / f"year{number}",
            commitment=(24, 72, 48),
            scale=base | {key: base.get(key, 1.0) * factor for key, factor in change.items()},
            target=TARGET,
            tables=tables,
            maintenance=None,
        )
        for number, change in enumerate(YEARS)
    ]


def independent(places: list[Path], risk: Risk | None) -> pyo.ConcreteModel:
    """Return the models of the years with K and KE in common, and the objective over years, at its optimum."""
    m = pyo.ConcreteModel()
    m.year = pyo.Block(range(len(places)))
    costs = []
    for number, place in enumerate(places):
        own = whole_model.build(place, FIRST, HOURS, expanding=True)
        own.objective.deactivate()
        own.del_component(own.dual)
        m.year[number].transfer_attributes_from(own)
        costs.append(m.year[number].objective.expr)
    first = m.year[0]
    m.common = pyo.ConstraintList()
    for other in range(1, len(places)):
        for name in ("added", "added_energy"):
            for k, size in m.year[other].component(name).items():
                m.common.add(size == first.component(name)[k])
    mean = sum(weight * cost for weight, cost in zip(WEIGHTS, costs, strict=True))
    if risk is None:
        m.objective = pyo.Objective(expr=mean)
    else:
        m.z, m.v = pyo.Var(), pyo.Var(range(len(places)), within=pyo.NonNegativeReals)
        m.worst = pyo.ConstraintList()
        for number, cost in enumerate(costs):
            m.worst.add(m.v[number] + m.z >= cost)
        tail = m.z + sum(weight * m.v[number] for number, weight in enumerate(WEIGHTS)) / risk.tail
        m.objective = pyo.Objective(expr=(1 - risk.share) * mean + risk.share * tail)
    pyo.SolverFactory("appsi_highs").solve(m, options={"dual_feasibility_tolerance": TIGHT})
    return m


@pytest.mark.parametrize(
    ("name", "risk"),
    [pytest.param("more of all", None, marks=pytest.mark.long), ("more of all", TAIL), ("fleets", TAIL)],
)
def test_the_same_cost_and_sizes_over_years(tmp_path, name, risk):
    places = folders(tmp_path, TABLES[name])
    model = independent(places, risk)
    lps = [build(expanding(dispatch.read_case(place, start=FIRST_DAY, hours=HOURS))) for place in places]
    shared = [columns_of(lp, ["added", "added_energy"]) for lp in lps]
    joined = side_by_side([lp.matrix() for lp in lps], shared, WEIGHTS, risk)
    solver = to_highs(joined.matrix)
    solver.setOptionValue("dual_feasibility_tolerance", TIGHT)
    solver.run()
    assert solver.getInfo().objective_function_value == pytest.approx(pyo.value(model.objective), rel=1e-8)
    primal = np.array(solver.getSolution().col_value)
    sizes = {}
    for block in ("added", "added_energy"):
        variable = lps[0].variables[block]
        labelled = zip(variable.axes[0].labels, variable.index.tolist(), strict=True)
        ours = {str(label): primal[joined.columns[0][column]] for label, column in labelled if column >= 0}
        theirs = {k: pyo.value(size) for k, size in model.year[0].component(block).items()}
        assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-7)
        sizes |= theirs
    assert any(size > 1e-4 for size in sizes.values())
    costs = [pyo.value(model.year[number].objective.expr) for number in range(len(places))]
    assert len({round(cost, 3) for cost in costs}) == len(costs)  # the years differ
