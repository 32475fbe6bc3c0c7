"""The page that starts a run."""

from __future__ import annotations

from typing import Any, get_args

from fastapi import Request
from nicegui import ui

from dispatch.solve import Method

from ..bench import Bench, address
from .frame import View, action, frame, heading, panel


def register(bench: Bench) -> None:
    """Add the page."""

    @ui.page("/run")
    def run(request: Request, path: str = "") -> None:
        with frame(bench, request, "workbench.run", path) as view:
            entry = bench.workspace.entry(path)
            heading(f"{view.words('workbench.run')}: {entry.title_in(view.lang) or entry.path}", 1)
            ui.link(entry.path, address("/case", path=path))
            if changed := bench.draft(path, view.session).changed:
                text = view.words("workbench.run_without", files=", ".join(changed))
                ui.label(text).classes("bad").props("data-testid=run-without")
            _form(view, path)


def _form(view: View, path: str) -> None:
    words = view.words
    fields: dict[str, Any] = {}
    with panel():
        heading(words("workbench.window"))
        with ui.row().classes("w-full"):
            fields["from"] = ui.input(words("workbench.from"), placeholder="2030-01-01").props("clearable")
            fields["hours"] = ui.number(words("workbench.hours"), min=1, precision=0)
        ui.label(words("workbench.window_text")).classes("soft")
        heading(words("workbench.solution"))
        with ui.row().classes("w-full"):
            fields["method"] = ui.select(list(get_args(Method)), value="auto", label=words("method")).style(
                "min-width: 160px"
            )
            fields["gap"] = ui.number(words("workbench.gap"), min=0.0, format="%g").style("min-width: 200px")
            fields["time_limit"] = ui.number(words("workbench.time_limit"), min=0.0)
            fields["threads"] = ui.number(words("workbench.threads"), min=1, precision=0)
        with ui.row():
            fields["integer"] = ui.checkbox(words("workbench.integer"))
            fields["keep_duals"] = ui.checkbox(words("workbench.keep_duals"))
            fields["keep_warm"] = ui.checkbox(words("workbench.keep_warm"))
            fields["report"] = ui.checkbox(words("workbench.make_report"), value=True)
        heading(words("workbench.settings"))
        fields["set"] = (
            ui.textarea(words("workbench.settings_text"), placeholder="thermal[fleet=coal].minimum_heating=0.45")
            .classes("w-full")
            .props("rows=3")
        )
        with ui.row():
            action(words("workbench.start_run"), lambda: _start(view, path, fields), True, "start-run")


def _start(view: View, path: str, fields: dict[str, Any]) -> None:
    with view.caught():
        job = start_run(view, path, {name: field.value for name, field in fields.items()})
        ui.navigate.to(address("/job", id=job))


def start_run(view: View, path: str, values: dict[str, Any]) -> str:
    """Append a run to the jobs and return its number. Raises CaseError."""
    workspace = view.bench.workspace
    case = workspace.inside(path)
    out = workspace.new_result(case.name)
    target = f"./{workspace.relative(out)}"
    command = ["run", f"./{path}", "--out", target, "--lang", str(view.lang)]
    command += arguments({name: value for name, value in values.items() if name != "report"})
    commands = [command, ["report", target, "--lang", str(view.lang)]] if values["report"] else [command]
    return view.bench.queue.add("run", out.name, commands, out).id


def arguments(values: dict[str, Any]) -> list[str]:
    """Return the options of a command for the fields of a form, by name. An empty field gives no option, a list of targets or
    of settings one for each member.

    >>> arguments({"from": " ", "hours": 24.0, "time_limit": "60", "gap": 1e-4, "meet": "a, b", "set": "a=1\\n\\nb=2", "integer": True})
    ['--hours=24', '--time-limit=60', '--gap=0.0001', '--meet=a', '--meet=b', '--set=a=1', '--set=b=2', '--integer']
    """
    found: list[str] = []
    for name, value in values.items():
        option = f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            found += [option] if value else []
            continue
        text = (
            "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        )
        parts = text.splitlines() if name == "set" else text.replace(",", " ").split() if name == "meet" else [text]
        found += [f"{option}={part.strip()}" for part in parts if part.strip()]
    return found
