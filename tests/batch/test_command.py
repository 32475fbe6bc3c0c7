"""What the command says: listing, estimate, Chinese, exit codes, mistakes."""

import json
import re
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dispatch.batch import clusters
from dispatch.batch import plan as planning
from dispatch.batch.slurm import read_slurm
from dispatch.batch.sweep import read_sweep
from dispatch.cli import app
from dispatch.cli.batch_view import duration
from dispatch.errors import CaseError
from dispatch.messages import Lang

from .conftest import CO2, GROWTH, command, end, until  # noqa: F401  the fixture is used by name

ROOT = Path(__file__).parents[2]


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    return lambda *words: CliRunner().invoke(app, ["batch", *map(str, words)])


def test_a_dry_run_lists_every_case_and_touches_nothing(call, sweep_file, tmp_path):
    path = sweep_file(GROWTH, CO2)
    before = sorted(tmp_path.rglob("*"))
    output = call(path, "--dry-run", "--lang", "en").stdout
    plan = planning.plan(read_sweep(path), tmp_path / "results" / "cases")
    assert all(name in output for name in plan.all) and len(re.findall(r"to solve *\n", output)) == 26
    assert "23 of 24 cases" in output and re.search(r"about .* MB a case; about .* on \d+ workers \(estimated", output)
    assert sorted(tmp_path.rglob("*")) == before


def test_an_estimate_comes_from_what_is_published(call, sweep_file, tmp_path):
    path = sweep_file(GROWTH)
    assert call(path, "--case", "base").exit_code == 0
    output = call(path, "--dry-run", "--lang", "en").stdout
    assert "3 of 4 cases" in output and "from the cases that are there" in output and output.count("done") == 2


def test_in_chinese(call, sweep_file):
    path = sweep_file(GROWTH | {"title_zh": "负荷"})
    output = call(path, "--dry-run", "--lang", "zh").stdout
    assert "负荷" in output and "待求解 3 个" in output
    assert "已求解并写出" in call(path, "--case", "1", "--lang", "zh").stderr


def test_mistakes(call, sweep_file, tmp_path, monkeypatch):
    assert call(tmp_path / "none.toml").exit_code == 2
    path = sweep_file(GROWTH)
    assert call(path, "--case", "9").exit_code == 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    refused = call(path, "--out", tmp_path / "mine")
    assert refused.exit_code == 2 and [file.name for file in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    monkeypatch.setattr(clusters, "ANSWER", "1s")
    refused = call(path, "--cluster", "tcp://127.0.0.1:9")
    assert refused.exit_code == 2 and "no scheduler answers" in refused.stderr


@pytest.mark.parametrize("key", ["memory", "walltime"])
@pytest.mark.parametrize("value", ["x", "16 apples", "1e999GB", ""])
def test_options_of_the_cluster_that_are_wrong(tmp_path, key, value):
    """No amount of memory and no time: a fault with its key, in either language, and no traceback."""
    path = tmp_path / "slurm.toml"
    path.write_text(f'{key} = "{value}"\n', "utf-8")
    with pytest.raises(CaseError) as error:
        read_slurm(path)
    (fault,) = error.value.faults
    assert fault.column == key and "不是" in fault.text(Lang.zh) and "not " in fault.text(Lang.en)


def test_exit_codes_of_one_case(call, sweep_file):
    choices = [
        {"label": "fine"},
        {"label": "odd", "set": ["storage[asset=battery].charge_efficiency=1.7"]},
        {
            "label": "tight",
            "set": ["targets[target=generation].imposed=true", "targets[target=generation].required=50"],
        },
    ]
    path = sweep_file({"name": "state", "choices": choices})
    assert [call(path, "--case", k).exit_code for k in ("1", "2", "3")] == [0, 2, 3]


def test_hours_are_kept_as_asked(call, sweep_file, tmp_path):
    path, store = sweep_file(GROWTH), tmp_path / "results" / "cases"
    for keep, hours in (("none", 0), ("some", 1), ("all", 2)):
        for case in ("base", "1"):
            assert call(path, "--case", case, "--keep", keep).exit_code == 0
        assert len(list(store.glob("*/dispatch.nc"))) == hours


@pytest.fixture
def scheduler(tmp_path):
    """``scheduler(*worker_options)`` -> address of a Dask scheduler with a worker, as somebody else might have started."""
    with ExitStack() as started:

        def start(*options):
            output = tmp_path / "scheduler.json"
            dask = [sys.executable, "-m", "dask"]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            given = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", output]
            for words in (["scheduler", *given], ["worker", "--scheduler-file", output, "--nthreads", "1", *options]):
                process = started.enter_context(subprocess.Popen([*dask, *words], cwd=tmp_path, **quiet))
                started.callback(process.terminate)
                until(output.is_file)
            return json.loads(output.read_text("utf-8"))["address"]

        yield start


def test_a_scheduler_that_runs_already(command, scheduler, sweep_file, tmp_path):  # noqa: F811
    """Its workers are somebody else's; that it is not encrypted is reported."""
    process = command(sweep_file(GROWTH), "--cluster", scheduler("--no-nanny"))
    output = end(process)
    assert process.returncode == 0 and "4 cases done" in output and "not encrypted" in output, output


def test_a_worker_that_may_have_no_children_is_reported(command, scheduler, sweep_file):  # noqa: F811
    process = command(sweep_file(GROWTH), "--cluster", scheduler())
    output = " ".join(end(process).split())
    assert process.returncode == 4 and "--no-nanny" in output and "4 failed" in output, output


def test_the_sweep_that_ships_is_sound(tmp_path):
    for path in sorted((ROOT / "inputs" / "sweeps").glob("*.toml")):
        plan = planning.plan(read_sweep(path), tmp_path)
        assert len(plan.all) > 20 and plan.title_zh


def test_durations():
    assert [duration(seconds) for seconds in (0.25, 12.4, 61, 3725)] == ["0.2 s", "12 s", "1 min 1 s", "1 h 2 min"]
