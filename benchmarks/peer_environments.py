"""Environments of their own for peers whose packages may not live beside ours: made at the first request, versions pinned."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

HIGHS = ("highspy==1.15.1", "highspy-extras==1.15.1", "pyomo==6.10.1")
"""The same HiGHS, and the same way to it, for all."""
NEEDS = {
    "oemof": ("oemof.solph==0.6.5", "pandas==3.1.1", "numpy==2.4.6", *HIGHS),
    "calliope": ("calliope==0.7.0.dev7", "xarray==2024.3.0", "pandas==2.3.3", "numpy==1.26.4", *HIGHS),
}
"""What each peer needs; those that are not here run in our own environment."""


def python(program: str, folder: Path) -> Path:
    """The interpreter in which a peer runs; ``folder`` holds one environment a peer."""
    if program not in NEEDS:
        return Path(sys.executable)
    needs = "\n".join(NEEDS[program]) + "\n"
    home = folder / program
    interpreter, mark = home / "bin" / "python", home / "installed.txt"
    if not mark.exists() or mark.read_text() != needs:
        print(f"installing {', '.join(NEEDS[program])} into {home}", flush=True)
        venv.create(home, with_pip=True, clear=True)
        command = [str(interpreter), "-m", "pip", "install", "--quiet", *NEEDS[program]]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{program} does not install: {(done.stderr.strip().splitlines() or [''])[-1][:160]}")
        mark.write_text(needs)
    return interpreter
