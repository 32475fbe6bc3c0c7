"""Fields of the saved study whose form in JSON differs from the form in Python."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import CoreSchema, core_schema

from dispatch.messages import CATALOGUE, Lang, Message


def _number(value: Any) -> Any:
    return float("nan") if value is None else value


def _message(value: Any) -> Message:
    """Return the message of a record that both languages can show. Raises ValueError."""
    try:
        found = value if isinstance(value, Message) else Message.of(value)
        named = {field for text in CATALOGUE[found.key] for _, field, _, _ in Formatter().parse(text) if field}
        if not named <= {name for name, _ in found.values}:
            raise ValueError(f"a value is missing of {named}")
        for lang in Lang:
            found.text(lang)
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"no message: {error}") from None
    return found


class _AsRecord:
    """Pydantic's schema of a message: its record in JSON."""

    @staticmethod
    def __get_pydantic_core_schema__(_: Any, __: Any) -> CoreSchema:
        write = core_schema.plain_serializer_function_ser_schema(lambda value: value.record())
        return core_schema.no_info_plain_validator_function(_message, serialization=write)


Number = Annotated[float, BeforeValidator(_number)]
"""A float that is NaN where it is unknown; null in JSON."""
MessageField = Annotated[Message, _AsRecord]
"""A message as its key and values."""
