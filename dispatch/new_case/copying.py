"""A copy of a case."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dispatch.case import Sources, gather, is_workbook, merge_settings, read_toml, unpack
from dispatch.case.schema import SCHEMA
from dispatch.case.tables import Cell
from dispatch.errors import CaseError
from dispatch.results.partial import appearing

from .tables import document, write_table

_CASE, _WEATHER = "case.toml", "weather.toml"


def from_case(case: Path, place: Path) -> bool:
    """Copy a case. A copy beside a case that extends another one extends it too; elsewhere the tables and keys are merged,
    as ``extends`` reaches sibling folders only. Returns whether tables were merged.

    Raises CaseError if there is no such case, if a case that would be merged has faults, or for the cells of a workbook
    that cannot be converted; FileExistsError if ``place`` exists.
    """
    sources = gather(case)
    merged = len(sources.chain) > 1 and sources.folder.parent != place.resolve().parent
    faults = sources.faults if merged else []
    if is_workbook(case):
        faults = unpack(case).placed(faults)
    if faults:
        raise CaseError(faults)
    with appearing(place) as folder:
        if merged:
            _write_merged(sources, folder)
        else:
            for path in _files(sources.folder):
                shutil.copyfile(path, folder / path.name)
    return merged


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a case folder: no hidden file, no folder."""
    return (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))


def _write_merged(sources: Sources, folder: Path) -> None:
    """Write tables and keys of a case and of the cases that it extends; of other files the nearest."""
    tables = {f"{name}.csv" for name in SCHEMA}
    for one in reversed(sources.chain):
        for path in _files(one):
            if path.name not in tables | {_CASE, _WEATHER}:
                shutil.copyfile(path, folder / path.name)
    for name, rows in sources.rows.items():
        write_table(folder, name, [{column: _text(cell) for column, cell in row.items()} for row in rows])
    (folder / _CASE).write_text(document(sources.settings), encoding="utf-8")
    if weather := _weather(sources.chain):
        (folder / _WEATHER).write_text(document(weather), encoding="utf-8")


def _text(cell: Cell) -> object:
    return cell.value if isinstance(cell.value, float) else cell.text


def _weather(chain: Sequence[Path]) -> dict[str, Any]:
    """Return the merged keys of weather.toml: tables key by key, lists whole. Raises CaseError."""
    keys: dict[str, Any] = {}
    for folder in reversed(chain):
        if (folder / _WEATHER).is_file():
            merge_settings(keys, read_toml(folder / _WEATHER, _WEATHER)[0])
    return keys
