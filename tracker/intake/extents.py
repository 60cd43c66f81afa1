"""From the label of every clause to extents: which clauses together say one thing, and under which group it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.intake.judge.weights import LABELS, Judged
from tracker.intake.text.clauses import Clause
from tracker.intake.text.marks import heading_level
from tracker.intake.text.passage import Passage
from tracker.model.enums import RecommendationKind as Kind

_KINDS = {"U": Kind.UMBRELLA, "L": Kind.LESSON, "P": Kind.PRACTICE, "X": Kind.EXHORTATION}
_SHARE_OF_HEADING = 30  # characters: a longer first sentence is no heading


@dataclass(frozen=True, slots=True)
class Extent:
    """Clauses `first` to `last` say one thing; `parent` is the index of the group above, in the same list."""

    kind: Kind
    first: int
    last: int
    score: float
    parent: int | None = None


def extents_of(passages: Sequence[Passage], clauses: Sequence[Clause], judged: Judged) -> list[Extent]:
    """Return what the labels come to, in the order of the text."""
    labels = _smoothed(clauses, judged.labels)
    raw = list(_runs(clauses, labels, judged))
    return _grouped(passages, clauses, raw)


def _smoothed(clauses: Sequence[Clause], labels: str) -> str:
    """Make a continuation that has nothing before it a beginning."""
    out = list(labels)
    for i, label in enumerate(out):
        if label == "t" and (i == 0 or out[i - 1] not in "Tt" or clauses[i].passage != clauses[i - 1].passage):
            out[i] = "T"
    return "".join(out)


def _runs(clauses: Sequence[Clause], labels: str, judged: Judged) -> list[Extent]:
    out: list[Extent] = []
    label_before, sentence = "", -1
    for i, label in enumerate(labels):
        share = judged.shares[i][LABELS.index(label)]
        if label == "O":
            label_before = ""
            continue
        same_sentence = clauses[i].sentence == sentence
        goes_on = label == "t" or (label not in "TG" and label == label_before and same_sentence)
        goes_on = goes_on or (label == "G" and label_before == "G" and same_sentence)
        if goes_on and out:
            out[-1] = replace(out[-1], last=i)
        else:
            kind = Kind.TASK if label == "T" else Kind.GROUP if label == "G" else _KINDS[label]
            out.append(Extent(kind, i, i, share))
        label_before, sentence = label, clauses[i].sentence
    return out


def _grouped(passages: Sequence[Passage], clauses: Sequence[Clause], raw: Sequence[Extent]) -> list[Extent]:
    """Hang leaves under their groups; a group with a single leaf and that leaf are one task."""
    below: dict[int, list[int]] = {}
    group: int | None = None
    for i, extent in enumerate(raw):
        if extent.kind is Kind.GROUP:
            group = i
            below[i] = []
        elif group is not None and extent.kind is Kind.TASK:
            if _belongs(passages, clauses, raw[group], extent):
                below[group].append(i)
            else:
                group = None
    out: list[Extent] = []
    place: dict[int, int] = {}
    swallowed = {members[0] for number, members in below.items() if _is_one(clauses, raw, number, members)}
    parents = {member: number for number, members in below.items() if len(members) > 1 for member in members}
    for i, extent in enumerate(raw):
        if i in swallowed:
            continue
        if extent.kind is Kind.GROUP:
            extent = _settled(clauses, raw, i, below[i])
        elif i in parents:
            extent = replace(extent, kind=Kind.SUBTASK, parent=place[parents[i]])
        place[i] = len(out)
        out.append(extent)
    return out


def _is_one(clauses: Sequence[Clause], raw: Sequence[Extent], number: int, members: Sequence[int]) -> bool:
    """Tell whether a heading and the single action below it, next to it, are one task."""
    return len(members) == 1 and raw[members[0]].first == raw[number].last + 1


def _settled(clauses: Sequence[Clause], raw: Sequence[Extent], number: int, members: Sequence[int]) -> Extent:
    """Return what a heading is: a group, a task together with the one below, or a task of its own."""
    extent = raw[number]
    if len(members) > 1:
        return extent
    if members:
        leaf = raw[members[0]]
        joined = leaf.last if _is_one(clauses, raw, number, members) else extent.last
        return replace(extent, kind=Kind.TASK, last=joined, score=max(extent.score, leaf.score))
    return replace(extent, kind=Kind.TASK, score=extent.score / 2)


def _belongs(passages: Sequence[Passage], clauses: Sequence[Clause], group: Extent, leaf: Extent) -> bool:
    """Tell whether a leaf stands below a group: in its passage, or in those after it up to the next number."""
    here, there = clauses[group.first].passage, clauses[leaf.first].passage
    if here == there:
        return True
    between = passages[here + 1 : there + 1]
    level = heading_level(passages[here].text) or 9
    return len(between) <= 4 and not any(
        p.level or (heading_level(p.text) and heading_level(p.text) <= level) for p in between
    )
