"""How many tasks each value of a filter chip stands for; its menu shows it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from tracker.model.rows import LedgerView, TaskRow
from tracker.ui.task.filter import NO_OFFICE, Facet, test_of

#: In a ledger of more tasks values that each need a look at every task are not counted: the menu opens at once.
MOST_LOOKED_AT = 5_000

_PROPERTIES: Mapping[Facet, Callable[[TaskRow], Iterable[str]]] = {
    Facet.ARTICLE: lambda task: (task.article,),
    Facet.OFFICE: lambda task: (task.lead_office or NO_OFFICE,),
    Facet.THEME: lambda task: task.themes,
    Facet.STATUS: lambda task: (task.status.value,),
    Facet.LIGHT: lambda task: (task.light.colour.value,),
}


def option_counts(facet: Facet, view: LedgerView, values: Sequence[str]) -> dict[str, int]:
    """Return by value of a chip how many tasks of the ledger have it; nothing where counting would take too long."""
    properties = _PROPERTIES.get(facet)
    if properties is not None:
        counts = Counter(value for task in view.tasks for value in properties(task))
        return {value: counts[value] for value in values}
    if len(view.tasks) > MOST_LOOKED_AT:
        return {}
    tests = ((value, test_of(facet, value, view.today)) for value in values)
    return {value: sum(map(test, view.tasks)) for value, test in tests}
