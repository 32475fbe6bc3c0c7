"""Names of a network: whatever they are, no component takes the numbers of another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pypsa
import pytest
from conftest import as_case
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from records import optimum

import dispatch
from dispatch.pypsa_io.naming import LONGEST, Names
from dispatch.pypsa_io.reader import Content, Owner

RESERVED = [*"[],/\\@=>;'\"#%:|<*?", "\u00a0", "\t", "\u200b", " ", "\u2028"]
PIECES = [*RESERVED, "w", "1", "to B", "风", "é", "e\u0301", "x" * 200, "nan", "all", "Load", "unnamed", "true", "1e5"]
NAMES = st.lists(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join).filter(str.strip),
    min_size=3,
    max_size=5,
    unique=True,
)


def network(names: list[str]) -> pypsa.Network:
    """Every class has a component of every name, and each has series of its own."""
    n, numbers = pypsa.Network(), np.random.default_rng(len("".join(names)))
    n.set_snapshots(pd.date_range("2031-03-01", periods=4, freq="h"))

    def series(low, high):
        return pd.Series(numbers.uniform(low, high, 4).round(3), index=n.snapshots)

    n.add("Carrier", "AC")
    for name in names:
        n.add("Bus", name, carrier="AC")
    for k, name in enumerate(names):
        n.add("Load", name, bus=name, p_set=series(20, 90))
        plant = {"p_max_pu": series(0.2, 1.0), "marginal_cost": series(5, 40), "carrier": name}
        n.add("Generator", name, bus=name, p_nom=80.0 + k, **plant)
        n.add("Generator", f"{name} dear", bus=name, p_nom=900.0, marginal_cost=700.0 + k)
        n.add("StorageUnit", name, bus=name, p_nom=9.0, max_hours=3, p_max_pu=series(0.3, 1.0), inflow=series(0, 3))
        n.add("Store", name, bus=name, e_nom=25.0, e_max_pu=series(0.3, 1.0), marginal_cost=series(0.1, 1.0))
        n.add("Link", name, bus0=name, bus1=names[k - 1], p_nom=25.0, efficiency=series(0.5, 0.99))
    return n


@settings(
    max_examples=max(2, settings().max_examples // 40),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.reuse, Phase.generate),
)
@given(names=NAMES)
def test_the_optimum_does_not_depend_on_names(names, tmp_path_factory):
    n = network(names)
    theirs, status = optimum(n)
    assert status == "optimal"
    case = as_case(n, tmp_path_factory.mktemp("named") / "case")
    assert dispatch.run(case, threads=1).record["objective_cny"] == pytest.approx(theirs, rel=1e-6)


@pytest.mark.parametrize(("one", "other"), [("w/1", "w,1"), ("A", "A "), ("x" * 150, "x" * 150 + "y")])
def test_series_of_names_that_clean_alike_stay_apart(one, other):
    content = Content()
    first, second = (
        content.store(Owner("Generator", label), "maximum", np.array(values))
        for label, values in ((one, [1.0, 0.0]), (other, [0.0, 0.5]))
    )
    assert first != second and max(len(first), len(second)) <= LONGEST
    assert content.series[first].tolist() == [1.0, 0.0] and content.series[second].tolist() == [0.0, 0.5]
    assert content.store(Owner("Store", "s"), "most", np.array([0.0, 0.5])) == second


def test_links_and_buses_whose_names_read_alike_stay_apart():
    """Link "A" to bus "B to C", link "A to B" to bus "C"."""
    content = Content()
    stored = {
        content.store(Owner("Link", link, "efficiency"), f"to {bus}", np.array([number, 1.0]))
        for number, (link, bus) in enumerate([("A", "B to C"), ("A to B", "C")])
    }
    assert len(stored) == len(content.series) == 2


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Generator", "Load"]), st.text(max_size=130)), unique=True))
def test_names_are_unique_printable_and_short(owners):
    names = Names()
    given_names = [names(label, kind) for kind, label in owners]
    assert len(set(given_names)) == len(owners)
    assert all(name and name.isprintable() and len(name) <= LONGEST for name in given_names)


def test_many_series_are_kept_in_time_that_grows_with_their_number():
    """No series is compared with every other one, no name searched among all: both would take minutes here."""
    content, names = Content(), Names()
    for number in range(20_000):
        content.store(Owner("Generator", "same"), "maximum", np.array([float(number), 1.0]))
        names("same", f"kind {number}")
    assert len(content.series) == 20_000
