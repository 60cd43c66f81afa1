"""What a row of the ledger gives up in a narrow window, in which order, and what it says instead."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from tests.painted_words import words_of
from tracker.model.enums import Status
from tracker.model.rows import TaskRow
from tracker.services import progress
from tracker.store.engine import Database
from tracker.ui.ledger.cell_painting import paint_gain, paint_office_and_owner
from tracker.ui.ledger.columns import SPECS, Column, Room, cell_tip, gain_words, room_of, width_of
from tracker.ui.ledger.headers import LedgerHeader
from tracker.ui.ledger.page import LedgerPage
from tracker.ui.ledger.row_painting import joined

Make = Callable[..., TaskRow]


@pytest.mark.parametrize(
    ("width", "beside", "room"),
    [
        (960, False, Room.TIGHT),
        (1059, False, Room.TIGHT),
        (1060, False, Room.NARROW),
        (1199, False, Room.NARROW),
        (1200, False, Room.NORMAL),
        (1280, True, Room.NARROW),
        (1366, True, Room.NORMAL),
        (1920, True, Room.WIDE),
    ],
)
def test_the_room_of_a_window(width: int, beside: bool, room: Room) -> None:
    assert room_of(width, beside=beside) is room


def test_the_change_leaves_first_then_the_word_then_the_owner_goes_under_the_office() -> None:
    def widths(column: Column) -> list[int]:
        return [width_of(column, room) for room in (Room.NORMAL, Room.NARROW, Room.TIGHT)]

    assert widths(Column.PROGRESS) == [138, 112, 112]
    assert widths(Column.STATUS) == [80, 44, 44]
    assert widths(Column.OFFICE) == [70, 70, 112]
    assert SPECS[Column.OFFICE].width + SPECS[Column.OWNER].width == 134


@pytest.mark.parametrize(
    ("before", "status", "words"),
    [
        (45, Status.IN_PROGRESS, "+5"),
        (50, Status.IN_PROGRESS, "0"),
        (53, Status.IN_PROGRESS, "−3"),
        (None, Status.IN_PROGRESS, "0"),
        (None, Status.UNASSIGNED, "—"),
        (None, Status.CLOSED, "—"),
        (0, Status.CLOSED, "+50"),
    ],
)
def test_the_change_of_thirty_days_in_words(make_task: Make, before: int | None, status: Status, words: str) -> None:
    assert gain_words(make_task(status=status, progress=50), before) == words


def drawn(width: int, height: int, paint: Callable[[QPainter, QRect], object]) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint(painter, QRect(0, 0, width, height))
    painter.end()
    return image


def inked(image: QImage, area: QRect) -> bool:
    white = QColor(Qt.GlobalColor.white).rgb()
    xs, ys = range(area.left(), area.right()), range(area.top(), area.bottom())
    return any(image.pixel(x, y) != white for x in xs for y in ys)


def test_a_narrow_column_of_progress_has_no_change(make_task: Make) -> None:
    task = make_task(progress=50)
    wide = drawn(138, 32, lambda painter, rect: paint_gain(painter, rect, task, 45))
    narrow = drawn(112, 32, lambda painter, rect: paint_gain(painter, rect, task, 45))
    assert inked(wide, QRect(106, 0, 31, 32))
    assert not inked(narrow, QRect(0, 0, 112, 32))


def test_office_and_owner_stand_beside_each_other_or_below(make_task: Make) -> None:
    task = make_task(lead_office="市经信局", owner="徐海燕")
    beside = drawn(134, 32, lambda painter, rect: paint_office_and_owner(painter, rect, task))
    below = drawn(112, 40, lambda painter, rect: paint_office_and_owner(painter, rect, task))
    assert inked(beside, QRect(70, 0, 40, 32))
    assert not inked(below, QRect(70, 0, 40, 40))
    assert inked(below, QRect(8, 22, 40, 17))


def test_columns_apart_are_not_painted_as_one() -> None:
    office, owner = QRect(100, 0, 70, 32), QRect(170, 0, 64, 32)
    assert joined(office, owner) == QRect(100, 0, 134, 32)
    assert joined(office, owner.translated(80, 0)) is None


def test_a_glyph_says_its_status_in_the_tip(make_task: Make) -> None:
    assert cell_tip(make_task(status=Status.PAUSED), Column.STATUS) == "暂缓"


@pytest.mark.parametrize("width", [960, 1024, 1060, 1093, 1200, 1280, 1366, 1600, 1920])
def test_nothing_scrolls_sideways_and_the_titles_keep_their_room(page: LedgerPage, width: int, qtbot: QtBot) -> None:
    """The page is shown by itself here: as wide as beside the rail of such a window."""
    page.resize(width - (48 if width < 1024 else 128), 614)
    page.parts.apply()
    table = page.table
    qtbot.waitUntil(lambda: not table.horizontalScrollBar().isVisible())
    assert table.columnWidth(Column.TITLE) >= 200


def test_owners_under_offices_are_copied_with_them(page: LedgerPage) -> None:
    page.resize(960 - 128, 614)
    page.parts.apply()
    assert page.table.isColumnHidden(Column.OWNER)
    assert page.table.rows.headerData(Column.OFFICE, Qt.Orientation.Horizontal) == "牵头单位 / 责任人"
    assert Column.OWNER in page.ledger_actions.bulk.columns()
    page.resize(1366 - 128, 768)
    page.parts.apply()
    assert not page.table.isColumnHidden(Column.OWNER)
    assert page.table.rows.headerData(Column.OFFICE, Qt.Orientation.Horizontal) == "牵头单位 /"


def test_the_heading_of_offices_and_owners_reads_as_one(page: LedgerPage) -> None:
    header = page.table.header()
    assert isinstance(header, LedgerHeader)
    sections = {
        column: QRect(header.sectionViewportPosition(column), 0, header.sectionSize(column), 32)
        for column in (Column.OFFICE, Column.OWNER, Column.DUE)
    }

    def paint(painter: QPainter) -> None:
        for column, rect in sections.items():
            header.paintSection(painter, rect, column)

    words = [each for each in words_of(paint, header.size()) if each.text.strip()]
    assert "".join(each.text for each in words).replace(" ", "") == "牵头单位/责任人时限"
    *_, owner, due = words
    assert "责任人" in owner.text
    assert owner.rect.right() < sections[Column.OWNER].right()
    assert due.rect.left() >= sections[Column.DUE].left()
    slash = next(each for each in words if "/" in each.text)
    assert slash is owner or owner.rect.left() - slash.rect.right() < 8  # no gap of a column between them


def test_hiding_a_column_for_want_of_room_is_no_drag(page: LedgerPage, qtbot: QtBot) -> None:
    for width in (832, 1792, 832, 1238):
        page.resize(width, 614)
        page.parts.apply()
    qtbot.wait(300)  # a drag would be remembered by now
    assert page.parts.settings.widths == {}


def test_the_change_is_read_again_for_what_an_act_touched(
    page: LedgerPage, settle: Callable[[], None], ledger: Database, assign: Callable[..., TaskRow]
) -> None:
    number = assign(page, ledger, "A1.1").id
    settle()
    assert number not in page.table.painting.before
    today: date = page.context.today()
    with ledger.session() as session:
        progress.record_progress(session, number, today, 40, "设备到货过半")
    page.refresh()
    settle()
    assert page.table.painting.before[number] == 0
