"""What the articles say: their entries, their flaws, the goals they name, and what each became."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.model.enums import LightColour, LinkKind, Status
from tracker.model.rows import ArticleRow, GoalRow, RecommendationRow, SourceProblemRow, Sources
from tracker.model.source_words import SourceState
from tracker.model.tables import (
    Article,
    Goal,
    GoalLink,
    Indicator,
    IndicatorLink,
    Recommendation,
    RecommendationLink,
    SourceProblem,
    Task,
    TaskAnswer,
)
from tracker.queries.tallies import Scope, read_tallies


def read_sources(session: Session) -> Sources:
    """Return everything the sources page shows."""
    recommendations = list_recommendations(session)
    return Sources(
        articles=list_articles(session),
        recommendations=recommendations,
        problems=_problems(session),
        goals=_goals(session),
    )


def list_articles(session: Session, *, counted: bool = True) -> tuple[ArticleRow, ...]:
    """Return the articles in order, each with counts of what became of it where they are asked for (`counted`)."""
    entries, asking, references = _count_entries(session)
    tasks, open_tasks = _count_tasks(session) if counted else (Counter(), Counter())
    indicators = Counter(session.exec(select(Indicator.article_id)))
    problems = Counter(session.exec(select(SourceProblem.article)))
    return tuple(
        ArticleRow(
            id=article.id,
            code=article.code,
            title=article.title,
            short_title=article.short_title or article.title,
            title_in_source=article.title_in_source,
            authors=tuple(article.authors),
            affiliation=article.affiliation,
            source=article.source,
            note=article.note,
            tasks=tasks[article.id],
            recommendations=asking[article.id],
            references=references[article.id],
            indicators=indicators[article.id],
            problems=problems[article.code],
            kind=article.kind,
            number=article.number,
            sender=article.sender,
            received_on=article.received_on,
            report_due_on=article.report_due_on,
            leader=article.leader,
            urgency=article.urgency,
            state=article.state,
            state_on=article.state_on,
            state_note=article.state_note,
            version=article.version,
            open_tasks=open_tasks[article.id],
            entries=entries[article.id],
            has_text=bool(article.content.strip()),
        )
        for article in session.exec(select(Article).order_by(col(Article.position)))
    )


def _count_entries(session: Session) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Return by source how many entries it has, how many of them ask for a task, and how many are to read."""
    entries: Counter[int] = Counter()
    asking: Counter[int] = Counter()
    references: Counter[int] = Counter()
    pairs: Any = select(Recommendation.article_id, Recommendation.kind)
    for article, kind in session.exec(pairs):
        entries[article] += 1
        asking[article] += kind.asks
        references[article] += kind.is_reference
    return entries, asking, references


def lights_of_sources(session: Session, today: date) -> dict[str, dict[LightColour, int]]:
    """Return by the code of each source how many of its tasks have each light."""
    counted: dict[str, dict[LightColour, int]] = defaultdict(lambda: defaultdict(int))
    for tally in read_tallies(session, Scope(today, today)):
        counted[tally.article][tally.light] += tally.tasks
    return {code: dict(lights) for code, lights in counted.items()}


def retired_sources(session: Session, day: date) -> frozenset[str]:
    """Return the codes of the sources that were put away (归档) by the end of a day and still are."""
    rows = session.exec(select(Article).where(Article.state == SourceState.RETIRED))
    return frozenset(row.code for row in rows if row.state_on is None or row.state_on <= day)


def _count_tasks(session: Session) -> tuple[Counter[int | None], Counter[int | None]]:
    """Return by source how many tasks are not cancelled, and how many of them are not ended."""
    tasks: Counter[int | None] = Counter()
    open_tasks: Counter[int | None] = Counter()
    wanted = select(Task.source_id, Task.status, func.count()).group_by(col(Task.source_id), col(Task.status))
    for source, kept, count in session.exec(wanted):
        status = Status(kept)
        if status is not Status.CANCELLED:
            tasks[source] += count
        if not status.ended:
            open_tasks[source] += count
    return tasks, open_tasks


def list_recommendations(session: Session, code: str | None = None) -> tuple[RecommendationRow, ...]:
    """Return all entries of all articles in document order, references included; with a code that entry alone."""
    articles = dict(session.exec(select(Article.id, Article.code)).all())
    wanted = select(Recommendation).order_by(col(Recommendation.position))
    entries = session.exec(wanted if code is None else wanted.where(Recommendation.code == code)).all()
    codes = dict(session.exec(select(Recommendation.id, Recommendation.code)).all())
    links = _links(session, codes)
    indicators = _indicator_codes(session)
    # Of one entry only its own tasks are read: the ledger may hold tens of thousands.
    tasks = _task_ids(session, None if code is None else [entry.id for entry in entries])
    return tuple(
        RecommendationRow(
            id=entry.id,
            code=entry.code,
            article=articles[entry.article_id],
            section=entry.section,
            kind=entry.kind,
            parent=codes.get(entry.parent_id or 0, ""),
            title=entry.title,
            summary=entry.summary,
            anchor=entry.anchor,
            note=entry.note,
            themes=tuple(entry.themes),
            lead_office=entry.lead_office,
            co_offices=tuple(entry.co_offices),
            deadline_text=entry.deadline_text,
            city=entry.city,
            related=tuple(links[entry.id, LinkKind.RELATED]),
            supports=tuple(links[entry.id, LinkKind.SUPPORTS]),
            indicators=tuple(indicators[entry.id]),
            task_ids=tuple(tasks[entry.id]),
        )
        for entry in entries
    )


def _links(session: Session, codes: dict[int, str]) -> dict[tuple[int, LinkKind], list[str]]:
    links: dict[tuple[int, LinkKind], list[str]] = defaultdict(list)
    for link in session.exec(select(RecommendationLink).order_by(col(RecommendationLink.id))):
        links[link.from_id, link.kind].append(codes[link.to_id])
    return links


def _indicator_codes(session: Session) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = defaultdict(list)
    pairs = select(IndicatorLink.recommendation_id, Indicator.code).where(Indicator.id == IndicatorLink.indicator_id)
    for recommendation_id, code in session.exec(pairs.order_by(col(Indicator.position))):
        codes[recommendation_id].append(code)
    return codes


def _task_ids(session: Session, entries: Collection[int] | None) -> dict[int, list[int]]:
    numbers: dict[int, list[int]] = defaultdict(list)
    pairs = select(TaskAnswer.recommendation_id, TaskAnswer.task_id).join(Task, col(Task.id) == TaskAnswer.task_id)
    pairs = pairs if entries is None else pairs.where(col(TaskAnswer.recommendation_id).in_(entries))
    for recommendation_id, task_id in session.exec(pairs.order_by(col(Task.code))):
        numbers[recommendation_id].append(task_id)
    return numbers


def _problems(session: Session) -> tuple[SourceProblemRow, ...]:
    rows = session.exec(select(SourceProblem).order_by(col(SourceProblem.position)))
    return tuple(
        SourceProblemRow(
            problem.code, problem.article, problem.lines, problem.kind, problem.description, tuple(problem.anchors)
        )
        for problem in rows
    )


def _goals(session: Session) -> tuple[GoalRow, ...]:
    articles = dict(session.exec(select(Article.id, Article.code)).all())
    served: dict[int, list[str]] = defaultdict(list)
    pairs = select(GoalLink.goal_id, Recommendation.code).where(Recommendation.id == GoalLink.recommendation_id)
    for goal_id, code in session.exec(pairs.order_by(col(GoalLink.id))):
        served[goal_id].append(code)
    rows = session.exec(select(Goal).order_by(col(Goal.position)))
    return tuple(
        GoalRow(
            goal.code,
            articles.get(goal.article_id or 0, ""),
            goal.title,
            goal.kind,
            tuple(goal.components),
            tuple(served[goal.id]),
        )
        for goal in rows
    )
