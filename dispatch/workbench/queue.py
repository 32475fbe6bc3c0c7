"""Jobs of the workspace: runs and studies as processes of their own, with files on disk, one after the other."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from dispatch.messages import Message, Words
from dispatch.messages.units import unit

from .atomic import replace_json
from .job import END, JOB, LOG, PROCESS, PROGRESS
from .workspace import Workspace

State = Literal["queued", "running", "done", "failed", "cancelled", "lost"]
CANCEL, HOLD = "cancel", "queue.lock"
FINISHED = ("done", "failed", "cancelled", "lost")
GRACE = 15.0
"""Seconds after a cancellation in which a command may write its result; then it is killed."""
TAIL = 20_000
"""Bytes of the end of a log that are shown."""


@dataclass(frozen=True)
class Job:
    """A job as its files describe it. commands: arguments of `dispatch`. out: the result, relative to the workspace. seconds:
    elapsed."""

    id: str
    kind: str
    name: str
    commands: tuple[tuple[str, ...], ...]
    out: str
    created: float
    state: State
    code: int | None = None
    seconds: float = 0.0
    progress: dict[str, Any] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether it ended."""
        return self.state in FINISHED

    def stage(self, words: Words) -> str:
        """Return the progress on one line: stage, share, bound, gap."""
        parts = []
        if stage := self.progress.get("stage"):
            parts.append(words(str(stage)))
        if recorded := self.progress.get("message"):
            with suppress(KeyError, TypeError, ValueError):
                parts.append(words(Message.of(recorded)))
        share, bound, gap = (self.progress.get(name) for name in ("share", "bound", "gap"))
        if share is not None:
            parts.append(f"{share:.0%}")
        if bound is not None:
            money = unit("money", words.lang)
            parts.append(words("workbench.bound", value=f"{bound * 1e6 * money.factor:,.4f} {money.name}"))
        if gap is not None:
            parts.append(f"{words('gap')} {gap:.1e}")
        return " · ".join(parts)


UPLOADS = "uploads"
"""Folder of the state with uploaded files, a folder each, whose name stands in the commands of its job."""
UPLOAD_SECONDS = 3600.0
"""Time after which an uploaded file without a job is deleted."""


class Queue:
    """The jobs of a workspace. places: number of jobs that run at the same time."""

    def __init__(self, workspace: Workspace, places: int = 1) -> None:
        self.workspace, self.places = workspace, places
        self.folder = workspace.state / "jobs"
        self.folder.mkdir(exist_ok=True)

    def add(self, kind: str, name: str, commands: Sequence[Sequence[str]], out: Path) -> Job:
        """Append a job, and start it if fewer jobs run than may."""
        number = f"{time.time_ns() // 1_000_000}-{secrets.token_hex(3)}"
        folder = self.folder / number
        folder.mkdir()
        content = {
            "kind": kind,
            "name": name,
            "commands": [list(command) for command in commands],
            "out": self.workspace.relative(out),
            "folder": str(self.workspace.root),
            "created": time.time(),
        }
        replace_json(folder / JOB, content)
        self.tick()
        return self.job(number)

    def job(self, number: str) -> Job:
        """Return a job. Raises KeyError for one that does not exist."""
        folder = self._folder(number)
        try:
            given = json.loads((folder / JOB).read_text("utf-8"))
        except (OSError, ValueError):
            raise KeyError(number) from None
        state, code, seconds = self._state(folder)
        return Job(
            number,
            given["kind"],
            given["name"],
            tuple(tuple(command) for command in given["commands"]),
            given["out"],
            given["created"],
            state,
            code,
            seconds,
            _content(folder / PROGRESS),
        )

    def jobs(self) -> list[Job]:
        """Return all jobs, the latest first."""
        found = []
        for number in sorted((path.name for path in self.folder.iterdir() if path.is_dir()), reverse=True):
            with suppress(KeyError):
                found.append(self.job(number))
        return found

    def log(self, number: str) -> str:
        """Return the end of the log of a job."""
        try:
            with (self._folder(number) / LOG).open("rb") as file:
                file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
                return file.read().decode("utf-8", "replace")
        except OSError:
            return ""

    def cancel(self, number: str) -> None:
        """End a job: a queued one is not started, the command of a running one receives Ctrl-C and may leave its result;
        after GRACE seconds it is killed."""
        folder = self._folder(number)
        state = self._state(folder)[0]
        if state == "queued":
            replace_json(folder / END, {"code": 130, "began": time.time(), "ended": time.time()})
            (folder / CANCEL).touch()
        elif state == "running":
            again = (folder / CANCEL).exists()
            (folder / CANCEL).touch()
            _signal(folder, signal.SIGKILL if again else signal.SIGINT)

    def remove(self, number: str) -> None:
        """Delete the files of a job that ended; its result stays."""
        folder = self._folder(number)
        if self._state(folder)[0] in FINISHED:
            for path in folder.iterdir():
                path.unlink()
            folder.rmdir()

    def tick(self) -> None:
        """Start queued jobs while there are places, and kill cancelled ones that do not end. One process at a time."""
        with _held(self.folder / HOLD) as held:
            if not held:
                return
            jobs = self.jobs()
            running = [job for job in jobs if job.state == "running"]
            for job in running:
                mark = self._folder(job.id) / CANCEL
                with suppress(OSError):
                    if time.time() - mark.stat().st_mtime > GRACE:
                        _signal(self._folder(job.id), signal.SIGKILL)
            queued = [job for job in reversed(jobs) if job.state == "queued"]
            for job in queued[: max(0, self.places - len(running))]:
                self._start(self._folder(job.id))
            self._clear_uploads(jobs)

    def _clear_uploads(self, jobs: Sequence[Job]) -> None:
        """Delete uploaded files whose jobs have ended, and those that no job took within a while."""
        uploads = self.folder.parent / UPLOADS
        for folder in uploads.iterdir() if uploads.is_dir() else ():
            unused = False
            users = [job for job in jobs if any(folder.name in part for line in job.commands for part in line)]
            if users:
                unused = all(job.over for job in users)
            else:
                with suppress(OSError):
                    unused = time.time() - folder.stat().st_mtime > UPLOAD_SECONDS
            if unused:
                shutil.rmtree(folder, ignore_errors=True)

    def _start(self, folder: Path) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "dispatch.workbench.job", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # The system keeps the entry of an ended process until its parent reads it; a server that ends does not wait.
        threading.Thread(target=process.wait, daemon=True).start()
        replace_json(folder / PROCESS, {"pid": process.pid, "since": _since(process.pid), "began": time.time()})

    def _state(self, folder: Path) -> tuple[State, int | None, float]:
        process = _content(folder / PROCESS)
        alive = bool(process) and _since(process["pid"]) == process["since"]
        end = _content(folder / END)  # after the process: a job that ends in between is not lost
        if end:
            code = int(end["code"])
            cancelled = (folder / CANCEL).exists()
            state: State = "done" if code == 0 else "cancelled" if cancelled else "failed"
            return state, code, float(end["ended"] - end["began"])
        if not process:
            return "queued", None, 0.0
        seconds = time.time() - process["began"]
        if alive:
            return "running", None, seconds
        return ("cancelled" if (folder / CANCEL).exists() else "lost"), None, 0.0

    def _folder(self, number: str) -> Path:
        if not number or not all(character in "0123456789abcdef-" for character in number):
            raise KeyError(number)
        return self.folder / number


def _content(path: Path) -> dict[str, Any]:
    """Return the content of a JSON file; empty where there is none."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _since(pid: int) -> float:
    """Return when a process began; zero where it ended. A number is given to another process later, its time is not."""
    import psutil

    try:
        process = psutil.Process(pid)
        return 0.0 if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except psutil.Error:
        return 0.0


def _signal(folder: Path, number: signal.Signals) -> None:
    """Send a signal to the processes of a job, which are a group."""
    process = _content(folder / PROCESS)
    if process and _since(process["pid"]) == process["since"]:
        with suppress(OSError):
            os.killpg(process["pid"], number)


class _held:
    """A lock that one process holds: two servers on one folder do not start a job twice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> bool:
        self.file = self.path.open("ab")
        try:
            import fcntl
        except ImportError:  # Windows
            return True
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def __exit__(self, *_: object) -> None:
        self.file.close()
