"""What is sent again, how often, and when nobody sends it any more."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tracker.errors import AgainError, DoneBeforeError, InputError
from tracker.services.acting import carry_out


class Line:
    """Sessions that end as they were told to, one after another; then they all end well."""

    def __init__(self, *ends: Exception) -> None:
        self.ends, self.opened = list(ends), 0

    @contextmanager
    def session(self) -> Iterator[int]:
        self.opened += 1
        yield self.opened
        if self.ends:
            raise self.ends.pop(0)


LOST, UNKNOWN = AgainError("断开，没有保存。"), AgainError("正在确认。", unknown=True)


def test_what_goes_well_is_done_once() -> None:
    line = Line()
    assert carry_out(line.session, lambda number: number) == 1
    assert line.opened == 1


def test_what_was_lost_is_done_again_as_often_as_there_are_pauses() -> None:
    line = Line(LOST, LOST)
    assert carry_out(line.session, lambda number: number, pauses=(0, 0)) == 3
    line = Line(LOST, LOST, LOST)
    with pytest.raises(AgainError, match="没有保存"):
        carry_out(line.session, lambda number: number, pauses=(0, 0))
    assert line.opened == 3


def test_what_nobody_knows_is_asked_about_for_longer() -> None:
    line = Line(UNKNOWN, UNKNOWN, UNKNOWN, DoneBeforeError("改责任人", 7))
    with pytest.raises(DoneBeforeError):
        carry_out(line.session, lambda number: number, pauses=(0,), unknown=(0, 0, 0))
    line = Line(LOST, LOST, LOST)
    with pytest.raises(AgainError):
        carry_out(line.session, lambda number: number, pauses=(0,), unknown=(0, 0, 0))
    assert line.opened == 2, "what is known not to be written is told"


@pytest.mark.parametrize("later", [LOST, AgainError("没有回应。", away=True)])
def test_what_nobody_knows_stays_unknown_though_it_fails_otherwise_later(later: AgainError) -> None:
    line = Line(UNKNOWN, *[later] * 9)
    with pytest.raises(AgainError) as raised:
        carry_out(line.session, lambda number: number, pauses=(0,), unknown=(0, 0, 0))
    assert (raised.value.unknown, raised.value.away, line.opened) == (True, later.away, 5)


def test_a_refusal_or_the_end_of_the_program_ends_it() -> None:
    line = Line(InputError("不行。"))
    with pytest.raises(InputError):
        carry_out(line.session, lambda number: number, pauses=(0, 0))
    line = Line(LOST, LOST)
    with pytest.raises(AgainError):
        carry_out(line.session, lambda number: number, pauses=(0, 0), over=lambda: True)
    assert line.opened == 1
