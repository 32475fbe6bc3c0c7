"""``dispatch export``: each file is the LP of the case."""

import importlib.util

import highspy
import pytest

import dispatch


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
