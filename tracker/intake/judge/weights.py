"""Judge all clauses of a text at once with the trained weights: the best reading, and how sure each label is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from operator import add
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

    def judge(self, described: Sequence[Sequence[str]], boundaries: Sequence[int], eager: float = 0.0) -> Judged:
        """Return the best reading; `eager` favours finding actions, in the unit of the shares' logarithms."""
        if not described:
            return Judged("", [])
        scores = [self._score(marks, eager) for marks in described]
        steps = [[[w / self.scale for w in row] for row in table] for table in self.steps]
        shares = _shares(scores, boundaries, steps)
        return Judged(_best(scores, boundaries, steps), shares)

    def _score(self, marks: Sequence[str], eager: float) -> list[float]:
        total: Sequence[int] = (0,) * _COUNT
        known = self.marks
        for mark in marks:
            if (row := known.get(mark)) is not None:
                total = tuple(map(add, total, row))
        out = [w / self.scale for w in total]
        out[1] += eager
        return out


def _best(
    scores: Sequence[Sequence[float]], boundaries: Sequence[int], steps: Sequence[Sequence[Sequence[float]]]
) -> str:
    """Return the labels of the best path (Viterbi)."""
    best, back = list(scores[0]), []
    for i in range(1, len(scores)):
        table, row, came = steps[boundaries[i]], [], []
        for label in range(_COUNT):
            value, last = max((best[k] + table[k][label], -k) for k in range(_COUNT))
            row.append(value + scores[i][label])
            came.append(-last)
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
    for i in range(1, len(scores)):
        table, last = raised[boundaries[i]], forward[-1]
        here = [log(sum(last[k] * table[k][label] for k in range(_COUNT)) + 1e-300) for label in range(_COUNT)]
        forward.append(_normal(list(map(add, here, scores[i]))))
    backward = [1.0] * _COUNT
    out = [forward[-1]]
    for i in range(len(scores) - 1, 0, -1):
        table = raised[boundaries[i]]
        local = _normal(scores[i])
        ahead = [local[k] * backward[k] for k in range(_COUNT)]
        backward = [sum(table[label][k] * ahead[k] for k in range(_COUNT)) for label in range(_COUNT)]
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
