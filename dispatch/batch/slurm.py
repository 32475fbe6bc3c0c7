"""Options of Slurm, from a small TOML file."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from dask.utils import parse_bytes
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dispatch.case import read_toml, rule_of, value_of
from dispatch.errors import CaseError, Fault
from dispatch.messages import message

_WALLTIME = re.compile(r"(?:(\d+)-)?(\d+):(\d\d):(\d\d)")
LEAST_MEMORY = 1_000_000
"""Least memory [bytes] of a job: less is a mistake, such as a number without its unit."""


class SlurmOptions(BaseModel):
    """Resources that a job requests. Each job has ``processes`` workers, each solves one case at a time with one thread."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    partition: str | None = None
    account: str | None = None
    walltime: str = "04:00:00"
    """D-HH:MM:SS or HH:MM:SS."""
    memory: str = "4GB"
    """Of a job."""
    jobs: int = Field(default=8, ge=1, le=10_000)
    """Most jobs at a time."""
    processes: int = Field(default=1, ge=1, le=512)
    """Workers of a job."""
    host: str | None = None
    """Address on which the scheduler listens; nodes must reach it. Default: loopback, for a cluster that is one machine."""
    interface: str | None = None
    """Network interface (of the scheduler and the workers), instead of ``host``."""
    directives: list[str] = []
    """Further #SBATCH options."""
    prologue: list[str] = []
    """Lines of shell before the worker starts: modules, environments."""
    python: str | None = None
    """Python of the workers; default: the one that runs the batch."""

    @field_validator("walltime")
    @classmethod
    def _time(cls, text: str) -> str:
        if not _WALLTIME.fullmatch(text):
            raise ValueError(message("fault.batch.walltime"))
        return text

    @field_validator("memory")
    @classmethod
    def _bytes(cls, text: str) -> str:
        try:
            size = parse_bytes(text)
        except (ValueError, OverflowError):
            size = 0
        if size < LEAST_MEMORY:
            raise ValueError(message("fault.case.memory"))
        return text

    @property
    def workers(self) -> int:
        """Most workers at a time."""
        return self.jobs * self.processes

    @property
    def life(self) -> float:
        """Seconds that a job lives."""
        match = _WALLTIME.fullmatch(self.walltime)
        assert match is not None
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)

    @property
    def memory_mb(self) -> float:
        """What the case of one worker may use: the job's memory less what its worker needs itself."""
        return float(parse_bytes(self.memory)) / 1e6 / self.processes - 400.0

    def job(self, name: str, folder: Path) -> dict[str, Any]:
        """Arguments of a dask-jobqueue cluster."""
        listen = [] if self.interface else ["--host", self.host or "127.0.0.1"]
        if self.host and not self.interface:
            listen = []  # a worker finds its own address on the way to the scheduler
        return {
            "queue": self.partition,
            "account": self.account,
            "walltime": self.walltime,
            "memory": self.memory,
            "cores": self.processes,
            "processes": self.processes,
            "interface": self.interface,
            "python": self.python,
            "job_name": name,
            "log_directory": str(folder),
            "local_directory": None,
            "death_timeout": 15,
            "job_extra_directives": self.directives,
            "job_script_prologue": [
                "export DASK_DISTRIBUTED__WORKER__DAEMON=False OMP_NUM_THREADS=1",
                *self.prologue,
            ],
            "worker_extra_args": [*listen, "--memory-limit", "0", "--dashboard-address", "127.0.0.1:0"],
        }

    def scheduler(self) -> dict[str, Any]:
        """Where the scheduler listens."""
        return {"interface": self.interface} if self.interface else {"host": self.host or "127.0.0.1"}


def try_out(script: str) -> None:
    """Ask Slurm whether it would take a job: one that it refuses would be waited for without end. Raises CaseError."""
    remedy = message("remedy.batch.correct_slurm")
    try:
        asked = subprocess.run(["sbatch", "--test-only"], input=script, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise CaseError(
            [Fault("--cluster", 0, "", "slurm", message("fault.batch.no_sbatch_machine"), remedy)]
        ) from None
    if asked.returncode:
        output = " ".join(asked.stderr.split())
        raise CaseError([Fault("--cluster", 0, "", "slurm", message("fault.batch.job_refused", output=output), remedy)])


def read_slurm(path: Path | None) -> SlurmOptions:
    """Options from a file, or those that hold without one. Raises CaseError with every fault."""
    if path is None:
        return SlurmOptions()
    content, lines = read_toml(path, path.name, message("remedy.batch.slurm_file"))
    try:
        return SlurmOptions.model_validate(content)
    except ValidationError as error:
        faults = []
        for details in error.errors():
            key = ".".join(str(part) for part in details["loc"])
            remedy = message("remedy.batch.slurm_keys")
            faults.append(Fault(path.name, lines.get(key, 0), key, value_of(details), rule_of(details), remedy))
        raise CaseError(faults) from None
