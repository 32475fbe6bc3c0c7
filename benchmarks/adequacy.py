"""Time, memory and scaling of `dispatch adequacy`.

    python benchmarks/adequacy.py [CASE] [--samples 250 500 1000] [--workers 2]

Prints processor and wall seconds and the largest memory of a process for each number of sampled years of all areas.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from dispatch.adequacy.assess import Options, assess, read_years


def seconds() -> tuple[float, float]:
    """Return processor seconds of this process and its children, and the wall clock [s]."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime, time.monotonic()


def main() -> None:
    """Measure each number of samples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="?", type=Path, default=Path("inputs/neimenggu-2030"))
    parser.add_argument("--samples", type=int, nargs="+", default=[250, 500, 1000])
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    print("samples  processor s  wall s  memory MB  LOLE h  EENS MWh  export EENS MWh")
    for samples in given.samples:
        options = Options(samples=samples, workers=given.workers)
        cases = read_years(given.case, (), (None, None), options, lambda stage, share: None)
        processor, wall = seconds()
        result, _ = assess(cases, options, lambda stage, share: None)
        processor, wall = seconds()[0] - processor, seconds()[1] - wall
        memory = (
            max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1e3
        )
        region = result.places[0]
        risk = f"{region.load.lole.value:.3f}  {region.load.eens.value:.1f}  {region.export.eens.value:.0f}"
        print(f"{samples}  {processor:.1f}  {wall:.1f}  {memory:.0f}  {risk}", flush=True)


if __name__ == "__main__":
    main()
