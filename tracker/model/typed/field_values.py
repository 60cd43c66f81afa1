"""What is typed for a field, read by what the field holds: the same for cells, forms, pasted blocks and fills."""

from datetime import date

from tracker.model.changeset import Value
from tracker.model.field_list import FIELDS, FieldKind
from tracker.model.typed.deadlines import read_deadline
from tracker.model.typed.numbers import read_number
from tracker.model.typed.past_dates import read_past_date
from tracker.model.typed.plan_dates import read_start_date
from tracker.model.typed.progress import read_progress
from tracker.model.typed.reading import Reading, Source

#: What these fields hold is read here; of all others every text is what it says.
TYPED_KINDS = frozenset({FieldKind.DEADLINE, FieldKind.DATE, FieldKind.PERCENT, FieldKind.NUMBER})
_OF_FACTS = frozenset({"indicator_on"})


def read_field(field: str, typed: str, writing: date, source: Source = Source.HAND) -> Reading[Value]:
    """Read the canonical value of a field of `TYPED_KINDS`, typed on the day of writing."""
    kind = FIELDS[field].kind
    if kind is FieldKind.DEADLINE:
        return read_deadline(typed, writing).each(lambda deadline: deadline.text)
    if kind is FieldKind.PERCENT:
        return read_progress(typed, source).each(lambda percent: percent)
    if kind is FieldKind.NUMBER:
        return read_number(typed, "", source).each(lambda number: number)
    read = read_past_date if field in _OF_FACTS else read_start_date
    return read(typed, writing).each(lambda day: day.isoformat())
