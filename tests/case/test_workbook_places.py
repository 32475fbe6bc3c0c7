"""Faults after reading, diagnoses and warnings of a workbook name the cell, as those of reading do."""

import shutil

import pytest

from dispatch.adequacy.faults import refuse
from dispatch.app.exporting import export_workbook
from dispatch.case import place_of, read_case
from dispatch.errors import CaseError
from dispatch.infeasibility import describe, diagnose
from dispatch.messages import Lang
from dispatch.results.plausible import of_case
from dispatch.solve import Options


@pytest.fixture
def book(tmp_path):
    """A workbook of the tutorial in which some cells differ: (path of the file) of (setting, ...)."""

    def make(*settings):
        shutil.copytree("inputs/tutorial", tmp_path / "tutorial")
        export_workbook(tmp_path / "tutorial", tmp_path / "mine.xlsx", settings)
        return tmp_path / "mine.xlsx"

    return make


def test_a_fault_of_adequacy_names_the_cell(book):
    case = read_case(book("thermal[fleet=coal].unit_size=99999"))
    with pytest.raises(CaseError) as caught:
        refuse(case)
    (fault,) = caught.value.faults
    assert fault.file.startswith("thermal!") and fault.file[-1].isdigit() and fault.row == 0


def test_a_diagnosis_names_cells_and_sheets(tiny_folder, tmp_path):
    folder = tiny_folder(
        load=[700] * 4,
        thermal=[{"fleet": "coal", "capacity": 1000, "fuel_incremental": 0.3, "forced_outage": 0.1}],
        minimum_online=[{"area": "A", "dispatcher": "d", "month": 1, "online": 950}],
    )
    export_workbook(folder, tmp_path / "mine.xlsx", ())
    case = read_case(tmp_path / "mine.xlsx")
    text = "\n".join(describe(case, diagnose(case, Options()), Lang.en))
    assert ".csv" not in text
    assert "minimum_online!D2, online of A, d, 1: 50 MW less (950 to 900)" in text


def test_a_warning_names_the_sheet(book):
    case = read_case(book("thermal[fleet=coal].fuel_incremental=0.9"))
    assert [one.subject for one in of_case(case) if one.kind == "fuel_use"] == ["thermal, coal"]


def test_a_place_of_a_folder_is_its_file():
    case = read_case("inputs/tutorial")
    assert place_of(case.folder, "thermal", "unit_size", {"fleet": "coal"}) == "thermal.csv"
