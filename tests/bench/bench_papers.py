"""Papers of 1,000 tasks led by 40 offices: a circular as Word and PDF file, and the official ledger as a file."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlmodel import Session, col, select

from tracker.model.enums import DueKind, Status
from tracker.model.rows import Circular, Period
from tracker.model.tables import Office, ProgressEntry, Recommendation, Task
from tracker.reports import documents
from tracker.reports.official_ledger import ledger_content
from tracker.services.papers.bulletins import make_circular
from tracker.services.papers.workbooks import Grouping, make_ledger
from tracker.store.engine import Database
from tracker.store.history import open_batch
from tracker.ui.charts.paper_pictures import pictures_of
from tracker.ui.print.papers import lay_out
from tracker.ui.print.pdf import pdf_content
from tracker.ui.print.without_window import begin_drawing

TODAY = date(2026, 11, 28)
TASKS, OFFICES = 1_000, 40
#: Seconds for the whole paper, from the database to the bytes of the file, pictures and all.
CIRCULAR, PDF, LEDGER = 1.5, 1.0, 3.0


def fill(session: Session) -> None:
    """Make 1,000 tasks of 40 offices, one in ten late as in the demonstration, with words a page long in all."""
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
            due_on=TODAY + timedelta(days=number % 60 + 1 if number % 10 else -(number % 60) - 1),
            progress=80 + number % 20, progress_note="进展情况" * 20,
        )
        for number in range(TASKS)
    ]  # fmt: skip
    session.add_all(tasks)
    session.flush()
    session.add_all(
        ProgressEntry(task_id=task.id, entered_on=date(2026, 11, 3), progress=task.progress, note=task.progress_note)
        for task in tasks
    )


def bench_papers_of_a_thousand_tasks(
    database: Database, timed: Callable[..., float], say: Callable[[str], None]
) -> None:
    with database.session() as session:
        fill(session)
    begin_drawing()
    period, sizes = Period(date(2026, 11, 1), TODAY), dict.fromkeys(("docx", "pdf", "xlsx"), 0)

    def circular(*, with_list: bool) -> Circular:
        with database.reading() as session:
            return make_circular(session, TODAY, period, with_list=with_list)

    def word() -> None:
        paper = circular(with_list=True)
        sizes["docx"] = len(documents.circular_document(paper, pictures=pictures_of(paper.figures)))

    def pdf(*, with_list: bool = False) -> None:
        sizes["pdf"] = len(pdf_content(lay_out(circular(with_list=with_list))))

    def official() -> None:
        with database.reading() as session:
            paper = make_ledger(session, TODAY, TODAY, Grouping.ARTICLE)
        sizes["xlsx"] = len(ledger_content(paper))

    seconds = {"docx": timed(word), "pdf": timed(pdf), "xlsx": timed(official)}
    whole = timed(lambda: pdf(with_list=True), times=3)  # its length is a wish of the user, and has no limit
    say(f"circular of {TASKS:,} tasks with a list of all as docx: {seconds['docx']:.2f} s, limit {CIRCULAR} s")
    say(f"circular as pdf: {seconds['pdf']:.2f} s, limit {PDF} s; with a list of all {whole:.2f} s")
    say(f"official ledger: {seconds['xlsx']:.2f} s, limit {LEDGER} s")
    say(f"bytes: {sizes}")
    assert seconds["docx"] < CIRCULAR
    assert seconds["pdf"] < PDF
    assert seconds["xlsx"] < LEDGER
    database.close()
