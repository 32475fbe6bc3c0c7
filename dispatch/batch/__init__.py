"""A sweep -> many runs on one machine or on a cluster. The files are the ledger: what is published is done."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dataset import Batch, open_batch

__all__ = ["Batch", "open_batch"]


def __getattr__(name: str) -> Any:
    """Public names, imported at first use: a worker needs none of them."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".dataset", __name__), name)
