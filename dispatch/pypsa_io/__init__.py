"""Networks of PyPSA to cases, and cases to networks. What cannot be carried is refused by name."""

from .export import export_network, to_network
from .importing import import_network, to_tables

__all__ = ["export_network", "import_network", "to_network", "to_tables"]
