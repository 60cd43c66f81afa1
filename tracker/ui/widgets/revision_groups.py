"""Recorded changes as lists of changes show them: act by act, each under when it was, who did it and where from."""

from collections.abc import Iterable

from tracker.model.rows import RevisionRow
from tracker.ui.widgets.change_lines import ChangeGroup, ChangeLine, grouped

NOBODY = "未留名"


def head_of(revision: RevisionRow) -> str:
    """Return when, who and from where: 2026-11-27 09:48，张敏，市科技局_反馈.xlsx."""
    moment = revision.at.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{moment}，{revision.actor or NOBODY}，{revision.file or revision.source.word}"


def revision_groups(revisions: Iterable[RevisionRow], search: str = "") -> list[ChangeGroup]:
    """Return changes of one thing under the heads of their acts; a search narrows them to those with all its words."""
    pairs = [(head_of(row), ChangeLine(row.field, row.old, row.new)) for row in revisions]
    wanted = search.lower().split()
    return grouped(
        (head, line) for head, line in pairs if all(word in f"{head} {line.words}".lower() for word in wanted)
    )
