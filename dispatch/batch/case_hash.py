"""What a case is: a hash of everything that its results depend on. The same case has the same name in every batch."""

from __future__ import annotations

import copy
import hashlib
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dispatch.case import Settings, Sheet, Sources, Weather, gather, override, sheets_of
from dispatch.errors import Fault

LENGTH = 20
"""Hexadecimal digits of a name: 80 bits."""
LIBRARIES = ("highspy", "numpy", "scipy", "pandas", "xarray", "netcdf4")
_PARTS = (
    "adequacy",
    "app",
    "arrays.py",
    "errors.py",
    "technologies.py",
    "case",
    "lp",
    "operate",
    "results",
    "solve",
    "weather",
)
"""What of the program takes part in a run; reports, messages and commands do not."""
_WEATHER = ("weather.toml", "sites.csv")


class Folders:
    """Case folders, each read once; their cases with settings, hashed. refused: settings that the last case refused."""

    def __init__(self) -> None:
        self._read: dict[Path, Sources] = {}
        self._bytes: dict[tuple[str, int, int], str] = {}
        self.refused: list[Fault] = []

    def sources(self, folder: Path) -> Sources:
        """The tables of a folder before settings. Raises CaseError where there is no such folder."""
        if folder not in self._read:
            self._read[folder] = gather(folder)
        return self._read[folder]

    def resolved(self, folder: Path, settings: Sequence[str]) -> dict[str, Any]:
        """The case after ``extends`` and settings, with its series: bytes of their file, or seed, generator and what it
        draws from. Faulty cells stand as their text, so that a case with faults has a name too."""
        read = self.sources(folder)
        own = replace(
            read,
            settings=copy.deepcopy(read.settings),
            places=dict(read.places),
            rows={name: [dict(row) for row in rows] for name, rows in read.rows.items()},
            faults=list(read.faults),
        )
        override(own, settings)
        tables = {name: _rows(sheet) for name, sheet in sheets_of(own).items()}
        self.refused = [fault for fault in own.faults if fault.file == "--set"]
        refused = sorted(map(str, self.refused))
        whole = _settings(own.settings)
        return {"name": own.name, "tables": tables, "settings": whole, "refused": refused} | self._series(own, whole)

    def _series(self, own: Sources, settings: Mapping[str, Any]) -> dict[str, Any]:
        weather = _drawn(settings)
        if weather is not None:
            # Where the series are files, as mostly, the libraries of the sun need not be loaded.
            from dispatch.weather import VERSION as GENERATOR
            from dispatch.weather import record_files

            drawn = [f"{path.name} {self.bytes(path)}" for path in _existing(own.chain, _WEATHER)]
            drawn += [f"{path.name} {self.bytes(path)}" for path in record_files(own.chain, weather.source)]
            return {"seed": weather.first_seed, "generator": GENERATOR, "drawn_from": drawn}
        found = list(_existing(own.chain, [str(settings.get("series"))]))
        return {"series": self.bytes(found[0]) if found else None}

    def bytes(self, path: Path) -> str:
        """SHA-256 of a file, found again by its time and size."""
        status = path.stat()
        key = (str(path), status.st_mtime_ns, status.st_size)
        if key not in self._bytes:
            self._bytes[key] = hashlib.sha256(path.read_bytes()).hexdigest()
        return self._bytes[key]

    def files(self, folder: Path) -> str:
        """Hash of every file that a case could read, in its folder and those that it extends: whether the inputs are
        those that the batch was planned with."""
        whole = hashlib.sha256()
        for one in self.sources(folder).chain:
            for path in sorted(one.iterdir()):
                if path.suffix in (".csv", ".toml", ".nc") and not path.name.startswith((".", "~$")):
                    whole.update(f"{one.name}/{path.name} {self.bytes(path)}\n".encode())
        return whole.hexdigest()


def _existing(chain: Iterable[Path], names: Iterable[str]) -> Iterable[Path]:
    return (path for name in names for folder in chain if (path := folder / name).is_file())


def _drawn(settings: Mapping[str, Any]) -> Weather | None:
    """The weather of a case whose series are drawn; None where they are those of a file, or the keys have a fault."""
    try:
        weather = Weather.model_validate(settings.get("weather") or {})
    except ValidationError:
        return None
    return weather if weather.drawn else None


def _rows(sheet: Sheet) -> list[str]:
    """Rows as texts, in no order: that of a file says nothing."""
    return sorted(
        json.dumps({name: _plain(value) for name, value in values.items()} | _faulty(row), sort_keys=True)
        for values, row in zip(sheet.values, sheet.rows, strict=True)
    )


def _faulty(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: cell.text for name, cell in row.items() if cell.value is None}


def _plain(value: object) -> object:
    """One way to write a value: 1 and 1.0 are the same number."""
    if isinstance(value, bool | str):
        return value
    return float(value) if isinstance(value, int | float) else str(value)


def _settings(given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return Settings.model_validate(dict(given)).model_dump(mode="json")
    except ValidationError:
        return dict(json.loads(json.dumps(given, default=str)))


@cache
def versions() -> dict[str, str]:
    """Program (with a hash of what takes part in a run), solver, libraries, Python."""
    whole = hashlib.sha256()
    for package, parts in (("dispatch", _PARTS), ("models", None)):
        root = Path(str(files(package)))
        sources = sorted(
            path for path in root.rglob("*.py") if parts is None or path.relative_to(root).parts[0] in parts
        )
        for path in sources:
            whole.update(f"{package}/{path.relative_to(root)}\n".encode() + path.read_bytes())
    program = f"{version('neimenggu-dispatch')}+{whole.hexdigest()[:12]}"
    libraries = {name: version(name) for name in LIBRARIES}
    return {"neimenggu-dispatch": program, "python": platform.python_version(), **libraries}


def name_of(resolved: Mapping[str, Any], options: Mapping[str, Any], start: str | None) -> str:
    """The name of a case. ``options``: window, method, gap; ``start``: the name of the case that it starts from."""
    whole = {"case": resolved, "options": options, "start": start, "versions": versions()}
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]
