"""Who is asked about what: levels, triggers, words; and what the register makes of silence."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.model.enums import LightColour, PaperKind, SlipLevel, Status
from tracker.model.light_cause import LightCause
from tracker.model.rows import Light
from tracker.model.thresholds import Thresholds
from tracker.queries.paper_register import LastSlip
from tracker.services.papers import slips

TODAY = date(2026, 11, 28)
REMIND, URGE, SUPERVISE = SlipLevel


@pytest.fixture(scope="module")
def asked(demonstration: Path) -> Any:
    from contextlib import redirect_stdout
    from io import StringIO
    from json import loads

    from tracker.__main__ import main

    said = StringIO()
    with redirect_stdout(said):
        head = ["--data", str(demonstration), "--today", "2026-11-28"]
        assert main([*head, "report", "reminder", "--all", "--json"]) == 0
    return loads(said.getvalue())


def test_sheets_are_the_red_tasks_one_each(asked: Any, report: Callable[..., Any]) -> None:
    red = {task["code"] for task in report("tasks", "--light", "红", "--json").json}
    sheets = [task for slip in asked["slips"] if slip["level"] == "督办" for task in slip["tasks"]]
    assert Counter(task["code"] for task in sheets) == Counter(red)
    assert sorted(int(task["issue"].removeprefix("督办〔2026〕").rstrip("号")) for task in sheets) == list(range(1, 9))
    assert all(task["demand"].startswith("请于2026年12月3日前书面说明") for task in sheets)


def test_offices_with_a_case_and_no_others(asked: Any) -> None:
    assert {slip["office"] for slip in asked["slips"]} == {
        "市经信局", "市科技局", "市教育局", "市发改委", "市财政局", "市商务局", "市地方金融监管局", "市委人才办",
        "市委宣传部", "市总工会",
    }  # fmt: skip


def test_a_task_stands_on_one_paper_at_its_worst_level(asked: Any) -> None:
    codes = [task["code"] for slip in asked["slips"] for task in slip["tasks"]]
    assert len(codes) == len(set(codes))
    assert not any(task["code"] in ("A2.1c", "B0.1-2", "B2.1", "D5.1b") for s in asked["slips"] for task in s["tasks"])


def test_letters_say_until_when_and_ask_for_the_workbook(asked: Any) -> None:
    urging = {slip["office"]: slip for slip in asked["slips"] if slip["paper"] == "催办单"}
    assert urging["市经信局"]["reply_by"] == "2026-12-08"
    assert urging["市经信局"]["sentences"]["正文"] == (
        "截至2026年11月28日，你单位牵头的任务中有7项需要抓紧办理，请于2026年12月8日前反馈进展和下一步措施。"
    )
    alone = urging["市教育局"]
    assert (alone["tasks"], alone["sentences"]["正文"]) == ([], "")
    assert alone["sentences"]["未反馈说明"].startswith("11月6日发出的第 4 批交办（3 项任务），应于11月23日前反馈")
    mild = next(slip for slip in asked["slips"] if slip["paper"] == "提醒函")
    assert mild["reply_by"] is None


def test_a_level_asks_about_all_at_or_above_it(report: Callable[..., Any]) -> None:
    urged = report("report", "reminder", "--office", "经信局", "--level", "催办", "--json").json["slips"]
    assert [(slip["paper"], len(slip["tasks"])) for slip in urged] == [("催办单", 10)]
    sheets = report("report", "reminder", "--office", "市经信局", "--level", "督办", "--json").json["slips"]
    assert [len(slip["tasks"]) for slip in sheets] == [3]


def test_the_day_of_the_answer_can_be_given(report: Callable[..., Any]) -> None:
    slips = report("report", "reminder", "--office", "市总工会", "--reply-by", "2026-12-20", "--json").json["slips"]
    assert {slip["reply_by"] for slip in slips} == {"2026-12-20"}


def test_nobody_to_remind(report: Callable[..., Any], out: Path) -> None:
    done = report("report", "reminder", "--office", "市大数据局", "--out", out)
    assert (done.code, done.out) == (0, "市大数据局没有需要提醒的任务和工作簿。\n")
    nobody = report("report", "reminder", "--all", "--level", "督办", "--to", "2025-11-28", "--out", out)
    assert (nobody.code, nobody.out) == (0, "没有需要提醒的单位。\n")
    assert list(out.iterdir()) == []


# --- triggers --------------------------------------------------------------------------------------


def level_of(
    status: Status = Status.IN_PROGRESS, colour: str = "green", reason: str = "", cause: Any = None, **row: Any
) -> Any:
    """Return the level at which a task asks for a slip; the row has what concerns look at."""
    from types import SimpleNamespace

    light = Light(LightColour(colour), reason, "", cause=cause)
    values = {
        "status": status, "light": light, "due_on": date(2027, 6, 30), "scheduled": 50, "effective_progress": 50,
        "progress": 50, "due_kind": "date", "last_progress_on": TODAY, "start_on": date(2026, 1, 1),
    }  # fmt: skip
    values |= row
    values |= {"deadline": values["due_on"], "heard_on": values["last_progress_on"] or values["start_on"]}
    return slips._asked(SimpleNamespace(**values), TODAY, Thresholds(), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, None),
        ({"due_on": date(2026, 12, 5)}, (REMIND, "7天后到期")),
        ({"due_on": date(2026, 12, 28)}, (REMIND, "30天后到期")),
        ({"due_on": date(2026, 12, 29)}, None),
        ({"last_progress_on": date(2026, 9, 29)}, (REMIND, "60天无进展")),
        ({"colour": "amber", "reason": "未定时限", "cause": LightCause.UNDATED, "due_on": None}, (REMIND, "未定时限")),
        (
            {"status": Status.PAUSED, "colour": "amber", "reason": "暂缓到期", "cause": LightCause.PAUSE_OVER},
            (REMIND, "暂缓到期"),
        ),
        ({"effective_progress": 40}, (URGE, "落后序时 10 点")),
        ({"due_on": date(2026, 12, 1), "effective_progress": 30}, (URGE, "落后序时 20 点")),
        ({"colour": "amber", "reason": "节点逾期3天", "cause": LightCause.NODE}, (URGE, "节点逾期3天")),
        ({"colour": "amber", "reason": "缺报1期", "cause": LightCause.REPORT}, (URGE, "缺报1期")),
        ({"colour": "amber", "reason": "核查不属实", "cause": LightCause.REFUTED}, (URGE, "核查不属实")),
        ({"colour": "amber", "reason": "待补证", "cause": LightCause.WANTING}, (URGE, "待补证")),
        ({"colour": "red", "reason": "逾期5天", "due_on": date(2026, 11, 23)}, (SUPERVISE, "逾期5天")),
        ({"colour": "red", "reason": "连缺2期", "due_on": None}, (SUPERVISE, "连缺2期")),
        ({"colour": "red", "reason": "1年无进展", "due_on": None}, (SUPERVISE, "1年无进展")),
        ({"status": Status.CLOSING, "colour": "blue", "reason": "待审核20天"}, None),
        ({"status": Status.CLOSED, "colour": "blue", "reason": "核查不属实"}, None),
    ],
)
def test_the_worst_trigger_wins(facts: dict[str, Any], level: Any) -> None:
    assert level_of(**facts) == level


@pytest.mark.parametrize(
    ("last", "reported_on", "level"),
    [
        (LastSlip(REMIND, date(2026, 11, 1), None), None, REMIND),
        (LastSlip(URGE, date(2026, 11, 1), date(2026, 11, 11)), None, SUPERVISE),
        (LastSlip(URGE, date(2026, 11, 1), date(2026, 11, 11)), date(2026, 11, 1), SUPERVISE),
        (LastSlip(URGE, date(2026, 11, 1), date(2026, 11, 11)), date(2026, 11, 2), REMIND),
        (LastSlip(URGE, date(2026, 11, 20), date(2026, 11, 28)), None, REMIND),
        (LastSlip(SUPERVISE, date(2026, 11, 1), date(2026, 11, 11)), None, SUPERVISE),
    ],
)
def test_an_answer_that_did_not_come_raises_the_level(last: LastSlip, reported_on: Any, level: SlipLevel) -> None:
    from types import SimpleNamespace

    row = SimpleNamespace(
        status=Status.IN_PROGRESS, light=Light(LightColour.AMBER, "7天后到期", ""), due_on=date(2026, 12, 5),
        scheduled=50, effective_progress=50, progress=50, due_kind="date", last_progress_on=reported_on,
        start_on=date(2026, 1, 1), deadline=date(2026, 12, 5), heard_on=TODAY,
    )  # fmt: skip
    asked = slips._asked(row, TODAY, Thresholds(), last)  # type: ignore[arg-type]
    assert asked is not None
    assert asked[0] is level


def test_every_level_has_its_paper() -> None:
    assert [level.kind for level in SlipLevel] == [PaperKind.NOTICE, PaperKind.URGING, PaperKind.ORDER]
    assert [level.next for level in SlipLevel] == [URGE, SUPERVISE, SUPERVISE]


@pytest.mark.parametrize(
    ("due_on", "level"),
    [
        (date(2026, 12, 2), None),
        (date(2026, 12, 1), REMIND),
        (TODAY, REMIND),
        (date(2026, 11, 27), URGE),
        (None, None),
    ],
)
def test_a_workbook_is_reminded_of_three_days_before_its_day_and_urged_after_it(due_on: Any, level: Any) -> None:
    from types import SimpleNamespace

    late = max((TODAY - due_on).days, 0) if due_on else 0
    row = SimpleNamespace(return_due_on=due_on, overdue_days=late)
    assert slips._workbook_level(row, TODAY) is level  # type: ignore[arg-type]


def test_offices_whose_names_look_alike_get_files_of_their_own(out: Path) -> None:
    from types import SimpleNamespace

    from tracker.cli.paper_commands import _slip_paths

    papers = [SimpleNamespace(office=name, head=SimpleNamespace(title="催办单")) for name in ("市/局", "市 局", "市局")]
    assert [path.name for path in _slip_paths(out, papers, TODAY)] == [  # type: ignore[arg-type]
        "催办单_市局_20261128.docx", "催办单_市局_20261128(2).docx", "催办单_市局_20261128(3).docx",
    ]  # fmt: skip
