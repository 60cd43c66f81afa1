"""Which lights the rules of this version changed in a ledger that an older program kept: said once.

Both rules judge the ledger as it stands at the moment of asking. What anybody has done since the upgrade changes
neither side alone, so the difference is the rules' and nothing else; and nothing had to be computed by the migration,
which leaves a mark only.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from tracker.model.enums import LightColour
from tracker.model.former_lights import former_colour
from tracker.model.tables import Setting
from tracker.queries.light_facts import read_light_sources
from tracker.queries.task_rows import list_tasks
from tracker.queries.thresholds import read_thresholds

#: The mark that the migration leaves in a ledger with tasks.
KEY = "light_rules_changed"


@dataclass(frozen=True, slots=True)
class NewColours:
    """How many tasks have another colour by the new rules: (colour before, colour now, why in words, tasks)."""

    total: int
    groups: tuple[tuple[LightColour, LightColour, str, int], ...]


def read_new_colours(session: Session, today: date) -> NewColours | None:
    """Return which lights the new rules changed, None where that was said or never was to be said."""
    if session.get(Setting, KEY) is None:
        return None
    tasks = [task for task in list_tasks(session, today) if not task.merged_into]
    sources, thresholds = read_light_sources(session, tasks, today, named=False), read_thresholds(session)
    counts: Counter[tuple[LightColour, LightColour, str]] = Counter()
    for task in tasks:
        before = former_colour(sources.facts(task, today), today, thresholds)
        if before is not task.light.colour:
            counts[before, task.light.colour, _why(task.light.reason)] += 1
    groups = tuple((*group, count) for group, count in counts.most_common())
    return NewColours(counts.total(), groups)


def _why(reason: str) -> str:
    """Return the reason of a light without its numbers: 60天无进展 and 75天无进展 are one group."""
    return re.sub(r"\d+(天|点|年)?后?", "", reason) or "按序时推进"
