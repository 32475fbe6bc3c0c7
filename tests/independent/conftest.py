"""The independent models are found by the tests beside them, and by nothing else."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
