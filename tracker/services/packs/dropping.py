"""What goes when a catalogue no longer says it: only what nobody touched; all else stays and is put away."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.model.enums import BatchSource, Status
from tracker.model.source_words import SourceState
from tracker.model.tables import (
    Article,
    ArticleFile,
    Batch,
    CatalogueBase,
    Evidence,
    Goal,
    GoalLink,
    Indicator,
    IndicatorAlias,
    IndicatorLink,
    Observation,
    Recommendation,
    RecommendationLink,
    Revision,
    SentenceMark,
    SourceProblem,
    Task,
    TaskAnswer,
    TaskIndicator,
    TaskLink,
    TaskOffice,
    WorkbookExportRow,
)

_GONE = "目录已不再列出"


def drop_entries(
    session: Session, dropped: Mapping[str, Collection[str]], pack_id: int | None, today: date
) -> tuple[list[str], list[str]]:
    """Drop entries of a catalogue by kind and code inside the act under way; return what went and what stayed."""
    entries = _rows(session, Recommendation, dropped["recommendation"])
    removed, kept = _drop_tasks(session, [entry.id for entry in entries])
    gone, stays = _drop_recommendations(session, entries)
    removed, kept = removed + gone, kept + stays
    for indicator in _rows(session, Indicator, dropped["indicator"]):
        (removed if _drop_indicator(session, indicator, today) else kept).append(indicator.code)
    for goal in _rows(session, Goal, dropped["goal"]):
        _delete_all(session, GoalLink, GoalLink.goal_id == goal.id)
        session.flush()
        session.delete(goal)
    for problem in _rows(session, SourceProblem, dropped["problem"]):
        session.delete(problem)
    session.flush()
    for article in _rows(session, Article, dropped["article"]):
        (removed if _drop_article(session, article, today) else kept).append(article.code)
    for kind, codes in dropped.items():
        mine = CatalogueBase.kind == kind, CatalogueBase.pack_id == pack_id, col(CatalogueBase.code).in_(codes)
        _delete_all(session, CatalogueBase, *mine)
    session.flush()
    return removed, kept


def _rows(session: Session, table: Any, codes: Collection[str]) -> list[Any]:
    return list(session.exec(select(table).where(table.code.in_(codes)).order_by(table.id)))


def _drop_tasks(session: Session, entries: Collection[int]) -> tuple[list[str], list[str]]:
    """Delete the tasks of recommendations that nobody touched."""
    tasks = session.exec(select(Task).where(col(Task.recommendation_id).in_(entries)).order_by(col(Task.id))).all()
    touched = _touched(session, [task.id for task in tasks])
    sent = set(session.exec(select(WorkbookExportRow.key).where(WorkbookExportRow.kind == "task")))
    removed, kept = [], []
    for task in tasks:
        if task.status is not Status.UNASSIGNED or task.id in touched or task.uid in sent:
            kept.append(task.code)
            continue
        for table in (TaskOffice, TaskIndicator, TaskAnswer):
            _delete_all(session, table, col(table.task_id) == task.id)
        session.flush()
        session.delete(task)
        removed.append(task.code)
    session.flush()
    return removed, kept


def _touched(session: Session, task_ids: Collection[int]) -> set[int]:
    """Return the tasks that a person wrote anything about, or linked with anything."""
    people = (Batch.source != BatchSource.SEED, Batch.source != BatchSource.UNDO, col(Batch.undone_by_id).is_(None))
    revised = select(Revision.task_id).where(
        col(Revision.task_id).in_(task_ids), col(Revision.batch_id).in_(select(Batch.id).where(*people))
    )
    linked = select(TaskLink.to_id).where(col(TaskLink.to_id).in_(task_ids))
    proven = select(Evidence.task_id).where(col(Evidence.task_id).in_(task_ids))
    statements: tuple[Any, ...] = (revised, linked, proven)
    return {number for statement in statements for number in session.exec(statement) if number}


def _drop_recommendations(session: Session, entries: Collection[Recommendation]) -> tuple[list[str], list[str]]:
    """Delete recommendations that no task answers, those below first; the others say that they are listed no more."""
    answered = set(session.exec(select(TaskAnswer.recommendation_id)))
    removed, kept, left = [], [], list(entries)
    while left:
        above = set(session.exec(select(Recommendation.parent_id).where(col(Recommendation.parent_id).is_not(None))))
        free = [entry for entry in left if entry.id not in answered and entry.id not in above]
        if not free:
            break
        for entry in free:
            _delete_recommendation(session, entry)
            removed.append(entry.code)
        left = [entry for entry in left if entry not in free]
    for entry in left:
        if _GONE not in entry.note:
            entry.note = f"{entry.note}\n{_GONE}".strip()
        kept.append(entry.code)
    return removed, kept


def _delete_recommendation(session: Session, entry: Recommendation) -> None:
    ends = (col(RecommendationLink.from_id) == entry.id) | (col(RecommendationLink.to_id) == entry.id)
    _delete_all(session, RecommendationLink, ends)
    _delete_all(session, IndicatorLink, IndicatorLink.recommendation_id == entry.id)
    _delete_all(session, GoalLink, GoalLink.recommendation_id == entry.id)
    session.flush()
    session.delete(entry)
    session.flush()


def _drop_indicator(session: Session, indicator: Indicator, today: date) -> bool:
    """Delete an indicator that no task and no value of a person hangs on; else it is used no more."""
    linked = session.exec(select(TaskIndicator.id).where(TaskIndicator.indicator_id == indicator.id)).first()
    values = select(Observation).where(Observation.indicator_id == indicator.id)
    if linked is not None or any(not row.from_catalogue for row in session.exec(values)):
        indicator.retired_on = indicator.retired_on or today
        return False
    for table in (Observation, IndicatorLink, IndicatorAlias):
        _delete_all(session, table, col(table.indicator_id) == indicator.id)
    session.flush()
    session.delete(indicator)
    session.flush()
    return True


def _drop_article(session: Session, article: Article, today: date) -> bool:
    """Delete a source that nothing hangs on; else it is put away."""
    hanging = (
        select(Task.id).where(Task.source_id == article.id),
        select(Recommendation.id).where(Recommendation.article_id == article.id),
        select(Indicator.id).where(Indicator.article_id == article.id),
        select(Goal.id).where(Goal.article_id == article.id),
        select(ArticleFile.id).where(ArticleFile.article_id == article.id),
        select(SentenceMark.id).where(SentenceMark.article_id == article.id),
    )
    if any(session.exec(statement).first() is not None for statement in hanging):
        article.state, article.state_on, article.state_note = SourceState.RETIRED, today, _GONE
        return False
    session.delete(article)
    return True


def _delete_all(session: Session, table: Any, *conditions: Any) -> None:
    for row in session.exec(select(table).where(*conditions)).all():
        session.delete(row)
