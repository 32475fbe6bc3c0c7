"""What the process of one method does: load an LP, solve it, prove what came out."""

from __future__ import annotations

import json
import pickle
import time
from pathlib import Path
from typing import Any

from peak import peak
from solve_case import Size, write

HIGHS: dict[str, dict[str, Any]] = {
    "simplex": {"solver": "simplex"},
    "ipx": {"solver": "ipx", "run_crossover": "off"},
    "ipx+crossover": {"solver": "ipx", "run_crossover": "on"},
    "hipo": {"solver": "hipo", "run_crossover": "off"},
    "hipo+crossover": {"solver": "hipo", "run_crossover": "on"},
}
DISPATCH: dict[str, dict[str, Any]] = {
    "auto": {},
    "windows": {"method": "windows"},
    "rolling": {"method": "rolling"},
    "gap-0.001": {"gap": 1e-3},
}
Result = dict[str, Any]


def child(task: dict[str, Any]) -> int:
    """What the process does; the last line that it prints is its result."""
    if "build" in task:
        size = Size(**(task["build"] | {"without": tuple(task["build"]["without"])}))
        found = write(size, Path(task["lp"]))
    else:
        problem = pickle.loads(Path(task["lp"]).read_bytes())
        found = (alone if task["method"] in HIGHS else ours)(problem, task) | {"peak": peak()}
    print("\n" + json.dumps(found))
    return 0


def ours(problem: Any, task: dict[str, Any]) -> Result:
    """One of dispatch's methods, warm or cold start; its basis and multipliers are kept on request."""
    from dispatch.solve import Options, solve

    start = pickle.loads(Path(task["start"]).read_bytes()) if "start" in task else None
    begun = time.perf_counter()
    solution = solve(problem, Options(threads=task["threads"], **DISPATCH[task["method"]]), start)
    seconds = time.perf_counter() - begun
    if solution.primal is None or solution.row_dual is None:
        raise SystemExit(f"{solution.status}: {'; '.join(solution.notes)}")
    if "keep" in task and solution.start is not None:
        Path(task["keep"]).write_bytes(pickle.dumps(solution.start))
    known = {"by": solution.method, "solve": seconds, "iterations": solution.end.iterations, "status": solution.status}
    return known | proof(problem, solution.primal, solution.row_dual)


def alone(problem: Any, task: dict[str, Any]) -> Result:
    """HiGHS on the whole LP."""
    import numpy as np

    from dispatch.solve import highs
    from dispatch.solve.problem import Stop

    options = HIGHS[task["method"]] | {"threads": task["threads"]}
    begun = time.perf_counter()
    solver = highs.load_whole(problem, **options)
    status = solver.modelStatusToString(highs.run(solver, Stop()))
    seconds = time.perf_counter() - begun
    solution = solver.getSolution()
    if not (solution.value_valid and solution.dual_valid):
        raise SystemExit(f"HiGHS says {status} and has no point")
    primal = np.clip(np.asarray(solution.col_value), problem.lower, problem.upper)
    known = {"solve": seconds, "iterations": highs.iterations(solver), "status": f"HiGHS: {status}"}
    return known | proof(problem, primal, np.asarray(solution.row_dual))


def proof(problem: Any, primal: Any, dual: Any) -> Result:
    """What dispatch's certificate says of a point and its duals."""
    from dispatch.solve.certificate import certify

    proven = certify(problem, primal, dual)
    return {
        "gap": proven.gap,
        "primal": proven.primal_infeasibility,
        "dual": proven.dual_infeasibility,
        "objective": proven.objective,
        "proven": proven.proves_optimum,
    }
