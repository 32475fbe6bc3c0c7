"""LP and MPS files that HiGHS, Clp, CBC and GLPK read alike. HiGHS writes them."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import highspy
import numpy as np
from numpy.typing import NDArray

from dispatch.arrays import Floats

from .highs import to_highs
from .names import ascii_name
from .program import LP

LONGEST = 96
"""Most characters of a name: the LP reader of CBC takes 100, and HiGHS adds two to the two rows of a range."""
_DIGITS = 12
"""Hexadecimal digits of the hash that ends a name that was cut."""
CONSTANT = "objective_constant"
"""Column that is 1 and costs the constant of the objective. Readers disagree about the sign of a constant in MPS files
(HiGHS, Clp and CBC subtract the right-hand side of the objective, GLPK adds it), and GLPK refuses one in LP files."""
_END = 64
"""Bytes at the end of a file that hold its last line."""
_ROUNDING = 1e-6
"""Share of a step by which a bound may be missed when it is rounded inward."""


def write(lp: LP, path: Path, steps: Floats | None = None, dropped: NDArray[np.bool_] | None = None) -> None:
    """Write the LP with its names; the ending of the path says how: ``.lp`` or ``.mps``.

    steps, shape (columns,): above zero where a column is a whole multiple of it; dropped, shape (rows,): rows to leave out.
    A column whose step is not 1 gets an integer column ``number_COLUMN`` and a row ``whole_COLUMN`` that ties the two.
    Raises OSError.
    """
    path.open("wb").close()  # HiGHS crashes on a file that it cannot open
    columns, rows = lp.column_names(), lp.row_names()
    highs = to_highs(lp.matrix())
    if dropped is not None and dropped.any():
        where = np.flatnonzero(dropped).astype(np.int32)
        highs.deleteRows(len(where), where)
        rows = [name for name, out in zip(rows, dropped, strict=True) if not out]
    if steps is not None:
        for column in np.flatnonzero(steps > 0):
            _make_whole(highs, int(column), float(steps[column]), columns, rows)
    if offset := highs.getObjectiveOffset()[1]:
        highs.changeObjectiveOffset(0.0)
        _add_column(highs, offset, 1.0, 1.0)
        columns.append(CONSTANT)
    named = highs.getLp()
    named.col_names_, named.row_names_ = list(_short(columns)), list(_short(rows))
    whole = highspy.HighsVarType.kInteger in named.integrality_
    if not whole:
        named.integrality_ = []  # no empty sections in LP files
    highs.passModel(named)
    if highs.writeModel(str(path)) != highspy.HighsStatus.kOk:
        raise OSError(f"HiGHS cannot write {path}")
    _complete(path)
    if whole and path.suffix == ".lp":
        _head_sections(path)


def _complete(path: Path) -> None:
    """Raise OSError where the end of the file is missing: HiGHS does not report a disk that is full."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END))
        if not file.read().rstrip().lower().endswith((b"end", b"endata")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def _add_column(highs: highspy.Highs, cost: float, lower: float, upper: float) -> int:
    """Append a column that no row has; return its number."""
    highs.addCol(cost, lower, upper, 0, np.zeros(0, dtype=np.int32), np.zeros(0))
    return int(highs.getNumCol()) - 1


def _make_whole(highs: highspy.Highs, column: int, step: float, columns: list[str], rows: list[str]) -> None:
    """Make a column a whole multiple of a step, with the names of what is added."""
    lower, upper = (float(bound) / step for bound in highs.getCol(column)[2:4])
    lower, upper = np.ceil(lower - _ROUNDING), np.floor(upper + _ROUNDING)
    number = column
    if step == 1.0:
        highs.changeColBounds(column, lower, upper)
    else:
        number = _add_column(highs, 0.0, lower, upper)
        pair = np.array([column, number], dtype=np.int32)
        highs.addRow(0.0, 0.0, 2, pair, np.array([1.0, -step]))
        rows.append(f"whole_{columns[column]}")
        columns.append(f"number_{columns[column]}")
    highs.changeColIntegrality(number, highspy.HighsVarType.kInteger)


def _short(names: Iterable[str]) -> Iterator[str]:
    """Yield names in ASCII, none longer than ``LONGEST``; one that is cut ends with digits of its hash. All stay apart."""
    taken: set[str] = set()
    for name in map(ascii_name, names):
        short, number = name, 0
        while len(short) > LONGEST or short in taken:
            digits = sha256(f"{name} {number}".encode()).hexdigest()[:_DIGITS]
            short, number = f"{name[: LONGEST - _DIGITS - 1]}@{digits}", number + 1
        taken.add(short)
        yield short


def _head_sections(path: Path) -> None:
    """Head the sections of integer columns with words that CBC and GLPK know too; leave out empty ones."""
    text = path.read_text("ascii")
    body, _, tail = text.rpartition("\nbin\n")
    sections = re.fullmatch(r"(.*)gen\n(.*)semi\nend\n\s*", tail, re.DOTALL)
    assert sections, "HiGHS ends an LP file otherwise"
    lines = [body]
    for heading, names in zip(("binaries", "generals"), sections.groups(), strict=True):
        lines += [heading, names.rstrip("\n")] if names.strip() else []
    path.write_text("\n".join([*lines, "end\n"]), "ascii")
