"""Where cases are solved: workers of this machine, jobs of Slurm, or a Dask scheduler that runs already."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import dask
from distributed import Adaptive, Client, LocalCluster, Security

from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from .slurm import SlurmOptions, try_out

RETURN = {"local": "20s", "slurm": "4s"}
"""Until then a lost worker may come back by itself, as its nanny starts it again; then its place is filled anew."""
ANSWER = "10s"
"""Until then a scheduler that runs already must have answered."""
LOOPBACK = "127.0.0.1"
DASHBOARD = 8787
CONFIG: dict[str, Any] = {
    "distributed.worker.daemon": False,  # a worker has a child: the process of its case
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.scheduler.allowed-failures": 1000,  # attempts are counted by case, in the ledger
    "distributed.scheduler.worker-ttl": "20s",
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.comm.timeouts.connect": "15s",
    "distributed.comm.timeouts.tcp": "15s",
}


@dataclass(frozen=True)
class Engine:
    """Workers that take cases. life: seconds that a worker lives (None: until it is stopped); memory_mb: what a
    worker may use (None: not known); dashboard: its address, or None; safety: what protects the connections, a key of
    the catalogue; refill: fills the places of lost workers, where nothing else does."""

    client: Client
    dashboard: str | None
    safety: str
    life: float | None = None
    memory_mb: float | None = None
    refill: Callable[[], object] = lambda: None
    closed: list[str] = field(default_factory=list)

    def workers(self) -> int:
        """Workers that are there now."""
        return len(self.client.nthreads())

    def retire(self, address: str) -> None:
        """Let a worker end whose time is over."""
        if address not in self.closed:
            self.closed.append(address)
            self.client.retire_workers([address], close_workers=True)


def quiet() -> None:
    """Dask's own messages about lost workers and late heartbeats are suppressed: the ledger records both."""
    for name in ("distributed", "distributed.client", "tornado.application", "dask_jobqueue", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def local(workers: int, dashboard: int | None, memory_mb: float) -> Iterator[Engine]:
    """Worker processes on this machine, on loopback, with keys of their own for this batch."""
    quiet()
    with dask.config.set(CONFIG | {"distributed.deploy.lost-worker-timeout": RETURN["local"]}):
        cluster = LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            protocol="tls://",
            security=Security.temporary(),
            scheduler_kwargs=_dashboard(dashboard),
            memory_limit=0,  # cases are watched one by one
            silence_logs=logging.CRITICAL,
        )
        with cluster, Client(cluster) as client:
            refill = partial(cluster.scale, workers)
            yield Engine(client, _link(cluster, dashboard), "tls", memory_mb=memory_mb, refill=refill)


@contextmanager
def running(address: str) -> Iterator[Engine]:
    """A scheduler that somebody started. ``tls://`` takes certificates from Dask's configuration."""
    quiet()
    with dask.config.set(CONFIG):
        try:
            security = Security() if address.startswith("tls://") else None
            client = Client(address, security=security, timeout=ANSWER)
        except (OSError, ValueError, TypeError) as error:
            remedy = message("remedy.batch.scheduler")
            rule = message("fault.batch.no_scheduler_answers", error=error)
            raise CaseError([Fault("--cluster", 0, "", address, rule, remedy)]) from None
        with client:
            yield Engine(client, None, "tls" if address.startswith("tls://") else "plain")


@contextmanager
def slurm(options: SlurmOptions, wanted: Callable[[], int], folder: Path, dashboard: int | None) -> Iterator[Engine]:
    """Jobs of Slurm, as many as there is work for; a job that is lost comes back. ``folder`` holds the keys and logs of
    the jobs, and must be seen by the nodes. Jobs are cancelled when this process ends, in whatever way."""
    interrupt = signal.getsignal(signal.SIGINT)
    from dask_jobqueue.slurm import SLURMCluster

    signal.signal(
        signal.SIGINT, interrupt
    )  # dask_jobqueue takes Ctrl-C for itself when it is imported, and ends with 0
    quiet()
    name = f"dispatch-{uuid.uuid4().hex[:8]}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    class Needed(Adaptive):
        """As many workers as cases are left."""

        async def target(self) -> int:
            return wanted()

    config = CONFIG | {"distributed.deploy.lost-worker-timeout": RETURN["slurm"]}
    with dask.config.set(config), _cancelled_at_the_end(name):
        cluster = SLURMCluster(
            **options.job(name, folder),
            protocol="tls://",
            security=Security.temporary(),
            shared_temp_directory=str(folder),
            scheduler_options=_dashboard(dashboard) | options.scheduler(),
            silence_logs=logging.CRITICAL,
        )
        with cluster, Client(cluster) as client:
            try_out(cluster.job_script())
            cluster.adapt(Adaptive=Needed, minimum=0, maximum=options.workers, interval="500ms", wait_count=4)
            yield Engine(client, _link(cluster, dashboard), "tls", options.life, options.memory_mb)


@contextmanager
def _cancelled_at_the_end(name: str) -> Iterator[None]:
    """A process of its own waits for the end of this one, then cancels the jobs of that name."""
    command = [sys.executable, "-m", "dispatch.batch.watchdog", name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as watchdog:
        yield
        assert watchdog.stdin is not None
        watchdog.stdin.close()


def _dashboard(port: int | None) -> dict[str, Any]:
    """Options of a scheduler: without a dashboard it has a port for its state all the same, any that is free."""
    return {"dashboard": port is not None, "dashboard_address": f"{LOOPBACK}:{port or 0}"}


def _link(cluster: Any, dashboard: int | None) -> str | None:
    return None if dashboard is None else str(cluster.dashboard_link)
