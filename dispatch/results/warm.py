"""The basis, prices and values of a run, by block name and label: the start of another run of a like case."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from dispatch.errors import CaseError, Fault
from dispatch.lp import LP, Block, Floats
from dispatch.messages import message

Statuses = NDArray[np.int8]

WARM = "warm.npz"
"""File of basis, prices and values: in a run folder, and in the folder of a compliant case."""
_LAYOUT = TypeAdapter(dict[str, list[str]])
"""Name of an array -> the names of its axes."""
NONBASIC, BASIC = 0, 1
"""Status of a column or row that the start does not know: at its bound, and slack."""


def save_warm(
    path: Path, lp: LP, columns: Statuses, rows: Statuses, prices: Floats, primal: Floats, gap: float
) -> None:
    """Write statuses of columns and rows, the prices (duals) of rows and the values of columns, each as an array on the
    axes of its block, and the gap to which they are proven. Labels go along once an axis."""
    arrays: dict[str, NDArray[np.generic]] = {"gap": np.array([gap])}
    axes: dict[int, str] = {}
    layout: dict[str, list[str]] = {}
    for side, blocks, values in (
        ("column", lp.variables, columns),
        ("row", lp.constraints, rows),
        ("price", lp.constraints, prices),
        ("value", lp.variables, primal),
    ):
        for name, block in blocks.items():
            key = f"{side}:{name}"
            empty = np.zeros(1, dtype=values.dtype)
            whole = np.concatenate([values, empty])[block.index]
            arrays[key] = whole.astype(np.int8 if values.dtype == np.int8 else np.float64)
            layout[key] = [axes.setdefault(id(axis), f"axis:{len(axes)}") for axis in block.axes]
            arrays |= {axes[id(axis)]: np.array(axis.labels, dtype=str) for axis in block.axes}
    np.savez_compressed(path, layout=np.array(json.dumps(layout)), allow_pickle=False, **arrays)


def put_solution(run: Path, case: Path) -> None:
    """Copy the solution of a saved run into the folder of its case: the start of runs of this case and window. Nothing is copied where the
    run saved none."""
    if (run / WARM).is_file():
        shutil.copyfile(run / WARM, case / WARM)


def load_warm(path: Path, lp: LP) -> tuple[Statuses, Statuses, Floats, Floats, float]:
    """Statuses of the columns and rows of ``lp``, prices of its rows and values of its columns, matched by block and
    label, and the gap to which they were proven; what is not known is at its bound, slack, and NaN. Raises CaseError where there is none."""
    try:
        # numpy leaves a file open that it opened and cannot read.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            layout = _LAYOUT.validate_json(str(stored["layout"]))
            columns = np.full(lp.columns, NONBASIC, dtype=np.int8)
            rows = np.full(lp.rows, BASIC, dtype=np.int8)
            prices = np.full(lp.rows, np.nan)
            primal = np.full(lp.columns, np.nan)
            gap = float(stored["gap"][0])
            sides: tuple[tuple[str, dict[str, Block], Statuses | Floats], ...] = (
                ("column", lp.variables, columns),
                ("row", lp.constraints, rows),
                ("price", lp.constraints, prices),
                ("value", lp.variables, primal),
            )
            for side, blocks, onto in sides:
                for name, block in blocks.items():
                    key = f"{side}:{name}"
                    if key in layout and len(layout[key]) == len(block.axes):
                        known = [tuple(stored[axis]) for axis in layout[key]]
                        _match(block, stored[key], known, onto)
    except (OSError, LookupError, ValueError, TypeError, AttributeError, EOFError, BadZipFile, zlib.error) as error:
        remedy = message("remedy.results.keep_warm")
        raise CaseError(
            [Fault(str(path), 0, "", "", message("fault.results.no_basis_start", error=error), remedy)]
        ) from None
    return columns, rows, prices, primal, gap


def _match(block: Block, stored: Statuses | Floats, labels: list[tuple[str, ...]], onto: Statuses | Floats) -> None:
    """Copy what the stored block has for the labels of ``block`` into ``onto``, in the order of the block's numbers."""
    known = block.index >= 0
    places = list(_places(block, labels))
    for k, place in enumerate(places):
        known = known & (place >= 0).reshape([-1 if k == other else 1 for other in range(len(places))])
    aligned = stored[np.ix_(*[np.maximum(place, 0) for place in places])] if places else stored
    onto[block.index[known]] = aligned[known]


def _places(block: Block, labels: list[tuple[str, ...]]) -> Iterator[NDArray[np.int64]]:
    for axis, old in zip(block.axes, labels, strict=True):
        where = {label: k for k, label in enumerate(old)}
        yield np.array([where.get(label, -1) for label in axis.labels], dtype=np.int64)
