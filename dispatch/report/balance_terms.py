"""What feeds an area and what takes from it, hour by hour: the terms of its balance, each with one sign."""

from __future__ import annotations

import numpy as np

from dispatch.arrays import Floats
from dispatch.results.saved_run import Saved
from dispatch.technologies import STACK

SOURCES = (
    *STACK,
    "line_import",
    "response",
    "unserved",
)
"""What feeds: gross generation by technology, storage by its discharge; lines in; response; load that is not served."""
SINKS = ("load", "export", "charge", "electrolyser_load", "line_export", "response_back", "own_use")
"""What takes. ``load`` is before any response."""


def flows(saved: Saved, areas: list[int]) -> dict[str, Floats]:
    """(hours,) [MW] of these areas together, none negative; the sources sum to the sinks. What they send each other over
    lines is left out, but for what is lost on the way."""
    return {name: values[:, areas].sum(axis=1) for name, values in _each(saved).items()} | _lines(saved, areas)


def _lines(saved: Saved, areas: list[int]) -> dict[str, Floats]:
    net = saved.array("line_import")[:, areas].sum(axis=1)
    return {"line_import": np.maximum(net, 0.0), "line_export": np.maximum(-net, 0.0)}


def _each(saved: Saved) -> dict[str, Floats]:
    made = saved.array("generation")
    response = saved.array("demand_response") + saved.array("shifted_load")
    return {kind: made[:, :, k] for k, kind in enumerate(saved.technologies)} | {
        "response": np.maximum(response, 0.0),
        "response_back": np.maximum(-response, 0.0),
        "unserved": saved.array("unserved"),
        "load": saved.array("load"),
        "export": saved.inside("export", "corridor"),
        "charge": saved.inside("charge", "storage") + saved.inside("reservoir_charge", "reservoir"),
        "electrolyser_load": saved.inside("electrolyser_load", "electrolyser"),
        "own_use": saved.array("own_use"),
    }
