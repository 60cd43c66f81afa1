"""设置 › 数据: where the ledger lies, its backups, whether it is sound, how much it holds, and what the log tells."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QProcess, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from tracker.model.rows import AppState
from tracker.ui.core.bus import Notice
from tracker.ui.core.context import Context
from tracker.ui.core.jobs import PATIENCE
from tracker.ui.core.late import late
from tracker.ui.shell.server_form import ask_server
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import Button, LinkButton
from tracker.ui.widgets.dialog import Dialog, ask
from tracker.ui.widgets.labels import ElidedLabel, Rule, TextLabel
from tracker.ui.widgets.line_table import LinesTable

if TYPE_CHECKING:
    from tracker.queries import app_state, usage
    from tracker.queries.usage import Usage
    from tracker.services import cleaning, ledger_data
    from tracker.services.ledger_data import BackupRow
else:
    app_state = late("tracker.queries.app_state")
    cleaning = late("tracker.services.cleaning")
    ledger_data = late("tracker.services.ledger_data")
    usage = late("tracker.queries.usage")

MB = 1024 * 1024
T = TypeVar("T")
_COLUMNS = (("时间", 136), ("原因", 72), ("大小", 84), ("之后的修改", 96), ("核对", 40), ("文件", 0))
NOTHING_OLD = "没有 24 个月以前已处理完的反馈原件和发出内容"
OF_SERVER = "服务器上的台账请管理员定期备份；backup 命令可以另存一份到这台电脑"
KEPT = "每 2 小时和关闭窗口时自动备份并核对；48 小时内全留，之后每天留一份、每周一份、每月一份"


def choose_folder(parent: QWidget, start: str) -> str:
    """Ask for a folder; "" when none was chosen."""
    return QFileDialog.getExistingDirectory(parent, "备份也存一份到哪个文件夹", start)


class DataDialog(Dialog):
    """Everything is done at once; there is nothing to save but the second folder, which is kept when it is left."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("数据", "台账放在哪里、备份、检查、占用和隐私", 860, parent, ruled=True)
        self._context = context
        self.backups: tuple[BackupRow, ...] = ()
        self.where, self.bytes_label = ElidedLabel("", "body"), TextLabel("", "small", "text2")
        self.newest = TextLabel("", "small", "text2")
        self.table = LinesTable("备份", _COLUMNS)
        self.table.setFixedHeight(33 + 4 * 32)
        self.second = QLineEdit(context.settings.second_backup, placeholderText="U 盘或共享文件夹，可以不填")
        self.second.setFont(font("body"))
        self.checked = TextLabel(context.settings.states.get("checked", "还没有检查过"), "small", "text2")
        self.usage = TextLabel("", "small", "text2")
        self.buttons: dict[str, Button] = {}
        self._old = "", 0  # what may be cleaned away, and its bytes
        self._lay_out()
        self.add_button("关闭", "outlined", self.accept).setDefault(True)
        self.table.setFocus()
        self.finished.connect(self._keep_second)
        self.table.currentItemChanged.connect(self._follow)  # a lambda would keep both where the table has no place
        context.bus.changed.connect(self.read)
        self.read()

    # --- what stands where ------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.body.setSpacing(0)
        file = self._context.ledger_file is not None
        self._section("台账位置", self.where, self.bytes_label)
        move = ("server", "改用服务器…", self._ask_server) if file else ("home", "移回本机…", self._move_home)
        self._buttons(("folder", "打开文件夹", partial(self._open, self._context.data_dir)), move)
        kept = (TextLabel(KEPT, "small", "text2"), self.newest) if file else (TextLabel(OF_SERVER, "small", "text2"),)
        self._section("备份", *kept)
        if file:
            self._indented(self.table)
            self._buttons(
                ("backup", "立即备份", self._back_up), ("preview", "查看…", self._preview),
                ("restore", "从备份恢复…", self._restore),
                ("backups", "打开备份文件夹", partial(self._open, self._context.data_dir / "backups")),
            )  # fmt: skip
            self._second_row()
        self._section("检查", self.checked)
        self._buttons(("check", "检查台账", self._check))
        self._section("占用", self.usage)
        self._buttons(("clean", "清理…", self._ask_clean))
        self._section("隐私", ElidedLabel(f"日志：{self._context.data_dir / 'log'}", "small", "text2"),
                      TextLabel("日志不含姓名、电话和台账内容", "small", "text2"))  # fmt: skip
        self._buttons(("log", "打开日志文件夹", partial(self._open, self._context.data_dir / "log")),
                      ("clear", "清空日志", self._clear_log))  # fmt: skip
        self.body.addSpacing(12)

    def _section(self, word: str, *widgets: QWidget) -> None:
        if self.body.count():
            self.body.addSpacing(12)
            self.body.addWidget(Rule())
        self.body.addSpacing(12)
        head = TextLabel(word, "strong")
        self._indented(head)
        for widget in widgets:
            if isinstance(widget, TextLabel):
                widget.setWordWrap(True)
            self._indented(widget)

    def _indented(self, widget: QWidget) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(23, 2, 23, 2)
        row.addWidget(widget, 1)
        self.body.addLayout(row)

    def _buttons(self, *buttons: tuple[str, str, Callable[[], object]]) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(23, 6, 23, 2)
        row.setSpacing(8)
        for key, word, slot in buttons:
            button = self.buttons[key] = Button(word)
            button.clicked.connect(lambda _checked=False, run=slot: run())
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _second_row(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(23, 8, 23, 2)
        row.setSpacing(8)
        choose = LinkButton("选择…")
        choose.clicked.connect(lambda _checked=False: self._choose_second())
        row.addWidget(TextLabel("备份也存一份到", "small", "text2"))
        row.addWidget(self.second, 1)
        row.addWidget(choose)
        self.body.addLayout(row)

    # --- what is known ----------------------------------------------------------------------------

    def read(self, _changes: object = None) -> None:
        """Read what there is to tell."""
        jobs, file = self._context.jobs, self._context.ledger_file
        jobs.read(lambda s: app_state.read_state(s), on_result=self._show_place, owner=self, key="place")
        today = self._context.today()
        jobs.read(lambda s: usage.read_usage(s, today), on_result=self._show_usage, owner=self, key="usage")
        if file is not None:
            jobs.read(
                lambda s: ledger_data.list_backups(s, file), on_result=self._show_backups, owner=self, key="backups"
            )
        self._follow()

    def _show_place(self, state: AppState) -> None:
        file = self._context.ledger_file
        self.where.setText(f"{'服务器' if state.server else '本机'} · {state.data_path}")
        if file is not None:
            size = file.stat().st_size if file.exists() else 0
            self.bytes_label.setText(f"{size / MB:.1f} MB")
        else:
            self._context.jobs.read(
                lambda s: ledger_data.describe_server(s), on_result=self.bytes_label.setText, owner=self, key="server"
            )

    def _show_usage(self, figures: "Usage") -> None:
        parts = (
            f"任务 {figures.tasks:,} 项", f"变更 {figures.revisions:,} 条",
            f"反馈原件 {figures.original_bytes / MB:.1f} MB", f"佐证和来源附件 {figures.evidence_bytes / MB:.1f} MB",
            f"发出的内容 {figures.snapshot_bytes / MB:.1f} MB",
        )  # fmt: skip
        self.usage.setText("，".join(parts))
        self._old = figures.cleanable_words, figures.cleanable_bytes
        self._follow()

    def _show_backups(self, backups: "tuple[BackupRow, ...]") -> None:
        self.backups = backups
        self.table.clear()
        self.table.add_lines((_texts(row), row) for row in backups)
        self.table.select_first()
        newest = next((row for row in backups if row.acts_since is not None), None)
        since = f"，之后有 {newest.acts_since} 次修改" if newest is not None and newest.acts_since else ""
        words = f"最近一份核对过的备份：{_moment(newest.made_at)}{since}" if newest is not None else "还没有备份"
        self.newest.setText(words)
        self._follow()

    def chosen(self) -> "BackupRow | None":
        """Return the backup of the current line."""
        item = self.table.currentItem()
        row = self.table.indexOfTopLevelItem(item) if item is not None else -1
        return self.backups[row] if 0 <= row < len(self.backups) else None

    def _follow(self) -> None:
        reading = self._context.jobs.read_only
        for key in ("preview", "restore"):
            if key in self.buttons:
                self.buttons[key].setEnabled(self.chosen() is not None and not (reading and key == "restore"))
                self.buttons[key].setToolTip(reading if key == "restore" else "在第二个窗口里打开，只能查看")
        self.buttons["clean"].setEnabled(bool(self._old[0]) and not reading)
        self.buttons["clean"].setToolTip(reading or ("" if self._old[0] else NOTHING_OLD))
        if "home" in self.buttons:
            self.buttons["home"].setEnabled(not reading)
            self.buttons["home"].setToolTip(reading)

    # --- what is done -----------------------------------------------------------------------------

    def _back_up(self) -> None:
        file, desk = self._context.ledger_file, self._context.settings.desk
        if file is not None:
            self._long("备份", lambda: ledger_data.back_up_now(file, desk), self._done)

    def _check(self) -> None:
        file = self._context.ledger_file

        def done(sentence: str) -> None:
            words = f"{_moment(datetime.now().astimezone())}：{sentence}"
            self._context.remember_state("checked", words)
            self.checked.setText(words)

        if file is not None:
            self._long("检查台账", lambda: ledger_data.check_ledger(file), done)
        else:
            self.checked.setText("服务器上的台账由管理员检查；这里核对内容请运行 check")

    def _preview(self) -> None:
        row = self.chosen()
        if row is not None:
            opened = partial(self._context.open_preview, f"{row.words} · 只读")
            self._long("打开备份", lambda: ledger_data.unpack_preview(row.path), opened)

    def _restore(self) -> None:
        row = self.chosen()
        if row is None:
            return
        since = f"之后的约 {row.acts_since} 次修改不在其中。" if row.acts_since else ""
        other = "" if row.acts_since is not None else "这份备份属于另一份台账。"
        sentence = f"将用{row.words} 替换现在的台账，现在的台账先另存为备份。{since}{other}"
        ask(self, "从备份恢复", sentence, "恢复", lambda: self._context.restore(row.path), danger=True)

    def _ask_clean(self) -> None:
        words, size = self._old
        sentence = (
            f"将清理 24 个月以前已处理完的 {words}，腾出约 {size / MB:.1f} MB；先自动备份。"
            "变更记录都在；这些批次的反馈以后不能再打开、核对，导入不能再撤销。"
        )
        ask(self, "清理", sentence, "清理", self._clean, danger=True)

    def _clean(self) -> None:
        context, today = self._context, self._context.today()
        file, desk, address, folder = context.ledger_file, context.settings.desk, context.address(), context.data_dir
        login = ledger_data.Login(context.password())
        write = partial(self._context.jobs.write, lambda s: cleaning.clean_originals(s, today), toast=True, owner=self)

        def keep() -> str:
            if file is None:
                return ledger_data.back_up_server(address, folder, desk, login)
            return ledger_data.back_up_before_cleaning(file, desk)

        self._long("备份", keep, lambda _sentence: write())

    def _ask_server(self) -> None:
        ask_server(self._context, self)

    def _move_home(self) -> None:
        start = str(self._context.data_dir / f"ledger-{datetime.now().astimezone():%Y%m%d}.db")
        path, _ = QFileDialog.getSaveFileName(self, "移回本机，存为", start, "台账 (*.db)")
        if path:
            source, desk, actor = self._context.address(), self._context.settings.desk, self._context.settings.actor
            login = ledger_data.Login(self._context.password())
            self._context.jobs.long(
                lambda _session, step: ledger_data.move_to(source, path, actor, desk, login, step),
                title="移回本机", on_result=self._moved, owner=self, show_after_ms=PATIENCE, reads=True,
            )  # fmt: skip

    def _moved(self, outcome: tuple[str, str]) -> None:
        address, sentence = outcome
        self._context.remember(ledger=address)
        self._context.reopen(sentence, "")

    def _clear_log(self) -> None:
        gone = ledger_data.clear_log(self._context.data_dir)
        self._done(f"已清空日志（{gone / 1024:.0f} KB）")

    def _long(self, title: str, run: Callable[[], T], done: Callable[[T], object]) -> None:
        self._context.jobs.long(
            lambda _session, _step: run(), title=title, on_result=done, owner=self, show_after_ms=PATIENCE, reads=True
        )

    def _done(self, sentence: str) -> None:
        self._context.bus.notified.emit(Notice(sentence))
        self.read()

    def _open(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _choose_second(self) -> None:
        if folder := choose_folder(self, self.second.text()):
            self.second.setText(folder)
            self._keep_second()

    def _keep_second(self, _result: int = 0) -> None:
        if self.second.text().strip() != self._context.settings.second_backup:
            self._context.remember(second_backup=self.second.text().strip())


def open_data(context: Context, parent: QWidget, press: str = "") -> DataDialog:
    """Open the page over a window, and press one of its buttons at once."""
    dialog = DataDialog(context, parent)
    if press in dialog.buttons:
        # After what the page shows is there: which backup is the newest one.
        context.jobs.read(lambda _s: None, on_result=lambda _none: dialog.buttons[press].click(), owner=dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def start_preview(program: list[str], words: str, folder: Path) -> bool:
    """Start a second window on an unpacked backup; False where that failed."""
    started = QProcess.startDetached(program[0], [*program[1:], "--data", str(folder), "--preview", words])
    return bool(started[0] if isinstance(started, tuple) else started)


def _moment(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def _texts(row: "BackupRow") -> tuple[str, ...]:
    since = "另一份台账" if row.acts_since is None else f"{row.acts_since} 次"
    size = f"{row.size / MB:.1f} MB"
    return row.made_at.astimezone().strftime("%Y-%m-%d %H:%M"), row.reason, size, since, "✓", row.path.name
