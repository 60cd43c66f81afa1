"""Papers of 1,000 tasks led by 40 offices: a circular as a Word file, and the official ledger as a file."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import Session, col, select

from tracker.model.enums import DueKind, Status
from tracker.model.rows import Period
from tracker.model.tables import Office, ProgressEntry, Recommendation, Task
from tracker.reports import documents
from tracker.reports.official_ledger import ledger_content
from tracker.services.papers.bulletins import make_circular
from tracker.services.papers.workbooks import Grouping, make_ledger
from tracker.store.engine import Database
from tracker.store.history import open_batch

TODAY = date(2026, 11, 28)
TASKS, OFFICES = 1_000, 40
#: Seconds for the whole paper, from the database to the bytes of the file; pictures not counted.
CIRCULAR, LEDGER = 1.5, 3.0


def fill(session: Session) -> None:
    """Make 1,000 tasks of 40 offices, half of them late, with words a page long in all."""
    open_batch(session, "放大台账")
    known = session.exec(select(Office)).all()
    session.add_all(Office(name=f"市第{number}局", position=1_000 + number) for number in range(OFFICES - len(known)))
    session.flush()
    offices = session.exec(select(Office.id)).all()[:OFFICES]
    sources = session.exec(select(Recommendation.id).order_by(col(Recommendation.id))).all()
    tasks = [
        Task(
            code=f"Z{number}", recommendation_id=sources[number % len(sources)], title=f"第 {number} 项任务" * 3,
            content="工作内容" * 15, lead_office_id=offices[number % OFFICES], offices_confirmed=True,
            status=Status.IN_PROGRESS, start_on=date(2026, 1, 1), due_text="2026年10月底前", due_kind=DueKind.DATE,
            due_on=TODAY + timedelta(days=number % 60 - 30), progress=number % 100, progress_note="进展情况" * 20,
        )
        for number in range(TASKS)
    ]  # fmt: skip
    session.add_all(tasks)
    session.flush()
    session.add_all(
        ProgressEntry(task_id=task.id, entered_on=date(2026, 11, 3), progress=task.progress, note=task.progress_note)
        for task in tasks
    )


def bench_circular_and_ledger_of_a_thousand_tasks(
    database: Database, timed: Callable[..., float], say: Callable[[str], None]
) -> None:
    with database.session() as session:
        fill(session)
    period, size = Period(date(2026, 11, 1), TODAY), 0

    def circular() -> None:
        with database.reading() as session:
            paper = make_circular(session, TODAY, period, with_list=True)
        documents.circular_document(paper)

    def official() -> None:
        nonlocal size
        with database.reading() as session:
            paper = make_ledger(session, TODAY, TODAY, Grouping.ARTICLE)
        size = len(ledger_content(paper))

    figures, ledger = timed(circular), timed(official)
    say(f"circular of {TASKS:,} tasks with a list of all as docx: {figures:.2f} s, limit {CIRCULAR} s")
    say(f"official ledger: {ledger:.2f} s, limit {LEDGER} s, {size // 1024} KiB")
    assert figures < CIRCULAR
    assert ledger < LEDGER
    database.close()
