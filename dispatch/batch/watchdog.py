"""Cancels the jobs of a batch once its driver is gone, in whatever way: ``python -m dispatch.batch.watchdog NAME``.

The driver holds the other end of standard input: it closes when the driver ends or is killed.
"""

from __future__ import annotations

import subprocess
import sys
import time

ROUNDS = 3
"""Cancellations, so that a job that was being submitted at the end goes too."""


def main(name: str) -> None:
    """Wait for the end of standard input, then cancel."""
    sys.stdin.buffer.read()
    for _ in range(ROUNDS):
        subprocess.run(["scancel", "--quiet", f"--name={name}"], check=False)
        time.sleep(1.0)


if __name__ == "__main__":
    main(sys.argv[1])
