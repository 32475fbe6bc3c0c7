"""A scheduler or a node that dies: what was published stays, a resume solves only what is missing, nothing is left."""

import json
import re
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import pytest

from dispatch.batch.locks import Claims

from .conftest import CO2, GROWTH, descendants, end, published, squeue, stamps, until

AXES = [GROWTH | {"factors": [0.9, 1.0]}, CO2]
CASES = 12


def solves(out):
    """How often the cases of a batch were begun to be solved, all attempts of all drivers."""
    return sum(log.read_text("utf-8").count(" solve\n") for log in (out / "logs").glob("*.log"))


def within(place):
    """Processes that work in a folder: commands, jobs, workers, and what they started."""
    return [one for one in psutil.process_iter(["cwd", "name", "cmdline"]) if one.info["cwd"] == str(place)]


def watchdog(process):
    """Whether it is the one that cancels the jobs of a driver that is gone, for as long as Slurm does not answer."""
    return "dispatch.batch.watchdog" in (process.info["cmdline"] or ())


def kill(processes):
    for one in processes:
        one.kill()


def resumed(process, store, before):
    """A batch that resumes: only missing cases are solved, and those that were in work."""
    output = end(process)
    assert process.returncode == 0 and f"{CASES} cases done, 0 failed, 0 missing" in output, output
    assert before.items() <= stamps(store).items()
    assert solves(store.parent / "sweep") <= CASES + 2
    assert not list(Claims(store).all())


@pytest.fixture
def daemons():
    """``daemons(NAME)`` -> process of slurmctld, or slurmd of a node. Those that were killed are started again at the end."""
    output = subprocess.run(["scontrol", "show", "config"], capture_output=True, text=True, check=True).stdout
    files = {key: re.search(rf"^{key}PidFile *= (.*)$", output, re.M)[1] for key in ("Slurmctld", "Slurmd")}
    commands = {"slurmctld": ["slurmctld"], "n1": ["slurmd", "-N", "n1"]}
    asked = set()

    def process(name):
        asked.add(name)
        file = Path(files["Slurmctld"] if name == "slurmctld" else files["Slurmd"].replace("%n", name))
        return psutil.Process(int(file.read_text()))

    yield process
    for name in (name for name in asked if gone(process, name)):
        if name != "slurmctld":  # Slurm would ask the node for its jobs, and wait
            subprocess.run(["scontrol", "update", f"nodename={name}", "state=down", "reason=test"], check=True)
        start(commands[name])
    until(lambda: sinfo().count("idle") == 2 and not squeue())


def gone(process, name):
    """Whether a daemon is not there, or waits to be buried by who knows whom. A test may have started another one: a
    second slurmctld would kill it, while jobs of the next test are requested."""
    try:
        return process(name).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def start(command):
    """Start a daemon, which puts itself into the background."""
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    subprocess.run(command, check=True, **quiet)


def pass_over(last):
    """Use up job numbers to the last one that was given. A slurmctld that is killed forgets numbers not saved in the last
    seconds, and gives the numbers again; a node that knows one of them is drained, for a duplicate."""
    given = 0
    while given < last:
        words = ["sbatch", "--parsable", "--hold", "--output=/dev/null", "--wrap=true"]
        given = int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
        subprocess.run(["scancel", str(given)], check=True)


def of_node(node):
    """The jobs of a node, with all that they started. slurmd is not their parent."""
    titles = [f"slurmstepd: [{job}." for job in squeue(f"--nodelist={node}", "--format=%i")]
    steps = [
        one
        for one in psutil.process_iter(["cmdline"])
        if any(title in " ".join(one.info["cmdline"] or ()) for title in titles)
    ]
    return [process for step in steps for process in (step, *descendants(step.pid))]


def sinfo():
    """States of the nodes; none while Slurm does not answer."""
    output = subprocess.run(["sinfo", "--noheader", "--Node", "--format=%T"], capture_output=True, text=True)
    return output.stdout.split()


def test_a_node_of_slurm_that_dies(slurm, daemons, command, sweep_file, options, tmp_path):
    """kill -9 of a node's slurmd, of its jobs and of all that they started: the batch continues with the other node."""
    store = tmp_path / "results" / "cases"
    process = command(sweep_file(*AXES), *options(directives=["--exclusive"]))
    until(lambda: {"n1", "n2"} <= set(squeue("--states=R", "--format=%N")))
    until(lambda: len(published(store)) >= 2)
    lost = of_node("n1")
    assert any(one.name().startswith("python") for one in lost)
    kill([daemons("n1"), *lost])
    before = stamps(store)
    assert len(before) < CASES
    output = end(process)
    assert process.returncode == 0 and f"{CASES} cases done, 0 failed, 0 missing" in output, output
    assert before.items() <= stamps(store).items()
    assert solves(tmp_path / "results" / "sweep") <= CASES + 1, "one was in work on the node, and solved again"
    assert not list(Claims(store).all())
    until(lambda: not within(tmp_path))


@pytest.mark.long
def test_a_node_of_slurm_that_hangs(slurm, daemons, command, sweep_file, options, tmp_path):
    """Everything on a node stands still, as when its disk or its network does: the batch continues with the other node. What
    wakes up afterwards does no harm: no case is published twice, and nothing stays."""
    store = tmp_path / "results" / "cases"
    process = command(sweep_file(*AXES), *options(directives=["--exclusive"]))
    until(lambda: {"n1", "n2"} <= set(squeue("--states=R", "--format=%N")))
    until(lambda: len(published(store)) >= 2)
    hung = [daemons("n1"), *of_node("n1")]
    assert any(one.name().startswith("python") for one in hung)
    for one in hung:
        one.suspend()
    try:
        before = stamps(store)
        assert len(before) < CASES
        output = end(process)
        assert process.returncode == 0 and f"{CASES} cases done, 0 failed, 0 missing" in output, output
        done = stamps(store)
        assert before.items() <= done.items()
    finally:
        for one in hung:
            with suppress(psutil.NoSuchProcess):
                one.resume()
    until(lambda: not within(tmp_path))
    assert stamps(store) == done
    assert not list(Claims(store).all())


def test_slurm_and_the_driver_die(slurm, daemons, command, sweep_file, options, tmp_path):
    """kill -9 of slurmctld and of the driver with Dask's scheduler in it, as when a head node dies: no process can cancel the
    jobs, and they end by themselves."""
    path, store = sweep_file(*AXES), tmp_path / "results" / "cases"
    process = command(path, *options())
    until(lambda: len(published(store)) >= 2)
    last = max(int(job) for job in squeue("--states=all", "--format=%i"))
    kill([daemons("slurmctld"), psutil.Process(process.pid)])
    until(lambda: not [one for one in within(tmp_path) if one.info["name"].startswith("python") and not watchdog(one)])
    before = stamps(store)
    assert 2 <= len(before) < CASES
    start(["slurmctld"])
    until(lambda: sinfo() and not squeue() and not within(tmp_path))
    pass_over(last)
    resumed(command(path, "--workers", 2), store, before)


@pytest.fixture
def scheduler(tmp_path):
    """A Dask scheduler with two workers, as somebody else might have started: its process, and its address. A worker
    ends where it finds no scheduler for half a minute: a busy machine may need more than a few seconds to connect."""
    with ExitStack() as started:
        output = tmp_path / "scheduler.json"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
        given = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", output]
        worker = ["worker", "--scheduler-file", output, "--nthreads", "1", "--no-nanny", "--death-timeout", "30"]
        processes = []
        for words in (["scheduler", *given], worker, worker):
            processes.append(started.enter_context(subprocess.Popen([sys.executable, "-m", "dask", *words], **quiet)))
            started.callback(processes[-1].kill)
            until(output.is_file)
        yield processes[0], json.loads(output.read_text("utf-8"))["address"]


def test_a_dask_scheduler_that_dies(scheduler, command, sweep_file, tmp_path):
    """The fault is reported with a remedy; workers and processes of cases end by themselves."""
    path, store = sweep_file(*AXES), tmp_path / "results" / "cases"
    dask, address = scheduler
    process = command(path, "--cluster", address)
    until(lambda: len(published(store)) >= 3)
    dask.kill()
    output = " ".join(end(process).split())
    assert process.returncode == 4 and "the scheduler was lost; start the batch again" in output, output
    until(lambda: not within(tmp_path))
    before = stamps(store)
    assert 3 <= len(before) < CASES
    resumed(command(path, "--workers", 2), store, before)
