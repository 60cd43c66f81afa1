"""What becomes of a dropped file: its content tells, or a person is asked."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QWidget

from tracker.services.exporting import export_office
from tracker.services.lists.recognising import Purpose, purpose_of
from tracker.store.engine import Database
from tracker.ui.core.context import Context
from tracker.ui.core.page_requests import AttachToSource, ImportFiles, ImportList, ImportMonths, ReviewArticle
from tracker.ui.shell.drop_questions import DropQuestions

TODAY = date(2023, 9, 15)
LIST = (("序号", "工作任务", "牵头单位", "完成时限"), (1, "建设培育库", "市经信局", "年底前"))
MONTHS = (("2023年8月",), ("指标", "单位", "本月", "1-8月累计"), ("规上增加值", "亿元", 1, 2))
TYPED = (("编号", "任务名称", "进展"), ("A1.1", "缩小差距", "已启动"))


@pytest.fixture
def book(tmp_path: Path) -> Callable[[Any], Path]:
    def write(rows: Any) -> Path:
        made = openpyxl.Workbook()
        sheet = made.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        path = tmp_path / "表.xlsx"
        made.save(path)
        return path

    return write


@pytest.fixture
def shown() -> list[tuple[str, object]]:
    return []


@pytest.fixture
def questions(live: Context, empty_window: QWidget, shown: list[tuple[str, object]]) -> DropQuestions:
    return DropQuestions(live, empty_window, lambda key, target: shown.append((key, target)))


@pytest.mark.parametrize(
    ("rows", "purpose"),
    [(LIST, Purpose.LIST), (MONTHS, Purpose.MONTHS), (TYPED, Purpose.RETURN), ((("一", "二"),), Purpose.LIST)],
)
def test_the_content_says_what_a_workbook_is_for(
    ledger: Database, book: Callable[[Any], Path], rows: Any, purpose: Purpose
) -> None:
    with ledger.reading() as session:
        assert purpose_of(session, book(rows), TODAY) is purpose


def test_our_own_workbook_and_one_that_cannot_be_read_go_to_the_returns(ledger: Database, tmp_path: Path) -> None:
    ours, broken = tmp_path / "交办.xlsx", tmp_path / "坏.xlsx"
    with ledger.session() as session:
        export_office(session, "市经信局", ours, TODAY)
    broken.write_bytes(b"PK not a zip")
    with ledger.reading() as session:
        assert purpose_of(session, ours, TODAY) is Purpose.RETURN
        assert purpose_of(session, broken, TODAY) is Purpose.RETURN


@pytest.mark.parametrize(
    ("rows", "page", "kind"),
    [(LIST, "sources", ImportList), (MONTHS, "indicators", ImportMonths), (TYPED, "exchange", ImportFiles)],
)
def test_a_workbook_is_led_where_it_belongs(
    questions: DropQuestions, live: Context, shown: list[tuple[str, object]], book: Callable[[Any], Path],
    rows: Any, page: str, kind: type,
) -> None:  # fmt: skip
    questions.sort_workbook(book(rows))
    live.jobs.drain(30_000)
    ((key, target),) = shown
    assert key == page
    assert isinstance(target, kind)


def test_a_text_is_asked_about(questions: DropQuestions, shown: list[tuple[str, object]], make_task: Any) -> None:
    path, kept = Path("来文.docx"), list[Path]()
    task = make_task(1, code="A1.1")
    questions.ask_text(path, task, kept.append).review.click()
    questions.ask_text(path, task, kept.append).source.click()
    questions.ask_text(path, task, kept.append).evidence.click()
    questions.ask_text(path, task, kept.append).tasks.click()
    assert shown == [("sources", ReviewArticle(path)), ("sources", AttachToSource(path)), ("sources", ImportList(path))]
    assert kept == [path]


def test_without_a_task_it_cannot_be_evidence_and_leaving_does_nothing(
    questions: DropQuestions, shown: list[tuple[str, object]]
) -> None:
    dialog = questions.ask_text(Path("来文.docx"), None, pytest.fail)
    assert not dialog.evidence.isEnabled()
    dialog.reject()
    assert shown == []
