"""What the files of a run folder must hold before anything reads them: a schema for each, so that a damaged folder is a
fault and not a traceback. Keys that are not declared here may be added."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
import pandas as pd
import xarray as xr
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, message, names
from dispatch.netcdf import netcdf_path

from .catalogue import COORDINATES, VARIABLES
from .partial import PARTIAL
from .stored_market import Market

AGAIN = message("remedy.results.damaged")
MAX_FAULTS = 10
"""Most faults of one file that are listed."""

Count = Annotated[int, Field(ge=0)]
Number = float | None
"""A number that may be unknown: null."""
ByTechnology = dict[str, float]
Cell = str | bool | int | float | None


class _Part(BaseModel):
    """A JSON object with keys of known kinds, and maybe others."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, allow_inf_nan=False, populate_by_name=True)


class OwnBlock(_Part):
    """A block that was added to the LP in Python."""

    kind: Literal["variable", "constraint", "cost"]
    name: str
    text: str
    digest: str
    rows: Count = 0
    columns: Count = 0


class NoteMessage(_Part):
    """A note as key and values of the catalogue of messages, which renders it in any language."""

    key: str
    values: dict[str, Any]


class Record(_Part):
    """``run.json``: the case, the end of its solve, and the size of its LP."""

    case: str
    title: str
    start: str = Field(alias="from")
    hours: Annotated[int, Field(gt=0)]
    set: list[str]
    status: Literal["optimal", "feasible", "stopped"]
    objective_cny: float
    bound_cny: Number
    gap: Number
    method: str
    notes: list[str]
    note_messages: list[NoteMessage]
    seconds: dict[str, Number]
    peak_memory_mb: Number
    columns: Count
    rows: Count
    nonzeros: Count
    coupling_rows: Count
    case_digest: str
    versions: dict[str, str]
    own_blocks: list[OwnBlock] = []


class Shortfall(_Part):
    """Reserve that is short by direction."""

    up: float
    down: float


class OfficialRates(_Part):
    """Official utilisation rates of a group of technologies; null where nothing was available."""

    all_causes: Number
    system_causes: Number


class Place(_Part):
    """Figures of an area, or of the region: capacity and energy, shortfalls, cost, coal and CO2."""

    capacity_gw: ByTechnology
    generation_twh: ByTechnology
    available_twh: ByTechnology
    curtailment_twh: ByTechnology
    utilisation_rate: dict[str, Number]
    official_utilisation: dict[str, OfficialRates] = {}
    new_energy_twh: float
    thermal_twh: float
    load_twh: float
    export_twh: float
    unserved_gwh: float
    reserve_shortfall_gwh: Shortfall
    cost_cny: float
    coal_mtce: float | None
    net_coal_rate_gce_per_kwh: Number
    co2_mt: float | None


class Target(_Part):
    """Required, achieved and margin of a target."""

    id: str
    text: str
    unit: str
    required: Number
    achieved: Number
    margin: Number
    met: bool | None
    year: int
    tested: bool


class Size(_Part):
    """Capacity that was chosen; null: no limit."""

    capacity_mw: Number
    content_mwh: Number = None


class Limit(_Part):
    """Limit on a sum."""

    quantity: Literal["energy", "capacity"]
    sense: Literal["most", "least", "equal"]
    amount: float
    sum: float
    price_cny: Number


class AdequacyRisk(_Part):
    """A risk of load or of contracted export, with its 95 % confidence interval."""

    value: float
    low: float
    high: float


class AdequacySummary(_Part):
    """LOLE and EENS by place, the region among them."""

    samples: int
    weather_years: int
    seed: int
    places: dict[str, dict[str, AdequacyRisk]]
    margin_mw: Number
    target_lole_hours: Number


class ForesightSummary(_Part):
    """The price of foresight: cost as operated less cost with perfect foresight, with the violations at the duals, the lower bound of
    every cost, more curtailed energy, and days with a violated constraint."""

    cost_cny: Number
    bound_cny: Number
    violation_cost_cny: Number
    curtailed_twh: float
    violated_days: Count


class Summary(_Part):
    """``summary.json``. market: of a run with duals. adequacy: of a case of a batch that simulates outages. foresight: of an operated case."""

    region: Place
    areas: Annotated[dict[str, Place], Field(min_length=1)]
    targets: list[Target]
    expansion: dict[Literal["units", "links", "reservoirs"], dict[str, Size]] = {}
    limits: dict[str, Limit] = {}
    market: Market | None = None
    adequacy: AdequacySummary | None = None
    foresight: ForesightSummary | None = None


class InputTable(_Part):
    """A table of the case."""

    keys: list[str]
    units: dict[str, str]
    rows: list[dict[str, Cell]]


class Inputs(_Part):
    """``inputs.json``."""

    settings: dict[str, Any]
    tables: dict[str, InputTable]
    series: dict[str, dict[str, Cell]]


FILES: dict[str, type[_Part]] = {"run.json": Record, "summary.json": Summary, "inputs.json": Inputs}
"""JSON files of a run folder."""
RESULTS = "dispatch.nc"
"""The file of the Dataset."""


def parse(place: Path, name: str) -> dict[str, Any]:
    """Return the content of a JSON file of a run folder. Raises CaseError where the content is not that of its schema."""
    model = validated(place / name, FILES[name].model_validate_json, message("fault.results.not_run_writes"), AGAIN)
    return model.model_dump(mode="python", by_alias=True, exclude_unset=True)


_Content = TypeVar("_Content")


def validated(path: Path, validate: Callable[[bytes], _Content], rule: Message, remedy: Message) -> _Content:
    """Return the content of a JSON file, by a validator of Pydantic, which bounds the depth of nesting.

    rule: stated for a value of another kind. Raises CaseError for a file that cannot be read or that breaks its schema."""
    try:
        return validate(path.read_bytes())
    except OSError as error:
        unread = message("fault.common.file_cannot_read", strerror=error.strerror)
        raise CaseError([Fault(str(path), 0, "", "", unread, remedy)]) from None
    except ValidationError as error:
        raise CaseError([_fault(path, dict(one), rule, remedy) for one in error.errors()[:MAX_FAULTS]]) from None


def _fault(path: Path, found: dict[str, Any], rule: Message, remedy: Message) -> Fault:
    if found["type"] == "json_invalid":
        return Fault(str(path), 0, "", "", message("fault.results.json"), remedy)
    place = ".".join(map(str, found["loc"]))
    if found["type"] == "missing":
        return Fault(str(path), 0, place, "", message("fault.common.key_missing"), remedy)
    return Fault(str(path), 0, place, str(found["input"])[:60], rule, remedy)


def read_dataset(path: Path) -> xr.Dataset:
    """Return the Dataset of a run, in memory. Raises CaseError where the file is cut off, or lacks a variable, or has one
    of another kind."""
    try:
        with netcdf_path(path) as place, xr.open_dataset(place, engine="netcdf4") as stored:
            results = stored.load()
    except (OSError, RuntimeError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise CaseError(
            [Fault(str(path), 0, "", "", message("fault.common.file_cannot_read", strerror=error), AGAIN)]
        ) from None
    if faults := [Fault(str(path), 0, name, "", rule, AGAIN) for name, rule in _wrong(results)]:
        raise CaseError(faults[:MAX_FAULTS])
    return results


def _wrong(results: xr.Dataset) -> list[tuple[str, Message]]:
    """(variable, rule that it breaks)."""
    found = []
    for name, entry in {**VARIABLES, **COORDINATES}.items():
        if name not in results.variables:
            found.append((name, message("fault.results.variable_missing")))
            continue
        stored = results[name]
        if stored.dims != entry.dims:
            shown = [f"({', '.join(map(str, dims))})" for dims in (stored.dims, entry.dims)]
            found.append((name, message("fault.results.dimensions_not", shown=shown[0], shown2=shown[1])))
        elif not _is_kind(name, stored):
            found.append((name, message("fault.results.values_another_kind")))
    attributes = {"status": str, "hours_of_horizon": int | np.integer}
    found += [
        (name, message("fault.results.attribute"))
        for name, kind in attributes.items()
        if not isinstance(results.attrs.get(name), kind)
    ]
    return found or _misplaced(results)


def _is_kind(name: str, stored: xr.DataArray) -> bool:
    if name == "time":
        return stored.dtype.kind == "M" and stored.size > 0 and not bool(stored.isnull().any())
    if name in VARIABLES:
        return stored.dtype.kind in "fiu"
    return stored.size == 0 or all(isinstance(value, str) for value in stored.values.tolist())


def _misplaced(results: xr.Dataset) -> list[tuple[str, Message]]:
    """Assets in an area that the run lacks, and duplicate labels."""
    areas = set(results["area"].values.tolist())
    found = []
    for name in COORDINATES:
        if name.endswith("_area") and not set(results[name].values.tolist()) <= areas:
            found.append((name, message("fault.results.area")))
        if results[name].dims == (name,) and not pd.Index(results[name].values).is_unique:
            found.append((name, message("fault.results.label_twice")))
    return found


def check_together(place: Path, results: xr.Dataset, record: dict[str, Any], summary: dict[str, Any]) -> None:
    """Raises CaseError where the files of a folder are not of one run."""
    areas, targets = results["area"].values.tolist(), results["target"].values.tolist()
    pairs = (
        ("run.json", "hours", record["hours"], results.sizes["time"]),
        ("summary.json", "areas", list(summary["areas"]), areas),
        ("summary.json", "targets", [target["id"] for target in summary["targets"]], targets),
    )
    rule = message("fault.results.other_run")
    faults = [
        Fault(str(place / name), 0, key, str(own), rule, AGAIN) for name, key, own, other in pairs if own != other
    ]
    if faults:
        raise CaseError(faults)


def read_folder(place: Path) -> tuple[Callable[[], xr.Dataset], dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return (opener of the Dataset, summary, record, inputs) of a saved run. Raises CaseError where there is no whole
    run, or a file is damaged; so does the opener."""
    whole = not place.name.endswith(PARTIAL)
    missing = [name for name in (*FILES, RESULTS) if not (place / name).is_file()]
    if missing or not whole:
        rule = (
            message("fault.results.no_run_missing", missing=names(missing))
            if whole
            else message("fault.results.run_never_finished")
        )
        raise CaseError([Fault(str(place), 0, "", "", rule, message("remedy.results.run_folder"))])
    record, summary, inputs = (parse(place, name) for name in FILES)

    def results() -> xr.Dataset:
        stored = read_dataset(place / RESULTS)
        check_together(place, stored, record, summary)
        return stored

    return results, summary, record, inputs
