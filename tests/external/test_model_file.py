"""``dispatch solve``: hours from names, the files that are written, faults and how it ends."""

from __future__ import annotations

import csv
import gzip
import json
import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

import dispatch
from dispatch.cli import app
from dispatch.external import model_file
from dispatch.external.model_file import DATE_REGEX, INTEGER_REGEX, time_index
from dispatch.lp import write

COAL = {"fleet": "coal", "capacity": 200, "fuel_incremental": 0.2}
LP = """minimize
 cost: 3 x_0 + 2 x_1 + 5 cap
subject to
 within_0: x_0 - cap <= 0
 within_1: x_1 - cap <= 0
 need: x_0 + x_1 >= 4
bounds
 x_0 <= 10
 x_1 <= 3
end
"""


def solve(*arguments):
    return CliRunner().invoke(app, ["solve", *map(str, arguments), "--lang", "en", "--threads", "1"])


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "model.lp"
    path.write_text(LP)
    return path


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {key: (float(value), float(dual)) for key, value, dual in list(csv.reader(file))[1:]}


def test_values_duals_and_certificate_are_written(model, tmp_path):
    done = solve(model, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    record = json.loads((tmp_path / "out" / "solution.json").read_text("utf-8"))
    assert record["status"] == "optimal" and record["objective"] == pytest.approx(20.0)
    assert record["bound"] == pytest.approx(20.0) and record["gap"] <= 1e-6
    assert (record["time_steps"], record["columns_without_time"]) == (2, 1)
    columns, rows = table(tmp_path / "out" / "columns.csv"), table(tmp_path / "out" / "rows.csv")
    assert columns["cap"] == (pytest.approx(2.0), pytest.approx(0.0))
    assert rows["need"] == (pytest.approx(4.0), pytest.approx(5.0))


def test_a_maximum_has_the_signs_of_its_own_sense(tmp_path):
    path = tmp_path / "most.lp"
    path.write_text("maximize\n gain: 2 x_1 + x_2\nsubject to\n both: x_1 + x_2 <= 5\nbounds\n x_1 <= 3\nend\n")
    assert solve(path, "--out", tmp_path / "out").exit_code == 0
    record = json.loads((tmp_path / "out" / "solution.json").read_text("utf-8"))
    assert (record["sense"], record["objective"], record["bound"]) == ("max", pytest.approx(8.0), pytest.approx(8.0))
    assert table(tmp_path / "out" / "rows.csv")["both"][1] == pytest.approx(1.0)
    assert table(tmp_path / "out" / "columns.csv")["x_1"][1] == pytest.approx(1.0)


def test_integer_columns_are_whole(model, tmp_path):
    model.write_text(LP.replace("need: x_0 + x_1 >= 4", "need: x_0 + x_1 >= 4.5").replace("end", "general\n cap\nend"))
    assert solve(model, "--out", tmp_path / "out").exit_code == 0
    assert table(tmp_path / "out" / "columns.csv")["cap"][0] == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("names", "hours"),
    [
        (["p_1", "p_2", "q_2", "cap"], [0, 1, 1, -1]),
        (["p(10)", "p(9)", "p(a,9)", "p(a,b)"], [1, 0, 0, -1]),
        (["p[wind,3]", "p[3,wind]", "p3", "p[6]"], [0, -1, -1, 1]),
        (["p[07]", "p[8]"], [0, 1]),
    ],
)
def test_the_default_finds_integers_at_the_end_of_a_name(names, hours):
    assert time_index(names, re.compile(INTEGER_REGEX))[0].tolist() == hours


@pytest.mark.parametrize(
    ("names", "hours"),
    [
        (["load(2030.01.07~01!00)", "load(2030.01.07~00!00)", "built(unit_2)"], [1, 0, -1]),
        (["p[wind,2030-01-07 13:00:00]", "p[wind,2030-01-07T12:00]", "cap_2"], [0, 1, -1]),
        (["online(coal,2030.01.08)", "online(coal,2030.01.07)", "p[2030]"], [1, 0, -1]),
    ],
)
def test_dates_at_the_end_of_a_name_are_found(names, hours):
    found, series = time_index(names, re.compile(DATE_REGEX))
    assert found.tolist() == hours and series[0] == series[1] != series[2]


def test_an_integer_is_no_hour_where_names_have_dates(tmp_path):
    path = tmp_path / "dates.lp"
    path.write_text(
        LP.replace("x_0", "x_2030.01.07~00!00").replace("x_1", "x_2030.01.07~01!00").replace("cap", "cap_2")
    )
    assert solve(path, "--out", tmp_path / "out").exit_code == 0
    record = json.loads((tmp_path / "out" / "solution.json").read_text("utf-8"))
    assert (record["time_steps"], record["columns_without_time"]) == (2, 1)


def test_a_group_may_hold_any_text_and_columns_of_one_series_differ_in_it_only():
    names = ["p@2030-02@gas", "p@2030-01@gas", "p@2030-01@coal"]
    hours, series = time_index(names, re.compile(r"@(\d+-\d+)@"))
    assert hours.tolist() == [1, 0, 0]
    assert series[0] == series[1] != series[2]


def test_an_mps_file_of_an_exported_case_has_the_optimum_of_the_run(tiny, tmp_path):
    case = tiny(load=[130.0, 90.0, 110.0], thermal=[COAL])
    lp, path = dispatch.build(case), tmp_path / "case.mps"
    write(lp, path)
    assert solve(path, "--out", tmp_path / "out").exit_code == 0
    record = json.loads((tmp_path / "out" / "solution.json").read_text("utf-8"))
    assert record["objective"] * 1e6 == pytest.approx(dispatch.run(case).record["objective_cny"], rel=1e-6)
    assert record["time_steps"] == 3


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--time-regex", "("), "not a regular expression"),
        (("--time-regex", "_[0-9]+"), "no group"),
        (("--time-regex", "hour(?P<t>[0-9]+)"), "no column name matches"),
    ],
)
def test_a_wrong_expression_is_a_fault_with_a_remedy(model, tmp_path, arguments, expected):
    done = solve(model, "--out", tmp_path / "out", *arguments)
    assert done.exit_code == 2
    assert expected in done.output and not (tmp_path / "out").exists()


def test_files_that_are_no_models_are_faults(tmp_path):
    wrong = tmp_path / "model.txt"
    wrong.write_text("x")
    assert solve(wrong, "--out", tmp_path / "out").exit_code == 2
    broken = tmp_path / "model.mps"
    broken.write_text("this is no model\n")
    done = solve(broken, "--out", tmp_path / "out")
    assert done.exit_code == 2 and "HiGHS cannot read" in done.output
    assert solve(tmp_path / "absent.mps", "--out", tmp_path / "out").exit_code == 2


def test_an_infeasible_model_names_its_rows(model, tmp_path):
    model.write_text(LP.replace("need: x_0 + x_1 >= 4", "need: x_0 + x_1 >= 40"))
    done = solve(model, "--out", tmp_path / "out")
    assert done.exit_code == 3 and "need" in done.output


def test_an_unbounded_model_names_its_columns(tmp_path):
    path = tmp_path / "free.lp"
    path.write_text("maximize\n gain: x_1 + y_1\nsubject to\n one: x_1 - y_1 >= 0\n two: x_1 + z >= 0\nend\n")
    done = solve(path, "--out", tmp_path / "out")
    assert done.exit_code == 4 and "x_1" in done.output


NEED = "minimize\n cost: x\nsubject to\n need: x + {small} y >= 1\nbounds\n x <= 10\n y <= 2e9\n{kind}end\n"
"""1e9 of y at 1e-9 take the place of x."""


@pytest.mark.parametrize("kind", ["", "general\n x\n"])
@pytest.mark.parametrize("small", ["1e-9", "6e-10"])
def test_small_coefficients_count(tmp_path, kind, small):
    """HiGHS drops coefficients up to 1e-9 by default, and proved the optimum 1 of another LP."""
    path = tmp_path / "small.lp"
    path.write_text(NEED.format(small=small, kind=kind))
    assert solve(path, "--out", tmp_path / "out").exit_code == 0
    record = json.loads((tmp_path / "out" / "solution.json").read_text("utf-8"))
    assert record["status"] == "optimal" and record["objective"] == pytest.approx(0.0, abs=1e-6)
    assert table(tmp_path / "out" / "columns.csv")["y"][0] == pytest.approx(1.0 / float(small))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NEED.format(small="1e-13", kind=""), "1 coefficients are too small for HiGHS, the largest 1.0e-13"),
        (NEED.format(small="1", kind="").replace("cost: x", "cost: x + 1e20 y"), "a cost is 1e20 or more"),
    ],
)
def test_numbers_that_highs_replaces_are_faults(tmp_path, text, expected):
    path = tmp_path / "numbers.lp"
    path.write_text(text)
    done = solve(path, "--out", tmp_path / "out")
    assert done.exit_code == 2 and expected in " ".join(done.output.split()) and not (tmp_path / "out").exists()


def test_an_explicit_zero_is_no_fault(tmp_path):
    path = tmp_path / "zero.lp"
    path.write_text(NEED.format(small="0", kind=""))
    assert solve(path, "--out", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(("name", "encoding"), [("f\u00fcel", "latin-1"), ("\u7164\u4ef7", "gbk")])
def test_names_in_another_encoding_are_a_fault_with_a_remedy(tmp_path, name, encoding):
    path = tmp_path / "names.lp"
    path.write_bytes(NEED.format(small="1", kind="").replace("x", name).encode(encoding))
    done = solve(path, "--out", tmp_path / "out")
    assert done.exit_code == 2 and "is not in UTF-8" in done.output and "iconv" in done.output


def test_names_in_utf_8_are_read(tmp_path):
    path = tmp_path / "names.lp"
    path.write_text(NEED.format(small="1", kind="").replace("x", "\u7164\u4ef7"), encoding="utf-8")
    assert solve(path, "--out", tmp_path / "out").exit_code == 0
    assert "\u7164\u4ef7" in table(tmp_path / "out" / "columns.csv")


@pytest.mark.parametrize("name", ["MODEL.LP.GZ", "model.LP.gz", "MODEL.LP"])
def test_endings_in_capitals_are_read(tmp_path, name):
    text = LP.encode()
    (tmp_path / name).write_bytes(gzip.compress(text) if name.lower().endswith("gz") else text)
    done = solve(tmp_path / name, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "out" / "solution.json").read_text("utf-8"))["objective"] == pytest.approx(20.0)


def test_a_model_without_rows_and_columns_is_solved(tmp_path):
    path = tmp_path / "empty.mps"
    path.write_text("NAME\nROWS\n N  cost\nCOLUMNS\nRHS\nBOUNDS\nENDATA\n")
    assert solve(path, "--out", tmp_path / "out").exit_code == 0
    assert json.loads((tmp_path / "out" / "solution.json").read_text("utf-8"))["objective"] == 0.0


def test_an_integer_column_without_an_integer_in_its_range_is_named(model, tmp_path):
    model.write_text(LP.replace("x_0 <= 10", "0.2 <= x_0 <= 0.8").replace("end", "general\n x_0\nend"))
    done = solve(model, "--out", tmp_path / "out")
    assert done.exit_code == 3 and "x_0: from 0.2 to 0.8" in done.output


def test_an_infeasible_integer_model_names_its_rows(tmp_path):
    path = tmp_path / "odd.lp"
    path.write_text(
        "minimize\n cost: x\nsubject to\n odd: 2 x + 2 y = 3\nbounds\n x <= 5\n y <= 5\ngeneral\n x y\nend\n"
    )
    done = solve(path, "--out", tmp_path / "out")
    assert done.exit_code == 3 and "LP relaxation has a solution" in " ".join(done.output.split())
    assert "odd: -1" in done.output or "odd: 1" in done.output


def test_a_solve_without_a_proof_ends_with_the_exit_code_of_no_solution(model, tmp_path, monkeypatch):
    proper = model_file.solve_timed
    monkeypatch.setattr(model_file, "solve_timed", lambda *given: replace(proper(*given), status="failed"))
    assert solve(model, "--out", tmp_path / "out").exit_code == 4
    assert json.loads((tmp_path / "out" / "solution.json").read_text("utf-8"))["status"] == "failed"
