"""Three columns of one entry, or one of a whole row."""

from typing import Any

import pytest

from tracker.model.changeset import FieldChange
from tracker.model.enums import Choice, Outcome
from tracker.ui.review.columns import RowColumns, ValueColumn, ValueColumns, columns_for
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.textdiff import TextDiff


def change_of(field: str, sent: object, ours: object, theirs: object, **more: Any) -> FieldChange:
    values = {"outcome": Outcome.CONFLICT, "sheet": "任务清单", "cell": "H12"} | more
    return FieldChange("task", "A1.2a", "A1.2a", "引导研究机构加强基础研究", field, sent, ours, theirs, **values)  # type: ignore[arg-type]


def test_a_chosen_column_has_the_accent_frame(qtbot: Any) -> None:
    column = ValueColumn("对方填报", "单元格 H12")
    qtbot.addWidget(column)
    column.show_text("60%", None, figure=True)
    column.resize(290, 70)
    column.show()
    assert column.grab().toImage().pixelColor(140, 0).name().upper() == LIGHT.line2
    column.set_chosen(True)
    assert column.grab().toImage().pixelColor(140, 0).name().upper() == LIGHT.accent


def texts(column: ValueColumn) -> list[str]:
    return [label.text() for label in column.findChildren(TextLabel) if label.isVisibleTo(column)]


@pytest.mark.parametrize(
    ("field", "values", "shown"),
    [
        ("progress", (45, 55, None), ["45%", "55%", "未填"]),
        ("indicator_value", (1200.0, 1300.5, 1400.0), ["1,200", "1,300.5", "1,400"]),
    ],
)
def test_figures_are_compared_as_figures(
    qtbot: Any, field: str, values: tuple[Any, Any, Any], shown: list[str]
) -> None:
    columns = columns_for(change_of(field, *values), "8月25日")
    qtbot.addWidget(columns)
    assert isinstance(columns, ValueColumns)
    found = [texts(column)[-1] for column in (columns.sent, columns.ours, columns.theirs)]
    assert found == shown
    assert columns.findChildren(TextDiff) == []


def test_words_that_were_not_sent_are_added(qtbot: Any) -> None:
    columns = columns_for(change_of("owner", "", "", "沈佳宁"), "8月25日")
    qtbot.addWidget(columns)
    assert isinstance(columns, ValueColumns)
    prose = columns.theirs.findChildren(TextDiff)[0]
    assert [tuple(span) for span in prose.spans()] == [("沈佳宁", "added")]
    assert columns.sent.findChildren(TextDiff)[0].accessibleName() == "未填"


def test_captions_say_when_and_where(qtbot: Any) -> None:
    columns = columns_for(change_of("progress", 1, 2, 3), "8月25日")
    qtbot.addWidget(columns)
    assert isinstance(columns, ValueColumns)
    assert texts(columns.sent)[:2] == ["发出时", "8月25日"]
    assert texts(columns.theirs)[:2] == ["对方填报", "任务清单 H12"]


@pytest.mark.parametrize(
    ("choice", "ours", "theirs"),
    [(Choice.OURS, True, False), (Choice.THEIRS, False, True), (Choice.MERGED, False, False), (None, False, False)],
)
def test_the_chosen_side_is_marked(qtbot: Any, choice: Choice | None, ours: bool, theirs: bool) -> None:
    columns = columns_for(change_of("progress", 1, 2, 3), "")
    qtbot.addWidget(columns)
    assert isinstance(columns, ValueColumns)
    columns.set_choice(choice)
    assert (columns.ours.is_chosen(), columns.theirs.is_chosen()) == (ours, theirs)
    assert not columns.sent.is_chosen()


def test_a_whole_row_shows_only_what_was_filled_in(qtbot: Any) -> None:
    row = {"title": "建设培训基地", "owner": "", "co_offices": ("市财政局",)}
    columns = columns_for(change_of("", None, None, None, outcome=Outcome.UNKNOWN_ROW, row=row), "")
    qtbot.addWidget(columns)
    assert isinstance(columns, RowColumns)
    assert columns.findChildren(TextDiff)[0].accessibleName() == "任务名称：建设培训基地\n配合单位：市财政局"
    columns.set_choice(Choice.THEIRS)
    assert columns.theirs.is_chosen()
