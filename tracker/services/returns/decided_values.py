"""What the decisions about the entries of one row come to: the values to be written."""

from collections.abc import Sequence
from typing import TypeAlias

from tracker.model.changeset import Decision, FieldChange, Value
from tracker.model.enums import Choice

Accepted: TypeAlias = Sequence[tuple[FieldChange, Decision]]


def written(entries: Accepted) -> dict[str, Value]:
    """Return by field what the entries of a row write; keeping ours writes nothing, nor does what is forbidden."""
    taken = ((change, how) for change, how in entries if how.choice is not Choice.OURS and not change.forbidden)
    return {change.field: _value_of(change, how) for change, how in taken}


def takes(decision: Decision) -> bool:
    """Tell whether anything is written for a decision: keeping ours writes nothing."""
    return decision.choice is not Choice.OURS


def typed_value(entries: Accepted) -> dict[str, Value]:
    """Return the value of an indicator that was typed because the one in the file cannot be read."""
    typed = next((how.value for change, how in entries if change.unread and has_typed(how)), None)
    return {} if typed is None else {"indicator_value": typed}


def has_typed(decision: Decision) -> bool:
    """Tell whether a person typed the value that the file does not say."""
    return decision.choice is Choice.THEIRS and decision.value is not None


def _value_of(change: FieldChange, decision: Decision) -> Value:
    return decision.value if decision.choice is Choice.MERGED else change.theirs
