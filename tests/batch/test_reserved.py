"""An axis has no name of a column of the batch table: its levels would be lost."""

import pytest

from dispatch.batch.dataset import Batch
from dispatch.batch.one_case import one
from dispatch.batch.plan import plan as planned
from dispatch.batch.report import build
from dispatch.batch.row import reserved
from dispatch.batch.sweep import read_sweep
from dispatch.batch.table import table
from dispatch.errors import CaseError
from dispatch.messages import Lang


@pytest.mark.parametrize("name", sorted(name for name in reserved() if "." not in name))
def test_an_axis_with_the_name_of_a_column_is_refused(sweep_file, name):
    path = sweep_file({"name": name, "path": "prices.co2", "values": [20, 40]})
    with pytest.raises(CaseError, match="is the name of something else"):
        read_sweep(path)


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """A sweep of one day over two axes that are called as a figure and as a dimension of dispatch.nc; its table."""
    place = tmp_path_factory.mktemp("reserved")
    text = """title = "a day"
case = "CASE"
hours = 24
keep = "all"
[[axis]]
name = "co2"
path = "prices.co2"
values = [20, 40]
[[axis]]
name = "storage"
path = "storage[asset=battery].charge_efficiency"
values = [0.9, 0.95]
"""
    from .conftest import TUTORIAL

    (place / "sweep.toml").write_text(text.replace("CASE", str(TUTORIAL)), encoding="utf-8")
    known = planned(read_sweep(place / "sweep.toml"), place / "cases")
    (place / "out").mkdir()
    known.save(place / "out")
    for case in known.all.values():
        assert one(known, place / "out", case)["outcome"] in ("done", "present")
    return Batch(place / "out", known)


def test_the_names_that_are_refused_are_those_of_a_table_that_was_made(solved):
    frame = table(solved.plan, solved.folder)
    own = {str(column) for column in frame if "." not in str(column)} - set(solved.axes)
    assert own <= reserved()
    assert {"gap", "rows", "method", "objective_cny", "name", "reason", "load_twh", "run_status"} <= own
    assert list(frame["co2"]) == [20, 20, 20, 40, 40] and list(frame["storage"]) == [0.9, 0.9, 0.95, 0.9, 0.95]


def test_an_axis_may_have_the_name_of_a_figure_or_of_a_dimension(solved):
    content = build(solved, Lang.en)
    cases = next(one for one in content.tables if one.key == "batch_cases")
    assert list(cases.data["axis.co2"]) == ["20", "20", "20", "40", "40"]
    emitted = [next(row for row in solved.table.to_dict("records") if row["case"] == k)["co2_mt"] for k in range(5)]
    assert list(cases.data["co2"]) == pytest.approx(emitted)
    hours = solved.hourly()
    assert list(hours["co2"].values) == [20, 40] and list(hours["storage"].values) == [0.9, 0.95]
    assert set(hours["energy"].dims) == {"co2", "storage", "time", "run_storage"}
    assert set(hours["run_co2"].dims) == {"co2", "storage", "fleet"}
