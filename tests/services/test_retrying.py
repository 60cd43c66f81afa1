"""What is sent again, how often, and when nobody sends it any more."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tracker.errors import AgainError, BusyError, DoneBeforeError, InputError, LoginError, ReadOnlyError
from tracker.services.retrying import carry_out


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


def test_a_refusal_or_the_end_of_the_program_ends_it() -> None:
    line = Line(InputError("不行。"))
    with pytest.raises(InputError):
        carry_out(line.session, lambda number: number, pauses=(0, 0))
    line = Line(LOST, LOST)
    with pytest.raises(AgainError):
        carry_out(line.session, lambda number: number, pauses=(0, 0), over=lambda: True)
    assert line.opened == 1


AWAY, BUSY = AgainError("没有答复，没有保存。", away=True), BusyError("没有轮到，没有保存。")


class Shut(Line):
    """Sessions that are not even opened as long as there are ends."""

    @contextmanager
    def session(self) -> Iterator[int]:
        self.opened += 1
        if self.ends:
            raise self.ends.pop(0)
        yield self.opened


@pytest.mark.parametrize("then", [AWAY, BUSY, LOST, LoginError("请登录。"), ReadOnlyError("只能查看。")])
def test_what_keeps_somebody_from_asking_is_no_answer(then: Exception) -> None:
    """The commit may have been done: that a server is away afterwards does not say that nothing was saved."""
    line = Shut(UNKNOWN, then, then)
    with pytest.raises(AgainError) as caught:
        carry_out(line.session, lambda number: number, unknown=(0,), pauses=())
    assert (caught.value.unknown, line.opened) == (True, 2)
    line = Shut(then)
    with pytest.raises(AgainError) as caught:
        carry_out(line.session, lambda number: number, pauses=(), doubt=True)
    assert caught.value.unknown, "it was unknown before"


def test_once_its_key_was_looked_for_a_refusal_is_one() -> None:
    class Looked(Line):
        @contextmanager
        def session(self) -> Iterator[int]:
            self.opened += 1
            yield self.opened
            if self.opened == 1:
                raise UNKNOWN

    def work(number: int) -> int:
        if number == 2:
            raise InputError("不行。")
        return number

    with pytest.raises(InputError):
        carry_out(Looked().session, work, pauses=(0,))
