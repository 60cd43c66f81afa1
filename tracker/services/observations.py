"""Recording many observations of one indicator as one act."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.fields import validate_field
from tracker.model.tables import Observation
from tracker.services.write_basics import begin, the_indicator, touched

PASTED = "粘贴录入"


def add_observations(session: Session, indicator_id: int, values: Sequence[tuple[date, float, str]]) -> Changes:
    """Record (day, value, note) of an indicator, all or none. Raises InputError for a value that is no number."""
    if not values:
        raise InputError("没有可录入的观测值。")
    indicator = the_indicator(session, indicator_id)
    batch = begin(session, f"{indicator.name} 录入 {len(values):,} 个观测值")
    for on, value, note in values:
        checked = validate_field("indicator_value", value)
        if not isinstance(checked, int | float):
            raise InputError("观测值要填一个数。")
        session.add(
            Observation(
                indicator_id=indicator.id, observed_on=on, value=float(checked), note=note.strip(), source=PASTED
            )
        )
    return touched(session, batch, indicators={indicator.id})
