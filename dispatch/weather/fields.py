"""Types of the keys of weather.toml."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Months = Annotated[tuple[float, ...], Field(min_length=12, max_length=12)]
Day = Annotated[tuple[float, ...], Field(min_length=24, max_length=24)]
Week = Annotated[tuple[float, ...], Field(min_length=7, max_length=7)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Positive = Annotated[float, Field(gt=0.0)]
Season = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-([0-2][0-9]|3[01])$")]


class Strict(BaseModel):
    """No key beyond those stated; nothing infinite; frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True)
