"""The light of a task: colours, boundaries, reasons and sentences; today is 2023-09-15."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import InputError
from tracker.model.enums import DueKind, LightColour, Status, VerdictOutcome
from tracker.model.light_cause import LightCause
from tracker.model.lights import LightFacts, Verdict, light_of
from tracker.model.reporting import ReportEntry, ReportHistory, Span
from tracker.model.thresholds import Thresholds

TODAY = date(2023, 9, 15)
S = Status


def ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


#: Half of the time is over, half of the work is due, and a progress entry is fresh.
STEADY = LightFacts(
    status=S.IN_PROGRESS,
    start_on=ahead(-100),
    due_on=ahead(100),
    due_kind=DueKind.DATE,
    due_text="年底前",
    progress=50,
    last_progress_on=ahead(-10),
)


@dataclass(frozen=True)
class Step:
    due_on: date | None
    weight: int
    done_on: date | None = None


def refuted(days: int) -> Verdict:
    """Return a check of so many days ahead that found nothing true, without a number."""
    return Verdict(ahead(days), VerdictOutcome.REFUTED)


def text_of(**changed: object) -> str:
    return light_of(replace(STEADY, **changed), TODAY).text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({}, "绿"),
        ({"progress": 100}, "绿"),
        # overdue
        ({"due_on": ahead(-12), "progress": 70}, "红 · 逾期12天"),
        ({"due_on": ahead(-1), "progress": 100}, "红 · 逾期1天"),
        ({"due_on": ahead(-1), "progress": 0}, "红 · 逾期1天"),
        ({"due_on": ahead(-9999)}, "红 · 逾期9999天"),
        ({"due_on": ahead(-10_950)}, "红 · 逾期30年"),
        ({"due_on": TODAY, "progress": 100}, "黄 · 今天到期"),
        # behind schedule, 50% due
        ({"progress": 41}, "绿"),
        ({"progress": 40}, "黄 · 落后10点"),
        ({"progress": 33}, "黄 · 落后17点"),
        ({"progress": 20}, "黄 · 落后30点"),
        ({"progress": 19}, "红 · 落后31点"),
        ({"progress": 0, "start_on": None}, "绿"),
        # due soon, nothing behind
        ({"due_on": ahead(31), "progress": 100}, "绿"),
        ({"due_on": ahead(30), "progress": 100}, "黄 · 30天后到期"),
        ({"due_on": ahead(1), "progress": 100}, "黄 · 1天后到期"),
        # silence
        ({"last_progress_on": ahead(-59)}, "绿"),
        ({"last_progress_on": ahead(-60)}, "黄 · 60天无进展"),
        ({"last_progress_on": None}, "黄 · 100天无进展"),
        ({"last_progress_on": None, "start_on": ahead(-59), "due_on": ahead(59)}, "绿"),
        ({"last_progress_on": ahead(-200), "start_on": ahead(-40), "due_on": ahead(40)}, "绿"),
        ({"last_progress_on": None, "start_on": None, "assigned_on": ahead(-60)}, "黄 · 60天无进展"),
        ({"last_progress_on": None, "start_on": None}, "绿"),
        ({"last_progress_on": ahead(-1500), "start_on": None}, "黄 · 4年无进展"),
        # the worst and most useful first
        ({"due_on": ahead(25), "progress": 65}, "黄 · 25天后到期"),
        ({"due_on": ahead(25), "progress": 20}, "红 · 落后60点"),
        ({"progress": 35, "last_progress_on": None}, "黄 · 落后15点"),
        ({"due_on": TODAY, "progress": 40}, "红 · 落后60点"),
        # no date
        ({"due_on": None, "due_kind": DueKind.NONE, "due_text": ""}, "黄 · 未定时限"),
        ({"due_on": None, "due_kind": DueKind.TEXT, "due_text": "尽快"}, "黄 · 未定时限"),
        ({"due_on": None, "due_kind": DueKind.RECURRING, "due_text": "不定"}, "黄 · 未定时限"),
        ({"due_on": None, "due_kind": DueKind.LONG_TERM, "last_progress_on": None}, "黄 · 100天无进展"),
        (
            {"due_on": None, "due_kind": DueKind.LONG_TERM, "last_progress_on": ahead(-364), "start_on": None},
            "黄 · 364天无进展",
        ),
        (
            {"due_on": None, "due_kind": DueKind.LONG_TERM, "last_progress_on": ahead(-365), "start_on": None},
            "红 · 1年无进展",
        ),
        (
            {"due_on": None, "due_kind": DueKind.NONE, "last_progress_on": ahead(-800), "start_on": None},
            "红 · 2年无进展",
        ),
        # 立行立改: the 30th day after the start
        ({"due_on": None, "due_kind": DueKind.IMMEDIATE, "start_on": ahead(-30)}, "红 · 落后50点"),
        ({"due_on": None, "due_kind": DueKind.IMMEDIATE, "start_on": ahead(-30), "progress": 100}, "黄 · 今天到期"),
        ({"due_on": None, "due_kind": DueKind.IMMEDIATE, "start_on": ahead(-31)}, "红 · 逾期1天"),
        ({"due_on": None, "due_kind": DueKind.IMMEDIATE, "start_on": None}, "黄 · 未定时限"),
        # steps open past their day
        ({"milestones": (Step(ahead(-99), 1), Step(ahead(90), 1))}, "黄 · 节点逾期99天"),
        ({"milestones": (Step(ahead(-100), 1), Step(ahead(90), 1))}, "黄 · 节点逾期"),
        ({"milestones": (Step(TODAY, 1), Step(ahead(90), 1))}, "绿"),
        ({"milestones": (Step(ahead(-9), 1, ahead(1)), Step(ahead(90), 1))}, "黄 · 节点逾期9天"),
        ({"milestones": (Step(ahead(-9), 1, TODAY), Step(ahead(90), 1))}, "绿"),
        # grey
        ({"due_on": None, "due_kind": DueKind.LONG_TERM}, "灰 · 长期坚持"),
        ({"start_on": ahead(1), "last_progress_on": None, "progress": 0}, "灰 · 未到启动日"),
        ({"start_on": ahead(1), "due_on": ahead(20)}, "灰 · 未到启动日"),
        ({"start_on": TODAY, "last_progress_on": None, "progress": 0}, "绿"),
        ({"start_on": ahead(1), "due_on": ahead(-1)}, "红 · 逾期1天"),
        ({"start_on": ahead(1), "due_on": TODAY}, "灰 · 未到启动日"),
        ({"status": S.UNASSIGNED, "progress": 0}, "灰 · 待交办"),
        ({"status": S.UNASSIGNED, "due_on": TODAY}, "灰 · 待交办"),
        ({"status": S.UNASSIGNED, "due_on": ahead(-1)}, "红 · 逾期1天"),
        ({"status": S.UNASSIGNED, "due_on": None, "due_kind": DueKind.NONE}, "灰 · 待交办"),
        (
            {"status": S.UNASSIGNED, "due_on": None, "due_kind": DueKind.IMMEDIATE, "start_on": ahead(-31)},
            "红 · 逾期1天",
        ),
        ({"status": S.PAUSED, "due_on": ahead(-12)}, "灰 · 暂缓"),
        ({"status": S.PAUSED, "paused_until": TODAY}, "灰 · 暂缓"),
        ({"status": S.PAUSED, "paused_until": ahead(-1)}, "黄 · 暂缓到期"),
        ({"status": S.CANCELLED, "due_on": ahead(-12)}, "灰 · 已取消"),
        # blue
        ({"status": S.CLOSING, "due_on": ahead(-12)}, "蓝 · 待审核"),
        ({"status": S.CLOSING, "status_since": ahead(-14)}, "蓝 · 待审核"),
        ({"status": S.CLOSING, "status_since": ahead(-15)}, "蓝 · 待审核15天"),
        ({"status": S.CLOSING, "status_since": ahead(-1000)}, "蓝 · 待审核2年"),
        ({"status": S.CLOSED, "due_on": ahead(-5), "reported_on": ahead(-5), "closed_on": TODAY}, "蓝 · 已完成"),
        ({"status": S.CLOSED, "due_on": ahead(-5), "reported_on": ahead(-4), "closed_on": TODAY}, "蓝 · 逾期完成"),
        ({"status": S.CLOSED, "due_on": ahead(-5), "closed_on": ahead(-4)}, "蓝 · 逾期完成"),
        ({"status": S.CLOSED, "verdict": refuted(-1), "closed_on": ahead(-2)}, "蓝 · 核查不属实"),
        ({"status": S.CLOSED, "verdict": refuted(-3), "closed_on": ahead(-2)}, "蓝 · 已完成"),
        # a verdict holds the light at amber, whatever kind of deadline
        ({"verdict": refuted(-1)}, "黄 · 核查不属实"),
        ({"verdict": Verdict(ahead(-1), VerdictOutcome.WANTING)}, "黄 · 待补证"),
        ({"verdict": Verdict(ahead(-1), VerdictOutcome.PARTLY, 35)}, "黄 · 落后15点"),
        ({"verdict": Verdict(ahead(-10), VerdictOutcome.PARTLY, 35)}, "黄 · 落后15点"),
        ({"verdict": Verdict(ahead(-11), VerdictOutcome.PARTLY, 35)}, "绿"),
        ({"verdict": Verdict(ahead(-1), VerdictOutcome.CONFIRMED, 90)}, "绿"),
        ({"due_on": None, "due_kind": DueKind.LONG_TERM, "verdict": refuted(-1)}, "黄 · 核查不属实"),
        (
            {
                "due_on": None,
                "due_kind": DueKind.LONG_TERM,
                "verdict": refuted(-1),
                "last_progress_on": ahead(-400),
                "start_on": None,
            },
            "红 · 1年无进展",
        ),
        ({"due_on": ahead(-1), "verdict": refuted(-1)}, "红 · 逾期1天"),
        ({"status": S.CLOSED, "due_on": None}, "蓝 · 已完成"),
        # 未启动 is judged like 推进中 once its start has come
        ({"status": S.NOT_STARTED, "progress": 0}, "红 · 落后50点"),
    ],
)
def test_colour_and_reason(changed: dict[str, object], text: str) -> None:
    assert text_of(**changed) == text


def test_milestones_set_the_schedule() -> None:
    steps = (Step(ahead(-50), 80, ahead(-50)), Step(ahead(100), 20))
    assert text_of(milestones=steps) == "黄 · 落后30点"
    assert text_of(milestones=steps, progress=80) == "绿"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"due_on": date(2023, 9, 3), "progress": 70}, "时限 2023年9月3日，已逾期 12 天，进度 70%。"),
        ({}, "时限 2023年12月24日，进度 50%，序时应达 50%，按序时推进。"),
        ({"start_on": None}, "时限 2023年12月24日，进度 50%，按序时推进。"),
        ({"progress": 33}, "时限 2023年12月24日，进度 33%，序时应达 50%，落后 17 个百分点。"),
        (
            {"due_on": ahead(25), "progress": 65, "last_progress_on": None},
            "时限 2023年10月10日，进度 65%，25 天后到期，序时应达 80%，落后 15 个百分点，已有 100 天没有进展记录。",
        ),
        ({"due_on": TODAY, "progress": 100}, "时限 2023年9月15日，进度 100%，今天到期。"),
        ({"start_on": ahead(1)}, "时限 2023年12月24日，2023年9月16日启动，还没有到启动日。"),
        ({"status": S.UNASSIGNED}, "时限 2023年12月24日，还没有交办。"),
        ({"status": S.CLOSING, "progress": 100}, "已报完成，待审核，进度 100%。"),
        ({"status": S.CLOSED, "progress": 100}, "已销号，进度 100%。"),
        ({"status": S.PAUSED}, "任务已暂缓，不计亮灯。"),
        (
            {"status": S.PAUSED, "paused_until": ahead(30), "due_on": ahead(-2)},
            "任务暂缓至 2023年10月15日，不计亮灯，时限已过 2 天。",
        ),
        (
            {"status": S.CLOSING, "status_since": ahead(-20), "progress": 80, "due_on": ahead(-3)},
            "2023年8月26日报完成，待审核，进度 80%，时限已过 3 天。",
        ),
        (
            {"status": S.CLOSED, "due_on": ahead(-5), "reported_on": ahead(-4)},
            "已销号，进度 50%，2023年9月11日报完成，晚于时限 1 天。",
        ),
        (
            {"verdict": Verdict(ahead(-1), VerdictOutcome.REFUTED, 30)},
            (
                "时限 2023年12月24日，进度 30%（单位报 50%，核查 30%），2023年9月14日核查不属实，"
                "序时应达 50%，落后 20 个百分点。"
            ),
        ),
        (
            {"extensions": 2, "extended_late_days": 4},
            "时限 2023年12月24日，进度 50%，序时应达 50%，逾期 4 天后延期，按序时推进。",
        ),
        ({"due_on": None, "due_kind": DueKind.NONE, "due_text": ""}, "还没有完成时限，进度 50%，请补充完成时限。"),
        (
            {"due_on": None, "due_kind": DueKind.TEXT, "due_text": "尽快"},
            "时限“尽快”没有写明日期，进度 50%，请补充完成时限。",
        ),
        (
            {"due_on": None, "due_kind": DueKind.LONG_TERM, "due_text": "长期坚持"},
            "时限为“长期坚持”，没有具体日期，进度 50%。",
        ),
    ],
)
def test_sentence(changed: dict[str, object], sentence: str) -> None:
    assert light_of(replace(STEADY, **changed), TODAY).sentence == sentence  # type: ignore[arg-type]


QUARTERLY = {"due_on": None, "due_kind": DueKind.RECURRING, "due_text": "每季度末", "start_on": date(2023, 1, 1)}


FIRST_QUARTER = "2023-03-20"


@pytest.mark.parametrize(
    ("today", "last", "text"),
    [
        ("2023-08-15", "2023-06-20", "绿"),
        ("2023-08-15", "2023-03-31", "红 · 逾期46天"),  # nothing came from April to June
        ("2023-08-15", "2023-07-03", "绿"),  # late, but it came: 3 of 30 days
        ("2023-09-15", "2023-06-20", "黄 · 15天后到期"),
        ("2023-09-15", "2023-07-03", "黄 · 15天后到期"),  # that entry was the late one of the period before
        ("2023-09-30", "2023-06-20", "黄 · 今天到期"),
        ("2023-10-01", "2023-06-20", "红 · 逾期1天"),
        ("2023-08-15", "", "红 · 连缺2期"),
        ("2023-02-15", "", "绿"),  # started in this period
        ("2022-12-15", "", "灰 · 未到启动日"),
    ],
)
def test_recurring_tasks_are_judged_by_their_periods(today: str, last: str, text: str) -> None:
    entries = tuple(ReportEntry(date.fromisoformat(on), "已报送本期进展") for on in (FIRST_QUARTER, last) if on)
    history = ReportHistory(entries if last else (), (Span(date(2023, 1, 1)),))
    facts = replace(STEADY, reports=history, **QUARTERLY)  # type: ignore[arg-type]
    assert light_of(facts, date.fromisoformat(today)).text == text


def test_a_recurring_task_nobody_was_given_is_grey() -> None:
    facts = replace(STEADY, status=S.UNASSIGNED, last_progress_on=None, **QUARTERLY)  # type: ignore[arg-type]
    light = light_of(facts, TODAY)
    assert light.text == "灰 · 待交办"
    assert light.sentence == "时限“每季度末”，还没有交办。"


def test_thresholds_move_the_lights() -> None:
    strict = Thresholds(behind_red=5, behind_amber=1, due_soon_days=120, stale_days=5)
    assert light_of(STEADY, TODAY, strict).text == "黄 · 100天后到期"
    assert light_of(replace(STEADY, progress=44), TODAY, strict).text == "红 · 落后6点"
    loose = Thresholds(behind_red=100, behind_amber=100, due_soon_days=0, stale_days=999)
    assert light_of(replace(STEADY, progress=0, last_progress_on=None), TODAY, loose).text == "绿"


def test_thresholds_survive_settings() -> None:
    mine = Thresholds(40, 15, 20, 90)
    assert Thresholds.from_dict(mine.to_dict()) == mine
    assert Thresholds.from_dict({"stale_days": 90, "colour": "x"}) == Thresholds(stale_days=90)


@pytest.mark.parametrize(
    "stored",
    [
        {"behind_red": 101},
        {"behind_red": 5},
        {"stale_days": -1},
        {"due_soon_days": 1000},
        {"stale_days": "60"},
        {"behind_red": True},
    ],
)
def test_nonsense_thresholds_are_refused(stored: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Thresholds.from_dict(stored)


DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1))
WORDS = st.sampled_from(["", "每月28日前", "每季度末", "每周五", "尽快", "长期坚持", "每年底"]) | st.text(max_size=8)
FACTS = st.builds(
    LightFacts,
    status=st.sampled_from(Status),
    start_on=st.none() | DATES,
    due_on=st.none() | DATES,
    due_kind=st.sampled_from(DueKind),
    due_text=WORDS,
    progress=st.integers(0, 100),
    last_progress_on=st.none() | DATES,
    assigned_on=st.none() | DATES,
    milestones=st.lists(st.builds(Step, st.none() | DATES, st.integers(0, 100), st.none() | DATES), max_size=3),
    status_since=st.none() | DATES,
    reported_on=st.none() | DATES,
    closed_on=st.none() | DATES,
    paused_until=st.none() | DATES,
    verdict=st.none() | st.builds(Verdict, DATES, st.sampled_from(VerdictOutcome), st.none() | st.integers(0, 100)),
    extensions=st.integers(0, 12),
    extended_late_days=st.integers(0, 400),
    reports=st.none()
    | st.builds(
        ReportHistory,
        st.lists(st.builds(ReportEntry, DATES, st.sampled_from(["", "本期无新进展"]), st.none() | DATES), max_size=4),
        st.lists(st.builds(Span, DATES, st.none() | DATES), max_size=2),
    ),
)


@given(FACTS, DATES)
def test_any_facts_have_a_light_with_a_short_reason_and_a_sentence(facts: LightFacts, today: date) -> None:
    light = light_of(facts, today)
    assert len(light.reason) <= 7
    assert light.sentence.endswith("。")
    assert (light.reason == "") is (light.colour is LightColour.GREEN)
    assert (light.cause is None) is (light.colour not in (LightColour.RED, LightColour.AMBER))


RANKS = [LightColour.GREEN, LightColour.AMBER, LightColour.RED]


@given(FACTS, DATES, st.integers(0, 100))
def test_more_progress_never_makes_a_light_worse(facts: LightFacts, today: date, other: int) -> None:
    less, more = sorted((facts.progress, other))
    before = light_of(replace(facts, progress=less), today).colour
    after = light_of(replace(facts, progress=more), today).colour
    assert before is after or RANKS.index(after) <= RANKS.index(before)


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"due_on": ahead(-12)}, LightCause.OVERDUE),
        ({"status": S.UNASSIGNED, "due_on": ahead(-1)}, LightCause.OVERDUE),
        ({"progress": 0}, LightCause.BEHIND),
        ({"progress": 35}, LightCause.BEHIND),
        ({"due_on": ahead(3), "progress": 97}, LightCause.DUE),
        ({"verdict": refuted(-1)}, LightCause.REFUTED),
        ({"verdict": Verdict(ahead(-1), VerdictOutcome.WANTING)}, LightCause.WANTING),
        ({"due_on": None, "due_kind": DueKind.TEXT, "due_text": ""}, LightCause.UNDATED),
        ({"due_on": None, "due_kind": DueKind.TEXT, "last_progress_on": ahead(-90)}, LightCause.SILENT),
        ({"due_on": None, "last_progress_on": ahead(-400), "start_on": ahead(-500)}, LightCause.SILENT),
        ({"status": S.PAUSED, "paused_until": ahead(-1)}, LightCause.PAUSE_OVER),
        ({"milestones": (Step(ahead(-3), 1),), "progress": 100}, LightCause.NODE),
        ({}, None),
        ({"status": S.CLOSED}, None),
        ({"status": S.PAUSED}, None),
    ],
)
def test_a_light_knows_its_cause_apart_from_its_words(changed: dict[str, object], cause: LightCause | None) -> None:
    light = light_of(replace(STEADY, **changed), TODAY)  # type: ignore[arg-type]
    assert light.cause is cause
    assert (light.colour in (LightColour.RED, LightColour.AMBER)) is (cause is not None)
