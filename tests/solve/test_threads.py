"""Threads of a solve: never more at work than the budget, and background tasks use idle threads."""

import threading
import time

import pytest

from dispatch.solve.threads import Deferred, ThreadBudget


class Count:
    """How many are at work at once, and the most there were."""

    def __init__(self) -> None:
        self.lock, self.now, self.most = threading.Lock(), 0, 0

    def __enter__(self) -> None:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *_: object) -> None:
        with self.lock:
            self.now -= 1


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_no_more_are_at_work_than_the_budget(threads: int) -> None:
    count = Count()

    def work(seconds: float = 0.01) -> None:
        with count:
            time.sleep(seconds)

    with ThreadBudget(threads) as budget:
        jobs = [budget.defer(lambda: work(0.02)) for _ in range(8)]
        for _ in range(3):
            with budget.exclusive():
                work(0.03)
            budget.map(lambda _: work(), range(6))
        budget.map(Deferred.result, jobs)
    assert count.most == threads


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_what_begins_at_once_counts_too(threads: int) -> None:
    count = Count()

    def work() -> None:
        with count:
            time.sleep(0.05)

    with ThreadBudget(threads) as budget:
        jobs = [budget.submit(work), *(budget.defer(work) for _ in range(3))]
        with budget.exclusive():
            work()
        budget.map(Deferred.result, jobs)
    assert count.most == threads


def test_waiting_tasks_run_in_the_background() -> None:
    with ThreadBudget(2) as budget:
        began = threading.Event()
        job = budget.defer(began.set)
        assert not began.wait(0.05)  # nothing begins while the budget may be claimed whole
        with budget.exclusive():
            assert began.wait(5.0)
        job.result()


def test_one_thread_leaves_none_idle() -> None:
    with ThreadBudget(1) as budget:
        job = budget.defer(lambda: threading.get_ident())
        with budget.exclusive():
            time.sleep(0.05)
        assert not job.done
        assert job.result() == threading.get_ident()


def test_a_job_is_done_once() -> None:
    done: list[int] = []
    job = Deferred(lambda: done.append(1))
    with ThreadBudget(4) as budget:
        budget.map(lambda _: job.result(), range(16))
    assert done == [1]


def test_what_a_job_raises_is_raised_where_its_result_is_wanted() -> None:
    def fail() -> None:
        raise ValueError("no")

    with ThreadBudget(2) as budget:
        job = budget.defer(fail)
        with budget.exclusive():
            time.sleep(0.05)
        with pytest.raises(ValueError, match="no"):
            job.result()


def test_what_is_not_begun_is_left_at_the_end() -> None:
    with ThreadBudget(2) as budget:
        job = budget.defer(lambda: None)
    assert not job.done
