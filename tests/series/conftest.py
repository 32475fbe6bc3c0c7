"""A small case and a planner's files beside it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from dispatch.series import bring

CASE = Path(__file__).parents[2] / "inputs" / "neimenggu-2030"

Bring = Callable[[str], xr.Dataset]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def brought(folder: Path) -> Bring:
    """Bring a map, given as text, to the shipped case; what it does not name comes from the shipped file."""

    def call(text: str, case: Path = CASE, rest: str = 'rest = "series.nc"\n') -> xr.Dataset:
        (folder / "map.toml").write_text(rest + text, encoding="utf-8")
        return bring(case, folder / "map.toml")

    return call


def year(number: int = 2030) -> pd.DatetimeIndex:
    return pd.date_range(f"{number}-01-01", f"{number}-12-31 23:00", freq="h", unit="s")


def of(data: xr.Dataset, name: str) -> pd.Series:
    return data["value"].sel(series=name).to_pandas()


@pytest.fixture
def wind() -> np.ndarray:
    """A year of shares that repeats nowhere."""
    hours = np.arange(8760)
    return 0.5 + 0.45 * np.sin(hours * 0.37) * np.cos(hours * 0.0011)


@pytest.fixture
def sun() -> np.ndarray:
    """A year of a sun that stands highest at 12:30."""
    hour = np.arange(8760) % 24
    return np.clip(np.sin((hour - 6.0 + 0.0) / 13.0 * np.pi), 0.0, None) * (hour >= 6) * (hour <= 19) * 0.8
