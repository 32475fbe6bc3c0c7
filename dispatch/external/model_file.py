"""Solve an MPS or LP file; the hours of columns are read from their names."""

from __future__ import annotations

import csv
import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from dispatch.app.assemble import PATIENCE, nothing_to_show
from dispatch.app.clock import Clock
from dispatch.arrays import Floats, Integers
from dispatch.case.suggestions import clip
from dispatch.errors import CaseError, DispatchError, Fault, InfeasibleError, UnboundedError
from dispatch.lp import COUPLES, SMALLEST, Matrix, silent
from dispatch.messages import Message, clauses, message
from dispatch.solve import Options, Progress, Solution, empty_ranges, relax, relax_whole_units, solve

from .timed import solve_timed, timed_problem

DATE_REGEX = r"[\[(,_](?P<t>\d{4}[-./]\d\d[-./]\d\d(?:[T ~_]\d\d(?:[:.!]?\d\d){0,2})?)[\])]*$"
"""Time index of a name by default: the date at its end, with or without the time of day, as ``dispatch export`` writes it
(``load(2030.01.07~13!00)``) or in ISO format (``p[wind,2030-01-07 13:00]``)."""
INTEGER_REGEX = r"[\[(,_](?P<t>\d+)[\])]*$"
"""The same for names of which none ends with a date: the last integer at the end, behind a bracket, a comma or an underscore:
``p[wind,12]``, ``p(12)``, ``p_12``."""
ENDINGS = (".mps", ".lp", ".mps.gz", ".lp.gz")
DROPPED = re.compile(r"(?P<count>\d+) \|values?\| in \[\S+, (?P<largest>[^\]]+)\] less than or equal to \S+ ignored")
"""Line of the log of HiGHS that states how many coefficients it drops, and the largest."""
MOST = 20
"""Rows or columns that a message names."""
SHOWN = 3
"""Column names that a remedy shows."""


@dataclass(frozen=True, eq=False)
class FileModel:
    """A model of a file. problem: a minimisation, costs of a maximum negated (sign -1). whole, shape (columns,): 1 for an
    integer column, otherwise 0. columns, rows: names."""

    problem: Matrix
    whole: Floats
    sign: float
    columns: list[str]
    rows: list[str]


@dataclass(frozen=True, eq=False)
class FileSolution:
    """A model with its solution. objective, bound: of the sense of the file."""

    model: FileModel
    solution: Solution
    seconds: dict[str, float | None]

    @property
    def objective(self) -> float:
        """The objective of the point, with the sign of the file."""
        return self.model.sign * self.solution.objective

    @property
    def bound(self) -> float:
        """The bound on the objective, with the sign of the file."""
        return self.model.sign * self.solution.bound

    def write(self, folder: Path) -> None:
        """Write columns.csv, rows.csv and solution.json into a folder that exists."""
        solution, sign, problem = self.solution, self.model.sign, self.model.problem
        assert solution.primal is not None and solution.row_dual is not None
        reduced = problem.cost - problem.matrix.T @ solution.row_dual
        activity = problem.matrix @ solution.primal
        for name, heading, keys, values in (
            ("columns", "reduced_cost", self.model.columns, (solution.primal, sign * reduced)),
            ("rows", "dual", self.model.rows, (activity, sign * solution.row_dual)),
        ):
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow([name[:-1], "value", heading])
                writer.writerows(zip(keys, *(column.tolist() for column in values), strict=True))
        text = json.dumps(self.record(), indent=1, ensure_ascii=False)
        (folder / "solution.json").write_text(f"{text}\n", encoding="utf-8")

    def record(self) -> dict[str, Any]:
        """Return status, objective, bound, gap, method, notes, size and seconds."""
        solution, problem = self.solution, self.model.problem
        numbers = {"objective": self.objective, "bound": self.bound, "gap": solution.gap}
        return {
            "status": solution.status,
            **{key: float(value) if np.isfinite(value) else None for key, value in numbers.items()},
            "sense": "max" if self.model.sign < 0 else "min",
            "primal_infeasibility": float(solution.infeasibility.primal),
            "method": solution.method,
            "notes": str(clauses(*solution.notes)),
            "columns": len(problem.cost),
            "rows": len(problem.row_lower),
            "time_steps": int(problem.column_last.max(initial=-1)) + 1,
            "columns_without_time": int((problem.column_first < 0).sum()),
            "seconds": self.seconds,
        }


def solve_file(path: Path, time_regex: str | None, options: Options, clock: Clock) -> FileSolution:
    """Solve an MPS or LP file.

    time_regex: finds the time index in the name of a column (group ``t``, or the first group); None: DATE_REGEX, or INTEGER_REGEX where no name has a date. Integers
    are ordered by number, other texts alphabetically. A column whose name does not match has no hour.
    Raises CaseError, FileNotFoundError; InfeasibleError with the rows of the least violation; UnboundedError with the
    columns of a ray; SolverError or Interrupted where there is no feasible point.
    """
    with clock.stage("read"):
        model = read_model(path, time_regex)
    with clock.stage("solve"):
        solution = solve_timed(model.problem, model.whole, options)
        if solution.primal is None:
            raise _failure(model, solution, options)
    return FileSolution(model, solution, clock.seconds)


def read_model(path: Path, time_regex: str | None) -> FileModel:
    """Read a file by HiGHS. Raises CaseError for what cannot be read or solved, FileNotFoundError."""
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file")
    pattern = None if time_regex is None else _pattern(time_regex)
    if not path.name.lower().endswith(ENDINGS):
        raise _fault(path, "fault.external.ending", message("remedy.external.endings", endings=", ".join(ENDINGS)))
    solver = _read(path)
    lp = solver.getLp()
    if not np.isfinite(lp.col_cost_).all():
        raise _fault(path, "fault.external.infinite_cost", message("remedy.external.scale_costs"))
    if solver.getModel().hessian_.dim_:
        raise _fault(path, "fault.external.quadratic", message("remedy.external.solve_with_highs"))
    kinds = np.array([int(kind) for kind in lp.integrality_], dtype=np.int64)
    whole = np.zeros(lp.num_col_)
    if kinds.size:
        if not np.isin(kinds, (int(highspy.HighsVarType.kContinuous), int(highspy.HighsVarType.kInteger))).all():
            raise _fault(path, "fault.external.semi_continuous", message("remedy.external.solve_with_highs"))
        whole = (kinds == int(highspy.HighsVarType.kInteger)).astype(float)
    try:
        columns, rows = _names(lp.col_names_, lp.num_col_, "c"), _names(lp.row_names_, lp.num_row_, "r")
    except UnicodeDecodeError as error:
        name = error.object.decode("utf-8", errors="backslashreplace")
        raise _fault(
            path, "fault.external.not_utf8", message("remedy.external.convert_to_utf8"), name=clip(name)
        ) from None
    hours, series = time_index(columns, _default(columns) if pattern is None else pattern)
    if time_regex is not None and len(hours) and (hours < 0).all():
        shown = ", ".join(columns[:SHOWN])
        raise _fault(time_regex, "fault.external.regex_no_match", message("remedy.external.column_names", names=shown))
    sign = -1.0 if lp.sense_ == highspy.ObjSense.kMaximize else 1.0
    problem = timed_problem(
        sign * np.asarray(lp.col_cost_),
        (np.asarray(lp.col_lower_), np.asarray(lp.col_upper_)),
        _matrix(lp),
        (np.asarray(lp.row_lower_), np.asarray(lp.row_upper_)),
        hours,
        series,
        sign * lp.offset_,
    )
    return FileModel(problem, whole, sign, columns, rows)


def _read(path: Path) -> highspy.Highs:
    """Return HiGHS with the model of a file. Raises CaseError where HiGHS cannot read the file or drops coefficients: the optimum would be
    that of another LP."""
    solver = silent()
    with tempfile.TemporaryDirectory() as place:
        readable, log = path, Path(place) / "log"
        if path.suffix.lower() == ".gz" and not path.name.endswith(".gz"):
            readable = (
                Path(place) / f"model{''.join(path.suffixes[-2:]).lower()}"
            )  # HiGHS knows .gz in small letters only
            shutil.copyfile(path, readable)
        # HiGHS reports what it drops in its log only. Names in the log may have any encoding, which a callback cannot pass on.
        solver.setOptionValue("log_file", str(log))
        solver.setOptionValue("log_to_console", False)
        solver.setOptionValue("output_flag", True)
        status = solver.readModel(str(readable))
        solver.setOptionValue("log_file", "")
        dropped = DROPPED.search(log.read_text("utf-8", errors="replace"))
    if status == highspy.HighsStatus.kError:
        raise _fault(path, "fault.external.unreadable", message("remedy.external.write_model_again"))
    if dropped is not None:
        count, largest = int(dropped["count"]), float(dropped["largest"])
        remedy = message("remedy.external.scale_coefficients", least=SMALLEST)
        raise _fault(path, "fault.external.dropped", remedy, count=count, largest=largest)
    return solver


def _default(names: Sequence[str]) -> re.Pattern[str]:
    """Return the expression of dates if a name ends with a date, otherwise that of integers."""
    date = re.compile(DATE_REGEX)
    return date if any(map(date.search, names)) else re.compile(INTEGER_REGEX)


def time_index(names: Sequence[str], pattern: re.Pattern[str]) -> tuple[Integers, Integers]:
    """Return the hour of each name, -1 where it does not match, and its series: names that differ in their time index only.
    Hours are places among the texts that were found, in their order.

    >>> hours, series = time_index(["p[wind,10]", "p[wind,9]", "capacity[wind]"], re.compile(INTEGER_REGEX))
    >>> hours.tolist(), bool(series[0] == series[1] != series[2])
    ([1, 0, -1], True)
    """
    group: int | str = "t" if "t" in pattern.groupindex else 1
    texts: list[str | None] = []
    rests: dict[str, int] = {}
    series = np.zeros(len(names), dtype=np.int64)
    for number, name in enumerate(names):
        found = pattern.search(name)
        text = None if found is None else found[group]
        rest = name if found is None or text is None else f"{name[: found.start(group)]}\0{name[found.end(group) :]}"
        texts.append(text)
        series[number] = rests.setdefault(rest, len(rests))
    places = {text: place for place, text in enumerate(_ordered({text for text in texts if text is not None}))}
    return np.array([COUPLES if text is None else places[text] for text in texts], dtype=np.int64), series


def _ordered(texts: set[str]) -> list[str]:
    if all(text.isdecimal() for text in texts):
        return sorted(texts, key=lambda text: (int(text), text))
    return sorted(texts)


def _pattern(text: str) -> re.Pattern[str]:
    """Return the expression. Raises CaseError where it is none or has no group."""
    remedy = message("remedy.external.correct_regex")
    try:
        pattern = re.compile(text)
    except re.error as error:
        raise _fault(text, "fault.external.regex_invalid", remedy, error=error) from None
    if not pattern.groups:
        raise _fault(text, "fault.external.regex_no_group", remedy)
    return pattern


def _fault(value: Path | str, key: str, remedy: Message, **values: object) -> CaseError:
    place, shown = (value.name, "") if isinstance(value, Path) else ("--time-regex", value)
    return CaseError([Fault(place, 0, "", shown, message(key, **values), remedy)])


def _names(names: Sequence[str], count: int, letter: str) -> list[str]:
    """Return the names; numbers behind a letter where the file has none."""
    return list(names) if len(names) == count else [f"{letter}{number}" for number in range(count)]


def _matrix(lp: Any) -> sparse.csr_matrix:
    stored = lp.a_matrix_
    by_row = stored.format_ == highspy.MatrixFormat.kRowwise
    kind = sparse.csr_matrix if by_row else sparse.csc_matrix
    shape = (lp.num_row_, lp.num_col_)
    return sparse.csr_matrix(kind((stored.value_, stored.index_, stored.start_), shape=shape))


def _failure(model: FileModel, solution: Solution, options: Options) -> DispatchError:
    """Return why there is no feasible point, with names of the file."""
    if solution.status == "infeasible":
        return InfeasibleError(_infeasible(model, options))
    if solution.ray is not None:
        lines = _lines(model.columns, solution.ray)
        head, foot = message("end.external.unbounded"), message("end.external.unbounded_remedy")
        return UnboundedError(message("join.lines", parts=[head, *lines, foot]))
    return nothing_to_show(solution)


def _infeasible(model: FileModel, options: Options) -> Message:
    problem, whole = model.problem, model.whole
    empty = np.flatnonzero(empty_ranges(problem, whole))
    if empty.size:
        return message("join.lines", parts=[message("end.external.empty_integer_ranges"), *_ranges(model, empty)])
    options.report(Progress(message("stage.infeasible")))
    limited = replace(options, time_limit=min(PATIENCE, options.time_limit))
    if whole.any() and solve(problem, limited).primal is not None:
        head = message("end.external.infeasible_integer")
        violations = relax_whole_units(problem, whole, limited, np.ones(len(model.rows)))
    else:
        head = message("end.external.infeasible")
        violations = relax(problem, options)
    if not violations.any():
        return message("end.external.infeasible_unexplained")
    return message("join.lines", parts=[head, *_lines(model.rows, violations)])


def _ranges(model: FileModel, columns: Integers) -> list[Message]:
    """Return the bounds of columns, by number, a line each."""
    bounds = ((model.columns[k], float(model.problem.lower[k]), float(model.problem.upper[k])) for k in columns[:MOST])
    lines = [message("end.external.range", name=name, lower=low, upper=high) for name, low, high in bounds]
    return [*lines, *([message("end.more", count=len(columns) - MOST)] if len(columns) > MOST else [])]


def _lines(names: Sequence[str], values: Floats) -> list[Message]:
    """Return the largest values with their names, a line each."""
    order = np.argsort(-np.abs(values), kind="stable")
    found = [int(place) for place in order if values[place] != 0.0]
    lines = [message("end.external.line", name=names[place], amount=float(values[place])) for place in found[:MOST]]
    more = [message("end.more", count=len(found) - MOST)] if len(found) > MOST else []
    return [*lines, *more]
