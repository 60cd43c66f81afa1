"""What became of the sentences of a source: which have a task, which are background, which may have been missed."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate

from tracker.model.rows.intake import Span, Spans
from tracker.model.source_words import SentenceKind

_ENDS = "。！？!?；;”’」』）"


class Share(Enum):
    """What a sentence is, in the order in which they are told."""

    TASK = "有任务"
    OPEN = "建议没有任务"
    OTHER = "条、总领"
    MISSED = "可能漏了"
    BACKGROUND = "背景"


#: No task stands for these; the last two no entry either, so that a person may say which of them it is.
WITHOUT_TASK = (Share.OPEN, Share.MISSED, Share.BACKGROUND)
NOBODYS = frozenset({Share.MISSED, Share.BACKGROUND})
_OF_KIND = {SentenceKind.BACKGROUND: Share.BACKGROUND, SentenceKind.MISSED: Share.MISSED}
#: One recommendation without a task leaves a sentence open, whatever else in it has one.
_RANK = {share: -1 if share is Share.OPEN else number for number, share in enumerate(Share)}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as [start, end) of the text; `section` is the number of its heading, -1 above the first one."""

    start: int
    end: int
    share: Share
    section: int = -1
    by_hand: bool = False  # a person said so, the rules did not


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text under one heading, "" above the first, with its sentences."""

    title: str
    start: int
    sentences: tuple[Sentence, ...]

    @property
    def counts(self) -> Mapping[Share, int]:
        """Return the number of sentences of each kind."""
        return Counter(sentence.share for sentence in self.sentences)


def sentence_key(words: str) -> str:
    """Return the words of a sentence as marks are kept under: breaks of lines do not count."""
    return "".join(words.split())


def share_sentences(
    text: str,
    sentences: Spans,
    entries: Iterable[tuple[Spans, Share]],
    headings: Spans,
    possible: Spans,
    marks: Mapping[str, SentenceKind],
) -> tuple[Sentence, ...]:
    """Return sentences of a text, given by their places in order, with what became of them.

    `entries` are the places of the entries with what each is; where several lie in a sentence, one that waits for a
    task counts, else the first of `Share`. `possible` are places that the rules hold for an action, `marks` what people
    said, by `sentence_key`: both only count where no entry lies, and in a sentence whose task is for other words. What
    ends without a mark and holds nothing of these is a heading or a name.
    """
    there = [span for span in sentences if not _is_heading(span, headings)]
    shares: list[Share | None] = [None] * len(there)
    held: list[Span] = []
    for spans, share in entries:
        _spread(there, shares, spans, share)
        held += spans
    guessed: list[Share | None] = [None] * len(there)
    _spread(there, guessed, _apart_from(held, possible), Share.MISSED)
    out = []
    for number, (start, end) in enumerate(there):
        known: Share | None = shares[number]
        free = known is None or (known is Share.TASK and guessed[number] is not None)
        kind = marks.get(sentence_key(text[start:end])) if free else None
        if free and (known is None or kind is not SentenceKind.BACKGROUND):
            known = _OF_KIND[kind] if kind is not None else guessed[number]
        if known is None and text[start:end].rstrip()[-1:] not in _ENDS:
            continue
        section = section_at(headings, start)
        out.append(Sentence(start, end, known or Share.BACKGROUND, section, kind is not None))
    return tuple(out)


def _apart_from(held: Sequence[Span], possible: Spans) -> Spans:
    """Return the places that share no character with those held."""
    ordered = sorted(held)
    reach = list(accumulate((end for _, end in ordered), max))  # how far those up to each one go
    starts = [start for start, _ in ordered]
    out = []
    for start, end in possible:
        before = bisect_left(starts, end)
        if before == 0 or reach[before - 1] <= start:
            out.append((start, end))
    return tuple(out)


def sections_of(text: str, headings: Spans, sentences: Sequence[Sentence]) -> tuple[Section, ...]:
    """Return the parts of a text that have sentences, in order."""
    parts: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        parts.setdefault(sentence.section, []).append(sentence)
    return tuple(
        Section(text[slice(*headings[n])].strip() if n >= 0 else "", headings[n][0] if n >= 0 else 0, tuple(those))
        for n, those in sorted(parts.items())
    )


def moved_spans(old: str, new: str, spans: Iterable[Span]) -> Spans:
    """Return where places of a text are in the text that replaced it: the same words nearest by; lost ones left out."""
    same = _alike(old, new)
    shift, rest = len(new) - len(old), len(old) - _alike(old[same:][::-1], new[same:][::-1])
    moved = []
    for start, end in spans:
        if end <= same:
            moved.append((start, end))
        elif start >= rest:
            moved.append((start + shift, end + shift))
        elif (at := _nearest(new, old[start:end], start)) >= 0:
            moved.append((at, at + end - start))
    return tuple(moved)


def _alike(text: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(text, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(text), len(other)))


def _nearest(text: str, words: str, near: int) -> int:
    """Return where words stand in a text, nearest to another place; -1 where they do not."""
    ahead, behind = text.find(words, near), text.rfind(words, 0, near + len(words))
    if min(ahead, behind) < 0:
        return max(ahead, behind)
    return ahead if ahead - near < near - behind else behind


def _spread(there: Sequence[Span], shares: list[Share | None], spans: Spans, share: Share) -> None:
    """Give every sentence that spans touch this share, unless it has one that outweighs it."""
    starts = [start for start, _ in there]
    for start, end in spans:
        for number in range(max(bisect_right(starts, start) - 1, 0), len(there)):
            if there[number][0] >= end:
                break
            known = shares[number]
            if there[number][1] > start and (known is None or _RANK[share] < _RANK[known]):
                shares[number] = share


def _is_heading(span: Span, headings: Spans) -> bool:
    number = bisect_right([start for start, _ in headings], span[1]) - 1
    return number >= 0 and headings[number][0] < span[1] and headings[number][1] > span[0]


def section_at(headings: Spans, offset: int) -> int:
    """Return the number of the heading above a place, -1 above the first one."""
    return bisect_left([start for start, _ in headings], offset + 1) - 1
