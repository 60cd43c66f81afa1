"""What marks of the overview ask for; and that the ledger then shows as many tasks as the mark said."""

from dataclasses import dataclass
from datetime import date

import pytest
from sqlmodel import select

from tests.filtered_tasks import filter_tasks
from tracker.model.changes import Changes
from tracker.model.enums import LightColour, Status
from tracker.model.tables import Task
from tracker.queries.ledger import read_ledger
from tracker.services.write_basics import begin
from tracker.ui.overview.drill_down import filter_of_step, filter_of_steps, filter_of_targets, target_within
from tracker.ui.overview.page import OverviewPage
from tracker.ui.task.filter import NO_OFFICE, Facet, LedgerFilter

TODAY = date(2023, 9, 15)


@dataclass
class _Step:
    done: bool
    since: date | None
    on: date


OFF = {"office": None, "article": None}
ON = {"office": "市科技局", "article": "A"}


@pytest.mark.parametrize(
    ("target", "chips", "wanted"),
    [
        ({"light": "red"}, OFF, {"light": "red"}),
        ({"light": "red"}, ON, {"office": "市科技局", "article": "A", "light": "red"}),
        ({"office": "市教育局"}, ON, {"office": "市教育局", "article": "A"}),
        ({"office": "未定", "status": "closed"}, OFF, {"office": NO_OFFICE, "status": "closed"}),
        ({"office": ""}, OFF, {"office": NO_OFFICE}),
    ],
)
def test_one_mark(target, chips, wanted):
    assert target_within(target, chips) == wanted


@pytest.mark.parametrize(
    ("targets", "chips", "chosen"),
    [
        ([{"light": "red"}, {"light": "grey"}], OFF, {Facet.LIGHT: {"red", "grey"}}),
        ([{"article": "A", "light": "red"}], ON, {
            Facet.OFFICE: {"市科技局"}, Facet.ARTICLE: {"A"}, Facet.LIGHT: {"red"},
        }),
        ([{"office": ("市教育局", ""), "status": "closed"}], OFF, {
            Facet.OFFICE: {"市教育局", NO_OFFICE}, Facet.STATUS: {"closed"},
        }),
        (["other", {"office": "未定"}], OFF, {Facet.OFFICE: {NO_OFFICE}}),
    ],
)  # fmt: skip
def test_several_marks(targets, chips, chosen):
    assert filter_of_targets(targets, chips) == LedgerFilter({f: frozenset(v) for f, v in chosen.items()})


def test_steps_of_both_lines():
    steps = [_Step(False, None, date(2023, 6, 30)), _Step(False, date(2023, 7, 1), date(2023, 8, 31))]
    steps.append(_Step(True, date(2023, 3, 2), date(2023, 8, 1)))
    assert filter_of_step(steps[1], OFF).chosen == {Facet.DUE: {"planned:..2023-08-31"}}
    found = filter_of_steps(steps, ON).chosen
    assert found[Facet.DUE] == {"planned:..2023-08-31", "closed:2023-03-02..2023-08-01"}
    assert (found[Facet.OFFICE], found[Facet.ARTICLE]) == ({"市科技局"}, {"A"})


@pytest.fixture
def page(show, ledger, store_context):
    """Every second task is due at some month's end, every fourth closed, one cancelled."""
    with ledger.session() as session:
        begin(session, "推进任务")
        for number, task in enumerate(session.exec(select(Task)).all()):
            done = number % 4 == 0
            task.status = Status.CLOSED if done else Status.CANCELLED if number == 2 else Status.IN_PROGRESS
            task.closed_on = date(2023, 1 + number // 12, 3) if done else None
            task.start_on = date(2022, 7, 1)
            task.due_on = date(2023, 2 + number // 10, 20) if number % 2 == 0 else None
    made = show(OverviewPage(store_context))
    store_context.jobs.drain()
    return made


def _tasks(ledger, wanted):
    with ledger.reading() as session:
        view = read_ledger(session, TODAY)
    return filter_tasks(view, wanted)


def test_each_place_on_the_burn_up_leads_to_as_many_tasks_as_it_counts(page, ledger, bus):
    asked = []
    bus.page_asked.connect(lambda _key, target: asked.append(target))
    steps = page.burn_up.steps
    assert {step.done for step in steps} == {True, False}
    for step in steps:
        page.burn_up.picked.emit(step)
        assert len(_tasks(ledger, asked[-1])) == step.count
    page.burn_up.banded.emit([step for step in steps if step.done][1:3])
    first, last = [step for step in steps if step.done][0:3:2]
    assert len(_tasks(ledger, asked[-1])) == last.count - first.count


def test_the_rest_of_the_offices_leads_to_just_as_many_tasks(page, ledger, store_context, bus):
    """Offices with a red light have rows of their own: only the first task's office keeps its deadlines."""
    with ledger.session() as session:
        begin(session, "放宽时限")
        tasks = session.exec(select(Task)).all()
        for task in tasks:
            if task.lead_office_id != tasks[0].lead_office_id:
                task.due_on = date(2099, 1, 20)
    bus.changed.emit(Changes(everything=True))
    store_context.jobs.drain()
    asked = []
    bus.page_asked.connect(lambda _key, target: asked.append(target))
    page.by._choose("office")
    rest = [m for chart in (page.heat, page.bars) for m in chart.marks if "其余" in m.sentence and m.target]
    assert {frozenset(mark.target) for mark in rest} >= {
        frozenset({"office", "status"}), frozenset({"office", "light"})
    }  # fmt: skip
    for mark in rest:
        page._open(mark.target)
        assert len(_tasks(ledger, asked[-1])) == mark.value
    assert any(LightColour(m.target["light"]) for m in rest if "light" in m.target)


def test_what_is_due_soon_is_counted_and_listed_alike(page, ledger, store_context, bus):
    with ledger.session() as session:
        begin(session, "临近时限")
        for number, task in enumerate(session.exec(select(Task)).all()[:12]):
            task.due_on = date(2023, 9, 10 + number)
    bus.changed.emit(Changes(tasks=frozenset({1})))
    store_context.jobs.drain()
    asked = []
    bus.page_asked.connect(lambda _key, target: asked.append(target))
    (link,) = page.why.links
    page.why.picked.emit(link.target)
    assert len(_tasks(ledger, asked[0])) == page.view.due_30 > 0
