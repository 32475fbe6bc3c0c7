"""Options of the grid of a table."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from nicegui import ui

from dispatch.messages import Words

from ..tables import Grid

_RULES = (
    "({faulty: p => !!(p.data && p.data._f[p.colDef.field]), differs: p => !!(p.data && p.data._b[p.colDef.field] !== undefined),"
    " own: p => !!(p.data && p.data._o[p.colDef.field] === 1), other: p => !!(p.data && p.data._o[p.colDef.field] === 2)})"
)
_TYPING = """<script>
(() => {
  let timer = 0;
  document.addEventListener("input", (event) => {
    const cell = event.target.closest(".ag-cell"), row = event.target.closest(".ag-row");
    if (!cell || !row || !event.target.closest("#c%(id)d")) return;
    clearTimeout(timer);
    const sent = { row: row.getAttribute("row-id"), column: cell.getAttribute("col-id"), text: event.target.value };
    timer = setTimeout(() => emitEvent("typing_%(id)d", sent), 120);
  });
})();
</script>"""


_PASTE = """<script>
document.addEventListener("paste", (event) => {
  const cell = document.activeElement?.closest?.("#c%(id)d .ag-cell");
  if (!cell || cell.classList.contains("ag-cell-inline-editing")) return;
  const columns = getElement(%(id)d).api.getAllDisplayedColumns().map((column) => column.getColId());
  const row = cell.closest(".ag-row").getAttribute("row-id"), column = cell.getAttribute("col-id");
  emitEvent("paste_%(id)d", { row, column, columns, text: event.clipboardData.getData("text/plain") });
  event.preventDefault();
});
</script>"""


def columns_of(shown: Grid, words: Words) -> list[dict[str, Any]]:
    """Return the columns: heading with unit, description as tooltip, choices as a list."""
    found = []
    for column in shown.columns:
        described = {
            "field": column.name,
            "headerName": column.heading,
            "headerTooltip": column.text,
            "minWidth": 90,
        }
        if column.key:
            described["pinned"] = "left"
        if column.choices:
            described |= {"cellEditor": "agSelectCellEditor", "cellEditorParams": {"values": list(column.choices)}}
        if column.name == "source":
            described |= {"maxWidth": 420, "width": 240}
        found.append(described)
    return found


def rows_of(shown: Grid) -> list[dict[str, Any]]:
    """Return the rows: texts, and by column faults (_f), text of the extended case (_b), origin (_o: 1 a row that overrides, 2
    an extended case)."""
    rows = []
    for number, row in enumerate(shown.rows):
        own = f"{shown.table}.csv"
        mixed = any(file != own for file in row.origin.values())
        origin = {name: 2 if file != own else 1 for name, file in row.origin.items()} if mixed else {}
        rows.append({"_id": number, "_f": row.faults, "_b": row.before, "_o": origin, **row.texts})
    return rows


def options_of(table: str, columns: list[dict[str, Any]], rows: list[dict[str, Any]], words: Words) -> dict[str, Any]:
    """Return the options of the grid."""
    was = words("workbench.was")
    return {
        "columnDefs": columns,
        "rowData": rows,
        "context": {"table": table},
        ":getRowId": "p => String(p.data._id)",
        "defaultColDef": {
            "editable": True,
            "resizable": True,
            "sortable": False,
            "filter": True,
            "cellDataType": False,
            "suppressHeaderMenuButton": True,
            ":cellClassRules": _RULES,
            ":tooltipValueGetter": f"p => !p.data ? null : p.data._f[p.colDef.field] || (p.data._b[p.colDef.field] !== undefined ? {_js(was)} + p.data._b[p.colDef.field] : null)",
        },
        "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
        "suppressFieldDotNotation": True,
        "enableBrowserTooltips": False,
        "tooltipShowDelay": 200,
        "stopEditingWhenCellsLoseFocus": True,
        "enterNavigatesVertically": True,
        "enterNavigatesVerticallyAfterEdit": True,
        "autoSizeStrategy": {"type": "fitCellContents"},
        "theme": "balham",
    }


def fill(grid: ui.aggrid, table: str, columns: list[dict[str, Any]], rows: list[dict[str, Any]], words: Words) -> None:
    """Show a table in the grid. Of the table that is shown already only the rows that differ are sent: a cell that is being
    edited stays open."""
    old = grid.options
    if old.get("context", {}).get("table") != table or old["columnDefs"] != columns:
        grid.options = options_of(table, columns, rows, words)
        grid.update()
        return
    before = old["rowData"]
    dict.__setitem__(
        old, "rowData", rows
    )  # NiceGUI builds the grid again for each change that it observes, and ends the edit
    if len(before) != len(rows):
        grid.run_grid_method("setGridOption", "rowData", rows)
    elif differing := [row for row, was in zip(rows, before, strict=True) if row != was]:
        grid.run_grid_method("applyTransaction", {"update": differing})
    else:
        return
    grid.run_grid_method("refreshCells", {"force": True})


def _js(text: str) -> str:
    return json.dumps(text)


def on_paste(grid: ui.aggrid, do: Callable[[dict[str, Any]], Any]) -> None:
    """Call a function with row, column, columns in their order, and text, where a block is pasted into the grid."""
    ui.on(f"paste_{grid.id}", lambda event: do(event.args))
    ui.add_body_html(_PASTE % {"id": grid.id})


def on_typing(grid: ui.aggrid, do: Callable[[dict[str, Any]], None]) -> None:
    """Call a function with row, column and text while a cell is edited."""
    ui.on(f"typing_{grid.id}", lambda event: do(event.args))
    ui.add_body_html(_TYPING % {"id": grid.id})
