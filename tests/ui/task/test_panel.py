"""The panel: row at once, detail later, every tab, and what it asks for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tracker.model.enums import BatchSource, EvidenceKind, RecommendationKind
from tracker.model.rows import (
    ArticleRow,
    EvidenceRow,
    ExtensionRow,
    IndicatorRow,
    MilestoneRow,
    ProgressRow,
    RecommendationRow,
    RevisionRow,
    TaskDetail,
    TaskRow,
)
from tracker.ui.task.action_list import ANSWER, EXTEND, MILESTONE, PROGRESS
from tracker.ui.task.evidence import size_words
from tracker.ui.task.linked_tabs import supporting, target_words, value_words
from tracker.ui.task.milestones import MilestoneLine
from tracker.ui.task.panel import TaskPanel
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.entry_checks import OfficeNames
from tracker.ui.widgets.states import EmptyState

TODAY = date(2023, 9, 15)
AT = datetime(2023, 9, 15, 2, 46, tzinfo=UTC)


def revision(number: int, field: str, old: str, new: str, batch: int) -> RevisionRow:
    return RevisionRow(number, AT, "张敏", BatchSource.MANUAL, "A1.2b 责任人", "A1.2b", field, old, new, batch, "")


@pytest.fixture
def detail(
    make_task: Callable[..., TaskRow],
    make_entry: Callable[..., RecommendationRow],
    make_article: Callable[..., ArticleRow],
    indicator: IndicatorRow,
) -> TaskDetail:
    task = make_task(7, code="A1.2b", title="五链协同", recommendation="A1.2b", extensions=1)
    return TaskDetail(
        task=task,
        recommendation=make_entry(
            "A1.2b", RecommendationKind.SUBTASK, parent="A1.2", anchor="推动产业链", related=("D1.2c",),
            summary="五链配合", note="〔原文截断〕",
        ),
        article=make_article("A", note="被B文插断"),
        progress=(
            ProgressRow(1, date(2023, 8, 21), 70, "征求意见稿", "资金", "专题会", "张敏", BatchSource.MANUAL),
            ProgressRow(2, date(2023, 7, 1), None, "", "", "", "", BatchSource.IMPORT),
        ),
        milestones=(
            MilestoneRow(11, "调研", date(2022, 12, 31), date(2022, 12, 30), 1),
            MilestoneRow(12, "专题会", date(2023, 6, 30), None, 1),
        ),
        extensions=(
            ExtensionRow(
                "延期", date(2023, 7, 10), date(2023, 6, 30), "", date(2023, 9, 3), "9月3日前", "资金", "王市长", "", 10
            ),
        ),
        evidence=(EvidenceRow(1, EvidenceKind.FILE, "方案.pdf", "", 2048, AT),),
        counted=1,
        indicators=(indicator,),
        history=(revision(3, "责任人", "", "胡建平", 2), revision(2, "进度", "0%", "70%", 1)),
    )  # fmt: skip


@pytest.fixture
def panel(qtbot: QtBot, detail: TaskDetail, make_entry: Callable[..., RecommendationRow]) -> TaskPanel:
    made = TaskPanel()
    qtbot.addWidget(made)
    made.resize(327, 716)
    lesson = make_entry("D-L2", RecommendationKind.LESSON, supports=("A1.2",), title="打造创新链")
    others = (make_entry("A1.2", RecommendationKind.GROUP), make_entry("D1.2c"), lesson)
    made.set_surroundings(OfficeNames(), TODAY, others)
    made.show()
    return made


def words(widget: QWidget) -> list[str]:
    return [prose.text() for prose in widget.findChildren(Prose)]


def test_nothing_chosen_says_so(panel: TaskPanel) -> None:
    assert panel.task is None
    assert any(state.isVisible() for state in panel.findChildren(EmptyState))
    assert panel.menu_acts() == ()


def test_the_row_is_shown_before_the_detail_is_read(panel: TaskPanel, detail: TaskDetail) -> None:
    panel.show_task(detail.task)
    assert panel.code.text() == "A1.2b"
    assert panel.title.text() == "五链协同"
    assert panel.basics.fields["owner"].view.text() == "胡建平"
    assert list(panel.foot.buttons)[:3] == [PROGRESS, EXTEND, "status:closing"]


def test_the_detail_fills_every_tab(panel: TaskPanel, detail: TaskDetail) -> None:
    panel.show_task(detail.task)
    panel.show_detail(detail)
    assert panel.basics.milestones.heading.right.text() == "1 / 2"
    assert panel.basics.evidence.heading.right.text() == "1 份"
    put_off = ["时限由 2023-06-30 改为 2023-09-03（逾期 10 天后）", "理由：资金", "批准人：王市长"]
    assert words(panel.entries) == ["征求意见稿", "问题：资金", "下一步：专题会", *put_off, "没有写进展情况"]
    assert [line.words for line in panel.history.changes.changes()] == ["责任人 — → 胡建平", "进度 0% → 70%"]
    origin = words(panel.origin)
    for expected in ("文章A", "A1.2b  建议A1.2b", "五链配合", "“推动产业链”", "〔原文截断〕", "被B文插断"):
        assert expected in origin
    links = [link.text() for link in panel.origin.findChildren(LinkButton)]
    assert links[0] == "A  扛起宁波担当"
    assert links[-3:] == ["主题…", "D1.2c  建议D1.2c", "D-L2  打造创新链"]
    assert [link.text() for link in panel.indicators.findChildren(LinkButton)] == ["国家级专精特新“小巨人”企业数"]


def test_a_late_answer_for_another_task_is_dropped(panel: TaskPanel, detail: TaskDetail) -> None:
    panel.show_task(replace(detail.task, id=8, title="另一项"))
    panel.show_detail(detail)
    assert panel.title.text() == "另一项"
    assert panel.history.changes.changes() == []


def test_empty_tabs_say_so(panel: TaskPanel, detail: TaskDetail) -> None:
    panel.show_task(detail.task)
    panel.show_detail(
        replace(detail, recommendation=None, progress=(), extensions=(), indicators=(), history=(), evidence=())
    )
    for tab in (panel.entries, panel.indicators, panel.history):
        assert tab.findChildren(EmptyState)
    assert "A  扛起宁波担当" in [link.text() for link in panel.origin.findChildren(LinkButton)]  # it has a source still


def test_intents_name_the_task(panel: TaskPanel, detail: TaskDetail, qtbot: QtBot) -> None:
    panel.show_task(detail.task)
    with qtbot.waitSignal(panel.act_asked) as asked:
        panel.foot.buttons[EXTEND].click()
    assert asked.args == [detail.task, EXTEND]
    with qtbot.waitSignal(panel.act_asked) as asked:
        panel.basics.milestones.add.click()
    assert asked.args == [detail.task, MILESTONE]
    with qtbot.waitSignal(panel.edited) as told:
        panel.basics.fields["owner"].edited.emit("owner", "周立群")
    assert told.args == [detail.task, "owner", "周立群"]


def test_links_lead_elsewhere(panel: TaskPanel, detail: TaskDetail, qtbot: QtBot) -> None:
    panel.show_task(detail.task)
    panel.show_detail(detail)
    with qtbot.waitSignal(panel.code_asked) as told:
        links = {link.text(): link for link in panel.origin.findChildren(LinkButton)}
        links["D1.2c  建议D1.2c"].click()
    assert told.args == ["D1.2c"]
    with qtbot.waitSignal(panel.source_opened) as told:
        links["A  扛起宁波担当"].click()
    assert told.args == ["A"]
    with qtbot.waitSignal(panel.act_asked) as asked:
        links["+ 回应…"].click()
    assert asked.args == [detail.task, ANSWER]
    with qtbot.waitSignal(panel.indicator_opened) as told:
        panel.indicators.findChildren(LinkButton)[0].click()
    assert told.args == ["I07"]


def test_a_milestone_is_ticked_by_mouse_and_key(panel: TaskPanel, detail: TaskDetail, qtbot: QtBot) -> None:
    panel.show_task(detail.task)
    panel.show_detail(detail)
    done, late = panel.basics.findChildren(MilestoneLine)
    with qtbot.waitSignal(panel.milestone_ticked) as told:
        QTest.mouseClick(late, Qt.MouseButton.LeftButton)
    assert told.args == [12, True]
    with qtbot.waitSignal(panel.milestone_ticked) as told:
        QTest.keyClick(done, Qt.Key.Key_Space)
    assert told.args == [11, False]


def test_esc_asks_to_close(panel: TaskPanel, detail: TaskDetail, qtbot: QtBot) -> None:
    panel.show_task(detail.task)
    with qtbot.waitSignal(panel.close_asked):
        QTest.keyClick(panel.tabs, Qt.Key.Key_Escape)


def test_another_task_closes_open_editors(panel: TaskPanel, detail: TaskDetail) -> None:
    panel.show_task(detail.task)
    panel.basics.begin("owner")
    panel.show_task(replace(detail.task, progress=99))
    assert panel.basics.fields["owner"].editing
    panel.show_task(replace(detail.task, id=9))
    assert not panel.basics.fields["owner"].editing


def test_it_paints_in_both_themes(panel: TaskPanel, detail: TaskDetail, grab: Callable[..., None]) -> None:
    panel.show_task(detail.task)
    panel.show_detail(detail)
    for tab in range(6):
        panel.tabs.choose(tab)
        assert panel.pages.currentIndex() == tab
        assert not panel.grab().isNull()
        grab(panel, f"panel-{tab}", (327, 716))


def test_lessons_support_an_entry_or_its_heading(
    detail: TaskDetail, make_entry: Callable[..., RecommendationRow]
) -> None:
    assert detail.recommendation is not None
    lesson = make_entry("D-L1", RecommendationKind.LESSON, supports=("A1.2",))
    practice = make_entry("C-P1", RecommendationKind.PRACTICE, supports=("A1.2b",))
    other = make_entry("D-L3", RecommendationKind.LESSON, supports=("D1.1",))
    task = make_entry("D1.1", supports=("A1.2",))
    assert supporting(detail.recommendation, (lesson, practice, other, task)) == [lesson, practice]


def test_words_of_an_indicator(indicator: IndicatorRow) -> None:
    assert value_words(indicator) == "188"
    assert target_words(indicator).endswith("目标 200家，2025-12-31 前")
    bare = replace(indicator, observations=(), target_value=None, target_text="")
    assert (value_words(bare), target_words(bare)) == ("未录入", "")


@pytest.mark.parametrize(("size", "text"), [(820, "820 B"), (12_300, "12 KB"), (3_565_158, "3.4 MB")])
def test_sizes(size: int, text: str) -> None:
    assert size_words(size) == text


def test_a_task_comes_back_where_it_was_left_and_a_new_one_at_its_top(
    panel: TaskPanel, detail: TaskDetail, qtbot: QtBot
) -> None:
    panel.show_task(detail.task)
    panel.show_detail(detail)
    qtbot.wait(20)
    bar = panel.basics.verticalScrollBar()
    bar.setValue(90)
    other = replace(detail, task=replace(detail.task, id=detail.task.id + 1))
    panel.show_task(other.task)
    panel.show_detail(other)
    qtbot.wait(20)
    assert bar.value() == 0
    panel.show_task(detail.task)
    panel.show_detail(detail)
    qtbot.wait(20)
    assert bar.value() == 90
