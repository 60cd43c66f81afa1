"""How far tasks had come on an earlier day, of those that reported since: a change is counted from that."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.tables import ProgressEntry


def percents_before(session: Session, since: date, ids: Collection[int] | None = None) -> dict[int, int]:
    """Return by id in whole percent how far tasks had come at the end of a day, 0 where nothing was said by then.

    Only tasks that said something of their progress after that day are in it, of `ids` alone where they are given.
    """
    entry = ProgressEntry
    said = col(entry.progress).is_not(None)
    of_these = [col(entry.task_id).in_(ids)] if ids is not None else []
    later = session.execute(
        sa.select(col(entry.task_id)).where(col(entry.entered_on) > since, said, *of_these).distinct()
    )
    percents = dict.fromkeys(later.scalars(), 0)
    newest = sa.func.row_number().over(
        partition_by=col(entry.task_id), order_by=(col(entry.entered_on).desc(), col(entry.id).desc())
    )
    earlier = (
        sa.select(col(entry.task_id), col(entry.progress), newest.label("rank"))
        .where(col(entry.entered_on) <= since, said, *of_these)
        .subquery()
    )
    for task_id, percent in session.execute(
        sa.select(earlier.c.task_id, earlier.c.progress).where(earlier.c.rank == 1)
    ):
        if task_id in percents:
            percents[task_id] = percent
    return percents
