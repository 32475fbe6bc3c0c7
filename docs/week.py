"""A picture of one week of one area from a saved run: what generates, what takes, what is curtailed.

.venv/bin/python docs/week.py RUN AREA 2030-04-01 docs/week.png
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import dispatch

# Okabe and Ito's colours, which people with any colour vision distinguish, and greys for what burns.
SUPPLY = {
    "coal": ("coal", "#555555"),
    "gas": ("gas", "#999999"),
    "biomass": ("biomass", "#7a5c3e"),
    "waste": ("waste", "#b79b7d"),
    "hydro": ("hydro", "#0072B2"),
    "wind": ("wind", "#56B4E9"),
    "pv": ("PV", "#F0E442"),
    "csp": ("CSP", "#D55E00"),
    "pumped_hydro": ("pumped hydro", "#CC79A7"),
    "battery": ("battery", "#E9BFD4"),
}
RECEIVED = ("lines in", "#009E73")
SENT = {"charging": "#CC79A7", "export": "#E69F00", "lines out": "#009E73", "electrolysers": "#0072B2"}


def draw(run: Path, area: str, first: str, picture: Path) -> None:
    """Write the picture. Powers in GW; what leaves the area is below zero."""
    week = dispatch.open_run(run).results
    start = pd.Timestamp(first)
    week = week.sel(time=slice(start, start + pd.Timedelta(hours=167)))
    here, time = week.sel(area=area), week["time"].values

    def inside(name: str, dim: str) -> np.ndarray:
        return week[name].values[:, week[f"{dim}_area"].values == area].sum(axis=1) / 1e3

    made = {kind: here["generation"].sel(technology=kind).values / 1e3 for kind in SUPPLY}
    layers = [(*SUPPLY[kind], values) for kind, values in made.items() if values.any()]
    lines = here["line_import"].values / 1e3
    layers.append((*RECEIVED, np.maximum(lines, 0.0)))
    sent = {
        "charging": inside("charge", "storage"),
        "export": inside("export", "corridor"),
        "lines out": np.maximum(-lines, 0.0),
        "electrolysers": inside("electrolyser_load", "electrolyser"),
    }
    figure, axis = plt.subplots(figsize=(11, 5.2), layout="constrained")
    stack = [values for *_, values in layers]
    axis.stackplot(time, stack, labels=[name for name, *_ in layers], colors=[colour for _, colour, _ in layers], lw=0)
    top = np.sum(stack, axis=0)
    wasted = here["curtailment"].sum("technology").values / 1e3
    axis.fill_between(
        time, top, top + wasted, facecolor="none", edgecolor="#666666", hatch="////", lw=0, label="curtailed"
    )
    present = {name: values for name, values in sent.items() if values.any()}
    axis.stackplot(
        time,
        [-values for values in present.values()],
        labels=list(present),
        colors=[SENT[name] for name in present],
        alpha=0.75,
    )
    axis.plot(time, here["load"].values / 1e3, color="black", lw=1.4, label="load")
    axis.axhline(0, color="black", lw=0.6)
    name = str(here["area_en"].values)
    axis.set(title=f"{name}, week of {start:%d %B %Y}", ylabel="GW", xlim=(time[0], time[-1]))
    axis.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%a %d %b"))
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    draw(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
