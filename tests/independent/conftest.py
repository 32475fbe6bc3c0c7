"""The independent models are found by the tests beside them, and by nothing else. A file keeps its models until its last test."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="module", autouse=True)
def forget(request: pytest.FixtureRequest) -> Iterator[None]:
    """Clear the caches of a file behind its last test. Five million objects of Pyomo would slow each later garbage collection of the
    worker to seconds."""
    yield
    for kept in vars(request.module).values():
        if hasattr(kept, "cache_clear") and kept.__module__ == request.module.__name__:
            kept.cache_clear()
    gc.collect()
