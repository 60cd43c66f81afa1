"""Judge all clauses of a text at once with the trained weights: the best reading, and how sure each label is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from operator import add, mul
from pathlib import Path

from tracker import paths

#: O nothing, T begins an action, t goes on with it, G names a group, U general aim,
#: L lesson, P practice, X exhortation.
LABELS = "OTtGULPX"
_COUNT = len(LABELS)
Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The best label of every clause, and per clause the share of each label, in the order of LABELS."""

    labels: str
    shares: Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Weights:
    """Whole-number weights: of each mark for the labels, of one label after another by what stands between them."""

    scale: float
    marks: dict[str, Row]
    steps: Sequence[Sequence[Row]]

    def judge(
        self,
        described: Sequence[Sequence[str]],
        boundaries: Sequence[int],
        eager: float = 0.0,
        leanings: Sequence[tuple[float, float]] = (),
    ) -> Judged:
        """Return the best reading; `eager` favours finding actions, in the unit of the shares' logarithms.

        `leanings` are per clause what else speaks for an action that begins, and for one that goes on.
        """
        if not described:
            return Judged("", [])
        scores = [self._score(marks, eager) for marks in described]
        for score, (begins, goes_on) in zip(scores, leanings, strict=False):
            score[1] += begins
            score[2] += goes_on
        steps = [[[w / self.scale for w in row] for row in table] for table in self.steps]
        shares = _shares(scores, boundaries, steps)
        return Judged(_best(scores, boundaries, steps), shares)

    def _score(self, marks: Sequence[str], eager: float) -> list[float]:
        rows = [row for row in map(self.marks.get, marks) if row is not None]
        out = [sum(column) / self.scale for column in zip(*rows, strict=True)] if rows else [0.0] * _COUNT
        out[1] += eager
        return out


def _best(
    scores: Sequence[Sequence[float]], boundaries: Sequence[int], steps: Sequence[Sequence[Sequence[float]]]
) -> str:
    """Return the labels of the best path (Viterbi)."""
    best, back = list(scores[0]), []
    into = [list(zip(*table, strict=True)) for table in steps]  # per label what leads to it
    for i in range(1, len(scores)):
        row, came = [], []
        for column, score in zip(into[boundaries[i]], scores[i], strict=True):
            values = list(map(add, best, column))
            value = max(values)
            row.append(value + score)
            came.append(values.index(value))
        best = row
        back.append(came)
    label = max(range(_COUNT), key=lambda k: (best[k], -k))
    path = [label]
    for came in reversed(back):
        label = came[label]
        path.append(label)
    return "".join(LABELS[k] for k in reversed(path))


def _shares(
    scores: Sequence[Sequence[float]], boundaries: Sequence[int], steps: Sequence[Sequence[Sequence[float]]]
) -> list[list[float]]:
    """Return for every clause how likely each label is, over all readings (forward and backward)."""
    forward = [_normal(scores[0])]
    raised = [[[exp(w) for w in row] for row in table] for table in steps]
    into = [list(zip(*table, strict=True)) for table in raised]
    for i in range(1, len(scores)):
        last = forward[-1]
        here = [log(sum(map(mul, last, column)) + 1e-300) for column in into[boundaries[i]]]
        forward.append(_normal(list(map(add, here, scores[i]))))
    backward = [1.0] * _COUNT
    out = [forward[-1]]
    for i in range(len(scores) - 1, 0, -1):
        table = raised[boundaries[i]]
        local = _normal(scores[i])
        ahead = list(map(mul, local, backward))
        backward = [sum(map(mul, row, ahead)) for row in table]
        total = sum(backward)
        backward = [b / total for b in backward]
        share = [f * b for f, b in zip(forward[i - 1], backward, strict=True)]
        total = sum(share)
        out.append([s / total for s in share])
    return out[::-1]


def _normal(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    raised = [exp(s - top) for s in scores]
    total = sum(raised)
    return [r / total for r in raised]


def read_weights(path: Path) -> Weights:
    """Return the weights of a file that the trainer wrote."""
    content = json.loads(path.read_text(encoding="utf-8"))
    marks = {name: tuple(row) for name, row in zip(content["names"], content["rows"], strict=True)}
    return Weights(content["scale"], marks, content["steps"])


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Return the weights that come with the program."""
    return read_weights(paths.resources_dir() / "intake" / "weights.json")
