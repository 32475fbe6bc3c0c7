"""A sweep file: axes, how they combine, filters, and every fault at once."""

import numpy as np
import pytest

from dispatch.batch.sampling import design
from dispatch.batch.sweep import read_sweep
from dispatch.errors import CaseError

from .conftest import CO2, GROWTH, TUTORIAL


def levels(design, axis):
    return [point[axis] for point in design.points]


def test_axes_are_crossed_in_the_order_of_the_file(sweep):
    found = design(sweep(GROWTH, CO2))
    assert len(found.points) == 24
    assert list(found.points[1]) == ["growth", "co2"] and dict(found.points[1]) == {"growth": 0.9, "co2": 40}
    assert dict(found.base) == {"growth": 1.0, "co2": 20}
    assert found.changes(found.points[1]) == ["load[load=town].energy=*0.9", "prices.co2=40"]


def test_axes_that_are_zipped_go_together(sweep):
    found = design(sweep(GROWTH | {"zip": "g"}, CO2 | {"values": [1, 2, 3, 4], "zip": "g"}))
    assert [tuple(point.values()) for point in found.points] == [(0.9, 1), (0.95, 2), (1.0, 3), (1.05, 4)]
    with pytest.raises(CaseError, match="growth 4, co2 6"):
        design(sweep(GROWTH | {"zip": "g"}, CO2 | {"zip": "g"}))


def test_ranges_seeds_choices_and_several_paths(sweep):
    found = design(
        sweep(
            {"name": "co2", "path": ["prices.co2", "prices.curtailment"], "values": {"from": 0, "to": 100, "steps": 5}},
            {"name": "weather", "seeds": {"from": 3, "to": 5}},
            {"name": "plan", "choices": [{"label": "as is"}, {"label": "dear", "set": ["prices.lost_load=*2"]}]},
        )
    )
    assert sorted(set(levels(found, "co2"))) == [0, 25, 50, 75, 100]
    assert levels(found, "weather")[:3] == [3, 3, 4]
    last = found.changes(found.points[-1])
    assert last == ["prices.co2=100.0", "prices.curtailment=100.0", "weather.seed=5", "prices.lost_load=*2"]


def test_whole_cases(sweep, tmp_path):
    (tmp_path / "other").mkdir()
    file = sweep({"name": "plan", "cases": [str(TUTORIAL), "other"]}, CO2)
    found = design(file)
    assert levels(found, "plan")[::6] == ["tutorial", "other"]
    assert file.case(found.case(found.points[0])) == TUTORIAL
    assert file.case(found.case(found.points[-1])) == tmp_path / "other"


def test_latin_hypercube_has_one_point_in_each_stratum(sweep):
    axes = [GROWTH | {"factors": {"from": 0.8, "to": 1.2}}, CO2 | {"values": {"from": 0, "to": 100}}]
    found = design(sweep(*axes, sample={"count": 10, "seed": 4}))
    assert len(found.points) == 10
    for axis, low, high in (("growth", 0.8, 1.2), ("co2", 0, 100)):
        strata = np.floor((np.array(levels(found, axis)) - low) / (high - low) * 10)
        assert sorted(strata) == list(range(10))
    again = design(sweep(*axes, sample={"count": 10, "seed": 4}))
    other = design(sweep(*axes, sample={"count": 10, "seed": 5}))
    assert again.points == found.points != other.points
    assert found.base == {"growth": 1.0, "co2": 50.0}


def test_morris_changes_one_axis_a_step(sweep):
    axes = [GROWTH | {"factors": {"from": 0.8, "to": 1.2}}, CO2 | {"values": {"from": 0, "to": 100}}]
    found = design(sweep(*axes, sample={"method": "morris", "count": 4}))
    assert len(found.points) == 4 * 3
    for k in range(0, 12, 3):
        for before, after in zip(found.points[k : k + 2], found.points[k + 1 : k + 3], strict=True):
            assert sum(before[axis] != after[axis] for axis in before) == 1


def test_what_is_sampled_is_crossed_with_the_rest(sweep):
    axes = [GROWTH | {"factors": {"from": 0.8, "to": 1.2}}, {"name": "weather", "seeds": [1, 2]}]
    assert len(design(sweep(*axes, sample={"count": 7})).points) == 14


def test_filters(sweep):
    found = design(sweep(GROWTH, CO2, skip=["growth > 1 and co2 = 20", "growth = 0.9"], only=["co2 <= 40"]))
    assert {tuple(point.values()) for point in found.points} == {
        (0.95, 20),
        (0.95, 40),
        (1.0, 20),
        (1.0, 40),
        (1.05, 40),
    }
    with pytest.raises(CaseError, match="no case is left"):
        design(sweep(GROWTH, skip=["growth < 2"]))


def test_a_condition_on_what_is_no_axis_is_a_fault(sweep):
    with pytest.raises(CaseError) as caught:
        design(sweep(GROWTH, skip=["growht > 1", "growth >"]))
    assert [fault.value for fault in caught.value.faults] == ["growht > 1", "growth >"]


def test_every_fault_at_once(sweep_file):
    path = sweep_file(
        GROWTH | {"values": [1]},
        CO2 | {"name": "CO2"},
        {"name": "empty", "path": "prices.co2", "values": []},
        {"name": "none"},
        keep="most",
        hours=0,
        colour="blue",
    )
    with pytest.raises(CaseError) as caught:
        read_sweep(path)
    faults = {fault.column: fault for fault in caught.value.faults}
    assert {"axis.0", "axis.1.name", "axis.2", "axis.3", "keep", "hours", "colour"} <= set(faults)
    assert "exactly one of" in str(faults["axis.0"].rule) and faults["keep"].row == 3


@pytest.mark.parametrize(
    ("axes", "keys", "output"),
    [
        ([GROWTH, GROWTH], {}, "two axes are called growth"),
        ([GROWTH | {"factors": {"from": 1, "to": 2}}], {}, "sample"),
        ([GROWTH], {"sample": {"count": 3}}, "sample"),
        ([GROWTH | {"factors": {"from": 2, "to": 1, "steps": 2}}], {}, "below"),
        ([{"name": "a", "cases": ["x"]}, {"name": "b", "cases": ["y"]}], {}, "only one axis"),
        ([GROWTH | {"base": 1.7}], {}, "no level"),
    ],
)
def test_what_does_not_go_together(sweep, axes, keys, output):
    with pytest.raises(CaseError, match=output):
        design(sweep(*axes, **keys))


def test_a_file_that_is_none(tmp_path):
    with pytest.raises(CaseError):
        read_sweep(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_text("title = ")
    with pytest.raises(CaseError, match="not closed at the end of the file"):
        read_sweep(tmp_path / "bad.toml")
