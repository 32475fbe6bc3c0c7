"""Faults of a map are in the words of the planner: no word of pydantic, no Python, the row of the source that is meant."""

import re

import pytest

from dispatch.errors import CaseError
from dispatch.messages import Lang, Words
from dispatch.series.plan import read_plan

FIRST = """[[source]]
form = "hourly"
file = "a.csv"
time = "时间"
zone = "UTC+8"
stamp = "start"
[source.series]
wind = { column = "风电", unit = "MW", capacity = 100 }
"""
SECOND = """[[source]]
form = "typical-days"
file = "b.csv"
month = "月份"
kinds = { "工作日" = "workday" }
[source.series]
load = { unit = "MW" }
"""
PYTHON = re.compile("[Ii]nput|valid |should|validation|tuple|dict|instance|discriminator|None|True|\\{'")


@pytest.mark.parametrize(
    ("old", "new", "row", "rule"),
    [
        ('file = "a.csv"', "", 2, "the key is missing"),
        ('file = "a.csv"', "file = 3", 3, "not a text in quotation marks"),
        ('stamp = "start"', 'stamp = "middle"', 6, "not one of start, end"),
        ("capacity = 100", "capacity = 0", 8, "not above 0"),
        ("capacity = 100", 'capacity = "100 MW"', 8, "a text, not a number"),
        ("capacity = 100", "capcity = 100", 8, "there is no such key"),
        ('wind = { column = "风电", unit = "MW", capacity = 100 }', "", 7, "fewer entries than 1"),
        ('wind = { column = "风电", unit = "MW", capacity = 100 }', "wind = 3", 8, "not a table of keys"),
        ('month = "月份"', 'month = ["月份"]', 12, "not a text in quotation marks"),
        ('"工作日" = "workday"', '"工作日" = "work"', 13, "not one of workday, weekend, holiday"),
        ('form = "typical-days"', 'form = "typical"', 9, "not one of hourly, ninja, reanalysis, typical-days"),
        ('form = "typical-days"', "", 9, "the key form is missing"),
        ('load = { unit = "MW" }', 'load = { unit = "MW" }\nheat = { unit = "MW" }', 14, "more entries than 1"),
    ],
)
def test_each_is_reported_at_its_source_in_simple_words(tmp_path, old, new, row, rule):
    path = tmp_path / "map.toml"
    path.write_text((FIRST + SECOND).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_plan(path)
    (fault,) = caught.value.faults
    assert str(fault.rule) == rule and abs(fault.row - row) <= 1 and not PYTHON.search(str(fault)), str(fault)
    chinese = Words(Lang.zh).fault(fault)
    assert "请改正该项" in chinese and not PYTHON.search(chinese)


def test_a_map_that_is_not_there_is_no_case(tmp_path):
    with pytest.raises(CaseError, match="Name a map"):
        read_plan(tmp_path / "map.toml")
