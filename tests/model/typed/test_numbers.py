"""Every row of the table of typed figures; the indicator's unit is 亿元 unless said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.typed.numbers import read_number
from tracker.model.typed.reading import Outcome, Source


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("6,997.2", "亿元", 6997.2),
        ("6997.2亿元", "亿元", 6997.2),
        # variants
        ("６，９９７．２　亿元", "亿元", 6997.2),
        ("6997.2 亿元", "（亿元）", 6997.2),
        ("−1.5", "亿元", -1.5),
        ("+1.5", "亿元", 1.5),
        ("1.2E+3", "亿元", 1200),
        (".5", "亿元", 0.5),
        (6997.2, "亿元", 6997.2),
        (0, "亿元", 0),
        ("38.72%", "%", 38.72),
        ("38.72％", "％", 38.72),
        ("38.72", "%", 38.72),
        ("第7位", "位", 7),
        ("第7", "位", 7),
        ("第7位", "", 7),
        ("188家", "家", 188),
        ("12345678.9", "元", 12345678.9),
    ],
)
def test_taken(typed, unit, value):
    reading = read_number(typed, unit)
    assert (reading.outcome, reading.value, reading.sentence) == (Outcome.TAKEN, value, "")


@pytest.mark.parametrize(
    ("typed", "unit", "sentence", "offered"),
    [
        ("69972000万元", "亿元", "写的单位是“万元”，指标单位是“亿元”，换算后是 6,997.2 亿元，对吗？", (6997.2,)),
        ("38.72%", "亿元", "写的单位是“%”，指标单位是“亿元”；请核对。", (38.72,)),
        ("约7000", "亿元", "写的是“约7000”，按 7,000 亿元 计吗？", (7000,)),
        # variants
        ("7000余", "亿元", "写的是“7000余”，按 7,000 亿元 计吗？", (7000,)),
        ("7000亿元以上", "亿元", "写的是“7000亿元以上”，按 7,000 亿元 计吗？", (7000,)),
        ("7000+", "亿元", "写的是“7000+”，按 7,000 亿元 计吗？", (7000,)),
        ("0.7万亿元", "亿元", "写的单位是“万亿元”，指标单位是“亿元”，换算后是 7,000 亿元，对吗？", (7000,)),
        ("1.2万人", "人", "写的单位是“万人”，指标单位是“人”，换算后是 12,000 人，对吗？", (12000,)),
        ("1.2千米", "米", "写的单位是“千米”，指标单位是“米”；请核对。", (1.2,)),
        ("188家", "亿元", "写的单位是“家”，指标单位是“亿元”；请核对。", (188,)),
        ("188家", "", "写的单位是“家”，指标单位是“（无）”；请核对。", (188,)),
        ("第7位", "亿元", "写的单位是“位”，指标单位是“亿元”；请核对。", (7,)),
        ("6,9972", "亿元", "“6,9972”的逗号或空格位置不对，是 6.9972 亿元 还是 69,972 亿元？", (6.9972, 69972)),
        ("2025年", "亿元", "写的单位是“年”，指标单位是“亿元”；请核对。", (2025,)),
    ],
)
def test_asked(typed, unit, sentence, offered):
    reading = read_number(typed, unit)
    assert (reading.outcome, reading.value, reading.sentence) == (Outcome.ASKED, None, sentence)
    assert tuple(answer.value for answer in reading.alternatives) == offered


@pytest.mark.parametrize("typed", ["—", "无", "", "/", " ", None])
def test_nothing_given(typed):
    assert read_number(typed, "亿元").outcome is Outcome.NOTHING


@pytest.mark.parametrize(
    "typed",
    [
        "见附件",
        "7O00",
        "7²",
        "7？",
        "6..5",
        "1e999",
        "2026-06-30",
        "七千",
        "6,997.2,1",
        "第1.5位",
        True,
        math.nan,
        math.inf,
    ],
)
def test_refused(typed):
    reading = read_number(typed, "亿元")
    assert (reading.outcome, reading.sentence) == (Outcome.REFUSED, f"“{typed}”不是数值。")


def test_percent_formats():
    assert read_number(0.3872, "%", Source.PERCENT_CELL).value == 38.72
    assert read_number(0.3872, "%", Source.NUMBER_CELL).value == 0.3872
    hidden = read_number(0.3872, "%", Source.BARE_CELL)
    assert (hidden.outcome, hidden.sentence) == (Outcome.ASKED, "是 0.3872% 还是 38.72%？")
    assert [answer.value for answer in hidden.alternatives] == [0.3872, 38.72]
    foreign = read_number(0.3872, "亿元", Source.PERCENT_CELL)
    assert (foreign.outcome, foreign.alternatives[0].value) == (Outcome.ASKED, 38.72)


ANY_CELL = st.one_of(st.text(max_size=200), st.floats(), st.integers(), st.decimals())


@given(ANY_CELL, st.sampled_from(("亿元", "%", "", "家", "位")), st.sampled_from(Source))
def test_any_figure_is_finite(typed, unit, source):
    reading = read_number(typed, unit, source)
    assert reading.accepted is (reading.value is not None)
    for value in (reading.value, *(answer.value for answer in reading.alternatives)):
        assert value is None or math.isfinite(value)


@given(st.floats(-1e12, 1e12), st.sampled_from(("亿元", "家", "")))
def test_a_written_figure_is_read_back(number, unit):
    assert read_number(f"{number!r}{unit}", unit).value == number
