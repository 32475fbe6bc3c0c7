"""扩展规划结果: capacities that were chosen, and limits on sums with their prices."""

from __future__ import annotations

import pandas as pd

from dispatch.report.pen import Pen, columns
from dispatch.report.table import Chapter, Table


def chapter(pen: Pen) -> Chapter:
    """Both tables, where the run has any."""
    return pen.chapter("expansion", _sizes(pen), _limits(pen))


def _sizes(pen: Pen) -> Table | None:
    rows = [
        {
            "chosen_kind": f"component_{table}",
            "name": name,
            "chosen_power": _number(sizes["capacity_mw"]),
            "chosen_content": _number(sizes.get("content_mwh")),
        }
        for table, members in pen.saved.summary.get("expansion", {}).items()
        for name, sizes in members.items()
    ]
    shown = columns(chosen_kind="word", name="text", chosen_power="power", chosen_content="content")
    return pen.table("expansion", pd.DataFrame(rows), shown)


def _limits(pen: Pen) -> Table | None:
    rows = [
        {
            "limit": name,
            "limit_sense": f"limit_{one['sense']}",
            "limit_amount": one["amount"],
            "limit_sum": one["sum"],
            "limit_price": _number(one["price_cny"]),
        }
        for name, one in pen.saved.summary.get("limits", {}).items()
    ]
    shown = columns(limit="text", limit_sense="word", limit_amount="number", limit_sum="number", limit_price="number")
    return pen.table("limits", pd.DataFrame(rows), shown)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
