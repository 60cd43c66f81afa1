"""Tasks that staff start themselves: each year has one source for them (自立)."""

from datetime import date

from sqlmodel import Session, col, select

from tracker.model.changes import Changes
from tracker.model.source_words import SourceKind, SourceState
from tracker.model.tables import Article
from tracker.services.sources.register import SourceFacts, register_source, the_source
from tracker.services.sources.tasks import NewTask, make_task
from tracker.services.write_basics import begin


def own_title(year: int) -> str:
    """Return what the source of a year's own tasks is called."""
    return f"{year}年自立任务"


def make_own_task(session: Session, wanted: NewTask, today: date) -> Changes:
    """Make a task that nobody asked for, of this year's own source, as one act; that source is registered with the
    first one. Errors as of `make_task`.
    """
    begin(session, "新增自立任务")
    return make_task(session, the_own_source(session, today).id, wanted, today)


def the_own_source(session: Session, today: date) -> Article:
    """Return this year's open source of own tasks, registered inside the act under way where there is none."""
    title = own_title(today.year)
    there = select(Article).where(
        Article.kind == SourceKind.OWN, Article.title == title, Article.state == SourceState.OPEN
    )
    if (source := session.exec(there.order_by(col(Article.id))).first()) is not None:
        return source
    (number,) = register_source(session, SourceFacts(SourceKind.OWN, title), today).sources
    return the_source(session, number)
