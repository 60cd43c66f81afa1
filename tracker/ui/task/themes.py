"""主题: the themes of one task or of several, ticked in a form and written as one act."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from tracker.model.rows import TaskRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import CheckBox, FormField
from tracker.ui.widgets.saving_dialog import Reply, SavingDialog

if TYPE_CHECKING:
    from tracker.services.sources import tags
    from tracker.ui.task import new_task
else:
    tags = late("tracker.services.sources.tags")
    new_task = late("tracker.ui.task.new_task")

#: Called with the themes to add and those to take away.
SaveThemes: TypeAlias = Callable[[Sequence[str], Sequence[str], Reply], None]
_COLUMNS = 3


class Theming:
    """Reads the list of themes, asks which the chosen tasks have, and writes what was changed."""

    def __init__(self, context: Context, window: QWidget, show: Callable[[Dialog], object]) -> None:
        self._context, self._window, self._show = context, window, show

    def ask(self, chosen: Sequence[TaskRow]) -> None:
        """Ask for the themes of the chosen tasks."""
        self._context.jobs.read(tags.list_tags, on_result=lambda names: self._open(chosen, names), owner=self._window)

    def _open(self, chosen: Sequence[TaskRow], offered: Sequence[str]) -> None:
        ids = [task.id for task in chosen]

        def save(add: Sequence[str], drop: Sequence[str], reply: Reply) -> None:
            self._context.jobs.write(lambda s: tags.change_themes(s, ids, add, drop), toast=True, **reply.route)

        self._show(ThemesDialog(chosen, offered, save, self._window))


class ThemesDialog(SavingDialog):
    """A box for each theme; half ticked means that some of the tasks have it, and stays so unless it is clicked."""

    def __init__(
        self, chosen: Sequence[TaskRow], offered: Sequence[str], save: SaveThemes, parent: QWidget | None = None
    ) -> None:
        note = f"{chosen[0].code} {chosen[0].title}" if len(chosen) == 1 else f"选中的 {len(chosen):,} 项任务"
        super().__init__("主题", note, 520, parent)
        self._save = save
        had = [set(task.themes) for task in chosen]
        self._all, self._some = set.intersection(*had), set.union(*had)
        self._known = tuple(dict.fromkeys((*offered, *sorted(self._some))))
        self.boxes = {name: self._box(name) for name in self._known}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for number, box in enumerate(self.boxes.values()):
            grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
        self.body.addLayout(grid)
        self.more = QLineEdit(placeholderText="名单里没有的主题，几个用顿号隔开")
        self.more.setFont(font("body"))
        self._asked: tuple[str, ...] = ()
        self.body.addWidget(FormField("新的主题", self.more))
        self.add_button("取消", "plain", self.reject)
        self.confirm = self.add_button("保存", "primary", self.submit)

    def _box(self, name: str) -> CheckBox:
        box = CheckBox(name)
        if name in self._all:
            box.setChecked(True)
        elif name in self._some:
            box.setTristate(True)
            box.setCheckState(Qt.CheckState.PartiallyChecked)
            box.setToolTip("有的任务有这个主题；不点就各自不变")
        return box

    def submit(self) -> None:
        """Save what was changed; a theme that is new to the list is asked about once."""
        fresh = tuple(dict.fromkeys(name for name in new_task.words_in(self.more.text()) if name not in self.boxes))
        if fresh and fresh != self._asked:
            self._asked = fresh
            self.refuse(f"“{'、'.join(fresh)}”是名单里没有的新主题；确实要新建，请再按一次“保存”。")
            return
        typed = [name for name in new_task.words_in(self.more.text()) if name in self.boxes]
        state = {name: box.checkState() for name, box in self.boxes.items()}
        add = [name for name, now in state.items() if now is Qt.CheckState.Checked and name not in self._all]
        drop = [name for name, now in state.items() if now is Qt.CheckState.Unchecked and name in self._some]
        added = tuple(dict.fromkeys((*add, *typed, *fresh)))
        if not added and not drop:
            self.reject()
            return
        self._save(added, [name for name in drop if name not in added], self.begin_saving())
