"""火电: hours, starts, load factor, part load and coal rate of each fleet; what is online day by day."""

from __future__ import annotations

import pandas as pd

from dispatch.report import calendar
from dispatch.report.palette import COLOURS
from dispatch.report.table import Chapter, Chart, Series, Table
from dispatch.report.table_builder import Col, TableBuilder, columns
from dispatch.results.saved_run import ratio
from dispatch.results.tolerances import MIN_POWER_MW

PART_LOAD = 0.5
"""Load factor of what is online below which it is part load."""


def chapter(builder: TableBuilder) -> Chapter:
    """Fleets, then what is online by day."""
    return builder.chapter("thermal", _fleets(builder), _online(builder))


def _fleets(builder: TableBuilder) -> Table | None:
    saved = builder.saved
    output, online, least = (saved.array(f"thermal_{name}") for name in ("output", "online", "minimum"))
    capacity, outage = saved.array("fleet_capacity"), saved.array("fleet_outage")
    names, running = saved.labels("fleet"), online > MIN_POWER_MW
    made, up = output.sum(axis=0), online.sum(axis=0)
    started = saved.total("thermal_start")
    size = saved.column("thermal", "unit_size", names)
    net = made * (1.0 - saved.array("fleet_own_use"))
    power_fuel = saved.array("fuel") - saved.array("fuel_heat")
    part = running & (output < PART_LOAD * online - MIN_POWER_MW)
    frame = pd.DataFrame(
        {
            "name": names,
            "area": saved.labels("fleet_area"),
            "technology": saved.labels("fleet_technology"),
            "mean_capacity": capacity.mean(axis=0),
            "generated": made,
            "full_load_hours": ratio(made, capacity.mean(axis=0)),
            "online_share": ratio(up, capacity.sum(axis=0)),
            "load_factor": ratio(made, up),
            "started": started,
            "starts_per_unit": ratio(started, capacity.mean(axis=0)),
            "unit_starts": ratio(started, size),
            "least_share": ratio(
                (output * running <= least + MIN_POWER_MW).sum(axis=0) * 1.0 - (~running).sum(axis=0),
                running.sum(axis=0) * 1.0,
            ),
            "part_load_share": ratio((output * part).sum(axis=0), made),
            "outage_days": ratio(outage.sum(axis=0) / 24.0, capacity.mean(axis=0)),
            "heat_energy": saved.total("thermal_heat"),
            "fuel_burnt": saved.array("fuel"),
            "gross_rate": ratio(power_fuel * 1e3, made),
            "net_rate": ratio(power_fuel * 1e3, net),
            "co2": saved.array("co2"),
        }
    )
    shown = columns(name="text", area="area", technology="word", mean_capacity="power", generated="energy")
    shown += columns(full_load_hours="hours", online_share="share", load_factor="share", started="power")
    shown += columns(starts_per_unit="number", unit_starts="count", least_share="share", part_load_share="share")
    shown += columns(outage_days="days", heat_energy="energy", fuel_burnt="coal", gross_rate="coal_rate")
    return builder.table("thermal", frame, [*shown, *columns(net_rate="coal_rate", co2="co2")])


def _online(builder: TableBuilder) -> Table | None:
    """Daily means by place: capacity, in outage, online, output, least output."""
    saved = builder.saved
    days = calendar.days(saved.time)
    if not saved.array("fleet_capacity").any():
        return None
    parts = {
        "in_service": "fleet_capacity",
        "in_outage": "fleet_outage",
        "online_power": "thermal_online",
        "output_power": "thermal_output",
        "least_power": "thermal_minimum",
    }
    means = {key: days.mean(saved.inside(name, "fleet")) for key, name in parts.items()}
    colours = dict(zip(parts, ("load", "export", "wind", "coal", "csp"), strict=True))
    frames: list[pd.DataFrame] = []
    charts: list[Chart] = []
    for area, members in builder.places:
        values = {key: mean[:, members].sum(axis=1) for key, mean in means.items()}
        if not values["in_service"].any():
            continue
        first = len(frames) * len(days.labels)
        frames.append(pd.DataFrame({"area": area, "date": days.labels, **values}))
        lines = [Series(key, COLOURS[colours[key]], "line") for key in parts]
        charts.append(
            builder.chart(builder.areas[area], "line", "date", lines, (first, first + len(days.labels)), "power")
        )
    shown = [*columns(area="area", date="text"), *(Col(key, "power") for key in parts)]
    return builder.table("thermal_day", pd.concat(frames, ignore_index=True), shown, charts)
