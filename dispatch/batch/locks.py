"""Who works on which case: files beside the published cases, renewed while the work continues.

Claims spare work, and nothing rests on them: what is published twice is published once.
"""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil

from .store import link, read_json, write_json

STALE = 20.0
"""Seconds after which a claim without renewal has expired."""


@dataclass(frozen=True)
class Claim:
    """Who works on a case. ``driver``: the batch command that requested it; ``worker``, ``process``: process numbers."""

    name: str
    driver: str
    host: str
    worker: int
    process: int
    attempt: int
    memory_mb: float = 0.0


class Claims:
    """Claims on the cases of a store, of all batches that use it."""

    def __init__(self, store: Path) -> None:
        self.root = store / ".claims"
        self.root.mkdir(parents=True, exist_ok=True)

    def take(self, wanted: Claim) -> Claim | None:
        """Take a case; None where another driver works on it. The claim that is returned counts the attempts of this
        driver. The clock is that of the file system, so that machines need not agree."""
        place = self._place(wanted.name)
        before = self._read(place)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".", delete=False) as handle:
            mine = Path(handle.name)
        try:
            age = mine.stat().st_mtime - place.stat().st_mtime if before is not None else STALE
            if before is not None and before.driver != wanted.driver and age < STALE and not _dead(before):
                return None
            again = before is not None and before.driver == wanted.driver
            own = replace(wanted, attempt=before.attempt + 1 if before is not None and again else 1)
            mine.write_text(json.dumps(asdict(own)), encoding="utf-8")
            if before is None:
                return own if link(mine, place) else None
            os.replace(mine, place)
            return own
        except FileNotFoundError:  # it was released meanwhile
            return None
        finally:
            mine.unlink(missing_ok=True)

    def renew(self, claim: Claim) -> None:
        """Renew the claim; not where another has taken it, or the case is done, while this process was suspended."""
        held = self._read(self._place(claim.name))
        if held is not None and (held.driver, held.worker, held.attempt) == (claim.driver, claim.worker, claim.attempt):
            write_json(self._place(claim.name), asdict(claim), sync=False)

    def release(self, name: str) -> None:
        """Give a case back."""
        self._place(name).unlink(missing_ok=True)

    def all(self) -> Iterator[Claim]:
        """Cases that somebody works on, or died over."""
        for path in sorted(self.root.glob("*.json")):
            if (claim := self._read(path)) is not None:
                yield claim

    def _place(self, name: str) -> Path:
        return self.root / f"{name}.json"

    @staticmethod
    def _read(path: Path) -> Claim | None:
        try:
            return Claim(**read_json(path))
        except (OSError, ValueError, TypeError):
            return None


def _dead(claim: Claim) -> bool:
    """Whether the worker of a claim is known to be gone: only on its own machine."""
    if claim.host != socket.gethostname():
        return False
    return not psutil.pid_exists(claim.worker)
