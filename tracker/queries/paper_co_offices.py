"""The table of co-offices in a paper: what they help with and how far they are with it; nobody is ranked or blamed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.model.exchange_words import HelpState
from tracker.model.rows import CoOfficeLine, ListedTask
from tracker.model.tables import HelpEntry, Office, TaskOffice
from tracker.queries.former_names import former_names, name_on
from tracker.queries.light_facts import kept_or_own

_Said = dict[tuple[int, int], tuple[date, HelpState]]


def list_co_office_lines(
    session: Session, tasks: Sequence[ListedTask], day: date, today: date
) -> tuple[CoOfficeLine, ...]:  # fmt: skip
    """Return the offices that surely help with open tasks of a paper, in ledger order, as they stood on its day.

    Which office helps is known of today only; of an earlier day its state is what it had said by then.
    """
    ids = {task.task_id for task in tasks if not task.status.waiting and not task.status.ended}
    said, former = _said(session, day), former_names(session)
    states: dict[int, list[HelpState]] = defaultdict(list)
    names, days = dict[int, str](), defaultdict[int, list[date]](list)
    for link, name in _links(session):
        if link.task_id in ids:
            on, state = said.get((link.task_id, link.office_id), (None, HelpState.NONE))
            names[link.office_id] = name_on(former, name, day)
            states[link.office_id].append(state if day < today else link.state)
            days[link.office_id] += [on] if on is not None else []
    return tuple(
        CoOfficeLine(name, len(states[office]), Counter(states[office]), max(days[office], default=None))
        for office, name in names.items()
    )


def _links(session: Session) -> Sequence[Any]:
    links: Any = sa.select(TaskOffice.task_id, TaskOffice.office_id, TaskOffice.state, Office.name)  # type: ignore[call-overload]
    links = links.join(Office, col(Office.id) == TaskOffice.office_id).where(col(TaskOffice.confirmed))
    rows = session.connection().execute(links.order_by(col(Office.position), col(Office.id), col(TaskOffice.id)))
    return [(row, row.name) for row in rows]


def _said(session: Session, day: date) -> _Said:
    """Return by task and office what the office said last by a day; of a merged task for the one that is kept."""
    columns = map(col, (HelpEntry.office_id, HelpEntry.entered_on, HelpEntry.state))
    entries: Any = sa.select(kept_or_own(col(HelpEntry.task_id)).label("owner"), *columns)
    entries = entries.where(col(HelpEntry.entered_on) <= day).order_by(col(HelpEntry.entered_on), col(HelpEntry.id))
    rows = session.connection().execute(entries)
    return {(row.owner, row.office_id): (row.entered_on, row.state) for row in rows}
