"""A thread budget for one solve, deferred tasks, and work in the background of a caller that listens to Ctrl-C."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from .problem import Stop

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class Deferred(Generic[_Result]):
    """A task that runs once: in the first idle thread, or in the thread that requests its result before."""

    def __init__(self, work: Callable[[], _Result]) -> None:
        self._work, self._taken = work, threading.Lock()
        self._outcome: Future[_Result] = Future()

    def run(self) -> None:
        """Run the task, unless it runs or has run."""
        if not self._taken.acquire(blocking=False):
            return
        try:
            self._outcome.set_result(self._work())
        except BaseException as fault:
            self._outcome.set_exception(fault)

    @property
    def done(self) -> bool:
        """Whether the result is available."""
        return self._outcome.done()

    def result(self) -> _Result:
        """Return the result, after a run where there was none. Raises what the task raised."""
        self.run()
        return self._outcome.result()


class ThreadBudget:
    """A pool in which at most ``threads`` threads work at any time, its owner included: the owner waits for ``map``, and one
    thread of the pool stays idle during ``exclusive``.

    Simplex on the whole LP occupies one thread for long. Deferred tasks use the other threads meanwhile.
    """

    def __init__(self, threads: int) -> None:
        self.threads = max(1, threads)
        self._pool = ThreadPoolExecutor(self.threads)
        self._waiting: deque[Deferred[Any]] = deque()
        self._busy: list[Future[None]] = []
        self._exclusive = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.clear()
        self._pool.shutdown()

    def map(self, work: Callable[[_Item], _Result], items: Iterable[_Item]) -> list[_Result]:
        """Return ``work`` of each item, in the order of the items."""
        return list(self._pool.map(work, items))

    def submit(self, work: Callable[[], _Result]) -> Deferred[_Result]:
        """Return a task that starts as soon as a thread is free."""
        task = Deferred(work)
        self._busy.append(self._pool.submit(task.run))
        return task

    def defer(self, work: Callable[[], _Result]) -> Deferred[_Result]:
        """Return a task that starts when a thread has no other work."""
        task = Deferred(work)
        self._waiting.append(task)
        return task

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Let the owner work in one thread; the other threads run deferred tasks. A task that has started is completed."""
        self._exclusive.set()
        self._busy = [each for each in self._busy if not each.done()]
        while len(self._busy) >= self.threads:
            self._busy = list(wait(self._busy, return_when=FIRST_COMPLETED).not_done)
        idle = min(self.threads - 1 - len(self._busy), len(self._waiting))
        self._busy += [self._pool.submit(self._serve) for _ in range(idle)]
        try:
            yield
        finally:
            self._exclusive.clear()

    def _serve(self) -> None:
        while self._exclusive.is_set():
            try:
                task = self._waiting.popleft()
            except IndexError:
                return
            task.run()


def in_background(work: Callable[[], _Result], stop: Stop, patience: float) -> _Result | None:
    """Return the result of ``work``, which runs in a thread while the caller waits, so that Ctrl-C is received at once.

    Ctrl-C sets ``stop``. The result is None if the work still runs ``patience`` seconds later: presolve and factorisation do
    not check ``stop``, and their thread ends with the process. Raises what the work raises.
    """
    outcome: list[_Result] = []
    fault: list[BaseException] = []

    def inside() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            fault.append(error)

    worker = threading.Thread(target=inside, name="solve", daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(0.1)
    except KeyboardInterrupt:
        stop.set()
        worker.join(patience)
    if fault:
        raise fault[0]
    return outcome[0] if outcome else None
