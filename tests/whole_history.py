"""What must hold of a ledger whatever its desks did: no change is lost, every act has its turn."""

import json
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, text

_CHANGES = (
    "SELECT entity, entity_id, field, old, new FROM revision WHERE field <> '' ORDER BY entity, entity_id, field, id"
)


def chains(connection: Connection) -> dict[tuple[str, int, str], list[tuple[Any, Any]]]:
    """Return the changes (old, new) of every field that was changed, in their order."""
    changes: dict[tuple[str, int, str], list[tuple[Any, Any]]] = {}
    for entity, number, field, old, new in connection.execute(text(_CHANGES)):
        if connection.dialect.name == "sqlite":  # gives JSON as it is written
            old, new = (json.loads(value) if isinstance(value, str) else value for value in (old, new))
        changes.setdefault((entity, number, field), []).append((old, new))
    return changes


def lost_changes(connection: Connection) -> list[str]:
    """Return where a change began with something else than the one before it had left: somebody's was lost."""
    return [
        f"{place}: {earlier[1]!r} then {later[0]!r}"
        for place, chain in chains(connection).items()
        for earlier, later in pairwise(chain)
        if earlier[1] != later[0]
    ]


def is_in_order(connection: Connection) -> bool:
    """Tell whether the acts have their turns in the order of their numbers, none twice."""
    turns = connection.execute(text("SELECT seq FROM batch ORDER BY id")).scalars().all()
    return list(turns) == sorted(set(turns))
