"""What a search looks at: all texts of a task, and the titles of what stands above it in its article."""

import re
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter

from tracker.model.field_list import SEARCHED
from tracker.model.rows import LedgerView, RecommendationRow, TaskRow

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ＋－．％／]")
_texts: Callable[[TaskRow], Iterable[str]] = attrgetter(
    *(name for name in SEARCHED if name in TaskRow.__slots__ and name != "co_offices")
)
_NARROW = {ord(wide): ord(wide) - 0xFEE0 for wide in map(chr, range(0xFF01, 0xFF5F)) if _WIDE.match(wide)}


def fold(text: str) -> str:
    """Return a text as it is compared: small letters, letters and digits of half width (ＡＩ → ai)."""
    return (text.translate(_NARROW) if _WIDE.search(text) else text).casefold()


def heading_texts(recommendations: Iterable[RecommendationRow]) -> dict[str, str]:
    """Return by code what a search also looks at: the entry's own title and those of the headings above."""
    rows = {one.code: one for one in recommendations}

    def path(code: str) -> str:
        one = rows.get(code)
        return f"{one.title} {one.anchor} {path(one.parent)}" if one else ""

    return {code: path(code) for code in rows}


def searchable(task: TaskRow, heading: str = "", older: str = "") -> str:
    """Return all texts of a task a person may look for, folded; `older` are progress notes of the past."""
    more = (str(value) for name, value in task.more if value and name in SEARCHED)
    parts = (*_texts(task), *more, task.section, heading, *task.themes, *task.co_offices, task.lead_short, older)
    return fold("\n".join(parts))


def view_texts(view: LedgerView, older: Mapping[int, str] | None = None) -> list[str]:
    """Return the searchable text of every task of a view."""
    headings, notes = heading_texts(view.recommendations), older or {}
    return [searchable(task, headings.get(task.recommendation, ""), notes.get(task.id, "")) for task in view.tasks]
