"""The shipped parameters, and a year drawn from them."""

from pathlib import Path

import pytest
import xarray as xr

from dispatch.weather import Parameters, draws, read_parameters

CASE = Path(__file__).parents[2] / "inputs" / "neimenggu-2030"


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    return read_parameters(CASE)


@pytest.fixture(scope="session")
def years(parameters: Parameters) -> list[xr.Dataset]:
    """Years of the seeds 1 to 20."""
    return list(draws(parameters, 2030, range(1, 21)))


@pytest.fixture(scope="session")
def year(years: list[xr.Dataset]) -> xr.Dataset:
    return years[0]
