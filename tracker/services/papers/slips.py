"""提醒函, 催办单 and 督办单: which office is asked about which tasks, how urgently, and in which words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session

from tracker.errors import InputError
from tracker.model.enums import LightColour, SlipLevel
from tracker.model.numbers import chinese_date
from tracker.model.paper_periods import check_period
from tracker.model.rows import (
    ExportRow,
    ListedTask,
    OfficeSlips,
    PaperHead,
    Period,
    Slip,
    SlipRound,
    SlipTask,
    TaskRow,
)
from tracker.model.rows.today import Concern
from tracker.model.thresholds import Thresholds
from tracker.queries.app_state import is_demo
from tracker.queries.as_of import thresholds_on
from tracker.queries.exports import list_all_exports, open_workbooks
from tracker.queries.ledger import TaskFilter, find_tasks_on
from tracker.queries.offices import list_offices, office_names
from tracker.queries.paper_register import LastSlip, issue_words, last_slips, next_number
from tracker.queries.paper_settings import read_paper_settings
from tracker.queries.paper_tasks import counts, list_paper_tasks
from tracker.queries.today import concerns_of
from tracker.services.returns.missing_returns import reminder_text

_REMIND_ONLY = {Concern.WEEK, Concern.MONTH, Concern.SILENT}
#: A workbook is reminded of when its day is so near.
_NEAR_DAYS = 3
_VERBS = {SlipLevel.REMIND: "加快推进", SlipLevel.URGE: "抓紧办理", SlipLevel.SUPERVISE: "限期办理"}
_CLOSINGS = {SlipLevel.REMIND: "特此提醒，请予支持。", SlipLevel.URGE: "特此催办，请予支持。", SlipLevel.SUPERVISE: ""}


def find_slips(session: Session, today: date, until: date, office: str = "") -> SlipRound:
    """Return what offices (or one, by its name or alias) would be asked about as of a day; nothing is written.

    Levels follow the triggers, and the register: an answer that was due and did not come raises them by one.
    """
    check_period(Period(until, until), today)
    rows = find_tasks_on(session, today, TaskFilter(office=office), [until])[until]
    rows = tuple(row for row in rows if counts(row, until, today))
    thresholds, slips = thresholds_on(session, until, today), last_slips(session, until)
    asked = [(row, why) for row in rows if (why := _asked(row, until, thresholds, slips.get(row.id)))]
    tasks = list_paper_tasks(session, [row for row, _ in asked], until, today)  # most tasks ask for nothing
    cases = [SlipTask(task, level, reason) for task, (_, (level, reason)) in zip(tasks, asked, strict=True)]
    settled = [case.task for case in cases if _has_confirmed_office(case.task)]
    return SlipRound(
        until=until,
        issued_on=today,
        offices=tuple(_by_office(session, [case for case in cases if case.task.blamed], until, office)),
        unconfirmed=tuple(case.task for case in cases if not _has_confirmed_office(case.task)),
        unassigned=tuple(task for task in settled if task.status.waiting),
        settings=read_paper_settings(session),
        demo=is_demo(session),
    )


def _has_confirmed_office(task: ListedTask) -> bool:
    return bool(task.office) and task.confirmed


def _asked(row: TaskRow, until: date, thresholds: Thresholds, last: LastSlip | None) -> tuple[SlipLevel, str] | None:
    """Return at which level a task asks for a slip and why, None where nothing is the matter."""
    triggers = list(_triggers(row, until, thresholds))
    if not triggers:
        return None
    level, reason = max(triggers, key=lambda trigger: trigger[0].rank)  # of equals the first
    if last is not None and _is_unanswered(row, last, until):
        level = max(level, last.level.next, key=lambda each: each.rank)
    return level, reason


def _triggers(row: TaskRow, until: date, thresholds: Thresholds) -> Iterator[tuple[SlipLevel, str]]:
    """Yield the levels at which a task asks for a slip, with the reason; 待审核 never gets one."""
    if row.status.done:
        return
    light = row.light
    if light.colour is LightColour.RED:
        yield SlipLevel.SUPERVISE, light.reason
    elif light.cause is not None and light.cause.facts.slip_when_amber is not None:
        yield light.cause.facts.slip_when_amber, light.reason
    for concern, words in concerns_of(row, until, thresholds):
        if concern is Concern.BEHIND:
            yield SlipLevel.URGE, words
        elif concern in _REMIND_ONLY:
            yield SlipLevel.REMIND, words.partition("，")[0]


def _is_unanswered(row: TaskRow, last: LastSlip, until: date) -> bool:
    """Tell whether an answer to the last slip was due before a day and nothing was reported since."""
    due = last.reply_by is not None and last.reply_by < until
    return due and (row.last_progress_on is None or row.last_progress_on <= last.issued_on)


def _by_office(session: Session, cases: Sequence[SlipTask], until: date, office: str) -> Iterator[OfficeSlips]:
    """Yield the offices with a case in ledger order; a workbook that is missing is a case as well."""
    by_office: dict[str, list[SlipTask]] = defaultdict(list)
    for case in cases:
        by_office[case.task.office].append(case)
    workbooks = {row.office: row for row in _missing_workbooks(session, until)}
    wanted = office_names(session).get(office, "") if office else ""
    for row in list_offices(session, former=True):
        workbook = workbooks.get(row.name)
        level = _workbook_level(workbook, until) if workbook is not None else None
        if (not wanted or row.name == wanted) and (row.name in by_office or level is not None):
            asks = workbook is not None and level is not None
            text = reminder_text([workbook], until).removeprefix(f"{row.name}：") if workbook and asks else ""
            yield OfficeSlips(row.name, tuple(by_office[row.name]), text, level)


def _missing_workbooks(session: Session, until: date) -> list[ExportRow]:
    """Return the workbooks of the newest round by a day that offices still owed an answer to."""
    rows = [row for row in list_all_exports(session, until) if row.sent_on <= until]
    newest = max((row.round for row in rows), default=0)
    owed = open_workbooks([row for row in rows if row.round == newest], until)
    return [replace(row, overdue_days=_late(row.return_due_on, until), open=True) for row in owed]


def _late(due_on: date | None, until: date) -> int:
    return max((until - due_on).days, 0) if due_on is not None else 0


def _workbook_level(row: ExportRow, until: date) -> SlipLevel | None:
    if row.return_due_on is None:
        return None
    if row.overdue_days:
        return SlipLevel.URGE
    return SlipLevel.REMIND if (row.return_due_on - until).days <= _NEAR_DAYS else None


def make_slips(
    session: Session,
    slips: SlipRound,
    level: SlipLevel | None = None,
    reply_by: date | None = None,
    *,
    only: SlipLevel | None = None,
    chosen: Mapping[str, SlipLevel] | None = None,
) -> tuple[Slip, ...]:
    """Return the papers of a round, one for each office and level; a level asks at it about all at or above it.

    `chosen` gives single offices a level of their own, `only` leaves out all other levels of the rest. `reply_by`
    takes the days of the settings' place. Raises InputError for one that has passed.
    """
    if reply_by is not None and reply_by < slips.issued_on:
        raise InputError(f"答复日期{reply_by}早于出文日期{slips.issued_on}，请改为更晚的日期。")
    numbers = {each: next_number(session, each.kind, slips.issued_on.year) for each in SlipLevel}
    papers = []
    for office in slips.offices:
        wanted = (chosen or {}).get(office.office, level)
        for each in SlipLevel:
            if wanted is None and only not in (None, each):
                continue
            paper = _slip(slips, office, each, wanted, reply_by, numbers)
            if paper is not None:
                papers.append(paper)
    return tuple(papers)


def _slip(
    slips: SlipRound,
    office: OfficeSlips,
    level: SlipLevel,
    wanted: SlipLevel | None,
    reply_by: date | None,
    numbers: dict[SlipLevel, int],
) -> Slip | None:
    """Return what an office gets at a level, None for nothing; the numbers it uses are counted on."""
    if wanted is not None and level is not wanted:
        return None
    tasks = [case for case in office.tasks if case.level is level or (wanted and case.level.rank > level.rank)]
    workbook = office.workbook if level is not SlipLevel.SUPERVISE and _asks(office, level, wanted) else ""
    if not tasks and not workbook:
        return None
    settings = slips.settings
    form = settings.level(level)
    by = reply_by or (slips.issued_on + timedelta(days=form.days) if form.days else None)
    first = numbers[level]
    numbers[level] += len(tasks) if level is SlipLevel.SUPERVISE else 1
    issues = [
        issue_words(level.kind, first + number, slips.issued_on.year, settings) for number in range(len(tasks) or 1)
    ]
    sheets = zip(tasks, issues, strict=False)
    if level is SlipLevel.SUPERVISE:
        tasks = [replace(case, issue=issue, demand=_demand(case.task, by)) for case, issue in sheets]
    return Slip(
        head=_head(slips, office, level, issues[0], first),
        level=level,
        colour=form.colour,
        office=office.office,
        until=slips.until,
        reply_by=by,
        tasks=tuple(tasks),
        opening=_opening(len(tasks), level, slips.until, by),
        workbook=workbook,
        closing=_CLOSINGS[level],
    )


def _asks(office: OfficeSlips, level: SlipLevel, wanted: SlipLevel | None) -> bool:
    """Tell whether the letter of a level asks for the workbook."""
    own = office.workbook_level
    return own is not None and (own is level or (wanted is not None and own.rank > level.rank))


def _head(slips: SlipRound, office: OfficeSlips, level: SlipLevel, issue: str, number: int) -> PaperHead:
    settings = slips.settings
    return PaperHead(
        kind=level.kind,
        mark="",
        issue=issue,
        number=number,
        issuer=settings.issuer,
        issued_on=slips.issued_on,
        title=settings.level(level).word,
        recipients=f"{office.office}：",
        contact=settings.contact,
        phone=settings.phone,
        demo=slips.demo,
    )


def _opening(tasks: int, level: SlipLevel, until: date, by: date | None) -> str:
    if not tasks:
        return ""
    term = f"请于{chinese_date(by)}前反馈" if by is not None else "请及时反馈"
    head = f"截至{chinese_date(until)}，你单位牵头的任务中有{tasks}项需要{_VERBS[level]}"
    return f"{head}，{term}进展和下一步措施。"


def _demand(task: ListedTask, by: date | None) -> str:
    """Return 办理要求 of a sheet: what must be explained depends on what makes the task red."""
    cause = "滞后" if task.light.cause is None else task.light.cause.facts.explained_when_red
    term = f"请于{chinese_date(by)}前" if by is not None else "请"
    return f"{term}书面说明{cause}原因、下一步措施和预计完成时间。"
