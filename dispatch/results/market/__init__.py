"""Settlement of a run at its prices: payments, rents, accounts, capture prices."""

from .figures import market
from .parties import MARKETS, PARTY_OF_AXIS
from .settlement import Settlement, settle

__all__ = ["MARKETS", "PARTY_OF_AXIS", "Settlement", "market", "settle"]
