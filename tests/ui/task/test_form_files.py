"""反馈表 from the window: one task, several, an office; drawn bit by bit, written whole or not at all."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtWidgets import QWidget
from sqlmodel import select

from tracker.model.tables import Task
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.task.form_files import FormFiles


@pytest.fixture
def saving(live: Context, show: Any, tmp_path: Path) -> FormFiles:
    made = FormFiles(live, show(QWidget()))
    made.ask_place = lambda _parent, _title, start, then, _kinds: then(tmp_path / start.name)
    return made


def settle(saving: FormFiles) -> None:
    """Let the reads, the drawing in turns of the window and the writing come to their ends."""
    for _ in range(200):
        saving._context.jobs.drain()
        QCoreApplication.processEvents()


def pages_of(path: Path) -> int:
    return path.read_bytes().count(b"/Type /Page\n") or path.read_bytes().count(b"/Type /Page")


def codes(saving: FormFiles, count: int) -> list[str]:
    found: list[list[str]] = []
    saving._context.jobs.read(
        lambda s: list(s.exec(select(Task.code).order_by(Task.position).limit(count))), on_result=found.append
    )
    saving._context.jobs.drain()
    return found[0]


def test_the_form_of_a_task(saving: FormFiles, told: list[Notice], tmp_path: Path) -> None:
    (code,) = codes(saving, 1)
    opened: list[QUrl] = []
    saving.open_file = opened.append
    saving.of_tasks([code])
    settle(saving)
    (path,) = tmp_path.glob("*.pdf")
    assert path.name.startswith(f"{code}_反馈表_")
    assert path.read_bytes().startswith(b"%PDF")
    assert told[-1].text == f"已保存 {path.name}，1 项任务"
    assert told[-1].retry is not None
    told[-1].retry()
    assert opened == [QUrl.fromLocalFile(str(path))]


def test_the_forms_of_several_tasks_are_one_file(saving: FormFiles, told: list[Notice], tmp_path: Path) -> None:
    few = codes(saving, 3)
    saving.of_tasks(few[:1])
    settle(saving)
    saving.of_tasks(few)
    settle(saving)
    one, three = sorted(tmp_path.glob("*.pdf"), key=lambda path: path.stat().st_size)
    assert pages_of(three) >= 3 * pages_of(one)
    assert told[-1].text.endswith("，3 项任务")


def test_the_name_of_a_file_has_no_separators(saving: FormFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(saving, "_read", lambda _query, name: asked.append(name))
    saving.of_tasks([f"A{number}" for number in range(1, 1235)])
    assert asked == ["A1等1234项"]


def test_the_forms_of_an_office_show_their_progress(saving: FormFiles, told: list[Notice], tmp_path: Path) -> None:
    jobs: list[Any] = []
    steps: list[tuple[int, int, str]] = []
    saving._context.jobs.long_started.connect(jobs.append)
    saving._context.jobs.long_started.connect(lambda job: job.stepped.connect(lambda *step: steps.append(step)))
    saving.of_office("市经信局")
    settle(saving)
    assert [job.title for job in jobs] == ["正在生成反馈表"]
    assert [done for done, _, _ in steps] == list(range(steps[-1][1] + 1))
    (path,) = tmp_path.glob("*.pdf")
    assert pages_of(path) >= steps[-1][1]
    assert told[-1].text == f"已保存 {path.name}，{steps[-1][1]} 项任务"


def test_stopped_on_the_way_nothing_is_written(saving: FormFiles, failed: list[str], tmp_path: Path) -> None:
    saving._context.jobs.long_started.connect(lambda job: job.cancel())
    saving.of_office("市经信局")
    settle(saving)
    assert list(tmp_path.glob("*.pdf")) == []
    assert failed == ["已取消，台账没有变化。"]


@pytest.mark.parametrize("office", ["没有的局", "市档案局"])
def test_an_office_without_forms_is_a_sentence(saving: FormFiles, failed: list[str], office: str) -> None:
    saving.of_office(office)
    settle(saving)
    assert len(failed) == 1
    assert failed[0].endswith("。")


def test_a_place_that_cannot_be_written_is_a_sentence(saving: FormFiles, failed: list[str], tmp_path: Path) -> None:
    saving.ask_place = lambda _parent, _title, _start, then, _kinds: then(tmp_path / "没有" / "a.pdf")
    saving.of_tasks(codes(saving, 1))
    settle(saving)
    assert "写不进去" in failed[0]
