"""设置: theme, the name written into the history, and the ways to the other settings."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from tracker.ui.core.context import Context
from tracker.ui.shell.reminder import reminder_available
from tracker.ui.theme.fonts import font
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import CheckBox, ComboBox, FormField

THEMES = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"))


class SettingsDialog(Dialog):
    """Saves at once when confirmed; the window applies the new settings."""

    saved = Signal(str, str)  # theme, actor
    rules_asked = Signal()
    mail_asked = Signal()
    holidays_asked = Signal()
    data_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("设置", "", 440, parent)
        self.theme = ComboBox()
        for key, word in THEMES:
            self.theme.addItem(word, key)
        self.theme.setCurrentIndex([key for key, _ in THEMES].index(context.settings.theme))
        self.actor = QLineEdit(context.settings.actor, placeholderText="写入变更记录的姓名", maxLength=40)
        self.actor.setFont(font("body"))
        self.body.addWidget(FormField("外观", self.theme))
        self.body.addWidget(FormField("姓名", self.actor))
        self.reminder = CheckBox("打开程序时在任务栏提醒逾期和到期的任务")
        self.reminder.setChecked(context.settings.reminder == "on")
        self.reminder.setEnabled(reminder_available())
        if not self.reminder.isEnabled():
            self.reminder.setToolTip("这台电脑没有任务栏通知区")
        self.rules = Button("亮灯规则…")
        self.rules.clicked.connect(lambda _checked=False: self.rules_asked.emit())
        self.holidays = Button("节假日…")
        self.holidays.clicked.connect(lambda _checked=False: self.holidays_asked.emit())
        self.body.addWidget(self.reminder)
        self.mail = Button("邮件…")
        self.mail.clicked.connect(lambda _checked=False: self.mail_asked.emit())
        self.data = Button("数据…")
        self.data.clicked.connect(lambda _checked=False: self.data_asked.emit())
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for way in (self.rules, self.holidays, self.mail, self.data):
            ways.addWidget(way)
        ways.addStretch(1)
        self.body.addLayout(ways)
        self._context = context
        self.add_button("取消", "plain", self.reject)
        self.add_button("保存", "primary", self._save)
        self.miss_typed(self.actor)
        self.actor.setFocus()

    def _save(self) -> None:
        if self.reminder.isEnabled():
            self._context.remember(reminder="on" if self.reminder.isChecked() else "")
        self.saved.emit(self.theme.currentData(), self.actor.text().strip())
        self.accept()
