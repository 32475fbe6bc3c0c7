"""The server of the workbench."""

from __future__ import annotations

import os
import socket
import threading
from dataclasses import dataclass
from pathlib import Path

from dispatch.errors import CaseError, Fault
from dispatch.messages import message

from .workspace import STATE, Workspace


@dataclass(frozen=True)
class Address:
    """Where the server listens, and the token that a browser must know; empty for none."""

    host: str
    port: int
    token: str = ""

    @property
    def url(self) -> str:
        """Address for the browser."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self.port}/" + (f"?token={self.token}" if self.token else "")


def must_be_free(address: Address) -> None:
    """Raises CaseError where the server cannot listen."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((address.host, address.port))
    except (OSError, OverflowError) as error:
        rule = message("fault.workbench.port", strerror=getattr(error, "strerror", None) or str(error))
        place = f"{address.host}:{address.port}"
        raise CaseError([Fault("--port", 0, "", place, rule, message("remedy.workbench.port"))]) from None


def serve(folder: Path, address: Address) -> None:
    """Serve the pages until the process ends. Raises CaseError where the optional libraries are missing."""
    workspace = Workspace(folder)
    os.environ["NICEGUI_STORAGE_PATH"] = str(folder.resolve() / STATE / "storage")
    try:
        from nicegui import app, ui
    except ImportError:
        raise CaseError(
            [Fault("serve", 0, "", "", message("fault.workbench.missing"), message("remedy.workbench.missing"))]
        ) from None
    from .bench import Bench
    from .pages import case, compare, files, jobs, map, results, run, start, studies
    from .queue import Queue
    from .runs import Runs
    from .security import Guard, Rules

    bench = Bench(workspace, Queue(workspace), Runs())
    for page in (start, case, run, jobs, results, compare, map, studies, files):
        page.register(bench)
    app.on_startup(bench.queue.tick)
    app.on_startup(lambda: threading.Thread(target=bench.warm_up, daemon=True).start())
    app.add_middleware(Guard, rules=Rules(address.host, address.token))
    ui.run(
        host=address.host,
        port=address.port,
        title="Dispatch",
        favicon="⚡",
        show=False,
        reload=False,
        show_welcome_message=False,
        reconnect_timeout=20.0,
        tailwind=False,  # its script takes as long in the browser as a page takes in all
    )
