"""Where results go is tried before the solve; a disk that fills while they are written is named, with its own exit code."""

import errno
import os
import subprocess

import pytest

from dispatch.cli import shared


@pytest.fixture
def unsolved(monkeypatch):
    """A solve that must not be reached."""

    def fail(*_, **__):
        raise AssertionError("the solve was reached")

    monkeypatch.setattr("dispatch.assemble.run", fail)


COMMANDS = {
    "run": lambda case, out: ("run", case, "--out", out),
    "targets": lambda case, out: ("targets", case, "--out", out),
    "export": lambda case, out: ("export", "--to", "pypsa", case, "--out", out),
    "import": lambda case, out: ("import", "pypsa", case, "--out", out),
    "weather": lambda case, out: ("weather", case, "--year", "1", "--out", out),
    "compare": lambda case, out: ("compare", case, case, "--out", out),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("number", "told"), [(errno.EROFS, "read-only"), (errno.ENOSPC, "disk is full"), (errno.EACCES, "may not write")]
)
def test_a_place_that_cannot_be_written_is_found_before_the_solve(
    small, call, tmp_path, monkeypatch, unsolved, command, number, told
):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(shared.tempfile, "TemporaryDirectory", refuse)
    said = call(*COMMANDS[command](small, tmp_path / "new" / "out"))
    assert said.exit_code == 2 and told in said.stderr and "--out" in said.stderr, said.output


@pytest.mark.parametrize("command", ["run", "targets"])
def test_a_file_in_the_way_is_found_before_the_solve(small, call, tmp_path, unsolved, command):
    (tmp_path / "file").write_text("mine")
    said = call(*COMMANDS[command](small, tmp_path / "file" / "out"))
    assert said.exit_code == 2 and "a file stands where a folder is needed" in said.stderr
    assert (tmp_path / "file").read_text() == "mine"


def test_missing_parents_are_made(small, call, tmp_path):
    assert call("run", small, "--out", tmp_path / "a" / "b" / "out").exit_code == 0
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["out"]


def test_a_disk_that_fills_while_writing_is_named(small, call, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=72k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small file system needs the right to mount")
    try:
        said = call("run", small, "--out", disk / "out", "--lang", "zh")
        assert said.exit_code == 4 and "磁盘已满" in said.stderr and "--out" in said.stderr, said.output
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize("value", ["inf", "nan", "-inf", "-1"])
@pytest.mark.parametrize("option", ["--gap", "--time-limit"])
def test_a_limit_is_a_finite_number(small, call, tmp_path, option, value):
    said = call("run", small, "--out", tmp_path / "out", option, value)
    assert said.exit_code == 2 and option in said.stderr and not (tmp_path / "out").exists()


def test_threads_are_one_or_more(small, call, tmp_path):
    assert call("run", small, "--out", tmp_path / "out", "--threads", "-3").exit_code == 2


def test_many_faults_are_counted(small, call):
    path = small / "capacity.csv"
    rows = path.read_text("utf-8").splitlines()
    extra = [rows[1].replace("cheap,1", f"cheap,{k}").replace("1000", "many") for k in range(2, 400)]
    path.write_text("\n".join([*rows, *extra]) + "\n", encoding="utf-8")
    said = call("check", small)
    assert said.exit_code == 2 and len(said.stderr.splitlines()) == shared.MOST + 2
    count = int(said.stderr.splitlines()[0].rpartition(" ")[2])
    assert count > 300 and said.stderr.splitlines()[-1] == f"... and {count - shared.MOST} more"
