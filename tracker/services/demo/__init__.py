"""Demonstration data: a simulated year of work in an empty ledger, through the services everybody uses.

Only the moments differ: each act carries the day on which it would have happened.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date, time
from functools import partial
from pathlib import Path
from random import Random

from sqlmodel import Session, col, func, select, update

from tracker import paths
from tracker.errors import InputError
from tracker.exchange.read.reader_pool import BookReader
from tracker.model.changes import Changes
from tracker.model.enums import BatchSource
from tracker.model.tables import Batch, Office, Recommendation, Setting, Task, WorkbookExport, WorkbookReturn
from tracker.services import tasks
from tracker.services.demo.courses import Course, edit, note_course
from tracker.services.demo.days import before, moment
from tracker.services.demo.diary import Diary
from tracker.services.demo.fates import Fate, deal_fates
from tracker.services.demo.measures import note_measures
from tracker.services.demo.oversight import note_oversight
from tracker.services.demo.plans import Course as Planned
from tracker.services.demo.plans import plan_task
from tracker.services.demo.prose import Prose
from tracker.services.demo.rounds import Mail, is_taken_in, overlap_day, returned_on
from tracker.services.demo.script import Script, Split, read_script
from tracker.store.opening import DEMO_KEY

_SEED = 20230915
#: Days before today on which the ledger began, tasks were split and offices confirmed.
_BEGAN, _SPLIT, _CONFIRMED = 366, 352, 345


def fill_demo(session: Session, today: date) -> Changes:
    """Fill a ledger that holds only the catalogue with a year of work ending at `today`, marked as demonstration.

    The same day gives the same ledger, but for random keys. Raises InputError when anybody has worked in it.
    """
    _refuse_used(session)
    script = read_script(paths.demo_dir())
    session.merge(Setting(key=DEMO_KEY, value=True))
    _begin_in_the_past(session, before(today, _BEGAN))
    acts = _first_weeks(script, session, today)
    with tempfile.TemporaryDirectory(prefix="tracker-demo-") as folder, BookReader() as reader:
        acts += _rest_of_the_year(script, session, today, Path(folder), reader)
    count = session.exec(select(func.count()).select_from(Task)).one()
    return Changes(f"已生成演示数据：{count:,} 项任务，{acts} 次操作，截至 {today}。", everything=True)


def _refuse_used(session: Session) -> None:
    worked = select(Batch.id).where(col(Batch.source) != BatchSource.SEED)
    traces = (worked, select(WorkbookExport.id), select(WorkbookReturn.id))
    if session.get(Setting, DEMO_KEY) or any(session.exec(trace.limit(1)).first() is not None for trace in traces):
        raise InputError("这个数据文件夹里已有内容，没有生成演示数据；请用 --data 指定一个空文件夹。")


def _begin_in_the_past(session: Session, day: date) -> None:
    """Let the catalogue have been there when the year began, or a look back would find no tasks."""
    row = update(Batch).where(col(Batch.source) == BatchSource.SEED).values(at=moment(day, time(9)))
    session.connection().execute(row)
    session.expire_all()
    session.info.pop("batch", None)


def _first_weeks(script: Script, session: Session, today: date) -> int:
    """Split recommendations and confirm offices, so that all tasks of the year are there."""
    diary, day = Diary(), before(today, _SPLIT)
    for index, split in enumerate(script.splits):
        keeper = script.staff[index % len(script.staff)]
        diary.note(day, time(10, index), keeper, partial(_split, split=split, today=day))
    return diary.perform(session)


def _split(session: Session, split: Split, today: date) -> None:
    source = session.exec(select(Recommendation).where(Recommendation.code == split.of)).one()
    if split.first:
        first = session.exec(select(Task).where(Task.code == split.of)).one()
        edit(session, first.id, "title", split.first, today)
    tasks.add_task(session, source.id, split.title, split.office)


def _rest_of_the_year(script: Script, session: Session, today: date, folder: Path, reader: BookReader) -> int:
    diary = Diary()
    offices = _lead_offices(session)
    courses = _courses(script, session, today, [name for _, name in offices])
    by_code = {course.plan.code: course for course in courses}
    for index, (office_id, _) in enumerate(offices):
        mine = _task_ids(session, office_id, by_code)
        keeper = script.staff[index % len(script.staff)]
        if mine:
            diary.note(before(today, _CONFIRMED), time(9, index), keeper, partial(tasks.confirm_offices, task_ids=mine))
    for course in courses:
        note_course(diary, course, script, today)
    note_measures(diary, script, today)
    note_oversight(diary, script, by_code, today)
    mail = Mail(folder, reader, script, by_code, today)
    for this_round in script.rounds:
        mail.note_round(diary, this_round, [name for _, name in offices])
    return diary.perform(session)


def _lead_offices(session: Session) -> list[tuple[int, str]]:
    leading = select(Task.lead_office_id)
    wanted = select(Office.id, Office.name).where(col(Office.id).in_(leading)).order_by(col(Office.position))
    return list(session.exec(wanted).all())


def _task_ids(session: Session, office_id: int, courses: Mapping[str, Course]) -> list[int]:
    """Return the tasks of an office that somebody has looked at."""
    mine = session.exec(select(Task).where(Task.lead_office_id == office_id).order_by(col(Task.id)))
    return [task.id for task in mine if courses[task.code].plan.fate is not Fate.UNASSIGNED]


def _courses(script: Script, session: Session, today: date, offices: list[str]) -> list[Course]:
    rng = Random(_SEED)
    every = list(session.exec(select(Task).order_by(col(Task.position), col(Task.code))).all())
    names = dict(session.exec(select(Office.id, Office.name)).all())
    fates = deal_fates([task.code for task in every], script.fates, script.fate_of, rng)
    ranks: Counter[Fate] = Counter()
    tasks = []
    for index, task in enumerate(every):
        fate, office = fates[task.code], names.get(task.lead_office_id or 0, "")
        planned = _planned(script, task.code, fate, ranks[fate], today, office, offices)
        ranks[fate] += 1
        keeper = script.staff[index % len(script.staff)]
        prose = Prose(script.sentences, task.code, task.themes, Random(f"{_SEED}{task.code}"))
        tasks.append(Course(task.id, plan_task(planned), prose, keeper))
    return tasks


def _planned(script: Script, code: str, fate: Fate, rank: int, today: date, office: str, offices: list[str]) -> Planned:
    index = offices.index(office) if office in offices else 0
    returns = tuple(
        (this_round.number, before(today, this_round.sent), returned_on(this_round, index, office, today))
        for this_round in script.rounds
        if office and is_taken_in(this_round, office, code)
    )
    overlaps = tuple(
        overlap_day(this_round, index, office, today) for this_round in script.rounds if code in this_round.overlaps
    )
    stepped = "milestones" in script.sentences["own"].get(code, {})
    rng = Random(f"{_SEED}{code}{today}")
    return Planned(code, fate, rank, today, returns, overlaps, script.extensions.get(code), stepped, rng)
