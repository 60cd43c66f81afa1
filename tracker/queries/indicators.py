"""Indicators with their observations in time order, what may be said of them, and the tasks that move them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.model.attainment import IndicatorFacts, attainment
from tracker.model.indicator_lights import indicator_light
from tracker.model.rows import IndicatorRow, ObservationRow, TaskRow
from tracker.model.tables import (
    Article,
    Indicator,
    IndicatorAlias,
    IndicatorLink,
    Observation,
    Office,
    Recommendation,
    Task,
    TaskIndicator,
)
from tracker.model.thresholds import Thresholds
from tracker.queries.task_rows import list_tasks
from tracker.queries.thresholds import read_thresholds

_ALIKE = 0.5  # part of the pairs of letters of an indicator's name that a task must hold
_STATEMENT: Any = (
    sa.select(Indicator, col(Article.code))
    .join(Article, col(Article.id) == Indicator.article_id, isouter=True)
    .order_by(col(Indicator.position), col(Indicator.id))
)


def list_indicators(session: Session, today: date, codes: Iterable[str] | None = None) -> tuple[IndicatorRow, ...]:
    """Return all indicators in use (or those with the given codes) in the catalogue's order."""
    return _rows(session, _chosen(_STATEMENT, codes), list_observations(session), today)


def list_newest(
    session: Session, today: date, codes: Iterable[str] | None = None, until: date | None = None
) -> tuple[IndicatorRow, ...]:
    """Return indicators as `list_indicators` does, but with the newest observation only (up to a day, if given)."""
    return _rows(session, _chosen(_STATEMENT, codes), _newest_observations(session, until), today)


def list_movers(session: Session, today: date) -> tuple[TaskRow, ...]:
    """Return the tasks that move an indicator, in document order."""
    return list_tasks(session, today, col(Task.id).in_(select(TaskIndicator.task_id)))


def possible_codes(session: Session, task: TaskRow, most: int = 3) -> tuple[str, ...]:
    """Return codes of indicators that may have to do with a task by their words, best first; none is linked yet."""
    words = _pairs(f"{task.title}{task.content}")
    offered = select(Indicator.code, Indicator.name).where(col(Indicator.retired_on).is_(None))
    rated = [
        (-len(words & pairs) / len(pairs), code)
        for code, name in session.exec(offered)
        if code not in task.indicators and (pairs := _pairs(name)) and len(words & pairs) >= _ALIKE * len(pairs)
    ]
    return tuple(code for _, code in sorted(rated)[:most])


def _pairs(text: str) -> set[str]:
    plain = "".join(sign for sign in text if sign.isalnum())
    return {plain[start : start + 2] for start in range(len(plain) - 1)}


def _rows(
    session: Session, statement: Any, observations: Mapping[int, list[ObservationRow]], today: date
) -> tuple[IndicatorRow, ...]:
    rows = session.exec(statement).all()
    tasks, aliases = _task_codes(session), _aliases(session)
    offices = dict(session.exec(select(Office.id, Office.name)).all())
    thresholds = read_thresholds(session)
    return tuple(
        replace(
            _row(indicator, article or "", observations.get(indicator.id, []), tasks[indicator.id], today, thresholds),
            office=offices.get(indicator.office_id or 0, ""),
            aliases=tuple(aliases[indicator.id]),
        )
        for indicator, article in rows
    )


def _chosen(statement: Any, codes: Iterable[str] | None) -> Any:
    if codes is None:
        return statement.where(col(Indicator.retired_on).is_(None))
    return statement.where(col(Indicator.code).in_(list(codes)))


def _newest_observations(session: Session, until: date | None) -> dict[int, list[ObservationRow]]:
    """Return the newest observation by indicator id: the latest day, of its values the last recorded."""
    known = sa.true() if until is None else sa.or_(col(Observation.observed_on) <= until, _undated())
    # A day before all days stands for "undated": such a value is the newest only where nothing else is known.
    on: Any = sa.func.coalesce(col(Observation.observed_on), sa.literal(date.min, sa.Date()))
    latest = sa.select(col(Observation.indicator_id), sa.func.max(on).label("latest")).where(known)
    days = latest.group_by(col(Observation.indicator_id)).subquery()
    same_day = sa.and_(col(Observation.indicator_id) == days.c.indicator_id, on == days.c.latest)
    last = sa.select(sa.func.max(col(Observation.id))).join(days, same_day).group_by(col(Observation.indicator_id))
    chosen = select(Observation).where(col(Observation.id).in_(last))
    return {
        indicator.indicator_id: [
            ObservationRow(
                indicator.id, indicator.observed_on, indicator.value, indicator.period, indicator.source, indicator.note
            )
        ]
        for indicator in session.exec(chosen)
    }


def _undated() -> Any:
    return col(Observation.observed_on).is_(None)


def list_observations(session: Session) -> dict[int, list[ObservationRow]]:
    """Return observations by indicator id, oldest first; undated ones come before all others."""
    observations: dict[int, list[ObservationRow]] = defaultdict(list)
    for observation in session.exec(select(Observation).order_by(col(Observation.id))):
        observations[observation.indicator_id].append(
            ObservationRow(
                observation.id,
                observation.observed_on,
                observation.value,
                observation.period,
                observation.source,
                observation.note,
            )
        )
    for rows in observations.values():
        rows.sort(key=lambda row: (row.on is not None, row.on or date.min, row.id))
    return observations


def _task_codes(session: Session) -> dict[int, list[str]]:
    codes: dict[int, list[str]] = defaultdict(list)
    pairs = select(TaskIndicator.indicator_id, Task.code).where(Task.id == TaskIndicator.task_id)
    for indicator_id, code in session.exec(pairs.order_by(col(Task.position), col(Task.code))):
        codes[indicator_id].append(code)
    return codes


def _aliases(session: Session) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    for row in session.exec(select(IndicatorAlias).order_by(col(IndicatorAlias.id))):
        names[row.indicator_id].append(row.alias)
    return names


def linked_codes(session: Session, indicator_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes of the tasks and of the recommendations that an indicator is linked with."""
    tasks = select(Task.code).join(TaskIndicator, col(TaskIndicator.task_id) == Task.id)
    entries = select(Recommendation.code).join(IndicatorLink, col(IndicatorLink.recommendation_id) == Recommendation.id)
    return (
        tuple(session.exec(tasks.where(TaskIndicator.indicator_id == indicator_id).order_by(col(Task.position)))),
        tuple(
            session.exec(
                entries.where(IndicatorLink.indicator_id == indicator_id).order_by(col(Recommendation.position))
            )
        ),
    )


def indicator_facts(session: Session, indicator: Indicator) -> IndicatorFacts:
    """Return what attainment and light of one indicator depend on, as it stands in this transaction."""
    rows = session.exec(select(Observation).where(Observation.indicator_id == indicator.id)).all()
    newest = max(rows, key=lambda row: (row.observed_on is not None, row.observed_on or date.min, row.id), default=None)
    return _facts(indicator, newest.value if newest else None, newest.observed_on if newest else None)


def _facts(indicator: Indicator, now: float | None, now_on: date | None) -> IndicatorFacts:
    return IndicatorFacts(
        kind=indicator.kind,
        measure=indicator.measure,
        direction=indicator.direction,
        unit=indicator.unit,
        baseline=indicator.baseline_value,
        baseline_on=indicator.baseline_on,
        target=indicator.target_value,
        target_on=indicator.target_on,
        now=now,
        now_on=now_on,
    )


#: Columns a row takes from its indicator as they are.
_SAME = (
    "id", "version", "code", "name", "unit", "kind", "measure", "direction", "geography", "stated", "period", "note",
    "anchor", "baseline_value", "baseline_on", "baseline_text", "target_value", "target_on", "target_text",
    "frequency",
)  # fmt: skip


def _row(
    indicator: Indicator,
    article: str,
    observations: list[ObservationRow],
    tasks: list[str],
    today: date,
    thresholds: Thresholds,
) -> IndicatorRow:
    newest = observations[-1] if observations else None
    facts = _facts(indicator, newest.value if newest else None, newest.on if newest else None)
    reached = None
    if indicator.measure is not None:
        reached = attainment(indicator.measure, indicator.direction, facts.baseline, facts.now, facts.target)
    same: dict[str, Any] = {name: getattr(indicator, name) for name in _SAME}
    return IndicatorRow(
        **same,
        article=article,
        observations=tuple(observations),
        attainment=reached,
        light=indicator_light(facts, today, thresholds),
        tasks=tuple(tasks),
    )
