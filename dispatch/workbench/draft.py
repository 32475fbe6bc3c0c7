"""Unsaved changes of a case: on disk from the first keystroke, checked as `dispatch check` checks a case, saved file by file.

The changed files stand in ``.dispatch/drafts/SESSION/CASE/changes``; a copy of the case with these files, in ``check``, is what
the program reads. A server that is killed loses nothing: the next one finds the changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from dispatch.case import Sources, gather
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from .atomic import replace, replace_json
from .workspace import Workspace

_SAVING = threading.Lock()
Step: TypeAlias = tuple[str, bytes | None, bytes | None]
"""A change: the file, its content before and after; None where there is no file."""
MAX_STEPS = 500
"""Changes that can be undone."""


class ChangedOnDisk(Exception):
    """Another editor changed files since they were opened; ``files`` names them. Nothing was written."""

    def __init__(self, files: list[str]) -> None:
        super().__init__(", ".join(files))
        self.files = files


class Draft:
    """One case, opened by one browser."""

    def __init__(self, workspace: Workspace, path: str, session: str) -> None:
        """Open a case, with the changes that this browser left. Raises CaseError where there is no case."""
        self.workspace, self.path = workspace, path
        self.case = workspace.inside(path)
        if not (self.case / "case.toml").is_file():
            raise CaseError(
                [Fault(path, 0, "", "", message("fault.workbench.nothing"), message("remedy.workbench.nothing"))]
            )
        key = hashlib.sha256(path.encode()).hexdigest()[:12]
        self.folder = workspace.state / "drafts" / hashlib.sha256(session.encode()).hexdigest()[:16] / key
        self.changes, self._base_file = self.folder / "changes", self.folder / "base.json"
        self.changes.mkdir(parents=True, exist_ok=True)
        self._steps: list[Step] = []
        self._undone: list[Step] = []
        self.base: dict[str, str] = {}
        with suppress(OSError, ValueError):
            self.base = json.loads(self._base_file.read_text("utf-8"))
        self.restored = bool(self.changed)
        self._refresh()

    @property
    def checked(self) -> Path:
        """Folder that the program reads: the case with the changes."""
        return self.folder / "check" / self.case.name

    @property
    def changed(self) -> list[str]:
        """Names of the changed files."""
        return sorted(path.name for path in self.changes.iterdir() if not path.name.startswith("."))

    def content(self, name: str) -> bytes | None:
        """Return a file with its changes; None where there is none."""
        for folder in (self.changes, self.case):
            if (folder / name).is_file():
                return (folder / name).read_bytes()
        return None

    def sources(self) -> Sources:
        """Return rows and keys of the case with its changes, merged with the cases that it extends. Raises CaseError."""
        return gather(self.checked)

    def faults(self) -> tuple[Fault, ...]:
        """Return the faults that `dispatch check` would report for the case with its changes."""
        from dispatch import read_case

        try:
            read_case(self.checked)
        except CaseError as error:
            return error.faults
        return ()

    def put(self, name: str, new: bytes | None) -> None:
        """Change a file; None deletes a file that only the changes have. The change can be undone."""
        old = self.content(name)
        if new == old:
            return
        self._steps = [*self._steps, (name, old, new)][-MAX_STEPS:]
        self._undone.clear()
        self._write(name, new)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""
        return bool(self._steps)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change."""
        return bool(self._undone)

    def undo(self) -> str:
        """Take back the last change and return the name of its file; empty without one."""
        return self._back(self._steps, self._undone, False)

    def redo(self) -> str:
        """Make the last undone change again and return the name of its file; empty without one."""
        return self._back(self._undone, self._steps, True)

    def _back(self, taken: list[Step], given: list[Step], forward: bool) -> str:
        if not taken:
            return ""
        step = taken.pop()
        given.append(step)
        self._write(step[0], step[2] if forward else step[1])
        return step[0]

    def save(self) -> list[str]:
        """Write the changed files into the case, each whole or not at all, and return their names.

        Raises ChangedOnDisk, with nothing written, where another editor changed one of the files; OSError."""
        with _SAVING:
            names = self.changed
            foreign = [name for name in names if not self._ours(name)]
            if foreign:
                raise ChangedOnDisk(foreign)
            for name in names:
                replace(self.case / name, (self.changes / name).read_bytes())
            self._forget()
        return names

    def discard(self) -> None:
        """Drop the changes and read the case from disk again."""
        self._forget()

    def _forget(self) -> None:
        for path in self.changes.iterdir():
            path.unlink()
        self._steps.clear()
        self._undone.clear()
        self.base = {}
        self._base_file.unlink(missing_ok=True)
        self._refresh()

    def _ours(self, name: str) -> bool:
        """Whether a file on disk is the one that was opened, or already has the change."""
        now = digest(self.case / name)
        return now in (self.base.get(name, ""), digest(self.changes / name))

    def _write(self, name: str, content: bytes | None) -> None:
        if name not in self.base:
            self.base[name] = digest(self.case / name)
            replace_json(self._base_file, self.base)
        original = (self.case / name).read_bytes() if (self.case / name).is_file() else None
        if content is None or (content == original and digest(self.case / name) == self.base[name]):
            (self.changes / name).unlink(missing_ok=True)
        else:
            replace(self.changes / name, content)
        self._refresh()

    def _refresh(self) -> None:
        """Bring the copy that is checked up to date."""
        chain = [self.case]
        with suppress(CaseError):
            chain = gather(self.case).chain
        for source in chain:
            inside = source.resolve().is_relative_to(self.workspace.root)
            if inside or source == self.case:
                _mirror(source, self.folder / "check" / source.name)
        for path in self.changes.iterdir():
            if not path.name.startswith("."):
                shutil.copyfile(path, self.checked / path.name)


def _mirror(source: Path, copy: Path) -> None:
    """Make a folder hold the files of another one; files of the same size and time are not copied again."""
    copy.mkdir(parents=True, exist_ok=True)
    kept = set()
    for path in source.iterdir():
        if path.name.startswith(".") or not path.is_file() or path.resolve().parent != source.resolve():
            continue
        kept.add(path.name)
        target, state = copy / path.name, path.stat()
        if target.exists() and (target.stat().st_size, target.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns):
            continue
        shutil.copyfile(path, target)
        os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))
    for path in copy.iterdir():
        if path.name not in kept:
            path.unlink()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file; empty where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
