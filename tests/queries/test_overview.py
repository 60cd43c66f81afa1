"""The figures of 总览 against values reckoned by hand on six tasks (see SIX in conftest)."""

import tomllib
from datetime import date

import pytest

from tracker import paths
from tracker.model.enums import LightColour, Status, VerdictOutcome
from tracker.model.rows import Period
from tracker.model.tables import Indicator
from tracker.queries.indicators import list_indicators, list_newest
from tracker.queries.movements import read_movements
from tracker.queries.overview import history_begins, read_overview
from tracker.queries.papers import read_figures
from tracker.queries.tallies import Scope
from tracker.queries.task_rows import list_tasks
from tracker.services import indicators, tasks, verdicts

TODAY = date(2026, 3, 15)
RED, AMBER, GREEN, BLUE, GREY = LightColour


def test_the_figures_of_the_whole(small) -> None:
    seen = small.look(read_overview, TODAY)
    assert (seen.today, seen.tasks, seen.assigned, seen.cancelled) == (TODAY, 5, 4, 1)
    assert (seen.closed, seen.in_review, seen.at_work, seen.unassigned, seen.paused) == (1, 0, 3, 1, 0)
    assert seen.done_share == 200  # one of five
    assert seen.average_progress == 663  # (80 + 75 + 100 + 10) / 4, those with a schedule
    assert seen.scheduled_progress == 715  # (100 + 81 + 100 + 5) / 4, the unassigned one has no start
    assert (seen.red, seen.amber, seen.due_30) == (1, 1, 1)
    assert (seen.closed, seen.closed_this_month) == (1, 1)
    assert seen.by_light == {RED: 1, AMBER: 1, GREEN: 1, BLUE: 1, GREY: 1}  # the cancelled one shows no light


def test_the_groups(small) -> None:
    seen = small.look(read_overview, TODAY)
    by_article = {one.group: one for one in seen.by_article}
    assert by_article["A"].counts == {RED: 1, AMBER: 1, GREEN: 0, BLUE: 1, GREY: 0}
    assert by_article["B"].counts == {RED: 0, AMBER: 0, GREEN: 1, BLUE: 0, GREY: 1}
    assert (by_article["A"].title, by_article["A"].total) == ("扛起宁波担当", 3)
    assert [(name, sum(counts.values())) for name, counts in seen.office_status] == [
        ("市科技局", 3), ("市经信局", 2), ("市财政局", 1),
    ]  # fmt: skip
    assert dict(seen.office_status)["市科技局"][Status.CLOSED] == 1


def test_plan_and_completions_over_time(small) -> None:
    seen = small.look(read_overview, TODAY)
    assert seen.plan == (
        (date(2026, 2, 28), 1), (date(2026, 3, 10), 2), (date(2026, 4, 1), 3), (date(2026, 6, 30), 4),
        (date(2026, 12, 31), 5),
    )  # fmt: skip
    assert seen.actual == ((date(2026, 3, 5), 1),)


@pytest.mark.parametrize(
    ("office", "article", "tasks", "red", "closed"),
    [
        ("市经信局", "", 2, 1, 0),
        ("市科技局", "", 2, 0, 1),
        ("", "A", 3, 1, 1),
        ("市科技局", "A", 1, 0, 1),
        ("市教育局", "", 0, 0, 0),
    ],
)
def test_of_one_office_or_article(small, office: str, article: str, tasks: int, red: int, closed: int) -> None:
    seen = small.look(read_overview, TODAY, office, article)
    assert (seen.tasks, seen.red, seen.closed) == (tasks, red, closed)
    assert sum(seen.by_light.values()) == tasks


def test_a_claim_of_completion_is_not_done(small) -> None:
    """A1.2a is reported complete: it waits for review, and nothing counts it as done."""
    small.put("A1.2a", date(2026, 3, 10), status=Status.CLOSING, progress=100)
    seen = small.look(read_overview, TODAY)
    assert (seen.tasks, seen.closed, seen.in_review, seen.at_work, seen.done_share) == (5, 1, 1, 2, 200)
    assert seen.tasks == seen.closed + seen.in_review + seen.at_work + seen.unassigned + seen.paused
    assert (seen.actual, seen.by_light[BLUE]) == (((date(2026, 3, 5), 1),), 2)
    article = next(group for group in seen.by_article if group.group == "A")
    assert (article.total, article.closed, article.done_share) == (3, 1, 333)


def test_an_empty_choice_is_no_division_by_zero(small) -> None:
    seen = small.look(read_overview, TODAY, "市教育局")
    assert (seen.average_progress, seen.scheduled_progress, seen.plan, seen.actual) == (None, None, (), ())
    assert seen.done_share is None


def test_indicators_at_risk_come_worst_first(small) -> None:
    told = tomllib.loads((paths.seed_dir() / "indicators.toml").read_text(encoding="utf-8"))["indicators"]
    overview = small.look(read_overview, TODAY)
    assert overview.tracked_indicators == sum("value" in one.get("target", {}) for one in told)
    seen = overview.risky_indicators
    assert [one.light.colour for one in seen] == sorted((one.light.colour for one in seen), key=[RED, AMBER].index)
    shares = [one.attainment or 0 for one in seen if one.light.colour is RED]
    assert shares == sorted(shares)
    assert all(one.target_value is not None for one in seen)


def test_only_indicators_of_the_chosen_tasks(small) -> None:
    everything = {one.code for one in small.look(read_overview, TODAY).risky_indicators}
    chosen = {one.code for one in small.look(read_overview, TODAY, "", "B").risky_indicators}
    linked = {code for task in small.look(list_tasks, TODAY) if task.article == "B" for code in task.indicators}
    assert chosen == everything & linked


def test_an_observation_moves_the_risk(lite) -> None:
    before = {one.code for one in lite.look(read_overview, TODAY).risky_indicators}
    lite.act(indicators.add_observation, lite.number("I07", Indicator), date(2025, 12, 31), 210)
    after = {one.code for one in lite.look(read_overview, TODAY).risky_indicators}
    assert "I07" not in after
    assert before - after <= {"I07"}


def test_figures_are_those_of_the_papers(small) -> None:
    """One rule: what 总览 says a circular of the same month says, also where a verdict is lower than the claim."""
    small.act(
        verdicts.record_verdict,
        small.number("A1.2a"),
        TODAY,
        VerdictOutcome.WANTING,
        TODAY,
        progress=30,
        note="现场缺少验收材料",
    )
    small.put("B1.1", date(2026, 3, 10), status=Status.PAUSED)
    for day in (date(2026, 3, 11), TODAY):
        seen = small.look(read_overview, TODAY, day=day)
        printed = small.look(read_figures, TODAY, Period(day.replace(day=1), day))
        assert (seen.tasks, seen.assigned, seen.cancelled) == (
            printed.now.tasks, printed.now.assigned, printed.cancelled,
        )  # fmt: skip
        assert (seen.average_progress, seen.scheduled_progress) == (printed.now.mean, printed.now.scheduled)
        assert seen.by_light == printed.now.lights
        assert seen.done_share == printed.status_shares[Status.CLOSED]
        assert printed.before is not None
        moved = small.look(read_movements, Scope(TODAY, day), printed.period.before)
        assert (moved.red_before, moved.red) == (printed.before.lights[RED], printed.now.lights[RED])


def test_an_earlier_day_as_it_stood(small) -> None:
    """A1.2b was closed on 5 March; on 1 March it was not, and A1.1 was not overdue yet."""
    now, then = small.look(read_overview, TODAY), small.look(read_overview, TODAY, day=date(2026, 3, 1))
    assert (then.today, then.tasks) == (date(2026, 3, 1), now.tasks)
    assert (now.red, then.red) == (1, 0)
    small.put("A1.1", date(2026, 3, 12), status=Status.CLOSED, closed_on=date(2026, 3, 12), progress=100)
    seen = {on: small.look(read_overview, TODAY, day=on) for on in (date(2026, 3, 11), date(2026, 3, 13))}
    assert [one.closed for one in seen.values()] == [1, 2]
    assert [one.actual[-1][1] for one in seen.values()] == [1, 2]
    assert [one.red for one in seen.values()] == [1, 0]


def test_the_lights_of_each_office(small) -> None:
    seen = small.look(read_overview, TODAY)
    by_office = {one.group: one.counts for one in seen.by_office}
    assert by_office["市经信局"] == {RED: 1, AMBER: 1, GREEN: 0, BLUE: 0, GREY: 0}
    assert {name: sum(counts.values()) for name, counts in by_office.items()} == {
        name: sum(counts.values()) - counts[Status.CANCELLED] for name, counts in seen.office_status
    }


def test_an_office_that_is_only_suggested_is_marked(small) -> None:
    def titles() -> list[str]:
        return [one.title for one in small.look(read_overview, TODAY).by_office if one.group == "市经信局"]

    assert titles() == ["市经信局（待确认）"]
    small.act(tasks.confirm_offices, [small.number("A1.1")])
    assert titles() == ["市经信局"]


def test_the_newest_observation_alone_decides(lite) -> None:
    number = lite.number("I07", Indicator)
    for on, value in ((date(2025, 6, 30), 1), (date(2025, 12, 31), 2), (date(2025, 12, 31), 3), (date(2024, 1, 1), 4)):
        lite.act(indicators.add_observation, number, on, value)
    newest = {one.code: one for one in lite.look(list_newest, TODAY)}
    whole = {one.code: one for one in lite.look(list_indicators, TODAY)}
    assert newest["I07"].current.value == 3
    assert {code: (one.current, one.light) for code, one in newest.items()} == {
        code: (one.current, one.light) for code, one in whole.items()
    }
    earlier = {one.code: one for one in lite.look(list_newest, TODAY, ["I07"], date(2025, 7, 1))}
    assert earlier["I07"].current.value == 1


def test_history_never_begins_after_the_day_it_is_looked_at(desk) -> None:
    earlier = date(2020, 1, 5)
    assert desk.look(history_begins, earlier) == earlier
    assert desk.look(history_begins, date(2999, 1, 1)) < date(2999, 1, 1)
