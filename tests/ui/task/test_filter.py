"""Chips and search of the ledger, as tables of cases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.filtered_tasks import filter_tasks
from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.rows import LedgerView, TaskRow
from tracker.queries.ledger import TaskFilter
from tracker.ui.task.filter import (
    Facet,
    LedgerFilter,
    facet_options,
    from_target,
)


def found(view: LedgerView, wanted: LedgerFilter) -> list[str]:
    return [task.code for task in filter_tasks(view, wanted)]


@pytest.mark.parametrize(
    ("facet", "values", "codes"),
    [
        (Facet.ARTICLE, {"A"}, ["A1.1", "A1.2a", "A1.2b", "A2.1", "A2.1-2"]),
        (Facet.ARTICLE, {"B"}, []),
        (Facet.OFFICE, {"市科技局"}, ["A1.2a"]),
        (Facet.OFFICE, {"市科技局", "市经信局"}, ["A1.1", "A1.2a", "A1.2b", "A2.1", "A2.1-2"]),
        (Facet.LIGHT, {"red", "amber"}, ["A1.1", "A1.2b"]),
        (Facet.STATUS, {"paused"}, []),
        (Facet.THEME, {"数字化"}, ["A1.1", "A1.2a", "A1.2b", "A2.1", "A2.1-2"]),
        (Facet.DUE, {"none"}, []),
        (Facet.DUE, set(), ["A1.1", "A1.2a", "A1.2b", "A2.1", "A2.1-2"]),
    ],
)
def test_each_chip(small_ledger: LedgerView, facet: Facet, values: set[str], codes: list[str]) -> None:
    assert found(small_ledger, LedgerFilter({facet: frozenset(values)})) == codes


@pytest.mark.parametrize(
    ("search", "codes"),
    [
        ("灯塔", ["A2.1", "A2.1-2"]),
        ("灯塔工厂", ["A2.1", "A2.1-2"]),  # only the recommendation says it
        ("核心技术", ["A1.2a", "A1.2b"]),  # only the heading above says it
        ("市科技局", ["A1.2a"]),
        ("a1.2B", ["A1.2b"]),
        ("胡建平 差距", ["A1.1"]),
        ("没有这个词", []),
        ("  ", ["A1.1", "A1.2a", "A1.2b", "A2.1", "A2.1-2"]),
    ],
)
def test_search(small_ledger: LedgerView, search: str, codes: list[str]) -> None:
    assert found(small_ledger, LedgerFilter(search=search)) == codes


@pytest.mark.parametrize("field", ["content", "progress_note", "problems", "next_steps", "remark", "owner"])
def test_search_looks_into_all_texts_of_a_task(small_ledger: LedgerView, field: str) -> None:
    task = replace(small_ledger.tasks[0], **{field: "含有5g+工业互联网"})
    view = replace(small_ledger, tasks=(task,))
    assert found(view, LedgerFilter(search="5G+工业")) == ["A1.1"]


def test_chips_narrow_each_other(small_ledger: LedgerView) -> None:
    wanted = LedgerFilter({Facet.OFFICE: frozenset({"市经信局"}), Facet.LIGHT: frozenset({"amber"})})
    assert found(small_ledger, wanted) == ["A1.2b"]


@pytest.mark.parametrize(
    ("due_on", "status", "value", "meets"),
    [
        (date(2023, 9, 14), Status.IN_PROGRESS, "late", True),
        (date(2023, 9, 14), Status.CLOSED, "late", False),
        (date(2023, 9, 15), Status.IN_PROGRESS, "late", False),
        (date(2023, 9, 15), Status.IN_PROGRESS, "soon", True),
        (date(2023, 10, 15), Status.IN_PROGRESS, "soon", True),
        (date(2023, 10, 15), Status.CLOSING, "soon", False),  # what is done is not due, in the overview neither
        (date(2023, 10, 16), Status.IN_PROGRESS, "soon", False),
        (date(2024, 6, 30), Status.IN_PROGRESS, "2024", True),
        (date(2025, 1, 1), Status.IN_PROGRESS, "2024", False),
        (None, Status.IN_PROGRESS, "none", True),
        (None, Status.IN_PROGRESS, "2024", False),
    ],
)
def test_deadlines(
    make_task: Callable[..., TaskRow],
    small_ledger: LedgerView,
    due_on: date | None,
    status: Status,
    value: str,
    meets: bool,
) -> None:
    kind = DueKind.DATE if due_on else DueKind.LONG_TERM
    view = replace(small_ledger, tasks=(make_task(1, due_on=due_on, due_kind=kind, status=status),))
    assert bool(found(view, LedgerFilter({Facet.DUE: frozenset({value})}))) is meets


def test_options_offer_what_the_ledger_has(small_ledger: LedgerView) -> None:
    options = facet_options(small_ledger)
    assert options[Facet.ARTICLE] == (("A", "A  文章A"),)
    assert [value for value, _ in options[Facet.OFFICE]] == ["市科技局", "市经信局"]
    assert options[Facet.THEME] == (("数字化", "数字化"),)
    assert [text for _, text in options[Facet.STATUS]] == [status.word for status in Status]
    assert [text for _, text in options[Facet.LIGHT]] == [colour.word for colour in LightColour]
    assert [text for _, text in options[Facet.DUE]] == ["已逾期", "30天内到期", "2023年底前", "无时限"]


def test_an_unowned_task_can_be_looked_for(small_ledger: LedgerView) -> None:
    view = replace(small_ledger, tasks=(replace(small_ledger.tasks[0], lead_office=""),))
    assert facet_options(view)[Facet.OFFICE] == (("-", "未定单位"),)
    assert found(view, LedgerFilter({Facet.OFFICE: frozenset({"-"})})) == ["A1.1"]


def test_words_of_the_empty_state(small_ledger: LedgerView) -> None:
    wanted = LedgerFilter({Facet.OFFICE: frozenset({"市科技局"}), Facet.LIGHT: frozenset({"red"})}, " 品牌 ")
    assert wanted.in_words(facet_options(small_ledger)) == "市科技局，红灯，“品牌”"
    assert wanted.active
    assert not LedgerFilter({Facet.OFFICE: frozenset()}, "  ").active


@pytest.mark.parametrize(
    ("target", "chosen", "search"),
    [
        (TaskFilter(office="市经信局"), {Facet.OFFICE: frozenset({"市经信局"})}, ""),
        (TaskFilter(light="红"), {Facet.LIGHT: frozenset({"red"})}, ""),
        (TaskFilter(status="in_progress", article="A"),
         {Facet.ARTICLE: frozenset({"A"}), Facet.STATUS: frozenset({"in_progress"})}, ""),
        (TaskFilter(search="5G"), {}, "5G"),
    ],
)  # fmt: skip
def test_what_another_page_asks_for(target: TaskFilter, chosen: dict[Facet, frozenset[str]], search: str) -> None:
    assert from_target(target) == LedgerFilter(chosen, search)


def test_kinds_of_source_are_offered_where_there_are_several(small_ledger: LedgerView) -> None:
    assert not [text for _, text in facet_options(small_ledger)[Facet.MORE] if text.startswith("来源类别")]
    kinds = ("文章", "批示", "文章", "会议", "文章")
    tasks = tuple(replace(task, source_kind=kind) for task, kind in zip(small_ledger.tasks, kinds, strict=True))
    view = replace(small_ledger, tasks=tasks)
    options = {text: value for value, text in facet_options(view)[Facet.MORE]}
    chosen = {options["来源类别 批示"], options["来源类别 会议"]}
    wanted = LedgerFilter({Facet.MORE: frozenset(chosen)})
    assert filter_tasks(view, wanted) == (tasks[1], tasks[3])
