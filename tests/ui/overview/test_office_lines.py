"""Lines and figures of 单位."""

from datetime import date

import pytest

from tracker.model.enums import CoordinationStatus, LightColour, Status
from tracker.model.rows import Light, MatterRow, OfficeMatter, OfficeView, OpenProblem, Response
from tracker.ui.overview.office_lines import OfficeStrip, matter_line, problem_line, task_line

TODAY = date(2023, 9, 15)
RED, GREEN = LightColour.RED, LightColour.GREEN


def view(tasks=(), **values):
    plain = {
        "today": TODAY, "name": "市经信局", "short": "市经信局", "tasks": tuple(tasks), "helping": 2,
        "by_light": dict.fromkeys(LightColour, 0), "lights": (), "responses": (), "problems": (),
    }  # fmt: skip
    return OfficeView(**(plain | values))


def said(strip, cell):
    return getattr(strip, cell).accessibleName()


def test_a_line_of_a_task(make_task):
    line = task_line(make_task(1, code="A1.2", title="灯塔工厂", progress=40, due_on=date(2023, 9, 3),
                               light=Light(RED, "逾期12天", "已逾期 12 天。")))  # fmt: skip
    assert (line.title, line.figure, line.reason, line.light) == ("灯塔工厂", "2023-09-03，40%", "逾期12天", RED)
    assert (line.lead, line.target) == ("A1.2", 1)
    assert line.sentence == "A1.2 灯塔工厂\n推进中，进度 40%，时限 2023-09-03\n已逾期 12 天。"
    assert task_line(make_task(4, title="灯塔工厂", offices_confirmed=False)).title.endswith("灯塔工厂（待确认）")
    undated = task_line(make_task(2, due_on=None, due_text="长期坚持"))
    assert undated.figure.startswith("长期坚持")
    assert task_line(make_task(3, due_on=None, due_text="")).figure.startswith("未定时限")


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2023, 5, 6), "5月6日起"), (date(2022, 5, 6), "2022年5月6日起"), (None, "日期未录入")],
)
def test_a_line_of_a_problem(make_task, on, words):
    line = problem_line(OpenProblem(make_task(1, code="A1.2"), "资金\n未到位", on), TODAY)
    assert (line.lead, line.title, line.figure, line.target) == ("A1.2", "资金 未到位", words, 1)


@pytest.mark.parametrize(
    ("needed", "to_solve", "figure"),
    [
        (date(2023, 10, 5), False, "由王副市长协调，10月5日前"),
        (date(2023, 9, 5), False, "由王副市长协调，协调逾期10天"),
        (None, True, "市科技局提出，未定日期"),
    ],
)
def test_a_line_of_a_matter(needed, to_solve, figure):
    matter = MatterRow(1, 7, "用地\n指标", "王副市长", TODAY, "张敏", needed, CoordinationStatus.OPEN)
    line = matter_line(OfficeMatter(matter, "A1.2", "灯塔工厂", "市科技局", to_solve), TODAY)
    assert (line.lead, line.title, line.figure, line.target) == ("A1.2", "用地 指标", figure, 7)
    assert line.light is None, "a matter never looks like a light"


def test_the_six_figures(qtbot, make_task):
    tasks = [
        make_task(1, progress=40, scheduled=60),
        make_task(2, progress=100, scheduled=100, status=Status.CLOSED),
        make_task(3, progress=10, scheduled=None, status=Status.CANCELLED),
    ]
    counts = dict.fromkeys(LightColour, 0)
    lights = ((date(2023, 8, 31), counts | {RED: 3}), (TODAY, counts | {RED: 1}))
    responses = (
        Response(1, 2, date(2023, 9, 1), date(2023, 9, 10), None, 14),
        Response(2, 1, date(2023, 6, 1), None, date(2023, 6, 9), 8),
    )
    strip = OfficeStrip()
    qtbot.addWidget(strip)
    problems = (OpenProblem(tasks[0], "难", None),)
    strip.set_data(view(tasks, by_light=counts | {RED: 1}, lights=lights, responses=responses, problems=problems))
    assert said(strip, "tasks") == "牵头任务 2 项 已销号 1，配合 2，另有已取消 1 项"
    assert said(strip, "progress") == "平均进度 70.0 % 序时 80.0%，落后 10.0 点"
    assert said(strip, "red") == "红灯 1 项 较上月末 −2"
    assert said(strip, "amber") == "黄灯 0 项 与上月末持平"
    assert said(strip, "answers") == "反馈用时 8 天（中位） 1 份未反馈，1 份逾期"
    assert said(strip, "problems") == "存在问题 1 项任务 尚未完成，报有问题"


def test_nothing_is_said_so(qtbot):
    strip = OfficeStrip()
    qtbot.addWidget(strip)
    strip.set_data(view())
    assert said(strip, "progress") == "平均进度 —  没有定时限的任务"
    assert said(strip, "red") == "红灯 0 项"  # its year of lights is not read yet
    strip.set_data(view(lights=((TODAY, dict.fromkeys(LightColour, 0)),)))
    assert said(strip, "red") == "红灯 0 项 上月无数据"
    assert said(strip, "answers").endswith("还没有发出工作簿")
    assert said(strip, "problems").endswith("没有报告问题")
