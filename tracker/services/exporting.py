"""Sending workbooks to offices: the file, and the snapshot of every cell as it was sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from tracker.errors import ConflictError, InputError
from tracker.exchange.write.content import ContentRow, WorkbookContent
from tracker.exchange.write.workbook import write_workbook
from tracker.files.file_names import LONGEST, clean_name, distinct_names, free_path
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.enums import ExportKind, Helpers, IndicatorKind, SplitBy, Unconfirmed
from tracker.model.exchange_words import OfficeState
from tracker.model.paper_settings import PRODUCT_TITLE
from tracker.model.tables import (
    Indicator,
    Office,
    Task,
    TaskIndicator,
    WorkbookExport,
)
from tracker.queries.current_rows import last_observations
from tracker.queries.exports import list_exports
from tracker.queries.helping import helped_by, helping_offices, helps_to_send
from tracker.queries.offices import find_office
from tracker.queries.people_rows import people_to_send
from tracker.queries.sent_rows import count_unsettled, sendable, tasks_to_send
from tracker.queries.token_key import token_secret
from tracker.services.confirming import Confirming, confirm_as_read, read_suggested
from tracker.services.rounds import newest_number, newest_open
from tracker.services.sent_books import (
    Sending,
    WrittenBook,
    new_code,
    record_books,
    recorded_before,
    recorded_meanwhile,
    write_book,
)
from tracker.services.splitting import split_content
from tracker.services.staged_files import resume, stage
from tracker.store.engine import begin_turn


class Wanted(NamedTuple):
    """Which offices get a workbook, and which of their tasks stand in it."""

    unconfirmed: Unconfirmed = Unconfirmed.MARK
    helpers: Helpers = Helpers.CONFIRMED
    everybody: bool = False  # all offices are sent theirs at once

    @property
    def confirms(self) -> bool:
        """Tell whether the suggested offices of what is sent are confirmed with it."""
        return self.unconfirmed is Unconfirmed.CONFIRM

    @property
    def settles_helpers(self) -> bool:
        """Tell whether offices that are suggested to help are confirmed by it, whoever leads the task."""
        return self.confirms and self.everybody

    @property
    def only_confirmed(self) -> bool:
        """Tell whether tasks are left out whose lead office is only suggested."""
        return self.unconfirmed is Unconfirmed.SKIP

    @property
    def only_leads(self) -> bool:
        """Tell whether no office gets anything about tasks it helps with."""
        return self.helpers is Helpers.NONE

    @property
    def suggested_helpers(self) -> bool:
        """Tell whether co-offices that nobody has confirmed are asked as well."""
        return self.helpers is Helpers.SUGGESTED


EVERYTHING = Wanted()

#: Is given the workbooks that were written and makes ready what goes with them, before anything is recorded.
Ready = Callable[[Sequence[WrittenBook]], object]


def nothing_more(_books: Sequence[WrittenBook]) -> None:
    """Make nothing ready: the workbooks go out alone."""


class RoundPlan(NamedTuple):
    """What becomes of rounds: a new one for a single office, or the running one once more for those not back.

    `due_days` are the working days from which the day agreed was counted.
    """

    new: bool = False
    again: bool = False
    due_days: int | None = None


NEXT_ROUND = RoundPlan()


def export_office(
    session: Session,
    office: str,
    path: Path,
    today: date,
    return_due_on: date | None = None,
    unconfirmed: Unconfirmed = Unconfirmed.MARK,
    helpers: Helpers = Helpers.CONFIRMED,
    *,
    plan: RoundPlan = NEXT_ROUND,
    ready: Ready = nothing_more,
) -> Changes:
    """Write one office's workbook to `path` and remember what was sent; it joins the newest open round.

    It holds the tasks the office leads and, as `helpers` says, those it helps with. Raises InputError for an unknown
    office or one without open tasks, WorkbookError when the file cannot be written.
    """
    addressee = find_office(session, office)
    if addressee is None:
        raise InputError(f"没有名为“{office}”的单位；请用台账里的单位名称或别名。")
    if before := recorded_before(session, [addressee.id]):
        return _again(session, before, {addressee.id: path}, replaces=True)
    wanted = Wanted(unconfirmed, helpers)
    settling = _settle(session, addressee.id, wanted)
    sending = _joining(session, addressee.id, plan)
    due = return_due_on or _due_before(session, sending)
    book = _write(session, addressee.id, path, today, due, sending, wanted)
    ready([book])
    return _record(session, [book], lambda: [_joining(session, addressee.id, plan)], addressee.id, settling)


def export_split(
    session: Session,
    office: str,
    folder: Path,
    today: date,
    return_due_on: date | None,
    by: SplitBy,
    wanted: Wanted = EVERYTHING,
    *,
    plan: RoundPlan = NEXT_ROUND,
    ready: Ready = nothing_more,
) -> tuple[Changes, tuple[Path, ...]]:
    """Write one office's workbook in several parts, one for each of its people or themes, as one export.

    All parts carry the same code, so that whatever comes back belongs to the one entry of the register. Raises as
    `export_office`.
    """
    addressee = find_office(session, office)
    if addressee is None:
        raise InputError(f"没有名为“{office}”的单位；请用台账里的单位名称或别名。")
    settling = _settle(session, addressee.id, wanted)
    sending = _joining(session, addressee.id, plan)
    due = return_due_on or _due_before(session, sending)
    content = _content(session, addressee.id, today, due, sending, wanted)
    parts = split_content(session, content, by)
    stem = _tail(sending.round, today).removesuffix(".xlsx")
    paths = tuple(free_path(folder / f"{clean_name(f'{content.office}{stem}_{name}', LONGEST)}.xlsx") for name in parts)

    first, *others = parts.values()

    def write(draft: Path) -> str:
        for number, (path, part) in enumerate(zip(paths[1:], others, strict=True), 2):
            stage(session, f"{content.export_code}-{number}", path, partial(_write_part, part=part))
        return write_workbook(draft, first)

    book = write_book(session, addressee.id, content, paths[0], write, sending)
    ready([book])
    anew = lambda: [_joining(session, addressee.id, plan)]  # noqa: E731 - asked once, in the turn
    return _record(session, [book], anew, addressee.id, settling), paths


def _write_part(draft: Path, part: WorkbookContent) -> str:
    return write_workbook(draft, part)


def export_all(
    session: Session,
    folder: Path,
    today: date,
    return_due_on: date | None = None,
    step: Callable[[int, int, str], None] = lambda _done, _all, _office: None,
    unconfirmed: Unconfirmed = Unconfirmed.MARK,
    helpers: Helpers = Helpers.CONFIRMED,
    *,
    plan: RoundPlan = NEXT_ROUND,
    ready: Ready = nothing_more,
) -> tuple[Changes, tuple[Path, ...]]:
    """Write a workbook for every office that leads an open task or (`helpers`) helps with one, all in one new round.

    Again: for those not back.

    `step` is called with (done, all, office) before each; it may raise to stop, then nothing is recorded.
    """
    if before := recorded_before(session, session.exec(select(Office.id)).all()):
        paths = {book.office_id: folder / book.file_name for book in before}
        return _again(session, before, paths, replaces=False), tuple(paths.values())
    wanted = Wanted(unconfirmed, helpers, everybody=True)
    settling = _settle(session, None, wanted)
    offices = offices_with_tasks(session, wanted)
    if not offices:
        raise InputError("没有需要交办的任务：所有任务都没有牵头单位或牵头单位待确认，或都已销号、取消。")
    sendings = _sendings(session, offices, plan)
    chosen = [office for office in offices if office.id in sendings]
    tail = _tail(next(iter(sendings.values())).round, today)
    names = _names_in_files(session, tail)
    books: list[WrittenBook] = []
    for done, office in enumerate(chosen):
        step(done, len(chosen), office.name)
        path = free_path(folder / f"{names[office.id]}{tail}")
        due = return_due_on or _due_before(session, sendings[office.id])
        books.append(_write(session, office.id, path, today, due, sendings[office.id], wanted))
    ready(books)
    changes = _record(session, books, lambda: list(_sendings(session, offices, plan).values()), None, settling)
    return changes, tuple(book.path for book in books)


def _record(
    session: Session,
    books: Sequence[WrittenBook],
    anew: Callable[[], list[Sending]],
    office_id: int | None,
    settling: Confirming,
) -> Changes:
    """Begin the turn and record what was written before it; `anew` says how the rounds stand now.

    Raises ConflictError where another desk has sent workbooks meanwhile, or given a task that is to be confirmed to
    another office: nothing is recorded then.
    """
    begin_turn(session)
    if numbers := recorded_meanwhile(session, books):  # its commit lasted, and nobody had heard of it
        return _exported(numbers)
    planned = [book.sending for book in books]
    try:
        stands = anew() == planned
    except InputError:  # the round was closed meanwhile, or nobody owes an answer any more
        stands = False
    if not stands:
        number = planned[0].round
        did = "已导出" if planned[0].kind is ExportKind.FIRST else "改了"
        raise ConflictError(f"刚才另一台电脑{did}第 {number} 批，这次没有导出；请看过往来页再决定。")
    return confirm_as_read(session, office_id, settling) | record_books(session, books)


def _again(session: Session, before: Sequence[WorkbookExport], paths: Mapping[int, Path], *, replaces: bool) -> Changes:
    """Return what this act has recorded before its connection went; its files get their names now."""
    resume(session, {book.code: paths[book.office_id] for book in before}, replaces=replaces)
    return _exported([book.id for book in before])


def _exported(numbers: Sequence[int]) -> Changes:
    return Changes(f"导出 {len(numbers):,} 个单位", exports=frozenset(numbers))


def _settle(session: Session, office_id: int | None, wanted: Wanted) -> Confirming:
    """Return what is to be confirmed, where that was chosen; raise InputError where suggestions stop the export."""
    if wanted.unconfirmed is Unconfirmed.STOP and (unsettled := count_unsettled(session, office_id)).suggested:
        raise InputError(f"{unsettled.sentence}，没有导出；请先确认单位，或选择照样导出、只导出已确认的。")
    return read_suggested(session, office_id) if wanted.confirms else Confirming()


def offices_with_tasks(session: Session, wanted: Wanted) -> list[Office]:
    """Return the offices that lead at least one open task or help with one, as far as `wanted`, in ledger order."""
    leading = set(session.exec(select(Task.lead_office_id).where(*sendable(confirmed=wanted.only_confirmed))))
    how = {"suggested": wanted.suggested_helpers, "settled": wanted.settles_helpers}
    helping = set() if wanted.only_leads else helping_offices(session, **how)
    named = col(Office.id).in_(leading | helping)
    return list(session.exec(select(Office).where(named).order_by(col(Office.position))))


def _tail(round_number: int, today: date) -> str:
    """Return what follows the name of the office in the name of its workbook."""
    return f"_第{round_number}批交办_{today:%Y%m%d}.xlsx"


def name_in_files(session: Session, office: str) -> str:
    """Return the name of an office as it stands alone in file names; of an unknown one, itself, cleaned."""
    row = find_office(session, office)
    return _names_in_files(session, ".xlsx")[row.id] if row is not None else clean_name(office)


def _names_in_files(session: Session, tail: str) -> dict[int, str]:
    """Return the name of every office as it stands in file names: no two alike, on no system."""
    offices = session.exec(select(Office).order_by(col(Office.position))).all()
    texts = {position: office.name for position, office in enumerate(offices, start=1)}
    names = distinct_names(texts, LONGEST - len(tail.removesuffix(".xlsx")))
    return {office.id: names[position] for position, office in enumerate(offices, start=1)}


def _write(
    session: Session,
    office_id: int,
    path: Path,
    today: date,
    return_due_on: date | None,
    sending: Sending,
    wanted: Wanted,
) -> WrittenBook:
    content = _content(session, office_id, today, return_due_on, sending, wanted)
    return write_book(session, office_id, content, path, lambda draft: write_workbook(draft, content), sending)


def _content(
    session: Session, office_id: int, today: date, return_due_on: date | None, sending: Sending, wanted: Wanted
) -> WorkbookContent:
    """Return what an office is sent. Raises InputError where that is nothing."""
    mine = sendable(office_id, confirmed=wanted.only_confirmed)
    rows = tasks_to_send(session, today, *mine, confirmed=wanted.confirms)
    tasks = tuple(ContentRow(row.key, row.values) for row in rows)
    helps: tuple[ContentRow, ...] = ()
    if not wanted.only_leads:
        settled = wanted.settles_helpers
        whose = helped_by(office_id, suggested=wanted.suggested_helpers, settled=settled)
        parts = helps_to_send(session, *whose, settled=settled)
        helps = tuple(ContentRow(row.key, row.values) for row in parts)
    if not (tasks or helps):
        office = session.get(Office, office_id)
        raise InputError(f"{office.name if office else ''}没有需要交办的任务：{_why_none(wanted)}。")
    linked = select(TaskIndicator.indicator_id).join(Task, col(Task.id) == TaskIndicator.task_id).where(*mine)
    indicators = tuple(indicator_rows(session, col(Indicator.id).in_(linked)))
    content = content_of(session, office_id, sending.round, today, return_due_on, tasks, indicators, helps)
    return with_people(session, content, office_id)


def _why_none(wanted: Wanted) -> str:
    if wanted.only_confirmed:
        return "它牵头的任务都还没有确认单位，或都已销号、取消"
    if wanted.only_leads:
        return "没有它牵头的任务，或都已销号、取消"
    return "没有它牵头或已确认由它配合的任务，或都已销号、取消"


def content_of(
    session: Session,
    office_id: int,
    number: int,
    today: date,
    return_due_on: date | None,
    tasks: tuple[ContentRow, ...],
    indicators: tuple[ContentRow, ...],
    helps: tuple[ContentRow, ...] = (),
) -> WorkbookContent:
    """Return a new export to an office in round `number`."""
    office = session.get(Office, office_id)
    assert office is not None
    in_use = select(Office.name).where(Office.state == OfficeState.ACTIVE)
    return WorkbookContent(
        export_code=new_code(session, office_id),
        secret=token_secret(session),
        office=office.name,
        round_number=number,
        sent_on=today,
        return_due_on=return_due_on,
        product_title=PRODUCT_TITLE,
        tasks=tasks,
        indicators=indicators,
        helps=helps,
        offices=tuple(session.exec(in_use.order_by(col(Office.position)))),
    )


def with_people(session: Session, content: WorkbookContent, office_id: int) -> WorkbookContent:
    """Return a workbook with the sheet on which its office says who sits there (联系方式)."""
    rows = people_to_send(session, office_id, content.sent_on)
    return replace(content, people=tuple(ContentRow(row.key, row.values) for row in rows))


def indicator_rows(session: Session, *conditions: Any) -> list[ContentRow]:
    """Return the numeric indicators that meet the conditions, with their last value and nothing filled in."""
    in_use = Indicator.kind == IndicatorKind.NUMERIC, col(Indicator.retired_on).is_(None)
    wanted = select(Indicator).where(*conditions, *in_use)
    newest = last_observations(session)
    return [
        ContentRow(indicator.uid, _indicator_values(indicator, newest.get(indicator.id)))
        for indicator in session.exec(wanted.order_by(col(Indicator.position)))
    ]


def _indicator_values(indicator: Indicator, last: Any) -> dict[str, Value]:
    return {
        "indicator": indicator.name,
        "unit": indicator.unit,
        "previous_value": last.value if last else None,
        "indicator_value": None,
        "indicator_on": "",
        "indicator_note": "",
    }


def _joining(session: Session, office_id: int, plan: RoundPlan) -> Sending:
    """A single workbook joins the newest open round, 补发 where its office is in it already, or opens a new one."""
    number = None if plan.new else newest_open(session)
    if number is None:
        return Sending(newest_number(session) + 1, due_days=plan.due_days)
    before = _newest_exports(session, number).get(office_id)
    return Sending(number, ExportKind.AGAIN if before else ExportKind.FIRST, before, plan.due_days)


def _sendings(session: Session, offices: Sequence[Office], plan: RoundPlan) -> dict[int, Sending]:
    """Return why each office is sent a workbook: all in a new round, or once more those that owe the running one.

    Raises InputError where no round is open or nobody owes an answer.
    """
    if not plan.again:
        number = newest_number(session) + 1
        return {office.id: Sending(number, due_days=plan.due_days) for office in offices}
    running = newest_open(session)
    if running is None:
        raise InputError("没有进行中的批次，不能补发；请不带 --again 导出新的一批。")
    owing = {row.office for row in list_exports(session, date.max, running) if row.open}
    newest = _newest_exports(session, running)
    again = {
        office.id: Sending(running, ExportKind.AGAIN, newest.get(office.id), plan.due_days)
        for office in offices
        if office.name in owing
    }
    if not again:
        raise InputError(f"第{running}批没有还要补发的单位：都已反馈或免报，或不再有需要交办的任务。")
    return again


def _newest_exports(session: Session, number: int) -> dict[int, int]:
    """Return the newest workbook of a round for each office, by the office."""
    newest = select(WorkbookExport.office_id, func.max(WorkbookExport.id)).where(WorkbookExport.round == number)
    return dict(session.exec(newest.group_by(col(WorkbookExport.office_id))).all())


def _due_before(session: Session, sending: Sending) -> date | None:
    """Return the day agreed with what is sent again: by itself that gives no more time."""
    if sending.replaces_id is None:
        return None
    return session.get_one(WorkbookExport, sending.replaces_id).return_due_on
