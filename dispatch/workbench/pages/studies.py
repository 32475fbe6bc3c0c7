"""Studies: start a plan, a study of the targets, an assessment of adequacy, an operation or a batch; read its tables."""

from __future__ import annotations

from asyncio import to_thread
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from nicegui import ui

from dispatch.errors import DispatchError
from dispatch.report import Report

from ..bench import Bench, address
from ..studies import study_report
from ..workspace import RUNS, STUDIES, Entry, Kind
from .files import GIVEN
from .frame import View, action, frame, heading, language_of, panel
from .jobs import make_report
from .report_view import show_report
from .run import arguments

COMMANDS: dict[str, Kind] = {
    "plan": "plan",
    "targets": "targets",
    "adequacy": "adequacy",
    "operate": "operation",
    "batch": "batch",
}
"""Commands that the page starts, with the kind of their results."""
FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "plan": (
        ("meet", "workbench.field_meet"),
        ("lole", "workbench.field_plan_lole"),
        ("weather_years", "workbench.field_plan_years"),
        ("cvar", "workbench.field_cvar"),
        ("gap", "workbench.gap"),
        ("time_limit", "workbench.time_limit"),
    ),
    "targets": (
        ("seeds", "workbench.field_seeds"),
        ("weeks", "workbench.field_weeks"),
        ("time_limit", "workbench.time_limit"),
    ),
    "adequacy": (
        ("samples", "workbench.field_samples"),
        ("weather_years", "workbench.field_weather_years"),
        ("credits", "workbench.field_credits"),
        ("target", "workbench.field_lole"),
    ),
    "operate": (
        ("look_ahead", "workbench.field_look_ahead"),
        ("seed", "workbench.field_seed"),
        ("gap", "workbench.gap"),
    ),
    "batch": (("workers", "workbench.field_workers"),),
}
"""Options of each command that have a field: name, key of the text."""


def register(bench: Bench) -> None:
    """Add the pages."""

    @ui.page("/studies")
    def studies(request: Request) -> None:
        with frame(bench, request, "workbench.studies") as view:
            heading(view.words("workbench.studies"), 1)
            _form(view)
            entries = bench.workspace.entries(*STUDIES)
            with panel():
                heading(view.words("workbench.studies_of", count=len(entries)))
                for entry in entries:
                    _row(view, entry)

    @ui.page("/study", response_timeout=30)
    async def study(request: Request, path: str = "") -> None:
        read = await to_thread(_read, bench, request, path)
        with frame(bench, request, "workbench.study", path) as view:
            if isinstance(read, Exception):
                raise read
            entry, content = read
            heading(entry.path, 1)
            with ui.row().classes("items-center"):
                ui.label(f"{view.words(f'workbench.kind_{entry.kind}')} · {entry.date}").classes("soft")
                if entry.kind in RUNS:
                    ui.link(view.words("workbench.results"), address("/results", path=path))
            show_report(view, content)
            _files(view, entry)


def _read(bench: Bench, request: Request, path: str) -> tuple[Entry, Report] | DispatchError | OSError:
    """Return the study with its report, or why it cannot be read."""
    try:
        entry = bench.workspace.entry(path, *STUDIES)
        return entry, study_report(entry.kind, path, bench.workspace.inside(path), language_of(request), bench.runs)
    except (DispatchError, OSError) as error:
        return error


def _row(view: View, entry: Entry) -> None:
    with ui.row().classes("items-center"):
        ui.link(entry.path, address("/study", path=entry.path))
        parts = [view.words(f"workbench.kind_{entry.kind}"), entry.date]
        parts += [] if entry.found is None else [view.words(entry.found)]
        ui.label(" · ".join(parts)).classes("soft")


def _form(view: View) -> None:
    words, workspace = view.words, view.bench.workspace
    cases = [entry.path for entry in workspace.entries("case")]
    sweeps = sweeps_of(workspace.root)
    with panel():
        heading(words("workbench.new_study"))
        kinds = {command: words(f"workbench.kind_{kind}") for command, kind in COMMANDS.items()}
        kind = ui.toggle(kinds, value="plan").props(
            "no-caps dense unelevated toggle-color=primary data-testid=study-kind"
        )
        box = ui.column().classes("w-full")

        def draw() -> None:
            box.clear()
            chosen = str(kind.value)
            with box:
                ui.label(words(f"workbench.about_{chosen}")).classes("soft")
                of_batch = chosen == "batch"
                choices = sweeps if of_batch else cases
                fields: dict[str, Any] = {}
                with ui.row().classes("w-full items-end"):
                    label = words("workbench.sweep" if of_batch else "case")
                    subject = ui.select(choices, value=choices[0] if choices else None, label=label, with_input=True)
                    subject.style("min-width: 280px")
                    if not of_batch:
                        fields["from"] = ui.input(words("workbench.from"))
                        fields["hours"] = ui.input(words("workbench.hours"))
                    for name, key in FIELDS[chosen]:
                        fields[name] = ui.input(words(key)).style("width: 250px")
                if not of_batch:
                    fields["set"] = ui.textarea(words("workbench.settings_text")).classes("w-full").props("rows=2")

                def start() -> None:
                    with view.caught():
                        if subject.value is None:
                            view.notify(words("workbench.choose_case"), "bad")
                            return
                        values = {name: field.value for name, field in fields.items()}
                        job = start_study(view, chosen, str(subject.value), values)
                        ui.navigate.to(address("/job", id=job))

                action(words("workbench.start_study"), start, True, "start-study")

        kind.on_value_change(draw)
        draw()


def sweeps_of(root: Path) -> list[str]:
    """Return the sweep files of a folder: TOML files that name a base case and axes, relative to the folder."""
    found = []
    for path in sorted([*root.glob("*.toml"), *root.glob("*/*.toml"), *root.glob("*/*/*.toml")]):
        if path.name in ("case.toml", "weather.toml") or any(
            part.startswith(".") for part in path.relative_to(root).parts
        ):
            continue
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if "[[axis]]" in text:
            found.append(path.relative_to(root).as_posix())
    return found


def start_study(view: View, kind: str, subject: str, values: dict[str, Any]) -> str:
    """Append a study to the jobs and return its number. Raises CaseError."""
    workspace = view.bench.workspace
    given = workspace.inside(subject)
    out = workspace.new_result(f"{kind}-{given.stem if kind == 'batch' else given.name}")
    target = f"./{workspace.relative(out)}"
    command = [kind, f"./{subject}", "--out", target, "--lang", str(view.lang)]
    command += arguments(values)
    commands = [command]
    if kind in ("plan", "operate", "batch"):
        commands.append(["report", target, "--lang", str(view.lang)])
    return view.bench.queue.add(kind, out.name, commands, out).id


def _files(view: View, entry: Entry) -> None:
    words, folder = view.words, view.bench.workspace.inside(entry.path)
    base = f"/file/{quote(entry.path)}"
    with panel():
        heading(words("workbench.files"))
        names = [path.name for path in sorted(folder.iterdir()) if path.is_file() and path.suffix in GIVEN]
        with ui.row():
            for name in sorted(names, key=lambda name: (not name.startswith("report"), name)):
                ui.link(name, f"{base}/{quote(name)}", new_tab=name.endswith(".html"))
        for name in (name for name in names if name.endswith(".png")):
            ui.image(f"{base}/{quote(name)}").props(f'alt="{quote(name)}" fit=contain').style("max-width: 900px")
        if not any(name == "report.html" for name in names):
            action(words("workbench.make_report"), lambda: make_report(view, entry.path))
