"""Mistakes of typing: an error with a remedy, exit 2, no traceback, nothing written."""

import pytest


def _edit(folder, table, old, new):
    path = folder / f"{table}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


TABLE_MISTAKES = {
    "a word for a number": (("capacity", "1000", "thousand"), ["capacity.csv", "thousand", "not a number"]),
    "an unknown fuel": (("thermal", ",coal,", ",cola,"), ["thermal.csv", "cola"]),
    "a unit that does not exist": (("capacity", "capacity [MW]", "capacity [MV]"), ["capacity.csv", "MV", "MW"]),
    "a column misspelt": (("thermal", "own_use", "own_usage"), ["thermal.csv", "own_usage", "own_use"]),
}


@pytest.mark.parametrize("mistake", TABLE_MISTAKES)
def test_a_mistake_in_a_table(small, call, tmp_path, mistake):
    (table, old, new), words = TABLE_MISTAKES[mistake]
    _edit(small, table, old, new)
    result = call("run", small, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert all(word in result.stderr for word in words), result.stderr
    assert "Traceback" not in result.output and list(tmp_path.iterdir()) == []
    assert call("check", small).exit_code == 2


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--set", "thermal[fleet=chaep].own_use=0.05"], ["chaep", "cheap"]),
        (["--set", "termal[fleet=cheap].own_use=0.05"], ["termal", "thermal"]),
        (["--from", "2031-01-07"], ["2031-01-07", "2030-01-07"]),
        (["--from", "yesterday"], ["yesterday"]),
        (["--hours", "100"], ["100", "24"]),
        (["--hours", "0"], ["--hours"]),
        (["--method", "simple"], ["simplex"]),
        (["--gap", "small"], ["--gap"]),
        (["--start", "nowhere"], ["nowhere", "--keep-warm"]),
        (["--ot", "x"], ["--out"]),
    ],
)
def test_a_mistake_on_the_line(small, call, tmp_path, words, named):
    result = call("run", small, "--out", tmp_path / "out", *words)
    assert result.exit_code == 2
    assert all(word in result.stderr for word in named), result.stderr
    assert "Traceback" not in result.output and list(tmp_path.iterdir()) == []


def test_a_case_that_is_not_there(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = call("run", "nowhere")
    assert result.exit_code == 2 and "nowhere" in result.stderr and "Traceback" not in result.output


def test_every_fault_at_once(small, call):
    _edit(small, "thermal", ",coal,", ",cola,")
    _edit(small, "capacity", "1000", "thousand")
    result = call("check", small)
    assert result.exit_code == 2 and "cola" in result.stderr and "thousand" in result.stderr


def test_a_run_that_is_none(call, tmp_path):
    result = call("explain", tmp_path, "2030-01-07 00:00")
    assert result.exit_code == 2 and "no run here" in result.stderr


@pytest.mark.parametrize("hour", ["2031-01-07 00:00", "noon"])
def test_an_hour_outside_the_run(small, call, tmp_path, hour):
    call("run", small, "--out", tmp_path / "out")
    result = call("explain", tmp_path / "out", hour)
    assert result.exit_code == 2 and "2030-01-07 00:00 to 2030-01-07 23:00" in result.stderr


def test_a_place_that_cannot_be_written(small, call, tmp_path):
    (tmp_path / "file").write_text("mine")
    result = call("run", small, "--out", tmp_path / "file" / "out")
    assert result.exit_code == 2 and "file" in result.stderr and "Traceback" not in result.output
