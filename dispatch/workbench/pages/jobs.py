"""The jobs: queue, progress, log, cancellation."""

from __future__ import annotations

from fastapi import Request
from nicegui import ui

from dispatch.errors import CaseError

from ..bench import Bench, address
from ..queue import Job
from ..workspace import RUNS
from .frame import View, action, frame, heading, panel

COLOURS = {"done": "good", "failed": "bad", "lost": "bad"}


def register(bench: Bench) -> None:
    """Add the pages."""

    @ui.page("/jobs")
    def jobs(request: Request) -> None:
        with frame(bench, request, "workbench.jobs") as view:
            heading(view.words("workbench.jobs"), 1)
            ui.label(view.words("workbench.jobs_text")).classes("soft")
            place = ui.column().classes("w-full")
            shown: list[tuple[object, ...]] = []

            def refresh() -> None:
                now = bench.queue.jobs()
                state = [(job.id, job.state, job.stage(view.words), int(job.seconds)) for job in now]
                if state == shown:
                    return
                shown[:] = state
                place.clear()
                with place:
                    if not now:
                        ui.label(view.words("workbench.no_jobs")).classes("soft")
                    for job in now:
                        _row(view, job)

            refresh()
            ui.timer(1.0, refresh)

    @ui.page("/job")
    def job(request: Request, id: str = "") -> None:
        with frame(bench, request, "workbench.job") as view:
            try:
                first = bench.queue.job(id)
            except KeyError:
                ui.label(view.words("workbench.no_job")).classes("bad")
                return
            _one(view, first)


def _row(view: View, job: Job) -> None:
    words = view.words
    with panel(), ui.row().classes("items-center w-full"):
        ui.link(job.name, address("/job", id=job.id)).style("min-width: 260px")
        ui.label(words(f"workbench.state_{job.state}")).classes(COLOURS.get(job.state, ""))
        if job.state == "running":
            ui.label(job.stage(words)).classes("soft")
        if job.seconds:
            ui.label(duration(job.seconds)).classes("soft")
        ui.space()
        _links(view, job)


def _links(view: View, job: Job) -> None:
    words, bench = view.words, view.bench
    if not job.over:
        action(words("workbench.stop"), lambda: bench.queue.cancel(job.id), mark="stop")
    else:
        if target := result_of(view, job):
            ui.link(words("workbench.open_result"), target).props("data-testid=open-result")
        action(words("workbench.remove"), lambda: bench.queue.remove(job.id))


def make_report(view: View, path: str) -> None:
    """Append the report of a run or study to the jobs, and show the job."""
    place = view.bench.workspace.inside(path)
    job = view.bench.queue.add("report", place.name, [["report", f"./{path}", "--lang", str(view.lang)]], place)
    ui.navigate.to(address("/job", id=job.id))


def result_of(view: View, job: Job) -> str:
    """Return the address of the result of a job; empty without one."""
    try:
        entry = view.bench.workspace.entry(job.out)
    except CaseError:
        return ""
    page = "/case" if entry.kind == "case" else "/results" if entry.kind in RUNS else "/study"
    return address(page, path=job.out)


def _one(view: View, first: Job) -> None:
    words, bench = view.words, view.bench
    heading(first.name, 1)
    with panel():
        with ui.row().classes("items-center w-full"):
            state = ui.label().classes("text-bold").props("data-testid=state")
            elapsed = ui.label().classes("soft")
            ui.space()
            links = ui.row()
        stage = ui.label().props("data-testid=stage aria-live=polite")
        bar = ui.linear_progress(value=0, show_value=False).props("rounded")
        ui.label("\n".join(f"dispatch {' '.join(command)}" for command in first.commands)).classes("soft lines")
    with panel():
        heading(words("workbench.log"))
        log = ui.element("pre").classes("log").props("tabindex=0")
        with log:
            text = ui.label().style("white-space: pre-wrap")
    last: list[str] = []

    def refresh() -> None:
        try:
            job = bench.queue.job(first.id)
        except KeyError:
            return
        state.text = words(f"workbench.state_{job.state}")
        stage.text = job.stage(words) if job.state == "running" else ""
        elapsed.text = duration(job.seconds) if job.seconds else ""
        share = job.progress.get("share")
        bar.set_visibility(job.state == "running")
        bar.props(f"indeterminate={'false' if share is not None else 'true'}")
        bar.value = share or 0.0
        text.text = bench.queue.log(job.id)
        if last != [job.state]:
            last[:] = [job.state]
            state.classes(remove="good bad", add=COLOURS.get(job.state, ""))
            links.clear()
            with links:
                _links(view, job)

    refresh()
    ui.timer(0.5, refresh)


def duration(seconds: float) -> str:
    """Return a time span.

    >>> duration(7.4), duration(125), duration(9000)
    ('7 s', '2 min 5 s', '2 h 30 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
