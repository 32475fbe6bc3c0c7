"""What feeds an area and what takes from it, hour by hour: the terms of its balance, each with one sign."""

from __future__ import annotations

import numpy as np

from .saved import Floats, Saved

SOURCES = (
    "coal",
    "gas",
    "biomass",
    "waste",
    "hydro",
    "wind",
    "pv",
    "csp",
    "pumped_hydro",
    "battery",
    "line_import",
    "response",
    "unserved",
)
"""What feeds: gross generation by technology, storage by its discharge; lines in; response; load that is not served."""
SINKS = ("load", "export", "charge", "electrolyser_load", "line_export", "response_back", "own_use")
"""What takes. ``load`` is before any response."""


def flows(saved: Saved) -> dict[str, Floats]:
    """(hours, areas) [MW], none negative; the sources sum to the sinks."""
    made = saved.array("generation")
    lines = saved.array("line_import")
    response = saved.array("demand_response") + saved.array("shifted_load")
    return {kind: made[:, :, k] for k, kind in enumerate(saved.technologies)} | {
        "line_import": np.maximum(lines, 0.0),
        "line_export": np.maximum(-lines, 0.0),
        "response": np.maximum(response, 0.0),
        "response_back": np.maximum(-response, 0.0),
        "unserved": saved.array("unserved"),
        "load": saved.array("load"),
        "export": saved.inside("export", "corridor"),
        "charge": saved.inside("charge", "storage"),
        "electrolyser_load": saved.inside("electrolyser_load", "electrolyser"),
        "own_use": saved.array("own_use"),
    }
