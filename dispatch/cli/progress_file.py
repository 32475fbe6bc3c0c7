"""Progress of a command as a file, for another program that watches the command."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from dispatch.solve import Progress

VARIABLE = "DISPATCH_PROGRESS"
"""Environment variable with the path of the file; without it no file is written."""
PAUSE = 0.5
"""Seconds between two writes of one stage."""


class ProgressFile:
    """Write ``{"stage", "seconds", "message", "share", "bound", "objective", "gap"}`` as JSON; each write replaces the file."""

    def __init__(self, path: str | None = None) -> None:
        given = os.environ.get(VARIABLE) if path is None else path
        self.path = Path(given) if given else None
        self._began = time.monotonic()
        self._written = -PAUSE
        self._stage = ""

    def report(self, stage: str, progress: Progress | None) -> None:
        """Write the stage and the progress of the solve. A file that cannot be written does not stop the command."""
        now = time.monotonic()
        if self.path is None or (stage == self._stage and now - self._written < PAUSE):
            return
        self._stage, self._written = stage, now
        content = {"stage": stage, "seconds": round(now - self._began, 1)}
        if progress is not None:
            content |= {
                "message": progress.stage.record(),
                "share": progress.share,
                "bound": progress.bound,
                "objective": progress.objective,
                "gap": progress.gap,
            }
        partial = self.path.with_name(f"{self.path.name}.partial")
        try:
            partial.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
            partial.replace(self.path)
        except OSError:
            self.path = None
