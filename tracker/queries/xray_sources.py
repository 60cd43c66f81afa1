"""What the X-ray says of sources, recommendations and indicators, and how far each source is answered."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from tracker.model.enums import IndicatorKind, RecommendationKind, Status
from tracker.model.rows.xray import Coverage, Finding
from tracker.model.source_words import Frequency, SourceKind, SourceState
from tracker.model.tables import (
    Article,
    ArticleFile,
    Indicator,
    Observation,
    Recommendation,
    Task,
    TaskAnswer,
    TaskIndicator,
)
from tracker.model.typed.days import months_later

_PAPERS = frozenset({SourceKind.INSTRUCTION, SourceKind.DOCUMENT})
_COLUMNS = ("id", "code", "kind", "parent_id", "section")
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEARLY: 6, Frequency.YEARLY: 12}


def find_in_sources(session: Session, today: date, article: str = "") -> Iterator[Finding]:
    """Yield what sources lack, and the recommendations that nobody took up."""
    unanswered = _unanswered(session, article)
    if unanswered:
        sentence = f"{len(unanswered):,} 条建议没有任务"
        yield Finding("unanswered", len(unanswered), sentence, tuple(unanswered), "转为任务")
    statement = select(Article).where(Article.state != SourceState.RETIRED).order_by(col(Article.position))
    sources = session.exec(statement.where(Article.code == article) if article else statement).all()
    tasks = dict(session.exec(select(Task.source_id, func.count()).group_by(col(Task.source_id))).all())
    reading = _only_to_read(session)
    filed = set(session.exec(select(ArticleFile.article_id).distinct()))
    kinds: tuple[tuple[str, str, Callable[[Article], bool]], ...] = (
        ("source_due", "{:,} 个来源应报未报", lambda s: _is_owed(s, today)),
        ("source_empty", "{:,} 个来源没有任务", lambda s: not tasks.get(s.id) and s.id not in reading),
        ("unfiled", "{:,} 个来源没有附件", lambda s: s.kind in _PAPERS and s.id not in filed),
    )
    for code, words, lacks in kinds:
        if items := [source.code for source in sources if lacks(source)]:
            yield Finding(code, len(items), words.format(len(items)), tuple(items), "打开来源")


def _only_to_read(session: Session) -> set[int]:
    """Return the sources whose entries are lessons, practices and exhortations alone: nobody expects tasks of them."""
    kinds: dict[int, set[RecommendationKind]] = defaultdict(set)
    pairs: Any = sa.select(col(Recommendation.article_id), col(Recommendation.kind)).distinct()
    for number, kind in session.exec(pairs):
        kinds[number].add(kind)
    group = RecommendationKind.GROUP
    return {number for number, there in kinds.items() if not any(kind.asks or kind is group for kind in there)}


def _is_owed(source: Article, today: date) -> bool:
    return source.state is SourceState.OPEN and source.report_due_on is not None and source.report_due_on < today


def find_in_indicators(session: Session, today: date, article: str = "") -> Iterator[Finding]:
    """Yield what numeric indicators in use lack."""
    statement: Any = (
        select(Indicator)
        .join(Article, col(Article.id) == Indicator.article_id, isouter=True)
        .where(Indicator.kind == IndicatorKind.NUMERIC, col(Indicator.retired_on).is_(None))
        .where(sa.or_(col(Article.id).is_(None), col(Article.state) != SourceState.RETIRED))
        .order_by(col(Indicator.position), col(Indicator.id))
    )
    indicators = session.exec(statement.where(col(Article.code) == article) if article else statement).all()
    newest: dict[int, date | None] = dict(
        session.exec(
            select(Observation.indicator_id, func.max(Observation.observed_on)).group_by(col(Observation.indicator_id))
        ).all()
    )
    kinds: tuple[tuple[str, str, Callable[[Indicator], bool]], ...] = (
        ("no_data", "{:,} 项指标没有数据", lambda row: row.id not in newest),
        ("stale_data", "{:,} 项指标超过一个周期没有新数据", lambda row: _is_stale(row, newest.get(row.id), today)),
        ("no_target", "{:,} 项指标没有目标", lambda row: row.target_value is None),
        ("no_direction", "{:,} 项指标没有口径", lambda row: row.measure is None),
    )
    for code, words, lacks in kinds:
        if items := [indicator.code for indicator in indicators if lacks(indicator)]:
            yield Finding(code, len(items), words.format(len(items)), tuple(items), "录入")


def _is_stale(indicator: Indicator, last: date | None, today: date) -> bool:
    """Tell whether the period after the newest value ended without another one."""
    months = _MONTHS.get(indicator.frequency) if indicator.frequency is not None else None
    return months is not None and last is not None and today > months_later(last, 2 * months)


def _entries(session: Session, article: str) -> list[Any]:
    statement: Any = (
        sa.select(*(getattr(Recommendation, name) for name in _COLUMNS), col(Article.code).label("source"))
        .join(Article, col(Article.id) == Recommendation.article_id)
        .where(col(Article.state) != SourceState.RETIRED)
        .order_by(col(Article.position), col(Recommendation.position), col(Recommendation.id))
    )
    statement = statement.where(col(Article.code) == article) if article else statement
    return list(session.connection().execute(statement).all())


def _answers(session: Session) -> dict[int, list[tuple[int, Status]]]:
    """Return by recommendation the tasks that answer it and are not cancelled."""
    answers: dict[int, list[tuple[int, Status]]] = defaultdict(list)
    pairs: Any = sa.select(*map(col, (TaskAnswer.recommendation_id, Task.id, Task.status))).join(
        Task, col(Task.id) == TaskAnswer.task_id
    )
    for number, task_id, status in session.exec(pairs.where(col(Task.status) != Status.CANCELLED)):
        answers[number].append((task_id, status))
    return answers


def _unanswered(session: Session, article: str) -> list[str]:
    entries, answers = _entries(session, article), _answers(session)
    parents = {entry.parent_id for entry in entries if entry.kind.asks}
    return [
        entry.code
        for entry in entries
        if entry.id not in answers
        and (entry.kind.asks or (entry.kind is RecommendationKind.GROUP and entry.id not in parents))
    ]


def read_coverage(session: Session, article: str = "") -> tuple[Coverage, ...]:
    """Return how far the leaves of each source that has any became tasks, section by section."""
    answers = _answers(session)
    measured = set(session.exec(select(TaskIndicator.task_id).distinct()))
    grouped: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, _, kind, _, section, source in _entries(session, article):
        if kind.asks:
            grouped[source][section].append(number)

    def covered(source: str, leaves: list[int], section: str = "") -> Coverage:
        tasks = [answers[number] for number in leaves if number in answers]
        return Coverage(
            source,
            len(leaves),
            len(tasks),
            sum(any(task in measured for task, _ in those) for those in tasks),
            sum(all(status is Status.CLOSED for _, status in those) for those in tasks),
            section,
        )

    return tuple(_whole(source, sections, covered) for source, sections in grouped.items())


def _whole(source: str, sections: dict[str, list[int]], covered: Any) -> Coverage:
    whole: Coverage = covered(source, [number for leaves in sections.values() for number in leaves])
    parts = tuple(covered(source, leaves, section) for section, leaves in sections.items())
    return Coverage(whole.article, whole.leaves, whole.answered, whole.with_indicator, whole.closed, "", parts)
