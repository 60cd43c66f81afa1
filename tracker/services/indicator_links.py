"""Making indicators, linking them with tasks and recommendations, merging and retiring them."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlmodel import Session, col, func, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.edited_forms import merge_list
from tracker.model.enums import Direction, IndicatorKind
from tracker.model.numbers import format_value
from tracker.model.rules import check_reason
from tracker.model.tables import (
    Indicator,
    IndicatorAlias,
    IndicatorLink,
    Observation,
    Task,
    TaskAnswer,
    TaskIndicator,
)
from tracker.queries.indicators import linked_codes
from tracker.services.goal_changes import GoalChange
from tracker.services.indicators import describe_indicator
from tracker.services.sources.answers import recommendations_of_codes
from tracker.services.sources.numbering import next_indicator_code
from tracker.services.write_basics import begin, the_indicator, touched

_MERGED = "已并入 "


def create_indicator(session: Session, name: str, values: Mapping[str, Value], today: date) -> Changes:
    """Make an indicator with a number of its own; `values` are fields as `describe_indicator` takes them.

    Raises InputError for a missing name, one that is there already, or a value that cannot be.
    """
    clean = " ".join(name.split())
    if not clean:
        raise InputError("指标要有名称。")
    there = session.exec(select(Indicator).where(Indicator.name == clean, col(Indicator.retired_on).is_(None))).first()
    if there is not None:
        raise InputError(f"已有名为“{clean}”的指标（{there.code}）；请修改它，或换一个名称。")
    code = next_indicator_code(session, today.year)
    batch = begin(session, f"新建指标 {code}")
    indicator = Indicator(
        code=code,
        name=clean,
        kind=IndicatorKind.NUMERIC,
        direction=Direction.HIGHER,
        position=(session.exec(select(func.max(Indicator.position))).one() or 0) + 1,
    )
    session.add(indicator)
    session.flush()
    describe_indicator(
        session, indicator.id, None, {key: value for key, value in values.items() if value not in (None, "")}
    )
    return touched(session, batch, indicators={indicator.id})


def link_indicator(
    session: Session,
    indicator_id: int,
    task_ids: Collection[int] = (),
    recommendation_ids: Collection[int] = (),
    *,
    follow: bool = True,
) -> Changes:
    """Link an indicator with tasks and recommendations as one act; `follow` links the tasks of the latter, too."""
    indicator = _in_use(session, indicator_id)
    batch = begin(session, f"{indicator.name} 关联")
    tasks = set(task_ids) | (_answering(session, recommendation_ids) if follow else set())
    known = set(session.exec(select(TaskIndicator.task_id).where(TaskIndicator.indicator_id == indicator_id)))
    session.add_all(TaskIndicator(task_id=task, indicator_id=indicator_id) for task in sorted(tasks - known))
    linked = session.exec(select(IndicatorLink.recommendation_id).where(IndicatorLink.indicator_id == indicator_id))
    fresh = set(recommendation_ids).difference(linked)
    session.add_all(IndicatorLink(indicator_id=indicator_id, recommendation_id=number) for number in sorted(fresh))
    return touched(session, batch, tasks=tasks, indicators={indicator_id})


def unlink_indicator(
    session: Session,
    indicator_id: int,
    task_ids: Collection[int] = (),
    recommendation_ids: Collection[int] = (),
    *,
    follow: bool = True,
) -> Changes:
    """Take links of an indicator away as one act; `follow` those of the recommendations' tasks as well."""
    indicator = the_indicator(session, indicator_id)
    batch = begin(session, f"{indicator.name} 取消关联")
    tasks = set(task_ids) | (_answering(session, recommendation_ids) if follow else set())
    for row in session.exec(select(TaskIndicator).where(TaskIndicator.indicator_id == indicator_id)):
        if row.task_id in tasks:
            session.delete(row)
    for link in session.exec(select(IndicatorLink).where(IndicatorLink.indicator_id == indicator_id)):
        if link.recommendation_id in set(recommendation_ids):
            session.delete(link)
    return touched(session, batch, tasks=tasks, indicators={indicator_id})


def relink_indicator(
    session: Session,
    indicator_id: int,
    tasks: Collection[str],
    recommendations: Collection[str],
    *,
    follow: bool = True,
    seen: tuple[Collection[str], Collection[str]] | None = None,
) -> Changes:
    """Make these the tasks and recommendations an indicator is linked with, by code, as one act.

    `seen` are both lists as they were shown: what was added to them and taken away is done to what is there now.

    `follow` lets the tasks of a recommendation that comes or goes follow it, unless they are named themselves. Raises
    InputError for a code nobody has.
    """
    before_tasks, before_entries = linked_codes(session, indicator_id)
    if seen is not None:
        tasks = merge_list(seen[0], tasks, before_tasks)
        recommendations = merge_list(seen[1], recommendations, before_entries)
    entries = {row.code: row.id for row in recommendations_of_codes(session, [*recommendations, *before_entries])}
    fresh = [entries[code] for code in recommendations if code not in before_entries]
    gone = [number for code, number in entries.items() if code not in recommendations]
    kept = tasks_of_codes(session, list(dict.fromkeys(tasks)))
    parted = tasks_of_codes(session, [code for code in before_tasks if code not in tasks])
    changes = link_indicator(session, indicator_id, kept, fresh, follow=follow)
    changes |= unlink_indicator(session, indicator_id, parted, gone, follow=False)
    return changes | Changes(tasks=frozenset({*kept, *parted}))


def retire_indicator(session: Session, indicator_id: int, on: date, reason: str, decided_by: str = "") -> Changes:
    """Use an indicator no more: it leaves workbooks and cards and keeps its series.

    Raises UndecidedError without a reason. How it stood is put on record; the window asks who decided where it is
    red or amber.
    """
    indicator = _in_use(session, indicator_id)
    why = check_reason(reason, "停用指标")
    batch = begin(session, f"停用指标 {indicator.name}")
    GoalChange(session, indicator, on).keep_retired(batch, why, decided_by)
    indicator.retired_on = on
    indicator.note = f"{indicator.note}\n停用：{why}".strip()
    return touched(session, batch, indicators={indicator_id})


def merge_indicators(session: Session, kept_id: int, other_id: int, on: date) -> Changes:
    """Let one indicator take over another as one act: values, links and names; the other is used no more.

    Raises RuleError where both have another value of the same day, or the other was merged before.
    """
    if kept_id == other_id:
        raise InputError("要合并的是同一项指标；请选两项不同的指标。")
    kept, other = _in_use(session, kept_id), the_indicator(session, other_id)
    merged = next((line for line in other.note.splitlines() if line.startswith(_MERGED)), "")
    if merged and other.retired_on is not None:
        raise RuleError(f"指标“{other.name}”{merged}，没有再合并；要改并到别处，请先撤销那次合并。")
    batch = begin(session, f"{other.name} 并入 {kept.name}")
    _move_values(session, kept, other)
    tasks = _move_links(session, kept_id, other_id)
    _move_names(session, kept, other)
    other.retired_on = other.retired_on or on
    other.note = f"{other.note}\n{_MERGED}{kept.code} {kept.name}".strip()
    return touched(session, batch, tasks=tasks, indicators={kept_id, other_id})


def _move_values(session: Session, kept: Indicator, other: Indicator) -> None:
    mine = {(row.observed_on, row.period if row.observed_on is None else ""): row for row in _values(session, kept.id)}
    for row in _values(session, other.id):
        same = mine.get((row.observed_on, row.period if row.observed_on is None else ""))
        if same is None:
            row.indicator_id = kept.id
        elif same.value != row.value:
            raise RuleError(
                f"{row.observed_on or row.period} 两项指标的数值不同（{format_value(same.value)} 与"
                f" {format_value(row.value)}），没有合并；请先核对。"
            )


def _values(session: Session, indicator_id: int) -> list[Observation]:
    wanted = select(Observation).where(Observation.indicator_id == indicator_id).order_by(col(Observation.id))
    return list(session.exec(wanted))


def _move_links(session: Session, kept_id: int, other_id: int) -> set[int]:
    tasks = set(session.exec(select(TaskIndicator.task_id).where(TaskIndicator.indicator_id == kept_id)))
    moved = set()
    for row in session.exec(select(TaskIndicator).where(TaskIndicator.indicator_id == other_id)).all():
        moved.add(row.task_id)
        session.delete(row)
    session.add_all(TaskIndicator(task_id=task, indicator_id=kept_id) for task in sorted(moved - tasks))
    linked = set(session.exec(select(IndicatorLink.recommendation_id).where(IndicatorLink.indicator_id == kept_id)))
    for link in session.exec(select(IndicatorLink).where(IndicatorLink.indicator_id == other_id)).all():
        if link.recommendation_id not in linked:
            session.add(IndicatorLink(indicator_id=kept_id, recommendation_id=link.recommendation_id))
        session.delete(link)
    return moved | tasks


def _move_names(session: Session, kept: Indicator, other: Indicator) -> None:
    names = [other.name]
    for row in session.exec(select(IndicatorAlias).where(IndicatorAlias.indicator_id == other.id)).all():
        names.append(row.alias)
        session.delete(row)
    session.flush()
    present = set(session.exec(select(IndicatorAlias.alias)))
    session.add_all(
        IndicatorAlias(indicator_id=kept.id, alias=name) for name in names if name not in present | {kept.name}
    )


def _in_use(session: Session, indicator_id: int) -> Indicator:
    indicator = the_indicator(session, indicator_id)
    if indicator.retired_on is not None:
        raise RuleError(f"指标“{indicator.name}”已停用。")
    return indicator


def _answering(session: Session, recommendation_ids: Collection[int]) -> set[int]:
    answers = select(TaskAnswer.task_id).where(col(TaskAnswer.recommendation_id).in_(recommendation_ids))
    return set(session.exec(answers))


def indicator_of_code(session: Session, code: str) -> Indicator:
    """Return the indicator with a code. Raises InputError for one nobody has."""
    indicator = session.exec(select(Indicator).where(Indicator.code == code.strip())).first()
    if indicator is None:
        raise InputError(f"没有编号为“{code}”的指标。")
    return indicator


def tasks_of_codes(session: Session, codes: Collection[str]) -> list[int]:
    """Return the ids of tasks by their codes. Raises InputError for one nobody has."""
    rows = {code: number for number, code in session.exec(select(Task.id, Task.code).where(col(Task.code).in_(codes)))}
    if missing := [code for code in codes if code not in rows]:
        raise InputError(f"没有编号为“{'、'.join(missing)}”的任务。")
    return [rows[code] for code in codes]
