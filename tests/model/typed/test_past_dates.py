"""Every row of the table of days of facts; today is Tuesday 2025-11-18."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.typed.past_dates import read_past_date
from tracker.model.typed.reading import Outcome

TODAY = date(2025, 11, 18)
B = "{}读不出日期；请写成 2026-06-30 或“2026年6月底前”。"
C = "{}分不清月和日；请写成 2026-06-07。"
D = "{}可能是1月，也可能是10月；请写成 2026-01 或 2026-10。"
E = "{}里有两个日期；请写最后的时限，其余写成节点。"
F = "{}还没有到；请写已经发生的日期。"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("今年6月底", "2025-06-30"),
        ("2025-06-30", "2025-06-30"),
        # variants
        ("去年12月底", "2024-12-31"),
        ("2025/6/30", "2025-06-30"),
        ("20250630", "2025-06-30"),
        ("２０２５年６月３０日", "2025-06-30"),
        ("二〇二五年六月底", "2025-06-30"),
        ("2025-06-30 00:00:00", "2025-06-30"),
        ("2025-11-18", "2025-11-18"),
        (date(2025, 6, 30), "2025-06-30"),
        (datetime(2025, 6, 29, 23, 59, 59, 999990), "2025-06-30"),  # noqa: DTZ001
        (20250630, "2025-06-30"),
    ],
)
def test_taken(typed, day):
    reading = read_past_date(typed, TODAY)
    assert (reading.outcome, str(reading.value), reading.sentence) == (Outcome.TAKEN, day, "")


@pytest.mark.parametrize(
    ("typed", "day", "note"),
    [
        ("6月底", "2025-06-30", "没有写年份，按 2025 年计"),
        ("上半年", "2025-06-30", "没有写年份，按 2025 年计"),
        ("12月底", "2024-12-31", "没有写年份，按 2024 年计"),
        ("11月10日", "2025-11-10", "没有写年份，按 2025 年计"),
        ("11/10", "2025-11-10", "没有写年份，按 2025 年计"),
        ("三季度末", "2025-09-30", "没有写年份，按 2025 年计"),
        ("一季度末", "2025-03-31", "没有写年份，按 2025 年计"),
        ("今天", "2025-11-18", "按 2025-11-18 计"),
        ("45838", "2025-06-30", "日期数，按 2025-06-30 计"),
        (45838, "2025-06-30", "日期数，按 2025-06-30 计"),
        # variants: a day nobody wrote down is said
        ("2025年6月", "2025-06-30", "按 2025-06-30 计"),
        ("2025年上半年", "2025-06-30", "按 2025-06-30 计"),
        ("2024年", "2024-12-31", "按 2024-12-31 计"),
        (2025.6, "2025-06-30", "按 2025-06-30 计"),
        ("昨天", "2025-11-17", "按 2025-11-17 计"),
        ("上月底", "2025-10-31", "按 2025-10-31 计"),
        ("上周五", "2025-11-14", "按 2025-11-14 计"),
        ("11月18日", "2025-11-18", "没有写年份，按 2025 年计"),
        ("12月1日", "2024-12-01", "没有写年份，按 2024 年计"),
        ("2025.10", "2025-10-31", "按 2025-10-31 计"),
    ],
)
def test_taken_and_said(typed, day, note):
    reading = read_past_date(typed, TODAY)
    assert (reading.outcome, str(reading.value), reading.sentence) == (Outcome.NOTED, day, note)


@pytest.mark.parametrize(
    ("typed", "day", "offered"),
    [
        ("2026-06-30", "2026-06-30", ()),
        ("2026/6/30", "2026-06-30", ()),
        ("2026.6.30", "2026-06-30", ()),
        ("20260630", "2026-06-30", ()),
        ("２０２６年６月３０日", "2026-06-30", ()),
        ("2026-06-30 00:00:00", "2026-06-30", ()),
        ("2026年6月底前", "2026-06-30", ()),
        ("二〇二六年六月底", "2026-06-30", ()),
        ("2026年6月", "2026-06-30", ()),
        ("2026年上半年", "2026-06-30", ()),
        ("26年6月底", "2026-06-30", ()),
        ("年底", "2025-12-31", ()),
        ("年内", "2025-12-31", ()),
        ("11月底", "2025-11-30", ("2024-11-30",)),
        ("本月底", "2025-11-30", ()),
        ("月底", "2025-11-30", ()),
        ("明年3月底", "2026-03-31", ()),
        ("下月15日", "2025-12-15", ()),
        ("明天", "2025-11-19", ()),
        ("45999", "2025-12-08", ()),
        (45999, "2025-12-08", ()),
        ("2026.10", "2026-10-31", ()),
        # variants: a running month or quarter may be this year's or the last one's
        ("11月", "2025-11-30", ("2024-11-30",)),
        ("11月25日", "2025-11-25", ("2024-11-25",)),
        ("四季度", "2025-12-31", ("2024-12-31",)),
        ("下半年", "2025-12-31", ("2024-12-31",)),
        (date(2026, 6, 30), "2026-06-30", ()),
        ("2045年底", "2045-12-31", ()),
    ],
)
def test_what_has_not_ended_is_refused(typed, day, offered):
    reading = read_past_date(typed, TODAY)
    assert (reading.outcome, reading.value, reading.sentence) == (Outcome.REFUSED, None, F.format(day))
    assert tuple(answer.label for answer in reading.alternatives) == offered


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-02-30", "2026-02-30没有这一天，2026年2月只有 28 天。"),
        ("2026年2月30日", "2026年2月30日没有这一天，2026年2月只有 28 天。"),
        ("2026/13/45", B),
        ("Jun 30, 2026", B),
        ("2026-6-3O", B),
        ("06/07/2026", C),
        ("26-12-31", C),
        ("3-5", C),
        ("2026.1", D),
        (2026.1, D),
        ("3月-5月", B),
        ("2025年10月至2026年5月", B),
        ("2026年6月底完成初稿，12月底定稿", E),
        ("2026年9月前", B),
        ("10日内", B),
        ("长期坚持", B),
        ("立行立改", B),
        ("每季度末", B),
        ("每月25日前", B),
        ("尽快", B),
        ("待定", B),
        ("按协议约定时间", B),
        # variants
        ("2025年2月29日", "2025年2月29日没有这一天，2025年2月只有 28 天。"),
        ("10年内", B),
        ("2025年春节前", B),
        ("188", B),
        (True, B),
        (float("nan"), B),
    ],
)
def test_refused(typed, sentence):
    reading = read_past_date(typed, TODAY)
    assert (reading.outcome, reading.value) == (Outcome.REFUSED, None)
    assert reading.sentence == sentence.format(typed)


@pytest.mark.parametrize("typed", ["/", "无", "—", "", "　", None])
def test_nothing_given(typed):
    assert read_past_date(typed, TODAY).outcome is Outcome.NOTHING


def test_a_year_before_2000_is_asked_about():
    reading = read_past_date("1998-05-01", TODAY)
    assert (reading.outcome, reading.alternatives[0].value) == (Outcome.ASKED, date(1998, 5, 1))


PIECES = st.lists(
    st.sampled_from([*"0123456789年月日底前末至-./上下中本今去季旬", "季度", "半年", "2025"]), max_size=12
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(
    st.one_of(st.text(max_size=200), PIECES.map("".join), st.floats(), st.integers(), st.dates(), st.datetimes()), DAYS
)
def test_a_fact_never_lies_in_the_future(typed, today):
    reading = read_past_date(typed, today)
    assert reading.accepted is (reading.value is not None)
    for day in (reading.value, *(answer.value for answer in reading.alternatives)):
        assert day is None or day <= today


@pytest.mark.parametrize(
    ("writing", "outcome", "day"),
    [
        (date(2025, 10, 31), Outcome.NOTED, "2024-11-30"),
        (date(2025, 11, 1), Outcome.REFUSED, ""),  # the month runs: it may be either
        (date(2025, 11, 29), Outcome.REFUSED, ""),
        (date(2025, 11, 30), Outcome.NOTED, "2025-11-30"),
    ],
)
def test_a_running_month_is_neither_last_year_nor_this_one(writing: date, outcome: Outcome, day: str) -> None:
    reading = read_past_date("11月底", writing)
    assert (reading.outcome, str(reading.value or "")) == (outcome, day)
    assert [str(each.value) for each in reading.alternatives] == (["2024-11-30"] if outcome is Outcome.REFUSED else [])
