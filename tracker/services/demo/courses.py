"""The acts of tasks: offices confirmed, deadlines set, tasks assigned, progress noted, extended, closed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlmodel import Session, col, select

from tracker.model.deadlines import parse_deadline
from tracker.model.enums import Status
from tracker.model.tables import Milestone, Task
from tracker.services import deadlines, milestones, progress, tasks
from tracker.services import status as states
from tracker.services.demo.days import before, workday
from tracker.services.demo.diary import Diary
from tracker.services.demo.fates import Fate
from tracker.services.demo.plans import Report, TaskPlan
from tracker.services.demo.prose import Prose
from tracker.services.demo.script import Script

#: Ends that come with something to complain about.
TROUBLED = frozenset({Fate.OVERDUE, Fate.FAR_BEHIND, Fate.BEHIND, Fate.DUE_SOON, Fate.STALE, Fate.PAUSED})
_AT_THE_END = "提请验收销号"
#: Who decides what the rules leave to a leader.
DECIDER = "王副市长"
STAGES = "按部署分阶段启动，先完成前期工作。"


@dataclass(frozen=True, slots=True)
class Course:
    """One task's plan with what its acts need: the row's id, its words and the member of staff who keeps it."""

    task_id: int
    plan: TaskPlan
    prose: Prose
    keeper: str


def edit(session: Session, task_id: int, field: str, value: str, today: date) -> None:
    """Set one field of a task as it stands now; a deadline as those do who may decide it."""
    task = session.get_one(Task, task_id)
    if field == "due_text":
        decided = deadlines.Decision("交办时明确", DECIDER, confirmed=True)
        wording = parse_deadline(value, today).text  # with its year: nobody is there to be asked for it
        deadlines.change_deadline(session, task_id, wording, today, decided)
        return
    why = (STAGES, DECIDER) if field == "start_on" else ("", "")  # what has been sent out is no draft any more
    tasks.edit_task(session, task_id, task.version, field, value, today, *why)


def note_course(diary: Diary, course: Course, script: Script, today: date) -> None:
    """Note all acts of one task but its workbooks."""
    _note_beginning(diary, course, today)
    _note_milestones(diary, course)
    _note_extension(diary, course)
    for report in course.plan.reports:
        if not report.round_number:
            diary.note(report.on, _clock(course, 9), course.keeper, _reporting(course, report))
    for day, status in course.plan.moves:
        reason = script.reasons["sent_back" if status is Status.IN_PROGRESS else status.value] if _needs(status) else ""
        diary.note(day, _clock(course, 14), course.keeper, _moving(course, status, day, reason))
    _note_closing(diary, course)


def words_of(course: Course, report: Report) -> dict[str, str]:
    """Return the three texts of a progress entry."""
    last = report == course.plan.reports[-1]
    troubled = course.plan.fate in TROUBLED and (last or report.progress > 20)
    return {
        "progress_note": course.prose.progress(report.progress),
        "problems": course.prose.next("problems") if troubled else "",
        "next_steps": _AT_THE_END if report.closes else course.prose.next("next"),
    }


def _clock(course: Course, hour: int) -> time:
    """Return a time within the hour that differs from task to task."""
    return time(hour, course.task_id * 7 % 60)


def _needs(status: Status) -> bool:
    return status in (Status.IN_PROGRESS, Status.PAUSED, Status.CANCELLED)


def _note_beginning(diary: Diary, course: Course, today: date) -> None:
    plan = course.plan
    first = plan.extended.first if plan.extended else plan.due
    day = plan.assigned_on or before(today, 330)
    if first is not None:
        diary.note(day, _clock(course, 10), course.keeper, _setting(course, "due_text", first.text, day))
    if plan.start_on is not None:
        starting = _setting(course, "start_on", plan.start_on.isoformat(), day)
        diary.note(day, _clock(course, 10), course.keeper, starting)
    if plan.assigned_on is not None:
        diary.note(day, _clock(course, 11), course.keeper, _moving(course, Status.NOT_STARTED, day, ""))


def _note_milestones(diary: Diary, course: Course) -> None:
    plan = course.plan
    assigned_on = plan.assigned_on
    if not plan.steps or assigned_on is None:
        return
    titles = course.prose.all("milestones")
    last = plan.extended.first.on if plan.extended and plan.extended.first.on else date.max

    def add(session: Session) -> None:
        for index, step in enumerate(plan.steps):
            due_on = min(step.due_on, last)  # an extension moves the later ones
            milestones.add_milestone(session, course.task_id, titles[index], due_on, step.weight, today=assigned_on)

    diary.note(assigned_on, _clock(course, 15), course.keeper, add)
    for index, step in enumerate(plan.steps):
        if step.done_on is not None:
            diary.note(step.done_on, _clock(course, 16), course.keeper, _completing(course, index, step.done_on))


def _note_extension(diary: Diary, course: Course) -> None:
    extended, due = course.plan.extended, course.plan.due
    if extended is None or due is None:
        return
    day, reason = extended.decided_on, extended.reason

    def extend(session: Session) -> None:
        decision = deadlines.Decision(reason, decided_by=DECIDER, keep_nodes=True, confirmed=True)
        deadlines.change_deadline(session, course.task_id, due.text, day, decision)
        for node_id, step in zip(_node_ids(session, course), course.plan.steps, strict=False):
            milestones.change_milestone(session, node_id, day, due_on=step.due_on, reason=reason, decided_by=DECIDER)

    diary.note(day, _clock(course, 11), course.keeper, extend)


def _note_closing(diary: Diary, course: Course) -> None:
    closed_on = course.plan.closed_on
    if closed_on is None:
        return
    proofs = course.prose.all("evidence")

    def prove(session: Session) -> None:
        for name in proofs[: 1 + course.task_id % 2]:
            text = f"{name}已由{course.keeper}核对，原件存档备查。"
            progress.add_evidence(session, course.task_id, name, text)

    def close(session: Session) -> None:
        states.close_task(session, course.task_id, course.prose.closing, closed_on, progress=100)

    diary.note(workday(closed_on - timedelta(days=1)), _clock(course, 15), course.keeper, prove)
    diary.note(closed_on, _clock(course, 16), course.keeper, close)


def _setting(course: Course, field: str, value: str, day: date) -> Callable[[Session], None]:
    def set_field(session: Session) -> None:
        if course.plan.fate is Fate.UNASSIGNED and not session.get_one(Task, course.task_id).due_text:
            return  # nobody has thought about this task yet
        edit(session, course.task_id, field, value, day)

    return set_field


def _moving(course: Course, status: Status, day: date, reason: str) -> Callable[[Session], None]:
    def move(session: Session) -> None:
        states.change_status(session, course.task_id, status, day, reason, decided_by=DECIDER, confirmed=True)

    return move


def _node_ids(session: Session, course: Course) -> Sequence[int]:
    mine = select(Milestone.id).where(Milestone.task_id == course.task_id).order_by(col(Milestone.position))
    return session.exec(mine).all()


def _completing(course: Course, index: int, day: date) -> Callable[[Session], None]:
    def complete(session: Session) -> None:
        milestones.complete_milestone(session, _node_ids(session, course)[index], day)

    return complete


def _reporting(course: Course, report: Report) -> Callable[[Session], None]:
    """Staff note what an office said by telephone; the first note begins the work, the last may end it."""

    def tell(session: Session) -> None:
        words = words_of(course, report)
        progress.record_progress(
            session, course.task_id, report.on, report.progress,
            words["progress_note"], words["problems"], words["next_steps"],
        )  # fmt: skip
        task = session.get_one(Task, course.task_id)
        if task.status is Status.NOT_STARTED:
            states.change_status(session, course.task_id, Status.IN_PROGRESS, report.on)
        if report.closes:
            states.change_status(session, course.task_id, Status.CLOSING, report.on)

    return tell
