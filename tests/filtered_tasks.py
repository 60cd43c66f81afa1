"""The tasks that the ledger shows under a filter."""

from tracker.model.rows import LedgerView, TaskRow
from tracker.ui.task.filter import LedgerFilter, TaskSearch


def filter_tasks(view: LedgerView, wanted: LedgerFilter, search: TaskSearch | None = None) -> tuple[TaskRow, ...]:
    """Return the tasks that satisfy every chip and all words of the search box, in ledger order."""
    matches = (search or TaskSearch(view)).find(wanted)
    return view.tasks if matches is None else tuple(view.tasks[position] for position in matches)
