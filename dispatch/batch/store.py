"""The files that are the ledger of a batch: published cases, failures, logs."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dispatch.results import NO_BASIS, WARM, Run
from dispatch.results.partial import PARTIAL, appearing, beside, remove_abandoned

OLD = 600.0
"""Seconds after which a folder that a writer left is abandoned."""


@dataclass(frozen=True)
class Failure:
    """Why a case has no results. reason: input, infeasible, memory, time, disk, solver, killed, version or error."""

    name: str
    reason: str
    message: str
    attempts: int = 1
    seconds: float = 0.0
    host: str = ""
    keyed: dict[str, Any] | None = None
    """The message as key and values (``Message.record``), where the error has one: for a reader of another language."""


class Store:
    """Published cases by name, of every batch that uses the same folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def place(self, name: str) -> Path:
        """Where a case is published."""
        return self.root / name

    def missing(self, name: str, hourly: bool, warm: bool) -> list[str]:
        """Files that a case still lacks; ``run.json`` among them: it is not published at all."""
        place = self.place(name)
        if not (place / "run.json").is_file():
            return ["run.json"]
        lacks = ["dispatch.nc"] if hourly and not (place / "dispatch.nc").is_file() else []
        if warm and not (place / WARM).is_file():
            without_basis = NO_BASIS.record() in read_json(place / "run.json")["note_messages"]
            lacks += [] if without_basis else [WARM]
        return lacks

    def publish(self, name: str, run: Run, case_record: dict[str, Any], hourly: bool, warm: bool) -> bool:
        """Publish a case, whole or not at all; the first writer wins. A case that was published with less gets what it
        lacks. Returns whether this writer was the first. Raises OSError."""
        place = self.place(name)
        try:
            with appearing(place) as folder:
                run.write(folder, keep_warm=warm, hourly=hourly)
                write_json(folder / "case.json", case_record)
            return True
        except OSError as error:
            if not isinstance(error, FileExistsError) and error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        return self._complete(name, run, hourly, warm)

    def _complete(self, name: str, run: Run, hourly: bool, warm: bool) -> bool:
        lacks = self.missing(name, hourly, warm)
        if not lacks:
            return False
        with beside(self.place(name)) as part:
            run.write(part, keep_warm=warm, hourly=hourly)
            for file in lacks:
                if (part / file).is_file():
                    link(part / file, self.place(name) / file)
        return True

    def remove_stale(self) -> None:
        """Remove what writers left that were killed: at once on this machine, after a while on others, whose processes
        cannot be seen from here."""
        remove_abandoned(self.root)
        for path in self.root.glob(f".*{PARTIAL}"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > OLD:
                    shutil.rmtree(path, ignore_errors=True)


class Ledger:
    """What a batch notes beside its cases: failures and logs."""

    FOLDERS = ("failed", "logs")

    def __init__(self, root: Path) -> None:
        self.root = root
        for part in self.FOLDERS:
            (root / part).mkdir(parents=True, exist_ok=True)

    def log(self, name: str) -> Path:
        """The log of a case, of all attempts."""
        return self.root / "logs" / f"{name}.log"

    def fail(self, failure: Failure) -> None:
        """Record a failure. Raises OSError."""
        write_json(self.root / "failed" / f"{failure.name}.json", asdict(failure))

    def failure(self, name: str) -> Failure | None:
        """The failure of a case, if one is recorded."""
        try:
            return Failure(**read_json(self.root / "failed" / f"{name}.json"))
        except FileNotFoundError:
            return None

    def failures(self) -> dict[str, Failure]:
        """Every failure that is recorded, by name."""
        return {path.stem: Failure(**read_json(path)) for path in sorted((self.root / "failed").glob("*.json"))}

    def clear_failure(self, name: str) -> None:
        """Forget a failure."""
        (self.root / "failed" / f"{name}.json").unlink(missing_ok=True)


def link(source: Path, place: Path) -> bool:
    """Give a whole file its place; False where there is one already: the first writer wins."""
    try:
        os.link(source, place)
        return True
    except FileExistsError:
        return False


def write_json(path: Path, content: Any, sync: bool = True) -> None:
    """Write JSON beside its place, then put it there whole. Raises OSError."""
    write_bytes(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode(), sync)


def write_bytes(path: Path, content: bytes, sync: bool = True) -> None:
    """Write a file beside its place, then put it there whole: several drivers may write it at once. Raises OSError."""
    part = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    try:
        with part.open("wb") as file:
            file.write(content)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def is_part(path: Path, name: str) -> bool:
    """Whether a path is a file ``name`` that ``write_bytes`` is still writing beside its place."""
    return path.name.startswith(f".{name}.")


def read_json(path: Path) -> Any:
    """JSON of a file. Raises OSError, ValueError."""
    return json.loads(path.read_text(encoding="utf-8"))
