"""How many tasks each value of a chip stands for."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.filtered_tasks import filter_tasks
from tracker.model.enums import Status
from tracker.model.rows import LedgerView, TaskRow
from tracker.ui.task import option_counts as counting
from tracker.ui.task.filter import Facet, LedgerFilter, TaskSearch, facet_options
from tracker.ui.task.option_counts import option_counts


@pytest.fixture
def view(small_ledger: LedgerView, make_task: Callable[..., TaskRow]) -> LedgerView:
    tasks = (
        make_task(1, status=Status.PAUSED, owner=""),
        make_task(2, due_on=None, due_text="", leader="王副市长"),
        make_task(3, lead_office="", lead_short="", themes=("数字化", "人才")),
    )
    return replace(small_ledger, tasks=tasks)


@pytest.mark.parametrize("facet", [facet for facet in Facet if facet is not Facet.LIGHT])
def test_a_count_is_what_the_filter_would_show(view: LedgerView, facet: Facet) -> None:
    values = [value for value, _ in facet_options(view)[facet]]
    counts = option_counts(facet, view, values)
    assert set(counts) == set(values)
    search = TaskSearch(view)
    for value in values:
        shown = filter_tasks(view, LedgerFilter({facet: frozenset({value})}), search)
        assert counts[value] == len(shown), value


def test_a_large_ledger_opens_its_menus_at_once(view: LedgerView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_LOOKED_AT", 2)
    assert option_counts(Facet.DUE, view, ["late"]) == {}
    assert option_counts(Facet.STATUS, view, [Status.PAUSED.value]) == {Status.PAUSED.value: 1}
