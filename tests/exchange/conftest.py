"""PyPSA's optimum and ours of the same network."""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import settings

pypsa = pytest.importorskip("pypsa")
pypsa.options.api.legacy_string_dtype = False
sys.path.insert(0, str(Path(__file__).parent))

import dispatch  # noqa: E402
from dispatch.exchange import to_tables  # noqa: E402
from dispatch.exchange.folder import write_folder  # noqa: E402


def optimise(network, integer=False):
    """(total cost of ``n.optimize()`` by HiGHS, its status)."""
    logging.disable(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        status = network.optimize(
            solver_name="highs",
            log_to_console=False,
            include_objective_constant=False,
            linearized_unit_commitment=not integer,
            threads=1,
            mip_rel_gap=1e-9,
        )
    logging.disable(logging.NOTSET)
    return network.objective, status[1]


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
    return optimise, as_case
