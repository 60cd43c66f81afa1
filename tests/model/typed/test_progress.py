"""Every row of the table of typed progress, by where it was typed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.typed.progress import read_progress
from tracker.model.typed.reading import Outcome, Source

WRITTEN = (Source.HAND, Source.TEXT)
NUMBER_CELLS = (Source.NUMBER_CELL, Source.BARE_CELL)
G = "进度要填 0 到 100 的百分数，现在是“{}”。"


@pytest.mark.parametrize("source", WRITTEN)
@pytest.mark.parametrize(
    ("typed", "value", "note"),
    [
        *((typed, 60, "") for typed in ("60", "60%", "60.00%", "６０％", "60 %", "百分之六十", "完成60%", "60\u200b%")),
        ("60.4%", 60, "60.4% 按 60% 计"),
        ("60.5%", 61, "60.5% 按 61% 计"),
        ("99.5%", 99, "99.5% 按 99% 计"),
        ("99.6%", 99, "99.6% 按 99% 计"),
        ("99.99%", 99, "99.99% 按 99% 计"),
        ("99.99", 99, "99.99% 按 99% 计"),
        ("100%", 100, ""),
        ("100.00", 100, ""),
        ("1%", 1, ""),
        ("0", 0, ""),
    ],
)
def test_written(typed, value, note, source):
    reading = read_progress(typed, source)
    assert (reading.outcome, reading.value) == (Outcome.NOTED if note else Outcome.TAKEN, value)
    assert reading.sentence == note


@pytest.mark.parametrize("source", WRITTEN)
def test_a_share_of_one_that_was_written_is_asked_about(source):
    for typed in ("0.6", 0.6, "０．６"):
        reading = read_progress(typed, source)
        assert (reading.outcome, reading.sentence) == (Outcome.ASKED, "是 0.6% 还是 60%？")
        assert [(answer.value, answer.label) for answer in reading.alternatives] == [(1, "0.6%"), (60, "60%")]


@pytest.mark.parametrize(
    ("typed", "source", "question", "offered"),
    [
        (0.0035, Source.PERCENT_CELL, "是 0.35% 还是 35%？", [0, 35]),
        (0.0099, Source.PERCENT_CELL, "是 0.99% 还是 99%？", [1, 99]),
        (0.0035, Source.NUMBER_CELL, "是 0.35% 还是 35%？", [0, 35]),
        (0.0051, Source.BARE_CELL, "是 0.51% 还是 51%？", [1, 51]),
        *(("0.35%", source, "是 0.35% 还是 35%？", [0, 35]) for source in WRITTEN),
        *(("０．４％", source, "是 0.4% 还是 40%？", [0, 40]) for source in WRITTEN),
    ],
)
def test_a_share_of_one_among_percents_is_asked_about(typed, source, question, offered):
    """0.35 typed into a cell of percents is 0.35%, which is nobody's progress."""
    reading = read_progress(typed, source)
    assert (reading.outcome, reading.value, reading.sentence) == (Outcome.ASKED, None, question)
    assert [answer.value for answer in reading.alternatives] == offered


def test_a_share_of_one_in_a_number_cell():
    assert read_progress(0.6, Source.PERCENT_CELL).outcome is Outcome.TAKEN
    assert read_progress(0.6, Source.PERCENT_CELL).value == 60
    for source in NUMBER_CELLS:
        reading = read_progress(0.6, source)
        assert (reading.outcome, reading.value) == (Outcome.NOTED, 60)
        assert reading.sentence == "单元格没有百分数格式，0.6 按 60% 计"


def test_one():
    assert read_progress("1", Source.HAND).outcome is Outcome.TAKEN
    assert read_progress("1", Source.HAND).value == 1
    assert read_progress(1, Source.PERCENT_CELL).value == 100
    for typed, source in (("1", Source.TEXT), ("1.0", Source.TEXT), (1, Source.NUMBER_CELL), (1.0, Source.BARE_CELL)):
        reading = read_progress(typed, source)
        assert (reading.outcome, reading.value, reading.sentence) == (Outcome.ASKED, None, "是 1% 还是 100%？")
        assert [answer.value for answer in reading.alternatives] == [1, 100]


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize(
    "typed",
    [
        "101%",
        "−5",
        "1/2",
        "六成多",
        "60-70%",
        "已完成",
        "-5",
        "100.01%",
        "6²%",
        "٦٠",
        "1,0",
        "60%%",
        "半",
        "全部完成",
        "。",
    ],
)
def test_refused(typed, source):
    reading = read_progress(typed, source)
    assert (reading.outcome, reading.value, reading.sentence) == (Outcome.REFUSED, None, G.format(typed))


@pytest.mark.parametrize(
    ("typed", "source", "shown"),
    [
        (101, Source.NUMBER_CELL, "101"),
        (-5, Source.HAND, "-5"),
        (1.2, Source.PERCENT_CELL, "120%"),
        (60, Source.PERCENT_CELL, "6000%"),
        (float("nan"), Source.HAND, "nan"),
        (float("inf"), Source.NUMBER_CELL, "inf"),
        (True, Source.HAND, "True"),
        (Decimal("1e9999"), Source.HAND, "1E+9999"),
    ],
)
def test_refused_numbers(typed, source, shown):
    reading = read_progress(typed, source)
    assert (reading.outcome, reading.sentence) == (Outcome.REFUSED, G.format(shown))


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("typed", ["", " ", "无", "—", "/", None])
def test_nothing_given(typed, source):
    assert read_progress(typed, source).outcome is Outcome.NOTHING


def test_a_rough_progress_is_asked_about():
    reading = read_progress("约60%", Source.HAND)
    assert (reading.outcome, reading.sentence) == (Outcome.ASKED, "写的是“约60%”，按 60% 计吗？")


ALMOST = st.decimals(Decimal(99), Decimal(100), places=6).filter(lambda number: number < 100)


@given(ALMOST)
def test_what_is_not_quite_done_is_never_100(number):
    readings = [
        read_progress(f"{number}%", Source.HAND),
        read_progress(f"{number}", Source.TEXT),
        read_progress(float(number), Source.NUMBER_CELL),
        read_progress(number / 100, Source.PERCENT_CELL),
        read_progress(number / 100, Source.NUMBER_CELL),
        read_progress(number / 100, Source.HAND),
    ]
    values = [reading.value for reading in readings] + [readings[5].alternatives[1].value]
    assert values == [99, 99, 99, 99, 99, None, 99]


@given(st.one_of(st.text(max_size=200), st.floats(), st.integers(), st.decimals()), st.sampled_from(Source))
def test_any_progress_is_whole_and_within_bounds(typed, source):
    reading = read_progress(typed, source)
    assert reading.accepted is (reading.value is not None)
    for value in (reading.value, *(answer.value for answer in reading.alternatives)):
        assert value is None or (0 <= value <= 100 and type(value) is int)


@given(st.integers(0, 100), st.sampled_from(("{}%", "{}.0%", " {} %")))
def test_whole_percents_are_what_they_are(number, form):
    for source in WRITTEN:
        assert read_progress(form.format(number), source).value == number
    assert read_progress(number / 100, Source.PERCENT_CELL).value == number
