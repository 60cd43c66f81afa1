"""The hidden sheet that names the export: an extra carrier beside the tokens."""

import hashlib
import hmac
from collections.abc import Sequence

from tracker.exchange.rawbook import RawBook, RawSheet

SHEET_NAME, MAGIC, SCHEMA = "_meta", "ZCTRACKER", "1"
_FACTS = 6


def signed(facts: Sequence[str], secret: bytes) -> tuple[str, ...]:
    """Return the facts with their signature as the last one."""
    return (*facts, hmac.new(secret, "\n".join(facts).encode(), hashlib.sha256).hexdigest())


def is_meta(sheet: RawSheet) -> bool:
    """Tell whether a sheet is ours for machines."""
    return sheet.text(1, 1) == MAGIC


def named_export(book: RawBook, secret: bytes) -> str:
    """Return the export code the hidden sheet names, "" when there is none or its signature is wrong."""
    for sheet in filter(is_meta, book.sheets):
        facts = tuple(sheet.text(row, 1) for row in range(1, _FACTS + 1))
        if hmac.compare_digest(signed(facts, secret)[-1], sheet.text(_FACTS + 1, 1)):
            return facts[1]
    return ""
