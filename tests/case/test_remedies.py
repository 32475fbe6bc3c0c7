"""The text that a fault suggests is put in place of what stood there: the fault is gone, and the value is the one meant."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from dispatch.case import read_case
from dispatch.case.merge import gather
from dispatch.case.schema import UNITS
from dispatch.case.schema.spellings import _OTHERS, same
from dispatch.errors import CaseError

if TYPE_CHECKING:
    from .conftest import Folder

ROWS = {"capacity": 4, "storage": 1, "maintenance": 1, "load": 1, "thermal": 1, "dispatchers": 1}
"""Line of the row that is looked at, the heading being 0."""
CELLS = [
    # table, column, heading's unit, text, value in the usual unit of the case (MW, MWh, share)
    ("capacity", "capacity", "MW", "1,234", 1234.0),
    ("capacity", "capacity", "MW", "1,234,567.5", 1234567.5),
    ("capacity", "capacity", "MW", "1 234", 1234.0),
    ("capacity", "capacity", "MW", "1.234,5", 1234.5),
    ("capacity", "capacity", "MW", "１２３４", 1234.0),
    ("capacity", "capacity", "MW", "1，234", 1234.0),
    ("capacity", "capacity", "MW", "123.4万千瓦", 1234.0),
    ("capacity", "capacity", "MW", "123.4万kW", 1234.0),
    ("capacity", "capacity", "MW", "1.234GW", 1234.0),
    ("capacity", "capacity", "MW", "1234 兆瓦", 1234.0),
    ("capacity", "capacity", "万千瓦", "1234MW", 1234.0),
    ("capacity", "capacity", "万千瓦", "100万千瓦", 1000.0),
    ("capacity", "capacity", "GW", "1,5", 1500.0),
    ("load", "energy", "MWh", "0.18亿kWh", 18000.0),
    ("load", "energy", "亿千瓦时", "18000MWh", 18000.0),
    ("load", "energy", "亿千瓦时", "1800万kWh", 18000.0),
    ("load", "own_use", "%", "2%", 0.02),
    ("load", "own_use", "%", "2％", 0.02),
    ("load", "own_use", "share", "2%", 0.02),
    ("load", "own_use", "share", "2.5", 0.025),
    ("load", "own_use", "share", "0,025", 0.025),
    ("load", "own_use", "%", "2,5", 0.025),
    ("load", "own_use", "%", "2,5%", 0.025),
    ("load", "own_use", "share", "−0", 0.0),
    ("storage", "charge_efficiency", "share", "0,860", 0.86),
    ("storage", "charge_efficiency", "share", "86", 0.86),
    ("storage", "charge_efficiency", "%", "86 %", 0.86),
    ("thermal", "fuel_incremental", "gce/kWh", "0.28 kgce/kWh", 0.28),
    ("thermal", "ramp", "1/h", "60%", 0.6),
    ("thermal", "ramp", "1/h", "60%/h", 0.6),
]
UNKNOWN = [
    ("capacity", "capacity", "MW", "100 bananas"),
    ("capacity", "capacity", "MW", "100万"),
    ("load", "own_use", "%", "120"),
    ("load", "own_use", "%", "1.2.3"),
    ("storage", "charge_efficiency", "share", "1.2"),
]
DATES = [
    ("capacity", "commissioned", "2028/1", "2028-01"),
    ("capacity", "commissioned", "2028年1月", "2028-01"),
    ("capacity", "commissioned", "2028/1/1", "2028-01"),
    ("capacity", "commissioned", "2028-01-01 00:00:00", "2028-01"),
    ("capacity", "commissioned", "46753", "2028-01"),
    ("capacity", "commissioned", "２０２８-01", "2028-01"),
    ("maintenance", "end", "2030/1/8", "2030-01-08"),
    ("maintenance", "end", "2030年1月8日", "2030-01-08"),
    ("maintenance", "end", "47491", "2030-01-08"),
    ("maintenance", "end", "2030.1.8", "2030-01-08"),
]


def put(good: Folder, table: str, column: str, text: str, unit: str | None = None, heading: str = "") -> None:
    """Write a cell, and the heading of its column with a unit; other cells of the column stay as they are."""
    path = good.path / f"{table}.csv"
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    place = next(k for k, title in enumerate(rows[0]) if title.startswith(column))
    if unit is not None:
        rows[0][place] = f"{column} [{unit}]"
        for row in rows[1:]:
            row[place] = {"capacity": "10", "energy": "0.1"}.get(column, "0.4") if row[place] and unit != "%" else "50"
    if heading:
        rows[0][place] = heading
    if text:
        rows[ROWS[table]][place] = text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue(), "utf-8")


def fault_of(good: Folder, table: str, column: str):
    """The fault of the cell or the heading that was written."""
    faults = gather(good.path).faults
    rows = (1, ROWS[table] + 1)
    found = [one for one in faults if one.file == f"{table}.csv" and one.column.startswith(column) and one.row in rows]
    assert len(found) == 1, faults
    return found[0]


def value_of(good: Folder, table: str, column: str) -> object:
    """The value that the table of the case has, in MW, MWh or shares; faults of other cells do not matter."""
    sources = gather(good.path)
    return sources.rows[table][ROWS[table] - 1][column].value


@pytest.mark.parametrize(("table", "column", "unit", "text", "value"), CELLS)
def test_the_number_that_is_suggested_is_the_one_meant(good, table, column, unit, text, value):
    put(good, table, column, text, unit)
    fault = fault_of(good, table, column)
    assert fault.replacement and fault.replacement in str(fault.remedy)
    put(good, table, column, fault.replacement)
    assert value_of(good, table, column) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(("table", "column", "unit", "text"), UNKNOWN)
def test_what_cannot_be_known_is_not_suggested(good, table, column, unit, text):
    put(good, table, column, text, unit)
    fault = fault_of(good, table, column)
    assert fault.replacement == "" and "Write " not in str(fault.remedy) and "If per cent" not in str(fault.remedy)


@pytest.mark.parametrize(("table", "column", "text", "meant"), DATES)
def test_the_day_that_is_suggested_is_the_one_meant(good, table, column, text, meant):
    put(good, table, column, text)
    fault = fault_of(good, table, column)
    assert fault.replacement == meant and meant in str(fault.remedy)
    put(good, table, column, fault.replacement)
    assert str(value_of(good, table, column)).startswith(meant)


@pytest.mark.parametrize("mark", [" ({})", "（{}）", "［{}］", " 【{}】", "({})"])
@pytest.mark.parametrize(("unit", "value"), [("MW", 100.0), ("万千瓦", 1000.0), ("万kW", 1000.0), ("兆瓦", 100.0)])
def test_the_heading_that_is_suggested_keeps_the_amount(good, mark, unit, value):
    put(good, "capacity", "capacity", "100", heading="capacity" + mark.format(unit))
    fault = fault_of(good, "capacity", "capacity")
    assert fault.replacement in str(fault.remedy) and fault.row == 1
    put(good, "capacity", "capacity", "", heading=fault.replacement)
    assert value_of(good, "capacity", "capacity") == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "factor"), [("万kW", 10.0), ("万KW", 10.0), ("吉瓦", 1000.0), ("kw", 1e-3), ("兆瓦", 1.0)]
)
def test_a_unit_in_another_spelling_is_the_same_amount(good, unit, factor):
    put(good, "capacity", "capacity", "100", heading=f"capacity [{unit}]")
    fault = fault_of(good, "capacity", "capacity")
    assert fault.value == unit
    put(good, "capacity", "capacity", "", heading=fault.replacement)
    assert value_of(good, "capacity", "capacity") == pytest.approx(100 * factor, rel=1e-12)


def test_a_unit_of_another_size_is_converted_not_renamed(good):
    put(good, "capacity", "capacity", "100", heading="capacity [TW]")
    fault = fault_of(good, "capacity", "capacity")
    assert fault.replacement == "" and "1 TW is 1e+06 MW" in str(fault.remedy)


def test_no_spelling_names_another_amount():
    for dimension, spellings in _OTHERS.items():
        for spelling, size in spellings.items():
            known = same(spelling, dimension)
            assert known is None or UNITS[dimension][known] == pytest.approx(size), spelling


@pytest.mark.parametrize(
    "text", ["2030/1/7 3:00", "2030/01/07 03:00:00", "2030年1月7日3时", "47490.125", "2030-1-7 3:00"]
)
def test_an_hour_of_a_spreadsheet_is_suggested_as_it_is_written(good, text):
    good.edit("series.csv", "2030-01-07 03:00", text)
    with pytest.raises(CaseError) as failed:
        read_case(good.path)
    (fault,) = failed.value.faults
    assert fault.replacement == "2030-01-07 03:00"
    good.edit("series.csv", text, fault.replacement)
    read_case(good.path)
