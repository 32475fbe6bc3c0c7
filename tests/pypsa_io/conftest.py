"""PyPSA's optimum and ours of the same network."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

pypsa = pytest.importorskip("pypsa")
pypsa.options.api.legacy_string_dtype = False
sys.path.insert(0, str(Path(__file__).parent))

import records  # noqa: E402

import dispatch  # noqa: E402
from dispatch.pypsa_io import to_tables  # noqa: E402
from dispatch.pypsa_io.folder import write_folder  # noqa: E402


def pytest_configure(config):
    """``--live`` and ``--renew`` let PyPSA solve each network."""
    records.begin(next((how for how in ("renew", "live") if config.getoption(how)), "recorded"))


def as_case(network, folder):
    """The network as a case, written and read."""
    content = to_tables(network, "network.nc")
    content.settings["title"] = "network"
    write_folder(content, folder)
    return dispatch.read_case(folder)


def drawn(steady, thorough):
    """How many networks to draw: PyPSA needs a second for each, so that many are for the profile ``thorough`` alone."""
    return thorough if settings().max_examples >= 1000 else steady


@pytest.fixture
def both():
    """``optimise`` and ``as_case``."""
    return records.optimise, as_case
