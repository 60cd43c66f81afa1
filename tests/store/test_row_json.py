"""Rows come back from JSON exactly as they were, and nothing else is taken for a row."""

from dataclasses import dataclass
from datetime import date

import pytest

from tracker.model.enums import Status
from tracker.store.row_json import RowError, pack, unpack


@dataclass(frozen=True)
class Inner:
    on: date | None
    status: Status


@dataclass(frozen=True)
class Outer:
    number: int
    share: float
    sure: bool
    words: tuple[str, ...]
    pair: tuple[str, int | None]
    inner: tuple[Inner, ...]
    more: tuple[tuple[str, str | int | float | tuple[str, ...] | date | None], ...] = ()


FULL = Outer(
    7,
    0.5,
    True,
    ("甲", "乙"),
    ("x", None),
    (Inner(date(2026, 11, 28), Status.CLOSED), Inner(None, Status.IN_PROGRESS)),
    (("a", "2026-11-28"), ("b", date(2026, 11, 28)), ("c", 3), ("d", 1.5), ("e", ("甲",)), ("f", None)),
)


def test_a_row_comes_back_as_it_was() -> None:
    again = unpack(Outer, pack(FULL))
    assert again == FULL
    assert [type(value) for _, value in again.more] == [str, date, int, float, tuple, type(None)]


def test_rows_are_lists_in_the_order_of_their_fields() -> None:
    assert pack(Inner(date(2026, 11, 28), Status.CLOSED)) == ["2026-11-28", Status.CLOSED.value]


@pytest.mark.parametrize(
    ("position", "value"),
    [
        (0, "7"),
        (0, True),
        (0, None),
        (1, "0.5"),
        (2, 1),
        (3, "甲"),
        (3, [1]),
        (4, ["x"]),
        (4, ["x", "y"]),
        (5, [["2026-11-28"]]),
        (5, [["2026-11-28", "none such"]]),
        (5, [["gestern", Status.CLOSED.value]]),
        (6, [["a", {"date": 3}]]),
        (6, [["a", {"other": "2026-11-28"}]]),
        (6, [["a", [1]]]),
    ],
)
def test_what_does_not_fit_its_field_is_refused(position: int, value: object) -> None:
    packed = pack(FULL)
    packed[position] = value
    with pytest.raises(ValueError):
        unpack(Outer, packed)


def test_a_row_too_many_or_too_few_is_refused() -> None:
    for packed in ([], pack(FULL)[:-1], [*pack(FULL), 1], {"number": 7}, None):
        with pytest.raises(RowError):
            unpack(Outer, packed)


def test_a_kind_that_no_row_has_is_a_mistake_of_ours() -> None:
    @dataclass(frozen=True)
    class Odd:
        what: complex

    with pytest.raises(TypeError, match="no reader"):
        unpack(Odd, [1])
