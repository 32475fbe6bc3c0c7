"""Work in a thread while the caller waits, so that Ctrl-C is heard at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from .problem import Stop

_Result = TypeVar("_Result")


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
