"""``foreseen`` replaces the forecasts by series that a test gives."""

from collections.abc import Callable

import numpy as np
import pytest

from dispatch.operate import leads


@pytest.fixture
def foreseen(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``foreseen(intraday={"wind": [...]}, day_ahead=..., later=...)``: forecasts by lead; a lead that is left out is realised."""

    def give(**leads_given: dict[str, list[float]]) -> None:
        def forecasts(parameters, series, kinds, seed):
            names = ("intraday", "day_ahead", "later")
            return tuple(
                {name: np.array(leads_given.get(lead, {}).get(name, series[name]), dtype=float) for name in kinds}
                for lead in names
            )

        monkeypatch.setattr(leads, "forecasts", forecasts)

    return give
