"""The bar of a round: counts, dots, the day agreed; closing, opening again and excusing by the mouse."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QMenu

from tracker.model.enums import ExportKind, ReturnState
from tracker.model.exchange_words import RoundState
from tracker.model.return_timing import Timing, TimingMark
from tracker.model.rows import ExportRow, RoundRow
from tracker.ui.exchange.round_bar import RoundBar, arrivals, counts_word, due_word
from tracker.ui.theme.fonts import metrics
from tracker.ui.widgets.form_dialog import FormDialog

TODAY, SENT, DUE = date(2026, 11, 28), date(2026, 11, 6), date(2026, 11, 23)


def row(number: int, office: str, received: date | None = None, **more: Any) -> ExportRow:
    state = more.pop("state", ReturnState.APPLIED if received else None)
    return ExportRow(
        id=number, code=f"E{number}", round=4, office=office, tasks=3, indicators=0, sent_on=SENT, return_due_on=DUE,
        file_name="a.xlsx", return_id=number if received else None, received_on=received, answered_on=received,
        state=state, changes=0, conflicts=0, problems=0, pending=0, overdue_days=0, open=received is None, **more,
    )  # fmt: skip


def round_row(**more: Any) -> RoundRow:
    values: dict[str, Any] = {
        "number": 4, "name": "第4批", "sent_on": SENT, "due_on": DUE, "due_days": None, "state": RoundState.OPEN,
        "closed_on": None, "note": "", "offices": 13, "back": 10, "on_time": 8, "late": 2, "missing": 3, "excused": 0,
    } | more  # fmt: skip
    return RoundRow(**values)


def test_an_office_has_one_dot() -> None:
    rows = [
        row(1, "市科技局", date(2026, 11, 13)),
        row(2, "市科技局", kind=ExportKind.AGAIN),
        row(3, "市教育局", date(2026, 11, 26), state=ReturnState.PENDING),
        row(4, "市总工会"),
        row(5, "市财政局", excused=True, mark=TimingMark(Timing.EXCUSED)),
        row(6, "市人社局", date(2026, 11, 10), kind=ExportKind.REPLY),
    ]
    assert [(dot.office, dot.on, dot.state) for dot in arrivals(rows, TODAY)] == [
        ("市科技局", date(2026, 11, 13), ReturnState.APPLIED),
        ("市教育局", date(2026, 11, 26), ReturnState.PENDING),
        ("市总工会", TODAY, None),
    ]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "按时 8，迟交 2，未交 3"),
        ({"late": 0, "missing": 0}, "按时 8"),
        ({"excused": 1}, "按时 8，迟交 2，未交 3，免报 1"),
        ({"on_time": 0, "late": 0, "missing": 0}, "按时 0"),
    ],
)
def test_the_counts_in_words(more: dict[str, Any], words: str) -> None:
    assert counts_word(round_row(**more)) == words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "约定 11月23日"),
        ({"due_days": 11}, "约定 11月23日（11 个工作日）"),
        ({"due_on": None}, "没有约定日期"),
        ({"state": RoundState.CLOSED, "closed_on": date(2026, 11, 27)}, "2026-11-27 已关闭，不再催报"),
    ],
)
def test_until_when_in_words(more: dict[str, Any], words: str) -> None:
    assert due_word(round_row(**more)) == words


def test_days_stand_in_their_order_inside_the_strip(show: Any) -> None:
    bar = show(RoundBar(), 1100, 140)
    bar.show_round(round_row(), [row(1, "市科技局", date(2026, 11, 13)), row(2, "市总工会")], TODAY)
    strip = bar.strip
    days = [SENT, date(2026, 11, 13), DUE, TODAY]
    places = [strip.left_of(day) for day in days]
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] < strip.width()
    assert bar.figure.text() == "10 / 13"
    assert "1 个未反馈" in strip.accessibleDescription()
    picture = QPixmap(strip.size())
    strip.render(picture)
    assert not picture.toImage().allGray()  # the missing one is red


@pytest.mark.parametrize(
    ("sent", "labels"),
    [
        (date(2025, 11, 18), ["2026年", *(f"{month}月" for month in range(2, 12)), "11月28日"]),
        (date(2026, 11, 2), ["7日", "12日", "17日", "22日", "27日", "28日"]),
    ],
)
def test_a_long_wait_is_labelled_by_months(show: Any, sent: date, labels: list[str]) -> None:
    bar = show(RoundBar(), 1300, 140)
    bar.show_round(round_row(sent_on=sent, due_on=None, back=0), [row(1, "市科技局")], TODAY)
    strip = bar.strip
    written = [strip.label_of(day) for day in strip.labelled_days()]
    assert set(written) <= set(labels)
    assert written[-1] == labels[-1]
    places = [strip.left_of(day) for day in strip.labelled_days()]
    widths = [metrics("small").horizontalAdvance(word) for word in written]
    ends = zip(places, widths, strict=True)
    spans = [(place - width / 2, place + width / 2) for place, width in ends]
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_a_round_sent_today_has_room(show: Any) -> None:
    bar = show(RoundBar(), 1100, 140)
    bar.show_round(round_row(sent_on=TODAY, due_on=None, back=0), [row(1, "市科技局")], TODAY)
    assert bar.strip.left_of(TODAY) < bar.strip.left_of(TODAY + timedelta(days=7)) <= bar.strip.width()


def test_the_counts_and_the_day_of_sending_stand_apart(show: Any) -> None:
    bar = show(RoundBar(), 700, 140)
    bar.show_round(round_row(due_days=11), [row(1, "市科技局")], TODAY)
    bar.layout().activate()
    ends = max(label.geometry().left() + label.sizeHint().width() for label in (bar.counts, bar.due))
    assert bar.strip.geometry().left() - ends >= 20


def test_no_round_no_bar(show: Any) -> None:
    bar = show(RoundBar())
    bar.show_round(None, [], TODAY)
    assert not bar.isVisible()


# --- by the mouse, over a real ledger -----------------------------------------------------------------


def opened_form() -> FormDialog:
    return next(
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, FormDialog) and widget.isVisible()
    )


def choose(page: Any, text: str) -> None:
    """Choose an entry of the menu of the first row."""
    acts = page.acts_on(page.model.rows[0])
    next(act for words, _, act in acts if words.startswith(text))()


def test_a_round_is_closed_and_opened_again(desk: Any, qtbot: Any) -> None:
    page = desk.page
    assert (page.bar.isVisibleTo(page), page.bar.close_button.text()) == (True, "关闭本批…")
    qtbot.mouseClick(page.bar.close_button, Qt.MouseButton.LeftButton)
    opened_form().submit()
    desk.settle()
    assert "已关闭，不再催报" in page.bar.due.text()
    assert not page.remind_button.isVisibleTo(page)
    assert page.model.rows[0].mark.timing is Timing.MISSING
    qtbot.mouseClick(page.bar.close_button, Qt.MouseButton.LeftButton)
    form = opened_form()
    form.submit()
    assert form.field("reason").error() == "请写理由"
    form.findChild(type(form._rows["reason"].editor)).setPlainText("还有单位要补")
    form.submit()
    desk.settle()
    assert page.bar.close_button.text() == "关闭本批…"


def test_an_office_is_excused_and_expected_again(desk: Any) -> None:
    page = desk.page
    choose(page, "免报")
    form = opened_form()
    form._rows["reason"].editor.setPlainText("机构改革期间")
    form.submit()
    desk.settle()
    assert page.model.index(0, 5).data() == "免报"
    assert page.model.index(0, 8).data().startswith("机构改革期间")
    assert "免报 1" in page.bar.counts.text()
    choose(page, "取消免报")
    desk.settle()
    assert page.model.index(0, 5).data() == "未反馈"


def test_how_a_workbook_was_handed_over(desk: Any) -> None:
    choose(desk.page, "登记交接")
    form = opened_form()
    form._rows["channel"].editor.setCurrentText("U盘")
    form.submit()
    desk.settle()
    assert desk.page.model.rows[0].channel.word == "U盘"


def test_the_menu_is_one_menu(desk: Any) -> None:
    menu = desk.page._menu(desk.page.acts_on(desk.page.model.rows[0]))
    assert isinstance(menu, QMenu)
    assert "免报…" in [action.text() for action in menu.actions()]


def test_a_crowded_day_says_how_many_and_leaves_the_word_today_free(qtbot: Any) -> None:
    rows = [row(number, f"单位{number}") for number in range(38)]
    bar = RoundBar()
    qtbot.addWidget(bar)
    bar.resize(1200, 125)
    bar.show_round(round_row(offices=38, back=0), rows, TODAY)
    bar.grab()
    base = bar.strip.height() - 44
    assert min(base - height for _, height in bar.strip.stacked()) - 5 >= 16  # below the word
    assert bar.strip.crowded() == {TODAY: 38}
    bar.show_round(round_row(), rows[:4], TODAY)
    assert bar.strip.crowded() == {}
