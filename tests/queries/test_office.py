"""One office on six tasks (see SIX in conftest), reckoned by hand; TODAY is 2026-03-15."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from tracker.model.enums import CoordinationStatus, ExportKind, LightColour, ReturnState
from tracker.model.exchange_words import EntryChannel, HelpState
from tracker.model.rows import Response
from tracker.model.tables import Attachment, Office, TaskOffice, WorkbookExport, WorkbookReturn
from tracker.queries.office import month_ends, read_office
from tracker.queries.task_rows import list_tasks
from tracker.services import coordination, progress, tasks
from tracker.services.helping import Report, record_report

TODAY = date(2026, 3, 15)
_IN = ReturnState.APPLIED
RED, AMBER, GREEN, BLUE, GREY = (
    LightColour.RED, LightColour.AMBER, LightColour.GREEN, LightColour.BLUE, LightColour.GREY,
)  # fmt: skip


def view_of(desk, name="市经信局"):
    return desk.look(read_office, TODAY, name)


def counts(view):
    return {day: tuple(lights[one] for one in (RED, AMBER, GREEN, BLUE, GREY)) for day, lights in view.lights}


def test_its_tasks_the_most_urgent_first(small):
    view = view_of(small)
    assert [task.code for task in view.tasks] == ["A1.1", "A1.2a"]
    assert view.by_light == {RED: 1, AMBER: 1, GREEN: 0, BLUE: 0, GREY: 0}
    assert (view.name, view.short, view.today) == ("市经信局", "市经信局", TODAY)


def test_matters_of_its_tasks_and_those_it_must_solve(small):
    others = small.look(list_tasks, TODAY)
    other = next(task for task in others if task.lead_office not in ("", "市经信局") and not task.status.ended)
    for code, what, solver, needed in (
        ("A1.1", "用地指标", "王副市长", date(2026, 3, 20)),
        (other.code, "数据接口", "市经信局", date(2026, 3, 10)),
        (other.code, "与它无关", "王副市长", None),
    ):
        small.act(coordination.raise_matter, small.number(code), what, solver, TODAY, needed_by=needed)
    told = [(row.code, row.matter.what, row.to_solve) for row in view_of(small).matters]
    assert told == [(other.code, "数据接口", True), ("A1.1", "用地指标", False)]
    done = view_of(small).matters[0].matter.id
    small.act(coordination.move_matter, done, CoordinationStatus.SOLVED, TODAY, "接口已经开放")
    assert [row.code for row in view_of(small).matters] == ["A1.1"]


def test_without_a_name_it_is_the_busiest_and_an_unknown_one_is_none(small):
    assert view_of(small, "").name in ("市经信局", "市科技局")
    small.put("B1.2b", lead="市经信局")
    assert view_of(small, "").name == "市经信局"
    assert view_of(small, "没有这个局") is None


@pytest.mark.parametrize(
    ("first", "today", "most", "days"),
    [
        (date(2026, 3, 1), TODAY, 12, [TODAY]),
        (date(2026, 2, 28), TODAY, 12, [date(2026, 2, 28), TODAY]),
        (date(2025, 1, 1), TODAY, 2, [date(2026, 1, 31), date(2026, 2, 28), TODAY]),
        (date(2023, 12, 5), date(2024, 3, 31), 12, [date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 29),
                                                   date(2024, 3, 31)]),
        (date(2027, 1, 1), TODAY, 12, [TODAY]),
    ],
)  # fmt: skip
def test_the_days_of_the_lights(first, today, most, days):
    assert month_ends(first, today, most) == days


def test_lights_at_each_months_end_as_the_ledger_knew(small):
    """A1.1 runs 1 January to 10 March at 80 %, A1.2a to 1 April at 75 %; both were so from November on.

    Before January both wait for their start. On 31 January A1.1 is at 44 % of its time, A1.2a at 33 %: green.
    On 28 February A1.1 is due in 10 days and A1.2a in 32 at 64 %: amber and green. Today overdue and due in 17.
    """
    assert counts(view_of(small)) == {
        date(2025, 11, 30): (0, 0, 0, 0, 2),
        date(2025, 12, 31): (0, 0, 0, 0, 2),
        date(2026, 1, 31): (0, 0, 2, 0, 0),
        date(2026, 2, 28): (0, 1, 1, 0, 0),
        TODAY: (1, 1, 0, 0, 0),
    }


def test_a_task_counts_for_the_office_that_led_it_then(small):
    small.put("B1.2b", date(2026, 3, 2), lead="市经信局")
    seen = counts(view_of(small))
    assert sum(seen[date(2026, 2, 28)]) == 2
    assert sum(seen[TODAY]) == 3
    assert sum(counts(view_of(small, "市财政局"))[date(2026, 2, 28)]) == 1
    assert sum(counts(view_of(small, "市财政局"))[TODAY]) == 0


def send(desk, sent_on, due_on, *back):
    """Register a workbook to 市经信局, and the days on which files came back."""

    def write(session):
        office = session.exec(Office.__table__.select().where(Office.name == "市经信局")).one()
        number = sent_on.toordinal()
        export = WorkbookExport(code=f"X{number}", round=number % 100, office_id=office.id, sent_on=sent_on)
        export.return_due_on = due_on
        session.add(export)
        session.flush()
        for place, on in enumerate(back):
            kept = f"{number}-{place}"
            session.add(Attachment(sha256=kept, size=1, data=b"x"))
            session.flush()
            session.add(WorkbookReturn(export_id=export.id, file_name="a.xlsx", sha256=kept, received_on=on, state=_IN))

    desk.write(write)


def test_a_workbook_sent_again_is_the_same_question(small):
    send(small, date(2026, 1, 5), date(2026, 1, 15), date(2026, 1, 12))
    send(small, date(2026, 2, 2), date(2026, 2, 12))

    def send_again(session):
        first, second = session.exec(select(WorkbookExport).order_by(WorkbookExport.id)).all()
        for row, kind in ((first, ExportKind.AGAIN), (second, ExportKind.REPLY)):
            more = row.model_dump(exclude={"id", "code", "created_at"}) | {"code": f"{row.code}-2", "kind": kind}
            session.add(WorkbookExport(**more))

    small.write(send_again)
    assert [(one.sent_on, one.back_on) for one in view_of(small).responses] == [
        (date(2026, 2, 2), None),  # sent back for correction: asked anew
        (date(2026, 2, 2), None),
        (date(2026, 1, 5), date(2026, 1, 12)),
    ]


def test_how_long_the_answers_took(small):
    send(small, date(2026, 1, 5), date(2026, 1, 15), date(2026, 1, 12), date(2026, 2, 20))  # 7 days; corrected later
    send(small, date(2026, 2, 2), date(2026, 2, 12), date(2026, 2, 18))  # 16 days, 6 late
    send(small, date(2026, 3, 1), date(2026, 3, 10))  # still out, 14 days, 5 late
    send(small, date(2026, 3, 9), None)  # still out, nothing agreed
    view = view_of(small)
    assert [(one.days, one.back_on, one.late_days) for one in view.responses] == [
        (6, None, 0),
        (14, None, 5),
        (16, date(2026, 2, 18), 6),
        (7, date(2026, 1, 12), 0),
    ]
    assert view.response_days == 12  # the middle of 7 and 16, rounded to even


@pytest.mark.parametrize(("days", "middle"), [((), None), ((9,), 9), ((1, 30, 4), 4), ((4, 8), 6)])
def test_the_middle_of_the_days(small, days, middle):
    rows = tuple(Response(n, n, TODAY, None, TODAY, one) for n, one in enumerate(days))
    out = Response(99, 9, TODAY, None, None, 500)  # not back yet: it does not count
    assert replace(view_of(small), responses=(out, *rows)).response_days == middle


def test_open_problems_with_the_day_they_were_first_told(small):
    number = small.number("A1.1")
    small.act(progress.record_progress, number, date(2026, 2, 10), 80, "", "资金未到位")
    small.act(progress.record_progress, number, date(2026, 3, 1), 81, "", "资金未到位")
    small.put("A1.2a", problems="审批慢")
    small.put("A1.2b", lead="市经信局", problems="已经解决")  # closed: no longer open
    found = view_of(small).problems
    assert [(one.task.code, one.text, one.reported_on) for one in found] == [
        ("A1.1", "资金未到位", date(2026, 2, 10)),
        ("A1.2a", "审批慢", None),
    ]


def test_tasks_it_only_helps_with_are_counted(small):
    helped = [task.code for task in small.look(list_tasks, TODAY) if "市经信局" in task.co_offices]
    assert view_of(small).helping == len(helped)
    other = next(code for code in ("B1.1", "B1.2b", "A1.2b", "B1.2a") if code not in helped)

    def help_out(session):
        office = session.exec(Office.__table__.select().where(Office.name == "市经信局")).one()
        session.add(TaskOffice(task_id=small.number(other), office_id=office.id))

    small.write(help_out)
    assert view_of(small).helping == len(helped) + 1


def test_what_its_co_offices_say_the_newest_first(small):
    for code, names in (("A1.1", ("市科技局", "市商务局", "市外办")), ("A1.2a", ("市科技局",))):
        task = next(row for row in small.look(list_tasks, TODAY) if row.code == code)
        small.act(tasks.edit_task, task.id, task.version, "co_offices", names, TODAY)
    for code, office, note, on in (
        ("A1.1", "市商务局", "已对接\n外商" + "，" * 80, date(2026, 3, 2)),
        ("A1.2a", "市科技局", "", date(2026, 3, 9)),
    ):
        report = Report(office, "王海", EntryChannel.PHONE, on, state=HelpState.IN_PROGRESS, note=note)
        small.act(record_report, small.number(code), report, TODAY)
    told = [(each.task.code, each.help.office, each.help.on) for each in view_of(small).helpers]
    assert told == [("A1.2a", "市科技局", date(2026, 3, 9)), ("A1.1", "市商务局", date(2026, 3, 2))]
    assert view_of(small).helpers[1].help.summary == "市商务局：配合中，已对接 外商" + "，" * 54 + "…"
    assert view_of(small, "市商务局").helpers == (), "they stand with the office that leads"
