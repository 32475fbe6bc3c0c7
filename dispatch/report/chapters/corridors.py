"""外送: flows, hours and renewable share of corridors; lines and sections with their hours at a limit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dispatch.report import calendar, palette
from dispatch.report.table import Chapter, Series, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.tolerances import MIN_POWER_MW


def chapter(builder: TableBuilder) -> Chapter:
    """Corridors of the window and by month; lines; sections; parks."""
    return builder.chapter(
        "corridors", _window(builder), _months(builder), _lines(builder), _sections(builder), _parks(builder)
    )


def _window(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    names, sent = saved.labels("corridor"), saved.array("export")
    if not names:
        return None
    capability = saved.column("corridors", "capacity", names)
    frame = pd.DataFrame(
        {
            "name": names,
            "area": saved.labels("corridor_area"),
            "capability": capability,
            "sent": sent.sum(axis=0),
            "received": saved.total("export_received"),
            "contracted": saved.total("contract"),
            "undelivered": saved.total("undelivered"),
            "undelivered_hours": (saved.array("undelivered") > MIN_POWER_MW).sum(axis=0).astype(float),
            "most_sent": sent.max(axis=0),
            "full_load_hours": np.divide(
                sent.sum(axis=0), capability, out=np.full(len(names), np.nan), where=capability > 0
            ),
            "settled": saved.total("settled"),
            "renewable_share": saved.array("renewable_share"),
            "renewable_share_hourly": saved.array("renewable_share_hourly"),
        }
    )
    shown = columns(name="text", area="area", capability="power", sent="energy", received="energy", contracted="energy")
    shown += columns(undelivered="energy", undelivered_hours="hours", most_sent="power", full_load_hours="hours")
    shown += columns(settled="energy", renewable_share="share", renewable_share_hourly="share")
    bars = [Series("sent", palette.COLOURS["export"]), Series("settled", palette.COLOURS["wind"], "line")]
    chart = builder.chart(builder.words("table_corridors"), "bar", "name", bars, (0, len(frame)), "energy")
    return builder.table("corridors", frame, shown, [chart])


def _months(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    months = calendar.months(saved.time)
    names = saved.labels("corridor")
    if not names:
        return None
    sent, green = months.sum(saved.array("export")), months.sum(saved.array("settled"))
    flow = months.mean(saved.array("export"))
    most = np.stack([saved.array("export")[months.at(m)].max(axis=0) for m in range(len(months.labels))])
    frame = pd.DataFrame(
        [
            {
                "name": name,
                "month": month,
                "sent": sent[m, k],
                "mean_flow": flow[m, k],
                "most_sent": most[m, k],
                "settled": green[m, k],
                "renewable_share": green[m, k] / sent[m, k] if sent[m, k] > 0 else np.nan,
            }
            for k, name in enumerate(names)
            for m, month in enumerate(months.labels)
        ]
    )
    count = len(months.labels)
    bars = [Series("mean_flow", palette.COLOURS["export"]), Series("most_sent", palette.COLOURS["load"], "line")]
    charts = [
        builder.chart(name, "bar", "month", bars, (k * count, (k + 1) * count), "power") for k, name in enumerate(names)
    ]
    shown = columns(name="text", month="text", sent="energy", mean_flow="power", most_sent="power", settled="energy")
    return builder.table("corridor_month", frame, [*shown, Col("renewable_share", "share")], charts)


def _lines(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    flow, forward, backward = (saved.array(f"line_{part}") for part in ("flow", "forward", "backward"))
    frame = pd.DataFrame(
        {
            "name": saved.labels("line"),
            "from_area": saved.labels("line_from"),
            "to_area": saved.labels("line_to"),
            "forward": forward,
            "backward": backward,
            "energy_forward": np.maximum(flow, 0.0).sum(axis=0),
            "energy_backward": np.maximum(-flow, 0.0).sum(axis=0),
            "hours_forward": (flow >= forward - MIN_POWER_MW).sum(axis=0).astype(float),
            "hours_backward": (flow <= -backward + MIN_POWER_MW).sum(axis=0).astype(float),
        }
    )
    shown = columns(name="text", from_area="area", to_area="area", forward="power", backward="power")
    shown += columns(energy_forward="energy", energy_backward="energy", hours_forward="hours", hours_backward="hours")
    return builder.table("lines", frame, shown)


def _sections(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    flow, forward, backward = (saved.array(f"section_{part}") for part in ("flow", "forward", "backward"))
    if not flow.shape[1]:
        return None
    frame = pd.DataFrame(
        {
            "name": saved.labels("section"),
            "most_forward": flow.max(axis=0),
            "most_backward": -flow.min(axis=0),
            "mean_flow": flow.mean(axis=0),
            "hours_forward": (flow >= forward - MIN_POWER_MW).sum(axis=0).astype(float),
            "hours_backward": (flow <= -backward + MIN_POWER_MW).sum(axis=0).astype(float),
        }
    )
    shown = columns(name="text", most_forward="power", most_backward="power", mean_flow="power")
    return builder.table("sections", frame, [*shown, *columns(hours_forward="hours", hours_backward="hours")])


def _parks(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    given, least, most = (saved.array(name) for name in ("park_exchange", "park_import_limit", "park_export_limit"))
    frame = pd.DataFrame(
        {
            "name": saved.labels("park"),
            "area": saved.labels("park_area"),
            "import_limit": least,
            "export_limit": most,
            "energy_given": np.maximum(given, 0.0).sum(axis=0),
            "energy_taken": np.maximum(-given, 0.0).sum(axis=0),
            "hours_giving": (given >= most - MIN_POWER_MW).sum(axis=0).astype(float),
            "hours_taking": (given <= -least + MIN_POWER_MW).sum(axis=0).astype(float),
        }
    )
    shown = columns(name="text", area="area", import_limit="power", export_limit="power", energy_given="energy")
    return builder.table(
        "parks", frame, [*shown, *columns(energy_taken="energy", hours_giving="hours", hours_taking="hours")]
    )
