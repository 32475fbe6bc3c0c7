"""The editor of a case: a grid for each table, keys of case.toml, faults while typing, undo, save."""

from __future__ import annotations

from asyncio import to_thread
from collections import Counter
from typing import Any

from nicegui import ui

from dispatch.case import Sources
from dispatch.case.schema import SCHEMA
from dispatch.errors import Fault

from ..draft import Draft
from ..tables import (
    SETTINGS,
    ColumnView,
    Grid,
    RowView,
    add_row,
    cell_fault,
    file_of,
    grid,
    remove_row,
    set_cells,
    set_settings,
    settings_text,
    tidy,
)
from .frame import View, action, panel
from .grid_options import columns_of, fill, on_paste, on_typing, rows_of

MOST_FAULTS = 100


class Editor:
    """Edits a case. sources, faults: of the case with its changes, None before the first check."""

    def __init__(self, view: View, draft: Draft) -> None:
        self.view, self.draft = view, draft
        self.table = next(iter(SCHEMA))
        self.sources: Sources | None = None
        self.faults: tuple[Fault, ...] | None = None
        self.shown: Grid | None = None
        self.parts: dict[str, Any] = {}

    def toolbar(self) -> None:
        """Show the buttons and the names of the unsaved files."""
        words = self.view.words
        with ui.row().classes("items-center w-full"):
            self.parts["save"] = action(words("workbench.save"), self.save, True, "save")
            self.parts["undo"] = action(words("workbench.undo"), self.undo, mark="undo")
            self.parts["redo"] = action(words("workbench.redo"), self.redo, mark="redo")
            self.parts["discard"] = action(words("workbench.discard"), self.discard)
            self.parts["state"] = ui.label().props("data-testid=state aria-live=polite")

    def tables(self) -> None:
        """Show the list of tables and the grid of the chosen one."""
        words = self.view.words
        with ui.row().classes("w-full no-wrap items-start"):
            with ui.card().classes("panel q-pa-sm").style("width: 218px; flex: none; max-height: 68vh; overflow: auto"):
                self.parts["list"] = ui.column().classes("w-full").style("gap: 0")
            with ui.card().classes("panel").style("flex: 1; min-width: 0"):
                self.parts["about"] = ui.label().classes("soft")
                with ui.row().classes("items-center w-full"):
                    action(words("workbench.add_row"), self.add, mark="add-row")
                    action(words("workbench.copy_row"), self.copy)
                    action(words("workbench.delete_row"), self.delete)
                    ui.label(words("workbench.legend")).classes("soft")
                made = ui.aggrid({"columnDefs": [], "rowData": []}).style(
                    "height: max(240px, calc(100vh - 440px)); width: 100%"
                )
                self.parts["grid"] = made.props("data-testid=grid")
                made.on("cellValueChanged", self._changed, ["colId", "newValue", "oldValue", "rowId"])
                made.on("cellFocused", self._focused, ["colId", "rowIndex"])
                on_typing(made, self._typing)
                on_paste(made, self._pasted)
                self.parts["column"] = ui.label().classes("soft lines").props("data-testid=column")
                self.parts["typing"] = ui.label().classes("bad lines").props("data-testid=typing aria-live=polite")

    def settings(self) -> None:
        """Show the keys of case.toml as text."""
        with panel():
            ui.label(self.view.words("workbench.settings_file")).classes("soft")
            area = ui.textarea(value=settings_text(self.draft)).props(
                "outlined autogrow input-style='font-family:monospace' debounce=600"
            )
            area.classes("w-full").on_value_change(self._settings_changed)
            self.parts["toml"] = area

    def fault_list(self) -> None:
        """Show the faults of the case."""
        with panel():
            self.parts["count"] = ui.label().classes("text-bold").props("data-testid=fault-count")
            self.parts["faults"] = ui.column().classes("w-full").style("gap: 4px").props("data-testid=faults")

    def begin(self, sources: Sources | None) -> None:
        """Show the case, None where it cannot be read, in the page that is sent; check it once the page is shown."""
        if self.draft.restored:
            self.draft.restored = False
            self.view.notify(self.view.words("workbench.restored", files=", ".join(self.draft.changed)))
        self.sources = sources
        if sources is None:
            ui.timer(0.01, self.check, once=True)
            return
        self.table = next((name for name in ("capacity", *SCHEMA) if sources.rows[name]), self.table)
        self._show()
        ui.timer(0.01, self._find_faults, once=True)

    async def check(self) -> None:
        """Read and check the case with its changes, and show tables and faults."""
        with self.view.caught():
            self.sources = await to_thread(self.draft.sources)
            self._show()
            await self._find_faults()

    async def _find_faults(self) -> None:
        self.parts["state"].text = self.view.words("workbench.checking")
        with self.view.caught():
            self.faults = await to_thread(self.draft.faults)
            self._show()

    def _show(self) -> None:
        """Show list, grid, faults and buttons."""
        words = self.view.words
        self._list()
        if self.sources is not None:
            self.shown = grid(self.draft, self.sources, self.faults or (), self.table, self.view.lang)
            schema = SCHEMA[self.table]
            self.parts["about"].text = schema.text if self.view.lang == "en" else schema.zh
            fill(self.parts["grid"], self.table, columns_of(self.shown, words), rows_of(self.shown), words)
        changed = self.draft.changed
        self.parts["state"].text = (
            words("workbench.unsaved", files=", ".join(changed)) if changed else words("workbench.all_saved")
        )
        for name, on in (
            ("save", bool(changed)),
            ("discard", bool(changed)),
            ("undo", self.draft.can_undo),
            ("redo", self.draft.can_redo),
        ):
            self.parts[name].set_enabled(on)
        self._faults()

    def _list(self) -> None:
        count = Counter(fault.file.rsplit("/", 1)[-1] for fault in self.faults or ())
        changed = set(self.draft.changed)
        place = self.parts["list"]
        place.clear()
        used = [
            name
            for name in SCHEMA
            if (self.sources and self.sources.rows[name]) or self.draft.content(file_of(name)) is not None
        ]
        with place:
            for name in (*used, *(other for other in SCHEMA if other not in used)):
                rows = len(self.sources.rows[name]) if self.sources else 0
                text = f"{name} ({rows})" if name in used else name
                mark = f" ⚠ {count[file_of(name)]}" if count[file_of(name)] else ""
                star = " *" if file_of(name) in changed else ""
                made = ui.button(text + star + mark, on_click=lambda chosen=name: self.choose(chosen))
                made.props(f"flat dense no-caps align=left size=13px data-testid=table-{name}").classes("w-full")
                colour = "negative" if mark else "primary" if name in used else "grey-7"
                made.props(f"color={colour}")
                if name == self.table:
                    made.style("background: var(--tint); font-weight: 600")

    def _faults(self) -> None:
        words = self.view.words
        found = self.faults
        if found is None:
            self.parts["count"].text = words("workbench.checking")
            return
        self.parts["count"].text = words("faults", count=len(found)) if found else words("no_faults")
        self.parts["count"].classes(remove="good bad", add="bad" if found else "good")
        self.parts["faults"].clear()
        with self.parts["faults"]:
            for fault in found[:MOST_FAULTS]:
                stem = fault.file.rsplit("/", 1)[-1].removesuffix(".csv")
                with ui.row().classes("items-start no-wrap"):
                    if stem in SCHEMA:
                        ui.button(stem, on_click=lambda chosen=stem: self.choose(chosen)).props(
                            "flat dense no-caps size=12px"
                        )
                    ui.label(fault.text(self.view.lang)).classes("lines")

    def choose(self, table: str) -> None:
        """Show another table."""
        self.table = table
        self.parts["typing"].text = self.parts["column"].text = ""
        self._show()

    def _row(self, number: object) -> RowView | None:
        if self.shown is None or not str(number).isdigit() or int(str(number)) >= len(self.shown.rows):
            return None
        return self.shown.rows[int(str(number))]

    async def _changed(self, event: Any) -> None:
        row, column = self._row(event.args["rowId"]), str(event.args["colId"])
        new = "" if event.args["newValue"] is None else str(event.args["newValue"])
        if row is None or self.sources is None or SCHEMA[self.table].column(column) is None:
            return
        with self.view.caught():
            set_cells(self.draft, self.sources, self.table, [(row, column, new)])
            unit = next(one.unit for one in self.shown.columns if one.name == column) if self.shown else ""
            self.parts["typing"].text = cell_fault(self.table, column, new, unit, row.line, self.view.lang)
        await self.check()

    def _focused(self, event: Any) -> None:
        name = event.args.get("colId")
        column = next((one for one in self.shown.columns if one.name == name), None) if self.shown else None
        if column is not None:
            self.parts["column"].text = describe(self.view, column)
            row = self._row(event.args.get("rowIndex"))
            self.parts["typing"].text = row.faults.get(column.name, "") if row else ""

    def _typing(self, args: dict[str, Any]) -> None:
        row = self._row(args.get("row"))
        column = (
            next((one for one in self.shown.columns if one.name == args.get("column")), None) if self.shown else None
        )
        if row is None or column is None:
            return
        found_fault = cell_fault(
            self.table, column.name, str(args.get("text", "")), column.unit, row.line, self.view.lang
        )
        self.parts["typing"].text = found_fault
        flag = "true" if found_fault else "false"
        ui.run_javascript(f"document.querySelector('.ag-cell-inline-editing')?.classList.toggle('faulty', {flag})")

    async def _pasted(self, args: dict[str, Any]) -> None:
        """Write a block of cells from the clipboard, from the cell that has the focus to the right and down."""
        if self.sources is None or self.shown is None or not str(args.get("row", "")).isdigit():
            return
        names = [str(name) for name in args.get("columns", ()) if SCHEMA[self.table].column(str(name))]
        if args.get("column") not in names:
            return
        first, across = int(args["row"]), names[names.index(args["column"]) :]
        block = [line.split("\t") for line in str(args.get("text", "")).rstrip("\r\n").splitlines()]
        rows = self.shown.rows[first : first + len(block)]
        changes = [
            (row, column, text)
            for row, texts in zip(rows, block, strict=False)
            for column, text in zip(across, texts, strict=False)
        ]
        with self.view.caught():
            set_cells(self.draft, self.sources, self.table, changes)
        if len(block) > len(rows):
            self.view.notify(self.view.words("workbench.paste_too_long", count=len(block) - len(rows)), "bad")
        await self.check()

    async def _settings_changed(self, event: Any) -> None:
        with self.view.caught():
            if not set_settings(self.draft, str(event.value)):
                return
        await self.check()

    async def _selected(self) -> RowView | None:
        chosen = await self.parts["grid"].get_selected_rows()
        if not chosen:
            self.view.notify(self.view.words("workbench.choose_row"))
            return None
        return self._row(chosen[0]["_id"])

    async def add(self) -> None:
        """Append an empty row."""
        await self._append({})

    async def copy(self) -> None:
        """Append a copy of the chosen row, without its key where the key is one name."""
        row = await self._selected()
        if row is not None:
            await self._append(dict(row.texts))

    async def _append(self, texts: dict[str, str]) -> None:
        if self.sources is None or self.shown is None:
            return
        with self.view.caught():
            add_row(self.draft, self.sources, self.table, texts)
        await self.check()
        self.parts["grid"].run_grid_method("ensureIndexVisible", len(self.shown.rows) - 1)

    async def delete(self) -> None:
        """Delete the chosen row."""
        row = await self._selected()
        if row is None:
            return
        with self.view.caught():
            remove_row(self.draft, self.table, row)
        await self.check()

    async def undo(self) -> None:
        """Take back the last change."""
        await self._moved(self.draft.undo())

    async def redo(self) -> None:
        """Make the undone change again."""
        await self._moved(self.draft.redo())

    async def _moved(self, name: str) -> None:
        if name == SETTINGS:
            self.parts["toml"].value = settings_text(self.draft)
        elif name.removesuffix(".csv") in SCHEMA:
            self.table = name.removesuffix(".csv")
        await self.check()

    async def save(self) -> None:
        """Write the changes into the case."""
        with self.view.caught():
            tidy(self.draft)
            names = await to_thread(self.draft.save)
            self.view.notify(self.view.words("workbench.saved", files=", ".join(names or [])), "good")
        await self.check()

    async def discard(self) -> None:
        """Drop the changes."""
        with self.view.caught():
            self.draft.discard()
        await self.check()


def describe(view: View, column: ColumnView) -> str:
    """Return name, unit, description, default and choices of a column on one line."""
    words = view.words
    parts = [column.heading, column.text]
    if column.required:
        parts.append(words("workbench.required"))
    elif column.default:
        parts.append(words("workbench.default", value=column.default))
    if column.choices:
        shown = [choice for choice in column.choices if choice][:12]
        parts.append(words("workbench.choices", names=", ".join(shown)))
    return " · ".join(parts)
