"""What leaves and enters areas: lines, corridors, sections, parks; and what load does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dispatch.lp import Floats
from dispatch.technologies import WIND_AND_PV

from .generic import link_arrivals
from .reader import KILO, Reader

Arrays = dict[str, Floats]


def load(reader: Reader) -> Arrays:
    """Load, what of it is not served, and what responds [MW], (hours, areas) unless stated otherwise."""
    response = reader.into_areas(reader.hourly("shed"), reader.axis("shed"))
    moved = {}
    for name in ("response", "load"):
        away, back = (reader.hourly(f"{name}_{way}") for way in ("away", "back"))
        moved[name] = reader.into_areas(away - back, reader.axis(f"{name}_away"))
    return {
        "load": reader.into_areas(reader.hourly("load"), reader.axis("load")),
        "unserved": reader.into_areas(reader.hourly("unserved"), reader.axis("unserved")),
        "demand_response": response + moved["response"],
        "shifted_load": moved["load"],
        "shed": reader.hourly("shed"),
        **_electrolysers(reader),
        "price": reader.dual("B1_balance"),
        **places(reader),
    }


def _electrolysers(reader: Reader) -> Arrays:
    """Load, power and least load of electrolysers (hours, electrolysers) [MW]."""
    power = reader.case.capacity(reader.texts("electrolysers", "asset")).T * KILO
    least = power * reader.column("electrolysers", "minimum")
    return {
        "electrolyser_load": reader.hourly("electrolyser_load"),
        "electrolyser_power": power,
        "electrolyser_minimum": least,
    }


def places(reader: Reader) -> Arrays:
    """What a MWh more is worth in each pocket (hours, pockets), and inside a park above its pocket (hours, parks)."""
    areas, price = reader.places.of(reader.axis("net_injection")), reader.dual("B1_balance")
    names = reader.axis("net_injection").labels
    here = price[:, areas]
    if reader.has("section_flow"):
        here = here + reader.dual("G1_section") @ _weights(reader, reader.axis("section_flow").labels, names)
    inside = reader.dual("P1_exchange") if reader.has("park_exchange") else np.zeros((reader.hours, 0))
    return {"pocket_price": here, "park_price": inside}


def _weights(reader: Reader, sections: Sequence[str], pockets: Sequence[str]) -> Floats:
    """Weight of each pocket in each section, (sections, pockets)."""
    weights = reader.case.tables["section_weights"].pivot(index="section", columns="pocket", values="weight")
    return weights.reindex(index=list(sections), columns=list(pockets)).fillna(0.0).to_numpy(dtype=float)


def lines(reader: Reader) -> Arrays:
    """Flow of lines (hours, lines), their limits, and what areas receive (hours, areas), in MW."""
    arrived = np.zeros((reader.hours, len(reader.places)))
    forward, backward = reader.hourly("flow_forward"), reader.hourly("flow_backward")
    kept = 1.0 - reader.column("lines", "loss")
    for side, net in (("from_area", backward * kept - forward), ("to_area", forward * kept - backward)):
        at = [reader.places.areas.index(area) for area in reader.texts("lines", side)]
        arrived += reader.gather(net, at, len(reader.places))
    return {
        "line_flow": forward - backward,
        "line_forward": reader.column("lines", "forward") * KILO,
        "line_backward": reader.column("lines", "backward") * KILO,
        "line_import": arrived + link_arrivals(reader),
    }


def corridors(reader: Reader) -> Arrays:
    """Exports (hours, corridors) in MW and the renewable share of each corridor."""
    names = reader.texts("corridors", "corridor")
    settled = np.zeros((reader.hours, len(names)))
    for table, output in (("renewables", "renewable_output"), ("csp", "csp_output"), ("units", "unit_feed_in")):
        rows = reader.case.tables[table]
        if rows.empty:
            continue
        green = rows["technology"].isin(WIND_AND_PV) if "technology" in rows else np.ones(len(rows), dtype=bool)
        at = [names.index(to) if to in names and ok else -1 for to, ok in zip(rows["settles"], green, strict=True)]
        own_use = reader.column(table, "own_use") if "own_use" in rows else 0.0
        net = reader.hourly(output) * (1.0 - own_use)
        settled += reader.gather(net, at, len(names))
    export = reader.hourly("export")
    energy = export.sum(axis=0)
    divisor = np.where(energy > 0, energy, np.nan)
    return {
        "export": export,
        "export_received": reader.hourly("export_received"),
        "contract": reader.hourly("contract"),
        "undelivered": reader.hourly("undelivered"),
        "settled": settled,
        "renewable_share": settled.sum(axis=0) / divisor,
        "renewable_share_hourly": np.minimum(settled, export).sum(axis=0) / divisor,
    }


def sections(reader: Reader) -> Arrays:
    """Flow over sections and its monthly limits (hours, sections), in MW; weights (sections, pockets)."""
    rows = reader.case.tables["sections"].set_index(["section", "month"])
    names = reader.axis("section_flow").labels
    keys = [(name, month) for month in reader.case.month for name in names]
    shape = (reader.hours, len(names))
    limits = {
        f"section_{side}": rows[side].reindex(keys).to_numpy(dtype=float).reshape(shape) * KILO
        for side in ("forward", "backward")
    }
    return {
        "section_flow": reader.hourly("section_flow"),
        "section_weight": _weights(reader, names, reader.texts("pockets", "pocket")),
        **limits,
    }


def parks(reader: Reader) -> Arrays:
    """Exchange of parks (hours, parks) with its limits, and the net injection of pockets, in MW."""
    return {
        "park_exchange": reader.hourly("park_exchange"),
        "park_import_limit": reader.column("parks", "import_limit") * KILO,
        "park_export_limit": reader.column("parks", "export_limit") * KILO,
        "net_injection": reader.hourly("net_injection"),
    }
