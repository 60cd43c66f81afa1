"""The register: numbers, what a task was asked, the last period, undo; and what is fixed for all papers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
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
from tracker.model.rows import CHOSEN, Period
from tracker.model.tables import Paper, PaperTask, Task
from tracker.model.thresholds import Thresholds
from tracker.queries.ledger import TaskFilter
from tracker.queries.paper_register import issue_words, last_slips, list_papers, next_number, previous_end
from tracker.queries.paper_settings import read_paper_settings
from tracker.reports import paper_json
from tracker.reports.brief_fit import fit_brief
from tracker.services import undo
from tracker.services.integrity import find_faults
from tracker.services.light_rules import set_thresholds
from tracker.services.papers.bulletins import make_brief, make_circular
from tracker.services.papers.issue import PaperFile, issue_papers
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
    (out / "台账.xlsx").mkdir()
    (out / "台账.xlsx" / "inside").touch()
    target = out / "台账.xlsx" / "inside" / "台账.xlsx"  # below a file nothing can be written
    report("report", "ledger", "--out", target, "--register", data=own_ledger).sentence()
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


def test_only_papers_about_the_same_tasks_are_compared(ledger: Database) -> None:
    november = Period(date(2026, 11, 1), TODAY)

    def before(**wanted: Any) -> date:
        return look(ledger, make_circular, TODAY, november, TaskFilter(**wanted)).figures.period.before

    act(ledger, register_paper, replace(ISSUED, number=1, figures={"scope": "A"}))
    assert (before(), before(article="A"), before(article="B")) == (
        date(2026, 10, 31), date(2026, 10, 28), date(2026, 10, 31),
    )  # fmt: skip
    act(ledger, register_paper, replace(ISSUED, number=2, to_on=date(2026, 10, 20), figures={"scope": ""}))
    assert before() == date(2026, 10, 20)
    assert before(status="推进中") == date(2026, 10, 31)
    weekly = replace(ISSUED, kind=PaperKind.BRIEF, number=1, figures={"scope": "", "weekly": True})
    act(ledger, register_paper, weekly)
    assert look(ledger, previous_end, PaperKind.BRIEF, november.start) is None


def test_a_circular_about_chosen_tasks_says_so(ledger: Database) -> None:
    ids = frozenset(look(ledger, lambda session: session.exec(select(Task.id).limit(7)).all()))
    circular = look(ledger, make_circular, TODAY, Period(date(2026, 11, 1), TODAY), TaskFilter(ids=ids))
    assert (len(circular.figures.tasks), circular.figures.scope) == (7, CHOSEN)
    assert circular.head.title == "关于全球智造创新之都政策建议部分任务\n11月份推进情况的通报"
    assert "本次选定任务7项" in circular.sentences.tasks
    brief = look(ledger, make_brief, TODAY, Period(date(2026, 11, 1), TODAY), TaskFilter(ids=ids))
    assert brief.head.title == "部分任务11月份推进情况"
    assert paper_json.brief_shape(brief)["scope"] == CHOSEN


def test_what_is_registered_says_which_sentences_were_reworded(ledger: Database, out: Path) -> None:
    paper = replace(look(ledger, make_circular, TODAY, Period(date(2026, 11, 1), TODAY)), edited=("引言",))
    act(ledger, issue_papers, [PaperFile(paper, out / "通报.docx", b"x")], TODAY)
    kept = look(ledger, lambda session: session.exec(select(Paper.figures)).one())
    assert (kept["edited"], kept["scope"], kept["tasks"]) == (["引言"], "", 95)


def test_a_brief_that_is_no_page_is_not_registered(ledger: Database, out: Path) -> None:
    brief = look(ledger, make_brief, TODAY, Period(date(2026, 11, 1), TODAY))
    long = replace(brief, advice="建议召开专题会议。" * 200)
    with pytest.raises(InputError, match="最长的是“建议”"):
        act(ledger, issue_papers, [PaperFile(long, out / "专报.docx", b"x")], TODAY)
    assert (look(ledger, list_papers), list(out.iterdir())) == ((), [])
    tight = replace(brief, third=brief.third * 4)
    act(ledger, issue_papers, [PaperFile(tight, out / "专报.docx", b"x")], TODAY)
    (row,) = look(ledger, list_papers)
    assert row.task_codes == tuple(sorted(line.code for line in fit_brief(tight).lines))


def test_a_past_paper_uses_the_thresholds_of_its_day(ledger: Database) -> None:
    """Reds are what they were, and so are the words for the limit they had to pass."""
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    then = look(ledger, make_circular, TODAY, october)
    with ledger.session() as session:
        session.info["at"] = datetime(2026, 11, 20, 4, tzinfo=UTC)
        set_thresholds(session, replace(Thresholds(), behind_red=20))
    later = look(ledger, make_circular, TODAY, october)
    assert (later.figures.behind_red, later.figures.limits) == (then.figures.behind_red, then.figures.limits)
    assert later.sentences.problems == then.sentences.problems
    assert look(ledger, make_circular, TODAY, Period(date(2026, 11, 1), TODAY)).figures.behind_red == 20
