"""Progress entries with extensions among them, and the history act by act."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pytestqt.qtbot import QtBot

from tracker.model.enums import BatchSource, VerdictOutcome
from tracker.model.rows import ExtensionRow, ProgressRow, RevisionRow, VerdictRow
from tracker.ui.task.action_list import PROGRESS
from tracker.ui.task.history_tabs import EntriesTab, HistoryTab
from tracker.ui.task.parts import Heading
from tracker.ui.task.wrapped_text import Prose
from tracker.ui.widgets.buttons import Button, LinkButton
from tracker.ui.widgets.labels import TextLabel
from tracker.ui.widgets.states import EmptyState

AT = datetime(2023, 9, 15, 2, 46, tzinfo=UTC)


def entry(number: int, on: date, note: str, source: BatchSource = BatchSource.MANUAL) -> ProgressRow:
    return ProgressRow(number, on, 10 * number, note, "", "", "张敏", source)


def revision(batch: int, field: str, new: str, source: BatchSource = BatchSource.MANUAL, file: str = "") -> RevisionRow:
    return RevisionRow(1, AT, "张敏", source, "", "A1.1", field, "", new, batch, file)


def texts(tab: EntriesTab) -> list[str]:
    return [prose.text() for prose in tab.findChildren(Prose)]


def test_entries_and_extensions_stand_by_date_newest_first(qtbot: QtBot) -> None:
    tab = EntriesTab()
    qtbot.addWidget(tab)
    put_off = ExtensionRow("延期", date(2023, 7, 10), None, "", None, "2024年6月底", "等待资金", "王市长", "", 3)
    tab.show_entries((entry(2, date(2023, 8, 21), "新"), entry(1, date(2023, 6, 1), "旧")), (put_off,))
    assert texts(tab) == ["新", "时限由 未定 改为 2024年6月底（逾期 3 天后）", "理由：等待资金", "批准人：王市长", "旧"]
    headings = [label.text() for heading in tab.findChildren(Heading) for label in heading.findChildren(TextLabel)]
    assert "20%" in headings
    assert "张敏 · 手工" in headings


def test_what_was_written_down_later_says_when(qtbot: QtBot) -> None:
    tab, spoken, written = EntriesTab(), date(2023, 8, 21), date(2023, 9, 5)
    qtbot.addWidget(tab)
    verdict = VerdictRow(spoken, VerdictOutcome.PARTLY, 30, "只到了一成", "李四", None, written)
    tab.show_entries((replace(entry(2, spoken, "新"), written_on=written),), (), (verdict,))
    headings = [label.text() for heading in tab.findChildren(Heading) for label in heading.findChildren(TextLabel)]
    assert {"2023-09-05 补记 · 张敏 · 手工", "核查 · 2023-09-05 补记 · 李四"} <= set(headings)


def test_an_entry_without_progress_shows_no_percent(qtbot: QtBot) -> None:
    tab = EntriesTab()
    qtbot.addWidget(tab)
    tab.show_entries((replace(entry(2, date(2023, 8, 21), ""), progress=None, problems="缺资金"),), ())
    assert texts(tab) == ["没有写进展情况", "问题：缺资金"]
    assert not [label for label in tab.findChildren(TextLabel) if "%" in label.text()]


def test_what_was_asked_for_and_refused_says_so(qtbot: QtBot) -> None:
    tab, june, september = EntriesTab(), date(2023, 6, 30), date(2023, 9, 30)
    qtbot.addWidget(tab)
    asked = ("", september, "", "等待资金", "", "", 0)
    tab.show_entries(
        (),
        (
            ExtensionRow("申请延期", date(2023, 8, 1), june, *asked, pending=True),
            ExtensionRow("不同意延期", date(2023, 7, 1), june, *asked[:5], "按期完成", 0, refused=True),
        ),
    )
    assert texts(tab) == [
        "时限 2023-06-30，已申请延至 2023-09-30，等交办方答复",
        "理由：等待资金",
        "申请由 2023-06-30 改为 2023-09-30；时限仍为 2023-06-30",
        "理由：等待资金",
        "答复：按期完成",
    ]


def test_a_second_reading_replaces_the_first(qtbot: QtBot) -> None:
    tab = EntriesTab()
    qtbot.addWidget(tab)
    tab.show_entries((entry(1, date(2023, 6, 1), "旧"),), ())
    tab.show_entries((entry(2, date(2023, 8, 1), "新"),), ())
    qtbot.wait(1)
    assert [prose.text() for prose in tab.findChildren(Prose) if not prose.isHidden()][-1] == "新"
    assert tab.column.count() == 3  # button row, gap, one entry


def test_recording_is_offered_here_too(qtbot: QtBot) -> None:
    tab = EntriesTab()
    qtbot.addWidget(tab)
    tab.show_entries((), ())
    assert tab.findChildren(EmptyState)
    with qtbot.waitSignal(tab.asked) as told:
        tab.findChildren(Button)[0].click()
    assert told.args == [PROGRESS]


def test_one_act_is_one_block_and_names_the_workbook(qtbot: QtBot) -> None:
    tab = HistoryTab()
    qtbot.addWidget(tab)
    source = BatchSource.IMPORT
    tab.show_history(
        (
            revision(2, "进度", "70%", source, "市科技局.xlsx"),
            revision(2, "状态", "推进中", source, "市科技局.xlsx"),
            revision(1, "责任人", "胡建平"),
        )
    )
    assert [line.words for line in tab.changes.changes()] == ["进度 — → 70%", "状态 — → 推进中", "责任人 — → 胡建平"]
    assert [head.split("，", 1)[1] for head in tab.changes.heads()] == ["张敏，市科技局.xlsx", "张敏，手工"]
    tab.show_history(())
    assert tab.findChildren(EmptyState)


def test_checks_stand_among_the_entries(qtbot: QtBot) -> None:
    tab = EntriesTab()
    qtbot.addWidget(tab)
    verdict = VerdictRow(date(2023, 7, 1), VerdictOutcome.REFUTED, 40, "现场只有四成", "李四", date(2023, 10, 1))
    tab.show_entries((entry(2, date(2023, 8, 21), "新"), entry(1, date(2023, 6, 1), "旧")), (), (verdict,))
    assert texts(tab) == ["新", "核查不属实", "现场只有四成", "下次核查：2023-10-01", "旧"]
    headings = [label.text() for heading in tab.findChildren(Heading) for label in heading.findChildren(TextLabel)]
    assert {"核查 · 李四", "40%"} <= set(headings)


@pytest.mark.parametrize("ended", [False, True])
def test_a_problem_can_be_raised_from_the_entry_that_says_it(qtbot: QtBot, ended: bool) -> None:
    tab = EntriesTab()
    qtbot.addWidget(tab)
    with_problem = replace(entry(7, date(2023, 8, 21), "新"), problems="资金没有到位")
    tab.show_entries((with_problem, entry(1, date(2023, 6, 1), "旧")), (), ended=ended)
    links = [one for one in tab.findChildren(LinkButton) if one.text() == "转为协调事项…"]
    if ended:
        assert links == []
        return
    with qtbot.waitSignal(tab.matter_asked) as told:
        links[0].click()
    assert told.args == ["资金没有到位", 7]
