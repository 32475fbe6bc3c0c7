"""Cases that expand, as `dispatch targets` makes them, against the independent model: section 16a of FORMULATION.md."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pyomo.environ as pyo
import pytest
import second_case
import whole_model

import dispatch
from dispatch.app.assemble import build
from dispatch.case import expanding
from dispatch.lp import LP, to_highs

FORMULATION = Path(__file__).parents[2] / "models" / "FORMULATION.md"
TIGHT = 1e-10
"""Dual tolerance [million CNY/GWh] on both sides: with HiGHS's 1e-7 sizes may differ by more than a millionth."""

KINDS = ("wind", "pv", "storage", "retrofit", "demand_response", "electrolyser", "line", "section", "corridor")
KINDS += ("efficiency", "retirement")
# Of every kind; of storage one where content is dear and one where power is. `more_roof` is curtailed, so that its order
# counts; `pliant_works` might be larger than what is in service in every month.
MEASURES = """measure,kind,extends,most [MW],least_hours [h],most_hours [h],minimum_heating [%],minimum_other [%],cost [CNY/MW],cost_energy [CNY/MWh],lifetime,rate [%],upkeep [%]
        more_wind,wind,wind_a,190,,,,,4200000,,20,6,1
        more_sun,pv,pv_a,180,,,,,9000000,,25,6,1
        more_roof,pv,roof,100,,,,,400000,,20,6,0
        north_wind,wind,wind_north,90,,,,,4000000,,20,0,2
        pond,storage,pumped,60,5,9,,,900000,20000,40,5,1
        cells,storage,battery,50,2,4,,,20000,400000,12,6,2
        pliant,retrofit,cogeneration,400,,,35,30,120000,,15,6,0
        pliant_east,retrofit,lignite,150,,,30,30,200000,,15,6,0
        pliant_works,retrofit,works_coal,400,,,25,20,100000,,15,6,0
        more_shed,demand_response,shed_short,15,,,,,200000,,10,6,0
        more_shift,demand_response,shift,15,,,,,100000,,10,6,0
        more_hydrogen,electrolyser,hydrogen,40,,,,,500000,,15,6,0
        wire,line,tie,150,,,,,900000,,40,5,1
        wider,section,west_out,120,,,,,600000,,40,5,1
        longer,corridor,north,60,,,,,1000000,,40,5,1"""
FLEETS = """measure,kind,extends,most [MW],least_hours [h],most_hours [h],minimum_heating [%],minimum_other [%],cost [CNY/MW],cost_energy [CNY/MWh],lifetime,rate [%],upkeep [%],fuel_saving [tce/MWh],saved_upkeep [CNY/MW],located_at
        more_wind,wind,wind_a,190,,,,,4200000,,20,6,1,,,
        far_sun,pv,pv_a,180,,,,,3000000,,25,6,1,,,wind_north
        far_cells,storage,battery,50,2,4,,,20000,400000,12,6,2,,,wind_north
        pliant,retrofit,cogeneration,400,,,35,30,60000,,15,6,0,,,
        frugal,efficiency,cogeneration,400,,,,,60000,,15,6,0,0.03,,
        pliant_works,retrofit,works_coal,400,,,25,20,100000,,15,6,0,,,
        frugal_works,efficiency,works_coal,400,,,,,60000,,15,6,0,0.03,,
        closed,retirement,lignite,150,,,,,100000,,15,6,0,,20000,"""
"""What takes from fleets, two of it from the same one, and what stands elsewhere than what it extends."""


def _changed(table: str, *pairs: tuple[str, str]) -> str:
    """Return a table of the second case with other texts; each stands there once, so that none is changed in vain."""
    text = second_case.TABLES[table]
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


CORRIDORS = _changed("corridors", ("north,90,", "north,62,"), ("30,4,100,0.1,", "60,4,100,0.2,"))
"""The banded corridor smaller, so that its capability holds it, with a wider band and a wider limit of change, which grow with what is added."""
CAPACITY = _changed(
    "capacity",
    (
        "works_coal,1,40,,,",
        """works_coal,1,8,,,
        works_coal,2,32,,,2030-02
        works_coal,3,32,,2030-02,""",
    ),
)
"""As much in every month, but not of the same units."""


@dataclass(frozen=True)
class Variant:
    """A target that the case as given misses or meets dearly; what `write_case` is given besides."""

    target: tuple[str, float, str]
    scale: dict[tuple[str, str], float]
    commitment: tuple[int, int, int] = (24, 72, 48)
    first_day: str = "2030-01-30"
    hours: int = 96
    maintenance: str | None = None
    tables: dict[str, str] = field(default_factory=dict)


GLUT = {("load", "energy"): 0.62, ("thermal", "minimum_heating"): 1.3}
SURPLUS = {
    ("load", "energy"): 0.62,
    ("corridors", "price"): 0.02,
    ("dispatchers", "load_down"): 3.0,
    ("dispatchers", "vre_down"): 4.0,
    ("dispatchers", "vre_up"): 3.0,
    ("dispatchers", "largest_load"): 2.0,
    ("electrolysers", "yearly"): 1.6,
    ("measures", "cost"): 0.5,
}
DEAR = {
    ("load", "energy"): 1.62,
    ("demand_response", "cost"): 0.2,
    ("electrolysers", "yearly"): 1.7,
    ("electrolysers", "monthly"): 0.5,
    ("heat", "peak"): 0.6,
    ("measures", "cost"): 2.0,
}
OF_YEAR = 8760 / 96
"""Numbers in TWh are of the whole year in the table."""
VARIANTS = {
    "new energy": Variant(("new_energy_generation", 0.0287 * OF_YEAR, "TWh"), GLUT | {("measures", "cost"): 2.5}),
    "surplus": Variant(("new_energy_over_thermal", 0.020 * OF_YEAR, "TWh"), SURPLUS, commitment=(1, 5, 4)),
    "coal": Variant(("coal_share", 45, "%"), DEAR),
    "weeks": Variant(("coal_rate", 262, "gce/kWh"), GLUT, (168, 0, 0), "2030-01-28", 174),
    "levelled": Variant(
        ("coal_rate", 275, "gce/kWh"),
        GLUT,
        first_day="2030-02-01",
        hours=120,
        maintenance="levelled",
        tables=second_case.with_pools(),
    ),
    "fleets": Variant(("coal_rate", 258, "gce/kWh"), GLUT | {("measures", "cost"): 2.5}, tables={"measures": FLEETS}),
    "levelled coal": Variant(("coal_share", 45, "%"), DEAR, first_day="2030-02-01", hours=120, maintenance="levelled"),
}


@dataclass(frozen=True)
class Both:
    """The independent model at its optimum; ours, and its columns there."""

    model: pyo.ConcreteModel
    lp: LP
    primal: np.ndarray

    def of(self, block: str) -> dict[str, float]:
        """Our columns of a block by label [GW, GWh]."""
        variable = self.lp.variables[block]
        labelled = zip(variable.axes[0].labels, variable.index.tolist(), strict=True)
        return {str(label): float(self.primal[column]) for label, column in labelled if column >= 0}


@cache
def solved(name: str, folder: Path) -> Both:
    variant = VARIANTS[name]
    path = second_case.write_case(
        folder / name,
        commitment=variant.commitment,
        scale=variant.scale,
        target=variant.target,
        tables={"measures": MEASURES, "corridors": CORRIDORS, "capacity": CAPACITY} | variant.tables,
        maintenance=variant.maintenance,
    )
    first = int((np.datetime64(variant.first_day) - np.datetime64("2030-01-01")) / np.timedelta64(1, "h"))
    model = whole_model.build(path, first, variant.hours, expanding=True)
    pyo.SolverFactory("appsi_highs").solve(model, options={"dual_feasibility_tolerance": TIGHT})
    lp = build(expanding(dispatch.read_case(path, start=variant.first_day, hours=variant.hours)))
    highs = to_highs(lp.matrix())
    highs.setOptionValue("dual_feasibility_tolerance", TIGHT)
    highs.run()
    assert highs.modelStatusToString(highs.getModelStatus()) == "Optimal"
    return Both(model, lp, np.array(highs.getSolution().col_value))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("measures")


@pytest.fixture(params=VARIANTS)
def both(request, folder):
    return solved(request.param, folder)


def test_the_same_cost_and_by_term(both):
    terms = {name: float(cost.value(both.primal)) for name, cost in both.lp.costs.items()}
    same = {str(name): pyo.value(term) for name, term in both.model.terms.items()}
    assert sum(terms.values()) == pytest.approx(pyo.value(both.model.objective), rel=1e-8)
    assert terms == pytest.approx(same, rel=1e-6, abs=1e-8)


def test_the_same_sizes(both):
    """The noise of the series leaves them unique."""
    for block, mine in (("added", both.model.added), ("added_energy", both.model.added_energy)):
        assert both.of(block) == pytest.approx({k: pyo.value(size) for k, size in mine.items()}, rel=1e-6, abs=1e-7)


def test_the_target_is_why(both):
    """It binds: what is built is built for it too."""
    assert [abs(both.model.dual[row]) > 1e-7 for row in both.model.Z_target.values()] == [True]


def test_every_kind_is_built_somewhere_and_not_to_its_bound(folder):
    """A size between its bounds is decided by all that a measure adds to and by its cost."""
    built: dict[str, list[float]] = {}
    for name in VARIANTS:
        model = solved(name, folder).model
        for k, size in model.added.items():
            if 1e-4 < pyo.value(size) < size.ub - 1e-4:
                built.setdefault(k, []).append(pyo.value(size))
    rows = [line.strip().split(",") for text in (MEASURES, FLEETS) for line in text.splitlines()[1:]]
    assert {kind for _, kind, *_ in rows} == set(KINDS)
    assert {kind for name, kind, *_ in rows if name in built} == set(KINDS)


def test_what_is_not_in_service_in_every_month_is_not_retrofitted(folder):
    assert pyo.value(solved("new energy", folder).model.added["pliant_works"]) == pytest.approx(0.008)


def test_every_row_binds_somewhere(folder):
    binding = set()
    for name in VARIANTS:
        model = solved(name, folder).model
        built = {k for k, size in model.added.items() if pyo.value(size) > 1e-4}
        for block in model.component_objects(pyo.Constraint):
            stores = block.name in ("K1_least_hours", "K2_most_hours")
            rows = [row for k, row in block.items() if not stores or k in built]
            if any(abs(model.dual[row]) > 1e-7 for row in rows):
                binding.add(block.name)
    named = re.findall(r"\*\*(K\d_[a-z_]*[a-z])\*\*", FORMULATION.read_text(encoding="utf-8"))
    assert sorted(named) == sorted(name for name in binding if name[0] == "K")
    assert len(named) == 8
