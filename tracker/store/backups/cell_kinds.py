"""What a cell of a ledger's table may hold, by the type its column was declared with."""

import json
import math
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NoReturn

Reader = Callable[[Any], Any]
#: How deep what is kept as JSON may be nested.
_DEPTH = 32


class CellError(ValueError):
    """A value that its column cannot hold; says which column."""


def reader_of(declared: str, where: str, *, empty: bool) -> Reader:
    """Return what reads a value of a column for copying. `empty` allows none; `where` names the column in errors."""
    kind = declared.upper().partition("(")[0].strip()
    read = _READERS.get(kind)
    if read is None:
        raise KeyError(f"no reader for {declared} of {where}")
    if kind == "JSON":
        return lambda value: None if value is None and empty else _tried(_json, value, where)

    def cell(value: Any) -> Any:
        if value is None:
            if not empty:
                raise CellError(where)
            return None
        return _tried(read, value, where)

    return cell


def _tried(read: Reader, value: Any, where: str) -> Any:
    try:
        return read(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise CellError(where) from error


def _integer(value: Any) -> int:
    if type(value) is not int:
        raise ValueError
    return value


def _boolean(value: Any) -> int:
    if value not in (0, 1) or type(value) is not int:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if type(value) is not str or "\0" in value:
        raise ValueError
    value.encode("utf-8")  # lone surrogates cannot be kept anywhere else
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError
    return float(value)


def _day(value: Any) -> str:
    if type(value) is not str or len(value) != len("2026-11-28"):
        raise ValueError
    return date.fromisoformat(value).isoformat()


def _moment(value: Any) -> str:
    if type(value) is not str or datetime.fromisoformat(value).tzinfo is not None:
        raise ValueError
    return value


def _bytes(value: Any) -> bytes:
    if type(value) is not bytes:
        raise ValueError
    return value


def _json(value: Any) -> Any:
    """SQLite keeps a JSON text of a number as that number; nothing where something must stand is JSON's null."""
    if value is None:
        return "null"
    if type(value) in (int, float):
        return value
    if type(value) is not str or "\0" in value:
        raise ValueError
    _shallow(json.loads(value, parse_constant=_refuse), 0)
    return value


def _shallow(value: Any, depth: int) -> None:
    if depth > _DEPTH:
        raise ValueError
    if isinstance(value, str):
        value.encode("utf-8")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _shallow(part, depth + 1)


def _refuse(_word: str) -> NoReturn:
    raise ValueError


_READERS: dict[str, Reader] = {
    "INTEGER": _integer,
    "BIGINT": _integer,
    "BOOLEAN": _boolean,
    "VARCHAR": _text,
    "TEXT": _text,
    "FLOAT": _number,
    "DATE": _day,
    "DATETIME": _moment,
    "BLOB": _bytes,
    "JSON": _json,
}
