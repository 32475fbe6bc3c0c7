"""How much memory the process and those that it started have used at most."""

from __future__ import annotations

import resource
import sys


def peak_memory_mb() -> float:
    """Largest resident set of this process plus that of its largest ended child [MB]."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    return sum(resource.getrusage(who).ru_maxrss for who in both) * unit / 1e6
