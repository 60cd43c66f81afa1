"""Tasks over time: what 时间轴 draws, in one read."""

from datetime import date

from sqlmodel import Session, select

from tracker.model.rows import Timeline, TimelineBar
from tracker.model.source_words import SourceState
from tracker.model.tables import Article
from tracker.queries.light_facts import list_milestones
from tracker.queries.task_rows import list_tasks


def read_timeline(session: Session, today: date) -> Timeline:
    """Return every task of the ledger with its milestones, in document order."""
    milestones = list_milestones(session)
    bars = tuple(TimelineBar(task, tuple(milestones.get(task.id, ()))) for task in list_tasks(session, today))
    articles = session.exec(select(Article)).all()
    away = frozenset(article.code for article in articles if article.state is SourceState.RETIRED)
    return Timeline(today, bars, {article.code: _title(article) for article in articles}, away)


def _title(article: Article) -> str:
    """Return an article's own title; one that the source lacks is named, and said to be missing."""
    lacks = not article.title_in_source and article.short_title and "编者按" not in article.title
    return f"{article.short_title}（标题缺失）" if lacks else article.title
