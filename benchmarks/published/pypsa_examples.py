"""PyPSA's example networks by `dispatch.solve_linopy` and by PyPSA with HiGHS's simplex, in turn in one process.

    python benchmarks/published/pypsa_examples.py PYPSA      # a copy of the repository PyPSA/PyPSA

Prints objective, difference and processor time of both. Ends with 1 where two objectives differ by more than 1e-6.
"""

from __future__ import annotations

import logging
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypsa
from common import beside

import dispatch


def by_dispatch(n: Any) -> tuple[str, str]:
    """Solve the model of a network by Dispatch, and assign the result."""
    n.optimize.create_model()
    status = dispatch.solve_linopy(n.model, threads=1)
    n.optimize.assign_solution()
    n.optimize.assign_duals()
    n.optimize.post_processing()
    return status


def by_pypsa(n: Any) -> tuple[str, str]:
    """Solve a network as PyPSA does."""
    status: tuple[str, str] = n.optimize(
        solver_name="highs",
        io_api="direct",
        solver_options={"threads": 1, "output_flag": False},
        include_objective_constant=True,
    )
    return status


def solved(file: Path, by: Callable[[Any], tuple[str, str]]) -> tuple[float, float]:
    """Return the objective and the processor time [s] of building, solving and assigning."""
    n = pypsa.Network(str(file))
    began = time.process_time()
    status = by(n)
    if status[1] != "optimal":
        raise SystemExit(f"{file.stem} ended as {status[1]}")
    return float(n.objective or 0.0), time.process_time() - began


def main() -> int:
    """Solve each network twice; 1 where the objectives differ."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    warnings.simplefilter("ignore")
    for name in ("pypsa", "linopy"):
        logging.getLogger(name).setLevel(logging.ERROR)
    files = sorted(Path(sys.argv[1]).glob("examples/networks/*/*.nc"))
    same = [bool(files)]
    for file in files:
        ours, seconds = solved(file, by_dispatch)
        theirs, others = solved(file, by_pypsa)
        same.append(beside(file.stem, ours, theirs, f"{seconds:.1f} s, {others:.1f} s"))
    return int(not all(same))


if __name__ == "__main__":
    sys.exit(main())
