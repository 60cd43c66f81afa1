"""Recording observations and describing indicators."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlmodel import Session

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.changeset import Value
from tracker.model.fields import validate_field
from tracker.model.tables import Indicator, Observation
from tracker.services.lookups import begin, the_indicator, touched

BY_HAND = "手工录入"


def add_observation(
    session: Session, indicator_id: int, on: date, value: float, note: str = "", source: str = BY_HAND
) -> Changes:
    """Record a value of an indicator at a date."""
    indicator = the_indicator(session, indicator_id)
    batch = begin(session, f"{indicator.name} 录入观测值")
    session.add(
        Observation(indicator_id=indicator.id, observed_on=on, value=_finite(value), note=note.strip(), source=source)
    )
    return touched(session, batch, indicators={indicator.id})


def edit_observation(session: Session, observation_id: int, on: date | None, value: float, note: str = "") -> Changes:
    """Correct an observation; an undated one of the source may stay undated."""
    observation = _the_observation(session, observation_id)
    indicator = the_indicator(session, observation.indicator_id)
    batch = begin(session, f"{indicator.name} 修改观测值")
    observation.observed_on, observation.value, observation.note = on, _finite(value), note.strip()
    return touched(session, batch, indicators={indicator.id})


def delete_observation(session: Session, observation_id: int) -> Changes:
    """Remove an observation; undo brings it back."""
    observation = _the_observation(session, observation_id)
    indicator = the_indicator(session, observation.indicator_id)
    batch = begin(session, f"{indicator.name} 删除观测值")
    session.delete(observation)
    return touched(session, batch, indicators={indicator.id})


def edit_indicator(session: Session, indicator_id: int, version: int, field: str, value: Value) -> Changes:
    """Set name, unit, baseline or target of an indicator; dates are ISO text, None or "" empties."""
    return describe_indicator(session, indicator_id, version, {field: value})


def describe_indicator(session: Session, indicator_id: int, version: int, values: Mapping[str, Value]) -> Changes:
    """Set several fields of an indicator as one act; see `edit_indicator`."""
    indicator = the_indicator(session, indicator_id, version)
    words = "、".join(_EDITABLE[field][0] for field in values)
    batch = begin(session, f"{indicator.name} 修改{words}")
    for field, value in values.items():
        setattr(indicator, field, _EDITABLE[field][1](value))
    if values.keys() & {"baseline_on", "target_on"}:
        _check_days(indicator)
    return touched(session, batch, indicators={indicator.id})


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


_EDITABLE: Mapping[str, tuple[str, Callable[[Value], str | float | date | None]]] = {
    "name": ("名称", _name),
    "unit": ("单位", _text),
    "baseline_value": ("基期值", _number),
    "baseline_on": ("基期日期", _day),
    "baseline_text": ("基期说明", _text),
    "target_value": ("目标值", _number),
    "target_on": ("目标日期", _day),
    "target_text": ("目标说明", _text),
    "note": ("说明", _text),
}
