"""Pack the snapshot of an export into text that fits into cells, and unpack it with close checks."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

from tracker.exchange.cells.columns import BY_KIND, FIELDS, CellKind
from tracker.model.changeset import SentRow, SentWorkbook, Value

_MOST_BYTES = 60_000_000  # unpacked: 20,000 rows with long texts; beyond, it is not ours
_MOST_PIECES = 3_000_000  # lists and values; each costs far more in memory than in the text

#: Fields of several names: tuples, which are lists in the text.
_SETS = frozenset(field for field, column in FIELDS.items() if column.kind is CellKind.OFFICES)


def pack(sent: SentWorkbook) -> str:
    """Return a snapshot as ASCII text."""
    rows = [[row.kind, row.key, row.label, row.title, dict(row.values)] for row in sent.rows]
    whole = [sent.export_code, sent.office, sent.sent_on, rows]
    packed = zlib.compress(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode(), 6)
    return base64.b64encode(packed).decode("ascii")


def unpack(text: str, *, ours: bool = False) -> SentWorkbook | None:
    """Return the snapshot in a text, None when it is damaged or not of this shape.

    What is signed by us (`ours`) was packed by us: its rows are taken without a look at every value.
    """
    row_of = _own_row if ours else _row
    try:
        packed = base64.b64decode(text, validate=True)
        unpacker = zlib.decompressobj()
        text_of = unpacker.decompress(packed, _MOST_BYTES)
        if sum(map(text_of.count, (b"[", b"{", b","))) > _MOST_PIECES:
            return None
        whole = json.loads(text_of)
        code, office, sent_on, rows = whole
        return SentWorkbook(_text(code), _text(office), _text(sent_on), tuple(row_of(*row) for row in rows))
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError):
        return None


def _own_row(kind: str, key: str, label: str, title: str, values: dict[str, Value]) -> SentRow:
    if not values.keys() <= FIELDS.keys():  # a later version of ours
        values = {field: value for field, value in values.items() if field in FIELDS}
    for field in _SETS & values.keys():
        values[field] = _value(values[field])
    return SentRow(kind, key, label, title, values)


def _row(kind: Any, key: Any, label: Any, title: Any, values: Any) -> SentRow:
    if _text(kind) not in BY_KIND or not isinstance(values, Mapping):
        raise ValueError(kind)
    known = ((field, value) for field, value in values.items() if field in FIELDS)
    thawed = {field: value if type(value) is str else _value(value) for field, value in known}
    return SentRow(kind, _text(key), _text(label), _text(title), thawed)


def _value(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(_text(part) for part in value)
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return value
    raise ValueError(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
