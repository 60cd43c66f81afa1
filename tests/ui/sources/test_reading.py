"""来源 as a page to read: the text with its entries, what became of each, and what nobody took up."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from tests.articles import begin_review
from tests.forms import fill
from tracker.model.enums import Status
from tracker.model.intake_review.pieces import Verdict
from tracker.model.sentences import Share
from tracker.model.source_words import SourceKind
from tracker.model.tables import Recommendation, SentenceMark, Task
from tracker.services.reviewing import accepting, keeping
from tracker.services.sources.register import SourceFacts, register_source
from tracker.services.sources.retiring import retire_source
from tracker.services.status import change_status
from tracker.services.undo import undo_batch
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import OpenTask
from tracker.ui.sources.page import SourcesPage
from tracker.ui.sources.reading import NOTHING_SELECTED
from tracker.ui.sources.task_card import TaskCard
from tracker.ui.widgets.form_dialog import FormDialog
from tracker.ui.widgets.states import EmptyState
from tracker.ui.widgets.textdiff import Prose

TEXT = (
    "关于园区的建议\n\n一、现状\n全市现有园区120个。去年完成投资300亿元。\n\n"
    "二、对策建议\n1.建立园区体检台账。\n2.设立园区更新基金。\n搭建园区供需对接平台。\n"
)
PLATFORM, PAST = "搭建园区供需对接平台。", "去年完成投资300亿元。"
KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(ledger: Database, live: Context, show: Callable[..., Any]) -> SourcesPage:
    """A page with an eighth article: one recommendation accepted, the second linked, the third left undecided."""
    with ledger.session() as session:
        opened = begin_review(session, TEXT, live.today())
        first, second, _ = opened.review.waiting()
        opened.review.decide([first.id], Verdict.ACCEPTED)
        opened.review.decide([second.id], Verdict.LINKED, "A1.1")
        version = keeping.save_decisions(session, opened.id, opened.version, opened.review.decisions())
        accepting.accept_review(session, opened.id, version, live.today())
    made = show(SourcesPage(live))
    live.jobs.drain()
    read(made, "章2023-01")
    return made


def read(page: SourcesPage, code: str) -> None:
    """Choose a source; its text is what is shown first."""
    codes = [row.code for row in page.articles.rows.rows]
    page.articles.pick(codes.index(code))
    page.context.jobs.drain()


def words(page: SourcesPage) -> list[str]:
    inside = page.detail._scroll.widget()
    return [prose.accessibleName() for prose in inside.findChildren(Prose)] if inside is not None else []


def cards(page: SourcesPage) -> list[TaskCard]:
    inside = page.detail._scroll.widget()
    return inside.findChildren(TaskCard) if inside is not None else []


def press(page: SourcesPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.reading.text, key, modifier)
    page.context.jobs.drain()


def chosen_words(page: SourcesPage) -> str:
    return page.reading.selection()


def to_sentence(page: SourcesPage, sentence: str) -> None:
    """Walk with S until a sentence is selected."""
    page.reading.text.put_caret(0)
    for _ in range(9):
        press(page, KEY.Key_S)
        if chosen_words(page) == sentence:
            return
    pytest.fail(f"{sentence} is not reached")


def shares(page: SourcesPage) -> dict[str, str]:
    reading = page.reading.reading
    assert reading is not None
    return {reading.text[row.start : row.end]: row.share.value for row in reading.sentences}


def notices(page: SourcesPage) -> list[str]:
    told: list[str] = []
    page.context.bus.notified.connect(lambda notice: told.append(notice.text))
    return told


def asked_form() -> FormDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def test_the_text_itself_is_shown_with_its_entries(page: SourcesPage) -> None:
    assert page.tab() == "text"
    assert page.reading.text.toPlainText() == TEXT
    tagged = [extent for extent in page.reading.text.extents if extent.tag]
    assert [extent.tag for extent in tagged] == ["1", "2"]
    first, second = ("".join(TEXT[start:end] for start, end in extent.spans) for extent in tagged)
    assert "建立园区体检台账" in first
    assert "设立园区更新基金" in second
    assert {extent.look for extent in tagged} == {"open"}
    assert not page.reading.note.isVisible()


def test_lines_are_24_px_apart_and_the_text_is_530_px_wide(page: SourcesPage) -> None:
    page.resize(1600, 800)
    text = page.reading.text
    tops = [text.cursorRect(text._cursor(TEXT.index(line))).center().y() for line in ("1.建立", "2.设立", "搭建园区")]
    assert {after - before for before, after in pairwise(tops)} <= {
        24,
        32,
    }  # 8 px between paragraphs
    assert text.viewport().width() == 536  # with 3 px for a needle on either side


def test_the_panel_shows_the_tasks_of_the_chosen_entry_and_opens_them(page: SourcesPage) -> None:
    asked: list[tuple[str, object]] = []
    page.context.bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    (card,) = cards(page)
    assert card.accessibleName().startswith("章2023-01.1 待交办 0%，灰 · ")
    page.reading.choose("章2023-01.2")
    (card,) = cards(page)
    assert card.accessibleName().startswith("A1.1 ")
    QTest.keyClick(card, KEY.Key_Space)
    ((key, target),) = asked
    assert (key, target) == ("ledger", OpenTask(card.task.id))
    assert "“2.设立园区更新基金。”" in words(page)


def test_sentences_nobody_took_up_are_marked_unless_the_box_is_off(page: SourcesPage) -> None:
    alone = [extent for extent in page.reading.text.extents if extent.look == "alone"]
    said = [TEXT[slice(*extent.spans[0])] for extent in alone]
    assert said == ["全市现有园区120个。", PAST, PLATFORM]
    page.reading.unanswered.click()
    assert [extent.look for extent in page.reading.text.extents] == ["open", "open"]


def test_n_and_p_and_arrows_walk_and_enter_opens_the_task(page: SourcesPage) -> None:
    asked: list[tuple[str, object]] = []
    page.context.bus.page_asked.connect(lambda key, target: asked.append((key, target)))
    for key, code in ((KEY.Key_N, "2"), (KEY.Key_P, "1"), (KEY.Key_Down, "2"), (KEY.Key_Down, "2"), (KEY.Key_Up, "1")):
        press(page, key)
        assert page.reading.text.chosen == f"章2023-01.{code}"
    press(page, KEY.Key_Return)
    ((key, target),) = asked
    assert key == "ledger"
    assert isinstance(target, OpenTask)


def test_coverage_is_said_of_each_section(page: SourcesPage) -> None:
    panel = page.detail.coverage
    model = panel.sections.rows
    assert [model.index(number, 0).data() for number in range(model.rowCount())] == [
        "一、现状 2 句：背景 2",
        "二、对策建议 3 句：有任务 2，可能漏了 1",
    ]
    listed = panel.sentences.rows  # those of the section of the chosen entry
    assert [listed.index(number, 0).data() for number in range(listed.rowCount())] == [f"“{PLATFORM}” 可能漏了"]
    assert (panel.total.text(), panel._legend.accessibleName()) == ("3 句", "3 句：有任务 2，可能漏了 1")


def test_walking_inside_a_section_leaves_its_list_alone(page: SourcesPage) -> None:
    panel, filled = page.detail.coverage, []
    panel.sections.rows.dataChanged.connect(lambda *_: filled.append("sections"))
    shown = panel.title.toolTip()
    press(page, KEY.Key_N)
    assert (panel.title.toolTip(), filled) == (shown, [])
    assert panel.isVisible()
    page.reading.text.put_caret(0)
    panel.section_picked.emit(0)
    assert filled


def test_a_section_and_a_sentence_lead_into_the_text(page: SourcesPage) -> None:
    panel = page.detail.coverage
    panel.sentences.setFocus()
    panel.sentences.pick(0)
    assert chosen_words(page) == PLATFORM
    panel.sections.setCurrentIndex(panel.sections.rows.index(0, 0))
    QTest.keyClick(panel.sections, KEY.Key_Return)
    assert page.reading.text.caret() == TEXT.index("一、现状")
    assert panel.total.text() == "2 句"


def test_s_walks_through_the_sentences_without_a_task(page: SourcesPage) -> None:
    page.reading.text.put_caret(0)
    seen = []
    for _ in range(4):
        press(page, KEY.Key_S)
        seen.append(chosen_words(page))
    assert seen == ["全市现有园区120个。", PAST, PLATFORM, PLATFORM]
    press(page, KEY.Key_S, SHIFT)
    assert chosen_words(page) == PAST


def test_a_sentence_is_called_background_or_missed_by_keys_and_undone(
    page: SourcesPage, show: Callable[..., Any]
) -> None:
    to_sentence(page, PAST)
    press(page, KEY.Key_M)
    assert shares(page)[PAST] == Share.MISSED.value
    assert chosen_words(page) == PAST  # what was selected stays, so that the next key goes on with it
    rows = page.detail.coverage.sentences.rows
    assert rows.index(1, 0).data() == f"“{PAST}” 可能漏了 · 手工"
    to_sentence(page, PLATFORM)
    page.detail.coverage.sentences.setFocus()
    page.detail.coverage.sentences.pick(0)
    QTest.keyClick(page.detail.coverage.sentences, KEY.Key_B)
    page.context.jobs.drain()
    assert shares(page)[PLATFORM] == Share.BACKGROUND.value
    again = show(SourcesPage(page.context))  # as after a restart: read from the ledger alone
    page.context.jobs.drain()
    read(again, "章2023-01")
    assert shares(again)[PLATFORM] == Share.BACKGROUND.value
    page.context.jobs.write(lambda session: undo_batch(session))
    page.context.jobs.drain()
    assert shares(page)[PLATFORM] == Share.MISSED.value
    to_sentence(page, PAST)
    press(page, KEY.Key_R)
    assert shares(page)[PAST] == Share.BACKGROUND.value


def test_the_menu_calls_the_selected_sentence_something(page: SourcesPage) -> None:
    to_sentence(page, PAST)
    page.detail.more.click()
    opened = QApplication.activePopupWidget()
    assert opened is not None
    actions = {action.text(): action for action in opened.actions()}
    assert {"选中的句子标为背景\tB", "选中的句子标为可能漏了\tM", "选中的句子按规则归类\tR"} <= actions.keys()
    actions["选中的句子标为可能漏了\tM"].trigger()
    opened.close()
    page.context.jobs.drain()
    assert shares(page)[PAST] == Share.MISSED.value


def test_the_button_waits_for_a_selection_and_says_so(page: SourcesPage) -> None:
    button = page.detail.words_button
    assert button.text() == "为选中的句子建一条…"
    assert not button.isEnabled()
    assert button.toolTip() == NOTHING_SELECTED
    told = notices(page)
    press(page, KEY.Key_T)
    assert told == [NOTHING_SELECTED]
    to_sentence(page, PLATFORM)
    assert button.isEnabled()
    page.reading.text.put_caret(0)
    assert not button.isEnabled()


def test_selected_words_become_a_task_whose_tag_is_there_at_once_and_go_with_undo(
    page: SourcesPage, ledger: Database
) -> None:
    to_sentence(page, PLATFORM)
    press(page, KEY.Key_T)
    dialog = asked_form()
    assert dialog.windowTitle() == "为选中的句子建一条"
    assert (dialog.text("anchor"), dialog.text("title")) == (PLATFORM, "搭建园区供需对接平台")
    assert dialog.text("source").startswith("章2023-01 ")
    fill(dialog, lead_office="经信局")
    dialog.submit()
    page.context.jobs.drain()
    assert [extent.tag for extent in page.reading.text.extents if extent.tag] == ["1", "2", "3"]
    assert page.reading.text.chosen == "章2023-01.3"
    (card,) = cards(page)
    assert card.accessibleName().startswith("章2023-01.3 待交办 0%")
    assert shares(page)[PLATFORM] == Share.TASK.value
    with ledger.reading() as session:
        task = session.exec(select(Task).where(Task.code == "章2023-01.3")).one()
        entry = session.get_one(Recommendation, task.recommendation_id)
        assert (entry.anchor, entry.section) == (PLATFORM, "二、对策建议")
    page.context.jobs.write(lambda session: undo_batch(session))
    page.context.jobs.drain()
    assert [extent.tag for extent in page.reading.text.extents if extent.tag] == ["1", "2"]
    assert shares(page)[PLATFORM] == Share.MISSED.value


def test_the_mouse_selects_too_and_a_selection_that_says_nothing_is_none(page: SourcesPage) -> None:
    page.reading.text.go_to(TEXT.index("搭建"), TEXT.index("平台") + 2)
    QTest.mouseClick(page.detail.words_button, Qt.MouseButton.LeftButton)
    page.context.jobs.drain()
    assert asked_form().text("anchor") == "搭建园区供需对接平台"
    asked_form().reject()
    blank = TEXT.index("\n\n")
    page.reading.text.go_to(blank, blank + 2)
    assert not page.detail.words_button.isEnabled()


def test_a_source_put_away_gets_no_task_of_its_words(page: SourcesPage, ledger: Database) -> None:
    article = page.article
    assert article is not None
    with ledger.session() as session:
        retire_source(session, article.id, page.context.today(), "建议已经办完", confirmed=True)
    page.refresh()
    page.context.jobs.drain()
    to_sentence(page, PLATFORM)
    assert not page.detail.words_button.isEnabled()
    assert page.detail.words_button.toolTip().startswith("章2023-01 已归档")


def test_a_ledger_that_may_only_be_read_gets_no_task_of_words(page: SourcesPage, ledger: Database) -> None:
    told = notices(page)
    page.context.jobs.close_writing("这里只能查看")
    to_sentence(page, PLATFORM)
    assert page.reading.selection()
    assert not page.detail.words_button.isEnabled()
    assert page.detail.words_button.toolTip() == "这里只能查看"
    press(page, KEY.Key_T)
    page.context.jobs.drain()
    assert told == ["这里只能查看"]
    assert not isinstance(QApplication.activeModalWidget(), FormDialog)
    press(page, KEY.Key_B)
    page.context.jobs.drain()
    with ledger.reading() as session:
        assert session.exec(select(SentenceMark)).all() == []
    page.context.jobs.close_writing("")
    assert page.detail.words_button.isEnabled()


def test_an_entry_whose_task_was_cancelled_stands_without_one(page: SourcesPage, ledger: Database) -> None:
    (card,) = cards(page)
    with ledger.session() as session:
        today = page.context.today()
        change_status(session, card.task.id, Status.CANCELLED, today, "不再办理这一件", decided_by="王副市长")
    page.refresh()
    page.context.jobs.drain()
    first = next(extent for extent in page.reading.text.extents if extent.tag == "1")
    assert (first.look, first.light) == ("alone", None)
    assert "建议没有任务" in shares(page).values()
    assert len(cards(page)) == 1  # it is still told what became of it


def test_a_search_goes_from_place_to_place_in_the_text(page: SourcesPage, qtbot: Any) -> None:
    page.focus_search()
    page.search.setText("园区")
    qtbot.keyClick(page.search, KEY.Key_Return)
    first = page.reading.text.selected_span()
    assert chosen_words(page) == "园区"
    qtbot.keyClick(page.search, KEY.Key_Return)
    assert page.reading.text.selected_span()[0] > first[0]
    assert not page.reading.search("没有这个词")


def test_shipped_articles_show_their_anchors_in_order_and_say_so(page: SourcesPage) -> None:
    read(page, "A")
    assert page.reading.note.text().startswith("没有全文，按顺序摘录各条依据的原文；")
    assert page.reading.note.isVisible()
    reading = page.reading.reading
    assert reading is not None
    assert reading.excerpts
    places = [entry.spans[0] for entry in reading.entries if entry.spans]
    assert places == sorted(places)
    a11 = next(entry for entry in reading.entries if entry.code == "A1.1")
    assert [task.code for task in a11.tasks] == ["A1.1"]
    told: list[str] = []
    page.context.jobs.failed.connect(told.append)
    page.reading.text.go_to(*a11.spans[0])
    press(page, KEY.Key_B)
    assert told == ["A 没有全文，只有摘录，不能标；只有全文里没有建议的句子可以标。"]


def test_the_places_where_a_shipped_article_was_interrupted_have_needles(page: SourcesPage) -> None:
    read(page, "A")
    text, reading = page.reading.text, page.reading.reading
    assert reading is not None
    assert [reading.text[place:].split("\n")[0] for place in text.pins] == [
        "对引进技术进行改良创新",
        "另一方面持续做好企业员工的职业培训",
    ]
    QTest.keyClick(page.tabs, KEY.Key_Home)
    assert page.source_head.doubts.accessibleName() == "原文存疑 2 处"
    page.source_head.doubts.click()
    assert page.tab() == "problems"
    assert [line.code for line in page.lines.rows.rows] == ["Q05", *[row.code for row in page.lines.rows.rows[1:]]]


def test_a_source_without_a_text_shows_what_it_has(page: SourcesPage, ledger: Database) -> None:
    with ledger.session() as session:
        register_source(session, SourceFacts(SourceKind.INSTRUCTION, "一件批示"), page.context.today())
        register_source(
            session, SourceFacts(SourceKind.MEETING, "一次会议", content="建立园区体检台账。"), page.context.today()
        )
    page.refresh()
    page.context.jobs.drain()
    read(page, "批2023-01")
    assert page.tab() == "tasks"
    page.show_tab("text")
    page.context.jobs.drain()
    assert isinstance(page.list_stage.currentWidget(), EmptyState)
    read(page, "会2023-01")
    assert page.tab() == "text"
    assert shares(page) == {"建立园区体检台账。": "可能漏了"}
    assert page.detail.coverage.isVisible()


def test_the_keyboard_begins_in_the_text(page: SourcesPage) -> None:
    page.setFocus()
    assert page.reading.text.hasFocus()
    page.show_tab("entries")
    page.setFocus()
    assert page.lines.hasFocus()


def test_in_a_narrow_window_the_box_still_says_what_it_marks(page: SourcesPage) -> None:
    page.reading.be_narrow(True)
    assert page.reading.unanswered.text() == "无任务句"
    assert page.reading.unanswered.accessibleName() == "标出没有任务的句子"
    page.reading.be_narrow(False)
    assert page.reading.unanswered.text() == "标出没有任务的句子"
