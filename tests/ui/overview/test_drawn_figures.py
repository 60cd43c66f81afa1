"""A ledger with a known history: every figure that is drawn, against figures reckoned by hand.

Six tasks and one indicator, looked at on 2023-09-15. Made on 2023-03-01; on 06-10 A1.1 reports 60 % and a problem;
on 07-20 A1.2b is closed; on 08-20 A1.1 is extended from 08-31 to 09-30; on 09-01 A1.2a reports.
"""

from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from tracker.model.enums import LightColour, Measure, ReturnState, Status
from tracker.model.tables import (
    Attachment,
    Batch,
    Extension,
    Indicator,
    Milestone,
    Observation,
    Office,
    ProgressEntry,
    Task,
    WorkbookExport,
    WorkbookReturn,
)
from tracker.store.history import open_batch
from tracker.ui.core.page_requests import Only, OpenIndicator, OpenOffice
from tracker.ui.indicators.page import IndicatorsPage
from tracker.ui.overview.office_page import OfficePage
from tracker.ui.overview.page import OverviewPage
from tracker.ui.timeline.page import TimelinePage

RED, AMBER, GREEN, BLUE, GREY = (
    LightColour.RED, LightColour.AMBER, LightColour.GREEN, LightColour.BLUE, LightColour.GREY,
)  # fmt: skip
ORDER = (RED, AMBER, GREEN, BLUE, GREY)
TODAY = date(2023, 9, 15)
MADE = date(2023, 3, 1)
#: code: office, status, start, due, progress
SIX = {
    "A1.1": ("市经信局", "in_progress", MADE, date(2023, 8, 31), 40),
    "A1.2a": ("市经信局", "in_progress", MADE, date(2024, 3, 1), 50),
    "A1.2b": ("市科技局", "in_progress", MADE, date(2023, 7, 31), 90),
    "B1.1": ("市科技局", "unassigned", None, date(2023, 12, 31), 0),
    "B1.2a": ("市科技局", "cancelled", MADE, date(2023, 6, 30), 10),
    "B1.2b": ("市财政局", "in_progress", date(2023, 9, 1), date(2024, 12, 31), 5),
}
#: Workbooks to 市经信局: sent, to be back by, back.
SENT = (
    (date(2023, 6, 1), date(2023, 6, 11), date(2023, 6, 15)),
    (date(2023, 8, 25), date(2023, 9, 8), date(2023, 9, 5)),
)
#: Day 0 of the indicator is 2023-02-22; then 110, 116, 120 on days 0, 100, 200: today is day 205.
DAY = date(2023, 2, 22).toordinal()
TARGET_DAY = DAY + 600


def day(number):
    return date.fromordinal(DAY + number)


@pytest.fixture
def known(ledger):
    acts = {
        MADE: _make,
        date(2023, 6, 10): lambda s: _report(s, "A1.1", date(2023, 6, 10), 60, "资金未到位"),
        date(2023, 7, 20): lambda s: _set(s, "A1.2b", status=Status.CLOSED, progress=100, closed_on=date(2023, 7, 20)),
        date(2023, 8, 20): _extend,
        date(2023, 9, 1): lambda s: _report(s, "A1.2a", date(2023, 9, 1), 50, ""),
    }
    for on, act in acts.items():
        with ledger.session() as session:
            session.info["at"] = datetime.combine(on, time(4), UTC)
            open_batch(session, f"{on} 的变化")
            act(session)
        if on == MADE:
            with ledger.session() as session:
                for batch in session.exec(select(Batch)):
                    batch.at = datetime.combine(MADE, time(4), UTC)
    return ledger


def _make(session):
    offices = dict(session.exec(select(Office.name, Office.id)).all())
    for task in session.exec(select(Task)).all():
        if task.code not in SIX:
            session.delete(task)
            continue
        name, task.status, task.start_on, task.due_on, task.progress = SIX[task.code]
        task.lead_office_id, task.due_kind, task.due_text = offices[name], "date", "有"
        task.first_due_on = task.due_on
    for one in session.exec(select(Indicator)).all():
        one.target_value = None
    _measure(session)
    for number, (sent, due, back) in enumerate(SENT, 1):
        export = WorkbookExport(code=f"X{number}", round=number, office_id=offices["市经信局"], sent_on=sent)
        export.return_due_on = due
        session.add(export)
        session.add(Attachment(sha256=str(number), size=1, data=b"x"))
        session.flush()
        answer = WorkbookReturn(export_id=export.id, file_name="a", sha256=str(number), received_on=back)
        answer.state = ReturnState.APPLIED
        session.add(answer)


def _measure(session):
    one = session.exec(select(Indicator).where(Indicator.code == "I07")).one()
    for old in session.exec(select(Observation).where(Observation.indicator_id == one.id)).all():
        session.delete(old)
    one.measure, one.unit = Measure.LEVEL, "家"
    one.baseline_value, one.baseline_on, one.target_value, one.target_on = 100.0, day(-100), 170.0, day(600)
    for number, value in ((0, 110.0), (100, 116.0), (200, 120.0)):
        session.add(Observation(indicator_id=one.id, observed_on=day(number), value=value))


def _task(session, code):
    return session.exec(select(Task).where(Task.code == code)).one()


def _set(session, code, **values):
    for key, value in values.items():
        setattr(_task(session, code), key, value)


def _report(session, code, on, progress, problems):
    task = _task(session, code)
    task.progress, task.problems = progress, problems
    session.add(ProgressEntry(task_id=task.id, entered_on=on, progress=progress, problems=problems))


def _extend(session):
    task = _task(session, "A1.1")
    on = {"from_on": task.due_on, "to_on": date(2023, 9, 30), "decided_on": date(2023, 8, 20)}
    session.add(Extension(task_id=task.id, to_text="9月30日", reason="资金", **on))
    task.due_on = date(2023, 9, 30)
    done = {"due_on": date(2023, 7, 15), "done_on": date(2023, 7, 18)}
    session.add(Milestone(task_id=_task(session, "A1.2b").id, title="验收", **done))


def show(kind, qtbot, context, target=None):
    made = kind(context)
    qtbot.addWidget(made)
    made.resize(1238, 768)
    if target is not None:
        made.open_target(target)
    made.show()
    context.jobs.drain()
    return made


@pytest.fixture
def overview(qtbot, known, store_context):
    return show(OverviewPage, qtbot, store_context)


def steps(item):
    return [(date.fromordinal(int(x)), int(y)) for x, y in zip(*item.getData(), strict=True)]


def figures(marks, *names):
    """Return the values of the marks that ask for just these names, by the values of the target.

    The bars count no cancelled task, so that some of their marks ask for the other statuses as well.
    """
    return {
        tuple(str(mark.target[name]) for name in names): mark.value
        for mark in marks
        if isinstance(mark.target, dict)
        and set(mark.target) - {"status"} == set(names) - {"status"}
        and set(names) <= set(mark.target)
    }


def test_six_figures(overview):
    """Progress (60 + 50 + 100 + 5) / 4 = 53.8; by the calendar (198/213 = 93, 198/366 = 54, 100, 14/487 = 3) 62.5."""
    assert [cell.accessibleName() for cell in overview.figures.cells] == [
        "任务总数 5 项 已交办 4，另已取消 1",
        "平均进度 53.8 % 序时 62.5%，落后 8.7 点",
        "红灯 1 项 较8月31日 +1",
        "黄灯 0 项 较8月31日 −2",
        "已销号 1 项 完成率 20.0%，本月无销号",
        "反馈回收 1 / 1 个单位 已全部反馈",
    ]


def test_burn_up(overview):
    """The lines begin at zero 30 days before the first day and the plan is carried on by a 25th of its length."""
    chart = overview.burn_up
    assert steps(chart.plan)[:-1] == [
        (date(2023, 6, 20), 0),
        (date(2023, 7, 31), 1),
        (date(2023, 9, 30), 2),
        (date(2023, 12, 31), 3),
        (date(2024, 3, 1), 4),
        (date(2024, 12, 31), 5),
    ]
    assert steps(chart.actual) == [(date(2023, 6, 20), 0), (date(2023, 7, 20), 1), (TODAY, 1)]
    assert steps(chart.area) == steps(chart.actual)
    assert [int(value) for value in chart.last.getData()[1]] == [1]
    assert chart.today_line.value() == TODAY.toordinal()
    said = [label.words for label in (chart.actual_label, chart.plan_label, chart.today_label, chart.end_label)]
    assert said == ["实际 1", "应销号 1", "今天 9月15日", "到4月 4"]


def test_burn_up_and_lights_of_an_earlier_day(qtbot, overview):
    """On 15 August A1.1 was due on the 31st and 31 points behind; A1.2a had been silent for 167 days."""
    overview.days.setValue(date(2023, 8, 15).toordinal())
    qtbot.wait(160)
    overview.context.jobs.drain()
    assert (date(2023, 8, 31), 2) in steps(overview.burn_up.plan)
    assert steps(overview.burn_up.actual)[-1] == (date(2023, 8, 15), 1)
    assert figures(overview.bars.marks, "light") == {
        ("red",): 1, ("amber",): 1, ("green",): 0, ("blue",): 1, ("grey",): 2,
    }  # fmt: skip


def test_lights_by_article_and_by_office(overview):
    bars = overview.bars
    overview.by._choose("article")
    assert figures(bars.marks, "article", "light") == {
        ("A", "red"): 1, ("A", "green"): 1, ("A", "blue"): 1, ("B", "green"): 1, ("B", "grey"): 1,
    }  # fmt: skip
    assert figures(bars.marks, "article") == {("A",): 3, ("B",): 2}  # the cancelled one is in no figure
    assert figures(bars.marks, "light") == {("red",): 1, ("amber",): 0, ("green",): 2, ("blue",): 1, ("grey",): 1}
    overview.by._choose("office")
    assert figures(bars.marks, "office", "light") == {
        ("市经信局", "red"): 1, ("市经信局", "green"): 1, ("市科技局", "blue"): 1, ("市科技局", "grey"): 1,
        ("市财政局", "green"): 1,
    }  # fmt: skip
    assert figures(bars.marks, "office") == {("市科技局",): 2, ("市经信局",): 2, ("市财政局",): 1}


def test_segments_are_as_long_as_their_counts(overview):
    overview.by._choose("office")
    widths = {
        (mark.target["office"], str(mark.target["light"])): mark.rect.width()
        for mark in overview.bars.marks
        if isinstance(mark.target, dict) and {"office", "light"} <= set(mark.target)
    }
    assert widths["市科技局", "grey"] == pytest.approx(widths["市经信局", "red"])


def test_heat_map(overview):
    cells = [mark for mark in overview.heat.marks if mark.value]
    drawn = {(mark.target["office"], str(mark.target["status"])): mark.value for mark in cells}
    assert drawn == {
        ("市科技局", "unassigned"): 1, ("市科技局", "closed"): 1, ("市科技局", "cancelled"): 1,
        ("市经信局", "in_progress"): 2, ("市财政局", "in_progress"): 1,
    }  # fmt: skip


def test_risky_indicators(overview):
    """On its day, 10 September, the path asks for 100 + 0.1 x 300 = 130: 120 is 10 behind, 14 points of 70."""
    (mark,) = overview.risks.marks
    assert mark.target == OpenIndicator("I07")
    assert mark.sentence.startswith("国家级专精特新“小巨人”企业数：120 / 170 家，")
    (row,) = overview.view.risky_indicators
    assert (row.light.colour, row.light.reason) == (AMBER, "差 10 家")
    assert overview.risk_card._note.text() == "1 / 1"


def test_what_turned_since_a_day(overview):
    """On 1 July A1.1 was green (67 % of its time, 60 % done), A1.2a silent, A1.2b due in 30 days."""
    overview.since.chip.set_value("other")
    overview.since.field.setText("2023-07-01")
    overview.context.jobs.drain()
    moved = overview.why.moved
    assert (moved.before, moved.after) == (2, 1)
    changes = [(step.cause.value, step.change, [task.code for task in step.tasks]) for step in moved.steps]
    assert changes == [("销号、报完成", -1, ["A1.2b"]), ("追上序时", -1, ["A1.2a"]), ("落后序时", 1, ["A1.1"])]
    bars = [(mark.target.words, mark.value) for mark in overview.why.marks if isinstance(mark.target, Only)]
    assert bars == [("销号、报完成", -1), ("追上序时", -1), ("落后序时", 1)]
    assert overview.why_card._title.text() == "需要关注的任务（红 + 黄）比7月1日少了 1 项"


def test_indicator_chart(qtbot, known, store_context):
    """Slopes 0.06, 0.04, 0.05: median 0.05; level 115 on day 100; scatter 1; t is 3.078 for one degree.

    On day 600 the line says 115 + 0.05 x 500 = 140 and is sure to 3.078 x sqrt(1 + 1/3 + 250,000/20,000) = 11.448.
    It meets 170 on day 1200, which is 6 June 2026.
    """
    page = show(IndicatorsPage, qtbot, store_context, OpenIndicator("I07"))
    chart = page.detail.chart
    assert points(chart.observed) == [(0, 110.0), (100, 116.0), (200, 120.0)]
    assert points(chart.required) == [(-100, 100.0), (600, 170.0)]
    assert points(chart.hollow) == [(-100, 100.0)]
    assert points(chart.last) == [(200, 120.0)]
    assert chart.target_line.value() == 170
    assert [(x, pytest.approx(y)) for x, y in ((0, 110), (200, 120), (600, 140))] == points(chart.trend)
    assert chart.low.getData()[0][-1] == TARGET_DAY
    assert chart.low.getData()[1][-1] == pytest.approx(140 - 11.448, abs=0.001)
    assert chart.high.getData()[1][-1] == pytest.approx(140 + 11.448, abs=0.001)
    assert chart.low.getData()[1][0] == pytest.approx(120 - 3.078 * (1 + 1 / 3 + 0.5) ** 0.5, abs=0.001)
    said = [label.words for label in (chart.last_label, chart.due_label, chart.base_label, chart.trend_label)]
    assert said == ["120", "应达 130.5", "基期 100", "趋势 140"]
    assert chart.target_label.words == "目标 170"
    assert chart.day_label.words == "目标日 2024年10月14日"
    outlook = "按此趋势 2026年6月才达到，晚于期限；2024年10月14日约 140 家（80% 区间 129 至 151）"
    assert page.detail.outlook.toolTip() == outlook or page.detail.outlook.text() == outlook
    assert points(chart.wild) == []


def points(item):
    xs, ys = item.getData()
    return [(int(x) - DAY, float(y)) for x, y in zip(xs, ys, strict=True)] if xs is not None else []


def test_timeline_bars(qtbot, known, store_context):
    """A bar of A1.1 runs from 1 March to the end of 30 September, 214 days, 60 % of it filled; 31 August is marked."""
    page = show(TimelinePage, qtbot, store_context)
    chart = page.chart
    shapes = {line.bar.task.code: chart.shape(n) for n, line in enumerate(chart.lines) if line.bar}
    assert set(shapes) == set(SIX)
    per_day = chart.scale.width / 731
    one = shapes["A1.1"]
    assert one.end - one.begin == pytest.approx(214 * per_day)
    assert one.done - one.begin == pytest.approx(0.6 * 214 * per_day)
    assert one.end - one.first_due == pytest.approx(30 * per_day)
    closed = shapes["A1.2b"]
    assert [(round((d.x - closed.begin) / per_day), d.step.value) for d in closed.diamonds] == [(136, "节点已完成")]
    assert one.late_until is None
    assert shapes["A1.2b"].done == shapes["A1.2b"].end
    assert shapes["A1.2b"].first_due is None
    assert shapes["B1.1"].guessed
    assert chart.scale.x(TODAY) - one.begin == pytest.approx(198 * per_day)
    lights = {line.bar.task.code: line.bar.task.light.colour for line in chart.lines if line.bar}
    assert lights == {"A1.1": RED, "A1.2a": GREEN, "A1.2b": BLUE, "B1.1": GREY, "B1.2a": GREY, "B1.2b": GREEN}
    assert next(line.bar.task.light.reason for line in chart.lines if line.bar) == "落后33点"


def test_the_page_of_an_office(qtbot, known, store_context):
    """A1.1 and A1.2a at each month's end; silence counts from the start until the first report.

    A1.1: 16 % of its time by 31 March; silent 60 days on 30 April; 66 % on 30 June after its report of 60; 83 % on
    31 July; after the extension 86 % on 31 August; 93 % today. A1.2a is silent from 30 April to its report.
    """
    page = show(OfficePage, qtbot, store_context, OpenOffice("市经信局"))
    columns = {}
    for mark, light in page.lights._lights:
        columns.setdefault(mark.rect.left(), {})[light] = mark.value
    drawn = [tuple(counts.get(light, 0) for light in ORDER) for _, counts in sorted(columns.items())]
    assert drawn == [
        (0, 0, 2, 0, 0),  # 31 March
        (0, 2, 0, 0, 0),
        (0, 2, 0, 0, 0),
        (0, 1, 1, 0, 0),  # 30 June
        (0, 2, 0, 0, 0),
        (0, 2, 0, 0, 0),
        (1, 0, 1, 0, 0),  # today
    ]
    assert [mark.value for mark in page.answers.marks] == [11, 14]
    assert [(line.title, line.figure) for line in page.problems.lines] == [("资金未到位", "6月10日起")]
    tasks = [(line.lead, line.figure, line.light) for line in page.tasks.lines]
    assert tasks == [("A1.1", "2023-09-30，60%", RED), ("A1.2a", "2024-03-01，50%", GREEN)]
    assert [cell.accessibleName() for cell in page.figures.cells] == [
        "牵头任务 2 项 已销号 0，配合 " + str(page.view.helping),
        "平均进度 55.0 % 序时 73.5%，落后 18.5 点",
        "红灯 1 项 较上月末 +1",
        "黄灯 0 项 较上月末 −2",
        "反馈用时 12 天（中位） 已全部反馈，1 份逾期",
        "存在问题 1 项任务 尚未完成，报有问题",
    ]
