"""``dispatch export``: each file is the LP of the case."""

import ast
import importlib.util
import json
import shutil
from pathlib import Path

import highspy
import pytest

import dispatch

TUTORIAL = Path(__file__).parents[2] / "inputs" / "tutorial"


def _optimum(path):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(path))
    highs.run()
    return highs.getInfo().objective_function_value


@pytest.mark.parametrize(("to", "name"), [("lp", "x.lp"), ("mps", "x.mps"), ("pyomo", "x.lp"), ("pyomo", "y.mps")])
def test_a_file_for_other_solvers_has_the_same_optimum(small, call, tmp_path, to, name):
    result = call("export", small, "--to", to, "--out", tmp_path / name)
    assert result.exit_code == 0, result.output
    objective = dispatch.run(dispatch.read_case(small)).record["objective_cny"] * 1e-6
    assert _optimum(tmp_path / name) == pytest.approx(objective, rel=1e-9)


def _load(path):
    spec = importlib.util.spec_from_file_location("exported", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_for_pyomo_makes_the_model(small, call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("export", small, "--to", "pyomo", "--hours", "6").exit_code == 0
    model = _load(tmp_path / f"{small.name}.py").model
    assert model.nvariables() == dispatch.build(dispatch.read_case(small, hours=6)).columns
    assert hasattr(model, "B1_balance") and hasattr(model, "thermal_output")


def test_the_script_refuses_tables_that_changed(small, call, tmp_path):
    call("export", small, "--to", "pyomo", "--out", tmp_path / "model.py")
    fuels = small / "fuels.csv"
    fuels.write_text(fuels.read_text("utf-8").replace("1000", "1100"), encoding="utf-8")
    with pytest.raises(ValueError, match="has changed"):
        _load(tmp_path / "model.py")


def test_no_file_is_overwritten(small, call, tmp_path):
    (tmp_path / "x.lp").write_text("mine")
    assert call("export", small, "--to", "lp", "--out", tmp_path / "x.lp").exit_code == 2
    assert (tmp_path / "x.lp").read_text() == "mine"


def test_an_unknown_format(small, call):
    result = call("export", small, "--to", "gams")
    assert result.exit_code == 2 and "pyomo" in result.stderr


HOSTILE = [
    '''x"""\nimport pathlib; pathlib.Path("ran").touch()\n"""''',
    "a\\b'c\"d",
    "case\nname\r\x1b[31m",
    "'] + [open('ran', 'w')] + ['",
    "\u202e{case} %s {0}",
]
"""Names of folders, each of them code, or broken syntax, where a script does not quote it."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_script_is_the_model_and_no_more_whatever_its_names_are(small, call, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    case = tmp_path / name
    shutil.copytree(small, case)
    toml = (case / "case.toml").read_text("utf-8")
    (case / "case.toml").write_text(toml.replace('"tiny"', json.dumps(name)), "utf-8")
    result = call("export", case, "--to", "pyomo", "--hours", "6", "--set", "prices.co2=30")
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.output and "\r" not in result.output
    script = tmp_path / f"{name}.py"
    statements = ast.parse(script.read_text("utf-8")).body
    assert [type(part).__name__ for part in statements] == [
        *("Expr", "Import", "Assign", "Assign", "Assign", "Assign", "FunctionDef", "Assign")
    ]
    assert _load(script).model.nvariables() > 0
    assert not (tmp_path / "ran").exists()
    assert call("export", case, "--to", "lp", "--hours", "6").exit_code == 0
    assert _optimum_of(tmp_path / f"{name}.lp") > 0


def _optimum_of(path):
    shutil.copy(path, path.parent / "plain.lp")
    return _optimum(path.parent / "plain.lp")


def test_a_failed_export_leaves_nothing(small, call, tmp_path):
    result = call("export", small, "--to", "lp", "--out", tmp_path / "x.lp", "--hours", "999")
    assert result.exit_code == 2 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("to", ["lp", "mps"])
def test_a_file_of_whole_units_has_their_optimum(tmp_path, call, to):
    case = dispatch.read_case(TUTORIAL, hours=24)
    result = call("export", TUTORIAL, "--to", to, "--hours", "24", "--integer", "--out", tmp_path / f"x.{to}")
    assert result.exit_code == 0, result.output
    whole = dispatch.run(case, integer=True, threads=1).record["objective_cny"]
    assert _optimum(tmp_path / f"x.{to}") == pytest.approx(whole * 1e-6, rel=2e-6)
    assert whole > dispatch.run(case, threads=1).record["objective_cny"] * 1.001


@pytest.mark.parametrize("to", ["pyomo", "pypsa"])
def test_whole_units_are_refused_where_they_cannot_be_written(small, call, tmp_path, to):
    result = call("export", small, "--to", to, "--integer", "--out", tmp_path / "x")
    assert result.exit_code == 2 and "--integer" in result.stderr and not (tmp_path / "x").exists()
