"""The list of themes with how many tasks and recommendations have each."""

from collections import Counter

from sqlmodel import Session, col, select

from tracker.model.rows.themes import ThemeRow
from tracker.model.tables import Recommendation, Tag, Task


def read_themes(session: Session) -> tuple[ThemeRow, ...]:
    """Return all themes in their order, those that are not offered any more among them."""
    tasks = Counter(name for names in session.exec(select(Task.themes)) for name in set(names))
    entries = Counter(name for names in session.exec(select(Recommendation.themes)) for name in set(names))
    tags = session.exec(select(Tag).order_by(col(Tag.position), col(Tag.id)))
    return tuple(ThemeRow(tag.name, tag.retired, tasks[tag.name], entries[tag.name]) for tag in tags)
