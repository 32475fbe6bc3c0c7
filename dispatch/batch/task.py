"""One case of a batch: the task, and its solve in a process of its own."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from dispatch import read_case
from dispatch.adequacy.assess import Options, assess
from dispatch.adequacy.faults import refuse
from dispatch.adequacy.results import summary as adequacy_summary
from dispatch.app import assemble
from dispatch.app.clock import Clock
from dispatch.case import Case
from dispatch.errors import (
    CaseError,
    DispatchError,
    Fault,
    InfeasibleError,
    Interrupted,
    OutOfMemoryError,
    SolverError,
)
from dispatch.messages import Message, clauses, message
from dispatch.operate import Rules, operate
from dispatch.results import Run
from dispatch.solve import Method, Progress

from .case_hash import Folders
from .store import Ledger, Store

WEATHER = ("pvlib", "scipy.signal")
"""Libraries of drawn weather and of forecasts."""
SAMPLES = ("scipy.stats",)
"""Libraries of the simulation of outages."""
Outcome = dict[str, Any]
"""``outcome``: done, present (another was first), claimed (another works on it), failed, lost; with what belongs to
it; ``inside``: seconds of the work itself."""


@dataclass(frozen=True)
class Inputs:
    """What is solved. case: folder. changes: settings. start, hours: window. base: run folder to start from. files: hash of the inputs
    as planned. drawn: whether cases of the batch draw their weather."""

    case: str
    changes: tuple[str, ...]
    start: str | None
    hours: int | None
    base: str | None
    files: str
    drawn: bool


@dataclass(frozen=True)
class Solving:
    """How a case is solved. time_limit [s]. memory_mb: most that the process may use; None: no limit. mode: perfect foresight, or
    operated day by day. adequacy: sampled years of outages."""

    method: Method
    gap: float | None
    time_limit: float | None
    memory_mb: float | None = None
    verbose: bool = False
    mode: Literal["run", "operate"] = "run"
    adequacy: int = 0


@dataclass(frozen=True)
class Destination:
    """Where the run goes. store, ledger: folders. hourly: whether hourly results are kept; warm: whether the basis is. record: content of
    ``case.json``."""

    store: str
    ledger: str
    hourly: bool
    warm: bool
    record: dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A case for a worker. versions: those with which the batch was planned. driver: that hands it out. life: seconds that a worker lives
    (None: without end)."""

    name: str
    inputs: Inputs
    solving: Solving
    destination: Destination
    versions: dict[str, str]
    driver: str
    life: float | None = None

    @property
    def libraries(self) -> tuple[str, ...]:
        """Modules that its process needs and that other cases do not: to load all of them takes a second."""
        weather = self.inputs.drawn or self.solving.mode == "operate"
        return (*(WEATHER if weather else ()), *(SAMPLES if self.solving.adequacy else ()))

    @property
    def published(self) -> bool:
        """Whether the store has the run with all that it is to keep."""
        to = self.destination
        return not Store(Path(to.store)).missing(self.name, to.hourly, to.warm)


def solve(task: Task) -> Outcome:
    """Read, solve and publish a case in this process. Raises DispatchError, OSError, MemoryError."""
    if task.published:
        return {"outcome": "present"}
    inputs, to = task.inputs, task.destination
    clock = Clock(_report)
    with clock.stage("read"):
        if Folders().files(Path(inputs.case)) != inputs.files:
            rule = message("fault.batch.inputs_changed")
            raise CaseError([Fault(inputs.case, 0, "", "", rule, message("remedy.batch.start_batch_again"))])
        case = read_case(inputs.case, inputs.changes, inputs.start, inputs.hours)
    run = _solved(task, case, clock)
    if run.status == "stopped":
        raise SolverError(
            message(
                "end.gap",
                gap=run.record["gap"],
                notes=clauses(*(Message.of(note) for note in run.record["note_messages"])),
            ),
            "time_limit",
        )
    if task.solving.adequacy:
        refuse(case)
        found, _ = assess([case], Options(samples=task.solving.adequacy), lambda stage, share: None)
        run.summary["adequacy"] = adequacy_summary(found)
    with clock.stage("write"):
        first = Store(Path(to.store)).publish(task.name, run, to.record, to.hourly, to.warm)
    return {"outcome": "done" if first else "present", "seconds": clock.seconds}


def _solved(task: Task, case: Case, clock: Clock) -> Run:
    """Return the run of a case. Raises DispatchError."""
    how, inputs = task.solving, task.inputs
    if how.mode == "operate":
        options = assemble.solve_options(how.method, how.gap, how.time_limit, 1, how.verbose)
        return operate(case, Rules(), options, clock=clock, changes=inputs.changes).operated
    return assemble.run(
        case,
        method=how.method,
        gap=how.gap,
        time_limit=how.time_limit,
        threads=1,
        start=inputs.base,
        verbose=how.verbose,
        changes=inputs.changes,
        clock=clock,
    )


def _report(stage: str, progress: Progress | None) -> None:
    detail = "" if progress is None else f": {progress.stage}"
    print(f"{time.strftime('%H:%M:%S')} {stage}{detail}", flush=True)


def reason(error: BaseException, limit: float | None) -> str:
    """The reason that is recorded for an error."""
    if isinstance(error, CaseError):
        return "input"
    if isinstance(error, InfeasibleError):
        return "infeasible"
    if isinstance(error, (MemoryError, OutOfMemoryError)):
        return "memory"
    if isinstance(error, SolverError):
        return "time" if limit is not None and error.reason == "time_limit" else "solver"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "disk"
    return "error"


def work(inbox: Connection, outbox: Connection) -> None:
    """The life of the process of a case: it waits for the case, its output goes into the log, its outcome is reported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(os.getppid())
    try:
        task: Task = inbox.recv()
    except EOFError:  # there is no further case
        return
    _into(Ledger(Path(task.destination.ledger)).log(task.name))
    began = time.perf_counter()
    try:
        outcome = solve(task) | {"inside": round(time.perf_counter() - began, 4)}
    except (DispatchError, OSError, MemoryError, ValueError, ArithmeticError, LookupError, RuntimeError) as error:
        outcome = failed(reason(error, task.solving.time_limit), str(error) or type(error).__name__, message_of(error))
        if isinstance(error, Interrupted):
            outcome = {"outcome": "lost", "message": str(error)}
    print(f"{time.strftime('%H:%M:%S')} {outcome}", flush=True)
    outbox.send(outcome)


def message_of(error: BaseException) -> Message | None:
    """Return the message that an error carries; None where the error has only a text."""
    return error.args[0] if error.args and isinstance(error.args[0], Message) else None


def failed(why: str, text: str, keyed: Message | None = None) -> Outcome:
    """Return the outcome of a failure: its reason, its text, and the message of the text where there is one."""
    return {"outcome": "failed", "reason": why, "message": text, "keyed": keyed and keyed.record()}


def _into(log: Path) -> None:
    """Send standard output and error, also those of libraries, into the log."""
    try:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    except OSError:  # a full disk: the case may still report its reason through the pipe
        handle = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.close(handle)


def _end_with(parent: int) -> None:
    """End this process soon after the one that made it is gone: a worker that was killed leaves nothing behind."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
