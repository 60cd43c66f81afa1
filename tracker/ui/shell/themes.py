"""主题: the list of themes with how often each is used; renamed, merged and retired for the whole ledger at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.model.changes import Changes
from tracker.model.rows.themes import ThemeRow
from tracker.ui.core.context import Context
from tracker.ui.core.late import late
from tracker.ui.core.sessions import DatabaseSession
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.entry_checks import Checked
from tracker.ui.widgets.form_dialog import FormDialog, Values
from tracker.ui.widgets.line_table import LinesTable, framed
from tracker.ui.widgets.saving_dialog import Reply

if TYPE_CHECKING:
    from tracker.queries import themes
    from tracker.services.sources import tags
else:
    themes = late("tracker.queries.themes")
    tags = late("tracker.services.sources.tags")

_COLUMNS = (("主题", 0), ("任务", 72), ("建议", 72), ("状态", 96))
_COUNTS = (1, 2)  # columns of numbers


class ThemeListDialog(Dialog):
    """Every theme of the ledger; Enter renames the one that is chosen."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        note = "改名、合并会同时改所有任务和建议；停用的不再提供选择，已有的保留"
        super().__init__("主题名单", note, 560, parent, height=480, ruled=True)
        self._context = context
        self.rows: tuple[ThemeRow, ...] = ()
        self.form: FormDialog | None = None
        self.table = LinesTable("主题名单", _COLUMNS, numbers=_COUNTS)
        self.table.currentItemChanged.connect(lambda _now, _before: self._offer())
        self.table.opened.connect(lambda _name: self.rename())
        self.body.addLayout(framed(self.table), 1)
        self.renaming = self.add_button("改名…", "plain", self.rename, writes=True)
        self.merging = self.add_button("合并到…", "plain", self.merge, writes=True)
        self.retiring = self.add_button("停用", "plain", self.retire, writes=True)
        self.add_button("关闭", "plain", self.reject)
        self._offer()
        context.bus.changed.connect(self._on_changed)  # a lambda would outlive the dialog
        self.reread()

    def reread(self) -> None:
        """Read the list again; the theme that was chosen stays chosen where it is still there."""
        self._context.jobs.read(themes.read_themes, on_result=self.show_rows, owner=self, key="themes")

    def _on_changed(self, _changes: Changes) -> None:
        self.reread()

    def show_rows(self, rows: tuple[ThemeRow, ...]) -> None:
        """Show the themes in their order."""
        chosen, self.rows = self.table.currentIndex().row(), rows
        self.table.clear()
        self.table.add_lines(
            ((row.name, f"{row.tasks:,}", f"{row.entries:,}", "停用" if row.retired else "在用"), row.name)
            for row in rows
        )
        if line := self.table.topLevelItem(min(max(chosen, 0), len(rows) - 1)):
            self.table.setCurrentItem(line)
        self._offer()

    @property
    def chosen(self) -> ThemeRow | None:
        """Return the theme that is chosen."""
        number = self.table.currentIndex().row()
        return self.rows[number] if 0 <= number < len(self.rows) else None

    def _offer(self) -> None:
        """Let only be done what can be done with the chosen theme."""
        row = self.chosen
        self.renaming.setEnabled(row is not None)
        self.merging.setEnabled(row is not None and len(self.rows) > 1)
        self.retiring.setEnabled(row is not None)
        self.retiring.setText("启用" if row is not None and row.retired else "停用")

    def rename(self) -> None:
        """Ask for another name of the chosen theme."""
        if (row := self.chosen) is None:
            return
        form = self._form("主题改名", row, "改名", lambda s, values: tags.rename_tag(s, row.name, str(values["name"])))
        form.add_line("name", "新名称", row.name, Checked, required="请写新名称")
        form.open()

    def merge(self) -> None:
        """Ask into which theme the chosen one goes."""
        if (row := self.chosen) is None:
            return
        form = self._form("合并主题", row, "合并", lambda s, values: tags.merge_tags(s, str(values["into"]), row.name))
        form.add_choice("into", "合并到", [other.name for other in self.rows if other is not row])
        form.open()

    def retire(self) -> None:
        """Offer the chosen theme no more, or again."""
        if (row := self.chosen) is None:
            return
        self._context.jobs.write(lambda s: tags.retire_tag(s, row.name, retired=not row.retired), toast=True)

    def _form(
        self, title: str, row: ThemeRow, confirm: str, act: Callable[[DatabaseSession, Values], Changes]
    ) -> FormDialog:
        def save(values: Values, reply: Reply) -> None:
            self._context.jobs.write(lambda session: act(session, values), toast=True, **reply.route)

        note = f"{row.name}：{row.tasks:,} 项任务、{row.entries:,} 条建议"
        self.form = FormDialog(title, note, confirm, save, self)
        self.form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return self.form
