"""The curve of what is added against the margin of a target, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dispatch.escape import picture
from dispatch.words import Lang, Words

from .measures import NOTHING, Plan


def draw(found: Sequence[Plan], kinds: dict[str, str], title: str, unit: str, path: Path) -> None:
    """Added power by kind of measure, stacked, those of which nothing is added left out, and the total change of cost,
    against the margin. ``kinds``: kind of each measure. Labels are in English: a font for Chinese need not be there."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    words = Words(Lang.en)
    margins = np.array([plan.margin for plan in found])
    names = list(dict.fromkeys(kinds.values()))
    power = np.array(
        [
            [sum(size.power for label, size in (plan.sizes or {}).items() if kinds[label] == kind) for plan in found]
            for kind in names
        ]
    )
    shown = power.max(axis=1, initial=0.0) > NOTHING
    labels = [words(f"vd_kind_{name}") for name, some in zip(names, shown, strict=True) if some]
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    if labels:
        axes.stackplot(margins, power[shown], labels=labels, alpha=0.8)
    axes.axvline(0.0, color="black", linewidth=0.8, linestyle=":")
    axes.set_xlabel(picture(f"margin of the target [{unit}]"))
    axes.set_ylabel("added power [GW]")
    axes.set_title(picture(title))
    cost = axes.twinx()
    cost.plot(margins, [plan.total for plan in found], color="black", marker="o", label="change of cost")
    cost.set_ylabel("change of cost [million CNY]")
    figure.legend(loc="outside right upper", fontsize=8)
    figure.savefig(path, dpi=150)
