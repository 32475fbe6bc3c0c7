"""The command line. This file loads nothing but the standard library: what a user's shell may do to a program while it
starts (Ctrl-C, closed streams, environment variables that libraries refuse) is met before any library is loaded."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Any

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMEXPR_MAX_THREADS")
"""Environment variables that libraries read as whole numbers when they are loaded."""

_LIBRARIES = 1_000_000_000
"""Address space that the libraries need to be loaded [bytes]: 830 MB were measured with two threads. With less, the BLAS in HiGHS
requests memory again and again, without end."""
_NO_ROOM = ("failed to map segment", "annot allocate memory")
"""What the loader of libraries says where memory is too little for one."""


def main() -> None:
    """Run a command and end the process, also where a thread of HiGHS does not listen and still works."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop_at_once)
    code: int | str | None = 130
    try:
        _open_streams()
        code = _environment()
        if not code:
            _memory()
            from .commands import app

            app()
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        _say("interrupted")
        code = 130
    except (MemoryError, ImportError) as error:
        if isinstance(error, ImportError) and not any(sign in str(error) for sign in _NO_ROOM):
            code = 1
            raise
        _say("no_memory")
        _say("memory_remedy")
        code = 4
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:  # the reader is gone, or the disk is full: reported already
                code = code or 4
    os._exit(code if isinstance(code, int) else 1 if code else 0)


def stop_at_once(number: int, frame: FrameType | None) -> None:
    """End the process on Ctrl-C while libraries are loaded: an exception there would leave them half loaded. Nothing is
    being written yet. ``failures`` ends this."""
    os.write(2, f"{_text('interrupted')}\n".encode())
    os._exit(130)


def _open_streams() -> None:
    """Open the null device where standard input, output or error is closed: a file of results would take their number,
    and what libraries print would go into it."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is not None:
            continue
        handle = os.open(os.devnull, os.O_RDWR)
        if handle != number:
            os.dup2(handle, number)
            os.close(handle)
        setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))
        if name == "stdout":
            _say("closed_output")


def _environment() -> int:
    """Report an environment variable that libraries would stumble over when they are loaded; the exit code."""
    wrong = [(name, value) for name in _THREADS if not _whole(value := os.environ.get(name, ""))]
    for name, value in wrong:
        _say("not_threads", name=name, value=value)
    return 2 if wrong else 0


def _memory() -> None:
    """Raise MemoryError where a limit of the shell (`ulimit -v`) leaves too little for the libraries."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < _LIBRARIES:
        raise MemoryError


def _whole(value: str) -> bool:
    """Whether a variable is empty or a whole number, as ``int`` reads it.

    >>> _whole(""), _whole("4"), _whole("abc"), _whole("4,2"), _whole("-1")
    (True, True, False, False, False)
    """
    return not value or (value.strip().isascii() and value.strip().isdigit())


def _say(key: str, **values: str) -> None:
    print(_text(key, **values), file=sys.stderr)


def _text(key: str, **values: str) -> str:
    from dispatch.escape import terminal
    from dispatch.messages import Words, usual

    return terminal(Words(usual())(key, **values))


def __getattr__(name: str) -> Any:
    """``app``, loaded at first use."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from .commands import app

    return app
