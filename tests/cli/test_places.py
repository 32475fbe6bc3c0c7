"""Where results go is tried before the solve; a disk that fills while they are written is named, with its own exit code."""

import errno
import os
import subprocess
from pathlib import Path

import pytest

from dispatch.cli import options


@pytest.fixture
def unsolved(monkeypatch):
    """A solve that must not be reached."""

    def fail(*_, **__):
        raise AssertionError("the solve was reached")

    monkeypatch.setattr("dispatch.app.assemble.run", fail)
    monkeypatch.setattr("dispatch.app.exporting.export", fail)
    monkeypatch.setattr("dispatch.cli.batch_view.prepare", fail)
    monkeypatch.setattr("dispatch.report.report", fail)


def sweep_of(case):
    """A sweep of a case."""
    path = case.parent / "sweep.toml"
    path.write_text(f'title = "t"\ncase = "{case.name}"\n[[axis]]\nname = "a"\npath = "load.energy"\nfactors = [1.0]\n')
    return path


COMMANDS = {
    "run": lambda case, out: ("run", case, "--out", out),
    "targets": lambda case, out: ("targets", case, "--out", out),
    "export": lambda case, out: ("export", "--to", "pypsa", case, "--out", out),
    "import": lambda case, out: ("import", "pypsa", case, "--out", out),
    "weather": lambda case, out: ("weather", case, "--year", "1", "--out", out),
    "lp": lambda case, out: ("export", "--to", "lp", case, "--out", out),
    "mps": lambda case, out: ("export", "--to", "mps", case, "--out", out),
    "pyomo": lambda case, out: ("export", "--to", "pyomo", case, "--out", out),
    "batch": lambda case, out: ("batch", sweep_of(case), "--out", out),
    "compare": lambda case, out: ("compare", case, case, "--out", out),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("number", "rule"), [(errno.EROFS, "read-only"), (errno.ENOSPC, "disk is full"), (errno.EACCES, "may not write")]
)
def test_a_place_that_cannot_be_written_is_found_before_the_solve(
    small, call, tmp_path, monkeypatch, unsolved, command, number, rule
):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(options.tempfile, "TemporaryDirectory", refuse)
    result = call(*COMMANDS[command](small, tmp_path / "new" / "out"))
    assert result.exit_code == 2 and rule in result.stderr and "--out" in result.stderr, result.output


@pytest.mark.parametrize("command", ["run", "targets", "lp", "mps", "pyomo", "batch"])
def test_a_file_in_the_way_is_found_before_the_solve(small, call, tmp_path, unsolved, command):
    (tmp_path / "file").write_text("mine")
    result = call(*COMMANDS[command](small, tmp_path / "file" / "out"))
    assert result.exit_code == 2 and "a file stands where a folder is needed" in result.stderr
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("command", ["lp", "mps", "pyomo"])
def test_an_export_writes_over_no_file_and_says_so_before_the_work(small, call, tmp_path, unsolved, command):
    (tmp_path / "out").write_text("mine")
    result = call(*COMMANDS[command](small, tmp_path / "out"))
    assert result.exit_code == 2 and str(tmp_path / "out") in result.stderr and "exists" in result.stderr, result.output
    assert (tmp_path / "out").read_text() == "mine"


def test_a_batch_does_not_take_the_place_of_a_file(small, call, tmp_path, unsolved):
    (tmp_path / "out").write_text("mine")
    result = call("batch", sweep_of(small), "--out", tmp_path / "out")
    assert result.exit_code == 2 and "a file stands where a folder is needed" in result.stderr, result.output


@pytest.mark.parametrize("number", [errno.EROFS, errno.ENOSPC, errno.EACCES])
def test_a_run_folder_that_cannot_be_written_is_found_before_the_report(call, tmp_path, monkeypatch, unsolved, number):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    (tmp_path / "run").mkdir()
    monkeypatch.setattr(options.tempfile, "TemporaryDirectory", refuse)
    result = call("report", tmp_path / "run", "--lang", "zh")
    assert (
        result.exit_code == 2
        and str(tmp_path / "run") in result.stderr
        and "请将运行目录复制到可写的位置" in result.stderr
    )


def test_missing_parents_are_made(small, call, tmp_path):
    assert call("run", small, "--out", tmp_path / "a" / "b" / "out").exit_code == 0
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["out"]


@pytest.fixture
def disk(tmp_path):
    """Mount a file system of so many kB."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(size):
        line = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place)]
        if os.geteuid() != 0 or subprocess.run(line, capture_output=True, check=False).returncode:
            pytest.skip("a small file system needs the right to mount")
        return place

    yield mount
    subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


def test_a_disk_that_fills_while_writing_is_named(small, call, disk):
    place = disk(72)
    result = call("run", small, "--out", place / "out", "--lang", "zh")
    assert result.exit_code == 4 and "磁盘已满" in result.stderr and "--out" in result.stderr, result.output
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("kind", ["lp", "mps"])
def test_an_export_that_fills_the_disk_leaves_no_file_cut_off(call, disk, kind):
    place = disk(100)
    tutorial = Path(__file__).parents[2] / "inputs" / "tutorial"
    result = call("export", tutorial, "--to", kind, "--out", place / f"model.{kind}")
    assert result.exit_code == 4 and "disk" in result.stderr and list(place.iterdir()) == [], result.output


@pytest.mark.parametrize("value", ["inf", "nan", "-inf", "-1"])
@pytest.mark.parametrize("option", ["--gap", "--time-limit"])
def test_a_limit_is_a_finite_number(small, call, tmp_path, option, value):
    result = call("run", small, "--out", tmp_path / "out", option, value)
    assert result.exit_code == 2 and option in result.stderr and not (tmp_path / "out").exists()


def test_threads_are_one_or_more(small, call, tmp_path):
    assert call("run", small, "--out", tmp_path / "out", "--threads", "-3").exit_code == 2


def test_many_faults_are_counted(small, call):
    path = small / "capacity.csv"
    rows = path.read_text("utf-8").splitlines()
    extra = [rows[1].replace("cheap,1", f"cheap,{k}").replace("1000", "many") for k in range(2, 400)]
    path.write_text("\n".join([*rows, *extra]) + "\n", encoding="utf-8")
    result = call("check", small)
    assert result.exit_code == 2 and len(result.stderr.splitlines()) == options.MAX_FAULTS + 2
    count = int(result.stderr.splitlines()[0].rpartition(" ")[2])
    assert count > 300 and result.stderr.splitlines()[-1] == f"... and {count - options.MAX_FAULTS} more"
