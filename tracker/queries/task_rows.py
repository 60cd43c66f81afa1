"""Tasks as the ledger lists them: one statement for the tasks, one for each thing that comes many to a task."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from tracker.model.enums import LightColour, Status, TaskLinkKind
from tracker.model.exchange_words import HelpState
from tracker.model.field_list import STORED
from tracker.model.lights import LightFacts, light_of
from tracker.model.rows import Light, TaskRow
from tracker.model.rows.copies import maker
from tracker.model.schedule import scheduled_progress
from tracker.model.tables import (
    Article,
    Indicator,
    Office,
    Recommendation,
    Task,
    TaskAnswer,
    TaskIndicator,
    TaskLink,
    TaskOffice,
)
from tracker.model.thresholds import Thresholds
from tracker.queries.light_facts import LightSources, of_tasks, read_light_sources
from tracker.queries.thresholds import read_thresholds
from tracker.store.reading_cache import keep, keep_last_rows, last_rows, recall


def list_tasks(session: Session, today: date, *conditions: ColumnElement[bool]) -> tuple[TaskRow, ...]:
    """Return the tasks that meet all conditions (none: all), in document order, with their lights of `today`."""
    key = "tasks", today
    if not conditions:
        return tuple(keep(session, key, lambda: _read_all(session, today)).values())
    kept: dict[int, TaskRow] | None = recall(session, key, dict)
    if kept is None:
        return _read_tasks(session, today, *conditions)
    ids = session.connection().scalars(_in_order(sa.select(col(Task.id)), *conditions))
    return tuple(map(kept.__getitem__, ids))


def known_tasks(session: Session, today: date) -> Collection[TaskRow] | None:
    """Return all tasks as `list_tasks` gives them where they were read before, None where that would cost a reading."""
    kept: dict[int, TaskRow] | None = recall(session, ("tasks", today), dict)
    return kept.values() if kept is not None else None


def _read_all(session: Session, today: date) -> dict[int, TaskRow]:
    """Return all tasks by id; what says the same as when it was read last is the same row, not a second one."""
    rows = {row.id: row for row in _read_tasks(session, today, before=last_rows(session))}
    keep_last_rows(session, rows)
    return rows


def _read_tasks(
    session: Session,
    today: date,
    *conditions: ColumnElement[bool],
    before: Mapping[int, TaskRow] = MappingProxyType({}),
) -> tuple[TaskRow, ...]:
    # Columns instead of objects: a ledger of 100,000 tasks is read in a third of the time.
    rows = list(session.connection().execute(_in_order(sa.select(*_COLUMNS), *conditions)).all())
    few = bool(conditions) and len(rows) <= _FEW
    many = _Many(session, [row.id for row in rows] if few else None)
    sources = read_light_sources(session, rows, today, named=few)
    thresholds = read_thresholds(session)
    return tuple(_made_up(rows, before, lambda row: _task_row(row, many, sources, today, thresholds)))


def _made_up(
    lines: list[sa.Row[Any]], before: Mapping[int, TaskRow], make: Callable[[sa.Row[Any]], TaskRow]
) -> Iterator[TaskRow]:
    """Yield the rows made of the lines of the database, those of before where they say the same.

    The list is emptied meanwhile: of 20,000 tasks both together would be 30 MB more.
    """
    lines.reverse()
    while lines:
        row = make(lines.pop())
        known = before.get(row.id)
        yield known if known == row else row


def _in_order(columns: Any, *conditions: ColumnElement[bool]) -> Any:
    """Return the select of columns of the tasks that meet conditions, in document order."""
    return (
        columns.select_from(Task)
        .join(Recommendation, col(Recommendation.id) == Task.recommendation_id, isouter=True)
        .join(Article, col(Article.id) == Task.source_id, isouter=True)
        .join(Office, col(Office.id) == Task.lead_office_id, isouter=True)
        .where(*conditions)
        .order_by(col(Task.position), col(Task.id))
    )


#: Up to this many tasks the side tables are asked for these tasks only.
_FEW = 500


@dataclass
class _Many:
    """What comes many to a task, read once for all tasks asked for."""

    session: Session
    ids: Sequence[int] | None
    co_offices: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    states: dict[int, list[HelpState]] = field(default_factory=lambda: defaultdict(list))  # of co-offices that began
    indicators: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    merged: dict[int, str] = field(default_factory=dict)
    once: dict[Any, Any] = field(default_factory=dict)  # what many tasks have alike is kept once
    answers: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        helping: Any = select(TaskOffice.task_id, Office.name, TaskOffice.state)
        helping = helping.where(Office.id == TaskOffice.office_id)
        for task_id, name, state in self._rows(helping.order_by(col(Office.position)), TaskOffice.task_id):
            self.co_offices[task_id].append(name)
            if state is not HelpState.NONE:
                self.states[task_id].append(state)
        linked = select(TaskIndicator.task_id, Indicator.code).where(Indicator.id == TaskIndicator.indicator_id)
        for task_id, code in self._rows(linked.order_by(col(Indicator.position)), TaskIndicator.task_id):
            self.indicators[task_id].append(code)
        answered = select(TaskAnswer.task_id, Recommendation.code).where(
            Recommendation.id == TaskAnswer.recommendation_id
        )
        for task_id, code in self._rows(answered.order_by(col(Recommendation.position)), TaskAnswer.task_id):
            self.answers[task_id].append(code)
        into = select(TaskLink.from_id, Task.code).join(Task, col(Task.id) == TaskLink.to_id)
        self.merged = dict(self._rows(into.where(TaskLink.kind == TaskLinkKind.DUPLICATE), TaskLink.from_id))

    def _rows(self, statement: Any, column: Any) -> Any:
        return self.session.exec(of_tasks(statement, column, self.ids)).all()


_ATTRIBUTES = frozenset(each.name for each in dataclasses.fields(TaskRow))
#: Columns a row takes from its task as they are, and those it keeps without an attribute of their own.
_SAME = tuple(name for name in Task.model_fields if name in _ATTRIBUTES and name != "themes")
_MORE = tuple(name for name in STORED if name not in _ATTRIBUTES)


_COLUMNS: tuple[Any, ...] = (
    *(getattr(Task, name) for name in (*_SAME, *_MORE)),
    col(Task.themes),
    col(Article.code).label("article"),
    col(Article.title).label("article_title"),
    col(Article.kind).label("source_kind"),
    col(Recommendation.section).label("section"),
    col(Recommendation.code).label("recommendation"),
    col(Recommendation.title).label("recommendation_title"),
    col(Office.name).label("lead_office"),
    col(Office.short_name).label("lead_short"),
)


_ROW = maker(TaskRow)


def _task_row(row: Any, many: _Many, sources: LightSources, today: date, thresholds: Thresholds) -> TaskRow:
    facts = sources.facts(row, today)
    *stored, themes, article, article_title, kind, section, recommendation, recommendation_title, office, short = row
    states = many.states.get(row.id, [])
    light = _light(facts, today, thresholds, many.merged.get(row.id, ""))

    def alike(value: Any) -> Any:
        return many.once.setdefault(value, value)

    return _ROW(
        **dict(zip(_SAME, stored, strict=False)),
        article=alike(article or ""),
        article_title=alike(article_title or ""),
        source_kind=kind.word if kind is not None else "",
        section=alike(section or ""),
        recommendation=alike(recommendation or ""),
        recommendation_title=alike(recommendation_title or ""),
        themes=alike(tuple(map(alike, themes))),
        lead_office=alike(office or ""),
        lead_short=alike(short or office or ""),
        co_offices=alike(tuple(many.co_offices.get(row.id, ()))),
        co_counted=len(many.co_offices.get(row.id, ())) - states.count(HelpState.NOT_OURS),
        co_done=states.count(HelpState.DONE),
        extensions=facts.extensions,
        scheduled=scheduled_progress(row.start_on, facts.deadline, today, facts.milestones),
        light=alike(light),
        last_progress_on=facts.last_progress_on,
        heard_on=facts.heard_on,
        indicators=alike(tuple(many.indicators.get(row.id, ()))),
        recommendations=alike(tuple(many.answers.get(row.id, ()))),
        merged_into=many.merged.get(row.id, ""),
        verdict=facts.verdict.outcome.word if facts.verdict is not None else "",
        verified=facts.verdict.progress if facts.verdict is not None and facts.verdict_counts else None,
        coordination=facts.open_coordination,
        more=tuple(zip(_MORE, stored[len(_SAME) :], strict=True)),
    )


def _light(facts: LightFacts, today: date, thresholds: Thresholds, merged_into: str) -> Light:
    """A merged task is grey like any cancelled one, and says where to look."""
    if merged_into and facts.status is Status.CANCELLED:
        return Light(LightColour.GREY, "已并入", f"已并入 {merged_into}，不单独计数，也不计亮灯。")
    return light_of(facts, today, thresholds)
