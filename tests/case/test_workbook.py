"""A case as one workbook: round trip, and files as Excel and WPS leave them."""

import datetime
import math
import os
import shutil
import tempfile
import time
import zipfile
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

import dispatch
from dispatch.app.exporting import export_workbook
from dispatch.case.schema import SCHEMA
from dispatch.case.workbook import is_workbook, unpack, write_workbook
from dispatch.messages import Lang

TUTORIAL = Path(__file__).parents[2] / "inputs" / "tutorial"


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """Converted workbooks of a test in a folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def tutorial(tmp_path):
    """The tutorial as a workbook."""
    place = tmp_path / "tutorial.xlsx"
    export_workbook(TUTORIAL, place, ())
    return place


def edited(path, change):
    """Change the sheets of a workbook as a planner would, and save it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def column(sheet, title):
    """Number of the column with a heading."""
    return next(cell.column for cell in sheet[1] if str(cell.value).split(" [")[0] == title)


def faults(path):
    with pytest.raises(dispatch.CaseError) as caught:
        dispatch.read_case(path)
    return {(fault.file, fault.column): fault for fault in caught.value.faults}


def same(one, other):
    """Every table, setting and series is the same."""
    assert one.digest == other.digest
    for name in SCHEMA:
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name])
    assert one.settings.model_dump(exclude={"series"}) == other.settings.model_dump(exclude={"series"})
    assert set(one.series) == set(other.series)
    for name, values in one.series.items():
        np.testing.assert_array_equal(values, other.series[name], err_msg=name)


def test_the_round_trip_of_the_tutorial_changes_nothing(tutorial):
    case = dispatch.read_case(tutorial)
    same(dispatch.read_case(TUTORIAL), case)
    assert case.name == "tutorial"


def test_a_second_export_of_the_workbook_is_the_same_case(tutorial, tmp_path):
    again = tmp_path / "again.xlsx"
    export_workbook(tutorial, again, ())
    same(dispatch.read_case(tutorial), dispatch.read_case(again))


def test_a_case_that_extends_another_is_one_workbook(tmp_path):
    for name in ("tutorial",):
        shutil.copytree(TUTORIAL, tmp_path / name)
    child = tmp_path / "child"
    child.mkdir()
    (child / "case.toml").write_text('extends = "tutorial"\ntitle = "child"\n[prices]\nco2 = 55\n', encoding="utf-8")
    (child / "thermal.csv").write_text("fleet,unit_size [MW]\ncoal,100\n", encoding="utf-8")
    export_workbook(child, tmp_path / "child.xlsx", ())
    same(dispatch.read_case(child), dispatch.read_case(tmp_path / "child.xlsx"))


def test_a_workbook_may_extend_a_folder_beside_it(tmp_path):
    shutil.copytree(TUTORIAL, tmp_path / "tutorial")
    book = openpyxl.Workbook()
    book.active.title = "case"
    for row in (("key", "value"), ("extends", "tutorial"), ("title", "child"), ("prices.co2", 55)):
        book["case"].append(row)
    book.save(tmp_path / "child.xlsx")
    assert dispatch.read_case(tmp_path / "child.xlsx").settings.prices.co2 == 55.0


def test_settings_of_the_command_go_into_the_workbook(tmp_path):
    export_workbook(TUTORIAL, tmp_path / "other.xlsx", ["prices.co2=70"])
    assert dispatch.read_case(tmp_path / "other.xlsx").settings.prices.co2 == 70.0


def test_sheets_have_units_choices_comments_and_frozen_heads(tutorial):
    book = openpyxl.load_workbook(tutorial)
    sheet = book["thermal"]
    assert sheet.freeze_panes == "B2"
    heading = sheet.cell(1, column(sheet, "unit_size"))
    assert heading.value == "unit_size [MW]" and "单机" in heading.comment.text
    choices = {rule.formula1: str(rule.sqref) for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert any("coal" in listed and "gas" in listed for listed in choices)
    assert book["case"].freeze_panes == "B2" and book.sheetnames[0] == "case"


def test_a_fault_names_sheet_column_and_row(tutorial):
    def change(book):
        sheet = book["thermal"]
        sheet.cell(3, column(sheet, "fuel_incremental")).value = "abc"

    edited(tutorial, change)
    sheet = openpyxl.load_workbook(tutorial)["thermal"]
    cell = sheet.cell(3, column(sheet, "fuel_incremental")).coordinate
    assert set(faults(tutorial)) == {(f"thermal!{cell}", "fuel_incremental")}


def test_a_fault_of_a_setting_names_its_cell(tutorial):
    def change(book):
        for row in book["case"].iter_rows():
            if row[0].value == "prices.co2":
                row[1].value = -5

    edited(tutorial, change)
    row = next(
        row[0].row for row in openpyxl.load_workbook(tutorial)["case"].iter_rows() if row[0].value == "prices.co2"
    )
    assert set(faults(tutorial)) == {(f"case!B{row}", "prices.co2")}


def test_numbers_as_text_full_width_digits_and_spaces_are_read(tutorial):
    def change(book):
        sheet = book["thermal"]
        sheet.cell(2, column(sheet, "unit_size")).value = "１２５　"
        sheet.cell(3, column(sheet, "unit_size")).value = "\u00a050 "
        sheet.cell(2, column(sheet, "fleet")).value = "coal "

    same(dispatch.read_case(TUTORIAL), dispatch.read_case(edited(tutorial, change)))


def test_percent_cells_are_read_in_the_unit_of_the_heading(tutorial):
    def change(book):
        sheet = book["thermal"]
        share, per_cent = (sheet.cell(2, column(sheet, name)) for name in ("own_use", "minimum_heating"))
        share.value, share.number_format = 0.05, "0%"
        sheet.cell(1, per_cent.column).value = "minimum_heating [%]"
        for row in (2, 3):
            sheet.cell(row, per_cent.column).value = sheet.cell(row, per_cent.column).value or 0.0
            sheet.cell(row, per_cent.column).number_format = "0.0%"

    same(dispatch.read_case(TUTORIAL), dispatch.read_case(edited(tutorial, change)))


def test_a_percent_cell_in_a_column_of_power_is_refused(tutorial):
    def change(book):
        sheet = book["thermal"]
        cell = sheet.cell(2, column(sheet, "unit_size"))
        cell.value, cell.number_format = 1.25, "0%"

    (fault,) = faults(edited(tutorial, change)).values()
    assert "percent" in str(fault.rule)


def test_dates_as_dates_and_as_serial_numbers_are_read(tutorial):
    def change(book):
        sheet = book["capacity"]
        at = sheet.max_column + 1
        sheet.cell(1, at).value = "commissioned"
        sheet.cell(2, at).value = datetime.datetime(2020, 7, 1)
        sheet.cell(3, at).value = 44013  # 2020-07-01

    case = dispatch.read_case(edited(tutorial, change))
    assert (case.tables["capacity"]["commissioned"][:2] == pd.Timestamp("2020-07-01")).all()


def test_a_day_in_a_month_and_a_date_as_a_name_are_refused(tutorial):
    def change(book):
        sheet = book["capacity"]
        at = sheet.max_column + 1
        sheet.cell(1, at).value = "commissioned"
        sheet.cell(2, at).value = datetime.datetime(2020, 7, 15)
        sheet.cell(3, column(sheet, "unit")).value = datetime.datetime(2026, 1, 2)

    found = faults(edited(tutorial, change))
    assert {name for _, name in found} == {"commissioned", "unit"}


def test_hours_as_dates_with_rounded_seconds_are_read(tutorial):
    def change(book):
        sheet = book["series"]
        for row in range(2, sheet.max_row + 1):
            hour = datetime.datetime.fromisoformat(sheet.cell(row, 1).value)
            sheet.cell(row, 1).value = hour - datetime.timedelta(milliseconds=3)

    same(dispatch.read_case(TUTORIAL), dispatch.read_case(edited(tutorial, change)))


def test_trailing_empty_rows_and_columns_and_a_title_above_the_heading_are_passed_over(tutorial):
    def change(book):
        sheet = book["thermal"]
        sheet.cell(60, 3).value = "  "
        sheet.cell(2, sheet.max_column + 4).value = ""
        sheet.insert_rows(1, 2)
        sheet.cell(1, 1).value = "火电机组参数"
        sheet.merge_cells("A1:F1")

    same(dispatch.read_case(TUTORIAL), dispatch.read_case(edited(tutorial, change)))


def test_rows_below_a_title_are_counted_as_excel_counts_them(tutorial):
    def change(book):
        sheet = book["thermal"]
        sheet.insert_rows(1, 2)
        sheet.insert_rows(4)
        sheet.cell(5, column_of(sheet, 3, "unit_size")).value = "many"

    def column_of(sheet, row, title):
        return next(cell.column for cell in sheet[row] if str(cell.value).startswith(title))

    edited(tutorial, change)
    (place, _), *_ = faults(tutorial)
    assert place.startswith("thermal!") and place.endswith("5")


def test_merged_cells_in_heading_or_rows_are_refused_by_name(tutorial):
    def change(book):
        sheet = book["thermal"]
        sheet.merge_cells("A2:A3")

    assert ("thermal!A2:A3", "") in faults(edited(tutorial, change))


def test_formulas_are_read_by_their_stored_value_and_refused_without_one(tutorial):
    """openpyxl stores no value of a formula."""

    def change(book):
        sheet = book["thermal"]
        sheet.cell(2, column(sheet, "unit_size")).value = "=100+25"

    sheet = openpyxl.load_workbook(tutorial)["thermal"]
    cell = sheet.cell(2, column(sheet, "unit_size")).coordinate
    assert f"thermal!{cell}" in {place for place, _ in faults(edited(tutorial, change))}


def test_a_stored_value_of_a_formula_is_read(tmp_path):
    import xlsxwriter

    place = tmp_path / "formula.xlsx"
    export_workbook(TUTORIAL, place, ())
    sheets = pd.read_excel(place, sheet_name=None, header=None, dtype=object)
    with xlsxwriter.Workbook(str(place), {"strings_to_formulas": False}) as book:
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name)
            for (row, at), value in np.ndenumerate(frame.to_numpy(dtype=object)):
                if isinstance(value, float) and math.isnan(value):
                    continue
                if name == "thermal" and value == 125:
                    sheet.write_formula(row, at, "=100+25", None, 125)
                else:
                    sheet.write(row, at, value)
    same(dispatch.read_case(TUTORIAL), dispatch.read_case(place))


def test_errors_of_excel_are_refused(tutorial):
    def change(book):
        sheet = book["thermal"]
        sheet.cell(2, column(sheet, "unit_size")).value = "#REF!"

    ((_, name),) = faults(edited(tutorial, change))
    assert name == "unit_size"


def test_an_unknown_sheet_is_refused_and_an_own_sheet_is_passed_over(tutorial):
    def change(book):
        book.create_sheet("_notes")["A1"] = "my notes"
        book.create_sheet("termal")["A1"] = "fleet"

    assert set(faults(edited(tutorial, change))) == {("termal", "")}


def test_a_cell_below_no_heading_is_refused(tutorial):
    def change(book):
        sheet = book["pockets"]
        sheet.cell(2, sheet.max_column + 1).value = "note"

    assert any(place.startswith("pockets!") for place, _ in faults(edited(tutorial, change)))


def test_a_file_that_is_no_workbook_is_a_fault(tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(dispatch.CaseError, match="no readable workbook"):
        dispatch.read_case(tmp_path / "broken.xlsx")


def rewritten(path, change):
    """Change the parts of a workbook, (name, bytes) -> bytes: what no program for spreadsheets would write."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("name", ["../../evil", "a/b", "a\\b", "x" * 300])
def test_the_name_of_a_sheet_leads_to_no_file_outside_the_converted_folder(tutorial, tmp_path, name):
    old, new = b'name="series"', f'name="{name}"'.encode()
    rewritten(tutorial, lambda part, content: content.replace(old, new) if part == "xl/workbook.xml" else content)
    assert any("name of a sheet" in fault.text(Lang.en) for fault in faults(tutorial).values())
    assert not [path for path in tmp_path.rglob("*") if path.name in ("evil.csv", "b.csv")]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"<sheetData>", b"<sheetData"), (b'r="C2"', b'r="ZZZZ2"'), (b't="s"><v>', b't="s"><v>9999'), (b"<v>", b"<v>x")],
)
def test_a_damaged_sheet_is_a_fault(tutorial, old, new):
    rewritten(tutorial, lambda part, content: content.replace(old, new) if "sheets/sheet2.xml" in part else content)
    assert "no readable workbook" in faults(tutorial)["tutorial.xlsx", ""].text(Lang.en)


def test_a_damaged_archive_is_a_fault(tutorial):
    raw = bytearray(tutorial.read_bytes())
    for k in range(400):
        raw[len(raw) // 4 + k] ^= 0x55
    tutorial.write_bytes(bytes(raw))
    assert "no readable workbook" in faults(tutorial)["tutorial.xlsx", ""].text(Lang.en)


def test_a_converted_workbook_with_faults_stays_an_hour_and_one_that_cannot_be_read_not_at_all(tutorial, tmp_path):
    cache = tmp_path / "cache" / "neimenggu-dispatch" / "workbooks"
    damaged = tmp_path / "damaged.xlsx"
    rewritten(shutil.copy(tutorial, damaged), lambda part, content: content.replace(b"<v>", b"<v>x"))
    faults(damaged)
    assert list(cache.iterdir()) == []
    faults(edited(tutorial, lambda book: book["capacity"].merge_cells("A2:A3")))
    (old,) = cache.iterdir()
    hours_ago = time.time() - 2 * 3600.0
    os.utime(old, (hours_ago, hours_ago))
    faults(damaged)
    assert not old.exists()


def test_a_missing_table_is_named_as_a_sheet(tutorial):
    edited(tutorial, lambda book: book.remove(book["areas"]))
    found = faults(tutorial)
    assert ("areas", "") in found and not [file for file, _ in found if file.endswith(".csv")]


def test_a_workbook_without_settings_is_a_fault(tmp_path):
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(dispatch.CaseError, match="no sheet case"):
        dispatch.read_case(tmp_path / "empty.xlsx")


def test_a_converted_workbook_is_read_from_the_cache_until_it_changes(tutorial):
    first = unpack(tutorial).folder
    assert unpack(tutorial).folder == first
    edited(tutorial, lambda book: book["case"].cell(2, 2, "another title"))
    assert unpack(tutorial).folder != first
    assert dispatch.read_case(tutorial).settings.title == "another title"


def test_text_in_cells_is_never_a_formula(tmp_path):
    rows = {"areas": [{"area": "A", "name_zh": "甲", "name_en": '=HYPERLINK("http://x","y")', "source": "+1"}]}
    write_workbook(tmp_path / "inert.xlsx", rows, {"title": "=1+1"}, {})
    book = openpyxl.load_workbook(tmp_path / "inert.xlsx")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=8)
NUMBERS = st.floats(0.0, 1e6, allow_nan=False, allow_infinity=False)
FREE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12)
FLEETS = st.lists(
    st.tuples(NAMES, NUMBERS, NUMBERS, st.booleans(), FREE), min_size=1, max_size=3, unique_by=lambda r: r[0]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fleets=FLEETS, load=st.lists(NUMBERS, min_size=1, max_size=5), co2=st.floats(0.0, 1e4), title=FREE)
def test_a_round_trip_changes_nothing(write_case, fleets, load, co2, title):
    """Names, numbers to the last bit, flags, free text, series and settings."""
    with tempfile.TemporaryDirectory() as place:
        thermal = [
            {"fleet": f"f{name}", "capacity": size, "fuel_incremental": 0.3, "start_cost": cost, "flexible": str(flag).lower(), "source": f"calc {text}"}
            for name, size, cost, flag, text in fleets
        ]  # fmt: skip
        folder = write_case(
            Path(place) / "case", load=load, thermal=thermal, settings={"title": f"t {title}", "prices": {"co2": co2}}
        )
        try:
            case = dispatch.read_case(folder)
        except dispatch.CaseError:
            return  # no case, as a name or number is not one of the schema
        export_workbook(folder, Path(place) / "case.xlsx", ())
        assert is_workbook(Path(place) / "case.xlsx")
        same(case, dispatch.read_case(Path(place) / "case.xlsx"))
