"""Skips where PyPSA is missing; networks beside the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pypsa = pytest.importorskip("pypsa")
pypsa.options.api.legacy_string_dtype = False
sys.path.insert(0, str(Path(__file__).parent))
