"""Sentences of a task: progress by stage, problems, next steps, closing words; from its subject's stock."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from random import Random
from typing import Any

_STAGES = ((35, "early"), (75, "middle"), (100, "late"))


class Prose:
    """What one task's office writes during the year; sentences of a stage come in turn, never at random twice."""

    def __init__(self, sentences: Mapping[str, Any], code: str, themes: Sequence[str], rng: Random) -> None:
        known = (sentences["subject_of"].get(theme) for theme in themes)
        self.subject = next((name for name in known if name), "general")
        self._stock = sentences[self.subject] | sentences["own"].get(code, {})
        self._rng = rng
        self._turns: dict[str, Iterator[str]] = {}

    def progress(self, percent: int) -> str:
        """Return a sentence of the stage that a progress belongs to."""
        return self.next("done" if percent >= 100 else next(name for end, name in _STAGES if percent < end))

    def next(self, kind: str) -> str:
        """Return the next sentence of a kind, its counts filled in."""
        if kind not in self._turns:
            stock = list(self._stock[kind])
            at = 0 if kind == "milestones" else self._rng.randrange(len(stock))
            self._turns[kind] = cycle(stock[at:] + stock[:at])
        return self._filled(next(self._turns[kind]))

    def all(self, kind: str) -> tuple[str, ...]:
        """Return the whole stock of a kind, as it stands."""
        return tuple(self._stock[kind])

    @property
    def closing(self) -> str:
        """Return the closing statement."""
        return str(self._stock["closing"])

    def _filled(self, sentence: str) -> str:
        some = self._rng.randint(12, 48)
        return sentence.format(
            few=self._rng.randint(3, 9),
            some=some,
            part=self._rng.randint(some // 3, some - 3),
            many=self._rng.randint(60, 280),
            money=f"{self._rng.uniform(0.3, 9.8):.1f}",
        )
