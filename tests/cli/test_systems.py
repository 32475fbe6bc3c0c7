"""The program starts and solves where Python lacks the modules of Unix, as on Windows."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
WITHOUT = """
import sys, os, multiprocessing, multiprocessing.context

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name in {"resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

import subprocess, shutil, tempfile, selectors  # of Python itself: on Windows they take other ways
if LIBRARIES:
    import psutil, distributed, dask_jobqueue, pyarrow  # their parts for Linux need these modules; those for Windows do not
for name in ("resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Hidden())
for name in ("fork", "forkpty", "sched_getaffinity", "sysconf", "getuid", "geteuid", "setsid", "killpg", "getloadavg", "wait3", "wait4"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("ForkContext", "ForkServerContext", "ForkServerProcess", "ForkProcess"):
    delattr(multiprocessing.context, name)
"""


def run(code, *words, libraries=True, **options):
    command = [sys.executable, "-c", f"LIBRARIES = {libraries}\n{WITHOUT}{code}", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, cwd=ROOT, **options)


def test_a_run_needs_no_module_of_unix(tmp_path):
    code = "from dispatch.cli import main; main()"
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = run(code, "run", "inputs/tutorial", "--hours", 48, "--out", tmp_path / "out", libraries=False, env=env)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "run.json").is_file() and "optimal" in done.stdout


def test_every_module_is_imported_without_those_of_unix():
    code = """
import pkgutil, importlib, dispatch
for found in pkgutil.walk_packages(dispatch.__path__, "dispatch."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
from dispatch.batch.supervise import context
from pathlib import Path
from dispatch.results import memory
memory.STATUS = Path("nowhere")
assert memory.peak_memory_mb() > 10
print("all", end="")
"""
    done = run(code)
    assert (done.returncode, done.stdout) == (0, "all"), done.stderr
