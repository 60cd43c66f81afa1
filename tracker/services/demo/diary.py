"""The acts of the year in the order they happened, each with its moment, its person and its own batch."""

from collections.abc import Callable
from datetime import date, datetime, time
from itertools import count

from sqlmodel import Session

from tracker.services.demo.days import moment
from tracker.store.history import close_batch

Act = Callable[[Session], object]


class Diary:
    """Collects acts in any order and performs them in time; acts of one moment keep the order of noting."""

    def __init__(self) -> None:
        self._acts: list[tuple[datetime, int, str, Act]] = []
        self._numbers = count()

    def note(self, day: date, clock: time, actor: str, act: Act) -> None:
        """Note an act for a local clock time of a day."""
        self._acts.append((moment(day, clock), next(self._numbers), actor, act))

    def perform(self, session: Session) -> int:
        """Perform all acts in the caller's transaction and return how many there were."""
        own_actor = session.info.get("actor", "")
        try:
            for at, _, actor, act in sorted(self._acts, key=lambda entry: entry[:2]):
                session.info.update(at=at, actor=actor)
                act(session)
                close_batch(session)
        finally:
            session.info.pop("at", None)
            session.info["actor"] = own_actor
        return len(self._acts)
