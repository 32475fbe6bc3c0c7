"""Jobs: processes of their own, with files on disk."""

import json
import os
import signal
import time

import psutil
import pytest

from dispatch.messages import Lang, Words
from dispatch.workbench.job import JOB, PROCESS, PROGRESS
from dispatch.workbench.queue import CANCEL, UPLOAD_SECONDS, UPLOADS, Job, Queue

from .conftest import wait


def add(queue, out, *commands):
    return queue.add("run", out.name, commands, out)


def state(queue, job):
    queue.tick()
    return queue.job(job.id).state


def test_jobs_run_one_after_the_other_and_leave_their_result(folder, workspace):
    queue = Queue(workspace)
    first = add(queue, folder / "results" / "a", ["run", "./inputs/tutorial", "--hours", "24", "--out", "./results/a"])
    second = add(queue, folder / "results" / "b", ["check", "--none"], ["--version"])
    assert state(queue, first) == "running" and state(queue, second) == "queued"
    wait(lambda: queue.job(first.id).over)
    assert queue.job(first.id).state == "done" and (folder / "results" / "a" / "run.json").is_file()
    assert queue.job(first.id).progress["stage"] == "write"
    wait(lambda: state(queue, second) == "failed")
    log = queue.log(second.id)
    assert "--none" in log and log.count("$ dispatch") == 1  # the command after the one that failed is not run
    assert queue.job(second.id).code == 2


def test_another_server_finds_a_running_job_and_its_end(folder, workspace):
    first = Queue(workspace)
    job = add(first, folder / "results" / "a", ["run", "./inputs/tutorial", "--out", "./results/a"])
    del first
    queue = Queue(workspace)
    assert queue.job(job.id).state in ("running", "done")
    wait(lambda: queue.job(job.id).state == "done")


def test_a_running_job_is_cancelled_and_a_queued_one_not_started(folder, workspace):
    queue = Queue(workspace)
    slow = add(queue, folder / "a", ["weather", "./inputs/tutorial"])
    folder_of = queue.folder / slow.id
    waiting = add(queue, folder / "b", ["--version"])
    queue.cancel(waiting.id)
    assert state(queue, waiting) == "cancelled"
    queue.cancel(slow.id)
    wait(lambda: queue.job(slow.id).over, seconds=30)
    assert queue.job(slow.id).state in ("cancelled", "done") and (folder_of / CANCEL).exists()


def test_the_entry_of_an_ended_process_is_read_without_a_further_call(folder, workspace):
    queue = Queue(workspace)
    job = add(queue, folder / "a", ["--version"])
    process = json.loads((queue.folder / job.id / PROCESS).read_text())
    wait(lambda: not psutil.pid_exists(process["pid"]))
    assert queue.job(job.id).state == "done"


def test_a_job_whose_process_was_killed_is_lost(folder, workspace):
    queue = Queue(workspace)
    job = add(queue, folder / "a", ["run", "./inputs/tutorial", "--out", "./results/a"])
    process = json.loads((queue.folder / job.id / PROCESS).read_text())
    os.killpg(process["pid"], signal.SIGKILL)
    wait(lambda: queue.job(job.id).state == "lost")


def test_a_process_with_the_number_of_an_ended_one_is_not_taken_for_it(folder, workspace):
    queue = Queue(workspace)
    place = queue.folder / "1-abc"
    place.mkdir()
    (place / JOB).write_text(
        json.dumps({"kind": "run", "name": "a", "commands": [], "out": "a", "folder": ".", "created": 0}), "utf-8"
    )
    (place / PROCESS).write_text(json.dumps({"pid": os.getpid(), "since": 1.0, "began": time.time()}), "utf-8")
    assert queue.job("1-abc").state == "lost"


def test_the_files_of_an_ended_job_are_removed_and_its_result_stays(folder, workspace):
    queue = Queue(workspace)
    job = add(queue, folder / "a", ["check", "--none"])
    wait(lambda: queue.job(job.id).over)
    queue.remove(job.id)
    with pytest.raises(KeyError):
        queue.job(job.id)


@pytest.mark.parametrize("number", ["", "..", "../x", "a/b", "x y"])
def test_a_number_that_is_none_of_a_job_is_refused(workspace, number):
    with pytest.raises(KeyError):
        Queue(workspace).job(number)


def test_progress_states_stage_share_bound_and_gap():
    progress = {
        "stage": "solve",
        "message": {"key": "stage.merging", "values": {}},
        "share": 0.25,
        "bound": 117_443.0,
        "gap": 1.2e-4,
    }
    job = Job("1", "run", "a", (), "a", 0.0, "running", progress=progress)
    assert job.stage(Words(Lang.en)).endswith(" · 25% · bound 117.4430 billion CNY · relative gap 1.2e-04")
    assert job.stage(Words(Lang.en)).startswith("solving")
    assert "下界 1,174.4300 亿元" in job.stage(Words(Lang.zh))


def test_a_damaged_progress_file_is_ignored(folder, workspace):
    queue = Queue(workspace)
    job = add(queue, folder / "a", ["check", "--none"])
    wait(lambda: queue.job(job.id).over)
    (queue.folder / job.id / PROGRESS).write_text("[1", "utf-8")
    assert queue.job(job.id).progress == {}


def test_uploaded_files_go_when_their_job_has_ended(folder, workspace):
    uploads = workspace.state / UPLOADS
    for name in ("a1", "b2", "c3"):
        (uploads / name).mkdir(parents=True)
        (uploads / name / "mine.xlsx").write_bytes(b"")
    long_ago = time.time() - UPLOAD_SECONDS - 1.0
    os.utime(uploads / "c3", (long_ago, long_ago))
    queue = Queue(workspace)
    job = add(queue, folder / "a", ["check", str(uploads / "a1" / "mine.xlsx")])
    wait(lambda: queue.job(job.id).over)
    queue.tick()
    assert [path.name for path in uploads.iterdir()] == ["b2"]  # of no job, and new: its job is about to be added
