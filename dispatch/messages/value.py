"""A message as a value: the key of the catalogue and the named values of its text, without a language.

The code states what happened (``message("fault.below", least=0)``); the catalogue has the sentence in each language.
Values are numbers, texts of the user's own, texts in both languages, other messages, and tuples of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, Union

from .language import Lang
from .units import quantity_text

Value: TypeAlias = Union[bool, int, float, str, "Quantity", "Bilingual", "Message", tuple["Value", ...]]
_JOINED = "join."
"""Beginning of the keys whose texts are what stands between several messages."""


@dataclass(frozen=True)
class Quantity:
    """A number with its unit: a sentence shows both as readers of its language write them."""

    number: float
    unit: str


@dataclass(frozen=True)
class Bilingual:
    """A text that another declaration than the catalogue states in both languages: that of a column, or of a key."""

    english: str
    chinese: str


@dataclass(frozen=True)
class Message:
    """Key of a text and its named values, in the order of their names. ``str()`` renders English."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    def text(self, lang: Lang) -> str:
        """Return the sentence in a language. Raises KeyError for a key or a value that does not exist."""
        from .catalogue import CATALOGUE

        template = CATALOGUE[self.key][0 if lang is Lang.en else 1]
        if self.key.startswith(_JOINED):
            return template.join(str(_shown(part, lang)) for part in self.value("parts"))
        values = {name: _shown(value, lang) for name, value in self.values}
        return template.format(**values) if values else template

    def value(self, name: str) -> Any:
        """Return the value of that name. Raises KeyError."""
        return dict(self.values)[name]

    def __str__(self) -> str:
        return self.text(Lang.en)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __lt__(self, other: Message) -> bool:
        """Order by key and values, whatever the language says."""
        return (self.key, repr(self.values)) < (other.key, repr(other.values))

    def record(self) -> dict[str, Any]:
        """Return the message as JSON has it: ``{"key": ..., "values": {...}}``."""
        return {"key": self.key, "values": {name: _recorded(value) for name, value in self.values}}

    @staticmethod
    def of(record: Mapping[str, Any]) -> Message:
        """Return the message of a record.

        >>> own = message("join.names", parts=["coal", message("join.names", parts=("a", 2))])
        >>> Message.of(own.record()) == own
        True
        """
        return message(record["key"], **{name: _read(value) for name, value in record["values"].items()})


def message(key: str, /, **values: object) -> Message:
    """Return the message of a key with its values. Other values than numbers, texts and messages are shown as ``str`` has
    them; lists become tuples.

    >>> str(message("join.names", parts=["coal", "gas"]))
    'coal, gas'
    """
    return Message(key, tuple(sorted((name, _frozen(value)) for name, value in values.items())))


def significant(value: float, digits: int = 4) -> str:
    """Return a number with so many significant digits, without an exponent for large numbers.

    >>> significant(30000.4), significant(0.25), significant(1234567.0)
    ('30,000', '0.25', '1,235,000')
    """
    return f"{float(f'{value:.{digits}g}'):,.15g}"


def names(parts: Iterable[object]) -> Message:
    """Return a list of names on a line: ``a, b``."""
    return message("join.names", parts=tuple(parts))


def sentences(*parts: Message | None) -> Message:
    """Return one sentence after the other; None is left out."""
    return _joined("join.sentences", parts)


def clauses(*parts: Message | None) -> Message:
    """Return clauses of one sentence: ``a; b``. None is left out."""
    return _joined("join.clauses", parts)


def _joined(key: str, parts: Iterable[Message | None]) -> Message:
    kept = tuple(part for part in parts if part is not None)
    return kept[0] if len(kept) == 1 else message(key, parts=kept)


def _frozen(value: object) -> Value:
    if isinstance(value, list | tuple):
        return tuple(_frozen(part) for part in value)
    item = getattr(value, "item", None)
    plain = item() if callable(item) else value  # numbers of NumPy become those of Python, for JSON
    return plain if isinstance(plain, Message | Quantity | Bilingual | bool | int | float | str) else str(plain)


def _shown(value: Value, lang: Lang) -> Any:
    if isinstance(value, Message):
        return value.text(lang)
    if isinstance(value, Quantity):
        return quantity_text(value.number, value.unit, lang)
    if isinstance(value, Bilingual):
        return value.english if lang is Lang.en else value.chinese
    return names(value).text(lang) if isinstance(value, tuple) else value


def _recorded(value: Value) -> Any:
    if isinstance(value, Message):
        return value.record()
    if isinstance(value, Quantity):
        return {"number": value.number, "unit": value.unit}
    if isinstance(value, Bilingual):
        return {"english": value.english, "chinese": value.chinese}
    return [_recorded(part) for part in value] if isinstance(value, tuple) else value


def _read(value: Any) -> Value:
    if isinstance(value, dict):
        kind: type[Quantity | Bilingual] = Quantity if "number" in value else Bilingual
        return Message.of(value) if "key" in value else kind(**value)
    return tuple(_read(part) for part in value) if isinstance(value, list) else value
