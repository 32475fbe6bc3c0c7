"""The driver of a batch: hands out what is missing, and believes only the files."""

from __future__ import annotations

import queue
import time
from collections import deque
from dataclasses import dataclass, field
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


@dataclass(eq=False)
class Cases:
    """The cases that are neither published nor failed.

    pending: to be handed out. elsewhere: with another driver, by name, and since when. flying: with a worker. landed: back from one.
    handed: number of tasks so far.
    """

    pending: deque[Planned] = field(default_factory=deque)
    elsewhere: dict[str, tuple[Planned, float]] = field(default_factory=dict)
    flying: dict[Future[Any], Planned] = field(default_factory=dict)
    landed: queue.Queue[Future[Any]] = field(default_factory=queue.Queue)
    handed: int = 0

    @property
    def left(self) -> int:
        """Their number."""
        return len(self.pending) + len(self.elsewhere) + len(self.flying)

    def take_back(self) -> None:
        """Put cases of another driver among the pending ones after AGAIN seconds: it may have published them by now."""
        for name, (case, since) in list(self.elsewhere.items()):
            if time.monotonic() - since > AGAIN:
                del self.elsewhere[name]
                self.pending.append(case)


@dataclass(eq=False)
class Workers:
    """The workers when they were last counted. memory_mb: of their cases. counted, refilled: when [s of the monotonic clock]."""

    began: float = field(default_factory=time.monotonic)
    number: int = 0
    memory_mb: float = 0.0
    counted: float = 0.0
    refilled: float = field(default_factory=time.monotonic)

    def due(self, now: float) -> bool:
        """Whether to count them again: every second, and more often until there is one."""
        return now - self.counted > (1.0 if self.number else 0.1)

    def count(self, engine: Engine, now: float) -> None:
        """Count them, and fill the places of lost ones every REFILL seconds."""
        self.counted, self.number = now, engine.workers()
        if now - self.refilled > REFILL:
            self.refilled = now
            engine.refill()


@dataclass(frozen=True)
class Folders:
    """The folders of a batch: published cases, claims on them, failures and logs."""

    store: Store
    claims: Claims
    ledger: Ledger


class Drive:
    """One driver of a batch: ``run`` hands out cases until each is published or has failed.

    later: number of cases that follow those handed to ``run``.
    """

    def __init__(self, plan: Plan, out: Path, watch: Watcher, verbose: bool = False) -> None:
        self.plan, self.out, self.watch, self.verbose = plan, out, watch, verbose
        store = Path(plan.store)
        self.folders = Folders(Store(store), Claims(store), Ledger(out))
        self.name = driver_name()
        self.cases, self.workers = Cases(), Workers()
        self.failed: dict[str, Failure] = {}
        self.solved = self.later = 0

    @property
    def left(self) -> int:
        """Cases that are neither published nor failed, of those handed to ``run``."""
        return self.cases.left

    def run(self, engine: Engine, plan: Plan, todo: list[Planned], later: int = 0) -> dict[str, Failure]:
        """Solve cases of a plan; all that failed so far, by name. ``later``: cases that will be requested after these.
        Raises SolverError where the scheduler is gone."""
        self.plan, self.later = plan, later
        self.cases.pending.extend(todo)
        try:
            while self.cases.left:
                self._step(engine)
        except (ClosedClientError, OSError) as error:
            if getattr(error, "errno", None) is not None:  # of a file; Dask's own, closed or timed out, have no number
                raise
            raise _lost() from None
        return self.failed

    def _step(self, engine: Engine) -> None:
        self._hand_out(engine)
        try:
            self._land(self.cases.landed.get(timeout=TICK), engine)
        except queue.Empty:
            if engine.client.status != "running":
                raise _lost() from None
        self.cases.take_back()
        self._report(engine)

    def _hand_out(self, engine: Engine) -> None:
        """Keep as many cases with the scheduler as its workers are about to need."""
        cases = self.cases
        while cases.pending and len(cases.flying) < max(1, AHEAD * self.workers.number + 1):
            case = cases.pending.popleft()
            if not self.folders.store.missing(case.name, case.hourly, warms(self.plan, case.name)):
                continue
            given = task_of(self.plan, self.out, case, self.name, self.verbose, engine.memory_mb, engine.life)
            cases.handed += 1
            future = engine.client.submit(on_worker, given, key=f"case-{case.name}-{cases.handed}", pure=False)
            cases.flying[future] = case
            future.add_done_callback(cases.landed.put)

    def _land(self, future: Future[Any], engine: Engine) -> None:
        case = self.cases.flying.pop(future)
        if future.status != "finished":  # its worker died, or the scheduler; the claim counts the attempts
            self.cases.pending.append(case)
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
            self.cases.elsewhere[case.name] = (case, time.monotonic())
        elif what in ("died", "lost"):
            self.cases.pending.append(case)
        else:
            self.solved += what == "done"

    def _recorded(self, failure: Failure) -> Failure:
        """The record that the worker wrote; our own where it could not."""
        ledger = self.folders.ledger
        known = ledger.failure(failure.name)
        if known is None:
            try:
                ledger.fail(failure)
            except OSError:  # the disk is full here too: the command still reports it
                return failure
        return known or failure

    def _report(self, engine: Engine) -> None:
        """Report the state of the batch whenever the workers are counted."""
        now, workers, cases = time.monotonic(), self.workers, self.cases
        if not workers.due(now):
            return
        workers.count(engine, now)
        claims = self.folders.claims.all()
        workers.memory_mb = sum(claim.memory_mb for claim in claims if claim.driver == self.name)
        spent = (now - workers.began) / 60.0
        rate = self.solved / spent if spent > 0 else 0.0
        total = len(self.plan.all)
        left = cases.left + self.later
        self.watch(
            State(
                total,
                total - left - len(self.failed),
                len(self.failed),
                min(len(cases.flying), workers.number),
                rate,
                left / rate * 60.0 if rate > 0 else None,
                workers.memory_mb,
                workers.number,
                now - workers.began,
            )
        )
