"""A theme (主题) with how much of the ledger carries it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme of the list; `tasks` and `entries` count the tasks and recommendations that have it."""

    name: str
    retired: bool
    tasks: int
    entries: int
