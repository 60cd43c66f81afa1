"""The list of themes (主题): renaming, merging and retiring them, and setting those of tasks."""

from collections.abc import Callable, Sequence

from sqlmodel import Session, col, func, select

from tracker.errors import InputError
from tracker.model.changes import Changes
from tracker.model.tables import Batch, Recommendation, Tag, Task
from tracker.services.write_basics import begin, the_task, touched
from tracker.store.history import drop_empty_batch

_LONGEST = 20
_Rewrite = Callable[[list[str]], list[str]]


def list_tags(session: Session, *, retired: bool = False) -> tuple[str, ...]:
    """Return the themes on offer in their order, with `retired` also those that are not offered any more."""
    wanted = select(Tag.name).order_by(col(Tag.position), col(Tag.id))
    return tuple(session.exec(wanted if retired else wanted.where(~col(Tag.retired))))


def unknown_tags(session: Session, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of some names that are no theme yet: a new word is asked about once."""
    known = set(list_tags(session, retired=True))
    return tuple(dict.fromkeys(name for name in map(str.strip, names) if name and name not in known))


def add_tags(session: Session, names: Sequence[str]) -> None:
    """Put names that are no theme yet at the end of the list, inside the act under way."""
    last = session.exec(select(func.max(Tag.position))).one() or 0
    for step, name in enumerate(unknown_tags(session, names), start=1):
        session.add(Tag(name=_checked(name), position=last + step))
    session.flush()


def set_themes(session: Session, task_ids: Sequence[int], names: Sequence[str]) -> Changes:
    """Give tasks these themes as one act; new words join the list."""
    tasks = [the_task(session, number) for number in task_ids]
    if not tasks:
        raise InputError("没有选择任务；请先选择要修改主题的任务。")
    themes = list(dict.fromkeys(filter(None, map(str.strip, names))))
    batch = begin(session, _label(tasks))
    add_tags(session, themes)
    for task in tasks:
        if task.themes != themes:
            task.themes = list(themes)
    return touched(session, batch, tasks={task.id for task in tasks})


def change_themes(session: Session, task_ids: Sequence[int], add: Sequence[str], drop: Sequence[str]) -> Changes:
    """Add some themes to tasks and take others away as one act; themes that are in neither list stay."""
    tasks = [the_task(session, number) for number in task_ids]
    if not tasks:
        raise InputError("没有选择任务；请先选择要修改主题的任务。")
    batch = begin(session, _label(tasks))
    add_tags(session, add)
    for task in tasks:
        themes = [name for name in dict.fromkeys((*task.themes, *add)) if name not in drop]
        if task.themes != themes:
            task.themes = themes
    return touched(session, batch, tasks={task.id for task in tasks})


def _label(tasks: Sequence[Task]) -> str:
    return f"{tasks[0].code} 主题" if len(tasks) == 1 else f"批量修改 {len(tasks):,} 项任务的主题"


def rename_tag(session: Session, old: str, new: str) -> Changes:
    """Rename a theme on all tasks and recommendations as one act. Raises InputError for a name that is there."""
    tag, name = _the_tag(session, old), _checked(new)
    if name != old and session.exec(select(Tag.id).where(Tag.name == name)).first() is not None:
        raise InputError(f"已有名为“{name}”的主题；请用“合并”。")
    batch = begin(session, f"主题“{old}”改名为“{name}”")
    tag.name = name
    return _rewrite(session, batch, old, lambda names: [name if theme == old else theme for theme in names])


def merge_tags(session: Session, kept: str, other: str) -> Changes:
    """Let one theme take the place of another on all tasks and recommendations as one act."""
    if kept == other:
        raise InputError("要合并的是同一个主题；请选两个不同的主题。")
    tag = _the_tag(session, other)
    _the_tag(session, kept)
    batch = begin(session, f"主题“{other}”并入“{kept}”")
    session.delete(tag)
    return _rewrite(
        session, batch, other, lambda names: list(dict.fromkeys(kept if theme == other else theme for theme in names))
    )


def retire_tag(session: Session, name: str, *, retired: bool = True) -> Changes:
    """Offer a theme no more, or again; the tasks that have it keep it."""
    tag = _the_tag(session, name)
    batch = begin(session, f"{'停用' if retired else '启用'}主题“{name}”")
    tag.retired = retired
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, everything=True)


def _rewrite(session: Session, batch: Batch, old: str, change: _Rewrite) -> Changes:
    """Change the names on everything that has the old one."""
    touched_tasks = set()
    for task in session.exec(select(Task)):
        if old in task.themes:
            task.themes = change(task.themes)
            touched_tasks.add(task.id)
    for entry in session.exec(select(Recommendation)):
        if old in entry.themes:
            entry.themes = change(entry.themes)
    if drop_empty_batch(session):
        return Changes("没有变化")
    return Changes(batch.label, batch.id, frozenset(touched_tasks), everything=True)


def _the_tag(session: Session, name: str) -> Tag:
    tag = session.exec(select(Tag).where(Tag.name == name)).first()
    if tag is None:
        raise InputError(f"没有名为“{name}”的主题；请刷新后再选。")
    return tag


def _checked(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise InputError("主题要有名称。")
    if len(clean) > _LONGEST:
        raise InputError(f"“{clean[:12]}…”有 {len(clean):,} 个字，主题最多 {_LONGEST} 个字。")
    return clean
