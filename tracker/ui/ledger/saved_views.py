"""Saved views of the ledger: filters, grouping, sorting and columns under a name, kept in the settings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.settings import Settings
from tracker.ui.ledger.view_settings import Wishes, wishes_from, wishes_text
from tracker.ui.task.filter import Facet, LedgerFilter

KEY = "ledger-views"


@dataclass(frozen=True, slots=True)
class SavedView:
    """What is filtered, and how it is shown; the panel is no part of it."""

    filter: LedgerFilter
    wishes: Wishes


def read_views(settings: Settings) -> dict[str, SavedView]:
    """Return the saved views by name, in the order they were saved; unreadable ones are left out."""
    try:
        stored = json.loads(settings.states.get(KEY, "{}"))
    except ValueError:
        return {}
    pairs = stored.items() if isinstance(stored, dict) else ()
    return {name: _view(one) for name, one in pairs if isinstance(one, dict)}


def _view(stored: Mapping[str, object]) -> SavedView:
    chosen = stored.get("chosen")
    pairs = chosen.items() if isinstance(chosen, dict) else ()
    values = {Facet[name]: frozenset(map(str, found)) for name, found in pairs if name in Facet.__members__}
    return SavedView(LedgerFilter(values, str(stored.get("search", ""))), wishes_from(stored.get("wishes")))


def views_text(views: Mapping[str, SavedView]) -> str:
    """Return the views as the settings keep them under KEY."""
    return json.dumps(
        {
            name: {
                "chosen": {facet.name: sorted(values) for facet, values in one.filter.chosen.items()},
                "search": one.filter.search,
                "wishes": json.loads(wishes_text(one.wishes)),
            }
            for name, one in views.items()
        },
        ensure_ascii=False,
    )
