"""A long menu of acts in groups: what is done often stands in it, the rest one step away; at most ten entries."""

from collections.abc import Iterable, Sequence

from tracker.ui.task import action_list
from tracker.ui.task.action_list import STATUS, Act

#: Menus that are no longer stay as they are.
MOST = 10
#: What stands in the menu itself, whatever the task allows.
_OFTEN = frozenset({action_list.PROGRESS, action_list.EXTEND, action_list.VERDICT, action_list.CONFIRM})
_OFTEN_OF_SEVERAL = frozenset({action_list.BULK, action_list.EXTEND, action_list.CONFIRM})
#: Groups by their words, in the order of the menu; what is in none of them stands in the last one.
_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("反馈与出文", frozenset({action_list.REPORT, action_list.VERDICT, action_list.FORM, action_list.SLIP})),
    (
        "关联与归类",
        frozenset(
            {
                action_list.COORDINATE,
                action_list.ADD_TASK,
                action_list.RELATE,
                action_list.ANSWER,
                action_list.THEMES,
                action_list.MERGE,
            }
        ),
    ),
    ("编辑与复制", frozenset()),
)
_MOVES = "其他状态"

Entry = Act | tuple[str, tuple[Act, ...]]


def grouped_acts(acts: Iterable[Act], most: int = MOST) -> tuple[Entry, ...]:
    """Return acts in their order, those of a menu with more than `most` in groups; what destroys comes last."""
    every = tuple(acts)
    if len(every) <= most:
        return every
    several = any(act.key == action_list.MERGE for act in every)
    often = _OFTEN_OF_SEVERAL if several else _OFTEN
    shown = _arranged(every, often)
    return shown if len(shown) <= most else _arranged(every, often - {action_list.VERDICT})


def _arranged(every: Sequence[Act], often: frozenset[str]) -> tuple[Entry, ...]:
    moves = [act for act in every if act.key.startswith(STATUS) and not act.danger]
    first = [act for act in every if act.key in often]
    rest = [act for act in every if act.key not in often and act not in moves and not act.danger]
    return (*first, *_moves(moves), *_in_groups(rest), *(act for act in every if act.danger))


def _moves(moves: Sequence[Act]) -> list[Entry]:
    """Return the likeliest change of status, and the others as a group where they are several."""
    if len(moves) <= 2:
        return list(moves)
    return [moves[0], (_MOVES, tuple(moves[1:]))]


def _in_groups(acts: Sequence[Act]) -> list[Entry]:
    entries: list[Entry] = []
    left = list(acts)
    for word, keys in _GROUPS:
        members = [act for act in left if not keys or act.key in keys]
        left = [act for act in left if act not in members]
        if len(members) == 1:
            entries.append(members[0])
        elif members:
            entries.append((word, tuple(members)))
    return entries
