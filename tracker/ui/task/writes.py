"""What acts on a task do on the database thread beyond one query or one service."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import InputError
from tracker.files.system_words import system_words
from tracker.model.changes import Changes
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession

if TYPE_CHECKING:
    from tracker.queries import links, task_index
    from tracker.services import progress
    from tracker.ui.task.relate_dialog import Choices
else:
    task_index = late("tracker.queries.task_index")
    links = late("tracker.queries.links")
    progress = late("tracker.services.progress")


def add_evidence_file(session: DatabaseSession, task_id: int, path: Path) -> Changes:
    """Read a file and keep it as evidence; raises InputError when it is too large, empty or cannot be read."""
    return progress.add_evidence(session, task_id, path.name, data=read_evidence_file(path))


def read_evidence_file(path: Path) -> bytes:
    """Return the bytes of a file that is to prove something; errors as in `add_evidence_file`."""
    try:
        progress.check_size(path.name, path.stat().st_size)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"读不到 {path.name}：{system_words(error)}。请关闭占用它的程序后再试。") from error
    if not data:
        raise InputError(f"{path.name} 是空文件，不能作为佐证。")
    return data


def close_task(
    session: DatabaseSession,
    task_id: int,
    words: tuple[str, str],
    files: Sequence[Path],
    today: date,
    percent: int,
    *,
    confirmed: bool = False,
) -> Changes:
    """Close a task with its statement and note (`words`) and the files that prove it, as one act."""
    read = [(path.name, read_evidence_file(path)) for path in files]
    return progress.close_with_note(session, task_id, *words, today, percent, files=read, confirmed=confirmed)


def find_partners(session: DatabaseSession, task_id: int) -> "tuple[Choices, frozenset[int]]":
    """Return which tasks can be related with a task, with their search index, and to which it is related already."""
    related = frozenset(link.task_id for link in links.list_links(session, task_id))
    return task_index.list_choices(session), related
