"""Capacity credits of a case from many synthetic weather years: the table ``capacity_credits``."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from dispatch.case import Settings, gather
from dispatch.case.credit import HOURS, climatology

from .clock import Clock
from .generate import VERSION, case_weather, draws


def capacity_credits(case_folder: Path, years: int) -> pd.DataFrame:
    """Return the table ``capacity_credits`` of a case: quantile ``credit_quantile`` of what is available by month and
    hour of the day over seeds 1 to ``years``, one row a month for each profile that its renewables name.

    Raises CaseError for a case without parameters of weather or without a whole year.
    """
    parameters, year = case_weather(case_folder)
    sources = gather(case_folder)
    named = {str(row["profile"].value) for row in sources.rows["renewables"] if "profile" in row}
    default = Settings.model_fields["credit_quantile"].default
    quantile = float(sources.settings.get("credit_quantile", default))
    time = Clock(year).time
    drawn = [pd.DataFrame(data["value"].to_pandas()).T for data in draws(parameters, year, range(1, years + 1))]
    rows = []
    for profile in sorted(named & set(drawn[0])):
        credit = climatology(time, [data[profile].to_numpy(dtype=float) for data in drawn], quantile)
        source = (
            f"calc: {quantile:g} quantile of days, weather years 1-{years} of dispatch weather (generator {VERSION})"
        )
        for month in range(12):
            hours = dict(zip(HOURS, credit[month].tolist(), strict=True))
            rows.append({"profile": profile, "month": month + 1, **hours, "source": source})
    frame = pd.DataFrame(rows)
    return frame.rename(columns={hour: f"{hour} [share]" for hour in HOURS})
