"""The verdict of the tutorial against the hand solution in its README: enforcing, shadow price, measures, break-even."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import dispatch
from dispatch.lp import Expression, with_cost, with_row
from dispatch.solve import Options
from dispatch.targets import Solver, assess_targets
from dispatch.targets.break_even import MarginSolver, break_even_value
from dispatch.targets.compliant_case import shortfall_limits, write_compliant_case
from dispatch.targets.expansion import open_measures
from dispatch.targets.hosting_capacity import hosting_capacities
from dispatch.targets.measures import curve, plan
from dispatch.targets.near_optimal import MAX_COST_INCREASE, headline, ranges
from dispatch.targets.robustness import with_and_without
from dispatch.targets.sampling import sample_of

FOLDER = Path(__file__).parents[2] / "inputs" / "tutorial"
SOLVER = Solver(Options(threads=1))

# One MW of coal less online, and gas for it: 756.183 CNY a day, 12.3 MWh of margin (README, "The verdict by hand").
SHADOW = 756.183 / 12.3
MISSING = 2772.0  # MWh of the week
PAID = 168 / 8760  # of a year


@pytest.fixture(scope="module")
def assessed():
    return assess_targets(dispatch.read_case(FOLDER), SOLVER)


@pytest.fixture(scope="module")
def expansion(assessed):
    return open_measures(assessed[0], SOLVER)


def exactly(value):
    return pytest.approx(value, rel=1e-7)


def test_verdict_and_shadow_price(assessed):
    _, (capacity, generation) = assessed
    assert (capacity.answer, capacity.margin) == ("met", exactly(0.4))
    assert (generation.answer, generation.margin) == ("enforced", exactly(-MISSING * 1e-6))
    assert generation.shadow_price == exactly(SHADOW)
    assert generation.cost * 1e6 == exactly(MISSING * SHADOW)


def test_the_shadow_price_is_the_finite_difference():
    """A MWh more is required: it costs the shadow price more."""
    step = 1e-6
    costs = []
    for required in (0.0, step):
        base, found = assess_targets(
            dispatch.read_case(FOLDER, [f"targets[target=generation].required={required}"]), SOLVER
        )
        costs.append(base.solution.objective + found[1].cost)
    assert (costs[1] - costs[0]) / step == pytest.approx(SHADOW, rel=1e-5)


def test_least_cost_measure(expansion):
    """Wind: 33.6 MWh of margin a MW and week, 8,630.14 CNY of annual cost less 7,502.376 that it saves: 16.8 MWh of gas at 446.6 CNY, and
    0.504 for 50.4 MWh more that are curtailed."""
    power = MISSING / 33.6
    yearly = 9e6 / 20 * PAID
    done = plan(expansion, ["generation"])
    assert {name: size.power * 1e3 for name, size in done.sizes.items()} == exactly({"more-wind": power})
    assert done.investment * 1e6 == exactly(power * yearly)
    assert done.total * 1e6 == exactly(power * (yearly - 7502.88 + 0.504))
    alone = plan(expansion, ["generation"], "wind")
    assert alone.least == pytest.approx(0.0, abs=1e-9)  # the dispatch alone can meet it


def test_each_measure_alone(expansion):
    """Storage: 14 MWh of margin a MWh of content and week, a tenth of it as power; retrofit: dearer than gas."""
    storage, retrofit = (plan(expansion, ["generation"], kind) for kind in ("storage", "retrofit"))
    content = MISSING / 14.0
    size = storage.sizes["more-battery"]
    assert (size.energy * 1e3, size.power * 1e3) == (exactly(content), exactly(content / 10))
    assert storage.investment * 1e6 == exactly(content * (1.9e6 + 5e5 / 10) / 10 * PAID)
    assert not retrofit.sizes and retrofit.total * 1e6 == exactly(MISSING * SHADOW)


def test_curve_is_convex_and_rises(expansion):
    points = curve(expansion, "generation")
    slopes = [(b.total - a.total) / (b.margin - a.margin) for a, b in pairwise(points)]
    assert len(points) == 7 and min(slopes) > 0
    assert all(late >= early * (1 - 1e-7) for early, late in pairwise(slopes))


def test_curve_begins_where_measures_that_pay_for_themselves_end(assessed):
    """21 MW of wind for a tenth of the price are built for what they save: 705.6 MWh, past the quarter of the way. The curve has seven
    points: the first of its longest steps, a quarter of the way, is halved."""
    base, _ = assessed
    table = base.case.tables["measures"].copy()
    wind = table["measure"] == "more-wind"
    table.loc[wind, "cost"] /= 10
    table.loc[wind, "most"] = 0.021
    case = replace(base.case, tables={**base.case.tables, "measures": table})
    points = curve(open_measures(replace(base, case=case), SOLVER), "generation")
    assert [point.margin * 1e6 for point in points] == pytest.approx(
        [33.6 * 21 - MISSING, *(MISSING * np.array([-0.5, -0.375, -0.25, 0.0, 0.25, 0.5]))], abs=1e-4
    )


def test_compliant_case_confirms(assessed, expansion, tmp_path):
    base, _ = assessed
    done = plan(expansion, ["generation"])
    unmet = shortfall_limits(base.case, base.lp, base.primal)
    closing = write_compliant_case(base.case, done.sizes, ["generation"], unmet, tmp_path / "cases", "closed")
    again = dispatch.read_case(closing)
    run = dispatch.run(again, threads=1)
    (margin,) = [target["margin"] for target in run.summary["targets"] if target["id"] == "generation"]
    assert margin == pytest.approx(0.0, abs=1e-9)
    assert run.record["objective_cny"] * 1e-6 == exactly(base.solution.objective + done.operation)


def test_break_even(assessed):
    """Load: 84,000 MWh of gas by day less 58,800 MWh of wind by night, with 25 MW of wind more, so that gas still runs.
    Wind and PV: 67,200 MWh. Export: as much of one as of the other, so that it changes nothing."""
    base, _ = assessed
    more = dispatch.read_case(FOLDER, ["capacity[asset=wind].capacity=1025"])

    def factor(driver, case=base.case):
        warm = MarginSolver(SOLVER, base.lp, base.solution.start)
        return break_even_value(case, "generation", driver, (0.7, 1.3), warm).value

    assert factor("demand", more) == pytest.approx(1 - (MISSING - 25 * 33.6) / 25_200, rel=1e-6)
    assert factor("new_energy") == pytest.approx(1 + MISSING / 67_200, rel=1e-6)
    assert factor("export") is None


def test_hosting_capacity(assessed):
    """The nights take 47,460 MWh of wind whatever there is, the days all of it: (47,460 + 33,600 f) / 84,000 f."""
    base, _ = assessed
    (steppe,) = hosting_capacities(sample_of(base, (), None, SOLVER), SOLVER)
    assert steppe.utilisation == exactly(0.965)
    for floor in (0.95, 0.90):
        assert steppe.at[floor] == pytest.approx(1.4 * 47_460 / (84_000 * floor - 33_600), rel=1e-5)


def test_hosting_capacity_with_and_without(assessed):
    """As given it is that of the one area; without the battery the nights take 7 x 600 MWh of wind less. A bigger battery
    carries more, and no variant with something added carries less."""
    base, _ = assessed
    sample = sample_of(base, (), None, SOLVER)
    found = {variant.name: variant for variant in with_and_without(sample, "generation", SOLVER)}
    (steppe,) = hosting_capacities(sample, SOLVER)
    for floor in (0.95, 0.90):
        given = found["given"].at[floor]
        assert given == pytest.approx(steppe.at[floor], rel=1e-5)
        less = 1.4 * (47_460 - 7 * 600) / (84_000 * floor - 33_600)
        assert found["no_storage"].at[floor] == pytest.approx(less, rel=1e-5)
        assert found["with_storage"].at[floor] > given * 1.01
        assert all(
            variant.at[floor] >= given * (1 - 1e-5) for name, variant in found.items() if name.startswith("with")
        )
    assert found["no_storage"].utilisation == exactly((47_460 - 7 * 600 + 33_600) / 84_000)


def test_ranges_hold_the_value_and_cost_no_more(assessed):
    base, _ = assessed
    for found in ranges(sample_of(base, (), None, SOLVER), SOLVER):
        assert found.least - 1e-9 <= found.value <= found.most + 1e-9
        assert found.most > found.least
    for found in ranges(sample_of(base, (), None, SOLVER), SOLVER, near=0.0):
        assert found.least == pytest.approx(found.value, rel=1e-4) and found.most == pytest.approx(
            found.value, rel=1e-4
        )


def test_ranges_are_the_ends_of_the_lp_with_its_cost_as_a_row(assessed):
    base, _ = assessed
    sample, problem = sample_of(base, (), None, SOLVER), base.matrix
    room = MAX_COST_INCREASE * abs(base.solution.objective - problem.offset)
    columns = np.arange(len(problem.cost))
    cost = Expression((), np.zeros_like(columns), columns, problem.cost, np.zeros(()))
    near = with_row(problem, cost, -np.inf, base.solution.objective - problem.offset + room)
    for found, (name, place, _, form) in zip(ranges(sample, SOLVER), headline(base), strict=True):
        assert (found.name, found.place) == (name, place)
        for end, sign in ((found.least, 1.0), (found.most, -1.0)):
            exact = sign * SOLVER(with_cost(near, form * sign)).objective
            assert end == pytest.approx(exact, abs=2e-3 * abs(exact - found.value) + 1e-12)
            assert sign * end >= sign * exact - 1e-9 * abs(exact)


def test_a_measure_nearly_whole_is_whole_and_one_of_nearly_nothing_is_none(expansion):
    """Forty watts left of a fleet are within the tolerance of a solver."""
    most = expansion.case.tables["measures"]["most"].to_numpy(dtype=float)
    primal = np.zeros(expansion.lp.columns)
    primal[expansion.lp.variables["added"].index] = most - 4e-8
    assert [size.power for size in expansion.sizes(primal).values()] == most.tolist()
    primal[expansion.lp.variables["added"].index] = 4e-8
    assert expansion.sizes(primal) == {}
