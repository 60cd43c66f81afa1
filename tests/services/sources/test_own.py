"""Tasks that staff start themselves, and sources registered with their files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import InputError
from tracker.files import limits
from tracker.model.source_words import SourceKind
from tracker.model.tables import Article, ArticleFile, Task
from tracker.queries.source_page import read_source_file, read_source_page
from tracker.services import undo
from tracker.services.sources.files import attach_paths, register_with_files, remove_file
from tracker.services.sources.own import make_own_task
from tracker.services.sources.register import SourceFacts
from tracker.services.sources.retiring import retire_source
from tracker.services.sources.tasks import NewTask

TODAY = date(2026, 3, 2)


def codes(desk: Any) -> list[str]:
    return [task.code for task in desk.rows(Task) if task.code.startswith("自")]


def test_own_tasks_of_a_year_have_one_source(desk: Any) -> None:
    desk.act(make_own_task, NewTask("开展走访"), TODAY)
    desk.act(make_own_task, NewTask("建立台账"), TODAY)
    desk.act(make_own_task, NewTask("明年的事"), date(2027, 1, 5))
    assert codes(desk) == ["自2026-01.1", "自2026-01.2", "自2027-01.1"]
    assert [row.title for row in desk.rows(Article, Article.kind == SourceKind.OWN)] == [
        "2026年自立任务", "2027年自立任务",
    ]  # fmt: skip


def test_taking_the_first_back_takes_its_source_back(desk: Any) -> None:
    desk.act(make_own_task, NewTask("开展走访"), TODAY)
    desk.act(undo.undo_batch)
    assert desk.rows(Article, Article.kind == SourceKind.OWN) == []
    desk.act(make_own_task, NewTask("开展走访"), TODAY)
    assert codes(desk) == ["自2026-02.1"]


def test_a_source_put_away_gets_no_more_own_tasks(desk: Any) -> None:
    desk.act(make_own_task, NewTask("开展走访"), TODAY)

    (source,) = desk.rows(Article, Article.kind == SourceKind.OWN)
    desk.act(retire_source, source.id, TODAY, "阶段工作结束")
    desk.act(make_own_task, NewTask("另一件"), TODAY)
    assert codes(desk) == ["自2026-01.1", "自2026-02.1"]


def test_a_source_and_its_files_are_one_act_or_none(desk: Any, tmp_path: Path) -> None:
    scan, gone = tmp_path / "批示.pdf", tmp_path / "没有.pdf"
    scan.write_bytes(b"%PDF")
    facts = SourceFacts(SourceKind.INSTRUCTION, "批示")
    with pytest.raises(InputError, match="没有\\.pdf”读不出来"):
        desk.act(register_with_files, facts, [scan, gone], TODAY)
    assert desk.rows(ArticleFile) == []
    desk.act(register_with_files, facts, [scan], TODAY)
    assert [row.name for row in desk.rows(ArticleFile)] == ["批示.pdf"]
    desk.act(undo.undo_batch)
    assert desk.rows(ArticleFile) == []


def test_a_file_too_large_is_refused_before_it_is_read(
    desk: Any, register: Callable[..., Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "录像.mp4"
    with path.open("wb") as file:
        file.truncate(limits.LIMITS.kept_bytes + 1)
    monkeypatch.setattr("tracker.services.sources.files.keep_bytes", lambda _session, _data: pytest.fail("read"))
    with pytest.raises(InputError, match="超过 50 MB"):
        desk.act(attach_paths, register().id, [path])


def test_the_page_of_a_source_says_what_hangs_on_it(
    desk: Any, register: Callable[..., Article], tmp_path: Path
) -> None:
    source, scan = register(report_text="书面报告"), tmp_path / "批示.pdf"
    scan.write_bytes(b"%PDF")
    desk.act(attach_paths, source.id, [scan])
    seen = desk.look(read_source_page, source.id)
    assert (seen.report_text, [file.name for file in seen.files]) == ("书面报告", ["批示.pdf"])
    assert desk.look(read_source_file, seen.files[0].id) == ("批示.pdf", b"%PDF")
    desk.act(remove_file, seen.files[0].id)
    after = desk.look(read_source_page, source.id)
    assert after.files == ()
    assert [change.field for change in after.changes] == ["来源附件", "来源附件", "来源"]
    with pytest.raises(InputError, match="已不在台账中"):
        desk.look(read_source_page, 99_999)
    with pytest.raises(InputError, match="已不在台账中"):
        desk.look(read_source_file, seen.files[0].id)
