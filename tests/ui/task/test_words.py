"""How the panel words the fields of a task, as tables of cases."""

from collections.abc import Callable
from datetime import date

import pytest

from tracker.model.enums import DueKind, LightColour, VerdictOutcome
from tracker.model.light_cause import LightCause
from tracker.model.rows import Light, TaskRow, VerdictRow
from tracker.ui.task.words import (
    Shown,
    co_offices_words,
    field_words,
    first_due_words,
    mark_words,
    verdict_words,
)

MakeTask = Callable[..., TaskRow]
RED = Light(LightColour.RED, "逾期12天", "", cause=LightCause.OVERDUE)
AMBER = Light(LightColour.AMBER, "落后17点", "")


@pytest.mark.parametrize(
    ("field", "values", "shown"),
    [
        ("owner", {}, Shown("胡建平", "胡建平")),
        ("owner", {"owner": ""}, Shown("未定", "", "text3")),
        ("remark", {}, Shown("—", "", "text3")),
        (
            "lead_office",
            {"offices_confirmed": False},
            Shown("市经信局", "市经信局", "text3", "（待确认）", "建议单位，待确认"),
        ),
        ("progress", {"progress": 50, "scheduled": 60}, Shown("50%", "50", note="序时 60% · 落后10点")),
        ("progress", {"progress": 60, "scheduled": 60}, Shown("60%", "60", note="序时 60%")),
        ("progress", {"progress": 70, "scheduled": 60}, Shown("70%", "70", note="序时 60% · 超前10点")),
        ("progress", {"progress": 70, "scheduled": None}, Shown("70%", "70")),
        (
            "progress",
            {"progress": 40, "scheduled": 60, "light": AMBER},
            Shown("40%", "40", note="序时 60% · 落后20点", note_tone="amber"),
        ),
        (
            "due_text",
            {"light": RED},
            Shown("2023-12-31", "2023年12月底前", "red", "“2023年12月底前”", "“2023年12月底前”"),
        ),
        ("due_text", {"due_text": "2023-12-31"}, Shown("2023-12-31", "2023-12-31")),
        ("due_text", {"due_on": None, "due_text": "", "due_kind": DueKind.NONE}, Shown("未定", "", "text3")),
        (
            "due_text",
            {"due_on": None, "due_text": "长期坚持", "due_kind": DueKind.LONG_TERM},
            Shown("长期坚持", "长期坚持"),
        ),
        (
            "due_text",
            {"due_on": None, "due_text": "每季度末", "due_kind": DueKind.RECURRING},
            Shown("每季度末", "每季度末", note="定期"),
        ),
        ("start_on", {}, Shown("2022-07-01", "2022-07-01")),
        ("start_on", {"start_on": None}, Shown("未定", "", "text3")),
    ],
)
def test_fields(make_task: MakeTask, field: str, values: dict[str, object], shown: Shown) -> None:
    assert field_words(make_task(**values))[field] == shown


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ((), "无"),
        (("市科技局",), "市科技局"),
        (("市科技局", "市财政局"), "市科技局、市财政局"),
        (("市科技局", "市财政局", "市商务局"), "市科技局、市财政局等 3 个"),
    ],
)
def test_co_offices_on_one_line(make_task: MakeTask, names: tuple[str, ...], text: str) -> None:
    shown = co_offices_words(make_task(co_offices=names))
    assert shown.text == text
    assert shown.tip == "、".join(names)


def test_the_first_deadline_only_when_it_was_put_off(make_task: MakeTask) -> None:
    assert first_due_words(make_task()) is None
    shown = first_due_words(make_task(extensions=2, first_due_on=date(2023, 6, 30)))
    assert shown is not None
    assert (shown.text, shown.note) == ("2023-06-30", "延期 2 次")


@pytest.mark.parametrize(
    ("verdict", "words", "tone"),
    [
        ((date(2023, 11, 5), VerdictOutcome.REFUTED, 60), "单位报 80% · 核查 60%（11-05，不属实）", "amber"),
        ((date(2022, 11, 5), VerdictOutcome.CONFIRMED, None), "单位报 80% · 核查（2022-11-05，属实）", "text2"),
    ],
)
def test_a_check_stands_beside_the_claim(
    make_task: Callable[..., TaskRow], verdict: tuple[date, VerdictOutcome, int | None], words: str, tone: str
) -> None:
    shown = verdict_words(make_task(progress=80), VerdictRow(*verdict, "看了现场", "张敏", None), date(2023, 11, 20))
    assert (shown.text, shown.tone, shown.tip) == (words, tone, "看了现场")


def test_marks_say_what_they_mean(make_task: Callable[..., TaskRow]) -> None:
    light = Light(LightColour.GREEN, "", "正常", ("延2", "难", "重"))
    assert mark_words(make_task(light=light, extensions=2, coordination=1)) == {
        "延2": "已延期 2 次", "难": "1 个协调事项没有了结", "重": "重点任务",
    }  # fmt: skip


def test_what_was_verified_is_behind_not_what_was_claimed(make_task: Callable[..., TaskRow]) -> None:
    words = field_words(make_task(progress=80, scheduled=70, verified=60))["progress"]
    assert (words.text, words.note) == ("80%", "序时 70% · 落后10点")
