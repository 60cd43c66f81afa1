"""Co-offices of many tasks at once: added, taken away, or set."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from tracker.errors import InputError
from tracker.model.bulk_edits import ADD_HELP, DROP_HELP
from tracker.model.tables import Office, TaskOffice
from tracker.model.typed.names import split_names
from tracker.store.bulk_insert import add_rows

_FEW = 500  # tasks up to which only their links are read


class Help:
    """The co-offices of tasks as they are, by task: office ids in ledger order."""

    def __init__(self, session: Session, task_ids: Collection[int], ids: Mapping[str, int]) -> None:
        self._session, self._ids = session, ids
        self._names = {number: name for name, number in ids.items()}
        self._present: dict[int, list[int]] = defaultdict(list)
        links = select(TaskOffice.task_id, TaskOffice.office_id).join(Office, col(Office.id) == TaskOffice.office_id)
        if len(task_ids) <= _FEW:
            links = links.where(col(TaskOffice.task_id).in_(task_ids))
        for task_id, office_id in session.exec(links.order_by(col(Office.position))):
            self._present[task_id].append(office_id)

    def words(self, task_id: int) -> str:
        """Return the co-offices of a task as one text."""
        return self._in_words(self._present[task_id])

    def edited(self, task_id: int, field: str, names: Sequence[str], lead: int | None) -> list[int]:
        """Return the office ids after an edit; the lead office is never a co-office."""
        present, named = self._present[task_id], [self._ids[name] for name in names]
        if field == ADD_HELP:
            numbers = [*present, *(number for number in named if number not in present)]
        elif field == DROP_HELP:
            numbers = [number for number in present if number not in named]
        else:
            numbers = list(dict.fromkeys(named))
        return [number for number in numbers if number != lead]

    def edited_words(self, task_id: int, field: str, names: Sequence[str], lead: int | None) -> str:
        """Return the same as one text."""
        return self._in_words(self.edited(task_id, field, names, lead))

    def _in_words(self, ids: Sequence[int]) -> str:
        order = {number: index for index, number in enumerate(self._names)}
        return "、".join(self._names[number] for number in sorted(ids, key=lambda number: order[number]))

    def without(self, task_id: int, office_id: int | None) -> list[int]:
        """Return the co-offices of a task without one that leads now."""
        return [number for number in self._present[task_id] if number != office_id]

    def write(self, by_task: Mapping[int, Sequence[int]], settled: Collection[int]) -> None:
        """Write the co-offices of tasks inside the act under way; those of `settled` tasks need no confirmation."""
        gone = {
            (task_id, number) for task_id, ids in by_task.items() for number in set(self._present[task_id]) - set(ids)
        }
        self._delete(gone)
        fresh = [
            TaskOffice(task_id=task_id, office_id=number, confirmed=task_id in settled).model_dump(exclude={"id"})
            for task_id, ids in by_task.items()
            for number in ids
            if number not in self._present[task_id]
        ]
        add_rows(self._session, TaskOffice, fresh)

    def _delete(self, gone: Collection[tuple[int, int]]) -> None:
        tasks = sorted({task_id for task_id, _ in gone})
        for first in range(0, len(tasks), _FEW):
            links = select(TaskOffice).where(col(TaskOffice.task_id).in_(tasks[first : first + _FEW]))
            for link in self._session.exec(links):
                if (link.task_id, link.office_id) in gone:
                    self._session.delete(link)
        self._session.flush()


def read_names(text: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the proper names of offices written one after the other. Raises InputError for one nobody knows."""
    words = split_names(text)
    for word in words:
        if word not in known:
            raise InputError(f"没有名为“{word[:20]}”的单位；多个单位用顿号分开。")
    return tuple(dict.fromkeys(known[word] for word in words))
