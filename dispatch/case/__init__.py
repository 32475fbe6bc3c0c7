"""Tables to a checked, frozen Case."""

from .case import Case, ModelPrices
from .expand import Built, as_built, built, expanding
from .read import read_case
from .reference import reference
from .settings import Settings

__all__ = ["Built", "Case", "ModelPrices", "Settings", "as_built", "built", "expanding", "read_case", "reference"]
