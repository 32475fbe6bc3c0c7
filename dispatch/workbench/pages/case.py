"""The page of a case: tables, keys of case.toml, series, capacity."""

from __future__ import annotations

from asyncio import to_thread
from contextlib import suppress

from fastapi import Request
from nicegui import ui

from dispatch.case import Sources
from dispatch.errors import DispatchError

from ..bench import Bench, address
from .case_series import overview, series
from .editor import Editor
from .frame import frame, heading, view_of


def register(bench: Bench) -> None:
    """Add the page."""

    @ui.page("/case", response_timeout=30)
    async def case(request: Request, path: str = "") -> None:
        sources: Sources | None = None
        with suppress(DispatchError, OSError):  # the page shows the error
            sources = await to_thread(bench.draft(path, view_of(bench, request).session).sources)
        with frame(bench, request, "workbench.case", path) as view:
            words, entry = view.words, bench.workspace.entry(path)
            draft = bench.draft(path, view.session)
            with ui.row().classes("items-center w-full"):
                heading(entry.title_in(view.lang) or entry.path, 1)
                ui.space()
                ui.link(words("workbench.map"), address("/map", path=path))
                ui.link(words("workbench.run"), address("/run", path=path)).props("data-testid=run-case")
            ui.label(path + (f" · {words('workbench.extends')}: {entry.extends}" if entry.extends else "")).classes(
                "soft"
            )
            editor = Editor(view, draft)
            editor.toolbar()
            names = ("tables", "settings", "series", "capacity")
            with ui.tabs().props("no-caps dense align=left") as tabs:
                for name in names:
                    ui.tab(name, label=words(f"workbench.tab_{name}")).props(f"data-testid=tab-{name}")
            with ui.tab_panels(tabs, value="tables").classes("w-full").style("background: transparent"):
                with ui.tab_panel("tables").classes("q-pa-none"):
                    editor.tables()
                with ui.tab_panel("settings").classes("q-pa-none"):
                    editor.settings()
                with ui.tab_panel("series").classes("q-pa-none"):
                    series(view, draft, editor)
                with ui.tab_panel("capacity").classes("q-pa-none"):
                    overview(view, draft)
            editor.fault_list()
            editor.begin(sources)
