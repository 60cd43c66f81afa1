"""An act that is sent again by its key where the connection went: it is written once, whatever answer was lost."""

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from tracker.errors import AgainError

#: Seconds before an act whose connection went is sent once more.
PAUSES = (0.2, 0.6, 2.0)

T = TypeVar("T")


def carry_out(
    opened: Callable[[], AbstractContextManager[Any]],
    work: Callable[[Any], T],
    *,
    pauses: Iterable[float] = PAUSES,
    unknown: Iterable[float] = (),
    over: Callable[[], bool] = lambda: False,
) -> T:
    """Do `work` in the session that `opened` opens and return what it returns; again, after `pauses` in seconds.

    `unknown` are more of them, for an act of which nobody knows yet whether it was written: being sent again by its key
    it is asked about, and no later failure tells. Nothing is sent again once it is `over`. Raises DoneBeforeError where
    the act was written before, AgainError where the connection did not come back; at once where the server does not
    answer at all.
    """
    left, longer, unsure = iter(pauses), iter(unknown), False
    while True:
        try:
            with opened() as session:
                return work(session)
        except AgainError as error:
            unsure = unsure or error.unknown
            pause = None if error.away else next(left, None)
            if pause is None and unsure:
                pause = next(longer, None)
            if pause is None or over():
                raise AgainError(error.sentence, unknown=unsure, away=error.away) from error
            time.sleep(pause)
