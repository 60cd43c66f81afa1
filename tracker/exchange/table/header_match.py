"""Score how well a header text names one of our columns."""

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tracker.exchange.cells.columns import SHEETS, CellKind, Column, SheetLayout
from tracker.model.field_list import WORDED
from tracker.model.headers import HEADER_KEYS, header_key

ACCEPT = 0.72
CERTAIN = 0.95
_LONGEST = 24  # a longer text is no header
_TOKEN = SHEETS[0].columns[0]  # of every sheet the first column; it is no field that people fill in
#: Header texts by field, as `header_key` gives them.
_HEADERS = {**HEADER_KEYS, _TOKEN.field: tuple(map(header_key, (_TOKEN.header, *_TOKEN.aliases)))}


def header_score(column: Column, text: str) -> float:
    """Return 0 to 1: exact 1, one containing the other 0.9, otherwise 0.9 times the likeness."""
    return _score(column.field, text)


@lru_cache(maxsize=16_384)
def _score(field: str, text: str) -> float:
    """Remembered by field name: hashing a whole column would cost more than the answer."""
    wanted = header_key(text)
    if not wanted or len(wanted) > _LONGEST:
        return 0.0
    return max(_likeness(known, wanted) for known in _HEADERS[field])


def _likeness(known: str, wanted: str) -> float:
    if known == wanted:
        return 1.0
    short, long = sorted((known, wanted), key=len)
    if len(short) >= 2 and short in long and 2 * len(short) >= len(long):
        return 0.9
    if 0.9 * 2 * len(short) < ACCEPT * (len(short) + len(long)):
        return 0.0  # too unlike in length to be accepted whatever the letters
    return 0.9 * difflib.SequenceMatcher(None, known, wanted).ratio()


def match_headers(
    layout: SheetLayout, texts: Mapping[int, Iterable[str]], taken: Mapping[str, int] | None = None
) -> dict[str, tuple[int, float]]:
    """Return field -> (column number, score), one to one by best score; `taken` columns are left out."""
    taken = taken or {}
    pairs = [
        (score, column_number, column.field)
        for column in layout.columns
        if column.field not in taken
        for column_number, candidates in texts.items()
        if column_number not in taken.values()
        and (score := max((header_score(column, text) for text in candidates), default=0.0)) >= ACCEPT
    ]
    matched: dict[str, tuple[int, float]] = {}
    used: set[int] = set()
    for score, column_number, field in sorted(pairs, key=lambda pair: (-pair[0], pair[1])):
        if field not in matched and column_number not in used:
            matched[field] = (column_number, score)
            used.add(column_number)
    return matched


def looks_like_header(layout: SheetLayout, texts: Mapping[str, str]) -> bool:
    """Tell whether a data row repeats the header: at least half of its cells name their own column."""
    own = [header_score(layout.by_field[field], text) >= CERTAIN for field, text in texts.items() if text]
    return len(own) >= 2 and 2 * sum(own) >= len(own)


def is_short_kind(kind: CellKind) -> bool:
    """Tell whether a column's content is regular enough to be known by it."""
    return kind in (CellKind.PERCENT, CellKind.DATE, *WORDED)
