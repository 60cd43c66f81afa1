"""Painting: every status and light in both themes, and that what must be seen is there."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from tests.painted_words import words_of
from tracker.model.enums import LightColour, Status
from tracker.model.light_cause import LightCause
from tracker.model.rows import Light, TaskRow
from tracker.ui.ledger.cell_painting import (
    BAR,
    paint_office_and_owner,
    paint_quiet_cell,
    paint_rollup_lights,
    paint_task_cell,
)
from tracker.ui.ledger.columns import Column
from tracker.ui.ledger.heading_painting import paint_chevron, paint_heading
from tracker.ui.ledger.rows import Heading, HeadingKind, Rollup
from tracker.ui.ledger.sorting import sorted_positions
from tracker.ui.theme import tokens

CELL = QRect(0, 0, 256, 32)
MakeTask = Callable[..., TaskRow]


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: object) -> Iterator[tokens.Tokens]:
    yield tokens.use(request.param)
    tokens.use("light")


def painted(paint: Callable[[QPainter], None], size: QRect = CELL) -> QImage:
    image = QImage(size.width(), size.height(), QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.current().surface))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def colours(image: QImage) -> set[str]:
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {QColor(image.pixel(x, y)).name().upper() for x, y in places}


def task_cell(task: TaskRow, column: Column) -> QImage:
    return painted(lambda painter: paint_task_cell(painter, CELL, task, column))


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("colour", LightColour)
def test_every_status_and_light_paints_something(
    theme: tokens.Tokens, make_task: MakeTask, status: Status, colour: LightColour
) -> None:
    task = make_task(status=status, light=Light(colour, "落后17点", ""))
    for column in (Column.STATUS, Column.LIGHT, Column.PROGRESS):
        assert len(colours(task_cell(task, column))) > 1


@pytest.mark.parametrize("colour", [colour for colour in LightColour if colour is not LightColour.GREY])
def test_a_light_shows_its_fill(theme: tokens.Tokens, make_task: MakeTask, colour: LightColour) -> None:
    image = task_cell(make_task(light=Light(colour, "", "")), Column.LIGHT)
    assert theme.light(colour).fill in colours(image)


def test_late_deadlines_are_red_others_not(theme: tokens.Tokens, make_task: MakeTask) -> None:
    late = make_task(light=Light(LightColour.RED, "逾期12天", "", cause=LightCause.OVERDUE))
    behind = make_task(light=Light(LightColour.RED, "落后40点", ""))
    assert theme.red.text in colours(task_cell(late, Column.DUE))
    assert theme.red.text not in colours(task_cell(behind, Column.DUE))


def test_done_and_suggested_are_paler(theme: tokens.Tokens, make_task: MakeTask) -> None:
    assert theme.text in colours(task_cell(make_task(), Column.TITLE))
    assert theme.text not in colours(task_cell(make_task(status=Status.CLOSED), Column.TITLE))
    assert theme.text2 in colours(task_cell(make_task(), Column.OFFICE))
    assert theme.text2 not in colours(task_cell(make_task(offices_confirmed=False), Column.OFFICE))


def test_a_suggested_office_is_marked_in_words(theme: tokens.Tokens, make_task: MakeTask) -> None:
    narrow = QRect(0, 0, 96, 32)
    task = make_task(offices_confirmed=False, lead_short="市地方金融监管局")
    image = painted(lambda painter: paint_task_cell(painter, narrow, task, Column.OFFICE), narrow)
    mark = image.copy(96 - 20, 0, 12, 32)
    assert len(colours(mark)) > 1  # （待确认） stays visible where the name is cut


@pytest.mark.parametrize(
    ("name", "shown"), [("市经信局", "市经信局"), ("市市场监管局", "市市场监管局"), ("市地方金融监管局", "市地方金融…")]
)
def test_the_mark_of_a_suggested_office_keeps_its_brackets(make_task: MakeTask, name: str, shown: str) -> None:
    both = QRect(0, 0, 134, 32)
    task = make_task(offices_confirmed=False, lead_short=name, owner="")
    words = words_of(lambda painter: paint_office_and_owner(painter, both, task), both.size())
    written = [each for each in words if each.text not in ("…", "未定")]
    assert "".join(each.text for each in written) == f"{shown}（待确认）"
    right = max(each.rect.right() for each in written)
    assert right <= both.right() + 8  # the empty half of the bracket may stand in the next column's margin


@pytest.mark.parametrize("title", ["短题目", "很长很长的题目" * 8])
def test_a_duplicate_says_behind_its_title_where_it_went(theme: tokens.Tokens, make_task: MakeTask, title: str) -> None:
    plain = make_task(title=title, status=Status.CANCELLED)
    merged = task_cell(make_task(title=title, status=Status.CANCELLED, merged_into="B2.1"), Column.TITLE)
    assert theme.text2.upper() in colours(merged)
    assert theme.text2.upper() not in colours(task_cell(plain, Column.TITLE))


def test_the_tick_of_the_schedule_stands_on_the_bar(theme: tokens.Tokens, make_task: MakeTask) -> None:
    with_tick = task_cell(make_task(progress=20, scheduled=60), Column.PROGRESS)
    x = 8 + round(BAR * 0.6)
    assert QColor(with_tick.pixel(x, 12)).name().upper() == theme.tick
    without = task_cell(make_task(progress=20, scheduled=100), Column.PROGRESS)
    assert theme.tick not in {QColor(without.pixel(column, 13)).name().upper() for column in range(60)}


@pytest.mark.parametrize("column", list(Column))
def test_every_column_is_painted_and_sorted(make_task: MakeTask, column: Column) -> None:
    full = make_task(
        1, source_kind="批示", leader="王副市长", coordination=1, co_done=1, co_counted=3, progress_note="已开工"
    )
    assert len(colours(task_cell(full, column))) > 1
    assert list(sorted_positions((full, make_task(2)), ((column, False),))) in ([0, 1], [1, 0])


@pytest.mark.parametrize(
    ("light", "scheduled", "hatched"),
    [
        (LightColour.RED, 100, True),  # overdue: all that lacks to the end
        (LightColour.AMBER, 60, True),
        (LightColour.AMBER, 20, False),  # amber for silence, not for the schedule
        (LightColour.GREEN, 60, False),
        (LightColour.GREY, None, False),
    ],
)
def test_what_lacks_to_the_schedule_is_hatched_in_the_colour_of_the_light(
    theme: tokens.Tokens, make_task: MakeTask, light: LightColour, scheduled: int | None, hatched: bool
) -> None:
    task = make_task(progress=30, scheduled=scheduled, light=Light(light, "原因", "原因。"))
    image = task_cell(task, Column.PROGRESS)
    fill = QColor(theme.light(light).fill)
    track = [
        QColor(image.pixel(x, y)) for x in range(8 + 20, 8 + 30) for y in range(14, 17)
    ]  # inside the frame of the track
    near = any(sum(abs(a - b) for a, b in zip(pixel.toTuple(), fill.toTuple(), strict=True)) < 90 for pixel in track)
    assert near is hatched


@pytest.mark.parametrize("kind", [HeadingKind.ARTICLE, HeadingKind.GROUPING, HeadingKind.SECTION])
@pytest.mark.parametrize("rollup", [Rollup(31, 52, 60, 3, 6), Rollup(), None])
def test_headings_paint_over_the_row(theme: tokens.Tokens, kind: HeadingKind, rollup: Rollup | None) -> None:
    row = QRect(0, 0, 900, 36)
    cells = {Column.CODE: QRect(0, 0, 88, 36), Column.TITLE: QRect(88, 0, 500, 36)}
    cells |= {Column.PROGRESS: QRect(594, 0, 108, 36), Column.STATUS: QRect(702, 0, 80, 36)}
    cells |= {Column.LIGHT: QRect(782, 0, 118, 36)}
    heading = Heading(kind, "k", "A", "扛起宁波担当 打造全球智造创新之都" * 3, "谢瑜宇", rollup=rollup)
    image = painted(lambda painter: paint_heading(painter, row, cells, heading), row)
    lights = colours(image.copy(782, 0, 118, 36))
    assert (theme.red.fill in lights) is (rollup is not None and rollup.red > 0)
    assert colours(image.copy(0, 0, 34, 36)) == {theme.surface}  # the chevron's place stays free


@pytest.mark.parametrize(("red", "amber", "said"), [(3, 4, ["3", "4", "27 项"]), (1602, 1468, ["1,602", "1,468"])])
def test_lights_of_a_narrow_heading_stand_whole_and_clear(red: int, amber: int, said: list[str]) -> None:
    row = QRect(0, 0, 700, 36)
    cells = {Column.CODE: QRect(0, 0, 88, 36), Column.TITLE: QRect(88, 0, 300, 36)}
    cells |= {Column.STATUS: QRect(500, 0, 40, 36), Column.LIGHT: QRect(540, 0, 140, 36)}
    heading = Heading(HeadingKind.SECTION, "k", "A1", "一、创新", "", rollup=Rollup(27, 50, 60, red, amber))
    words = words_of(lambda painter: paint_heading(painter, row, cells, heading), row.size())
    counts = [word for word in words if word.rect.left() >= 540]
    assert [word.text for word in counts] == said
    assert all(before.rect.right() + 6 < after.rect.left() for before, after in pairwise(counts))


def test_quiet_headings_and_their_lights(theme: tokens.Tokens) -> None:
    heading = Heading(HeadingKind.ENTRY_GROUP, "h", "A1.2", "核心技术", "2 项任务", covers=True)
    heading.rollup = Rollup(2, 70, 60, 0, 1)
    for column in (Column.CODE, Column.TITLE, Column.OFFICE, Column.PROGRESS, Column.LIGHT):
        image = painted(lambda painter, at=column: paint_quiet_cell(painter, CELL, heading, at))
        assert len(colours(image)) > 1
    blank = painted(lambda painter: paint_quiet_cell(painter, CELL, heading, Column.OWNER))
    assert len(colours(blank)) == 1
    none = painted(lambda painter: paint_rollup_lights(painter, CELL, Rollup()))
    assert len(colours(none)) == 1


def test_the_chevron_tells_open_from_closed(theme: tokens.Tokens) -> None:
    opened = painted(lambda painter: paint_chevron(painter, CELL, opened=True))
    closed = painted(lambda painter: paint_chevron(painter, CELL, opened=False))
    assert opened != closed
