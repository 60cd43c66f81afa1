"""The sentences of a week, of tasks that a person chose, and of workbooks without a day agreed."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.paper_rows import texts
from tracker.model.enums import LightColour, Status
from tracker.model.rows import (
    CHOSEN,
    MissingReturn,
    Period,
    ReturnRound,
)
from tracker.reports import paper_sentences

RED, AMBER, BLUE, GREY = LightColour.RED, LightColour.AMBER, LightColour.BLUE, LightColour.GREY
CLOSED, WAITING, UNASSIGNED = Status.CLOSED, Status.CLOSING, Status.UNASSIGNED


LATE = MissingReturn("市教育局", date(2026, 11, 23), 5)


def weekly(figures: Any, tasks: Any, **more: Any) -> Any:
    period = Period(date(2026, 11, 23), date(2026, 11, 28), weekly=True)
    return replace(figures(tasks, before=tasks), period=period, **more)


def test_a_week_without_turns_still_tells_of_the_reds_that_stand(figures: Any, task: Any) -> None:
    week = weekly(figures, [task("A1", colour=RED), task("A2", colour=RED), task("A3")])
    assert paper_sentences.no_attention(week) == "本周没有新增红灯、久无进展和延期的任务。"
    assert paper_sentences.attention_rest(week, 0) == "此前已亮红灯的2项见台账。"
    assert (
        paper_sentences.attention_rest(replace(week, reddened=week.tasks[:1]), 3)
        == "其余3项、此前已亮红灯的1项见台账。"
    )
    assert paper_sentences.attention_rest(replace(week, silenced=week.tasks[:2]), 0) == ""  # in the table already
    assert paper_sentences.attention_rest(weekly(figures, [task("A1")]), 0) == ""


def test_a_month_lists_every_red_itself(figures: Any, task: Any) -> None:
    month = figures([task("A1", colour=RED)])
    assert (paper_sentences.attention_rest(month, 0), paper_sentences.attention_rest(month, 2)) == (
        "",
        "其余2项见台账。",
    )
    assert paper_sentences.no_attention(figures([task("A1")])) == "本期没有红灯任务。"


def test_a_week_is_compared_with_the_week_before(figures: Any, task: Any) -> None:
    week = weekly(figures, [task("A1")])
    assert paper_sentences.overall_change(week) == "各项与上周持平。"
    young = replace(week, before=None, begins_on=date(2026, 11, 25))
    assert paper_sentences.overall_change(young) == "台账自2026年11月25日建立，本周不作比较。"


def test_chosen_tasks_are_not_called_the_ledger(figures: Any, task: Any) -> None:
    chosen = figures([task("A1"), task("A2", CLOSED, BLUE)], scope=CHOSEN)
    assert paper_sentences.overall_tasks(chosen).startswith("本次选定任务2项，均已交办。")
    assert paper_sentences.short_tasks(chosen).startswith("本次选定任务2项，已销号1项")
    assert paper_sentences.introduction(chosen) == (
        "根据台账登记和各单位反馈，现将截至2026年11月28日台账中选定的2项任务的推进情况通报如下。"
    )


def test_a_workbook_without_a_day_agreed_is_missing_but_nobody_is_blamed(figures: Any, task: Any) -> None:
    row = MissingReturn("市教育局", None, 0)
    assert (row.word, row.late) == ("未反馈", False)
    assert (MissingReturn("市教育局", date(2026, 11, 28), 0).word, LATE.word, LATE.late) == (
        "尚未到反馈时限", "未反馈", True,
    )  # fmt: skip
    some = figures([task("A1")], returns=ReturnRound(4, date(2026, 11, 9), None, 13, 12, (row,)))
    assert texts(some) == []
    assert paper_sentences.demands(some) == "下期通报将对照本期逐项核查。"
