"""The threads of a solve, under one budget."""

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
    """Work that is done once: by the first thread that has time for it, or by whoever wants its result before."""

    def __init__(self, work: Callable[[], _Result]) -> None:
        self._work, self._taken = work, threading.Lock()
        self._outcome: Future[_Result] = Future()

    def run(self) -> None:
        """Do it, unless somebody does or did."""
        if not self._taken.acquire(blocking=False):
            return
        try:
            self._outcome.set_result(self._work())
        except BaseException as fault:
            self._outcome.set_exception(fault)

    @property
    def done(self) -> bool:
        """Whether its result is there."""
        return self._outcome.done()

    def result(self) -> _Result:
        """What came out, or raises what it raised."""
        self.run()
        return self._outcome.result()


class ThreadBudget:
    """``threads`` of them, and no more at work at any time than that: while they work its owner waits, and while the owner
    works one of them rests.

    Simplex on the whole of an LP keeps one thread busy for long, and what waits (``later``) is done beside it.
    """

    def __init__(self, threads: int) -> None:
        self.threads = max(1, threads)
        self._pool = ThreadPoolExecutor(self.threads)
        self._waiting: deque[Deferred[Any]] = deque()
        self._busy: list[Future[None]] = []
        self._alone = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.clear()
        self._pool.shutdown()

    def map(self, work: Callable[[_Item], _Result], items: Iterable[_Item]) -> list[_Result]:
        """``work`` of each item, in their order."""
        return list(self._pool.map(work, items))

    def now(self, work: Callable[[], _Result]) -> Deferred[_Result]:
        """Work that begins as soon as a thread is free."""
        job = Deferred(work)
        self._busy.append(self._pool.submit(job.run))
        return job

    def later(self, work: Callable[[], _Result]) -> Deferred[_Result]:
        """Work that waits until a thread has nothing else to do."""
        job = Deferred(work)
        self._waiting.append(job)
        return job

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While its owner works, the other threads do what waits. What they have begun they finish."""
        self._alone.set()
        self._busy = [each for each in self._busy if not each.done()]
        while len(self._busy) >= self.threads:
            self._busy = list(wait(self._busy, return_when=FIRST_COMPLETED).not_done)
        idle = min(self.threads - 1 - len(self._busy), len(self._waiting))
        self._busy += [self._pool.submit(self._serve) for _ in range(idle)]
        try:
            yield
        finally:
            self._alone.clear()

    def _serve(self) -> None:
        while self._alone.is_set():
            try:
                job = self._waiting.popleft()
            except IndexError:
                return
            job.run()


def in_background(work: Callable[[], _Result], stop: Stop, patience: float) -> _Result | None:
    """What ``work`` returns, or raises what it raises. On Ctrl-C ``stop`` is set, and None is returned if the work has
    not ended ``patience`` seconds later: presolve and factorisation do not listen, and are left to the end of the
    process."""
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
