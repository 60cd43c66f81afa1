"""What the articles say: their entries, their flaws, the goals they name, and what each became."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlmodel import Session, col, select

from tracker.model.enums import LinkKind, RecommendationKind
from tracker.model.rows import ArticleRow, GoalRow, RecommendationRow, SourceProblemRow, Sources
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
)

#: Kinds shown as reference: no task until somebody makes one.
REFERENCE_KINDS = frozenset(
    {
        RecommendationKind.LESSON,
        RecommendationKind.PRACTICE,
        RecommendationKind.EXHORTATION,
        RecommendationKind.UMBRELLA_EXHORTATION,
    }
)


def read_sources(session: Session) -> Sources:
    """Return everything the sources page shows."""
    recommendations = list_recommendations(session)
    return Sources(
        articles=list_articles(session, recommendations),
        recommendations=recommendations,
        problems=_problems(session),
        goals=_goals(session),
    )


def list_articles(session: Session, recommendations: Iterable[RecommendationRow]) -> tuple[ArticleRow, ...]:
    """Return the articles in order, each with counts of what became of it."""
    tasks: Counter[str] = Counter()
    kinds: Counter[tuple[str, bool]] = Counter()
    for one in recommendations:
        tasks[one.article] += len(one.task_ids)
        kinds[one.article, one.kind in REFERENCE_KINDS] += 1
    indicators = Counter(session.exec(select(Indicator.article_id)))
    problems = Counter(session.exec(select(SourceProblem.article)))
    return tuple(
        ArticleRow(
            id=one.id,
            code=one.code,
            title=one.title,
            short_title=one.short_title or one.title,
            title_in_source=one.title_in_source,
            authors=tuple(one.authors),
            affiliation=one.affiliation,
            source=one.source,
            note=one.note,
            tasks=tasks[one.code],
            recommendations=kinds[one.code, False],
            references=kinds[one.code, True],
            indicators=indicators[one.id],
            problems=problems[one.code],
        )
        for one in session.exec(select(Article).order_by(col(Article.position)))
    )


def list_recommendations(session: Session) -> tuple[RecommendationRow, ...]:
    """Return all entries of all articles in document order, references included."""
    articles = dict(session.exec(select(Article.id, Article.code)).all())
    entries = session.exec(select(Recommendation).order_by(col(Recommendation.position))).all()
    codes = {one.id: one.code for one in entries}
    links = _links(session, codes)
    indicators = _indicator_codes(session)
    tasks = _task_ids(session)
    return tuple(
        RecommendationRow(
            id=one.id,
            code=one.code,
            article=articles[one.article_id],
            section=one.section,
            kind=one.kind,
            parent=codes.get(one.parent_id or 0, ""),
            title=one.title,
            summary=one.summary,
            anchor=one.anchor,
            note=one.note,
            themes=tuple(one.themes),
            lead_office=one.lead_office,
            co_offices=tuple(one.co_offices),
            deadline_text=one.deadline_text,
            city=one.city,
            related=tuple(links[one.id, LinkKind.RELATED]),
            supports=tuple(links[one.id, LinkKind.SUPPORTS]),
            indicators=tuple(indicators[one.id]),
            task_ids=tuple(tasks[one.id]),
        )
        for one in entries
    )


def _links(session: Session, codes: dict[int, str]) -> dict[tuple[int, LinkKind], list[str]]:
    found: dict[tuple[int, LinkKind], list[str]] = defaultdict(list)
    for link in session.exec(select(RecommendationLink).order_by(col(RecommendationLink.id))):
        found[link.from_id, link.kind].append(codes[link.to_id])
    return found


def _indicator_codes(session: Session) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    pairs = select(IndicatorLink.recommendation_id, Indicator.code).where(Indicator.id == IndicatorLink.indicator_id)
    for recommendation_id, code in session.exec(pairs.order_by(col(Indicator.position))):
        found[recommendation_id].append(code)
    return found


def _task_ids(session: Session) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    pairs = select(Task.recommendation_id, Task.id).where(col(Task.recommendation_id).is_not(None))
    for recommendation_id, task_id in session.exec(pairs.order_by(col(Task.code))):
        found[recommendation_id or 0].append(task_id)
    return found


def _problems(session: Session) -> tuple[SourceProblemRow, ...]:
    rows = session.exec(select(SourceProblem).order_by(col(SourceProblem.position)))
    return tuple(
        SourceProblemRow(one.code, one.article, one.lines, one.kind, one.description, tuple(one.anchors))
        for one in rows
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
            one.code,
            articles.get(one.article_id or 0, ""),
            one.title,
            one.kind,
            tuple(one.components),
            tuple(served[one.id]),
        )
        for one in rows
    )
