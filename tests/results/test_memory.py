"""The largest memory of a process is its own."""

import subprocess
import sys

import numpy as np

from dispatch.results.memory import peak_memory_mb

CHILD = "from dispatch.results.memory import peak_memory_mb; print(peak_memory_mb())"


def test_memory_of_the_process_that_started_this_one_is_not_counted():
    """A program in a large process that starts Dispatch, as a notebook does."""
    held = np.ones(80_000_000)
    output = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True).stdout
    assert 5 < float(output) < held.nbytes / 1e6 < peak_memory_mb()
