"""How much memory a process took."""

from __future__ import annotations

from pathlib import Path


def peak() -> float:
    """Most memory of this process so far [MB]; what getrusage says begins at the peak of the process that started it.
    Raises RuntimeError where the system does not report memory (Linux reports it in ``/proc``)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the system does not say how much memory a process took")
