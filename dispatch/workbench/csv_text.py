"""A CSV file whose form is kept: encoding, line ends, quotes, order. Only the fields that are changed are written anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

_BOM = b"\xef\xbb\xbf"
_QUOTED = frozenset(',"\r\n')


@dataclass(frozen=True)
class Encoding:
    """Encoding of a file: UTF-8 with or without BOM, or GB18030."""

    name: str = "utf-8"
    bom: bool = False

    def encode(self, text: str) -> bytes:
        """Return the bytes of a text. A surrogate of a broken paste becomes ``?``."""
        try:
            encoded = text.encode(self.name)
        except UnicodeEncodeError:
            encoded = text.encode(self.name, "replace")
        return (_BOM if self.bom else b"") + encoded


def decoded(raw: bytes) -> tuple[str, Encoding]:
    """Return the text of a file and its encoding. Raises UnicodeDecodeError where the file is neither UTF-8 nor GB18030."""
    bom = raw.startswith(_BOM)
    try:
        return raw[len(_BOM) if bom else 0 :].decode("utf-8"), Encoding("utf-8", bom)
    except UnicodeDecodeError:
        return raw.decode("gb18030"), Encoding("gb18030")


@dataclass
class Record:
    """A line of the file, or several where a field in quotes spans lines. fields: as they are written, quotes included."""

    fields: list[str]
    end: str

    @property
    def blank(self) -> bool:
        """Whether no field has text."""
        return not any(plain(field) for field in self.fields)

    @property
    def lines(self) -> int:
        """Number of lines."""
        text = ",".join(self.fields)
        return 1 + text.count("\n") + text.count("\r") - text.count("\r\n")


class CsvText:
    """Records of a file; the first that is not blank is the heading."""

    def __init__(self, records: list[Record], encoding: Encoding, newline: str) -> None:
        self.records, self.encoding, self.newline = records, encoding, newline

    @classmethod
    def of(cls, raw: bytes) -> Self:
        """Return the records of a file. Raises UnicodeDecodeError where the file is neither UTF-8 nor GB18030."""
        text, encoding = decoded(raw)
        records = _records(text)
        newline = next((record.end for record in records if record.end), "\n")
        return cls(records, encoding, newline)

    @classmethod
    def new(cls, titles: Sequence[str]) -> Self:
        """Return a file with a heading alone."""
        return cls([Record([quoted(title) for title in titles], "\n")], Encoding(), "\n")

    def raw(self) -> bytes:
        """Return the bytes of the file."""
        return self.encoding.encode("".join(",".join(record.fields) + record.end for record in self.records))

    @property
    def heading(self) -> list[str]:
        """Titles of the columns; empty without a heading."""
        record = self._heading()
        return [] if record is None else [plain(field) for field in record.fields]

    def _heading(self) -> Record | None:
        return next((record for record in self.records if not record.blank), None)

    def place(self, line: int) -> int:
        """Return the position of the record that begins at a line, counted from 1. Raises KeyError."""
        at = 1
        for position, record in enumerate(self.records):
            if at == line:
                return position
            at += record.lines
        raise KeyError(line)

    def line(self, position: int) -> int:
        """Return the line at which a record begins."""
        return 1 + sum(record.lines for record in self.records[:position])

    def rows(self) -> list[tuple[int, list[str]]]:
        """Return (line, texts) of each record after the heading, blank ones included."""
        found, at, heading = [], 1, self._heading()
        seen = False
        for record in self.records:
            if seen and record.fields != [""]:
                found.append((at, [plain(field) for field in record.fields]))
            seen = seen or record is heading
            at += record.lines
        return found

    def set(self, line: int, column: int, text: str) -> None:
        """Write a field. A field in quotes stays in quotes; an empty one takes those of its column."""
        record = self.records[self.place(line)]
        old = record.fields[column]
        record.fields[column] = quoted(text, old.startswith('"') or (not plain(old) and self._in_quotes(column)))

    def add(self, texts: Sequence[str]) -> int:
        """Append a record and return its line."""
        if self.records and not self.records[-1].end:
            self.records[-1].end = self.newline
        while self.records and self.records[-1].fields == [""]:
            self.records.pop()  # blank lines at the end
        fields = [quoted(text, bool(text) and self._in_quotes(k)) for k, text in enumerate(texts)]
        self.records.append(Record(fields, self.newline))
        return self.line(len(self.records) - 1)

    def remove(self, line: int) -> None:
        """Delete a record."""
        del self.records[self.place(line)]

    def add_column(self, title: str, place: int) -> None:
        """Insert a column without texts."""
        heading = self._heading()
        width = len(heading.fields) if heading else 0
        for record in self.records:
            if record is heading:
                record.fields.insert(place, quoted(title))
            elif len(record.fields) == width and not (width == 1 and record.blank):
                record.fields.insert(place, "")

    def _in_quotes(self, column: int) -> bool:
        """Whether most of the texts of a column are in quotes."""
        heading = self._heading()
        written = [record.fields[column] for record in self.records if column < len(record.fields)]
        own = [field for field in written if plain(field)][1 if heading else 0 :]
        return sum(field.startswith('"') for field in own) * 2 > len(own)


def plain(field: str) -> str:
    """Return the text of a field, as the program reads it.

    >>> plain(' 7 '), plain('"a ""b"", c"')
    ('7', 'a "b", c')
    """
    if field.startswith('"'):
        closed = field.rstrip()
        inner = closed[1:-1] if len(closed) > 1 and closed.endswith('"') else closed[1:]
        return inner.replace('""', '"').strip()
    return field.strip()


def quoted(text: str, always: bool = False) -> str:
    """Return a text as a field.

    >>> quoted("a"), quoted("a", True), quoted("a,b"), quoted("", True)
    ('a', '"a"', '"a,b"', '')
    """
    if text and (always or not _QUOTED.isdisjoint(text) or text.startswith(('"', " ")) or text.endswith(" ")):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _records(text: str) -> list[Record]:
    records: list[Record] = []
    fields: list[str] = []
    start, at, inside = 0, 0, False
    while at < len(text):
        character = text[at]
        if inside and text.startswith('""', at):
            at += 1
        elif character == '"' and (inside or at == start):
            inside = not inside
        elif not inside and character == ",":
            fields.append(text[start:at])
            start = at + 1
        elif not inside and character in "\r\n":
            end = "\r\n" if text.startswith("\r\n", at) else character
            records.append(Record([*fields, text[start:at]], end))
            at += len(end) - 1
            fields, start = [], at + 1
        at += 1
    if fields or start < len(text):
        records.append(Record([*fields, text[start:]], ""))
    return records
