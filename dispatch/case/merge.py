"""From folders to one set of rows: `extends` merges by key, `drop` deletes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dispatch.errors import CaseError, Fault
from dispatch.messages import Message, message, names, sentences

from . import files
from .cell_values import Value, WrongValueError, parse
from .schema import SCHEMA, TableSchema
from .suggestions import clip, options
from .tables import Cell, Row, read_table
from .toml import read_toml
from .workbook import home_of, is_workbook, unpack

_OF_FOLDER = {"extends", "drop"}
_OTHERS = frozenset({"sites.csv"})  # for `dispatch weather`, not a table of the model
_SHEETS = frozenset({".csv", ".xls", ".xlsx", ".xlsm", ".ods", ".tsv"})

_OWN = message("remedy.case.own_csv")


@dataclass
class Sources:
    """A case before it is checked.

    settings: keys of case.toml, merged; places: file and line of each key; rows: by table; columns: those of the
    heading of each file; broken: tables of which rows may be lost; chain: the case folder, then what it extends.
    """

    name: str
    folder: Path
    settings: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in SCHEMA})
    columns: dict[str, set[str]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    chain: list[Path] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Folder:
    path: Path
    label: str
    settings: dict[str, Any]
    lines: dict[str, int]


def gather(path: str | Path) -> Sources:
    """Read a case folder, or a workbook, and the folders that it extends. Raises CaseError only if there is no such folder: any other fault
    is kept, so that the rest is checked too."""
    book = unpack(path) if is_workbook(path) else None
    folder = _case_folder(path) if book is None else book.folder
    whole = Sources(folder.name, folder, faults=[] if book is None else list(book.faults))
    folders = _chain(whole)
    whole.chain = [one.path for one in folders]
    named = {str(one.settings.get("series")) for one in folders}.union(*(mapped(one.path) for one in folders))
    named -= {f"{name}.csv" for name in SCHEMA}
    for one in reversed(folders):
        own = {key: value for key, value in one.settings.items() if key not in _OF_FOLDER}
        merge_settings(whole.settings, own)
        whole.places |= {key: (f"{one.label}case.toml", line) for key, line in one.lines.items()}
        _drop(whole, one)
        _merge_tables(whole, one, named)
    return whole


def _case_folder(path: str | Path) -> Path:
    try:
        folder = Path(path).resolve()
        exists, is_folder = folder.exists(), folder.is_dir()
    except (OSError, RuntimeError, ValueError):
        raise files.one_fault(
            clip(path), message("fault.case.cannot_path_case"), message("remedy.case.name_folder")
        ) from None
    if is_folder:
        return folder
    remedy = message("remedy.case.folder")
    if not exists and folder.parent.is_dir():
        others = sorted(other.name for other in folder.parent.iterdir() if (other / "case.toml").is_file())
        remedy = options(folder.name, others, message("list.case.cases_beside"))
    raise files.one_fault(
        clip(path), message("fault.case.no_folder") if exists else message("fault.case.no_such_case"), remedy
    )


def _chain(whole: Sources) -> list[_Folder]:
    """The case and what it extends, nearest first; where the chain breaks, a fault, and no table is whole."""
    at, chain = whole.folder, list[_Folder]()
    try:
        while True:
            label = "" if at == whole.folder else f"{at.name}/"
            name = f"{label}case.toml"
            chain.append(_Folder(at, label, {}, {}))
            settings, lines = read_toml(files.inside(at, at / "case.toml", name), name)
            chain[-1] = _Folder(at, label, settings, lines)
            if "extends" not in settings:
                return chain
            at = _parent(at, settings["extends"], name, lines.get("extends", 0))
            if at in [one.path for one in chain]:
                names = " -> ".join(one.path.name for one in [*chain, _Folder(at, "", {}, {})])
                rule = message("fault.case.extends_circle")
                raise CaseError(
                    [Fault(name, lines.get("extends", 0), "extends", names, rule, message("remedy.case.break_circle"))]
                )
    except CaseError as error:
        whole.faults.extend(error.faults)
        whole.broken.update(SCHEMA)
        return chain


def _parent(folder: Path, given: Any, name: str, row: int) -> Path:
    def fault(rule: Message, remedy: Message) -> CaseError:
        return CaseError([Fault(name, row, "extends", clip(given), rule, remedy)])

    beside = message("remedy.case.name_folder_beside")
    if not isinstance(given, str) or not given.isprintable() or given in ("", ".", ".."):
        raise fault(message("fault.case.extends_name"), beside)
    home = home_of(folder)
    if "/" in given or "\\" in given or (home / given).resolve().parent != home:
        raise fault(message("fault.case.extends_place"), beside)
    parent = (home / given).resolve()
    if not parent.is_dir():
        others = sorted(other.name for other in home.iterdir() if (other / "case.toml").is_file())
        raise fault(message("fault.case.extends_missing"), options(given, others, message("list.case.cases")))
    return parent


def merge_settings(onto: dict[str, Any], new: Mapping[str, Any]) -> None:
    """Write the keys of one case.toml over those of another, table by table."""
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(onto.get(key), dict):
            merge_settings(onto[key], value)
        else:
            onto[key] = value


def _merge_tables(whole: Sources, one: _Folder, series: set[str]) -> None:
    for path in sorted(one.path.iterdir()):
        name = one.label + path.name
        skipped = path.name.startswith((".", "~$")) or path.name in _OTHERS or path.name in series
        if skipped or path.suffix.lower() not in _SHEETS:
            continue
        schema = SCHEMA.get(path.stem)
        if path.suffix != ".csv":
            if path.stem.lower() in SCHEMA:
                rule = message("fault.case.table_not_read", suffix=path.suffix)
                whole.faults.append(
                    Fault(name, 0, "", "", rule, message("remedy.case.save_as_csv", stem=path.stem.lower()))
                )
                whole.broken.add(path.stem.lower())
            continue
        if schema is None:
            if not _is_series(path):
                remedy = sentences(options(path.stem, SCHEMA, message("list.case.tables")), _OWN)
                whole.faults.append(Fault(name, 0, "", "", message("fault.case.no_such_table"), remedy))
            continue
        try:
            raw = read_table(files.inside(one.path, path, name), schema, name)
        except CaseError as error:
            whole.faults.extend(error.faults)
            whole.broken.add(schema.name)
            continue
        whole.faults.extend(raw.faults)
        whole.columns[name] = raw.columns
        if not raw.whole:
            whole.broken.add(schema.name)
        _merge_rows(whole.rows[schema.name], raw.rows, schema, whole.faults)


def mapped(folder: Path) -> set[str]:
    """Return the files that the maps of a folder name: TOML files with a list ``source`` (docs/series.md). What is no map,
    or no TOML, names none."""
    names: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        if path.name in ("case.toml", "weather.toml"):
            continue
        try:
            sources = read_toml(path, path.name)[0].get("source")
        except CaseError:
            continue
        for source in sources if isinstance(sources, list) else ():
            given = source.get("file") if isinstance(source, dict) else None
            names.update(str(name) for name in (given if isinstance(given, list) else [given]) if name)
    return names


def _is_series(path: Path) -> bool:
    """Whether a CSV is one of hourly series: a variant that `--set series=` may choose."""
    try:
        with path.open("rb") as file:
            return b"time" in file.readline(100_000).strip(b"\xef\xbb\xbf\r\n").split(b",")
    except OSError:
        return False


def key_of(row: Row, schema: TableSchema) -> tuple[Value, ...] | None:
    """Values of the key columns; None where one is missing or faulty."""
    values = [row[name].value for name in schema.keys if name in row]
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(schema.keys) else None


def _merge_rows(onto: list[Row], new: list[Row], schema: TableSchema, faults: list[Fault]) -> None:
    place = {key_of(row, schema): k for k, row in enumerate(onto)}
    seen: dict[tuple[Value, ...], Cell] = {}
    for row in new:
        key = key_of(row, schema)
        if key is None:
            onto.append(row)
            continue
        here = row[schema.keys[0]]
        if key in seen:
            rule = message("fault.case.same_key_as_row", keys=names(schema.keys), row=seen[key].row)
            faults.append(
                Fault(
                    here.file,
                    here.row,
                    schema.keys[0],
                    ", ".join(map(str, key)),
                    rule,
                    message("remedy.common.keep_one"),
                )
            )
            continue
        seen[key] = here
        if key in place:
            onto[place[key]] = onto[place[key]] | row
        else:
            onto.append(row)


def _drop(whole: Sources, one: _Folder) -> None:
    drop, file = one.settings.get("drop", {}), f"{one.label}case.toml"

    def fault(key: str, value: object, rule: Message, remedy: Message) -> None:
        whole.faults.append(Fault(file, one.lines.get(key, 0), key, clip(value), rule, remedy))

    if not isinstance(drop, dict):
        fault(
            "drop",
            drop,
            message("fault.case.drop_keys"),
            message("remedy.case.drop_capacity"),
        )
        return
    for name, keys in drop.items():
        schema = SCHEMA.get(name)
        if schema is None:
            fault(
                f"drop.{name}",
                "",
                message("fault.case.no_such_table"),
                options(name, SCHEMA, message("list.case.tables")),
            )
        elif not isinstance(keys, list):
            fault(
                f"drop.{name}",
                keys,
                message("fault.case.drop_list"),
                message("remedy.case.write_list_of_keys", name=name, keys=",".join(schema.keys)),
            )
        else:
            for key in keys:
                _drop_key(whole, schema, key, fault)


def _drop_key(
    whole: Sources, schema: TableSchema, key: Any, fault: Callable[[str, object, Message, Message], None]
) -> None:
    wanted: list[Value] = []
    columns = [column for column in schema.columns if column.key]
    parts = [part.strip() for part in str(key).split(",")]
    for column, part in zip(columns, parts, strict=False):
        try:
            wanted.append(parse(column, part))
        except WrongValueError as wrong:
            fault(
                f"drop.{schema.name}",
                key,
                message("fault.common.of", name=f"{column.name} {clip(part)}", rule=wrong.rule),
                wrong.remedy,
            )
            return
    keys = [key_of(row, schema) for row in whole.rows[schema.name]]
    goes = [known is not None and list(known[: len(parts)]) == wanted for known in keys]
    if len(parts) > len(columns) or not any(goes):
        if whole.broken != set(SCHEMA):
            known = [",".join(map(str, one)) for one in keys if one]
            remedy = options(str(key), known, message("list.case.keys_of_rows", keys=",".join(schema.keys)))
            fault(f"drop.{schema.name}", key, message("fault.case.drop_row"), remedy)
        return
    whole.rows[schema.name] = [row for row, gone in zip(whole.rows[schema.name], goes, strict=True) if not gone]
