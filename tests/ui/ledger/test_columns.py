"""Words, values and tooltips of the ledger's cells, as tables of cases."""

from collections.abc import Callable

import pytest

from tracker.model.enums import DueKind, LightColour, Status
from tracker.model.rows import Light, TaskRow
from tracker.ui.ledger.columns import ON_REQUEST, SPECS, Column, cell_text, cell_tip, cell_value
from tracker.ui.task.words import schedule_tick

MakeTask = Callable[..., TaskRow]


@pytest.mark.parametrize(
    ("column", "values", "text"),
    [
        (Column.CODE, {"code": "A1.2b"}, "A1.2b"),
        (Column.TITLE, {"title": "", "recommendation_title": "建议"}, "建议"),
        (Column.LATEST, {"progress_note": "第一行\n第二行"}, "第一行"),
        (Column.LATEST, {"progress_note": ""}, "—"),
        (Column.OFFICE, {"lead_office": "市地方金融监管局", "lead_short": "市金融局"}, "市金融局"),
        (Column.OFFICE, {"lead_office": "", "lead_short": ""}, "未定"),
        (Column.OWNER, {"owner": ""}, "未定"),
        (Column.DUE, {}, "2023-12-31"),
        (Column.DUE, {"due_on": None, "due_text": "长期坚持"}, "长期坚持"),
        (Column.DUE, {"due_on": None, "due_text": ""}, "未定"),
        (Column.PROGRESS, {"progress": 0}, "0%"),
        (Column.PROGRESS, {"progress": 0, "due_kind": DueKind.LONG_TERM}, "—"),
        (Column.PROGRESS, {"progress": 30, "due_kind": DueKind.LONG_TERM}, "30%"),
        (Column.STATUS, {"status": Status.CLOSING}, "待销号"),
        (Column.LIGHT, {"light": Light(LightColour.RED, "逾期12天", "")}, "红 · 逾期12天"),
        (Column.LIGHT, {}, "绿"),
    ],
)
def test_words(make_task: MakeTask, column: Column, values: dict[str, object], text: str) -> None:
    assert cell_text(make_task(**values), column) == text


def test_an_editor_starts_with_the_official_wording(make_task: MakeTask) -> None:
    task = make_task(progress=70)
    assert cell_value(task, Column.DUE) == "2023年12月底前"
    assert cell_value(task, Column.PROGRESS) == "70"
    assert cell_value(task, Column.OFFICE) == "市经信局"


@pytest.mark.parametrize(
    ("column", "values", "tip"),
    [
        (Column.LIGHT, {"light": Light(LightColour.RED, "", "时限 9月3日，已逾期 12 天")}, "时限 9月3日，已逾期 12 天"),
        (Column.OFFICE, {"offices_confirmed": False}, "市经信局（建议单位，待确认）"),
        (Column.OFFICE, {"co_offices": ("市科技局", "市财政局")}, "市经信局\n配合：市科技局、市财政局"),
        (Column.OFFICE, {"lead_office": ""}, ""),
        (Column.DUE, {}, "2023-12-31 “2023年12月底前”"),
        (Column.PROGRESS, {}, "进度 50%，序时 60%"),
        (Column.OWNER, {}, ""),
        (Column.TITLE, {"title": "题目"}, "题目"),
        (Column.TITLE, {"title": "题目", "merged_into": "B2.1"}, "题目\n已并入 B2.1，不单独计数"),
    ],
)
def test_tooltips_say_what_the_cell_cannot(
    make_task: MakeTask, column: Column, values: dict[str, object], tip: str
) -> None:
    assert cell_tip(make_task(**values), column) == tip


@pytest.mark.parametrize(
    ("status", "scheduled", "tick"),
    [
        (Status.IN_PROGRESS, 60, 60),
        (Status.IN_PROGRESS, 100, None),  # past the deadline
        (Status.IN_PROGRESS, None, None),
        (Status.NOT_STARTED, 60, None),
        (Status.CLOSED, 60, None),
        (Status.CLOSING, 60, 60),
    ],
)
def test_the_tick_of_the_schedule(make_task: MakeTask, status: Status, scheduled: int | None, tick: int | None) -> None:
    assert schedule_tick(make_task(status=status, scheduled=scheduled)) == tick


def test_widths_at_1366_leave_238_for_the_title_so_that_the_light_says_its_reason() -> None:
    fixed = sum(
        spec.width for column, spec in SPECS.items() if column not in (Column.TITLE, Column.LATEST, *ON_REQUEST)
    )
    assert 900 - fixed == 238
