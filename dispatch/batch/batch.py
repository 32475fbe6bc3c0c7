"""A batch from a sweep file to its table: plan, solve what is missing, write the table."""

from __future__ import annotations

import errno
import os
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from dispatch.errors import CaseError, Fault
from dispatch.messages import message
from dispatch.results.partial import refuse_inside_case

from . import plan as planning
from .locks import Claims
from .one_case import one
from .plan import Plan, Planned
from .progress import State, Watcher
from .store import Failure, Ledger, Store, is_part, read_json, write_bytes
from .sweep import SweepFile
from .table import write_table

if TYPE_CHECKING:
    from .clusters import Engine

Begun = Callable[["Engine"], None]

SHARE = 0.9
"""Share of the free memory that workers may use together."""
WORKER_MB = 250.0
"""What a worker and the process that its cases are forked from need themselves."""
FILES, FILES_OF_WORKER = 128, 24
"""Open files of the driver with its scheduler, and of each worker: about 60 and 12 were seen."""
ROOM = 1.2
"""Memory of a case over that of the base case."""


@dataclass(frozen=True)
class Request:
    """How a batch is to be solved. workers: on this machine (None: as many as memory and cores allow); cluster: None,
    ``slurm``, or the address of a scheduler; options: TOML of Slurm; dashboard: port on loopback."""

    out: Path
    store: Path
    workers: int | None = None
    cluster: str | None = None
    options: Path | None = None
    dashboard: int | None = None
    retry_failed: bool = False
    verbose: bool = False


def prepare(file: SweepFile, request: Request) -> Plan:
    """The plan of a batch, saved in its folder. A base case that failed before leaves the others to start cold.
    Raises CaseError, OSError."""
    for place in (request.out, request.store):
        refuse_inside_case(place)
    request.store.mkdir(parents=True, exist_ok=True)
    if not (request.out / planning.FILE).is_file() and _foreign(request.out):
        remedy = message("remedy.batch.new_folder")
        raise CaseError([Fault("--out", 0, "", str(request.out), message("fault.batch.other_folder"), remedy)])
    known = planning.plan(file, request.store)
    ledger = Ledger(request.out)
    if request.retry_failed:
        for name in known.all | planning.plan(file, request.store, warm=False).all:
            ledger.clear_failure(name)
    return _saved(file, request, known)


def _foreign(out: Path) -> bool:
    """Whether a folder without a plan holds what no batch writes. Another driver of the same batch may have made its
    ledger there and not yet saved its plan."""
    if not out.exists():
        return False
    return any(entry.name not in Ledger.FOLDERS and not is_part(entry, planning.FILE) for entry in out.iterdir())


def _saved(file: SweepFile, request: Request, known: Plan) -> Plan:
    if known.start is not None and Ledger(request.out).failure(known.start) is not None:
        known = planning.plan(file, request.store, warm=False)
    known.save(request.out)
    write_bytes(request.out / "sweep.toml", file.path.read_bytes())
    return known


def missing(known: Plan, out: Path) -> list[Planned]:
    """Cases that are neither published nor failed."""
    failed = Ledger(out).failures()
    return [case for case in planning.unsolved(known, Store(Path(known.store))) if case.name not in failed]


def solve(file: SweepFile, request: Request, known: Plan, watch: Watcher, begun: Begun) -> dict[str, Failure]:
    """Solve what is missing of a batch that was prepared; what failed now, by name. Then, and also where it is
    interrupted, write the table. ``begun`` is called with the workers. Raises DispatchError, OSError."""
    try:
        return _Solving(file, request, watch, begun).run(known)
    finally:
        known = planning.load(request.out)
        write_table(known, request.out)
        _tidy(known, request)


def _tidy(known: Plan, request: Request) -> None:
    """Remove what killed writers left, and the keys of jobs once no driver works on the batch."""
    store, claims = Store(request.store), Claims(request.store)
    store.remove_stale()
    for claim in claims.all():
        # A worker that was killed after it had published did not give its case back.
        if not store.missing(claim.name, False, False):
            claims.release(claim.name)
    if not any(claim.name in known.all for claim in claims.all()):
        shutil.rmtree(request.out / "cluster", ignore_errors=True)


class _Solving:
    """The base case first, as all others start from it; then the others on workers."""

    def __init__(self, file: SweepFile, request: Request, watch: Watcher, begun: Begun) -> None:
        self.file, self.request, self.watch, self.begun = file, request, watch, begun
        self.failed: dict[str, Failure] = {}

    def run(self, known: Plan) -> dict[str, Failure]:
        """What failed now, by name."""
        todo = missing(known, self.request.out)
        if todo and todo[0].name == known.start and self.request.cluster is None:
            known, todo = self._again(self._alone(known))
        if todo:
            self._on_workers(known, todo)
        return self.failed

    def _on_workers(self, known: Plan, todo: list[Planned]) -> None:
        # Dask is imported only where there is work for it: a complete batch is reported at once.
        from .driver import Drive

        driver = Drive(known, self.request.out, self.watch, self.request.verbose)
        with self._engine(known, todo, lambda: driver.left) as engine:
            self.begun(engine)
            if todo[0].name == known.start:
                self.failed |= driver.run(engine, known, todo[:1], len(todo) - 1)
                known, todo = self._again(known)
            self.failed |= driver.run(engine, known, todo)

    def _engine(self, known: Plan, todo: list[Planned], left: Callable[[], int]) -> AbstractContextManager[Engine]:
        from . import clusters, slurm

        request = self.request
        if request.cluster is None:
            workers, memory_mb = fit(known, len(todo), request.workers)
            enough_files(workers)
            return clusters.local(workers, request.dashboard, memory_mb)
        if request.cluster == "slurm":
            options = slurm.read_slurm(request.options)
            return clusters.slurm(options, left, request.out / "cluster", request.dashboard)
        return clusters.running(request.cluster)

    def _again(self, known: Plan) -> tuple[Plan, list[Planned]]:
        """The plan after the base case: one that starts cold, if that failed."""
        known = _saved(self.file, self.request, known)
        return known, missing(known, self.request.out)

    def _alone(self, known: Plan) -> Plan:
        """Solve the base case on this machine without workers: its memory decides how many workers fit."""
        given = (known, self.request.out, known.base, self.request.verbose)
        worker = threading.Thread(target=lambda: one(*given), daemon=True, name="base")
        began = time.monotonic()
        worker.start()
        while worker.is_alive():
            worker.join(0.2)
            memory = sum(claim.memory_mb for claim in Claims(self.request.store).all() if claim.name == known.start)
            total = len(known.all)
            self.watch(State(total, 0, 0, 1, 0.0, None, memory, 0, time.monotonic() - began))
        failure = Ledger(self.request.out).failure(known.base.name)
        self.failed |= {} if failure is None else {failure.name: failure}
        return known


def fit(known: Plan, cases: int, asked: int | None, case_mb: float | None = None) -> tuple[int, float]:
    """Workers on this machine, and the memory of each [MB]: as many as requested, otherwise as memory and cores
    allow, but no more than there are cases. ``case_mb``: memory of a case; None: that of the base case, if it is known."""
    free = SHARE * psutil.virtual_memory().available / 1e6
    workers = asked or _cores()
    base = Store(Path(known.store)).place(known.base.name) / "run.json"
    if case_mb is None and base.is_file():
        case_mb = float(read_json(base)["peak_memory_mb"] or 0.0)
    if asked is None and case_mb is not None:
        workers = min(workers, int(free // (ROOM * case_mb + WORKER_MB)))
    workers = max(1, min(workers, cases))
    return workers, free / workers - WORKER_MB


def enough_files(workers: int) -> None:
    """Raise this process's limit of open files to what so many workers need, as far as the system lets it. Raises OSError
    where that is too few: Dask would fail on the way, without a word of the cause."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    wanted = FILES + FILES_OF_WORKER * workers
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    if soft in (-1, unlimited) or soft >= wanted:
        return
    most = wanted if hard in (-1, unlimited) else min(wanted, hard)
    if most < wanted:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
