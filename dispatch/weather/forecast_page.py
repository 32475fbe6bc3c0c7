"""The statistics of the forecasts of a weather year as a page of Markdown, in English or Chinese."""

from __future__ import annotations

import xarray as xr

from dispatch.arrays import Floats
from dispatch.messages import Lang, Words

from .forecast import forecasts
from .forecast_parameters import Forecast, Kind
from .forecast_statistics import forecast_statistics

KINDS: dict[str, Kind] = {"wind": "wind", "pv": "pv", "csp": "pv", "load": "load"}
"""Kind of a series by the first part of its name."""


def forecast_page(year: xr.Dataset, parameters: Forecast, lang: Lang) -> str:
    """Return the errors of the forecasts of a weather year by kind, as stated and as generated from its seed."""
    words, seed = Words(lang), int(year.attrs["seed"])
    series: dict[str, Floats] = {
        str(name): year["value"].sel(series=name).values.astype(float) for name in year["series"].values
    }
    kinds = {name: KINDS[part] for name in series if (part := name.split("-")[0]) in KINDS}
    foreseen = forecasts(parameters, series, kinds, seed)
    head = [words(key) for key in ("series_kind", "measure", "error_stated", "error_drawn")]
    rows = [
        [words(f"series_{one.kind}"), words(one.key), f"{one.stated:.3f}", f"{one.realised:.3f}"]
        for one in forecast_statistics(parameters, series, kinds, foreseen)
    ]
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    lines.insert(1, "|---" * len(head) + "|")
    title = f"# {words('table_foresight_statistics')}: {words('forecast_seed')} {seed}"
    return "\n\n".join([title, words("note_foresight_statistics"), "\n".join(lines)]) + "\n"
