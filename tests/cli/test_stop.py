"""A run that is interrupted ends within seconds; one that is killed leaves nothing that looks like a result."""

import signal
import subprocess
import time
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

import dispatch
from dispatch.errors import CaseError
from dispatch.solve import Method

CASE = Path(__file__).parents[2] / "inputs" / "neimenggu-2030"
HOURS = 4032
"""A window that HiGHS works on for much longer than these tests wait, by any method."""


def wait_for(process: subprocess.Popen[str], stage: str) -> None:
    """Read standard error until the stage begins."""
    assert process.stderr is not None
    while stage not in (line := process.stderr.readline()):
        assert line, f"the process ended before {stage}"


def interrupt(process: subprocess.Popen[str]) -> None:
    """Interrupt, and wait for the end: long before the solve would have ended by itself."""
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)


@pytest.mark.parametrize("delay", [0.1, 2.0], ids=["presolve", "solve"])
@pytest.mark.parametrize("method", get_args(Method))
def test_ctrl_c_ends_within_seconds_under_every_method(spawn, tmp_path, method, delay):
    process = spawn("run", CASE, "--hours", HOURS, "--out", "out", "--method", method, "--threads", "1")
    wait_for(process, "solving")
    time.sleep(delay)
    assert process.poll() is None
    interrupt(process)
    assert process.returncode == 130
    if (tmp_path / "out").exists():
        assert dispatch.open_run(tmp_path / "out").status == "stopped"
    else:
        assert list(tmp_path.iterdir()) == []


def test_ctrl_c_while_reading(spawn, tmp_path):
    process = spawn("run", CASE, "--out", "out")
    wait_for(process, "reading")
    interrupt(process)
    assert process.returncode == 130 and list(tmp_path.iterdir()) == []


def test_a_run_killed_while_solving_leaves_nothing(spawn, tmp_path):
    process = spawn("run", CASE, "--hours", HOURS, "--out", "out")
    wait_for(process, "solving")
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL and list(tmp_path.iterdir()) == []


def test_a_run_killed_while_writing_leaves_nothing_that_looks_like_a_result(spawn, tiny_folder, tmp_path):
    """A year that is solved at once and takes a while to write; killed as soon as its folder appears."""
    shape = 1000 + 300 * np.sin(np.arange(8760))
    case = tiny_folder(load=shape, settings={"year": 2030}, thermal=[{"fleet": "coal", "capacity": 2000}])
    process = spawn("run", case, "--out", "out")
    wait_for(process, "writing")
    until = time.monotonic() + 30
    while not (left := list(tmp_path.iterdir())) and time.monotonic() < until:
        time.sleep(0.001)
    process.kill()
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert [path.name for path in left] == [left[0].name] and left[0].name.endswith(".partial")
    assert left[0].name.startswith(".out.") and not (tmp_path / "out").exists()
    with pytest.raises(CaseError):
        dispatch.open_run(left[0])
