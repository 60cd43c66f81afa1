"""Several answers to one task, sources put away, indicators with Chinese numbers, two desks at once."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from tracker.errors import RuleError
from tracker.model.source_words import SourceKind
from tracker.model.tables import Article, Indicator, Task
from tracker.queries.history import list_source_revisions
from tracker.queries.ledger import read_ledger
from tracker.queries.sources import list_articles
from tracker.queries.xray import read_coverage, read_xray
from tracker.services import undo
from tracker.services.exporting import export_office
from tracker.services.indicator_links import create_indicator, link_indicator
from tracker.services.sources.answers import answer_recommendations
from tracker.services.sources.register import SourceFacts, register_source
from tracker.services.sources.retiring import retire_source
from tracker.services.sources.tasks import NewTask, make_task
from tracker.store.engine import Database

TODAY = date(2026, 3, 2)
DESKS, EACH = 4, 6


def task_of(desk: Any, changes: Any) -> Task:
    (number,) = changes.tasks
    (task,) = desk.rows(Task, Task.id == number)
    return task


def answered(desk: Any) -> dict[str, int]:
    return {covered.article: covered.answered for covered in desk.look(read_coverage)}


def test_a_task_that_answers_two_articles_counts_once_and_covers_both(
    desk: Any, register: Callable[..., Article], entry: Callable[[str], int]
) -> None:
    for code in ("A1.2b", "B1.1"):  # nobody else answers them
        desk.act(answer_recommendations, desk.number(code), (entry("A1.1"),), (), main=entry("A1.1"))
        desk.act(answer_recommendations, desk.number(code), (), (entry(code),))
    before = answered(desk)
    total = len(desk.look(read_ledger, TODAY).tasks)
    task = task_of(desk, desk.act(make_task, register().id, NewTask("两件事一起办"), TODAY))
    desk.act(answer_recommendations, task.id, (entry("A1.2b"), entry("B1.1")))
    after = answered(desk)
    assert (after["A"], after["B"]) == (before["A"] + 1, before["B"] + 1)
    assert len(desk.look(read_ledger, TODAY).tasks) == total + 1
    with pytest.raises(RuleError, match="主要回应"):
        desk.act(answer_recommendations, task.id, (), (entry("A1.2b"),))


def test_a_source_put_away_leaves_picker_and_xray_and_keeps_its_history(
    desk: Any, register: Callable[..., Article]
) -> None:
    source = register(report_due_on=date(2026, 2, 1), received_on=date(2026, 1, 1))
    for title in ("甲", "乙", "丙"):
        desk.act(make_task, source.id, NewTask(title), TODAY)
    codes = {f"{source.code}.{number}" for number in (1, 2, 3)}

    def named() -> set[str]:
        return {code for finding in desk.look(read_xray, TODAY).findings for code in finding.items}

    assert codes | {source.code} <= named()
    desk.act(retire_source, source.id, TODAY, "已由新文件替代")
    assert not (codes | {source.code}) & named()
    assert [row.code for row in desk.look(list_articles) if row.retired] == [source.code]
    with pytest.raises(RuleError, match="已归档"):
        desk.act(make_task, source.id, NewTask("丁"), TODAY)
    words = [(row.field, row.new) for row in desk.look(list_source_revisions, source.id)]
    assert ("状态", "归档") in words
    assert words[-1] == ("来源", "关于专精特新的批示")
    desk.act(undo.undo_batch)
    assert codes <= named()


def test_an_indicator_with_a_chinese_number_goes_out_in_a_workbook(desk: Any, tmp_path: Path) -> None:
    (number,) = desk.act(create_indicator, "新培育企业数", {"unit": "家"}, TODAY).indicators
    (indicator,) = desk.rows(Indicator, Indicator.id == number)
    assert indicator.code == "指2026-01"
    desk.act(link_indicator, number, [desk.number("A1.1")])
    desk.act(export_office, "市经信局", tmp_path / "市经信局.xlsx", TODAY)
    assert (tmp_path / "市经信局.xlsx").exists()


def test_desks_that_register_at_once_get_different_numbers(ledger_url: str) -> None:
    failures: list[BaseException] = []
    start = threading.Barrier(DESKS)

    def work() -> None:
        database = Database(ledger_url, "测试员")
        try:
            start.wait()
            for number in range(EACH):
                with database.session() as session:
                    register_source(session, SourceFacts(SourceKind.LETTER, f"来信{number}"), TODAY)
        except BaseException as error:  # noqa: BLE001 - told by the assertion below
            failures.append(error)
        finally:
            database.close()

    desks = [threading.Thread(target=work) for _ in range(DESKS)]
    for thread in desks:
        thread.start()
    for thread in desks:
        thread.join()
    assert failures == []
    database = Database(ledger_url, "测试员")
    with database.reading() as session:
        codes = session.exec(select(Article.code).where(Article.kind == SourceKind.LETTER)).all()
    database.close()
    assert sorted(codes) == [f"信2026-{number:02d}" for number in range(1, DESKS * EACH + 1)]
