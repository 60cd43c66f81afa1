"""Make the weights of the intake from the labelled texts beside this file: `python resources/intake/train.py`.

The texts are ours. In them `{t …}` is an action, `{g …}` the heading of several, `{u …}` a general aim, `{l …}` what
another place does, `{p …}` what one's own place has done, `{e …}` an appeal; the rest is nothing. A conditional random
field over clauses is fitted by full-batch steps (Adam, fixed number, no chance anywhere), its weights rounded to whole
numbers: the same texts give the same bytes. `--check` compares with what is shipped, `--cross N` prints how well texts
are judged that were not learned from.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from tracker.intake.judge.features import BOUNDARIES, boundary_of, describe  # noqa: E402
from tracker.intake.judge.weights import LABELS  # noqa: E402
from tracker.intake.text.clauses import Clause, parse  # noqa: E402
from tracker.intake.text.layout import laid_out  # noqa: E402
from tracker.intake.text.passage import Passage  # noqa: E402
from tracker.intake.text.repair import passages_of  # noqa: E402

TEXTS, WEIGHTS = HERE / "texts", HERE / "weights.json"
SCALE = 100
#: The places our texts speak for, as a ledger names its own.
OWN_PLACES = ("海川", "云州", "西江", "江海", "闻溪", "西岭", "澄州", "青屿", "栖川", "云岭")
STEPS, RATE, PENALTY = 120, 0.08, 0.8
#: A mark that occurs less often teaches nothing about other texts; letters of words need more.
LEAST, LEAST_LETTERS = 2, 3
#: Rounded weights below this, all labels together, are left out of the table.
SMALLEST = 12
#: The weight of going on with an action that nothing began.
NEVER = -3000
_MARKUP = re.compile(r"\{([tguple?]) |\}")
_KINDS = {"g": "G", "u": "U", "l": "L", "p": "P", "e": "X"}
_HEADING_SENTENCE = re.compile(r"[^。]{2,30}[。！]")
Array = Any


@dataclass(frozen=True)
class Labelled:
    """A text without its labels, and the stretches they lie on: kind, start, end."""

    name: str
    raw: str
    extents: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Example:
    """One text as the learner sees it: marks and label of each clause, and what stands before it."""

    marks: Sequence[Sequence[str]]
    labels: Sequence[int]
    boundaries: Sequence[int]


def labelled(path: Path) -> Labelled:
    """Read one labelled text."""
    source = path.read_text(encoding="utf-8")
    raw, extents, opened, last = "", [], ("", 0), 0
    for match in _MARKUP.finditer(source):
        raw += source[last : match.start()]
        last = match.end()
        if match[1]:
            opened = (match[1], len(raw))
        elif opened[0]:
            extents.append((opened[0], opened[1], len(raw)))
            opened = ("", 0)
    return Labelled(path.stem, raw + source[last:], tuple(extents))


def labels_of(text: Labelled, passages: Sequence[Passage], clauses: Sequence[Clause]) -> list[int]:
    """Return the label of each clause: of the extent that most of it lies in."""
    out, last, headed = [], -1, False
    for clause in clauses:
        places = [p for p in passages[clause.passage].at[clause.start : clause.end] if not text.raw[p].isspace()]
        number = _extent_at(text, places)
        if number < 0:
            out.append("O")
        elif text.extents[number][0] != "t":
            out.append(_KINDS[text.extents[number][0]])
        elif number != last:
            headed = _is_headed(text, number)
            out.append("G" if headed else "T")
        elif headed:
            headed = False
            out.append("T")
        else:
            out.append("t")
        last = number
    for i, clause in enumerate(clauses):
        if out[i] == "O" and _heads(clauses, out, i) and clause.first and clause.last:
            out[i] = "G"
    return [LABELS.index(label) for label in out]


def _heads(clauses: Sequence[Clause], labels: Sequence[str], i: int) -> bool:
    """Tell whether an unmarked sentence is a short one, numbered or calling for something, with actions below it."""
    clause = clauses[i]
    begins = i == 0 or clauses[i - 1].passage != clause.passage
    called = begins and "要" in clause.text and len(clause.text) <= 16
    if len(clause.text) > 26 or not (clause.ordinal or called):
        return False
    reach = 2 if clause.ordinal else 5
    below = [labels[j] for j in range(i + 1, min(i + reach, len(clauses))) if clauses[j].passage == clause.passage]
    return "T" in below


def _extent_at(text: Labelled, places: Sequence[int]) -> int:
    shares = Counter(number for p in places for number, (_, start, end) in enumerate(text.extents) if start <= p < end)
    number, share = max(shares.items(), key=lambda pair: pair[1], default=(-1, 0))
    return number if 2 * share >= len(places) else -1


def _is_headed(text: Labelled, number: int) -> bool:
    """Tell whether an action is a short heading sentence and what is to be done, in one."""
    _, start, end = text.extents[number]
    words = text.raw[start:end]
    match = _HEADING_SENTENCE.match(words)
    return bool(match and len(words) > match.end() + 4)


def example_of(text: Labelled) -> Example:
    """Return a text as the learner sees it."""
    passages = laid_out(passages_of(text.raw, wrapped=True)[0])
    clauses = parse(passages).clauses
    marks, _, _ = describe(passages, clauses, OWN_PLACES)
    return Example(marks, labels_of(text, passages, clauses), [boundary_of(clause) for clause in clauses])


def texts(folder: Path = TEXTS) -> list[Labelled]:
    """Return the labelled texts in the order of their names."""
    return [labelled(path) for path in sorted(folder.glob("*.txt"))]


class Learner:
    """The examples as arrays: every text a row, padded to the longest."""

    def __init__(self, examples: Sequence[Example]) -> None:
        counts = Counter(mark for e in examples for marks in e.marks for mark in set(marks))
        names = sorted(m for m, n in counts.items() if n >= (LEAST_LETTERS if m[0].isdigit() else LEAST))
        self.names = names
        index = {name: i for i, name in enumerate(names)}
        rows, longest = len(examples), max(len(e.labels) for e in examples)
        self.gold = np.zeros((rows, longest), dtype=np.int64)
        self.inside = np.zeros((rows, longest), dtype=bool)
        self.bounds = np.zeros((rows, longest), dtype=np.int64)
        where, which = [], []
        for r, e in enumerate(examples):
            size = len(e.labels)
            self.gold[r, :size], self.inside[r, :size], self.bounds[r, :size] = e.labels, True, e.boundaries
            for t, marks in enumerate(e.marks):
                known = [index[mark] for mark in marks if mark in index]
                which += known
                where += [r * longest + t] * len(known)
        self.which, self.where = np.array(which), np.array(where)
        self.shape = (rows, longest)

    def fit(self, steps: int = STEPS) -> tuple[Array, Array]:
        """Return weights [mark, label] and [boundary, label before, label]."""
        size = len(LABELS)
        parts = [np.zeros((len(self.names), size)), np.zeros((len(BOUNDARIES), size, size))]
        first, second = [np.zeros_like(p) for p in parts], [np.zeros_like(p) for p in parts]
        for step in range(1, steps + 1):
            slopes = self._slopes(*parts)
            rate = RATE * (1 - (step - 1) / steps)
            for k in range(len(parts)):
                slope = slopes[k] - PENALTY * parts[k]
                first[k] = 0.9 * first[k] + 0.1 * slope
                second[k] = 0.99 * second[k] + 0.01 * slope * slope
                move = first[k] / (1 - 0.9**step) / (np.sqrt(second[k] / (1 - 0.99**step)) + 1e-8)
                parts[k] += rate * move
        return parts[0], parts[1]

    def _slopes(self, marks: Array, between: Array) -> tuple[Array, Array]:
        """Return how the likelihood grows with each weight: what is in the texts less what is expected."""
        rows, longest = self.shape
        size = len(LABELS)
        cells = rows * longest
        scores = np.stack(
            [np.bincount(self.where, weights=marks[self.which, k], minlength=cells) for k in range(size)], axis=1
        ).reshape(rows, longest, size)
        tables = between[self.bounds]
        forward, backward = self._passes(scores, tables)
        share = forward + backward
        share = np.exp(share - share.max(axis=2, keepdims=True))
        share /= share.sum(axis=2, keepdims=True)
        miss = (np.eye(size)[self.gold] - share) * self.inside[:, :, None]
        flat = miss.reshape(cells, size)
        slope = np.stack(
            [np.bincount(self.which, weights=flat[self.where, k], minlength=len(self.names)) for k in range(size)],
            axis=1,
        )
        pair = forward[:, :-1, :, None] + tables[:, 1:] + (scores + backward)[:, 1:, None, :]
        pair = np.exp(pair - pair.max(axis=(2, 3), keepdims=True))
        pair /= pair.sum(axis=(2, 3), keepdims=True)
        real = np.zeros_like(pair)
        r, t = np.nonzero(self.inside[:, 1:])
        real[r, t, self.gold[r, t], self.gold[r, t + 1]] = 1
        gain = (real - pair) * self.inside[:, 1:, None, None]
        steps = np.stack([gain[self.bounds[:, 1:] == b].sum(axis=0) for b in range(len(BOUNDARIES))])
        return slope, steps

    def _passes(self, scores: Array, tables: Array) -> tuple[Array, Array]:
        longest = self.shape[1]
        forward, backward = np.zeros_like(scores), np.zeros_like(scores)
        forward[:, 0] = scores[:, 0]
        for t in range(1, longest):
            forward[:, t] = scores[:, t] + np.logaddexp.reduce(forward[:, t - 1, :, None] + tables[:, t], axis=1)
        for t in range(longest - 2, -1, -1):
            ahead = tables[:, t + 1] + (scores[:, t + 1] + backward[:, t + 1])[:, None, :]
            step = np.logaddexp.reduce(ahead, axis=2)
            backward[:, t] = np.where(self.inside[:, t + 1, None], step, 0)
        return forward, backward


def weights_of(examples: Sequence[Example]) -> dict[str, Any]:
    """Return the table of weights as the program reads it."""
    learner = Learner(examples)
    marks, between = learner.fit()
    whole = np.rint(marks * SCALE).astype(int)
    kept = [i for i in range(len(whole)) if np.abs(whole[i]).sum() >= SMALLEST]
    steps = np.rint(between * SCALE).astype(int)
    goes_on = LABELS.index("t")
    steps[:, [k for k, label in enumerate(LABELS) if label not in "Tt"], goes_on] = NEVER
    return {
        "scale": SCALE,
        "labels": LABELS,
        "steps": steps.tolist(),
        "names": [learner.names[i] for i in kept],
        "rows": [whole[i].tolist() for i in kept],
    }


def written(weights: dict[str, Any]) -> bytes:
    """Return the bytes of the shipped table."""
    return (json.dumps(weights, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def cross(folds: int) -> Iterator[tuple[Labelled, dict[str, Any]]]:
    """Yield each text with weights that were learned without it and the others of its fold."""
    read = texts()
    examples = [example_of(text) for text in read]
    for fold in range(folds):
        weights = weights_of([e for i, e in enumerate(examples) if i % folds != fold])
        for i, text in enumerate(read):
            if i % folds == fold:
                yield text, weights


def main() -> int:
    """Write the weights, or compare them with those there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    fresh = written(weights_of([example_of(text) for text in texts()]))
    if arguments.check:
        same = WEIGHTS.read_bytes() == fresh
        print("same" if same else "different")
        return 0 if same else 1
    WEIGHTS.write_bytes(fresh)
    print(f"{WEIGHTS.name}: {len(fresh)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
