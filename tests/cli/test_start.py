"""What a shell may do to the program while it starts, or to its output: a sentence, no traceback, the right exit code."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TRACE = "Traceback"


def _run(*words, **options):
    given = {"capture_output": True, "text": True, "timeout": 120, "check": False} | options
    environment = {**os.environ, "LC_ALL": "C.UTF-8"} | given.pop("env", {})
    return subprocess.run([sys.executable, "-m", "dispatch", *map(str, words)], env=environment, **given)


@pytest.mark.parametrize(("name", "value"), [("OMP_NUM_THREADS", "abc"), ("NUMEXPR_NUM_THREADS", "4,2")])
def test_a_number_of_threads_that_is_none_is_named(small, name, value):
    done = _run("check", small, env={name: value})
    assert done.returncode == 2 and TRACE not in done.stderr
    assert name in done.stderr and value in done.stderr and "unset" in done.stderr


def test_a_number_of_threads_may_be_empty(small):
    assert _run("check", small, env={"OMP_NUM_THREADS": "", "MKL_NUM_THREADS": "2"}).returncode == 0


def test_a_reader_that_ends_early_does_not_end_the_run(small, tmp_path):
    """`dispatch run … | true`"""
    read, write = os.pipe()
    os.close(read)
    done = _run("run", small, "--out", tmp_path / "out", capture_output=False, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    assert done.returncode == 0 and TRACE not in done.stderr
    assert "reader of the output ended" in done.stderr and (tmp_path / "out" / "run.json").is_file()


@pytest.mark.parametrize("stream", ["1", "2", "0"])
def test_a_closed_stream_is_no_fault(small, tmp_path, stream):
    command = f'exec "$@" {stream}>&-' if stream != "0" else 'exec "$@" 0<&-'
    words = [sys.executable, "-m", "dispatch", "run", small, "--out", tmp_path / "out"]
    done = subprocess.run(["sh", "-c", command, "sh", *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and TRACE not in done.stderr
    assert (tmp_path / "out" / "run.json").is_file()
    assert ("standard output is closed" in done.stderr) == (stream == "1")


@pytest.mark.parametrize("library", ["_multiarray_umath", "pandas", "highs"])
def test_ctrl_c_while_libraries_are_loaded_is_no_traceback(spawn, small, library):
    process = spawn("check", small)
    until = time.monotonic() + 60
    while library not in _mapped(process.pid) and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, output = process.communicate(timeout=60)
    assert process.returncode == 130 and TRACE not in output and "interrupted" in output


def _mapped(pid):
    """Files that a process has loaded."""
    return Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("kilobytes", [200_000, 350_000, 600_000])
def test_too_little_memory_to_load_the_libraries_is_reported(small, kilobytes):
    """Less than the libraries need: HiGHS's BLAS would request memory without end."""
    words = [sys.executable, "-m", "dispatch", "check", small]
    command = ["sh", "-c", f'ulimit -v {kilobytes}; exec "$@"', "sh", *map(str, words)]
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | one)
    assert done.returncode == 4 and TRACE not in done.stderr and "memory" in done.stderr
