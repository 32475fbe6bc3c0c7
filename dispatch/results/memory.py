"""How much memory the process has used at most."""

from __future__ import annotations

import sys
from pathlib import Path

try:
    import resource
except ImportError:  # Windows has no such module
    resource = None  # type: ignore[assignment]

STATUS = Path("/proc/self/status")


def peak_memory_mb() -> float | None:
    """Return the largest resident set of this process so far [MB]; None where the system does not say.

    On Linux the kernel's own mark of the process is read: what getrusage says begins at the peak of the process that
    started it."""
    try:
        marks = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
        return int(marks["VmHWM"].split()[0]) * 1024 / 1e6
    except (OSError, KeyError, ValueError):
        pass
    if resource is None:
        try:
            import psutil
        except ImportError:
            return None
        used = psutil.Process().memory_info()
        return float(getattr(used, "peak_wset", used.rss)) / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * unit / 1e6
