"""Papers of a ledger in which nothing was charged to anybody: tables without rows become a sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
from sqlmodel import select

from tests.paper_rows import make_figures, make_task
from tracker.model.enums import EvidenceKind, LightColour, PaperKind, Status
from tracker.model.exchange_words import HelpState
from tracker.model.rows import Circular, CoOfficeLine, PaperHead
from tracker.model.tables import Evidence, Task
from tracker.reports.documents import circular_document
from tracker.reports.paper_sentences import NO_OFFICES, compute_sentences
from tracker.services.write_basics import begin
from tracker.store.engine import Database, sqlite_url
from tracker.ui.print.blocks import Paragraph, Table
from tracker.ui.print.circular import circular_pages

DAY = date(2026, 11, 28)
HEAD = PaperHead(PaperKind.CIRCULAR, "督查通报", "第1期", 1, "市委督查室", DAY, "标题", "各有关单位：", "", "", False)


def circular(*tasks: Any) -> Circular:
    figures = make_figures(tasks)
    return Circular(HEAD, figures, compute_sentences(figures))


FRESH = circular(make_task("A1", Status.UNASSIGNED, LightColour.GREY), make_task("A2", Status.UNASSIGNED, office=""))


def test_no_empty_table_stands_in_the_word_file(tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(circular_document(FRESH))
    document = docx.Document(str(path))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert document.tables == []
    assert NO_OFFICES in texts
    assert not any(text.startswith(("表1", "图1", "附件")) for text in texts)


def test_the_table_of_co_offices_stands_only_where_it_is_wanted(tmp_path: Path) -> None:
    plain = circular(make_task("A1"))
    helper = CoOfficeLine("市统计局", 4, {HelpState.IN_PROGRESS: 3, HelpState.DONE: 1}, date(2026, 11, 20))
    tables = []
    for paper in (plain, replace(plain, figures=replace(plain.figures, co_offices=(helper,)))):
        path = tmp_path / "通报.docx"
        path.write_bytes(circular_document(paper))
        tables.append([[cell.text for cell in table.rows[-1].cells] for table in docx.Document(str(path)).tables])
    assert len(tables[0]) == 1
    assert tables[1] == [tables[0][0], ["市统计局", "4", "0", "3", "1", "0", "2026年11月20日"]]


def test_nor_on_the_printed_pages() -> None:
    blocks = circular_pages(FRESH).blocks
    assert [block for block in blocks if isinstance(block, Table) and block.heads] == []
    assert NO_OFFICES in [block.text for block in blocks if isinstance(block, Paragraph)]
    assert "表1　各牵头单位推进情况" in [
        block.text for block in circular_pages(circular(make_task("A1"))).blocks if isinstance(block, Paragraph)
    ]


def test_the_closing_list_of_a_past_day_has_the_statement_and_evidence_of_that_day(
    report: Callable[..., Any], own_ledger: Path
) -> None:
    """What was added since the last day proves nothing about it."""

    def waiting(day: str, today: str = "2026-11-29") -> dict[str, Any]:
        tasks = report("report", "closing", "--to", day, "--json", data=own_ledger, today=today).json["waiting"]
        return next(task for task in tasks if task["code"] == "A2.1c")

    before = waiting("2026-11-28")
    with Database(sqlite_url(own_ledger / "ledger.db")).session() as session:
        begin(session, "补佐证和办结说明")
        task = session.exec(select(Task).where(Task.code == "A2.1c")).one()
        noted = Evidence(task_id=task.id, kind=EvidenceKind.NOTE, name="现场验收纪要", text="逐项核对无误，同意。" * 9)
        noted.added_at = datetime(2026, 11, 29, 4, tzinfo=UTC)
        session.add(noted)
        session.info["at"] = noted.added_at
        task.closing_statement = "按要求全部办结，已经验收。"
    assert waiting("2026-11-28") == before
    assert waiting("2026-11-29", "2026-11-29")["evidence"] == before["evidence"] + 1
