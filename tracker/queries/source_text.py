"""The text of a source to read, with the place of every entry, what became of it, and where the text is damaged."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.enums import LightColour, RecommendationKind, Status
from tracker.model.rows import TaskRow
from tracker.model.rows.intake import Span, Spans
from tracker.model.sentences import Sentence, Share
from tracker.model.source_words import SentenceKind
from tracker.model.tables import Article, Recommendation, SentenceMark, SourceProblem, Task, TaskAnswer
from tracker.queries.task_rows import list_tasks

_FROM_WORST = tuple(LightColour)
#: How a flaw says where a text was interrupted: the words before the place, and those after it.
_INTERRUPTED = re.compile(r"“([^”]+)”[+＋]“([^”]+)”")


@dataclass(frozen=True, slots=True)
class TextEntry:
    """An entry with its places in the text."""

    code: str
    kind: RecommendationKind
    spans: Spans
    tasks: tuple[TaskRow, ...]

    @property
    def asks(self) -> bool:
        """Return whether the entry asks for a task."""
        return self.kind.asks

    @property
    def answering(self) -> tuple[TaskRow, ...]:
        """Return the tasks that answer it; one that was cancelled answers nothing."""
        return tuple(task for task in self.tasks if task.status is not Status.CANCELLED)

    @property
    def share(self) -> Share:
        """Return what its sentences are."""
        if self.answering:
            return Share.TASK
        return Share.OPEN if self.asks else Share.OTHER

    @property
    def light(self) -> LightColour | None:
        """Return the worst light of the tasks that answer it, None without any."""
        return min((task.light.colour for task in self.answering), key=_FROM_WORST.index, default=None)


@dataclass(frozen=True, slots=True)
class SourceReading:
    """A text and its entries in order; `excerpts` where only the anchors are at hand, one a line.

    `pins` are the places where something else is printed between the words, `marks` what people called sentences, by
    their words; `sentences` is empty until they were told apart. `wraps` are ends of lines inside a paragraph.
    """

    text: str
    excerpts: bool
    entries: tuple[TextEntry, ...]
    headings: Spans = ()
    pins: tuple[int, ...] = ()
    marks: Mapping[str, SentenceKind] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    wraps: frozenset[int] = frozenset()


def read_text(session: Session, article_id: int, today: date) -> SourceReading:
    """Return what a source says: its text, or its anchors in order under their sections where there is no text.

    The lights of the tasks are those of `today`. Raises InputError where the source is gone.
    """
    article = session.get(Article, article_id)
    if article is None:
        raise InputError("这个来源已不在台账中；请刷新后再试。")
    wanted = select(Recommendation).where(Recommendation.article_id == article_id)
    entries = session.exec(wanted.order_by(col(Recommendation.position))).all()
    tasks = _tasks(session, article_id, today)
    flaws = session.exec(select(SourceProblem.description).where(SourceProblem.article == article.code)).all()
    if not article.content:
        reading = _excerpts(list(entries), tasks)
        return replace(reading, pins=pins_of(reading.text, flaws))
    rows = tuple(
        TextEntry(entry.code, entry.kind, tuple((start, end) for start, end in entry.spans), tasks[entry.id])
        for entry in entries
    )
    headings = {entry.section for entry in entries if entry.section}
    text, marked = article.content, select(SentenceMark).where(SentenceMark.article_id == article_id)
    marks = {mark.sentence: mark.kind for mark in session.exec(marked)}
    return SourceReading(text, False, rows, tuple(_lines_of(text, headings)), pins_of(text, flaws), marks)


def pins_of(text: str, flaws: Iterable[str]) -> tuple[int, ...]:
    """Return where a text goes on after something else: what its flaws call “before”+“after”, as far as it is there."""
    places = set()
    for flaw in flaws:
        for before, after in _INTERRUPTED.findall(flaw):
            words, ahead = after.strip("…"), before.strip("…")
            if (at := text.find(words)) >= 0:
                places.add(at)
            elif (at := text.find(ahead)) >= 0:
                places.add(at + len(ahead))
    return tuple(sorted(places))


def _tasks(session: Session, article_id: int, today: date) -> defaultdict[int, tuple[TaskRow, ...]]:
    """Return by recommendation of a source the tasks that answer it, in document order."""
    answers = (
        select(TaskAnswer.task_id, TaskAnswer.recommendation_id)
        .join(Recommendation, col(Recommendation.id) == TaskAnswer.recommendation_id)
        .where(Recommendation.article_id == article_id)
    )
    answered: defaultdict[int, list[int]] = defaultdict(list)
    for task_id, number in session.exec(answers):
        answered[task_id].append(number)
    tasks: defaultdict[int, tuple[TaskRow, ...]] = defaultdict(tuple)
    for task in list_tasks(session, today, col(Task.id).in_(list(answered))):
        for number in answered[task.id]:
            tasks[number] += (task,)
    return tasks


def _excerpts(entries: list[Recommendation], tasks: defaultdict[int, tuple[TaskRow, ...]]) -> SourceReading:
    text, section = "", ""
    rows: list[TextEntry] = []
    headings: list[Span] = []
    order = {entry.section: number for number, entry in reversed(list(enumerate(entries)))}
    for entry in sorted(entries, key=lambda entry: order[entry.section]):  # one made later stands in its section
        if entry.section != section:
            section = entry.section
            text += "\n" if text else ""
            headings.append((len(text), len(text) + len(section)))
            text += section + "\n"
        words = " ".join(entry.anchor.split())
        span = ((len(text), len(text) + len(words)),) if words else ()
        rows.append(TextEntry(entry.code, entry.kind, span, tasks[entry.id]))
        text += words + "\n" if words else ""
    return SourceReading(text, True, tuple(rows), tuple(headings))


def _lines_of(text: str, wanted: set[str]) -> list[Span]:
    """Return the lines of a text that are one of these headings."""
    spans: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip() in wanted:
            spans.append((start, start + len(line.rstrip())))
        start += len(line)
    return spans
