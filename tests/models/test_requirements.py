"""A row states what demands it, and in which unit: messages, diagnosis and the elastic LP read both from the row."""

import re
from pathlib import Path

import pytest

import dispatch
from dispatch.case.schema import SCHEMA
from dispatch.lp import Axis, equation_of
from dispatch.messages import CATALOGUE
from dispatch.results import elastic_weights

INPUTS = Path(__file__).parents[2] / "inputs"


@pytest.fixture(scope="module")
def lp():
    return dispatch.build(dispatch.read_case(INPUTS / "neimenggu-2030", hours=24))


def test_the_demand_of_a_row_is_columns_of_a_table(lp):
    demands = {block.demand for block in lp.constraints.values()} - {""}
    assert {"load.energy", "minimum_online.online", "thermal.ramp"} <= demands
    for demand in demands:
        table, _, columns = demand.partition(".")
        assert all(SCHEMA[table].column(name) for name in columns.split(", ")), demand


def test_a_row_with_a_text_for_its_violation_has_a_unit(lp):
    worded = {found[1] for key in CATALOGUE if (found := re.match(r"violation\.([A-Z]+\d*)_", key))}
    units = {equation_of(name): block.unit for name, block in lp.constraints.items() if equation_of(name) in worded}
    assert units and all(units.values()), units


def test_rows_with_a_unit_give_way_before_definitions(tiny):
    lp = dispatch.build(tiny(load=[10], thermal=[{"fleet": "coal", "capacity": 100}]))
    lp.constraint("my_rule", lp.variable("mine", (Axis("one", ("a",)),)) >= 1.0)
    weights = elastic_weights(lp)

    def weight(name):
        return set(weights[lp.constraints[name].index.ravel()])

    assert weight("B1_balance") == weight("my_rule") == {1.0} and weight("T6_minimum") == {1e3}
