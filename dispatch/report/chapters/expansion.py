"""扩展规划结果: capacities that were chosen, and limits on sums with their prices."""

from __future__ import annotations

import pandas as pd

from dispatch.report.table import Chapter, Table
from dispatch.report.table_builder import TableBuilder, columns


def chapter(builder: TableBuilder) -> Chapter:
    """Both tables, where the run has any."""
    return builder.chapter("expansion", _sizes(builder), _limits(builder))


def _sizes(builder: TableBuilder) -> Table | None:
    rows = [
        {
            "chosen_kind": f"component_{table}",
            "name": name,
            "chosen_power": _number(sizes["capacity_mw"]),
            "chosen_content": _number(sizes.get("content_mwh")),
        }
        for table, members in builder.saved.summary.get("expansion", {}).items()
        for name, sizes in members.items()
    ]
    shown = columns(chosen_kind="word", name="text", chosen_power="power", chosen_content="content")
    return builder.table("expansion", pd.DataFrame(rows), shown)


def _limits(builder: TableBuilder) -> Table | None:
    rows = [
        {
            "limit": name,
            "limit_sense": f"limit_{one['sense']}",
            "limit_amount": one["amount"],
            "limit_sum": one["sum"],
            "limit_price": _number(one["price_cny"]),
        }
        for name, one in builder.saved.summary.get("limits", {}).items()
    ]
    shown = columns(limit="text", limit_sense="word", limit_amount="number", limit_sum="number", limit_price="number")
    return builder.table("limits", pd.DataFrame(rows), shown)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
