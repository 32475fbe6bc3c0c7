"""Files and folders that are written beside their place and renamed when complete, and what killed writers left.

The name of a partial folder states its writer: machine, process, and a random part. A later writer in the same place
removes the folders of processes that ended. A folder of a process that runs, or of another machine, stays.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dispatch.errors import CaseError, Fault
from dispatch.messages import message

PARTIAL = ".partial"
"""Ending of a folder that is being written: never a result."""
CASE = "case.toml"
"""The file that makes a folder a case."""
_WRITER = re.compile(rf"\..*\.([0-9a-f]{{12}})-(\d+)\.[^.]+{re.escape(PARTIAL)}", re.DOTALL)
QUIET = 1.0
"""Hours without a write after which a partial folder of another machine is reported."""
_LONGEST = 40
"""Characters of the final name that the name of the partial folder keeps: file systems allow 255 bytes."""


@contextmanager
def appearing(place: Path) -> Iterator[Path]:
    """Give a folder to write into that becomes ``place`` when the block ends, and vanishes when the block fails.

    Raises FileExistsError if ``place`` exists, also where another process was first; CaseError inside a case folder.
    """
    _absent(place)
    refuse_inside_case(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    with beside(place) as partial:
        yield partial
        for path in (*partial.iterdir(), partial):
            _sync(path)
        partial.chmod(0o777 & ~_umask())
        try:
            os.rename(partial, place)
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR, errno.EACCES) and place.exists():
                raise _taken(place) from None
            raise
    _sync(place.parent)


@contextmanager
def appearing_file(place: Path) -> Iterator[Path]:
    """Give the path of a file to write, with the same suffix, that becomes ``place`` when the block ends. Raises
    FileExistsError if ``place`` exists, also where another process was first."""
    _absent(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    with beside(place) as partial:
        path = partial / f"file{place.suffix}"
        yield path
        _sync(path)
        _absent(place)
        os.rename(path, place)
    _sync(place.parent)


def numbered(place: Path) -> Path:
    """Return a place, or the first of ``place-2``, ``place-3``, … that does not exist: another run began in the same second."""
    free, number = place, 1
    while free.exists():
        number += 1
        free = place.with_name(f"{place.name}-{number}")
    return free


@contextmanager
def beside(place: Path) -> Iterator[Path]:
    """Give a partial folder beside ``place`` that is removed when the block ends, unless the block renamed it."""
    remove_abandoned(place.parent)
    name = "".join(c if c.isprintable() else "_" for c in place.name[:_LONGEST])
    prefix = f".{name}.{_machine()}-{os.getpid()}."
    partial = Path(tempfile.mkdtemp(prefix=prefix, suffix=PARTIAL, dir=place.parent))
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def refuse_inside_case(place: Path, option: str = "--out") -> None:
    """Raises CaseError where ``place`` lies in a case folder: results among the inputs would change the case, and a command
    that copies the case would copy them without end. option: the option or argument that names the place."""
    case = next((folder for folder in place.resolve().parents if (folder / CASE).is_file()), None)
    if case is not None:
        rule = message("fault.results.inside_case", case=case)
        raise CaseError([Fault(option, 0, "", str(place), rule, message("remedy.results.outside_case"))])


def remove_abandoned(parent: Path) -> None:
    """Remove partial folders in ``parent`` whose writer was a process of this machine that ended."""
    for path in abandoned(parent):
        shutil.rmtree(path, ignore_errors=True)


def abandoned(parent: Path) -> list[Path]:
    """Return the partial folders in ``parent`` whose writer was a process of this machine that ended."""
    found = []
    with suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            if not entry.name.endswith(PARTIAL):
                continue
            writer = _WRITER.fullmatch(entry.name)
            if writer and writer[1] == _machine() and _ended(int(writer[2])):
                found.append(Path(entry.path))
    return [path for path in found if path.is_dir() and not path.is_symlink()]


@dataclass(frozen=True)
class Left:
    """A partial folder that is probably abandoned. here: whether its writer was a process of this machine since it was
    booted, which ended; hours: since it was last written."""

    path: Path
    here: bool
    hours: float


def left_over(parent: Path) -> list[Left]:
    """Return the partial folders in ``parent`` that are probably abandoned, by name: those of ended processes of this
    machine, and those of other machines and of earlier boots that were not written for QUIET hours."""
    found = []
    with suppress(OSError):
        for path in sorted(parent.iterdir()):
            writer = _WRITER.fullmatch(path.name)
            if writer is None or path.is_symlink() or not path.is_dir():
                continue
            here = writer[1] == _machine()
            written = max((one.stat().st_mtime for one in (path, *path.rglob("*"))), default=0.0)
            hours = (time.time() - written) / 3600.0
            if _ended(int(writer[2])) if here else hours >= QUIET:
                found.append(Left(path, here, hours))
    return found


def _ended(process: int) -> bool:
    """Whether a process of this machine ended; False where the system does not say."""
    try:
        import psutil  # needs modules of the system that may be absent; only a partial folder needs them
    except ImportError:
        return False
    return not psutil.pid_exists(process)


@cache
def _machine() -> str:
    """Return a short name of the machine since it was booted and of the name space of its process numbers: a process
    number of a container means nothing in another."""
    space = ""
    with suppress(OSError):
        space = os.readlink("/proc/self/ns/pid")
    with suppress(OSError):
        space += Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")
    return hashlib.sha256(f"{socket.gethostname()} {space}".encode()).hexdigest()[:12]


def _absent(place: Path) -> None:
    if place.exists() or place.is_symlink():
        raise _taken(place)


def _taken(place: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, f"{place} exists", str(place))


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():  # Windows opens no folder
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)  # and syncs writable handles only
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
