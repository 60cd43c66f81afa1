"""The computed sentences: the usual case, and every case in which a part is zero, word for word."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.paper_rows import texts
from tracker.model.enums import LightColour, RankBy, Status
from tracker.model.paper_settings import PaperSettings
from tracker.model.rows import (
    ExtendedTask,
    IndicatorFigures,
    Matter,
    MissingReturn,
    Period,
    ReturnRound,
    RiskIndicator,
)
from tracker.model.thresholds import Thresholds, changed_words
from tracker.reports import paper_sentences
from tracker.reports.problem_sentences import problems

RED, AMBER, BLUE, GREY = LightColour.RED, LightColour.AMBER, LightColour.BLUE, LightColour.GREY
CLOSED, WAITING, UNASSIGNED = Status.CLOSED, Status.CLOSING, Status.UNASSIGNED


# --- 总体_任务 ------------------------------------------------------------------------------------


def test_tasks_are_counted_by_status_and_waiting_ones_stand_beside_the_done(figures: Any, task: Any) -> None:
    some = [task("A1", CLOSED, BLUE), task("A2", WAITING, BLUE), task("A3"), task("A4", UNASSIGNED, GREY)]
    assert paper_sentences.overall_tasks(figures(some)) == (
        "台账现有任务4项，已交办3项。其中已销号1项，占25.0%；待审核1项，占25.0%；推进中1项，占25.0%；"
        "待交办1项，占25.0%。"
    )


@pytest.mark.parametrize(
    ("statuses", "text"),
    [
        ([Status.IN_PROGRESS], "台账现有任务1项，均已交办。其中尚无任务销号；推进中1项，占100.0%。"),
        ([WAITING], "台账现有任务1项，均已交办。其中尚无任务销号；待审核1项，占100.0%。"),
        ([CLOSED, CLOSED], "台账现有任务2项，均已交办，已全部销号。"),
        ([UNASSIGNED, UNASSIGNED], "台账现有任务2项，均未交办，尚无任务销号。"),
        (
            [CLOSED, Status.PAUSED, Status.NOT_STARTED],
            "台账现有任务3项，均已交办。其中已销号1项，占33.4%；未启动1项，占33.3%；暂缓1项，占33.3%。",
        ),
    ],
)
def test_parts_that_are_zero_are_left_out(figures: Any, task: Any, statuses: list[Status], text: str) -> None:
    assert paper_sentences.overall_tasks(figures([task(f"A{n}", status) for n, status in enumerate(statuses)])) == text


@pytest.mark.parametrize(
    ("states", "text"),
    [
        ([(CLOSED, BLUE), (Status.IN_PROGRESS, RED)], "台账现有任务2项，已销号1项，占50.0%；红灯1项。"),
        ([(Status.IN_PROGRESS, RED)], "台账现有任务1项，尚无任务销号；红灯1项。"),
        ([(CLOSED, BLUE)], "台账现有任务1项，已全部销号；没有红灯任务。"),
    ],
)
def test_the_short_form_says_done_and_red_only(figures: Any, task: Any, states: Any, text: str) -> None:
    some = [task(f"A{n}", *state) for n, state in enumerate(states)]
    assert paper_sentences.short_tasks(figures(some)) == text


# --- 总体_亮灯 ------------------------------------------------------------------------------------


def test_lights_are_counted_in_their_order(figures: Any, task: Any) -> None:
    some = [task("A1", CLOSED, BLUE), task("A2", colour=RED), task("A3", colour=AMBER), task("A4")]
    assert paper_sentences.overall_lights(figures(some)) == (
        "从亮灯看，红灯1项，占25.0%；黄灯1项，占25.0%；绿灯1项，占25.0%；蓝灯（已销号、待审核）1项，占25.0%。"
    )


def test_no_red_light_is_said_first(figures: Any, task: Any) -> None:
    assert paper_sentences.overall_lights(figures([task("A1"), task("A2", UNASSIGNED, GREY)])) == (
        "从亮灯看，没有红灯任务；绿灯1项，占50.0%；灰灯1项，占50.0%。"
    )


# --- 总体_变化 ------------------------------------------------------------------------------------


def test_a_ledger_younger_than_the_period_compares_nothing(figures: Any, task: Any) -> None:
    young = figures([task("A1")], begins_on=date(2026, 11, 9))
    assert paper_sentences.overall_change(young) == "台账自2026年11月9日建立，本期不作比较。"


def test_nothing_changed(figures: Any, task: Any) -> None:
    some = [task("A1", colour=RED)]
    assert paper_sentences.overall_change(figures(some, before=some)) == "各项与上期持平。"


def test_changes_are_told_with_the_total_first(figures: Any, task: Any) -> None:
    before = [task("A1", colour=RED), task("A2", colour=RED), task("A3", colour=AMBER)]
    now = [task("A1", CLOSED, BLUE), task("A2", colour=RED), task("A3", colour=AMBER), task("A4")]
    changed = figures(now, before=before, finished=(now[0],), extended=(ExtendedTask(now[2], "", "", PERIOD_END),))
    assert paper_sentences.overall_change(changed) == (
        "与10月31日相比，任务总数较上期增加1项，红灯减少1项，黄灯持平，新增销号1项，延期1项。"
    )


PERIOD_END = date(2026, 11, 28)


def test_a_light_that_nobody_has_or_had_is_left_out(figures: Any, task: Any) -> None:
    assert paper_sentences.overall_change(figures([task("A1", colour=RED)], before=[task("A1")])) == (
        "与10月31日相比，红灯增加1项。"
    )


def test_the_day_before_in_another_year_names_it(figures: Any, task: Any) -> None:
    january = figures([task("A1", colour=RED)], before=[task("A1")], period=Period(date(2027, 1, 1), date(2027, 1, 9)))
    assert paper_sentences.overall_change(january).startswith("与2026年12月31日相比，")


# --- 总体_进度 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (40, "任务平均进度40.0%，序时进度50.0%，落后10.0个百分点。"),
        (56, "任务平均进度56.0%，序时进度50.0%，超前6.0个百分点。"),
        (50, "任务平均进度50.0%，序时进度50.0%，与序时进度持平。"),
    ],
)
def test_progress_stands_beside_the_schedule(figures: Any, task: Any, progress: int, text: str) -> None:
    assert paper_sentences.overall_progress(figures([task("A1", progress=progress)])) == text


def test_nothing_scheduled_is_no_sentence(figures: Any, task: Any) -> None:
    assert paper_sentences.overall_progress(figures([task("A1", scheduled=None)])) == ""


def test_a_lower_verdict_counts_instead_of_the_claim(figures: Any, task: Any) -> None:
    checked = figures([task("A1", progress=80, verified=60)])
    assert paper_sentences.overall_progress(checked) == "任务平均进度60.0%，序时进度50.0%，超前10.0个百分点。"


# --- 总体_指标 ------------------------------------------------------------------------------------

RISKY = tuple(RiskIndicator(f"I{n}", f"指标{n}", 1200.0, "亿元", 7_000.0, 100 * n) for n in range(4))


@pytest.mark.parametrize(
    ("known", "text"),
    [
        (IndicatorFigures(0, 0, 0, ()), "指标均未设目标。"),
        (IndicatorFigures(3, 0, 0, ()), "已设目标的指标3项，尚无数据。"),
        (IndicatorFigures(3, 2, 3, ()), "已设目标的指标3项，已达到2项。"),
        (IndicatorFigures(3, 0, 2, RISKY[:1]),
         "已设目标的指标3项，尚无指标达到目标；风险较大的有：指标0（现值1,200亿元，目标7,000）。"),
    ],
)  # fmt: skip
def test_indicators(figures: Any, task: Any, known: IndicatorFigures, text: str) -> None:
    assert paper_sentences.overall_indicators(figures([task("A1")], indicators=known)) == text


def test_at_most_three_risky_indicators_are_named(figures: Any, task: Any) -> None:
    text = paper_sentences.overall_indicators(figures([task("A1")], indicators=IndicatorFigures(5, 1, 5, RISKY)))
    assert [f"指标{n}（" in text for n in range(4)] == [True, True, True, False]


# --- 排名_说明 ------------------------------------------------------------------------------------


def of_offices(task: Any, *gaps: int, each: int = 3) -> list[Any]:
    """Return tasks of as many offices, each ahead of its schedule by so many points."""
    return [
        task(f"{number}.{part}", office=f"单位{number}", progress=50 + gap)
        for number, gap in enumerate(gaps, 1)
        for part in range(each)
    ]


def test_the_first_and_the_last_three_are_named(figures: Any, task: Any) -> None:
    assert paper_sentences.ranking(figures(of_offices(task, 9, 8, 7, 1, 0, -5))) == (
        "按任务平均进度与序时进度之差排列，前三位为单位1、单位2、单位3，后三位为单位4、单位5、单位6。"
    )


def test_ties_are_all_named(figures: Any, task: Any) -> None:
    assert paper_sentences.ranking(figures(of_offices(task, 9, 9, 9, 9, 0, 0, 0))) == (
        "按任务平均进度与序时进度之差排列，前三位为单位1、单位2、单位3、单位4，后三位为单位5、单位6、单位7。"
    )


def test_fewer_than_six_ranked_offices_name_none(figures: Any, task: Any) -> None:
    assert paper_sentences.ranking(figures(of_offices(task, 9, 8, 7, 1, 0))) == ""
    assert paper_sentences.ranking(figures(of_offices(task, 9, 8, 7, 1, 0, -5, each=2))) == ""


def test_one_office_and_no_office(figures: Any, task: Any) -> None:
    assert paper_sentences.ranking(figures([task("A1")])) == ""
    assert paper_sentences.ranking(figures([task("A1", office="", office_short="")])) == ""
    nobody = figures([task("A1", UNASSIGNED, GREY)], cancelled=1)
    assert paper_sentences.ranking(nobody) == "尚无任务交办到单位，不列各单位推进情况。"
    assert paper_sentences.table_note(nobody) == "注：不含已取消1项。"


def test_another_order_is_called_by_its_name(figures: Any, task: Any) -> None:
    by_red = PaperSettings(rank_by=RankBy.RED)
    assert paper_sentences.ranking(figures(of_offices(task, 1, 2, 3, 4, 5, 6), settings=by_red)).startswith(
        "按红灯任务数排列"
    )


# --- 协调事项 ------------------------------------------------------------------------------------


def test_no_open_matter_is_no_paragraph(figures: Any, task: Any) -> None:
    assert paper_sentences.coordination(figures([task("A1")])) == ""


def test_matters_are_listed_with_who_and_by_when(figures: Any, task: Any) -> None:
    matters = (
        Matter("A1", "甲", "请召开专题会议。", "王副市长", date(2026, 11, 23), 5),
        Matter("A2", "乙", "请明确口径", "市财政局", None, 0),
    )
    assert paper_sentences.coordination(figures([task("A1")], matters=matters)) == (
        "需协调解决的事项2件：请召开专题会议（A1，请王副市长于11月23日前协调，已逾期5天）；"
        "请明确口径（A2，请市财政局协调）。"
    )


def test_at_most_five_matters_are_named(figures: Any, task: Any) -> None:
    matters = tuple(Matter(f"A{n}", "甲", "请明确", "市财政局", None, 0) for n in range(7))
    text = paper_sentences.coordination(figures([task("A1")], matters=matters))
    assert text.startswith("需协调解决的事项7件：")
    assert text.endswith("；其余2件见台账。")
    assert text.count("请明确") == 5


# --- 问题清单 ------------------------------------------------------------------------------------


def overdue(task: Any, code: str, days: int, **more: Any) -> Any:
    return task(code, colour=RED, reason=f"逾期{days}天", overdue_days=days, scheduled=100, **more)


def test_nothing_to_report(figures: Any, task: Any) -> None:
    quiet = paper_sentences.compute_sentences(figures([task("A1")]))
    assert (quiet.problems, quiet.no_problems) == ((), "本期未发现逾期、严重落后和未反馈情况。")
    assert quiet.demands == "下期通报将对照本期逐项核查。"


def test_overdue_tasks_are_named_by_office_the_most_and_the_longest_first(figures: Any, task: Any) -> None:
    some = [
        overdue(task, "A1", 5, office="市发改委"),
        overdue(task, "A2", 9, office="市科技局"),
        overdue(task, "A3", 3, office="市经信局"),
        overdue(task, "A4", 4, office="市经信局"),
    ]
    text = (
        "共4项任务超过完成时限，涉及3个单位：市经信局2项，“任务A4”（A4）逾期4天、“任务A3”（A3）逾期3天；"
        "市科技局1项，“任务A2”（A2）逾期9天；市发改委1项，“任务A1”（A1）逾期5天。"
    )
    assert texts(figures(some)) == [("部分任务逾期未完成。", text)]


def test_more_than_eight_tasks_are_counted_and_the_annex_has_them(figures: Any, task: Any) -> None:
    some = [overdue(task, f"A{n}", 5) for n in range(9)]
    assert texts(figures(some))[0][1] == "共9项任务超过完成时限，涉及1个单位：市经信局9项，详见附件。"


@pytest.mark.parametrize(
    ("more", "tail"),
    [
        ({"status": UNASSIGNED}, "；另有1项任务尚未交办即已过时限。"),
        ({"confirmed": False}, "；另有1项任务的牵头单位尚未确定。"),
        ({"office": "", "office_short": ""}, "；另有1项任务的牵头单位尚未确定。"),
    ],
)
def test_who_was_not_charged_is_not_blamed(figures: Any, task: Any, more: dict[str, Any], tail: str) -> None:
    some = [overdue(task, "A1", 5), overdue(task, "A2", 50, **more)]
    assert texts(figures(some))[0][1] == (
        f"共2项任务超过完成时限，涉及1个单位：市经信局1项，“任务A1”（A1）逾期5天{tail}"
    )


def test_only_tasks_nobody_was_charged_with(figures: Any, task: Any) -> None:
    some = [overdue(task, "A1", 5, status=UNASSIGNED)]
    assert texts(figures(some))[0][1] == "共1项任务超过完成时限，均尚未交办。"


def test_the_sentence_about_schedule_prints_the_threshold_in_force(figures: Any, task: Any) -> None:
    late = task("A1", colour=RED, progress=5, reason="落后45点")
    assert texts(figures([late], behind_red=40)) == [(
        "部分任务严重落后序时进度。",
        "共1项任务落后序时进度超过40个百分点，涉及1个单位：市经信局1项，“任务A1”（A1）落后45个百分点。",
    )]  # fmt: skip


def test_the_five_problems_are_numbered_without_gaps(figures: Any, task: Any) -> None:
    some = [
        task("A1", colour=RED, scheduled=None, reason="连缺2期"),
        task("A2", colour=RED, scheduled=None, reason="1年无进展"),
    ]
    parts = problems(figures(some))
    assert [(part.ordinal, part.text) for part in parts] == [
        ("一", "共1项任务没有按期报送，涉及1个单位：市经信局1项，“任务A1”（A1）连缺2期。"),
        ("二", "共1项任务久无进展，涉及1个单位：市经信局1项，“任务A2”（A2）1年无进展。"),
    ]


def test_a_long_title_is_cut_in_a_sentence(figures: Any, task: Any) -> None:
    assert f"“{'长' * 29}…”（A1）" in texts(figures([overdue(task, "A1", 5, title="长" * 40)]))[0][1]


# --- 反馈与要求 ----------------------------------------------------------------------------------


def with_round(figures: Any, task: Any, *missing: MissingReturn, **more: Any) -> Any:
    newest = ReturnRound(4, date(2026, 11, 6), date(2026, 11, 23), 13, 13 - len(missing), missing)
    return figures([task("A1")], returns=newest, **more)


LATE = MissingReturn("市教育局", date(2026, 11, 23), 5)


def test_offices_that_did_not_answer_are_named(figures: Any, task: Any) -> None:
    assert texts(with_round(figures, task, LATE)) == [
        ("个别单位反馈不及时。", "第4批交办应于11月23日前反馈，发出13个单位，已反馈12个，尚有1个单位未反馈：市教育局。")
    ]


@pytest.mark.parametrize("due_on", [date(2026, 11, 28), date(2026, 12, 3), None])
def test_nobody_is_blamed_before_the_day_agreed(figures: Any, task: Any, due_on: date | None) -> None:
    assert texts(with_round(figures, task, replace(LATE, due_on=due_on, days=0))) == []


def test_all_answered_and_no_workbook_ever_sent(figures: Any, task: Any) -> None:
    assert texts(with_round(figures, task)) == []
    assert texts(figures([task("A1")])) == []


def test_days_off_move_what_is_demanded_to_the_next_working_day(figures: Any, task: Any) -> None:
    """2026-11-28 is a Saturday: seven days later is one too, four days later a Wednesday."""
    late = with_round(figures, task, LATE, overdue=(overdue(task, "A1", 5),))
    assert paper_sentences.demands(late) == (
        "请逾期任务的牵头单位于12月7日前书面说明原因和完成时间，请未反馈的单位于12月2日前补报工作簿。"
        "下期通报将对照本期逐项核查。"
    )


def test_only_what_happened_is_demanded(figures: Any, task: Any) -> None:
    assert paper_sentences.demands(with_round(figures, task, LATE)) == (
        "请未反馈的单位于12月2日前补报工作簿。下期通报将对照本期逐项核查。"
    )
    nobody = figures([task("A1")], overdue=(task("A1", UNASSIGNED), task("A2", confirmed=False)))
    assert paper_sentences.demands(nobody) == "下期通报将对照本期逐项核查。"
    both = figures([task("A1")], overdue=(task("A1"),), behind=(task("A2"),))
    assert paper_sentences.demands(both).startswith("请逾期、严重落后任务的牵头单位于12月7日前")


# --- 其他 ----------------------------------------------------------------------------------------


def test_the_note_names_formula_ties_limit_round_and_what_was_left_out(figures: Any, task: Any) -> None:
    note = paper_sentences.table_note(with_round(figures, task, cancelled=2))
    for part in ("名次并列", "不足3项的单位不排名次", "反馈指第4批交办工作簿", "不含已取消2项"):
        assert part in note
    assert "不含" not in paper_sentences.table_note(figures([task("A1")]))


def test_thresholds_that_are_not_the_default_are_named(figures: Any, task: Any) -> None:
    limits = changed_words(Thresholds(behind_red=40, stale_days=90))
    assert limits == "红灯落后超过40点，90天无进展"
    assert f"；亮灯阈值：{limits}。" in paper_sentences.table_note(figures([task("A1")], limits=limits))
    assert "阈值" not in paper_sentences.table_note(figures([task("A1")], limits=changed_words(Thresholds())))


@pytest.mark.parametrize(
    ("article", "words"),
    [("", "截至2026年11月28日的任务"), ("文章", "来源于《文章》的任务"), ("〔短题〕", "来源于〔短题〕的任务")],
)
def test_the_introduction_names_the_only_article(figures: Any, task: Any, article: str, words: str) -> None:
    assert words in paper_sentences.introduction(figures([task("A1")], article=article))


def test_the_tasks_of_one_article_are_not_called_the_ledger(figures: Any, task: Any) -> None:
    one = figures([task("A1")], article="文章", scope="A")
    assert paper_sentences.overall_tasks(one).startswith("来源于《文章》的任务1项，均已交办")
    assert paper_sentences.short_tasks(one).startswith("来源于《文章》的任务1项，")
    assert paper_sentences.overall_tasks(figures([task("A1")])).startswith("台账现有任务1项")


def test_a_week_names_up_to_three_of_each(figures: Any, task: Any) -> None:
    done = tuple(task(f"A{n}", CLOSED, BLUE) for n in range(4))
    waiting = task("B1", WAITING, BLUE)
    week = figures([*done, waiting], finished=done, reddened=())
    assert paper_sentences.week_done(week) == (
        "本周销号4项，如“任务A0”（A0）、“任务A1”（A1）、“任务A2”（A2）；没有新增红灯；待审核1项，为“任务B1”（B1）。"
    )
    assert paper_sentences.week_done(figures([task("A1")])) == "本周没有任务销号；没有新增红灯。"
