"""One job: its commands run one after the other, in processes of their own, and the end is written to disk.

``python -m dispatch.workbench.job FOLDER`` reads ``job.json`` of the folder. The process is started apart from the server, so
that neither a closed browser nor a server that ends stops the job.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .atomic import replace_json

JOB, END, LOG, PROGRESS, PROCESS = "job.json", "end.json", "log.txt", "progress.json", "process.json"
"""Files of a job: what to do, how it ended, output of the commands, progress of the present command, process."""


def work(folder: Path) -> int:
    """Run the commands of a job; the first that fails ends the job. Return its exit code."""
    job = json.loads((folder / JOB).read_text("utf-8"))
    began = time.time()
    code = 0
    environment = {**os.environ, "DISPATCH_PROGRESS": str(folder / PROGRESS), "PYTHONUNBUFFERED": "1"}
    with (folder / LOG).open("ab") as log:
        for command in job["commands"]:
            log.write(f"$ dispatch {' '.join(command)}\n".encode())
            log.flush()
            process = subprocess.Popen(
                [sys.executable, "-m", "dispatch", *command],
                cwd=job["folder"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
            )
            code = process.wait()
            if code:
                break
    replace_json(folder / END, {"code": code, "began": began, "ended": time.time()})
    return code


def main() -> None:
    """Run the job of the command line. Ctrl-C goes to the command, which ends and leaves its result; a handler, other than
    an ignored signal, is not inherited by the command."""
    signal.signal(signal.SIGINT, lambda *_: None)
    sys.exit(work(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
