"""Whatever a file holds, reading it gives a Case or the list of its faults."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.case import read_case
from dispatch.case.schema import TABLES
from dispatch.errors import CaseError

if TYPE_CHECKING:
    from .conftest import Folder

FILES = [*(f"{schema.name}.csv" for schema in TABLES), "series.csv"]
ODD = [
    "",
    "nan",
    "-1",
    "0",
    "1e308",
    "1e-320",
    "２",
    "1,5",
    "2030-02-30",
    "2030-13",
    "9999-12",
    "0001-01",
    "true",
    "是",
    "蒙西",
    "[",
    "\0",
    "=1+1",
    "../x",
    '"',
    "\ud7ff",
    "24:00",
]
CELL = st.one_of(st.sampled_from(ODD), st.text(max_size=8), st.floats(allow_nan=True).map(repr), st.integers().map(str))
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(good: Folder) -> None:
    try:
        case = read_case(good.path)
    except CaseError as error:
        assert error.faults
        for fault in error.faults:
            assert fault.file and str(fault.rule) and str(fault.remedy) and str(fault).isprintable()
    else:
        assert len(case.digest) == 64
        for table in case.tables.values():
            assert not table.isna().any(axis=None)


@SLOW
@given(st.sampled_from(FILES), st.integers(0, 10**6), st.integers(0, 10**6), CELL)
def test_one_cell_is_anything(good: Folder, file: str, row: int, column: int, value: str) -> None:
    original = good.text(file)
    rows = list(csv.reader(io.StringIO(original)))
    cells = rows[row % len(rows)]
    cells[column % len(cells)] = value
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    try:
        good.write(file, out.getvalue())
        read(good)
    finally:
        good.write(file, original)


@SLOW
@given(st.sampled_from([*FILES, "case.toml"]), st.integers(0, 10**6), st.integers(0, 40), st.binary(max_size=12))
def test_some_bytes_are_anything(good: Folder, file: str, place: int, length: int, value: bytes) -> None:
    original = (good.path / file).read_bytes()
    at = place % (len(original) + 1)
    try:
        good.write(file, original[:at] + value + original[at + length :])
        read(good)
    finally:
        good.write(file, original)


@SLOW
@given(st.dictionaries(st.sampled_from(["--from", "--hours"]), CELL), st.integers(-5, 30))
def test_any_window(good: Folder, window: dict[str, str], hours: int) -> None:
    try:
        case = read_case(good.path, (), window.get("--from"), hours if "--hours" in window else None)
    except CaseError as error:
        assert {fault.file for fault in error.faults} <= {"--from", "--hours"}
    else:
        assert 1 <= len(case.time) <= 24
