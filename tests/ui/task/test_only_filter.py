"""A filter for exactly some tasks: what the chip says, and what it lets through."""

from typing import Any

from tests.filtered_tasks import filter_tasks
from tracker.model.rows import LedgerView
from tracker.model.source_words import SourceState
from tracker.ui.task.filter import Facet, LedgerFilter, facet_options, offered, only_tasks


def test_it_lets_exactly_those_through_and_says_what_they_are(small_ledger: LedgerView) -> None:
    wanted = only_tasks("2项任务没有责任人", ["A1.1", "A2.1-2"])
    shown = filter_tasks(small_ledger, wanted)
    assert [task.code for task in shown] == ["A1.1", "A2.1-2"]
    assert wanted.active
    assert wanted.in_words(facet_options(small_ledger)) == "2项任务没有责任人"


def test_it_goes_with_other_values_of_the_same_chip(small_ledger: LedgerView) -> None:
    (value,) = only_tasks("缺", ["A1.1"]).chosen[Facet.MORE]
    both = LedgerFilter({Facet.MORE: frozenset({value, "extended"})})
    assert filter_tasks(small_ledger, both) == ()
    assert offered(Facet.MORE, (("extended", "延过期"),), {value}) == (("extended", "延过期"), (value, "缺"))
    assert offered(Facet.STATUS, (), {value}) == ()


def test_a_source_that_was_put_away_is_no_choice_any_more(small_ledger: LedgerView, make_article: Any) -> None:
    assert [code for code, _ in facet_options(small_ledger)[Facet.ARTICLE]] == ["A"]
    away = LedgerView(
        small_ledger.today,
        (make_article("A", state=SourceState.RETIRED),),
        small_ledger.recommendations,
        small_ledger.tasks,
    )
    assert facet_options(away)[Facet.ARTICLE] == ()
    assert len(filter_tasks(away, only_tasks("", ["A1.1"]))) == 1  # its tasks are still there
