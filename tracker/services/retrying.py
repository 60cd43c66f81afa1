"""An act that is sent again by its key where the connection went: it is written once, whatever answer was lost."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from tracker.errors import AgainError, DoneBeforeError, TrackerError

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
    doubt: bool = False,
    failed: TrackerError | None = None,
) -> T:
    """Do `work` in the session that `opened` opens and return what it returns; again, after `pauses` in seconds.

    `unknown` are more of them, for an act of which nobody knows yet whether it was written: being sent again by its key
    it is asked about; `doubt` says that it was such a one before, `failed` how a first try ended. Nothing is sent again
    once it is `over`. Raises DoneBeforeError where the act was written before, AgainError where the connection did not
    come back; at once where the server does not answer at all. What keeps somebody from asking is no answer: it stays
    unknown till then.
    """
    left, longer = iter(pauses), iter(unknown)
    while True:
        if failed is not None:
            lost = isinstance(failed, AgainError) and failed.unknown
            doubt = doubt or lost
            pause = _pause_after(failed, doubt, left, longer)
            if pause is None or over():
                if doubt and not lost:
                    raise AgainError(failed.sentence, unknown=True) from failed
                raise failed
            time.sleep(pause)
        try:
            with opened() as session:
                doubt = False  # its key was looked for: it was not written before
                return work(session)
        except DoneBeforeError:
            raise
        except TrackerError as error:
            failed = error


def _pause_after(error: TrackerError, doubt: bool, left: Iterator[float], longer: Iterator[float]) -> float | None:
    """Return the seconds until an act is sent once more, None for one that is not."""
    if not isinstance(error, AgainError):
        return next(longer, None) if doubt else None
    pause = None if error.away and not doubt else next(left, None)
    return next(longer, None) if pause is None and doubt else pause
