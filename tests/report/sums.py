"""Sums over dispatch.nc that are made without the code of the report."""

import numpy as np
import pandas as pd
import pytest

GREEN = ["wind", "pv", "csp"]
AREAS = {"region": ["A", "B"], "Alpha": ["A"], "Beta": ["B"]}
TECHNOLOGIES = {"wind": ["wind"], "PV": ["pv"], "CSP": ["csp"], "hydro": ["hydro"], "new energy": GREEN}


def frame(report, key) -> pd.DataFrame:
    return next(table for table in report.tables if table.key == key).data


def close(found, expected):
    assert np.asarray(found, dtype=float) == pytest.approx(np.asarray(expected, dtype=float), rel=1e-9, abs=1e-9)


def inside(results, name, dim, areas):
    """A variable on (time, dim), summed over what lies in some areas."""
    return results[name].isel({dim: results[f"{dim}_area"].isin(areas).values}).sum(dim)


def months(results):
    return results["time"].dt.strftime("%Y-%m")
