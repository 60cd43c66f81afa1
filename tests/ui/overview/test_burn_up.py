from datetime import date

import pytest

from tracker.ui.overview.burn_up import BurnUpChart

TODAY = date(2023, 9, 15)
PLAN = ((date(2023, 6, 30), 12), (date(2023, 12, 31), 40), (date(2025, 12, 31), 88))
ACTUAL = ((date(2023, 3, 1), 5), (date(2023, 8, 1), 9))


@pytest.fixture
def chart(qtbot):
    made = BurnUpChart()
    qtbot.addWidget(made)
    made.resize(640, 200)
    return made


def _points(item) -> list[tuple[date, int]]:
    xs, ys = item.getData()
    return [(date.fromordinal(int(x)), int(y)) for x, y in zip(xs, ys, strict=True)]


def test_the_counts_can_be_read_back(chart):
    chart.set_data(PLAN, ACTUAL, TODAY)
    assert _points(chart.plan)[1:-1] == list(PLAN)
    assert _points(chart.actual)[1:] == [*ACTUAL, (TODAY, 9)]
    assert _points(chart.plan)[0][1] == _points(chart.actual)[0][1] == 0
    assert chart.today_line.value() == TODAY.toordinal()


def test_labels_say_the_counts_of_today_and_the_end(chart):
    chart.set_data(PLAN, ACTUAL, TODAY)
    said = [label.words for label in chart.labels]
    assert said == ["今天 9月15日", "实际 9", "应销号 12", "到5月 40"]


def test_a_plan_that_lies_behind_us_reaches_today(chart):
    """What was due once is due still: the line does not end in the air."""
    chart.set_data([(date(2025, 12, 31), 2)], [], date(2026, 11, 20))
    assert _points(chart.plan)[-1] == (date(2026, 11, 20), 2)


def test_a_plan_at_its_height_today_is_still_named(chart):
    """The word of today stands at the top, where the plan's word would like to be."""
    chart.set_data([(date(2024, 1, 31), 2000), (date(2025, 1, 31), 4914)], [], date(2026, 11, 20))
    places = [label.mapRectToScene(label.boundingRect()) for label in (chart.today_label, chart.plan_label)]
    assert not places[0].intersects(places[1])


def test_what_is_closed_after_today_is_not_drawn(chart):
    chart.set_data(PLAN, (*ACTUAL, (date(2023, 10, 1), 50)), TODAY)
    assert _points(chart.actual)[-1] == (TODAY, 9)


@pytest.mark.parametrize(
    ("plan", "actual", "words"),
    [
        ((), (), ["实际 0", "没有定时限的任务"]),
        (PLAN, (), ["实际 0", "应销号 12"]),
        ((), ACTUAL, ["实际 9", "没有定时限的任务"]),
        (((date(2023, 1, 1), 3),), (), ["实际 0", "应销号 3"]),
        (((date(1, 1, 1), 3), (date(9999, 12, 31), 4)), (), ["实际 0", "应销号 3"]),
    ],
)
def test_missing_lines_are_said(chart, plan, actual, words):
    chart.set_data(plan, actual, TODAY)
    assert [chart.actual_label.words, chart.plan_label.words] == words


@pytest.mark.parametrize("closed", [2, 30])
def test_the_words_of_both_lines_keep_their_order(chart, closed):
    chart.set_data(PLAN, ((date(2023, 8, 1), closed),), TODAY)
    chart.show()
    actual, plan = (chart.getViewBox().mapFromView(label.pos()).y() for label in (chart.actual_label, chart.plan_label))
    assert (actual < plan) == (closed > 12), "the higher count stands higher"
    assert abs(actual - plan) >= 12


def test_new_data_reuses_the_items(chart):
    chart.set_data(PLAN, ACTUAL, TODAY)
    before = list(chart.getPlotItem().items)
    chart.set_data(PLAN[:1], (), TODAY)
    assert chart.getPlotItem().items == before
    assert _points(chart.plan)[1:-1] == list(PLAN[:1])


def test_ten_thousand_days(chart):
    days = [(date.fromordinal(TODAY.toordinal() - 10_000 + n), n) for n in range(10_000)]
    chart.set_data(days, days, TODAY)
    assert not chart.grab().isNull()
    assert len(_points(chart.plan)) == 10_002
