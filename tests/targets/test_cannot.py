"""Why a target cannot be met: by dispatch, for want of a measure that changes it, or with all that change it at their bounds.

Numbers by hand: the tutorial of one week (README, "The verdict by hand").
"""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import dispatch
from dispatch.messages import Lang, Words
from dispatch.solve import Options
from dispatch.targets import Solver, assess_targets
from dispatch.targets.expansion import open_measures
from dispatch.targets.measures import plan
from dispatch.targets.relevant_measures import CHANGED_BY, measures_that_change
from dispatch.targets.render import plans, verdicts

FOLDER = Path(__file__).parents[2] / "inputs" / "tutorial"
SOLVER = Solver(Options(threads=1))
MORE = {
    "response": ("demand_response_share", 50.0, "%"),
    "pumped": ("pumped_hydro_capacity", 1.0, "GW"),
    "later-capacity": ("new_energy_capacity", 3.0, "GW"),
    "far": ("new_energy_over_thermal", 5.0, "TWh"),
    "produced": ("new_energy_generation", 0.085, "TWh"),
}


@pytest.fixture(scope="module")
def assessed():
    case = dispatch.read_case(FOLDER)
    row = case.tables["targets"].iloc[0].to_dict()
    rows = [
        row | {"target": name, "kind": kind, "required": required, "unit": unit, "text_en": name, "text_zh": name}
        for name, (kind, required, unit) in MORE.items()
    ]
    targets = pd.concat([case.tables["targets"], pd.DataFrame(rows)], ignore_index=True)
    areas = case.tables["areas"].assign(grid="north")
    base, found = assess_targets(replace(case, tables={**case.tables, "targets": targets, "areas": areas}), SOLVER)
    return base, {v.target.name: v for v in found}


def test_all_wind_and_sun_used_moves_new_energy_and_thermal_by_what_is_curtailed(assessed):
    """2,940 MWh of wind are curtailed in the week: twice that in the difference, once in the generation."""
    _, found = assessed
    assert found["generation"].all_used == pytest.approx((-2772 + 2 * 2940) * 1e-6, rel=1e-7)
    assert found["produced"].all_used == pytest.approx((81_060 - 840 + 2940 - 85_000) * 1e-6, rel=1e-7)
    assert found["capacity"].all_used is None  # no dispatch moves it


def test_a_target_that_no_dispatch_meets_names_the_measures_that_change_it(assessed):
    _, found = assessed
    far = found["far"]
    assert far.answer == "out_of_reach" and far.touched == ("more-wind", "more-battery", "retrofit")


def test_a_target_that_no_measure_changes_names_the_kinds_that_would(assessed):
    base, found = assessed
    expansion = open_measures(base, SOLVER)
    for name, kinds in (("response@north", ("demand_response",)), ("pumped", ("storage",))):
        assert found[name].answer == "given" and found[name].touched == ()
        done = plan(expansion, [name])
        assert (done.sizes, done.why, done.names) == (None, "untouched", kinds)
    sheet = verdicts(list(found.values()), Words(Lang.en))
    assert any("response @ north: no measure of the case changes it" in note for note in sheet.notes)
    assert "demand response" in plans([plan(expansion, ["response@north"])], Words(Lang.en)).rows[0][-1]


def test_measures_that_are_at_their_bounds_are_named(assessed):
    """1.4 GW stand and 0.5 GW of wind may be added: 3 GW are out of reach, whatever storage and retrofit do. A margin of
    5 TWh is out of reach of all: more wind, a battery that takes more of it by night, and coal that makes room for it."""
    base, _ = assessed
    expansion = open_measures(base, SOLVER)
    capacity = plan(expansion, ["later-capacity"])
    assert (capacity.why, capacity.names) == ("at_bounds", ("more-wind",))
    far = plan(expansion, ["far"])
    assert far.why == "at_bounds" and set(far.names) == {"more-wind", "more-battery", "retrofit"}
    only = plan(expansion, ["far"], "retrofit")
    assert only.why == "at_bounds" and only.names == ("retrofit",)
    assert plan(expansion, ["later-capacity"], "storage").why == "untouched"


def test_measures_that_are_free_of_use_are_not_blamed_on_their_bounds(assessed):
    """85,000 MWh of new energy, and 84,000 available: a bigger battery than the surplus of the nights fills is of no use."""
    base, _ = assessed
    rows = base.case.tables["measures"]
    battery = rows[rows["kind"] == "storage"].assign(most=100.0)
    case = replace(base.case, tables={**base.case.tables, "measures": battery})
    done = plan(open_measures(replace(base, case=case), SOLVER), ["produced"])
    assert (done.why, done.names) == ("no_help", ("more-battery",))


def test_every_kind_of_target_says_what_changes_it():
    from dispatch.case.schema import MEASURES_OF, TARGET_UNITS

    assert set(CHANGED_BY) == set(TARGET_UNITS)
    assert {kind for kinds in CHANGED_BY.values() for kind in kinds} <= set(MEASURES_OF)


def test_the_place_of_a_measure_decides_whether_it_changes_a_corridor():
    """At Tengger nothing may be added as long as no measure settles there."""
    case = dispatch.read_case(FOLDER.parent / "neimenggu-2030", start="2030-07-01", hours=24)
    base_of = {
        str(a): str(s)
        for a, s in zip(case.tables["renewables"]["asset"], case.tables["renewables"]["settles"], strict=True)
    }
    targets = {target.name: target for target in dispatch_targets(case)}
    for place in ("tengger-jiangxi", "kubuqi-shanghai"):
        names = measures_that_change(case, targets[f"corridor-renewable@{place}"])
        rows = case.tables["measures"].set_index("measure").loc[names]
        assert all(
            base_of.get(extends, place) == place for extends in rows["extends"][rows["kind"].isin(["wind", "pv"])]
        )
    assert "wind-mengxi-core-more" not in measures_that_change(case, targets["corridor-renewable@tengger-jiangxi"])


def dispatch_targets(case):
    from dispatch.app.assemble import build
    from dispatch.targets.targets import active_targets

    return active_targets(case, build(case))
