"""What a person sees of a deadline that is asked for, before and after it was decided."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tracker.model.changeset import Decision, FieldChange
from tracker.model.deadline_outlook import DeadlineOutlook
from tracker.model.enums import Choice
from tracker.ui.review.columns import ValueColumn
from tracker.ui.review.request_columns import RequestColumns, answer_words
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import Prose


def texts(column: ValueColumn) -> list[str]:
    return [label.text() for label in column.findChildren(TextLabel) if label.isVisibleTo(column)]


def test_days_are_big_with_what_matters_below(
    request_of: Callable[..., FieldChange], outlook_of: Callable[..., DeadlineOutlook], qtbot: Any
) -> None:
    columns = RequestColumns(request_of("D1", "2027年1月底前"), "11月6日", "", outlook_of())
    qtbot.addWidget(columns)
    assert texts(columns.sent) == ["发出时", "11月6日", "2026-10-24", "“2026年10月24日前”"]
    assert texts(columns.ours) == ["我方现在", "发出后没有改过", "2026-10-24", "逾期36天"]
    assert texts(columns.theirs) == ["对方希望", "任务清单 J9", "2027-01-31", "比现在晚 99 天"]


def test_without_days_the_wording_is_shown(
    request_of: Callable[..., FieldChange], outlook_of: Callable[..., DeadlineOutlook], qtbot: Any
) -> None:
    change = replace(request_of("D1", "争取在明年上半年完成"), ours="每季度末")
    outlook = outlook_of(now_on=None, to_on=None, standing="每季度末", wording="争取在明年上半年完成")
    columns = RequestColumns(change, "11月6日", "沈佳宁 11月8日", outlook)
    qtbot.addWidget(columns)
    assert texts(columns.ours) == ["我方现在", "沈佳宁 11月8日", "每季度末", "逾期36天"]
    assert texts(columns.theirs) == ["对方希望", "任务清单 J9", "争取在明年上半年完成"]


def test_an_earlier_day_is_earlier(
    request_of: Callable[..., FieldChange], outlook_of: Callable[..., DeadlineOutlook], qtbot: Any
) -> None:
    outlook = outlook_of(to_on=outlook_of().now_on.replace(day=20))  # type: ignore[union-attr]
    columns = RequestColumns(request_of("D1", "2026-10-20"), "", "", outlook)
    qtbot.addWidget(columns)
    assert texts(columns.theirs)[-1] == "比现在早 4 天"


def test_the_reason_and_what_to_know(request_of: Callable[..., FieldChange], qtbot: Any) -> None:
    bare = RequestColumns(request_of("D1", notes=("第 1 次延期", "提出时已逾期 5 天", "没有写延期理由")), "", "", None)
    reasoned = RequestColumns(request_of("D2", reason="补做审查", notes=()), "", "", None)
    frozen = RequestColumns(
        request_of("D4", notes=("D4 待销号，不能改完成时限；请先退回。", "第 1 次延期"), forbidden=True), "", "", None
    )
    for columns in (bare, reasoned, frozen):
        qtbot.addWidget(columns)
    assert bare.panel is None
    assert [label.text() for label in bare.findChildren(TextLabel)][-1] == "提出时已逾期 5 天\n没有写延期理由"
    assert [prose.accessibleName() for prose in bare.findChildren(Prose)] == []
    assert [prose.accessibleName() for prose in reasoned.findChildren(Prose)] == ["补做审查"]
    assert [label.text() for label in frozen.findChildren(TextLabel)][-1] == "D4 待销号，不能改完成时限；请先退回。"
    assert [prose.accessibleName() for prose in frozen.findChildren(Prose)] == ["没有写"]


def test_the_chosen_deadline_is_marked_and_another_one_marks_none(
    request_of: Callable[..., FieldChange], outlook_of: Callable[..., DeadlineOutlook], qtbot: Any
) -> None:
    columns = RequestColumns(request_of("D1"), "", "", outlook_of())
    qtbot.addWidget(columns)
    chosen = []
    for choice in (Choice.THEIRS, Choice.OURS, Choice.MERGED, None):
        columns.set_choice(choice)
        titles = [label.text() for label in columns.panel.findChildren(TextLabel)]  # type: ignore[union-attr]
        chosen.append((columns.ours.is_chosen(), columns.theirs.is_chosen(), titles[0]))
    assert chosen == [
        (False, True, "同意以后"),
        (True, False, "同意以后"),
        (False, False, "如果按对方希望的时限"),
        (False, False, "同意以后"),
    ]


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (None, ""),
        (Decision(Choice.LATER), ""),
        (Decision(Choice.OURS), "不同意"),
        (Decision(Choice.OURS, reason="年内完成"), "不同意，答复：年内完成"),
        (Decision(Choice.THEIRS, None, "", "王市长"), "同意：2027-01-31（批准人 王市长）"),
        (
            Decision(Choice.MERGED, "2026-12-31", "疫情影响", "王市长", keep_nodes=True),
            "同意：2026-12-31（批准人 王市长，节点保持不变，理由：疫情影响）",
        ),
    ],
)
def test_an_answer_in_words(request_of: Callable[..., FieldChange], decision: Decision | None, words: str) -> None:
    assert answer_words(request_of("D1"), decision) == words
