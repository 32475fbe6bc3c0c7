"""Every command takes a workbook as CASE."""

import openpyxl
import pytest

import dispatch


@pytest.fixture
def book(small, call, tmp_path, monkeypatch):
    """The small case as a workbook, from its command."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    result = call("export", small, "--to", "xlsx", "--out", "small.xlsx")
    assert result.exit_code == 0, result.output
    return tmp_path / "small.xlsx"


def test_a_run_from_a_workbook_is_that_from_the_folder(book, small, call, tmp_path):
    assert call("run", "small.xlsx", "--out", "run").exit_code == 0
    run = dispatch.open_run(tmp_path / "run")
    assert run.record["case"] == "small"
    assert run.record["case_digest"] == dispatch.read_case(small).digest
    assert call("report", "run").exit_code == 0


def test_results_are_named_without_the_ending(book, call, tmp_path):
    assert call("run", "small.xlsx").exit_code == 0
    (place,) = (tmp_path / "results").iterdir()
    assert place.name.startswith("small-2")


@pytest.mark.parametrize(
    "words",
    [
        ("check", "small.xlsx"),
        ("new", "copy", "--from-case", "small.xlsx"),
        ("export", "small.xlsx", "--to", "mps"),
        ("export", "small.xlsx", "--to", "pyomo"),
        ("adequacy", "small.xlsx", "--samples", "2", "--out", "adequacy"),
        ("plan", "small.xlsx", "--help"),
    ],
)
def test_a_command_takes_a_workbook(book, call, words):
    result = call(*words)
    assert result.exit_code == 0, result.output


def test_the_script_for_pyomo_names_the_workbook(book, call, tmp_path):
    assert call("export", "small.xlsx", "--to", "pyomo").exit_code == 0
    assert str(book) in (tmp_path / "small.py").read_text(encoding="utf-8")


def test_a_sweep_takes_a_workbook(book, call, tmp_path):
    sweep = 'title = "wind"\ncase = "small.xlsx"\n[[axis]]\nname = "wind"\npath = "capacity[asset=wind].capacity"\nfactors = [0.5, 1.0]\n'
    (tmp_path / "sweep.toml").write_text(sweep, encoding="utf-8")
    result = call("batch", "sweep.toml", "--dry-run")
    assert result.exit_code == 0, result.output


def test_a_copy_of_a_workbook_is_the_same_case(book, small, call, tmp_path):
    assert call("new", "copy", "--from-case", "small.xlsx").exit_code == 0
    assert dispatch.read_case(tmp_path / "copy").digest == dispatch.read_case(small).digest


def test_a_workbook_with_a_cell_that_cannot_be_converted_is_not_copied(book, call, tmp_path):
    content = openpyxl.load_workbook(book)
    content["capacity"]["C2"] = "=1+1"
    content.save(book)
    result = call("new", "copy", "--from-case", "small.xlsx")
    assert result.exit_code == 2 and result.output.count("capacity!C2") == 1
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_fault_names_the_cell(book, call, lang):
    content = openpyxl.load_workbook(book)
    at = next(cell for cell in content["thermal"][1] if str(cell.value).startswith("fuel_incremental"))
    content["thermal"].cell(3, at.column).value = "abc"
    content.save(book)
    result = call("check", "small.xlsx", "--lang", lang)
    assert result.exit_code == 2
    assert f"thermal!{at.column_letter}3" in result.output


def test_a_window_is_not_exported(book, small, call):
    result = call("export", small, "--to", "xlsx", "--out", "part.xlsx", "--hours", "5")
    assert result.exit_code == 2 and "--hours" in result.output


def test_a_workbook_is_not_written_over(book, small, call):
    assert call("export", small, "--to", "xlsx", "--out", "small.xlsx").exit_code == 2
