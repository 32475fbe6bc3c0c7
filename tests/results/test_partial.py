"""What a killed writer left is removed by a later one in the same place; what is in use never is."""

import os
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from dispatch.cli import app
from dispatch.errors import CaseError
from dispatch.results.partial import PARTIAL, abandoned, appearing, appearing_file, beside, left_over

WRITE = """
import sys, time
from pathlib import Path
from dispatch.results.partial import appearing
with appearing(Path(sys.argv[1])) as folder:
    (folder / "half").write_text("x" * 1000)
    print("writing", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def writer(tmp_path):
    """A process that writes ``tmp_path / out`` and is not done."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITE, tmp_path / "out"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def test_what_a_killed_writer_left_is_removed_by_the_next(writer, tmp_path):
    (left,) = tmp_path.iterdir()
    assert left.name.endswith(PARTIAL) and left.name.startswith(".out.")
    with appearing(tmp_path / "other"):
        assert left in tmp_path.iterdir()  # its writer works on
    writer.kill()
    writer.wait()
    assert abandoned(tmp_path) == [left]
    with appearing(tmp_path / "third") as folder:
        assert {path.name for path in tmp_path.iterdir()} == {"other", folder.name}


def test_what_is_not_known_to_be_abandoned_stays(tmp_path):
    own = f".a.0123456789ab-{os.getpid()}.x{PARTIAL}"  # of another machine
    for name in (own, f".mine{PARTIAL}", "notes.partial", ".out.abc-1.x.partial"):
        (tmp_path / name).mkdir()
    with beside(tmp_path / "out"):
        pass
    assert len(list(tmp_path.iterdir())) == 4


def test_of_two_writers_the_second_is_reported_that_the_place_is_taken(tmp_path):
    with pytest.raises(FileExistsError, match="out exists"), appearing(tmp_path / "out") as slow:
        (slow / "a").write_text("slow")
        with appearing(tmp_path / "out") as fast:
            (fast / "a").write_text("fast")
    assert [path.name for path in tmp_path.iterdir()] == ["out"] and (tmp_path / "out" / "a").read_text() == "fast"
    with pytest.raises(FileExistsError, match="b exists"), appearing_file(tmp_path / "b") as one:
        one.write_text("one")
        (tmp_path / "b").write_text("other")
    assert (tmp_path / "b").read_text() == "other"


def test_no_folder_of_results_lies_inside_a_case(tmp_path):
    (tmp_path / "case.toml").write_text("")
    (tmp_path / "deep").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "deep")
    for place in ("out", "deep/out", "link/out", "deep/../out"):
        with pytest.raises(CaseError, match="lies inside the case"), appearing(tmp_path / place):
            pass


def test_any_name_of_a_folder_can_be_written(tmp_path):
    for name in ("a" * 255, "号" * 85, "a\nb", "{x}%s"):
        with appearing(tmp_path / name) as folder:
            (folder / "a").write_text("a")
        assert (tmp_path / name / "a").is_file()


def test_check_lists_what_ended_processes_and_other_machines_left(writer, tmp_path, monkeypatch, tiny_folder):
    """What is written now, here or elsewhere, is not listed."""
    results = tmp_path / "results"
    results.mkdir()
    writer.kill()
    writer.wait()
    (own,) = (path for path in tmp_path.iterdir() if path.name.endswith(PARTIAL))
    own.rename(results / own.name)
    for name, hours in (("old", 5), ("new", 0)):
        place = results / f".{name}.0123456789ab-1.x{PARTIAL}"
        place.mkdir()
        (place / "half").write_text("x")
        for path in (place / "half", place):
            os.utime(path, (time.time() - 3600 * hours,) * 2)
    assert [(one.path.name, one.here) for one in left_over(results)] == sorted(
        [(own.name, True), (f".old.0123456789ab-1.x{PARTIAL}", False)]
    )
    monkeypatch.chdir(tmp_path)
    output = CliRunner().invoke(app, ["check", str(tiny_folder(load=[1])), "--lang", "zh"])
    assert output.exit_code == 0 and "其他机器或重启前留下未完成的输出，5 小时前最后写入" in output.stdout
    assert own.name in output.stdout and ".new." not in output.stdout and len(list(results.iterdir())) == 3
