"""The register: numbers, what a task was asked, the last period, undo; and what is fixed for all papers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from tracker.errors import InputError
from tracker.model.enums import PaperKind, RankBy, SlipLevel
from tracker.model.paper_settings import Level, PaperSettings
from tracker.model.rows import Period
from tracker.model.tables import Paper, PaperTask
from tracker.queries.paper_register import issue_words, last_slips, list_papers, next_number, previous_end
from tracker.queries.paper_settings import read_paper_settings
from tracker.services import undo
from tracker.services.integrity import find_faults
from tracker.services.papers.bulletins import make_circular
from tracker.services.papers.register import IssuedPaper, register_paper, set_paper_settings
from tracker.services.papers.slips import find_slips
from tracker.store.engine import Database, sqlite_url

TODAY = date(2026, 11, 28)
ISSUED = IssuedPaper(
    kind=PaperKind.CIRCULAR, number=3, title="通报", issued_on=date(2026, 11, 2), from_on=date(2026, 10, 1),
    to_on=date(2026, 10, 28), task_codes=("A1.2b", "D5.3"), file_name="通报.docx", sha256="0" * 64,
    figures={"tasks": 95},
)  # fmt: skip
SLIP = replace(
    ISSUED, kind=PaperKind.URGING, number=1, office="市经信局", from_on=None, to_on=date(2026, 11, 2),
    task_codes=("D4.1b",), reply_by=date(2026, 11, 12),
)  # fmt: skip


@pytest.fixture
def ledger(own_ledger: Path) -> Iterator[Database]:
    database = Database(sqlite_url(own_ledger / "ledger.db"), "测试员")
    yield database
    database.close()


def act(ledger: Database, service: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    with ledger.session() as session:
        return service(session, *arguments, **more)


def look(ledger: Database, query: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
    with ledger.reading() as session:
        return query(session, *arguments, **more)


def test_a_paper_is_registered_with_its_tasks_and_can_be_undone(ledger: Database) -> None:
    changes = act(ledger, register_paper, ISSUED)
    assert (changes.label, len(changes.tasks), changes.everything) == ("登记通报 第3期", 2, True)
    (row,) = look(ledger, list_papers)
    assert (row.issue, row.task_codes, row.file_name, row.office) == ("第3期", ("A1.2b", "D5.3"), "通报.docx", "")
    assert look(ledger, find_faults) == []
    act(ledger, undo.undo_batch, changes.batch_id)
    assert look(ledger, list_papers) == ()
    assert look(ledger, lambda session: session.exec(select(PaperTask)).all()) == []
    act(ledger, undo.redo_batch)
    assert [paper.number for paper in look(ledger, list_papers)] == [3]


def test_a_number_is_given_once_in_a_year(ledger: Database) -> None:
    act(ledger, register_paper, ISSUED)
    with pytest.raises(InputError, match=r"^2026年的通报第3期已经登记过，没有重复登记；请换一个编号。$"):
        act(ledger, register_paper, ISSUED)
    act(ledger, register_paper, replace(ISSUED, issued_on=date(2027, 1, 4)))
    act(ledger, register_paper, replace(ISSUED, kind=PaperKind.BRIEF))
    assert len(look(ledger, list_papers)) == 3


def test_the_next_number_follows_the_highest_of_kind_and_year(ledger: Database) -> None:
    act(ledger, register_paper, ISSUED)
    assert look(ledger, next_number, PaperKind.CIRCULAR, 2026) == 4
    assert look(ledger, next_number, PaperKind.CIRCULAR, 2027) == 1
    circular = look(ledger, make_circular, TODAY, Period(date(2026, 11, 1), TODAY))
    assert (circular.head.number, circular.head.issue) == (4, "第4期")
    chosen = look(ledger, make_circular, TODAY, Period(date(2026, 11, 1), TODAY), number=12)
    assert chosen.head.issue == "第12期"


def test_the_last_registered_paper_is_what_the_next_is_compared_with(ledger: Database) -> None:
    november = Period(date(2026, 11, 1), TODAY)
    assert look(ledger, make_circular, TODAY, november).figures.period.before == date(2026, 10, 31)
    act(ledger, register_paper, ISSUED)
    assert look(ledger, previous_end, PaperKind.CIRCULAR, november.start) == date(2026, 10, 28)
    assert look(ledger, make_circular, TODAY, november).figures.period.before == date(2026, 10, 28)


def test_a_task_knows_the_papers_about_it(ledger: Database) -> None:
    act(ledger, register_paper, ISSUED, SLIP)
    number = look(
        ledger, lambda session: session.exec(select(PaperTask.task_id).join(Paper).where(Paper.number == 1)).one()
    )
    (row,) = look(ledger, list_papers, number)
    assert (row.kind.word, row.issue, row.office, row.reply_by) == (
        "催办单", "催办〔2026〕1号", "市经信局", date(2026, 11, 12),
    )  # fmt: skip


def test_silence_after_a_registered_slip_raises_the_level(ledger: Database) -> None:
    def level() -> SlipLevel:
        found = look(ledger, find_slips, TODAY, TODAY)
        return next(task.level for office in found.offices for task in office.tasks if task.task.code == "D4.1b")

    assert level() is SlipLevel.URGE
    act(ledger, register_paper, replace(SLIP, issued_on=date(2026, 11, 24), reply_by=date(2026, 11, 27)))
    assert level() is SlipLevel.SUPERVISE
    assert list(look(ledger, last_slips, date(2026, 11, 1))) == []


def test_the_command_line_registers_what_it_wrote(report: Callable[..., Any], own_ledger: Path, out: Path) -> None:
    done = report("report", "ledger", "--out", out, "--register", data=own_ledger)
    assert done.code == 0
    database = Database(sqlite_url(own_ledger / "ledger.db"))
    (row,) = look(database, list_papers)
    assert (row.kind, row.number, row.file_name, len(row.task_codes)) == (
        PaperKind.LEDGER, None, "台账_20261128.xlsx", 95,
    )  # fmt: skip
    kept, figures = look(database, lambda session: session.exec(select(Paper.sha256, Paper.figures)).one())
    assert kept == sha256((out / row.file_name).read_bytes()).hexdigest()
    assert figures["statuses"]["已销号"] == 17
    database.close()
    assert report("undo", data=own_ledger).out.startswith("已撤销：登记台账")


def test_what_cannot_be_written_is_not_registered(report: Callable[..., Any], own_ledger: Path, out: Path) -> None:
    (out / "台账_20261128.xlsx").mkdir()
    report("report", "ledger", "--out", out, "--register", data=own_ledger).sentence()
    database = Database(sqlite_url(own_ledger / "ledger.db"))
    assert look(database, list_papers) == ()
    database.close()


# --- settings --------------------------------------------------------------------------------------


def test_settings_are_kept_for_the_ledger_and_can_be_undone(ledger: Database) -> None:
    wanted = PaperSettings(issuer="市政府督查室", rank_by=RankBy.DONE, urge=Level("催办函", "BE7A0A", 7), prefix="甬政")
    changes = act(ledger, set_paper_settings, wanted)
    assert look(ledger, read_paper_settings) == wanted
    assert act(ledger, set_paper_settings, wanted).batch_id is None
    assert issue_words(PaperKind.URGING, 3, 2026, wanted) == "甬政催办〔2026〕3号"
    act(ledger, undo.undo_batch, changes.batch_id)
    assert look(ledger, read_paper_settings) == PaperSettings()


@pytest.mark.parametrize(
    "wanted",
    [
        PaperSettings(ledger_title=" "),
        PaperSettings(rank_least=0),
        PaperSettings(urge=Level("", "BE7A0A", 7)),
        PaperSettings(urge=Level("催办单", "amber", 7)),
        PaperSettings(urge=Level("催办单", "BE7A0A", -1)),
    ],
)
def test_settings_that_cannot_be_printed_are_refused(ledger: Database, wanted: PaperSettings) -> None:
    with pytest.raises(InputError):
        act(ledger, set_paper_settings, wanted)
    assert look(ledger, read_paper_settings) == PaperSettings()


@given(
    st.dictionaries(
        st.sampled_from(["issuer", "rank_by", "rank_least", "urge", "unknown"]),
        st.none() | st.integers() | st.text() | st.dictionaries(st.text(), st.integers()),
    )
)
def test_nonsense_in_the_database_becomes_the_default(stored: dict[str, Any]) -> None:
    read = PaperSettings.from_dict(stored)
    assert PaperSettings.from_dict(read.to_dict()) == read


def test_the_subject_is_the_name_of_the_ledger() -> None:
    assert PaperSettings().subject == "全球智造创新之都政策建议任务"
    assert PaperSettings(ledger_title="重点工作台账").subject == "重点任务"
    assert PaperSettings(ledger_title="实事项目台账").subject == "实事项目任务"
