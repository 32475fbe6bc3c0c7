"""How much memory the process and those that it started have used at most."""

from __future__ import annotations

import sys

try:
    import resource
except ImportError:  # Windows has no such module
    resource = None  # type: ignore[assignment]


def peak_memory_mb() -> float | None:
    """Return the largest resident set of this process plus that of its largest ended child [MB]. Windows reports the
    process alone; None where the system does not say."""
    if resource is None:
        try:
            import psutil
        except ImportError:
            return None
        used = psutil.Process().memory_info()
        return float(getattr(used, "peak_wset", used.rss)) / 1e6
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    return sum(resource.getrusage(who).ru_maxrss for who in both) * unit / 1e6
