"""What the text of an edit means for its field, as the task stands: taken, asked about or refused."""

from datetime import date
from typing import Any

from tracker.errors import InputError, UnclearError
from tracker.model.bulk_edits import BulkEdit
from tracker.model.changeset import Value
from tracker.model.field_list import FIELDS, FieldKind
from tracker.model.fields import validate_field
from tracker.model.typed.field_values import read_field
from tracker.model.typed.reading import Outcome, Reading, Source
from tracker.model.typed.sentences import no_percent


def typed_value(row: Any, edit: BulkEdit, today: date) -> Value:
    """Return the value of a percentage or a day; `row` is the task as it is.

    What gives nothing, like 无, changes nothing. Raises InputError for what cannot be read, UnclearError for what is
    asked about.
    """
    reading = _read(edit, today)
    if reading.outcome is Outcome.REFUSED:
        raise InputError(reading.sentence)
    if reading.outcome is Outcome.ASKED:
        raise UnclearError(reading.sentence)
    if reading.value is not None:
        return reading.value
    if edit.text.strip():
        return validate_field(edit.field, getattr(row, edit.field))
    if FIELDS[edit.field].kind is FieldKind.PERCENT:
        raise InputError(no_percent(""))
    return ""


def nothing_given(edit: BulkEdit) -> bool:
    """Tell whether an edit is an empty cell of a pasted block: it leaves what stands there."""
    return edit.pasted and not edit.text.strip()


def understood(edit: BulkEdit, today: date) -> str:
    """Return how the text of an edit was understood where that has to be said."""
    reading = _read(edit, today)
    return reading.sentence if reading.accepted else ""


def _read(edit: BulkEdit, today: date) -> Reading[Value]:
    return read_field(edit.field, edit.text, today, Source.TEXT if edit.pasted else Source.HAND)
