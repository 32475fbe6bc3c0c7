"""In a worker: a case in a process of its own, watched for memory, time and sudden death.

The process is forked from one that has everything imported and has solved nothing, so that no case sees what another
left behind, memory is given back, and a case that dies takes nothing along. While a case is solved, the process of the
next one is made; one that has reported its outcome ends by itself, behind the back of the next.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from dispatch.messages import Message, clauses, message

from .case_hash import versions
from .locks import Claim, Claims
from .store import Failure, Ledger
from .task import Outcome, Task, failed, reason, work

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, ForkServerProcess, SpawnContext, SpawnProcess

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A BLAS with threads splits its sums among them, and the last digits would depend on the machine."""
LOOK = 0.25
"""Seconds between looks at a process."""
RENEW = 4.0
"""Seconds between renewals of a claim."""
ATTEMPTS = 3
"""Attempts of a driver at a case that takes its worker along."""
MARGIN = 5.0
"""Seconds before the end of a worker's life at which its case is ended."""
FRESH = 0.8
"""Share of the time that a worker has for cases that a case must have had to blame the walltime."""


@cache
def context(libraries: tuple[str, ...]) -> ForkServerContext | SpawnContext:
    """Where processes come from. ``libraries``: modules that every case needs besides, loaded once. A system that cannot
    fork (Windows) starts each one anew."""
    os.environ.update(ONE_THREAD)
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    # A process begins with the main module of its parent: that of a job is Dask's.
    main = getattr(sys.modules["__main__"].__spec__, "name", "__main__")
    parts = ["dispatch.batch.preload", *libraries]
    server.set_forkserver_preload(parts if main.endswith("__main__") else [*parts, main])
    return server


@dataclass(frozen=True)
class _Process:
    """A process that waits for its case. It ends where no process is left that could send one."""

    process: ForkServerProcess | SpawnProcess
    inbox: Connection
    outbox: Connection

    @classmethod
    def made(cls, libraries: tuple[str, ...]) -> _Process:
        """A new one."""
        start = context(libraries)
        take, inbox = start.Pipe(duplex=False)
        outbox, answers = start.Pipe(duplex=False)
        process = start.Process(target=work, args=(take, answers), daemon=True)
        process.start()
        take.close()
        answers.close()
        return cls(process, inbox, outbox)

    @classmethod
    def given(cls, task: Task) -> _Process:
        """One that has a case: that which waits, unless it died meanwhile."""
        while _waiting:
            one = _waiting.popleft()
            try:
                one.inbox.send(task)
                return one
            except BrokenPipeError:
                one.end()
        one = cls.made(task.libraries)
        with suppress(BrokenPipeError):  # that it died is seen at the other end
            one.inbox.send(task)
        return one

    def end(self) -> None:
        """End it, and do not wait for its memory to be given back."""
        self.inbox.close()
        self.outbox.close()
        if self.process.is_alive():
            self.process.kill()


_waiting: deque[_Process] = deque()
"""The process of the case to come, if it is made already."""


def attempt(task: Task, more: bool = False) -> Outcome:
    """Solve a case unless it is there; what becomes of it. Failures are recorded in the ledger. ``more``: another case is
    likely to follow, and its process is made meanwhile."""
    if task.published:
        return {"outcome": "present"}
    claims, host, began = Claims(Path(task.destination.store)), socket.gethostname(), time.monotonic()
    try:
        claim = claims.take(Claim(task.name, task.driver, host, os.getpid(), 0, 1))
    except OSError as error:
        return failed(reason(error, None), str(error))
    if claim is None:
        return {"outcome": "claimed"}
    if versions() != task.versions:
        outcome = _failed("version", _differing(task.versions))
    elif multiprocessing.current_process().daemon:
        outcome = _failed("error", message("case.childless"))
    elif claim.attempt > ATTEMPTS:
        outcome = _failed("killed", message("case.worker_died", attempts=ATTEMPTS))
    else:
        outcome = _watched(task, claims, claim, more)
    if outcome["outcome"] == "died":
        if claim.attempt < ATTEMPTS:
            return outcome  # the claim stays, and counts the attempts
        outcome = _failed(
            "killed", message("case.died_each_time", attempts=ATTEMPTS, last=Message.of(outcome["keyed"]))
        )
    if outcome["outcome"] == "failed":
        why, text, keyed = outcome["reason"], outcome["message"], outcome["keyed"]
        failure = Failure(task.name, why, text, claim.attempt, time.monotonic() - began, host, keyed)
        with suppress(OSError):  # the driver records it too, where it is
            Ledger(Path(task.destination.ledger)).fail(failure)
    claims.release(task.name)
    return outcome


def _failed(why: str, cause: Message) -> Outcome:
    """Return the outcome of a failure that the worker states."""
    return failed(why, str(cause), cause)


def _differing(planned: dict[str, str]) -> Message:
    own = versions()
    parts = (
        message("case.version", package=key, own=own.get(key), planned=version)
        for key, version in planned.items()
        if own.get(key) != version
    )
    return message("case.versions", parts=clauses(*parts))


def _watched(task: Task, claims: Claims, claim: Claim, more: bool) -> Outcome:
    began, first = time.monotonic(), first_case()
    own = _Process.given(task)
    try:
        if more and not _waiting:
            with suppress(OSError, EOFError):  # no room for it now: it is made when its case comes
                _waiting.append(_Process.made(task.libraries))
        claim = replace(claim, process=own.process.pid or 0)
        return _wait(task, claims, claim, own.process, own.outbox, began, first)
    finally:
        own.end()


def _wait(
    task: Task,
    claims: Claims,
    claim: Claim,
    process: ForkServerProcess | SpawnProcess,
    pipe: Connection,
    began: float,
    first: float,
) -> Outcome:
    """Watch the process of a case until it ends. began: when the case was; first: when the worker's first one was [s of
    the monotonic clock]."""
    renewed = -RENEW
    solving = task.solving
    limit = None if solving.time_limit is None else 2.0 * solving.time_limit + 60.0
    age = time.time() - psutil.Process().create_time()
    end = None if task.life is None else time.monotonic() - age + task.life - MARGIN
    most = wait = 0.0
    while not pipe.poll(wait):
        now, wait = time.monotonic(), LOOK
        used = _memory_mb(claim.process)
        most = max(most, used)
        if solving.memory_mb is not None and used > solving.memory_mb:
            return _failed("memory", message("case.memory_limit", used=used, most=solving.memory_mb))
        if limit is not None and now - began > limit:
            return _failed("time", message("case.time_limit", limit=solving.time_limit))
        if end is not None and now > end:
            return _out_of_life(task, now - began, end - first)
        if now - renewed > RENEW:
            with suppress(OSError):  # a claim that is not renewed grows stale, and no harm is done
                claims.renew(replace(claim, memory_mb=used))
            renewed = now
    try:
        outcome: Outcome = pipe.recv()
    except EOFError:
        return _died(process, most)
    return outcome | {"memory_mb": most}


@cache
def first_case() -> float:
    """When this process had its first case. A worker that is slow to start has less of its walltime for cases, and one
    that needs more than that would be tried without end."""
    return time.monotonic()


def _out_of_life(task: Task, had: float, most: float) -> Outcome:
    """The worker's walltime ends: the case is to blame if it had most of what the worker had for cases, otherwise it is
    tried on another."""
    if had >= FRESH * most:
        return _failed("time", message("case.walltime", had=had, life=task.life)) | {"spent": True}
    cause = message("case.worker_walltime")
    return {"outcome": "lost", "message": str(cause), "keyed": cause.record(), "spent": True}


def _died(process: ForkServerProcess | SpawnProcess, most: float) -> Outcome:
    """The process ended without a word: killed, by the system where memory ran out, or by a fault of a library."""
    process.join()
    code = process.exitcode
    if code is not None and code < 0:
        cause = message("case.ended_by_signal", signal=-code, most=most)
    else:
        cause = message("case.ended_by_code", code=code, most=most)
    return {"outcome": "died", "message": str(cause), "keyed": cause.record()}


def _memory_mb(process: int) -> float:
    try:
        return float(psutil.Process(process).memory_info().rss) / 1e6
    except psutil.Error:
        return 0.0
