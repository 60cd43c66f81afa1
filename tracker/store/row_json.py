"""Frozen rows as JSON and back: lists in the order of their fields, read by what the type hints of the class say."""

import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

#: How deep rows may be nested in each other; ours are four deep.
DEPTH = 12
_PLAIN = (str, int, float, bool)
_DATE = "date"  # how a date is marked where something else may stand in its place

Reader: typing.TypeAlias = Callable[[Any, int], Any]
Writer: typing.TypeAlias = Callable[[Any], Any]


class RowError(ValueError):
    """What was read does not fit the fields of the row."""


def pack(value: Any) -> Any:
    """Return a row as JSON can hold it: a list of its fields."""
    kind: Any = type(value)
    return writer_of(kind)(value)


def unpack(kind: Any, value: Any) -> Any:
    """Return the row of a class that `pack` made `value` of. Raises RowError for anything else."""
    return reader_of(kind)(value, 0)


@cache
def reader_of(kind: Any) -> Reader:
    """Return what reads a value of a type: exact types, enums by value, dates in ISO, rows by their fields."""
    if kind in _PLAIN or kind is type(None):
        return _exact(kind)
    if is_dataclass(kind):
        return _row(kind)
    if kind is date:
        return _a_date
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _member(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _tuple(arguments)
    if origin in (typing.Union, types.UnionType):
        return _any_of(arguments)
    raise TypeError(f"no reader for {kind}")


@cache
def writer_of(kind: Any) -> Writer:
    """Return what `reader_of` reads back."""
    if is_dataclass(kind):
        row: Any = kind
        parts = [(name, writer_of(hint)) for name, hint in _hints(row)]
        return lambda value: [write(getattr(value, name)) for name, write in parts]
    if kind is date:
        return date.isoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda member: member.value
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _write_tuple(arguments)
    if origin in (typing.Union, types.UnionType):
        return _write_any(arguments)
    return lambda value: value


def _write_tuple(arguments: tuple[Any, ...]) -> Writer:
    if arguments[1:] == (Ellipsis,):
        write = writer_of(arguments[0])
        return lambda values: [write(value) for value in values]
    writers = [writer_of(kind) for kind in arguments]
    return lambda values: [write(value) for write, value in zip(writers, values, strict=True)]


def _write_any(arguments: tuple[Any, ...]) -> Writer:
    rest = [kind for kind in _flat(arguments) if kind is not type(None)]
    if len(rest) == 1:
        write = writer_of(rest[0])
        return lambda value: None if value is None else write(value)

    def write_either(value: Any) -> Any:
        if isinstance(value, date):
            return {_DATE: value.isoformat()}
        return list(value) if isinstance(value, tuple) else value

    return write_either


def _exact(kind: Any) -> Reader:
    def read(value: Any, _depth: int) -> Any:
        if type(value) is not kind and not (kind is float and type(value) is int):
            raise RowError(f"{kind.__name__} wanted")
        return float(value) if kind is float else value

    return read


def _a_date(value: Any, _depth: int) -> date:
    if type(value) is not str:
        raise RowError("date wanted")
    return date.fromisoformat(value)


def _member(kind: type[Enum]) -> Reader:
    members = {member.value: member for member in kind}

    def read(value: Any, _depth: int) -> Any:
        if type(value) is not str or value not in members:
            raise RowError(f"{kind.__name__} wanted")
        return members[value]

    return read


def _row(kind: Any) -> Reader:
    def read(value: Any, depth: int) -> Any:
        hints = _hints(kind)
        if type(value) is not list or len(value) != len(hints) or depth > DEPTH:
            raise RowError(f"{kind.__name__} wanted")
        parts = zip(hints, value, strict=True)
        return kind(**{name: reader_of(hint)(part, depth + 1) for (name, hint), part in parts})

    return read


def _tuple(arguments: tuple[Any, ...]) -> Reader:
    many = len(arguments) == 2 and arguments[1] is Ellipsis

    def read(value: Any, depth: int) -> Any:
        if type(value) is not list or depth > DEPTH or not (many or len(value) == len(arguments)):
            raise RowError("list wanted")
        kinds = arguments[:1] * len(value) if many else arguments
        return tuple(reader_of(kind)(part, depth + 1) for kind, part in zip(kinds, value, strict=True))

    return read


def _any_of(arguments: tuple[Any, ...]) -> Reader:
    """Read one of several kinds; where more than one but None may be, a date is marked."""
    rest = [kind for kind in _flat(arguments) if kind is not type(None)]
    empty = len(rest) < len(_flat(arguments))
    mixed = len(rest) > 1

    def read(value: Any, depth: int) -> Any:
        if value is None and empty:
            return None
        if mixed and type(value) is dict:
            if set(value) != {_DATE} or date not in rest:
                raise RowError("date wanted")
            return _a_date(value[_DATE], depth)
        for kind in rest:
            if mixed and kind is date:
                continue
            try:
                return reader_of(kind)(value, depth)
            except ValueError:
                continue
        raise RowError("no kind fits")

    return read


def _flat(arguments: tuple[Any, ...]) -> list[Any]:
    kinds: list[Any] = []
    for kind in arguments:
        inner = typing.get_args(kind) if typing.get_origin(kind) in (typing.Union, types.UnionType) else (kind,)
        kinds += inner
    return kinds


@cache
def _hints(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))
