"""Recording observations and describing indicators."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.errors import InputError, RuleError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.edited_forms import INDICATOR_GROUPS, OBSERVATION, ConflictScope
from tracker.model.enums import Direction, IndicatorKind, Measure, WordedEnum
from tracker.model.fields import validate_field
from tracker.model.source_words import Frequency
from tracker.model.tables import Indicator, IndicatorAlias, Observation, Office
from tracker.queries.offices import office_names
from tracker.services.edit_conflicts import RowComparison, set_changed
from tracker.services.goal_changes import GoalChange
from tracker.services.write_basics import begin, require_unchanged, the_indicator, the_office, touched

BY_HAND = "手工录入"


def add_observation(
    session: Session, indicator_id: int, on: date, value: float, note: str = "", source: str = BY_HAND
) -> Changes:
    """Record a value of an indicator at a date. Raises RuleError for one that is used no more: nobody would see it."""
    indicator = the_indicator(session, indicator_id)
    if indicator.retired_on is not None:
        raise RuleError(f"指标“{indicator.name}”已停用，没有录入；请刷新后录入到接替它的指标。")
    batch = begin(session, f"{indicator.name} 录入观测值")
    session.add(
        Observation(indicator_id=indicator.id, observed_on=on, value=_finite(value), note=note.strip(), source=source)
    )
    return touched(session, batch, indicators={indicator.id})


def edit_observation(
    session: Session,
    observation_id: int,
    on: date | None,
    value: float,
    note: str = "",
    *,
    reason: str = "",
    decided_by: str = "",
    today: date | None = None,
    seen: Mapping[str, Any] | None = None,
) -> Changes:
    """Correct an observation; an undated one of the source may stay undated.

    `seen` is what its editor showed: raises ConflictError where somebody else changed what is changed here,
    UndecidedError where the indicator stands better by it and nobody says why.
    """
    observation = _the_observation(session, observation_id)
    indicator = the_indicator(session, observation.indicator_id)
    wanted = {"observed_on": on, "value": _finite(value), "note": note.strip()}
    settled = RowComparison(session, OBSERVATION, observation).settle(indicator.name, wanted, seen)
    goal = GoalChange(session, indicator, today)
    batch = begin(session, f"{indicator.name} 修改观测值")
    set_changed(observation, settled.values)
    goal.keep(batch, "修改观测值", reason, decided_by, of_value=True)
    return settled.tell(touched(session, batch, indicators={indicator.id}))


def delete_observation(
    session: Session,
    observation_id: int,
    seen: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
    decided_by: str = "",
    today: date | None = None,
) -> Changes:
    """Remove an observation; undo brings it back. Raises ConflictError where it is no longer what was `seen`.

    Raises UndecidedError where the indicator stands better without it and nobody says why.
    """
    observation = _the_observation(session, observation_id)
    indicator = the_indicator(session, observation.indicator_id)
    require_unchanged(session, OBSERVATION, observation, f"{indicator.name}的观测值", seen)
    goal = GoalChange(session, indicator, today)
    batch = begin(session, f"{indicator.name} 删除观测值")
    session.delete(observation)
    goal.keep(batch, "删除观测值", reason, decided_by, of_value=True)
    return touched(session, batch, indicators={indicator.id})


def edit_indicator(
    session: Session, indicator_id: int, version: int, field: str, value: Value, reason: str = "", decided_by: str = ""
) -> Changes:
    """Set one field of an indicator; dates are ISO text, choices their word or value, None or "" empties."""
    return describe_indicator(session, indicator_id, version, {field: value}, reason=reason, decided_by=decided_by)


def describe_indicator(
    session: Session,
    indicator_id: int,
    version: int | None,
    values: Mapping[str, Value],
    seen: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
    decided_by: str = "",
    today: date | None = None,
) -> Changes:
    """Set several fields of an indicator as one act; see `edit_indicator`.

    `seen` is what the editor showed: with it only a change of these fields is a conflict, whatever the version is; a
    baseline counts as one with its date and words, a target too. Aliases merge by element. Raises UndecidedError
    where it stands better by the change, as of `today` (default: the day of the act), and `reason` or `decided_by`
    is missing.
    """
    indicator = the_indicator(session, indicator_id, version if seen is None else None)
    clean = {field: _EDITABLE[field][1](value) for field, value in values.items()}
    settled = _shown(session, indicator).settle(indicator.name, clean, seen)
    values = {field: settled.values[field] for field in values if field in settled.values}
    if not values:
        return Changes("没有变化")
    words = "、".join(_EDITABLE[field][0] for field in values)
    goal = GoalChange(session, indicator, today)
    batch = begin(session, f"{indicator.name} 修改{words}")
    for field, value in values.items():
        if field in _BESIDE:
            _BESIDE[field](session, indicator, value)
        else:
            setattr(indicator, field, value)
    if values.keys() & {"baseline_on", "target_on"}:
        _check_days(indicator)
    goal.keep(batch, f"修改{words}", reason, decided_by)
    return settled.tell(touched(session, batch, indicators={indicator.id}))


def _shown(session: Session, indicator: Indicator) -> RowComparison:
    def office() -> str:
        row = session.get(Office, indicator.office_id) if indicator.office_id else None
        return row.name if row else ""

    def aliases() -> tuple[str, ...]:
        mine = select(IndicatorAlias.alias).where(IndicatorAlias.indicator_id == indicator.id)
        return tuple(session.exec(mine.order_by(col(IndicatorAlias.id))))

    form = ConflictScope(
        "本指标",
        FIELD_NAMES,
        INDICATOR_GROUPS,
        merged=frozenset({"aliases"}),
        columns={"office": "office_id"},
        closed=frozenset({"office"}),
    )
    return RowComparison(session, form, indicator, {"office": office, "aliases": aliases})


def _check_days(indicator: Indicator) -> None:
    start, end = indicator.baseline_on, indicator.target_on
    if start is not None and end is not None and end <= start:
        raise InputError(f"{indicator.name}的目标日期 {end} 要晚于基期日期 {start}；请核对两个日期。")


def _the_observation(session: Session, observation_id: int) -> Observation:
    observation = session.get(Observation, observation_id)
    if observation is None:
        raise InputError("这条观测值已不在台账中；请刷新后再试。")
    return observation


def _finite(value: float) -> float:
    checked = validate_field("indicator_value", value)
    if not isinstance(checked, int | float):
        raise InputError("观测值要填一个数。")
    return float(checked)


def _number(value: Value) -> float | None:
    return None if value in (None, "") else _finite(value)  # type: ignore[arg-type]


def _day(value: Value) -> date | None:
    text = validate_field("indicator_on", value or "")
    return date.fromisoformat(str(text)) if text else None


def _text(value: Value) -> str:
    return str(value or "").strip()


def _name(value: Value) -> str:
    if not _text(value):
        raise InputError("指标要有名称。")
    return _text(value)


def _chosen(kind: type[WordedEnum], what: str, *, required: bool) -> Callable[[Value], Any]:
    """Return the reader of a closed list: a word or a value, "" for none where it may be left open."""

    def read(value: Value) -> Any:
        text = _text(value)
        member = kind.from_word(text) if text else None
        if member is None and (text or required):
            known = "、".join(entry.word for entry in kind)
            raise InputError(f"没有“{text}”这种{what}；可用的有：{known}。")
        return member

    return read


def set_office(session: Session, indicator: Indicator, value: Value) -> None:
    """Set who reports an indicator (填报单位) by name or alias, "" for nobody."""
    text = _text(value)
    proper = office_names(session).get(text) if text else None
    if text and proper is None:
        raise InputError(f"没有名为“{text}”的单位；请用台账里的单位名称或别名。")
    indicator.office_id = the_office(session, proper).id if proper else None


def _words_in(value: Value) -> tuple[str, ...]:
    """Return the names in a list, or one a line."""
    words = value if isinstance(value, tuple) else tuple(str(value or "").splitlines())
    return tuple(dict.fromkeys(word for entry in words if (word := " ".join(str(entry).split()))))


def set_aliases(session: Session, indicator: Indicator, value: Value) -> None:
    """Set the other names of an indicator. Raises InputError for one that another indicator has."""
    wanted = [word for word in _words_in(value) if word != indicator.name]
    present = {
        row.alias: row
        for row in session.exec(select(IndicatorAlias).where(IndicatorAlias.indicator_id == indicator.id))
    }
    for alias, row in present.items():
        if alias not in wanted:
            session.delete(row)
    for alias in wanted:
        if alias not in present:
            _check_alias(session, indicator, alias)
            session.add(IndicatorAlias(indicator_id=indicator.id, alias=alias))


def _check_alias(session: Session, indicator: Indicator, alias: str) -> None:
    named = select(Indicator.name).where(Indicator.name == alias, Indicator.id != indicator.id)
    called = (
        select(Indicator.name)
        .join(IndicatorAlias, col(IndicatorAlias.indicator_id) == Indicator.id)
        .where(IndicatorAlias.alias == alias, Indicator.id != indicator.id)
    )
    other = session.exec(named).first() or session.exec(called).first()
    if other is not None:
        raise InputError(f"“{alias}”已经是指标“{other}”的名称或别名；一个名称只能指一个指标。")


#: What stands beside the row of an indicator, or needs another row.
_BESIDE: Mapping[str, Callable[[Session, Indicator, Value], None]] = {"office": set_office, "aliases": set_aliases}
_EDITABLE: Mapping[str, tuple[str, Callable[[Value], Any]]] = {
    "name": ("名称", _name),
    "unit": ("单位", _text),
    "baseline_value": ("基期值", _number),
    "baseline_on": ("基期日期", _day),
    "baseline_text": ("基期说明", _text),
    "target_value": ("目标值", _number),
    "target_on": ("目标日期", _day),
    "target_text": ("目标说明", _text),
    "note": ("说明", _text),
    "kind": ("类别", _chosen(IndicatorKind, "指标类别", required=True)),
    "measure": ("口径", _chosen(Measure, "口径", required=False)),
    "direction": ("方向", _chosen(Direction, "方向", required=True)),
    "frequency": ("频率", _chosen(Frequency, "频率", required=False)),
    "office": ("填报单位", _text),
    "aliases": ("别名", _words_in),
}
#: Fields that may be set, with their words.
FIELD_NAMES: Mapping[str, str] = {name: word for name, (word, _) in _EDITABLE.items()}
