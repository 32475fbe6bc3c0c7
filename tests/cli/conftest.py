"""Fixtures for the command line: a small case on disk, and ways to call the commands."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dispatch.cli import app

SMALL = {
    "load": [800, 1500, 900, 1700] * 6,
    "thermal": [
        {"fleet": "cheap", "capacity": 1000, "fuel_incremental": 0.3, "reserve_up": 0.1},
        {"fleet": "dear", "capacity": 1000, "fuel_incremental": 0.4, "reserve_up": 0.1},
    ],
    "renewables": [{"asset": "wind", "capacity": 300}],
    "storage": [{"asset": "battery", "capacity": 50, "energy": 100}],
    "dispatchers": [{"load_up": 0.02}],
    "corridors": [{"corridor": "out", "capacity": 60, "energy": 600}],
    "targets": [{"target": "share", "kind": "new_energy_capacity", "required": 0.1, "unit": "GW"}],
}


@pytest.fixture
def small(tiny_folder) -> Path:
    """A day of one area on disk."""
    return tiny_folder(**SMALL)


@pytest.fixture(scope="session")
def call() -> Callable[..., Result]:
    """Run a command in this process."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


@pytest.fixture
def spawn(tmp_path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the program as a user's shell does, with both outputs piped, in ``tmp_path``; ended with the test. Ctrl-C is
    heard even where the tests themselves were started with it ignored, as a script's background jobs are."""
    with ExitStack() as started:

        def start(*words: object) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, "-m", "dispatch", *map(str, words)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=tmp_path,
                env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
            started.enter_context(process)
            started.callback(process.kill)
            return process

        yield start
