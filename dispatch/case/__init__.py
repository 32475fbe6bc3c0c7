"""Tables to a checked, frozen Case."""

from .case import Case, ModelPrices
from .read import read_case
from .reference import reference
from .settings import Settings

__all__ = ["Case", "ModelPrices", "Settings", "read_case", "reference"]
