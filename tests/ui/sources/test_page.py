"""来源 over the real catalogue: reading, searching, making tasks of references, going to tasks."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from sqlmodel import select

from tracker.model.rows import ArticleRow, GoalRow, RecommendationRow
from tracker.model.tables import Recommendation
from tracker.queries.sources import read_sources
from tracker.services.tasks import add_task
from tracker.services.undo import undo_batch
from tracker.store.engine import Database
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenSource, OpenTask
from tracker.ui.sources.detail import SourceDetail, facts_of
from tracker.ui.sources.forms import NewTaskDialog
from tracker.ui.sources.lines import NUMBERS, Line
from tracker.ui.sources.lists import RowsView, article_words, became, line_list
from tracker.ui.sources.page import SourcesPage
from tracker.ui.theme.tokens import LIGHT
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.row_model import ROW
from tracker.ui.widgets.states import EmptyState
from tracker.ui.widgets.textdiff import Prose


@pytest.fixture
def page(live: Context, show: Callable[..., Any]) -> SourcesPage:
    made = show(SourcesPage(live))
    live.jobs.drain()
    made.show_tab("entries")
    return made


def choose(page: SourcesPage, code: str) -> None:
    """Click on an article."""
    codes = [row.code for row in page.articles.rows.rows]
    page.articles.pick(codes.index(code))


def shown(page: SourcesPage) -> list[str]:
    model = page.lines.rows
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def go(page: SourcesPage, code: str) -> None:
    """Make a line the current one."""
    codes = [line.code for line in page.lines.rows.rows]
    page.lines.pick(codes.index(code))


def detail_words(page: SourcesPage) -> list[str]:
    inside = page.detail._scroll.widget()
    labels = [label.text() for label in inside.findChildren(TextLabel)]
    return labels + [prose.accessibleName() for prose in inside.findChildren(Prose)]


def test_it_opens_with_the_first_article_that_has_tasks(page: SourcesPage) -> None:
    first = next(row for row in page.articles.rows.rows if isinstance(row, ArticleRow) and row.tasks)
    assert page.name.text() == first.title
    assert page.detail.line is not None
    assert page.head.summary().startswith("7 篇文章，88 条建议，")


def test_articles_say_what_became_of_them(page: SourcesPage) -> None:
    words = [article_words(row) for row in page.articles.rows.rows if isinstance(row, ArticleRow)]
    by_code = {text.split()[0]: text for text in words}
    assert by_code["C"] == "C 营造一流营商环境 16 条参考，2 处存疑"
    assert by_code["N1"].endswith("没有建议")
    assert by_code["D"].startswith("D 推动制造业高质量发展")


def test_choosing_an_article_shows_its_entries_and_counts(page: SourcesPage) -> None:
    choose(page, "D")
    texts = [page.tabs.tabText(number) for number in range(page.tabs.count())]
    assert [text.split()[0] for text in texts] == ["原文", "建议", "任务", "参考", "原文存疑", "目标", "变更"]
    assert texts[:4] == ["原文", "建议 44", "任务 44", "参考 29"]  # as many as the list and 原文 say
    assert any(words.startswith("D1.1") for words in shown(page))


def test_an_empty_tab_cannot_be_chosen_and_is_left(page: SourcesPage) -> None:
    choose(page, "D")
    page.show_tab("references")
    choose(page, "A")
    assert not page.tabs.isTabVisible(NUMBERS["references"])
    assert page.tab() == "entries"
    assert any(words.startswith("A1.1") for words in shown(page))


def test_arrows_walk_past_the_headings(page: SourcesPage, qtbot: Any) -> None:
    choose(page, "A")
    page.lines.setFocus()
    visited = []
    for _ in range(6):
        visited.append(page.detail.line.code if page.detail.line else "")
        qtbot.keyClick(page.lines, Qt.Key.Key_Down)
    assert visited == ["A0.1", "A1.0", "A1.01", "A1.1", "A1.2", "A1.2a"]


def test_the_panel_says_everything_of_an_entry(page: SourcesPage) -> None:
    choose(page, "A")
    go(page, "A1.1")
    words = detail_words(page)
    for expected in (
        "引进技术改良创新缩小差距",
        "建议牵头",
        "市经信局",
        "市科技局、市商务局",
        "“对引进技术进行改良创新”",
    ):
        assert expected in words
    assert page.detail.open_button.isVisible()
    assert page.detail.task_button.text() == "再加一项任务…"


def test_flaws_and_goals_are_shown_in_full(page: SourcesPage) -> None:
    choose(page, "B")
    page.show_tab("problems")
    assert page.detail.line is not None
    assert page.detail.line.code == "Q01"
    assert not page.detail.task_button.isVisible()
    assert any("标题" in words for words in detail_words(page))
    choose(page, "D")
    page.show_tab("goals")
    assert "G0" in detail_words(page)
    assert any("制造业高质量发展为主题" in words for words in detail_words(page))


def test_a_search_narrows_the_list(page: SourcesPage, qtbot: Any) -> None:
    choose(page, "A")
    qtbot.keyClicks(page.search, "A1.3")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert [words.split()[0] for words in shown(page)[1:]] == ["A1.3", "A1.3a", "A1.3b"]
    assert page.detail.line is not None
    assert page.detail.line.code == "A1.3"


def test_nothing_found_says_what_was_searched(page: SourcesPage, qtbot: Any) -> None:
    choose(page, "A")
    page.search.setText("没有这样的词")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    empty = page.list_stage.currentWidget()
    assert isinstance(empty, EmptyState)
    assert page.detail.line is None
    qtbot.mouseClick(empty.link, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list_stage.currentWidget() is page.panes)


def test_a_lesson_becomes_a_task_and_stops_being_one(page: SourcesPage, live: Context, qtbot: Any) -> None:
    told: list[Notice] = []
    live.bus.notified.connect(told.append)
    choose(page, "D")
    page.show_tab("references")
    go(page, "D-L1a")
    assert page.detail.task_button.text() == "转为任务…"
    qtbot.mouseClick(page.detail.task_button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(NewTaskDialog) or page.window().findChild(NewTaskDialog)
    assert dialog is not None
    assert dialog.name.text() == "打响上海制造品牌"
    dialog.name.selectAll()
    qtbot.keyClicks(dialog.name, "Brand")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    live.jobs.drain()
    assert "D-L1a 打响上海制造品牌 经验启示 1 项任务" in shown(page)
    assert page.detail.line is not None
    assert page.detail.line.code == "D-L1a"  # the place is kept
    assert page.detail.open_button.isVisible()
    assert told[-1].text == "D-L1a 转为任务"
    live.jobs.write(lambda s: undo_batch(s, told[-1].batch_id))
    live.jobs.drain()
    assert "D-L1a 打响上海制造品牌 经验启示 未转为任务" in shown(page)


def test_a_task_needs_a_title(page: SourcesPage, live: Context, qtbot: Any) -> None:
    choose(page, "D")
    page.show_tab("references")
    entry = page.detail.line.payload if page.detail.line else None
    assert isinstance(entry, RecommendationRow)
    dialog = page.ask_task(entry)
    dialog.name.clear()
    qtbot.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
    assert dialog._field.error() == "请写任务名称。"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    live.jobs.drain()
    assert entry.task_ids == ()


def test_enter_goes_to_the_task_of_an_entry(page: SourcesPage, live: Context, qtbot: Any) -> None:
    asked: list[tuple[str, object]] = []
    live.bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    choose(page, "A")
    go(page, "A1.1")
    entry = page.detail.line.payload if page.detail.line else None
    assert isinstance(entry, RecommendationRow)
    qtbot.keyClick(page.lines, Qt.Key.Key_Return)
    qtbot.mouseClick(page.detail.open_button, Qt.MouseButton.LeftButton)
    assert asked == [("ledger", OpenTask(entry.task_ids[0]))] * 2


def test_enter_on_a_heading_entry_does_nothing(page: SourcesPage, live: Context, qtbot: Any) -> None:
    asked: list[object] = []
    live.bus.page_asked.connect(lambda *found: asked.append(found))
    choose(page, "A")
    go(page, "A1.2")
    qtbot.keyClick(page.lines, Qt.Key.Key_Return)
    assert asked == []
    assert page.window().findChild(NewTaskDialog) is None
    assert not page.detail.task_button.isVisible()


def test_ctrl_f_reaches_the_search_field(page: SourcesPage, qtbot: Any) -> None:
    page.activateWindow()
    page.focus_search()
    assert page.focusWidget() is page.search


def test_only_tasks_touch_it(page: SourcesPage) -> None:
    from tracker.model.changes import Changes

    assert page.touches(Changes(tasks=frozenset({1})))
    assert not page.touches(Changes(returns=frozenset({1})))


def test_it_fits_a_small_screen(page: SourcesPage, grab: Callable[..., None]) -> None:
    assert page.minimumSizeHint().width() <= 1238
    choose(page, "D")
    grab(page, "sources-page", (1238, 768))


def test_reading_it_takes_a_blink(live: Context) -> None:
    found: list[Any] = []
    live.jobs.read(read_sources, on_result=found.append)
    live.jobs.drain(2_000)
    assert len(found[0].recommendations) > 100


def test_the_tasks_of_a_source_are_read_when_they_are_shown(
    show: Callable[..., Any], live: Context, ledger: Database
) -> None:
    page = show(SourcesPage(live))
    page.open_target(OpenSource("A"))
    live.jobs.drain()
    assert page.tab() == "text"
    assert page.own.rest is not None
    assert page.own.tasks is None
    page.show_tab("entries")
    live.jobs.drain()
    assert page.own.tasks is not None
    assert len(page.own.tasks) == 24
    page.show_tab("text")
    with ledger.session() as session:
        split = session.exec(select(Recommendation.id).where(Recommendation.code == "A1.1")).one()
        add_task(session, split, "另一项")
    page.refresh()
    live.jobs.drain()
    assert len(page.own.tasks) == 24  # nobody looks at them
    page.show_tab("tasks")
    live.jobs.drain()
    assert len(page.own.tasks) == 25
    assert "另一项" in [line.title for line in page.lines.rows.rows]


# --- the parts alone ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "没有建议"),
        ({"tasks": 24, "problems": 2}, "24 项任务，2 处存疑"),
        ({"tasks": 1234, "problems": 1002}, "1,234 项任务，1,002 处存疑"),
        ({"references": 16}, "16 条参考"),
    ],
)
def test_what_an_article_became(make_article: Any, counts: dict[str, int], words: str) -> None:
    assert became(make_article("A", **counts)) == words


def test_empty_facts_are_left_out(make_entry: Any) -> None:
    line = Line("A1.1", "题目", payload=make_entry("A1.1", lead_office="市经信局"))
    assert [caption for caption, _ in facts_of(line)] == ["类别", "章节", "建议牵头", "指标"]
    assert facts_of(Line("", "标题")) == ()


def test_a_goal_nobody_serves_says_so() -> None:
    goal = GoalRow("G2", "A", "创新力", "内涵特征", (), ())
    assert ("支撑建议", "还没有建议支撑") in facts_of(Line("G2", "创新力", payload=goal))


@pytest.fixture
def view(qtbot: Any, make_entry: Any) -> RowsView:
    made = line_list()
    qtbot.addWidget(made)
    lines = (Line("", "一、创新"), Line("A1.1", "缩小差距", "总领", "1 项任务", payload=make_entry("A1.1")))
    made.rows.set_rows(lines)
    made.resize(600, 200)
    made.show()
    return made


def test_a_heading_can_not_be_picked(view: RowsView, qtbot: Any) -> None:
    picked: list[Line] = []
    view.setCurrentIndex(view.rows.index(-1, 0))
    view.picked.connect(picked.append)
    view.pick(0)
    assert [line.code for line in picked] == ["A1.1"]
    view.pick(5)
    assert len(picked) == 1
    place = view.visualRect(view.rows.index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.currentIndex().row() == 1


def test_a_double_click_opens(view: RowsView, qtbot: Any) -> None:
    opened: list[Line] = []
    view.opened.connect(opened.append)
    place = view.visualRect(view.rows.index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [line.code for line in opened] == ["A1.1"]


def test_the_selected_line_is_seen(view: RowsView) -> None:
    view.pick(0)
    image = view.viewport().grab().toImage()
    assert image.pixelColor(1, 48).name().upper() == LIGHT.accent
    assert image.pixelColor(300, 36).name().upper() == LIGHT.select
    assert image.pixelColor(QPoint(300, 16)).name().upper() == LIGHT.surface
    assert view.rows.index(1, 0).data(ROW).code == "A1.1"


def test_an_empty_panel_offers_nothing(qtbot: Any) -> None:
    detail = SourceDetail()
    qtbot.addWidget(detail)
    detail.show()
    assert not detail.task_button.isVisible()
    with qtbot.assertNotEmitted(detail.task_wanted):
        detail.task_button.click()
