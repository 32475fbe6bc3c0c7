"""A case of another country: a network of PyPSA as a case, dispatched by both programs.

    python benchmarks/other_country.py scigrid-de.nc OUT

The network is examples/networks/scigrid-de/scigrid-de.nc of the repository PyPSA/PyPSA (CC BY 4.0, PyPSA Contributors): the
transmission network of Germany, 585 buses, a day. The case is written into OUT/case, the run into OUT/run.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pypsa

import dispatch
from dispatch.pypsa_io import import_network


def main(network: Path, out: Path) -> None:
    """Import the network, dispatch the case and the network, and print both costs."""
    import_network(network, out / "case")
    started = time.perf_counter()
    run = dispatch.run(dispatch.read_case(out / "case"))
    run.save(out / "run")
    print(f"Dispatch: {run.record['status']}, {run.record['objective_cny']:.2f}, {time.perf_counter() - started:.0f} s")
    original = pypsa.Network(network)
    started = time.perf_counter()
    original.optimize(solver_name="highs", include_objective_constant=True, log_to_console=False)
    print(f"PyPSA: {original.objective:.2f}, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
