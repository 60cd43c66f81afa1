from dataclasses import replace
from datetime import date

import pytest

from tracker.model.enums import Measure
from tracker.ui.indicators.series import required_path, series_of

START, END = date(2022, 4, 30), date(2025, 12, 31)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({}, ((START, 182.0), (END, 200.0))),
        ({"measure": Measure.CUMULATIVE, "baseline_value": None}, ((START, 0.0), (END, 200.0))),
        ({"measure": Measure.SHARE}, ()),
        ({"measure": Measure.RANK}, ()),
        ({"measure": None}, ()),
        ({"baseline_value": None}, ()),
        ({"baseline_on": None}, ()),
        ({"target_value": None}, ()),
        ({"target_value": float("nan")}, ()),
        ({"target_on": None}, ()),
        ({"target_on": START}, ()),
        ({"target_value": 0.0}, ((START, 182.0), (END, 0.0))),
    ],
)
def test_required_path(indicator, changes, path):
    assert required_path(replace(indicator, **changes)) == path


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({}, ()),
        ({"observations": ()}, ("未录入观测值",)),
        ({"target_value": None}, ("缺目标值，无法判断是否达标",)),
        ({"baseline_on": None}, ("基期未注明日期，应达路径无法计算",)),
        ({"baseline_value": None}, ("缺基期值，应达路径无法计算",)),
        ({"target_on": None}, ("目标未注明期限，应达路径无法计算",)),
        ({"measure": Measure.SHARE, "baseline_on": None}, ()),
        ({"observations": (), "target_value": None}, ("未录入观测值", "缺目标值，无法判断是否达标")),
    ],
)
def test_what_is_missing_is_said(indicator, changes, sentences):
    assert series_of(replace(indicator, **changes)).sentences == sentences


def test_an_undated_value_gets_no_date(indicator_of):
    series = series_of(indicator_of("undated"))
    assert series.observed == ()
    assert series.baseline is None
    assert series.undated == ((182.0, "未注明（2022年见报时）"),)


def test_an_undated_baseline_that_is_no_observation_is_shown_with_its_text(indicator):
    series = series_of(replace(indicator, baseline_value=170.0, baseline_on=None))
    assert series.undated == ((170.0, "182家"),)


def test_broken_numbers_are_left_out_and_counted(indicator_of):
    series = series_of(indicator_of("broken"))
    assert series.observed == ((date(2022, 1, 3), 5.0),)
    assert series.target is None
    assert series.baseline is None
    assert "3 个观测值不是有效数字，未画出" in series.sentences


def test_numbers_no_axis_could_show_are_left_out(indicator_of):
    series = series_of(indicator_of("extreme"))
    assert [value for _, value in series.observed] == [-1e15, 5e-324]
    assert series.sentences == ("1 个观测值不是有效数字，未画出", "不足 3 个日期的观测值，不推趋势")


def test_a_rank_is_upside_down_and_observations_are_in_time_order(indicator_of, indicator):
    assert series_of(indicator_of("rank")).upside_down
    turned = replace(indicator, observations=tuple(reversed(indicator.observations)))
    assert series_of(turned).observed == series_of(indicator).observed
    assert not series_of(indicator).upside_down


def test_days_and_numbers_are_all_that_is_drawn(indicator):
    series = series_of(indicator)
    assert max(series.days) == END
    assert {182.0, 188.0, 200.0} <= set(series.numbers)


def test_a_rank_is_never_forecast_above_the_first_place(indicator_of):
    series = series_of(replace(indicator_of("rank"), target_on=date(2040, 12, 31)))
    assert series.outlook is not None
    assert min(low for _, low, _ in series.band) == 1.0


def test_a_far_target_does_not_squeeze_what_is_known(indicator):
    series = series_of(replace(indicator, target_on=date(2900, 1, 1)))
    assert series.trend[-1][0] < date(2040, 1, 1)


def test_without_a_target_the_trend_looks_a_third_further(indicator):
    series = series_of(replace(indicator, target_value=None, target_on=None))
    assert series.outlook is None
    assert (series.trend[-1][0] - series.observed[-1][0]).days == 460 // 3


def test_equal_values_have_a_band_as_wide_as_their_rounding(indicator):
    level = tuple(replace(one, value=2.0) for one in indicator.observations)
    series = series_of(replace(indicator, observations=level, target_value=9.0))
    on, low, high = series.band[0]
    # t of 4 degrees is 1.533; the newest day lies 230 off the middle, the days are sqrt(148,120) wide.
    half = 1.533 * 0.5 * (1 + 1 / 6 + 230**2 / 148_120) ** 0.5
    assert (on, low, high) == (series.observed[-1][0], pytest.approx(2 - half), pytest.approx(2 + half))
    assert series.band[-1][1] == 0.0, "no company count is below none"
    assert "区间 0 至 " in series.outlook.sentence
