"""The driver of a batch: hands out what is missing, and believes only the files."""

from __future__ import annotations

import queue
import time
from collections import deque
from pathlib import Path
from typing import Any

from distributed import Future, get_worker
from distributed.client import ClosedClientError

from dispatch.errors import SolverError
from dispatch.messages import message

from .clusters import Engine
from .locks import Claims
from .one_case import driver_name, task_of
from .plan import Plan, Planned, warms
from .progress import State, Watcher
from .store import Failure, Ledger, Store
from .supervise import attempt
from .task import Outcome, Task

TICK = 0.2
"""Seconds between looks while nothing happens."""
AGAIN = 2.0
"""Seconds until a case of another driver is requested again."""
REFILL = 5.0
"""Seconds between requests to fill the places of lost workers."""
AHEAD = 3
"""Cases a worker that are handed out at a time: those that wait are held by the scheduler, and none waits for us."""


def on_worker(given: Task) -> Outcome:
    """A case on a Dask worker: what becomes of it, and on which worker."""
    return attempt(given, more=True) | {"worker": get_worker().address}


def _lost() -> SolverError:
    return SolverError(message("end.scheduler_lost"), "scheduler_lost")


class Drive:
    """One driver of a batch: ``run`` hands out cases until each is published or has failed."""

    def __init__(self, plan: Plan, out: Path, watch: Watcher, verbose: bool = False) -> None:
        self.plan, self.out, self.watch, self.verbose = plan, out, watch, verbose
        self.store, self.claims, self.ledger = Store(Path(plan.store)), Claims(Path(plan.store)), Ledger(out)
        self.name = driver_name()
        self.pending: deque[Planned] = deque()
        self.elsewhere: dict[str, tuple[Planned, float]] = {}
        self.flying: dict[Future[Any], Planned] = {}
        self.landed: queue.Queue[Future[Any]] = queue.Queue()
        self.failed: dict[str, Failure] = {}
        self.solved = self.later = 0
        self.began = time.monotonic()
        self._workers, self._memory, self._looked, self._tasks = 0, 0.0, 0.0, 0
        self._refilled = self.began

    @property
    def left(self) -> int:
        """Cases that are neither published nor failed, of those handed to ``run``."""
        return len(self.pending) + len(self.elsewhere) + len(self.flying)

    def run(self, engine: Engine, plan: Plan, todo: list[Planned], later: int = 0) -> dict[str, Failure]:
        """Solve cases of a plan; all that failed so far, by name. ``later``: cases that will be requested after these.
        Raises SolverError where the scheduler is gone."""
        self.plan, self.later = plan, later
        self.pending.extend(todo)
        try:
            while self.left:
                self._step(engine)
        except (ClosedClientError, OSError) as error:
            if getattr(error, "errno", None) is not None:  # of a file; Dask's own, closed or timed out, have no number
                raise
            raise _lost() from None
        return self.failed

    def _step(self, engine: Engine) -> None:
        self._hand_out(engine)
        try:
            self._land(self.landed.get(timeout=TICK), engine)
        except queue.Empty:
            if engine.client.status != "running":
                raise _lost() from None
        self._others()
        self._report(engine)

    def _hand_out(self, engine: Engine) -> None:
        """Keep as many cases with the scheduler as its workers are about to need."""
        while self.pending and len(self.flying) < max(1, AHEAD * self._workers + 1):
            case = self.pending.popleft()
            if not self.store.missing(case.name, case.hourly, warms(self.plan, case.name)):
                continue
            given = task_of(self.plan, self.out, case, self.name, self.verbose, engine.memory_mb, engine.life)
            self._tasks += 1
            future = engine.client.submit(on_worker, given, key=f"case-{case.name}-{self._tasks}", pure=False)
            self.flying[future] = case
            future.add_done_callback(self.landed.put)

    def _land(self, future: Future[Any], engine: Engine) -> None:
        case = self.flying.pop(future)
        if future.status != "finished":  # its worker died, or the scheduler; the claim counts the attempts
            self.pending.append(case)
            return
        outcome: Outcome = future.result()
        future.release()
        if outcome.get("spent"):
            engine.retire(outcome["worker"])
        what = outcome["outcome"]
        if what == "failed":
            failure = Failure(case.name, outcome["reason"], outcome["message"], keyed=outcome["keyed"])
            self.failed[case.name] = self._recorded(failure)
        elif what == "claimed":
            self.elsewhere[case.name] = (case, time.monotonic())
        elif what in ("died", "lost"):
            self.pending.append(case)
        else:
            self.solved += what == "done"

    def _recorded(self, failure: Failure) -> Failure:
        """The record that the worker wrote; our own where it could not."""
        known = self.ledger.failure(failure.name)
        if known is None:
            try:
                self.ledger.fail(failure)
            except OSError:  # the disk is full here too: the command still reports it
                return failure
        return known or failure

    def _others(self) -> None:
        """Cases of another driver: published by now, or to be requested again."""
        for name, (case, since) in list(self.elsewhere.items()):
            if time.monotonic() - since > AGAIN:
                del self.elsewhere[name]
                self.pending.append(case)

    def _report(self, engine: Engine) -> None:
        now = time.monotonic()
        if now - self._looked > (1.0 if self._workers else 0.1):
            self._looked, self._workers = now, engine.workers()
            if now - self._refilled > REFILL:
                self._refilled = now
                engine.refill()
            self._memory = sum(claim.memory_mb for claim in self.claims.all() if claim.driver == self.name)
            spent = (now - self.began) / 60.0
            rate = self.solved / spent if spent > 0 else 0.0
            total = len(self.plan.all)
            running = min(len(self.flying), self._workers)
            left = self.left + self.later
            done = total - left - len(self.failed)
            seconds = left / rate * 60.0 if rate > 0 else None
            self.watch(
                State(
                    total, done, len(self.failed), running, rate, seconds, self._memory, self._workers, now - self.began
                )
            )
