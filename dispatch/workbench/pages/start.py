"""The start page: cases, runs and studies of the folder, and new cases."""

from __future__ import annotations

import secrets
from asyncio import to_thread
from pathlib import Path
from typing import Any

from fastapi import Request
from nicegui import ui

from dispatch import new_case
from dispatch.case import WORKBOOKS
from dispatch.messages import Words

from ..bench import Bench, address
from ..queue import UPLOADS
from ..runs import MOST
from ..workspace import RUNS, Entry
from .frame import View, action, figure_text, figure_title, frame, heading, panel

LINK = '<q-td :props="props"><a :href="props.row.href">{{ props.value }}</a></q-td>'
PRELOAD = """<script type="module">
const load = () => Promise.all([import("nicegui-echart"), import("nicegui-aggrid")]).catch(() => undefined);
addEventListener("load", () => ("requestIdleCallback" in window ? requestIdleCallback(load) : setTimeout(load, 500)));
</script>"""
"""Loads the libraries of charts and grids once the start page is drawn: the first run and the first case need not wait for them."""
FIGURES = ("new_energy", "curtailed", "utilisation", "unserved_energy", "shortfall_up_energy", "cost_total")
"""Headline figures of the list of runs."""


def register(bench: Bench) -> None:
    """Add the page."""

    @ui.page("/")
    def start(request: Request) -> None:
        with frame(bench, request, "workbench.start") as view:
            with ui.row().classes("items-center w-full"):
                heading(str(bench.workspace.root), 1)
                ui.space()
                action(view.words("workbench.new_case"), lambda: _create(view), True, "new-case")
                action(view.words("workbench.import"), lambda: _import(view), mark="import")
            ui.add_body_html(PRELOAD)
            entries = bench.workspace.entries()
            _cases(view, [entry for entry in entries if entry.kind == "case"])
            _runs(view, [entry for entry in entries if entry.kind in RUNS])
            _studies(view, [entry for entry in entries if entry.kind not in ("case", *RUNS)])


def _cases(view: View, entries: list[Entry]) -> None:
    words = view.words
    with panel():
        heading(words("workbench.cases", count=len(entries)))
        if not entries:
            ui.label(words("workbench.no_cases")).classes("soft")
            return
        rows = [
            {
                "path": entry.path,
                "href": address("/case", path=entry.path),
                "run": address("/run", path=entry.path),
                "title": entry.title_in(view.lang),
                "extends": entry.extends,
                "date": entry.date,
            }
            for entry in entries
        ]
        table = _table(
            words,
            rows,
            (
                ("path", "case"),
                ("title", "workbench.title"),
                ("extends", "workbench.extends"),
                ("date", "workbench.changed"),
            ),
            "cases",
        )
        table.add_slot("body-cell-path", LINK)
        table.columns = [
            *table.columns,
            {"name": "run", "label": "", "field": "run", "align": "right", "classes": "number"},
        ]
        table.add_slot(
            "body-cell-run",
            f'<q-td :props="props"><a :href="props.row.run">{_plain(words("workbench.run"))}</a></q-td>',
        )


def _runs(view: View, entries: list[Entry]) -> None:
    words = view.words
    with panel():
        with ui.row().classes("items-center w-full"):
            heading(words("workbench.runs", count=len(entries)))
            ui.space()
            compare = (
                action(words("workbench.compare"), lambda: _compare(view, table.selected), mark="compare")
                if entries
                else None
            )
        if compare is None:
            ui.label(words("workbench.no_runs")).classes("soft")
            return
        rows = [_run_row(view, entry) for entry in entries]
        columns = (
            ("path", "folder"),
            ("case", "case"),
            ("hours", "hours"),
            ("status", "status"),
            *((name, f"figure {name}") for name in FIGURES),
            ("date", "workbench.date"),
        )
        table = _table(words, rows, columns, "runs", frozenset({"hours", *FIGURES}), "multiple")
        table.add_slot("body-cell-path", LINK)


def _run_row(view: View, entry: Entry) -> dict[str, Any]:
    figures = dict(entry.headline)
    shown = {name: figure_text(name, figures.get(name), view.lang) for name in FIGURES}
    return {
        "path": entry.path,
        "href": address("/results", path=entry.path),
        "case": entry.case,
        "hours": f"{entry.hours:,}" if entry.hours else "–",
        "status": view.words(entry.status) if entry.status else "–",
        "date": entry.date,
        **shown,
    }


def _studies(view: View, entries: list[Entry]) -> None:
    words = view.words
    if not entries:
        return
    with panel():
        heading(words("workbench.studies_of", count=len(entries)))
        rows = [
            {
                "path": entry.path,
                "href": address("/study", path=entry.path),
                "kind": words(f"workbench.kind_{entry.kind}"),
                "found": "" if entry.found is None else words(entry.found),
                "date": entry.date,
            }
            for entry in entries
        ]
        columns = (
            ("path", "folder"),
            ("kind", "workbench.kind"),
            ("found", "workbench.found"),
            ("date", "workbench.date"),
        )
        table = _table(words, rows, columns, "studies")
        table.add_slot("body-cell-path", LINK)


def _table(
    words: Words,
    rows: list[dict[str, Any]],
    columns: tuple[tuple[str, str], ...],
    mark: str,
    numbers: frozenset[str] = frozenset(),
    selection: Any = None,
) -> ui.table:
    described = [
        {
            "name": name,
            "label": figure_title(name, words) if key.startswith("figure ") else words(key),
            "field": name,
            "sortable": name not in numbers,
            "align": "right" if name in numbers else "left",
            "classes": "number" if name in numbers or name == "date" else "",
        }
        for name, key in columns
    ]
    table = ui.table(
        columns=described, rows=rows, row_key="path", selection=selection, pagination=20 if len(rows) > 20 else 0
    )
    return table.classes("w-full").props(
        f"dense flat wrap-cells data-testid={mark}" + (" hide-bottom" if len(rows) <= 20 else "")
    )


def _plain(text: str) -> str:
    """Return a text of the catalogue for a template: without characters that a template interprets."""
    from dispatch.escape import page

    return page(text).replace("{", "").replace("}", "")


def _compare(view: View, chosen: list[dict[str, Any]]) -> None:
    if not 2 <= len(chosen) <= MOST:
        view.notify(view.words("workbench.choose_runs", most=MOST), "bad")
        return
    query = "&".join(address("", path=row["path"]).lstrip("?") for row in chosen)
    ui.navigate.to(f"/compare?{query}")


def _create(view: View) -> None:
    """Show the dialog for a new case."""
    words, workspace = view.words, view.bench.workspace
    cases = [entry.path for entry in workspace.entries("case")]
    origins = {
        "template": words("workbench.from_template"),
        "copy": words("workbench.from_copy"),
        "province": words("workbench.from_province"),
    }
    with ui.dialog() as dialog, ui.card().style("min-width: min(560px, 92vw)"):
        heading(words("workbench.new_case"))
        name = ui.input(words("workbench.case_name")).classes("w-full").props("autofocus data-testid=case-name")
        origin = ui.radio(origins, value="template").props("inline")
        template = ui.select(list(new_case.TEMPLATES), value=new_case.TEMPLATES[0], label=words("workbench.template"))
        template.classes("w-full").bind_visibility_from(origin, "value", value="template")
        copied = ui.select(cases, label=words("workbench.copy_of"), with_input=True).classes("w-full")
        copied.bind_visibility_from(origin, "value", value="copy")
        province = (
            ui.input(words("workbench.province"))
            .classes("w-full")
            .bind_visibility_from(origin, "value", value="province")
        )

        async def create() -> None:
            with view.caught():
                given = str(
                    template.value
                    if origin.value == "template"
                    else copied.value
                    if origin.value == "copy"
                    else province.value or ""
                )
                place = workspace.new_case(str(name.value or "").strip(), given if origin.value == "copy" else "")
                notes = await to_thread(_write, view, str(origin.value), given, place)
                for note in notes:
                    view.notify(words(note))
                dialog.close()
                ui.navigate.to(address("/case", path=workspace.relative(place)))

        with ui.row().classes("w-full justify-end"):
            action(words("workbench.cancel"), dialog.close)
            action(words("workbench.create"), create, True, "create")
    dialog.open()


def _write(view: View, origin: str, given: str, place: Any) -> list[Any]:
    """Write a new case and return notes. Raises CaseError."""
    if origin == "template":
        new_case.from_template(given, place)
        return []
    if origin == "copy":
        new_case.from_case(view.bench.workspace.inside(given), place)
        return []
    return list(new_case.from_provinces(new_case.provinces(given), place))


def _import(view: View) -> None:
    """Show the dialog for the import of a workbook or of a network of PyPSA."""
    words = view.words
    with ui.dialog() as dialog, ui.card().style("min-width: min(560px, 92vw)"):
        heading(words("workbench.import"))
        ui.label(words("workbench.import_text")).classes("soft")
        name = ui.input(words("workbench.case_name")).classes("w-full").props("data-testid=import-name")

        async def received(event: Any) -> None:
            with view.caught():
                place = view.bench.workspace.new_case(str(name.value or "").strip())
                folder = view.bench.workspace.state / UPLOADS / secrets.token_hex(8)
                folder.mkdir(parents=True)
                ending = Path(event.file.name).suffix.lower()
                stored = folder / f"{place.name}{ending if ending in WORKBOOKS else '.nc'}"
                await event.file.save(stored)
                command = [*_command(stored, place), "--lang", view.lang]
                job = view.bench.queue.add("import", place.name, [command], place)
                ui.navigate.to(address("/job", id=job.id))

        upload = ui.upload(
            on_upload=received, auto_upload=True, max_file_size=500_000_000, label=words("workbench.upload_case")
        )
        upload.props(f"accept={','.join((*WORKBOOKS, '.nc'))} data-testid=import-file").classes("w-full")
        with ui.row().classes("w-full justify-end"):
            action(words("workbench.cancel"), dialog.close)
    dialog.open()


def _command(stored: Path, place: Path) -> list[str]:
    """Return the command that makes a case of an uploaded file."""
    if stored.suffix in WORKBOOKS:
        return ["new", str(place), "--from-case", str(stored)]
    return ["import", "pypsa", str(stored), "--out", str(place)]
