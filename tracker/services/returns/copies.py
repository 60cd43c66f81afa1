"""Several copies of one export, filled in by several people: what they say otherwise of the same cell waits."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from tracker.exchange.book.text import shorten
from tracker.exchange.cells.cells import same_value, show_value
from tracker.model.changeset import ChangeSet, FieldChange, Problem
from tracker.model.enums import Outcome

Identity = tuple[str, str, str]
#: Stands behind the author of a file where its rows do not say who filled them in.
OF_FILE = "（文件属性）"
_SAYS = (Outcome.CHANGE, Outcome.CONFLICT, Outcome.CLEARED)


def teller_of(change: FieldChange, author: str) -> str:
    """Return who filled in the row of an entry: whom it names, else the author of the file, "" for nobody."""
    named = str(change.row.get("filled_by") or "").strip()
    return named or (f"{author}{OF_FILE}" if author else "")


def compared_copies(previews: Sequence[ChangeSet]) -> list[ChangeSet]:
    """Return previews, those of one export compared with each other first.

    A cell of which two of them say different things waits in both, and is a conflict in the later one that names both
    files and who filled them in.
    """
    compared = list(previews)
    for numbers in _copies(previews):
        for index, number in enumerate(numbers[1:], start=1):
            for before in numbers[:index]:
                compared[before], compared[number] = _pair(compared[before], compared[number])
    return compared


def shared_cells(previews: Sequence[ChangeSet]) -> list[frozenset[Identity]]:
    """Return for each preview the entries of which another copy of the same export says something else."""
    shared: list[set[Identity]] = [set() for _ in previews]
    for numbers in _copies(previews):
        for index, number in enumerate(numbers):
            for other in numbers[:index]:
                _, different = _overlap(previews[other], previews[number])
                shared[number] |= different.keys()
                shared[other] |= different.keys()
    return list(map(frozenset, shared))


def held_back(preview: ChangeSet, held: Collection[Identity]) -> ChangeSet:
    """Return a preview of which some entries wait, though nothing else speaks against them."""
    if not held:
        return preview
    marked = (replace(each, review=True) if each.identity in held else each for each in preview.changes)
    return replace(preview, changes=tuple(marked))


def _copies(previews: Sequence[ChangeSet]) -> list[list[int]]:
    """Return the places of previews that are of one export, where there are several."""
    by_export: dict[str, list[int]] = defaultdict(list)
    for number, preview in enumerate(previews):
        same = {previews[other].sha256 for other in by_export[preview.export]}
        if preview.export and preview.sha256 not in same:
            by_export[preview.export].append(number)
    return [numbers for numbers in by_export.values() if len(numbers) > 1]


def _overlap(
    first: ChangeSet, other: ChangeSet
) -> tuple[Collection[Identity], Mapping[Identity, tuple[FieldChange, FieldChange]]]:
    """Return the cells that both fill in, and of these the entries that say different things."""
    said = {change.identity: change for change in first.changes if change.field and change.outcome in _SAYS}
    both = {
        change.identity: (said[change.identity], change)
        for change in other.changes
        if change.outcome in _SAYS and change.identity in said
    }
    different = {cell: pair for cell, pair in both.items() if not same_value(cell[2], pair[0].theirs, pair[1].theirs)}
    return both.keys(), different


def _pair(first: ChangeSet, other: ChangeSet) -> tuple[ChangeSet, ChangeSet]:
    both, different = _overlap(first, other)
    notes = {cell: _note(first, other, *pair) for cell, pair in different.items()}
    count = f"重叠 {len(both):,} 处" if both else "没有重叠"
    said = Problem("", "", f"“{first.file}”和“{other.file}”这两份是同一批发出的，{count}")
    problems = other.problems if said in other.problems else (*other.problems, said)
    earlier = (_waiting(change, notes.get(change.identity, "")) for change in first.changes)
    later = (_clashing(change, notes.get(change.identity, "")) for change in other.changes)
    return replace(first, changes=tuple(earlier)), replace(other, changes=tuple(later), problems=problems)


def _note(first: ChangeSet, other: ChangeSet, mine: FieldChange, theirs: FieldChange) -> str:
    """Name both files, who filled them in, and what they say."""
    return "，".join(
        f"{preview.file}（{teller_of(change, preview.author) or '没有填报人'}）写的是「{_said(change)}」"
        for preview, change in ((first, mine), (other, theirs))
    )


def _said(change: FieldChange) -> str:
    return shorten(show_value(change.field, change.theirs)) or "（空）"


def _waiting(change: FieldChange, note: str) -> FieldChange:
    return replace(change, review=True).with_notes(note) if note else change


def _clashing(change: FieldChange, note: str) -> FieldChange:
    if not note:
        return change
    outcome = Outcome.CONFLICT if change.outcome is Outcome.CHANGE else change.outcome
    return replace(change, outcome=outcome, review=True).with_notes(note)
