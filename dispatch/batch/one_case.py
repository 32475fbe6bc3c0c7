"""One case of a batch without Dask: the same work, for Slurm arrays, Snakemake, and the base case on this machine."""

from __future__ import annotations

import socket
import time
import uuid
from pathlib import Path

from dispatch.results import WARM

from .plan import Plan, Planned, record_of, warms
from .store import Store
from .supervise import attempt
from .task import Destination, Inputs, Outcome, Solving, Task

AGAIN = 0.5
"""Seconds until a case that another driver works on is requested again."""


def driver_name() -> str:
    """A name that no other driver has."""
    return f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"


def task_of(
    plan: Plan, out: Path, case: Planned, driver: str, verbose: bool, memory_mb: float | None, life: float | None
) -> Task:
    """Return the task of a case for a worker. memory_mb: its memory limit where the sweep states none; life: of the worker [s]."""
    store, solving = Store(Path(plan.store)), plan.options
    start = None
    if plan.start is not None and case.name != plan.start and (store.place(plan.start) / WARM).is_file():
        start = str(store.place(plan.start))
    own = None if solving["memory_gb"] is None else solving["memory_gb"] * 1e3
    return Task(
        case.name,
        Inputs(case.folder, case.changes, *plan.window, base=start, files=plan.files[case.folder], drawn=plan.drawn),
        Solving(
            solving["method"],
            solving["gap"],
            solving["time_limit"],
            memory_mb=memory_mb if own is None else own,
            verbose=verbose,
            mode=solving["mode"],
            adequacy=solving["adequacy"],
        ),
        Destination(plan.store, str(out), case.hourly, warms(plan, case.name), dict(record_of(plan, case))),
        versions=plan.versions,
        driver=driver,
        life=life,
    )


def one(plan: Plan, out: Path, case: Planned, verbose: bool = False) -> Outcome:
    """Solve one case in its place, here and now, without Dask; the case that it starts from before it, if that is
    missing. Whoever else does the same does no harm."""
    name = driver_name()
    first = [plan.base] if plan.start is not None and case.name != plan.start else []
    outcome: Outcome = {"outcome": "present"}
    for each in (*first, case):
        while True:
            outcome = attempt(task_of(plan, out, plan.all[each.name], name, verbose, None, None))
            if outcome["outcome"] not in ("claimed", "died", "lost"):
                break
            time.sleep(AGAIN)
        if outcome["outcome"] == "failed":
            return outcome
    return outcome
